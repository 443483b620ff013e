//! The separate bucket settings of provider 4 and later.

use super::{ALGORITHMS, BLOCKS, blocks, enabled, encryption};
use crate::dialect::aws::policy;
use crate::dialect::{Build, Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

const BUCKET: &[&str] = &["aws_s3_bucket"];

const fn of_bucket(apply: Build) -> Link {
    Link { by: &["bucket"], to: BUCKET, named: &["bucket"], apply }
}

pub(super) const VERSIONING: Type =
    Type::companion("aws_s3_bucket_versioning", &[const { of_bucket(versioning) }]);

pub(super) const ENCRYPTION: Type = Type::companion(
    "aws_s3_bucket_server_side_encryption_configuration",
    &[Link {
        by: &["bucket"],
        to: &["aws_s3_bucket", "aws_s3_directory_bucket"],
        named: &["bucket"],
        apply: default_encryption,
    }],
);

pub(super) const PUBLIC_ACCESS_BLOCK: Type =
    Type::resource("aws_s3_bucket_public_access_block", Kind::StorageSetting, public_access_block)
        .with_links(&[const { of_bucket(public_access_block) }]);

pub(super) const OWNERSHIP_CONTROLS: Type =
    Type::resource("aws_s3_bucket_ownership_controls", Kind::StorageSetting, ownership)
        .with_links(&[const { of_bucket(ownership) }]);

pub(super) const LOGGING: Type = Type::companion(
    "aws_s3_bucket_logging",
    &[
        const { of_bucket(logging) },
        Link { by: &["target_bucket"], to: BUCKET, named: &["bucket"], apply: log_destination },
    ],
);

pub(super) const LIFECYCLE: Type =
    Type::resource("aws_s3_bucket_lifecycle_configuration", Kind::StorageSetting, abandoned_uploads)
        .with_links(&[const { of_bucket(lifecycle) }]);

pub(super) const REPLICATION: Type =
    Type::companion("aws_s3_bucket_replication_configuration", &[const { of_bucket(replication) }]);

pub(super) const OBJECT_LOCK: Type =
    Type::companion("aws_s3_bucket_object_lock_configuration", &[const { of_bucket(object_lock) }]);

pub(super) const NOTIFICATION: Type =
    Type::companion("aws_s3_bucket_notification", &[const { of_bucket(notification) }]);

pub(super) const POLICY: Type = Type::resource("aws_s3_bucket_policy", Kind::Policy, access_policy)
    .with_links(&[const { of_bucket(access_policy) }]);

fn access_policy(from: &Reader<'_>, to: &mut Resource) {
    // a policy written on the bucket itself stays the one that is judged there
    if matches!(to.get(Key::AccessPolicy), Some(Setting::Known { .. } | Setting::Unknown { .. })) {
        return;
    }
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
}

fn versioning(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Versioning, from.says("versioning_configuration.status", &["Enabled"], false));
    to.set(Key::MfaDelete, from.says("versioning_configuration.mfa_delete", &["Enabled"], false));
}

fn default_encryption(from: &Reader<'_>, to: &mut Resource) {
    encryption(from, to, "rule.apply_server_side_encryption_by_default");
    if &*to.native_type == "aws_s3_directory_bucket" {
        to.take(Key::EncryptionAlgorithm);
    }
    // the first of several rules may only set the bucket key
    let rules = from.blocks("rule").known;
    if rules.len() > 1 {
        let algorithm = rules
            .iter()
            .map(|r| r.text("apply_server_side_encryption_by_default.sse_algorithm", Datum::Absent))
            .find(|s| s.datum() != Some(&Datum::Absent));
        if let Some(algorithm) = algorithm {
            to.set(
                Key::EncryptedAtRest,
                algorithm
                    .clone()
                    .map(|d| Datum::Bool(matches!(&d, Datum::Text(t) if ALGORITHMS.contains(&&**t)))),
            );
            to.set(Key::EncryptionAlgorithm, algorithm);
        }
    }
}

fn public_access_block(from: &Reader<'_>, to: &mut Resource) {
    blocks(from, to, "", false);
    if to.kind == Kind::StorageSetting {
        return;
    }
    // an argument left out of a written block is as much the block's doing as one set to false
    for (_, key) in BLOCKS {
        if let Some(Setting::Default(datum)) = to.get(key) {
            let datum = datum.clone();
            to.set(key, Setting::Known { datum, at: from.place(), sensitive: false });
        }
    }
}

fn ownership(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::UniformAccess, from.says("rule.object_ownership", &["BucketOwnerEnforced"], false));
}

fn logging(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessLogging, from.presence("target_bucket"));
}

fn log_destination(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ReceivesLogs, Setting::concluded(Truth::True, from.place()));
}

fn lifecycle(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Lifecycle, from.block("rule"));
}

/// Whether a rule over the whole bucket removes unfinished uploads.
fn abandoned_uploads(from: &Reader<'_>, to: &mut Resource) {
    let whole_bucket = |rule: &Reader<'_>| {
        let narrows = |filter: &Reader<'_>| {
            Truth::any(
                ["prefix", "object_size_greater_than", "object_size_less_than", "tag", "and"],
                |part| filter.block(part).truth(),
            )
        };
        rule.any_block("filter", narrows).truth().negate()
    };
    let ends_uploads = |rule: &Reader<'_>| {
        enabled(rule)
            .and(|| rule.block("abort_incomplete_multipart_upload").truth())
            .and(|| whole_bucket(rule))
    };
    to.set(Key::AbandonedUploads, from.any_block("rule", ends_uploads));
}

fn replication(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CrossRegionCopy, from.any_block("rule", enabled));
}

fn object_lock(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ObjectLock, from.says("object_lock_enabled", &["Enabled"], true));
}

fn notification(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Notifications, Setting::concluded(Truth::True, from.place()));
}
