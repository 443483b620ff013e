//! App Service: web applications, functions, logic apps, plans and environments.

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_app_service", Kind::WebApp, classic),
    Type::resource("azurerm_app_service_slot", Kind::WebApp, classic),
    Type::resource("azurerm_linux_web_app", Kind::WebApp, web),
    Type::resource("azurerm_windows_web_app", Kind::WebApp, web),
    Type::resource("azurerm_linux_web_app_slot", Kind::WebApp, web),
    Type::resource("azurerm_windows_web_app_slot", Kind::WebApp, web),
    Type::resource("azurerm_function_app", Kind::Function, classic_function),
    Type::resource("azurerm_function_app_slot", Kind::Function, classic_function),
    Type::resource("azurerm_linux_function_app", Kind::Function, function),
    Type::resource("azurerm_windows_function_app", Kind::Function, function),
    Type::resource("azurerm_linux_function_app_slot", Kind::Function, function),
    Type::resource("azurerm_windows_function_app_slot", Kind::Function, function),
    Type::resource("azurerm_logic_app_standard", Kind::Function, logic),
    Type::resource("azurerm_service_plan", Kind::ContainerService, plan),
    Type::resource("azurerm_app_service_environment_v3", Kind::ContainerService, environment),
    Type::resource("azurerm_static_site", Kind::Endpoint, static_site),
    Type::resource("azurerm_static_web_app", Kind::Endpoint, static_site),
];

/// What every application has, under names all generations share.
fn app(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HttpsOnly, from.bool("https_only", false));
    to.set(Key::Http2, from.bool("site_config.http2_enabled", false));
    to.set(Key::RemoteDebugging, from.bool("site_config.remote_debugging_enabled", false));
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    to.set(Key::AnyOrigin, from.mentions("site_config.cors.allowed_origins", &["*"], false));
    to.set(Key::NetworkAttached, from.presence("virtual_network_subnet_id"));
}

fn authentication(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::AuthenticationRequired,
        from.bool("auth_settings.enabled", false).or(|| from.bool("auth_settings_v2.auth_enabled", false)),
    );
}

fn classic(from: &Reader<'_>, to: &mut Resource) {
    app(from, to);
    authentication(from, to);
    to.set(Key::MinimumTls, from.text("site_config.min_tls_version", "1.2"));
    to.set(Key::PlainFtp, from.says("site_config.ftps_state", &["FtpsOnly", "Disabled"], false).negate());
    to.set(Key::ClientCertificate, from.bool("client_cert_enabled", false));
    to.set(Key::RequestLogging, from.block("logs.http_logs"));
    to.set(Key::DetailedErrors, from.bool("logs.detailed_error_messages_enabled", false));
    to.set(Key::FailedRequestTracing, from.bool("logs.failed_request_tracing_enabled", false));
    to.set(Key::HealthProbe, from.presence("site_config.health_check_path"));
    if from.has("site_config.dotnet_framework_version") {
        to.set(Key::Version, from.text("site_config.dotnet_framework_version", Datum::Absent));
    }
}

fn web(from: &Reader<'_>, to: &mut Resource) {
    app(from, to);
    authentication(from, to);
    to.set(Key::MinimumTls, from.text("site_config.minimum_tls_version", "1.2"));
    to.set(Key::PlainFtp, from.says("site_config.ftps_state", &["AllAllowed"], false));
    to.set(Key::ClientCertificate, from.bool("client_certificate_enabled", false));
    to.set(Key::RequestLogging, from.block("logs.http_logs"));
    to.set(Key::DetailedErrors, from.bool("logs.detailed_error_messages", false));
    to.set(Key::FailedRequestTracing, from.bool("logs.failed_request_tracing", false));
    to.set(Key::HealthProbe, from.presence("site_config.health_check_path"));
    to.set(Key::AlwaysOn, from.bool("site_config.always_on", true));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    if from.native().native_type.contains("windows")
        && from.has("site_config.application_stack.dotnet_version")
    {
        to.set(Key::Version, from.text("site_config.application_stack.dotnet_version", Datum::Absent));
    }
}

/// HTTPS is enforced, also by the second generation of authentication settings.
fn function_https(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::HttpsOnly,
        from.bool("https_only", false).and(|| from.bool("auth_settings_v2.require_https", true)),
    );
}

fn classic_function(from: &Reader<'_>, to: &mut Resource) {
    app(from, to);
    function_https(from, to);
    to.set(Key::AuthenticationRequired, from.bool("auth_settings.enabled", false));
    to.set(Key::MinimumTls, from.text("site_config.min_tls_version", "1.2"));
    to.set(Key::PlainFtp, from.says("site_config.ftps_state", &["FtpsOnly", "Disabled"], false).negate());
    to.set(Key::RequestLogging, from.bool("enable_builtin_logging", true));
    to.set(Key::ClientCertificate, from.says("client_cert_mode", &["Required"], false));
}

fn function(from: &Reader<'_>, to: &mut Resource) {
    app(from, to);
    authentication(from, to);
    function_https(from, to);
    to.set(Key::MinimumTls, from.text("site_config.minimum_tls_version", "1.2"));
    to.set(Key::PlainFtp, from.says("site_config.ftps_state", &["AllAllowed"], false));
    to.set(Key::RequestLogging, from.bool("builtin_logging_enabled", true));
    to.set(Key::ClientCertificate, from.bool("client_certificate_enabled", false));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
}

fn logic(from: &Reader<'_>, to: &mut Resource) {
    app(from, to);
    to.set(Key::MinimumTls, from.text("site_config.min_tls_version", "1.2"));
    to.set(Key::PlainFtp, from.says("site_config.ftps_state", &["FtpsOnly", "Disabled"], false).negate());
}

fn plan(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::MultiZone, from.bool("zone_balancing_enabled", false));
    to.set(Key::Instances, from.int("worker_count", 1));
    to.set(Key::PaidTier, from.says("sku_name", &["B1", "B2", "B3", "F1", "D1"], false).negate());
}

fn environment(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::MultiZone, from.bool("zone_redundant", false));
    to.set(
        Key::PublicAccess,
        from.says("internal_load_balancing_mode", &["Web, Publishing"], false).negate(),
    );
    let tls1 = from.any_block("cluster_setting", |setting| {
        setting
            .says("name", &["DisableTls1.0"], false)
            .truth()
            .and(|| setting.says("value", &["1"], false).truth())
    });
    to.set(Key::OldTlsDisabled, tls1);
    to.set(
        Key::EncryptedInTransit,
        from.any_block("cluster_setting", |setting| {
            setting
                .says("name", &["InternalEncryption"], false)
                .truth()
                .and(|| setting.bool("value", false).truth())
        }),
    );
}

fn static_site(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(
        Key::AuthenticationRequired,
        Setting::concluded(from.block("basic_auth").truth().or(|| Truth::False), from.place()),
    );
}
