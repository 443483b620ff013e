//! Drift on pages: what the list of drift rests on, and declared and live side by side on a resource's page.

use crate::drift::{Class, Direction, DriftItem, DriftReport, Pair};
use crate::posture::Posture;
use crate::resource::{Resource, ResourceId};
use crate::tui::document::{Document, Piece, piece};
use crate::tui::glyph::Glyphs;
use crate::tui::model::{Snapshot, name};
use crate::tui::place::{Place, Root};
use crate::tui::text::{fit, plural};
use crate::tui::theme::Role;

/// Longest value shown on one side.
const LONGEST_VALUE: usize = 300;

/// What stands above the list: how much was compared, in which accounts, and what is out of sight.
pub(crate) fn drift_head(snapshot: &Snapshot) -> Document {
    let mut doc = Document::default();
    let Some(drift) = &snapshot.posture.drift else { return doc };
    let of = |direction| drift.items.iter().filter(|i| i.direction == direction).count();
    let counts = Direction::ALL.map(|d| (d, of(d)));
    let mut line = vec![piece(Role::Accent, "Drift  ")];
    for (direction, n) in counts.into_iter().filter(|(_, n)| *n > 0) {
        line.push(piece(Role::of_drift(direction), format!("{n} {}  ", direction.id())));
    }
    doc.block(line).cut();
    let compared = format!(
        "{} and {} compared; of {} it cannot be told",
        plural(drift.compared.resources as usize, "resource", "resources"),
        plural(drift.compared.settings as usize, "setting", "settings"),
        plural(drift.compared.unknown_settings as usize, "setting", "settings"),
    );
    doc.para(Role::Muted, &compared);
    let accounts: Vec<&str> = drift.accounts.iter().map(|a| &*a.account).collect();
    let scope = if accounts.is_empty() {
        "No account is in scope: nothing declared was found live, and the code names none.".to_owned()
    } else {
        format!("in scope, by what was found there or the code names: {}", accounts.join(", "))
    };
    doc.para(Role::Muted, &scope);
    for text in out_of_sight(drift) {
        doc.para(Role::Unknown, &text);
    }
    doc
}

/// What drift cannot see, in sentences.
fn out_of_sight(drift: &DriftReport) -> Vec<String> {
    let mut said = Vec::new();
    if !drift.blind_spots.is_empty() {
        let n = plural(drift.blind_spots.len(), "resource", "resources");
        said.push(format!("{n} with ignore_changes: what it names is not compared"));
    }
    for (provider, n) in &drift.unmatched.not_read {
        let n = plural(*n as usize, "declared resource", "declared resources");
        said.push(format!("{}: {n} not looked for, the cloud was not read", provider.title()));
    }
    let untold: u32 = drift.unmatched.no_inventory.iter().map(|(_, n)| n).sum();
    if untold > 0 {
        let n = plural(untold as usize, "declared resource", "declared resources");
        said.push(format!("{n} of types that no inventory holds are not looked for"));
    }
    said
}

/// Adds what is known of a resource's other side.
pub(super) fn sides(doc: &mut Document, glyphs: &Glyphs, posture: &Posture, id: ResourceId) {
    let Some(drift) = &posture.drift else { return };
    let pair = drift.live_of(id).or_else(|| drift.declared_of(id));
    let items: Vec<&DriftItem> =
        drift.items.iter().filter(|i| i.declared == Some(id) || i.live == Some(id)).collect();
    let spot = drift.blind_spots.iter().find(|s| pair.map_or(id, |p| p.declared) == s.resource);
    if pair.is_none() && items.is_empty() && spot.is_none() {
        return;
    }
    doc.heading("Declared and live");
    if let Some(pair) = pair {
        counterpart(doc, posture, pair, id);
    }
    if let Some(spot) = spot {
        let text = format!("ignore_changes leaves out {}: it is not compared", spot.ignored.join(", "));
        doc.para(Role::Unknown, &text).indent(2);
    }
    let differs = items.iter().any(|i| i.class != Class::CannotBeTold);
    if pair.is_some() && !differs {
        let text = if items.is_empty() {
            "What was compared is the same on both sides."
        } else {
            "Nothing that could be compared differs."
        };
        doc.para(Role::Text, text).indent(2);
    }
    for item in items {
        doc.block(head(glyphs, item)).indent(2).cut().fails(item.direction == Direction::Weaker);
        if let Some(setting) = &item.setting {
            for (side, value) in [("declared", &setting.declared), ("live", &setting.live)] {
                doc.field(side, &fit(value, LONGEST_VALUE, glyphs.ellipsis)).indent(6);
            }
        }
        if !item.reason.is_empty() {
            doc.para(Role::Muted, &item.reason).indent(6);
        }
    }
}

/// `✗ weaker  Encrypted at rest  changed outside the code  164.312(a)(2)(iv)`.
fn head(glyphs: &Glyphs, item: &DriftItem) -> Vec<Piece> {
    let role = Role::of_drift(item.direction);
    let cited: Vec<&str> = item.safeguards.iter().map(|s| s.get().citation).collect();
    let what = item.setting.as_ref().map_or("the resource as a whole", |s| s.key.label());
    vec![
        piece(role, format!("{} {:<9}", glyphs.drift(item.direction), item.direction.id())),
        piece(Role::Text, what),
        piece(Role::Muted, format!("  {}  {}", item.class.title(), cited.join(" "))),
    ]
}

/// A link to the other side.
fn counterpart(doc: &mut Document, posture: &Posture, pair: Pair, id: ResourceId) {
    let (word, other) = if pair.declared == id { ("live", pair.live) } else { ("declared", pair.declared) };
    let Some(other): Option<&Resource> = posture.estate.get(other) else { return };
    let line = vec![
        piece(Role::Muted, format!("{word:<10}")),
        piece(Role::Link, other.address.as_ref()),
        piece(Role::Muted, format!("  {}", pair.matched.words())),
    ];
    let page = Place::root(Root::Resources).with_resource(name(other));
    doc.block(line).indent(2).cut().opens(page).at(other.span);
}
