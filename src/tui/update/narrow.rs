//! Filtering and ordering: at once for small tables, streamed by a worker for large ones.

use crate::tui::model::{
    Answer, Body, Mode, Model, Query, Request, Sort, Tone, join, meaningless, scope_part,
};

use super::{AT_ONCE, Effect, navigate};

/// The filter line changed.
pub(super) fn typed(model: &mut Model) -> Vec<Effect> {
    let Mode::Filter { input, .. } = &model.mode else { return Vec::new() };
    let text = input.text().to_owned();
    apply(model, &text)
}

/// Puts a filter in force; a wrong one is told and leaves the rows as they are.
pub(super) fn apply(model: &mut Model, text: &str) -> Vec<Effect> {
    let query = match Query::parse(text) {
        Ok(query) => query,
        Err(error) => {
            model.message = Some((Tone::Warning, error.to_string()));
            return Vec::new();
        }
    };
    let is_matrix = matches!(model.level().body, Body::Matrix);
    if is_matrix && let Some(field) = meaningless(&query) {
        let text = format!("{field:?} means nothing for safeguards; 4 lists findings").to_lowercase();
        model.message = Some((Tone::Warning, text));
        return Vec::new();
    }
    model.message = None;
    let level = model.level_mut();
    text.clone_into(&mut level.place.filter);
    if level.query == query {
        return Vec::new();
    }
    level.query = query;
    if is_matrix {
        let selected = model.selected();
        navigate::lay_matrix(model);
        navigate::select(model, selected.as_ref());
        return Vec::new();
    }
    let level = model.level_mut();
    (level.cursor, level.offset) = (0, 0);
    rows(model)
}

/// Finds the rows of the level on the screen anew.
pub(super) fn rows(model: &mut Model) -> Vec<Effect> {
    let Some(snapshot) = model.snapshot.clone() else { return Vec::new() };
    model.generation += 1;
    let generation = model.generation;
    let level = model.level_mut();
    let Body::Table { base, rows, .. } = &mut level.body else { return Vec::new() };
    if level.query.is_empty() && level.sort == Sort::default() {
        *rows = None;
        level.awaiting = None;
        level.old_rows = false;
        return Vec::new();
    }
    let request = Request { generation, base: *base, query: level.query.clone(), sort: level.sort, snapshot };
    level.awaiting = Some(generation);
    // what was found before stays on the screen until the first answer
    level.old_rows = true;
    if request.base.rows(&request.snapshot).len() > AT_ONCE {
        return vec![Effect::Rows(request)];
    }
    let mut answers = Vec::new();
    request.run(|answer| answers.push(answer), || true);
    for answer in answers {
        answered(model, answer);
    }
    Vec::new()
}

/// Rows came; those for a request that was replaced are dropped.
pub(super) fn answered(model: &mut Model, answer: Answer) {
    let Some(level) = model.levels.iter_mut().find(|l| l.awaiting == Some(answer.generation)) else { return };
    let Body::Table { rows, .. } = &mut level.body else { return };
    match rows {
        Some(rows) if !answer.whole => rows.extend(answer.rows),
        _ => *rows = Some(answer.rows),
    }
    level.old_rows = false;
    if answer.done {
        level.awaiting = None;
    }
    let last = rows.as_ref().map_or(0, |r| r.len().saturating_sub(1));
    level.cursor = level.cursor.min(last);
}

/// Adds `status:fail` to the filter, or takes it out again.
pub(super) fn faults(model: &mut Model) -> Vec<Effect> {
    const FAULTS: &str = "status:fail";
    let filter = model.level().place.filter.clone();
    let without: Vec<&str> = filter.split_whitespace().filter(|w| *w != FAULTS).collect();
    let next = if without.len() < filter.split_whitespace().count() {
        without.join(" ")
    } else {
        join(&filter, FAULTS)
    };
    apply(model, &next)
}

/// Clears the filter but for nothing: what followed from above goes too, since the person asked.
pub(super) fn clear(model: &mut Model) -> Vec<Effect> {
    apply(model, "")
}

/// The next column to order by.
pub(super) fn sort(model: &mut Model) -> Vec<Effect> {
    let Some(base) = model.level().base() else { return Vec::new() };
    let columns = base.columns();
    let level = model.level_mut();
    let at = columns.iter().position(|c| *c == level.sort.column).unwrap_or(0);
    let column = columns[(at + 1) % columns.len()];
    level.sort = Sort { column, reversed: false };
    resorted(model)
}

/// The other way round.
pub(super) fn reverse(model: &mut Model) -> Vec<Effect> {
    let level = model.level_mut();
    level.sort.reversed = !level.sort.reversed;
    resorted(model)
}

fn resorted(model: &mut Model) -> Vec<Effect> {
    let level = model.level_mut();
    (level.cursor, level.offset) = (0, 0);
    let round = if level.sort.reversed { ", reversed" } else { "" };
    model.message = Some((Tone::Info, format!("by {}{round}", model.level().sort.column.word())));
    rows(model)
}

/// The part of a filter that follows into what is opened from here.
pub(super) fn following(model: &Model) -> String {
    scope_part(&model.level().place.filter)
}
