//! Checks on what keeps and moves records: databases, caches, search, messaging, pipelines and analytics.

mod analytics;
mod analytics_cluster;
mod analytics_encryption;
mod broker;
mod cache;
mod database;
mod firewall;
mod key_value_store;
mod parameters;
mod pipeline;
mod policy;
mod queue;
mod search;
mod search_service;
mod snapshot;
mod stream;
mod synapse;
mod threat;
mod topic;
mod warehouse;

#[cfg(test)]
mod tests;

use super::{Check, Outcome, Subject};
use crate::resource::{Datum, Key, Maybe, Setting, Truth};

/// Tables of the family, one per kind or topic.
pub(super) static CHECKS: &[&[Check]] = &[
    database::CAPACITY,
    database::ENCRYPTION,
    database::TRANSIT,
    database::EXPOSURE,
    database::IDENTITY,
    database::LOGGING,
    database::FLAGS,
    database::RECOVERY,
    database::CONTINUITY,
    database::PATCHING,
    database::PLACEMENT,
    parameters::CHECKS,
    snapshot::CHECKS,
    threat::CHECKS,
    firewall::CHECKS,
    policy::CHECKS,
    key_value_store::CHECKS,
    warehouse::CHECKS,
    synapse::CHECKS,
    cache::CHECKS,
    search::CHECKS,
    search_service::CHECKS,
    queue::CHECKS,
    topic::CHECKS,
    stream::CHECKS,
    broker::CHECKS,
    pipeline::CHECKS,
    analytics_encryption::CHECKS,
    analytics::CHECKS,
    analytics_cluster::CHECKS,
];

/// The setting is written in the code, whatever its value: a default that moves with versions does not count.
fn declared(s: &Subject<'_>, key: Key) -> Outcome {
    match s.resource.get(key) {
        Some(Setting::Known { .. }) => Outcome::pass().by(key),
        Some(Setting::Default(_)) => Outcome::fail().by(key),
        _ => s.is_set(key),
    }
}

/// The engine is one of `engines`.
fn engine(s: &Subject<'_>, engines: &[&str]) -> Outcome {
    s.one_of(Key::Engine, engines)
}

/// A parameter or flag satisfies `accept`; where it is not written at all, `otherwise`.
fn parameter(s: &Subject<'_>, name: &str, otherwise: bool, accept: impl Fn(&str) -> bool) -> Outcome {
    s.ask(Key::Parameters, |datum| match datum {
        Datum::Map(entries) => {
            let mut values = entries.iter().filter(|(n, _)| &**n == name).map(|(_, v)| v).peekable();
            if values.peek().is_none() {
                return otherwise.into();
            }
            Truth::any(values, |v: &Maybe<_>| v.test(|v| accept(v)))
        }
        _ => otherwise.into(),
    })
}

/// At least TLS 1.2, said in the code.
fn pins_tls(s: &Subject<'_>) -> Outcome {
    s.one_of(Key::MinimumTls, &["1.2", "1.3"])
}
