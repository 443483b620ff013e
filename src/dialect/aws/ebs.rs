//! Elastic Block Store volumes and snapshots, machine images, and the account's settings for them.

use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_ebs_volume", Kind::BlockVolume, volume),
    Type::companion(
        "aws_volume_attachment",
        &[Link { by: &["volume_id"], to: &["aws_ebs_volume"], named: &[], apply: attached }],
    ),
    Type::resource("aws_ebs_snapshot", Kind::Snapshot, snapshot),
    Type::resource("aws_ebs_snapshot_copy", Kind::Snapshot, encrypted_copy),
    Type::resource("aws_ebs_snapshot_import", Kind::Snapshot, encrypted_copy),
    Type::companion(
        "aws_snapshot_create_volume_permission",
        &[Link {
            by: &["snapshot_id"],
            to: &["aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import"],
            named: &[],
            apply: snapshot_permission,
        }],
    ),
    Type::resource("aws_ami", Kind::MachineImage, image),
    Type::resource("aws_ami_copy", Kind::MachineImage, encrypted_copy),
    Type::resource("aws_ami_launch_permission", Kind::StorageSetting, launch_permission).with_links(&[
        Link {
            by: &["image_id"],
            to: &["aws_ami", "aws_ami_copy", "aws_ami_from_instance"],
            named: &[],
            apply: image_permission,
        },
    ]),
    Type::resource("aws_ami_from_instance", Kind::MachineImage, image_from_instance),
    Type::resource("aws_ebs_encryption_by_default", Kind::AccountSetting, encryption_by_default),
    Type::resource("aws_ebs_snapshot_block_public_access", Kind::AccountSetting, snapshot_sharing),
    Type::resource("aws_ec2_image_block_public_access", Kind::AccountSetting, image_sharing),
    Type::resource("aws_dlm_lifecycle_policy", Kind::BackupPlan, lifecycle_policy),
];

fn volume(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("encrypted", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::InBackupPlan, from.without("aws_backup_selection", false));
    to.set(Key::Attached, from.without("aws_volume_attachment", false));
}

fn attached(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Attached, Setting::concluded(Truth::True, from.place()));
}

fn snapshot(from: &Reader<'_>, to: &mut Resource) {
    // a snapshot is encrypted as its volume is
    to.set(Key::Source, from.presence("volume_id"));
    to.set(Key::SharedWith, from.without("aws_snapshot_create_volume_permission", Datum::Absent));
}

fn encrypted_copy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("encrypted", false));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    let permission = match &*from.native().native_type {
        "aws_ami_copy" => "aws_ami_launch_permission",
        _ => "aws_snapshot_create_volume_permission",
    };
    to.set(Key::SharedWith, from.without(permission, Datum::Absent));
}

fn snapshot_permission(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SharedWith, from.presence("account_id"));
}

fn image(from: &Reader<'_>, to: &mut Resource) {
    // a device made from a snapshot is encrypted as the snapshot is
    let encrypted = |device: &Reader<'_>| {
        device
            .presence("snapshot_id")
            .map(|d| Datum::Bool(d != Datum::Absent))
            .truth()
            .or(|| device.bool("encrypted", false).truth())
    };
    to.set(Key::EncryptedAtRest, from.every_block("ebs_block_device", true, encrypted));
    to.set(Key::SharedWith, from.without("aws_ami_launch_permission", Datum::Absent));
}

fn image_from_instance(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SharedWith, from.without("aws_ami_launch_permission", Datum::Absent));
}

/// Whom an image is shared with: an account, an organisation or everybody.
fn launch_permission(from: &Reader<'_>, to: &mut Resource) {
    let shared = ["group", "account_id", "organization_arn", "organizational_unit_arn"]
        .into_iter()
        .find(|argument| from.has(argument));
    to.set(
        Key::SharedWith,
        match shared {
            Some(argument) => from.presence(argument),
            // the block cannot be there without sharing with somebody
            None => Setting::concluded(Truth::True, from.place()),
        },
    );
}

/// Sharing with everybody is never hidden by a narrower permission beside it.
fn image_permission(from: &Reader<'_>, to: &mut Resource) {
    let everybody = |r: &Resource| matches!(r.get(Key::SharedWith).and_then(Setting::datum), Some(Datum::Text(t)) if &**t == "all");
    if !everybody(to) {
        launch_permission(from, to);
    }
}

fn encryption_by_default(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, from.bool("enabled", true));
}

fn snapshot_sharing(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccessBlocked, from.says("state", &["block-all-sharing", "block-new-sharing"], false));
}

fn image_sharing(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccessBlocked, from.says("state", &["block-new-sharing"], false));
}

/// A Data Lifecycle Manager policy: what it copies to other regions, and how.
fn lifecycle_policy(from: &Reader<'_>, to: &mut Resource) {
    let copies = |rule: &Reader<'_>| !rule.blocks("cross_region_copy_rule").is_empty();
    let schedules = from.blocks("policy_details.schedule");
    if schedules.known.iter().any(copies) {
        let every = |test: fn(&Reader<'_>) -> Truth| {
            from.every_block("policy_details.schedule", true, |schedule| {
                schedule.every_block("cross_region_copy_rule", true, test).truth()
            })
        };
        to.set(Key::CopyEncrypted, every(|rule| rule.bool("encrypted", false).truth()));
        to.set(
            Key::CopyCustomerKey,
            every(|rule| rule.bool("encrypted", false).truth().and(|| set(rule, "cmk_arn"))),
        );
    }
    if from.has("policy_details.action.cross_region_copy") {
        let every = |test: fn(&Reader<'_>) -> Truth| {
            from.every_block("policy_details.action", true, |action| {
                action.every_block("cross_region_copy", true, test).truth()
            })
        };
        to.set(Key::EventCopyEncrypted, every(event_copy_encrypted));
        to.set(
            Key::EventCopyCustomerKey,
            every(|copy| event_copy_encrypted(copy).and(|| set(copy, "encryption_configuration.cmk_arn"))),
        );
    }
    to.set(
        Key::CrossRegionCopy,
        from.any_block("policy_details.schedule", |s| {
            s.any_block("cross_region_copy_rule", |_| Truth::True).truth()
        }),
    );
}

/// The provider writes `encrypted`; `encryption` was seen in the wild and means the same.
fn event_copy_encrypted(copy: &Reader<'_>) -> Truth {
    copy.bool("encryption_configuration.encrypted", false)
        .truth()
        .or(|| copy.bool("encryption_configuration.encryption", false).truth())
}

fn set(block: &Reader<'_>, path: &str) -> Truth {
    block.presence(path).map(|d| Datum::Bool(d != Datum::Absent)).truth()
}
