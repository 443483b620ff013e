//! Automation, Batch, Service Fabric and API Management.

use super::{IDENTITY, LOCAL_AUTHENTICATION, PUBLIC_BY_DEFAULT, arm};
use crate::dialect::live::field::put;
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "Microsoft.Automation/automationAccounts",
        "azurerm_automation_account",
        &[
            IDENTITY,
            LOCAL_AUTHENTICATION,
            // a yes or no here, unlike elsewhere
            Field::same("public_network_access_enabled", "properties.publicNetworkAccess"),
            Field::of("encryption.key_vault_key_id", "properties.encryption", Take::With(key)),
        ],
    ),
    Shape::new(
        "Microsoft.Batch/batchAccounts",
        "azurerm_batch_account",
        &[
            PUBLIC_BY_DEFAULT,
            Field::same(
                "encryption.key_vault_key_id",
                "properties.encryption.keyVaultProperties.keyIdentifier",
            )
            .or_unset(),
            arm("key_vault_reference.id", "properties.keyVaultReference.id"),
            Field::same(
                "network_profile.account_access.default_action",
                "properties.networkProfile.accountAccess.defaultAction",
            ),
        ],
    ),
    Shape::new(
        "Microsoft.ServiceFabric/clusters",
        "azurerm_service_fabric_cluster",
        &[
            Field::of(
                "fabric_settings",
                "properties.fabricSettings",
                Take::Blocks(&[
                    Field::same("name", "name"),
                    Field::of("parameters", "parameters", Take::With(parameters)),
                ]),
            ),
            Field::same("azure_active_directory.tenant_id", "properties.azureActiveDirectory.tenantId")
                .or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.ApiManagement/service",
        "azurerm_api_management",
        &[
            PUBLIC_BY_DEFAULT,
            arm(
                "virtual_network_configuration.subnet_id",
                "properties.virtualNetworkConfiguration.subnetResourceId",
            ),
            Field::same("sku_name", "sku.name"),
            Field::same("client_certificate_enabled", "properties.enableClientCertificate"),
        ],
    )
    .more(protocols),
];

/// The customer's key; nothing for the service's own.
fn key(node: &Node) -> Option<Node> {
    let source = Source::within(node, "keySource").and_then(Node::as_text)?;
    if source.eq_ignore_ascii_case("Microsoft.Keyvault") {
        return Source::within(node, "keyVaultProperties.keyName").cloned();
    }
    Some(super::null(node))
}

/// A list of names and values as an object.
fn parameters(node: &Node) -> Option<Node> {
    let mut object = Object::default();
    for parameter in node.items()? {
        let name = Source::within(parameter, "name").and_then(Node::as_text)?;
        object.insert(name, Source::within(parameter, "value")?.clone());
    }
    Some(Node { value: Value::Object(object.into()), ..node.clone() })
}

/// Where a gateway's old protocols stand among its custom properties, and the arguments that say so.
const PROTOCOLS: &[(&str, &str)] = &[
    ("backend.protocols.ssl30", "backend_ssl30_enabled"),
    ("backend.protocols.tls10", "backend_tls10_enabled"),
    ("backend.protocols.tls11", "backend_tls11_enabled"),
    ("protocols.ssl30", "frontend_ssl30_enabled"),
    ("protocols.tls10", "frontend_tls10_enabled"),
    ("protocols.tls11", "frontend_tls11_enabled"),
];

/// Older names of the same arguments.
const OLDER: &[&str] = &[
    "enable_backend_ssl30",
    "enable_back_end_ssl30",
    "enable_backend_tls10",
    "enable_backend_tls11",
    "enable_frontend_ssl30",
    "enable_frontend_tls10",
    "enable_frontend_tls11",
];

/// A protocol that the properties do not name is on or off by the age of the service: not known.
fn protocols(source: &Source<'_>, body: &mut Object) {
    let properties = source.at("properties.customProperties").and_then(Node::as_object);
    if source.is_template() {
        // of a service that is made now, what is not named is off
        for (_, argument) in PROTOCOLS {
            put(body, &format!("security.{argument}"), source.node(Value::Bool(false)));
        }
        for name in OLDER {
            put(body, &format!("security.{name}"), source.node(Value::Null));
        }
    }
    let Some(properties) = properties else { return };
    for name in OLDER {
        put(body, &format!("security.{name}"), source.node(Value::Null));
    }
    for (key, node) in properties {
        let key = key.to_ascii_lowercase();
        let Some(key) = key.strip_prefix("microsoft.windowsazure.apimanagement.gateway.security.") else {
            continue;
        };
        if let Some((_, argument)) = PROTOCOLS.iter().find(|(name, _)| *name == key) {
            put(body, &format!("security.{argument}"), node.clone());
        }
    }
}
