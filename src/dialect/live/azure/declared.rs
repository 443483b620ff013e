//! What only holds for what ARM templates and Bicep declare.
//!
//! Whoever writes a template leaves out what the service then decides. Terraform's provider writes its own defaults; where
//! the service has others, a shape's defaults say so.

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
