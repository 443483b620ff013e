//! Runs every check that applies on every resource.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Outcome, Subject, Verdict, registry};
use crate::native::{Span, Why};
use crate::resource::{Estate, Key, Kind, ResourceId};
use crate::table::HashMap;

/// Dense index of a check in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CheckId(pub(super) u16);

/// A check's verdict on a resource. Small on purpose: an estate has a million of them, and memory touched is time.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The check.
    pub check: CheckId,
    /// The resource.
    pub resource: ResourceId,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is so.
    pub detail: FindingDetail,
}

/// Why a finding is as it is. Most are told by the settings that decided them; the rest of it is apart.
#[derive(Debug, Clone, Default)]
pub struct FindingDetail {
    by: [Option<Key>; 4],
    more: Option<Box<More>>,
}

/// What few findings have.
#[derive(Debug, Clone, Default)]
struct More {
    by: Vec<Key>,
    why: Option<Arc<Why>>,
    note: &'static str,
    part: Option<Span>,
}

impl Finding {
    /// What a check's test said of a resource.
    pub fn of(check: CheckId, resource: ResourceId, outcome: Outcome) -> Self {
        Self { check, resource, verdict: outcome.verdict, detail: outcome.into() }
    }
}

impl From<Outcome> for FindingDetail {
    fn from(outcome: Outcome) -> Self {
        let mut by = [None; 4];
        for (slot, key) in by.iter_mut().zip(&outcome.by) {
            *slot = Some(*key);
        }
        let rest = outcome.by.get(by.len()..).unwrap_or_default();
        let plain =
            rest.is_empty() && outcome.why.is_none() && outcome.note.is_empty() && outcome.part.is_none();
        let more = || More { by: rest.to_vec(), why: outcome.why, note: outcome.note, part: outcome.part };
        Self { by, more: if plain { None } else { Some(Box::new(more())) } }
    }
}

impl FindingDetail {
    /// Settings that decided it.
    pub fn by(&self) -> impl Iterator<Item = Key> {
        let rest = self.more.iter().flat_map(|more| more.by.iter().copied());
        self.by.iter().copied().flatten().chain(rest)
    }

    /// Why it is unknown.
    pub fn why(&self) -> Option<&Arc<Why>> {
        self.more.as_ref()?.why.as_ref()
    }

    /// A remark of the check; empty for none.
    pub fn note(&self) -> &'static str {
        self.more.as_ref().map_or("", |more| more.note)
    }

    /// The part that decided, where a setting has several: one rule, one statement.
    pub fn part(&self) -> Option<Span> {
        self.more.as_ref()?.part
    }
}

impl CheckId {
    /// Its position in the registry.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Assesses an estate. Findings come in the order of resources, then of checks.
pub fn assess(estate: &Estate) -> Vec<Finding> {
    let registry = registry();
    let lists = lists(estate);
    estate
        .resources()
        .par_iter()
        .enumerate()
        .flat_map_iter(|(i, resource)| {
            let id = ResourceId(u32::try_from(i).unwrap_or(u32::MAX));
            let checks = lists.get(&(resource.kind, &*resource.native_type)).map_or(&[][..], Vec::as_slice);
            checks.iter().filter_map(move |check_id| {
                let check = registry.get(*check_id);
                if !check.reads.iter().all(|key| resource.has(*key)) {
                    return None;
                }
                Some(Finding::of(*check_id, id, (check.test)(&Subject { resource, estate })))
            })
        })
        .collect()
}

/// The checks that can apply to each native type: few, while there are hundreds of their kind.
fn lists(estate: &Estate) -> HashMap<(Kind, &str), Vec<CheckId>> {
    let registry = registry();
    let mut lists: HashMap<_, Vec<CheckId>> = HashMap::default();
    for resource in estate.resources() {
        lists.entry((resource.kind, &*resource.native_type)).or_insert_with(|| {
            let of_kind = registry.of_kind(resource.kind).iter().copied();
            of_kind.filter(|id| registry.get(*id).takes(resource.kind, &resource.native_type)).collect()
        });
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::Why;

    #[test]
    fn a_finding_is_small_and_keeps_everything() {
        assert!(size_of::<Finding>() <= 24);
        let keys = &Key::ALL[..6];
        let outcome =
            keys.iter().fold(Outcome::unknown(Arc::new(Why::Variable("var.x".into()))), |o, key| o.by(*key));
        let detail = FindingDetail::from(outcome.note("a remark"));
        assert_eq!(detail.by().collect::<Vec<_>>(), keys);
        assert_eq!(detail.why().map(|why| why.id()), Some("unresolved_variable"));
        assert_eq!(detail.note(), "a remark");
        let plain = FindingDetail::from(Outcome::pass().by(keys[0]));
        assert_eq!(plain.by().collect::<Vec<_>>(), &keys[..1]);
        assert!(plain.more.is_none() && plain.why().is_none() && plain.part().is_none());
    }
}
