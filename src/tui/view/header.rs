//! The top three lines: the score and its age, the counts by state, and the way here.

use jiff::Timestamp;
use ratatui::layout::Rect;

use crate::posture::{SourceStatus, State};
use crate::tui::action::Action;
use crate::tui::glyph::state_word;
use crate::tui::model::{Body, Hit, Model, Phase};
use crate::tui::text::{fit_middle, plural, thousands, width};
use crate::tui::theme::Role;

use super::paint::{Paint, line};

/// Age from which evidence is called stale.
const STALE_HOURS: i64 = 24;

pub(super) fn header(paint: &mut Paint<'_>, area: Rect) {
    paint.ground(area, Role::Bar);
    let model = paint.model;
    let first = line(area, 0);
    let end = age(paint, first);
    let mut x = paint.put(area.x + 1, area.y, area.width.saturating_sub(1), Role::Accent, "steth");
    let room = |x: u16| end.saturating_sub(x + 1);
    match (&model.snapshot, &model.phase) {
        (Some(snapshot), _) => {
            let score = snapshot.posture.score;
            let dash = model.glyphs.dash;
            let met = format!("  {:.0}{dash}{:.0} %", score.low * 100.0, score.high * 100.0);
            x = paint.put(x, area.y, room(x), Role::Accent, &met);
            x = paint.put(x, area.y, room(x), Role::Bar, &format!(" of {} met", score.total));
            let c = snapshot.posture.coverage;
            let share = if c.findings_total == 0 {
                0.0
            } else {
                f64::from(c.findings_decided) / f64::from(c.findings_total) * 100.0
            };
            let dot = model.glyphs.dot;
            let covered = format!(
                " {dot} {}/{} measured {dot} {share:.0} % decided",
                c.safeguards_measured, c.safeguards_measurable
            );
            paint.put(x, area.y, room(x), Role::Bar, &covered);
        }
        (None, Phase::Failed(_)) => {
            paint.put(x, area.y, room(x), Role::Error, "  the scan failed: nothing is known");
        }
        (None, _) => {
            paint.put(x, area.y, room(x), Role::Bar, "  nothing is known yet");
        }
    }
    second(paint, line(area, 1));
}

/// What the scan is doing, or how old the evidence is, at the right; returns where it begins.
fn age(paint: &mut Paint<'_>, area: Rect) -> u16 {
    let model = paint.model;
    let inner = Rect { width: area.width.saturating_sub(1), ..area };
    match (&model.phase, &model.snapshot) {
        (Phase::Reading { progress, began }, _) => {
            let text = format!(
                "{} {}",
                model.glyphs.reading,
                progress.words(model.now.as_second() - began.as_second())
            );
            paint.right(inner, Role::Info, &text)
        }
        (_, Some(snapshot)) => {
            let as_of = snapshot.posture.oldest_evidence();
            let seconds = model.now.as_second() - as_of.as_second();
            let stale = seconds > STALE_HOURS * 3600;
            let clock = if stale || area.width >= 100 { "%Y-%m-%d %H:%MZ" } else { "%H:%MZ" };
            let mut text = format!("as of {} ({})", as_of.strftime(clock), span(model.now, as_of));
            if stale {
                text.push_str(" stale");
            }
            let x = paint.right(inner, if stale { Role::Warning } else { Role::Bar }, &text);
            if matches!(model.phase, Phase::Failed(_)) {
                let before = Rect { width: x.saturating_sub(inner.x + 1), ..inner };
                let (role, word) = if model.stopped {
                    (Role::Warning, format!("{} stopped ", model.glyphs.unknown))
                } else {
                    (Role::Error, format!("{} scan failed ", model.glyphs.failing))
                };
                return paint.right(before, role, &word);
            }
            x
        }
        _ => inner.right(),
    }
}

/// How long ago, in one unit.
pub(super) fn span(now: Timestamp, then: Timestamp) -> String {
    match (now.as_second() - then.as_second()).max(0) {
        0..=59 => "now".to_owned(),
        s @ 60..=3599 => format!("{} min", s / 60),
        s @ 3600..=172_799 => format!("{} h", s / 3600),
        s => format!("{} d", s / 86_400),
    }
}

