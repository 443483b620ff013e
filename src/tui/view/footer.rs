//! The two bottom lines: what is said or typed, and the keys that matter here.

use ratatui::layout::Rect;

use crate::check::registry;
use crate::hipaa::objectives;
use crate::tui::action::Action;
use crate::tui::model::{Base, Body, Hit, MatrixRow, Mode, Model, Phase, Tone, cause_place};
use crate::tui::place::Page;
use crate::tui::theme::Role;
use crate::tui::update::enabled;

use super::paint::Paint;

/// The filter being typed, a message, or what is selected in full.
pub(super) fn status(paint: &mut Paint<'_>, area: Rect) {
    let model = paint.model;
    let x = area.x + 1;
    let room = area.width.saturating_sub(2);
    if let Mode::Filter { input, .. } | Mode::Export(input) = &model.mode {
        let (before, after) = input.halves();
        let label = if matches!(model.mode, Mode::Export(_)) { "write to " } else { "/ " };
        let mut at = paint.put(x, area.y, room, Role::Key, label);
        at = paint.put(at, area.y, area.right().saturating_sub(at), Role::Text, before);
        at = paint.put(at, area.y, 1, Role::Accent, model.glyphs.caret);
        at = paint.put(at, area.y, area.right().saturating_sub(at), Role::Text, after);
        if let Some((_, text)) = &model.message {
            paint.put(at + 2, area.y, area.right().saturating_sub(at + 2), Role::Warning, text);
        } else if let Mode::Filter { completion, .. } = &model.mode {
            // what Tab puts in, the one that is in marked
            at += 2;
            let first = completion.chosen.unwrap_or(0);
            for (i, word) in completion.words.iter().enumerate().skip(first) {
                if at + 4 >= area.right() {
                    break;
                }
                let role = if completion.chosen == Some(i) { Role::Accent } else { Role::Muted };
                at = paint.put(at, area.y, area.right().saturating_sub(at + 1), role, word) + 1;
            }
        } else {
            let hint = "csv, md, json or txt by its ending; tab changes it";
            paint.put(at + 2, area.y, area.right().saturating_sub(at + 2), Role::Muted, hint);
        }
        return;
    }
    if let Some((tone, text)) = &model.message {
        let role = match tone {
            Tone::Info => Role::Info,
            Tone::Warning => Role::Warning,
            Tone::Error => Role::Error,
        };
        paint.put(x, area.y, room, role, text);
        return;
    }
    if let (Phase::Failed(why), Some(_)) = (&model.phase, &model.snapshot) {
        let (role, text) = if model.stopped {
            (Role::Warning, format!("stopped: {why}; shown is what was read before"))
        } else {
            (Role::Error, format!("the last scan failed: {why}; shown is the one before"))
        };
        paint.put(x, area.y, room, role, &text);
        return;
    }
    let text = detail(model);
    paint.put(x, area.y, room, Role::Muted, &text);
}

