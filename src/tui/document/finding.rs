//! A finding's page: the verdict, the settings that decided it, the lines at fault, and where to go from here.

use crate::check::Tool;
use crate::hipaa::objective;
use crate::posture::{FindingId, Posture, Waiver, WaiverOrigin};
use crate::tui::document::{Document, piece, standing_badge};
use crate::tui::glyph::Glyphs;
use crate::tui::model::{Snapshot, name, waiver_word};
use crate::tui::place::Place;
use crate::tui::theme::Role;

use super::resource::{at, identity, setting};
use super::source::excerpt;

/// The page of a finding.
pub(crate) fn finding(glyphs: &Glyphs, snapshot: &Snapshot, id: u32, place: &Place) -> Document {
    let mut doc = Document::default();
    let posture = &*snapshot.posture;
    let Some(finding) = snapshot.finding(id) else { return doc };
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    doc.block(vec![
        standing_badge(glyphs, snapshot.standing(id)),
        piece(Role::Accent, check.title),
        piece(Role::of_severity(check.severity), format!("  {}", check.severity.id())),
    ]);
    doc.block(vec![piece(Role::Text, resource.address.as_ref())]);
    if let Some(reason) = reason(finding) {
        doc.para(Role::of_standing(snapshot.standing(id)), &reason);
    }
    if let Some(native) = posture.contradiction(FindingId(id)) {
        let text = format!(
            "{} {} says the opposite: {} by its rule {}",
            glyphs.differs,
            native.speaker.title(),
            native.verdict.id(),
            native.rule
        );
        doc.para(Role::Unknown, &text);
    }
    for also in posture.also_said(FindingId(id)) {
        let text = format!("also: {} {} says {}", also.speaker.title(), also.rule, also.verdict.id());
        doc.para(Role::Muted, &text);
    }
    if let Some(waiver) = posture.waiver(FindingId(id)) {
        waived(&mut doc, glyphs, posture, waiver);
    }

    let decided: Vec<_> = finding.detail.by().filter_map(|k| Some((k, resource.get(k)?))).collect();
    if !decided.is_empty() {
        doc.heading("Decided by");
        for (key, value) in &decided {
            setting(&mut doc, posture, *key, value);
        }
    }
    if let Some(span) = posture.place(finding) {
        let written = finding.detail.part().is_some() || decided.iter().any(|(_, s)| s.span() == Some(span));
        doc.heading(if written { "At fault" } else { "Declared at; the setting is not written there" });
        let span = if written { span } else { crate::native::Span { end_line: span.line, ..span } };
        excerpt(&mut doc, glyphs, &posture.files, span, 3);
    }

    doc.heading("Go to");
    let remedy = place.with_remedy();
    doc.block(vec![piece(Role::Link, "How to fix it")])
        .indent(2)
        .cut()
        .opens(remedy)
        .at(posture.place(finding));
    let page = Place::root(crate::tui::place::Root::Resources).with_resource(name(resource));
    doc.block(vec![piece(Role::Link, "The resource, with all its findings")]).indent(2).cut().opens(page);
    if let Some(objective) = objective(check.objective) {
        let line = vec![piece(Role::Link, format!("Objective: {}", objective.title))];
        let to = Place::home().with_objective(objective.index);
        doc.block(line).indent(2).cut().opens(to);
    }
    for entry in Posture::safeguards_of(check) {
        let line = vec![piece(Role::Link, format!("§ {} {}", entry.citation, entry.title))];
        doc.block(line).indent(2).cut().opens(Place::safeguard(entry.id));
    }

    doc.heading("Why it matters");
    doc.para(Role::Text, check.rationale).indent(2);
    doc.heading("Resource");
    identity(&mut doc, posture, resource);
    doc.heading("Known as");
    doc.field("steth", check.id);
    let aliases = check.aliases_for(resource);
    for tool in Tool::ALL {
        // of one id in two written forms a person reads the longer, which names the tool's database
        let longer = |id: &str| aliases.iter().any(|(_, other)| other.strip_prefix("AVD-") == Some(id));
        let own = aliases.iter().filter(|(t, id)| *t == tool && !longer(id));
        let ids: Vec<&str> = own.map(|(_, id)| *id).collect();
        if !ids.is_empty() {
            doc.field(tool.id(), &ids.join(", "));
        }
    }
    doc
}

/// Why the finding is as it is, where there is more to say than the settings do.
pub(super) fn reason(finding: &crate::check::Finding) -> Option<String> {
    let why = finding.detail.why().map(|w| w.describe());
    let note = Some(finding.detail.note()).filter(|n| !n.is_empty()).map(str::to_owned);
    match (why, note) {
        (Some(why), Some(note)) => Some(format!("{why}; {note}")),
        (why, note) => why.or(note),
    }
}

/// Adds an exception: whether it holds, its reason, who wrote it where, and until when.
fn waived(doc: &mut Document, glyphs: &Glyphs, posture: &Posture, waiver: &Waiver) {
    let reason = if waiver.reason.is_empty() { "no reason is given" } else { &waiver.reason };
    let mut text = format!("waiver {}: {reason}", waiver_word(waiver.status));
    if let Some(day) = waiver.expires {
        text = format!("{text} (until {day})");
    }
    let WaiverOrigin::Comment { form, span } = &waiver.origin;
    text = format!("{text}, {form} comment at {}", at(posture, *span));
    let block =
        doc.block(vec![piece(Role::Excepted, format!("{} ", glyphs.excepted)), piece(Role::Text, text)]);
    block.at(Some(*span));
    block.hang = 2;
}
