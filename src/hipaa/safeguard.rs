//! The 68 safeguards of 45 CFR Part 164 Subpart C: 22 standards and 46 implementation
//! specifications, in the order of the regulation.

use std::fmt;
use std::sync::LazyLock;

use serde::Serialize;

use super::citation::{UnknownCitation, canonical};
use super::data::{administrative, documentation, organizational, physical, technical};
use super::nearest::nearest;
use crate::table::HashMap;

/// What an entry is in the regulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A standard: what must be achieved (164.306(c)).
    Standard,
    /// An implementation specification: how a standard is to be achieved (164.306(d)).
    ImplementationSpecification,
}

/// How binding an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Designation {
    /// A standard; always binding (164.306(c)).
    Standard,
    /// A specification that must be implemented (164.306(d)(2)).
    Required,
    /// A specification to be assessed, then implemented, replaced or documented away
    /// (164.306(d)(3)). Addressable does not mean optional.
    Addressable,
}

impl Designation {
    /// The word shown to people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Required => "required",
            Self::Addressable => "addressable",
        }
    }
}

/// The section of Subpart C that an entry belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Administrative safeguards, § 164.308.
    Administrative,
    /// Physical safeguards, § 164.310.
    Physical,
    /// Technical safeguards, § 164.312.
    Technical,
    /// Organizational requirements, § 164.314.
    Organizational,
    /// Policies, procedures and documentation requirements, § 164.316.
    Documentation,
}

impl Family {
    /// All families in the order of the regulation.
    pub const ALL: [Self; 5] =
        [Self::Administrative, Self::Physical, Self::Technical, Self::Organizational, Self::Documentation];

    /// The word shown to people and understood by [`resolve`].
    pub const fn word(self) -> &'static str {
        match self {
            Self::Administrative => "administrative",
            Self::Physical => "physical",
            Self::Technical => "technical",
            Self::Organizational => "organizational",
            Self::Documentation => "documentation",
        }
    }
}

/// The position of a safeguard in regulation order: 0 to 67, dense, so it indexes arrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeguardId(u8);

impl SafeguardId {
    /// The position as an array index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The entry at this position.
    pub fn get(self) -> &'static Safeguard {
        &CATALOG.entries[self.index()]
    }
}

impl fmt::Display for SafeguardId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.get().citation)
    }
}

/// One entry as the data tables hold it.
pub(super) struct Row {
    pub(super) citation: &'static str,
    pub(super) aliases: &'static [&'static str],
    pub(super) designation: Designation,
    pub(super) title: &'static str,
    pub(super) title_is_editorial: bool,
    pub(super) parent: Option<&'static str>,
    pub(super) text: &'static str,
    pub(super) attested: Option<&'static str>,
}

/// What it takes to show that a safeguard is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Checks of configuration decide alone.
    Automated,
    /// Checks can fail it; to meet it, people must attest the part no check can see.
    Mixed,
    /// Only people can attest it; checks at most inform them.
    Attestation,
}

impl Evidence {
    /// The word shown to people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::Mixed => "mixed",
            Self::Attestation => "attestation",
        }
    }

    /// What the class means for the reader, in one sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Automated => "Checks of configuration decide this safeguard.",
            Self::Mixed => {
                "Checks of configuration can fail this safeguard; to meet it, people must attest \
                 what no check can see."
            }
            Self::Attestation => {
                "No check of configuration can decide this safeguard; people must attest it."
            }
        }
    }

    /// Whether people must attest something before the safeguard is met.
    pub const fn needs_attestation(self) -> bool {
        matches!(self, Self::Mixed | Self::Attestation)
    }
}

/// One entry of Subpart C.
#[derive(Debug)]
pub struct Safeguard {
    /// Position in regulation order.
    pub id: SafeguardId,
    /// The citation without its title and part, such as `164.312(a)(2)(iv)`.
    pub citation: &'static str,
    /// Other citations of the same entry, such as `164.308(a)(1)` for `164.308(a)(1)(i)`.
    pub aliases: &'static [&'static str],
    /// How binding it is.
    pub designation: Designation,
    /// The section it belongs to.
    pub family: Family,
    /// Its title in the regulation.
    pub title: &'static str,
    /// True where the regulation gives no title and this one is ours.
    pub title_is_editorial: bool,
    /// The standard that an implementation specification belongs to.
    pub parent: Option<SafeguardId>,
    /// The regulation's text.
    pub text: &'static str,
    /// What people must attest, as the end of a sentence that begins "People attest that";
    /// `None` if checks decide alone.
    pub attested: Option<&'static str>,
}

impl Safeguard {
    /// What the entry is in the regulation.
    pub const fn kind(&self) -> Kind {
        match self.designation {
            Designation::Standard => Kind::Standard,
            Designation::Required | Designation::Addressable => Kind::ImplementationSpecification,
        }
    }

