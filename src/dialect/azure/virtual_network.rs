//! Virtual networks, subnets, interfaces, bastions, private endpoints and flow logs.

use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_virtual_network", Kind::Network, network),
    Type::resource("azurerm_virtual_network_dns_servers", Kind::Network, name_servers),
    Type::resource("azurerm_network_watcher_flow_log", Kind::Network, flow_log),
    Type::resource("azurerm_subnet", Kind::Subnet, subnet),
    Type::companion("azurerm_subnet_network_security_group_association", SUBNET_GROUP),
    Type::resource("azurerm_network_interface", Kind::NetworkInterface, interface),
    Type::resource("azurerm_bastion_host", Kind::BastionHost, bastion),
    Type::companion("azurerm_private_endpoint", PRIVATE_ENDPOINT),
    Type::resource("azurerm_virtual_network_gateway_connection", Kind::VpnConnection, connection),
];

const SUBNET_GROUP: &[Link] = &[Link {
    by: &["subnet_id"],
    to: &["azurerm_subnet"],
    named: &[],
    apply: |from, to| {
        to.set(Key::FirewallAttached, from.here(true));
    },
}];

/// A private endpoint gives its target an address in a network.
const PRIVATE_ENDPOINT: &[Link] = &[Link {
    by: &["private_service_connection.private_connection_resource_id"],
    to: &[
        "azurerm_key_vault",
        "azurerm_storage_account",
        "azurerm_postgresql_server",
        "azurerm_postgresql_flexible_server",
        "azurerm_mariadb_server",
        "azurerm_mysql_server",
        "azurerm_mysql_flexible_server",
        "azurerm_mssql_server",
        "azurerm_container_registry",
        "azurerm_cosmosdb_account",
        "azurerm_redis_cache",
        "azurerm_search_service",
        "azurerm_servicebus_namespace",
        "azurerm_eventhub_namespace",
        "azurerm_eventgrid_topic",
        "azurerm_eventgrid_domain",
        "azurerm_cognitive_account",
        "azurerm_app_configuration",
        "azurerm_data_factory",
        "azurerm_synapse_workspace",
        "azurerm_machine_learning_workspace",
        "azurerm_linux_web_app",
        "azurerm_windows_web_app",
        "azurerm_kubernetes_cluster",
    ],
    named: &[],
    apply: |from, to| {
        to.set(Key::PrivateConnectivity, from.here(true));
    },
}];

fn network(from: &Reader<'_>, to: &mut Resource) {
    name_servers(from, to);
}

fn name_servers(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NameServers, from.list("dns_servers", Datum::List([].into())));
}

fn flow_log(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FlowLogging, from.bool("enabled", true));
    let kept = from.bool("retention_policy.enabled", false);
    let days = from.int("retention_policy.days", 0);
    let is_on = kept.datum() == Some(&Datum::Bool(true));
    to.set(
        Key::LogRetentionDays,
        match (is_on, kept.why().is_some()) {
            // kept, and for ever when no number of days is given
            (true, _) => days.map(|d| if d == Datum::Int(0) { Datum::Int(36_500) } else { d }),
            (false, true) => kept,
            (false, false) => kept.map(|_| Datum::Absent),
        },
    );
}

fn is_text(from: &Reader<'_>, path: &str, texts: &[&str]) -> bool {
    let text = from.node(path).and_then(Node::as_text);
    text.is_some_and(|t| texts.iter().any(|x| t.eq_ignore_ascii_case(x)))
}

fn subnet(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FirewallAttached, from.block("network_security_group_id"));
    // the platform refuses or replaces a security group on these
    let reserved = is_text(from, "name", &["GatewaySubnet", "AzureFirewallSubnet"])
        || is_text(from, "delegation.service_delegation.name", &["Microsoft.Netapp/volumes"]);
    to.set(Key::ReservedForPlatform, from.here(reserved));
}

fn interface(from: &Reader<'_>, to: &mut Resource) {
    let forwarding = from.named(&["ip_forwarding_enabled", "enable_ip_forwarding"]);
    to.set(Key::IpForwarding, from.bool(forwarding, false));
    let configurations = from.blocks("ip_configuration");
    let mut address = Setting::Default(Datum::Absent);
    for configuration in &configurations.known {
        let found = configuration.presence("public_ip_address_id");
        if found.datum() != Some(&Datum::Absent) {
            address = found;
        }
    }
    if let (Some((unknown, at)), Some(Datum::Absent)) = (configurations.unknown, address.datum()) {
        address = Setting::Unknown { why: unknown.why.clone().into(), at };
    }
    to.set(Key::PublicAddress, address);
}

fn bastion(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ShareableLink, from.bool("shareable_link_enabled", false));
}

fn connection(from: &Reader<'_>, to: &mut Resource) {
    let version = from.text("connection_protocol", "IKEv2");
    to.set(
        Key::IkeVersions,
        version.map(|d| match d {
            Datum::Text(t) => Datum::List([Maybe::Known(t.to_lowercase().into())].into()),
            other => other,
        }),
    );
}
