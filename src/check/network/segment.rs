//! Networks, subnets, routes, endpoints, tunnels and what is attached to them.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Maybe, Truth};

const VPC: &[&str] = &["aws_vpc"];
const SUBNETWORK: &[&str] = &["google_compute_subnetwork"];

/// The default group of a network is taken over and holds no rule.
fn default_group_closed(subject: &Subject<'_>) -> Outcome {
    let adopted = subject.is_set(Key::DefaultFirewall);
    let Some(group) = subject.follow(Key::DefaultFirewall) else { return adopted };
    let group = Subject { resource: group, estate: subject.estate };
    let closed = group.no_rule(Key::Rules, |rule| rule.allow.test(|_| true));
    adopted.and(closed)
}

/// No key exchange version other than the second.
fn second_version_only(subject: &Subject<'_>) -> Outcome {
    subject.ask(Key::IkeVersions, |d| match d {
        Datum::List(items) => Truth::all(items.iter(), |i: &Maybe<_>| {
            i.test(|v: &std::sync::Arc<str>| v.eq_ignore_ascii_case("ikev2"))
        }),
        _ => Truth::False,
    })
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
        aliases: &[
            Alias::checkov("CKV_AZURE_12", &["azurerm_network_watcher_flow_log"]),
            Alias::trivy("AVD-AZU-0049", &["azurerm_network_watcher_flow_log"]),
            Alias::prowler("network_flow_log_more_than_90_days", &["azurerm_network_watcher_flow_log"]),
        ],
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
            Alias::checkov("CKV_AWS_148", &["aws_default_vpc"]),
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
            Alias::checkov("CKV_AWS_130", &["aws_subnet"]),
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
    Check {
        id: "route-no-open-internet-gateway",
        objective: "network-segmentation",
        title: "No default route leads to an internet gateway",
        severity: Severity::Medium,
        kind: Kind::Route,
        types: &["aws_route", "aws_route_table", "aws_default_route_table"],
        rationale: "A subnet whose default route is an internet gateway is public: any host in it with an address \
                    can be reached. Systems with health information belong in subnets without that route.",
        reads: &[Key::InternetRoute],
        test: |s| s.is_not(Key::InternetRoute),
        aliases: &[Alias::aws_config(
            "NO_UNRESTRICTED_ROUTE_TO_IGW",
            &["aws_route", "aws_route_table", "aws_default_route_table"],
        )],
        remedies: &[Remedy::edit(
            &["aws_route", "aws_route_table", "aws_default_route_table"],
            "Send outbound traffic through a NAT gateway or endpoints; keep the internet route in the table of the \
             load balancer's subnets only, and waive it there with a reason.",
            &[],
        )
        .command("aws ec2 describe-route-tables --filters Name=route.destination-cidr-block,Values=0.0.0.0/0 --region {region}")
        .risk("Hosts of the subnet lose direct internet access.")],
    },
    Check {
        id: "route-no-open-peering",
        objective: "network-segmentation",
        title: "No default route leads through a peering",
        severity: Severity::Medium,
        kind: Kind::Route,
        types: &["aws_route", "aws_route_table", "aws_default_route_table"],
        rationale: "A default route through a peering joins two networks without limits: whatever is broken into on \
                    one side reaches the systems with health information on the other.",
        reads: &[Key::PeeringRoute],
        test: |s| s.is_not(Key::PeeringRoute),
        aliases: &[
            Alias::checkov("CKV2_AWS_44", &["aws_route", "aws_route_table"]),
            Alias::prowler("vpc_peering_routing_tables_with_least_privilege", &["aws_route", "aws_route_table"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_route"],
                "Route only the ranges of the peer that are needed.",
                &[Edit::Set("destination_cidr_block", "\"10.20.0.0/16\"")],
            )
            .command("aws ec2 describe-route-tables --region {region}"),
            Remedy::edit(
                &["aws_route_table", "aws_default_route_table"],
                "Route only the ranges of the peer that are needed.",
                &[Edit::Set("route.cidr_block", "\"10.20.0.0/16\"")],
            )
            .command("aws ec2 describe-route-tables --region {region}"),
        ],
    },
    Check {
        id: "route-no-instance-gateway",
        objective: "high-availability",
        title: "No default route hangs on an instance",
        severity: Severity::Low,
        kind: Kind::Route,
        types: &["aws_route", "aws_route_table", "aws_default_route_table"],
        rationale: "An instance that forwards for a whole subnet is one machine to patch and to lose. Managed NAT \
                    has no login to break into and survives the loss of a host.",
        reads: &[Key::InstanceRoute],
        test: |s| s.is_not(Key::InstanceRoute),
        aliases: &[Alias::checkov("CKV2_AWS_35", &["aws_route", "aws_route_table"])],
        remedies: &[Remedy::edit(
            &["aws_route", "aws_route_table", "aws_default_route_table"],
            "Replace the NAT instance by a NAT gateway and point the route at it.",
            &[],
        )
        .command("aws ec2 describe-route-tables --region {region}")
        .risk("The outbound address changes; tell partners who filter on it.")],
    },
    Check {
        id: "route-nat-logging",
        objective: "network-flow-logging",
        title: "Address translation writes logs",
        severity: Severity::Low,
        kind: Kind::Route,
        types: &["google_compute_router_nat"],
        rationale: "Behind translation many hosts share an address. Without its log nobody can tell which of them \
                    sent data out.",
        reads: &[Key::AccessLogging],
        test: |s| s.is(Key::AccessLogging),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["google_compute_router_nat"],
            "Switch logging on for the gateway.",
            &[Edit::Block("log_config {\n  enable = true\n  filter = \"ALL\"\n}")],
        )
        .command("gcloud compute routers nats list --region={region}")],
    },
    Check {
        id: "transit-gateway-manual-acceptance",
        objective: "network-segmentation",
        title: "Transit gateway does not accept attachments on its own",
        severity: Severity::Medium,
        kind: Kind::Route,
        types: &["aws_ec2_transit_gateway"],
        rationale: "A gateway that accepts every request lets any account it is shared with join the network. Who \
                    gets near health information should be a decision.",
        reads: &[Key::AutoAccept],
        test: |s| s.is_not(Key::AutoAccept),
        aliases: &[
            Alias::checkov("CKV_AWS_331", &["aws_ec2_transit_gateway"]),
            Alias::prowler("ec2_transitgateway_auto_accept_vpc_attachments", &["aws_ec2_transit_gateway"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_ec2_transit_gateway"],
            "Switch automatic acceptance off.",
            &[Edit::Set("auto_accept_shared_attachments", "\"disable\"")],
        )
        .command("aws ec2 describe-transit-gateways --region {region}")],
    },
    Check {
        id: "endpoint-service-manual-acceptance",
        objective: "private-connectivity",
        title: "Endpoint service does not accept connections on its own",
        severity: Severity::Medium,
        kind: Kind::PrivateEndpoint,
        types: &["aws_vpc_endpoint_service"],
        rationale: "A private service that takes every request is private in name only. Accepting each consumer \
                    keeps the list of who can reach health information known.",
        reads: &[Key::AutoAccept],
        test: |s| s.is_not(Key::AutoAccept),
        aliases: &[Alias::checkov("CKV_AWS_123", &["aws_vpc_endpoint_service"])],
        remedies: &[Remedy::edit(
            &["aws_vpc_endpoint_service"],
            "Require acceptance of each connection.",
            &[Edit::Set("acceptance_required", "true")],
        )
        .command("aws ec2 describe-vpc-endpoint-service-configurations --region {region}")],
    },
    Check {
        id: "vpn-connection-logging",
        objective: "network-flow-logging",
        title: "VPN records its connections",
        severity: Severity::Low,
        kind: Kind::VpnConnection,
        types: &["aws_vpn_connection", "aws_ec2_client_vpn_endpoint"],
        rationale: "Remote access leads inside the network. Its log tells who connected, when and from where, which \
                    is what an access review and an investigation ask first.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[Alias::prowler("ec2_client_vpn_endpoint_connection_logging_enabled", &["aws_ec2_client_vpn_endpoint"])],
        remedies: &[
            Remedy::edit(
                &["aws_ec2_client_vpn_endpoint"],
                "Log connections to a log group.",
                &[Edit::Set("connection_log_options.enabled", "true")],
            )
            .command("aws ec2 describe-client-vpn-endpoints --region {region}"),
            Remedy::edit(
                &["aws_vpn_connection"],
                "Log both tunnels to a log group.",
                &[
                    Edit::Set("tunnel1_log_options.cloudwatch_log_options.log_enabled", "true"),
                    Edit::Set("tunnel2_log_options.cloudwatch_log_options.log_enabled", "true"),
                ],
            )
            .command("aws ec2 describe-vpn-connections --region {region}"),
        ],
    },
    Check {
        id: "vpn-key-exchange",
        objective: "encryption-in-transit",
        title: "VPN uses the second version of key exchange",
        severity: Severity::Medium,
        kind: Kind::VpnConnection,
        types: &[],
        rationale: "The first version of Internet Key Exchange is deprecated and can be talked down to weak \
                    settings. Tunnels that carry health information between sites must not offer it.",
        reads: &[Key::IkeVersions],
        test: second_version_only,
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["aws_vpn_connection"],
                "Allow only the second version on both tunnels.",
                &[
                    Edit::Set("tunnel1_ike_versions", "[\"ikev2\"]"),
                    Edit::Set("tunnel2_ike_versions", "[\"ikev2\"]"),
                ],
            )
            .risk("A device on the other side that speaks only the first version loses its tunnel."),
            Remedy::edit(
                &["google_compute_vpn_tunnel"],
                "Use the second version.",
                &[Edit::Set("ike_version", "2")],
            )
            .risk("The tunnel is replaced; the other side has to speak the second version."),
            Remedy::edit(
                &["azurerm_virtual_network_gateway_connection"],
                "Use the second version.",
                &[Edit::Set("connection_protocol", "\"IKEv2\"")],
            )
            .risk("The connection is replaced; the other side has to speak the second version."),
        ],
    },
    Check {
        id: "bastion-no-shareable-links",
        objective: "admin-access",
        title: "Bastion gives out no shareable links",
        severity: Severity::Medium,
        kind: Kind::BastionHost,
        types: &["azurerm_bastion_host"],
        rationale: "A shareable link opens a way to a machine for anyone who gets hold of it, without an account of \
                    the directory. Access to systems with health information must name its user.",
        reads: &[Key::ShareableLink],
        test: |s| s.is_not(Key::ShareableLink),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_bastion_host"],
            "Switch shareable links off.",
            &[Edit::Set("shareable_link_enabled", "false")],
        )
        .command("az network bastion show --name {name} --query enableShareableLink")],
    },
    Check {
        id: "network-interface-no-forwarding",
        objective: "network-segmentation",
        title: "Network interface does not forward traffic of others",
        severity: Severity::Low,
        kind: Kind::NetworkInterface,
        types: &["azurerm_network_interface"],
        rationale: "An interface that forwards can carry traffic around the firewall between segments. Only network \
                    appliances need it.",
        reads: &[Key::IpForwarding],
        test: |s| s.is_not(Key::IpForwarding),
        aliases: &[Alias::checkov("CKV_AZURE_118", &["azurerm_network_interface"])],
        remedies: &[Remedy::edit(
            &["azurerm_network_interface"],
            "Switch forwarding off.",
            &[Edit::Set("ip_forwarding_enabled", "false")],
        )
        .command("az network nic show --name {name} --query enableIpForwarding")
        .risk("A network appliance stops routing.")],
    },
    Check {
        id: "network-interface-no-public-address",
        objective: "public-address",
        title: "Network interface has no public address",
        severity: Severity::Medium,
        kind: Kind::NetworkInterface,
        types: &["azurerm_network_interface"],
        rationale: "A public address makes the machine behind it a target from the first minute. Load balancers and \
                    bastions give the same access with a place to watch and to filter.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_unset(Key::PublicAddress),
        aliases: &[Alias::checkov("CKV_AZURE_119", &["azurerm_network_interface"])],
        remedies: &[Remedy::edit(
            &["azurerm_network_interface"],
            "Remove the public address; reach the machine through a bastion, VPN or load balancer.",
            &[Edit::Remove("ip_configuration.public_ip_address_id")],
        )
        .command("az network nic show --name {name} --query ipConfigurations[].publicIPAddress")
        .risk("Connections that used the public address stop.")],
    },
];
