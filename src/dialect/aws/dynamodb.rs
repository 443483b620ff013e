//! DynamoDB, its accelerator, and the other stores of keys and documents.

use crate::dialect::combine::{both, text_is};
use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_dynamodb_table", Kind::KeyValueStore, table),
    Type::resource("aws_dynamodb_global_table", Kind::KeyValueStore, global_table),
    Type::resource("aws_dynamodb_table_replica", Kind::KeyValueStore, replica).with_links(REPLICA),
    Type::companion("aws_appautoscaling_target", SCALING),
    Type::resource("aws_dax_cluster", Kind::Cache, accelerator),
    Type::resource("aws_keyspaces_table", Kind::KeyValueStore, keyspaces),
    Type::resource("aws_qldb_ledger", Kind::KeyValueStore, ledger),
    Type::resource("aws_timestreamwrite_database", Kind::KeyValueStore, time_series),
    Type::resource("aws_timestreaminfluxdb_db_instance", Kind::KeyValueStore, influx),
];

const TABLE: &[&str] = &["aws_dynamodb_table"];

static SCALING: &[Link] = &[Link { by: &["resource_id"], to: TABLE, named: &[], apply: scales }];

static REPLICA: &[Link] = &[Link { by: &["global_table_arn"], to: TABLE, named: &[], apply: replicated }];

fn table(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::CustomerKey,
        both([
            from.bool("server_side_encryption.enabled", false),
            from.presence("server_side_encryption.kms_key_arn"),
        ]),
    );
    // a table is always encrypted: with a key of the service when nothing is written
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::PointInTimeRecovery, from.bool("point_in_time_recovery.enabled", false));
    to.set(Key::DeletionProtection, from.bool("deletion_protection_enabled", false));
    to.set(Key::InBackupPlan, from.without("aws_backup_selection", false));
    to.set(
        Key::AutoScaling,
        text_is(from, "billing_mode", "PROVISIONED", &["PAY_PER_REQUEST"])
            .or(|| from.without("aws_appautoscaling_target", false)),
    );
    to.set(Key::CrossRegionCopy, from.block("replica"));
}

fn scales(from: &Reader<'_>, to: &mut Resource) {
    if from.node("service_namespace").and_then(Node::as_text).is_some_and(|s| &*s == "dynamodb") {
        to.set(
            Key::AutoScaling,
            Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
        );
    }
}

fn replicated(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::CrossRegionCopy,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
}

fn global_table(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CrossRegionCopy, from.block("replica"));
    // global tables cannot be made without streams and backups of their own tables
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn replica(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::PointInTimeRecovery, from.bool("point_in_time_recovery", false));
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn accelerator(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("server_side_encryption.enabled", false));
    to.set(Key::EncryptedInTransit, text_is(from, "cluster_endpoint_encryption_type", "NONE", &["TLS"]));
    to.set(Key::Replicas, from.int("replication_factor", Datum::Absent));
    to.set(Key::NetworkAttached, from.presence("subnet_group_name"));
}

fn keyspaces(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::CustomerKey,
        both([
            text_is(
                from,
                "encryption_specification.type",
                "AWS_OWNED_KMS_KEY",
                &["CUSTOMER_MANAGED_KMS_KEY"],
            ),
            from.presence("encryption_specification.kms_key_identifier"),
        ]),
    );
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(
        Key::PointInTimeRecovery,
        text_is(from, "point_in_time_recovery.status", "DISABLED", &["ENABLED"]),
    );
}

fn ledger(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DeletionProtection, from.bool("deletion_protection", true));
    to.set(Key::PermissionsMode, from.text("permissions_mode", Datum::Absent));
    to.set(Key::CustomerKey, from.presence("kms_key"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn time_series(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn influx(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("publicly_accessible", false));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::MultiZone, text_is(from, "deployment_type", "SINGLE_AZ", &["WITH_MULTIAZ_STANDBY"]));
}
