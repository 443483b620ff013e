//! Going: down a level, back, to another view, to the next failing item; each level keeps its own cursor.

use crate::posture::{RootCause, Waiver, WaiverOrigin};
use crate::tui::model::{
    Base, Body, Level, Matrix, MatrixRow, Model, Snapshot, Tone, body, cause_target, name, resolve,
};
use crate::tui::past::Answered;
use crate::tui::place::{Page, Place, Root};

use super::{Effect, narrow};

/// Width from which a preview stands beside the list.
pub(crate) const WIDE: u16 = 110;

/// Fills a level with what its place shows.
fn fill(model: &mut Model, mut level: Level) -> Vec<Effect> {
    level.body = body(model, &level);
    let is_matrix = matches!(level.body, Body::Matrix);
    model.levels.push(level);
    if is_matrix {
        lay_matrix(model);
    }
    narrow::rows(model)
}

/// Fills the levels a model begins with.
pub(crate) fn begin(model: &mut Model) {
    for level in std::mem::take(&mut model.levels) {
        // nothing can be asked of a worker before there is a posture
        fill(model, level);
        let kept = model.level().selected_place.clone();
        let level = model.level_mut();
        if level.place.page() == Page::Matrix {
            // the first safeguard, not the heading above it
            level.cursor = 1;
            select(model, kept.as_ref());
        }
    }
}

/// Goes down to a place.
pub(super) fn push(model: &mut Model, place: Place) -> Vec<Effect> {
    model.ahead.clear();
    keep_scroll(model);
    fill(model, Level::new(place))
}

/// The scroll the last drawing settled on becomes the level's own.
fn keep_scroll(model: &mut Model) {
    let offset = model.drawn.offset;
    if let Some(level) = model.levels.last_mut() {
        level.offset = offset;
    }
}

/// Opens what is selected.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let level = model.level();
    if let (Body::Matrix, Some(MatrixRow::Family(_))) = (&level.body, model.matrix.rows.get(level.cursor)) {
        return super::run(model, crate::tui::action::Action::Fold);
    }
    let Some(mut place) = model.selected() else { return Vec::new() };
    // an objective opened from a safeguard keeps the scope it was opened in
    if place.filter.is_empty() && place.page() == Page::Objective {
        place.filter = narrow::following(model);
    }
    push(model, place)
}

/// Clears the filter, else goes back.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    if !model.level().marks.is_empty() {
        model.level_mut().marks.clear();
        return Vec::new();
    }
    let level = model.level();
    if !level.place.filter.is_empty() && level.filters() {
        return narrow::clear(model);
    }
    up(model)
}

/// Goes back one level, whatever its filter.
pub(super) fn up(model: &mut Model) -> Vec<Effect> {
    if model.levels.len() > 1 {
        keep_scroll(model);
        if let Some(level) = model.levels.pop() {
            model.ahead.push(level);
        }
        returned(model);
    }
    Vec::new()
}

/// The level under the one that was left is on the screen again.
fn returned(model: &mut Model) {
    if matches!(model.level().body, Body::Matrix) {
        lay_matrix(model);
    }
}

/// Goes forward to what was left last.
pub(super) fn forward(model: &mut Model) {
    keep_scroll(model);
    if let Some(level) = model.ahead.pop() {
        model.levels.push(level);
        returned(model);
    }
}

/// Goes to a root view. One that is already on the way down is gone back to, with its cursor.
pub(super) fn go(model: &mut Model, root: Root) -> Vec<Effect> {
    if let Some(at) = model.levels.iter().position(|l| l.place.bare() == Place::root(root)) {
        keep_scroll(model);
        let mut left = model.levels.split_off(at + 1);
        left.reverse();
        if !left.is_empty() {
            model.ahead = left;
        }
        returned(model);
        return Vec::new();
    }
    push(model, Place::root(root))
}

/// Goes to a place from anywhere, as if one had drilled down to it.
pub(super) fn jump(model: &mut Model, place: &Place) -> Vec<Effect> {
    keep_scroll(model);
    model.ahead.clear();
    let mut effects = Vec::new();
    // home stays as it is, with its cursor; the rest of the way is new
    model.levels.truncate(1);
    for step in place.trail() {
        if model.levels.first().is_some_and(|l| l.place.bare() == step) {
            continue;
        }
        effects.extend(fill(model, Level::new(step.clone())));
        let depth = model.levels.len();
        if depth > 1 {
            let child = step.bare();
            point(model, depth - 2, &child);
        }
    }
    returned(model);
    effects
}

