//! What code says of declared resources beyond their settings: by which names they can be found, in which account, and
//! what drift is told to leave alone.

use std::sync::Arc;

use rayon::prelude::*;
use smallvec::SmallVec;

use crate::dialect::{find, translate};
use crate::native::{Mode, NativeResource, Node, Object, Unknown, Value, Why};
use crate::resource::{Key, Resource, Setting, Side};
use crate::table::{HashMap, HashSet};

/// Arguments that name a thing within its account and region, the most telling first.
const NAMES: &[&str] = &[
    "bucket",
    "identifier",
    "cluster_identifier",
    "replication_group_id",
    "cluster_id",
    "function_name",
    "domain_name",
    "domain",
    "account_id",
    "dataset_id",
    "secret_id",
    "repository_id",
    "key_ring_id",
    "table_id",
    "instance_id",
    "name",
];

/// What is known of one declared resource.
#[derive(Debug, Clone, Default)]
pub(super) struct Fact {
    /// The name code gives it.
    pub(super) name: Option<Arc<str>>,
    /// Why the name is not known, where one is written.
    pub(super) unnamed: Option<String>,
    /// The resource group, where the platform has them.
    pub(super) group: Option<Arc<str>>,
    /// Account, subscription or project of its provider configuration.
    pub(super) account: Option<Arc<str>>,
    /// What `ignore_changes` names, as written.
    pub(super) ignored: SmallVec<[Arc<str>; 1]>,
    /// The settings that come of it.
    pub(super) ignored_keys: Vec<Key>,
}

impl Fact {
    /// Whether drift of a setting is left alone.
    pub(super) fn ignores(&self, key: Key) -> bool {
        self.ignores_all() || self.ignored_keys.contains(&key)
    }

    pub(super) fn ignores_all(&self) -> bool {
        self.ignored.iter().any(|i| &**i == "all")
    }
}

type Address = (Arc<str>, Arc<str>);

/// Facts of all declared resources, by root module and address.
#[derive(Debug, Default)]
pub struct Facts {
    by_address: HashMap<Address, Fact>,
}

impl Facts {
    /// Gathers the facts of native resources.
    pub fn of(natives: &[NativeResource]) -> Self {
        let managed = |n: &&NativeResource| n.mode == Mode::Managed && find(&n.native_type).is_some();
        let mut by_address: HashMap<Address, Fact> = natives
            .par_iter()
            .filter(managed)
            .filter(|n| find(&n.native_type).is_some_and(|t| t.resource.is_some()))
            .map(|n| ((n.root.clone(), n.address.clone()), fact(n)))
            .collect();
        let ignoring: Vec<&NativeResource> =
            natives.iter().filter(managed).filter(|n| !n.lifecycle.ignore_changes.is_empty()).collect();
        if !ignoring.is_empty() {
            for (address, keys, written) in ignored(natives, &ignoring) {
                let fact = by_address.entry(address).or_default();
                fact.ignored_keys.extend(keys);
                fact.ignored.extend(written);
            }
        }
        Self { by_address }
    }

    /// The facts of a resource.
    pub(super) fn get(&self, resource: &Resource) -> Option<&Fact> {
        self.by_address.get(&(resource.scope.account.clone(), resource.address.clone()))
    }
}

fn fact(native: &NativeResource) -> Fact {
    let mut fact = Fact::default();
    for argument in NAMES {
        match native.get(argument) {
            None => {}
            Some(node) if node.is_null() => {}
            Some(Node { value: Value::Unknown(unknown), .. }) => {
                fact.unnamed = Some(format!("its {argument} is not known: {}", unknown.why.describe()));
                break;
            }
            Some(node) => {
                fact.name = node.as_text().filter(|t| !t.is_empty());
                break;
            }
        }
    }
    let known = |node: Option<&Node>| node.and_then(Node::as_text).filter(|t| !t.is_empty());
    fact.group = known(native.get("resource_group_name"));
    fact.account = known(native.get("project")).or_else(|| known(native.provider_config.account.as_ref()));
    if native.lifecycle.ignore_changes.iter().any(|i| &**i == "all") {
        fact.ignored.push("all".into());
    }
    fact
}

/// The reason put in place of what is ignored, to see which settings come of it.
const MARK: &str = "ignore_changes";

/// Which settings come of ignored arguments: the dialects read the resource once as it is and once without them.
/// Only what is ignored and what it configures is read again.
fn ignored(
    natives: &[NativeResource],
    ignoring: &[&NativeResource],
) -> Vec<(Address, Vec<Key>, Vec<Arc<str>>)> {
    let concerned: HashSet<(&str, &str)> = ignoring.iter().map(|n| (&*n.root, &*n.address)).collect();
    let configured: HashSet<(&str, &str)> = ignoring
        .iter()
        .flat_map(|n| {
            let links = find(&n.native_type).map_or(&[][..], |t| t.links);
            links.iter().flat_map(|l| l.to).map(|to| (&*n.root, *to))
        })
        .collect();
    let before: Vec<NativeResource> = natives
        .iter()
        .filter(|n| {
            concerned.contains(&(&*n.root, &*n.address)) || configured.contains(&(&*n.root, &*n.native_type))
        })
        .cloned()
        .collect();
    let mut after = before.clone();
    for native in after.iter_mut().filter(|n| !n.lifecycle.ignore_changes.is_empty()) {
        blank(native);
    }
    let before = translate(&before, Side::Declared).estate.into_resources();
    let after = translate(&after, Side::Declared).estate.into_resources();
    let mut found = Vec::new();
    for (plain, marked) in before.iter().zip(&after) {
        let keys: Vec<Key> = marked
            .settings()
            .filter(|(key, setting)| {
                is_marked(setting) || plain.get(*key).map(Setting::display) != Some(setting.display())
            })
            .map(|(key, _)| key)
            .collect();
        if !keys.is_empty() {
            let companions = plain.companions.iter().map(|(address, _)| &**address);
            let written = companions
                .chain([&*plain.address])
                .filter_map(|address| {
                    ignoring.iter().find(|n| n.root == plain.scope.account && &*n.address == address)
                })
                .flat_map(|n| n.lifecycle.ignore_changes.iter())
                .filter(|i| &***i != "all")
                .cloned()
                .collect();
            found.push(((plain.scope.account.clone(), plain.address.clone()), keys, written));
        }
    }
    found
}

