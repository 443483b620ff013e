//! Drift: where live differs from declared in settings that matter, which way, and which safeguards it touches. Pure.
//!
//! Both sides come through the same dialects, so the same [`Key`]s stand on both. A declared resource is matched to a
//! live one by what is sure to name it, and where that is not enough it is *cannot be told*, never a guess. The
//! comparison takes settings that code writes, and those that matter even unset; what is unknown on either side is
//! neither equal nor different.

mod direction;
mod facts;
mod matching;
mod resolve;
mod same;
mod settings;
mod state;
#[cfg(test)]
mod tests;

pub use facts::Facts;
pub use matching::Matched;
use state::Applied;
pub use state::{State, StateError};

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::hipaa::SafeguardId;
use crate::native::Provider;
use crate::resource::{Datum, Estate, Key, Kind, Resource, ResourceId, Setting, Side};
use crate::secrets::DigestKey;
use crate::table::{HashMap, HashSet};

use matching::{Found, family};
use resolve::Resolver;
use same::Sameness;

/// What kind of drift it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Live is not what was applied last.
    ChangedOutside,
    /// Code says something that was not applied.
    NotApplied,
    /// Live differs from code, and without Terraform's state it cannot be told which of the two moved.
    Differs,
    /// Declared and, for all that was read, not there.
    MissingLive,
    /// There, in an account that code manages, and not in code.
    Unmanaged,
    /// Another thing stands in the place of the one that was applied.
    Replaced,
    /// It cannot be told, with the reason.
    CannotBeTold,
}

impl Class {
    /// All, in the order they are shown.
    pub const ALL: [Self; 7] = [
        Self::ChangedOutside,
        Self::NotApplied,
        Self::Differs,
        Self::MissingLive,
        Self::Unmanaged,
        Self::Replaced,
        Self::CannotBeTold,
    ];

    /// The words shown.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ChangedOutside => "changed outside the code",
            Self::NotApplied => "declared but not applied",
            Self::Differs => "differs from the code",
            Self::MissingLive => "missing live",
            Self::Unmanaged => "unmanaged",
            Self::Replaced => "replaced",
            Self::CannotBeTold => "cannot be told",
        }
    }

    /// The word of the JSON contract and of filters.
    pub const fn id(self) -> &'static str {
        match self {
            Self::ChangedOutside => "changed_outside",
            Self::NotApplied => "not_applied",
            Self::Differs => "differs",
            Self::MissingLive => "missing_live",
            Self::Unmanaged => "unmanaged",
            Self::Replaced => "replaced",
            Self::CannotBeTold => "cannot_be_told",
        }
    }
}

/// Which way live differs from declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Live is weaker.
    Weaker,
    /// It cannot be told.
    Unknown,
    /// Neither.
    Neutral,
    /// Live is stronger.
    Stronger,
}

impl Direction {
    /// All, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Weaker, Self::Unknown, Self::Neutral, Self::Stronger];

    /// The word shown, and of the JSON contract and filters.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Weaker => "weaker",
            Self::Unknown => "unknown",
            Self::Neutral => "neutral",
            Self::Stronger => "stronger",
        }
    }
}

/// A setting and what the two sides say of it, as people read it. A sensitive value is never among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The setting.
    pub key: Key,
    /// What code says.
    pub declared: String,
    /// What the cloud says.
    pub live: String,
}

/// One place where live and declared part, or where it cannot be told whether they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftItem {
    /// What kind of drift it is.
    pub class: Class,
    /// Which way.
    pub direction: Direction,
    /// The declared resource.
    pub declared: Option<ResourceId>,
    /// The live one.
    pub live: Option<ResourceId>,
    /// The setting; nothing where it is about the resource as a whole.
    pub setting: Option<Difference>,
    /// Safeguards that the checks of the setting decide, in the regulation's order.
    pub safeguards: Vec<SafeguardId>,
    /// Why it is as it is; empty where there is nothing to add.
    pub reason: String,
}

/// What drift was told to leave alone with `ignore_changes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpot {
    /// The declared resource.
    pub resource: ResourceId,
    /// The arguments, as written.
    pub ignored: Vec<Arc<str>>,
    /// The settings that come of them; empty with `all`, which leaves out every one.
    pub keys: Vec<Key>,
}

/// A declared resource and its live counterpart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The declared one.
    pub declared: ResourceId,
    /// The live one.
    pub live: ResourceId,
    /// How it was found.
    pub matched: Matched,
}

