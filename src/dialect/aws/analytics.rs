//! Glue, Athena, EMR, managed Airflow and the services that read text.

use crate::dialect::combine::{both, collected, refers_to, switched, text_is};
use crate::dialect::{Reader, Type};
use crate::native::{Node, Value};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_athena_database", Kind::AnalyticsWorkspace, athena_database),
    Type::resource("aws_athena_workgroup", Kind::AnalyticsWorkspace, athena_workgroup),
    Type::resource("aws_emr_cluster", Kind::AnalyticsWorkspace, emr_cluster),
    Type::resource("aws_emr_security_configuration", Kind::AnalyticsWorkspace, emr_security),
    Type::resource("aws_emr_block_public_access_configuration", Kind::AccountSetting, emr_public_block),
    Type::resource("aws_glue_data_catalog_encryption_settings", Kind::AccountSetting, glue_catalog),
    Type::resource("aws_glue_security_configuration", Kind::Pipeline, glue_security),
    Type::resource("aws_glue_crawler", Kind::Pipeline, glue_component),
    Type::resource("aws_glue_dev_endpoint", Kind::Pipeline, glue_component),
    Type::resource("aws_glue_job", Kind::Pipeline, glue_component),
    Type::resource("aws_mwaa_environment", Kind::Pipeline, airflow),
    Type::resource("aws_comprehend_entity_recognizer", Kind::AnalyticsWorkspace, recognizer),
    Type::resource("aws_comprehend_document_classifier", Kind::AnalyticsWorkspace, recognizer),
];

fn athena_database(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, switched(from.presence("encryption_configuration.encryption_option")));
}

fn athena_workgroup(from: &Reader<'_>, to: &mut Resource) {
    let option = "configuration.result_configuration.encryption_configuration.encryption_option";
    to.set(Key::EncryptedAtRest, switched(from.presence(option)));
    to.set(Key::ConfigurationEnforced, from.bool("configuration.enforce_workgroup_configuration", true));
}

fn emr_cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SecurityConfiguration, refers_to(from, "security_configuration"));
    to.set(Key::Kerberos, from.block("kerberos_attributes"));
    to.set(Key::KerberosRealm, from.presence("kerberos_attributes.realm"));
    to.set(Key::NetworkAttached, from.presence("ec2_attributes.subnet_id"));
    to.set(Key::LogDestination, from.presence("log_uri"));
    to.set(Key::DeletionProtection, from.bool("termination_protection", false));
}

/// A value inside the JSON text of a security configuration; unknown where the text is.
fn within(from: &Reader<'_>, path: &[&str]) -> Setting {
    let Some(node) = from.node("configuration") else { return from.presence("configuration") };
    let at = crate::resource::At { origin: node.origin, site: node.site };
    let text = match &node.value {
        Value::String(text) => text.clone(),
        Value::Unknown(u) => {
            if let crate::native::Shape::Json(structure) = &u.shape {
                return inside_node(structure, path, at);
            }
            return Setting::Unknown { why: std::sync::Arc::new(u.why.clone()), at };
        }
        _ => return Setting::Default(Datum::Absent),
    };
    let parsed: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let found = parsed.as_ref().and_then(|json| path.iter().try_fold(json, |v, part| v.get(part)));
    let datum = match found {
        None | Some(serde_json::Value::Null) => Datum::Absent,
        Some(serde_json::Value::Bool(b)) => Datum::Bool(*b),
        Some(serde_json::Value::String(s)) => Datum::from(s.as_str()),
        Some(_) => Datum::Bool(true),
    };
    Setting::Known { datum, at, sensitive: false }
}

/// The same inside a structure of which some parts are unknown.
fn inside_node(node: &Node, path: &[&str], at: crate::resource::At) -> Setting {
    let mut node = node;
    for part in path {
        if let Value::Unknown(u) = &node.value {
            return Setting::Unknown { why: std::sync::Arc::new(u.why.clone()), at };
        }
        match node.as_object().and_then(|o| o.get(*part)) {
            Some(inner) => node = inner,
            None => return Setting::Known { datum: Datum::Absent, at, sensitive: false },
        }
    }
    let datum = match &node.value {
        Value::Null => Datum::Absent,
        Value::Bool(b) => Datum::Bool(*b),
        Value::String(s) => Datum::Text(s.clone()),
        Value::Unknown(u) => return Setting::Unknown { why: std::sync::Arc::new(u.why.clone()), at },
        _ => Datum::Bool(true),
    };
    Setting::Known { datum, at, sensitive: false }
}

