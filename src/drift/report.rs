//! What drift says: classes, directions, items, and how much was compared.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::Matched;
use crate::hipaa::SafeguardId;
use crate::native::Provider;
use crate::resource::{Key, ResourceId};

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
    pub(super) by_live: Vec<(ResourceId, ResourceId)>,
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
pub struct Readings(pub(super) BTreeMap<Provider, Reading>);

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