/// An account, subscription or project whose live resources count as managed by this code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ScopedAccount {
    /// Whose cloud.
    pub provider: Provider,
    /// Its id.
    pub account: Arc<str>,
    /// Declared resources that were found in it.
    pub matched: u32,
    /// Whether the configuration names it.
    pub named: bool,
}

/// Declared resources that were not looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unmatched {
    /// Types of which no inventory is understood, with how many are declared.
    pub no_inventory: Vec<(Arc<str>, u32)>,
    /// Clouds that were not read, with how many resources are declared for them.
    pub not_read: Vec<(Provider, u32)>,
}

/// How much was compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Declared resources with a live counterpart.
    pub resources: u32,
    /// Settings of them of which it could be told whether they are the same.
    pub settings: u32,
    /// Settings of which it could not.
    pub unknown_settings: u32,
}

/// Everything drift has to say.
#[derive(Debug, Clone, Default)]
pub struct DriftReport {
    /// Weaker first, then by class, address and setting.
    pub items: Vec<DriftItem>,
    /// What `ignore_changes` takes out of sight.
    pub blind_spots: Vec<BlindSpot>,
    /// What was not looked for.
    pub unmatched: Unmatched,
    /// How much was compared.
    pub compared: Compared,
    /// Accounts in scope: those in which a declared resource was found, and those the configuration names.
    pub accounts: Vec<ScopedAccount>,
    /// Counterparts, in the order of declared resources.
    pub pairs: Vec<Pair>,
    /// Live resource to declared one, sorted by the first.
    by_live: Vec<(ResourceId, ResourceId)>,
}

/// How far the inventory of a cloud was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// To its end.
    Whole,
    /// Not to its end, with the reason: what is not there may not have been read.
    Partly(String),
}

/// How far each cloud was read; a cloud that is not here was not.
#[derive(Debug, Clone, Default)]
pub struct Readings(BTreeMap<Provider, Reading>);

impl Readings {
    /// From what is known of each source; the worst counts where a cloud has several.
    pub fn new(readings: impl IntoIterator<Item = (Provider, Reading)>) -> Self {
        let mut all = BTreeMap::new();
        for (provider, reading) in readings {
            if !matches!(all.get(&provider), Some(Reading::Partly(_))) {
                all.insert(provider, reading);
            }
        }
        Self(all)
    }
}

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

impl DriftReport {
    /// The live counterpart of a declared resource.
    pub fn live_of(&self, declared: ResourceId) -> Option<Pair> {
        let at = self.pairs.binary_search_by_key(&declared, |p| p.declared).ok()?;
        self.pairs.get(at).copied()
    }

    /// The declared counterpart of a live resource.
    pub fn declared_of(&self, live: ResourceId) -> Option<Pair> {
        let at = self.by_live.binary_search_by_key(&live, |(l, _)| *l).ok()?;
        self.by_live.get(at).and_then(|(_, declared)| self.live_of(*declared))
    }

    /// Whether live is weaker than declared anywhere.
    pub fn weakens(&self) -> bool {
        self.items.iter().any(|i| i.direction == Direction::Weaker)
    }

    /// Whether something cannot be told.
    pub fn has_unknowns(&self) -> bool {
        self.items.iter().any(|i| i.class == Class::CannotBeTold || i.direction == Direction::Unknown)
            || !self.unmatched.not_read.is_empty()
    }
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
    let mut found: BTreeMap<(Provider, Arc<str>), (u32, bool)> = BTreeMap::new();
    for live in pairs.iter().filter_map(|p| estate.get(p.live)) {
        found.entry((live.scope.provider, live.scope.account.clone())).or_default().0 += 1;
    }
    let named: HashSet<(Provider, Arc<str>)> = estate
        .resources()
        .iter()
        .filter(|r| matching::is_declared(r))
        .filter_map(|r| Some((r.scope.provider, facts.get(r)?.account.clone()?)))
        .collect();
    for live in estate.resources().iter().filter(|r| r.scope.side == Side::Live) {
        let place = (live.scope.provider, live.scope.account.clone());
        if named.contains(&place) {
            found.entry(place).or_default().1 = true;
        }
    }
    found
        .into_iter()
        .map(|((provider, account), (matched, named))| ScopedAccount { provider, account, matched, named })
        .collect()
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

/// Compares settings of counterparts.
struct Pairs<'a> {
    estate: &'a Estate,
    facts: &'a Facts,
    states: &'a HashMap<&'a str, &'a State>,
    counterparts: &'a [Option<ResourceId>],
    key: &'a DigestKey,
}

