//! Relational Database Service, Aurora included: instances, clusters, snapshots and parameter groups.

use crate::dialect::combine::{named_values, refers_to};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_db_instance", Kind::Database, instance),
    Type::resource("aws_rds_cluster", Kind::Database, cluster),
    Type::resource("aws_rds_cluster_instance", Kind::Database, cluster_instance),
    Type::resource("aws_rds_global_cluster", Kind::Database, global_cluster),
    Type::resource("aws_rds_cluster_activity_stream", Kind::LogExport, activity_stream),
    Type::resource("aws_db_snapshot", Kind::Snapshot, snapshot),
    Type::resource("aws_db_snapshot_copy", Kind::Snapshot, snapshot_copy),
    Type::resource("aws_db_cluster_snapshot", Kind::Snapshot, cluster_snapshot),
    Type::resource("aws_db_instance_automated_backups_replication", Kind::Snapshot, backup_replication),
    Type::resource("aws_db_parameter_group", Kind::DatabaseParameters, parameters),
    Type::resource("aws_rds_cluster_parameter_group", Kind::DatabaseParameters, parameters),
    Type::resource("aws_db_security_group", Kind::Firewall, classic_group),
    Type::resource("aws_db_proxy", Kind::Endpoint, proxy),
    Type::resource("aws_db_event_subscription", Kind::Alarm, event_subscription),
];

fn engine(from: &Reader<'_>, to: &mut Resource, default: impl Into<Datum>) {
    to.set(Key::Engine, from.text("engine", default));
    to.set(Key::Version, from.text("engine_version", Datum::Absent));
}

fn insights(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InstanceClass, from.text("instance_class", Datum::Absent));
    to.set(Key::PublicAccess, from.bool("publicly_accessible", false));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", true));
    to.set(Key::MonitoringIntervalSeconds, from.int("monitoring_interval", 0));
    to.set(Key::PerformanceInsights, from.bool("performance_insights_enabled", false));
    to.set(Key::InsightsKey, from.presence("performance_insights_kms_key_id"));
}

fn instance(from: &Reader<'_>, to: &mut Resource) {
    engine(from, to, Datum::Absent);
    insights(from, to);
    to.set(Key::InBackupPlan, from.without("aws_backup_selection", false));
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::BackupRetentionDays, from.int("backup_retention_period", 0));
    to.set(Key::CopyTags, from.bool("copy_tags_to_snapshot", false));
    to.set(Key::MultiZone, from.bool("multi_az", false));
    to.set(Key::DeletionProtection, from.bool("deletion_protection", false));
    to.set(Key::IdentityAuthentication, from.bool("iam_database_authentication_enabled", false));
    to.set(Key::LogTypes, from.list("enabled_cloudwatch_logs_exports", Datum::List([].into())));
    to.set(Key::CertificateSource, from.text("ca_cert_identifier", Datum::Absent));
    to.set(Key::ParameterGroup, refers_to(from, "parameter_group_name"));
    to.set(Key::ReplicaOf, refers_to(from, "replicate_source_db"));
    to.set(Key::NetworkAttached, from.presence("db_subnet_group_name"));
    to.set(Key::AdministratorName, from.text("username", Datum::Absent));
    if from.in_code() {
        to.set(Key::FinalSnapshotSkipped, from.bool("skip_final_snapshot", false));
    }
}

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    engine(from, to, "aurora");
    to.set(Key::EngineMode, from.text("engine_mode", "provisioned"));
    to.set(Key::InBackupPlan, from.without("aws_backup_selection", false));
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::BackupRetentionDays, from.int("backup_retention_period", 1));
    to.set(Key::BacktrackSeconds, from.int("backtrack_window", 0));
    to.set(Key::CopyTags, from.bool("copy_tags_to_snapshot", false));
    to.set(Key::DeletionProtection, from.bool("deletion_protection", false));
    to.set(Key::IdentityAuthentication, from.bool("iam_database_authentication_enabled", false));
    to.set(Key::LogTypes, from.list("enabled_cloudwatch_logs_exports", Datum::List([].into())));
    to.set(Key::ParameterGroup, refers_to(from, "db_cluster_parameter_group_name"));
    to.set(Key::ReplicaOf, refers_to(from, "replication_source_identifier"));
    to.set(Key::NetworkAttached, from.presence("db_subnet_group_name"));
    to.set(Key::AdministratorName, from.text("master_username", Datum::Absent));
    if from.in_code() {
        to.set(Key::FinalSnapshotSkipped, from.bool("skip_final_snapshot", false));
    }
}

fn cluster_instance(from: &Reader<'_>, to: &mut Resource) {
    engine(from, to, "aurora");
    insights(from, to);
}

fn global_cluster(from: &Reader<'_>, to: &mut Resource) {
    engine(from, to, Datum::Absent);
    to.set(Key::SourceResource, refers_to(from, "source_db_cluster_identifier"));
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", false));
    to.set(Key::DeletionProtection, from.bool("deletion_protection", false));
}

fn activity_stream(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

fn snapshot(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SharedAccounts, from.list("shared_accounts", Datum::List([].into())));
    to.set(Key::SourceResource, refers_to(from, "db_instance_identifier"));
    // no argument of code: there it is the instance's
    if !from.in_code() {
        to.set(Key::EncryptedAtRest, from.bool("encrypted", Datum::Absent));
    }
}

fn snapshot_copy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

fn cluster_snapshot(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SharedAccounts, from.list("shared_accounts", Datum::List([].into())));
    to.set(Key::SourceResource, refers_to(from, "db_cluster_identifier"));
    // read-only in the provider, yet written in older code
    to.set(Key::EncryptedAtRest, from.bool("storage_encrypted", Datum::Absent));
}

fn backup_replication(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::BackupRetentionDays, from.int("retention_period", 7));
    to.set(Key::SourceResource, refers_to(from, "source_db_instance_arn"));
}

fn parameters(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("family", Datum::Absent));
    to.set(Key::Parameters, named_values(from, "parameter", "name", "value"));
}

fn classic_group(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ClassicNetwork, Setting::default(true));
}

fn proxy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedInTransit, from.bool("require_tls", false));
}

fn event_subscription(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlertRecipients, from.presence("sns_topic"));
}