    /// What it takes to show that this safeguard is met.
    pub fn evidence(&self) -> Evidence {
        match (self.attested, self.deciding_edges().next()) {
            (None, _) => Evidence::Automated,
            (Some(_), Some(_)) => Evidence::Mixed,
            (Some(_), None) => Evidence::Attestation,
        }
    }

    /// The implementation specifications of a standard, in order; empty for a specification.
    pub fn specifications(&self) -> impl Iterator<Item = &'static Safeguard> + use<> {
        let id = self.id;
        safeguards().iter().filter(move |entry| entry.parent == Some(id))
    }
}

/// Paragraphs that lie inside the text of an entry and have no entry of their own.
const INNER_PARAGRAPHS: [(&str, &str); 6] = [
    ("164.308(b)(2)", "164.308(b)(1)"),
    ("164.314(a)(2)(i)(A)", "164.314(a)(2)(i)"),
    ("164.314(a)(2)(i)(B)", "164.314(a)(2)(i)"),
    ("164.314(a)(2)(i)(C)", "164.314(a)(2)(i)"),
    ("164.316(b)(1)(i)", "164.316(b)(1)"),
    ("164.316(b)(1)(ii)", "164.316(b)(1)"),
];

/// The entries and the index from every citation that names one.
struct Catalog {
    entries: Vec<Safeguard>,
    by_citation: HashMap<&'static str, SafeguardId>,
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    let tables = [
        (Family::Administrative, administrative::ROWS),
        (Family::Physical, physical::ROWS),
        (Family::Technical, technical::ROWS),
        (Family::Organizational, organizational::ROWS),
        (Family::Documentation, documentation::ROWS),
    ];
    let rows = || tables.iter().flat_map(|(family, rows)| rows.iter().map(move |row| (*family, row)));
    let mut by_citation = HashMap::with_capacity_and_hasher(128, <_>::default());
    for (id, (_, row)) in (0..=u8::MAX).map(SafeguardId).zip(rows()) {
        by_citation.insert(row.citation, id);
        for alias in row.aliases {
            by_citation.insert(alias, id);
        }
    }
    for (paragraph, citation) in INNER_PARAGRAPHS {
        if let Some(id) = by_citation.get(citation).copied() {
            by_citation.insert(paragraph, id);
        }
    }
    let entries = (0..=u8::MAX)
        .map(SafeguardId)
        .zip(rows())
        .map(|(id, (family, row))| Safeguard {
            id,
            citation: row.citation,
            aliases: row.aliases,
            designation: row.designation,
            family,
            title: row.title,
            title_is_editorial: row.title_is_editorial,
            parent: row.parent.and_then(|parent| by_citation.get(parent).copied()),
            text: row.text,
            attested: row.attested,
        })
        .collect();
    Catalog { entries, by_citation }
});

/// All 68 entries in regulation order; the index is [`SafeguardId::index`].
pub fn safeguards() -> &'static [Safeguard] {
    &CATALOG.entries
}

/// The entry with this citation, in any common way of writing it; also by its alias. A container
/// such as `164.308(a)(1)(ii)` is not one entry: use [`resolve`].
pub fn safeguard(citation: &str) -> Option<&'static Safeguard> {
    let by_citation = &CATALOG.by_citation;
    let id = match by_citation.get(citation) {
        Some(id) => *id,
        None => *by_citation.get(canonical(citation)?.as_str())?,
    };
    Some(id.get())
}

/// Every safeguard that `wanted` names: one for a citation or its alias, the members for a
/// container (`164.308(a)(1)(ii)`, `164.312`), all of a family for its word (`technical`).
///
/// # Errors
/// When nothing in Subpart C is cited so; the error offers the nearest citation.
pub fn resolve(wanted: &str) -> Result<Vec<SafeguardId>, UnknownCitation> {
    if let Some(entry) = safeguard(wanted) {
        return Ok(vec![entry.id]);
    }
    let word = wanted.trim();
    let family = Family::ALL.into_iter().find(|family| family.word().eq_ignore_ascii_case(word));
    if let Some(family) = family {
        return Ok(ids(|entry| entry.family == family));
    }
    let citation = canonical(wanted);
    if let Some(citation) = &citation {
        let members = ids(|entry| {
            entry.citation.strip_prefix(citation.as_str()).is_some_and(|rest| rest.starts_with('('))
        });
        if !members.is_empty() {
            return Ok(members);
        }
    }
    let written = citation.unwrap_or_else(|| word.to_ascii_lowercase());
    let names = safeguards().iter().map(|entry| entry.citation).chain(Family::ALL.map(Family::word));
    Err(UnknownCitation { wanted: wanted.to_owned(), nearest: nearest(&written, names) })
}

