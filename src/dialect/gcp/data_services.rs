//! BigQuery, Bigtable, Firestore, Memorystore, Pub/Sub and who may use them.

use crate::dialect::combine::text_is;
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_bigquery_dataset", Kind::Warehouse, dataset),
    Type::resource("google_bigquery_table", Kind::Warehouse, table),
    Type::resource("google_bigquery_table_iam_member", Kind::RoleBinding, member),
    Type::resource("google_bigquery_table_iam_binding", Kind::RoleBinding, binding),
    Type::resource("google_bigquery_dataset_iam_member", Kind::RoleBinding, member),
    Type::resource("google_bigquery_dataset_iam_binding", Kind::RoleBinding, binding),
    Type::resource("google_bigquery_dataset_access", Kind::RoleBinding, dataset_access),
    Type::resource("google_bigtable_instance", Kind::KeyValueStore, bigtable),
    Type::resource("google_bigtable_table", Kind::KeyValueStore, bigtable_table),
    Type::resource("google_firestore_database", Kind::KeyValueStore, firestore),
    Type::resource("google_redis_instance", Kind::Cache, redis),
    Type::resource("google_redis_cluster", Kind::Cache, redis_cluster),
    Type::resource("google_memcache_instance", Kind::Cache, memcache),
    Type::resource("google_pubsub_topic", Kind::Topic, topic),
    Type::resource("google_pubsub_lite_topic", Kind::Topic, lite_topic),
    Type::resource("google_pubsub_subscription", Kind::Queue, subscription),
    Type::resource("google_pubsub_topic_iam_member", Kind::RoleBinding, member),
    Type::resource("google_pubsub_topic_iam_binding", Kind::RoleBinding, binding),
    Type::resource("google_pubsub_subscription_iam_member", Kind::RoleBinding, member),
    Type::resource("google_pubsub_subscription_iam_binding", Kind::RoleBinding, binding),
    Type::resource("google_dataproc_cluster_iam_member", Kind::RoleBinding, member),
    Type::resource("google_dataproc_cluster_iam_binding", Kind::RoleBinding, binding),
    Type::resource("google_spanner_database_iam_member", Kind::RoleBinding, member),
    Type::resource("google_spanner_database_iam_binding", Kind::RoleBinding, binding),
];

/// Members that mean everybody, with or without an account.
const PUBLIC: &[&str] = &["allUsers", "allAuthenticatedUsers"];

fn public_among(setting: Setting) -> Setting {
    let Setting::Known { datum: Datum::List(items), at, sensitive } = setting else { return setting };
    match Truth::any(items.iter(), |item| item.test(|s| PUBLIC.contains(&&**s))) {
        Truth::Unknown(why) => Setting::Unknown { why, at },
        truth => Setting::Known { datum: Datum::Bool(truth == Truth::True), at, sensitive },
    }
}

fn member(from: &Reader<'_>, to: &mut Resource) {
    if from.has("member") {
        to.set(Key::PublicMembers, public_among(from.list("member", Datum::Absent)));
    }
}

fn binding(from: &Reader<'_>, to: &mut Resource) {
    if from.has("members") {
        to.set(Key::PublicMembers, public_among(from.list("members", Datum::Absent)));
    }
}

fn dataset_access(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::PublicMembers,
        match from.text("special_group", Datum::Absent) {
            unknown @ Setting::Unknown { .. } => unknown,
            _ if from.has("iam_member") => public_among(from.list("iam_member", Datum::Absent)),
            group => group.map(|d| Datum::Bool(matches!(&d, Datum::Text(s) if PUBLIC.contains(&&**s)))),
        },
    );
}

fn dataset(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("default_encryption_configuration.kms_key_name"));
    to.set(Key::PublicMembers, dataset_public(from));
}

/// Ways an access entry can name whom it is for; an entry with none of them is for nobody known.
const NAMED: &[&str] =
    &["user_by_email", "group_by_email", "domain", "view", "routine", "dataset", "iam_member"];

