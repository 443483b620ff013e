//! Alarms on what a trail records: for each class of events that matters, a metric filter and an alarm on it.

use crate::check::{Alias, Check, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

use super::alarm::raises_alarm;

const TRAIL: &[&str] = &["aws_cloudtrail"];

static REMEDIES: &[Remedy] = &[Remedy {
    types: TRAIL,
    steps: "Send the trail to a log group. Add an aws_cloudwatch_log_metric_filter on the group whose pattern names \
            these events, and an aws_cloudwatch_metric_alarm on its metric with a topic that people read.",
    terraform: &[],
    command: "aws logs put-metric-filter --log-group-name {name} --filter-name NAME --filter-pattern PATTERN \
              --metric-transformations metricName=NAME,metricNamespace=Audit,metricValue=1 --region {region}",
    risk: "",
}];

/// A metric filter on the trail's log group whose pattern holds every one of `words` raises an alarm.
fn watched(s: &Subject<'_>, words: &[&str]) -> Outcome {
    let store = match s.resource.get(Key::LogStoreLink) {
        Some(Setting::Unknown { why, .. }) => return Outcome::unknown(why.clone()).by(Key::LogStoreLink),
        Some(Setting::Known { datum, .. } | Setting::Default(datum)) if *datum != Datum::Absent => datum,
        _ => {
            return Outcome::fail()
                .by(Key::LogStoreLink)
                .note("the trail is not sent to a log group, so no alarm can watch it");
        }
    };
    let filters =
        s.estate.of_kind(Kind::MetricFilter).filter(|f| f.scope.account == s.resource.scope.account);
    let truth = Truth::any(filters, |filter| {
        reads_from(filter, store).and(|| looks_for(filter, words)).and(|| raises_alarm(s, filter))
    });
    Outcome::of(truth, Key::LogStoreLink)
}

fn reads_from(filter: &Resource, store: &Datum) -> Truth {
    match (filter.get(Key::LogStoreLink), store) {
        (Some(Setting::Unknown { why, .. }), _) => Truth::Unknown(why.clone()),
        (Some(setting), store) => match (setting.datum(), store) {
            (Some(Datum::Reference(a)), Datum::Reference(b)) => (a.address == b.address).into(),
            (Some(Datum::Text(name)), Datum::Text(arn)) => arn
                .split(":log-group:")
                .nth(1)
                .is_some_and(|rest| rest.trim_end_matches(":*") == &**name)
                .into(),
            _ => Truth::False,
        },
        (None, _) => Truth::False,
    }
}

fn looks_for(filter: &Resource, words: &[&str]) -> Truth {
    match filter.get(Key::FilterPattern) {
        Some(Setting::Unknown { why, .. }) => Truth::Unknown(why.clone()),
        Some(setting) => match setting.datum() {
            Some(Datum::Text(pattern)) => words.iter().all(|word| pattern.contains(word)).into(),
            _ => Truth::False,
        },
        None => Truth::False,
    }
}

const fn alarm(
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
        kind: Kind::AuditTrail,
        types: TRAIL,
        rationale,
        reads: &[Key::LogStoreLink],
        test,
        aliases,
        remedies: REMEDIES,
    }
}

