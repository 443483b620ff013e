//! How files come into an image, and what it opens and reports.

use crate::check::{Alias, Check, Edit, Instruction, Remedy, Severity};
use crate::resource::{Key, Kind};

const TYPES: &[&str] = &["dockerfile"];
const KIND: Kind = Kind::ContainerImage;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "image-no-add",
        objective: "image-integrity",
        title: "Files come into the image with COPY alone",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "ADD unpacks archives and fetches addresses without being asked twice, so that one \
                    changed argument brings other content into the image. COPY does one thing.",
        reads: &[Key::BuildAdd],
        test: |s| s.is_not(Key::BuildAdd),
        aliases: &[Alias::checkov("CKV_DOCKER_4", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Use COPY; fetch with curl and a checksum in a RUN instruction, and unpack with tar \
                    where that is wanted.",
            &[],
        )],
    },
    Check {
        id: "image-add-local",
        objective: "image-integrity",
        title: "Local files are not added with ADD",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "ADD unpacks what looks like an archive, also when a name is changed to one by somebody \
                    else. COPY takes files as they are.",
        reads: &[Key::BuildPlainAdd],
        test: |s| s.is_not(Key::BuildPlainAdd),
        aliases: &[
            Alias::trivy("AVD-DS-0005", TYPES),
            Alias::kics("9513a694-aa0d-41d8-be61-3271e056f36b", TYPES),
            Alias::hadolint("DL3020", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Write COPY in place of ADD.",
            &[Edit::Instruction(Instruction::CopyForAdd)],
        )],
    },
    Check {
        id: "image-remote-add",
        objective: "image-integrity",
        title: "Nothing is added from the network without a checksum",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "What ADD fetches is taken as it comes. Whoever controls the server or the way to it \
                    puts code into a system that handles records.",
        reads: &[Key::BuildRemoteAdd],
        test: |s| s.is_not(Key::BuildRemoteAdd),
        aliases: &[Alias::kics("4b410d24-1cbe-4430-a632-62c9a931cf1c", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Give ADD a --checksum=sha256:…, or fetch with curl and compare the checksum in the \
                    same RUN instruction.",
            &[],
        )],
    },
    Check {
        id: "image-secret-files",
        objective: "no-embedded-secrets",
        title: "No secret files are copied into the image",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A key or a file of passwords in a layer stays there when a later instruction removes \
                    it. Everybody who can pull the image has it, and with it the data that it opens.",
        reads: &[Key::BuildSecretFiles],
        test: |s| s.is_not(Key::BuildSecretFiles),
        aliases: &[],
        remedies: &[Remedy::edit(
            TYPES,
            "Mount the file while building with RUN --mount=type=secret, or when the container \
                    runs; list it in .dockerignore, and rotate what was in it.",
            &[],
        )],
    },
    Check {
        id: "image-secret-variables",
        objective: "no-embedded-secrets",
        title: "No build argument or variable of the image holds a secret",
        severity: Severity::Critical,
        kind: KIND,
        types: TYPES,
        rationale: "Values of ARG and ENV are kept in the history and the configuration of the image, \
                    readable by everybody who can pull it. A password there opens records to all of them.",
        reads: &[Key::BuildSecretVariables],
        test: |s| s.is_not(Key::BuildSecretVariables),
        aliases: &[Alias::trivy("AVD-DS-0031", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Use RUN --mount=type=secret for secrets that the build needs, and give those of the \
                    application to the container when it runs. Rotate what was written.",
            &[],
        )],
    },
    Check {
        id: "image-credential-commands",
        objective: "no-embedded-secrets",
        title: "Builds do not set up credentials in a layer",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A login in a RUN instruction writes its credential to a file in the layer. Whoever \
                    pulls the image can use it, without a trace of who did.",
        reads: &[Key::BuildCredentialCommands],
        test: |s| s.is_not(Key::BuildCredentialCommands),
        aliases: &[Alias::trivy("AVD-DS-0031", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Mount the credential with RUN --mount=type=secret for the one instruction that needs \
                    it.",
            &[],
        )],
    },
    Check {
        id: "image-health-check",
        objective: "health-monitoring",
        title: "Image says how its health is checked",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A container whose process hangs counts as running. With a health check it is seen and \
                    replaced before those who need records wait for it.",
        reads: &[Key::BuildHealthCheck],
        test: |s| s.is(Key::BuildHealthCheck),
        aliases: &[
            Alias::checkov("CKV_DOCKER_2", TYPES),
            Alias::trivy("AVD-DS-0026", TYPES),
            Alias::kics("b03a748a-542d-44f4-bb86-9199ab4fd2d5", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Add a HEALTHCHECK with a command that asks the application.", &[])],
    },
    Check {
        id: "image-ssh-port",
        objective: "admin-access",
        title: "Image does not offer SSH",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "A shell server in a container is a second door that no identity system watches. Who \
                    came through it to records is not recorded.",
        reads: &[Key::BuildSshPort],
        test: |s| s.is_not(Key::BuildSshPort),
        aliases: &[
            Alias::checkov("CKV_DOCKER_1", TYPES),
            Alias::trivy("AVD-DS-0004", TYPES),
            Alias::kics("5907595b-5b6d-4142-b173-dbb0e73fbff8", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove port 22 from EXPOSE and the SSH server from the image; use the platform's exec, \
                    which is logged.",
            &[],
        )],
    },
    Check {
        id: "image-port-range",
        objective: "workload-hardening",
        title: "Exposed ports exist",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A port above 65535 cannot be served. The port that was meant is then opened by hand \
                    somewhere, where nobody reviews it.",
        reads: &[Key::BuildPortRange],
        test: |s| s.is_not(Key::BuildPortRange),
        aliases: &[
            Alias::trivy("AVD-DS-0008", TYPES),
            Alias::kics("71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e", TYPES),
            Alias::hadolint("DL3011", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the port that the application listens on.", &[])],
    },
    Check {
        id: "image-workdir-absolute",
        objective: "workload-hardening",
        title: "Working directories are absolute",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "A relative working directory depends on what stands before it, in the base image too. \
                    Files with records can end up where other rights hold.",
        reads: &[Key::BuildRelativeWorkdir],
        test: |s| s.is_not(Key::BuildRelativeWorkdir),
        aliases: &[
            Alias::checkov("CKV_DOCKER_10", TYPES),
            Alias::trivy("AVD-DS-0009", TYPES),
            Alias::kics("6b376af8-cfe8-49ab-a08d-f32de23661a4", TYPES),
            Alias::hadolint("DL3000", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Begin the path in WORKDIR with a slash.", &[])],
    },
    Check {
        id: "image-workdir-system",
        objective: "workload-hardening",
        title: "Working directories lie outside system directories",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "Under /proc, /dev and their kind a working directory can reach descriptors of the \
                    host. Ways out of containers have begun there.",
        reads: &[Key::BuildSystemWorkdir],
        test: |s| s.is_not(Key::BuildSystemWorkdir),
        aliases: &[Alias::trivy("AVD-DS-0030", TYPES)],
        remedies: &[Remedy::edit(TYPES, "Use a directory of the application's own, such as /app.", &[])],
    },
];
