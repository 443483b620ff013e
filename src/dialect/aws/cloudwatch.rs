//! CloudWatch and X-Ray: log groups, filters, alarms and what carries logs elsewhere.

use super::policy::statements;
use crate::dialect::combine::{refers_to, switched, text_is};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_cloudwatch_log_group", Kind::LogStore, log_group),
    Type::resource("aws_cloudwatch_log_metric_filter", Kind::MetricFilter, metric_filter),
    Type::resource("aws_cloudwatch_metric_alarm", Kind::Alarm, alarm),
    Type::resource("aws_cloudwatch_composite_alarm", Kind::Alarm, composite_alarm),
    Type::resource("aws_cloudwatch_log_destination_policy", Kind::LogExport, destination_policy),
    Type::resource("aws_cloudwatch_log_resource_policy", Kind::LogExport, resource_policy),
    Type::resource("aws_cloudwatch_log_subscription_filter", Kind::LogExport, subscription_filter),
    Type::resource("aws_xray_encryption_config", Kind::AccountSetting, traces),
    Type::resource("aws_prometheus_workspace", Kind::LogStore, metrics_workspace),
];

fn log_group(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    // unset keeps records for ever by nobody's decision; a written 0 says the same on purpose
    to.set(Key::LogRetentionDays, from.int("retention_in_days", Datum::Absent));
}

fn metric_filter(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FilterPattern, from.text("pattern", Datum::Absent));
    to.set(Key::LogStoreLink, refers_to(from, "log_group_name"));
    to.set(Key::AlarmMetric, from.text("metric_transformation.name", Datum::Absent));
}

fn alarm(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("actions_enabled", true));
    to.set(Key::AlarmActions, from.presence("alarm_actions"));
    let metric = if from.has("metric_name") { "metric_name" } else { "metric_query.metric.metric_name" };
    to.set(Key::AlarmMetric, from.text(metric, Datum::Absent));
    to.set(Key::SourceResource, refers_to(from, metric));
}

fn composite_alarm(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("actions_enabled", true));
    to.set(Key::AlarmActions, from.presence("alarm_actions"));
}

fn destination_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, statements(from, "access_policy"));
}

fn resource_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, statements(from, "policy_document"));
}

fn subscription_filter(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogDestination, refers_to(from, "destination_arn"));
    to.set(Key::LogStoreLink, refers_to(from, "log_group_name"));
}

fn traces(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, text_is(from, "type", "NONE", &["KMS"]));
    to.set(Key::CustomerKey, from.presence("key_id"));
}

fn metrics_workspace(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::AccessLogging, switched(from.presence("logging_configuration.log_group_arn")));
}
