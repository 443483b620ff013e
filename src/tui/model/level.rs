//! One level of the way down: a place with its cursor, scroll, filter and order.

use std::collections::BTreeSet;

use crate::drift::Direction;
use crate::posture::{Posture, RootCause, Standing};
use crate::tui::document::{self, Document};
use crate::tui::place::{Page, Place, Root};

use super::group::{Group, Leads};
use super::query::{Query, grouped, quoted};
use super::rows::{Base, Sort, cause_place};
use super::snapshot::{Snapshot, name};
use super::{Model, matrix::MatrixRow};

/// What a level shows.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// The posture is not there yet.
    Waiting,
    /// The matrix; its rows stand in the model.
    Matrix,
    /// A table over a base of the snapshot; `rows` where it is narrowed or ordered.
    /// The groups stand in place of the rows where they are put together.
    Table { base: Base, rows: Option<Vec<u32>>, head: Document, groups: Option<Vec<Group>> },
    /// A page of blocks.
    Document(Document),
    /// The place names something that the posture does not have.
    Missing(String),
}

/// A level.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    pub(crate) place: Place,
    pub(crate) query: Query,
    pub(crate) body: Body,
    /// The selected line: of a table or matrix its row, of a document its target.
    pub(crate) cursor: usize,
    /// The first line shown.
    pub(crate) offset: usize,
    /// The selected column of the matrix; 0 is the whole row.
    pub(crate) column: usize,
    pub(crate) sort: Sort,
    /// The request whose answers are awaited.
    pub(crate) awaiting: Option<u64>,
    /// Whether the rows are those of an older filter.
    pub(crate) old_rows: bool,
    /// What is selected in a table, by name: its row numbers mean nothing to the next posture.
    pub(crate) selected_place: Option<Place>,
    /// Whether the view was scrolled by hand, away from the cursor.
    pub(crate) free_scroll: bool,
    /// Rows that were marked, for copying and exporting many at once.
    pub(crate) marks: BTreeSet<u32>,
    /// Where a range of marks begins.
    pub(crate) anchor: usize,
}

impl Level {
    /// A level at a place, not filled yet.
    pub(crate) fn new(place: Place) -> Self {
        let query = Query::parse(&place.filter).unwrap_or_default();
        Self {
            place,
            query,
            body: Body::Waiting,
            cursor: 0,
            offset: 0,
            column: 0,
            sort: Sort::default(),
            awaiting: None,
            old_rows: false,
            selected_place: None,
            free_scroll: true,
            marks: BTreeSet::new(),
            anchor: 0,
        }
    }

    /// The table's base, where the page is a table.
    pub(crate) fn base(&self) -> Option<Base> {
        match self.place.page() {
            Page::Findings => Some(Base::Findings),
            Page::Objective => self.place.objective.map(Base::Objective),
            Page::Resources => Some(Base::Resources),
            Page::Causes => Some(Base::Causes),
            Page::Waivers => Some(Base::Waivers),
            Page::Objectives => Some(Base::Objectives),
            Page::Drift => Some(Base::Drift),
            _ => None,
        }
    }

    /// Whether it can be filtered.
    pub(crate) fn filters(&self) -> bool {
        self.base().is_some() || self.place.page() == Page::Matrix
    }
}

