//! Dataproc, Dataflow, Data Fusion, Composer and Vertex AI.

use crate::dialect::combine::{either, switched};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_dataproc_cluster", Kind::AnalyticsWorkspace, dataproc),
    Type::resource("google_dataflow_job", Kind::Pipeline, dataflow),
    Type::resource("google_dataflow_flex_template_job", Kind::Pipeline, dataflow),
    Type::resource("google_data_fusion_instance", Kind::Pipeline, data_fusion),
    Type::resource("google_composer_environment", Kind::Pipeline, composer),
    Type::resource("google_vertex_ai_dataset", Kind::AnalyticsWorkspace, vertex),
    Type::resource("google_vertex_ai_metadata_store", Kind::AnalyticsWorkspace, vertex),
    Type::resource("google_vertex_ai_featurestore", Kind::AnalyticsWorkspace, vertex),
    Type::resource("google_vertex_ai_tensorboard", Kind::AnalyticsWorkspace, vertex),
    Type::resource("google_vertex_ai_endpoint", Kind::AnalyticsWorkspace, vertex_endpoint),
    Type::resource("google_vertex_ai_index_endpoint", Kind::AnalyticsWorkspace, index_endpoint),
];

fn dataproc(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(
        Key::CustomerKey,
        either([
            from.presence("cluster_config.encryption_config.kms_key_name"),
            from.presence("cluster_config.encryption_config.gce_pd_kms_key_name"),
        ]),
    );
    to.set(
        Key::PublicAddress,
        from.bool("cluster_config.gce_cluster_config.internal_ip_only", false)
            .map(|d| Datum::Bool(d != Datum::Bool(true))),
    );
    to.set(Key::Kerberos, from.bool("cluster_config.security_config.kerberos_config.enable_kerberos", false));
}

fn dataflow(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_key_name"));
    to.set(
        Key::PublicAddress,
        from.text("ip_configuration", "WORKER_IP_PUBLIC")
            .map(|d| Datum::Bool(d != Datum::from("WORKER_IP_PRIVATE"))),
    );
}

fn data_fusion(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("crypto_key_config.key_reference"));
    to.set(
        Key::PublicAddress,
        from.bool("private_instance", false).map(|d| Datum::Bool(d != Datum::Bool(true))),
    );
    to.set(Key::GeneralLogging, from.bool("enable_stackdriver_logging", false));
    to.set(Key::EnhancedMonitoring, from.bool("enable_stackdriver_monitoring", false));
}

fn composer(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("config.encryption_config.kms_key_name"));
    let private = either([
        from.bool("config.enable_private_environment", false),
        from.bool("config.private_environment_config.enable_private_endpoint", false),
    ]);
    to.set(Key::PublicAddress, private.map(|d| Datum::Bool(d != Datum::Bool(true))));
    to.set(Key::BackupEnabled, from.bool("config.recovery_config.scheduled_snapshots_config.enabled", false));
}

fn vertex(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_spec.kms_key_name"));
}

fn vertex_endpoint(from: &Reader<'_>, to: &mut Resource) {
    vertex(from, to);
    to.set(
        Key::NetworkAttached,
        switched(either([
            from.presence("network"),
            from.bool("private_service_connect_config.enable_private_service_connect", false),
        ])),
    );
}

fn index_endpoint(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::PublicAccess, from.bool("public_endpoint_enabled", false));
}
