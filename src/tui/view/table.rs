//! Tables: only the rows in sight are read, whatever their number.

use ratatui::layout::Rect;

use crate::check::registry;
use crate::hipaa::objectives;
use crate::native::Span;
use crate::posture::WaiverOrigin;
use crate::tui::document::{Document, Piece, counts, piece, standing_badge};
use crate::tui::glyph::state_word;
use crate::tui::model::{Base, Column, Drawn, Hit, Level, Snapshot, Sort, waiver_word};
use crate::tui::text::{fit_middle, pad, short};
use crate::tui::theme::Role;

use super::document::head as draw_head;
use super::paint::{Paint, bring_into_view, line};

/// The table of a level.
pub(super) fn table(paint: &mut Paint<'_>, area: Rect, level: &Level, base: Base, head: &Document) -> Drawn {
    let model = paint.model;
    let Some(snapshot) = model.snapshot.as_deref() else { return Drawn::default() };
    let most = if head.blocks.is_empty() { 0 } else { (area.height / 3).max(3) };
    let used = draw_head(paint, area, head, most);
    let area = Rect { y: area.y + used, height: area.height.saturating_sub(used), ..area };
    let columns = Columns::new(base, area.width.saturating_sub(2));
    titles(paint, line(area, 0), &columns, level.sort);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let height = usize::from(body.height);
    let lines = model.count(level);
    if lines == 0 {
        empty(paint, body, level, base, snapshot);
        return Drawn { height, ..Drawn::default() };
    }
    let offset = bring_into_view(level.cursor, level.offset, height, lines);
    for (position, y) in (offset..lines.min(offset + height)).zip(body.y..) {
        let Some(row) = model.row(level, position) else { break };
        let at = Rect { y, height: 1, width: body.width.saturating_sub(1), ..body };
        let pieces = columns.row(paint, snapshot, row);
        paint.pieces(at.x + 1, y, at.width.saturating_sub(1), &pieces);
        paint.hit(at, Hit::Row(position, None));
        if position == level.cursor {
            paint.select(at);
        }
    }
    paint.scrollbar(body, offset, lines);
    Drawn { offset, height, lines, ..Drawn::default() }
}

/// A table beside a list: its head and its worst rows.
pub(super) fn preview(paint: &mut Paint<'_>, area: Rect, head: &Document, base: Base) {
    let Some(snapshot) = paint.model.snapshot.as_deref() else { return };
    let used = draw_head(paint, area, head, area.height);
    let columns = Columns::new(base, area.width.saturating_sub(2));
    for (row, y) in base.rows(snapshot).iter().zip(area.y + used + 1..area.bottom()) {
        let pieces = columns.row(paint, snapshot, *row);
        paint.pieces(area.x + 1, y, area.width.saturating_sub(2), &pieces);
    }
}

/// What an empty table means: a filter that lets nothing through, or nothing at all, and what that says.
fn empty(paint: &mut Paint<'_>, area: Rect, level: &Level, base: Base, snapshot: &Snapshot) {
    let model = paint.model;
    let all = base.rows(snapshot).len();
    let said = if level.awaiting.is_some() {
        ["Looking…".to_owned(), String::new()]
    } else if all > 0 {
        [
            format!("None of {all} passes the filter {}.", level.place.filter),
            format!("{} clears it.", model.keymap.first(crate::tui::action::Action::Back)),
        ]
    } else {
        let unknown = snapshot.totals.unknown;
        let (first, second) = match base {
            Base::Findings => ("Nothing was checked, so nothing is known.", "7 shows what was read."),
            Base::Objective(_) => (
                "No resource of a kind that this objective looks at was found.",
                "Its safeguards stay unknown until something is measured.",
            ),
            Base::Resources => ("No resource was found.", "7 shows what was read, skipped and failed."),
            Base::Causes if snapshot.totals.total() == 0 => {
                ("Nothing was checked, so nothing is known.", "7 shows what was read.")
            }
            Base::Causes if unknown > 0 => (
                "Nothing fails, but not everything is known.",
                "4 lists what cannot be told: filter status:unknown.",
            ),
            Base::Causes => ("Nothing fails.", ""),
            Base::Waivers => ("No exception is written.", ""),
            Base::Drift => match &snapshot.posture.drift {
                None => (
                    "Drift compares code with clouds, and both were not read.",
                    "steth pull reads the clouds; 7 shows what was read.",
                ),
                Some(drift) if drift.compared.resources == 0 => {
                    ("No declared resource was found live, so nothing was compared.", "")
                }
                Some(_) => ("What was compared is the same on both sides.", ""),
            },
            Base::Objectives => ("There is no objective.", ""),
        };
        [first.to_owned(), second.to_owned()]
    };
    for (text, y) in said.iter().zip(area.y + 1..area.bottom()) {
        paint.put(area.x + 2, y, area.width.saturating_sub(3), Role::Text, text);
    }
}

