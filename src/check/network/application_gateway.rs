//! Application gateways.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Truth};

const GATEWAY: &[&str] = &["azurerm_application_gateway"];

/// Suites that an application gateway still takes and that are weak: no forward secrecy, block chaining or 3DES.
const WEAK_SUITES: &[&str] = &[
    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA256",
    "TLS_RSA_WITH_AES_128_CBC_SHA256",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
    "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256",
    "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256",
    "TLS_DHE_DSS_WITH_AES_256_CBC_SHA",
    "TLS_DHE_DSS_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA",
];

/// A predefined strict policy, or one of one's own from TLS 1.2 on without weak suites.
fn gateway_tls(subject: &Subject<'_>) -> Outcome {
    let custom = subject
        .ask(Key::TlsPolicyKind, |d| match d {
            Datum::Text(kind) => (&**kind != "Predefined").into(),
            _ => Truth::False,
        })
        .and(subject.one_of(Key::MinimumTls, &["TLSv1_2", "TLSv1_3"]))
        .and(subject.all_texts(Key::Ciphers, |c| !WEAK_SUITES.contains(&c.trim())));
    let predefined =
        subject.is_set(Key::TlsPolicyKind).and(subject.one_of(Key::TlsPolicy, &["AppGwSslPolicy20220101S"]));
    predefined.or(custom)
}

/// A web firewall that is on: its own setting, or the policy it names.
fn gateway_firewall(subject: &Subject<'_>) -> Outcome {
    let named = subject.is_set(Key::WebFirewall);
    match subject.follow(Key::WebFirewall) {
        Some(policy) => {
            let policy = Subject { resource: policy, estate: subject.estate };
            let enabled = policy.is(Key::WebFirewallMode);
            Outcome { by: named.by.clone(), ..named.and(enabled) }
        }
        // a policy that is named but stands nowhere cannot be on
        None => named.and(subject.ask(Key::WebFirewall, |d| match d {
            Datum::Reference(r) => r.address.contains("data.").into(),
            _ => Truth::True,
        })),
    }
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "gateway-web-firewall",
        objective: "web-application-firewall",
        title: "Application gateway has its web firewall on",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: GATEWAY,
        rationale: "A web application firewall stops injections and known exploits before they reach the \
                    application. For portals with health information it buys the time until a flaw is patched.",
        reads: &[Key::WebFirewall],
        test: gateway_firewall,
        aliases: &[
            Alias::checkov("CKV_AZURE_120", GATEWAY),
            Alias::azure_policy("564feb30-bf6a-4854-b4bb-0d2d2d1e6c66", GATEWAY),
        ],
        remedies: &[Remedy::edit(
            GATEWAY,
            "Use the WAF_v2 tier and name a firewall policy that is enabled.",
            &[Edit::Set("firewall_policy_id", "azurerm_web_application_firewall_policy.edge.id")],
        )
        .command("az network application-gateway show --name {name} --query firewallPolicy")
        .risk("A rule may match honest requests; start in detection mode.")],
    },
    Check {
        id: "gateway-https-only",
        objective: "encryption-in-transit",
        title: "Application gateway listens only with HTTPS",
        severity: Severity::High,
        kind: Kind::LoadBalancer,
        types: GATEWAY,
        rationale: "A listener that answers plain HTTP carries sessions and records readable by everyone on the \
                    way. All it may do is send the browser to the encrypted port.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[Alias::checkov("CKV_AZURE_217", GATEWAY)],
        remedies: &[Remedy::edit(
            GATEWAY,
            "Give the listener a certificate and HTTPS; route the plain one to a redirect.",
            &[Edit::Set("http_listener.protocol", "\"Https\"")],
        )
        .command("az network application-gateway http-listener list --gateway-name {name}")],
    },
    Check {
        id: "gateway-tls-policy",
        objective: "tls-policy",
        title: "Application gateway has a strict TLS policy",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: GATEWAY,
        rationale: "Old protocol versions and weak suites can be broken or talked down to by whoever sits on the \
                    way. The policy decides the weakest protection a record gets.",
        reads: &[Key::TlsPolicyKind, Key::TlsPolicy, Key::MinimumTls, Key::Ciphers],
        test: gateway_tls,
        aliases: &[Alias::checkov("CKV_AZURE_218", GATEWAY)],
        remedies: &[Remedy::edit(
            GATEWAY,
            "Use the strict predefined policy of 2022.",
            &[
                Edit::Set("ssl_policy.policy_type", "\"Predefined\""),
                Edit::Set("ssl_policy.policy_name", "\"AppGwSslPolicy20220101S\""),
            ],
        )
        .command("az network application-gateway ssl-policy show --gateway-name {name}")
        .risk("Clients without TLS 1.2 and modern suites cannot connect.")],
    },
];