/// Puts the cursor of a level on what leads to a place.
fn point(model: &mut Model, depth: usize, place: &Place) {
    let Some(level) = model.levels.get(depth) else { return };
    if let Some(at) = find(model, level, place) {
        model.levels[depth].cursor = at;
    }
}

/// Puts the cursor of the level on the screen back on a place, or near where it was.
pub(super) fn select(model: &mut Model, place: Option<&Place>) {
    let at = place.and_then(|p| find(model, model.level(), &p.bare()));
    let last = model.count(model.level()).saturating_sub(1);
    let level = model.level_mut();
    level.cursor = at.unwrap_or(level.cursor).min(last);
}

/// The position of the row that leads to a place. Findings and resources are looked up by id, not by place.
fn find(model: &Model, level: &Level, place: &Place) -> Option<usize> {
    let count = model.count(level);
    if let (Body::Table { base, groups: None, .. }, Some(snapshot), Some(_)) =
        (&level.body, &model.snapshot, &place.resource)
    {
        let (resource, finding) = resolve(snapshot, place).ok()?;
        if *base == Base::Drift {
            let leads = |row| snapshot.drift_subject(row) == Some(resource);
            return (0..count).find(|i| model.row(level, *i).is_some_and(leads));
        }
        let wanted = finding.unwrap_or(resource.0);
        return (0..count).find(|i| model.row(level, *i) == Some(wanted));
    }
    (0..count).find(|i| model.target(level, *i).is_some_and(|p| p.bare() == *place))
}

/// A new posture is here: every level is filled anew, its cursor on what it was on.
pub(super) fn refresh(model: &mut Model, before: Option<&Snapshot>) -> Vec<Effect> {
    let mut effects = Vec::new();
    lay_matrix(model);
    model.preview = None;
    let levels = std::mem::take(&mut model.levels);
    let ahead = std::mem::take(&mut model.ahead);
    for mut level in levels {
        // identity is the place, so the old rows can be forgotten once the selection is named
        let selected = level_selection(model, &level);
        let filter = level.query.clone();
        level.marks = carried(model, before, &level);
        level.body = body(model, &level);
        level.awaiting = None;
        level.query = filter;
        model.levels.push(level);
        effects.extend(narrow::rows(model));
        select(model, selected.as_ref());
    }
    drop(ahead);
    returned(model);
    effects
}

/// The marks of a level in the new posture: of what is still there.
fn carried(model: &Model, before: Option<&Snapshot>, level: &Level) -> std::collections::BTreeSet<u32> {
    let (Some(before), Some(now)) = (before, model.snapshot.as_deref()) else { return <_>::default() };
    let resource = |id: u32| now.find_resource(&name(before.resource(id)?));
    let follow = |row: &u32| match level.base()? {
        Base::Findings | Base::Objective(_) => {
            let finding = before.finding(*row)?;
            now.find_finding(resource(finding.resource.0)?, finding.check)
        }
        Base::Resources => resource(*row).map(|r| r.0),
        Base::Objectives => Some(*row),
        Base::Causes => {
            let wanted = cause_target(before, before.posture.causes.get(*row as usize)?)?;
            let leads = |c: &&RootCause| cause_target(now, c).is_some_and(|place| place == wanted);
            let same = |id: &u32| now.posture.causes.get(*id as usize).as_ref().is_some_and(leads);
            now.causes.iter().copied().find(same)
        }
        Base::Waivers => {
            let wanted = before.posture.waivers.get(*row as usize)?;
            // its comment may have moved to another line
            let same = |w: &Waiver| {
                (&w.ids, &w.reason, w.expires) == (&wanted.ids, &wanted.reason, wanted.expires)
                    && written(now, w) == written(before, wanted)
            };
            now.waivers.iter().copied().find(|id| now.posture.waivers.get(*id as usize).is_some_and(same))
        }
        Base::Drift => {
            let wanted = before.drift_item(*row)?;
            let subject = resource(before.drift_subject(*row)?.0)?;
            let same = |id: &u32| {
                now.drift_subject(*id) == Some(subject)
                    && now.drift_item(*id).is_some_and(|d| {
                        (d.class, d.setting.as_ref().map(|s| s.key))
                            == (wanted.class, wanted.setting.as_ref().map(|s| s.key))
                    })
            };
            now.drift.iter().copied().find(same)
        }
    };
    level.marks.iter().filter_map(follow).collect()
}

