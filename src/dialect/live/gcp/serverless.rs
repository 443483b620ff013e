//! Cloud Functions, Cloud Run, App Engine and Artifact Registry.
//!
//! Source: the REST API references of the services.

use std::sync::Arc;

use super::take::{PRESENT, with};
use super::{NAME, key};
use crate::dialect::live::field::put;
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "cloudfunctions.googleapis.com/CloudFunction",
        "google_cloudfunctions_function",
        &[
            NAME,
            Field::same("ingress_settings", "ingressSettings"),
            Field::of("trigger_http", "httpsTrigger", PRESENT).or_unset(),
            Field::same("https_trigger_security_level", "httpsTrigger.securityLevel").or_unset(),
            Field::same("vpc_connector", "vpcConnector").or_unset(),
            key("kms_key_name", "kmsKeyName"),
            Field::same("runtime", "runtime"),
        ],
    ),
    Shape::new(
        "cloudfunctions.googleapis.com/Function",
        "google_cloudfunctions2_function",
        &[
            NAME,
            Field::same("service_config.ingress_settings", "serviceConfig.ingressSettings"),
            Field::same("service_config.vpc_connector", "serviceConfig.vpcConnector").or_unset(),
            key("kms_key_name", "kmsKeyName"),
            Field::same("build_config.runtime", "buildConfig.runtime"),
        ],
    ),
    Shape::new("run.googleapis.com/Service", "google_cloud_run_v2_service", &[]).more(service),
    Shape::new("run.googleapis.com/Job", "google_cloud_run_v2_job", &[]).more(job),
    Shape::new(
        "appengine.googleapis.com/Version",
        "google_app_engine_standard_app_version",
        &[
            NAME,
            Field::same("runtime", "runtime"),
            Field::of(
                "handlers",
                "handlers",
                Take::Blocks(&[Field::same("security_level", "securityLevel").or_unset()]),
            ),
        ],
    ),
    Shape::new(
        "artifactregistry.googleapis.com/Repository",
        "google_artifact_registry_repository",
        &[
            NAME,
            key("kms_key_name", "kmsKeyName"),
            Field::same("format", "format"),
            Field::same("docker_config.immutable_tags", "dockerConfig.immutableTags").or_unset(),
            Field::same(
                "vulnerability_scanning_config.enablement_config",
                "vulnerabilityScanningConfig.enablementConfig",
            )
            .or_unset(),
        ],
    ),
];

/// Where a key may stand, in the first API (`apiVersion`, annotations) and in the second.
const KEY_ANNOTATION: &str = "run.googleapis.com/encryption-key";

/// The inventory gives Cloud Run in the form of either API.
fn is_first(source: &Source<'_>) -> bool {
    source.at("apiVersion").is_some()
}

fn annotation(source: &Source<'_>, path: &str, name: &str) -> Option<crate::native::Node> {
    source.at(path)?.as_object()?.get(name).cloned()
}

fn name(source: &Source<'_>, body: &mut Object) {
    body.insert("name".into(), source.node(Value::String(source.resource.name.clone())));
}

fn service(source: &Source<'_>, body: &mut Object) {
    name(source, body);
    let null = || source.node(Value::Null);
    if !is_first(source) {
        if let Some(ingress) = source.at("ingress") {
            body.insert("ingress".into(), ingress.clone());
        }
        put(
            body,
            "template.encryption_key",
            source.at("template.encryptionKey").cloned().unwrap_or_else(null),
        );
        for (to, from) in [("use_default", "useDefault"), ("policy", "policy")] {
            let found = source.at(&format!("binaryAuthorization.{from}")).cloned();
            put(body, &format!("binary_authorization.{to}"), found.unwrap_or_else(null));
        }
        return;
    }
    if source.at("metadata").is_some() {
        let ingress = annotation(source, "metadata.annotations", "run.googleapis.com/ingress");
        let word = match ingress.as_ref().and_then(crate::native::Node::as_text).as_deref() {
            Some("internal") => "INGRESS_TRAFFIC_INTERNAL_ONLY",
            Some("internal-and-cloud-load-balancing") => "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
            // without the annotation everybody reaches it
            _ => "INGRESS_TRAFFIC_ALL",
        };
        let at = ingress.unwrap_or_else(null);
        body.extend(with(&at, Value::String(Arc::from(word))).map(|node| ("ingress".into(), node)));
        let binary = annotation(source, "metadata.annotations", "run.googleapis.com/binary-authorization");
        put(body, "binary_authorization.policy", binary.unwrap_or_else(null));
        put(body, "binary_authorization.use_default", null());
    }
    if source.at("spec.template").is_some() {
        let found = annotation(source, "spec.template.metadata.annotations", KEY_ANNOTATION);
        put(body, "template.encryption_key", found.unwrap_or_else(null));
    }
}

fn job(source: &Source<'_>, body: &mut Object) {
    name(source, body);
    let found = if is_first(source) {
        annotation(source, "spec.template.metadata.annotations", KEY_ANNOTATION)
    } else {
        source.at("template.template.encryptionKey").cloned()
    };
    let told = if is_first(source) { "spec.template" } else { "template" };
    if source.at(told).is_some() {
        let key = found.unwrap_or_else(|| source.node(Value::Null));
        put(body, "template.template.encryption_key", key);
    }
}
