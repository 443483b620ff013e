//! Redshift: clusters, parameter groups, serverless namespaces and snapshot copies.

use crate::dialect::combine::{named_values, refers_to};
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_redshift_cluster", Kind::Warehouse, cluster),
    Type::companion("aws_redshift_logging", LOGGING),
    Type::companion("aws_redshift_snapshot_copy", COPY),
    Type::resource("aws_redshift_parameter_group", Kind::DatabaseParameters, parameters),
    Type::resource("aws_redshift_snapshot_copy_grant", Kind::Snapshot, copy_grant),
    Type::resource("aws_redshiftserverless_namespace", Kind::Warehouse, namespace),
    Type::resource("aws_redshiftserverless_workgroup", Kind::Warehouse, workgroup),
];

const CLUSTER: &[&str] = &["aws_redshift_cluster"];

static LOGGING: &[Link] =
    &[Link { by: &["cluster_identifier"], to: CLUSTER, named: &["cluster_identifier"], apply: logging }];

static COPY: &[Link] =
    &[Link { by: &["cluster_identifier"], to: CLUSTER, named: &["cluster_identifier"], apply: copied }];

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("encrypted", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    // public until version 6 of the provider
    to.set(Key::PublicAccess, from.bool("publicly_accessible", true));
    to.set(Key::AuditLogging, from.bool("logging.enable", false));
    to.set(Key::MinorUpgrades, from.bool("allow_version_upgrade", true));
    to.set(Key::BackupRetentionDays, from.int("automated_snapshot_retention_period", 1));
    to.set(Key::EnhancedRouting, from.bool("enhanced_vpc_routing", false));
    to.set(Key::NetworkAttached, from.presence("cluster_subnet_group_name"));
    to.set(Key::DatabaseName, from.text("database_name", Datum::Absent));
    to.set(Key::AdministratorName, from.text("master_username", Datum::Absent));
    to.set(Key::MultiZone, from.bool("multi_az", false));
    to.set(Key::ParameterGroup, refers_to(from, "cluster_parameter_group_name"));
    to.set(Key::CrossRegionCopy, from.block("snapshot_copy"));
    if from.in_code() {
        to.set(Key::FinalSnapshotSkipped, from.bool("skip_final_snapshot", false));
    }
}

fn logging(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::AuditLogging,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
}

fn copied(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::CrossRegionCopy,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
}

fn parameters(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("family", Datum::Absent));
    to.set(Key::Parameters, named_values(from, "parameter", "name", "value"));
}

fn copy_grant(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

fn namespace(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::LogTypes, from.list("log_exports", Datum::List([].into())));
}

fn workgroup(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("publicly_accessible", false));
    to.set(Key::EnhancedRouting, from.bool("enhanced_vpc_routing", false));
}
