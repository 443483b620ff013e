//! Packages that builds install: signed, pinned, and no more of them than needed.

use crate::check::{Alias, Check, Edit, Instruction, Remedy, Severity};
use crate::resource::{Key, Kind};

const TYPES: &[&str] = &["dockerfile"];
const KIND: Kind = Kind::ContainerImage;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "image-apk-signatures",
        objective: "image-integrity",
        title: "apk packages are signed by someone trusted",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A package without a checked signature can be anybody's. It runs with root's rights \
                    while the image is built, and beside records afterwards.",
        reads: &[Key::BuildApkUntrusted],
        test: |s| s.is_not(Key::BuildApkUntrusted),
        aliases: &[Alias::checkov("CKV2_DOCKER_7", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove --allow-untrusted; add the key of the repository to /etc/apk/keys.",
            &[Edit::Instruction(Instruction::Word("apk", "--allow-untrusted", ""))],
        )],
    },
    Check {
        id: "image-apt-signatures",
        objective: "image-integrity",
        title: "apt packages are signed by someone trusted",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A package without a checked signature can be anybody's. It runs with root's rights \
                    while the image is built, and beside records afterwards.",
        reads: &[Key::BuildAptUnauthenticated],
        test: |s| s.is_not(Key::BuildAptUnauthenticated),
        aliases: &[Alias::checkov("CKV2_DOCKER_8", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove --allow-unauthenticated; add the key of the repository with signed-by.",
            &[
                Edit::Instruction(Instruction::Word("apt-get", "--allow-unauthenticated", "")),
                Edit::Instruction(Instruction::Word("apt", "--allow-unauthenticated", "")),
            ],
        )],
    },
    Check {
        id: "image-dnf-signatures",
        objective: "image-integrity",
        title: "yum and dnf check signatures",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A package without a checked signature can be anybody's. It runs with root's rights \
                    while the image is built, and beside records afterwards.",
        reads: &[Key::BuildDnfUnchecked],
        test: |s| s.is_not(Key::BuildDnfUnchecked),
        aliases: &[Alias::checkov("CKV2_DOCKER_9", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove --nogpgcheck; import the key of the repository.",
            &[
                Edit::Instruction(Instruction::Word("dnf", "--nogpgcheck", "")),
                Edit::Instruction(Instruction::Word("yum", "--nogpgcheck", "")),
                Edit::Instruction(Instruction::Word("tdnf", "--nogpgcheck", "")),
                Edit::Instruction(Instruction::Word("microdnf", "--nogpgcheck", "")),
            ],
        )],
    },
    Check {
        id: "image-rpm-signatures",
        objective: "image-integrity",
        title: "rpm checks signatures and digests",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A package without a checked signature can be anybody's. It runs with root's rights \
                    while the image is built, and beside records afterwards.",
        reads: &[Key::BuildRpmUnsigned],
        test: |s| s.is_not(Key::BuildRpmUnsigned),
        aliases: &[Alias::checkov("CKV2_DOCKER_10", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove the option; import the key with rpm --import.",
            &[
                Edit::Instruction(Instruction::Word("rpm", "--nodigest", "")),
                Edit::Instruction(Instruction::Word("rpm", "--nosignature", "")),
                Edit::Instruction(Instruction::Word("rpm", "--noverify", "")),
                Edit::Instruction(Instruction::Word("rpm", "--nofiledigest", "")),
            ],
        )],
    },
    Check {
        id: "image-apt-forced",
        objective: "image-integrity",
        title: "apt is not forced",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A package without a checked signature can be anybody's. It runs with root's rights \
                    while the image is built, and beside records afterwards.",
        reads: &[Key::BuildAptForced],
        test: |s| s.is_not(Key::BuildAptForced),
        aliases: &[Alias::checkov("CKV2_DOCKER_11", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Write -y in place of --force-yes.",
            &[
                Edit::Instruction(Instruction::Word("apt-get", "--force-yes", "")),
                Edit::Instruction(Instruction::Word("apt", "--force-yes", "")),
            ],
        )],
    },
    Check {
        id: "image-apt-versions",
        objective: "image-integrity",
        title: "apt packages are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedApt],
        test: |s| s.is_not(Key::BuildUnpinnedApt),
        aliases: &[
            Alias::kics("965a08d7-ef86-4f14-8792-4a3b2098937e", TYPES),
            Alias::hadolint("DL3008", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the version: apt-get install -y curl=7.88.1-10.", &[])
            .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-apk-versions",
        objective: "image-integrity",
        title: "apk packages are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedApk],
        test: |s| s.is_not(Key::BuildUnpinnedApk),
        aliases: &[
            Alias::kics("d3499f6d-1651-41bb-a9a7-de925fea487b", TYPES),
            Alias::hadolint("DL3018", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the version: apk add curl=8.9.1-r1, or curl~=8.9.", &[])
            .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-pip-versions",
        objective: "image-integrity",
        title: "pip packages are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedPip],
        test: |s| s.is_not(Key::BuildUnpinnedPip),
        aliases: &[
            Alias::kics("02d9c71f-3ee8-4986-9c27-1a20d0d19bfc", TYPES),
            Alias::hadolint("DL3013", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Write the version: pip install flask==3.0.3, or use a requirements file with hashes.",
            &[],
        )
        .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-npm-versions",
        objective: "image-integrity",
        title: "npm packages are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedNpm],
        test: |s| s.is_not(Key::BuildUnpinnedNpm),
        aliases: &[
            Alias::kics("e36d8880-3f78-4546-b9a1-12f0745ca0d5", TYPES),
            Alias::hadolint("DL3016", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Write the version: npm install express@4.21.0, or npm ci with a lock file.",
            &[],
        )
        .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-gem-versions",
        objective: "image-integrity",
        title: "Gems are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedGem],
        test: |s| s.is_not(Key::BuildUnpinnedGem),
        aliases: &[
            Alias::kics("22cd11f7-9c6c-4f6e-84c0-02058120b341", TYPES),
            Alias::hadolint("DL3028", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the version: gem install rake:13.2.1.", &[])
            .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-yum-versions",
        objective: "image-integrity",
        title: "yum packages are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedYum],
        test: |s| s.is_not(Key::BuildUnpinnedYum),
        aliases: &[
            Alias::kics("6452c424-1d92-4deb-bb18-a03e95d579c4", TYPES),
            Alias::hadolint("DL3033", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the version: yum install -y httpd-2.4.57.", &[])
            .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-dnf-versions",
        objective: "image-integrity",
        title: "dnf packages are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedDnf],
        test: |s| s.is_not(Key::BuildUnpinnedDnf),
        aliases: &[
            Alias::kics("93d88cf7-f078-46a8-8ddc-178e03aeacf1", TYPES),
            Alias::hadolint("DL3041", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the version: dnf install -y httpd-2.4.57.", &[])
            .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-zypper-versions",
        objective: "image-integrity",
        title: "zypper packages are installed in a fixed version",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Without a version the same Dockerfile gives another image every day. A bad release \
                    then reaches systems that handle records without anybody having chosen it.",
        reads: &[Key::BuildUnpinnedZypper],
        test: |s| s.is_not(Key::BuildUnpinnedZypper),
        aliases: &[
            Alias::kics("562952e4-0348-4dea-9826-44f3a2c6117b", TYPES),
            Alias::hadolint("DL3037", TYPES),
        ],
        remedies: &[Remedy::edit(TYPES, "Write the version: zypper install httpd=2.4.57.", &[])
            .risk("Old versions leave some repositories; builds then have to move on.")],
    },
    Check {
        id: "image-recommended-packages",
        objective: "workload-hardening",
        title: "apt installs no recommended packages",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "Recommended packages bring programs that nobody asked for, each with faults of its \
                    own. What is not in the image cannot be used against it.",
        reads: &[Key::BuildRecommended],
        test: |s| s.is_not(Key::BuildRecommended),
        aliases: &[
            Alias::trivy("AVD-DS-0029", TYPES),
            Alias::kics("7384dfb2-fcd1-4fbf-91cd-6c44c318c33c", TYPES),
            Alias::hadolint("DL3015", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Add --no-install-recommends to apt-get install.",
            &[Edit::Instruction(Instruction::Option("apt-get", "install", "--no-install-recommends"))],
        )],
    },
    Check {
        id: "image-update-alone",
        objective: "managed-patching",
        title: "Package lists are updated where packages are installed",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "An update in an instruction of its own is taken from the cache for months. What is \
                    installed later is then old, without fixes that exist.",
        reads: &[Key::BuildUpdateAlone],
        test: |s| s.is_not(Key::BuildUpdateAlone),
        aliases: &[
            // Checkov counts instructions, and lets an update pass whose installation stands in another one
            Alias::trivy("AVD-DS-0017", TYPES),
            Alias::kics("9bae49be-0aa3-4de5-bab2-4c3a069e40cd", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Write update and install into the same RUN instruction, joined by &&.",
            &[],
        )],
    },
    Check {
        id: "image-apt",
        objective: "image-integrity",
        title: "Builds use apt-get, not apt",
        severity: Severity::Low,
        kind: KIND,
        types: TYPES,
        rationale: "apt is made for people at a terminal, and its options change between versions. A build \
                    that handles it wrongly installs something else than was meant.",
        reads: &[Key::BuildApt],
        test: |s| s.is_not(Key::BuildApt),
        aliases: &[
            Alias::checkov("CKV_DOCKER_9", TYPES),
            Alias::kics("b84a0b47-2e99-4c9f-8933-98bcabe2b94d", TYPES),
            Alias::hadolint("DL3027", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Write apt-get or apt-cache in place of apt.",
            &[Edit::Instruction(Instruction::Word("apt", "apt", "apt-get"))],
        )],
    },
    Check {
        id: "image-sudo",
        objective: "privileged-access",
        title: "Builds do not use sudo",
        severity: Severity::Medium,
        kind: KIND,
        types: TYPES,
        rationale: "A build is root already where it needs to be. sudo in the image gives whoever breaks \
                    into the application a way to become root again.",
        reads: &[Key::BuildSudo],
        test: |s| s.is_not(Key::BuildSudo),
        aliases: &[
            Alias::checkov("CKV2_DOCKER_1", TYPES),
            Alias::trivy("AVD-DS-0010", TYPES),
            Alias::kics("8ada6e80-0ade-439e-b176-0b28f6bce35a", TYPES),
            Alias::hadolint("DL3004", TYPES),
        ],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove sudo, and switch with USER root before and USER again afterwards.",
            &[Edit::Instruction(Instruction::Word("sudo", "sudo", ""))],
        )],
    },
    Check {
        id: "image-passwords-set",
        objective: "no-embedded-secrets",
        title: "Builds set no passwords",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A password that a build sets stands in the history of the image, and is the same in \
                    every container. Accounts in images need none.",
        reads: &[Key::BuildPasswordSet],
        test: |s| s.is_not(Key::BuildPasswordSet),
        aliases: &[Alias::checkov("CKV2_DOCKER_17", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove chpasswd; create accounts without a password (useradd -r, adduser -D).",
            &[],
        )],
    },
    Check {
        id: "image-piped-script",
        objective: "image-integrity",
        title: "Nothing that was downloaded is piped into a shell",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "A script that runs as it arrives has been read by nobody. Whoever controls its server, \
                    for a minute, has code in a system that handles records.",
        reads: &[Key::BuildPipedScript],
        test: |s| s.is_not(Key::BuildPipedScript),
        aliases: &[],
        remedies: &[Remedy::edit(TYPES, "Download to a file, compare its checksum, and run it then.", &[])],
    },
];
