//! Whether a row passes a query.

use crate::check::{Finding, Tool, registry};
use crate::drift::{Direction, DriftItem};
use crate::hipaa::objectives;
use crate::native::Span;
use crate::posture::{Counts, FindingId, Posture, RootCause, Standing, WaiverStatus};
use crate::resource::{Datum, Key, Maybe, Resource};

use super::columns::{owner, source_word};
use super::query::{Field, Query, Term};
use super::rows::Base;
use super::snapshot::Snapshot;

/// A query made ready for one base: what depends on the check or the resource alone is asked once for each.
pub(crate) struct Matcher<'a> {
    snapshot: &'a Snapshot,
    query: &'a Query,
    base: Base,
    /// For each term and check, whether it passes; empty where the term does not ask about checks.
    checks: Vec<Vec<bool>>,
    /// For each term and resource: not asked yet, no, yes.
    resources: Vec<Vec<Option<bool>>>,
    paths: Vec<Vec<bool>>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, query: &'a Query, base: Base) -> Self {
        let checks = query
            .terms
            .iter()
            .map(|term| registry().checks().map(|(_, check)| check_admits(term, check)).collect())
            .collect();
        let resources = query.terms.iter().map(|_| vec![None; snapshot.posture.estate.len()]).collect();
        let paths = query
            .terms
            .iter()
            .map(|term| snapshot.posture.files.iter().map(|(_, f)| term.admits_text(&f.path)).collect())
            .collect();
        Self { snapshot, query, base, checks, resources, paths }
    }

    /// Whether a row of the base passes.
    pub(crate) fn admits(&mut self, row: u32) -> bool {
        let posture: &Posture = &self.snapshot.posture;
        (0..self.query.terms.len()).all(|i| {
            let term = &self.query.terms[i];
            let found = match self.base {
                Base::Findings | Base::Objective(_) => {
                    self.snapshot.finding(row).is_some_and(|f| self.finding(i, term, row, f))
                }
                Base::Resources => self.resource(i, term, row),
                Base::Causes => posture.causes.get(row as usize).is_some_and(|c| self.cause(i, term, c)),
                Base::Waivers => waiver_admits(posture, term, row),
                Base::Drift => self.drift(i, term, row),
                Base::Objectives => objective_admits(posture, term, row),
            };
            found != term.negated
        })
    }

    fn finding(&mut self, i: usize, term: &Term, row: u32, finding: &Finding) -> bool {
        let check = |m: &Self| m.checks[i].get(finding.check.index()).copied().unwrap_or(false);
        match term.field {
            Field::Status => standing_admits(term, self.snapshot.standing(row)),
            Field::Severity | Field::Check | Field::Objective | Field::Safeguard => check(self),
            Field::Tool => {
                let Some(resource) = self.snapshot.resource(finding.resource.0) else { return false };
                let check = registry().get(finding.check);
                check.aliases_for(resource).iter().any(|(tool, _)| tool_admits(term, *tool))
            }
            Field::Waived => (self.snapshot.standing(row) == Standing::Waived) == (term.value == "yes"),
            Field::Path => match self.snapshot.posture.place(finding) {
                Some(span) => self.path(i, term, span),
                None => term.value == "none",
            },
            Field::Waiver => self
                .snapshot
                .posture
                .waiver_id(FindingId(row))
                .is_some_and(|w| (w.0 + 1).to_string() == term.value),
            Field::Text => check(self) || self.resource_text(i, term, finding.resource.0),
            _ => self.resource_text(i, term, finding.resource.0),
        }
    }

    fn resource(&mut self, i: usize, term: &Term, row: u32) -> bool {
        match term.field {
            Field::Status => standing_admits(term, self.snapshot.counts(row).worst()),
            Field::Path => match self.snapshot.resource(row).and_then(|r| r.span) {
                Some(span) => self.path(i, term, span),
                None => term.value == "none",
            },
            Field::Waived => (self.snapshot.counts(row).waived > 0) == (term.value == "yes"),
            Field::Tool => {
                let Some(resource) = self.snapshot.resource(row) else { return false };
                let mut findings = self.snapshot.of_resource(crate::resource::ResourceId(row));
                findings.any(|f| {
                    let check = self.snapshot.finding(f).map(|f| registry().get(f.check));
                    check.is_some_and(|c| {
                        c.aliases_for(resource).iter().any(|(tool, _)| tool_admits(term, *tool))
                    })
                })
            }
            Field::Severity | Field::Check | Field::Objective | Field::Safeguard => {
                let mut findings = self.snapshot.of_resource(crate::resource::ResourceId(row));
                findings.any(|f| {
                    let failing = self.snapshot.standing(f) == Standing::Fail;
                    // a severity is asked of what fails; the others of everything that was checked
                    (failing || term.field != Field::Severity)
                        && self
                            .snapshot
                            .finding(f)
                            .is_some_and(|f| self.checks[i].get(f.check.index()).copied().unwrap_or(false))
                })
            }
            Field::Waiver => false,
            _ => self.resource_text(i, term, row),
        }
    }

    fn drift(&mut self, i: usize, term: &Term, row: u32) -> bool {
        let Some(item) = self.snapshot.drift_item(row) else { return false };
        let setting = item.setting.as_ref();
        match term.field {
            Field::Status => drift_admits(term, item),
            Field::Safeguard => item.safeguards.iter().any(|s| term.admits_text(s.get().citation)),
            Field::Text if setting.is_some_and(|s| term.admits_text(s.key.label())) => true,
            // either side may be the one that is asked for
            _ => [item.declared, item.live].into_iter().flatten().any(|resource| match term.field {
                Field::Path => {
                    let span = self.snapshot.resource(resource.0).and_then(|r| r.span);
                    span.is_some_and(|s| self.path(i, term, s))
                }
                _ => self.resource_text(i, term, resource.0),
            }),
        }
    }

    fn resource_text(&mut self, i: usize, term: &Term, resource: u32) -> bool {
        let snapshot = self.snapshot;
        let Some(slot) = self.resources[i].get_mut(resource as usize) else { return false };
        let posture = &snapshot.posture;
        *slot.get_or_insert_with(|| {
            snapshot.resource(resource).is_some_and(|r| resource_admits(posture, term, r))
        })
    }

    fn path(&self, i: usize, term: &Term, span: Span) -> bool {
        if self.snapshot.posture.files.get(span.file).is_none() {
            return term.value == "none";
        }
        if self.paths[i].get(span.file.0 as usize).copied().unwrap_or(false) {
            return true;
        }
        // `main.tf:12` asks for one line
        term.value.rsplit_once(':').is_some_and(|(file, line)| {
            line.parse() == Ok(span.line)
                && crate::tui::text::contains(self.snapshot.posture.files.path(span.file), file)
        })
    }

    fn cause(&mut self, i: usize, term: &Term, cause: &RootCause) -> bool {
        let check = self.checks[i].get(cause.check.index()).copied().unwrap_or(false);
        match term.field {
            Field::Status => standing_admits(term, Standing::Fail),
            Field::Severity | Field::Check | Field::Objective | Field::Safeguard => check,
            Field::Path => cause.place.is_some_and(|s| self.path(i, term, s)),
            Field::Waiver => false,
            _ => {
                let of = |id: &FindingId| self.snapshot.finding(id.0).map(|f| f.resource.0);
                let resources: Vec<u32> = cause.findings.iter().filter_map(of).collect();
                (term.field == Field::Text && check)
                    || resources.into_iter().any(|r| self.resource_text(i, term, r))
            }
        }
    }
}

