//! Synapse, Data Factory, Databricks, Data Explorer, Data Lake, machine learning and cognitive services.

use super::sql::{firewall_rule, minimum_tls};
use crate::dialect::combine::{either, refers_to, text_is};
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_synapse_workspace", Kind::Warehouse, synapse),
    Type::resource("azurerm_synapse_sql_pool", Kind::Warehouse, sql_pool),
    Type::resource("azurerm_synapse_spark_pool", Kind::AnalyticsWorkspace, spark_pool),
    Type::resource("azurerm_synapse_firewall_rule", Kind::Firewall, firewall_rule)
        .with_links(SYNAPSE_FIREWALL),
    Type::companion("azurerm_synapse_workspace_extended_auditing_policy", SYNAPSE_AUDITING),
    Type::companion("azurerm_synapse_sql_pool_extended_auditing_policy", POOL_AUDITING),
    Type::companion("azurerm_synapse_sql_pool_security_alert_policy", POOL_ALERTS),
    Type::resource("azurerm_synapse_workspace_security_alert_policy", Kind::ThreatDetector, alert_policy),
    Type::resource("azurerm_synapse_workspace_vulnerability_assessment", Kind::ThreatDetector, assessment),
    Type::resource("azurerm_data_factory", Kind::Pipeline, data_factory),
    Type::companion("azurerm_data_factory_linked_service_key_vault", FACTORY_VAULT),
    Type::resource("azurerm_databricks_workspace", Kind::AnalyticsWorkspace, databricks),
    Type::companion("azurerm_databricks_workspace_root_dbfs_customer_managed_key", DATABRICKS_KEY),
    Type::resource("azurerm_kusto_cluster", Kind::AnalyticsWorkspace, data_explorer),
    Type::companion("azurerm_kusto_cluster_customer_managed_key", KUSTO_KEY),
    Type::resource("azurerm_machine_learning_workspace", Kind::AnalyticsWorkspace, learning_workspace),
    Type::resource("azurerm_cognitive_account", Kind::AnalyticsWorkspace, cognitive),
    Type::companion("azurerm_cognitive_account_customer_managed_key", COGNITIVE_KEY),
    Type::resource("azurerm_stream_analytics_job", Kind::Pipeline, stream_job),
    Type::resource("azurerm_hdinsight_hadoop_cluster", Kind::AnalyticsWorkspace, hadoop),
    Type::resource("azurerm_hdinsight_spark_cluster", Kind::AnalyticsWorkspace, hadoop),
];

const SYNAPSE: &[&str] = &["azurerm_synapse_workspace"];
const POOL: &[&str] = &["azurerm_synapse_sql_pool"];

static SYNAPSE_FIREWALL: &[Link] =
    &[Link { by: &["synapse_workspace_id"], to: SYNAPSE, named: &[], apply: admits }];
static SYNAPSE_AUDITING: &[Link] =
    &[Link { by: &["synapse_workspace_id"], to: SYNAPSE, named: &[], apply: audited }];
static POOL_AUDITING: &[Link] = &[Link { by: &["sql_pool_id"], to: POOL, named: &[], apply: pool_audited }];
static POOL_ALERTS: &[Link] = &[Link { by: &["sql_pool_id"], to: POOL, named: &[], apply: pool_guarded }];
static FACTORY_VAULT: &[Link] = &[Link {
    by: &["data_factory_id", "data_factory_name"],
    to: &["azurerm_data_factory"],
    named: &["name"],
    apply: vault_linked,
}];
static DATABRICKS_KEY: &[Link] =
    &[Link { by: &["workspace_id"], to: &["azurerm_databricks_workspace"], named: &[], apply: root_key }];
static KUSTO_KEY: &[Link] =
    &[Link { by: &["cluster_id"], to: &["azurerm_kusto_cluster"], named: &[], apply: named_key }];
static COGNITIVE_KEY: &[Link] = &[Link {
    by: &["cognitive_account_id"],
    to: &["azurerm_cognitive_account"],
    named: &[],
    apply: vault_key,
}];

fn on(from: &Reader<'_>) -> Setting {
    Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false }
}

fn public_access(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
}

fn managed_identity(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
}

fn synapse(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("customer_managed_key.key_name"));
    to.set(Key::SecretInState, from.presence("sql_administrator_login_password"));
    to.set(Key::ExfiltrationProtection, from.bool("data_exfiltration_protection_enabled", false));
    to.set(Key::NetworkAttached, from.bool("managed_virtual_network_enabled", false));
    to.set(Key::AuditLogging, from.without("azurerm_synapse_workspace_extended_auditing_policy", false));
    to.set(Key::FirewallRulesAttached, from.without("azurerm_synapse_firewall_rule", false));
    to.set(
        Key::IdentityAuthentication,
        either([from.bool("azuread_authentication_only", false), from.block("aad_admin")]),
    );
}