impl Pairs<'_> {
    fn compare(&self, pair: Pair, items: &mut Vec<DriftItem>, sum: &mut Compared) {
        let (Some(declared), Some(live)) = (self.estate.get(pair.declared), self.estate.get(pair.live))
        else {
            return;
        };
        sum.resources += 1;
        let fact = self.facts.get(declared);
        if fact.is_some_and(facts::Fact::ignores_all) {
            return;
        }
        let sides = Sides {
            pair,
            declared,
            live,
            resolver: Resolver { estate: self.estate, counterparts: self.counterparts, from: declared },
            applied: match self.states.get(&*declared.scope.account) {
                None => Applied::NoState,
                Some(state) => {
                    let id = state.estate.at_address(&"".into(), &declared.address);
                    id.and_then(|id| state.estate.get(id)).map_or(Applied::NotHeld, Applied::Held)
                }
            },
            key: self.key,
        };
        let left_alone = |key| fact.is_some_and(|f| f.ignores(key));
        for (key, ours) in declared.settings() {
            let matters =
                !matches!(ours, Setting::Default(_)) || settings::is_watched(key, &declared.native_type);
            if matters && !settings::is_of_code(key) && !left_alone(key) {
                sides.setting(key, Some(ours), live.get(key), items, sum);
            }
        }
        for (key, theirs) in live.settings() {
            let set = matches!(theirs, Setting::Known { .. });
            if set
                && !declared.has(key)
                && settings::is_watched(key, &declared.native_type)
                && !settings::is_of_code(key)
                && !left_alone(key)
            {
                sides.setting(key, None, Some(theirs), items, sum);
            }
        }
    }
}

/// One declared resource beside its counterpart.
struct Sides<'a> {
    pair: Pair,
    declared: &'a Resource,
    live: &'a Resource,
    resolver: Resolver<'a>,
    /// What was applied last.
    applied: Applied<&'a Resource>,
    key: &'a DigestKey,
}

/// Longest value kept for showing.
const LONGEST: usize = 600;

impl Sides<'_> {
    fn setting(
        &self,
        key: Key,
        ours: Option<&Setting>,
        theirs: Option<&Setting>,
        items: &mut Vec<DriftItem>,
        sum: &mut Compared,
    ) {
        let nothing = Setting::Default(Datum::Absent);
        let (class, direction, reason) = match (ours, theirs) {
            (_, None) => {
                (Class::CannotBeTold, Direction::Unknown, "live: the inventory does not tell it".to_owned())
            }
            (ours, Some(theirs)) => {
                let ours = ours.unwrap_or(&nothing);
                match same::settings(ours, theirs, self.resolver, self.key) {
                    Sameness::Same => {
                        sum.settings += 1;
                        return;
                    }
                    Sameness::Unknown(why) => (Class::CannotBeTold, Direction::Unknown, why),
                    Sameness::Different => {
                        let (class, reason) = self.which_moved(key, ours, theirs);
                        let direction =
                            direction::of(self.resolver.estate, self.declared, self.live, key, ours, theirs);
                        (class, direction, reason)
                    }
                }
            }
        };
        if class == Class::CannotBeTold {
            sum.unknown_settings += 1;
        } else {
            sum.settings += 1;
        }
        let hidden = ours.is_some_and(Setting::is_sensitive) || theirs.is_some_and(Setting::is_sensitive);
        let shown = |setting: Option<&Setting>, missing: &str| match setting {
            None => missing.to_owned(),
            Some(Setting::Unknown { .. }) => "(unknown)".to_owned(),
            Some(_) if hidden => "(sensitive)".to_owned(),
            Some(setting) => {
                let mut text = setting.display();
                if let Some((at, _)) = text.char_indices().nth(LONGEST) {
                    text.truncate(at);
                    text.push('…');
                }
                text
            }
        };
        items.push(DriftItem {
            class,
            direction,
            declared: Some(self.pair.declared),
            live: Some(self.pair.live),
            setting: Some(Difference {
                key,
                declared: shown(ours, "not set"),
                live: shown(theirs, "(unknown)"),
            }),
            safeguards: direction::safeguards(self.declared, self.live, key),
            reason,
        });
    }

    /// Whether code or the cloud has moved since the last apply.
    fn which_moved(&self, key: Key, ours: &Setting, theirs: &Setting) -> (Class, String) {
        let applied = match self.applied {
            Applied::Held(applied) => applied.get(key),
            Applied::NotHeld => None,
            Applied::NoState => {
                let reason = "without Terraform's state it cannot be told which side changed";
                return (Class::Differs, reason.to_owned());
            }
        };
        let Some(applied) = applied else {
            return (Class::Differs, "Terraform's state does not hold the setting".to_owned());
        };
        let to_code = same::settings(ours, applied, self.resolver, self.key);
        let to_live = same::settings(applied, theirs, self.resolver, self.key);
        match (to_code, to_live) {
            (Sameness::Same, _) => (Class::ChangedOutside, "the state holds what the code says".to_owned()),
            (Sameness::Different, Sameness::Same) => (
                Class::NotApplied,
                "the state holds what is live: the code is not applied, or an outside change was refreshed into the state"
                    .to_owned(),
            ),
            (Sameness::Different, Sameness::Different) => (
                Class::ChangedOutside,
                "the state holds neither: live was changed outside, and the code has changed since".to_owned(),
            ),
            (Sameness::Unknown(why), _) | (_, Sameness::Unknown(why)) => {
                (Class::Differs, format!("the state cannot tell which side changed: {why}"))
            }
        }
    }
}

