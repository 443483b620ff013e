//! CloudTrail: trails and event data stores.

use crate::dialect::combine::refers_to;
use crate::dialect::{Reader, Type};
use crate::resource::{Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_cloudtrail", Kind::AuditTrail, trail),
    Type::resource("aws_cloudtrail_event_data_store", Kind::AuditTrail, event_data_store),
];

fn trail(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::LogValidation, from.bool("enable_log_file_validation", false));
    to.set(Key::LoggingEnabled, from.bool("enable_logging", true));
    to.set(Key::AllRegions, from.bool("is_multi_region_trail", false));
    to.set(Key::GlobalEvents, from.bool("include_global_service_events", true));
    to.set(Key::Notifications, from.presence("sns_topic_name"));
    to.set(Key::LogMonitoring, from.presence("cloud_watch_logs_group_arn"));
    to.set(Key::LogStoreLink, refers_to(from, "cloud_watch_logs_group_arn"));
    to.set(Key::LogDestination, refers_to(from, "s3_bucket_name"));
    to.set(Key::DataEvents, data_events(from));
}

/// Whether reads or writes of objects are recorded, by either form of selector.
fn data_events(from: &Reader<'_>) -> Setting {
    if from.has("advanced_event_selector") {
        return from.any_block("advanced_event_selector", |selector| {
            selector
                .any_block("field_selector", |field| {
                    let types = ["AWS::S3::Object"];
                    field
                        .says("field", &["resources.type"], false)
                        .truth()
                        .and(|| field.mentions("equals", &types, false).truth())
                })
                .truth()
        });
    }
    from.any_block("event_selector", |selector| {
        selector
            .any_block("data_resource", |data| data.says("type", &["AWS::S3::Object"], false).truth())
            .truth()
    })
}

fn event_data_store(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::AllRegions, from.bool("multi_region_enabled", true));
    to.set(Key::LogRetentionDays, from.int("retention_period", 2555));
    to.set(Key::DeletionProtection, from.bool("termination_protection_enabled", true));
    to.set(Key::LoggingEnabled, from.says("suspend", &["false"], true));
}
