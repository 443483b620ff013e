//! Alerts on what a Google Cloud project records: a log metric and an alert policy for each change that matters.

use crate::check::{Alias, Check, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

use super::alarm::raises_alarm;

const PROJECT: &[&str] = &["google_project"];

static REMEDIES: &[Remedy] = &[Remedy {
    types: PROJECT,
    steps: "Add a google_logging_metric in the project whose filter selects these entries of the audit log, and a \
            google_monitoring_alert_policy on the metric with a notification channel that people read.",
    terraform: &[],
    command: "gcloud logging metrics create NAME --project={name} --description=DESCRIPTION --log-filter=FILTER",
    risk: "",
}];

/// A log metric of the project whose filter holds every one of `words` raises an alarm.
fn watched(s: &Subject<'_>, words: &[&str]) -> Outcome {
    let metrics =
        s.estate.of_kind(Kind::MetricFilter).filter(|m| m.scope.account == s.resource.scope.account);
    let truth = Truth::any(metrics, |metric| {
        belongs_to(metric, s.resource).and(|| selects(metric, words)).and(|| raises_alarm(s, metric))
    });
    Outcome::of(truth, Key::ProjectId)
}

/// The metric names the project; one that names none belongs to the project of the provider configuration.
fn belongs_to(metric: &Resource, project: &Resource) -> Truth {
    match metric.get(Key::ProjectId) {
        None => Truth::False,
        Some(Setting::Unknown { why, .. }) => Truth::Unknown(why.clone()),
        Some(setting) => match (setting.datum(), project.get(Key::ProjectId).and_then(Setting::datum)) {
            (Some(Datum::Absent), _) => Truth::True,
            (Some(Datum::Reference(reference)), _) => (reference.address == project.address).into(),
            (Some(Datum::Text(name)), Some(Datum::Text(id))) => (name == id).into(),
            _ => Truth::False,
        },
    }
}

fn selects(metric: &Resource, words: &[&str]) -> Truth {
    match metric.get(Key::FilterPattern) {
        Some(Setting::Unknown { why, .. }) => Truth::Unknown(why.clone()),
        Some(setting) => match setting.datum() {
            Some(Datum::Text(filter)) => words.iter().all(|word| filter.contains(word)).into(),
            _ => Truth::False,
        },
        None => Truth::False,
    }
}

const fn alert(
    id: &'static str,
    title: &'static str,
    rationale: &'static str,
    test: fn(&Subject<'_>) -> Outcome,
    aliases: &'static [Alias],
) -> Check {
    Check {
        id,
        objective: "audit-alerting",
        title,
        severity: Severity::Low,
        kind: Kind::Account,
        types: PROJECT,
        rationale,
        reads: &[Key::ProjectId],
        test,
        aliases,
        remedies: REMEDIES,
    }
}

pub(super) static CHECKS: &[Check] = &[
    alert(
        "project-alert-owner-changes",
        "Changes of project owners raise an alert",
        "An owner can read everything in the project and grant it to others. A new one has to be somebody's decision, \
         known the same day.",
        |s| watched(s, &["cloudresourcemanager.googleapis.com", "roles/owner"]),
        &[
            Alias::gcp("OWNER_NOT_MONITORED", PROJECT),
            Alias::prowler(
                "logging_log_metric_filter_and_alert_for_project_ownership_changes_enabled",
                PROJECT,
            ),
        ],
    ),
    alert(
        "project-alert-audit-changes",
        "Changes of the audit configuration raise an alert",
        "Whoever exempts an account from auditing may use health information without a trace. The change itself is \
         the last thing recorded.",
        |s| watched(s, &["SetIamPolicy", "auditConfigDeltas"]),
        &[
            Alias::gcp("AUDIT_CONFIG_NOT_MONITORED", PROJECT),
            Alias::prowler(
                "logging_log_metric_filter_and_alert_for_audit_configuration_changes_enabled",
                PROJECT,
            ),
        ],
    ),
    alert(
        "project-alert-role-changes",
        "Changes of custom roles raise an alert",
        "A permission added to a role reaches everybody who holds it. Access to health information can widen without a \
         single new grant.",
        |s| watched(s, &["iam_role", "CreateRole", "UpdateRole"]),
        &[
            Alias::gcp("CUSTOM_ROLE_NOT_MONITORED", PROJECT),
            Alias::prowler("logging_log_metric_filter_and_alert_for_custom_role_changes_enabled", PROJECT),
        ],
    ),
    alert(
        "project-alert-firewall-changes",
        "Changes of firewall rules raise an alert",
        "A rule added in a hurry can open a database of health information to the internet. It has to be seen.",
        |s| watched(s, &["gce_firewall_rule"]),
        &[
            Alias::gcp("FIREWALL_NOT_MONITORED", PROJECT),
            Alias::prowler(
                "logging_log_metric_filter_and_alert_for_vpc_firewall_rule_changes_enabled",
                PROJECT,
            ),
        ],
    ),
    alert(
        "project-alert-route-changes",
        "Changes of routes raise an alert",
        "A changed route can send health information past the inspection it should pass.",
        |s| watched(s, &["gce_route"]),
        &[
            Alias::gcp("ROUTE_NOT_MONITORED", PROJECT),
            Alias::prowler(
                "logging_log_metric_filter_and_alert_for_vpc_network_route_changes_enabled",
                PROJECT,
            ),
        ],
    ),
    alert(
        "project-alert-network-changes",
        "Changes of networks raise an alert",
        "Peering joins networks that were apart on purpose. Whoever joins them reaches the health information inside.",
        |s| watched(s, &["gce_network"]),
        &[
            Alias::gcp("NETWORK_NOT_MONITORED", PROJECT),
            Alias::prowler("logging_log_metric_filter_and_alert_for_vpc_network_changes_enabled", PROJECT),
        ],
    ),
    alert(
        "project-alert-bucket-access-changes",
        "Changes of access to buckets raise an alert",
        "One grant can make a bucket with health information public. Minutes matter, so somebody must be told.",
        |s| watched(s, &["gcs_bucket", "storage.setIamPermissions"]),
        &[
            Alias::gcp("BUCKET_IAM_NOT_MONITORED", PROJECT),
            Alias::prowler(
                "logging_log_metric_filter_and_alert_for_bucket_permission_changes_enabled",
                PROJECT,
            ),
        ],
    ),
    alert(
        "project-alert-database-changes",
        "Changes of database instances raise an alert",
        "A changed instance may lose its backups, its encryption or its private address, and with them the protection \
         of the health information inside.",
        |s| watched(s, &["cloudsql.instances.update"]),
        &[
            Alias::gcp("SQL_INSTANCE_NOT_MONITORED", PROJECT),
            Alias::prowler(
                "logging_log_metric_filter_and_alert_for_sql_instance_configuration_changes_enabled",
                PROJECT,
            ),
        ],
    ),
];
