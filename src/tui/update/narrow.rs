//! Filtering and ordering: at once for small tables, streamed by a worker for large ones.

use crate::tui::model::{
    Answer, Body, Completion, Input, Mode, Model, Query, Request, Sort, Tone, join, meaningless, scope_part,
    shown,
};

use super::{AT_ONCE, Effect, navigate};

/// The filter line changed.
pub(super) fn typed(model: &mut Model) -> Vec<Effect> {
    let Mode::Filter { input, .. } = &model.mode else { return Vec::new() };
    let text = input.text().trim_end().to_owned();
    offer(model);
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
    if let (Some(by), Some(base)) = (query.group, model.level().base())
        && !by.groups(base)
    {
        model.message = Some((Tone::Warning, format!("this list is not put together by {}", by.id())));
        return Vec::new();
    }
    let level = model.level_mut();
    text.clone_into(&mut level.place.filter);
    if level.query == query {
        return Vec::new();
    }
    level.query = query;
    level.marks.clear();
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
    let Body::Table { base, rows, groups, .. } = &mut level.body else { return Vec::new() };
    if level.query.group.is_none() {
        *groups = None;
    }
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

/// Narrows a table that is only looked at beside the list: at once where it is small, not at all where it is not.
pub(super) fn glance(model: &Model, query: &Query, body: &mut Body) {
    let (Some(snapshot), Body::Table { base, rows, .. }) = (&model.snapshot, body) else { return };
    if query.is_empty() {
        return;
    }
    let mut found = Vec::new();
    if base.rows(snapshot).len() <= AT_ONCE {
        let query = Query { group: None, ..query.clone() };
        let request =
            Request { generation: 0, base: *base, query, sort: Sort::default(), snapshot: snapshot.clone() };
        request.run(|answer| found.extend(answer.rows), || true);
    }
    *rows = Some(found);
}

/// Rows came; those for a request that was replaced are dropped.
pub(super) fn answered(model: &mut Model, answer: Answer) {
    if let Mode::Palette(palette) = &mut model.mode
        && palette.counted(&answer)
    {
        return;
    }
    let Some(level) = model.levels.iter_mut().find(|l| l.awaiting == Some(answer.generation)) else { return };
    let Body::Table { rows, groups, .. } = &mut level.body else { return };
    if answer.groups.is_some() {
        *groups = answer.groups;
    }
    match rows {
        Some(rows) if !answer.whole => rows.extend(answer.rows),
        _ => *rows = Some(answer.rows),
    }
    level.old_rows = false;
    if answer.done {
        level.awaiting = None;
    }
    let count = groups.as_ref().map_or_else(|| rows.as_ref().map_or(0, Vec::len), Vec::len);
    let last = count.saturating_sub(1);
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

/// The next column to order by, of those that are shown.
pub(super) fn sort(model: &mut Model) -> Vec<Effect> {
    let Some(base) = model.level().base() else { return Vec::new() };
    let columns = shown(model, base);
    let level = model.level_mut();
    let at = level.sort.column.and_then(|c| columns.iter().position(|o| *o == c));
    // the first column stands for the order of the list itself
    let column = columns.get(at.map_or(1, |at| at + 1)).copied();
    level.sort = Sort { column, reversed: false };
    resorted(model)
}

/// The other way round.
pub(super) fn reverse(model: &mut Model) -> Vec<Effect> {
    let level = model.level_mut();
    level.sort.reversed = !level.sort.reversed;
    resorted(model)
}

pub(super) fn resorted(model: &mut Model) -> Vec<Effect> {
    let level = model.level_mut();
    (level.cursor, level.offset) = (0, 0);
    let round = if level.sort.reversed { ", reversed" } else { "" };
    model.message = Some((Tone::Info, format!("by {}{round}", model.level().sort.words())));
    rows(model)
}

/// Puts the next completion of the word at the caret in.
pub(super) fn complete(model: &mut Model, forward: bool) -> Vec<Effect> {
    let base = model.level().base();
    let snapshot = model.snapshot.clone();
    let Mode::Filter { input, completion, .. } = &mut model.mode else { return Vec::new() };
    if completion.chosen.is_none() {
        *completion = Completion::of(snapshot.as_deref(), base, input.halves().0);
    }
    let count = completion.words.len();
    if count == 0 {
        model.message = Some((Tone::Info, "nothing is known that begins so".to_owned()));
        return Vec::new();
    }
    let next = match (completion.chosen, forward) {
        (None, _) => 0,
        (Some(at), true) => (at + 1) % count,
        (Some(at), false) => (at + count - 1) % count,
    };
    completion.chosen = Some(next);
    input.replace_before(completion.start, &completion.words[next]);
    // a field that was chosen alone goes on with its values
    if count == 1 && completion.words[next].ends_with(':') {
        completion.chosen = None;
    }
    let text = input.text().to_owned();
    apply(model, &text)
}

/// What may be typed next, for the line below the page.
fn offer(model: &mut Model) {
    let base = model.level().base();
    let snapshot = model.snapshot.clone();
    if let Mode::Filter { input, completion, .. } = &mut model.mode {
        *completion = Completion::of(snapshot.as_deref(), base, input.halves().0);
    }
}

/// Begins to type a filter.
pub(super) fn begin(model: &mut Model) {
    let before = model.level().place.filter.clone();
    // what is typed is added to what is there
    let text = if before.is_empty() { String::new() } else { format!("{before} ") };
    model.mode = Mode::Filter { input: Input::new(&text), before, completion: Completion::default() };
    offer(model);
}

/// The part of a filter that follows into what is opened from here.
pub(super) fn following(model: &Model) -> String {
    scope_part(&model.level().place.filter)
}
