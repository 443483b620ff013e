//! Root causes: failing findings that one edit would mend.

use std::cmp::Reverse;

use rayon::prelude::*;
use smallvec::SmallVec;

use super::{FindingId, WaiverId, place};
use crate::check::{CheckId, Finding, Verdict, registry};
use crate::native::Span;
use crate::resource::{Estate, ResourceId};
use crate::table::HashMap;

/// Dense index of a root cause in its posture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CauseId(pub u32);

/// Findings of one check that are decided at one place.
#[derive(Debug, Clone)]
pub struct RootCause {
    /// The check that fails.
    pub check: CheckId,
    /// The place that decides, where there is one.
    pub place: Option<Span>,
    /// The findings, in order; one in most.
    pub findings: SmallVec<[FindingId; 4]>,
}

/// What the findings of a cause have in common, besides their check.
#[derive(PartialEq, Eq, Hash)]
enum At {
    Place(Span),
    Resource(ResourceId),
}

/// A failing finding and the place that decides it.
type Failing = (FindingId, ResourceId, Option<Span>);

pub(super) fn group(
    estate: &Estate,
    findings: &[Finding],
    waived: &std::collections::HashMap<FindingId, WaiverId>,
) -> Vec<RootCause> {
    let failing: Vec<(CheckId, Failing)> = findings
        .par_iter()
        .enumerate()
        .filter(|(_, finding)| finding.verdict == Verdict::Fail)
        .map(|(i, finding)| (FindingId(u32::try_from(i).unwrap_or(u32::MAX)), finding))
        .filter(|(id, _)| waived.is_empty() || !waived.contains_key(id))
        .map(|(id, finding)| {
            let place = estate.get(finding.resource).and_then(|r| place(r, finding));
            (finding.check, (id, finding.resource, place))
        })
        .collect();
    // each check by itself: small tables, and every core has some
    let mut of_checks: Vec<Vec<Failing>> = vec![Vec::new(); registry().len()];
    for (check, failing) in failing {
        of_checks[check.index()].push(failing);
    }
    let with_ids: Vec<_> = registry().checks().map(|(id, _)| id).zip(of_checks).collect();
    let mut causes: Vec<RootCause> =
        with_ids.into_par_iter().flat_map_iter(|(check, failing)| of_check(check, failing)).collect();
    // no finding has two causes, so the first one tells any two apart
    causes.par_sort_by_cached_key(|c| {
        let severity = registry().get(c.check).severity;
        (Reverse(severity), Reverse(c.findings.len()), c.findings.first().copied())
    });
    causes
}

/// The causes of one check's failures, which come in the order of findings.
fn of_check(check: CheckId, failing: Vec<Failing>) -> Vec<RootCause> {
    let mut index: HashMap<At, usize> = HashMap::with_capacity_and_hasher(failing.len(), <_>::default());
    let mut causes: Vec<RootCause> = Vec::with_capacity(failing.len());
    for (id, resource, place) in failing {
        let at = place.map_or(At::Resource(resource), At::Place);
        let position = *index.entry(at).or_insert_with(|| {
            causes.push(RootCause { check, place, findings: SmallVec::new() });
            causes.len() - 1
        });
        causes[position].findings.push(id);
    }
    causes
}
