//! An exception in full, above the findings it waives.

use crate::posture::{Waiver, WaiverOrigin, WaiverStatus};
use crate::tui::document::{Document, piece};
use crate::tui::glyph::Glyphs;
use crate::tui::model::{Snapshot, waiver_word};
use crate::tui::theme::Role;

use super::source::excerpt;

/// Lines shown around the comment.
const AROUND: u32 = 2;

/// What an exception says, whether it holds, and where it is written.
pub(crate) fn waiver_head(glyphs: &Glyphs, snapshot: &Snapshot, id: usize) -> Document {
    let mut doc = Document::default();
    let posture = &*snapshot.posture;
    let Some(waiver) = posture.waivers.get(id) else { return doc };
    let role = if waiver.status == WaiverStatus::InForce { Role::Excepted } else { Role::Warning };
    doc.block(vec![
        piece(role, format!("{} {}", glyphs.excepted, waiver_word(waiver.status))),
        piece(Role::Accent, format!("  {}", waiver.ids.join(" "))),
    ])
    .cut();
    doc.para(Role::Text, if waiver.reason.is_empty() { "no reason is given" } else { &waiver.reason });
    doc.para(Role::Muted, &standing(waiver, posture.as_of));
    let WaiverOrigin::Comment { form, span } = &waiver.origin;
    doc.para(Role::Muted, &format!("written as a comment in the form of {form}"));
    excerpt(&mut doc, glyphs, &posture.files, *span, AROUND);
    doc.blank();
    doc
}

/// What its status means, and what there is to do.
fn standing(waiver: &Waiver, now: jiff::Timestamp) -> String {
    match (waiver.status, waiver.expires) {
        (WaiverStatus::InForce, None) => "in force without an end; give it a last day".to_owned(),
        (WaiverStatus::InForce, Some(day)) => {
            let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
            let left = (day - today).get_days();
            format!("in force until {day}, {left} more days")
        }
        (WaiverStatus::Expired, Some(day)) => {
            format!("void since {day}: what it waived fails again; mend that, or decide anew")
        }
        (WaiverStatus::Expired, None) => "void: what it waived fails again".to_owned(),
        (WaiverStatus::Unused, _) => "matches nothing that fails; it can be removed".to_owned(),
    }
}
