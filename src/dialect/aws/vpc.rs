//! Virtual private clouds: networks, subnets, flow logs, routes, endpoints.

use super::policy;
use crate::dialect::rule::is_anyone;
use crate::dialect::{Link, Reader, Type};
use crate::native::{Node, Why};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_vpc", Kind::Network, network),
    Type::resource("aws_default_vpc", Kind::Network, default_network),
    Type::companion("aws_flow_log", FLOW_LOG),
    Type::resource("aws_subnet", Kind::Subnet, subnet),
    Type::resource("aws_default_subnet", Kind::Subnet, default_subnet),
    Type::resource("aws_route", Kind::Route, route),
    Type::resource("aws_route_table", Kind::Route, route_table),
    Type::resource("aws_default_route_table", Kind::Route, route_table),
    Type::resource("aws_vpc_endpoint", Kind::PrivateEndpoint, endpoint),
    Type::companion("aws_vpc_endpoint_policy", ENDPOINT_POLICY),
    Type::resource("aws_vpc_endpoint_service", Kind::PrivateEndpoint, endpoint_service),
    Type::resource("aws_ec2_transit_gateway", Kind::Route, transit_gateway),
    Type::resource("aws_vpn_connection", Kind::VpnConnection, vpn_connection),
    Type::resource("aws_ec2_client_vpn_endpoint", Kind::VpnConnection, client_vpn),
];

const FLOW_LOG: &[Link] = &[Link {
    by: &["vpc_id"],
    to: &["aws_vpc", "aws_default_vpc"],
    named: &[],
    apply: |from, to| {
        to.set(Key::FlowLogging, from.here(true));
    },
}];

fn network(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FlowLogging, from.without("aws_flow_log", false));
    to.set(Key::DefaultFirewall, from.without("aws_default_security_group", Datum::Absent));
    to.set(Key::BuiltInNetwork, from.here(false));
}

fn default_network(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FlowLogging, from.without("aws_flow_log", false));
    to.set(Key::BuiltInNetwork, from.here(true));
}

fn subnet(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAddress, from.bool("map_public_ip_on_launch", false));
}

fn default_subnet(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAddress, from.bool("map_public_ip_on_launch", true));
}

/// Whether an argument names something, by value or by reference.
fn names(from: &Reader<'_>, path: &str, fits: impl Fn(&str) -> bool) -> bool {
    from.node(path).is_some_and(|n| {
        n.as_text().is_some_and(|s| fits(&s))
            || n.references().iter().any(|r| fits(&r.address) || fits(&r.attribute))
    })
}

fn is_set(from: &Reader<'_>, path: &str) -> bool {
    from.node(path).is_some_and(|n| n.as_text().is_none_or(|s| !s.is_empty()))
}

/// Whether a destination is everything; unknown destinations are not told apart from narrow ones by other routes,
/// so they keep their reason.
fn everywhere(from: &Reader<'_>, paths: &[&str]) -> Option<Setting> {
    let mut unknown = None;
    for path in paths {
        match from.node(path).map(Node::as_text) {
            Some(Some(text)) if is_anyone(&text) => return Some(from.here(true)),
            Some(None) => unknown = Some(from.text(path, Datum::Absent)),
            _ => {}
        }
    }
    unknown.filter(|s| s.why().is_some())
}

/// The settings of one route: through an internet gateway, a peering or an instance to everywhere.
fn one_route(from: &Reader<'_>, destinations: &[&str], to: &mut Resource) {
    let Some(wide) = everywhere(from, destinations) else { return };
    let internet = names(from, "gateway_id", |s| {
        // templates name the attribute, not the type
        s.starts_with("igw-") || s.contains("aws_internet_gateway.") || s == "InternetGatewayId"
    });
    // what a parameter names may be any gateway
    let open = from.node("gateway_id").and_then(Node::as_unknown);
    if !internet
        && open.is_some_and(|u| matches!(u.why, Why::Variable(_) | Why::Invalid(_)))
        && to.get(Key::InternetRoute).and_then(Setting::datum) == Some(&Datum::Bool(false))
    {
        let to_all = wide.datum() == Some(&Datum::Bool(true));
        to.set(
            Key::InternetRoute,
            if to_all { from.text("gateway_id", Datum::Absent) } else { wide.clone() },
        );
    }
    let through = [
        (Key::InternetRoute, internet),
        (Key::PeeringRoute, is_set(from, "vpc_peering_connection_id")),
        (Key::InstanceRoute, is_set(from, "instance_id")),
    ];
    for (key, applies) in through {
        // a route known to be wide is never replaced by an unknown one
        if applies && to.get(key).and_then(Setting::datum) != Some(&Datum::Bool(true)) {
            to.set(key, wide.clone());
        }
    }
}

