//! Questions to a flag of a program.

use std::sync::Arc;

use crate::check::{Alias, Check, Outcome, Remedy, Severity, Subject};
use crate::native::Why;
use crate::resource::{Datum, Key, Kind, Truth};

/// A check of a program's flags. What a flag means that is not written, each question says.
#[expect(clippy::too_many_arguments, reason = "a row of a table")]
pub(super) const fn program(
    id: &'static str,
    objective: &'static str,
    title: &'static str,
    severity: Severity,
    reads: &'static [Key],
    test: fn(&Subject<'_>) -> Outcome,
    rationale: &'static str,
    aliases: &'static [Alias],
    remedies: &'static [Remedy],
) -> Check {
    Check {
        id,
        objective,
        title,
        severity,
        kind: Kind::Any,
        types: TYPES,
        rationale,
        reads,
        test,
        aliases,
        remedies,
    }
}

/// Where a program of the cluster may be described: as a pod, or in a configuration file of a kubelet.
pub(super) const TYPES: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_pod_template",
    "kubernetes_pod_v1",
    "kubernetes_deployment_v1",
    "kubernetes_stateful_set_v1",
    "kubernetes_daemon_set_v1",
    "kubernetes_kubelet_configuration",
];

/// What to do on the manifest of a program.
pub(super) const fn set(steps: &'static str) -> Remedy {
    Remedy::edit(TYPES, steps, &[]).risk("The program restarts; try it on one node first.")
}

/// The flag's value satisfies `test`; `absent` is what holds without it.
pub(super) fn value(s: &Subject<'_>, key: Key, absent: bool, holds: impl Fn(&str) -> bool) -> Outcome {
    s.ask(key, |datum| match datum {
        Datum::Text(text) => holds(text).into(),
        Datum::Bool(b) => holds(if *b { "true" } else { "false" }).into(),
        Datum::Int(n) => holds(&n.to_string()).into(),
        _ => absent.into(),
    })
}

/// The flag is yes.
pub(super) fn on(s: &Subject<'_>, key: Key, absent: bool) -> Outcome {
    value(s, key, absent, |v| v.eq_ignore_ascii_case("true"))
}

/// The flag is no.
pub(super) fn off(s: &Subject<'_>, key: Key, absent: bool) -> Outcome {
    value(s, key, absent, |v| v.eq_ignore_ascii_case("false"))
}

/// The flag names something.
pub(super) fn given(s: &Subject<'_>, key: Key) -> Outcome {
    value(s, key, false, |v| !v.trim().is_empty())
}

/// The flag is not written.
pub(super) fn absent(s: &Subject<'_>, key: Key) -> Outcome {
    value(s, key, true, |_| false)
}

/// The flag's list holds an item.
pub(super) fn lists(s: &Subject<'_>, key: Key, item: &str, absent: bool) -> Outcome {
    value(s, key, absent, |v| v.split(',').any(|i| i.trim() == item))
}

/// The flag is a number of at least `least`.
pub(super) fn at_least(s: &Subject<'_>, key: Key, least: i64) -> Outcome {
    s.ask(key, |datum| match datum {
        Datum::Text(text) => match text.trim().parse::<i64>() {
            Ok(n) => (n >= least).into(),
            Err(_) => Truth::Unknown(Arc::new(Why::Invalid(format!("{text:?} is no whole number").into()))),
        },
        Datum::Int(n) => (*n >= least).into(),
        _ => Truth::False,
    })
}

/// Every cipher suite listed is a strong one; the defaults of Go are.
pub(super) fn strong_ciphers(s: &Subject<'_>, key: Key) -> Outcome {
    const STRONG: &[&str] = &[
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_GCM_SHA384",
    ];
    value(s, key, true, |v| v.split(',').all(|c| STRONG.contains(&c.trim())))
}

/// Whether a duration as Go writes it is longer than nothing.
pub(super) fn lasts(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, b'1'..=b'9'))
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'h' | b'm' | b's'))
        && text.ends_with(['h', 'm', 's'])
}
