//! Cloud Logging and Cloud Monitoring: sinks, buckets, audit configuration, metrics and alerts; Security Command
//! Center and the contacts of an organization.

use crate::dialect::combine::{refers_to, switched};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_logging_project_sink", Kind::LogExport, sink),
    Type::resource("google_logging_folder_sink", Kind::LogExport, branch_sink),
    Type::resource("google_logging_organization_sink", Kind::LogExport, branch_sink),
    Type::resource("google_logging_billing_account_sink", Kind::LogExport, sink),
    Type::resource("google_logging_project_bucket_config", Kind::LogStore, bucket),
    Type::resource("google_logging_folder_bucket_config", Kind::LogStore, bucket),
    Type::resource("google_logging_organization_bucket_config", Kind::LogStore, bucket),
    Type::resource("google_logging_billing_account_bucket_config", Kind::LogStore, bucket),
    Type::resource("google_logging_project_exclusion", Kind::LogExport, exclusion),
    Type::resource("google_logging_folder_exclusion", Kind::LogExport, exclusion),
    Type::resource("google_logging_organization_exclusion", Kind::LogExport, exclusion),
    Type::resource("google_logging_metric", Kind::MetricFilter, metric),
    Type::resource("google_monitoring_alert_policy", Kind::Alarm, alert_policy),
    Type::resource("google_monitoring_notification_channel", Kind::Alarm, notification_channel),
    Type::resource("google_monitoring_uptime_check_config", Kind::Alarm, uptime_check),
    Type::resource("google_folder_iam_audit_config", Kind::AuditTrail, audit_config),
    Type::resource("google_organization_iam_audit_config", Kind::AuditTrail, audit_config),
    Type::resource("google_scc_notification_config", Kind::Alarm, findings_notification),
    Type::resource("google_scc_v2_organization_notification_config", Kind::Alarm, findings_notification),
    Type::resource("google_scc_source", Kind::ThreatDetector, findings_source),
    Type::resource("google_essential_contacts_contact", Kind::Alarm, contact),
    Type::resource("google_cloud_asset_project_feed", Kind::ConfigurationRecorder, asset_feed),
    Type::resource("google_cloud_asset_folder_feed", Kind::ConfigurationRecorder, asset_feed),
    Type::resource("google_cloud_asset_organization_feed", Kind::ConfigurationRecorder, asset_feed),
];

fn sink(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogDestination, refers_to(from, "destination"));
    to.set(Key::LogFilter, from.text("filter", Datum::Absent));
    to.set(Key::LoggingEnabled, from.bool("disabled", false).map(|d| Datum::Bool(d != Datum::Bool(true))));
    if from.native().native_type.contains("project") {
        to.set(Key::WriterIdentity, from.bool("unique_writer_identity", true));
    }
}

fn branch_sink(from: &Reader<'_>, to: &mut Resource) {
    sink(from, to);
    to.set(Key::IncludesChildren, from.bool("include_children", false));
}

fn bucket(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogRetentionDays, from.int("retention_days", 30));
    to.set(Key::CustomerKey, from.presence("cmek_settings.kms_key_name"));
    if from.native().native_type.contains("project") {
        to.set(Key::LockedRetention, from.bool("locked", false));
    }
}

fn exclusion(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogFilter, from.text("filter", Datum::Absent));
    to.set(Key::LoggingEnabled, from.bool("disabled", false).map(|d| Datum::Bool(d == Datum::Bool(true))));
}

fn metric(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ProjectId, refers_to(from, "project"));
    to.set(Key::FilterPattern, from.text("filter", Datum::Absent));
    to.set(Key::AlarmMetric, from.text("name", Datum::Absent));
}

fn alert_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
    to.set(Key::AlarmActions, from.presence("notification_channels"));
    let path = ["condition_threshold", "condition_matched_log", "condition_absent"]
        .iter()
        .map(|condition| format!("conditions.{condition}.filter"))
        .find(|path| from.has(path))
        .unwrap_or_else(|| "conditions.condition_threshold.filter".to_owned());
    to.set(Key::AlarmMetric, from.text(&path, Datum::Absent));
    to.set(Key::SourceResource, refers_to(from, &path));
}

fn notification_channel(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
}

fn uptime_check(from: &Reader<'_>, to: &mut Resource) {
    if from.has("http_check") {
        to.set(Key::EncryptedInTransit, from.bool("http_check.use_ssl", false));
    }
}

/// Which service is audited, what of it, and who is left out.
pub(super) fn audit_config(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditedService, from.text("service", Datum::Absent));
    to.set(
        Key::LogCategories,
        crate::dialect::combine::collected(from, "audit_log_config", |log| {
            log.text("log_type", Datum::Absent)
        }),
    );
    to.set(
        Key::AuditExemptions,
        from.any_block("audit_log_config", |log| switched(log.presence("exempted_members")).truth()),
    );
}

fn findings_notification(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlertRecipients, from.presence("pubsub_topic"));
}

fn findings_source(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, Setting::default(true));
}

fn contact(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlertRecipients, from.presence("email"));
    to.set(Key::ContactCategories, from.list("notification_category_subscriptions", Datum::List([].into())));
}

fn asset_feed(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RecorderRunning, Setting::default(true));
}
