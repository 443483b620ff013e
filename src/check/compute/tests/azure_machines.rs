//! Virtual machines and scale sets of Azure.

use crate::testing::{Case, case, hold};

pub(super) const CASES: &[Case] = &[
    case(
        "machine-password-login-off",
        "azurerm_linux_virtual_machine",
        "name = \"x\"",
        "disable_password_authentication = false",
        "disable_password_authentication = var.unset",
    ),
    case(
        "machine-public-key-login",
        "azurerm_linux_virtual_machine",
        "admin_ssh_key {\n  public_key = \"ssh-rsa A\"\n}",
        "name = \"x\"",
        "admin_ssh_key {\n  public_key = var.unset\n}",
    ),
    case(
        "machine-host-encryption",
        "azurerm_linux_virtual_machine",
        "encryption_at_host_enabled = true",
        "name = \"x\"",
        "encryption_at_host_enabled = var.unset",
    ),
    case(
        "machine-host-encryption",
        "azurerm_windows_virtual_machine",
        "encryption_at_host_enabled = true",
        "name = \"x\"",
        "encryption_at_host_enabled = var.unset",
    ),
    case(
        "machine-automatic-updates",
        "azurerm_windows_virtual_machine",
        "name = \"x\"",
        "enable_automatic_updates = false",
        "enable_automatic_updates = var.unset",
    ),
    case(
        "machine-agent",
        "azurerm_linux_virtual_machine",
        "name = \"x\"",
        "provision_vm_agent = false",
        "provision_vm_agent = var.unset",
    ),
    case(
        "machine-agent",
        "azurerm_windows_virtual_machine",
        "name = \"x\"",
        "provision_vm_agent = false",
        "provision_vm_agent = var.unset",
    ),
    case(
        "scale-set-password-login-off",
        "azurerm_linux_virtual_machine_scale_set",
        "name = \"x\"",
        "disable_password_authentication = false",
        "disable_password_authentication = var.unset",
    ),
    case(
        "scale-set-public-key-login",
        "azurerm_linux_virtual_machine_scale_set",
        "admin_ssh_key {\n  public_key = \"ssh-rsa A\"\n}",
        "name = \"x\"",
        "admin_ssh_key {\n  public_key = var.unset\n}",
    ),
    case(
        "scale-set-host-encryption",
        "azurerm_linux_virtual_machine_scale_set",
        "encryption_at_host_enabled = true",
        "name = \"x\"",
        "encryption_at_host_enabled = var.unset",
    ),
    case(
        "scale-set-host-encryption",
        "azurerm_windows_virtual_machine_scale_set",
        "encryption_at_host_enabled = true",
        "name = \"x\"",
        "encryption_at_host_enabled = var.unset",
    ),
    case(
        "scale-set-automatic-updates",
        "azurerm_windows_virtual_machine_scale_set",
        "name = \"x\"",
        "enable_automatic_updates = false",
        "enable_automatic_updates = var.unset",
    ),
    case(
        "scale-set-agent",
        "azurerm_linux_virtual_machine_scale_set",
        "name = \"x\"",
        "provision_vm_agent = false",
        "provision_vm_agent = var.unset",
    ),
    case(
        "scale-set-agent",
        "azurerm_windows_virtual_machine_scale_set",
        "name = \"x\"",
        "provision_vm_agent = false",
        "provision_vm_agent = var.unset",
    ),
    case(
        "machine-automatic-updates",
        "azurerm_windows_virtual_machine",
        "automatic_updates_enabled = true",
        "automatic_updates_enabled = false",
        "automatic_updates_enabled = var.unset",
    ),
    case(
        "machine-password-login-off",
        "azurerm_virtual_machine",
        "os_profile_linux_config {\n  disable_password_authentication = true\n}",
        "os_profile_linux_config {\n  disable_password_authentication = false\n}",
        "os_profile_linux_config {\n  disable_password_authentication = var.unset\n}",
    ),
    case(
        "scale-set-automatic-updates",
        "azurerm_virtual_machine_scale_set",
        "automatic_os_upgrade = true\nos_profile_windows_config {\n  enable_automatic_upgrades = true\n}",
        "automatic_os_upgrade = true\nos_profile_windows_config {\n  enable_automatic_upgrades = false\n}",
        "automatic_os_upgrade = true\nos_profile_windows_config {\n  enable_automatic_upgrades = var.unset\n}",
    ),
    case(
        "scale-set-public-address",
        "azurerm_linux_virtual_machine_scale_set",
        "network_interface {\n  ip_configuration {\n    name = \"i\"\n  }\n}",
        "network_interface {\n  ip_configuration {\n    public_ip_address {\n      name = \"p\"\n    }\n  }\n}",
        "network_interface {\n  dynamic \"ip_configuration\" {\n    for_each = var.unset\n    content {\n      name = \"i\"\n    }\n  }\n}",
    ),
    case(
        "machine-managed-disks",
        "azurerm_virtual_machine",
        "storage_os_disk {\n  managed_disk_type = \"Standard_LRS\"\n}",
        "name = \"x\"",
        "storage_os_disk {\n  managed_disk_type = var.unset\n}",
    ),
    case(
        "machine-managed-disks",
        "azurerm_linux_virtual_machine",
        "name = \"x\"",
        "storage_os_disk {\n  vhd_uri = \"https://a/b.vhd\"\n}",
        "storage_os_disk {\n  vhd_uri = var.unset\n}",
    ),
    case(
        "machine-patch-assessment",
        "azurerm_linux_virtual_machine",
        "patch_assessment_mode = \"AutomaticByPlatform\"",
        "name = \"x\"",
        "patch_assessment_mode = var.unset",
    ),
];

#[test]
fn verdicts() {
    hold(CASES);
}