/// The file that an exception is written in.
fn written<'a>(snapshot: &'a Snapshot, waiver: &Waiver) -> &'a str {
    let WaiverOrigin::Comment { span, .. } = &waiver.origin;
    snapshot.posture.files.path(span.file)
}

/// Builds pages anew about which something more is known, each with its cursor kept.
pub(super) fn rebuild(model: &mut Model, which: impl Fn(Page) -> bool) {
    let levels = std::mem::take(&mut model.levels);
    for mut level in levels {
        if which(level.place.page()) {
            level.body = body(model, &level);
        }
        model.levels.push(level);
    }
    if model.preview.as_ref().is_some_and(|(place, _)| which(place.page())) {
        model.preview = None;
    }
}

/// Asks what earlier pulls tell of the live resource that is on the screen.
pub(super) fn since(model: &mut Model) -> Vec<Effect> {
    if !model.past.there || !matches!(model.level().place.page(), Page::Resource | Page::Finding) {
        return Vec::new();
    }
    let Some(snapshot) = model.snapshot.clone() else { return Vec::new() };
    let Ok((id, _)) = resolve(&snapshot, &model.level().place) else { return Vec::new() };
    let Some(address) = crate::tui::document::live_address(&snapshot.posture, id) else { return Vec::new() };
    if model.past.resources.contains_key(&address) {
        return Vec::new();
    }
    model.past.resources.insert(address.clone(), Answered::Asked);
    vec![Effect::Since(address)]
}

/// What a level of the old posture had selected. Rows of tables are of the old snapshot and cannot be named by the
/// new one; documents and the matrix can.
fn level_selection(model: &Model, level: &Level) -> Option<Place> {
    match &level.body {
        Body::Table { .. } | Body::Waiting => level.selected_place.clone(),
        _ => model.target(level, level.cursor),
    }
}

/// Lays the matrix out by the level on the screen.
pub(super) fn lay_matrix(model: &mut Model) {
    let query = model
        .levels
        .iter()
        .rev()
        .find(|l| l.place.page() == Page::Matrix)
        .map(|l| l.query.clone())
        .unwrap_or_default();
    model.matrix = Matrix::new(model.snapshot.as_deref(), model.dimension, &query, &model.folded);
    let (rows, columns) = (model.matrix.rows.len(), model.matrix.columns.len());
    if let Some(level) = model.levels.last_mut().filter(|l| l.place.page() == Page::Matrix) {
        level.cursor = level.cursor.min(rows.saturating_sub(1));
        level.column = level.column.min(columns);
    }
}

/// Moves the cursor by lines. On a page the view scrolls first when the next thing to select is out of sight.
pub(super) fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let count = model.count(model.level());
    let (height, lines, offset) = (model.drawn.height, model.drawn.lines, model.drawn.offset);
    let is_document = matches!(model.level().body, Body::Document(_) | Body::Missing(_) | Body::Waiting);
    let cursor = model.level().cursor;
    let next = cursor.saturating_add_signed(by).min(count.saturating_sub(1));
    if is_document {
        let line = |i: usize| model.drawn.target_lines.get(i).copied();
        let in_view = |l: usize| l >= offset && l < offset + height;
        // a cursor that was scrolled out of sight comes back into it before it moves on
        let current = line(cursor).is_some_and(in_view);
        let near = line(next).is_some_and(|l| l + height > offset && l < offset + height + 3);
        let last = lines.saturating_sub(height);
        let scrolled = offset.saturating_add_signed(by).min(last);
        let first_in_view = model.first_in_view();
        let level = model.level_mut();
        if next == cursor || (!near && current) || count == 0 {
            level.offset = scrolled;
            level.free_scroll = true;
        } else if let Some(first) = first_in_view.filter(|_| !current) {
            level.cursor = first;
            level.free_scroll = true;
        } else {
            level.cursor = next;
            level.free_scroll = false;
        }
        return Vec::new();
    }
    model.level_mut().cursor = next;
    Vec::new()
}

