//! Cloud Logging and Cloud Monitoring: sinks, buckets, metrics, alerts; contacts of an organization.
//!
//! Source: the REST API references of the services.

use super::take::{DESTINATION, PRESENT};
use super::{NAME, key};
use crate::dialect::live::{Field, Shape, Take};
use crate::native::Value;

const SINK: &[Field] = &[
    NAME,
    Field::of("destination", "destination", DESTINATION),
    Field::same("filter", "filter").or_unset(),
    Field::same("disabled", "disabled").or_unset(),
    Field::same("include_children", "includeChildren").or_unset(),
    // an account of its own writes; older sinks share Google's
    Field::of("unique_writer_identity", "writerIdentity", PRESENT),
];

const BUCKET: &[Field] = &[
    NAME,
    Field::same("retention_days", "retentionDays"),
    key("cmek_settings.kms_key_name", "cmekSettings.kmsKeyName"),
    Field::same("locked", "locked").or_unset(),
];

const CONDITION: &[Field] = &[
    Field::of("condition_threshold", "conditionThreshold", FILTER).or_unset(),
    Field::of("condition_matched_log", "conditionMatchedLog", FILTER).or_unset(),
    Field::of("condition_absent", "conditionAbsent", FILTER).or_unset(),
];

const FILTER: Take = Take::Block(&[Field::same("filter", "filter").or_unset()]);

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("logging.googleapis.com/LogSink", "google_logging_project_sink", SINK),
    Shape::new("logging.googleapis.com/LogSink/folder", "google_logging_folder_sink", SINK),
    Shape::new("logging.googleapis.com/LogSink/organization", "google_logging_organization_sink", SINK),
    Shape::new("logging.googleapis.com/LogBucket", "google_logging_project_bucket_config", BUCKET),
    Shape::new("logging.googleapis.com/LogBucket/folder", "google_logging_folder_bucket_config", BUCKET),
    Shape::new(
        "logging.googleapis.com/LogBucket/organization",
        "google_logging_organization_bucket_config",
        BUCKET,
    ),
    Shape::new(
        "logging.googleapis.com/LogMetric",
        "google_logging_metric",
        &[NAME, Field::same("filter", "filter")],
    )
    .more(|source, body| {
        body.insert("project".into(), source.node(Value::String(source.resource.account.clone())));
    }),
    Shape::new(
        "monitoring.googleapis.com/AlertPolicy",
        "google_monitoring_alert_policy",
        &[
            NAME,
            Field::same("enabled", "enabled"),
            Field::same("notification_channels", "notificationChannels").or_unset(),
            Field::of("conditions", "conditions", Take::Blocks(CONDITION)),
        ],
    ),
    Shape::new(
        "monitoring.googleapis.com/NotificationChannel",
        "google_monitoring_notification_channel",
        &[NAME, Field::same("enabled", "enabled")],
    ),
    Shape::new(
        "monitoring.googleapis.com/UptimeCheckConfig",
        "google_monitoring_uptime_check_config",
        &[
            NAME,
            Field::of("http_check", "httpCheck", Take::Block(&[Field::same("use_ssl", "useSsl").or_unset()]))
                .or_unset(),
        ],
    ),
    Shape::new(
        "essentialcontacts.googleapis.com/Contact",
        "google_essential_contacts_contact",
        &[
            NAME,
            Field::same("email", "email"),
            Field::same("notification_category_subscriptions", "notificationCategorySubscriptions")
                .or_unset(),
        ],
    ),
];
