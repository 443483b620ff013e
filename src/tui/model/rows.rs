//! Which rows a table shows: a base of the snapshot, narrowed by a query and put in order.

use std::sync::Arc;

use rayon::prelude::*;

use crate::check::{Finding, registry};
use crate::hipaa::ObjectiveId;
use crate::native::Span;
use crate::posture::{Posture, RootCause, place};

use crate::tui::glyph::UNICODE;

use super::columns::{Column, value};
use super::group::{Group, group};
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

/// The order of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sort {
    /// Nothing for the order of the base: worst first.
    pub(crate) column: Option<Column>,
    pub(crate) reversed: bool,
}

impl Sort {
    /// The words shown.
    pub(crate) const fn words(self) -> &'static str {
        match self.column {
            None => "worst first",
            Some(column) => column.id(),
        }
    }
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
    /// What the rows fall into, where they are grouped; with the last answer only.
    pub(crate) groups: Option<Vec<Group>>,
}

/// How many rows are looked at between two answers.
const CHUNK: usize = 65_536;

impl Request {
    /// Finds the rows, telling what is found as it goes. `go_on` is asked between chunks; when it says no, the
    /// work ends without a last answer.
    pub(crate) fn run(&self, mut tell: impl FnMut(Answer), go_on: impl Fn() -> bool) {
        let base = self.base.rows(&self.snapshot);
        let mut matcher = Matcher::new(&self.snapshot, &self.query, self.base);
        let in_order = self.sort == Sort::default() && self.query.group.is_none();
        let mut all = Vec::new();
        let answer =
            |rows, whole, done| Answer { generation: self.generation, rows, whole, done, groups: None };
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
        if let Some(by) = self.query.group {
            let groups = group(&self.snapshot, self.base, by, &all, self.sort);
            tell(Answer { groups: Some(groups), ..answer(Vec::new(), true, true) });
            return;
        }
        if !in_order {
            order(&self.snapshot, self.base, self.sort, &mut all);
            tell(answer(all, true, true));
            return;
        }
        tell(answer(Vec::new(), first, true));
    }
}

/// Puts rows in order. Columns that many rows are ordered by have keys that are quick to compare; of the others the
/// text itself is the key.
fn order(snapshot: &Snapshot, base: Base, sort: Sort, rows: &mut [u32]) {
    let posture = &snapshot.posture;
    let path = |span: Option<Span>| span.map_or((u32::MAX, 0), |s| (s.file.0, s.line));
    let of = |i: &u32| snapshot.finding(*i);
    let by_check = |f: &Finding| u32::try_from(f.check.index()).unwrap_or(0);
    let severity = |check| std::cmp::Reverse(registry().get(check).severity);
    match (base, sort.column) {
        (_, None) => {}
        (Base::Findings | Base::Objective(_), Some(Column::Standing)) => {
            rows.par_sort_by_key(|i| snapshot.standing(*i));
        }
        (Base::Findings | Base::Objective(_), Some(Column::Severity)) => {
            rows.par_sort_by_key(|i| of(i).map(|f| severity(f.check)));
        }
        (Base::Findings | Base::Objective(_), Some(Column::Address)) => {
            rows.par_sort_by_key(|i| of(i).map(|f| (snapshot.rank(f.resource.0), by_check(f))));
        }
        (Base::Findings | Base::Objective(_), Some(Column::Check)) => {
            rows.par_sort_by_key(|i| of(i).map(|f| (by_check(f), snapshot.rank(f.resource.0))));
        }
        (Base::Findings | Base::Objective(_), Some(Column::Path)) => {
            rows.par_sort_by_cached_key(|i| of(i).map(|f| path(posture.place(f))));
        }
        (Base::Resources, Some(Column::Standing)) => rows.par_sort_by_key(|i| snapshot.counts(*i).worst()),
        (Base::Resources, Some(column)) if column.is_number() => rows.par_sort_by_key(|i| {
            let counts = snapshot.counts(*i);
            std::cmp::Reverse(match column {
                Column::Fail => counts.fail,
                Column::Unknown => counts.unknown,
                Column::Waived => counts.waived,
                _ => counts.pass,
            })
        }),
        (Base::Resources, Some(Column::Address)) => rows.par_sort_by_key(|i| snapshot.rank(*i)),
        (Base::Resources, Some(Column::Path)) => {
            rows.par_sort_by_cached_key(|i| path(snapshot.resource(*i).and_then(|r| r.span)));
        }
        (Base::Causes, Some(Column::Findings)) => {
            rows.sort_by_key(|i| {
                std::cmp::Reverse(posture.causes.get(*i as usize).map(|c| c.findings.len()))
            });
        }
        (Base::Causes, Some(Column::Severity)) => {
            rows.sort_by_key(|i| posture.causes.get(*i as usize).map(|c| severity(c.check)));
        }
        (Base::Causes, Some(Column::Path)) => {
            rows.sort_by_cached_key(|i| path(posture.causes.get(*i as usize).and_then(|c| c.place)));
        }
        (Base::Drift, Some(Column::Direction)) => {
            rows.sort_by_key(|i| snapshot.drift_item(*i).map(|d| d.direction));
        }
        (Base::Objectives, Some(Column::State)) => {
            rows.sort_by_key(|i| posture.objectives.get(*i as usize).map(|o| o.state));
        }
        (Base::Objectives, Some(Column::Tally)) => rows.sort_by_key(|i| {
            posture.objectives.get(*i as usize).map(|o| std::cmp::Reverse((o.counts.fail, o.counts.unknown)))
        }),
        (base, Some(column)) => rows.par_sort_by_cached_key(|i| {
            let text = value(&UNICODE, snapshot, base, *i, column).map(|v| v.text).unwrap_or_default();
            // what says nothing comes last
            (text.is_empty(), text)
        }),
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
