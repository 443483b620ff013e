//! Simple Storage Service: buckets with their inline settings, access points and objects.
//!
//! Provider 3 keeps everything in `aws_s3_bucket`; from provider 4 each setting is a companion resource.

mod acl;
mod companion;

use crate::dialect::aws::policy;
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(in crate::dialect::aws) static TYPES: &[Type] = &[
    Type::resource("aws_s3_bucket", Kind::ObjectStore, bucket),
    Type::resource("aws_s3_directory_bucket", Kind::ObjectStore, directory_bucket),
    Type::resource("aws_s3_bucket_object", Kind::StoredObject, object),
    Type::resource("aws_s3_object", Kind::StoredObject, object),
    Type::resource("aws_s3_object_copy", Kind::StoredObject, object),
    Type::resource("aws_s3_access_point", Kind::StorageSetting, access_point),
    Type::resource(
        "aws_s3control_multi_region_access_point",
        Kind::StorageSetting,
        multi_region_access_point,
    ),
    Type::resource("aws_s3_account_public_access_block", Kind::AccountSetting, account_public_access_block),
    companion::VERSIONING,
    companion::ENCRYPTION,
    companion::PUBLIC_ACCESS_BLOCK,
    companion::OWNERSHIP_CONTROLS,
    companion::LOGGING,
    companion::LIFECYCLE,
    companion::REPLICATION,
    companion::OBJECT_LOCK,
    companion::NOTIFICATION,
    companion::POLICY,
    acl::ACL,
];

/// Algorithms S3 knows.
const ALGORITHMS: &[&str] = &["AES256", "aws:kms", "aws:kms:dsse"];

fn bucket(from: &Reader<'_>, to: &mut Resource) {
    encryption(from, to, "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default");
    to.set(Key::Versioning, from.bool("versioning.enabled", false));
    to.set(Key::MfaDelete, from.bool("versioning.mfa_delete", false));
    to.set(Key::AccessLogging, from.presence("logging.target_bucket"));
    to.set(Key::ReceivesLogs, from.without("aws_s3_bucket_logging", false));
    to.set(Key::Lifecycle, from.block("lifecycle_rule"));
    to.set(Key::Notifications, from.without("aws_s3_bucket_notification", false));
    to.set(Key::CrossRegionCopy, from.any_block("replication_configuration.rules", enabled));
    to.set(
        Key::ObjectLock,
        if from.has("object_lock_configuration") {
            from.says("object_lock_configuration.object_lock_enabled", &["Enabled"], false)
        } else {
            from.bool("object_lock_enabled", false)
        },
    );
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
    if from.in_code() {
        to.set(Key::ForceDestroy, from.bool("force_destroy", false));
    }
    for key in BLOCKS.map(|(_, key)| key) {
        to.set(key, from.without("aws_s3_bucket_public_access_block", false));
    }
    // nothing but policies grants access to a bucket unless an access list is written
    let lists = from.has("acl") || from.has("grant");
    to.set(Key::UniformAccess, from.without("aws_s3_bucket_ownership_controls", !lists));
    acl::inline(from, to);
}

/// Default encryption from a `apply_server_side_encryption_by_default` block. S3 encrypts every new object with its
/// own keys (SSE-S3) since January 2023, so nothing written is encrypted all the same.
fn encryption(from: &Reader<'_>, to: &mut Resource, path: &str) {
    // a block without an algorithm is refused by S3
    let unset = if from.has(path) { Datum::Absent } else { Datum::from("AES256") };
    let algorithm = from.text(&format!("{path}.sse_algorithm"), unset);
    to.set(
        Key::EncryptedAtRest,
        algorithm.clone().map(|d| match d {
            Datum::Text(name) => Datum::Bool(ALGORITHMS.contains(&&*name)),
            _ => Datum::Bool(false),
        }),
    );
    to.set(Key::EncryptionAlgorithm, algorithm);
    to.set(Key::CustomerKey, from.presence(&format!("{path}.kms_master_key_id")));
}

fn directory_bucket(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, Setting::Default(Datum::Absent));
}

fn object(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::PublicRead, from.says("acl", acl::READ, false));
    to.set(Key::PublicWrite, from.says("acl", acl::WRITE, false));
}

/// Arguments of every public access block, with their settings.
const BLOCKS: [(&str, Key); 4] = [
    ("block_public_acls", Key::BlockPublicAcls),
    ("block_public_policy", Key::BlockPublicPolicy),
    ("ignore_public_acls", Key::IgnorePublicAcls),
    ("restrict_public_buckets", Key::RestrictPublicBuckets),
];

fn blocks(from: &Reader<'_>, to: &mut Resource, prefix: &str, default: bool) {
    for (argument, key) in BLOCKS {
        to.set(key, from.bool(&format!("{prefix}{argument}"), default));
    }
}

fn access_point(from: &Reader<'_>, to: &mut Resource) {
    blocks(from, to, "public_access_block_configuration.", true);
    let attached = from.presence("vpc_configuration.vpc_id");
    to.set(Key::NetworkAttached, attached.map(|d| Datum::Bool(d != Datum::Absent)));
}

fn multi_region_access_point(from: &Reader<'_>, to: &mut Resource) {
    blocks(from, to, "details.public_access_block.", true);
}

fn account_public_access_block(from: &Reader<'_>, to: &mut Resource) {
    blocks(from, to, "", false);
}

/// Whether a rule is switched on.
fn enabled(rule: &Reader<'_>) -> Truth {
    rule.says("status", &["Enabled"], false).truth()
}
