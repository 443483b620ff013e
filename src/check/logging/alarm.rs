//! Alarms and the filters they rest on: switched on, and heard by somebody.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

const METRIC_ALARM: &[&str] = &["aws_cloudwatch_metric_alarm"];
const CLOUDWATCH: &[&str] = &["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"];
const ACTIVITY_ALERT: &[&str] = &["azurerm_monitor_activity_log_alert"];
const ACTION_GROUP: &[&str] = &["azurerm_monitor_action_group"];
const AZURE: &[&str] = &[
    "azurerm_monitor_activity_log_alert",
    "azurerm_monitor_metric_alert",
    "azurerm_monitor_scheduled_query_rules_alert_v2",
    "azurerm_monitor_scheduled_query_rules_alert",
    "azurerm_monitor_action_group",
    "azurerm_security_center_automation",
    "azurerm_sentinel_alert_rule_scheduled",
    "azurerm_sentinel_alert_rule_ms_security_incident",
    "azurerm_sentinel_alert_rule_nrt",
];
const GOOGLE: &[&str] = &["google_monitoring_alert_policy"];
const FILTERS: &[&str] = &["aws_cloudwatch_log_metric_filter", "google_logging_metric"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "alarm-enabled",
        objective: "audit-alerting",
        title: "Alarm is switched on",
        severity: Severity::Medium,
        kind: Kind::Alarm,
        types: &[],
        rationale: "An alarm that is switched off looks like protection and is none. Somebody must be told while \
                    misuse of health information can still be stopped.",
        reads: &[Key::AlarmEnabled],
        test: |s| s.is(Key::AlarmEnabled),
        aliases: &[
            Alias::checkov("CKV_AWS_319", METRIC_ALARM),
            Alias::prowler("cloudwatch_alarm_actions_enabled", METRIC_ALARM),
        ],
        remedies: &[
            Remedy::edit(CLOUDWATCH, "Switch the actions on.", &[Edit::Set("actions_enabled", "true")])
                .command("aws cloudwatch enable-alarm-actions --alarm-names {name} --region {region}"),
            Remedy::edit(AZURE, "Switch it on.", &[Edit::Set("enabled", "true")]),
            Remedy::edit(GOOGLE, "Switch the policy on.", &[Edit::Set("enabled", "true")])
                .command("gcloud alpha monitoring policies update {name} --enabled"),
            Remedy::edit(
                &["google_monitoring_notification_channel"],
                "Switch the channel on.",
                &[Edit::Set("enabled", "true")],
            ),
        ],
    },
    Check {
        id: "alarm-action",
        objective: "audit-alerting",
        title: "Alarm reaches somebody",
        severity: Severity::Medium,
        kind: Kind::Alarm,
        types: &[],
        rationale: "An alarm without an action changes colour on a page that nobody watches. It has to reach a \
                    person or a system that answers.",
        reads: &[Key::AlarmActions],
        test: |s| s.is_set(Key::AlarmActions),
        aliases: &[Alias::aws_config("CLOUDWATCH_ALARM_ACTION_CHECK", METRIC_ALARM)],
        remedies: &[
            Remedy::edit(
                CLOUDWATCH,
                "Name a topic that people or an incident system subscribe to.",
                &[Edit::Set("alarm_actions", "[aws_sns_topic.alarms.arn]")],
            ),
            Remedy::edit(
                &["azurerm_monitor_activity_log_alert", "azurerm_monitor_metric_alert"],
                "Name an action group.",
                &[Edit::Block("action {\n  action_group_id = azurerm_monitor_action_group.security.id\n}")],
            ),
            Remedy::edit(
                &["azurerm_monitor_scheduled_query_rules_alert_v2"],
                "Name an action group.",
                &[Edit::Set("action.action_groups", "[azurerm_monitor_action_group.security.id]")],
            ),
            Remedy::edit(
                GOOGLE,
                "Name a notification channel.",
                &[Edit::Set("notification_channels", "[google_monitoring_notification_channel.security.id]")],
            ),
        ],
    },
    Check {
        id: "action-group-receivers",
        objective: "audit-alerting",
        title: "Action group has receivers",
        severity: Severity::Medium,
        kind: Kind::Alarm,
        types: ACTION_GROUP,
        rationale: "Every alert that names an empty group is silent. One receiver at least must answer when \
                    something happens to systems with health information.",
        reads: &[Key::AlertRecipients],
        test: |s| s.is_set(Key::AlertRecipients),
        aliases: &[],
        remedies: &[Remedy::edit(
            ACTION_GROUP,
            "Add a receiver.",
            &[Edit::Block(
                "email_receiver {\n  name          = \"security\"\n  email_address = var.security_email\n}",
            )],
        )],
    },
    Check {
        id: "activity-alert-scope",
        objective: "audit-alerting",
        title: "Activity log alert watches something",
        severity: Severity::Low,
        kind: Kind::Alarm,
        types: ACTIVITY_ALERT,
        rationale: "An alert on the activity log has to say which events it watches. Changes to security, policy \
                    and network around health information are the ones that matter.",
        reads: &[Key::AlarmCategory],
        test: |s| s.is_set(Key::AlarmCategory),
        aliases: &[],
        remedies: &[Remedy::edit(
            ACTIVITY_ALERT,
            "Name a category, and an operation within it.",
            &[Edit::Set("criteria.category", "\"Administrative\"")],
        )],
    },
    Check {
        id: "metric-filter-alarm",
        objective: "audit-alerting",
        title: "Metric filter raises an alarm",
        severity: Severity::Medium,
        kind: Kind::MetricFilter,
        types: &[],
        rationale: "A filter counts events, and nobody looks at the count. Only an alarm on its metric tells \
                    somebody that systems with health information are under attack.",
        reads: &[Key::AlarmMetric],
        test: |s| match s.resource.get(Key::AlarmMetric) {
            Some(Setting::Unknown { why, .. }) if raises_alarm(s, s.resource) != Truth::True => {
                Outcome::unknown(why.clone()).by(Key::AlarmMetric)
            }
            _ => Outcome::of(raises_alarm(s, s.resource), Key::AlarmMetric),
        },
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["aws_cloudwatch_log_metric_filter"],
                "Add an alarm on the filter's metric, with an action.",
                &[Edit::Companion(
                    "resource \"aws_cloudwatch_metric_alarm\" \"{name}\" {\n  alarm_name          = \"{name}\"\n  \
                     metric_name         = {address}.metric_transformation[0].name\n  namespace           = \
                     {address}.metric_transformation[0].namespace\n  statistic           = \"Sum\"\n  \
                     comparison_operator = \"GreaterThanOrEqualToThreshold\"\n  threshold           = 1\n  period        \
                           = 300\n  evaluation_periods  = 1\n  alarm_actions       = [aws_sns_topic.alarms.arn]\n}",
                )],
            ),
            Remedy {
                types: FILTERS,
                steps: "Add an alert policy whose condition reads the metric, with a notification channel.",
                terraform: &[],
                command: "",
                risk: "",
            },
        ],
    },
];

