//! Root causes: failing findings that one edit would mend.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;

use super::{FindingId, WaiverId, place};
use crate::check::{CheckId, Finding, Verdict, registry};
use crate::native::Span;
use crate::resource::{Estate, ResourceId};

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
    /// The findings, in order.
    pub findings: Vec<FindingId>,
}

pub(super) fn group(
    estate: &Estate,
    findings: &[Finding],
    waived: &HashMap<FindingId, WaiverId>,
) -> Vec<RootCause> {
    #[derive(PartialEq, Eq, Hash)]
    enum At {
        Place(Span),
        Resource(ResourceId),
    }
    let mut index: HashMap<(CheckId, At), usize> = HashMap::new();
    let mut causes: Vec<RootCause> = Vec::new();
    let failing: Vec<_> = findings
        .par_iter()
        .enumerate()
        .map(|(i, finding)| (FindingId(u32::try_from(i).unwrap_or(u32::MAX)), finding))
        .filter(|(id, finding)| finding.verdict == Verdict::Fail && !waived.contains_key(id))
        .map(|(id, finding)| (id, finding, estate.get(finding.resource).and_then(|r| place(r, finding))))
        .collect();
    for (id, finding, place) in failing {
        let at = place.map_or(At::Resource(finding.resource), At::Place);
        let position = *index.entry((finding.check, at)).or_insert_with(|| {
            causes.push(RootCause { check: finding.check, place, findings: Vec::new() });
            causes.len() - 1
        });
        causes[position].findings.push(id);
    }
    let rank = |c: &RootCause| (Reverse(registry().get(c.check).severity), Reverse(c.findings.len()));
    causes.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.findings.cmp(&b.findings)));
    causes
}
