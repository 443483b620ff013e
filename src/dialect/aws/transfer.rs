//! Services that move data: Database Migration Service, DataSync, AppFlow and contact centre storage.

use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_dms_replication_instance", Kind::Pipeline, replication_instance),
    Type::resource("aws_dms_endpoint", Kind::Pipeline, endpoint),
    Type::resource("aws_dms_s3_endpoint", Kind::Pipeline, object_endpoint),
    Type::resource("aws_datasync_task", Kind::Pipeline, transfer_task),
    Type::resource("aws_appflow_flow", Kind::Pipeline, flow),
    Type::resource("aws_appflow_connector_profile", Kind::Pipeline, flow),
];

/// Engines that a source cannot reach over TLS by this setting.
const SOURCES_WITHOUT_TLS: &[&str] = &["s3", "azuredb"];

/// Engines that a target reaches over the service's own TLS.
const TARGETS_WITHOUT_TLS: &[&str] =
    &["dynamodb", "kinesis", "neptune", "redshift", "s3", "elasticsearch", "kafka"];

fn replication_instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::PublicAccess, from.bool("publicly_accessible", false));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", false));
    to.set(Key::MultiZone, from.bool("multi_az", false));
    to.set(Key::Version, from.text("engine_version", Datum::Absent));
}

fn endpoint(from: &Reader<'_>, to: &mut Resource) {
    let text = |name: &str| from.node(name).and_then(Node::as_text);
    let engine = text("engine_name");
    let engine = engine.as_deref().unwrap_or_default();
    to.set(Key::Engine, from.text("engine_name", Datum::Absent));
    to.set(
        Key::CustomerKey,
        if engine == "s3" {
            from.presence("s3_settings.server_side_encryption_kms_key_id")
        } else {
            from.presence("kms_key_arn")
        },
    );
    let always = match text("endpoint_type").as_deref() {
        Some("source") => SOURCES_WITHOUT_TLS.contains(&engine),
        Some("target") => TARGETS_WITHOUT_TLS.contains(&engine),
        _ => false,
    };
    if always {
        // the service reaches these engines over its own TLS
        to.set(Key::EncryptedInTransit, Setting::default(true));
    } else {
        to.set(
            Key::EncryptedInTransit,
            from.text("ssl_mode", "none")
                .map(|d| Datum::Bool(!matches!(&d, Datum::Text(s) if &**s == "none"))),
        );
    }
}

fn object_endpoint(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("s3"));
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
}

fn transfer_task(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogDestination, from.presence("cloudwatch_log_group_arn"));
}

fn flow(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_arn"));
}
