//! What each action does.

use crate::native::Span;
use crate::posture::WaiverOrigin;
use crate::tui::action::Action;
use crate::tui::document::remedy_command;
use crate::tui::model::{Base, Body, MatrixRow, Mode, Model, Palette, Tone};
use crate::tui::place::{Page, Place, Root};

use super::{Effect, narrow, navigate, theme};

/// Runs an action that is enabled.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Open => navigate::open(model),
        Action::Back => navigate::back(model),
        Action::Forward => {
            navigate::forward(model);
            Vec::new()
        }
        Action::Down => navigate::step(model, 1),
        Action::Up => navigate::step(model, -1),
        Action::PageDown => navigate::page(model, true),
        Action::PageUp => navigate::page(model, false),
        Action::First => navigate::edge(model, false),
        Action::Last => navigate::edge(model, true),
        Action::Left => {
            let level = model.level_mut();
            level.column = level.column.saturating_sub(1);
            Vec::new()
        }
        Action::Right => {
            let last = model.matrix.columns.len();
            let level = model.level_mut();
            level.column = (level.column + 1).min(last);
            Vec::new()
        }
        Action::NextFailure => navigate::failure(model, true),
        Action::PreviousFailure => navigate::failure(model, false),
        Action::Filter => {
            let before = model.level().place.filter.clone();
            model.mode = Mode::Filter { input: crate::tui::model::Input::new(&before), before };
            Vec::new()
        }
        Action::Faults => narrow::faults(model),
        Action::Sort => narrow::sort(model),
        Action::Reverse => narrow::reverse(model),
        Action::Dimension => {
            model.dimension = model.dimension.next();
            model.level_mut().column = 0;
            navigate::lay_matrix(model);
            let words = model.dimension.words();
            model.message = Some((Tone::Info, format!("columns by {words}")));
            Vec::new()
        }
        Action::Fold => fold(model),
        Action::Resource => match model.subject().resource {
            Some(name) => navigate::push(model, Place::root(Root::Resources).with_resource(name)),
            None => Vec::new(),
        },
        Action::Remedy => {
            let place = model.subject();
            if place.remedy { Vec::new() } else { navigate::push(model, place.with_remedy()) }
        }
        Action::Edit => match location(model) {
            Some((path, line)) => vec![Effect::Edit(path, line)],
            None => Vec::new(),
        },
        Action::CopyAddress => {
            let (text, words) = address(model);
            vec![Effect::Copy(text, words)]
        }
        Action::CopyCommand => {
            let finding = model.subject_finding();
            let command = finding.zip(model.snapshot.as_deref()).and_then(|(f, s)| remedy_command(s, f));
            command.map(|c| vec![Effect::Copy(c, "the command")]).unwrap_or_default()
        }
        Action::CopyPlace => vec![Effect::Copy(model.level().place.to_string(), "the place")],
        Action::GoMatrix => navigate::go(model, Root::Matrix),
        Action::GoOverview => navigate::go(model, Root::Overview),
        Action::GoObjectives => navigate::go(model, Root::Objectives),
        Action::GoFindings => navigate::go(model, Root::Findings),
        Action::GoResources => navigate::go(model, Root::Resources),
        Action::GoCauses => navigate::go(model, Root::Causes),
        Action::GoSources => navigate::go(model, Root::Sources),
        Action::GoWaivers => navigate::go(model, Root::Waivers),
        Action::GoDrift => navigate::go(model, Root::Drift),
        Action::Palette => {
            let names: Vec<String> = model.themes.iter().map(|t| t.name.clone()).collect();
            let palette = Palette::new(&names, model.snapshot.as_deref(), |a| model.keymap.all(a));
            model.mode = Mode::Palette(palette);
            Vec::new()
        }
        Action::Help => {
            model.mode = Mode::Help { offset: 0 };
            Vec::new()
        }
        Action::Theme => {
            theme::show(model);
            Vec::new()
        }
        Action::Cancel => vec![Effect::Cancel],
        Action::Redraw => vec![Effect::Redraw],
        Action::Suspend => vec![Effect::Suspend],
        Action::Quit => vec![Effect::Quit],
    }
}

fn fold(model: &mut Model) -> Vec<Effect> {
    let cursor = model.level().cursor;
    let family = match model.matrix.rows.get(cursor) {
        Some(MatrixRow::Family(family)) => *family,
        Some(MatrixRow::Safeguard(id)) => id.get().family,
        None => return Vec::new(),
    };
    if let Some(at) = model.folded.iter().position(|f| *f == family) {
        model.folded.remove(at);
    } else {
        model.folded.push(family);
    }
    navigate::lay_matrix(model);
    let head = model.matrix.rows.iter().position(|r| *r == MatrixRow::Family(family));
    model.level_mut().cursor = head.unwrap_or(0);
    Vec::new()
}

/// The file and line acted on.
pub(super) fn location(model: &Model) -> Option<(String, u32)> {
    let snapshot = model.snapshot.as_deref()?;
    let posture = &*snapshot.posture;
    let level = model.level();
    let row = model.row(level, level.cursor);
    let span: Option<Span> = match (&level.body, row) {
        (Body::Table { base: Base::Causes, .. }, Some(row)) => {
            posture.causes.get(row as usize).and_then(|c| c.place)
        }
        (Body::Table { base: Base::Waivers, .. }, Some(row)) => posture.waivers.get(row as usize).map(|w| {
            let WaiverOrigin::Comment { span, .. } = &w.origin;
            *span
        }),
        (Body::Table { base: Base::Drift, .. }, Some(row)) => snapshot.drift_item(row).and_then(|item| {
            let declared = posture.estate.get(item.declared?)?;
            let setting = item.setting.as_ref().and_then(|s| declared.get(s.key));
            setting.and_then(crate::resource::Setting::span).or(declared.span)
        }),
        (Body::Document(doc), _) => doc.selected(level.cursor).and_then(|b| b.span),
        _ => None,
    };
    let of_finding = || snapshot.finding(model.subject_finding()?).and_then(|f| posture.place(f));
    let of_resource = || posture.estate.get(model.subject_resource()?)?.span;
    let span = span.or_else(of_finding).or_else(of_resource)?;
    Some((posture.files.path(span.file).to_owned(), span.line))
}

/// What "copy" copies here.
fn address(model: &Model) -> (String, &'static str) {
    let subject = model.subject();
    if let Some(name) = &subject.resource {
        return (name.address.to_string(), "the address");
    }
    let place = model.selected().unwrap_or(subject);
    match (place.page(), place.root, place.objective) {
        (Page::Safeguard, Root::Safeguard(id), _) => (id.get().citation.to_owned(), "the citation"),
        (Page::Objective, _, Some(objective)) => (objective.get().id.to_owned(), "the objective"),
        _ => (place.to_string(), "the place"),
    }
}
