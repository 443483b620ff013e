//! Which rows a table shows: a base of the snapshot, narrowed by a query and put in order.

use std::sync::Arc;

use crate::check::{Finding, registry};
use crate::hipaa::{ObjectiveId, objectives};
use crate::native::Span;
use crate::posture::{Counts, FindingId, Posture, RootCause, Standing, WaiverStatus, place};
use crate::resource::{Datum, Key, Maybe, Resource};

use super::query::{Field, Query, Term};
use super::snapshot::Snapshot;

/// What a table is made of before it is narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    Findings,
    Objective(ObjectiveId),
    Resources,
    Causes,
    Waivers,
    Objectives,
}

/// What a table is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Column {
    /// Worst first: the order of the base.
    #[default]
    Worst,
    Severity,
    Address,
    Check,
    Kind,
    Path,
}

impl Column {
    /// The word shown.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Worst => "worst first",
            Self::Severity => "severity",
            Self::Address => "address",
            Self::Check => "check",
            Self::Kind => "kind",
            Self::Path => "path",
        }
    }
}

/// The order of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sort {
    pub(crate) column: Column,
    pub(crate) reversed: bool,
}

impl Base {
    /// Every row of the base, in its own order.
    pub(crate) fn rows(self, snapshot: &Snapshot) -> &[u32] {
        match self {
            Self::Findings => &snapshot.findings,
            Self::Objective(id) => snapshot.of_objective(id),
            Self::Resources => &snapshot.resources,
            Self::Causes => &snapshot.causes,
            Self::Waivers => &snapshot.waivers,
            Self::Objectives => &snapshot.objectives,
        }
    }

    /// The columns it can be ordered by.
    pub(crate) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Findings | Self::Objective(_) => {
                &[Column::Worst, Column::Severity, Column::Address, Column::Check, Column::Path]
            }
            Self::Resources => &[Column::Worst, Column::Address, Column::Kind, Column::Path],
            Self::Objectives => &[Column::Worst, Column::Address],
            Self::Causes => &[Column::Worst, Column::Severity, Column::Path],
            Self::Waivers => &[Column::Worst],
        }
    }
}

/// A request for rows; a newer one for the same level replaces it.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) generation: u64,
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) base: Base,
    pub(crate) query: Query,
    pub(crate) sort: Sort,
}

/// Rows found so far.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) generation: u64,
    /// Rows to add, or all of them when `whole`.
    pub(crate) rows: Vec<u32>,
    /// Whether `rows` replaces what came before.
    pub(crate) whole: bool,
    /// Whether this is the last answer.
    pub(crate) done: bool,
}

/// How many rows are looked at between two answers.
const CHUNK: usize = 65_536;

impl Request {
    /// Finds the rows, telling what is found as it goes. `go_on` is asked between chunks; when it says no, the
    /// work ends without a last answer.
    pub(crate) fn run(&self, mut tell: impl FnMut(Answer), go_on: impl Fn() -> bool) {
        let base = self.base.rows(&self.snapshot);
        let mut matcher = Matcher::new(&self.snapshot, &self.query, self.base);
        let in_order = self.sort == Sort::default();
        let mut all = Vec::new();
        let answer = |rows, whole, done| Answer { generation: self.generation, rows, whole, done };
        let mut first = true;
        for chunk in base.chunks(CHUNK) {
            if !go_on() {
                return;
            }
            let found = chunk.iter().copied().filter(|row| matcher.admits(*row));
            if in_order {
                tell(answer(found.collect(), first, false));
            } else {
                all.extend(found);
            }
            first = false;
        }
        if !in_order {
            order(&self.snapshot, self.base, self.sort, &mut all);
            tell(answer(all, true, true));
            return;
        }
        tell(answer(Vec::new(), first, true));
    }
}

