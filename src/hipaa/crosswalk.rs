//! References from safeguards to other catalogs, by id only: NIST SP 800-53 Rev. 5 and the
//! NIST Cybersecurity Framework 1.1, as NIST's OLIR entries for SP 800-66 Rev. 2 give them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::safeguard::{Safeguard, SafeguardId, safeguard};

/// What NIST refers to from one safeguard. Informative: NIST rates none of these references and
/// does not claim that they are complete.
#[derive(Debug, Default)]
pub struct Crosswalk {
    /// Controls of SP 800-53 Rev. 5, such as `AC-6` or `CP-9(1)`.
    pub sp80053r5: Vec<&'static str>,
    /// Subcategories of the Cybersecurity Framework 1.1, such as `PR.DS-1`.
    pub csf11: Vec<&'static str>,
}

static CROSSWALKS: LazyLock<HashMap<SafeguardId, Crosswalk>> = LazyLock::new(|| {
    include_str!("data/crosswalk.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let id = safeguard(columns.next()?)?.id;
            let mut ids = || columns.next().unwrap_or_default().split_whitespace().collect();
            Some((id, Crosswalk { sp80053r5: ids(), csf11: ids() }))
        })
        .collect()
});

static NONE: Crosswalk = Crosswalk { sp80053r5: Vec::new(), csf11: Vec::new() };

impl Safeguard {
    /// The references NIST gives for this safeguard.
    pub fn crosswalk(&self) -> &'static Crosswalk {
        CROSSWALKS.get(&self.id).unwrap_or(&NONE)
    }
}

#[cfg(test)]
mod tests {
    use crate::hipaa::safeguard::{safeguard, safeguards};

    #[test]
    fn every_safeguard_has_the_references_of_its_olir_entry() {
        let mut controls = 0;
        let mut subcategories = 0;
        for entry in safeguards() {
            let crosswalk = entry.crosswalk();
            assert!(!crosswalk.sp80053r5.is_empty(), "{}", entry.citation);
            assert!(!crosswalk.csf11.is_empty(), "{}", entry.citation);
            controls += crosswalk.sp80053r5.len();
            subcategories += crosswalk.csf11.len();
        }
        assert_eq!((controls, subcategories), (279, 764));
        let encryption = safeguard("164.312(a)(2)(iv)").unwrap().crosswalk();
        assert_eq!(encryption.sp80053r5, ["SC-13"]);
    }
}
