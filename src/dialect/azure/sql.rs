//! Azure SQL: servers, databases, managed instances and what guards them.

use crate::dialect::combine::{both, either, refers_to, switched, text_is};
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_mssql_server", Kind::Database, server),
    Type::resource("azurerm_sql_server", Kind::Database, older_server),
    Type::companion("azurerm_mssql_server_extended_auditing_policy", AUDITING),
    Type::companion("azurerm_mssql_server_transparent_data_encryption", SERVER_KEY),
    Type::companion("azurerm_sql_active_directory_administrator", OLDER_ADMINISTRATOR),
    Type::resource("azurerm_mssql_server_security_alert_policy", Kind::ThreatDetector, alert_policy)
        .with_links(ALERTS),
    Type::resource("azurerm_mssql_server_vulnerability_assessment", Kind::ThreatDetector, assessment)
        .with_links(ASSESSMENT),
    Type::resource("azurerm_mssql_database", Kind::Database, database),
    Type::resource("azurerm_sql_database", Kind::Database, older_database),
    Type::resource("azurerm_mssql_database_extended_auditing_policy", Kind::LogExport, database_auditing),
    Type::resource("azurerm_mssql_managed_instance", Kind::Database, managed_instance),
    Type::resource(
        "azurerm_mssql_managed_instance_security_alert_policy",
        Kind::ThreatDetector,
        managed_alert_policy,
    ),
    Type::resource(
        "azurerm_mssql_managed_instance_vulnerability_assessment",
        Kind::ThreatDetector,
        managed_assessment,
    ),
    Type::companion("azurerm_mssql_managed_instance_transparent_data_encryption", MANAGED_KEY),
    Type::companion("azurerm_mssql_managed_instance_active_directory_administrator", MANAGED_ADMINISTRATOR),
    Type::resource("azurerm_mssql_firewall_rule", Kind::Firewall, firewall_rule),
    Type::resource("azurerm_sql_firewall_rule", Kind::Firewall, firewall_rule).with_links(OLDER_FIREWALL),
];

const SERVERS: &[&str] = &["azurerm_mssql_server", "azurerm_sql_server"];
const MANAGED: &[&str] = &["azurerm_mssql_managed_instance"];

static AUDITING: &[Link] = &[Link { by: &["server_id"], to: SERVERS, named: &[], apply: audited }];
static SERVER_KEY: &[Link] = &[Link { by: &["server_id"], to: SERVERS, named: &[], apply: keyed }];
static MANAGED_KEY: &[Link] = &[Link { by: &["managed_instance_id"], to: MANAGED, named: &[], apply: keyed }];
static OLDER_ADMINISTRATOR: &[Link] =
    &[Link { by: &["server_name"], to: SERVERS, named: &["name"], apply: administered }];
static MANAGED_ADMINISTRATOR: &[Link] =
    &[Link { by: &["managed_instance_id"], to: MANAGED, named: &[], apply: administered }];
static ALERTS: &[Link] = &[Link { by: &["server_name"], to: SERVERS, named: &["name"], apply: guarded }];
static ASSESSMENT: &[Link] = &[Link {
    by: &["server_security_alert_policy_id"],
    to: &["azurerm_mssql_server_security_alert_policy"],
    named: &[],
    apply: assessed,
}];
static OLDER_FIREWALL: &[Link] =
    &[Link { by: &["server_name"], to: &["azurerm_sql_server"], named: &["name"], apply: admits }];

fn on(from: &Reader<'_>) -> Setting {
    Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false }
}

/// The minimum version of TLS as a number with a point; what it is when not written depends on the provider's version.
pub(super) fn minimum_tls(from: &Reader<'_>, path: &str) -> Setting {
    from.text(path, Datum::Absent).map(|datum| match datum {
        Datum::Text(s) => {
            let version = s.trim_start_matches("TLS").trim_start_matches("Tls").replace('_', ".");
            match version.as_str() {
                "12" => Datum::from("1.2"),
                "13" => Datum::from("1.3"),
                "11" => Datum::from("1.1"),
                other => Datum::from(other),
            }
        }
        other => other,
    })
}

fn server(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("sqlserver"));
    to.set(Key::MinimumTls, minimum_tls(from, "minimum_tls_version"));
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(Key::PrivateConnectivity, from.without("azurerm_private_endpoint", false));
    to.set(Key::OutboundRestricted, from.bool("outbound_network_restriction_enabled", false));
    to.set(Key::IdentityAuthentication, switched(from.presence("azuread_administrator.login_username")));
    to.set(
        Key::LocalAuthentication,
        from.bool("azuread_administrator.azuread_authentication_only", false)
            .map(|only| Datum::Bool(only != Datum::Bool(true))),
    );
    to.set(Key::CustomerKey, from.presence("transparent_data_encryption_key_vault_key_id"));
    auditing(from, to);
    to.set(Key::ThreatDetection, from.without("azurerm_mssql_server_security_alert_policy", false));
}

fn older_server(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("sqlserver"));
    to.set(Key::IdentityAuthentication, Setting::default(false));
    auditing(from, to);
    to.set(Key::ThreatDetection, text_is(from, "threat_detection_policy.state", "Disabled", &["Enabled"]));
    to.set(Key::PlatformServicesAdmitted, Setting::default(false));
}

