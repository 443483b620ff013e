//! The catalog that findings were made with, as far as it can be told from outside: which checks, and what each says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::check::{Check, registry};

/// A digest of every check, by its id.
pub(super) fn checks() -> &'static BTreeMap<&'static str, String> {
    static CHECKS: LazyLock<BTreeMap<&'static str, String>> =
        LazyLock::new(|| registry().checks().map(|(_, check)| (check.id, digest(check))).collect());
    &CHECKS
}

/// Eight hexadecimal digits that change when what a check says of itself does.
fn digest(check: &Check) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for text in [check.id, check.objective, check.title, check.severity.id(), check.kind.id()] {
        part(text);
    }
    for native_type in check.types {
        part(native_type);
    }
    for key in check.reads {
        part(key.path());
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

/// The digest of the whole catalog: 16 hexadecimal digits.
pub fn catalog_digest() -> &'static str {
    static DIGEST: LazyLock<String> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        for (id, digest) in checks() {
            hasher.update(id.as_bytes());
            hasher.update(digest.as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    });
    &DIGEST
}
