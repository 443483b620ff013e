//! Subnets.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity};
use crate::resource::{Key, Kind};

const SUBNETWORK: &[&str] = &["google_compute_subnetwork"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "subnet-no-public-addresses",
        objective: "public-address",
        title: "Subnet gives no public addresses on its own",
        severity: Severity::Medium,
        kind: Kind::Subnet,
        types: &["aws_subnet", "aws_default_subnet"],
        rationale: "Where every new instance gets a public address, one forgotten firewall rule puts it on the \
                    internet. Public addresses should be asked for, not handed out.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[
            Alias::checkov("CKV_AWS_130", &["aws_subnet"]), Alias::kics("52f04a44-6bfa-4c41-b1d3-4ae99a2de05c", &["aws_subnet"]),
            Alias::trivy("AVD-AWS-0164", &["aws_subnet"]),
            Alias::aws_config("SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED", &["aws_subnet", "aws_default_subnet"]),
            Alias::prowler("vpc_subnet_no_public_ip_by_default", &["aws_subnet", "aws_default_subnet"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_subnet", "aws_default_subnet"],
            "Switch automatic public addresses off; put what must be public behind a load balancer.",
            &[Edit::Set("map_public_ip_on_launch", "false")],
        )
        .command("aws ec2 describe-subnets --filters Name=map-public-ip-on-launch,Values=true --region {region}")
        .risk("New instances reach the internet only through NAT or endpoints.")],
    },
    Check {
        id: "subnet-has-firewall",
        objective: "network-segmentation",
        title: "Subnet has a network security group",
        severity: Severity::Medium,
        kind: Kind::Subnet,
        types: &["azurerm_subnet"],
        rationale: "Without a security group every host of the virtual network reaches every other. A group on the \
                    subnet keeps an intruder on one machine away from the records on the next.",
        reads: &[Key::FirewallAttached, Key::ReservedForPlatform],
        test: |s| s.is(Key::FirewallAttached).or(s.is(Key::ReservedForPlatform)),
        aliases: &[
            Alias::checkov("CKV2_AZURE_31", &["azurerm_subnet"]),
            Alias::azure_policy("e71308d3-144b-4262-b144-efdc3cc90517", &["azurerm_subnet"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_subnet"],
            "Attach a security group to the subnet.",
            &[Edit::Companion(
                "resource \"azurerm_subnet_network_security_group_association\" \"{name}\" {\n  subnet_id                 = {address}.id\n  network_security_group_id = azurerm_network_security_group.internal.id\n}",
            )],
        )
        .command("az network vnet subnet list --query \"[?networkSecurityGroup==null].name\"")
        .risk("Traffic that no rule of the group allows is refused.")],
    },
    Check {
        id: "subnet-gateway-without-firewall",
        objective: "network-segmentation",
        title: "Gateway subnet has no network security group",
        severity: Severity::Low,
        kind: Kind::Subnet,
        types: &["azurerm_subnet"],
        rationale: "A security group on the gateway's own subnet breaks the gateway in ways that are hard to see, \
                    and with it the tunnels that sites depend on for records.",
        reads: &[Key::FirewallAttached, Key::ReservedForPlatform],
        test: |s| {
            if s.resource.name.eq_ignore_ascii_case("GatewaySubnet") {
                s.is_not(Key::FirewallAttached)
            } else {
                Outcome::not_applicable("not a gateway subnet")
            }
        },
        aliases: &[Alias::azure_policy("35f9c03a-cc27-418e-9c0c-539ff999d010", &["azurerm_subnet"])],
        remedies: &[Remedy::edit(
            &["azurerm_subnet"],
            "Remove the association of the security group with the gateway subnet.",
            &[],
        )
        .command("az network vnet subnet list --query \"[?name=='GatewaySubnet'].networkSecurityGroup\"")],
    },
    Check {
        id: "subnet-flow-logs",
        objective: "network-flow-logging",
        title: "Subnet writes flow logs",
        severity: Severity::Medium,
        kind: Kind::Subnet,
        types: SUBNETWORK,
        rationale: "Flow logs tell which addresses talked to which, and for how long. After an incident they are \
                    often the only way to say whether health information left the subnet.",
        reads: &[Key::FlowLogging],
        test: |s| s.is(Key::FlowLogging),
        aliases: &[
            Alias::checkov("CKV_GCP_26", SUBNETWORK),
            Alias::kics("40430747-442d-450a-a34f-dc57149f4609", SUBNETWORK),
            Alias::trivy("AVD-GCP-0029", SUBNETWORK),
            Alias::prowler("compute_subnet_flow_logs_enabled", SUBNETWORK),
            Alias::gcp("FLOW_LOGS_DISABLED", SUBNETWORK),
        ],
        remedies: &[Remedy::edit(
            SUBNETWORK,
            "Switch flow logs on for the subnet.",
            &[Edit::Block(
                "log_config {\n  aggregation_interval = \"INTERVAL_5_SEC\"\n  flow_sampling        = 1.0\n  metadata             = \"INCLUDE_ALL_METADATA\"\n}",
            )],
        )
        .command("gcloud compute networks subnets describe {name} --region={region} --format='value(logConfig)'")
        .risk("Log storage costs grow with traffic; sampling lowers them.")],
    },
    Check {
        id: "subnet-private-platform-access",
        objective: "private-connectivity",
        title: "Subnet reaches platform services privately",
        severity: Severity::Low,
        kind: Kind::Subnet,
        types: SUBNETWORK,
        rationale: "Without private access, hosts need public addresses to use storage and databases of the \
                    platform. With it, health information stays on the provider's network.",
        reads: &[Key::PrivateConnectivity],
        test: |s| s.is(Key::PrivateConnectivity),
        aliases: &[
            Alias::checkov("CKV_GCP_74", SUBNETWORK),
            Alias::kics("ee7b93c1-b3f8-4a3b-9588-146d481814f5", SUBNETWORK),
            Alias::gcp("PRIVATE_GOOGLE_ACCESS_DISABLED", SUBNETWORK),
        ],
        remedies: &[Remedy::edit(
            SUBNETWORK,
            "Switch private access on for the subnet.",
            &[Edit::Set("private_ip_google_access", "true")],
        )
        .command("gcloud compute networks subnets describe {name} --region={region} --format='value(privateIpGoogleAccess)'")],
    },
    Check {
        id: "subnet-private-platform-access-ipv6",
        objective: "private-connectivity",
        title: "Subnet reaches platform services privately over IPv6",
        severity: Severity::Low,
        kind: Kind::Subnet,
        types: SUBNETWORK,
        rationale: "A subnet with both address families that is private in only one of them still sends traffic \
                    with health information over public addresses.",
        reads: &[Key::PrivateConnectivityIpv6],
        test: |s| {
            s.one_of(
                Key::PrivateConnectivityIpv6,
                &["ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE", "ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE"],
            )
        },
        aliases: &[Alias::checkov("CKV_GCP_76", SUBNETWORK)],
        remedies: &[Remedy::edit(
            SUBNETWORK,
            "Allow outbound private access over IPv6.",
            &[Edit::Set("private_ipv6_google_access", "\"ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE\"")],
        )
        .command("gcloud compute networks subnets describe {name} --region={region} --format='value(privateIpv6GoogleAccess)'")],
    },
];
