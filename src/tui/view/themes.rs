//! The themes: their names with what they are for, and everything that has a look of its own in the one selected.

use ratatui::layout::Rect;

use crate::check::Severity;
use crate::posture::{Standing, State};
use crate::tui::document::{Piece, piece};
use crate::tui::glyph::{standing_word, state_word};
use crate::tui::model::{Drawn, Hit};
use crate::tui::text::{pad, width};
use crate::tui::theme::{Depth, Role};

use super::paint::{Paint, bring_into_view};

/// Columns of the list.
const LIST: u16 = 38;

pub(super) fn themes(paint: &mut Paint<'_>, area: Rect) -> Drawn {
    let model = paint.model;
    let wide = area.width >= LIST + 36;
    let list = Rect { width: if wide { LIST } else { area.width }, ..area };
    let title = format!("{:<20}{:<7}{}", "theme", "ground", "contrast");
    paint.put(list.x + 1, list.y, list.width.saturating_sub(1), Role::Muted, &title);
    let rows = Rect { y: list.y + 1, height: list.height.saturating_sub(1), ..list };
    let (height, lines) = (usize::from(rows.height), model.themes.len());
    let offset = bring_into_view(model.theme, 0, height, lines);
    for ((i, theme), y) in model.themes.iter().enumerate().skip(offset).zip(rows.top()..rows.bottom()) {
        let at = Rect { y, height: 1, width: rows.width.saturating_sub(1), ..rows };
        let name = pad(&theme.name, 20, paint.glyphs().ellipsis);
        let ground = if theme.is_light { "light" } else { "dark" };
        let mut x = paint.put(at.x + 1, y, 20, Role::Text, &name);
        x = paint.put(x, y, 7, Role::Muted, &format!("{ground:<7}"));
        let (role, mark) = if theme.is_readable() {
            (Role::Met, paint.glyphs().met)
        } else {
            (Role::Warning, paint.glyphs().failing)
        };
        paint.put(x, y, at.right().saturating_sub(x), role, &format!("{mark} {:.1}:1", theme.contrast));
        paint.hit(at, Hit::Theme(i));
        if i == model.theme {
            paint.select(at);
        }
    }
    paint.scrollbar(rows, offset, lines);
    if wide {
        paint.wall(list.right(), area);
        let beside = Rect { x: list.right() + 1, width: area.width - LIST - 1, ..area };
        sample(paint, beside);
    }
    Drawn { offset, height, lines, ..Drawn::default() }
}

/// Everything that has a look of its own, as it is met on the pages.
fn sample(paint: &mut Paint<'_>, area: Rect) {
    let g = paint.glyphs();
    let depth = match paint.model.depth {
        Depth::True => "24-bit colour",
        Depth::Ansi256 => "256 colours",
        Depth::Ansi16 => "sixteen colours",
        Depth::Mono => "no colour",
    };
    let name = paint.model.theme().name.clone();
    let mut lines: Vec<Vec<Piece>> = vec![
        vec![piece(Role::Accent, name), piece(Role::Muted, format!("  in {depth}"))],
        Vec::new(),
        vec![piece(Role::Heading, "States")],
    ];
    let states =
        State::ALL.map(|s| piece(Role::of_state(s), format!("{} {:<10}", g.state(s), state_word(s))));
    let mut marks: Vec<Piece> = states.into();
    let absent = Standing::NotApplicable;
    marks.push(piece(Role::Absent, format!("{} {}", g.standing(absent), standing_word(absent))));
    lines.extend(marks.chunks(3).map(<[Piece]>::to_vec));
    lines.push(vec![piece(Role::Heading, "Severities")]);
    let severities = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    let words =
        severities.iter().flat_map(|s| [piece(Role::of_severity(*s), s.id()), piece(Role::Text, "  ")]);
    lines.push(words.collect());
    lines.push(vec![piece(Role::Heading, "Text")]);
    lines.push(vec![
        piece(Role::Text, "plain  "),
        piece(Role::Muted, "second rank  "),
        piece(Role::Link, "a link"),
        piece(Role::Text, "  "),
        piece(Role::Key, "key"),
        piece(Role::Text, "  "),
        piece(Role::Chip, " a filter "),
    ]);
    lines.push(vec![
        piece(Role::Info, "a message  "),
        piece(Role::Warning, "a warning  "),
        piece(Role::Error, "an error"),
    ]);
    lines.push(vec![piece(Role::Heading, "Code")]);
    lines.push(vec![piece(Role::Number, format!("  4 {} ", g.wall)), piece(Role::Code, "size      = 500")]);
    let fault = lines.len();
    lines.push(vec![
        piece(Role::Number, format!("{} 5 {} ", g.fault, g.wall)),
        piece(Role::Code, "encrypted = false"),
    ]);
    lines.push(vec![piece(Role::Removed, "- encrypted = false")]);
    lines.push(vec![piece(Role::Added, "+ encrypted = true")]);
    lines.push(vec![piece(Role::Heading, "Selection")]);
    let selected = lines.len();
    lines.push(vec![
        piece(Role::of_state(State::Failing), format!(" {} fail  ", g.failing)),
        piece(Role::Text, "the selected line  "),
        piece(Role::Muted, "its place"),
    ]);
    let column: Vec<Piece> = vec![
        piece(Role::of_state(State::Met), format!(" {} met   ", g.met)),
        piece(Role::Column, " the cell "),
    ];
    lines.push(column);
    for (n, (line, y)) in lines.iter().zip(area.top()..area.bottom()).enumerate() {
        let at = Rect { x: area.x + 1, y, width: area.width.saturating_sub(2), height: 1 };
        let used: usize = line.iter().map(|p| width(&p.text)).sum();
        if n == fault {
            paint.ground(at, Role::Fault);
        }
        let fitting = u16::try_from(used).unwrap_or(u16::MAX).min(at.width);
        paint.pieces(at.x, y, fitting, line);
        if n == fault {
            paint.ground(at, Role::Fault);
        }
        if n == selected {
            paint.select(at);
        }
    }
}
