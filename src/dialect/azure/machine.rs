//! Virtual machines, scale sets and their extensions.

use crate::dialect::{Link, Reader, Type};
use crate::native::Why;
use crate::resource::{Datum, Key, Kind, Resource, Setting, Truth};

const MACHINES: &[&str] =
    &["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"];

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_linux_virtual_machine", Kind::ComputeInstance, linux),
    Type::resource("azurerm_windows_virtual_machine", Kind::ComputeInstance, windows),
    Type::resource("azurerm_virtual_machine", Kind::ComputeInstance, legacy),
    Type::resource("azurerm_linux_virtual_machine_scale_set", Kind::InstanceGroup, linux_set),
    Type::resource("azurerm_windows_virtual_machine_scale_set", Kind::InstanceGroup, windows_set),
    Type::resource("azurerm_orchestrated_virtual_machine_scale_set", Kind::InstanceGroup, orchestrated),
    Type::resource("azurerm_virtual_machine_scale_set", Kind::InstanceGroup, legacy_set),
    Type::companion(
        "azurerm_virtual_machine_extension",
        &[Link { by: &["virtual_machine_id"], to: MACHINES, named: &[], apply: extension }],
    ),
    Type::companion(
        "azurerm_backup_protected_vm",
        &[Link { by: &["source_vm_id"], to: MACHINES, named: &[], apply: protected }],
    ),
    Type::companion(
        "azurerm_site_recovery_replicated_vm",
        &[Link { by: &["source_vm_id"], to: MACHINES, named: &[], apply: replicated }],
    ),
];

fn present(setting: Setting) -> Setting {
    setting.map(|d| Datum::Bool(d != Datum::Absent))
}

/// What machines and scale sets share.
fn common(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HostEncryption, from.bool("encryption_at_host_enabled", false));
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    to.set(Key::ManagementAgent, from.bool("provision_vm_agent", true));
    to.set(Key::SecureBoot, from.bool("secure_boot_enabled", false));
    to.set(Key::VirtualTpm, from.bool("vtpm_enabled", false));
}

fn machine(from: &Reader<'_>, to: &mut Resource) {
    common(from, to);
    to.set(Key::BackupEnabled, from.without("azurerm_backup_protected_vm", false));
    to.set(Key::CrossRegionCopy, from.without("azurerm_site_recovery_replicated_vm", false));
    to.set(Key::CustomerKey, from.presence("os_disk.disk_encryption_set_id"));
    to.set(
        Key::ManagedDisks,
        from.any_block("storage_os_disk", has_file)
            .or(|| from.any_block("storage_data_disk", has_file))
            .negate(),
    );
    to.set(Key::PatchAssessment, from.says("patch_assessment_mode", &["AutomaticByPlatform"], false));
}

/// A disk kept as a file in a storage account.
fn has_file(disk: &Reader<'_>) -> Truth {
    present(disk.presence("vhd_uri")).truth()
}

fn linux(from: &Reader<'_>, to: &mut Resource) {
    machine(from, to);
    linux_login(from, to);
}

fn linux_login(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PasswordAuthentication, from.bool("disable_password_authentication", true).negate());
    let key = present(from.presence("admin_ssh_key.public_key"));
    // a key read from a file that is not here, "path (why)", is not known, but that there is one is
    let read_from_file = matches!(
        key.why(),
        Some(Why::Runtime(what)) if what.contains("outside the scanned tree") || what.ends_with(')')
    );
    to.set(Key::PublicKeyLogin, if read_from_file { Setting::concluded(Truth::True, key.at()) } else { key });
}

/// Renamed in version 4 of the provider.
fn windows_updates(from: &Reader<'_>, to: &mut Resource) {
    let name = if from.has("automatic_updates_enabled") {
        "automatic_updates_enabled"
    } else {
        "enable_automatic_updates"
    };
    to.set(Key::AutomaticUpdates, from.bool(name, true));
}

fn windows(from: &Reader<'_>, to: &mut Resource) {
    machine(from, to);
    to.set(Key::Antimalware, from.without("azurerm_virtual_machine_extension", false));
    windows_updates(from, to);
}

fn legacy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    to.set(Key::BackupEnabled, from.without("azurerm_backup_protected_vm", false));
    to.set(Key::CrossRegionCopy, from.without("azurerm_site_recovery_replicated_vm", false));
    to.set(Key::Antimalware, from.without("azurerm_virtual_machine_extension", false));
    if from.has("os_profile_linux_config") {
        to.set(
            Key::PasswordAuthentication,
            from.bool("os_profile_linux_config.disable_password_authentication", true).negate(),
        );
    }
    let managed = present(from.presence("storage_os_disk.managed_disk_type"));
    to.set(Key::ManagedDisks, managed.and(|| present(from.presence("storage_os_disk.vhd_uri")).negate()));
}

fn set(from: &Reader<'_>, to: &mut Resource) {
    common(from, to);
    to.set(
        Key::PublicAddress,
        from.any_block("network_interface", |interface| {
            interface.any_block("ip_configuration", |ip| ip.block("public_ip_address").truth()).truth()
        }),
    );
}

fn linux_set(from: &Reader<'_>, to: &mut Resource) {
    set(from, to);
    linux_login(from, to);
}

fn windows_set(from: &Reader<'_>, to: &mut Resource) {
    set(from, to);
    windows_updates(from, to);
}

fn orchestrated(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HostEncryption, from.bool("encryption_at_host_enabled", false));
    to.set(Key::WorkloadIdentity, from.presence("identity.type"));
    if from.has("os_profile.linux_configuration") {
        to.set(
            Key::PasswordAuthentication,
            from.bool("os_profile.linux_configuration.disable_password_authentication", true).negate(),
        );
    }
}

fn legacy_set(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::AutomaticUpdates,
        from.bool("automatic_os_upgrade", false)
            .and(|| from.bool("os_profile_windows_config.enable_automatic_upgrades", false)),
    );
}

/// Microsoft's antimalware with automatic updates of its engine.
fn extension(from: &Reader<'_>, to: &mut Resource) {
    if from.says("type", &["IaaSAntimalware"], false).truth() == Truth::True {
        let publisher = from.says("publisher", &["Microsoft.Azure.Security"], false);
        to.set(Key::Antimalware, publisher.and(|| from.bool("auto_upgrade_minor_version", false)));
    }
}

fn protected(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::BackupEnabled, Setting::concluded(Truth::True, from.place()));
}

fn replicated(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CrossRegionCopy, Setting::concluded(Truth::True, from.place()));
}
