//! Azure Monitor: the activity log and its export, workspaces, alerts and who is told.

use crate::dialect::combine::{either, refers_to, switched};
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_monitor_log_profile", Kind::AuditTrail, log_profile),
    Type::resource("azurerm_monitor_diagnostic_setting", Kind::LogExport, diagnostic_setting)
        .with_links(VAULT_LOGS),
    Type::resource("azurerm_monitor_aad_diagnostic_setting", Kind::LogExport, directory_diagnostic_setting),
    Type::resource("azurerm_monitor_activity_log_alert", Kind::Alarm, activity_log_alert),
    Type::resource("azurerm_monitor_metric_alert", Kind::Alarm, metric_alert),
    Type::resource("azurerm_monitor_scheduled_query_rules_alert", Kind::Alarm, query_alert),
    Type::resource("azurerm_monitor_scheduled_query_rules_alert_v2", Kind::Alarm, query_alert_v2),
    Type::resource("azurerm_monitor_action_group", Kind::Alarm, action_group),
    Type::resource("azurerm_log_analytics_workspace", Kind::LogStore, workspace),
    Type::resource("azurerm_log_analytics_cluster", Kind::LogStore, cluster),
    Type::companion("azurerm_log_analytics_cluster_customer_managed_key", CLUSTER_KEY),
    Type::resource("azurerm_log_analytics_data_export_rule", Kind::LogExport, data_export),
    Type::resource("azurerm_application_insights", Kind::LogStore, application_insights),
    Type::resource("azurerm_network_watcher", Kind::ConfigurationRecorder, network_watcher),
    Type::resource("azurerm_sentinel_log_analytics_workspace_onboarding", Kind::ThreatDetector, sentinel),
    Type::resource("azurerm_sentinel_alert_rule_scheduled", Kind::Alarm, sentinel_rule),
    Type::resource("azurerm_sentinel_alert_rule_ms_security_incident", Kind::Alarm, sentinel_rule),
    Type::resource("azurerm_sentinel_alert_rule_nrt", Kind::Alarm, sentinel_rule),
];

static CLUSTER_KEY: &[Link] = &[Link {
    by: &["log_analytics_cluster_id"],
    to: &["azurerm_log_analytics_cluster"],
    named: &[],
    apply: cluster_key,
}];

/// A vault's own log of who used which key and secret.
static VAULT_LOGS: &[Link] = &[Link {
    by: &["target_resource_id"],
    to: &["azurerm_key_vault", "azurerm_key_vault_managed_hardware_security_module"],
    named: &[],
    apply: vault_logs,
}];

fn vault_logs(from: &Reader<'_>, to: &mut Resource) {
    let categories = exported_categories(from);
    let exported = match &categories {
        Setting::Unknown { why, .. } => Truth::Unknown(why.clone()),
        _ => match categories.datum() {
            Some(Datum::List(list)) => {
                Truth::any(list.iter(), |c| c.test(|c| matches!(&**c, "AuditEvent" | "audit" | "allLogs")))
            }
            _ => Truth::False,
        },
    };
    let exports = Setting::concluded(exported, categories.at());
    if to.get(Key::AuditLogging).is_none_or(|before| before.datum() != Some(&Datum::Bool(true))) {
        to.set(Key::AuditLogging, exports);
    }
}

fn log_profile(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogCategories, from.list("categories", Datum::List([].into())));
    to.set(Key::LogRegions, from.list("locations", Datum::List([].into())));
    to.set(
        Key::LogDestination,
        either([refers_to(from, "storage_account_id"), from.presence("servicebus_rule_id")]),
    );
    // a retention policy that is switched off keeps records for ever
    to.set(
        Key::LogRetentionDays,
        match from.bool("retention_policy.enabled", Datum::Absent) {
            Setting::Known { datum: Datum::Bool(false), at, sensitive } => {
                Setting::Known { datum: Datum::Int(0), at, sensitive }
            }
            unknown @ Setting::Unknown { .. } => unknown,
            Setting::Default(_) => Setting::Default(Datum::Absent),
            Setting::Known { at, .. } => match from.int("retention_policy.days", Datum::Absent) {
                // an active policy of no days deletes at once
                Setting::Known { datum: Datum::Int(0), .. } => {
                    Setting::Known { datum: Datum::Absent, at, sensitive: false }
                }
                days => days,
            },
        },
    );
}

