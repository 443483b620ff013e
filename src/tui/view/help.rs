//! The help page: every action with its keys and where it has a meaning, from the action table.

use ratatui::layout::Rect;

use crate::tui::action::{ACTIONS, Group};
use crate::tui::document::{Piece, piece};
use crate::tui::model::Drawn;
use crate::tui::text::pad;
use crate::tui::theme::Role;
use crate::tui::update::enabled;

use super::paint::Paint;

pub(super) fn help(paint: &mut Paint<'_>, area: Rect, offset: usize) -> Drawn {
    let model = paint.model;
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    for group in Group::ALL {
        if !lines.is_empty() {
            lines.push(Vec::new());
        }
        lines.push(vec![piece(Role::Heading, group.title())]);
        for row in ACTIONS.iter().filter(|r| r.group == group) {
            let keys = pad(&model.keymap.all(row.action), 15, model.glyphs.ellipsis);
            let mut line = vec![piece(Role::Key, format!("  {keys}")), piece(Role::Text, row.words)];
            if let Err(why) = enabled(model, row.action) {
                line[1].role = Role::Muted;
                line.push(piece(Role::Muted, format!("  (not now: {why})")));
            }
            lines.push(line);
        }
    }
    lines.push(Vec::new());
    lines.push(vec![piece(Role::Heading, "Marks")]);
    let g = model.glyphs;
    for (role, mark, words) in [
        (Role::Failing, g.failing, "failing: a check fails and nothing excuses it"),
        (Role::Unknown, g.unknown, "unknown: missing, unresolved, unreadable or not measured; never good"),
        (Role::Attest, g.attest, "needs attestation: only people can say"),
        (Role::Excepted, g.excepted, "met with exception, or waived: a failure under a waiver in force"),
        (Role::Met, g.met, "met, or pass: measured, and it holds"),
        (Role::Absent, g.absent, "nothing here to measure"),
    ] {
        lines.push(vec![piece(role, format!("  {mark} ")), piece(Role::Text, words)]);
    }
    lines.push(Vec::new());
    lines.push(vec![piece(Role::Heading, "Filter")]);
    for words in [
        "words find themselves in addresses, names and checks; quotes keep spaces; ! turns a term round",
        "status:fail|unknown|waived|pass  sev:>=high  waived:yes  provider:aws  account:  region:  env:",
        "check:ID (ours or another tool's)  objective:  safeguard:164.312  kind:  type:  path:main.tf:12",
        "module:  owner:  tag:owner=  source:terraform  side:live  tool:checkov  root:  resource:  waiver:1",
        "field:=value asks for the whole value; group:cause|module|owner|check|... puts rows together",
        "tab goes through what can be typed next",
    ] {
        lines.push(vec![piece(Role::Text, format!("  {words}"))]);
    }
    let height = usize::from(area.height);
    let offset = offset.min(lines.len().saturating_sub(height));
    for (line, y) in lines.iter().skip(offset).zip(area.top()..area.bottom()) {
        paint.pieces(area.x + 1, y, area.width.saturating_sub(2), line);
    }
    paint.scrollbar(area, offset, lines.len());
    Drawn { offset, height, lines: lines.len(), ..Drawn::default() }
}
