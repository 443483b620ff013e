//! Cloud KMS and Secret Manager.

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_kms_key_ring", Kind::KeyVault, key_ring),
    Type::resource("google_kms_crypto_key", Kind::Key, crypto_key),
    Type::resource("google_secret_manager_secret", Kind::Secret, secret),
    Type::resource("google_secret_manager_regional_secret", Kind::Secret, regional_secret),
];

/// Whole days of a duration in seconds (`7776000s`), rounded up.
fn days(duration: &Datum) -> Datum {
    match duration {
        Datum::Text(text) => text
            .strip_suffix('s')
            .and_then(|seconds| seconds.split('.').next()?.parse::<i64>().ok())
            .map_or(Datum::Absent, |seconds| Datum::Int(seconds.saturating_add(86_399) / 86_400)),
        _ => Datum::Absent,
    }
}

fn key_ring(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedTo, from.without("google_kms_key_ring_iam_member", Datum::List([].into())));
}

fn crypto_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedTo, from.without("google_kms_crypto_key_iam_member", Datum::List([].into())));
    to.set(
        Key::KeyRotatable,
        from.text("purpose", "ENCRYPT_DECRYPT")
            .map(|purpose| Datum::Bool(!matches!(&purpose, Datum::Text(p) if p.starts_with("ASYMMETRIC")))),
    );
    to.set(Key::KeyRotationDays, from.text("rotation_period", Datum::Absent).map(|d| days(&d)));
    to.set(Key::KeyDeletionWindowDays, from.text("destroy_scheduled_duration", "2592000s").map(|d| days(&d)));
    to.set(
        Key::KeyHardware,
        from.says("version_template.protection_level", &["HSM", "EXTERNAL", "EXTERNAL_VPC"], false),
    );
    // a rule of Terraform's, which a live key does not have
    if from.in_code() {
        let prevented = from.native().lifecycle.prevent_destroy;
        let setting = if prevented { from.here(true) } else { Setting::default(false) };
        to.set(Key::DeletionProtection, setting);
    }
}

fn secret(from: &Reader<'_>, to: &mut Resource) {
    common(from, to);
    let automatic = "replication.auto.customer_managed_encryption.kms_key_name";
    let key =
        if from.has("replication.user_managed") { replica_keys(from) } else { from.presence(automatic) };
    to.set(Key::CustomerKey, key);
}

/// A key on every replica, or none.
fn replica_keys(from: &Reader<'_>) -> Setting {
    let replicas = from.blocks("replication.user_managed.replicas");
    let mut key = Setting::Default(Datum::Absent);
    for replica in &replicas.known {
        let own = replica.presence("customer_managed_encryption.kms_key_name");
        match own.datum() {
            Some(Datum::Absent) => return own,
            _ => key = own,
        }
    }
    match replicas.unknown {
        Some((unknown, at)) => Setting::Unknown { why: std::sync::Arc::new(unknown.why.clone()), at },
        None => key,
    }
}

fn regional_secret(from: &Reader<'_>, to: &mut Resource) {
    common(from, to);
    to.set(Key::CustomerKey, from.presence("customer_managed_encryption.kms_key_name"));
}

fn common(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedTo, from.without("google_secret_manager_secret_iam_member", Datum::List([].into())));
    to.set(Key::SecretRotation, from.block("rotation.rotation_period"));
    to.set(Key::SecretRotationDays, from.text("rotation.rotation_period", Datum::Absent).map(|d| days(&d)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_round_up_to_days() {
        assert_eq!(days(&Datum::from("7776000s")), Datum::Int(90));
        assert_eq!(days(&Datum::from("7776001s")), Datum::Int(91));
        assert_eq!(days(&Datum::from("90d")), Datum::Absent);
    }
}