/// How wide the columns of a table are.
struct Columns {
    base: Base,
    /// Title, width, and what it is ordered by.
    parts: Vec<(&'static str, usize, Option<Column>)>,
}

impl Columns {
    fn new(base: Base, width: u16) -> Self {
        let width = usize::from(width);
        let rest = |fixed: usize| width.saturating_sub(fixed);
        let parts = match base {
            Base::Findings | Base::Objective(_) => {
                let place = if width >= 90 { 24 } else { 0 };
                let free = rest(11 + 9 + place);
                let address = free * 52 / 100;
                vec![
                    ("standing", 11, Some(Column::Worst)),
                    ("severity", 9, Some(Column::Severity)),
                    ("resource", address, Some(Column::Address)),
                    ("check", free - address, Some(Column::Check)),
                    ("place", place, Some(Column::Path)),
                ]
            }
            Base::Resources => {
                let region = if width >= 90 { 16 } else { 0 };
                let free = rest(11 + 6 + 6 + 6 + 6 + region);
                let kind = (free / 3).min(26);
                vec![
                    ("standing", 11, Some(Column::Worst)),
                    ("fail", 6, None),
                    ("unkn", 6, None),
                    ("waiv", 6, None),
                    ("pass", 6, None),
                    ("kind", kind, Some(Column::Kind)),
                    ("region", region, None),
                    ("address", free - kind, Some(Column::Address)),
                ]
            }
            Base::Causes => {
                let free = rest(10 + 9);
                let place = free * 40 / 100;
                vec![
                    ("findings", 10, Some(Column::Worst)),
                    ("severity", 9, Some(Column::Severity)),
                    ("check", free - place, None),
                    ("place", place, Some(Column::Path)),
                ]
            }
            Base::Waivers => {
                let free = rest(11 + 12);
                let ids = free / 3;
                let place = free / 4;
                vec![
                    ("status", 11, None),
                    ("until", 12, None),
                    ("ids", ids, None),
                    ("reason", free - ids - place, None),
                    ("place", place, None),
                ]
            }
            Base::Drift => {
                let free = rest(11 + 25);
                let address = free * 38 / 100;
                let setting = free * 22 / 100;
                let cited = if width >= 110 { 18 } else { 0 };
                vec![
                    ("direction", 11, Some(Column::Worst)),
                    ("class", 25, Some(Column::Kind)),
                    ("resource", address, Some(Column::Address)),
                    ("setting", setting, None),
                    ("declared, live", free - address - setting - cited, None),
                    ("safeguards", cited, None),
                ]
            }
            Base::Objectives => {
                let free = rest(12);
                let title = (free / 2).min(40);
                vec![
                    ("state", 12, Some(Column::Worst)),
                    ("objective", title, Some(Column::Address)),
                    ("findings", free - title, None),
                ]
            }
        };
        Self { base, parts }
    }

    /// A column's width without the space after it.
    fn width(&self, i: usize) -> usize {
        self.parts.get(i).map_or(0, |(_, w, _)| w.saturating_sub(1))
    }