fn closed(to: &mut Resource) {
    for key in [Key::InternetRoute, Key::PeeringRoute, Key::InstanceRoute] {
        to.set(key, Setting::default(false));
    }
}

fn route(from: &Reader<'_>, to: &mut Resource) {
    closed(to);
    one_route(from, &["destination_cidr_block", "destination_ipv6_cidr_block"], to);
}

fn route_table(from: &Reader<'_>, to: &mut Resource) {
    closed(to);
    let routes = from.blocks("route");
    for block in &routes.known {
        one_route(block, &["cidr_block", "ipv6_cidr_block"], to);
    }
    if let Some((unknown, at)) = routes.unknown {
        for key in [Key::InternetRoute, Key::PeeringRoute, Key::InstanceRoute] {
            if to.get(key).and_then(Setting::datum) == Some(&Datum::Bool(false)) {
                to.set(key, Setting::Unknown { why: unknown.why.clone().into(), at });
            }
        }
    }
}

/// A policy kept beside its endpoint.
const ENDPOINT_POLICY: &[Link] = &[Link {
    by: &["vpc_endpoint_id"],
    to: &["aws_vpc_endpoint"],
    named: &[],
    apply: |from, to| {
        if to.has(Key::AccessPolicy) {
            to.set(Key::AccessPolicy, policy::statements(from, "policy"));
        }
    },
}];

fn endpoint(from: &Reader<'_>, to: &mut Resource) {
    let kind = from.node("vpc_endpoint_type").and_then(Node::as_text);
    // those of gateway balancers carry packets and take no policy
    if kind.as_deref() != Some("GatewayLoadBalancer") {
        to.set(Key::AccessPolicy, policy::statements(from, "policy"));
    }
}

fn endpoint_service(from: &Reader<'_>, to: &mut Resource) {
    let accepted = from.bool("acceptance_required", false);
    to.set(Key::AutoAccept, accepted.map(|d| Datum::Bool(d != Datum::Bool(true))));
}

fn transit_gateway(from: &Reader<'_>, to: &mut Resource) {
    let accepted = from.text("auto_accept_shared_attachments", "disable");
    to.set(Key::AutoAccept, accepted.map(|d| Datum::Bool(d == Datum::from("enable"))));
}

fn vpn_connection(from: &Reader<'_>, to: &mut Resource) {
    let first = from.bool("tunnel1_log_options.cloudwatch_log_options.log_enabled", false);
    let second = from.bool("tunnel2_log_options.cloudwatch_log_options.log_enabled", false);
    // both tunnels must log: the weaker of the two decides
    let logs = |s: &Setting| s.datum() == Some(&Datum::Bool(true));
    to.set(Key::AuditLogging, if logs(&first) { second } else { first });
    let versions = || Datum::List([Maybe::Known("ikev1".into()), Maybe::Known("ikev2".into())].into());
    // the tunnel that offers more decides
    let (first, second) =
        (from.list("tunnel1_ike_versions", versions()), from.list("tunnel2_ike_versions", versions()));
    let only_new = first.datum() == Some(&Datum::List([Maybe::Known("ikev2".into())].into()));
    to.set(Key::IkeVersions, if only_new { second } else { first });
}

fn client_vpn(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditLogging, from.bool("connection_log_options.enabled", false));
}
