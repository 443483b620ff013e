//! Which findings a report and a gate look at.

use std::collections::HashSet;

use crate::check::{Check, CheckId, Finding, Severity, registry};
use crate::hipaa::{ObjectiveId, SafeguardId, nearest_objective, objective, resolve};
use crate::posture::{NativeVerdict, Posture};

/// A choice of checks; the default chooses all.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    chosen: Option<HashSet<CheckId>>,
    safeguards: HashSet<SafeguardId>,
    objectives: Vec<String>,
    checks: Vec<String>,
    severity: Option<Severity>,
}

/// A name that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {name:?} is not known")]
pub struct SelectionError {
    /// `safeguard`, `objective` or `check`.
    pub what: &'static str,
    /// As written.
    pub name: String,
    /// The nearest name that is known; empty when none is near.
    pub nearest: String,
}

impl Selection {
    /// Chooses checks that match every criterion given; an empty list is no criterion.
    pub fn new(
        citations: &[String],
        objectives: &[String],
        checks: &[String],
        severity: Option<Severity>,
    ) -> Result<Self, SelectionError> {
        if citations.is_empty() && objectives.is_empty() && checks.is_empty() && severity.is_none() {
            return Ok(Self::default());
        }
        let safeguards = safeguards(citations)?;
        for name in objectives {
            if objective(name).is_none() {
                let nearest = nearest_objective(name).unwrap_or_default().to_owned();
                return Err(SelectionError { what: "objective", name: name.clone(), nearest });
            }
        }
        let named = named(checks)?;
        let fits = |id: CheckId, check: &Check| {
            (objectives.is_empty() || objectives.iter().any(|o| o == check.objective))
                && (checks.is_empty() || named.contains(&id))
                && severity.is_none_or(|least| check.severity >= least)
                && (citations.is_empty()
                    || Posture::safeguards_of(check).iter().any(|s| safeguards.contains(&s.id)))
        };
        let chosen = registry().checks().filter(|(id, check)| fits(*id, check)).map(|(id, _)| id).collect();
        let (objectives, checks) = (objectives.to_vec(), checks.to_vec());
        Ok(Self { chosen: Some(chosen), safeguards, objectives, checks, severity })
    }

    /// Whether the finding is looked at.
    pub fn takes(&self, finding: &Finding) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen.contains(&finding.check))
    }

    /// Whether findings of an objective are looked at.
    pub fn takes_objective(&self, objective: ObjectiveId) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| {
            chosen.iter().any(|check| registry().get(*check).objective == objective.get().id)
        })
    }

    /// Whether a finding of another scanner is looked at: by its objective, by its rule or the check that is the same
    /// test, and by the severity that the scanner gives it.
    pub fn takes_imported(&self, verdict: &NativeVerdict) -> bool {
        let Some(foreign) = &verdict.imported else { return false };
        let Some(chosen) = &self.chosen else { return true };
        let objective = verdict.objective.get();
        (self.objectives.is_empty() || self.objectives.iter().any(|o| o == objective.id))
            && (self.checks.is_empty()
                || self.checks.iter().any(|c| c.eq_ignore_ascii_case(&verdict.rule))
                || foreign.checks.iter().any(|c| chosen.contains(c)))
            && self.severity.is_none_or(|least| foreign.severity >= least)
            && (self.safeguards.is_empty()
                || objective
                    .edges
                    .iter()
                    .any(|e| e.strength.decides() && self.safeguards.contains(&e.safeguard)))
    }

    /// Whether every finding is looked at.
    pub fn is_everything(&self) -> bool {
        self.chosen.is_none()
    }
}

fn safeguards(citations: &[String]) -> Result<HashSet<SafeguardId>, SelectionError> {
    let mut all = HashSet::new();
    for citation in citations {
        let found = resolve(citation).map_err(|e| SelectionError {
            what: "safeguard",
            name: citation.clone(),
            nearest: e.nearest.unwrap_or_default().to_owned(),
        })?;
        all.extend(found);
    }
    Ok(all)
}

/// Checks by our id or by another tool's.
fn named(checks: &[String]) -> Result<HashSet<CheckId>, SelectionError> {
    let mut all = HashSet::new();
    for name in checks {
        if let Some(id) = registry().find(name) {
            all.insert(id);
            continue;
        }
        let aliased = registry().by_alias(name);
        if aliased.is_empty() {
            let ids = registry().checks().map(|(_, c)| c.id);
            let nearest = crate::hipaa::nearest(name, ids).unwrap_or_default().to_owned();
            return Err(SelectionError { what: "check", name: name.clone(), nearest });
        }
        all.extend(aliased);
    }
    Ok(all)
}
