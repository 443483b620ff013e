//! The horizon: what the proposed rule of January 2025 would change. Not law, never a finding.

use super::data::horizon::ITEMS;
use super::safeguard::{Designation, Safeguard, resolve};

/// One proposal of 90 FR 898 (January 6, 2025, RIN 0945-AA22), told in our own words.
#[derive(Debug)]
pub struct HorizonItem {
    /// A stable name, such as `mfa`.
    pub id: &'static str,
    /// What it is about.
    pub topic: &'static str,
    /// What would be asked.
    pub summary: &'static str,
    /// How often or how fast, where the sources give it.
    pub cadence: Option<&'static str>,
    /// Citations in the proposed numbering, where known. They are not citations in force.
    pub proposed: &'static [&'static str],
    /// Citations in force that it touches; our own association.
    pub current: &'static [&'static str],
}

/// What must stand wherever the horizon is shown.
pub const HORIZON_NOTICE: &str = "Proposed, not law: 90 FR 898 of January 6, 2025 (RIN 0945-AA22). No final rule \
     was found as of October 7, 2026. Nothing here is a requirement in force, and none of it changes a result.";

/// All proposals.
pub fn horizon() -> &'static [HorizonItem] {
    ITEMS
}

impl Safeguard {
    /// The proposals that touch this safeguard. For an addressable specification the end of
    /// that designation comes first.
    pub fn horizon(&self) -> Vec<&'static HorizonItem> {
        let id = self.id;
        let touches = |item: &&HorizonItem| {
            item.current.iter().any(|citation| resolve(citation).is_ok_and(|ids| ids.contains(&id)))
        };
        let designation = ITEMS
            .iter()
            .filter(|item| item.id == "required-addressable" && self.designation == Designation::Addressable);
        designation.chain(ITEMS.iter().filter(touches)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::hipaa::safeguard::{safeguard, safeguards};

    fn ids(citation: &str) -> Vec<&'static str> {
        safeguard(citation).unwrap().horizon().into_iter().map(|item| item.id).collect()
    }

    #[test]
    fn every_proposal_is_told_once_in_whole_sentences() {
        assert_eq!(horizon().len(), 29);
        let unique: HashSet<&str> = horizon().iter().map(|item| item.id).collect();
        assert_eq!(unique.len(), 29);
        for item in horizon() {
            assert!(item.summary.ends_with('.'), "{}", item.id);
            for citation in item.current {
                let general = citation.starts_with("164.306");
                assert!(general || safeguard(citation).is_some(), "{} {citation}", item.id);
            }
        }
    }

    #[test]
    fn proposals_appear_on_the_safeguards_they_touch() {
        assert_eq!(ids("164.312(d)"), ["mfa"]);
        assert_eq!(ids("164.312(a)(2)(iv)"), ["required-addressable", "encryption"]);
        assert!(ids("164.308(a)(2)").is_empty());
        let touched = safeguards().iter().filter(|entry| !entry.horizon().is_empty()).count();
        assert!(touched > 22, "{touched}");
    }
}