fn second(paint: &mut Paint<'_>, area: Rect) {
    let model = paint.model;
    let Some(snapshot) = &model.snapshot else {
        if let Phase::Failed(why) = &model.phase {
            paint.put(area.x + 1, area.y, area.width.saturating_sub(2), Role::Error, why);
        }
        return;
    };
    let posture = &snapshot.posture;
    let partial = posture.sources.iter().filter(|s| !SourceStatus::is_complete(s)).count();
    let (role, text) = match (posture.sources.len(), partial) {
        (0, _) => (Role::Unknown, format!("{} no source", model.glyphs.unknown)),
        (n, 0) => (Role::Met, format!("{} {}", model.glyphs.met, plural(n, "source", "sources"))),
        (1, _) => (Role::Failing, format!("{} source partial", model.glyphs.failing)),
        (n, p) => (Role::Failing, format!("{} {p} of {n} sources partial", model.glyphs.failing)),
    };
    let from = paint.right(Rect { width: area.width.saturating_sub(1), ..area }, role, &text);
    paint.hit(Rect { x: from, width: area.right() - from, ..area }, Hit::Action(Action::GoSources));
    let end = from.saturating_sub(2);
    let mut x = area.x + 1;
    for state in State::ALL {
        let n = posture.safeguards.iter().filter(|s| s.state == state).count();
        // exceptions are rare; their absence need not take room
        if n == 0 && state == State::MetWithException {
            continue;
        }
        let text = format!("{} {n} {}", model.glyphs.state(state), state_word(state));
        x = paint.put(x, area.y, end.saturating_sub(x), Role::of_state(state), &text) + 2;
    }
    let causes = plural(posture.causes.len(), "root cause", "root causes");
    if usize::from(end.saturating_sub(x)) >= width(&causes) {
        paint.put(x, area.y, end - x, Role::Bar, &causes);
    }
}

/// The way here, the filter in force and how many rows it leaves.
pub(super) fn crumbs(paint: &mut Paint<'_>, area: Rect) {
    let model = paint.model;
    let level = model.level();
    let mut end = area.right().saturating_sub(1);
    let count = count(model);
    if !count.is_empty() {
        end = paint
            .right(Rect { width: area.width.saturating_sub(1), ..area }, Role::Muted, &count)
            .saturating_sub(1);
    }
    if !level.place.filter.is_empty() {
        let most = usize::from(area.width / 3);
        let chip = format!(" {} ", fit_middle(&level.place.filter, most, model.glyphs.ellipsis));
        let room = Rect { width: end.saturating_sub(area.x), ..area };
        end = paint.right(room, Role::Chip, &chip).saturating_sub(1);
    }
    // the way begins at the last view gone to; what came before it is history, not a parent
    let start = model.levels.iter().rposition(|l| l.place.is_view()).unwrap_or(0);
    let mut names: Vec<String> = model.levels.iter().skip(start).map(|l| l.place.crumb()).collect();
    let room = usize::from(end.saturating_sub(area.x + 1));
    shorten(&mut names, room, model.glyphs.ellipsis);
    let mut x = area.x + 1;
    let last = names.len().saturating_sub(1);
    for (depth, name) in names.iter().enumerate() {
        if depth > 0 {
            let between = format!(" {} ", model.glyphs.crumb);
            x = paint.put(x, area.y, end.saturating_sub(x), Role::Muted, &between);
        }
        let from = x;
        let role = if depth == last { Role::Crumb } else { Role::Link };
        x = paint.put(x, area.y, end.saturating_sub(x), role, name);
        paint.hit(Rect { x: from, width: x - from, ..area }, Hit::Crumb(start + depth));
    }
}

/// Shortens the longest names until all fit; the first names go when there is no room even so.
fn shorten(names: &mut [String], room: usize, ellipsis: &str) {
    let total = |names: &[String]| names.iter().map(|n| width(n) + 3).sum::<usize>().saturating_sub(3);
    for most in [40, 30, 24, 18, 12, 8, 4] {
        if total(names) <= room {
            return;
        }
        let last = names.len().saturating_sub(1);
        for (i, name) in names.iter_mut().enumerate() {
            // the last name is where one is: it keeps more
            let most = if i == last { most * 2 } else { most };
            *name = fit_middle(name, most, ellipsis).into_owned();
        }
    }
}

/// `12/340`; `12+/340` while more may come.
fn count(model: &Model) -> String {
    let level = model.level();
    match &level.body {
        Body::Matrix => {
            let all = crate::hipaa::safeguards().len();
            match model.matrix.shown {
                n if n == all => plural(n, "safeguard", "safeguards"),
                n => format!("{n}/{all}"),
            }
        }
        Body::Table { groups: Some(groups), .. } => plural(groups.len(), "group", "groups"),
        Body::Table { base, .. } => {
            let all = model.snapshot.as_ref().map_or(0, |s| base.rows(s).len());
            let found = model.count(level);
            let more = if level.awaiting.is_some() { "+" } else { "" };
            if level.old_rows {
                format!("{}/{}", model.glyphs.reading, thousands(all))
            } else if found == all && more.is_empty() {
                thousands(all)
            } else {
                format!("{}{more}/{}", thousands(found), thousands(all))
            }
        }
        _ => String::new(),
    }
}
