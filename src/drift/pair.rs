//! A declared resource beside its live counterpart, setting by setting.

use super::facts::{Fact, Facts};
use super::resolve::Resolver;
use super::same::{self, Sameness};
use super::state::{Applied, State};
use super::{Class, Compared, Difference, Direction, DriftItem, Pair, direction, settings};
use crate::resource::{Datum, Estate, Key, Resource, ResourceId, Setting};
use crate::secrets::DigestKey;
use crate::table::HashMap;

/// Compares settings of counterparts.
pub(super) struct Pairs<'a> {
    pub(super) estate: &'a Estate,
    pub(super) facts: &'a Facts,
    pub(super) states: &'a HashMap<&'a str, &'a State>,
    pub(super) counterparts: &'a [Option<ResourceId>],
    pub(super) key: &'a DigestKey,
}

impl Pairs<'_> {
    pub(super) fn compare(&self, pair: Pair, items: &mut Vec<DriftItem>, sum: &mut Compared) {
        let (Some(declared), Some(live)) = (self.estate.get(pair.declared), self.estate.get(pair.live))
        else {
            return;
        };
        sum.resources += 1;
        let fact = self.facts.get(declared);
        if fact.is_some_and(Fact::ignores_all) {
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