fn order(snapshot: &Snapshot, base: Base, sort: Sort, rows: &mut [u32]) {
    let posture = &snapshot.posture;
    let path = |span: Option<Span>| span.map_or((u32::MAX, 0), |s| (s.file.0, s.line));
    match base {
        Base::Findings | Base::Objective(_) => {
            let of = |i: &u32| snapshot.finding(*i);
            let by_check = |f: &Finding| u32::try_from(f.check.index()).unwrap_or(0);
            match sort.column {
                Column::Worst | Column::Kind => {}
                Column::Severity => rows.sort_by_cached_key(|i| {
                    of(i).map(|f| std::cmp::Reverse(registry().get(f.check).severity))
                }),
                Column::Address => {
                    rows.sort_by_cached_key(|i| of(i).map(|f| (snapshot.rank(f.resource.0), by_check(f))));
                }
                Column::Check => {
                    rows.sort_by_cached_key(|i| of(i).map(|f| (by_check(f), snapshot.rank(f.resource.0))));
                }
                Column::Path => rows.sort_by_cached_key(|i| of(i).map(|f| path(posture.place(f)))),
            }
        }
        Base::Resources => match sort.column {
            Column::Address => rows.sort_by_key(|i| snapshot.rank(*i)),
            Column::Kind => {
                rows.sort_by_cached_key(|i| {
                    snapshot.resource(*i).map(|r| (r.kind.title(), snapshot.rank(*i)))
                });
            }
            Column::Path => rows.sort_by_cached_key(|i| path(snapshot.resource(*i).and_then(|r| r.span))),
            _ => {}
        },
        Base::Objectives => {
            if sort.column == Column::Address {
                rows.sort_by_cached_key(|i| objectives().get(*i as usize).map(|o| o.title));
            }
        }
        Base::Causes => match sort.column {
            Column::Severity => rows.sort_by_cached_key(|i| {
                posture.causes.get(*i as usize).map(|c| std::cmp::Reverse(registry().get(c.check).severity))
            }),
            Column::Path => {
                rows.sort_by_cached_key(|i| path(posture.causes.get(*i as usize).and_then(|c| c.place)));
            }
            _ => {}
        },
        Base::Waivers => {}
    }
    if sort.reversed {
        rows.reverse();
    }
}

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
            Field::Path => self.snapshot.posture.place(finding).is_some_and(|s| self.path(i, term, s)),
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
            Field::Path => {
                let span = self.snapshot.resource(row).and_then(|r| r.span);
                span.is_some_and(|s| self.path(i, term, s))
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

    fn resource_text(&mut self, i: usize, term: &Term, resource: u32) -> bool {
        let snapshot = self.snapshot;
        let Some(slot) = self.resources[i].get_mut(resource as usize) else { return false };
        *slot.get_or_insert_with(|| snapshot.resource(resource).is_some_and(|r| resource_admits(term, r)))
    }

    fn path(&self, i: usize, term: &Term, span: Span) -> bool {
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

fn check_admits(term: &Term, check: &crate::check::Check) -> bool {
    match term.field {
        Field::Severity => term.admits_severity(check.severity),
        Field::Check => {
            term.admits_text(check.id) || check.aliases.iter().any(|a| a.id.eq_ignore_ascii_case(&term.value))
        }
        Field::Objective => term.admits_text(check.objective),
        Field::Safeguard => Posture::safeguards_of(check).iter().any(|s| term.admits_text(s.citation)),
        Field::Text => term.admits_text(check.id) || term.admits_text(check.title),
        _ => false,
    }
}

fn resource_admits(term: &Term, resource: &Resource) -> bool {
    match term.field {
        Field::Text => term.admits_text(&resource.address) || term.admits_text(&resource.name),
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

/// Where a cause is decided, as `path:line`.
pub(crate) fn cause_place(posture: &Posture, cause: &RootCause) -> Option<Span> {
    cause.place.or_else(|| {
        let finding = posture.finding(*cause.findings.first()?)?;
        place(posture.resource(finding), finding)
    })
}
