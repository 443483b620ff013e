//! What people must attest: no configuration shows it, so nothing but their word can meet it.

use crate::hipaa::Family;
use crate::posture::State;
use crate::tui::document::{Document, piece, state_badge};
use crate::tui::glyph::Glyphs;
use crate::tui::model::Snapshot;
use crate::tui::place::Place;
use crate::tui::text::plural;
use crate::tui::theme::Role;

/// The page, family by family.
pub(crate) fn attestations(glyphs: &Glyphs, snapshot: &Snapshot) -> Document {
    let mut doc = Document::default();
    let safeguards = &snapshot.posture.safeguards;
    let needs = |state: State| state == State::NeedsAttestation;
    let n = safeguards.iter().filter(|s| needs(s.state)).count();
    let text = format!("{} need attestation", plural(n, "safeguard", "safeguards"));
    doc.block(vec![piece(Role::Attest, format!("{} ", glyphs.attest)), piece(Role::Accent, text)]);
    doc.para(
        Role::Muted,
        "They are in neither end of the score until people attest them. Those that fail or cannot be told are listed \
         too: mending what is measured does not attest the rest.",
    );
    for family in Family::ALL {
        let of: Vec<_> = safeguards
            .iter()
            .filter(|s| s.id.get().family == family && s.id.get().evidence().needs_attestation())
            .collect();
        if of.is_empty() {
            continue;
        }
        let open = of.iter().filter(|s| needs(s.state)).count();
        let mut title = format!("{} safeguards: {open} of {} wait for people alone", family.word(), of.len());
        title[..1].make_ascii_uppercase();
        doc.heading(&title);
        for posture in of {
            let entry = posture.id.get();
            let line = vec![
                state_badge(glyphs, posture.state),
                piece(Role::Text, format!("  {}  {}", entry.citation, entry.title)),
                piece(Role::Muted, format!("  {}", entry.designation.word())),
            ];
            let block = doc.block(line);
            block.indent(2).cut().opens(Place::safeguard(entry.id)).fails(posture.state == State::Failing);
            if let Some(attested) = entry.attested {
                doc.para(Role::Muted, &format!("people attest that {attested}")).indent(4);
            }
        }
    }
    doc
}
