//! Secrets Manager and the parameters of Systems Manager.

use super::policy;
use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_secretsmanager_secret", Kind::Secret, secret),
    Type::resource("aws_secretsmanager_secret_rotation", Kind::Secret, rotation).with_links(&[Link {
        by: &["secret_id"],
        to: &["aws_secretsmanager_secret"],
        named: &["name"],
        apply: rotation,
    }]),
    Type::companion(
        "aws_secretsmanager_secret_policy",
        &[Link {
            by: &["secret_arn", "secret_id"],
            to: &["aws_secretsmanager_secret"],
            named: &["name"],
            apply: secret_policy,
        }],
    ),
    Type::resource("aws_ssm_parameter", Kind::Parameter, parameter),
    Type::resource("aws_ssm_service_setting", Kind::AccountSetting, service_setting),
];

fn secret(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, customer_key(from, "kms_key_id"));
    if from.in_code() {
        to.set(Key::RecoveryDays, from.int("recovery_window_in_days", 30));
    }
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
    to.set(Key::SecretRotation, from.block("rotation_rules"));
    to.set(Key::CrossRegionCopy, from.block("replica"));
}

/// A key of one's own: the aliases that AWS manages (`alias/aws/…`) are not.
fn customer_key(from: &Reader<'_>, path: &str) -> Setting {
    from.presence(path).map(|key| match key {
        Datum::Text(name) if name.contains("aws/") => Datum::Absent,
        other => other,
    })
}

fn rotation(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::SecretRotation,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
    let days = from.int("rotation_rules.automatically_after_days", Datum::Absent);
    to.set(
        Key::SecretRotationDays,
        if matches!(days.datum(), Some(Datum::Absent)) {
            from.read("rotation_rules.schedule_expression", Datum::Absent, |n| {
                n.as_text().map(|schedule| scheduled_days(&schedule))
            })
        } else {
            days
        },
    );
}

/// How many days lie between two runs of a schedule, rounded up. A `cron` schedule runs at least once a year;
/// Secrets Manager refuses those that could run less often than the secret's rotation window allows.
fn scheduled_days(schedule: &str) -> Datum {
    let inner = |name: &str| schedule.strip_prefix(name)?.strip_suffix(')');
    if let Some(rate) = inner("rate(") {
        let mut words = rate.split_whitespace();
        let count = words.next().and_then(|n| n.parse::<i64>().ok());
        return match (count, words.next().map(|unit| unit.trim_end_matches('s'))) {
            (Some(days), Some("day")) => Datum::Int(days),
            (Some(hours), Some("hour")) => Datum::Int(hours.saturating_add(23) / 24),
            (Some(minutes), Some("minute")) => Datum::Int(minutes.saturating_add(1439) / 1440),
            _ => Datum::Absent,
        };
    }
    inner("cron(").map_or(Datum::Absent, |cron| Datum::Int(cron_days(cron)))
}

/// The longest wait between two runs of a six-field cron expression: by the day, week, month or year.
fn cron_days(cron: &str) -> i64 {
    let fields: Vec<_> = cron.split_whitespace().collect();
    let any = |i: usize| fields.get(i).is_none_or(|f| matches!(*f, "*" | "?"));
    let (day, month, weekday) = (any(2), any(3), any(4));
    match (day, weekday, month) {
        (true, true, true) => 1,
        (true, false, true) if !fields.get(4).is_some_and(|f| f.contains(['#', 'L'])) => 7,
        (_, _, true) => 31,
        (_, _, false) => fields.get(3).map_or(366, |f| months_apart(f)),
    }
}

/// The longest wait for a month field such as `*/2`, `1/3` or `1,4,7,10`; a name or a range counts as a year.
fn months_apart(field: &str) -> i64 {
    if let Some((_, step)) = field.split_once('/') {
        return step.parse::<i64>().map_or(366, |months| months.saturating_mul(31));
    }
    let mut months: Vec<i64> = field.split(',').filter_map(|m| m.parse().ok()).collect();
    months.sort_unstable();
    let Some(first) = months.first().copied() else { return 366 };
    months.push(first + 12);
    months
        .windows(2)
        .map(|pair| pair.iter().rev().copied().reduce(|a, b| a - b).unwrap_or(12))
        .max()
        .unwrap_or(12)
        * 31
}

fn secret_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
}

fn parameter(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::EncryptedAtRest,
        from.text("type", "String").map(|kind| Datum::Bool(kind == Datum::from("SecureString"))),
    );
    to.set(Key::CustomerKey, from.presence("key_id"));
}

/// Only the setting that allows documents to be shared with everybody is judged.
fn service_setting(from: &Reader<'_>, to: &mut Resource) {
    let id = from.node("setting_id").and_then(Node::as_text).unwrap_or_default();
    if id.contains("documents/console/public-sharing-permission") {
        to.set(
            Key::PublicAccessBlocked,
            from.text("setting_value", Datum::Absent)
                .map(|value| Datum::Bool(value == Datum::from("Disable"))),
        );
    }
}