/// The ids of the entries for which `keep` holds, in regulation order.
fn ids(keep: impl Fn(&Safeguard) -> bool) -> Vec<SafeguardId> {
    safeguards().iter().filter(|entry| keep(entry)).map(|entry| entry.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hipaa::objective::Strength;

    fn citations(wanted: &str) -> Vec<&'static str> {
        resolve(wanted).unwrap().into_iter().map(|id| id.get().citation).collect()
    }

    #[test]
    fn the_catalog_has_the_counts_of_the_regulation() {
        let count =
            |keep: &dyn Fn(&Safeguard) -> bool| safeguards().iter().filter(|entry| keep(entry)).count();
        assert_eq!(safeguards().len(), 68);
        assert_eq!(count(&|entry| entry.kind() == Kind::Standard), 22);
        assert_eq!(count(&|entry| entry.designation == Designation::Required), 24);
        assert_eq!(count(&|entry| entry.designation == Designation::Addressable), 22);
        let by_family = Family::ALL.map(|family| count(&|entry| entry.family == family));
        assert_eq!(by_family, [30, 12, 12, 9, 5]);
    }

    #[test]
    fn ids_are_dense_and_in_the_order_of_the_regulation() {
        for (position, entry) in safeguards().iter().enumerate() {
            assert_eq!(entry.id.index(), position);
            assert!(std::ptr::eq(entry.id.get(), entry));
        }
        let sections: Vec<&str> = safeguards().iter().map(|entry| &entry.citation[..7]).collect();
        assert!(sections.is_sorted());
    }

    #[test]
    fn specifications_stand_under_their_standard() {
        for entry in safeguards() {
            match entry.kind() {
                Kind::Standard => assert!(entry.parent.is_none(), "{}", entry.citation),
                Kind::ImplementationSpecification => {
                    let parent = entry.parent.unwrap().get();
                    assert_eq!(parent.kind(), Kind::Standard);
                    assert_eq!(parent.family, entry.family);
                }
            }
            assert!(entry.text.ends_with(['.', ';']) || entry.text.ends_with("; and"));
        }
        let under_access: Vec<&str> =
            safeguard("164.312(a)(1)").unwrap().specifications().map(|entry| entry.title).collect();
        assert_eq!(
            under_access,
            [
                "Unique user identification",
                "Emergency access procedure",
                "Automatic logoff",
                "Encryption and decryption",
            ]
        );
    }

    #[test]
    fn aliases_lead_to_one_entry() {
        for (alias, citation) in [
            ("164.308(a)(1)", "164.308(a)(1)(i)"),
            ("164.308(b)(4)", "164.308(b)(3)"),
            ("164.308(b)(2)", "164.308(b)(1)"),
            ("164.312(e)", "164.312(e)(1)"),
            ("164.316(b)(1)(ii)", "164.316(b)(1)"),
            ("164_312_A_2_IV", "164.312(a)(2)(iv)"),
        ] {
            assert_eq!(citations(alias), [citation], "{alias}");
        }
    }

    #[test]
    fn containers_lead_to_their_members() {
        assert_eq!(
            citations("164.308(a)(3)(ii)"),
            ["164.308(a)(3)(ii)(A)", "164.308(a)(3)(ii)(B)", "164.308(a)(3)(ii)(C)",]
        );
        assert_eq!(citations("164.314(b)(2)").len(), 4);
        assert_eq!(citations("164.312(e)(2)").len(), 2);
        assert_eq!(citations("164.312").len(), 12);
        assert_eq!(citations("Technical").len(), 12);
        assert_eq!(citations("164.308(b)").len(), 2);
    }

    #[test]
    fn evidence_follows_from_the_edges_and_what_people_attest() {
        let class = |citation| safeguard(citation).unwrap().evidence();
        assert_eq!(class("164.312(a)(2)(iv)"), Evidence::Automated);
        assert_eq!(class("164.312(e)(1)"), Evidence::Automated);
        assert_eq!(class("164.308(a)(1)(ii)(A)"), Evidence::Mixed);
        assert_eq!(class("164.312(d)"), Evidence::Mixed);
        assert_eq!(class("164.308(a)(2)"), Evidence::Attestation);
        assert_eq!(class("164.314(b)(2)(iv)"), Evidence::Attestation);
        for entry in safeguards() {
            if entry.evidence() == Evidence::Automated {
                assert!(
                    entry.edges().iter().any(|edge| edge.strength == Strength::Satisfies),
                    "{} could never be met",
                    entry.citation
                );
            }
            if let Some(attested) = entry.attested {
                assert!(attested.ends_with('.'), "{}", entry.citation);
                assert!(attested.starts_with(|c: char| c.is_lowercase()));
            }
        }
    }

    #[test]
    fn an_unknown_citation_names_its_nearest_neighbour() {
        let error = resolve("164.312(a)(2)(vi)").unwrap_err();
        assert_eq!(error.nearest, Some("164.312(a)(2)(iv)"));
        assert!(error.to_string().contains("did you mean"));
        let error = resolve("tehcnical").unwrap_err();
        assert_eq!(error.nearest, Some("technical"));
        let error = resolve("cloud bucket thing").unwrap_err();
        assert_eq!(error.nearest, None);
        assert!(resolve("164.402").is_err());
        assert!(resolve("").is_err());
    }
}
