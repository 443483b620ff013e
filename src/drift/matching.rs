//! Which live resource a declared one is. Everything is looked up in an index; a match that is not certain is no match.

use std::sync::Arc;

use rayon::prelude::*;
use smallvec::SmallVec;

use super::facts::{Fact, Facts};
use super::resolve::last;
use super::state::{Applied, State};
use crate::native::Provider;
use crate::resource::{Datum, Estate, Key, Kind, Maybe, Resource, ResourceId, Setting, Side};
use crate::table::{HashMap, HashSet};

/// How a declared resource was matched to a live one, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// By the id that Terraform's state holds for it.
    StateId,
    /// By its configured name within type, account and region.
    Name,
    /// By its `Name` tag: weaker, since a tag need not be unique.
    NameTag,
}

impl Matched {
    /// The words shown.
    pub const fn words(self) -> &'static str {
        match self {
            Self::StateId => "by the id in Terraform's state",
            Self::Name => "by its name",
            Self::NameTag => "by its Name tag, a weaker match",
        }
    }
}

/// What was found for a declared resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Its live counterpart. `gone` is the id it had when applied last, where that id is no more.
    Live { id: ResourceId, by: Matched, gone: Option<Arc<str>> },
    /// Nothing live bears its id or name. `applied` is whether the state holds it, where there is a state.
    Nothing { applied: Option<bool> },
    /// It cannot be told.
    Unclear(String),
}

/// Types that are one thing under several names, each by its first.
const FAMILIES: &[&[&str]] = &[
    &["aws_lb", "aws_alb"],
    &["aws_opensearch_domain", "aws_elasticsearch_domain"],
    &[
        "azurerm_linux_web_app",
        "azurerm_windows_web_app",
        "azurerm_app_service",
        "azurerm_linux_function_app",
        "azurerm_windows_function_app",
        "azurerm_function_app",
    ],
    &["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"],
    &["azurerm_mssql_server", "azurerm_sql_server"],
    &[
        "azurerm_linux_virtual_machine_scale_set",
        "azurerm_windows_virtual_machine_scale_set",
        "azurerm_virtual_machine_scale_set",
    ],
    &["google_cloud_run_v2_service", "google_cloud_run_service"],
    &["google_cloudfunctions2_function", "google_cloudfunctions_function"],
];

/// The name under which a type is looked up.
pub(super) fn family(native_type: &str) -> &str {
    FAMILIES.iter().find(|f| f.contains(&native_type)).and_then(|f| f.first()).copied().unwrap_or(native_type)
}

/// Whether a declared resource is something a cloud has.
pub(super) fn is_declared(resource: &Resource) -> bool {
    resource.scope.side == Side::Declared
        && resource.kind != Kind::SourceFile
        && matches!(resource.scope.provider, Provider::Aws | Provider::Azure | Provider::Gcp)
        && !resource.address.starts_with("data.")
        && !resource.address.contains(".data.")
}

type Few = SmallVec<[ResourceId; 1]>;

/// Live resources by what can name them, within their family.
struct Index<'a> {
    by_name: HashMap<(&'a str, String), Few>,
    by_tag: HashMap<(&'a str, String), Few>,
}

/// A live resource by all that can name it, in lower case.
struct Named<'a> {
    id: ResourceId,
    family: &'a str,
    names: SmallVec<[String; 3]>,
    tag: Option<String>,
}

impl<'a> Named<'a> {
    fn of(resource: &'a Resource, id: ResourceId) -> Self {
        let (path, short) = (path(&resource.address), last(&resource.address));
        let mut names = SmallVec::new();
        names.push(path.to_lowercase());
        if short != path {
            names.push(short.to_lowercase());
        }
        if *resource.name != *short && *resource.name != *path {
            names.push(resource.name.to_lowercase());
        }
        let tag = name_tag(resource).map(str::to_lowercase);
        Self { id, family: family(&resource.native_type), names, tag }
    }
}

impl<'a> Index<'a> {
    fn new(estate: &'a Estate) -> Self {
        let named: Vec<Named<'a>> = estate
            .resources()
            .par_iter()
            .enumerate()
            .filter(|(_, resource)| resource.scope.side == Side::Live)
            .map(|(i, resource)| Named::of(resource, ResourceId(u32::try_from(i).unwrap_or(u32::MAX))))
            .collect();
        let mut index = Self { by_name: HashMap::default(), by_tag: HashMap::default() };
        index.by_name.reserve(2 * named.len());
        for Named { id, family, names, tag } in named {
            for name in names {
                let few = index.by_name.entry((family, name)).or_default();
                if few.last() != Some(&id) {
                    few.push(id);
                }
            }
            if let Some(tag) = tag {
                index.by_tag.entry((family, tag)).or_default().push(id);
            }
        }
        index
    }
}

