//! What every resource has: a name, tags, a region, a scope.

use std::sync::{Arc, Mutex, PoisonError};

use super::Reader;
use super::reader::maybe_text;
use crate::native::{Node, Provider, Silence, Value};
use crate::resource::{At, Datum, Key, Maybe, Resource, Scope, Setting, Side};
use crate::table::HashSet;

/// Arguments that hold tags, by provider.
const fn tag_arguments(provider: Provider) -> &'static [&'static str] {
    match provider {
        Provider::Kubernetes => &["metadata.labels"],
        Provider::Gcp => &["labels", "user_labels", "resource_labels", "settings.user_labels"],
        _ => &["tags"],
    }
}

/// Tag names that say which environment a resource belongs to.
const ENVIRONMENT_TAGS: &[&str] = &["environment", "env", "stage"];

/// Words that name an environment in tags and paths, with the name shown.
const ENVIRONMENTS: &[(&str, &str)] = &[
    ("production", "production"),
    ("prod", "production"),
    ("prd", "production"),
    ("staging", "staging"),
    ("stage", "staging"),
    ("stg", "staging"),
    ("preprod", "staging"),
    ("development", "development"),
    ("dev", "development"),
    ("test", "test"),
    ("qa", "test"),
    ("uat", "test"),
    ("sandbox", "sandbox"),
    ("sbx", "sandbox"),
    ("dr", "recovery"),
    ("recovery", "recovery"),
    ("shared", "shared"),
];

/// Blocks that copy data to other regions, with the argument that names the region.
const REPLICAS: &[(&str, &str, &str)] = &[
    ("aws_dynamodb_table", "replica", "region_name"),
    ("aws_secretsmanager_secret", "replica", "region"),
    ("aws_backup_plan", "rule.copy_action", "destination_vault_arn"),
    ("azurerm_cosmosdb_account", "geo_location", "location"),
    ("azurerm_container_registry", "georeplications", "location"),
    ("google_secret_manager_secret", "replication.user_managed.replicas", "location"),
];

/// Makes scopes, one shared value for all resources of the same place.
pub(super) struct Scopes {
    side: Side,
    known: Mutex<HashSet<Arc<Scope>>>,
}

impl Scopes {
    pub(super) fn new(side: Side) -> Self {
        Self { side, known: Mutex::default() }
    }

    pub(super) fn of(&self, reader: &Reader<'_>, common: &Common) -> Arc<Scope> {
        let native = reader.native();
        let scope = Scope {
            provider: native.provider,
            side: self.side,
            account: native.root.clone(),
            region: common.region.datum().and_then(text_of).unwrap_or_default(),
            environment: environment(reader, common.tags.as_ref()),
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = known.get(&scope) {
            return shared.clone();
        }
        let shared = Arc::new(scope);
        known.insert(shared.clone());
        shared
    }
}

fn text_of(datum: &Datum) -> Option<Arc<str>> {
    match datum {
        Datum::Text(s) => Some(s.clone()),
        _ => None,
    }
}

/// The configured name where it is known, else the block's label.
pub(super) fn name(reader: &Reader<'_>, resource: &mut Resource) {
    for argument in ["bucket", "name", "identifier", "cluster_identifier", "function_name"] {
        if let Some(text) = reader.node(argument).and_then(Node::as_text)
            && !text.is_empty()
        {
            resource.name = text;
            return;
        }
    }
}

/// Tags and region, for every resource.
pub(super) struct Common {
    region: Setting,
    tags: Option<Setting>,
}

impl Common {
    pub(super) fn of(reader: &Reader<'_>) -> Self {
        Self { region: region(reader), tags: tags(reader) }
    }

