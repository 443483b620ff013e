//! Compute: disks, snapshots, images, machines, scale sets and extensions.

use super::{IDENTITY, arm, parent};
use crate::dialect::live::{Field, Otherwise, Shape, Source, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "Microsoft.Compute/disks",
        "azurerm_managed_disk",
        &[
            arm("disk_encryption_set_id", "properties.encryption.diskEncryptionSetId"),
            Field::same("encryption_settings.enabled", "properties.encryptionSettingsCollection.enabled"),
            POLICY,
            PUBLIC,
        ],
    )
    .unset(&["encryption_settings", "secure_vm_disk_encryption_set_id"]),
    Shape::new(
        "Microsoft.Compute/snapshots",
        "azurerm_snapshot",
        &[arm("disk_encryption_set_id", "properties.encryption.diskEncryptionSetId"), POLICY, PUBLIC],
    )
    .unset(&["encryption_settings"]),
    Shape::new(
        "Microsoft.Compute/diskEncryptionSets",
        "azurerm_disk_encryption_set",
        &[
            Field::same("auto_key_rotation_enabled", "properties.rotationToLatestKeyVersionEnabled")
                .or_unset(),
            Field::same("encryption_type", "properties.encryptionType"),
        ],
    ),
    Shape::new(
        "Microsoft.Compute/images",
        "azurerm_image",
        &[arm("os_disk.disk_encryption_set_id", "properties.storageProfile.osDisk.diskEncryptionSet.id")],
    ),
    Shape::new(
        "Microsoft.Compute/galleries",
        "azurerm_shared_image_gallery",
        &[Field::same("sharing.permission", "properties.sharingProfile.permissions").or_unset()],
    ),
    Shape::new("Microsoft.Compute/virtualMachines", "azurerm_linux_virtual_machine", MACHINE)
        // Terraform's provider switches it off, the service does not
        .defaults(&[("disable_password_authentication", Otherwise::Bool(false))])
        .unset(&["enable_automatic_updates"])
        .variant(machine),
    Shape::new(
        "Microsoft.Compute/virtualMachineScaleSets",
        "azurerm_linux_virtual_machine_scale_set",
        SCALE_SET,
    )
    .defaults(&[
        ("disable_password_authentication", Otherwise::Bool(false)),
        ("os_profile.linux_configuration.disable_password_authentication", Otherwise::Bool(false)),
    ])
    .unset(&["enable_automatic_updates"])
    .variant(scale_set),
    Shape::new(
        "Microsoft.Compute/virtualMachines/extensions",
        "azurerm_virtual_machine_extension",
        &[
            parent("virtual_machine_id"),
            Field::same("type", "properties.type"),
            Field::same("publisher", "properties.publisher"),
            Field::same("auto_upgrade_minor_version", "properties.autoUpgradeMinorVersion"),
        ],
    ),
];

const POLICY: Field = Field::same("network_access_policy", "properties.networkAccessPolicy");
const PUBLIC: Field = super::PUBLIC;

const MACHINE: &[Field] = &[
    IDENTITY,
    // "disabled unless this property is set to true"
    Field::same("encryption_at_host_enabled", "properties.securityProfile.encryptionAtHost").or_unset(),
    Field::same("secure_boot_enabled", "properties.securityProfile.uefiSettings.secureBootEnabled")
        .or_unset(),
    Field::same("vtpm_enabled", "properties.securityProfile.uefiSettings.vTpmEnabled").or_unset(),
    Field::same("provision_vm_agent", "properties.osProfile.linuxConfiguration.provisionVMAgent")
        .or_unset_in("properties.osProfile.linuxConfiguration"),
    Field::same("provision_vm_agent", "properties.osProfile.windowsConfiguration.provisionVMAgent")
        .or_unset_in("properties.osProfile.windowsConfiguration"),
    Field::same(
        "patch_assessment_mode",
        "properties.osProfile.linuxConfiguration.patchSettings.assessmentMode",
    )
    .or_unset_in("properties.osProfile.linuxConfiguration"),
    Field::same(
        "patch_assessment_mode",
        "properties.osProfile.windowsConfiguration.patchSettings.assessmentMode",
    )
    .or_unset_in("properties.osProfile.windowsConfiguration"),
    Field::same(
        "disable_password_authentication",
        "properties.osProfile.linuxConfiguration.disablePasswordAuthentication",
    ),
    Field::same(
        "admin_ssh_key.public_key",
        "properties.osProfile.linuxConfiguration.ssh.publicKeys.0.keyData",
    )
    .or_unset_in("properties.osProfile.linuxConfiguration"),
    Field::same(
        "automatic_updates_enabled",
        "properties.osProfile.windowsConfiguration.enableAutomaticUpdates",
    )
    .or_unset_in("properties.osProfile.windowsConfiguration"),
    Field::of("storage_os_disk", "properties.storageProfile.osDisk", Take::Blocks(DISK)),
    Field::of("storage_data_disk", "properties.storageProfile.dataDisks", Take::Blocks(DISK)).or_unset(),
    // a machine that is not allocated says nothing of its disk's encryption
    Field::of(
        "os_disk.disk_encryption_set_id",
        "properties.storageProfile.osDisk.managedDisk.diskEncryptionSet.id",
        Take::With(super::arm_id),
    )
    .or_unset_in("properties.storageProfile.osDisk.managedDisk.storageAccountType"),
];

