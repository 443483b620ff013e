//! Cloud Storage: buckets, their access and their objects.

use crate::dialect::Document;
use crate::dialect::{Build, Link, Reader, Type};
use crate::native::Value;
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_storage_bucket", Kind::ObjectStore, bucket),
    Type::resource("google_storage_bucket_iam_member", Kind::RoleBinding, binding)
        .with_links(&[const { of_bucket(grant) }]),
    Type::resource("google_storage_bucket_iam_binding", Kind::RoleBinding, binding)
        .with_links(&[const { of_bucket(grant) }]),
    Type::resource("google_storage_bucket_iam_policy", Kind::RoleBinding, policy)
        .with_links(&[const { of_bucket(grant_policy) }]),
    Type::resource("google_storage_managed_folder_iam_member", Kind::RoleBinding, binding)
        .with_links(&[const { of_bucket(grant) }]),
    Type::resource("google_storage_managed_folder_iam_binding", Kind::RoleBinding, binding)
        .with_links(&[const { of_bucket(grant) }]),
    Type::companion("google_storage_bucket_acl", &[const { of_bucket(acl) }]),
    Type::companion("google_storage_default_object_acl", &[const { of_bucket(acl) }]),
    Type::companion("google_storage_bucket_access_control", &[const { of_bucket(entity) }]),
    Type::companion("google_storage_default_object_access_control", &[const { of_bucket(entity) }]),
    Type::resource("google_storage_bucket_object", Kind::StoredObject, object),
    Type::companion("google_storage_object_acl", &[const { of_object(acl) }]),
    Type::companion("google_storage_object_access_control", &[const { of_object(entity) }]),
    Type::companion("google_storage_notification", &[const { of_bucket(notification) }]),
    Type::resource("google_storage_hmac_key", Kind::Credential, interoperability_key),
];

const fn of_bucket(apply: Build) -> Link {
    Link { by: &["bucket"], to: &["google_storage_bucket"], named: &["name"], apply }
}

const fn of_object(apply: Build) -> Link {
    Link { by: &["object"], to: &["google_storage_bucket_object"], named: &["name"], apply }
}

const PUBLIC_MEMBERS: &[&str] = &["allUsers", "allAuthenticatedUsers"];

fn bucket(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("encryption.default_kms_key_name"));
    to.set(Key::Versioning, from.bool("versioning.enabled", false));
    to.set(Key::AccessLogging, from.presence("logging.log_bucket"));
    to.set(Key::ReceivesLogs, Setting::Default(Datum::Bool(false)));
    let old = "bucket_policy_only";
    to.set(
        Key::UniformAccess,
        from.bool(if from.has(old) { old } else { "uniform_bucket_level_access" }, false),
    );
    to.set(Key::PublicAccessBlocked, from.says("public_access_prevention", &["enforced"], false));
    to.set(Key::PublicRead, from.without("google_storage_bucket_iam_member", false));
    to.set(Key::RetentionPolicy, from.block("retention_policy"));
    to.set(Key::ObjectLock, locked(from));
    let soft_delete = from.int("soft_delete_policy.retention_duration_seconds", 604_800);
    to.set(
        Key::SoftDelete,
        soft_delete.map(|d| Datum::Bool(matches!(d, Datum::Int(seconds) if seconds > 0))),
    );
    to.set(Key::Lifecycle, from.block("lifecycle_rule"));
    if from.in_code() {
        to.set(Key::ForceDestroy, from.bool("force_destroy", false));
    }
    to.set(Key::GeoRedundant, multi_region(from));
    if from.has("logging.log_bucket") {
        to.set(Key::LogsToItself, itself(from));
    }
}

/// A retention policy that can no longer be shortened, or retention of single objects.
fn locked(from: &Reader<'_>) -> Setting {
    let locked = from.bool("retention_policy.is_locked", false);
    if locked.truth() == Truth::True || !from.has("enable_object_retention") {
        locked
    } else {
        from.bool("enable_object_retention", false)
    }
}

/// Multi-regions have no hyphen and no digit; dual-regions are named or custom.
fn multi_region(from: &Reader<'_>) -> Setting {
    if from.has("custom_placement_config") {
        return from.block("custom_placement_config");
    }
    from.text("location", Datum::Absent).map(|d| match d {
        Datum::Text(place) => Datum::Bool(
            ["us", "eu", "asia", "nam4", "eur4", "eur5", "eur7", "eur8", "asia1"]
                .contains(&&*place.to_ascii_lowercase()),
        ),
        _ => Datum::Bool(false),
    })
}