fn standing_admits(term: &Term, standing: Standing) -> bool {
    let wanted = match term.value.as_str() {
        "failing" | "failed" => "fail",
        "passing" | "passed" => "pass",
        "na" | "n/a" => "not_applicable",
        other => other,
    };
    standing.id().starts_with(wanted)
}

/// A direction, a class, or what counts as a fault: what is weaker.
fn drift_admits(term: &Term, item: &DriftItem) -> bool {
    let wanted = term.value.replace([' ', '-'], "_");
    match wanted.as_str() {
        "fail" | "failing" => item.direction == Direction::Weaker,
        _ => item.direction.id().starts_with(&wanted) || item.class.id().starts_with(&wanted),
    }
}

fn check_admits(term: &Term, check: &crate::check::Check) -> bool {
    match term.field {
        Field::Severity => term.admits_severity(check.severity),
        Field::Check => term.admits_text(check.id) || check.aliases.iter().any(|a| a.is_called(&term.value)),
        Field::Objective => term.admits_text(check.objective),
        Field::Safeguard => Posture::safeguards_of(check).iter().any(|s| term.admits_text(s.citation)),
        Field::Text => term.admits_text(check.id) || term.admits_text(check.title),
        _ => false,
    }
}

fn tool_admits(term: &Term, tool: Tool) -> bool {
    term.admits_text(tool.id()) || term.value.replace('-', "_") == tool.id()
}

