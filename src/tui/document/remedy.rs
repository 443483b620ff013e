//! A remedy's page: what to do, the change of the code as a diff, the command, and what can break.

use crate::posture::FindingId;
use crate::remedy::{self, Diff, Mark};
use crate::tui::document::{Document, piece, standing_badge};
use crate::tui::glyph::Glyphs;
use crate::tui::model::Snapshot;
use crate::tui::theme::Role;

use super::source::excerpt;

/// Most lines of a diff that are shown.
const LONGEST: usize = 200;

/// The page of a remedy.
pub(crate) fn remedy(glyphs: &Glyphs, snapshot: &Snapshot, id: u32) -> Document {
    let mut doc = Document::default();
    let posture = &*snapshot.posture;
    let Some(finding) = snapshot.finding(id) else { return doc };
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    doc.block(vec![standing_badge(glyphs, snapshot.standing(id)), piece(Role::Accent, check.title)]);
    doc.para(Role::Text, &resource.address);
    let Some(plan) = remedy::plan(posture, FindingId(id)) else { return doc };
    doc.heading("What to do");
    if plan.steps.is_empty() {
        let none = format!("No remedy is written for {}.", resource.type_name());
        doc.para(Role::Absent, &none).indent(2);
    } else {
        doc.para(Role::Text, &plan.steps).indent(2);
    }
    match &plan.diff {
        Some(change) => {
            let terraform = resource.vendor_type.is_none();
            doc.heading(if terraform { "Change of the Terraform code" } else { "Change of the file" });
            diff(&mut doc, change);
        }
        None => {
            if let Some(span) = posture.place(finding) {
                doc.heading("Where");
                let line = crate::native::Span { end_line: span.line, ..span };
                excerpt(&mut doc, glyphs, &posture.files, line, 3);
            }
        }
    }
    if !plan.command.is_empty() {
        doc.heading("Command for what is already live");
        doc.para(Role::Code, &plan.command).indent(2);
    }
    if !plan.steps.is_empty() {
        doc.heading("Risk");
        let (role, risk) =
            if plan.risk.is_empty() { (Role::Muted, "None known.") } else { (Role::Warning, plan.risk) };
        doc.para(role, risk).indent(2);
    }
    doc.heading("Why");
    doc.para(Role::Text, plan.why).indent(2);
    doc
}

/// A change, line by line, in its colours and with its signs.
fn diff(doc: &mut Document, change: &Diff) {
    doc.para(Role::Link, &change.path).indent(2).cut();
    let lines: usize = change.hunks.iter().map(Vec::len).sum();
    let mut left = LONGEST;
    for (n, hunk) in change.hunks.iter().enumerate() {
        if n > 0 && left > 0 {
            doc.para(Role::Muted, "@@").indent(2);
        }
        for line in hunk.iter().take(left) {
            let (role, sign) = match line.mark {
                Mark::Same => (Role::Code, ' '),
                Mark::Removed => (Role::Removed, '-'),
                Mark::Added => (Role::Added, '+'),
            };
            let number = line.old.or(line.new).map(|n| n.to_string()).unwrap_or_default();
            let text: String = line.text.chars().take(400).collect();
            let pieces =
                vec![piece(Role::Number, format!("{number:>5} ")), piece(role, format!("{sign} {text}"))];
            doc.block(pieces).indent(2).cut();
        }
        left = left.saturating_sub(hunk.len());
    }
    if lines > LONGEST {
        doc.para(Role::Muted, &format!("{} more lines", lines - LONGEST)).indent(2);
    }
}

/// The command of a finding's remedy, its blanks filled in.
pub(crate) fn command(snapshot: &Snapshot, id: u32) -> Option<String> {
    Some(remedy::plan(&snapshot.posture, FindingId(id))?.command).filter(|c| !c.is_empty())
}
