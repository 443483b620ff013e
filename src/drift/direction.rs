//! Which way a difference goes: the checks that read the setting are asked of both sides.

use crate::check::{Check, Subject, Verdict, registry};
use crate::hipaa::SafeguardId;
use crate::posture::Posture;
use crate::resource::{Estate, Key, Resource, Setting};

use super::Direction;
use super::settings::better;

/// The checks that read a setting of a resource.
fn readers(resource: &Resource, key: Key) -> impl Iterator<Item = &'static Check> + '_ {
    let registry = registry();
    registry
        .of_kind(resource.kind)
        .iter()
        .map(|id| registry.get(*id))
        .filter(move |check| check.reads.contains(&key) && check.applies_to(resource))
}

/// Safeguards that the checks of a setting decide. The live side is asked where code does not have the setting.
pub(super) fn safeguards(declared: &Resource, live: &Resource, key: Key) -> Vec<SafeguardId> {
    let resource = if declared.has(key) { declared } else { live };
    let mut all: Vec<SafeguardId> =
        readers(resource, key).flat_map(Posture::safeguards_of).map(|s| s.id).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What the checks say of going from one setting to another on a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Weaker,
    Stronger,
    Same,
    Unknown,
}

/// Which way live differs from declared in one setting.
pub(super) fn of(
    estate: &Estate,
    declared: &Resource,
    live: &Resource,
    key: Key,
    ours: &Setting,
    theirs: &Setting,
) -> Direction {
    // on the declared resource first, so that nothing but this setting differs; live where that says nothing
    let mut said = Said::Unknown;
    for resource in [declared, live] {
        if resource.has(key) {
            said = ask(estate, resource, key, ours, theirs);
            if said != Said::Unknown {
                break;
            }
        }
    }
    let ordered = || {
        let weaker = better(key)?.weakens(ours.datum()?, theirs.datum()?)?;
        Some(if weaker { Direction::Weaker } else { Direction::Stronger })
    };
    match said {
        Said::Weaker => Direction::Weaker,
        Said::Stronger => Direction::Stronger,
        Said::Same => ordered().unwrap_or(Direction::Neutral),
        Said::Unknown => ordered().unwrap_or(Direction::Unknown),
    }
}

fn ask(estate: &Estate, resource: &Resource, key: Key, ours: &Setting, theirs: &Setting) -> Said {
    let with = |setting: &Setting| {
        let mut copy = resource.clone();
        copy.set(key, setting.clone());
        copy
    };
    let (before, after) = (with(ours), with(theirs));
    let (mut said, mut stronger) = (Said::Same, false);
    for check in readers(resource, key) {
        let verdict = |resource: &Resource| (check.test)(&Subject { resource, estate }).verdict;
        match (verdict(&before), verdict(&after)) {
            // one check that fails now outweighs whatever another gains
            (Verdict::Pass | Verdict::NotApplicable, Verdict::Fail) => return Said::Weaker,
            (Verdict::Fail, Verdict::Pass | Verdict::NotApplicable) => stronger = true,
            (Verdict::Unknown, _) | (_, Verdict::Unknown) => said = Said::Unknown,
            _ => {}
        }
    }
    match (said, stronger) {
        (Said::Same, true) => Said::Stronger,
        (said, _) => said,
    }
}
