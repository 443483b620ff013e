//! Application gateways, Front Door, content delivery, web application firewalls, Azure Firewall.

use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_application_gateway", Kind::LoadBalancer, gateway),
    Type::resource("azurerm_web_application_firewall_policy", Kind::WebFirewall, gateway_policy),
    Type::resource("azurerm_frontdoor_firewall_policy", Kind::WebFirewall, front_door_policy),
    Type::resource("azurerm_cdn_frontdoor_firewall_policy", Kind::WebFirewall, front_door_policy),
    Type::resource("azurerm_frontdoor", Kind::ContentDelivery, front_door),
    Type::resource("azurerm_cdn_frontdoor_route", Kind::ContentDelivery, front_door_route),
    Type::resource("azurerm_cdn_frontdoor_custom_domain", Kind::ContentDelivery, front_door_domain),
    Type::resource("azurerm_cdn_endpoint", Kind::ContentDelivery, cdn_endpoint),
    Type::resource("azurerm_cdn_endpoint_custom_domain", Kind::ContentDelivery, cdn_domain),
    Type::resource("azurerm_firewall", Kind::Firewall, firewall),
    Type::resource("azurerm_firewall_policy", Kind::Firewall, firewall_policy),
];

fn text(from: &Reader<'_>, path: &str) -> Option<std::sync::Arc<str>> {
    from.node(path).and_then(Node::as_text)
}

fn gateway(from: &Reader<'_>, to: &mut Resource) {
    let own = from.bool("waf_configuration.enabled", false);
    let is_on = own.datum() == Some(&Datum::Bool(true));
    let policy = from.presence("firewall_policy_id");
    to.set(Key::WebFirewall, if is_on || !from.has("firewall_policy_id") { own } else { policy });
    to.set(Key::HttpsOnly, listeners(from));
    to.set(Key::TlsPolicyKind, from.text("ssl_policy.policy_type", Datum::Absent));
    to.set(Key::TlsPolicy, from.text("ssl_policy.policy_name", Datum::Absent));
    to.set(Key::MinimumTls, from.text("ssl_policy.min_protocol_version", Datum::Absent));
    to.set(Key::Ciphers, from.list("ssl_policy.cipher_suites", Datum::List([].into())));
}

/// Whether every listener is HTTPS, or only redirects.
fn listeners(from: &Reader<'_>) -> Setting {
    let redirects: Vec<_> = from
        .blocks("request_routing_rule")
        .known
        .iter()
        .filter(|r| r.has("redirect_configuration_name"))
        .filter_map(|r| text(r, "http_listener_name"))
        .collect();
    let blocks = from.blocks("http_listener");
    let mut setting = from.here(!blocks.known.is_empty());
    for listener in &blocks.known {
        let protocol = listener.text("protocol", Datum::Absent);
        let redirected = text(listener, "name").is_some_and(|n| redirects.contains(&n));
        match protocol.datum() {
            Some(datum) if *datum == Datum::from("Https") || redirected => {}
            Some(_) => return protocol.map(|_| Datum::Bool(false)),
            None => setting = protocol,
        }
    }
    match blocks.unknown {
        Some((unknown, at)) => Setting::Unknown { why: unknown.why.clone().into(), at },
        None => setting,
    }
}

fn gateway_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::WebFirewallMode, from.bool("policy_settings.enabled", true));
    to.set(Key::WebFirewallPrevention, from.text("policy_settings.mode", "Prevention"));
    to.set(Key::JavaExploitRules, gateway_exploit_rules(from));
}

/// Rule 944240 of the core rule set stops Log4j look-ups.
const EXPLOIT_RULE: &str = "944240";

fn gateway_exploit_rules(from: &Reader<'_>) -> Setting {
    let sets = from.blocks("managed_rules.managed_rule_set");
    for set in &sets.known {
        let kind = text(set, "type").unwrap_or_else(|| "OWASP".into());
        let version = text(set, "version").unwrap_or_default();
        let covers = match &*kind {
            "OWASP" => matches!(&*version, "3.1" | "3.2"),
            "Microsoft_DefaultRuleSet" => true,
            _ => false,
        };
        if !covers {
            continue;
        }
        for group in set.blocks("rule_group_override").known {
            if text(&group, "rule_group_name").as_deref() != Some("REQUEST-944-APPLICATION-ATTACK-JAVA") {
                continue;
            }
            let disabled = group.node("disabled_rules").and_then(Node::items).unwrap_or_default();
            let off = disabled.iter().any(|r| r.as_text().as_deref() == Some(EXPLOIT_RULE))
                || group.blocks("rule").known.iter().any(|r| {
                    text(r, "id").as_deref() == Some(EXPLOIT_RULE)
                        && r.node("enabled").and_then(Node::as_bool) != Some(true)
                });
            if off {
                return group.here(false);
            }
        }
        return set.here(true);
    }
    match sets.unknown {
        Some((unknown, at)) => Setting::Unknown { why: unknown.why.clone().into(), at },
        None => Setting::default(false),
    }
}

