//! Managed firewalls and their policies.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "network-firewall-deletion-protection",
        objective: "deletion-protection",
        title: "Network firewall is protected from deletion",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        types: &["aws_networkfirewall_firewall"],
        rationale: "Deleting the firewall takes down inspection for every subnet behind it in one call. Protection \
                    makes that a deliberate act in two steps.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[
            Alias::checkov("CKV_AWS_344", &["aws_networkfirewall_firewall"]),
            Alias::prowler("networkfirewall_deletion_protection", &["aws_networkfirewall_firewall"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_networkfirewall_firewall"],
            "Switch deletion protection on.",
            &[Edit::Set("delete_protection", "true")],
        )
        .command("aws network-firewall describe-firewall --firewall-name {name} --region {region}")],
    },
    Check {
        id: "network-firewall-customer-key",
        objective: "customer-managed-keys",
        title: "Network firewall is encrypted with a customer-managed key",
        severity: Severity::Low,
        kind: Kind::Firewall,
        types: &[
            "aws_networkfirewall_firewall",
            "aws_networkfirewall_firewall_policy",
            "aws_networkfirewall_rule_group",
        ],
        rationale: "Rules and policies describe the inner network and its weak points. With a key of one's own, who \
                    may read them is decided and logged in one place.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_345", &["aws_networkfirewall_firewall", "aws_networkfirewall_rule_group"]),
            Alias::checkov("CKV_AWS_346", &["aws_networkfirewall_firewall_policy"]),
        ],
        remedies: &[Remedy::edit(
            &[
                "aws_networkfirewall_firewall",
                "aws_networkfirewall_firewall_policy",
                "aws_networkfirewall_rule_group",
            ],
            "Name a key of your own for the encryption.",
            &[Edit::Block(
                "encryption_configuration {\n  type   = \"CUSTOMER_KMS\"\n  key_id = aws_kms_key.network.arn\n}",
            )],
        )],
    },
    Check {
        id: "network-firewall-logging",
        objective: "network-flow-logging",
        title: "Network firewall writes logs",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        types: &["aws_networkfirewall_firewall"],
        rationale: "What the firewall let through and what it stopped is the record an investigation starts from. \
                    Without logs an intrusion across the network leaves no trace.",
        reads: &[Key::FirewallLogging],
        test: |s| s.is(Key::FirewallLogging),
        aliases: &[
            Alias::checkov("CKV2_AWS_63", &["aws_networkfirewall_firewall"]),
            Alias::prowler("networkfirewall_logging_enabled", &["aws_networkfirewall_firewall"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_networkfirewall_firewall"],
            "Add a logging configuration for alerts and flows.",
            &[Edit::Companion(
                "resource \"aws_networkfirewall_logging_configuration\" \"{name}\" {\n  firewall_arn = {address}.arn\n\n  logging_configuration {\n    log_destination_config {\n      log_destination = {\n        logGroup = aws_cloudwatch_log_group.firewall.name\n      }\n      log_destination_type = \"CloudWatchLogs\"\n      log_type             = \"FLOW\"\n    }\n  }\n}",
            )],
        )
        .command("aws network-firewall describe-logging-configuration --firewall-name {name} --region {region}")],
    },
    Check {
        id: "managed-firewall-policy",
        objective: "network-segmentation",
        title: "Managed firewall is governed by a policy",
        severity: Severity::Low,
        kind: Kind::Firewall,
        types: &["azurerm_firewall"],
        rationale: "Rules kept on a single firewall drift apart from those of its siblings. A policy states once \
                    which traffic around health information is allowed, and is reviewed once.",
        reads: &[Key::FirewallPolicy],
        test: |s| s.is_set(Key::FirewallPolicy),
        aliases: &[Alias::checkov("CKV_AZURE_219", &["azurerm_firewall"])],
        remedies: &[Remedy::edit(
            &["azurerm_firewall"],
            "Move the rules to a firewall policy and name it.",
            &[Edit::Set("firewall_policy_id", "azurerm_firewall_policy.hub.id")],
        )
        .command("az network firewall show --name {name} --query firewallPolicy")
        .risk("Rules that stand on the firewall itself stop working once it has a policy; move them first.")],
    },
    Check {
        id: "managed-firewall-threat-intelligence",
        objective: "threat-detection",
        title: "Managed firewall blocks known malicious addresses",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        types: &["azurerm_firewall"],
        rationale: "The threat feed knows addresses that serve malware or collect stolen data. Alerting alone lets \
                    the connection happen; denying stops records from leaving.",
        reads: &[Key::ThreatIntelligence],
        test: |s| s.one_of(Key::ThreatIntelligence, &["Deny"]),
        aliases: &[Alias::checkov("CKV_AZURE_216", &["azurerm_firewall"])],
        remedies: &[Remedy::edit(
            &["azurerm_firewall"],
            "Let threat intelligence deny instead of alert.",
            &[Edit::Set("threat_intel_mode", "\"Deny\"")],
        )
        .command("az network firewall show --name {name} --query threatIntelMode")
        .risk("An address listed by mistake becomes unreachable until it is put on the allow list.")],
    },
    Check {
        id: "firewall-policy-threat-intelligence",
        objective: "threat-detection",
        title: "Firewall policy blocks known malicious addresses",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        types: &["azurerm_firewall_policy"],
        rationale: "The policy decides for every firewall under it whether traffic with known malicious addresses \
                    is stopped. Alerting alone lets records leave while somebody reads the alert.",
        reads: &[Key::ThreatIntelligence],
        test: |s| s.one_of(Key::ThreatIntelligence, &["Deny"]),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_firewall_policy"],
            "Let threat intelligence deny instead of alert.",
            &[Edit::Set("threat_intelligence_mode", "\"Deny\"")],
        )
        .command("az network firewall policy show --name {name} --query threatIntelMode")],
    },
    Check {
        id: "firewall-policy-intrusion-prevention",
        objective: "threat-detection",
        title: "Firewall policy prevents intrusions",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        types: &["azurerm_firewall_policy"],
        rationale: "Signatures recognise exploits inside allowed connections. Only in deny mode are they stopped \
                    before they reach a system with health information.",
        reads: &[Key::IntrusionDetection],
        test: |s| s.one_of(Key::IntrusionDetection, &["Deny"]),
        aliases: &[Alias::checkov("CKV_AZURE_220", &["azurerm_firewall_policy"])],
        remedies: &[Remedy::edit(
            &["azurerm_firewall_policy"],
            "Switch intrusion detection to deny; it needs the Premium tier.",
            &[Edit::Set("intrusion_detection.mode", "\"Deny\"")],
        )
        .command("az network firewall policy show --name {name} --query intrusionDetection.mode")
        .risk("Premium costs more, and a false match interrupts traffic; run in alert mode for a week first.")],
    },
];
