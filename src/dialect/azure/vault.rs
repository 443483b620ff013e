//! Key vaults, what they hold, and App Configuration.

use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_key_vault", Kind::KeyVault, key_vault),
    Type::resource("azurerm_key_vault_managed_hardware_security_module", Kind::KeyVault, managed_hsm),
    Type::resource("azurerm_key_vault_access_policy", Kind::Policy, access_policy),
    Type::resource("azurerm_key_vault_key", Kind::Key, key),
    Type::resource("azurerm_key_vault_managed_hardware_security_module_key", Kind::Key, hsm_key),
    Type::resource("azurerm_key_vault_secret", Kind::Secret, secret),
    Type::resource("azurerm_key_vault_certificate", Kind::Certificate, certificate),
    Type::resource("azurerm_app_configuration", Kind::Parameter, app_configuration),
];

fn key_vault(from: &Reader<'_>, to: &mut Resource) {
    network(from, to);
    to.set(Key::PrivateConnectivity, from.without("azurerm_private_endpoint", false));
    to.set(Key::SoftDelete, from.bool("soft_delete_enabled", true));
    // the argument was renamed in version 4.42 of the provider
    let rbac = ["rbac_authorization_enabled", "enable_rbac_authorization"];
    let rbac = rbac.into_iter().find(|name| from.has(name)).unwrap_or("rbac_authorization_enabled");
    to.set(Key::RoleBasedAccess, from.bool(rbac, false));
}

fn managed_hsm(from: &Reader<'_>, to: &mut Resource) {
    network(from, to);
}

/// What both kinds of vault share.
fn network(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditLogging, from.without("azurerm_monitor_diagnostic_setting", false));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(Key::DefaultAction, from.text("network_acls.default_action", "Allow"));
    to.set(Key::AllowedNetworks, from.names("network_acls.ip_rules"));
    to.set(Key::AllowedSubnets, from.names("network_acls.virtual_network_subnet_ids"));
    to.set(Key::PurgeProtection, from.bool("purge_protection_enabled", false));
    to.set(Key::SoftDeleteDays, from.int("soft_delete_retention_days", 90));
}

fn access_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::KeyPermissions, from.list("key_permissions", Datum::List([].into())));
    to.set(Key::SecretPermissions, from.list("secret_permissions", Datum::List([].into())));
}

fn key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Expires, from.presence("expiration_date"));
    to.set(
        Key::KeyHardware,
        from.text("key_type", Datum::Absent)
            .map(|kind| Datum::Bool(matches!(&kind, Datum::Text(kind) if kind.ends_with("-HSM")))),
    );
    to.set(Key::KeyRotation, from.block("rotation_policy.automatic"));
}

fn hsm_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Expires, from.presence("expiration_date"));
}

fn secret(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Expires, from.presence("expiration_date"));
    to.set(Key::ContentType, from.presence("content_type"));
}

fn certificate(from: &Reader<'_>, to: &mut Resource) {
    let policy = "certificate_policy";
    if !from.has(policy) {
        // imported: its issuer settled how long it lives
        return;
    }
    to.set(
        Key::CertificateMonths,
        from.int(&format!("{policy}.x509_certificate_properties.validity_in_months"), Datum::Absent),
    );
    let renews = from.blocks(&format!("{policy}.lifetime_action")).known.iter().any(|action| {
        action.node("action.action_type").and_then(Node::as_text).is_some_and(|a| &*a == "AutoRenew")
    });
    let renewal = from.block(&format!("{policy}.lifetime_action"));
    to.set(Key::CertificateRenewal, renewal.map(|_| Datum::Bool(renews)));
}

fn app_configuration(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LocalAuthentication, from.bool("local_auth_enabled", true));
    to.set(Key::CustomerKey, from.presence("encryption.key_vault_key_identifier"));
    to.set(Key::PurgeProtection, from.bool("purge_protection_enabled", false));
    // unset means automatic: closed as soon as there is a private endpoint
    to.set(Key::PublicAccess, from.says("public_network_access", &["Enabled"], false));
    to.set(Key::ServiceTier, from.text("sku", "free"));
}
