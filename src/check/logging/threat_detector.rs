//! Services that look for threats and vulnerabilities.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity};
use crate::resource::{Key, Kind};

const GUARDDUTY: &[&str] = &["aws_guardduty_detector"];
const FEATURE: &[&str] = &["aws_guardduty_detector_feature"];
const SECURITY_HUB: &[&str] = &["aws_securityhub_account"];
const MACIE: &[&str] = &["aws_macie2_account"];
const INSPECTOR: &[&str] = &["aws_inspector2_enabler"];
const SETTING: &[&str] = &["azurerm_security_center_setting"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "threat-detector-enabled",
        objective: "threat-detection",
        title: "Threat detection is switched on",
        severity: Severity::High,
        kind: Kind::ThreatDetector,
        types: GUARDDUTY,
        rationale: "A suspended detector sees neither stolen credentials nor malware. The first sign of an attack \
                    on health information is then the breach itself.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[
            Alias::checkov("CKV_AWS_238", GUARDDUTY),
            Alias::kics("704dadd3-54fc-48ac-b6a0-02f170011473", GUARDDUTY),
            Alias::prowler("guardduty_is_enabled", GUARDDUTY),
            Alias::aws_config("GUARDDUTY_ENABLED_CENTRALIZED", GUARDDUTY),
        ],
        remedies: &[Remedy::edit(GUARDDUTY, "Switch the detector on.", &[Edit::Set("enable", "true")])
            .command("aws guardduty update-detector --detector-id ID --enable --region {region}")
            .risk("Analysis is charged by volume of events.")],
    },
    Check {
        id: "threat-detector-organization",
        objective: "threat-detection",
        title: "Threat detection enrols new accounts",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: GUARDDUTY,
        rationale: "New accounts come with new systems, and soon with health information. Enrolment by itself \
                    leaves no account unwatched.",
        reads: &[Key::ThreatDetection, Key::NewAccounts],
        test: |s| s.is(Key::ThreatDetection).and(s.is_set(Key::NewAccounts)),
        aliases: &[Alias::checkov("CKV2_AWS_3", GUARDDUTY)],
        remedies: &[Remedy::edit(
            GUARDDUTY,
            "Enrol accounts of the organization by itself, in the delegated administrator's account.",
            &[Edit::Companion(
                "resource \"aws_guardduty_organization_configuration\" \"{name}\" {\n  detector_id                      = \
                 {address}.id\n  auto_enable_organization_members = \"ALL\"\n}",
            )],
        )
        .risk("Every account of the organization is charged.")],
    },
    Check {
        id: "threat-detector-enrolment",
        objective: "threat-detection",
        title: "New accounts are enrolled by themselves",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: &[
            "aws_guardduty_organization_configuration",
            "aws_guardduty_organization_configuration_feature",
            "aws_securityhub_organization_configuration",
            "aws_inspector2_organization_configuration",
            "aws_detective_organization_configuration",
        ],
        rationale: "An account that somebody has to remember to enrol will be forgotten. Whatever health \
                    information it comes to hold is then unwatched.",
        reads: &[Key::NewAccounts],
        test: |s| s.is_set(Key::NewAccounts),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["aws_guardduty_organization_configuration"],
                "Enrol all members.",
                &[Edit::Set("auto_enable_organization_members", "\"ALL\"")],
            )
            .risk("Every account is charged."),
            Remedy::edit(
                &["aws_guardduty_organization_configuration_feature"],
                "Enable the feature for all members.",
                &[Edit::Set("auto_enable", "\"ALL\"")],
            )
            .risk("Every account is charged."),
            Remedy::edit(
                &["aws_securityhub_organization_configuration", "aws_detective_organization_configuration"],
                "Enrol new accounts.",
                &[Edit::Set("auto_enable", "true")],
            )
            .risk("Every account is charged."),
            Remedy::edit(
                &["aws_inspector2_organization_configuration"],
                "Scan machines, images and functions of new accounts.",
                &[
                    Edit::Set("auto_enable.ec2", "true"),
                    Edit::Set("auto_enable.ecr", "true"),
                    Edit::Set("auto_enable.lambda", "true"),
                ],
            )
            .risk("Every account is charged."),
        ],
    },
    Check {
        id: "threat-detector-storage",
        objective: "threat-detection",
        title: "Threat detection watches stored objects",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: GUARDDUTY,
        rationale: "Most health information rests in object stores. Detection on data events sees unusual reads \
                    and bulk downloads that network analysis misses.",
        reads: &[Key::StorageProtection],
        test: |s| s.is(Key::StorageProtection),
        aliases: &[Alias::prowler("guardduty_s3_protection_enabled", GUARDDUTY)],
        remedies: &[Remedy::edit(
            GUARDDUTY,
            "Switch protection of S3 on.",
            &[Edit::Companion(
                "resource \"aws_guardduty_detector_feature\" \"{name}_objects\" {\n  detector_id = {address}.id\n  name        \
                 = \"S3_DATA_EVENTS\"\n  status      = \"ENABLED\"\n}",
            )],
        )
        .risk("Analysis is charged by volume of events.")],
    },
    Check {
        id: "threat-detector-malware",
        objective: "threat-detection",
        title: "Threat detection scans for malware",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: GUARDDUTY,
        rationale: "The Security Rule asks for protection from malicious software. Scanning the disks of machines \
                    that behave suspiciously finds it before it reaches health information.",
        reads: &[Key::MalwareProtection],
        test: |s| s.is(Key::MalwareProtection),
        aliases: &[Alias::prowler("guardduty_ec2_malware_protection_enabled", GUARDDUTY)],
        remedies: &[Remedy::edit(
            GUARDDUTY,
            "Switch malware protection on.",
            &[Edit::Companion(
                "resource \"aws_guardduty_detector_feature\" \"{name}_malware\" {\n  detector_id = {address}.id\n  name        \
                 = \"EBS_MALWARE_PROTECTION\"\n  status      = \"ENABLED\"\n}",
            )],
        )
        .risk("Scans are charged by volume.")],
    },
    Check {
        id: "threat-detector-clusters",
        objective: "threat-detection",
        title: "Threat detection watches clusters",
        severity: Severity::Low,
        kind: Kind::ThreatDetector,
        types: GUARDDUTY,
        rationale: "Calls to a cluster's interface show stolen tokens and intruders in containers. Without its \
                    audit logs the detector sees neither.",
        reads: &[Key::ClusterProtection],
        test: |s| s.is(Key::ClusterProtection),
        aliases: &[Alias::prowler("guardduty_eks_audit_log_enabled", GUARDDUTY)],
        remedies: &[Remedy::edit(
            GUARDDUTY,
            "Switch analysis of Kubernetes audit logs on.",
            &[Edit::Companion(
                "resource \"aws_guardduty_detector_feature\" \"{name}_clusters\" {\n  detector_id = {address}.id\n  name        \
                 = \"EKS_AUDIT_LOGS\"\n  status      = \"ENABLED\"\n}",
            )],
        )
        .risk("Analysis is charged by volume of events.")],
    },
    Check {
        id: "threat-detector-feature",
        objective: "threat-detection",
        title: "Detection feature is switched on",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: &["aws_guardduty_detector_feature", "azurerm_security_center_setting"],
        rationale: "A feature that is written down and switched off is a decision to see less. Attacks on health \
                    information through that door go unnoticed.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[],
        remedies: &[
            Remedy::edit(FEATURE, "Switch the feature on.", &[Edit::Set("status", "\"ENABLED\"")])
                .risk("Analysis is charged by volume of events."),
            Remedy::edit(SETTING, "Switch the integration on.", &[Edit::Set("enabled", "true")]),
        ],
    },
    Check {
        id: "security-hub-standards",
        objective: "threat-detection",
        title: "Security Hub assesses its standards",
        severity: Severity::Low,
        kind: Kind::ThreatDetector,
        types: SECURITY_HUB,
        rationale: "Without a standard Security Hub collects findings of others and checks nothing itself. The \
                    state of systems with health information is then not assessed.",
        reads: &[Key::DefaultStandards],
        test: |s| s.is(Key::DefaultStandards),
        aliases: &[],
        remedies: &[Remedy::edit(
            SECURITY_HUB,
            "Enable the default standards, or subscribe to the ones you need.",
            &[Edit::Set("enable_default_standards", "true")],
        )
        .risk("Each check is charged.")],
    },
    Check {
        id: "sensitive-data-discovery",
        objective: "threat-detection",
        title: "Discovery of sensitive data is running",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: MACIE,
        rationale: "Health information turns up in buckets that nobody classified. A paused discovery service does \
                    not tell where.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[],
        remedies: &[Remedy::edit(MACIE, "Resume Macie.", &[Edit::Set("status", "\"ENABLED\"")])
            .command("aws macie2 update-macie-session --status ENABLED --region {region}")
            .risk("Buckets and inspected data are charged.")],
    },
    Check {
        id: "vulnerability-scanner-targets",
        objective: "vulnerability-scanning",
        title: "Machines, images and functions are scanned for vulnerabilities",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: INSPECTOR,
        rationale: "An intruder needs one vulnerable place. Machines, container images and functions all handle \
                    health information, so all of them have to be looked at.",
        reads: &[Key::ScanTargets],
        test: |s| {
            let scans = |wanted: &'static str| s.any_text(Key::ScanTargets, move |t| t == wanted);
            ["EC2", "ECR", "LAMBDA"].into_iter().fold(Outcome::pass(), |so_far, wanted| so_far.and(scans(wanted)))
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            INSPECTOR,
            "Scan all three.",
            &[Edit::Set("resource_types", "[\"EC2\", \"ECR\", \"LAMBDA\"]")],
        )
        .risk("Each scanned resource is charged.")],
    },
    Check {
        id: "device-threat-detection",
        objective: "threat-detection",
        title: "Threat detection on devices is on",
        severity: Severity::Medium,
        kind: Kind::ThreatDetector,
        types: &["azurerm_iot_security_solution"],
        rationale: "Medical devices cannot protect themselves. Detection on the hub they speak to sees the ones that \
                    were taken over, before they reach health information.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_iot_security_solution"],
            "Switch it on.",
            &[Edit::Set("enabled", "true")],
        )
        .risk("Protection is charged by resource.")],
    },
];
