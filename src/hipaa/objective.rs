//! Control objectives: cloud-neutral rules in business words, with their edges to safeguards.

use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;

use super::data::objectives::{
    at_rest, audit, availability, exposure, identity, integrity, keys, monitoring, patching, residency,
    secrets, transit,
};
use super::nearest::nearest;
use super::safeguard::{Safeguard, SafeguardId, safeguard};
use crate::table::HashMap;

/// What an objective is about; objectives of one theme are shown together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Stored data is unreadable without a key.
    EncryptionAtRest,
    /// Who holds, rotates and may destroy the keys.
    KeyCustody,
    /// Data on the wire is unreadable and unchanged.
    EncryptionInTransit,
    /// Activity is recorded, kept and looked at.
    AuditLogging,
    /// What can be reached, from where.
    NetworkExposure,
    /// Who or what may act, and how that is proven.
    Identity,
    /// Data and artefacts stay as they were meant to be.
    Integrity,
    /// Data and service survive a failure.
    Availability,
    /// Credentials stay out of code and are kept safe.
    Secrets,
    /// Where data lies and what it is.
    ResidencyAndInventory,
    /// Somebody is told when something is wrong.
    Monitoring,
    /// Software is current and runs with few rights.
    PatchingAndHardening,
}

impl Theme {
    /// All themes in the order they are shown.
    pub const ALL: [Self; 12] = [
        Self::EncryptionAtRest,
        Self::KeyCustody,
        Self::EncryptionInTransit,
        Self::AuditLogging,
        Self::NetworkExposure,
        Self::Identity,
        Self::Integrity,
        Self::Availability,
        Self::Secrets,
        Self::ResidencyAndInventory,
        Self::Monitoring,
        Self::PatchingAndHardening,
    ];

    /// The heading shown to people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::EncryptionAtRest => "Encryption at rest",
            Self::KeyCustody => "Key custody",
            Self::EncryptionInTransit => "Encryption in transit",
            Self::AuditLogging => "Audit logging",
            Self::NetworkExposure => "Network and public exposure",
            Self::Identity => "Identity and access",
            Self::Integrity => "Integrity",
            Self::Availability => "Availability and recovery",
            Self::Secrets => "Secrets",
            Self::ResidencyAndInventory => "Residency and inventory",
            Self::Monitoring => "Monitoring and detection",
            Self::PatchingAndHardening => "Patching and hardening",
        }
    }
}

/// What the outcome of an objective says about a safeguard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// It informs the reader and never decides.
    Contextual,
    /// Its failure fails the safeguard; its success alone never meets it.
    Supports,
    /// Its failure fails the safeguard; its success meets the technical part, provided that no
    /// other deciding objective fails or is unknown.
    Satisfies,
}

impl Strength {
    /// The word shown to people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Contextual => "contextual",
            Self::Supports => "supports",
            Self::Satisfies => "satisfies",
        }
    }

    /// Whether the outcome can change the state of the safeguard.
    pub const fn decides(self) -> bool {
        matches!(self, Self::Supports | Self::Satisfies)
    }
}

/// The position of an objective in the catalog: dense, so it indexes arrays. It may change
/// between releases; the id string does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectiveId(u8);

impl ObjectiveId {
    /// The position as an array index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The objective at this position.
    pub fn get(self) -> &'static Objective {
        &CATALOG.entries[self.index()]
    }
}

impl fmt::Display for ObjectiveId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.get().id)
    }
}

/// The bearing of an objective on a safeguard.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// The objective that bears on it.
    pub objective: ObjectiveId,
    /// The safeguard it bears on.
    pub safeguard: SafeguardId,
    /// How much it says.
    pub strength: Strength,
    /// Why, in one line.
    pub reason: &'static str,
}

impl Edge {
    /// The citation of the safeguard.
    pub fn citation(&self) -> &'static str {
        self.safeguard.get().citation
    }
}

/// A cloud-neutral rule in business words.
#[derive(Debug)]
pub struct Objective {
    /// Position in the catalog.
    pub index: ObjectiveId,
    /// The name used in reports, filters and places, such as `encryption-at-rest`; stable.
    pub id: &'static str,
    /// A short title.
    pub title: &'static str,
    /// The rule itself, in one or two sentences.
    pub statement: &'static str,
    /// What it is about.
    pub theme: Theme,
    /// The safeguards it bears on, strongest first, then in regulation order.
    pub edges: Vec<Edge>,
}