pub(super) static CHECKS: &[Check] = &[
    alarm(
        "trail-alarm-unauthorized-calls",
        "Refused calls raise an alarm",
        "A series of refused calls is somebody trying doors. An alarm tells before one of them opens on health \
         information.",
        |s| watched(s, &["UnauthorizedOperation", "AccessDenied"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_unauthorized_api_calls", TRAIL)],
    ),
    alarm(
        "trail-alarm-sign-in-without-mfa",
        "Sign-in without a second factor raises an alarm",
        "A console session with a password alone may be a stolen one. Whoever it is can reach what the account \
         holds of health information.",
        |s| watched(s, &["ConsoleLogin", "MFAUsed"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_sign_in_without_mfa", TRAIL)],
    ),
    alarm(
        "trail-alarm-root-use",
        "Use of the root user raises an alarm",
        "The root user is bound by no policy. Its use is rare enough that somebody should be asked about it each time.",
        |s| watched(s, &["userIdentity.type", "Root"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_root_usage", TRAIL)],
    ),
    alarm(
        "trail-alarm-policy-changes",
        "Changes of access policies raise an alarm",
        "Access to health information is granted by policies. A change that nobody expected has to be seen the same \
         day.",
        |s| watched(s, &["PutRolePolicy", "PutUserPolicy", "AttachRolePolicy", "CreatePolicy"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_policy_changes", TRAIL)],
    ),
    alarm(
        "trail-alarm-trail-changes",
        "Changes of the trail raise an alarm",
        "An intruder's first act is to stop the recording. An alarm on it is the last thing the trail can tell.",
        |s| watched(s, &["StopLogging", "DeleteTrail", "UpdateTrail"]),
        &[Alias::prowler(
            "cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled",
            TRAIL,
        )],
    ),
    alarm(
        "trail-alarm-failed-sign-ins",
        "Failed sign-ins raise an alarm",
        "The Security Rule asks to monitor log-in attempts and report discrepancies. Many failures in a row are \
         somebody guessing.",
        |s| watched(s, &["ConsoleLogin", "Failed authentication"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_authentication_failures", TRAIL)],
    ),
    alarm(
        "trail-alarm-key-deletion",
        "Disabling or deleting a key raises an alarm",
        "Health information under a deleted key is lost for good. The waiting period helps only if somebody hears \
         of it.",
        |s| watched(s, &["DisableKey", "ScheduleKeyDeletion"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk", TRAIL)],
    ),
    alarm(
        "trail-alarm-bucket-policy-changes",
        "Changes of bucket policies raise an alarm",
        "One policy can make a bucket with health information public. Minutes matter, so somebody must be told.",
        |s| watched(s, &["PutBucketPolicy", "PutBucketAcl", "DeleteBucketPolicy"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_for_s3_bucket_policy_changes", TRAIL)],
    ),
    alarm(
        "trail-alarm-recorder-changes",
        "Changes of the configuration recorder raise an alarm",
        "Without the recorder, changes to systems with health information are no longer assessed. Stopping it is a \
         step of an attack.",
        |s| watched(s, &["StopConfigurationRecorder", "DeleteDeliveryChannel"]),
        &[Alias::prowler(
            "cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled",
            TRAIL,
        )],
    ),
    alarm(
        "trail-alarm-security-group-changes",
        "Changes of security groups raise an alarm",
        "A rule added in a hurry can open a database of health information to the internet. It has to be seen.",
        |s| watched(s, &["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_security_group_changes", TRAIL)],
    ),
    alarm(
        "trail-alarm-network-acl-changes",
        "Changes of network access lists raise an alarm",
        "Access lists keep subnets with health information apart. A change of them is seldom routine.",
        |s| watched(s, &["CreateNetworkAcl", "ReplaceNetworkAclEntry"]),
        &[Alias::prowler("cloudwatch_changes_to_network_acls_alarm_configured", TRAIL)],
    ),
    alarm(
        "trail-alarm-gateway-changes",
        "Changes of network gateways raise an alarm",
        "A new gateway is a new way out for health information. Somebody has to have ordered it.",
        |s| watched(s, &["CreateCustomerGateway", "AttachInternetGateway"]),
        &[Alias::prowler("cloudwatch_changes_to_network_gateways_alarm_configured", TRAIL)],
    ),
    alarm(
        "trail-alarm-route-changes",
        "Changes of route tables raise an alarm",
        "A changed route can send health information past the inspection it should pass.",
        |s| watched(s, &["CreateRoute", "ReplaceRoute", "DeleteRoute"]),
        &[Alias::prowler("cloudwatch_changes_to_network_route_tables_alarm_configured", TRAIL)],
    ),
    alarm(
        "trail-alarm-network-changes",
        "Changes of private networks raise an alarm",
        "Peering joins networks that were apart on purpose. Whoever joins them reaches the health information inside.",
        |s| watched(s, &["CreateVpc", "DeleteVpc", "VpcPeeringConnection"]),
        &[Alias::prowler("cloudwatch_changes_to_vpcs_alarm_configured", TRAIL)],
    ),
    alarm(
        "trail-alarm-organization-changes",
        "Changes of the organization raise an alarm",
        "An account that leaves the organization leaves its guard rails and its central trail behind, with the \
         health information it holds.",
        |s| watched(s, &["organizations.amazonaws.com"]),
        &[Alias::prowler("cloudwatch_log_metric_filter_aws_organizations_changes", TRAIL)],
    ),
];
