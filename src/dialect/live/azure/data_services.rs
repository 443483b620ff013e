//! Cosmos DB, Redis, Search, Service Bus, Event Hubs, Event Grid, IoT Hub, SignalR and Web PubSub.

use super::{
    IDENTITY, LOCAL_AUTH, LOCAL_AUTHENTICATION, PRIVATE, PRIVATE_ENDPOINT, PUBLIC, PUBLIC_BY_DEFAULT,
};
use crate::dialect::live::{Field, Shape, Take};
use crate::native::{Node, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("Microsoft.DocumentDB/databaseAccounts", "azurerm_cosmosdb_account", COSMOS)
        .unset(&["enable_automatic_failover"])
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new("Microsoft.Cache/redis", "azurerm_redis_cache", REDIS)
        .unset(&["enable_non_ssl_port", "redis_configuration.enable_authentication"])
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.Cache/redisEnterprise/databases",
        "azurerm_redis_enterprise_database",
        &[Field::same("client_protocol", "properties.clientProtocol")],
    ),
    Shape::new(
        "Microsoft.Search/searchServices",
        "azurerm_search_service",
        &[
            PUBLIC_BY_DEFAULT,
            IDENTITY,
            LOCAL_AUTHENTICATION,
            Field::same("replica_count", "properties.replicaCount"),
            Field::of("allowed_ips", "properties.networkRuleSet.ipRules", Take::With(addresses))
                .or_unset_in("properties.networkRuleSet"),
            Field::of(
                "customer_managed_key_enforcement_enabled",
                "properties.encryptionWithCmk.enforcement",
                Take::Is("Enabled"),
            ),
        ],
    )
    .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.ServiceBus/namespaces",
        "azurerm_servicebus_namespace",
        &[
            PUBLIC_BY_DEFAULT,
            IDENTITY,
            LOCAL_AUTH,
            Field::same("sku", "sku.name"),
            Field::same("minimum_tls_version", "properties.minimumTlsVersion"),
            Field::same(
                "customer_managed_key.key_vault_key_id",
                "properties.encryption.keyVaultProperties.0.keyName",
            )
            .or_unset(),
            Field::same(
                "customer_managed_key.infrastructure_encryption_enabled",
                "properties.encryption.requireInfrastructureEncryption",
            )
            .or_unset(),
        ],
    )
    .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.EventHub/namespaces",
        "azurerm_eventhub_namespace",
        &[
            PUBLIC_BY_DEFAULT,
            IDENTITY,
            LOCAL_AUTHENTICATION,
            Field::same("sku", "sku.name"),
            Field::same("minimum_tls_version", "properties.minimumTlsVersion"),
        ],
    )
    .companions(&[PRIVATE_ENDPOINT]),
    Shape::new("Microsoft.EventGrid/topics", "azurerm_eventgrid_topic", GRID)
        .unset(&["public_network_access"])
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new("Microsoft.EventGrid/domains", "azurerm_eventgrid_domain", GRID)
        .unset(&["public_network_access"])
        .companions(&[PRIVATE_ENDPOINT]),
    Shape::new(
        "Microsoft.EventGrid/namespaces",
        "azurerm_eventgrid_namespace",
        &[IDENTITY, Field::same("public_network_access", "properties.publicNetworkAccess")],
    ),
    Shape::new(
        "Microsoft.Devices/IotHubs",
        "azurerm_iothub",
        &[
            PUBLIC,
            LOCAL_AUTHENTICATION,
            // set when the hub is made, or never
            Field::same("min_tls_version", "properties.minTlsVersion").or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.SignalRService/SignalR",
        "azurerm_signalr_service",
        &[PUBLIC_BY_DEFAULT, IDENTITY, LOCAL_AUTH, Field::same("sku.name", "sku.name")],
    ),
    Shape::new(
        "Microsoft.SignalRService/WebPubSub",
        "azurerm_web_pubsub",
        &[PUBLIC_BY_DEFAULT, IDENTITY, LOCAL_AUTH, Field::same("sku", "sku.name")],
    ),
];

const COSMOS: &[Field] = &[
    PUBLIC,
    IDENTITY,
    PRIVATE,
    Field::same("key_vault_key_id", "properties.keyVaultKeyUri").or_unset(),
    Field::same("is_virtual_network_filter_enabled", "properties.isVirtualNetworkFilterEnabled"),
    Field::same("virtual_network_rule", "properties.virtualNetworkRules"),
    Field::of("ip_range_filter", "properties.ipRules", Take::With(ranges)),
    Field::of(
        "access_key_metadata_writes_enabled",
        "properties.disableKeyBasedMetadataWriteAccess",
        Take::Not,
    ),
    Field::same("local_authentication_disabled", "properties.disableLocalAuth"),
    Field::same("kind", "kind"),
    Field::same("minimal_tls_version", "properties.minimalTlsVersion"),
    Field::same("automatic_failover_enabled", "properties.enableAutomaticFailover"),
    Field::of(
        "geo_location",
        "properties.locations",
        Take::Blocks(&[Field::same("location", "locationName")]),
    ),
    Field::same("backup.type", "properties.backupPolicy.type"),
];

const REDIS: &[Field] = &[
    PUBLIC_BY_DEFAULT,
    PRIVATE,
    Field::same("non_ssl_port_enabled", "properties.enableNonSslPort"),
    Field::same("minimum_tls_version", "properties.minimumTlsVersion"),
    Field::same("sku_name", "properties.sku.name"),
    Field::same("redis_configuration.rdb_backup_enabled", "properties.redisConfiguration.rdb-backup-enabled")
        .or_unset_in("properties.redisConfiguration"),
    Field::of(
        "redis_configuration.authentication_enabled",
        "properties.redisConfiguration.authnotrequired",
        Take::Not,
    )
    .or_unset_in("properties.redisConfiguration"),
    Field::same("zones", "zones").or_unset(),
    super::arm("subnet_id", "properties.subnetId"),
];

/// By default a topic takes events from the Internet and their keys.
const GRID: &[Field] = &[
    PUBLIC_BY_DEFAULT,
    PRIVATE,
    IDENTITY,
    Field::of("local_auth_enabled", "properties.disableLocalAuth", Take::Not).or_unset(),
];

fn addresses(node: &Node) -> Option<Node> {
    super::each(node, "value")
}

fn ranges(node: &Node) -> Option<Node> {
    let all = super::each(node, "ipAddressOrRange")?;
    let is_empty = all.items().is_none_or(<[Node]>::is_empty);
    Some(if is_empty { Node { value: Value::Null, ..all } } else { all })
}