/// Categories and groups of categories that are switched on; the older block carries its own switch.
fn exported_categories(from: &Reader<'_>) -> Setting {
    let mut items = Vec::new();
    let mut at = from.place();
    for name in ["enabled_log", "log"] {
        let blocks = from.blocks(name);
        if let Some((unknown, _)) = blocks.unknown {
            items.push(Maybe::Unknown(std::sync::Arc::new(unknown.why.clone())));
        }
        for block in blocks.known {
            at = block.place();
            let category =
                either([block.text("category", Datum::Absent), block.text("category_group", Datum::Absent)]);
            match (block.bool("enabled", true).truth(), category) {
                (Truth::False, _) => {}
                (Truth::Unknown(why), _) | (_, Setting::Unknown { why, .. }) => {
                    items.push(Maybe::Unknown(why));
                }
                (Truth::True, setting) => {
                    if let Some(Datum::Text(category)) = setting.datum() {
                        items.push(Maybe::Known(category.clone()));
                    }
                }
            }
        }
    }
    if items.is_empty() {
        return Setting::Default(Datum::List([].into()));
    }
    match items.iter().find_map(|item| item.why()) {
        Some(why) if items.iter().all(|item| item.known().is_none()) => {
            Setting::Unknown { why: why.clone(), at }
        }
        _ => Setting::Known { datum: Datum::List(items.into()), at, sensitive: false },
    }
}

fn diagnostic_setting(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogCategories, exported_categories(from));
    to.set(Key::LogDestination, destination(from));
    to.set(Key::SourceResource, refers_to(from, "target_resource_id"));
}

fn directory_diagnostic_setting(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogCategories, exported_categories(from));
    to.set(Key::LogDestination, destination(from));
}

fn destination(from: &Reader<'_>) -> Setting {
    either(
        [
            "log_analytics_workspace_id",
            "storage_account_id",
            "eventhub_authorization_rule_id",
            "eventhub_name",
            "partner_solution_id",
        ]
        .map(|path| refers_to(from, path)),
    )
}

fn activity_log_alert(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
    to.set(Key::AlarmActions, from.block("action"));
    to.set(Key::AlarmOperation, from.text("criteria.operation_name", Datum::Absent));
    to.set(Key::AlarmCategory, from.text("criteria.category", Datum::Absent));
}

fn metric_alert(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
    to.set(Key::AlarmActions, from.block("action"));
}

fn query_alert(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
    to.set(Key::AlarmActions, from.presence("action.action_group"));
}

fn query_alert_v2(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
    to.set(Key::AlarmActions, from.presence("action.action_groups"));
}

fn action_group(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
    let receivers = [
        "arm_role_receiver",
        "automation_runbook_receiver",
        "azure_app_push_receiver",
        "azure_function_receiver",
        "email_receiver",
        "event_hub_receiver",
        "itsm_receiver",
        "logic_app_receiver",
        "sms_receiver",
        "voice_receiver",
        "webhook_receiver",
    ];
    to.set(Key::AlertRecipients, switched(either(receivers.map(|receiver| from.block(receiver)))));
}

fn workspace(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogRetentionDays, from.int("retention_in_days", 30));
    to.set(Key::IngestOverInternet, from.bool("internet_ingestion_enabled", true));
    to.set(Key::QueryOverInternet, from.bool("internet_query_enabled", true));
    to.set(Key::LocalAuthentication, local_authentication(from));
}

/// Switched off by one name in older versions of the provider, on by another in newer ones.
fn local_authentication(from: &Reader<'_>) -> Setting {
    if from.has("local_authentication_disabled") {
        let disabled = from.bool("local_authentication_disabled", false);
        return disabled.map(|d| Datum::Bool(d != Datum::Bool(true)));
    }
    from.bool("local_authentication_enabled", true)
}

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(
        Key::CustomerKey,
        from.without("azurerm_log_analytics_cluster_customer_managed_key", Datum::Absent),
    );
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
}

fn cluster_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("key_vault_key_id"));
}

fn data_export(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LoggingEnabled, from.bool("enabled", false));
    to.set(Key::LogDestination, refers_to(from, "destination_resource_id"));
}

fn application_insights(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogRetentionDays, from.int("retention_in_days", 90));
    to.set(Key::IngestOverInternet, from.bool("internet_ingestion_enabled", true));
    to.set(Key::QueryOverInternet, from.bool("internet_query_enabled", true));
    to.set(Key::LocalAuthentication, local_authentication(from));
    to.set(Key::LogStoreLink, refers_to(from, "workspace_id"));
}

fn network_watcher(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RecorderRunning, Setting::default(true));
}

fn sentinel(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, Setting::default(true));
    to.set(Key::CustomerKey, from.bool("customer_managed_key_enabled", false));
}

fn sentinel_rule(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AlarmEnabled, from.bool("enabled", true));
}
