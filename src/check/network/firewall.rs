//! Firewall rule sets as a whole: what they admit, default groups, managed firewalls.

use super::traffic::{Traffic, closed};
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Direction, Key, Kind};

/// Security groups and their ingress rules.
pub(super) const GROUPS: &[&str] =
    &["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"];
/// Security groups and their egress rules.
const EGRESS_GROUPS: &[&str] =
    &["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_egress_rule"];
/// Network access lists.
pub(super) const ACCESS_LISTS: &[&str] = &["aws_network_acl", "aws_network_acl_rule"];
/// Network security groups.
pub(super) const AZURE_GROUPS: &[&str] = &["azurerm_network_security_group", "azurerm_network_security_rule"];
/// VPC firewall rules.
pub(super) const GOOGLE: &[&str] = &["google_compute_firewall"];

const COST: &str = "Whoever connects from outside the new range is cut off; find out who that is first, from flow \
                    logs.";

/// Closing an ingress rule, per native type.
pub(super) const CLOSE: &[Remedy] = &[
    Remedy::edit(
        &["aws_security_group", "aws_default_security_group"],
        "On the rule at fault, replace the open range by the networks that need the port, or name the security \
         group of the caller. For people, use Session Manager or a VPN instead of an open port.",
        &[Edit::Set("ingress.cidr_blocks", "[\"10.0.0.0/8\"]")],
    )
    .command("aws ec2 describe-security-groups --filters Name=ip-permission.cidr,Values=0.0.0.0/0 --region {region}")
    .risk(COST),
    Remedy::edit(
        &["aws_security_group_rule"],
        "Replace the open range by the networks that need the port, or give source_security_group_id.",
        &[Edit::Set("cidr_blocks", "[\"10.0.0.0/8\"]"), Edit::Remove("ipv6_cidr_blocks")],
    )
    .command("aws ec2 describe-security-group-rules --region {region}")
    .risk(COST),
    Remedy::edit(
        &["aws_vpc_security_group_ingress_rule"],
        "Replace the open range by the network that needs the port, or give referenced_security_group_id.",
        &[Edit::Set("cidr_ipv4", "\"10.0.0.0/8\""), Edit::Remove("cidr_ipv6")],
    )
    .command("aws ec2 describe-security-group-rules --region {region}")
    .risk(COST),
    Remedy::edit(
        &["aws_network_acl", "aws_default_network_acl"],
        "Narrow the entry to the networks that need the port, or put an entry that denies it before. Access lists \
         have no memory: the way back needs an entry too.",
        &[Edit::Set("ingress.cidr_block", "\"10.0.0.0/8\"")],
    )
    .command("aws ec2 describe-network-acls --region {region}")
    .risk(COST),
    Remedy::edit(
        &["aws_network_acl_rule"],
        "Narrow the entry to the networks that need the port.",
        &[Edit::Set("cidr_block", "\"10.0.0.0/8\""), Edit::Remove("ipv6_cidr_block")],
    )
    .command("aws ec2 describe-network-acls --region {region}")
    .risk(COST),
    Remedy::edit(
        &["azurerm_network_security_group"],
        "On the rule at fault, replace the open source by the networks that need the port. For administration use \
         Azure Bastion or just-in-time access.",
        &[Edit::Set("security_rule.source_address_prefix", "\"10.0.0.0/8\"")],
    )
    .command("az network nsg show --name {name} --query securityRules")
    .risk(COST),
    Remedy::edit(
        &["azurerm_network_security_rule"],
        "Replace the open source by the networks that need the port, or by an application security group.",
        &[Edit::Set("source_address_prefix", "\"10.0.0.0/8\"")],
    )
    .command("az network nsg rule list --query \"[?access=='Allow']\"")
    .risk(COST),
    Remedy::edit(
        &["google_compute_firewall"],
        "Replace the open range by the networks that need the port. For administration use Identity-Aware Proxy, \
         whose range is 35.235.240.0/20.",
        &[Edit::Set("source_ranges", "[\"10.0.0.0/8\"]")],
    )
    .command("gcloud compute firewall-rules describe {name}")
    .risk(COST),
];

