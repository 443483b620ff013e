//! Cosmos DB, Redis, Search, Service Bus, Event Hubs, Event Grid and what else carries data between systems.

use super::sql::minimum_tls;
use crate::dialect::combine::{either, switched, text_is};
use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_cosmosdb_account", Kind::KeyValueStore, cosmos),
    Type::resource("azurerm_redis_cache", Kind::Cache, redis),
    Type::resource("azurerm_redis_enterprise_database", Kind::Cache, redis_enterprise),
    Type::resource("azurerm_search_service", Kind::SearchDomain, search),
    Type::resource("azurerm_servicebus_namespace", Kind::Queue, service_bus),
    Type::resource("azurerm_eventhub_namespace", Kind::Stream, event_hubs),
    Type::resource("azurerm_eventgrid_topic", Kind::Topic, event_grid),
    Type::resource("azurerm_eventgrid_domain", Kind::Topic, event_grid),
    Type::resource("azurerm_eventgrid_namespace", Kind::Topic, event_grid),
    Type::resource("azurerm_iothub", Kind::Broker, iot_hub),
    Type::resource("azurerm_signalr_service", Kind::Broker, signalr),
    Type::resource("azurerm_web_pubsub", Kind::Broker, web_pubsub),
];

fn managed_identity(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
}

fn public_access(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
}

fn local_authentication(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LocalAuthentication, from.bool("local_auth_enabled", true));
}

fn cosmos(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    managed_identity(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
    let filter = from.bool("is_virtual_network_filter_enabled", false);
    let named = either([from.block("virtual_network_rule"), from.presence("ip_range_filter")]);
    to.set(Key::NetworkRestricted, switched(crate::dialect::combine::both([filter, named])));
    to.set(Key::KeyManagementWrites, from.bool("access_key_metadata_writes_enabled", true));
    to.set(
        Key::LocalAuthentication,
        from.bool("local_authentication_disabled", false).map(|d| Datum::Bool(d != Datum::Bool(true))),
    );
    to.set(Key::Engine, from.text("kind", "GlobalDocumentDB"));
    to.set(Key::MinimumTls, from.text("minimal_tls_version", "Tls12").map(cosmos_tls));
    to.set(
        Key::AutomaticFailover,
        either([
            from.bool("automatic_failover_enabled", false),
            from.bool("enable_automatic_failover", false),
        ]),
    );
    let locations = from.blocks("geo_location");
    if locations.unknown.is_none() {
        let at = locations.first().map_or(from.place(), |l| l.place());
        to.set(
            Key::CrossRegionCopy,
            Setting::Known { datum: Datum::Bool(locations.known.len() > 1), at, sensitive: false },
        );
    }
    to.set(Key::PointInTimeRecovery, text_is(from, "backup.type", "Periodic", &["Continuous"]));
}

fn cosmos_tls(datum: Datum) -> Datum {
    match &datum {
        Datum::Text(s) => match &**s {
            "Tls12" => Datum::from("1.2"),
            "Tls11" => Datum::from("1.1"),
            "Tls" => Datum::from("1.0"),
            _ => datum,
        },
        _ => datum,
    }
}

fn redis(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    to.set(Key::Engine, Setting::default("redis"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    // the port without TLS has had two names
    let plain = either([from.bool("enable_non_ssl_port", false), from.bool("non_ssl_port_enabled", false)]);
    to.set(Key::EncryptedInTransit, plain.map(|d| Datum::Bool(d != Datum::Bool(true))));
    to.set(Key::MinimumTls, minimum_tls(from, "minimum_tls_version"));
    to.set(Key::ServiceTier, from.text("sku_name", Datum::Absent));
    to.set(Key::BackupEnabled, from.bool("redis_configuration.rdb_backup_enabled", false));
    to.set(Key::AccessToken, authentication_on(from));
    to.set(Key::MultiZone, from.presence("zones").map(|d| Datum::Bool(d != Datum::Absent)));
    to.set(Key::NetworkAttached, from.presence("subnet_id"));
}

/// Version 4 of the provider renamed the switch.
fn authentication_on(from: &Reader<'_>) -> Setting {
    let older = "redis_configuration.enable_authentication";
    if from.has(older) {
        return from.bool(older, true);
    }
    from.bool("redis_configuration.authentication_enabled", true)
}

fn redis_enterprise(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("redis"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::EncryptedInTransit, text_is(from, "client_protocol", "Encrypted", &["Encrypted"]));
}

fn search(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::WorkloadIdentity, from.text("identity.type", Datum::Absent));
    to.set(Key::Replicas, from.int("replica_count", 1));
    to.set(Key::AllowedNetworks, from.list("allowed_ips", Datum::List([].into())));
    to.set(Key::LocalAuthentication, from.bool("local_authentication_enabled", true));
    to.set(Key::CustomerKeyEnforced, from.bool("customer_managed_key_enforcement_enabled", false));
}

fn service_bus(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    managed_identity(from, to);
    local_authentication(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("customer_managed_key.key_vault_key_id"));
    to.set(
        Key::InfrastructureEncryption,
        from.bool("customer_managed_key.infrastructure_encryption_enabled", false),
    );
    to.set(Key::MinimumTls, minimum_tls(from, "minimum_tls_version"));
    to.set(Key::ServiceTier, from.text("sku", Datum::Absent));
}

fn event_hubs(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    managed_identity(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::LocalAuthentication, from.bool("local_authentication_enabled", true));
    to.set(Key::MinimumTls, from.text("minimum_tls_version", "1.2"));
    to.set(Key::ServiceTier, from.text("sku", Datum::Absent));
    to.set(Key::NetworkRestricted, text_is(from, "network_rulesets.default_action", "Allow", &["Deny"]));
}

fn event_grid(from: &Reader<'_>, to: &mut Resource) {
    // a namespace says it in words
    if from.has("public_network_access") {
        to.set(Key::PublicAccess, text_is(from, "public_network_access", "Enabled", &["Enabled"]));
    } else {
        public_access(from, to);
    }
    managed_identity(from, to);
    if &*to.native_type != "azurerm_eventgrid_namespace" {
        local_authentication(from, to);
    }
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn iot_hub(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(Key::MinimumTls, from.text("min_tls_version", Datum::Absent));
    to.set(Key::LocalAuthentication, from.bool("local_authentication_enabled", true));
    to.set(Key::EncryptedAtRest, Setting::default(true));
}

fn signalr(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    local_authentication(from, to);
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    to.set(Key::ServiceTier, from.text("sku.name", Datum::Absent));
}

fn web_pubsub(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    local_authentication(from, to);
    managed_identity(from, to);
    to.set(Key::ServiceTier, from.text("sku", Datum::Absent));
    if let Some(tier) = from.node("sku").and_then(Node::as_text) {
        to.set(Key::AutomaticFailover, Setting::known(&*tier == "Premium_P1"));
    }
}
