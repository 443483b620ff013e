//! App Service: web applications, functions, logic apps, plans, environments and static sites.

use super::IDENTITY;
use crate::dialect::live::{Field, Otherwise, Shape, Source, Take};
use crate::native::{Node, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.Web/sites", "azurerm_windows_web_app", SITE)
        .defaults(&[("site_config.ftps_state", Otherwise::Text("AllAllowed"))])
        .unset(&["auth_settings"])
        .variant(site),
    Shape::new("Microsoft.Web/sites/slots", "azurerm_windows_web_app_slot", SITE)
        .defaults(&[("site_config.ftps_state", Otherwise::Text("AllAllowed"))])
        .unset(&["auth_settings"])
        .variant(slot),
    Shape::new(
        "Microsoft.Web/serverfarms",
        "azurerm_service_plan",
        &[
            Field::same("zone_balancing_enabled", "properties.zoneRedundant"),
            Field::same("worker_count", "sku.capacity"),
            Field::same("sku_name", "sku.name"),
        ],
    ),
    Shape::new(
        "Microsoft.Web/hostingEnvironments",
        "azurerm_app_service_environment_v3",
        &[
            Field::same("zone_redundant", "properties.zoneRedundant"),
            Field::same("internal_load_balancing_mode", "properties.internalLoadBalancingMode"),
            Field::of(
                "cluster_setting",
                "properties.clusterSettings",
                Take::Blocks(&[Field::same("name", "name"), Field::same("value", "value")]),
            )
            .or_unset(),
        ],
    ),
    Shape::new("Microsoft.Web/staticSites", "azurerm_static_web_app", &[super::PUBLIC]),
];

/// What kind of site it is, as its kind says: `app`, `app,linux`, `functionapp,linux,container`.
fn kind(source: &Source<'_>) -> Option<(bool, bool, bool)> {
    let kind = source.text("kind")?.to_lowercase();
    let has = |word| kind.split(',').any(|part| part.trim() == word);
    Some((has("functionapp"), has("workflowapp"), has("linux")))
}

fn site(source: &Source<'_>) -> Option<&'static str> {
    Some(match kind(source)? {
        (_, true, _) => "azurerm_logic_app_standard",
        (true, _, true) => "azurerm_linux_function_app",
        (true, _, false) => "azurerm_windows_function_app",
        (false, _, true) => "azurerm_linux_web_app",
        (false, _, false) => "azurerm_windows_web_app",
    })
}

fn slot(source: &Source<'_>) -> Option<&'static str> {
    Some(match kind(source)? {
        (true, _, true) => "azurerm_linux_function_app_slot",
        (true, _, false) => "azurerm_windows_function_app_slot",
        (false, _, true) => "azurerm_linux_web_app_slot",
        (false, _, false) => "azurerm_windows_web_app_slot",
    })
}

/// The site's own row holds little of its configuration; the rest stands in parts.
const SITE: &[Field] = &[
    IDENTITY,
    Field::same("https_only", "properties.httpsOnly"),
    super::arm("virtual_network_subnet_id", "properties.virtualNetworkSubnetId"),
    Field::same("client_certificate_enabled", "properties.clientCertEnabled"),
    super::PUBLIC,
    Field::same("site_config.http2_enabled", "details.web.http20Enabled"),
    Field::same("site_config.remote_debugging_enabled", "details.web.remoteDebuggingEnabled"),
    Field::same("site_config.cors.allowed_origins", "details.web.cors.allowedOrigins")
        .or_unset_in("details.web"),
    Field::same("site_config.minimum_tls_version", "details.web.minTlsVersion"),
    Field::same("site_config.min_tls_version", "details.web.minTlsVersion"),
    Field::same("site_config.ftps_state", "details.web.ftpsState"),
    Field::same("site_config.health_check_path", "details.web.healthCheckPath").or_unset_in("details.web"),
    Field::same("site_config.always_on", "details.web.alwaysOn"),
    Field::of(
        "site_config.application_stack.dotnet_version",
        "details.web.netFrameworkVersion",
        Take::With(dotnet),
    )
    .or_unset_in("details.web"),
    Field::same("auth_settings_v2.auth_enabled", "details.authsettingsV2.platform.enabled"),
    Field::same("auth_settings_v2.require_https", "details.authsettingsV2.httpSettings.requireHttps")
        .or_unset_in("details.authsettingsV2"),
    Field::of("logs.http_logs", "details.logs.httpLogs", Take::With(http_logs)),
    // the configuration of a site says the same in one word
    Field::of("logs.http_logs", "details.web.httpLoggingEnabled", Take::With(switched)),
    Field::same("logs.detailed_error_messages", "details.web.detailedErrorLoggingEnabled"),
    Field::same("logs.failed_request_tracing", "details.web.requestTracingEnabled"),
    Field::same("auth_settings_v2.auth_enabled", "details.authsettings.enabled"),
    Field::same("logs.detailed_error_messages", "details.logs.detailedErrorMessages.enabled"),
    Field::same("logs.failed_request_tracing", "details.logs.failedRequestsTracing.enabled"),
];

/// Something that is on; nothing where it is off.
fn switched(node: &Node) -> Option<Node> {
    Some(if node.as_bool()? { node.clone() } else { super::null(node) })
}

/// Requests logged to files or to a container.
fn http_logs(node: &Node) -> Option<Node> {
    let on = |path| Source::within(node, path).and_then(Node::as_bool);
    let (files, blobs) = (on("fileSystem.enabled"), on("azureBlobStorage.enabled"));
    match (files, blobs) {
        (Some(true), _) | (_, Some(true)) => Some(Node { value: Value::Bool(true), ..node.clone() }),
        (Some(false), _) | (_, Some(false)) => Some(super::null(node)),
        (None, None) => None,
    }
}

/// The version of .NET is named for every site; it means something only where it is not the placeholder.
fn dotnet(node: &Node) -> Option<Node> {
    let version = node.as_text()?;
    Some(if version.is_empty() { super::null(node) } else { node.clone() })
}
