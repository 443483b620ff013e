//! Firewall rule sets as a whole: what they admit, default groups, descriptions.

use super::traffic::{Traffic, closed};
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Direction, Key, Kind, Maybe, Protocol, Truth};

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

/// Passes when every rule says what it is for; a rule of which nothing is known may or may not.
fn described(subject: &Subject<'_>) -> Outcome {
    subject.no_rule(Key::Rules, |rule| match (&rule.allow, &rule.ports) {
        (Maybe::Unknown(why), Maybe::Unknown(_)) => Truth::Unknown(why.clone()),
        _ => (!rule.described).into(),
    })
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
        id: "firewall-no-public-ingress",
        objective: "restricted-ingress",
        title: "No rule admits the whole internet",
        severity: Severity::Low,
        kind: Kind::Firewall,
        types: AZURE_GROUPS,
        rationale: "Every rule that admits everyone is a door to watch and to patch behind. Public services belong \
                    behind a gateway with a web firewall, so that nothing near health information needs such a rule.",
        reads: &[Key::Rules],
        test: |s| closed(s, Direction::Ingress, Traffic::Any),
        aliases: &[Alias::trivy("AVD-AZU-0047", AZURE_GROUPS)],
        remedies: CLOSE,
    },
    Check {
        id: "firewall-no-public-egress",
        objective: "restricted-egress",
        title: "No rule lets traffic out to the whole internet",
        severity: Severity::Low,
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
        rationale: "One open port towards everyone is enough to carry stolen records out, hidden in ordinary web \
                    traffic. Endpoints, proxies and named destinations leave no such way.",
        reads: &[Key::Rules],
        test: |s| closed(s, Direction::Egress, Traffic::Any),
        aliases: &[
            Alias::trivy("AVD-AWS-0104", EGRESS_GROUPS),
            Alias::trivy("AVD-AZU-0051", AZURE_GROUPS),
            Alias::trivy("AVD-GCP-0035", GOOGLE),
        ],
        remedies: CLOSE_EGRESS,
    },
    Check {
        id: "access-list-names-protocols",
        objective: "network-segmentation",
        title: "Access list entry names the protocol that it allows",
        severity: Severity::Low,
        kind: Kind::Firewall,
        types: &["aws_network_acl", "aws_network_acl_rule"],
        rationale: "An entry for all protocols opens every port between its ranges, whatever ports are written beside \
                    it. The list then separates nothing from the subnet with health information.",
        reads: &[Key::Rules],
        test: |s| {
            s.no_rule(Key::Rules, |rule| {
                let allows = rule.allow.test(|allow| *allow);
                allows.and(|| rule.protocol.test(|p| *p == Protocol::Any))
            })
        },
        aliases: &[Alias::trivy("AVD-AWS-0102", &["aws_network_acl_rule"])],
        remedies: &[
            Remedy::edit(
                &["aws_network_acl"],
                "Name the protocol and its ports in each entry.",
                &[Edit::Set("ingress.protocol", "\"tcp\""), Edit::Set("ingress.from_port", "443")],
            )
            .command("aws ec2 describe-network-acls --region {region}")
            .risk(COST),
            Remedy::edit(
                &["aws_network_acl_rule"],
                "Name the protocol and its ports.",
                &[Edit::Set("protocol", "\"tcp\""), Edit::Set("from_port", "443"), Edit::Set("to_port", "443")],
            )
            .command("aws ec2 describe-network-acls --region {region}")
            .risk(COST),
        ],
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
];
