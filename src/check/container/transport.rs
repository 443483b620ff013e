//! Downloads while building check whom they talk to.

use crate::check::{Alias, Check, Edit, Instruction, Remedy, Severity};
use crate::resource::{Key, Kind};

const TYPES: &[&str] = &["dockerfile"];
const KIND: Kind = Kind::ContainerImage;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "image-curl-verified",
        objective: "certificate-lifecycle",
        title: "Downloads with curl check certificates",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildCurlUnverified],
        test: |s| s.is_not(Key::BuildCurlUnverified),
        aliases: &[Alias::checkov("CKV2_DOCKER_2", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove -k and --insecure; install the authority's certificate where it is your own.",
            &[
                Edit::Instruction(Instruction::Word("curl", "--insecure", "")),
                Edit::Instruction(Instruction::Letter("curl", 'k')),
            ],
        )],
    },
    Check {
        id: "image-wget-verified",
        objective: "certificate-lifecycle",
        title: "Downloads with wget check certificates",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildWgetUnverified],
        test: |s| s.is_not(Key::BuildWgetUnverified),
        aliases: &[Alias::checkov("CKV2_DOCKER_3", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove --no-check-certificate; install the authority's certificate where it is your \
                    own.",
            &[Edit::Instruction(Instruction::Word("wget", "--no-check-certificate", ""))],
        )],
    },
    Check {
        id: "image-pip-hosts-verified",
        objective: "certificate-lifecycle",
        title: "pip trusts no host blindly",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildPipTrustedHost],
        test: |s| s.is_not(Key::BuildPipTrustedHost),
        aliases: &[Alias::checkov("CKV2_DOCKER_4", TYPES)],
        remedies: &[Remedy::edit(TYPES, "Remove --trusted-host; give pip the authority with --cert.", &[])],
    },
    Check {
        id: "image-python-verified",
        objective: "certificate-lifecycle",
        title: "Python checks certificates",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildPythonUnverified],
        test: |s| s.is_not(Key::BuildPythonUnverified),
        aliases: &[Alias::checkov("CKV2_DOCKER_5", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove PYTHONHTTPSVERIFY=0.",
            &[Edit::Instruction(Instruction::Unset("PYTHONHTTPSVERIFY"))],
        )],
    },
    Check {
        id: "image-node-verified",
        objective: "certificate-lifecycle",
        title: "Node.js checks certificates",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildNodeUnverified],
        test: |s| s.is_not(Key::BuildNodeUnverified),
        aliases: &[Alias::checkov("CKV2_DOCKER_6", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove NODE_TLS_REJECT_UNAUTHORIZED=0; name your authority in NODE_EXTRA_CA_CERTS.",
            &[Edit::Instruction(Instruction::Unset("NODE_TLS_REJECT_UNAUTHORIZED"))],
        )],
    },
    Check {
        id: "image-npm-variable-verified",
        objective: "certificate-lifecycle",
        title: "npm's variables leave certificate checks on",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildNpmVariable],
        test: |s| s.is_not(Key::BuildNpmVariable),
        aliases: &[Alias::checkov("CKV2_DOCKER_12", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove NPM_CONFIG_STRICT_SSL=false; name your authority in cafile.",
            &[],
        )],
    },
    Check {
        id: "image-npm-config-verified",
        objective: "certificate-lifecycle",
        title: "npm's and yarn's configuration leaves certificate checks on",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildNpmConfig],
        test: |s| s.is_not(Key::BuildNpmConfig),
        aliases: &[Alias::checkov("CKV2_DOCKER_13", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove the command that sets strict-ssl to false; name your authority in cafile.",
            &[],
        )],
    },
    Check {
        id: "image-git-verified",
        objective: "certificate-lifecycle",
        title: "Git checks certificates",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildGitUnverified],
        test: |s| s.is_not(Key::BuildGitUnverified),
        aliases: &[Alias::checkov("CKV2_DOCKER_14", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove GIT_SSL_NO_VERIFY; name your authority in http.sslCAInfo.",
            &[Edit::Instruction(Instruction::Unset("GIT_SSL_NO_VERIFY"))],
        )],
    },
    Check {
        id: "image-yum-verified",
        objective: "certificate-lifecycle",
        title: "yum and dnf check certificates",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildYumUnverified],
        test: |s| s.is_not(Key::BuildYumUnverified),
        aliases: &[Alias::checkov("CKV2_DOCKER_15", TYPES)],
        remedies: &[Remedy::edit(TYPES, "Remove sslverify=0; name your authority in sslcacert.", &[])],
    },
    Check {
        id: "image-pip-variable-verified",
        objective: "certificate-lifecycle",
        title: "pip's variables trust no host blindly",
        severity: Severity::High,
        kind: KIND,
        types: TYPES,
        rationale: "Without certificate checks anybody on the way can put other software into the image. \
                    It then runs beside records, with the rights of the application.",
        reads: &[Key::BuildPipTrustedVariable],
        test: |s| s.is_not(Key::BuildPipTrustedVariable),
        aliases: &[Alias::checkov("CKV2_DOCKER_16", TYPES)],
        remedies: &[Remedy::edit(
            TYPES,
            "Remove PIP_TRUSTED_HOST; give pip the authority in PIP_CERT.",
            &[Edit::Instruction(Instruction::Unset("PIP_TRUSTED_HOST"))],
        )],
    },
];
