//! Load balancing: policies, proxies, forwarding rules, backends, Cloud Armor.

use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_compute_ssl_policy", Kind::Listener, ssl_policy),
    Type::resource("google_compute_region_ssl_policy", Kind::Listener, ssl_policy),
    Type::resource("google_compute_target_https_proxy", Kind::Listener, proxy),
    Type::resource("google_compute_region_target_https_proxy", Kind::Listener, proxy),
    Type::resource("google_compute_target_ssl_proxy", Kind::Listener, proxy),
    Type::resource("google_compute_forwarding_rule", Kind::Listener, forwarding_rule),
    Type::resource("google_compute_global_forwarding_rule", Kind::Listener, forwarding_rule),
    Type::resource("google_compute_backend_service", Kind::LoadBalancer, backend),
    Type::resource("google_compute_region_backend_service", Kind::LoadBalancer, backend),
    Type::resource("google_compute_security_policy", Kind::WebFirewall, security_policy),
    Type::companion("google_compute_security_policy_rule", POLICY_RULE),
];

fn text(from: &Reader<'_>, path: &str) -> Option<std::sync::Arc<str>> {
    from.node(path).and_then(Node::as_text)
}

fn ssl_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::TlsPolicyKind, from.text("profile", "COMPATIBLE"));
    to.set(Key::MinimumTls, from.text("min_tls_version", "TLS_1_0"));
    to.set(Key::Ciphers, from.list("custom_features", Datum::List([].into())));
}

fn proxy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::TlsPolicy, from.presence("ssl_policy"));
}

/// What a forwarding rule sends to, by reference or by the path of its self link.
fn forwarding_rule(from: &Reader<'_>, to: &mut Resource) {
    let scheme = from.text("load_balancing_scheme", "EXTERNAL");
    let external = scheme.map(|d| match d {
        Datum::Text(s) => Datum::Bool(s.to_ascii_uppercase().starts_with("EXTERNAL")),
        _ => Datum::Bool(true),
    });
    to.set(Key::InternetFacing, external);
    let Some(target) = from.node("target") else {
        // not written, or not told
        to.set(Key::ListenerProtocol, from.text("target", Datum::Absent));
        return;
    };
    let referenced = target.references().first().map(|r| r.address.clone());
    let described = target.as_text().or(referenced);
    let setting = match described {
        Some(t) if t.contains("targetHttpProxies") || t.contains("target_http_proxy.") => {
            from.presence("target").map(|_| Datum::from("HTTP"))
        }
        Some(_) => from.presence("target").map(|_| Datum::from("other")),
        None => from.text("target", Datum::Absent),
    };
    to.set(Key::ListenerProtocol, setting);
}

fn backend(from: &Reader<'_>, to: &mut Resource) {
    let is = |setting: &Setting, fits: fn(&str) -> bool| match setting.datum() {
        Some(Datum::Text(t)) => fits(t),
        // what is not known may be
        _ => true,
    };
    let protocol = from.text("protocol", "HTTP");
    let scheme = from.text("load_balancing_scheme", "EXTERNAL");
    if !is(&protocol, |p| matches!(p, "HTTP" | "HTTPS" | "HTTP2" | "GRPC")) {
        return;
    }
    to.set(Key::AccessLogging, from.bool("log_config.enable", false));
    to.set(
        Key::OriginEncrypted,
        protocol.map(|d| Datum::Bool(matches!(d, Datum::Text(t) if matches!(&*t, "HTTPS" | "HTTP2")))),
    );
    if is(&scheme, |s| s.starts_with("EXTERNAL")) {
        to.set(Key::InternetFacing, scheme.map(|_| Datum::Bool(true)));
        to.set(Key::WebFirewall, from.presence("security_policy"));
    }
}

/// The preconfigured rule against recent critical flaws, Log4j among them.
fn stops_exploits(rule: &Reader<'_>) -> Option<Setting> {
    let expression = text(rule, "match.expr.expression")?;
    if !matches!(
        &*expression,
        "evaluatePreconfiguredExpr('cve-canary')" | "evaluatePreconfiguredWaf('cve-canary')"
    ) {
        return None;
    }
    let preview = rule.node("preview").and_then(Node::as_bool) == Some(true);
    let allows = text(rule, "action").as_deref() == Some("allow");
    Some(rule.here(!preview && !allows))
}

fn security_policy(from: &Reader<'_>, to: &mut Resource) {
    let rules = from.blocks("rule");
    let setting = match (rules.known.iter().find_map(stops_exploits), rules.unknown) {
        (Some(setting), _) => setting,
        (None, Some((unknown, at))) => Setting::Unknown { why: unknown.why.clone().into(), at },
        (None, None) => Setting::default(false),
    };
    to.set(Key::JavaExploitRules, setting);
    to.set(Key::WebFirewallRules, from.block("rule"));
}

const POLICY_RULE: &[Link] = &[Link {
    by: &["security_policy"],
    to: &["google_compute_security_policy"],
    named: &["name"],
    apply: |from, to| {
        let is_set = matches!(to.get(Key::JavaExploitRules), Some(Setting::Known { .. }));
        if let (Some(setting), false) = (stops_exploits(from), is_set) {
            to.set(Key::JavaExploitRules, setting);
        }
        to.set(Key::WebFirewallRules, from.here(true));
    },
}];
