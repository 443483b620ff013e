//! Many rows at once: marking them, copying what they say, writing the view to a file.

use crossterm::event::KeyCode;

use crate::tui::document::remedy_command;
use crate::tui::export::{self, FORMS};
use crate::tui::keymap::Key;
use crate::tui::model::{Base, Body, Input, Mode, Model, Tone};

use super::{Effect, navigate};

/// Marks the row under the cursor or takes its mark away, and goes on to the next.
pub(super) fn mark(model: &mut Model) -> Vec<Effect> {
    let cursor = model.level().cursor;
    let Some(row) = model.row(model.level(), cursor) else { return Vec::new() };
    let level = model.level_mut();
    level.anchor = cursor;
    if !level.marks.remove(&row) {
        level.marks.insert(row);
    }
    told(model);
    navigate::step(model, 1)
}

/// Marks every row from the last mark to the cursor.
pub(super) fn range(model: &mut Model) -> Vec<Effect> {
    let (from, to) = (model.level().anchor, model.level().cursor);
    let rows: Vec<u32> =
        (from.min(to)..=from.max(to)).filter_map(|at| model.row(model.level(), at)).collect();
    let level = model.level_mut();
    level.marks.extend(rows);
    level.anchor = to;
    told(model);
    Vec::new()
}

/// Marks every row, or none when all are marked.
pub(super) fn all(model: &mut Model) -> Vec<Effect> {
    let count = model.count(model.level());
    let rows: std::collections::BTreeSet<u32> =
        (0..count).filter_map(|at| model.row(model.level(), at)).collect();
    let level = model.level_mut();
    level.marks = if level.marks == rows { std::collections::BTreeSet::new() } else { rows };
    told(model);
    Vec::new()
}

fn told(model: &mut Model) {
    let n = model.level().marks.len();
    let key = |action| model.keymap.first(action);
    let text = if n == 0 {
        "nothing is marked".to_owned()
    } else {
        let (copy, export) =
            (key(crate::tui::action::Action::CopyAddress), key(crate::tui::action::Action::Export));
        format!("{} marked: {copy} copies, {export} exports, esc lets go", crate::tui::text::thousands(n))
    };
    model.message = Some((Tone::Info, text));
}

/// The addresses of the marked rows, in the order of the screen; nothing where none is marked.
pub(super) fn addresses(model: &Model) -> Option<String> {
    let level = model.level();
    if level.marks.is_empty() {
        return None;
    }
    let lines: Vec<String> = marked(model)
        .filter_map(|at| {
            let place = model.target(level, at)?;
            Some(match (&place.resource, place.objective) {
                (Some(name), _) => name.address.to_string(),
                (None, Some(objective)) => objective.get().id.to_owned(),
                _ => place.to_string(),
            })
        })
        .collect();
    Some(lines.join("\n"))
}

/// The commands of the marked rows.
pub(super) fn commands(model: &Model) -> Option<String> {
    let level = model.level();
    let (Body::Table { base: Base::Findings | Base::Objective(_), .. }, false) =
        (&level.body, level.marks.is_empty())
    else {
        return None;
    };
    let snapshot = model.snapshot.as_deref()?;
    let mut lines: Vec<String> = Vec::new();
    for row in marked(model).filter_map(|at| model.row(level, at)) {
        // one command may mend several findings
        if let Some(command) = remedy_command(snapshot, row).filter(|c| !lines.contains(c)) {
            lines.push(command);
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn marked(model: &Model) -> impl Iterator<Item = usize> + '_ {
    let level = model.level();
    (0..model.count(level)).filter(|at| model.row(level, *at).is_some_and(|row| level.marks.contains(&row)))
}

/// Asks for the name of the file.
pub(super) fn export(model: &mut Model) -> Vec<Effect> {
    let name = format!("steth-{}.{}", model.level().place.page().word(), FORMS[0]);
    model.mode = Mode::Export(Input::new(&name));
    Vec::new()
}

pub(super) fn export_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Mode::Export(input) = &mut model.mode else { return Vec::new() };
    match key.code() {
        KeyCode::Esc => model.mode = Mode::Browse,
        KeyCode::Tab | KeyCode::BackTab => {
            let (stem, ending) = input.text().rsplit_once('.').unwrap_or((input.text(), ""));
            let at = FORMS.iter().position(|f| *f == ending).unwrap_or(FORMS.len() - 1);
            let next = if key.code() == KeyCode::Tab { at + 1 } else { at + FORMS.len() - 1 };
            *input = Input::new(&format!("{stem}.{}", FORMS[next % FORMS.len()]));
        }
        KeyCode::Enter => {
            let path = input.text().trim().to_owned();
            if let Err(why) = export::form(&path) {
                model.message = Some((Tone::Warning, why));
                return Vec::new();
            }
            model.mode = Mode::Browse;
            let sheet = export::sheet(model);
            return vec![Effect::Export(path, Box::new(sheet))];
        }
        _ => {
            super::input::edit_input(input, key);
        }
    }
    Vec::new()
}
