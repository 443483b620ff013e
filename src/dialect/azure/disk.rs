//! Managed disks, their snapshots and images, and the encryption sets that hold their keys.

use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_managed_disk", Kind::BlockVolume, managed_disk),
    Type::resource("azurerm_disk_encryption_set", Kind::StorageSetting, encryption_set),
    Type::resource("azurerm_snapshot", Kind::Snapshot, snapshot),
    Type::resource("azurerm_image", Kind::MachineImage, image),
    Type::resource("azurerm_shared_image_version", Kind::MachineImage, image_version),
    Type::resource("azurerm_shared_image_gallery", Kind::StorageSetting, gallery),
    Type::companion(
        "azurerm_data_protection_backup_instance_disk",
        &[Link { by: &["disk_id"], to: &["azurerm_managed_disk"], named: &[], apply: backed_up }],
    ),
];

/// Server-side encryption with platform keys is always on; only the older disk-encryption settings can be
/// written as off.
fn encryption(from: &Reader<'_>, to: &mut Resource, customer_key: Setting) {
    let settings = from.has("encryption_settings") && customer_key.datum() == Some(&Datum::Absent);
    to.set(
        Key::EncryptedAtRest,
        if settings {
            from.bool("encryption_settings.enabled", true)
        } else {
            Setting::Default(Datum::Bool(true))
        },
    );
    to.set(Key::CustomerKey, customer_key);
}

/// Who can export the disk over the network.
fn export(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.bool("public_network_access_enabled", true));
    to.set(Key::NetworkExport, from.text("network_access_policy", "AllowAll"));
}

fn managed_disk(from: &Reader<'_>, to: &mut Resource) {
    let confidential = "secure_vm_disk_encryption_set_id";
    let set = if from.has(confidential) { confidential } else { "disk_encryption_set_id" };
    encryption(from, to, from.presence(set));
    export(from, to);
    to.set(Key::InBackupPlan, from.without("azurerm_data_protection_backup_instance_disk", false));
}

fn backed_up(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::InBackupPlan, Setting::concluded(Truth::True, from.place()));
}

fn encryption_set(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::KeyRotation, from.bool("auto_key_rotation_enabled", false));
    let both = &["EncryptionAtRestWithPlatformAndCustomerKeys"];
    to.set(Key::InfrastructureEncryption, from.says("encryption_type", both, false));
}

fn snapshot(from: &Reader<'_>, to: &mut Resource) {
    encryption(from, to, from.presence("disk_encryption_set_id"));
    // a snapshot takes its key from the disk unless settings of its own are written
    to.take(Key::CustomerKey);
    export(from, to);
}

fn image(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    to.set(Key::CustomerKey, from.presence("os_disk.disk_encryption_set_id"));
}

fn image_version(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::Default(Datum::Bool(true)));
    let keyed = |region: &Reader<'_>| set(region, "disk_encryption_set_id");
    let keys = from.every_block("target_region", false, keyed);
    to.set(Key::CustomerKey, keys.map(|d| if d == Datum::Bool(true) { d } else { Datum::Absent }));
}

fn set(block: &Reader<'_>, path: &str) -> Truth {
    block.presence(path).map(|d| Datum::Bool(d != Datum::Absent)).truth()
}

fn gallery(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.says("sharing.permission", &["Community"], false));
}
