//! The sources page: what was read, skipped, failed, and is not understood.

use crate::posture::{Notice, SourceKind, SourceStatus};
use crate::tui::document::{Document, piece};
use crate::tui::event::SourceProgress;
use crate::tui::glyph::Glyphs;
use crate::tui::model::Snapshot;
use crate::tui::text::{plural, thousands};
use crate::tui::theme::Role;

/// Most notices of one sort that are listed.
const MOST: usize = 200;

/// Troubles of a source that are listed while it is read.
const FEW: usize = 3;

/// How far a source is, in words.
pub(crate) fn far(source: &SourceProgress) -> String {
    let items = usize::try_from(source.items).unwrap_or(usize::MAX);
    let mut text = format!("{} of {} parts, {}", source.ended, source.parts, plural(items, "item", "items"));
    if !source.troubles.is_empty() {
        text = format!("{text}, {}", plural(source.troubles.len(), "trouble", "troubles"));
    }
    text
}

/// The word of a source's state, with its role and mark.
pub(crate) fn state(glyphs: &Glyphs, source: &SourceStatus) -> (Role, &'static str, &'static str) {
    if !source.failed.is_empty() {
        (Role::Failing, glyphs.failing, "partial: something failed")
    } else if !source.unavailable.is_empty() {
        (Role::Unknown, glyphs.unknown, "partial: something is not here")
    } else {
        (Role::Met, glyphs.met, "read whole")
    }
}

/// The page of all sources.
pub(crate) fn sources(glyphs: &Glyphs, snapshot: &Snapshot, reading: &[SourceProgress]) -> Document {
    let mut doc = Document::default();
    for source in reading {
        doc.block(vec![
            piece(Role::Info, format!("{} reading {}  ", glyphs.reading, source.source)),
            piece(Role::Text, far(source)),
        ]);
        for trouble in source.troubles.iter().take(FEW) {
            doc.para(Role::Failing, trouble).indent(4);
        }
    }
    if !reading.is_empty() {
        doc.blank();
    }
    let posture = &*snapshot.posture;
    doc.para(Role::Accent, &plural(posture.sources.len(), "source", "sources"));
    if posture.sources.is_empty() {
        doc.para(Role::Unknown, "Nothing was read, so nothing is known.");
    }
    for source in &posture.sources {
        doc.blank();
        let kind = source.kind.title();
        let (role, mark, word) = state(glyphs, source);
        doc.block(vec![
            piece(Role::Heading, format!("{kind}  {}  ", source.subject)),
            piece(role, format!("{mark} {word}")),
        ]);
        let read = format!(
            "{}, {} bytes, {}",
            plural(source.files_read as usize, "file", "files"),
            thousands(usize::try_from(source.bytes_read).unwrap_or(usize::MAX)),
            plural(source.resources as usize, "resource", "resources"),
        );
        doc.field("read", &read).indent(2);
        if source.others > 0 {
            let others = plural(source.others as usize, "more file", "more files");
            doc.field("opened", &format!("{others} without infrastructure")).indent(2);
        }
        if let Some(as_of) = source.as_of {
            let age = crate::visible::age(posture.as_of, as_of);
            doc.field("as of", &format!("{as_of} ({age})")).indent(2);
        }
        if source.kind == SourceKind::Import {
            let said = plural(source.verdicts as usize, "finding", "findings");
            doc.field("said", &said).indent(2);
        } else if source.as_of.is_some() {
            let verdicts = plural(source.verdicts as usize, "native verdict", "native verdicts");
            doc.field("said", &verdicts).indent(2);
        }
        for (api, row) in &source.ledger {
            let mut text = format!("{} calls, {} items", row.calls, row.items);
            for (n, word) in [(row.denied, "denied"), (row.throttled, "throttled"), (row.failed, "failed")] {
                if n > 0 {
                    text = format!("{text}, {n} {word}");
                }
            }
            doc.field(api, &text).indent(4);
        }
        if !source.unmapped.is_empty() {
            let text = if source.kind == SourceKind::Import {
                let rules = plural(source.unmapped.len(), "rule", "rules");
                format!("about no control objective, so shown and never deciding: {rules}")
            } else {
                let rules = plural(source.unmapped.len(), "native rule", "native rules");
                format!("not on the matrix: {rules} without a control objective")
            };
            doc.para(Role::Absent, &text).indent(2);
            for (rule, n) in source.unmapped.iter().take(MOST) {
                doc.para(Role::Muted, &format!("{rule} {n}")).indent(4).cut();
            }
        }
        notices(&mut doc, "failed", Role::Failing, &source.failed);
        notices(&mut doc, "not here", Role::Unknown, &source.unavailable);
        notices(&mut doc, "skipped", Role::Muted, &source.skipped);
        if !source.not_understood.is_empty() {
            let total: usize = source.not_understood.iter().map(|(_, n)| *n as usize).sum();
            let types = source.not_understood.len();
            let head = format!(
                "not measured: {} of {} that no check looks at",
                plural(total, "resource", "resources"),
                plural(types, "type", "types")
            );
            doc.para(Role::Absent, &head).indent(2);
            for (name, n) in source.not_understood.iter().take(MOST) {
                doc.para(Role::Muted, &format!("{name} {n}")).indent(4).cut();
            }
        }
    }
    doc
}

fn notices(doc: &mut Document, word: &str, role: Role, notices: &[Notice]) {
    if notices.is_empty() {
        return;
    }
    doc.para(role, &format!("{word}: {}", thousands(notices.len()))).indent(2);
    for notice in notices.iter().take(MOST) {
        let line = if notice.line == 0 { String::new() } else { format!(":{}", notice.line) };
        let block = doc.block(vec![
            piece(Role::Text, format!("{}{line}", notice.subject)),
            piece(role, format!("  {}", notice.message)),
        ]);
        block.indent(4).hang = 2;
        if !notice.hint.is_empty() {
            doc.para(Role::Info, &notice.hint).indent(6);
        }
    }
    if notices.len() > MOST {
        doc.para(Role::Muted, &format!("and {} more", thousands(notices.len() - MOST))).indent(4);
    }
}
