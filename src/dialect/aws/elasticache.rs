//! ElastiCache and MemoryDB.

use crate::dialect::combine::{both, either};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_elasticache_cluster", Kind::Cache, cluster),
    Type::resource("aws_elasticache_replication_group", Kind::Cache, replication_group),
    Type::resource("aws_elasticache_serverless_cache", Kind::Cache, serverless),
    Type::resource("aws_elasticache_security_group", Kind::Firewall, classic_group),
    Type::resource("aws_memorydb_cluster", Kind::Cache, memory_cluster),
    Type::resource("aws_memorydb_snapshot", Kind::Snapshot, memory_snapshot),
];

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine", Datum::Absent));
    to.set(Key::Version, from.text("engine_version", Datum::Absent));
    to.set(Key::BackupRetentionDays, from.int("snapshot_retention_limit", 0));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", true));
    to.set(Key::NetworkAttached, from.presence("subnet_group_name"));
    to.set(Key::ReplicaOf, from.presence("replication_group_id"));
}

fn replication_group(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine", "redis"));
    to.set(Key::Version, from.text("engine_version", Datum::Absent));
    to.set(Key::EncryptedAtRest, from.bool("at_rest_encryption_enabled", false));
    to.set(Key::EncryptedInTransit, from.bool("transit_encryption_enabled", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::AccessToken, either([from.presence("auth_token"), from.presence("user_group_ids")]));
    to.set(Key::AutomaticFailover, from.bool("automatic_failover_enabled", false));
    to.set(Key::MultiZone, from.bool("multi_az_enabled", false));
    to.set(Key::BackupRetentionDays, from.int("snapshot_retention_limit", 0));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", true));
    to.set(Key::NetworkAttached, from.presence("subnet_group_name"));
}

fn serverless(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine", Datum::Absent));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::EncryptedInTransit, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::BackupRetentionDays, from.int("snapshot_retention_limit", 0));
    to.set(Key::MultiZone, Setting::default(true));
}

fn classic_group(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ClassicNetwork, Setting::default(true));
}

fn memory_cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine", "redis"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::EncryptedInTransit, from.bool("tls_enabled", true));
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::BackupRetentionDays, from.int("snapshot_retention_limit", 0));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", true));
    to.set(Key::NetworkAttached, from.presence("subnet_group_name"));
    to.set(
        Key::AccessToken,
        both([from.presence("acl_name"), from.text("acl_name", Datum::Absent).map(|acl| not_open(&acl))]),
    );
}

/// The built-in list that admits everybody is as good as none.
fn not_open(datum: &Datum) -> Datum {
    Datum::Bool(!matches!(datum, Datum::Text(s) if &**s == "open-access"))
}

fn memory_snapshot(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
}
