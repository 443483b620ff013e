//! Serverless: Cloud Functions, Cloud Run, App Engine, and who may call them.

use std::sync::Arc;

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_cloudfunctions_function", Kind::Function, function),
    Type::resource("google_cloudfunctions2_function", Kind::Function, function2),
    Type::resource("google_cloud_run_service", Kind::ContainerService, run),
    Type::resource("google_cloud_run_v2_service", Kind::ContainerService, run2),
    Type::resource("google_cloud_run_v2_job", Kind::AutomationJob, job),
    Type::resource("google_app_engine_standard_app_version", Kind::WebApp, app_version),
    Type::resource("google_app_engine_flexible_app_version", Kind::WebApp, app_version),
    Type::resource("google_app_engine_firewall_rule", Kind::Endpoint, app_firewall),
    Type::resource("google_app_engine_domain_mapping", Kind::Endpoint, app_domain),
    Type::resource("google_cloudfunctions_function_iam_member", Kind::RoleBinding, grant),
    Type::resource("google_cloudfunctions_function_iam_binding", Kind::RoleBinding, grant),
    Type::resource("google_cloudfunctions2_function_iam_member", Kind::RoleBinding, grant),
    Type::resource("google_cloudfunctions2_function_iam_binding", Kind::RoleBinding, grant),
    Type::resource("google_cloud_run_service_iam_member", Kind::RoleBinding, grant),
    Type::resource("google_cloud_run_service_iam_binding", Kind::RoleBinding, grant),
    Type::resource("google_cloud_run_v2_service_iam_member", Kind::RoleBinding, grant),
    Type::resource("google_cloud_run_v2_service_iam_binding", Kind::RoleBinding, grant),
    Type::resource("google_artifact_registry_repository_iam_member", Kind::RoleBinding, grant),
    Type::resource("google_artifact_registry_repository_iam_binding", Kind::RoleBinding, grant),
];

fn present(setting: Setting) -> Setting {
    setting.map(|d| Datum::Bool(d != Datum::Absent))
}

/// Only traffic from inside, or through a load balancer of one's own.
const INTERNAL: &[&str] = &["ALLOW_INTERNAL_AND_GCLB", "ALLOW_INTERNAL_ONLY"];

fn function(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.says("ingress_settings", INTERNAL, false).negate());
    let over_http = from.bool("trigger_http", false);
    to.set(
        Key::HttpsOnly,
        over_http.negate().or(|| from.says("https_trigger_security_level", &["SECURE_ALWAYS"], false)),
    );
    to.set(Key::NetworkAttached, present(from.presence("vpc_connector")));
    to.set(Key::CustomerKey, from.presence("kms_key_name"));
    to.set(Key::Version, from.text("runtime", Datum::Absent));
}

fn function2(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.says("service_config.ingress_settings", INTERNAL, false).negate());
    to.set(Key::NetworkAttached, present(from.presence("service_config.vpc_connector")));
    to.set(Key::CustomerKey, from.presence("kms_key_name"));
    to.set(Key::Version, from.text("build_config.runtime", Datum::Absent));
}

/// Ingress is an annotation in the first generation.
fn run(from: &Reader<'_>, to: &mut Resource) {
    let annotations = from.map("metadata.annotations", Datum::Map(Arc::new([])));
    let at = annotations.at();
    to.set(
        Key::PublicAccess,
        match annotations {
            Setting::Known { datum: Datum::Map(entries), .. } | Setting::Default(Datum::Map(entries)) => {
                match entries.iter().find(|(name, _)| &**name == "run.googleapis.com/ingress") {
                    None => Setting::default(true),
                    Some((_, value)) => Setting::concluded(value.test(|v| !v.starts_with("internal")), at),
                }
            }
            other => other,
        },
    );
}

fn run2(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::PublicAccess,
        from.says(
            "ingress",
            &["INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"],
            false,
        )
        .negate(),
    );
    to.set(Key::CustomerKey, from.presence("template.encryption_key"));
    if from.in_code() {
        to.set(Key::DeletionProtection, from.bool("deletion_protection", true));
    }
    to.set(
        Key::SignedImages,
        from.bool("binary_authorization.use_default", false)
            .or(|| present(from.presence("binary_authorization.policy"))),
    );
}

fn job(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("template.template.encryption_key"));
}

fn app_version(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::HttpsOnly,
        from.every_block("handlers", false, |handler| {
            handler.says("security_level", &["SECURE_ALWAYS"], false).truth()
        }),
    );
    to.set(Key::Version, from.text("runtime", Datum::Absent));
}

fn app_firewall(from: &Reader<'_>, to: &mut Resource) {
    let anyone = from.says("source_range", &["*", "0.0.0.0/0", "::/0"], false);
    to.set(Key::PublicAccess, anyone.and(|| from.says("action", &["ALLOW"], false)));
}

fn app_domain(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::EncryptedInTransit,
        present(from.presence("ssl_settings.certificate_id"))
            .or(|| from.says("ssl_settings.ssl_management_type", &["AUTOMATIC"], false)),
    );
}

/// Everybody on the internet, and everybody with any account.
fn grant(from: &Reader<'_>, to: &mut Resource) {
    let path = if from.has("member") { "member" } else { "members" };
    let list = from.list(path, Datum::Absent);
    let at = list.at();
    let holds = |who: &str| match (list.datum(), list.why()) {
        (Some(Datum::List(members)), _) => {
            Truth::any(members.iter(), |m: &Maybe<Arc<str>>| m.test(|m| &**m == who))
        }
        (_, Some(why)) => Truth::Unknown(Arc::new(why.clone())),
        _ => Truth::False,
    };
    let anyone = holds("allUsers");
    to.set(Key::PublicAccess, Setting::concluded(anyone, at));
    to.set(Key::AnyAccountAccess, Setting::concluded(holds("allAuthenticatedUsers"), at));
}
