//! Containers: Kubernetes clusters, registries, container groups and apps.

use super::{IDENTITY, PRIVATE, PRIVATE_ENDPOINT, PUBLIC_BY_DEFAULT, arm};
use crate::dialect::live::field::put;
use crate::dialect::live::{Field, Otherwise, Shape, Source, Take};
use crate::native::{Node, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.ContainerService/managedClusters", "azurerm_kubernetes_cluster", CLUSTER)
        // Azure's own policy takes a cluster that does not say it for one without
        .defaults(&[("role_based_access_control_enabled", Otherwise::Bool(false))])
        .unset(&[
            "api_server_authorized_ip_ranges",
            "role_based_access_control",
            "addon_profile.oms_agent",
            "addon_profile.azure_policy",
            "automatic_channel_upgrade",
            "default_node_pool.enable_host_encryption",
            "default_node_pool.enable_node_public_ip",
        ]),
    Shape::new(
        "Microsoft.ContainerService/managedClusters/agentPools",
        "azurerm_kubernetes_cluster_node_pool",
        &[
            // both are off unless the pool was made with them
            Field::same("host_encryption_enabled", "enableEncryptionAtHost").or_unset_in("name"),
            Field::same("node_public_ip_enabled", "enableNodePublicIP").or_unset_in("name"),
            // a template has them where other resources do
            Field::same("host_encryption_enabled", "properties.enableEncryptionAtHost"),
            Field::same("node_public_ip_enabled", "properties.enableNodePublicIP"),
        ],
    )
    .unset(&["enable_host_encryption", "enable_node_public_ip"]),
    Shape::new("Microsoft.ContainerRegistry/registries", "azurerm_container_registry", REGISTRY)
        .unset(&["trust_policy", "retention_policy"])
        .more(|source, body| {
            // in a template, replicas are resources of their own
            if source.is_template() {
                put(body, "georeplications", source.node(Value::Null));
            }
        })
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.ContainerInstance/containerGroups",
        "azurerm_container_group",
        &[
            IDENTITY,
            Field::of("subnet_ids", "properties.subnetIds", Take::With(ids)).or_unset(),
            // a group without an address is reached by nobody
            Field::of("ip_address_type", "properties.ipAddress", Take::With(address)),
            Field::of("container", "properties.containers", Take::Blocks(CONTAINER)),
            Field::of("init_container", "properties.initContainers", Take::Blocks(CONTAINER)).or_unset(),
            Field::same("key_vault_key_id", "properties.encryptionProperties.keyName").or_unset(),
        ],
    ),
    Shape::new("Microsoft.App/containerApps", "azurerm_container_app", APP),
    Shape::new(
        "Microsoft.App/managedEnvironments",
        "azurerm_container_app_environment",
        &[
            arm("infrastructure_subnet_id", "properties.vnetConfiguration.infrastructureSubnetId"),
            Field::same("zone_redundancy_enabled", "properties.zoneRedundant"),
            Field::of("log_analytics_workspace_id", "properties.appLogsConfiguration", Take::With(logs)),
            Field::same("mutual_tls_enabled", "properties.peerAuthentication.mtls.enabled"),
        ],
    ),
];

const CLUSTER: &[Field] = &[
    // what a cluster was made without, its description leaves out
    Field::same("private_cluster_enabled", "properties.apiServerAccessProfile.enablePrivateCluster")
        .or_unset_in("properties.enableRBAC"),
    Field::same(
        "api_server_access_profile.authorized_ip_ranges",
        "properties.apiServerAccessProfile.authorizedIPRanges",
    )
    .or_unset_in("properties.enableRBAC"),
    Field::same("role_based_access_control_enabled", "properties.enableRBAC"),
    Field::same("local_account_disabled", "properties.disableLocalAccounts"),
    Field::of("oms_agent.log_analytics_workspace_id", "properties.addonProfiles.omsagent", Take::With(agent))
        .or_unset_in("properties.enableRBAC"),
    Field::of("network_profile.network_policy", "properties.networkProfile.networkPolicy", NONE)
        .or_unset_in("properties.networkProfile"),
    Field::same("network_profile.network_plugin", "properties.networkProfile.networkPlugin"),
    Field::same("azure_policy_enabled", "properties.addonProfiles.azurepolicy.enabled")
        .or_unset_in("properties.enableRBAC"),
    arm("disk_encryption_set_id", "properties.diskEncryptionSetID"),
    Field::same(
        "default_node_pool.host_encryption_enabled",
        "properties.agentPoolProfiles.0.enableEncryptionAtHost",
    )
    .or_unset_in("properties.agentPoolProfiles.0.name"),
    Field::same(
        "default_node_pool.node_public_ip_enabled",
        "properties.agentPoolProfiles.0.enableNodePublicIP",
    )
    .or_unset_in("properties.agentPoolProfiles.0.name"),
    Field::of(
        "default_node_pool.only_critical_addons_enabled",
        "properties.agentPoolProfiles.0.nodeTaints",
        Take::With(reserved),
    )
    .or_unset_in("properties.agentPoolProfiles.0.name"),
    Field::of("automatic_upgrade_channel", "properties.autoUpgradeProfile.upgradeChannel", NONE)
        .or_unset_in("properties.enableRBAC"),
    Field::same(
        "key_vault_secrets_provider.secret_rotation_enabled",
        "properties.addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation",
    )
    .or_unset_in("properties.enableRBAC"),
    Field::same("addon_profile.kube_dashboard.enabled", "properties.addonProfiles.kubeDashboard.enabled")
        .or_unset_in("properties.enableRBAC"),
    Field::same(
        "http_application_routing_enabled",
        "properties.addonProfiles.httpApplicationRouting.enabled",
    )
    .or_unset_in("properties.enableRBAC"),
    Field::same("sku_tier", "sku.tier"),
    Field::of(
        "key_management_service.key_vault_key_id",
        "properties.securityProfile.azureKeyVaultKms",
        Take::With(cluster_key),
    )
    .or_unset_in("properties.enableRBAC"),
    Field::same("azure_active_directory_role_based_access_control", "properties.aadProfile")
        .or_unset_in("properties.enableRBAC"),
    Field::of(
        "microsoft_defender",
        "properties.securityProfile.defender.securityMonitoring",
        Take::With(super::enabled),
    )
    .or_unset_in("properties.enableRBAC"),
];