fn auditing(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditLogging, from.block("extended_auditing_policy"));
    to.set(Key::LogRetentionDays, from.int("extended_auditing_policy.retention_in_days", Datum::Absent));
}

fn audited(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AuditLogging, both([on(from), from.bool("enabled", true)]));
    to.set(Key::LogRetentionDays, from.int("retention_in_days", Datum::Absent));
}

fn keyed(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::CustomerKey,
        either([from.presence("key_vault_key_id"), from.presence("managed_hsm_key_id")]),
    );
}

fn administered(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::IdentityAuthentication, on(from));
}

fn alert_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, text_is(from, "state", "Disabled", &["Enabled"]));
    to.set(Key::DisabledAlerts, from.list("disabled_alerts", Datum::List([].into())));
    to.set(Key::AlertRecipients, from.presence("email_addresses"));
    to.set(Key::AlertAdministrators, from.bool("email_account_admins", false));
    to.set(Key::LogRetentionDays, from.int("retention_days", 0));
    to.set(Key::RecurringScans, from.without("azurerm_mssql_server_vulnerability_assessment", false));
    to.set(Key::SourceResource, refers_to(from, "server_name"));
}

fn guarded(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, text_is(from, "state", "Disabled", &["Enabled"]));
}

fn assessment(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SourceResource, refers_to(from, "server_security_alert_policy_id"));
    to.set(Key::RecurringScans, from.bool("recurring_scans.enabled", false));
    to.set(Key::AlertAdministrators, from.bool("recurring_scans.email_subscription_admins", false));
    to.set(Key::AlertRecipients, from.presence("recurring_scans.emails"));
}

fn assessed(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RecurringScans, from.bool("recurring_scans.enabled", false));
}

fn database(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("transparent_data_encryption_enabled", true));
    to.set(Key::CustomerKey, from.presence("transparent_data_encryption_key_vault_key_id"));
    to.set(Key::MultiZone, from.bool("zone_redundant", false));
    to.set(Key::Ledger, from.bool("ledger_enabled", false));
    to.set(Key::BackupRetentionDays, from.int("short_term_retention_policy.retention_days", 7));
    to.set(Key::LongTermRetention, from.block("long_term_retention_policy"));
    to.set(Key::CrossRegionCopy, text_is(from, "storage_account_type", "Geo", &["Geo", "GeoZone"]));
}

fn older_database(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::MultiZone, from.bool("zone_redundant", false));
}

fn database_auditing(from: &Reader<'_>, to: &mut Resource) {
    // on by default only since version 3 of the provider
    to.set(Key::AuditLogging, from.bool("log_monitoring_enabled", Datum::Absent));
    to.set(Key::LogRetentionDays, from.int("retention_in_days", Datum::Absent));
}

fn managed_instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, Setting::default("sqlserver"));
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::MinimumTls, minimum_tls(from, "minimum_tls_version"));
    to.set(Key::PublicAccess, from.bool("public_data_endpoint_enabled", false));
    to.set(
        Key::CustomerKey,
        from.without("azurerm_mssql_managed_instance_transparent_data_encryption", Datum::Absent),
    );
    to.set(Key::MultiZone, from.bool("zone_redundant_enabled", false));
    to.set(Key::CrossRegionCopy, text_is(from, "storage_account_type", "GRS", &["GRS", "GZRS"]));
    to.set(Key::IdentityAuthentication, from.block("azure_active_directory_administrator"));
}

fn managed_alert_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, from.bool("enabled", true));
    to.set(Key::DisabledAlerts, from.list("disabled_alerts", Datum::List([].into())));
    to.set(Key::AlertRecipients, from.presence("email_addresses"));
    to.set(Key::AlertAdministrators, from.bool("email_account_admins_enabled", false));
}

fn managed_assessment(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RecurringScans, from.bool("recurring_scans.enabled", false));
    to.set(Key::AlertAdministrators, from.bool("recurring_scans.email_subscription_admins", true));
    to.set(Key::AlertRecipients, from.presence("recurring_scans.emails"));
}

/// A rule as `first-last`; unknown where either end is.
pub(super) fn firewall_rule(from: &Reader<'_>, to: &mut Resource) {
    let first = from.text("start_ip_address", Datum::Absent);
    let last = from.text("end_ip_address", Datum::Absent);
    let range = match (&first, &last) {
        (Setting::Unknown { .. }, _) => first.clone(),
        (_, Setting::Unknown { .. }) => last.clone(),
        _ => first.clone().map(|_| {
            let text = |s: &Setting| s.datum().map(ToString::to_string).unwrap_or_default();
            Datum::from(format!("{}-{}", text(&first), text(&last)).as_str())
        }),
    };
    to.set(Key::AddressRange, range);
}

fn admits(from: &Reader<'_>, to: &mut Resource) {
    let zero = |path: &str| text_is(from, path, "", &["0.0.0.0"]);
    let either_end = either([zero("start_ip_address"), zero("end_ip_address")]);
    let before = to.take(Key::PlatformServicesAdmitted).unwrap_or(Setting::Default(Datum::Bool(false)));
    to.set(Key::PlatformServicesAdmitted, either([before, either_end]));
}
