//! Automation, batch, Service Fabric and Spring.

use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_automation_account", Kind::AutomationJob, account),
    Type::resource("azurerm_automation_variable_bool", Kind::Parameter, variable),
    Type::resource("azurerm_automation_variable_string", Kind::Parameter, variable),
    Type::resource("azurerm_automation_variable_int", Kind::Parameter, variable),
    Type::resource("azurerm_automation_variable_datetime", Kind::Parameter, variable),
    Type::resource("azurerm_batch_account", Kind::AutomationJob, batch),
    Type::resource("azurerm_service_fabric_cluster", Kind::Cluster, service_fabric),
    Type::resource("azurerm_spring_cloud_service", Kind::ContainerService, spring),
    Type::resource("azurerm_spring_cloud_app", Kind::WebApp, spring_app).with_links(&[Link {
        by: &["service_name"],
        to: &["azurerm_spring_cloud_service"],
        named: &["name"],
        apply: spring_tls,
    }]),
    Type::resource("azurerm_spring_cloud_api_portal", Kind::Endpoint, portal),
    Type::resource("azurerm_machine_learning_compute_instance", Kind::Notebook, workstation),
    Type::resource("azurerm_machine_learning_compute_cluster", Kind::Notebook, workstation),
];

fn present(setting: Setting) -> Setting {
    setting.map(|d| Datum::Bool(d != Datum::Absent))
}

fn account(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(Key::LocalAuthentication, from.bool("local_authentication_enabled", true));
    to.set(Key::CustomerKey, from.presence("encryption.key_vault_key_id"));
}

fn variable(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("encrypted", false));
}

fn batch(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("encryption.key_vault_key_id"));
    to.set(Key::KeyVaultReference, from.presence("key_vault_reference.id"));
    let public = from.bool("public_network_access_enabled", true);
    let open = || from.says("network_profile.account_access.default_action", &["Allow", "allow"], false);
    to.set(Key::PublicAccess, public.and(open));
}

fn service_fabric(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::EncryptedInTransit,
        from.any_block("fabric_settings", |settings| {
            settings.says("name", &["Security"], false).truth().and(|| {
                settings.says("parameters.ClusterProtectionLevel", &["EncryptAndSign"], false).truth()
            })
        }),
    );
    to.set(Key::GroupBasedAccess, present(from.presence("azure_active_directory.tenant_id")));
}

fn spring(from: &Reader<'_>, to: &mut Resource) {
    let basic = from.says("sku_name", &["B0", "b0"], false);
    to.set(
        Key::NetworkAttached,
        basic.negate().and(|| present(from.presence("network.service_runtime_subnet_id"))),
    );
    to.set(Key::EncryptedInTransit, Setting::default(true));
}

fn spring_app(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HttpsOnly, from.bool("https_only", false));
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
}

/// The service is as protected as its least protected application.
fn spring_tls(from: &Reader<'_>, to: &mut Resource) {
    let app = from.bool("tls_enabled", false);
    let together = match to.take(Key::EncryptedInTransit) {
        Some(others) => others.and(|| app),
        None => app,
    };
    to.set(Key::EncryptedInTransit, together);
}

fn portal(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HttpsOnly, from.bool("https_only_enabled", false));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", false));
}

fn workstation(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LocalAuthentication, from.bool("local_auth_enabled", true));
    to.set(Key::PublicAddress, from.bool("node_public_ip_enabled", true));
    to.set(Key::NetworkAttached, present(from.presence("subnet_resource_id")));
}