fn emr_security(from: &Reader<'_>, to: &mut Resource) {
    const ENCRYPTION: &str = "EncryptionConfiguration";
    const AT_REST: &str = "AtRestEncryptionConfiguration";
    const DISK: &str = "LocalDiskEncryptionConfiguration";
    let at_rest = || within(from, &[ENCRYPTION, "EnableAtRestEncryption"]);
    to.set(Key::EncryptedInTransit, switched(within(from, &[ENCRYPTION, "EnableInTransitEncryption"])));
    to.set(Key::LocalDiskEncryption, switched(both([at_rest(), within(from, &[ENCRYPTION, AT_REST, DISK])])));
    to.set(
        Key::VolumeEncryption,
        switched(both([at_rest(), within(from, &[ENCRYPTION, AT_REST, DISK, "EnableEbsEncryption"])])),
    );
    to.set(
        Key::EncryptionAlgorithm,
        within(from, &[ENCRYPTION, AT_REST, "S3EncryptionConfiguration", "EncryptionMode"]),
    );
}

fn emr_public_block(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccessBlocked, from.bool("block_public_security_group_rules", Datum::Absent));
}

fn glue_catalog(from: &Reader<'_>, to: &mut Resource) {
    let settings = "data_catalog_encryption_settings";
    to.set(
        Key::EncryptedAtRest,
        switched(both([
            text_is(
                from,
                &format!("{settings}.encryption_at_rest.catalog_encryption_mode"),
                "DISABLED",
                &["SSE-KMS"],
            ),
            from.presence(&format!("{settings}.encryption_at_rest.sse_aws_kms_key_id")),
        ])),
    );
    let passwords = format!("{settings}.connection_password_encryption");
    to.set(
        Key::ConnectionPasswordEncryption,
        switched(both([
            from.bool(&format!("{passwords}.return_connection_password_encrypted"), false),
            from.presence(&format!("{passwords}.aws_kms_key_id")),
        ])),
    );
}

fn glue_security(from: &Reader<'_>, to: &mut Resource) {
    let encryption = "encryption_configuration";
    let with_key = |part: &str, mode: &str, wanted: &str| {
        switched(both([
            text_is(from, &format!("{encryption}.{part}.{mode}"), "DISABLED", &[wanted]),
            from.presence(&format!("{encryption}.{part}.kms_key_arn")),
        ]))
    };
    to.set(Key::LogEncryption, with_key("cloudwatch_encryption", "cloudwatch_encryption_mode", "SSE-KMS"));
    to.set(
        Key::BookmarkEncryption,
        with_key("job_bookmarks_encryption", "job_bookmarks_encryption_mode", "CSE-KMS"),
    );
    to.set(
        Key::EncryptedAtRest,
        from.text(&format!("{encryption}.s3_encryption.s3_encryption_mode"), Datum::Absent)
            .map(|d| Datum::Bool(matches!(&d, Datum::Text(mode) if &**mode != "DISABLED"))),
    );
}

fn glue_component(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SecurityConfiguration, refers_to(from, "security_configuration"));
}

fn airflow(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::PublicAccess, text_is(from, "webserver_access_mode", "PRIVATE_ONLY", &["PUBLIC_ONLY"]));
    for (part, key) in [
        ("scheduler_logs", Key::SchedulerLogging),
        ("worker_logs", Key::WorkerLogging),
        ("webserver_logs", Key::WebserverLogging),
    ] {
        to.set(key, from.bool(&format!("logging_configuration.{part}.enabled"), false));
    }
    to.set(Key::Version, from.text("airflow_version", Datum::Absent));
}

fn recognizer(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ModelKey, from.presence("model_kms_key_id"));
    to.set(Key::VolumeKey, from.presence("volume_kms_key_id"));
    to.set(
        Key::SecurityGroups,
        collected(from, "vpc_config", |block| block.text("security_group_ids.0", Datum::Absent)),
    );
}