fn is_marked(setting: &Setting) -> bool {
    matches!(setting.why(), Some(Why::Runtime(what)) if &**what == MARK)
}

/// Puts an unknown in place of everything a resource ignores, except what links it to what it configures.
fn blank(native: &mut NativeResource) {
    let unknown = || {
        let why = Why::Runtime(MARK.into());
        Node::new(Value::Unknown(Arc::new(Unknown {
            why,
            refs: Vec::new(),
            shape: crate::native::Shape::Opaque,
        })))
    };
    let links: Vec<&str> = find(&native.native_type)
        .map_or(&[][..], |t| t.links)
        .iter()
        .flat_map(|l| l.by)
        .map(|path| path.split('.').next().unwrap_or(path))
        .collect();
    for written in native.lifecycle.ignore_changes.clone() {
        if &*written == "all" {
            for (name, node) in &mut native.body {
                if !links.contains(&&**name) {
                    *node = unknown();
                }
            }
        } else {
            put(&mut native.body, &parts(&written), &unknown);
        }
    }
}

/// `settings[0].ip_configuration`, `tags["a"]` as their parts.
fn parts(path: &str) -> Vec<&str> {
    path.split(['.', '[', ']']).map(|p| p.trim_matches('"')).filter(|p| !p.is_empty()).collect()
}

fn put(object: &mut Object, path: &[&str], unknown: &dyn Fn() -> Node) {
    let Some((first, rest)) = path.split_first() else { return };
    match object.get_mut(*first) {
        Some(node) if !rest.is_empty() => enter(node, rest, unknown),
        _ => {
            object.insert((*first).into(), unknown());
        }
    }
}

fn enter(node: &mut Node, path: &[&str], unknown: &dyn Fn() -> Node) {
    match (&mut node.value, path.split_first()) {
        (_, None) => *node = unknown(),
        (Value::Object(object), _) => put(Arc::make_mut(object), path, unknown),
        (Value::List(items) | Value::Set(items), Some((first, rest))) => {
            let items = Arc::make_mut(items);
            match first.parse::<usize>() {
                Ok(index) => {
                    if let Some(item) = items.get_mut(index) {
                        enter(item, rest, unknown);
                    }
                }
                Err(_) => items.iter_mut().for_each(|item| enter(item, path, unknown)),
            }
        }
        _ => *node = unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Tree;
    use crate::source::terraform::{Options, read};

    fn facts(text: &str) -> (Facts, Vec<Resource>) {
        let native = read(&Tree::memory([("main.tf", text)]), &Options::default());
        assert!(native.report.failed.is_empty(), "{:?}", native.report.failed);
        (Facts::of(&native.resources), translate(&native.resources, Side::Declared).estate.into_resources())
    }

    #[test]
    fn names_accounts_and_why_a_name_is_missing() {
        let (facts, resources) = facts(
            "variable \"n\" {}\nprovider \"aws\" {\n  allowed_account_ids = [\"123456789012\"]\n}\nresource \"aws_s3_bucket\" \"a\" {\n  bucket = \"logs\"\n}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = var.n\n}\nresource \"azurerm_managed_disk\" \"c\" {\n  name = \"disk\"\n  resource_group_name = \"clinic\"\n}\n",
        );
        let of =
            |address: &str| facts.get(resources.iter().find(|r| &*r.address == address).unwrap()).unwrap();
        let logs = of("aws_s3_bucket.a");
        assert_eq!((logs.name.as_deref(), logs.account.as_deref()), (Some("logs"), Some("123456789012")));
        assert!(of("aws_s3_bucket.b").unnamed.as_ref().unwrap().contains("var.n"));
        assert_eq!(of("azurerm_managed_disk.c").group.as_deref(), Some("clinic"));
    }

    #[test]
    fn ignored_arguments_are_followed_to_the_settings_they_make() {
        let (facts, resources) = facts(
            "resource \"aws_s3_bucket\" \"a\" {\n  bucket = \"logs\"\n}\nresource \"aws_s3_bucket_versioning\" \"a\" {\n  bucket = aws_s3_bucket.a.id\n  versioning_configuration {\n    status = \"Enabled\"\n  }\n  lifecycle {\n    ignore_changes = [versioning_configuration[0].status]\n  }\n}\nresource \"aws_ebs_volume\" \"v\" {\n  encrypted = true\n  lifecycle {\n    ignore_changes = [encrypted]\n  }\n}\nresource \"aws_ebs_volume\" \"w\" {\n  lifecycle {\n    ignore_changes = all\n  }\n}\n",
        );
        let of =
            |address: &str| facts.get(resources.iter().find(|r| &*r.address == address).unwrap()).unwrap();
        let bucket = of("aws_s3_bucket.a");
        assert!(bucket.ignores(Key::Versioning) && !bucket.ignores(Key::PublicRead), "{bucket:?}");
        assert_eq!(&*bucket.ignored[0], "versioning_configuration[0].status");
        let volume = of("aws_ebs_volume.v");
        assert_eq!(volume.ignored_keys, [Key::EncryptedAtRest]);
        assert!(of("aws_ebs_volume.w").ignores_all());
    }
}
