//! Containers: Kubernetes clusters, registries, container groups and apps.

use crate::dialect::{Blocks, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_kubernetes_cluster", Kind::Cluster, cluster),
    Type::resource("azurerm_kubernetes_cluster_node_pool", Kind::NodePool, node_pool),
    Type::resource("azurerm_container_registry", Kind::Registry, registry),
    Type::resource("azurerm_container_registry_webhook", Kind::Endpoint, webhook),
    Type::resource("azurerm_container_group", Kind::ContainerService, group),
    Type::resource("azurerm_container_app", Kind::ContainerService, app),
    Type::resource("azurerm_container_app_environment", Kind::ContainerService, app_environment),
];

fn present(setting: Setting) -> Setting {
    setting.map(|d| Datum::Bool(d != Datum::Absent))
}

/// The first of several generations of a name that is written; the last one carries the default.
fn named<'a>(from: &Reader<'_>, names: &[&'a str]) -> &'a str {
    names.iter().find(|n| from.has(n)).or(names.last()).copied().unwrap_or_default()
}

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    let private = from.bool("private_cluster_enabled", false);
    to.set(Key::PublicAccess, private.clone().negate());
    let ranges =
        named(from, &["api_server_access_profile.authorized_ip_ranges", "api_server_authorized_ip_ranges"]);
    to.set(Key::AllowList, private.or(|| from.block(ranges)));
    to.set(
        Key::RoleBasedAccess,
        from.bool(
            named(from, &["role_based_access_control.enabled", "role_based_access_control_enabled"]),
            true,
        ),
    );
    to.set(Key::LocalAuthentication, from.bool("local_account_disabled", false).negate());
    to.set(
        Key::AuditLogging,
        if from.has("addon_profile.oms_agent.enabled") {
            from.bool("addon_profile.oms_agent.enabled", false)
        } else {
            present(from.presence("oms_agent.log_analytics_workspace_id"))
        },
    );
    to.set(Key::NetworkPolicies, present(from.presence("network_profile.network_policy")));
    to.set(Key::NativeNetworking, from.says("network_profile.network_plugin", &["azure", "Azure"], false));
    to.set(
        Key::PolicyAddon,
        from.bool(named(from, &["azure_policy_enabled", "addon_profile.azure_policy.enabled"]), false),
    );
    to.set(Key::CustomerKey, from.presence("disk_encryption_set_id"));
    to.set(
        Key::HostEncryption,
        from.bool(
            named(
                from,
                &["default_node_pool.enable_host_encryption", "default_node_pool.host_encryption_enabled"],
            ),
            false,
        ),
    );
    to.set(
        Key::PublicAddress,
        from.bool(
            named(
                from,
                &["default_node_pool.enable_node_public_ip", "default_node_pool.node_public_ip_enabled"],
            ),
            false,
        ),
    );
    let channel = named(from, &["automatic_channel_upgrade", "automatic_upgrade_channel"]);
    to.set(
        Key::AutomaticUpdates,
        from.text(channel, Datum::Absent).map(|d| match d {
            Datum::Text(channel) => Datum::Bool(&*channel != "none"),
            _ => Datum::Bool(false),
        }),
    );
    to.set(
        Key::MountedSecretRotation,
        from.bool("key_vault_secrets_provider.secret_rotation_enabled", false),
    );
    to.set(Key::Dashboard, from.bool("addon_profile.kube_dashboard.enabled", false));
    to.set(Key::HttpRouting, from.bool("http_application_routing_enabled", false));
    to.set(Key::SystemNodesReserved, from.bool("default_node_pool.only_critical_addons_enabled", false));
    to.set(Key::PaidTier, from.says("sku_tier", &["Standard", "Premium"], false));
    to.set(Key::SecretsEncrypted, present(from.presence("key_management_service.key_vault_key_id")));
    to.set(
        Key::GroupBasedAccess,
        from.block(named(
            from,
            &[
                "role_based_access_control.azure_active_directory",
                "azure_active_directory_role_based_access_control",
            ],
        )),
    );
    to.set(Key::ThreatDetection, from.block("microsoft_defender"));
}

fn node_pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::HostEncryption,
        from.bool(named(from, &["enable_host_encryption", "host_encryption_enabled"]), false),
    );
    to.set(
        Key::PublicAddress,
        from.bool(named(from, &["enable_node_public_ip", "node_public_ip_enabled"]), false),
    );
}

fn registry(from: &Reader<'_>, to: &mut Resource) {
    let sku = |skus| from.says("sku", skus, false);
    to.set(Key::AdminAccount, from.bool("admin_enabled", false));
    to.set(
        Key::AnonymousPull,
        sku(&["Standard", "Premium"]).and(|| from.bool("anonymous_pull_enabled", false)),
    );
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(Key::VulnerabilityScanning, sku(&["Standard", "Premium"]));
    to.set(
        Key::SignedImages,
        from.bool(named(from, &["trust_policy.enabled", "trust_policy_enabled"]), false),
    );
    to.set(Key::GeoRedundant, sku(&["Premium"]).and(|| from.block("georeplications")));
    to.set(Key::Quarantine, from.bool("quarantine_policy_enabled", false));
    to.set(
        Key::UntaggedRetention,
        present(from.presence("retention_policy_in_days"))
            .or(|| from.bool("retention_policy.enabled", false)),
    );
    to.set(
        Key::MultiZone,
        from.bool("zone_redundancy_enabled", false).and(|| {
            from.every_block("georeplications", true, |copy| {
                copy.bool("zone_redundancy_enabled", false).truth()
            })
        }),
    );
    to.set(Key::DedicatedEndpoints, from.bool("data_endpoint_enabled", false));
    to.set(Key::CustomerKey, from.presence("encryption.key_vault_key_id"));
}

fn webhook(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::HttpsOnly,
        from.text("service_uri", Datum::Absent).map(|d| match d {
            Datum::Text(uri) => Datum::Bool(uri.starts_with("https://")),
            _ => Datum::Bool(false),
        }),
    );
}

fn group(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NetworkAttached, present(from.presence("subnet_ids")));
    to.set(Key::PublicAddress, from.says("ip_address_type", &["Private", "None"], false).negate());
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    let plain = |blocks: &'static str| {
        from.any_block(blocks, |container| present(container.presence("environment_variables")).truth())
    };
    to.set(Key::PlainEnvironment, plain("container").or(|| plain("init_container")));
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
}

fn app(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    let Blocks { known, unknown } = from.blocks("ingress");
    if !known.is_empty() || unknown.is_some() {
        to.set(Key::HttpsOnly, from.bool("ingress.allow_insecure_connections", false).negate());
        to.set(Key::PublicAccess, from.bool("ingress.external_enabled", false));
        to.set(Key::ClientCertificate, from.says("ingress.client_certificate_mode", &["require"], false));
    } else {
        to.set(Key::PublicAccess, Setting::concluded(Truth::False, from.place()));
    }
}

fn app_environment(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NetworkAttached, present(from.presence("infrastructure_subnet_id")));
    to.set(Key::MultiZone, from.bool("zone_redundancy_enabled", false));
    to.set(Key::AuditLogging, present(from.presence("log_analytics_workspace_id")));
    to.set(Key::EncryptedInTransit, from.bool("mutual_tls_enabled", false));
}
