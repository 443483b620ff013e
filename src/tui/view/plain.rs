//! One plain page for screens too small for panes: where one is, how it stands, and the list, nothing clipped.

use ratatui::layout::Rect;

use crate::hipaa::safeguards;
use crate::posture::State;
use crate::tui::action::Action;
use crate::tui::glyph::{standing_word, state_word};
use crate::tui::model::{Base, Body, Drawn, Hit, MatrixRow, Mode, Model, Phase};
use crate::tui::text::fit_middle;
use crate::tui::theme::Role;

use super::document::document;
use super::paint::{Paint, bring_into_view};

pub(super) fn plain(paint: &mut Paint<'_>, area: Rect) -> Drawn {
    let model = paint.model;
    let columns = area.width;
    let ellipsis = model.glyphs.ellipsis;
    let summary = match (&model.snapshot, &model.phase) {
        (Some(s), _) => {
            let failing = s.posture.safeguards.iter().filter(|s| s.state == State::Failing).count();
            let unknown = s.posture.safeguards.iter().filter(|s| s.state == State::Unknown).count();
            format!(
                "{} {failing} failing {} {unknown} unknown of {}",
                model.glyphs.failing,
                model.glyphs.unknown,
                safeguards().len()
            )
        }
        (None, Phase::Failed(why)) => format!("failed: {why}"),
        (None, _) => "reading".to_owned(),
    };
    paint.put(area.x, area.y, columns, Role::Accent, &summary);
    if area.height < 3 {
        return Drawn::default();
    }
    let place = model.level().place.to_string();
    let place = fit_middle(&place, usize::from(columns), ellipsis).into_owned();
    paint.put(area.x, area.y + 1, columns, Role::Crumb, &place);
    let last = match &model.message {
        Some((_, text)) => text.clone(),
        None => format!(
            "{} open  {} back  {} quit",
            model.keymap.first(Action::Open),
            model.keymap.first(Action::Back),
            model.keymap.first(Action::Quit)
        ),
    };
    if let Mode::Filter { .. } = model.mode {
        super::footer::status(paint, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area });
    } else {
        paint.put(area.x, area.bottom().saturating_sub(1), columns, Role::Muted, &last);
    }
    let body = Rect { y: area.y + 2, height: area.height.saturating_sub(3), ..area };
    let level = model.level();
    if let Body::Document(doc) = &level.body {
        return document(paint, body, level, doc);
    }
    let (height, lines) = (usize::from(body.height), model.count(level));
    let offset = bring_into_view(level.cursor, level.offset, height, lines);
    for (position, y) in (offset..lines.min(offset + height)).zip(body.y..) {
        let (role, text) = row(model, position);
        let text = fit_middle(&text, usize::from(columns.saturating_sub(1)), ellipsis).into_owned();
        let at = Rect { y, height: 1, ..body };
        paint.put(at.x + 1, y, columns.saturating_sub(1), role, &text);
        paint.hit(at, Hit::Row(position, None));
        if position == level.cursor {
            paint.select(at);
        }
    }
    Drawn { offset, height, lines, ..Drawn::default() }
}

/// A row in as few words as will do.
fn row(model: &Model, position: usize) -> (Role, String) {
    let level = model.level();
    let nothing = (Role::Text, String::new());
    if matches!(level.body, Body::Matrix) {
        return match model.matrix.rows.get(position) {
            Some(MatrixRow::Family(family)) => (Role::Heading, family.word().to_owned()),
            Some(MatrixRow::Safeguard(id)) => match &model.snapshot {
                None if matches!(model.phase, Phase::Failed(_)) => {
                    let text = format!("{} unknown {}", model.glyphs.unknown, id.get().citation);
                    (Role::of_state(State::Unknown), text)
                }
                None => (Role::Text, format!("{} {}", model.glyphs.reading, id.get().citation)),
                Some(snapshot) => {
                    let state = snapshot.posture.safeguard(*id).state;
                    let mark = model.glyphs.state(state);
                    (Role::of_state(state), format!("{mark} {} {}", state_word(state), id.get().citation))
                }
            },
            None => nothing,
        };
    }
    let (Some(row), Some(snapshot)) = (model.row(level, position), model.snapshot.as_deref()) else {
        return nothing;
    };
    let posture = &snapshot.posture;
    match level.base() {
        Some(Base::Findings | Base::Objective(_)) => {
            let Some(finding) = snapshot.finding(row) else { return nothing };
            let standing = snapshot.standing(row);
            let words = format!("{} {}", model.glyphs.standing(standing), standing_word(standing));
            (Role::of_standing(standing), format!("{words} {}", posture.resource(finding).address))
        }
        Some(Base::Resources) => {
            let standing = snapshot.counts(row).worst();
            let words = format!("{} {}", model.glyphs.standing(standing), standing_word(standing));
            let address = snapshot.resource(row).map(|r| r.address.to_string()).unwrap_or_default();
            (Role::of_standing(standing), format!("{words} {address}"))
        }
        Some(Base::Objectives) => {
            let objective = crate::hipaa::objectives().get(row as usize);
            let state = posture.objectives.get(row as usize).map_or(State::Unknown, |o| o.state);
            let id = objective.map_or("", |o| o.id);
            (Role::of_state(state), format!("{} {} {id}", model.glyphs.state(state), state_word(state)))
        }
        Some(Base::Causes) => {
            let Some(cause) = posture.causes.get(row as usize) else { return nothing };
            let id = crate::check::registry().get(cause.check).id;
            (Role::Failing, format!("{} {} {id}", model.glyphs.failing, cause.findings.len()))
        }
        Some(Base::Drift) => {
            let Some(item) = snapshot.drift_item(row) else { return nothing };
            let resource = snapshot.drift_subject(row).and_then(|r| posture.estate.get(r));
            let address = resource.map_or("", |r| &*r.address);
            let what = item.setting.as_ref().map_or(item.class.title(), |s| s.key.label());
            (Role::of_drift(item.direction), format!("{} {what} {address}", item.direction.id()))
        }
        Some(Base::Waivers) => {
            let Some(waiver) = posture.waivers.get(row as usize) else { return nothing };
            (Role::Excepted, format!("{} {}", waiver.ids.join(" "), waiver.reason))
        }
        None => nothing,
    }
}