    /// Writes them on the resource.
    pub(super) fn set(self, reader: &Reader<'_>, resource: &mut Resource) {
        resource.set(Key::Region, self.region);
        let native_type = &*reader.native().native_type;
        if let Some((_, path, argument)) = REPLICAS.iter().find(|(t, ..)| *t == native_type) {
            resource.set(Key::ReplicaRegions, replica_regions(reader, path, argument));
        }
        if let Some(tags) = self.tags {
            resource.set(Key::Tags, tags);
        }
    }
}

/// The regions data is copied to; an ARN tells its region.
fn replica_regions(reader: &Reader<'_>, path: &str, argument: &str) -> Setting {
    let outer = match path.split_once('.') {
        Some((outer, inner)) => reader.blocks(outer).known.into_iter().map(|b| (b, inner)).collect(),
        None => vec![(*reader, path)],
    };
    let mut regions = Vec::new();
    let mut at = None;
    for (block, path) in outer {
        for copy in block.blocks(path).known {
            at.get_or_insert(copy.place());
            match copy.node(argument).map(maybe_text) {
                Some(Maybe::Known(text)) => regions.push(Maybe::Known(match text.strip_prefix("arn:") {
                    Some(arn) => arn.split(':').nth(2).unwrap_or_default().into(),
                    None => text,
                })),
                Some(unknown) => regions.push(unknown),
                None => {}
            }
        }
        if let Some((unknown, _)) = block.blocks(path).unknown {
            regions.push(Maybe::Unknown(Arc::new(unknown.why.clone())));
        }
    }
    match at {
        Some(at) => Setting::Known { datum: Datum::List(regions.into()), at, sensitive: false },
        None if regions.is_empty() => Setting::Default(Datum::List(Arc::new([]))),
        None => Setting::Known { datum: Datum::List(regions.into()), at: reader.place(), sensitive: false },
    }
}

/// The region an argument gives, else the provider configuration's.
fn region(reader: &Reader<'_>) -> Setting {
    let native = reader.native();
    for argument in ["location", "region", "zone"] {
        if reader.object().contains_key(argument) && reader.has(argument) {
            return reader.text(argument, Datum::Absent).map(|d| match d {
                // a zone is its region and a letter
                Datum::Text(zone) if argument == "zone" => {
                    Datum::Text(zone.rsplit_once('-').map_or(&*zone, |(region, _)| region).into())
                }
                other => other,
            });
        }
    }
    match &native.provider_config.region {
        Some(Node { value: Value::Unknown(u), origin, site, .. }) => {
            Setting::Unknown { why: Arc::new(u.why.clone()), at: At { origin: *origin, site: *site } }
        }
        Some(node) => match node.as_text() {
            Some(text) => Setting::Known {
                datum: Datum::Text(text),
                at: At { origin: node.origin, site: node.site },
                sensitive: false,
            },
            None => Setting::Default(Datum::Absent),
        },
        None => Setting::Default(Datum::Absent),
    }
}

/// The resource's own tags over the provider's default tags.
fn tags(reader: &Reader<'_>) -> Option<Setting> {
    let native = reader.native();
    let own = tag_arguments(native.provider).iter().find(|a| {
        // of a source that tells only some arguments, only what it tells counts
        reader.object().contains_key(a.split('.').next().unwrap_or(a)) && reader.has(a)
    });
    let own = match own {
        Some(argument) => reader.map(argument, Datum::Absent),
        None if native.provider == Provider::Other => return None,
        None if native.silence == Silence::NotCollected
            && !tag_arguments(native.provider).iter().any(|a| reader.object().contains_key(*a)) =>
        {
            reader.map("tags", Datum::Absent)
        }
        None => Setting::Default(Datum::Map(Arc::new([]))),
    };
    let Some(defaults) = &native.provider_config.default_tags else { return Some(own) };
    Some(match &defaults.value {
        Value::Object(defaults) => own.map(|datum| match datum {
            Datum::Map(entries) => {
                let mut merged: Vec<(Arc<str>, Maybe<Arc<str>>)> = entries.to_vec();
                for (k, v) in defaults.iter() {
                    if !merged.iter().any(|(name, _)| name == k) {
                        merged.push((k.clone(), maybe_text(v)));
                    }
                }
                Datum::Map(merged.into())
            }
            other => other,
        }),
        Value::Unknown(u) => Setting::Unknown {
            why: Arc::new(u.why.clone()),
            at: At { origin: defaults.origin, site: defaults.site },
        },
        _ => own,
    })
}

/// The environment by tag, else by a directory name on the way to the root module.
fn environment(reader: &Reader<'_>, tags: Option<&Setting>) -> Arc<str> {
    if let Some(Datum::Map(entries)) = tags.and_then(Setting::datum) {
        for (name, value) in entries.iter() {
            if ENVIRONMENT_TAGS.iter().any(|t| name.eq_ignore_ascii_case(t))
                && let Maybe::Known(value) = value
                && !value.is_empty()
            {
                return known_environment(value).unwrap_or_else(|| value.to_lowercase().into());
            }
        }
    }
    if let Some(said) = &reader.native().provider_config.environment {
        return known_environment(said).unwrap_or_else(|| said.clone());
    }
    let root = reader.native().root.clone();
    root.split(['/', '\\', '-', '_']).rev().find_map(known_environment).unwrap_or_default()
}

fn known_environment(word: &str) -> Option<Arc<str>> {
    ENVIRONMENTS.iter().find(|(w, _)| word.eq_ignore_ascii_case(w)).map(|(_, name)| (*name).into())
}