    fn row(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Vec<Piece> {
        let pieces = match self.base {
            Base::Findings | Base::Objective(_) => self.finding(paint, snapshot, row),
            Base::Resources => self.resource(paint, snapshot, row),
            Base::Causes => self.cause(paint, snapshot, row),
            Base::Waivers => self.waiver(paint, snapshot, row),
            Base::Drift => self.drift(paint, snapshot, row),
            Base::Objectives => self.objective(paint, snapshot, row),
        };
        pieces.unwrap_or_default()
    }

    /// Text of a column: cut at its end, or in its middle where the tail tells more.
    fn text(&self, paint: &Paint<'_>, i: usize, role: Role, text: &str, middle: bool) -> Piece {
        let (columns, ellipsis) = (self.width(i), paint.glyphs().ellipsis);
        // made safe before it is measured: an escaped character is wider than what it stands for
        let mut piece = piece(role, text);
        if middle {
            piece.text = fit_middle(&piece.text, columns, ellipsis).into_owned();
        }
        piece.text = pad(&piece.text, columns, ellipsis);
        if self.parts.get(i).is_some_and(|(_, w, _)| *w > 0) {
            piece.text.push(' ');
        }
        piece
    }

    fn finding(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Option<Vec<Piece>> {
        let finding = snapshot.finding(row)?;
        let posture = &*snapshot.posture;
        let (check, resource) = (posture.check(finding), posture.resource(finding));
        let place = posture.place(finding);
        let mut badge = standing_badge(paint.glyphs(), snapshot.standing(row));
        badge.text.push(' ');
        Some(vec![
            badge,
            self.text(paint, 1, Role::of_severity(check.severity), check.severity.id(), false),
            self.text(paint, 2, Role::Text, &resource.address, true),
            self.text(paint, 3, Role::Text, check.title, false),
            self.text(paint, 4, Role::Number, &at(snapshot, place), true),
        ])
    }

    fn resource(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Option<Vec<Piece>> {
        let resource = snapshot.resource(row)?;
        let c = snapshot.counts(row);
        let mut badge = standing_badge(paint.glyphs(), c.worst());
        badge.text.push(' ');
        let number = |i: usize, role: Role, n: u16| {
            let (role, text) = if n == 0 {
                (Role::Absent, paint.glyphs().absent.to_owned())
            } else {
                (role, short(u32::from(n)))
            };
            self.text(paint, i, role, &format!("{text:>4}"), false)
        };
        Some(vec![
            badge,
            number(1, Role::Failing, c.fail),
            number(2, Role::Unknown, c.unknown),
            number(3, Role::Excepted, c.waived),
            number(4, Role::Met, c.pass),
            self.text(paint, 5, Role::Muted, resource.kind.title(), false),
            self.text(paint, 6, Role::Muted, &resource.scope.region, false),
            self.text(paint, 7, Role::Text, &resource.address, true),
        ])
    }

    fn cause(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Option<Vec<Piece>> {
        let cause = snapshot.posture.causes.get(row as usize)?;
        let check = registry().get(cause.check);
        let n = format!("{} {}", paint.glyphs().failing, cause.findings.len());
        let place = if let Some(span) = cause.place {
            at(snapshot, Some(span))
        } else {
            let finding = cause.findings.first().and_then(|id| snapshot.finding(id.0))?;
            snapshot.posture.resource(finding).address.to_string()
        };
        Some(vec![
            self.text(paint, 0, Role::Failing, &n, false),
            self.text(paint, 1, Role::of_severity(check.severity), check.severity.id(), false),
            self.text(paint, 2, Role::Text, check.title, false),
            self.text(paint, 3, Role::Number, &place, true),
        ])
    }

    fn waiver(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Option<Vec<Piece>> {
        let waiver = snapshot.posture.waivers.get(row as usize)?;
        let role = match waiver.status {
            crate::posture::WaiverStatus::InForce => Role::Excepted,
            _ => Role::Warning,
        };
        let reason = if waiver.reason.is_empty() { "no reason is given" } else { &waiver.reason };
        let until = waiver.expires.map_or_else(|| "no end".to_owned(), |d| d.to_string());
        let WaiverOrigin::Comment { span, .. } = &waiver.origin;
        Some(vec![
            self.text(paint, 0, role, waiver_word(waiver.status), false),
            self.text(paint, 1, Role::Muted, &until, false),
            self.text(paint, 2, Role::Text, &waiver.ids.join(" "), false),
            self.text(paint, 3, Role::Text, reason, false),
            self.text(paint, 4, Role::Number, &at(snapshot, Some(*span)), true),
        ])
    }

    fn drift(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Option<Vec<Piece>> {
        let item = snapshot.drift_item(row)?;
        let resource = snapshot.resource(snapshot.drift_subject(row)?.0)?;
        let role = Role::of_drift(item.direction);
        let badge = format!("{} {}", paint.glyphs().drift(item.direction), item.direction.id());
        let (setting, values) = match &item.setting {
            Some(s) => (s.key.label(), format!("{} {} {}", s.declared, paint.glyphs().to, s.live)),
            None => ("", item.reason.clone()),
        };
        let cited: Vec<&str> = item.safeguards.iter().map(|s| s.get().citation).collect();
        let cited = match cited.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [first, rest @ ..] => format!("{first} +{}", rest.len()),
        };
        Some(vec![
            self.text(paint, 0, role, &badge, false),
            self.text(paint, 1, Role::Muted, item.class.title(), false),
            self.text(paint, 2, Role::Text, &resource.address, true),
            self.text(paint, 3, Role::Text, setting, false),
            self.text(paint, 4, role, &values, false),
            self.text(paint, 5, Role::Muted, &cited, false),
        ])
    }

    fn objective(&self, paint: &Paint<'_>, snapshot: &Snapshot, row: u32) -> Option<Vec<Piece>> {
        let objective = objectives().get(row as usize)?;
        let state = snapshot.posture.objectives.get(row as usize)?;
        let badge = format!("{} {}", paint.glyphs().state(state.state), state_word(state.state));
        let mut pieces = vec![
            self.text(paint, 0, Role::of_state(state.state), &badge, false),
            self.text(paint, 1, Role::Text, objective.title, false),
        ];
        pieces.extend(counts(paint.glyphs(), state.counts));
        Some(pieces)
    }
}

fn at(snapshot: &Snapshot, span: Option<Span>) -> String {
    span.map(|s| format!("{}:{}", snapshot.posture.files.path(s.file), s.line)).unwrap_or_default()
}

/// The heads of the columns, with the one the rows are ordered by marked.
fn titles(paint: &mut Paint<'_>, area: Rect, columns: &Columns, sort: Sort) {
    let mut x = area.x + 1;
    for (title, width, column) in columns.parts.iter().filter(|(_, w, _)| *w > 0) {
        let width = u16::try_from(*width).unwrap_or(0);
        let sorted = *column == Some(sort.column);
        let mark = match (sorted, sort.reversed) {
            (false, _) => "",
            (true, false) => paint.glyphs().down,
            (true, true) => paint.glyphs().up,
        };
        let role = if sorted { Role::Heading } else { Role::Muted };
        paint.put(x, area.y, width.saturating_sub(1), role, &format!("{title}{mark}"));
        x += width;
    }
}
