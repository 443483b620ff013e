//! Listeners, target groups, proxies and TLS policies of load balancers.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Setting, Truth};

const LISTENERS: &[&str] = &["aws_lb_listener", "aws_alb_listener"];
const TARGETS: &[&str] = &["aws_lb_target_group", "aws_alb_target_group"];
const POLICY: &[&str] = &["aws_load_balancer_policy"];
const SSL_POLICY: &[&str] = &["google_compute_ssl_policy", "google_compute_region_ssl_policy"];
const PROXIES: &[&str] = &[
    "google_compute_target_https_proxy",
    "google_compute_region_target_https_proxy",
    "google_compute_target_ssl_proxy",
];
const FORWARDING: &[&str] = &["google_compute_forwarding_rule", "google_compute_global_forwarding_rule"];

/// Policies of load balancers that take protocols before TLS 1.2 or broken suites.
const WEAK_POLICIES: &[&str] = &[
    "ELBSecurityPolicy-2016-08",
    "ELBSecurityPolicy-TLS-1-1-2017-01",
    "ELBSecurityPolicy-2015-05",
    "ELBSecurityPolicy-2015-03",
    "ELBSecurityPolicy-2015-02",
    "ELBSecurityPolicy-TLS-1-0-2015-04",
    "ELBSecurityPolicy-2014-10",
    "ELBSecurityPolicy-Default",
    "ELBSecurityPolicy-2014-01",
];

/// Suites without forward secrecy or with 3DES.
const WEAK_FEATURES: &[&str] = &[
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
];

fn protocol(subject: &Subject<'_>, protocols: &[&str]) -> Outcome {
    subject.one_of(Key::ListenerProtocol, protocols)
}

/// Encrypted, of a transport that the application encrypts itself, or only redirecting to HTTPS.
fn not_plain(subject: &Subject<'_>) -> Outcome {
    let plain = subject.ask(Key::ListenerProtocol, |d| match d {
        Datum::Text(p) => (&**p == "HTTP").into(),
        _ => Truth::False,
    });
    plain.negate().or(subject.is(Key::HttpsRedirect))
}

/// A policy name that takes nothing before TLS 1.2.
fn from_tls_1_2(policy: &str) -> bool {
    let policy = policy.strip_prefix("ELBSecurityPolicy-").unwrap_or_default();
    let modern = policy.starts_with("FS-1-2") || policy.starts_with("TLS-1-2") || policy.starts_with("TLS13");
    modern && !policy.starts_with("TLS13-1-0") && !policy.starts_with("TLS13-1-1")
}

/// A TLS listener from 1.2 on, one that leaves TLS to the application, or one that only redirects to HTTPS.
fn modern_tls(subject: &Subject<'_>) -> Outcome {
    let gateway = subject.follow(Key::Parent).is_none_or(|balancer| {
        let kind = balancer.get(Key::BalancerKind).and_then(Setting::datum);
        kind.is_none_or(|k| *k == Datum::from("gateway"))
    });
    let passes_through = subject.ask(Key::ListenerProtocol, |d| match d {
        // without a protocol it belongs to a gateway balancer, which carries other people's packets
        Datum::Absent => gateway.into(),
        Datum::Text(p) => matches!(&**p, "TCP" | "UDP" | "TCP_UDP" | "GENEVE" | "QUIC" | "TCP_QUIC").into(),
        _ => Truth::False,
    });
    let encrypted = protocol(subject, &["HTTPS", "TLS"]).and(subject.text(Key::TlsPolicy, from_tls_1_2));
    passes_through.or(encrypted).or(subject.is(Key::HttpsRedirect))
}

/// Not a TLS listener, or one with a policy that is not known to be weak.
fn no_weak_policy(subject: &Subject<'_>) -> Outcome {
    let encrypted = protocol(subject, &["HTTPS", "TLS"]);
    let strong = subject.text(Key::TlsPolicy, |p| !WEAK_POLICIES.contains(&p));
    encrypted.negate().or(strong)
}