/// Kinds whose whole purpose is to protect: without them live is weaker.
const PROTECTIVE: &[Kind] = &[
    Kind::AuditTrail,
    Kind::LogExport,
    Kind::Alarm,
    Kind::MetricFilter,
    Kind::ThreatDetector,
    Kind::ConfigurationRecorder,
    Kind::BackupPlan,
    Kind::WebFirewall,
    Kind::PasswordPolicy,
    Kind::AccountSetting,
];

/// Items about resources as a whole.
struct Wholes<'a> {
    estate: &'a Estate,
    facts: &'a Facts,
    readings: &'a Readings,
    /// Accounts that each root module is at home in.
    homes: HashMap<(&'a str, Provider), HashSet<&'a str>>,
    /// Accounts each cloud told of.
    read: HashMap<Provider, HashSet<&'a str>>,
}

impl<'a> Wholes<'a> {
    fn new(estate: &'a Estate, facts: &'a Facts, readings: &'a Readings, pairs: &[Pair]) -> Self {
        let mut homes: HashMap<_, HashSet<&str>> = HashMap::default();
        for pair in pairs {
            if let (Some(declared), Some(live)) = (estate.get(pair.declared), estate.get(pair.live)) {
                homes
                    .entry((&*declared.scope.account, live.scope.provider))
                    .or_default()
                    .insert(&live.scope.account);
            }
        }
        let mut read: HashMap<Provider, HashSet<&str>> = HashMap::default();
        for live in estate.resources().iter().filter(|r| r.scope.side == Side::Live) {
            read.entry(live.scope.provider).or_default().insert(&live.scope.account);
        }
        Self { estate, facts, readings, homes, read }
    }

    fn item(&self, id: ResourceId, found: &Found) -> Option<DriftItem> {
        let declared = self.estate.get(id)?;
        let (class, direction, live, reason) = match found {
            Found::Live { gone: None, .. } => return None,
            Found::Live { gone: Some(gone), id, .. } => {
                let reason = format!("what was applied last had the id {gone}, which is not live any more");
                (Class::Replaced, Direction::Neutral, Some(*id), reason)
            }
            Found::Unclear(why) => (Class::CannotBeTold, Direction::Unknown, None, why.clone()),
            Found::Nothing { applied: Some(false) } => {
                let reason = "Terraform's state does not hold it, and nothing live bears its name".to_owned();
                (Class::NotApplied, Self::lack(declared), None, reason)
            }
            Found::Nothing { applied } => match self.is_missing(declared, *applied) {
                Ok(reason) => (Class::MissingLive, Self::lack(declared), None, reason),
                Err(why) => (Class::CannotBeTold, Direction::Unknown, None, why),
            },
        };
        Some(DriftItem {
            class,
            direction,
            declared: Some(id),
            live,
            setting: None,
            safeguards: Vec::new(),
            reason,
        })
    }

