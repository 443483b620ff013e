//! Azure Monitor: diagnostic settings, alerts and who is told, workspaces and application insights.

use super::{IDENTITY, arm};
use crate::dialect::live::{Companion, Field, Shape, Source, Take};
use crate::native::Node;

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "Microsoft.Insights/diagnosticSettings",
        "azurerm_monitor_diagnostic_setting",
        &[
            arm("target_resource_id", "target"),
            Field::of(
                "enabled_log",
                "properties.logs",
                Take::Blocks(&[
                    Field::same("category", "category").or_unset(),
                    Field::same("category_group", "categoryGroup").or_unset(),
                    Field::same("enabled", "enabled"),
                ]),
            )
            .or_unset(),
            arm("log_analytics_workspace_id", "properties.workspaceId"),
            arm("storage_account_id", "properties.storageAccountId"),
            arm("eventhub_authorization_rule_id", "properties.eventHubAuthorizationRuleId"),
            Field::same("eventhub_name", "properties.eventHubName").or_unset(),
            arm("partner_solution_id", "properties.marketplacePartnerId"),
        ],
    )
    .unset(&["log"]),
    Shape::new(
        "Microsoft.Insights/activityLogAlerts",
        "azurerm_monitor_activity_log_alert",
        &[
            Field::same("enabled", "properties.enabled"),
            Field::same("action", "properties.actions.actionGroups").or_unset(),
            Field::of("criteria.operation_name", "properties.condition.allOf", Take::With(operation)),
            Field::of("criteria.category", "properties.condition.allOf", Take::With(category)),
        ],
    ),
    Shape::new(
        "Microsoft.Insights/metricAlerts",
        "azurerm_monitor_metric_alert",
        &[
            Field::same("enabled", "properties.enabled"),
            Field::same("action", "properties.actions").or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.Insights/scheduledQueryRules",
        "azurerm_monitor_scheduled_query_rules_alert_v2",
        &[
            Field::same("enabled", "properties.enabled"),
            Field::same("action.action_groups", "properties.actions.actionGroups").or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.Insights/actionGroups",
        "azurerm_monitor_action_group",
        &[
            Field::same("enabled", "properties.enabled"),
            Field::same("arm_role_receiver", "properties.armRoleReceivers").or_unset(),
            Field::same("automation_runbook_receiver", "properties.automationRunbookReceivers").or_unset(),
            Field::same("azure_app_push_receiver", "properties.azureAppPushReceivers").or_unset(),
            Field::same("azure_function_receiver", "properties.azureFunctionReceivers").or_unset(),
            Field::same("email_receiver", "properties.emailReceivers").or_unset(),
            Field::same("event_hub_receiver", "properties.eventHubReceivers").or_unset(),
            Field::same("itsm_receiver", "properties.itsmReceivers").or_unset(),
            Field::same("logic_app_receiver", "properties.logicAppReceivers").or_unset(),
            Field::same("sms_receiver", "properties.smsReceivers").or_unset(),
            Field::same("voice_receiver", "properties.voiceReceivers").or_unset(),
            Field::same("webhook_receiver", "properties.webhookReceivers").or_unset(),
        ],
    ),
    Shape::new(
        "Microsoft.OperationalInsights/workspaces",
        "azurerm_log_analytics_workspace",
        &[
            Field::same("retention_in_days", "properties.retentionInDays"),
            INGESTION,
            QUERY,
            Field::same("local_authentication_disabled", "properties.features.disableLocalAuth")
                .or_unset_in("properties.features"),
            Field::unset_where("local_authentication_enabled", "properties.features"),
        ],
    ),
    Shape::new(
        "Microsoft.OperationalInsights/clusters",
        "azurerm_log_analytics_cluster",
        &[
            IDENTITY,
            Field::unset_where(
                "azurerm_log_analytics_cluster_customer_managed_key",
                "properties.provisioningState",
            ),
        ],
    )
    .companions(&[Companion::new(
        "azurerm_log_analytics_cluster_customer_managed_key",
        "properties.keyVaultProperties.keyName",
        &[
            Field::itself("log_analytics_cluster_id"),
            Field::same("key_vault_key_id", "properties.keyVaultProperties.keyName"),
        ],
    )]),
    Shape::new(
        "Microsoft.Insights/components",
        "azurerm_application_insights",
        &[
            Field::same("retention_in_days", "properties.RetentionInDays"),
            INGESTION,
            QUERY,
            Field::same("local_authentication_disabled", "properties.DisableLocalAuth"),
            arm("workspace_id", "properties.WorkspaceResourceId"),
        ],
    ),
];

/// Both are open unless said otherwise.
const INGESTION: Field = Field::of(
    "internet_ingestion_enabled",
    "properties.publicNetworkAccessForIngestion",
    Take::Is("Enabled"),
)
.or_unset();
const QUERY: Field =
    Field::of("internet_query_enabled", "properties.publicNetworkAccessForQuery", Take::Is("Enabled"))
        .or_unset();

fn operation(node: &Node) -> Option<Node> {
    condition(node, "operationName")
}

fn category(node: &Node) -> Option<Node> {
    condition(node, "category")
}

/// What a condition on a field asks for; nothing where no condition is on it.
fn condition(node: &Node, field: &str) -> Option<Node> {
    let on = |c: &&Node| {
        Source::within(c, "field").and_then(Node::as_text).is_some_and(|f| f.eq_ignore_ascii_case(field))
    };
    match node.items()?.iter().find(on) {
        Some(condition) => Source::within(condition, "equals").cloned(),
        None => Some(super::null(node)),
    }
}