/// Builds what a place shows. Tables come with all their rows; narrowing them is a request of its own.
pub(crate) fn body(model: &Model, level: &Level) -> Body {
    let place = &level.place;
    let glyphs = model.glyphs;
    if place.page() == Page::Matrix {
        return Body::Matrix;
    }
    // a picture holds no finding, which must not look like there being none
    let snapshot = model.snapshot.as_deref().filter(|s| !s.posture.is_picture());
    if let (Page::Safeguard, Root::Safeguard(id)) = (place.page(), place.root) {
        return Body::Document(document::safeguard(glyphs, snapshot, id, place, &level.query));
    }
    let Some(snapshot) = snapshot else { return Body::Waiting };
    if let Some(base) = level.base() {
        let head = match base {
            Base::Drift => document::drift_head(snapshot),
            Base::Findings => level
                .query
                .waiver()
                .map_or_else(Document::default, |id| document::waiver_head(glyphs, snapshot, id)),
            _ => document::objective_head(glyphs, Some(snapshot), place),
        };
        return Body::Table { base, rows: None, head, groups: None };
    }
    match place.page() {
        Page::Overview => Body::Document(document::overview(glyphs, snapshot, &model.past.trend)),
        Page::Sources => Body::Document(document::sources(glyphs, snapshot, model.reading())),
        Page::Attestations => Body::Document(document::attestations(glyphs, snapshot)),
        Page::Resource => match resolve(snapshot, place) {
            Ok((resource, _)) => {
                Body::Document(document::resource(glyphs, snapshot, &model.past, resource, place))
            }
            Err(missing) => Body::Missing(missing),
        },
        Page::Finding | Page::Remedy => match resolve(snapshot, place) {
            Ok((_, Some(finding))) if place.remedy => {
                Body::Document(document::remedy(glyphs, snapshot, finding))
            }
            Ok((_, Some(finding))) => Body::Document(document::finding(glyphs, snapshot, finding, place)),
            Ok((_, None)) => Body::Missing("the check does not look at this resource".to_owned()),
            Err(missing) => Body::Missing(missing),
        },
        _ => Body::Missing("nothing stands here".to_owned()),
    }
}

/// The resource, and the finding where a check is named, of a place.
pub(crate) fn resolve(
    snapshot: &Snapshot,
    place: &Place,
) -> Result<(crate::resource::ResourceId, Option<u32>), String> {
    let name = place.resource.as_ref().ok_or("the place names no resource")?;
    let resource = snapshot
        .find_resource(name)
        .ok_or_else(|| format!("no resource has the address {}", name.address))?;
    Ok((resource, place.check.and_then(|check| snapshot.find_finding(resource, check))))
}

impl Model {
    /// How many rows a level has; targets, for a document.
    pub(crate) fn count(&self, level: &Level) -> usize {
        match &level.body {
            Body::Waiting | Body::Missing(_) => 0,
            Body::Matrix => self.matrix.rows.len(),
            Body::Table { groups: Some(groups), .. } => groups.len(),
            Body::Table { base, rows, .. } => match (rows, &self.snapshot) {
                (Some(rows), _) => rows.len(),
                (None, Some(snapshot)) => base.rows(snapshot).len(),
                (None, None) => 0,
            },
            Body::Document(doc) => doc.targets().count(),
        }
    }

    /// The row of a table at a position.
    pub(crate) fn row(&self, level: &Level, position: usize) -> Option<u32> {
        let Body::Table { base, rows, groups, .. } = &level.body else { return None };
        match rows {
            _ if groups.is_some() => None,
            Some(rows) => rows.get(position).copied(),
            None => base.rows(self.snapshot.as_ref()?).get(position).copied(),
        }
    }

    /// Where the row at a position leads.
    pub(crate) fn target(&self, level: &Level, position: usize) -> Option<Place> {
        let place = match &level.body {
            Body::Document(doc) => return doc.selected(position)?.target.clone(),
            Body::Matrix => match self.matrix.rows.get(position)? {
                MatrixRow::Family(_) => return None,
                MatrixRow::Safeguard(id) => {
                    let column = level.column.checked_sub(1).and_then(|c| self.matrix.columns.get(c));
                    let mut filter = super::query::scope_part(&level.place.filter);
                    if let Some(value) = column {
                        let term = format!("{}:={}", self.dimension.field().word(), quoted(value));
                        filter = join(&filter, &term);
                    }
                    return Some(Place::safeguard(*id).filtered(filter));
                }
            },
            Body::Table { groups: Some(groups), .. } => match &groups.get(position)?.leads {
                Leads::Terms(terms) => {
                    let filter = join(&grouped(&level.place.filter, None), terms);
                    return Some(level.place.bare().filtered(filter));
                }
                Leads::Place(place) => return Some((**place).clone()),
            },
            Body::Table { .. } => {
                let row = self.row(level, position)?;
                self.row_target(level, row)?
            }
            Body::Waiting | Body::Missing(_) => return None,
        };
        Some(place)
    }

