//! What Azure does where a template leaves a setting out, if that is not what Terraform's provider does.
//!
//! The provider writes its own defaults; the service has others, and some of them depend on the version of the API.

use crate::dialect::live::{Field, Source};
use crate::native::Value;

/// The value of an argument that a template does not set; null where the dialect's default is the service's too.
pub(in crate::dialect::live) fn left_out(source: &Source<'_>, field: &Field) -> Value {
    let vendor = &source.resource.vendor_type;
    let rule = RULES.iter().find(|rule| rule.vendor.eq_ignore_ascii_case(vendor) && rule.to == field.to);
    match rule.map(|rule| &rule.then) {
        None => Value::Null,
        Some(Then::No) => Value::Bool(false),
        Some(Then::Text(text)) => Value::String((*text).into()),
        Some(Then::YesSince(version)) => {
            let own = source.text("apiVersion");
            own.map_or(Value::Null, |own| Value::Bool(&*own >= *version))
        }
    }
}

/// Resources that configure others: where a template declares none, there is none.
pub(in crate::dialect::live) const SEPARATE: &[&str] = &[
    "azurerm_advanced_threat_protection",
    "azurerm_backup_protected_file_share",
    "azurerm_backup_protected_vm",
    "azurerm_data_protection_backup_instance_disk",
    "azurerm_log_analytics_storage_insights",
    "azurerm_monitor_diagnostic_setting",
    "azurerm_mssql_managed_instance_transparent_data_encryption",
    "azurerm_mssql_server_security_alert_policy",
    "azurerm_mysql_flexible_server_active_directory_administrator",
    "azurerm_postgresql_active_directory_administrator",
    "azurerm_postgresql_server_key",
    "azurerm_private_endpoint",
    "azurerm_recovery_services_vault_resource_guard_association",
    "azurerm_security_center_storage_defender",
    "azurerm_storage_container_immutability_policy",
    "azurerm_synapse_firewall_rule",
    "azurerm_synapse_sql_pool_extended_auditing_policy",
    "azurerm_synapse_sql_pool_security_alert_policy",
    "azurerm_synapse_workspace_extended_auditing_policy",
    "azurerm_virtual_machine_extension",
];

/// What holds where an argument is left out.
enum Then {
    No,
    Text(&'static str),
    /// Yes from this version of the API on, no before it.
    YesSince(&'static str),
}

/// A default of the service.
struct Rule {
    vendor: &'static str,
    /// The dialect's argument.
    to: &'static str,
    then: Then,
}

const fn rule(vendor: &'static str, to: &'static str, then: Then) -> Rule {
    Rule { vendor, to, then }
}

/// From the REST reference of each service.
#[rustfmt::skip]
static RULES: &[Rule] = &[
    // "The default value is true since API version 2019-04-01."
    rule("Microsoft.Storage/storageAccounts", "https_traffic_only_enabled", Then::YesSince("2019-04-01")),
    // Azure's own policy takes a cluster that does not say it for one without
    rule("Microsoft.ContainerService/managedClusters", "role_based_access_control_enabled", Then::No),
    // the provider switches it off, the service does not
    rule("Microsoft.Compute/virtualMachines", "disable_password_authentication", Then::No),
    rule("Microsoft.Compute/virtualMachineScaleSets", "disable_password_authentication", Then::No),
    rule(
        "Microsoft.Compute/virtualMachineScaleSets",
        "os_profile.linux_configuration.disable_password_authentication",
        Then::No,
    ),
    rule("Microsoft.Web/sites", "site_config.ftps_state", Then::Text("AllAllowed")),
    rule("Microsoft.Web/sites/slots", "site_config.ftps_state", Then::Text("AllAllowed")),
];
