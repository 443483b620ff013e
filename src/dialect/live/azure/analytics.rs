//! Synapse, Data Factory, Databricks, Data Explorer, machine learning, cognitive services, Stream Analytics, HDInsight.

use super::{IDENTITY, LOCAL_AUTH, PRIVATE, PRIVATE_ENDPOINT, PUBLIC, PUBLIC_BY_DEFAULT, arm};
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "Microsoft.Synapse/workspaces",
        "azurerm_synapse_workspace",
        &[
            PUBLIC_BY_DEFAULT,
            PRIVATE,
            Field::same("customer_managed_key.key_name", "properties.encryption.cmk.key.name").or_unset(),
            Field::same(
                "data_exfiltration_protection_enabled",
                "properties.managedVirtualNetworkSettings.preventDataExfiltration",
            )
            .or_unset(),
            Field::of(
                "managed_virtual_network_enabled",
                "properties.managedVirtualNetwork",
                Take::Is("default"),
            )
            .or_unset(),
            Field::same("azuread_authentication_only", "properties.azureADOnlyAuthentication"),
        ],
    )
    // no service gives a password back
    .unset(&["sql_administrator_login_password"])
    .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.Synapse/workspaces/bigDataPools",
        "azurerm_synapse_spark_pool",
        &[Field::same("compute_isolation_enabled", "properties.isComputeIsolationEnabled")],
    ),
    Shape::new("Microsoft.Synapse/workspaces/sqlPools", "azurerm_synapse_sql_pool", &[]),
    Shape::new(
        "Microsoft.DataFactory/factories",
        "azurerm_data_factory",
        &[
            IDENTITY,
            Field::of("public_network_enabled", "properties.publicNetworkAccess", Take::Is("Enabled")),
            Field::same("customer_managed_key_id", "properties.encryption.keyName").or_unset(),
            Field::of("github_configuration.repository_name", "properties.repoConfiguration", GITHUB)
                .or_unset(),
            Field::of("vsts_configuration.repository_name", "properties.repoConfiguration", VSTS).or_unset(),
        ],
    ),
    Shape::new("Microsoft.Databricks/workspaces", "azurerm_databricks_workspace", DATABRICKS).companions(&[
        PRIVATE_ENDPOINT,
        Companion::new(
            "azurerm_databricks_workspace_root_dbfs_customer_managed_key",
            "properties.parameters.encryption.value.KeyName",
            &[
                Field::itself("workspace_id"),
                Field::same("key_vault_key_id", "properties.parameters.encryption.value.KeyName"),
            ],
        ),
    ]),
    Shape::new(
        "Microsoft.Kusto/clusters",
        "azurerm_kusto_cluster",
        &[
            PUBLIC_BY_DEFAULT,
            IDENTITY,
            Field::same("disk_encryption_enabled", "properties.enableDiskEncryption"),
            Field::same("double_encryption_enabled", "properties.enableDoubleEncryption"),
            Field::same("sku.name", "sku.name"),
            Field::unset_where("azurerm_kusto_cluster_customer_managed_key", "properties.state"),
        ],
    )
    .unset(&["enable_disk_encryption", "enable_double_encryption"])
    .companions(&[Companion::new(
        "azurerm_kusto_cluster_customer_managed_key",
        "properties.keyVaultProperties.keyName",
        &[
            Field::itself("cluster_id"),
            Field::same("key_name", "properties.keyVaultProperties.keyName"),
            Field::same("key_vault_id", "properties.keyVaultProperties.keyVaultUri"),
        ],
    )]),
    Shape::new(
        "Microsoft.MachineLearningServices/workspaces",
        "azurerm_machine_learning_workspace",
        &[
            PUBLIC,
            IDENTITY,
            Field::same("encryption.key_id", "properties.encryption.keyVaultProperties.keyIdentifier")
                .or_unset(),
        ],
    )
    .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.CognitiveServices/accounts",
        "azurerm_cognitive_account",
        &[
            PUBLIC,
            PRIVATE,
            IDENTITY,
            LOCAL_AUTH,
            Field::same("kind", "kind"),
            Field::same(
                "customer_managed_key.key_vault_key_id",
                "properties.encryption.keyVaultProperties.keyName",
            )
            .or_unset(),
            Field::same("outbound_network_access_restricted", "properties.restrictOutboundNetworkAccess"),
            Field::same("fqdns", "properties.allowedFqdnList").or_unset(),
        ],
    )
    .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.StreamAnalytics/streamingjobs",
        "azurerm_stream_analytics_job",
        &[IDENTITY, arm("stream_analytics_cluster_id", "properties.cluster.id")],
    ),
    Shape::new(
        "Microsoft.HDInsight/clusters",
        "azurerm_hdinsight_hadoop_cluster",
        &[
            Field::same("tls_min_version", "properties.minSupportedTlsVersion"),
            Field::same(
                "encryption_in_transit_enabled",
                "properties.encryptionInTransitProperties.isEncryptionInTransitEnabled",
            ),
            Field::same("security_profile", "properties.securityProfile").or_unset(),
        ],
    )
    .variant(hadoop),
];

const GITHUB: Take = Take::With(github);
const VSTS: Take = Take::With(vsts);

fn github(node: &Node) -> Option<Node> {
    repository(node, "FactoryGitHubConfiguration")
}

fn vsts(node: &Node) -> Option<Node> {
    repository(node, "FactoryVSTSConfiguration")
}

/// The repository where the factory's is of this kind.
fn repository(node: &Node, kind: &str) -> Option<Node> {
    let own = Source::within(node, "type").and_then(Node::as_text)?;
    if own.eq_ignore_ascii_case(kind) {
        return Source::within(node, "repositoryName").cloned();
    }
    Some(super::null(node))
}

const DATABRICKS: &[Field] = &[
    PUBLIC,
    PRIVATE,
    Field::same("sku", "sku.name"),
    Field::same("customer_managed_key_enabled", "properties.parameters.prepareEncryption.value"),
    Field::same(
        "infrastructure_encryption_enabled",
        "properties.parameters.requireInfrastructureEncryption.value",
    ),
    Field::same("custom_parameters.no_public_ip", "properties.parameters.enableNoPublicIp.value"),
    Field::of(
        "azurerm_databricks_workspace_root_dbfs_customer_managed_key",
        "properties.parameters.prepareEncryption.value",
        Take::With(unprepared),
    ),
];

/// A workspace that is not prepared for keys of the customer has none.
fn unprepared(node: &Node) -> Option<Node> {
    (!node.as_bool()?).then(|| Node { value: Value::Null, ..node.clone() })
}

fn hadoop(source: &Source<'_>) -> Option<&'static str> {
    let kind = source.text("properties.clusterDefinition.kind")?;
    kind.eq_ignore_ascii_case("spark").then_some("azurerm_hdinsight_spark_cluster")
}
