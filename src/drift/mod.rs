//! Drift: where live differs from declared in settings that matter, which way, and which safeguards it touches. Pure.
//!
//! Both sides come through the same dialects, so the same settings stand on both. A declared resource is matched to a
//! live one by what is sure to name it, and where that is not enough it is *cannot be told*, never a guess. The
//! comparison takes settings that code writes, and those that matter even unset; what is unknown on either side is
//! neither equal nor different.

mod direction;
mod facts;
mod matching;
mod pair;
mod report;
mod resolve;
mod same;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod whole;

pub use facts::Facts;
pub use matching::Matched;
pub use report::{
    BlindSpot, Class, Compared, Difference, Direction, DriftItem, DriftReport, Pair, Reading, Readings,
    ScopedAccount, Unmatched,
};
pub use state::{State, StateError};

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::native::Provider;
use crate::resource::{Estate, Resource, ResourceId, Side};
use crate::secrets::DigestKey;
use crate::table::{HashMap, HashSet};

use matching::{Found, family};
use pair::Pairs;
use whole::Wholes;

/// What drift is found from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Declared and live resources.
    pub estate: &'a Estate,
    /// What code says beyond settings.
    pub facts: &'a Facts,
    /// Terraform states; none where none is given.
    pub states: &'a [State],
    /// How far the clouds were read.
    pub readings: &'a Readings,
    /// Keys the digests by which sensitive values are compared.
    pub key: &'a DigestKey,
}

/// Compares the two sides of an estate.
pub fn compare(input: Input<'_>) -> DriftReport {
    let Input { estate, facts, states, readings, key } = input;
    let known: HashSet<&str> =
        crate::dialect::live::shapes().iter().map(|shape| family(shape.native)).collect();
    let has_inventory = |r: &Resource| known.contains(family(&r.native_type));
    let was_read = |r: &Resource| readings.0.contains_key(&r.scope.provider);
    let roots = matching::state_of_roots(estate, states);
    let found = matching::find(estate, facts, &roots, |r| has_inventory(r) && was_read(r));

    let mut report =
        DriftReport { unmatched: unmatched(estate, has_inventory, was_read), ..DriftReport::default() };
    let mut counterparts = vec![None; estate.len()];
    for (declared, found) in &found {
        if let Found::Live { id, by, .. } = found {
            counterparts[declared.0 as usize] = Some(*id);
            report.pairs.push(Pair { declared: *declared, live: *id, matched: *by });
        }
    }
    report.by_live = report.pairs.iter().map(|p| (p.live, p.declared)).collect();
    report.by_live.sort_unstable();
    report.accounts = accounts(estate, facts, &report.pairs);

    let pairs = Pairs { estate, facts, states: &roots, counterparts: &counterparts, key };
    let (items, compared) = report
        .pairs
        .par_iter()
        .fold(
            || (Vec::new(), Compared::default()),
            |(mut items, mut sum), pair| {
                pairs.compare(*pair, &mut items, &mut sum);
                (items, sum)
            },
        )
        .reduce(
            || (Vec::new(), Compared::default()),
            |(mut a, x), (b, y)| {
                a.extend(b);
                let sum = Compared {
                    resources: x.resources + y.resources,
                    settings: x.settings + y.settings,
                    unknown_settings: x.unknown_settings + y.unknown_settings,
                };
                (a, sum)
            },
        );
    report.items = items;
    report.compared = compared;
    let wholes = Wholes::new(estate, facts, readings, &report.pairs);
    report.items.extend(found.iter().filter_map(|(id, found)| wholes.item(*id, found)));
    wholes.unmanaged(&found, &counterparts, &report.accounts, &mut report.items);
    report.blind_spots = blind_spots(estate, facts);
    let name = |id: Option<ResourceId>| {
        id.and_then(|id| estate.get(id)).map(|r| (r.address.clone(), r.scope.account.clone()))
    };
    report.items.par_sort_by_cached_key(|item| {
        let key = item.setting.as_ref().map(|s| s.key.path());
        (item.direction, item.class, name(item.declared.or(item.live)), key)
    });
    report
}

fn unmatched(
    estate: &Estate,
    has_inventory: impl Fn(&Resource) -> bool,
    was_read: impl Fn(&Resource) -> bool,
) -> Unmatched {
    let mut no_inventory: BTreeMap<Arc<str>, u32> = BTreeMap::new();
    let mut not_read: BTreeMap<Provider, u32> = BTreeMap::new();
    for resource in estate.resources().iter().filter(|r| matching::is_declared(r)) {
        if !was_read(resource) {
            *not_read.entry(resource.scope.provider).or_default() += 1;
        } else if !has_inventory(resource) {
            *no_inventory.entry(resource.native_type.clone()).or_default() += 1;
        }
    }
    Unmatched { no_inventory: no_inventory.into_iter().collect(), not_read: not_read.into_iter().collect() }
}

/// Accounts in scope: where a declared resource was found, and those the configuration names and a cloud told of.
fn accounts(estate: &Estate, facts: &Facts, pairs: &[Pair]) -> Vec<ScopedAccount> {
    let mut found: HashMap<(Provider, &Arc<str>), (u32, bool)> = HashMap::default();
    for live in pairs.iter().filter_map(|p| estate.get(p.live)) {
        found.entry((live.scope.provider, &live.scope.account)).or_default().0 += 1;
    }
    let named: HashSet<(Provider, &Arc<str>)> = estate
        .resources()
        .par_iter()
        .filter(|r| matching::is_declared(r))
        .filter_map(|r| Some((r.scope.provider, facts.get(r)?.account.as_ref()?)))
        .collect();
    if !named.is_empty() {
        for live in estate.resources().iter().filter(|r| r.scope.side == Side::Live) {
            let place = (live.scope.provider, &live.scope.account);
            if named.contains(&place) {
                found.entry(place).or_default().1 = true;
            }
        }
    }
    let mut accounts: Vec<ScopedAccount> = found
        .into_iter()
        .map(|((provider, account), (matched, named))| ScopedAccount {
            provider,
            account: account.clone(),
            matched,
            named,
        })
        .collect();
    accounts.sort_by(|a, b| (a.provider, &a.account).cmp(&(b.provider, &b.account)));
    accounts
}

fn blind_spots(estate: &Estate, facts: &Facts) -> Vec<BlindSpot> {
    let ids = estate.resources().iter().zip((0u32..).map(ResourceId));
    ids.filter(|(r, _)| matching::is_declared(r))
        .filter_map(|(r, resource)| {
            let fact = facts.get(r)?;
            let keys = if fact.ignores_all() { Vec::new() } else { fact.ignored_keys.clone() };
            (fact.ignores_all() || !keys.is_empty()).then(|| BlindSpot {
                resource,
                ignored: fact.ignored.to_vec(),
                keys,
            })
        })
        .collect()
}