fn dataset_public(from: &Reader<'_>) -> Setting {
    let entries = from.blocks("access");
    let mut unknown = None;
    for entry in &entries.known {
        let setting = entry.text("special_group", Datum::Absent);
        let public = match &setting {
            Setting::Unknown { .. } => {
                unknown = Some(setting);
                continue;
            }
            other => match other.datum() {
                Some(Datum::Text(group)) => PUBLIC.contains(&&**group),
                _ => !NAMED.iter().any(|name| entry.has(name)),
            },
        };
        if public {
            return Setting::Known { datum: Datum::Bool(true), at: entry.place(), sensitive: false };
        }
    }
    if let Some((why, at)) = entries.unknown {
        return Setting::Unknown { why: std::sync::Arc::new(why.why.clone()), at };
    }
    unknown.unwrap_or(match entries.first() {
        Some(first) => Setting::Known { datum: Datum::Bool(false), at: first.place(), sensitive: false },
        None => Setting::Default(Datum::Bool(false)),
    })
}

fn table(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_configuration.kms_key_name"));
    if from.in_code() {
        to.set(Key::DeletionProtection, from.bool("deletion_protection", true));
    }
}

fn bigtable(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("cluster.kms_key_name"));
    if from.in_code() {
        to.set(Key::DeletionProtection, from.bool("deletion_protection", true));
    }
    let clusters = from.blocks("cluster");
    if clusters.unknown.is_none() {
        let at = clusters.first().map_or(from.place(), |c| c.place());
        to.set(
            Key::Replicated,
            Setting::Known { datum: Datum::Bool(clusters.known.len() > 1), at, sensitive: false },
        );
    }
}

fn bigtable_table(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::DeletionProtection, text_is(from, "deletion_protection", "UNPROTECTED", &["PROTECTED"]));
    to.set(Key::BackupEnabled, from.block("automated_backup_policy"));
}

fn firestore(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("cmek_config.kms_key_name"));
    to.set(
        Key::PointInTimeRecovery,
        text_is(
            from,
            "point_in_time_recovery_enablement",
            "POINT_IN_TIME_RECOVERY_DISABLED",
            &["POINT_IN_TIME_RECOVERY_ENABLED"],
        ),
    );
    to.set(
        Key::DeletionProtection,
        text_is(
            from,
            "delete_protection_state",
            "DELETE_PROTECTION_DISABLED",
            &["DELETE_PROTECTION_ENABLED"],
        ),
    );
}

fn redis(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("redis"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("customer_managed_key"));
    to.set(
        Key::EncryptedInTransit,
        text_is(from, "transit_encryption_mode", "DISABLED", &["SERVER_AUTHENTICATION"]),
    );
    to.set(Key::AccessToken, from.bool("auth_enabled", false));
    to.set(Key::MultiZone, text_is(from, "tier", "BASIC", &["STANDARD_HA"]));
    to.set(Key::NetworkAttached, from.presence("authorized_network"));
    to.set(Key::BackupEnabled, text_is(from, "persistence_config.persistence_mode", "DISABLED", &["RDB"]));
}

fn redis_cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("redis"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_key"));
    to.set(
        Key::EncryptedInTransit,
        text_is(
            from,
            "transit_encryption_mode",
            "TRANSIT_ENCRYPTION_MODE_DISABLED",
            &["TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"],
        ),
    );
    to.set(
        Key::AccessToken,
        text_is(from, "authorization_mode", "AUTH_MODE_DISABLED", &["AUTH_MODE_IAM_AUTH"]),
    );
    to.set(Key::DeletionProtection, from.bool("deletion_protection_enabled", true));
}

fn memcache(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("memcached"));
    to.set(Key::NetworkAttached, from.presence("authorized_network"));
}

fn topic(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_key_name"));
    to.set(
        Key::AllowedRegions,
        from.list("message_storage_policy.allowed_persistence_regions", Datum::List([].into())),
    );
}

fn lite_topic(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn subscription(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::DeadLetterQueue, from.presence("dead_letter_policy.dead_letter_topic"));
    if from.has("push_config.push_endpoint") {
        to.set(
            Key::HttpsOnly,
            from.text("push_config.push_endpoint", Datum::Absent)
                .map(|d| Datum::Bool(matches!(&d, Datum::Text(s) if s.starts_with("https://")))),
        );
    }
}