fn resource_admits(posture: &Posture, term: &Term, resource: &Resource) -> bool {
    match term.field {
        Field::Owner => {
            let owner = owner(resource);
            term.admits_text(if owner.is_empty() { "none" } else { owner })
        }
        Field::Source => term.admits_text(source_word(posture, resource)),
        Field::Text | Field::Address => {
            term.admits_text(&resource.address) || term.admits_text(&resource.name)
        }
        Field::Kind => term.admits_text(resource.kind.id()) || term.admits_text(resource.kind.title()),
        Field::Type => term.admits_text(resource.type_name()),
        Field::Module => term.admits_text(if resource.module.is_empty() { "root" } else { &resource.module }),
        Field::Tag => match resource.get(Key::Tags).and_then(crate::resource::Setting::datum) {
            Some(Datum::Map(entries)) => entries.iter().any(|(name, value)| match value {
                Maybe::Known(value) => term.admits_text(&format!("{name}={value}")),
                Maybe::Unknown(_) => term.admits_text(name),
            }),
            _ => false,
        },
        _ if term.field.is_scope() => term.admits_scope(&resource.scope) != term.negated,
        _ => false,
    }
}

fn waiver_admits(posture: &Posture, term: &Term, row: u32) -> bool {
    let Some(waiver) = posture.waivers.get(row as usize) else { return false };
    match term.field {
        Field::Text | Field::Check => {
            waiver.ids.iter().any(|i| term.admits_text(i)) || term.admits_text(&waiver.reason)
        }
        Field::Status => waiver_word(waiver.status).starts_with(&term.value),
        Field::Path => {
            let crate::posture::WaiverOrigin::Comment { span, .. } = &waiver.origin;
            let place = format!("{}:{}", posture.files.path(span.file), span.line);
            term.admits_text(&place)
        }
        _ => false,
    }
}

/// The word for a waiver's status.
pub(crate) const fn waiver_word(status: WaiverStatus) -> &'static str {
    match status {
        WaiverStatus::InForce => "in force",
        WaiverStatus::Expired => "expired",
        WaiverStatus::Unused => "unused",
    }
}

fn objective_admits(posture: &Posture, term: &Term, row: u32) -> bool {
    let Some(objective) = objectives().get(row as usize) else { return false };
    match term.field {
        Field::Text => term.admits_text(objective.id) || term.admits_text(objective.title),
        Field::Objective => term.admits_text(objective.id),
        Field::Safeguard => objective.edges.iter().any(|e| term.admits_text(e.citation())),
        Field::Status => posture
            .objectives
            .get(row as usize)
            .is_some_and(|o| has_standing(o.counts, &term.value) || o.state.id().starts_with(&term.value)),
        _ => false,
    }
}

/// Whether counts hold anything of a standing's word.
pub(crate) fn has_standing(counts: Counts, word: &str) -> bool {
    match word {
        "fail" | "failed" => counts.fail > 0,
        "pass" | "passed" => counts.pass > 0,
        "waived" => counts.waived > 0,
        _ => false,
    }
}
