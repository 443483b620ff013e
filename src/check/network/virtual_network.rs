//! Networks as a whole.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Truth};

const VPC: &[&str] = &["aws_vpc"];

/// The default group of a network is taken over and holds no rule.
fn default_group_closed(subject: &Subject<'_>) -> Outcome {
    let adopted = subject.is_set(Key::DefaultFirewall);
    let Some(group) = subject.follow(Key::DefaultFirewall) else { return adopted };
    let group = Subject { resource: group, estate: subject.estate };
    let closed = group.no_rule(Key::Rules, |rule| rule.allow.test(|_| true));
    adopted.and(closed)
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "network-flow-logs",
        objective: "network-flow-logging",
        title: "Network writes flow logs",
        severity: Severity::Medium,
        kind: Kind::Network,
        types: &["aws_vpc", "aws_default_vpc"],
        rationale: "Flow logs tell which addresses talked to which, and for how long. After an incident they are \
                    often the only way to say whether health information left the network.",
        reads: &[Key::FlowLogging],
        test: |s| s.is(Key::FlowLogging),
        aliases: &[
            Alias::checkov("CKV2_AWS_11", VPC),
            Alias::trivy("AVD-AWS-0178", VPC),
            Alias::aws_config("VPC_FLOW_LOGS_ENABLED", VPC),
            Alias::prowler("vpc_flow_logs_enabled", VPC),
        ],
        remedies: &[Remedy::edit(
            &["aws_vpc", "aws_default_vpc"],
            "Add a flow log for the network that captures all traffic.",
            &[Edit::Companion(
                "resource \"aws_flow_log\" \"{name}\" {\n  vpc_id          = {address}.id\n  traffic_type    = \"ALL\"\n  log_destination = aws_cloudwatch_log_group.flow.arn\n  iam_role_arn    = aws_iam_role.flow.arn\n}",
            )],
        )
        .command("aws ec2 describe-flow-logs --region {region}")
        .risk("Log storage costs grow with traffic.")],
    },
    Check {
        id: "network-flow-log-enabled",
        objective: "network-flow-logging",
        title: "Flow log is switched on",
        severity: Severity::Medium,
        kind: Kind::Network,
        types: &["azurerm_network_watcher_flow_log"],
        rationale: "A flow log that is declared but off looks like coverage and records nothing. An investigation \
                    finds out when it is too late.",
        reads: &[Key::FlowLogging],
        test: |s| s.is(Key::FlowLogging),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_network_watcher_flow_log"],
            "Switch the flow log on.",
            &[Edit::Set("enabled", "true")],
        )
        .command("az network watcher flow-log list --location {region}")],
    },
    Check {
        id: "network-flow-log-retention",
        objective: "log-retention",
        title: "Flow log is kept for at least 90 days",
        severity: Severity::Low,
        kind: Kind::Network,
        types: &["azurerm_network_watcher_flow_log"],
        rationale: "Breaches are found after months on average. Flow records that are gone by then cannot show \
                    whether health information was taken.",
        reads: &[Key::FlowLogging, Key::LogRetentionDays],
        test: |s| s.is(Key::FlowLogging).and(s.at_least(Key::LogRetentionDays, 90)),
        aliases: &[Alias::checkov("CKV_AZURE_12", &["azurerm_network_watcher_flow_log"])],
        remedies: &[Remedy::edit(
            &["azurerm_network_watcher_flow_log"],
            "Keep records for 90 days or more; 0 days keeps them for ever.",
            &[Edit::Set("retention_policy.enabled", "true"), Edit::Set("retention_policy.days", "365")],
        )
        .command("az network watcher flow-log list --location {region}")],
    },
    Check {
        id: "network-default-group-closed",
        objective: "default-network",
        title: "Default security group of the network is closed",
        severity: Severity::Medium,
        kind: Kind::Network,
        types: VPC,
        rationale: "A new network comes with a group that lets its members talk to each other and outside. Unless \
                    it is taken over and emptied, whatever is started without a group gets that access.",
        reads: &[Key::DefaultFirewall],
        test: default_group_closed,
        aliases: &[Alias::checkov("CKV2_AWS_12", VPC)],
        remedies: &[Remedy::edit(
            VPC,
            "Take over the default group and give it no rules.",
            &[Edit::Companion("resource \"aws_default_security_group\" \"{name}\" {\n  vpc_id = {address}.id\n}")],
        )
        .risk("Resources that use the default group lose their network; give them groups of their own first.")],
    },
    Check {
        id: "network-not-default",
        objective: "default-network",
        title: "Network is not the one that comes with the account",
        severity: Severity::Medium,
        kind: Kind::Network,
        types: &["aws_default_vpc", "google_compute_network"],
        rationale: "The network that comes with an account is flat, public by default and shared by everything. \
                    Systems with health information need a network that was designed, with its own segments.",
        reads: &[Key::BuiltInNetwork],
        test: |s| s.is_not(Key::BuiltInNetwork),
        aliases: &[
            Alias::checkov("CKV_AWS_148", &["aws_default_vpc"]), Alias::kics("96ed3526-0179-4c73-b1b2-372fde2e0d13", &["aws_default_vpc"]),
            Alias::trivy("AVD-AWS-0101", &["aws_default_vpc"]),
            Alias::gcp("DEFAULT_NETWORK", &["google_compute_network"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_default_vpc"],
                "Make a network of your own with private subnets, move what runs in the default one, and drop this \
                 resource.",
                &[],
            )
            .command("aws ec2 describe-vpcs --filters Name=is-default,Values=true --region {region}")
            .risk("Everything that runs in the default network has to move first."),
            Remedy::edit(
                &["google_compute_network"],
                "Make a network under another name with the subnets you need, move what uses this one, and delete it.",
                &[Edit::Set("name", "\"clinical\"")],
            )
            .command("gcloud compute networks describe default")
            .risk("The network is replaced; everything attached to it has to move first."),
        ],
    },
    Check {
        id: "network-subnets-designed",
        objective: "network-segmentation",
        title: "Subnets are designed, not made automatically",
        severity: Severity::Low,
        kind: Kind::Network,
        types: &["google_compute_network"],
        rationale: "Automatic mode puts a subnet with a known range in every region, also in those where health \
                    information must not be. Designed subnets keep segments apart and regions approved.",
        reads: &[Key::AutomaticSubnets],
        test: |s| s.is_not(Key::AutomaticSubnets),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["google_compute_network"],
            "Switch automatic subnets off and declare those you need.",
            &[Edit::Set("auto_create_subnetworks", "false")],
        )
        .command("gcloud compute networks describe {name} --format='value(autoCreateSubnetworks)'")
        .risk("The network is replaced; everything attached to it has to move first.")],
    },
    Check {
        id: "network-has-firewall",
        objective: "network-segmentation",
        title: "Network has firewall rules of its own",
        severity: Severity::Medium,
        kind: Kind::Network,
        types: &["google_compute_network"],
        rationale: "A network without declared rules lives on what somebody set by hand or on the defaults. Which \
                    traffic reaches health information must be written down to be reviewed.",
        reads: &[Key::FirewallAttached],
        test: |s| s.is(Key::FirewallAttached),
        aliases: &[Alias::checkov("CKV2_GCP_18", &["google_compute_network"])],
        remedies: &[Remedy::edit(
            &["google_compute_network"],
            "Declare the firewall rules of the network.",
            &[Edit::Companion(
                "resource \"google_compute_firewall\" \"{name}_deny\" {\n  name      = \"{name}-deny-ingress\"\n  network   = {address}.id\n  direction = \"INGRESS\"\n  priority  = 65000\n\n  deny {\n    protocol = \"all\"\n  }\n\n  source_ranges = [\"0.0.0.0/0\"]\n}",
            )],
        )
        .command("gcloud compute firewall-rules list --filter='network:{name}'")],
    },
    Check {
        id: "network-several-name-servers",
        objective: "high-availability",
        title: "Network does not hang on a single name server",
        severity: Severity::Low,
        kind: Kind::Network,
        types: &["azurerm_virtual_network", "azurerm_virtual_network_dns_servers"],
        rationale: "When the only name server is down, clinical systems cannot find their databases although all of \
                    them run. A second server keeps care going.",
        reads: &[Key::NameServers],
        test: |s| {
            s.ask(Key::NameServers, |d| match d {
                Datum::List(items) => (items.len() != 1).into(),
                _ => Truth::True,
            })
        },
        aliases: &[Alias::checkov(
            "CKV_AZURE_182",
            &["azurerm_virtual_network", "azurerm_virtual_network_dns_servers"],
        )],
        remedies: &[Remedy::edit(
            &["azurerm_virtual_network", "azurerm_virtual_network_dns_servers"],
            "Name a second server, or none to use the platform's own resolver.",
            &[Edit::Set("dns_servers", "[\"10.0.0.4\", \"10.0.0.5\"]")],
        )
        .command("az network vnet show --name {name} --query dhcpOptions.dnsServers")],
    },
];
