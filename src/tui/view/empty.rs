//! What an empty table means: that nothing is wrong, that a filter hides it, or that nobody looked. Each is said.

use ratatui::layout::Rect;

use crate::posture::SourceStatus;
use crate::tui::action::Action;
use crate::tui::document::{Document, piece};
use crate::tui::model::{Base, Level, Snapshot};
use crate::tui::text::{plural, thousands};
use crate::tui::theme::Role;

use super::document::still;
use super::paint::Paint;

/// How an empty table is meant.
enum Empty {
    /// It is as it should be.
    Good(String),
    /// Nothing can be concluded from it.
    Unknown(String),
    /// Neither.
    Plain(String),
}

pub(super) fn empty(paint: &mut Paint<'_>, area: Rect, level: &Level, base: Base, snapshot: &Snapshot) {
    let model = paint.model;
    let key = |action| model.keymap.first(action);
    let all = base.rows(snapshot).len();
    let mut doc = Document::default();
    doc.block(Vec::new());
    if level.awaiting.is_some() {
        doc.para(Role::Info, &format!("{} looking through {}", model.glyphs.reading, rows(all))).indent(1);
        still(paint, area, &doc);
        return;
    }
    if all > 0 {
        let text = format!("None of {} passes the filter {}", rows(all), level.place.filter);
        doc.para(Role::Text, &text).indent(1);
        let clears = format!("{} clears it.", key(Action::Back));
        let change = format!("{} changes it, ", key(Action::Filter));
        doc.para(Role::Muted, &format!("{change}{clears}")).indent(1);
        still(paint, area, &doc);
        return;
    }
    let sources = key(Action::GoSources);
    let (meaning, more) = meaning(base, snapshot, &sources, &key(Action::GoFindings));
    let (role, text) = match meaning {
        Empty::Good(text) => (Role::Met, format!("{} {text}", model.glyphs.met)),
        Empty::Unknown(text) => (Role::Unknown, format!("{} {text}", model.glyphs.unknown)),
        Empty::Plain(text) => (Role::Text, text),
    };
    doc.para(role, &text).indent(1);
    if !more.is_empty() {
        doc.para(Role::Muted, &more).indent(1);
    }
    let partial = snapshot.posture.sources.iter().filter(|s| !SourceStatus::is_complete(s)).count();
    if partial > 0 {
        let of = plural(snapshot.posture.sources.len(), "source", "sources");
        let text = format!(
            "{} {partial} of {of} was not read whole, so something may be missing here; {sources} shows what.",
            model.glyphs.failing
        );
        doc.block(vec![piece(Role::Failing, text)]).indent(1);
    }
    still(paint, area, &doc);
}

fn rows(n: usize) -> String {
    format!("{} {}", thousands(n), if n == 1 { "row" } else { "rows" })
}

/// What it means that a table has no rows at all, and what to do about it.
fn meaning(base: Base, snapshot: &Snapshot, sources: &str, findings: &str) -> (Empty, String) {
    let shows = format!("{sources} shows what was read, skipped and failed.");
    let nothing = || (Empty::Unknown("Nothing was checked, so nothing is known.".to_owned()), shows.clone());
    let is_unchecked = snapshot.totals.total() == 0;
    match base {
        Base::Findings => nothing(),
        Base::Causes if is_unchecked => nothing(),
        Base::Objective(_) => (
            Empty::Unknown("No resource of a kind that this objective looks at was found.".to_owned()),
            "Its safeguards stay unknown until something is measured.".to_owned(),
        ),
        Base::Resources => (Empty::Unknown("No resource was found.".to_owned()), shows),
        Base::Causes if snapshot.totals.unknown > 0 => (
            Empty::Unknown("Nothing fails, but not everything is known.".to_owned()),
            format!("{findings} lists what cannot be told: filter status:unknown."),
        ),
        Base::Causes => {
            let passed = plural(snapshot.totals.pass as usize, "finding passes", "findings pass");
            (Empty::Good("Nothing fails.".to_owned()), format!("{passed}."))
        }
        Base::Waivers => (
            Empty::Plain("No exception is written.".to_owned()),
            "A comment above a resource writes one: steth:ignore CHECK until DATE: reason.".to_owned(),
        ),
        Base::Drift => match &snapshot.posture.drift {
            None => (
                Empty::Unknown("Drift compares code with clouds, and both were not read.".to_owned()),
                format!("steth pull reads the clouds; {sources} shows what was read."),
            ),
            Some(drift) if drift.compared.resources == 0 => (
                Empty::Unknown("No declared resource was found live, so nothing was compared.".to_owned()),
                shows,
            ),
            Some(drift) => {
                let compared = plural(drift.compared.resources as usize, "resource was", "resources were");
                (
                    Empty::Good("What was compared is the same on both sides.".to_owned()),
                    format!("{compared} compared."),
                )
            }
        },
        Base::Objectives => (Empty::Plain("There is no objective.".to_owned()), String::new()),
    }
}
