//! What an image is built from, and as whom it runs.

use crate::check::{Alias, Check, Edit, Instruction, Remedy, Severity};
use crate::resource::{Key, Kind};

const TYPES: &[&str] = &["dockerfile"];
const KIND: Kind = Kind::ContainerImage;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "image-user-named",
        objective: "workload-hardening",
        title: "Dockerfile names the user that the image runs as",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "Without a USER instruction an image runs as whoever its base image says, which is root \
                    more often than not. A process that is root in its container is a step away from the \
                    host that keeps records of other services too.",
        reads: &[Key::BuildUserNamed],
        test: |s| s.is(Key::BuildUserNamed),
        aliases: &[
            Alias::checkov("CKV_DOCKER_3", TYPES),
            Alias::trivy("AVD-DS-0002", TYPES),
            Alias::kics("fd54f200-402c-4333-a5a4-36ef6709af2f", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Add a USER instruction with an account of its own as the last one before CMD or \
                    ENTRYPOINT, and give that account the files it needs with COPY --chown.",
            &[Edit::Instruction(Instruction::User("10001:10001"))],
        )
        .risk("Ports below 1024 and files that root owns are out of reach then.")],
    },
    Check {
        id: "image-user-not-root",
        objective: "workload-hardening",
        title: "Image does not run as root",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Whoever breaks into an application that runs as root owns everything in its container, \
                    and has the best chances to leave it. As another user the same fault stays small.",
        reads: &[Key::BuildRootUser],
        test: |s| s.is_not(Key::BuildRootUser),
        aliases: &[
            Alias::checkov("CKV_DOCKER_8", TYPES),
            Alias::trivy("AVD-DS-0002", TYPES),
            Alias::kics("67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae", TYPES),
            Alias::hadolint("DL3002", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "End the Dockerfile with USER and an account that is not root; switch to root only for \
                    the RUN instructions that need it.",
            &[Edit::Instruction(Instruction::User("10001:10001"))],
        )
        .risk("Ports below 1024 and files that root owns are out of reach then.")],
    },
    Check {
        id: "image-base-version",
        objective: "image-integrity",
        title: "Base images have a fixed tag",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "Without a tag, or with latest, every build takes whatever was pushed last. Nobody can \
                    say afterwards which software handled records, or go back to what worked.",
        reads: &[Key::BuildBaseVersioned],
        test: |s| s.is(Key::BuildBaseVersioned),
        aliases: &[
            Alias::checkov("CKV_DOCKER_7", TYPES),
            Alias::trivy("AVD-DS-0001", TYPES),
            Alias::kics("9efb0b2d-89c9-41a3-91ca-dcc0aec911fd", TYPES),
            Alias::kics("f45ea400-6bbe-4501-9fc7-1c3d75c32067", TYPES),
            Alias::hadolint("DL3006", TYPES),
            Alias::hadolint("DL3007", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the version in FROM: FROM python:3.12.7-slim.", &[])],
    },
    Check {
        id: "image-base-digest",
        objective: "image-integrity",
        title: "Base images are named by digest",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A tag can be moved to other content, by mistake or by an intruder at the registry. A \
                    digest is the content itself, so that what was reviewed is what is built on.",
        reads: &[Key::BuildBaseDigest],
        test: |s| s.is(Key::BuildBaseDigest),
        aliases: &[],
        remedies: &[Remedy::edit(
            TYPES,
            "Add the digest to FROM: FROM python:3.12.7-slim@sha256:…, and let a bot renew it.",
            &[],
        )
        .risk("Fixes of the base image arrive only when the digest is renewed.")],
    },
    Check {
        id: "image-stage-names",
        objective: "image-integrity",
        title: "Stage names stand once",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "With two stages of one name, a copy takes files from another stage than its reader \
                    thinks. What ends up in the image is then not what was reviewed.",
        reads: &[Key::BuildDuplicateStage],
        test: |s| s.is_not(Key::BuildDuplicateStage),
        aliases: &[
            Alias::checkov("CKV_DOCKER_11", TYPES),
            Alias::trivy("AVD-DS-0012", TYPES),
            Alias::kics("f2daed12-c802-49cd-afed-fe41d0b82fed", TYPES),
            Alias::hadolint("DL3024", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Give each FROM … AS its own name.", &[])],
    },
    Check {
        id: "image-stage-self-copy",
        objective: "image-integrity",
        title: "No stage copies from itself",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A COPY --from that names its own stage cannot work. It shows that another stage was \
                    meant, whose files are missing in the image.",
        reads: &[Key::BuildSelfCopy],
        test: |s| s.is_not(Key::BuildSelfCopy),
        aliases: &[
            Alias::trivy("AVD-DS-0006", TYPES),
            Alias::kics("cdddb86f-95f6-4fc4-b5a1-483d9afceb2b", TYPES),
            Alias::hadolint("DL3023", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Name the stage in --from that made the files.", &[])],
    },
    Check {
        id: "image-owner-label",
        objective: "resource-tagging",
        title: "Image says by label who maintains it",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "MAINTAINER is deprecated, and tools that look for owners do not read it. A label tells \
                    whom to ask when an image that handles records has to be fixed.",
        reads: &[Key::BuildMaintainer],
        test: |s| s.is_not(Key::BuildMaintainer),
        aliases: &[
            Alias::checkov("CKV_DOCKER_6", TYPES),
            Alias::trivy("AVD-DS-0022", TYPES),
            Alias::kics("99614418-f82b-4852-a9ae-5051402b741c", TYPES),
            Alias::hadolint("DL4000", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Write LABEL org.opencontainers.image.authors=… in place of MAINTAINER.",
            &[Edit::Instruction(Instruction::LabelForMaintainer)],
        )],
    },
];