/// A Google Cloud id without the service: `projects/p/zones/z/disks/d`. Other ids as they are.
fn path(id: &str) -> &str {
    let bare = id.strip_prefix("//").or_else(|| id.strip_prefix("https://"));
    match bare {
        Some(bare) => match bare.find("projects/") {
            Some(at) => &bare[at..],
            None => bare.split_once('/').map_or(bare, |(_, rest)| rest),
        },
        None => id,
    }
}

fn name_tag(resource: &Resource) -> Option<&str> {
    if resource.scope.provider != Provider::Aws {
        return None;
    }
    match resource.get(Key::Tags).and_then(Setting::datum) {
        Some(Datum::Map(entries)) => {
            entries.iter().find(|(k, _)| &**k == "Name").and_then(|(_, v)| match v {
                Maybe::Known(name) if !name.is_empty() => Some(&**name),
                _ => None,
            })
        }
        _ => None,
    }
}

/// The declared resource with everything it can be looked up by.
struct Wanted<'a> {
    resource: &'a Resource,
    family: &'a str,
    fact: Option<&'a Fact>,
    /// Its ids in the state.
    state: Applied<&'a [Arc<str>]>,
}

/// Finds the live counterpart of every declared resource that a cloud can have; others stay out.
pub(super) fn find(
    estate: &Estate,
    facts: &Facts,
    states: &HashMap<&str, &State>,
    takes: impl Fn(&Resource) -> bool + Sync,
) -> Vec<(ResourceId, Found)> {
    let index = Index::new(estate);
    let declared: Vec<(ResourceId, &Resource)> = estate
        .resources()
        .iter()
        .zip(0u32..)
        .filter(|(r, _)| is_declared(r) && takes(r))
        .map(|(r, i)| (ResourceId(i), r))
        .collect();
    let wanted = |resource| {
        let state = match states.get(resource_root(resource)) {
            None => Applied::NoState,
            Some(state) => state.ids(&resource.address).map_or(Applied::NotHeld, Applied::Held),
        };
        Wanted { resource, family: family(&resource.native_type), fact: facts.get(resource), state }
    };
    let first: Vec<Candidates> =
        declared.par_iter().map(|(_, r)| wanted(r).candidates(estate, &index)).collect();
    // a root module's sure matches tell in which accounts it is at home
    let mut homes: HashMap<&str, HashSet<&str>> = HashMap::default();
    for ((_, resource), found) in declared.iter().zip(&first) {
        if let Candidates::Some { ids, .. } = found
            && let [only] = ids.as_slice()
            && let Some(live) = estate.get(*only)
        {
            homes.entry(resource_root(resource)).or_default().insert(&live.scope.account);
        }
    }
    let mut found: Vec<(ResourceId, Found)> = declared
        .iter()
        .zip(first)
        .map(|((id, resource), candidates)| {
            (*id, candidates.settle(estate, homes.get(resource_root(resource))))
        })
        .collect();
    unshare(estate, &mut found);
    found
}

fn resource_root(resource: &Resource) -> &str {
    &resource.scope.account
}

/// The state of each root module: the one that holds most of its addresses.
pub(super) fn state_of_roots<'a>(estate: &'a Estate, states: &'a [State]) -> HashMap<&'a str, &'a State> {
    let mut hits: HashMap<&str, Vec<usize>> = HashMap::default();
    for resource in estate.resources().iter().filter(|r| is_declared(r)) {
        let counts = hits.entry(resource_root(resource)).or_insert_with(|| vec![0; states.len()]);
        for (state, count) in states.iter().zip(counts) {
            *count += usize::from(state.ids(&resource.address).is_some());
        }
    }
    hits.into_iter()
        .filter_map(|(root, counts)| {
            let (best, n) = counts.iter().enumerate().max_by_key(|(i, n)| (**n, std::cmp::Reverse(*i)))?;
            (*n > 0).then(|| states.get(best).map(|s| (root, s)))?
        })
        .collect()
}

/// What the index holds for a declared resource.
enum Candidates {
    Some { ids: Few, by: Matched, gone: Option<Arc<str>> },
    None { applied: Option<bool> },
    Unclear(String),
}