/// Whether an alarm that is on and reaches somebody watches the metric of `filter`.
pub(super) fn raises_alarm(s: &Subject<'_>, filter: &Resource) -> Truth {
    let metric = match filter.get(Key::AlarmMetric).and_then(Setting::datum) {
        Some(Datum::Text(name)) => Some(name.clone()),
        _ => None,
    };
    let alarms = s.estate.of_kind(Kind::Alarm).filter(|a| a.scope.account == filter.scope.account);
    Truth::any(alarms, |alarm| {
        let watches = match alarm.get(Key::SourceResource).and_then(Setting::datum) {
            Some(Datum::Reference(reference)) if reference.address == filter.address => Truth::True,
            _ => match (alarm.get(Key::AlarmMetric), &metric) {
                (Some(Setting::Unknown { why, .. }), _) => Truth::Unknown(why.clone()),
                (Some(setting), Some(metric)) => match setting.datum() {
                    Some(Datum::Text(text)) => names_metric(text, metric).into(),
                    _ => Truth::False,
                },
                _ => Truth::False,
            },
        };
        watches.and(|| heard(alarm))
    })
}

/// A metric's name, or a condition of Cloud Monitoring that names it.
fn names_metric(text: &str, metric: &str) -> bool {
    text == metric
        || text.split_once("logging.googleapis.com/user/").is_some_and(|(_, rest)| {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "-_./".contains(c))).unwrap_or(rest.len());
            rest.get(..end) == Some(metric)
        })
}

fn heard(alarm: &Resource) -> Truth {
    let on = alarm.get(Key::AlarmEnabled).map_or(Truth::True, Setting::truth);
    on.and(|| match alarm.get(Key::AlarmActions) {
        None => Truth::False,
        Some(Setting::Unknown { why, .. }) => Truth::Unknown(why.clone()),
        Some(setting) => match setting.datum() {
            None | Some(Datum::Absent | Datum::Bool(false)) => Truth::False,
            Some(_) => Truth::True,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::names_metric;

    #[test]
    fn a_condition_names_a_metric_whole() {
        let condition =
            r#"resource.type = "global" AND metric.type = "logging.googleapis.com/user/owner-changes""#;
        assert!(names_metric(condition, "owner-changes"));
        assert!(!names_metric(condition, "owner"));
        assert!(names_metric("RootUse", "RootUse"));
        assert!(!names_metric("RootUse2", "RootUse"));
    }
}