/// Narrowing an egress rule, per native type.
const CLOSE_EGRESS: &[Remedy] = &[
    Remedy::edit(
        &["aws_security_group", "aws_default_security_group"],
        "Replace the rule by rules for the services that the workload calls: endpoints, databases, update mirrors.",
        &[Edit::Set("egress.cidr_blocks", "[\"10.0.0.0/8\"]")],
    )
    .risk("Calls to destinations that are not listed fail; flow logs show which there are."),
    Remedy::edit(
        &["aws_security_group_rule"],
        "Replace the rule by rules for the services that the workload calls.",
        &[Edit::Set("cidr_blocks", "[\"10.0.0.0/8\"]")],
    )
    .risk("Calls to destinations that are not listed fail."),
    Remedy::edit(
        &["aws_vpc_security_group_egress_rule"],
        "Replace the rule by rules for the services that the workload calls.",
        &[Edit::Set("cidr_ipv4", "\"10.0.0.0/8\"")],
    )
    .risk("Calls to destinations that are not listed fail."),
    Remedy::edit(
        &["azurerm_network_security_group"],
        "Narrow the outbound rule to the service tags and networks that the workload calls.",
        &[Edit::Set("security_rule.destination_address_prefix", "\"VirtualNetwork\"")],
    )
    .risk("Calls to destinations that are not listed fail."),
    Remedy::edit(
        &["azurerm_network_security_rule"],
        "Narrow the outbound rule to the service tags and networks that the workload calls.",
        &[Edit::Set("destination_address_prefix", "\"VirtualNetwork\"")],
    )
    .risk("Calls to destinations that are not listed fail."),
    Remedy::edit(
        &["google_compute_firewall"],
        "Narrow the egress rule to the networks that the workload calls, and deny the rest with a low priority rule.",
        &[Edit::Set("destination_ranges", "[\"10.0.0.0/8\"]")],
    )
    .risk("Calls to destinations that are not listed fail."),
];

