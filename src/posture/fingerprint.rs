//! A finding's identity across runs.

use smallvec::SmallVec;

use super::NativeVerdict;
use crate::check::Check;
use crate::resource::Resource;

/// 32 hexadecimal digits, from the check, the place the resource belongs to and its address: stable when lines move.
pub fn fingerprint(check: &Check, resource: &Resource) -> String {
    // in one piece: the hash is made for longer texts than this
    let mut text = SmallVec::<[u8; 256]>::new();
    for part in [
        "steth.finding/1",
        check.id,
        resource.scope.provider.id(),
        &resource.scope.account,
        &resource.address,
    ] {
        text.extend_from_slice(&(part.len() as u64).to_le_bytes());
        text.extend_from_slice(part.as_bytes());
    }
    blake3::hash(&text).to_hex()[..32].to_owned()
}

/// The identity of another scanner's finding across runs, in the same form.
pub fn imported_fingerprint(verdict: &NativeVerdict, resource: &Resource) -> String {
    let mut hash = blake3::Hasher::new();
    let line = verdict.imported.as_ref().and_then(|f| f.spot.as_ref()).map(|s| s.path.clone());
    for part in [
        "steth.imported/1",
        verdict.speaker.title(),
        &verdict.rule,
        resource.scope.provider.id(),
        &resource.scope.account,
        &resource.address,
        &line.unwrap_or_default(),
        &verdict.remark,
    ] {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().to_hex()[..32].to_owned()
}
