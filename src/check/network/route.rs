//! Routes and gateways.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
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
];