/// Passes when every rule of one direction says what it is for.
fn described(subject: &Subject<'_>) -> Outcome {
    subject.no_rule(Key::Rules, |rule| (!rule.described).into())
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "firewall-no-open-ports",
        objective: "restricted-ingress",
        title: "Not every port is open to the internet",
        severity: Severity::Critical,
        kind: Kind::Firewall,
        types: &[],
        rationale: "A rule for every port and everyone is no firewall: each service that is ever started behind it \
                    is on the internet from that moment, finished or not.",
        reads: &[Key::Rules],
        test: |s| closed(s, Direction::Ingress, Traffic::EveryPort),
        aliases: &[
            Alias::checkov("CKV_AWS_277", GROUPS),
            Alias::prowler("ec2_securitygroup_allow_ingress_from_internet_to_all_ports", GROUPS),
            Alias::azure_policy("9daedab3-fb2d-461e-b861-71790eead4f6", AZURE_GROUPS),
        ],
        remedies: CLOSE,
    },
    Check {
        id: "firewall-no-open-traffic",
        objective: "restricted-ingress",
        title: "Not every protocol and port is open to the internet",
        severity: Severity::Critical,
        kind: Kind::Firewall,
        types: &[],
        rationale: "A rule that admits all traffic from everywhere lets the internet talk to the host in any \
                    protocol. Segmentation around systems with health information ends at such a rule.",
        reads: &[Key::Rules],
        test: |s| closed(s, Direction::Ingress, Traffic::Everything),
        aliases: &[Alias::checkov("CKV2_GCP_12", GOOGLE), Alias::gcp("OPEN_FIREWALL", GOOGLE)],
        remedies: CLOSE,
    },
    Check {
        id: "firewall-no-open-udp",
        objective: "restricted-ingress",
        title: "UDP is not open to the internet",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        types: AZURE_GROUPS,
        rationale: "Services over UDP answer without a handshake, so open ones are used to flood others and give \
                    away data to forged senders. Few systems with health information need UDP from outside.",
        reads: &[Key::Rules],
        test: |s| closed(s, Direction::Ingress, Traffic::Udp),
        aliases: &[
            Alias::checkov("CKV_AZURE_77", AZURE_GROUPS),
            Alias::prowler("network_udp_internet_access_restricted", AZURE_GROUPS),
        ],
        remedies: CLOSE,
    },
    Check {
        id: "firewall-only-https-from-internet",
        objective: "restricted-ingress",
        title: "The internet reaches no other port than HTTPS",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        // access lists have no memory and must admit the ports of answers
        types: &[
            "aws_security_group",
            "aws_default_security_group",
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
            "azurerm_network_security_group",
            "azurerm_network_security_rule",
            "google_compute_firewall",
        ],
        rationale: "Encrypted web traffic is what the public needs; every further open port is a service to patch \
                    and a way in. Keeping to one authorised port makes exceptions visible.",
        reads: &[Key::Rules],
        test: |s| closed(s, Direction::Ingress, Traffic::OtherThan(&[443])),
        aliases: &[Alias::aws_config("VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", GROUPS)],
        remedies: CLOSE,
    },
    Check {
        id: "firewall-restricted-egress",
        objective: "restricted-egress",
        title: "Outbound traffic is not open to everywhere",
        severity: Severity::Medium,
        kind: Kind::Firewall,
        types: &[
            "aws_security_group",
            "aws_default_security_group",
            "aws_security_group_rule",
            "aws_vpc_security_group_egress_rule",
            "azurerm_network_security_group",
            "azurerm_network_security_rule",
            "google_compute_firewall",
        ],
        rationale: "Malware calls home and stolen records leave over outbound connections. A workload that may only \
                    reach the services it needs turns a break-in into something that gets stuck and noticed.",
        reads: &[Key::Rules],
        test: |s| closed(s, Direction::Egress, Traffic::EveryPort),
        aliases: &[Alias::checkov("CKV_AWS_382", EGRESS_GROUPS)],
        remedies: CLOSE_EGRESS,
    },
    Check {
        id: "firewall-default-group-closed",
        objective: "default-network",
        title: "Default security group holds no rules",
        severity: Severity::High,
        kind: Kind::Firewall,
        types: &["aws_default_security_group"],
        rationale: "Whatever is started without a group of its own lands in the default one. If that group admits \
                    anything, forgotten resources talk to each other and outside without anyone having decided it.",
        reads: &[Key::Rules],
        test: |s| s.no_rule(Key::Rules, |rule| rule.allow.test(|_| true)),
        aliases: &[
            Alias::aws_config("VPC_DEFAULT_SECURITY_GROUP_CLOSED", &["aws_default_security_group"]),
            Alias::prowler("ec2_securitygroup_default_restrict_traffic", &["aws_default_security_group"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_default_security_group"],
            "Remove every ingress and egress block. Adopted without rules, the group denies all traffic.",
            &[Edit::Remove("ingress"), Edit::Remove("egress")],
        )
        .risk("Resources that still use the default group lose their network; give them groups of their own first.")],
    },
    Check {
        id: "firewall-rules-described",
        objective: "restricted-ingress",
        title: "Security group and its rules say what they are for",
        severity: Severity::Low,
        kind: Kind::Firewall,
        types: &[
            "aws_security_group",
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
            "aws_vpc_security_group_egress_rule",
        ],
        rationale: "Access has to be granted for a reason and reviewed. A rule without a description cannot be \
                    reviewed: nobody dares to remove it, so openings pile up around the systems they should guard.",
        reads: &[Key::Rules, Key::Description],
        test: |s| s.is_set(Key::Description).and(described(s)),
        aliases: &[Alias::checkov(
            "CKV_AWS_23",
            &[
                "aws_security_group",
                "aws_security_group_rule",
                "aws_vpc_security_group_ingress_rule",
                "aws_vpc_security_group_egress_rule",
            ],
        )],
        remedies: &[Remedy::edit(
            &[
                "aws_security_group",
                "aws_security_group_rule",
                "aws_vpc_security_group_ingress_rule",
                "aws_vpc_security_group_egress_rule",
            ],
            "Write who connects to what, and why, on the group and on each rule.",
            &[Edit::Set("description", "\"HTTPS from the load balancer\"")],
        )
        .risk("Changing the description of a group replaces the group; that of a rule is changed in place.")],
    },
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
        id: "firewall-rule-logging",
        objective: "network-flow-logging",
        title: "Firewall rule logs the connections it decides",
        severity: Severity::Low,
        kind: Kind::Firewall,
        types: GOOGLE,
        rationale: "Rule logs tell which rule admitted or refused a connection. They show that segmentation around \
                    health information works, and when somebody tries its edges.",
        reads: &[Key::FirewallLogging],
        test: |s| s.is_set(Key::FirewallLogging),
        aliases: &[Alias::gcp("FIREWALL_RULE_LOGGING_DISABLED", GOOGLE)],
        remedies: &[Remedy::edit(
            GOOGLE,
            "Switch logging on for the rule.",
            &[Edit::Block("log_config {\n  metadata = \"INCLUDE_ALL_METADATA\"\n}")],
        )
        .command("gcloud compute firewall-rules describe {name} --format='value(logConfig.enable)'")
        .risk("Busy rules write many entries, which cost storage.")],
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
