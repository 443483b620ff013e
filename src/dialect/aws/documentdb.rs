//! DocumentDB, Neptune and the other engines that share the shape of an Aurora cluster.

use crate::dialect::combine::{named_values, refers_to};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_docdb_cluster", Kind::Database, document_cluster),
    Type::resource("aws_docdb_cluster_instance", Kind::Database, document_instance),
    Type::resource("aws_docdb_global_cluster", Kind::Database, global_cluster),
    Type::resource("aws_docdb_cluster_snapshot", Kind::Snapshot, document_snapshot),
    Type::resource("aws_docdb_cluster_parameter_group", Kind::DatabaseParameters, parameters),
    Type::resource("aws_neptune_cluster", Kind::Database, graph_cluster),
    Type::resource("aws_neptune_cluster_instance", Kind::Database, graph_instance),
    Type::resource("aws_neptune_global_cluster", Kind::Database, global_cluster),
    Type::resource("aws_neptune_cluster_snapshot", Kind::Snapshot, graph_snapshot),
    Type::resource("aws_neptune_cluster_parameter_group", Kind::DatabaseParameters, parameters),
];

fn storage(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", false));
    to.set(Key::BackupRetentionDays, from.int("backup_retention_period", 1));
    to.set(Key::DeletionProtection, from.bool("deletion_protection", false));
    to.set(Key::Version, from.text("engine_version", Datum::Absent));
    if from.in_code() {
        to.set(Key::FinalSnapshotSkipped, from.bool("skip_final_snapshot", false));
    }
}

fn document_cluster(from: &Reader<'_>, to: &mut Resource) {
    storage(from, to);
    to.set(Key::Engine, from.text("engine", "docdb"));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::LogTypes, from.list("enabled_cloudwatch_logs_exports", Datum::List([].into())));
    to.set(Key::ParameterGroup, refers_to(from, "db_cluster_parameter_group_name"));
}

fn document_instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine", "docdb"));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", true));
    to.set(Key::CertificateSource, from.text("ca_cert_identifier", Datum::Absent));
    to.set(Key::PerformanceInsights, from.bool("enable_performance_insights", false));
    to.set(Key::InsightsKey, from.presence("performance_insights_kms_key_id"));
}

fn global_cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine", Datum::Absent));
    to.set(Key::SourceResource, refers_to(from, "source_db_cluster_identifier"));
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", false));
    to.set(Key::DeletionProtection, from.bool("deletion_protection", false));
}

fn document_snapshot(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SourceResource, refers_to(from, "db_cluster_identifier"));
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", Datum::Absent));
}

fn graph_cluster(from: &Reader<'_>, to: &mut Resource) {
    storage(from, to);
    to.set(Key::Engine, from.text("engine", "neptune"));
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::LogTypes, from.list("enable_cloudwatch_logs_exports", Datum::List([].into())));
    to.set(Key::CopyTags, from.bool("copy_tags_to_snapshot", false));
    to.set(Key::IdentityAuthentication, from.bool("iam_database_authentication_enabled", false));
    to.set(Key::ParameterGroup, refers_to(from, "neptune_cluster_parameter_group_name"));
}

fn graph_instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine", "neptune"));
    to.set(Key::PublicAccess, from.bool("publicly_accessible", false));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", true));
}

fn graph_snapshot(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SourceResource, refers_to(from, "db_cluster_identifier"));
    // read-only in the provider, yet written in older code
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", Datum::Absent));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

fn parameters(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("family", Datum::Absent));
    to.set(Key::Parameters, named_values(from, "parameter", "name", "value"));
}
