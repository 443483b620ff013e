//! Secrets in code: known token formats anywhere in a file, and literals in arguments that hold secrets.
//!
//! The value is never kept: what leaves this module is the kind of secret, its place, and a keyed digest that tells
//! whether two places hold the same one.

mod arguments;
mod documents;
mod hide;
mod scrub;
mod tokens;

pub use hide::hide;
pub use scrub::{SECRET, WITHHELD, scrub, scrub_tag};

use std::sync::Arc;

use rayon::prelude::*;

use crate::native::{FileId, Files, Lifecycle, Mode, NativeResource, Object, Provider, Span};
use crate::resource::{At, Datum, Key, Kind, Maybe, Resource, Scope, Setting, Side};
use crate::table::{HashMap, HashSet};

/// Hexadecimal digits of a digest: enough to compare, too few to search a strong secret by.
const DIGEST_LENGTH: usize = 12;

/// Keys the digests of secrets, so that they mean nothing without the key.
#[derive(Debug, Clone)]
pub struct DigestKey([u8; 32]);

impl DigestKey {
    /// A key from a passphrase (`STETH_DIGEST_KEY`), or from the place that is scanned where none is given.
    pub fn new(passphrase: Option<&str>, place: &str) -> Self {
        match passphrase {
            Some(passphrase) => {
                Self(blake3::derive_key("steth 2026 secret digest, passphrase", passphrase.as_bytes()))
            }
            None => Self(blake3::derive_key("steth 2026 secret digest, place", place.as_bytes())),
        }
    }

    /// The digest of a value: twelve hexadecimal digits.
    pub fn digest(&self, value: &str) -> String {
        blake3::keyed_hash(&self.0, value.as_bytes()).to_hex()[..DIGEST_LENGTH].to_owned()
    }
}

/// A secret that was found, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sighting {
    /// What it is: "AWS access key id".
    what: Arc<str>,
    /// Where it stands.
    span: Span,
    /// Keyed digest of the value.
    digest: String,
}

impl Sighting {
    fn describe(&self) -> Arc<str> {
        format!("{} on line {} (digest {})", self.what, self.span.line, self.digest).into()
    }
}

/// Writes what was found on the resources it belongs to, and adds a resource for every file, which carries what
/// stands outside any resource. Gives back where all of it stands, for [`hide()`].
pub fn mark(
    files: &Files,
    natives: &[NativeResource],
    resources: &mut Vec<Resource>,
    key: &DigestKey,
) -> Vec<Span> {
    let listed: Vec<_> = files.iter().collect();
    let by_address = || -> HashMap<(&str, &str), &NativeResource> {
        let managed = natives.iter().filter(|n| n.mode == Mode::Managed);
        managed.map(|n| ((&*n.root, &*n.address), n)).collect()
    };
    let by_file = || -> HashMap<FileId, Vec<Sighting>> {
        let found = listed.par_iter().map(|(id, file)| {
            let mut found = tokens::find(&file.text, *id, key);
            // where a name and a format both tell, the format says more
            for named in documents::find(&file.path, &file.text, *id, key) {
                if !found.iter().any(|f| f.span.line == named.span.line) {
                    found.push(named);
                }
            }
            (*id, found)
        });
        found.filter(|(_, found)| !found.is_empty()).collect()
    };
    let crowded = crowded(natives);
    let (natives, mut by_file) = rayon::join(by_address, by_file);
    let mut places: Vec<Span> = by_file.values().flatten().map(|s| s.span).collect();
    let owned: Vec<Span> = resources
        .par_iter_mut()
        .flat_map_iter(|resource| {
            let native = natives.get(&(&*resource.scope.account, &*resource.address));
            let tokens = |n: &NativeResource| {
                by_file.get(&n.span.file).filter(|_| !crowded.contains(&(n.span.file, n.span.line)))
            };
            let found = native.map(|n| of_resource(n, tokens(n), key)).unwrap_or_default();
            if native.is_some() {
                resource.set(Key::SecretLiteral, setting(&found));
            }
            found.into_iter().map(|f| f.span)
        })
        .collect();
    places.extend(&owned);
    let owned: HashSet<(FileId, u32)> = owned.into_iter().map(|s| (s.file, s.line)).collect();
    let scope = Arc::new(nowhere());
    resources.reserve(listed.len());
    for (id, file) in listed {
        let mut outside = by_file.remove(&id).unwrap_or_default();
        outside.retain(|s| !owned.contains(&(s.span.file, s.span.line)));
        let mut resource = file_resource(id, &file.path, scope.clone());
        resource.set(Key::SecretLiteral, setting(&outside));
        resources.push(resource);
    }
    places
}

/// Lines on which several resources stand: whose a token on such a line is cannot be told.
fn crowded(natives: &[NativeResource]) -> HashSet<(FileId, u32)> {
    let mut seen = HashSet::default();
    let sole = natives.iter().filter(|n| n.mode == Mode::Managed && n.span.line == n.span.end_line);
    sole.filter(|n| !seen.insert((n.span.file, n.span.line))).map(|n| (n.span.file, n.span.line)).collect()
}

/// What stands in a resource's arguments, and the tokens in its block.
fn of_resource(native: &NativeResource, tokens: Option<&Vec<Sighting>>, key: &DigestKey) -> Vec<Sighting> {
    let mut found = arguments::find(native, key);
    for sighting in tokens.into_iter().flatten() {
        let inside = native.span.line <= sighting.span.line && sighting.span.line <= native.span.end_line;
        let same = |f: &Sighting| f.span.line == sighting.span.line && f.span.file == sighting.span.file;
        if inside && !found.iter().any(same) {
            found.push(sighting.clone());
        }
    }
    found
}

fn setting(found: &[Sighting]) -> Setting {
    let items: Vec<_> = found.iter().map(|s| Maybe::Known(s.describe())).collect();
    let at = found.first().map(|s| At { origin: Some(s.span), site: Some(s.span) }).unwrap_or_default();
    Setting::Known { datum: Datum::List(items.into()), at, sensitive: false }
}

/// The scope of files, which belong to no account and no region.
fn nowhere() -> Scope {
    Scope {
        provider: Provider::Other,
        side: Side::Declared,
        account: Arc::default(),
        region: Arc::default(),
        environment: Arc::default(),
    }
}

fn file_resource(id: FileId, path: &Arc<str>, scope: Arc<Scope>) -> Resource {
    let native = NativeResource {
        address: path.clone(),
        module: Arc::default(),
        mode: Mode::Managed,
        provider: Provider::Other,
        native_type: "file".into(),
        vendor_type: None,
        silence: crate::native::Silence::Default,
        name: path.clone(),
        root: Arc::default(),
        body: Object::default(),
        span: Span { file: id, line: 1, end_line: 1, column: 1 },
        calls: Arc::new([]),
        provider_config: Arc::default(),
        lifecycle: Lifecycle::default(),
        existence: None,
    };
    Resource::of(&native, Kind::SourceFile, scope)
}
