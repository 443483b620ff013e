//! Runs every check that applies on every resource.

use std::sync::Arc;

use rayon::prelude::*;

use super::outcome::Keys;
use super::{Subject, Verdict, registry};
use crate::native::{Span, Why};
use crate::resource::{Estate, ResourceId};

/// Dense index of a check in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CheckId(pub(super) u16);

/// A check's verdict on a resource. Small on purpose: an estate has a million of them.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The check.
    pub check: CheckId,
    /// The resource.
    pub resource: ResourceId,
    /// The verdict.
    pub verdict: Verdict,
    /// What is worth saying beyond the verdict; boxed to keep the rest small.
    pub detail: Option<Box<FindingDetail>>,
}

/// Why a finding is as it is.
#[derive(Debug, Clone, Default)]
pub struct FindingDetail {
    /// Settings that decided it.
    pub by: Keys,
    /// Why it is unknown.
    pub why: Option<Arc<Why>>,
    /// A remark of the check; empty for none.
    pub note: &'static str,
    /// The part that decided, where a setting has several: one rule, one statement.
    pub part: Option<Span>,
}

impl CheckId {
    /// Its position in the registry.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Assesses an estate. Findings come in the order of resources, then of checks.
pub fn assess(estate: &Estate) -> Vec<Finding> {
    let registry = registry();
    estate
        .resources()
        .par_iter()
        .enumerate()
        .flat_map_iter(|(i, resource)| {
            let id = ResourceId(u32::try_from(i).unwrap_or(u32::MAX));
            registry.of_kind(resource.kind).iter().filter_map(move |check_id| {
                let check = registry.get(*check_id);
                if !check.applies_to(resource) {
                    return None;
                }
                let outcome = (check.test)(&Subject { resource, estate });
                let detail = FindingDetail {
                    by: outcome.by,
                    why: outcome.why,
                    note: outcome.note,
                    part: outcome.part,
                };
                Some(Finding {
                    check: *check_id,
                    resource: id,
                    verdict: outcome.verdict,
                    detail: Some(Box::new(detail)),
                })
            })
        })
        .collect()
}
