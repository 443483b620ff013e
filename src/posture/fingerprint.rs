//! A finding's identity across runs.

use crate::check::Check;
use crate::resource::Resource;

/// 32 hexadecimal digits, from the check, the place the resource belongs to and its address: stable when lines move.
pub fn fingerprint(check: &Check, resource: &Resource) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [
        "steth.finding/1",
        check.id,
        resource.scope.provider.id(),
        &resource.scope.account,
        &resource.address,
    ] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}
