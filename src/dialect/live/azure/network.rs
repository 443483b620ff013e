//! Networks: security groups, subnets, interfaces, private endpoints, flow logs, bastions, gateways' connections.

use super::{arm, is_approved};
use crate::dialect::live::field::put;
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Node, Object};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "Microsoft.Network/networkSecurityGroups",
        "azurerm_network_security_group",
        &[Field::of("security_rule", "properties.securityRules", Take::Blocks(RULE))],
    ),
    Shape::new(
        "Microsoft.Network/virtualNetworks",
        "azurerm_virtual_network",
        &[Field::same("dns_servers", "properties.dhcpOptions.dnsServers")
            .or_unset_in("properties.addressSpace")],
    ),
    Shape::new(
        "Microsoft.Network/virtualNetworks/subnets",
        "azurerm_subnet",
        &[
            Field::same("name", "name"),
            arm("network_security_group_id", "properties.networkSecurityGroup.id"),
            Field::same(
                "delegation.service_delegation.name",
                "properties.delegations.0.properties.serviceName",
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.Network/networkWatchers/flowLogs",
        "azurerm_network_watcher_flow_log",
        &[
            Field::same("enabled", "properties.enabled"),
            Field::same("retention_policy.enabled", "properties.retentionPolicy.enabled"),
            Field::same("retention_policy.days", "properties.retentionPolicy.days"),
        ],
    ),
    Shape::new("Microsoft.Network/networkWatchers", "azurerm_network_watcher", &[]),
    Shape::new(
        "Microsoft.Network/networkInterfaces",
        "azurerm_network_interface",
        &[
            Field::same("ip_forwarding_enabled", "properties.enableIPForwarding"),
            Field::of(
                "ip_configuration",
                "properties.ipConfigurations",
                Take::Blocks(&[arm("public_ip_address_id", "properties.publicIPAddress.id")]),
            ),
        ],
    ),
    Shape::new(
        "Microsoft.Network/bastionHosts",
        "azurerm_bastion_host",
        &[Field::same("shareable_link_enabled", "properties.enableShareableLink")],
    ),
    Shape::new("Microsoft.Network/privateEndpoints", "azurerm_private_endpoint", &[]).more(endpoint),
    Shape::new(
        "Microsoft.Network/connections",
        "azurerm_virtual_network_gateway_connection",
        &[Field::same("connection_protocol", "properties.connectionProtocol")],
    ),
];

/// Which of the singular and plural forms a rule uses is up to who wrote it; the other is left out.
pub(super) const RULE: &[Field] = &[
    Field::same("name", "name"),
    Field::same("direction", "properties.direction"),
    Field::same("access", "properties.access"),
    Field::same("protocol", "properties.protocol"),
    Field::same("priority", "properties.priority"),
    Field::same("source_address_prefix", "properties.sourceAddressPrefix").or_unset(),
    Field::same("source_address_prefixes", "properties.sourceAddressPrefixes").or_unset(),
    Field::same("destination_address_prefix", "properties.destinationAddressPrefix").or_unset(),
    Field::same("destination_address_prefixes", "properties.destinationAddressPrefixes").or_unset(),
    Field::same("destination_port_range", "properties.destinationPortRange").or_unset(),
    Field::same("destination_port_ranges", "properties.destinationPortRanges").or_unset(),
    Field::of(
        "source_application_security_group_ids",
        "properties.sourceApplicationSecurityGroups",
        Take::With(ids),
    )
    .or_unset(),
    Field::of(
        "destination_application_security_group_ids",
        "properties.destinationApplicationSecurityGroups",
        Take::With(ids),
    )
    .or_unset(),
];

fn ids(node: &Node) -> Option<Node> {
    super::each(node, "id")
}

/// The service behind an approved connection. One that waits for approval connects nothing.
fn endpoint(source: &Source<'_>, body: &mut Object) {
    let lists =
        ["properties.privateLinkServiceConnections", "properties.manualPrivateLinkServiceConnections"];
    let connections = lists.into_iter().filter_map(|l| source.at(l)).filter_map(Node::items).flatten();
    for connection in connections.filter(|c| source.is_template() || is_approved(c)) {
        let id = Source::within(connection, "properties.privateLinkServiceId");
        let id = id.and_then(|n| if n.as_unknown().is_some() { Some(n.clone()) } else { super::arm_id(n) });
        if let Some(id) = id {
            put(body, "private_service_connection.private_connection_resource_id", id);
        }
    }
}
