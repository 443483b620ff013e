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

/// What the findings of a cause have in common.
#[derive(PartialEq, Eq, Hash)]
enum At {
    Place(Span),
    Resource(ResourceId),
}

pub(super) fn group(
    estate: &Estate,
    findings: &[Finding],
    waived: &std::collections::HashMap<FindingId, WaiverId>,
) -> Vec<RootCause> {
    let failing: Vec<_> = findings
        .par_iter()
        .enumerate()
        .map(|(i, finding)| (FindingId(u32::try_from(i).unwrap_or(u32::MAX)), finding))
        .filter(|(id, finding)| finding.verdict == Verdict::Fail && !waived.contains_key(id))
        .map(|(id, finding)| (id, finding, estate.get(finding.resource).and_then(|r| place(r, finding))))
        .collect();
    let mut index: HashMap<(CheckId, At), usize> =
        HashMap::with_capacity_and_hasher(failing.len(), <_>::default());
    let mut causes: Vec<RootCause> = Vec::with_capacity(failing.len());
    for (id, finding, place) in failing {
        let at = place.map_or(At::Resource(finding.resource), At::Place);
        let position = *index.entry((finding.check, at)).or_insert_with(|| {
            causes.push(RootCause { check: finding.check, place, findings: SmallVec::new() });
            causes.len() - 1
        });
        causes[position].findings.push(id);
    }
    // no finding has two causes, so the first one tells any two apart
    causes.par_sort_unstable_by_key(|c| {
        let severity = registry().get(c.check).severity;
        (Reverse(severity), Reverse(c.findings.len()), c.findings.first().copied())
    });
    causes
}
