//! Key Management Service.

use super::policy;
use crate::dialect::combine::both;
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

const KEYS: &[&str] =
    &["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"];

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_kms_key", Kind::Key, key),
    Type::resource("aws_kms_external_key", Kind::Key, external_key),
    Type::resource("aws_kms_replica_key", Kind::Key, external_key),
    Type::resource("aws_kms_replica_external_key", Kind::Key, external_key),
    Type::companion(
        "aws_kms_key_policy",
        &[Link { by: &["key_id"], to: KEYS, named: &[], apply: key_policy }],
    ),
];

fn key(from: &Reader<'_>, to: &mut Resource) {
    // only symmetric keys made by KMS itself rotate by themselves
    let symmetric = from.says("customer_master_key_spec", &["SYMMETRIC_DEFAULT"], true);
    let encrypting = from.says("key_usage", &["ENCRYPT_DECRYPT"], true);
    to.set(Key::KeyRotatable, both([symmetric, encrypting]));
    to.set(Key::KeyRotation, from.bool("enable_key_rotation", false));
    common(from, to);
    to.set(Key::KeyEnabled, from.bool("is_enabled", true));
}

fn external_key(from: &Reader<'_>, to: &mut Resource) {
    common(from, to);
    to.set(Key::KeyEnabled, from.bool("enabled", true));
}

fn common(from: &Reader<'_>, to: &mut Resource) {
    if from.in_code() {
        to.set(Key::KeyDeletionWindowDays, from.int("deletion_window_in_days", 30));
    }
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
    to.set(Key::PolicyDefined, from.block("policy"));
}

fn key_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
    to.set(
        Key::PolicyDefined,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
}