/// One objective as the data tables hold it.
pub(super) struct Row {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) statement: &'static str,
    pub(super) edges: &'static [EdgeRow],
}

/// One edge as the data tables hold it.
pub(super) struct EdgeRow {
    pub(super) citation: &'static str,
    pub(super) strength: Strength,
    pub(super) reason: &'static str,
}

/// An edge of strength *satisfies*.
pub(super) const fn satisfies(citation: &'static str, reason: &'static str) -> EdgeRow {
    EdgeRow { citation, strength: Strength::Satisfies, reason }
}

/// An edge of strength *supports*.
pub(super) const fn supports(citation: &'static str, reason: &'static str) -> EdgeRow {
    EdgeRow { citation, strength: Strength::Supports, reason }
}

/// An edge of strength *contextual*.
pub(super) const fn contextual(citation: &'static str, reason: &'static str) -> EdgeRow {
    EdgeRow { citation, strength: Strength::Contextual, reason }
}

/// The objectives, the index by id, and the edges as seen from each safeguard.
struct Catalog {
    entries: Vec<Objective>,
    by_id: HashMap<&'static str, ObjectiveId>,
    by_safeguard: Vec<Vec<Edge>>,
}

/// The tables in the order they are shown.
static TABLES: [(Theme, &[Row]); 12] = [
    (Theme::EncryptionAtRest, at_rest::ROWS),
    (Theme::KeyCustody, keys::ROWS),
    (Theme::EncryptionInTransit, transit::ROWS),
    (Theme::AuditLogging, audit::ROWS),
    (Theme::NetworkExposure, exposure::ROWS),
    (Theme::Identity, identity::ROWS),
    (Theme::Integrity, integrity::ROWS),
    (Theme::Availability, availability::ROWS),
    (Theme::Secrets, secrets::ROWS),
    (Theme::ResidencyAndInventory, residency::ROWS),
    (Theme::Monitoring, monitoring::ROWS),
    (Theme::PatchingAndHardening, patching::ROWS),
];

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let entries: Vec<Objective> = TABLES
        .iter()
        .flat_map(|(theme, rows)| rows.iter().map(move |row| (*theme, row)))
        .zip((0..=u8::MAX).map(ObjectiveId))
        .map(|((theme, row), index)| Objective {
            index,
            id: row.id,
            title: row.title,
            statement: row.statement,
            theme,
            edges: edges(index, row.edges),
        })
        .collect();
    let by_id = entries.iter().map(|entry| (entry.id, entry.index)).collect();
    let mut by_safeguard = vec![Vec::new(); super::safeguards().len()];
    for edge in entries.iter().flat_map(|entry| &entry.edges) {
        by_safeguard[edge.safeguard.index()].push(*edge);
    }
    for edges in &mut by_safeguard {
        edges.sort_by_key(|edge: &Edge| (std::cmp::Reverse(edge.strength), edge.objective));
    }
    Catalog { entries, by_id, by_safeguard }
});

/// The edges of one row with their safeguards looked up. A test keeps every citation valid.
fn edges(objective: ObjectiveId, rows: &[EdgeRow]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = rows
        .iter()
        .filter_map(|row| {
            Some(Edge {
                objective,
                safeguard: safeguard(row.citation)?.id,
                strength: row.strength,
                reason: row.reason,
            })
        })
        .collect();
    edges.sort_by_key(|edge| (std::cmp::Reverse(edge.strength), edge.safeguard));
    edges
}

/// All objectives, theme by theme; the index is [`ObjectiveId::index`].
pub fn objectives() -> &'static [Objective] {
    &CATALOG.entries
}

/// The objective with this id.
pub fn objective(id: &str) -> Option<&'static Objective> {
    CATALOG.by_id.get(id).map(|index| index.get())
}

/// The id nearest to one that does not exist, for a hint.
pub fn nearest_objective(wanted: &str) -> Option<&'static str> {
    let wanted = wanted.trim().to_ascii_lowercase();
    nearest(&wanted, objectives().iter().map(|entry| entry.id))
}

