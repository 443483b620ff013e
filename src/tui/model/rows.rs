//! Which rows a table shows: a base of the snapshot, narrowed by a query and put in order.

use std::sync::Arc;

use crate::check::{Finding, registry};
use crate::hipaa::{ObjectiveId, objectives};
use crate::native::Span;
use crate::posture::{Posture, RootCause, place};

use super::matcher::Matcher;
use super::query::Query;
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
    Drift,
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
            Self::Drift => &snapshot.drift,
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
            Self::Drift => &[Column::Worst, Column::Address, Column::Kind],
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
        Base::Drift => match sort.column {
            Column::Address => {
                rows.sort_by_cached_key(|i| snapshot.drift_subject(*i).map(|r| snapshot.rank(r.0)));
            }
            Column::Kind => rows.sort_by_cached_key(|i| snapshot.drift_item(*i).map(|d| d.class)),
            _ => {}
        },
        Base::Waivers => {}
    }
    if sort.reversed {
        rows.reverse();
    }
}

/// Where a cause is decided, as `path:line`.
pub(crate) fn cause_place(posture: &Posture, cause: &RootCause) -> Option<Span> {
    cause.place.or_else(|| {
        let finding = posture.finding(*cause.findings.first()?)?;
        place(posture.resource(finding), finding)
    })
}