    /// Which way it is when a declared resource is not there.
    fn lack(declared: &Resource) -> Direction {
        if PROTECTIVE.contains(&declared.kind) { Direction::Weaker } else { Direction::Neutral }
    }

    /// Whether what was not found is certainly not there.
    fn is_missing(&self, declared: &Resource, applied: Option<bool>) -> Result<String, String> {
        if let Some(why) = &declared.existence {
            return Err(format!("it may not be declared at all: {why}"));
        }
        let provider = declared.scope.provider;
        let nowhere = HashSet::default();
        let read = self.read.get(&provider).unwrap_or(&nowhere);
        let named = self.facts.get(declared).and_then(|f| f.account.as_deref());
        let mut accounts: Vec<&str> = match (named, self.homes.get(&(&*declared.scope.account, provider))) {
            (Some(named), _) => vec![named],
            (None, Some(homes)) => homes.iter().copied().collect(),
            // it was applied, and there is only one account it can have been
            (None, None) if applied == Some(true) && read.len() == 1 => read.iter().copied().collect(),
            (None, None) => return Err("no live account is known to hold what this code declares".to_owned()),
        };
        accounts.sort_unstable();
        if let Some(unread) = accounts.iter().find(|a| !read.iter().any(|r| r.eq_ignore_ascii_case(a))) {
            return Err(format!("nothing was read of account {unread}"));
        }
        match self.readings.0.get(&provider) {
            Some(Reading::Whole) => Ok(format!("not found in {}", accounts.join(", "))),
            Some(Reading::Partly(why)) => Err(format!("the inventory was not read whole: {why}")),
            None => Err(format!("{} was not read", provider.title())),
        }
    }

    /// Live resources that no declared one is, in accounts in scope.
    fn unmanaged(
        &self,
        found: &[(ResourceId, Found)],
        counterparts: &[Option<ResourceId>],
        accounts: &[ScopedAccount],
        items: &mut Vec<DriftItem>,
    ) {
        let managed: HashSet<ResourceId> = counterparts.iter().flatten().copied().collect();
        // what an undecided declared resource may turn out to be
        let mut undecided: HashMap<&str, (Option<&Resource>, HashMap<String, &Resource>)> =
            HashMap::default();
        for (id, found) in found {
            if let (Found::Unclear(_), Some(declared)) = (found, self.estate.get(*id)) {
                let open = undecided.entry(family(&declared.native_type)).or_default();
                match self.facts.get(declared).and_then(|f| f.name.as_deref()) {
                    Some(name) => {
                        open.1.insert(name.to_lowercase(), declared);
                    }
                    None => open.0 = open.0.or(Some(declared)),
                }
            }
        }
        let in_scope: HashSet<(Provider, &str)> =
            accounts.iter().map(|a| (a.provider, &*a.account)).collect();
        for (live, id) in self.estate.resources().iter().zip((0u32..).map(ResourceId)) {
            if live.scope.side != Side::Live
                || live.kind == Kind::Account
                || live.settings().next().is_none()
                || managed.contains(&id)
                || !self.readings.0.contains_key(&live.scope.provider)
                || !in_scope.contains(&(live.scope.provider, &*live.scope.account))
                || is_of_platform(&live.address)
            {
                continue;
            }
            let open = undecided.get(family(&live.native_type));
            let may_be = open.and_then(|(unnamed, named)| {
                let by_name = || {
                    named
                        .get(&live.name.to_lowercase())
                        .or_else(|| named.get(&resolve::last(&live.address).to_lowercase()))
                        .copied()
                };
                unnamed.or_else(by_name)
            });
            let (class, direction, reason) = match may_be {
                Some(declared) => (
                    Class::CannotBeTold,
                    Direction::Unknown,
                    format!("it may be {}, whose live counterpart cannot be told", declared.address),
                ),
                None => (
                    Class::Unmanaged,
                    Direction::Neutral,
                    format!("no resource of this code is it; account {} is in scope", live.scope.account),
                ),
            };
            items.push(DriftItem {
                class,
                direction,
                declared: None,
                live: Some(id),
                setting: None,
                safeguards: Vec::new(),
                reason,
            });
        }
    }
}

/// What a cloud makes by itself and nobody declares.
fn is_of_platform(id: &str) -> bool {
    id.starts_with("arn:aws:iam::aws:")
        || id.contains(":role/aws-service-role/")
        || id.contains(":role/aws-reserved/")
}
