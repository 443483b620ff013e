//! Resources as a whole: missing live, unmanaged, replaced, or not to be told.

use super::facts::Facts;
use super::matching::{Found, family};
use super::resolve::last;
use super::{Class, Direction, DriftItem, Pair, Reading, Readings, ScopedAccount};
use crate::native::Provider;
use crate::resource::{Estate, Kind, Resource, ResourceId, Side};
use crate::table::{HashMap, HashSet};

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
pub(super) struct Wholes<'a> {
    estate: &'a Estate,
    facts: &'a Facts,
    readings: &'a Readings,
    /// Accounts that each root module is at home in.
    homes: HashMap<(&'a str, Provider), HashSet<&'a str>>,
    /// Accounts each cloud told of.
    read: HashMap<Provider, HashSet<&'a str>>,
}

impl<'a> Wholes<'a> {
    pub(super) fn new(estate: &'a Estate, facts: &'a Facts, readings: &'a Readings, pairs: &[Pair]) -> Self {
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

    pub(super) fn item(&self, id: ResourceId, found: &Found) -> Option<DriftItem> {
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
    pub(super) fn unmanaged(
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
                        .or_else(|| named.get(&last(&live.address).to_lowercase()))
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