impl Wanted<'_> {
    fn candidates(&self, estate: &Estate, index: &Index<'_>) -> Candidates {
        let look = |name: &str| index.by_name.get(&(self.family, name.to_lowercase()));
        let mut gone = None;
        if let Applied::Held(ids) = self.state {
            for id in ids {
                if let Some(found) = look(path(id)) {
                    let ids = self.narrow(estate, found);
                    if ids.len() == 1 {
                        return Candidates::Some { ids, by: Matched::StateId, gone: None };
                    }
                }
            }
            gone = ids.first().cloned();
        }
        let applied = self.state.told();
        let name = self.fact.and_then(|f| f.name.as_deref());
        let (found, by) = match (name, name_tag(self.resource)) {
            (Some(name), _) => (look(name), Matched::Name),
            (None, Some(tag)) => (index.by_tag.get(&(self.family, tag.to_lowercase())), Matched::NameTag),
            // a state that holds the id of something that is not there, or does not hold it at all, is enough
            (None, None) if applied.is_some() => (None, Matched::Name),
            (None, None) => {
                let why = self.fact.and_then(|f| f.unnamed.clone());
                return Candidates::Unclear(why.unwrap_or_else(|| {
                    "code gives it no name to find it by; give the state with --state".to_owned()
                }));
            }
        };
        let ids = found.map(|f| self.narrow(estate, f)).unwrap_or_default();
        match (ids.is_empty(), by) {
            (false, _) => Candidates::Some { ids, by, gone },
            // a tag that is not there says nothing of the thing itself
            (true, Matched::NameTag) if applied.is_none() => {
                Candidates::Unclear("no live resource bears its Name tag, which alone could tell".to_owned())
            }
            (true, _) => Candidates::None { applied },
        }
    }

    /// Candidates that contradict what code says of account, region or resource group are out.
    fn narrow(&self, estate: &Estate, found: &Few) -> Few {
        let region = &self.resource.scope.region;
        let fits = |live: &Resource| {
            let account = self.fact.and_then(|f| f.account.as_deref());
            let group = self.fact.and_then(|f| f.group.as_deref());
            account.is_none_or(|a| a.eq_ignore_ascii_case(&live.scope.account))
                && (region.is_empty()
                    || live.scope.region.is_empty()
                    || live.scope.region.eq_ignore_ascii_case("global")
                    || same_region(region, &live.scope.region))
                && group.is_none_or(|g| {
                    let wanted = format!("/resourcegroups/{}/", g.to_lowercase());
                    live.address.to_lowercase().contains(&wanted)
                })
        };
        found.iter().copied().filter(|id| estate.get(*id).is_some_and(fits)).collect()
    }
}

/// `East US` and `eastus` are one region.
fn same_region(one: &str, other: &str) -> bool {
    let letters = |s: &str| {
        s.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect::<String>()
    };
    one.eq_ignore_ascii_case(other) || letters(one) == letters(other)
}

impl Candidates {
    fn settle(self, estate: &Estate, home: Option<&HashSet<&str>>) -> Found {
        match self {
            Self::None { applied } => Found::Nothing { applied },
            Self::Unclear(why) => Found::Unclear(why),
            Self::Some { ids, by, gone } => {
                let at_home = |id: &ResourceId| {
                    estate.get(*id).is_some_and(|r| home.is_some_and(|h| h.contains(&*r.scope.account)))
                };
                let near: Few = match ids.len() {
                    1 => ids.clone(),
                    _ => ids.iter().copied().filter(at_home).collect(),
                };
                if let [only] = near.as_slice() {
                    return Found::Live { id: *only, by, gone };
                }
                let all = if near.is_empty() { &ids } else { &near };
                let mut names: Vec<&str> =
                    all.iter().filter_map(|id| estate.get(*id)).map(|r| &*r.address).collect();
                names.sort_unstable();
                let more = names.len().saturating_sub(3);
                names.truncate(3);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                Found::Unclear(format!("several live resources could be it: {}{more}", names.join(", ")))
            }
        }
    }
}

/// Two declared resources cannot be one live thing: the surer match holds, equals are both unclear.
fn unshare(estate: &Estate, found: &mut [(ResourceId, Found)]) {
    let mut claims: HashMap<ResourceId, Vec<(usize, Matched)>> = HashMap::default();
    for (i, (_, found)) in found.iter().enumerate() {
        if let Found::Live { id, by, .. } = found {
            claims.entry(*id).or_default().push((i, *by));
        }
    }
    for claims in claims.into_values().filter(|c| c.len() > 1) {
        let Some(best) = claims.iter().map(|(_, by)| *by).min() else { continue };
        let alone = claims.iter().filter(|(_, by)| *by == best).count() == 1;
        let names: Vec<String> = claims
            .iter()
            .filter_map(|(i, _)| found.get(*i).and_then(|(id, _)| estate.get(*id)))
            .map(|r| {
                if resource_root(r).is_empty() || resource_root(r) == "." {
                    r.address.to_string()
                } else {
                    format!("{} in {}", r.address, resource_root(r))
                }
            })
            .collect();
        for (i, by) in claims {
            if alone && by == best {
                continue;
            }
            if let Some((_, slot)) = found.get_mut(i) {
                *slot = Found::Unclear(format!(
                    "one live resource could be several declared ones: {}",
                    names.join(", ")
                ));
            }
        }
    }
}