/// What is selected, in full: what its line had no room for.
fn detail(model: &Model) -> String {
    let level = model.level();
    let snapshot = model.snapshot.as_deref();
    match &level.body {
        Body::Matrix => match (model.matrix.rows.get(level.cursor), snapshot) {
            (Some(MatrixRow::Safeguard(id)), snapshot) => {
                let entry = id.get();
                let reason =
                    snapshot.map_or(String::new(), |s| format!(": {}", s.posture.safeguard(*id).reason));
                format!("{} {}{reason}", entry.citation, entry.title)
            }
            (Some(MatrixRow::Family(family)), _) => {
                format!("{} safeguards; enter folds or unfolds them", family.word())
            }
            _ => String::new(),
        },
        Body::Table { groups: Some(groups), .. } => {
            groups.get(level.cursor).map(|g| g.label.clone()).unwrap_or_default()
        }
        Body::Table { base, .. } => {
            let row = model.row(level, level.cursor).zip(snapshot);
            match (base, row) {
                (Base::Findings | Base::Objective(_), Some((row, snapshot))) => {
                    let Some(finding) = snapshot.finding(row) else { return String::new() };
                    let place = snapshot.posture.place(finding);
                    let files = &snapshot.posture.files;
                    let at =
                        place.map(|s| format!("{}:{}  ", files.path(s.file), s.line)).unwrap_or_default();
                    format!("{at}{}", snapshot.posture.resource(finding).address)
                }
                (Base::Resources, Some((row, snapshot))) => {
                    snapshot.resource(row).map(|r| r.address.to_string()).unwrap_or_default()
                }
                (Base::Objectives, Some((row, _))) => objectives()
                    .get(row as usize)
                    .map(|o| format!("{}  {}", o.id, o.statement))
                    .unwrap_or_default(),
                (Base::Causes, Some((row, snapshot))) => {
                    let Some(cause) = snapshot.posture.causes.get(row as usize) else { return String::new() };
                    let files = &snapshot.posture.files;
                    let at = cause_place(&snapshot.posture, cause);
                    let at = at.map(|s| format!("{}:{}  ", files.path(s.file), s.line)).unwrap_or_default();
                    format!("{at}{}", registry().get(cause.check).title)
                }
                (Base::Drift, Some((row, snapshot))) => {
                    snapshot.drift_item(row).map(|d| d.reason.clone()).unwrap_or_default()
                }
                (Base::Waivers, Some((row, snapshot))) => {
                    snapshot.posture.waivers.get(row as usize).map(|w| w.reason.clone()).unwrap_or_default()
                }
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}

/// The keys shown on each page, the most useful first; what does not fit is left out.
fn wanted(page: Page) -> &'static [Action] {
    use Action as A;
    match page {
        Page::Matrix => &[
            A::Open,
            A::NextFailure,
            A::Filter,
            A::Palette,
            A::Help,
            A::Quit,
            A::Dimension,
            A::Right,
            A::GoOverview,
            A::GoFindings,
            A::GoResources,
            A::GoCauses,
            A::Theme,
        ],
        Page::Finding => &[
            A::Remedy,
            A::Edit,
            A::NextFailure,
            A::Resource,
            A::CopyAddress,
            A::CopyCommand,
            A::Back,
            A::Help,
            A::Palette,
            A::Quit,
        ],
        Page::Remedy => &[
            A::CopyCommand,
            A::CopyPatch,
            A::Edit,
            A::Back,
            A::NextFailure,
            A::Resource,
            A::Help,
            A::Palette,
            A::Quit,
        ],
        Page::Resource => &[
            A::Open,
            A::Edit,
            A::NextFailure,
            A::CopyAddress,
            A::Remedy,
            A::Back,
            A::Help,
            A::Palette,
            A::Quit,
        ],
        Page::Safeguard | Page::Overview | Page::Sources | Page::Attestations => {
            &[A::Open, A::Back, A::NextFailure, A::Palette, A::Help, A::GoMatrix, A::Theme, A::Quit]
        }
        _ => &[
            A::Open,
            A::Back,
            A::Filter,
            A::Faults,
            A::NextFailure,
            A::Group,
            A::Help,
            A::Quit,
            A::Palette,
            A::Sort,
            A::Edit,
            A::Mark,
            A::Export,
            A::Columns,
        ],
    }
}

/// The keys that matter here; each can be clicked.
pub(super) fn footer(paint: &mut Paint<'_>, area: Rect) {
    paint.ground(area, Role::Bar);
    let model = paint.model;
    let mut x = area.x + 1;
    let fixed: &[(&str, &str)] = match &model.mode {
        Mode::Filter { .. } => {
            &[("enter", "keep"), ("esc", "undo, then leave"), ("tab", "complete"), ("up/down", "move")]
        }
        Mode::Export(_) => &[("enter", "write"), ("tab", "form"), ("esc", "leave")],
        Mode::Menu(menu) => menu.keys(),
        Mode::Palette(_) => &[("enter", "go"), ("esc", "close"), ("up/down", "choose")],
        Mode::Help { .. } => &[("esc", "close"), ("j/k", "scroll")],
        Mode::Themes { .. } => &[("up/down", "look"), ("enter", "keep"), ("esc", "as it was")],
        Mode::Browse => &[],
    };
    for (key, words) in fixed {
        x = paint.put(x, area.y, area.right().saturating_sub(x), Role::Key, key);
        x = paint.put(x + 1, area.y, area.right().saturating_sub(x + 1), Role::Bar, words) + 2;
    }
    if !fixed.is_empty() {
        return;
    }
    for action in wanted(model.level().place.page()) {
        let key = model.keymap.first(*action);
        if key.is_empty() || enabled(model, *action).is_err() {
            continue;
        }
        let words = action.row().short;
        let columns = u16::try_from(key.len() + words.len() + 3).unwrap_or(u16::MAX);
        if x + columns > area.right() {
            continue;
        }
        let from = x;
        x = paint.put(x, area.y, area.right().saturating_sub(x), Role::Key, &key);
        x = paint.put(x + 1, area.y, area.right().saturating_sub(x + 1), Role::Bar, words) + 2;
        paint.hit(Rect { x: from, width: x - from - 1, ..area }, Hit::Action(*action));
    }
}