fn front_door_policy(from: &Reader<'_>, to: &mut Resource) {
    let enabled = from.named(&["enabled", "policy_settings.enabled"]);
    to.set(Key::WebFirewallMode, from.bool(enabled, true));
    to.set(Key::WebFirewallPrevention, from.text("mode", "Prevention"));
    to.set(Key::JavaExploitRules, front_door_exploit_rules(from));
}

fn front_door_exploit_rules(from: &Reader<'_>) -> Setting {
    let sets = from.blocks("managed_rule");
    for set in &sets.known {
        if !matches!(text(set, "type").as_deref(), Some("DefaultRuleSet" | "Microsoft_DefaultRuleSet")) {
            continue;
        }
        for group in set.blocks("override").known {
            if text(&group, "rule_group_name").as_deref() != Some("JAVA") {
                continue;
            }
            for rule in group.blocks("rule").known {
                let is_on = rule.node("enabled").and_then(Node::as_bool) == Some(true);
                let stops = matches!(text(&rule, "action").as_deref(), Some("Block" | "Redirect"));
                if text(&rule, "rule_id").as_deref() == Some(EXPLOIT_RULE) && !(is_on && stops) {
                    return rule.here(false);
                }
            }
        }
        return set.here(true);
    }
    match sets.unknown {
        Some((unknown, at)) => Setting::Unknown { why: unknown.why.clone().into(), at },
        None => Setting::default(false),
    }
}

fn front_door(from: &Reader<'_>, to: &mut Resource) {
    let endpoints = from.blocks("frontend_endpoint");
    let mut setting = Setting::Default(Datum::Absent);
    for endpoint in &endpoints.known {
        setting = endpoint.presence("web_application_firewall_policy_link_id");
        // one unprotected endpoint is enough
        if setting.datum() == Some(&Datum::Absent) {
            setting = endpoint.here(Datum::Absent);
            break;
        }
    }
    if let (true, Some((unknown, at))) = (endpoints.known.is_empty(), endpoints.unknown) {
        setting = Setting::Unknown { why: unknown.why.clone().into(), at };
    }
    to.set(Key::WebFirewall, setting);
}

fn front_door_route(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HttpsOnly, from.bool("https_redirect_enabled", true));
}

/// TLS names of the content delivery services, as versions.
fn tls(setting: Setting) -> Setting {
    setting.map(|d| match d {
        Datum::Text(t) => Datum::Text(match &*t {
            "TLS10" | "TLS1_0" => "TLSv1.0".into(),
            "TLS12" | "TLS1_2" => "TLSv1.2".into(),
            "TLS13" | "TLS1_3" => "TLSv1.3".into(),
            _ => t,
        }),
        other => other,
    })
}

fn front_door_domain(from: &Reader<'_>, to: &mut Resource) {
    let path = from.named(&["tls.minimum_tls_version", "tls.minimum_version"]);
    to.set(Key::MinimumTls, tls(from.text(path, "TLS12")));
}

fn cdn_endpoint(from: &Reader<'_>, to: &mut Resource) {
    let http = from.bool("is_http_allowed", true);
    to.set(Key::HttpsOnly, http.map(|d| Datum::Bool(d != Datum::Bool(true))));
    to.set(Key::EncryptedInTransit, from.bool("is_https_allowed", true));
}

fn cdn_domain(from: &Reader<'_>, to: &mut Resource) {
    let path = from.named(&["cdn_managed_https.tls_version", "user_managed_https.tls_version"]);
    to.set(Key::MinimumTls, tls(from.text(path, "TLS12")));
}

fn firewall(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatIntelligence, from.text("threat_intel_mode", "Alert"));
    to.set(Key::FirewallPolicy, from.presence("firewall_policy_id"));
}

fn firewall_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatIntelligence, from.text("threat_intelligence_mode", "Alert"));
    to.set(Key::IntrusionDetection, from.text("intrusion_detection.mode", "Off"));
}
