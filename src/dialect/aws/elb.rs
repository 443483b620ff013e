//! Load balancers of both generations, their listeners, target groups and accelerators.

use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_lb", Kind::LoadBalancer, balancer),
    Type::resource("aws_alb", Kind::LoadBalancer, balancer),
    Type::resource("aws_elb", Kind::LoadBalancer, classic),
    Type::resource("aws_lb_listener", Kind::Listener, listener).with_links(LISTENER),
    Type::resource("aws_alb_listener", Kind::Listener, listener).with_links(LISTENER),
    Type::resource("aws_lb_target_group", Kind::Listener, target_group),
    Type::resource("aws_alb_target_group", Kind::Listener, target_group),
    Type::companion("aws_lb_listener_certificate", CERTIFICATE),
    Type::companion("aws_alb_listener_certificate", CERTIFICATE),
    Type::resource("aws_load_balancer_policy", Kind::Listener, classic_policy),
    Type::resource("aws_globalaccelerator_accelerator", Kind::LoadBalancer, accelerator),
];

const BALANCERS: &[&str] = &["aws_lb", "aws_alb"];
const TARGETS: &[&str] = &["aws_lb_target_group", "aws_alb_target_group"];

/// Certificates may also be added to a listener from outside.
const CERTIFICATE: &[Link] = &[Link {
    by: &["listener_arn"],
    to: &["aws_lb_listener", "aws_alb_listener"],
    named: &[],
    apply: |from, to| {
        to.set(Key::CertificateSource, from.presence("certificate_arn"));
    },
}];

const LISTENER: &[Link] = &[
    Link {
        by: &["load_balancer_arn"],
        to: BALANCERS,
        named: &[],
        apply: |from, to| {
            // one listener that serves plain HTTP decides for the balancer
            let plain = to.get(Key::HttpsRedirect).and_then(Setting::datum) == Some(&Datum::Bool(false));
            if to.has(Key::HttpsRedirect) && !plain && is_plain(from) {
                to.set(Key::HttpsRedirect, redirects(from));
            }
        },
    },
    Link {
        by: &[
            "default_action.target_group_arn",
            "default_action.1.target_group_arn",
            "default_action.forward.target_group.arn",
            "default_action.forward.target_group.1.arn",
        ],
        to: TARGETS,
        named: &[],
        apply: |from, to| {
            if !is_plain(from) {
                to.set(Key::ListenerEncrypted, from.here(true));
            }
        },
    },
];

fn balancer(from: &Reader<'_>, to: &mut Resource) {
    let kind = from.text("load_balancer_type", "application");
    let is = |name: &str| kind.datum() == Some(&Datum::from(name));
    // a setting of some kinds only: where the kind is not known, neither is whether it is missing
    let certain = |setting: Setting| match setting.datum() {
        Some(Datum::Bool(true)) => setting,
        _ if kind.why().is_some() => kind.clone(),
        _ => setting,
    };
    to.set(Key::BalancerKind, kind.clone());
    to.set(Key::DeletionProtection, from.bool("enable_deletion_protection", false));
    to.set(Key::DesyncMitigation, from.text("desync_mitigation_mode", "defensive"));
    to.set(Key::HttpsRedirect, from.without("aws_lb_listener", true));
    to.set(Key::WebFirewall, from.without("aws_wafv2_web_acl_association", false));
    if !is("gateway") {
        to.set(Key::AccessLogging, certain(from.bool("access_logs.enabled", false)));
    }
    let internal = from.bool("internal", false);
    if is("application") || kind.why().is_some() {
        let headers = from.bool("drop_invalid_header_fields", false);
        to.set(Key::InvalidHeadersDropped, certain(headers));
        let inside = internal.datum() == Some(&Datum::Bool(true));
        let facing = internal.map(|d| Datum::Bool(d != Datum::Bool(true)));
        to.set(Key::InternetFacing, if kind.why().is_some() && !inside { kind.clone() } else { facing });
    } else {
        // only an application balancer speaks HTTP, so only it can have a web firewall
        to.set(Key::InternetFacing, from.here(false));
    }
    if !is("application") {
        to.set(Key::CrossZone, certain(from.bool("enable_cross_zone_load_balancing", false)));
    }
}