const DISK: &[Field] = &[
    Field::same("vhd_uri", "vhd.uri").or_unset(),
    Field::same("managed_disk_type", "managedDisk.storageAccountType"),
];

fn system(source: &Source<'_>, path: &str) -> Option<&'static str> {
    match &*source.text(path)?.to_ascii_lowercase() {
        "linux" => Some("linux"),
        "windows" => Some("windows"),
        _ => None,
    }
}

/// The system of a template's machine: by its disk, by what it is configured with, or by who publishes its image.
fn told(source: &Source<'_>, profile: &str) -> Option<&'static str> {
    let at = |path: &str| format!("{profile}.{path}");
    if let Some(told) = system(source, &at("storageProfile.osDisk.osType")) {
        return Some(told);
    }
    let has = |path: &str| source.at(&at(path)).is_some_and(|n| n.as_object().is_some());
    if has("osProfile.windowsConfiguration") {
        return Some("windows");
    }
    if has("osProfile.linuxConfiguration") {
        return Some("linux");
    }
    let publisher = source.text(&at("storageProfile.imageReference.publisher"))?.to_ascii_lowercase();
    let linux = ["canonical", "redhat", "suse", "debian", "openlogic", "oracle", "almalinux", "rocky"];
    if publisher.starts_with("microsoftwindows") {
        Some("windows")
    } else {
        linux.iter().any(|name| publisher.contains(name)).then_some("linux")
    }
}

/// A machine that does not name its system is read as the type that names none.
fn machine(source: &Source<'_>) -> Option<&'static str> {
    match told(source, "properties") {
        Some("linux") => None,
        Some(_) => Some("azurerm_windows_virtual_machine"),
        None => Some("azurerm_virtual_machine"),
    }
}

const SCALE_SET: &[Field] = &[
    IDENTITY,
    Field::same(
        "encryption_at_host_enabled",
        "properties.virtualMachineProfile.securityProfile.encryptionAtHost",
    )
    .or_unset_in("properties.virtualMachineProfile"),
    Field::same(
        "secure_boot_enabled",
        "properties.virtualMachineProfile.securityProfile.uefiSettings.secureBootEnabled",
    )
    .or_unset_in("properties.virtualMachineProfile"),
    Field::same("vtpm_enabled", "properties.virtualMachineProfile.securityProfile.uefiSettings.vTpmEnabled")
        .or_unset_in("properties.virtualMachineProfile"),
    Field::same(
        "provision_vm_agent",
        "properties.virtualMachineProfile.osProfile.linuxConfiguration.provisionVMAgent",
    )
    .or_unset_in("properties.virtualMachineProfile.osProfile.linuxConfiguration"),
    Field::same(
        "provision_vm_agent",
        "properties.virtualMachineProfile.osProfile.windowsConfiguration.provisionVMAgent",
    )
    .or_unset_in("properties.virtualMachineProfile.osProfile.windowsConfiguration"),
    Field::same(
        "disable_password_authentication",
        "properties.virtualMachineProfile.osProfile.linuxConfiguration.disablePasswordAuthentication",
    ),
    Field::same(
        "os_profile.linux_configuration.disable_password_authentication",
        "properties.virtualMachineProfile.osProfile.linuxConfiguration.disablePasswordAuthentication",
    )
    .or_unset_in("properties.virtualMachineProfile.osProfile.windowsConfiguration"),
    Field::same(
        "admin_ssh_key.public_key",
        "properties.virtualMachineProfile.osProfile.linuxConfiguration.ssh.publicKeys.0.keyData",
    )
    .or_unset_in("properties.virtualMachineProfile.osProfile.linuxConfiguration"),
    Field::same(
        "automatic_updates_enabled",
        "properties.virtualMachineProfile.osProfile.windowsConfiguration.enableAutomaticUpdates",
    )
    .or_unset_in("properties.virtualMachineProfile.osProfile.windowsConfiguration"),
    Field::of(
        "network_interface",
        "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations",
        Take::Blocks(&[Field::of(
            "ip_configuration",
            "properties.ipConfigurations",
            Take::Blocks(&[
                Field::same("public_ip_address", "properties.publicIPAddressConfiguration").or_unset()
            ]),
        )]),
    ),
];

fn scale_set(source: &Source<'_>) -> Option<&'static str> {
    if source.text("properties.orchestrationMode").is_some_and(|m| m.eq_ignore_ascii_case("flexible")) {
        return Some("azurerm_orchestrated_virtual_machine_scale_set");
    }
    match told(source, "properties.virtualMachineProfile") {
        Some("windows") => Some("azurerm_windows_virtual_machine_scale_set"),
        Some(_) => None,
        None => Some("azurerm_virtual_machine_scale_set"),
    }
}