/// Networking without a policy says "none".
const NONE: Take = Take::With(unless_none);

fn unless_none(node: &Node) -> Option<Node> {
    let text = node.as_text()?;
    Some(if text.eq_ignore_ascii_case("none") { super::null(node) } else { node.clone() })
}

/// The workspace of an agent that is switched on.
fn agent(node: &Node) -> Option<Node> {
    if !Source::within(node, "enabled").and_then(Node::as_bool)? {
        return Some(super::null(node));
    }
    Source::within(node, "config.logAnalyticsWorkspaceResourceID").cloned()
}

/// Whether the taint is there that keeps everything but the system's own pods away.
fn reserved(node: &Node) -> Option<Node> {
    let taints = node.items()?;
    let has = taints.iter().any(|t| t.as_text().is_some_and(|t| t.starts_with("CriticalAddonsOnly=true")));
    Some(Node { value: Value::Bool(has), ..node.clone() })
}

fn cluster_key(node: &Node) -> Option<Node> {
    if !Source::within(node, "enabled").and_then(Node::as_bool)? {
        return Some(super::null(node));
    }
    Source::within(node, "keyId").cloned()
}

const REGISTRY: &[Field] = &[
    PUBLIC_BY_DEFAULT,
    PRIVATE,
    Field::same("sku", "sku.name"),
    Field::same("admin_enabled", "properties.adminUserEnabled"),
    Field::same("anonymous_pull_enabled", "properties.anonymousPullEnabled"),
    Field::of("trust_policy_enabled", "properties.policies.trustPolicy.status", Take::Is("enabled")),
    Field::of(
        "quarantine_policy_enabled",
        "properties.policies.quarantinePolicy.status",
        Take::Is("enabled"),
    ),
    Field::of("retention_policy_in_days", "properties.policies.retentionPolicy", Take::With(retention)),
    Field::of("zone_redundancy_enabled", "properties.zoneRedundancy", Take::Is("Enabled")),
    Field::same("data_endpoint_enabled", "properties.dataEndpointEnabled"),
    Field::same("encryption.key_vault_key_id", "properties.encryption.keyVaultProperties.keyIdentifier")
        .or_unset(),
];

fn retention(node: &Node) -> Option<Node> {
    let status = Source::within(node, "status").and_then(Node::as_text)?;
    if status.eq_ignore_ascii_case("enabled") {
        return Source::within(node, "days").cloned();
    }
    Some(super::null(node))
}

/// A variable whose value is kept apart as secure is not a plain one; which it is, its value tells by its absence.
const CONTAINER: &[Field] =
    &[Field::of("environment_variables", "properties.environmentVariables", Take::With(plain)).or_unset()];

fn plain(node: &Node) -> Option<Node> {
    let all = node.items()?.iter();
    let with_value = all.filter(|v| Source::within(v, "value").is_some_and(|v| !v.is_null())).cloned();
    let with_value: Vec<_> = with_value.collect();
    Some(if with_value.is_empty() { super::null(node) } else { super::list(with_value, node) })
}

fn ids(node: &Node) -> Option<Node> {
    super::each(node, "id")
}

fn address(node: &Node) -> Option<Node> {
    Source::within(node, "type").cloned()
}

const APP: &[Field] = &[
    IDENTITY,
    Field::of(
        "ingress",
        "properties.configuration.ingress",
        Take::Blocks(&[
            Field::same("allow_insecure_connections", "allowInsecure"),
            Field::same("external_enabled", "external"),
            Field::same("client_certificate_mode", "clientCertificateMode").or_unset(),
        ]),
    )
    .or_unset_in("properties.configuration"),
];

/// Logs go to a workspace, elsewhere through Azure Monitor, or nowhere.
fn logs(node: &Node) -> Option<Node> {
    let to = Source::within(node, "destination").and_then(Node::as_text).unwrap_or_default();
    match &*to {
        "log-analytics" => Source::within(node, "logAnalyticsConfiguration.customerId").cloned(),
        "" | "none" => Some(super::null(node)),
        // what Azure Monitor does with them stands in diagnostic settings
        _ => None,
    }
}
