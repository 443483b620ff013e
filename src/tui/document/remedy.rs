//! A remedy's page: what to do, the change of the code, the command, and what can break.

use crate::tui::document::{Document, piece, standing_badge};
use crate::tui::glyph::Glyphs;
use crate::tui::model::Snapshot;
use crate::tui::theme::Role;

use super::source::excerpt;

/// The page of a remedy.
pub(crate) fn remedy(glyphs: &Glyphs, snapshot: &Snapshot, id: u32) -> Document {
    let mut doc = Document::default();
    let posture = &*snapshot.posture;
    let Some(finding) = snapshot.finding(id) else { return doc };
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    doc.block(vec![standing_badge(glyphs, snapshot.standing(id)), piece(Role::Accent, check.title)]);
    doc.para(Role::Text, &resource.address);
    doc.heading("Why");
    doc.para(Role::Text, check.rationale).indent(2);
    let Some(remedy) = check.remedy_for(&resource.native_type) else {
        doc.heading("What to do");
        let none = format!("No remedy is written for {} yet.", resource.native_type);
        doc.para(Role::Absent, &none).indent(2);
        return doc;
    };
    doc.heading("What to do");
    doc.para(Role::Text, remedy.steps).indent(2);
    if let Some(command) = command(snapshot, id) {
        doc.heading("Command for what is already live");
        doc.para(Role::Code, &command).indent(2);
    }
    doc.heading("Risk");
    let risk = if remedy.risk.is_empty() { "None known." } else { remedy.risk };
    doc.para(if remedy.risk.is_empty() { Role::Muted } else { Role::Warning }, risk).indent(2);
    if let Some(span) = posture.place(finding) {
        doc.heading("Where");
        excerpt(&mut doc, glyphs, &posture.files, crate::native::Span { end_line: span.line, ..span }, 3);
    }
    doc
}

/// The command of a finding's remedy, its blanks filled in.
pub(crate) fn command(snapshot: &Snapshot, id: u32) -> Option<String> {
    let posture = &*snapshot.posture;
    let finding = snapshot.finding(id)?;
    let resource = posture.resource(finding);
    let remedy = posture.check(finding).remedy_for(&resource.native_type)?;
    let region = if resource.scope.region.is_empty() { "REGION" } else { &resource.scope.region };
    let filled = remedy.command.replace("{name}", &resource.name).replace("{region}", region);
    Some(filled).filter(|c| !c.is_empty())
}
