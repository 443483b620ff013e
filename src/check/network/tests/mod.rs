//! What checks on networks and edges must say of small configurations.

mod edge;
mod firewalls;
mod segments;

use std::collections::BTreeSet;

use crate::testing::{Case, hold};

/// Checks whose verdict hangs on companions or on other resources, tested one by one.
const LINKED: &[&str] = &[
    "network-flow-logs",
    "network-default-group-closed",
    "network-not-default",
    "network-has-firewall",
    "subnet-gateway-without-firewall",
    "network-firewall-logging",
    "web-firewall-logging",
    "graphql-web-firewall",
    "dns-zone-signed",
    "dns-zone-query-logging",
    "api-execution-logging",
    "api-execution-logging-and-metrics",
    "api-replaced-before-destroyed",
    "certificate-replaced-before-destroyed",
];

fn tables() -> Vec<&'static [Case]> {
    vec![firewalls::CASES, segments::CASES, edge::CASES]
}

#[test]
fn verdicts_of_single_resources() {
    for table in tables() {
        hold(table);
    }
}

#[test]
fn every_check_is_tested() {
    let mut tested: BTreeSet<&str> = LINKED.iter().copied().collect();
    tested.extend(tables().into_iter().flatten().map(|case| case.check));
    tested.extend(firewalls::PORTS.iter().map(|(check, _)| *check));
    let untested: Vec<_> =
        super::CHECKS.iter().copied().flatten().map(|c| c.id).filter(|id| !tested.contains(id)).collect();
    assert!(untested.is_empty(), "{untested:?}");
}
