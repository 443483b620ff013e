//! The matrix: each safeguard with its state, and in each scope column the worst standing with its count.

use ratatui::layout::Rect;

use crate::hipaa::{Designation, SafeguardId, safeguards};
use crate::posture::{Counts, Standing, State};
use crate::tui::glyph::{standing_word, state_word};
use crate::tui::model::{Cell, Drawn, Fold, Hit, MatrixRow, Phase};
use crate::tui::text::{fit_middle, short};
use crate::tui::theme::Role;

use super::paint::{Paint, bring_into_view, line};

/// Columns of the safeguard's own state: mark, space, word, space.
const STATE: u16 = 11;
/// Columns of a cell: mark, space, word, space, count, space.
const CELL: u16 = 13;
/// Columns of a cell that also says how many findings there are in all.
const WIDE_CELL: u16 = 19;
/// Columns of a cell that also says what the clouds' own services say.
const PAIR_CELL: u16 = 30;
/// Fewest columns of the title.
const TITLE: u16 = 12;

/// How the width is shared out.
struct Layout {
    citation: u16,
    full_citation: bool,
    title: u16,
    cell: u16,
    /// The first scope column shown, and how many.
    first: usize,
    cells: usize,
}

fn layout(width: u16, columns: usize, selected: usize, native: bool) -> Layout {
    let width = width.saturating_sub(1);
    let full_citation = width >= 100 || columns < 2;
    let citation = if full_citation { 22 } else { 17 };
    let room = width.saturating_sub(STATE + citation + TITLE);
    let wide = |cell: u16| usize::from(room) >= columns * usize::from(cell) + 14;
    let cell = match native {
        true if wide(PAIR_CELL) => PAIR_CELL,
        _ if wide(WIDE_CELL) => WIDE_CELL,
        _ => CELL,
    };
    let cells = usize::from(room / cell).min(columns);
    // the selected column is always on the screen
    let first = selected.saturating_sub(cells).min(columns - cells);
    let used = u16::try_from(cells).unwrap_or(0) * cell;
    let title = width.saturating_sub(STATE + citation + used);
    Layout { citation, full_citation, title, cell, first, cells }
}

pub(super) fn matrix(paint: &mut Paint<'_>, area: Rect) -> Drawn {
    let model = paint.model;
    let level = model.level();
    let layout = layout(area.width, model.matrix.columns.len(), level.column, model.matrix.native);
    heads(paint, line(area, 0), &layout);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let height = usize::from(body.height);
    let lines = model.matrix.rows.len();
    if lines == 0 {
        let text = format!("No safeguard passes the filter {}. Esc clears it.", level.place.filter);
        paint.put(body.x + 2, body.y + 1, body.width.saturating_sub(3), Role::Text, &text);
        return Drawn { height, ..Drawn::default() };
    }
    let mut offset = bring_into_view(level.cursor, level.offset, height, lines);
    // the family's heading stays in sight when its first safeguard is selected
    if offset == level.cursor && offset > 0 && matches!(model.matrix.rows[offset - 1], MatrixRow::Family(_)) {
        offset -= 1;
    }
    let rows = model.matrix.rows.iter().enumerate().skip(offset).take(height);
    for ((position, row), y) in rows.zip(body.y..) {
        let at = Rect { y, height: 1, width: body.width.saturating_sub(1), ..body };
        match row {
            MatrixRow::Family(family) => {
                let of = safeguards().iter().filter(|s| s.family == *family).count();
                let folded = model.folded.contains(&Fold::Family(*family));
                let mark = if folded { paint.glyphs().folded } else { paint.glyphs().open };
                let section = safeguards()
                    .iter()
                    .find(|s| s.family == *family)
                    .map_or("", |s| s.citation.split('(').next().unwrap_or(""));
                let mut name = family.word().to_owned();
                name[..1].make_ascii_uppercase();
                let text = format!("{mark} {name} safeguards, § {section} ({of})");
                paint.put(at.x + 1, y, at.width.saturating_sub(1), Role::Heading, &text);
            }
            MatrixRow::Safeguard(id) => safeguard(paint, at, &layout, *id, position),
        }
        paint.hit(at, Hit::Row(position, None));
        if position == level.cursor {
            paint.select(at);
            mark_column(paint, at, &layout);
        }
        if let MatrixRow::Safeguard(_) = row {
            hits(paint, at, &layout, position);
        }
    }
    paint.scrollbar(body, offset, lines);
    Drawn { offset, height, lines, ..Drawn::default() }
}

fn heads(paint: &mut Paint<'_>, area: Rect, layout: &Layout) {
    let model = paint.model;
    let mut x = paint.put(area.x + 1, area.y, STATE, Role::Muted, "state").max(area.x + 1 + STATE);
    paint.put(x, area.y, layout.citation, Role::Muted, "safeguard");
    x += layout.citation + layout.title;
    let shown = model.matrix.columns.iter().enumerate().skip(layout.first).take(layout.cells);
    for (i, name) in shown {
        let name = fit_middle(name, usize::from(layout.cell) - 1, model.glyphs.ellipsis);
        let role = if model.level().column == i + 1 { Role::Column } else { Role::Heading };
        paint.put(x, area.y, layout.cell.saturating_sub(1), role, &name);
        x += layout.cell;
    }
    let all = model.matrix.columns.len();
    if layout.cells < all {
        let hidden = format!("{} of {all}", layout.first + layout.cells);
        paint.put(
            area.x + 1 + STATE + 10,
            area.y,
            layout.citation + layout.title - 11,
            Role::Muted,
            &format!("{} {hidden}", model.dimension.words()),
        );
    }
}