impl Safeguard {
    /// The objectives that bear on this safeguard, strongest first.
    pub fn edges(&self) -> &'static [Edge] {
        &CATALOG.by_safeguard[self.id.index()]
    }

    /// The edges that can change the state of this safeguard.
    pub fn deciding_edges(&self) -> impl Iterator<Item = &'static Edge> {
        self.edges().iter().filter(|edge| edge.strength.decides())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::hipaa::safeguard::{Family, safeguards};

    /// Every row of every table.
    fn rows() -> impl Iterator<Item = &'static Row> {
        TABLES.iter().flat_map(|(_, rows)| rows.iter())
    }

    #[test]
    fn ids_are_dense_unique_and_look_themselves_up() {
        let mut seen = HashSet::new();
        for (position, entry) in objectives().iter().enumerate() {
            assert_eq!(entry.index.index(), position);
            assert!(seen.insert(entry.id), "{}", entry.id);
            assert!(std::ptr::eq(objective(entry.id).unwrap(), entry));
            assert!(entry.id.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase()));
        }
        assert_eq!(objective("no-such-objective").map(|entry| entry.id), None);
        assert_eq!(nearest_objective("Encryption-at-rst"), Some("encryption-at-rest"));
    }

    #[test]
    fn themes_stand_in_their_order() {
        assert_eq!(TABLES.map(|(theme, _)| theme), Theme::ALL);
    }

    #[test]
    fn every_edge_cites_one_entry_by_its_own_citation_and_only_once() {
        for row in rows() {
            let mut cited = HashSet::new();
            for edge in row.edges {
                let entry =
                    safeguard(edge.citation).unwrap_or_else(|| panic!("{} cites {}", row.id, edge.citation));
                assert_eq!(entry.citation, edge.citation, "{} cites an alias", row.id);
                assert!(cited.insert(edge.citation), "{} repeats itself", row.id);
            }
            assert!(!row.edges.is_empty(), "{} bears on nothing", row.id);
            assert_eq!(objective(row.id).unwrap().edges.len(), row.edges.len());
        }
    }

    #[test]
    fn text_reads_as_sentences() {
        for row in rows() {
            assert!(row.statement.ends_with('.'), "{}", row.id);
            assert!(!row.title.ends_with('.'), "{}", row.id);
            for edge in row.edges {
                assert!(edge.reason.ends_with('.'), "{}: {}", row.id, edge.reason);
                assert!(edge.reason.len() <= 130, "{}: {}", row.id, edge.reason);
            }
        }
    }

    #[test]
    fn every_technical_safeguard_can_be_decided() {
        for entry in safeguards().iter().filter(|entry| entry.family == Family::Technical) {
            assert!(entry.deciding_edges().next().is_some(), "{}", entry.citation);
        }
    }

    #[test]
    fn configuration_decides_nothing_about_premises_contracts_and_documents() {
        let people_only = [
            "164.308(a)(2)",
            "164.308(a)(3)(ii)(C)",
            "164.308(a)(4)(ii)(A)",
            "164.308(a)(5)(ii)(A)",
            "164.308(a)(6)(i)",
            "164.308(a)(8)",
            "164.308(b)(1)",
        ];
        for entry in safeguards() {
            let people_only = people_only.contains(&entry.citation)
                || matches!(entry.family, Family::Physical | Family::Organizational | Family::Documentation);
            if people_only {
                assert!(entry.deciding_edges().next().is_none(), "{}", entry.citation);
            }
        }
    }

    #[test]
    fn edges_are_the_same_from_both_ends() {
        let forward: usize = objectives().iter().map(|entry| entry.edges.len()).sum();
        let backward: usize = safeguards().iter().map(|entry| entry.edges().len()).sum();
        assert_eq!(forward, backward);
        for entry in safeguards() {
            let strengths: Vec<Strength> = entry.edges().iter().map(|edge| edge.strength).collect();
            assert!(strengths.is_sorted_by(|left, right| left >= right));
            assert!(entry.edges().iter().all(|edge| edge.safeguard == entry.id));
        }
    }
}