fn admits(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FirewallRulesAttached, on(from));
}

fn audited(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditLogging, on(from));
    to.set(Key::LogRetentionDays, from.int("retention_in_days", Datum::Absent));
}

fn pool_audited(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditLogging, from.bool("log_monitoring_enabled", true));
}

fn pool_guarded(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, text_is(from, "policy_state", "Disabled", &["Enabled"]));
}

fn sql_pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("data_encrypted", false));
    to.set(Key::AuditLogging, from.without("azurerm_synapse_sql_pool_extended_auditing_policy", false));
    to.set(Key::ThreatDetection, from.without("azurerm_synapse_sql_pool_security_alert_policy", false));
    to.set(Key::CrossRegionCopy, from.bool("geo_backup_policy_enabled", true));
}

fn spark_pool(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ComputeIsolation, from.bool("compute_isolation_enabled", false));
}

fn alert_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, text_is(from, "policy_state", "Disabled", &["Enabled"]));
    to.set(Key::DisabledAlerts, from.list("disabled_alerts", Datum::List([].into())));
    to.set(Key::AlertRecipients, from.presence("email_addresses"));
    to.set(Key::AlertAdministrators, from.bool("email_account_admins_enabled", false));
    to.set(Key::SourceResource, refers_to(from, "synapse_workspace_id"));
}

fn assessment(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SourceResource, refers_to(from, "workspace_security_alert_policy_id"));
    to.set(Key::RecurringScans, from.bool("recurring_scans.enabled", false));
    to.set(Key::AlertAdministrators, from.bool("recurring_scans.email_subscription_admins_enabled", false));
    to.set(Key::AlertRecipients, from.presence("recurring_scans.emails"));
}

fn data_factory(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("public_network_enabled", true));
    managed_identity(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("customer_managed_key_id"));
    to.set(Key::SecretReference, from.without("azurerm_data_factory_linked_service_key_vault", false));
    to.set(Key::NetworkAttached, from.bool("managed_virtual_network_enabled", false));
    to.set(
        Key::SourceControl,
        either([
            from.presence("github_configuration.repository_name"),
            from.presence("vsts_configuration.repository_name"),
        ]),
    );
}

fn vault_linked(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SecretReference, on(from));
}

fn databricks(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::ServiceTier, from.text("sku", Datum::Absent));
    to.set(Key::CustomerKeyEnforced, from.bool("customer_managed_key_enabled", false));
    to.set(
        Key::CustomerKey,
        from.without("azurerm_databricks_workspace_root_dbfs_customer_managed_key", Datum::Absent),
    );
    to.set(Key::InfrastructureEncryption, from.bool("infrastructure_encryption_enabled", false));
    to.set(
        Key::PublicAddress,
        from.bool("custom_parameters.no_public_ip", true).map(|d| Datum::Bool(d != Datum::Bool(true))),
    );
}

fn root_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
}

fn data_explorer(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    managed_identity(from, to);
    // version 3 of the provider renamed the switches
    to.set(
        Key::EncryptedAtRest,
        either([from.bool("disk_encryption_enabled", false), from.bool("enable_disk_encryption", false)]),
    );
    to.set(
        Key::InfrastructureEncryption,
        either([from.bool("double_encryption_enabled", false), from.bool("enable_double_encryption", false)]),
    );
    to.set(Key::CustomerKey, from.without("azurerm_kusto_cluster_customer_managed_key", Datum::Absent));
    to.set(Key::ServiceTier, from.text("sku.name", Datum::Absent));
}

fn named_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, either([from.presence("key_name"), from.presence("key_vault_id"), on(from)]));
}

fn vault_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
}

fn learning_workspace(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    managed_identity(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption.key_id"));
}

fn cognitive(from: &Reader<'_>, to: &mut Resource) {
    public_access(from, to);
    managed_identity(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::LocalAuthentication, from.bool("local_auth_enabled", true));
    to.set(Key::CustomerKey, either([from.presence("customer_managed_key.key_vault_key_id")]));
    to.set(Key::Engine, from.text("kind", Datum::Absent));
    to.set(Key::OutboundRestricted, from.bool("outbound_network_access_restricted", false));
    to.set(Key::AllowedNetworks, from.list("fqdns", Datum::List([].into())));
}

fn stream_job(from: &Reader<'_>, to: &mut Resource) {
    managed_identity(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::NetworkAttached, from.presence("stream_analytics_cluster_id"));
}

fn hadoop(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::MinimumTls, minimum_tls(from, "tls_min_version"));
    to.set(Key::EncryptedInTransit, from.bool("encryption_in_transit_enabled", false));
    to.set(Key::Kerberos, from.block("security_profile"));
}