/// A restricted profile, a modern one from TLS 1.2 on, or one of one's own without weak suites.
fn strong_profile(subject: &Subject<'_>) -> Outcome {
    let profile = |name: &'static str| subject.one_of(Key::TlsPolicyKind, &[name]);
    let modern = profile("MODERN").and(subject.one_of(Key::MinimumTls, &["TLS_1_2", "TLS_1_3"]));
    let custom = profile("CUSTOM").and(subject.all_texts(Key::Ciphers, |c| !WEAK_FEATURES.contains(&c)));
    profile("RESTRICTED").or(modern).or(custom)
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "listener-not-plain-http",
        objective: "encryption-in-transit",
        title: "Listener does not serve plain HTTP",
        severity: Severity::High,
        kind: Kind::Listener,
        types: LISTENERS,
        rationale: "Plain HTTP carries passwords, sessions and records readable by everyone on the way. A listener \
                    has to encrypt, or do no more than send the browser to the one that does.",
        reads: &[Key::ListenerProtocol, Key::HttpsRedirect],
        test: not_plain,
        aliases: &[Alias::checkov("CKV_AWS_2", LISTENERS), Alias::trivy("AVD-AWS-0054", LISTENERS)],
        remedies: &[Remedy::edit(
            LISTENERS,
            "Serve HTTPS with a certificate, and keep port 80 for a redirect only.",
            &[
                Edit::Set("protocol", "\"HTTPS\""),
                Edit::Set("port", "443"),
                Edit::Set("ssl_policy", "\"ELBSecurityPolicy-TLS13-1-2-2021-06\""),
                Edit::Set("certificate_arn", "aws_acm_certificate.portal.arn"),
            ],
        )
        .command("aws elbv2 describe-listeners --region {region}")
        .risk("Clients that cannot follow redirects or speak TLS stop working.")],
    },
    Check {
        id: "listener-minimum-tls",
        objective: "tls-policy",
        title: "Listener takes TLS 1.2 or later only",
        severity: Severity::High,
        kind: Kind::Listener,
        types: LISTENERS,
        rationale: "TLS 1.0 and 1.1 are broken and withdrawn. A listener that still takes them can be talked down \
                    by whoever sits on the way, and the records it carries with it.",
        reads: &[Key::ListenerProtocol, Key::TlsPolicy, Key::HttpsRedirect],
        test: modern_tls,
        aliases: &[Alias::checkov("CKV_AWS_103", LISTENERS)],
        remedies: &[Remedy::edit(
            LISTENERS,
            "Use a policy that starts at TLS 1.2.",
            &[Edit::Set("ssl_policy", "\"ELBSecurityPolicy-TLS13-1-2-2021-06\"")],
        )
        .command("aws elbv2 describe-listeners --region {region}")
        .risk("Very old clients cannot connect.")],
    },
    Check {
        id: "listener-no-weak-policy",
        objective: "tls-policy",
        title: "Listener's TLS policy takes no weak ciphers",
        severity: Severity::High,
        kind: Kind::Listener,
        types: LISTENERS,
        rationale: "The default policy of 2016 still takes TLS 1.0 and suites without forward secrecy. Traffic with \
                    health information recorded today could be read later.",
        reads: &[Key::ListenerProtocol, Key::TlsPolicy],
        test: no_weak_policy,
        aliases: &[Alias::checkov("CKV2_AWS_74", LISTENERS)],
        remedies: &[Remedy::edit(
            LISTENERS,
            "Name a current policy; without one the listener falls back to that of 2016.",
            &[Edit::Set("ssl_policy", "\"ELBSecurityPolicy-TLS13-1-2-2021-06\"")],
        )
        .command("aws elbv2 describe-listeners --region {region}")
        .risk("Very old clients cannot connect.")],
    },
    Check {
        id: "listener-certificate",
        objective: "certificate-lifecycle",
        title: "Encrypted listener names a certificate",
        severity: Severity::Medium,
        kind: Kind::Listener,
        types: LISTENERS,
        rationale: "A listener without a certificate of the certificate manager either cannot encrypt or hangs on one \
                    that somebody has to remember to renew. On the day it lapses, patients and staff are locked out.",
        reads: &[Key::ListenerProtocol, Key::CertificateSource],
        test: |s| {
            protocol(s, &["HTTPS", "TLS"])
                .when_holds("the listener does not end TLS", || s.is_set(Key::CertificateSource))
        },
        aliases: &[Alias::aws_config("ELBV2_ACM_CERTIFICATE_REQUIRED", LISTENERS)],
        remedies: &[Remedy::edit(
            LISTENERS,
            "Name a certificate of the certificate manager, which renews itself.",
            &[Edit::Set("certificate_arn", "aws_acm_certificate.portal.arn")],
        )
        .command("aws elbv2 describe-listeners --region {region}")],
    },
    Check {
        id: "target-group-encrypted",
        objective: "encryption-in-transit",
        title: "Targets are reached without plain HTTP at either end",
        severity: Severity::Medium,
        kind: Kind::Listener,
        types: TARGETS,
        rationale: "A target group over HTTP that no encrypted listener fronts means clear text from end to end. \
                    Somewhere between browser and application the record must be protected.",
        reads: &[Key::OriginEncrypted, Key::ListenerEncrypted],
        test: |s| s.is(Key::OriginEncrypted).or(s.is(Key::ListenerEncrypted)),
        aliases: &[Alias::checkov("CKV_AWS_378", TARGETS)],
        remedies: &[Remedy::edit(
            TARGETS,
            "Speak HTTPS to the targets, or at least forward to them from an HTTPS listener only.",
            &[Edit::Set("protocol", "\"HTTPS\""), Edit::Set("port", "443")],
        )
        .command("aws elbv2 describe-target-groups --names {name} --region {region}")
        .risk("The group is replaced, and its targets need a certificate; it may be self-signed.")],
    },
    Check {
        id: "target-group-health-check",
        objective: "health-monitoring",
        title: "Target group checks the health of its targets",
        severity: Severity::Low,
        kind: Kind::Listener,
        types: TARGETS,
        rationale: "Without a check of its own path the balancer sends users to instances that answer with errors. \
                    Clinicians then find records unavailable while healthy instances stand by.",
        reads: &[Key::HealthCheck],
        test: |s| s.is_set(Key::HealthCheck),
        aliases: &[Alias::checkov("CKV_AWS_261", TARGETS)],
        remedies: &[Remedy::edit(
            TARGETS,
            "Name a path that tells whether the application works.",
            &[Edit::Set("health_check.path", "\"/health\"")],
        )
        .command("aws elbv2 describe-target-groups --names {name} --region {region}")],
    },
    Check {
        id: "classic-policy-secure-protocols",
        objective: "tls-policy",
        title: "Classic balancer's policy takes secure protocols only",
        severity: Severity::High,
        kind: Kind::Listener,
        types: POLICY,
        rationale: "SSL 3 and the first TLS versions are broken and withdrawn. A policy that still takes them lets \
                    whoever sits on the way talk connections down and read records.",
        reads: &[Key::Protocols],
        test: |s| {
            s.all_texts(Key::Protocols, |p| {
                !WEAK_POLICIES.contains(&p)
                    && !matches!(p, "Protocol-SSLv3" | "Protocol-TLSv1" | "Protocol-TLSv1.1")
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_213", POLICY)],
        remedies: &[Remedy::edit(
            POLICY,
            "Refer to the predefined policy of 2017 that starts at TLS 1.2, and switch old protocols off.",
            &[
                Edit::Set("policy_attribute.name", "\"Reference-Security-Policy\""),
                Edit::Set("policy_attribute.value", "\"ELBSecurityPolicy-TLS-1-2-2017-01\""),
            ],
        )
        .command("aws elb describe-load-balancer-policies --region {region}")
        .risk("Very old clients cannot connect.")],
    },
    Check {
        id: "ssl-policy-strong-profile",
        objective: "tls-policy",
        title: "TLS policy permits no weak ciphers",
        severity: Severity::Medium,
        kind: Kind::Listener,
        types: SSL_POLICY,
        rationale: "Suites without forward secrecy and versions before TLS 1.2 let recorded traffic be read later. \
                    The policy decides the weakest protection that health information gets.",
        reads: &[Key::TlsPolicyKind, Key::MinimumTls, Key::Ciphers],
        test: strong_profile,
        aliases: &[
            Alias::checkov("CKV_GCP_4", &["google_compute_ssl_policy"]),
            Alias::gcp("WEAK_SSL_POLICY", &["google_compute_ssl_policy"]),
        ],
        remedies: &[Remedy::edit(
            SSL_POLICY,
            "Use the modern profile from TLS 1.2 on, or the restricted one.",
            &[Edit::Set("profile", "\"MODERN\""), Edit::Set("min_tls_version", "\"TLS_1_2\"")],
        )
        .command("gcloud compute ssl-policies describe {name}")
        .risk("Very old clients cannot connect.")],
    },
    Check {
        id: "ssl-policy-minimum-tls",
        objective: "tls-policy",
        title: "TLS policy starts at TLS 1.2",
        severity: Severity::High,
        kind: Kind::Listener,
        types: SSL_POLICY,
        rationale: "TLS 1.0 and 1.1 are broken and withdrawn. A policy that still takes them lets whoever sits on \
                    the way talk connections down and read records.",
        reads: &[Key::MinimumTls],
        test: |s| s.one_of(Key::MinimumTls, &["TLS_1_2", "TLS_1_3"]),
        aliases: &[
            Alias::trivy("AVD-GCP-0039", SSL_POLICY),
            Alias::kics("14a457f0-473d-4d1d-9e37-6d99b355b336", SSL_POLICY),
        ],
        remedies: &[Remedy::edit(
            SSL_POLICY,
            "Start at TLS 1.2.",
            &[Edit::Set("min_tls_version", "\"TLS_1_2\"")],
        )
        .command("gcloud compute ssl-policies describe {name}")
        .risk("Very old clients cannot connect.")],
    },
    Check {
        id: "proxy-tls-policy",
        objective: "tls-policy",
        title: "Proxy names a TLS policy",
        severity: Severity::Medium,
        kind: Kind::Listener,
        types: PROXIES,
        rationale: "Without a policy of its own the proxy takes TLS 1.0 and old suites, so that every client can \
                    connect. Health information needs the choice to be made.",
        reads: &[Key::TlsPolicy],
        test: |s| s.is_set(Key::TlsPolicy),
        aliases: &[],
        remedies: &[Remedy::edit(
            PROXIES,
            "Name a policy that starts at TLS 1.2.",
            &[Edit::Set("ssl_policy", "google_compute_ssl_policy.modern.id")],
        )
        .command("gcloud compute target-https-proxies describe {name} --format='value(sslPolicy)'")],
    },
    Check {
        id: "forwarding-rule-not-plain-http",
        objective: "encryption-in-transit",
        title: "Public forwarding rule does not lead to plain HTTP",
        severity: Severity::High,
        kind: Kind::Listener,
        types: FORWARDING,
        rationale: "A rule that leads the internet to an HTTP proxy carries sessions and records readable by \
                    everyone on the way. Public entry has to be through a TLS proxy.",
        reads: &[Key::ListenerProtocol, Key::InternetFacing],
        test: |s| {
            let plain = s.ask(Key::ListenerProtocol, |d| (*d == Datum::from("HTTP")).into());
            plain.negate().or(s.is_not(Key::InternetFacing))
        },
        aliases: &[
            Alias::checkov("CKV2_GCP_37", &["google_compute_forwarding_rule"]),
            Alias::checkov("CKV2_GCP_38", &["google_compute_global_forwarding_rule"]),
        ],
        remedies: &[Remedy::edit(
            FORWARDING,
            "Point the rule at an HTTPS proxy with a certificate.",
            &[
                Edit::Set("target", "google_compute_target_https_proxy.portal.id"),
                Edit::Set("port_range", "\"443\""),
            ],
        )
        .command("gcloud compute forwarding-rules describe {name}")
        .risk("Clients that only speak plain HTTP stop working.")],
    },
];
