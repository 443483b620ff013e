//! VPC networks, subnetworks, NAT, VPN tunnels and DNS zones.

use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_compute_network", Kind::Network, network),
    Type::resource("google_compute_subnetwork", Kind::Subnet, subnetwork),
    Type::resource("google_compute_router_nat", Kind::Route, nat),
    Type::resource("google_compute_vpn_tunnel", Kind::VpnConnection, tunnel),
    Type::resource("google_dns_managed_zone", Kind::DnsZone, zone),
    Type::resource("google_dns_policy", Kind::DnsZone, dns_policy),
];

fn text(from: &Reader<'_>, path: &str) -> Option<std::sync::Arc<str>> {
    from.node(path).and_then(Node::as_text)
}

fn network(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AutomaticSubnets, from.bool("auto_create_subnetworks", true));
    let name = from.text("name", Datum::Absent);
    to.set(Key::BuiltInNetwork, name.map(|d| Datum::Bool(d == Datum::from("default"))));
    to.set(Key::FirewallAttached, Setting::default(false));
}

/// Purposes for which the platform allows neither flow logs nor private access.
const PROXY_PURPOSES: &[&str] =
    &["INTERNAL_HTTPS_LOAD_BALANCER", "REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY"];

fn subnetwork(from: &Reader<'_>, to: &mut Resource) {
    if text(from, "purpose").is_some_and(|p| PROXY_PURPOSES.contains(&&*p)) {
        return;
    }
    to.set(Key::FlowLogging, from.block("log_config"));
    to.set(Key::PrivateConnectivity, from.bool("private_ip_google_access", false));
    if text(from, "stack_type").as_deref() == Some("IPV4_IPV6") {
        to.set(Key::PrivateConnectivityIpv6, from.text("private_ipv6_google_access", Datum::Absent));
    }
}

fn nat(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessLogging, from.bool("log_config.enable", false));
}

fn tunnel(from: &Reader<'_>, to: &mut Resource) {
    let version = from.int("ike_version", 2);
    to.set(
        Key::IkeVersions,
        version.map(|d| match d {
            Datum::Int(n) => Datum::List([Maybe::Known(format!("ikev{n}").into())].into()),
            other => other,
        }),
    );
}

fn zone(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::QueryLogging, from.bool("cloud_logging_config.enable_logging", false));
    // the platform refuses signing of private zones
    if text(from, "visibility").as_deref() != Some("private") {
        let state = from.text("dnssec_config.state", "off");
        to.set(
            Key::Dnssec,
            state.map(|d| Datum::Bool(matches!(d, Datum::Text(t) if matches!(&*t, "on" | "transfer")))),
        );
    }
    let specs = from.blocks("dnssec_config.default_key_specs");
    let mut algorithms: Vec<Maybe<std::sync::Arc<str>>> = Vec::new();
    for spec in &specs.known {
        match spec.text("algorithm", "rsasha256") {
            Setting::Known { datum: Datum::Text(t), .. } | Setting::Default(Datum::Text(t)) => {
                algorithms.push(Maybe::Known(t));
            }
            Setting::Unknown { why, .. } => algorithms.push(Maybe::Unknown(why)),
            _ => {}
        }
    }
    algorithms.extend(specs.unknown.map(|(u, _)| Maybe::Unknown(u.why.clone().into())));
    let list = Datum::List(algorithms.into());
    to.set(
        Key::DnssecAlgorithms,
        specs.first().map_or_else(|| Setting::Default(list.clone()), |s| s.here(list.clone())),
    );
}

fn dns_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::QueryLogging, from.bool("enable_logging", false));
}
