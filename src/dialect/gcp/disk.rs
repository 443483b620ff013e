//! Persistent disks, their snapshots, images and snapshot schedules.

use crate::dialect::{Build, Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("google_compute_disk", Kind::BlockVolume, disk),
    Type::resource("google_compute_region_disk", Kind::BlockVolume, regional_disk),
    Type::resource("google_compute_snapshot", Kind::Snapshot, snapshot),
    Type::resource("google_compute_image", Kind::MachineImage, image),
    Type::resource("google_compute_machine_image", Kind::MachineImage, machine_image),
    Type::resource("google_compute_image_iam_member", Kind::RoleBinding, binding)
        .with_links(&[const { of_image(binding) }]),
    Type::resource("google_compute_image_iam_binding", Kind::RoleBinding, binding)
        .with_links(&[const { of_image(binding) }]),
    Type::resource("google_compute_resource_policy", Kind::BackupPlan, schedule),
    Type::companion(
        "google_compute_disk_resource_policy_attachment",
        &[const { of_disk("google_compute_disk") }],
    ),
    Type::companion(
        "google_compute_region_disk_resource_policy_attachment",
        &[const { of_disk("google_compute_region_disk") }],
    ),
];

const fn of_image(apply: Build) -> Link {
    Link { by: &["image"], to: &["google_compute_image"], named: &["name"], apply }
}

const fn of_disk(native: &'static str) -> Link {
    Link {
        by: &["disk"],
        to: match native.as_bytes() {
            b"google_compute_region_disk" => &["google_compute_region_disk"],
            _ => &["google_compute_disk"],
        },
        named: &["name"],
        apply: scheduled,
    }
}

/// The key block under a name: its Cloud KMS key, or that one was supplied.
fn key(from: &Reader<'_>, to: &mut Resource, block: &str) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    let names = ["kms_key_self_link", "kms_key_name", "raw_key", "rsa_encrypted_key"];
    let written = names.map(|name| format!("{block}.{name}")).into_iter().find(|path| from.has(path));
    to.set(
        Key::CustomerKey,
        written.map_or_else(|| from.presence(block), |path| secretly(from.presence(&path))),
    );
}

/// A key written out is never shown.
fn secretly(setting: Setting) -> Setting {
    match setting {
        Setting::Known { datum: Datum::Text(text), at, .. } if !text.contains('/') => {
            Setting::Known { datum: Datum::Text(text), at, sensitive: true }
        }
        other => other,
    }
}

fn disk(from: &Reader<'_>, to: &mut Resource) {
    key(from, to, "disk_encryption_key");
    to.set(Key::InBackupPlan, from.block("resource_policies"));
}

fn regional_disk(from: &Reader<'_>, to: &mut Resource) {
    disk(from, to);
    to.set(Key::MultiZone, Setting::Default(Datum::Bool(true)));
}

fn snapshot(from: &Reader<'_>, to: &mut Resource) {
    key(from, to, "snapshot_encryption_key");
}

fn image(from: &Reader<'_>, to: &mut Resource) {
    key(from, to, "image_encryption_key");
    to.set(Key::PublicAccess, from.without("google_compute_image_iam_member", false));
}

fn machine_image(from: &Reader<'_>, to: &mut Resource) {
    key(from, to, "machine_image_encryption_key");
}

/// A grant to strangers is never hidden by a narrower one beside it.
fn binding(from: &Reader<'_>, to: &mut Resource) {
    let strangers = &["allUsers", "allAuthenticatedUsers"];
    let public = from.mentions(if from.has("member") { "member" } else { "members" }, strangers, false);
    let now = to.get(Key::PublicAccess).map_or(Truth::False, Setting::truth);
    if to.get(Key::PublicAccess).is_none() || now != Truth::True && public.truth() != Truth::False {
        to.set(Key::PublicAccess, public);
    }
}

/// A snapshot schedule; other kinds of resource policies hold no data.
fn schedule(from: &Reader<'_>, to: &mut Resource) {
    let policy = "snapshot_schedule_policy";
    if !from.has(policy) {
        return;
    }
    to.set(
        Key::BackupRetentionDays,
        from.int(&format!("{policy}.retention_policy.max_retention_days"), Datum::Absent),
    );
    let hours = from.int(&format!("{policy}.schedule.hourly_schedule.hours_in_cycle"), Datum::Absent);
    let days = from.int(&format!("{policy}.schedule.daily_schedule.days_in_cycle"), Datum::Absent);
    let often = |setting: &Setting, most: i64| match setting {
        Setting::Unknown { why, .. } => Truth::Unknown(why.clone()),
        other => matches!(other.datum(), Some(Datum::Int(n)) if *n <= most).into(),
    };
    let daily = often(&hours, 24).or(|| often(&days, 1));
    to.set(Key::DailyBackup, Setting::concluded(daily, from.place()));
}

fn scheduled(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InBackupPlan, Setting::concluded(Truth::True, from.place()));
}