    fn row_target(&self, level: &Level, row: u32) -> Option<Place> {
        let snapshot = self.snapshot.as_deref()?;
        match level.base()? {
            Base::Findings | Base::Objective(_) => {
                let finding = snapshot.finding(row)?;
                let named = name(snapshot.posture.resource(finding));
                Some(level.place.with_resource(named).with_check(finding.check))
            }
            Base::Resources => {
                let named = name(snapshot.resource(row)?);
                Some(Place::root(Root::Resources).with_resource(named))
            }
            Base::Causes => cause_target(snapshot, snapshot.posture.causes.get(row as usize)?),
            Base::Waivers => {
                Some(Place::root(Root::Findings).filtered(format!("waiver:{}", row.saturating_add(1))))
            }
            Base::Drift => {
                let named = name(snapshot.resource(snapshot.drift_subject(row)?.0)?);
                Some(Place::root(Root::Resources).with_resource(named))
            }
            Base::Objectives => {
                let objective = crate::hipaa::objectives().get(row as usize)?;
                Some(Place::root(Root::Objectives).with_objective(objective.index))
            }
        }
    }

    /// Whether the row at a position fails.
    pub(crate) fn fails(&self, level: &Level, position: usize) -> bool {
        let Some(snapshot) = self.snapshot.as_deref() else { return false };
        match &level.body {
            Body::Document(doc) => doc.selected(position).is_some_and(|b| b.fails),
            Body::Matrix => match self.matrix.rows.get(position) {
                Some(MatrixRow::Safeguard(id)) => match level.column.checked_sub(1) {
                    Some(column) => {
                        let cell = self.matrix.cell(*id, column);
                        cell.ours.fail + cell.native.fail > 0
                    }
                    None => snapshot.posture.safeguard(*id).counts.fail > 0,
                },
                _ => false,
            },
            Body::Table { groups: Some(groups), .. } => {
                groups.get(position).is_some_and(|g| g.counts.fail > 0)
            }
            Body::Table { base, .. } => self.row(level, position).is_some_and(|row| match base {
                Base::Findings | Base::Objective(_) => snapshot.standing(row) == Standing::Fail,
                Base::Resources => snapshot.counts(row).worst() == Standing::Fail,
                Base::Causes => true,
                Base::Waivers => false,
                Base::Drift => snapshot.drift_item(row).is_some_and(|d| d.direction == Direction::Weaker),
                Base::Objectives => {
                    snapshot.posture.objectives.get(row as usize).is_some_and(|o| o.counts.fail > 0)
                }
            }),
            Body::Waiting | Body::Missing(_) => false,
        }
    }
}

/// Two filters as one.
pub(crate) fn join(one: &str, other: &str) -> String {
    if one.is_empty() { other.to_owned() } else { format!("{one} {other}") }
}

/// Where a root cause leads: its finding, or all its findings where there are several.
pub(crate) fn cause_target(snapshot: &Snapshot, cause: &RootCause) -> Option<Place> {
    let posture: &Posture = &snapshot.posture;
    let findings = Place::root(Root::Findings);
    if let [one] = cause.findings.as_slice() {
        let finding = posture.finding(*one)?;
        let named = name(posture.resource(finding));
        return Some(findings.with_resource(named).with_check(finding.check));
    }
    let check = crate::check::registry().get(cause.check).id;
    let filter = match cause_place(posture, cause) {
        Some(span) => {
            let path = format!("{}:{}", posture.files.path(span.file), span.line);
            let quote = if path.contains(' ') { "\"" } else { "" };
            format!("status:fail check:={check} path:{quote}{path}{quote}")
        }
        None => format!("status:fail check:={check}"),
    };
    Some(findings.filtered(filter))
}