/// Moves by a screen.
pub(super) fn page(model: &mut Model, down: bool) -> Vec<Effect> {
    let page = model.drawn.height.saturating_sub(1).max(1);
    let by = isize::try_from(page).unwrap_or(1);
    let by = if down { by } else { -by };
    if matches!(model.level().body, Body::Document(_)) {
        let last = model.drawn.lines.saturating_sub(model.drawn.height);
        let offset = model.drawn.offset.saturating_add_signed(by).min(last);
        let level = model.level_mut();
        level.offset = offset;
        level.free_scroll = true;
        let visible = offset..offset + model.drawn.height;
        let first = model.drawn.target_lines.iter().position(|l| visible.contains(l));
        if let Some(first) = first {
            model.level_mut().cursor = first;
        }
        return Vec::new();
    }
    let count = model.count(model.level());
    let level = model.level_mut();
    level.cursor = level.cursor.saturating_add_signed(by).min(count.saturating_sub(1));
    Vec::new()
}

/// Goes to the first or the last line.
pub(super) fn edge(model: &mut Model, last: bool) -> Vec<Effect> {
    let count = model.count(model.level());
    let lines = model.drawn.lines;
    let level = model.level_mut();
    level.cursor = if last { count.saturating_sub(1) } else { 0 };
    level.offset = if last { lines } else { 0 };
    level.free_scroll = true;
    Vec::new()
}

/// Goes to the next failing item, or the one before: in this list, else in the lists above.
pub(super) fn failure(model: &mut Model, next: bool) -> Vec<Effect> {
    let depth = model.levels.len();
    if let Some(at) = failing(model, next) {
        let level = model.level_mut();
        level.cursor = at;
        level.free_scroll = false;
        return Vec::new();
    }
    // up to the nearest list with another failing item, then down again as deep as it goes
    let mut above = depth;
    while above > 1 {
        above -= 1;
        let left = model.levels.split_off(above);
        returned(model);
        let Some(at) = failing(model, next) else {
            model.levels.extend(left);
            if above == 1 {
                break;
            }
            continue;
        };
        model.ahead.clear();
        model.level_mut().cursor = at;
        let mut effects = Vec::new();
        while model.levels.len() < depth {
            let before = model.levels.len();
            effects.extend(open(model));
            if model.levels.len() == before {
                break;
            }
            let count = model.count(model.level());
            let mut order = (0..count).collect::<Vec<_>>();
            if !next {
                order.reverse();
            }
            if let Some(first) = order.into_iter().find(|i| model.fails(model.level(), *i)) {
                model.level_mut().cursor = first;
            }
        }
        let place = model.level().place.crumb();
        model.message = Some((Tone::Info, format!("on to {place}")));
        return effects;
    }
    returned(model);
    let words = if next { "no failing item after this" } else { "no failing item before this" };
    model.message = Some((Tone::Info, words.to_owned()));
    Vec::new()
}

/// The position of the failing row after or before the cursor. Links of a finding's page are no items.
fn failing(model: &Model, next: bool) -> Option<usize> {
    let level = model.level();
    let count = model.count(level);
    if next {
        (level.cursor + 1..count).find(|i| model.fails(level, *i))
    } else {
        (0..level.cursor.min(count)).rev().find(|i| model.fails(level, *i))
    }
}

/// Keeps the preview of wide screens on what is selected.
pub(super) fn preview(model: &mut Model) -> Vec<Effect> {
    let selected = model.selected().filter(|_| model.size.0 >= WIDE);
    if let Body::Table { .. } = model.level().body {
        // an empty list forgets nothing: its rows may be on their way
        if let Some(place) = model.selected() {
            model.level_mut().selected_place = Some(place);
        }
    }
    match selected {
        None => model.preview = None,
        Some(place) if model.preview.as_ref().is_some_and(|(p, _)| *p == place) => {}
        Some(place) => {
            let level = Level::new(place.clone());
            let mut shown = body(model, &level);
            narrow::glance(model, &level.query, &mut shown);
            model.preview = Some((place, shown));
        }
    }
    Vec::new()
}