fn safeguard(paint: &mut Paint<'_>, at: Rect, layout: &Layout, id: SafeguardId, _position: usize) {
    let model = paint.model;
    let entry = id.get();
    let y = at.y;
    let mut x = at.x + 1;
    let (role, text) = match &model.snapshot {
        None if matches!(model.phase, Phase::Failed(_)) => {
            (Role::of_state(State::Unknown), format!("{} unknown", model.glyphs.unknown))
        }
        None => (Role::Info, format!("{} reading", model.glyphs.reading)),
        Some(snapshot) => {
            let state: State = snapshot.posture.safeguard(id).state;
            (Role::of_state(state), format!("{} {}", model.glyphs.state(state), state_word(state)))
        }
    };
    paint.put(x, y, STATE, role, &text);
    x += STATE;
    let citation = if layout.full_citation {
        entry.citation
    } else {
        entry.citation.strip_prefix("164.").unwrap_or(entry.citation)
    };
    let citation_role = if entry.designation == Designation::Standard { Role::Accent } else { Role::Text };
    paint.put(x, y, layout.citation - 1, citation_role, citation);
    x += layout.citation;
    let folded = model.folded.contains(&Fold::Standard(id));
    let title = if folded {
        let n = entry.specifications().count();
        format!("{}+{n} {}", paint.glyphs().folded, entry.title)
    } else {
        entry.title.to_owned()
    };
    paint.put(x, y, layout.title.saturating_sub(1), Role::Text, &title);
    x += layout.title;
    for column in layout.first..layout.first + layout.cells {
        cell(paint, x, y, layout.cell, model.matrix.cell(id, column));
        x += layout.cell;
    }
}

/// The worst standing counted, with its count.
const fn worst(counts: Counts) -> Option<(Standing, u32)> {
    match counts {
        Counts { fail: n @ 1.., .. } => Some((Standing::Fail, n)),
        Counts { unknown: n @ 1.., .. } => Some((Standing::Unknown, n)),
        Counts { waived: n @ 1.., .. } => Some((Standing::Waived, n)),
        Counts { pass: n @ 1.., .. } => Some((Standing::Pass, n)),
        _ => None,
    }
}

/// What our checks say and, where there is room, what the clouds say beside it; in a narrow cell the worst of both.
fn cell(paint: &mut Paint<'_>, x: u16, y: u16, columns: u16, cell: Cell) {
    let glyphs = paint.glyphs();
    let pair = columns >= PAIR_CELL;
    let ours = if pair { cell.ours } else { cell.ours.and(cell.native) };
    let width = columns.saturating_sub(1);
    if worst(cell.ours.and(cell.native)).is_none() {
        paint.put(x, y, width, Role::Absent, glyphs.absent);
        return;
    }
    let mut at = x;
    if let Some((standing, n)) = worst(ours) {
        let mut text = format!("{} {} {}", glyphs.standing(standing), standing_word(standing), short(n));
        if columns >= WIDE_CELL {
            let all = ours.total() - ours.not_applicable;
            text = format!("{text}/{}", short(all));
        }
        at = paint.put(at, y, width, Role::of_standing(standing), &text) + 1;
    }
    let left = |at: u16| (x + width).saturating_sub(at);
    if let Some((standing, n)) = worst(cell.native).filter(|_| pair) {
        at = paint.put(at, y, left(at), Role::Muted, "cloud") + 1;
        let text = format!("{}{}", glyphs.standing(standing), short(n));
        at = paint.put(at, y, left(at), Role::of_standing(standing), &text) + 1;
    }
    if cell.disagreements > 0 {
        let text = format!("{}{}", glyphs.differs, short(cell.disagreements));
        paint.put(at, y, left(at), Role::Unknown, &text);
    }
}

/// Where the cells of a row lie.
fn columns(at: Rect, layout: &Layout) -> impl Iterator<Item = (usize, Rect)> + use<> {
    let start = at.x + 1 + STATE + layout.citation + layout.title;
    let width = layout.cell;
    (layout.first..layout.first + layout.cells)
        .zip(0u16..)
        .map(move |(column, n)| (column, Rect { x: start + n * width, width: width - 1, ..at }))
}

fn mark_column(paint: &mut Paint<'_>, at: Rect, layout: &Layout) {
    let selected = paint.model.level().column;
    let cell = columns(at, layout).find(|(column, _)| column + 1 == selected);
    if let Some((_, cell)) = cell {
        paint.ground(cell, Role::Column);
    }
}

fn hits(paint: &mut Paint<'_>, at: Rect, layout: &Layout, position: usize) {
    for (column, cell) in columns(at, layout) {
        paint.hit(cell, Hit::Row(position, Some(column + 1)));
    }
}