/// Whether the bucket names itself as the destination of its own logs.
fn itself(from: &Reader<'_>) -> Setting {
    let own = from.native();
    let log = from.node("logging.log_bucket");
    let by_reference = log.is_some_and(|n| n.references().iter().any(|r| r.address == own.address));
    if by_reference {
        return Setting::concluded(Truth::True, from.place());
    }
    let name = from.node("name").map(|n| &n.value);
    match (name, log.map(|n| &n.value)) {
        (Some(Value::String(name)), Some(Value::String(log))) => {
            from.text("logging.log_bucket", Datum::Absent).map(|_| Datum::Bool(name == log))
        }
        // a reference to another resource is another bucket
        (_, Some(_)) if log.is_some_and(|n| !n.references().is_empty()) => {
            Setting::concluded(Truth::False, from.place())
        }
        _ => from.presence("logging.log_bucket").map(|_| Datum::Bool(false)),
    }
}

/// Members of a binding, under either argument.
fn members(from: &Reader<'_>) -> Setting {
    from.mentions(if from.has("member") { "member" } else { "members" }, PUBLIC_MEMBERS, false)
}

fn binding(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, members(from));
}

/// A grant to strangers is never hidden by a narrower one beside it.
fn widen(to: &mut Resource, public: Setting) {
    let now = to.get(Key::PublicRead).map_or(Truth::False, Setting::truth);
    if now != Truth::True && public.truth() != Truth::False {
        to.set(Key::PublicRead, public);
    }
}

fn grant(from: &Reader<'_>, to: &mut Resource) {
    widen(to, members(from));
}

/// Public members in a policy document as a whole.
fn policy_members(from: &Reader<'_>) -> Setting {
    match from.document("policy_data") {
        Document::Absent => Setting::Default(Datum::Bool(false)),
        Document::Known(document) => Setting::concluded(names_public(&document), from.place()),
        Document::Unknown(why, at) => Setting::Unknown { why, at },
    }
}

fn names_public(document: &crate::native::Node) -> Truth {
    match &document.value {
        Value::String(text) => PUBLIC_MEMBERS.contains(&&**text).into(),
        Value::Unknown(unknown) => Truth::Unknown(std::sync::Arc::new(unknown.why.clone())),
        Value::List(items) | Value::Set(items) => Truth::any(items.iter(), names_public),
        Value::Object(object) => Truth::any(object.values(), names_public),
        _ => Truth::False,
    }
}

fn policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, policy_members(from));
}

fn grant_policy(from: &Reader<'_>, to: &mut Resource) {
    widen(to, policy_members(from));
}

/// Predefined lists that let strangers in, as Terraform and the API spell them.
const PUBLIC_LISTS: &[&str] = &[
    "publicRead",
    "publicReadWrite",
    "authenticatedRead",
    "publicread",
    "publicreadwrite",
    "authenticatedread",
];

fn acl(from: &Reader<'_>, to: &mut Resource) {
    if from.has("predefined_acl") {
        widen(to, from.says("predefined_acl", PUBLIC_LISTS, false));
    }
    let entries = from.list("role_entity", Datum::Absent);
    if let Some(Datum::List(items)) = entries.datum() {
        let public = Truth::any(items.iter(), |i| {
            i.test(|s| s.split_once(':').is_some_and(|(_, entity)| PUBLIC_MEMBERS.contains(&entity)))
        });
        widen(to, Setting::concluded(public, entries.at()));
    } else if matches!(entries, Setting::Unknown { .. }) {
        widen(to, entries);
    }
}

fn entity(from: &Reader<'_>, to: &mut Resource) {
    widen(to, from.says("entity", PUBLIC_MEMBERS, false));
}

fn object(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    let supplied = "customer_encryption.encryption_key";
    to.set(Key::CustomerKey, from.presence(if from.has(supplied) { supplied } else { "kms_key_name" }));
    to.set(Key::PublicRead, from.says("predefined_acl", PUBLIC_LISTS, false));
}

fn notification(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Notifications, Setting::concluded(Truth::True, from.place()));
}

/// A long-lived key for the S3-compatible interface.
fn interoperability_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InteroperabilityKey, from.says("state", &["ACTIVE"], true));
}
