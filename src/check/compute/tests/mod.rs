//! Every check of the family with inputs that pass, fail and cannot be told.

mod azure_machines;
mod clusters;
mod containers;
mod functions;
mod links;
mod machines;
mod services;
mod supply;

use std::collections::HashSet;

use crate::check::Check;

#[test]
fn every_check_has_a_passing_a_failing_and_an_unknown_input() {
    let tables = [
        azure_machines::CASES,
        clusters::CASES,
        containers::CASES,
        functions::CASES,
        machines::CASES,
        services::CASES,
        supply::CASES,
    ];
    let mut tested: [HashSet<&str>; 3] = Default::default();
    for case in tables.into_iter().flatten() {
        for (seen, body) in tested.iter_mut().zip(case.bodies) {
            if !body.is_empty() {
                seen.insert(case.check);
            }
        }
    }
    for check in super::CHECKS.iter().copied().flatten().map(|c: &Check| c.id) {
        if links::CHECKS.contains(&check) || links::SETTLED.contains(&check) {
            continue;
        }
        for (word, seen) in ["passing", "failing", "unknown"].iter().zip(&tested) {
            assert!(seen.contains(check), "{check} has no {word} input");
        }
    }
}