fn classic(from: &Reader<'_>, to: &mut Resource) {
    let logs = from.blocks("access_logs");
    to.set(
        Key::AccessLogging,
        match (logs.first(), logs.unknown) {
            (Some(block), _) => block.bool("enabled", true),
            (None, Some((unknown, at))) => Setting::Unknown { why: unknown.why.clone().into(), at },
            (None, None) => Setting::default(false),
        },
    );
    to.set(Key::CrossZone, from.bool("cross_zone_load_balancing", true));
    to.set(Key::DesyncMitigation, from.text("desync_mitigation_mode", "defensive"));
    let listeners = from.blocks("listener");
    let mut certificates = from.here(true);
    let mut front = from.here(true);
    let mut back = from.here(true);
    for listener in &listeners.known {
        // a certificate that was put into IAM is renewed by nobody
        let own = listener.node("ssl_certificate_id").and_then(Node::as_text);
        if !listener.has("ssl_certificate_id") || own.is_some_and(|arn| arn.contains(":server-certificate/"))
        {
            certificates = listener.here(false);
        }
        if is_one_of(listener, "lb_protocol", &["http", "tcp"]) {
            front = listener.here(false);
        }
        if is_one_of(listener, "instance_protocol", &["http", "tcp"])
            || (is_one_of(listener, "instance_protocol", &["https", "ssl"])
                && !listener.has("ssl_certificate_id"))
        {
            back = listener.here(false);
        }
    }
    if let Some((unknown, at)) = listeners.unknown {
        for setting in [&mut certificates, &mut front, &mut back] {
            if setting.datum() == Some(&Datum::Bool(true)) {
                *setting = Setting::Unknown { why: unknown.why.clone().into(), at };
            }
        }
    }
    to.set(Key::CertificateSource, certificates);
    to.set(Key::EncryptedInTransit, front);
    to.set(Key::OriginEncrypted, back);
}

fn is_one_of(from: &Reader<'_>, path: &str, values: &[&str]) -> bool {
    let text = from.node(path).and_then(Node::as_text);
    text.is_some_and(|t| values.iter().any(|v| t.eq_ignore_ascii_case(v)))
}

/// Whether a listener speaks plain HTTP, the default of an application balancer.
fn is_plain(from: &Reader<'_>) -> bool {
    match from.node("protocol") {
        Some(node) => node.as_text().is_some_and(|p| p.eq_ignore_ascii_case("HTTP")),
        None => !from.has("protocol") && from.has("port"),
    }
}

fn redirects(from: &Reader<'_>) -> Setting {
    let actions = from.blocks("default_action");
    for action in &actions.known {
        if is_one_of(action, "type", &["redirect"]) {
            let protocol = action.text("redirect.protocol", "#{protocol}");
            return protocol.map(|d| Datum::Bool(d == Datum::from("HTTPS")));
        }
    }
    match actions.unknown {
        Some((unknown, at)) => Setting::Unknown { why: unknown.why.clone().into(), at },
        None => Setting::default(false),
    }
}

fn listener(from: &Reader<'_>, to: &mut Resource) {
    let default = if from.has("port") { Datum::from("HTTP") } else { Datum::Absent };
    to.set(Key::ListenerProtocol, from.text("protocol", default));
    to.set(Key::Parent, from.presence("load_balancer_arn"));
    // a certificate that was put into IAM is renewed by nobody
    let managed = from.presence("certificate_arn").map(|arn| match arn {
        Datum::Text(arn) if arn.contains(":server-certificate/") => Datum::Absent,
        other => other,
    });
    to.set(Key::CertificateSource, managed);
    to.set(Key::HttpsRedirect, redirects(from));
    to.set(Key::TlsPolicy, from.text("ssl_policy", "ELBSecurityPolicy-2016-08"));
}

fn target_group(from: &Reader<'_>, to: &mut Resource) {
    let protocol = from.text("protocol", Datum::Absent);
    let http = matches!(protocol.datum(), Some(Datum::Text(p)) if matches!(&**p, "HTTP" | "HTTPS"));
    if http {
        let path = from.presence("health_check.path");
        to.set(Key::HealthCheck, path);
    }
    to.set(Key::OriginEncrypted, protocol.map(|d| Datum::Bool(d != Datum::from("HTTP"))));
    to.set(Key::ListenerEncrypted, from.without("aws_lb_listener", false));
}

/// Reads what a classic balancer's policy switches on: protocol names and the predefined policy.
fn classic_policy(from: &Reader<'_>, to: &mut Resource) {
    let mut offered = Vec::new();
    let attributes = from.blocks("policy_attribute");
    for attribute in &attributes.known {
        let text = |path| attribute.node(path).and_then(Node::as_text);
        let (Some(name), value) = (text("name"), text("value")) else { continue };
        if &*name == "Reference-Security-Policy" {
            offered.extend(value.map(Maybe::Known));
        } else if name.starts_with("Protocol-") && value.is_some_and(|v| &*v == "true") {
            offered.push(Maybe::Known(name));
        }
    }
    if let Some((unknown, _)) = attributes.unknown {
        offered.push(Maybe::Unknown(unknown.why.clone().into()));
    }
    to.set(Key::Protocols, from.here(Datum::List(offered.into())));
}

fn accelerator(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FlowLogging, from.bool("attributes.flow_logs_enabled", false));
}
