//! Azure virtual machines and scale sets: login, hosts, disks, patches, protection and backup.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const LINUX: &[&str] = &["azurerm_linux_virtual_machine"];
const WINDOWS: &[&str] = &["azurerm_windows_virtual_machine"];
const MODERN: &[&str] = &["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"];
const LEGACY: &[&str] = &["azurerm_virtual_machine"];
const MACHINES: &[&str] =
    &["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"];
/// Machines on which the extension is expected: those that certainly or possibly run Windows.
const ANTIMALWARE: &[&str] = &["azurerm_windows_virtual_machine", "azurerm_virtual_machine"];
const LINUX_SET: &[&str] = &["azurerm_linux_virtual_machine_scale_set"];
const WINDOWS_SET: &[&str] = &["azurerm_windows_virtual_machine_scale_set"];
const SETS: &[&str] =
    &["azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set"];
const HOST_SETS: &[&str] = &[
    "azurerm_linux_virtual_machine_scale_set",
    "azurerm_windows_virtual_machine_scale_set",
    "azurerm_orchestrated_virtual_machine_scale_set",
];

const PASSWORD: Check = Check {
    id: "machine-password-login-off",
    objective: "local-accounts",
    title: "Machine takes no passwords for login",
    severity: Severity::High,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "Passwords over SSH are guessed and reused; keys are not. A machine with health information should \
                take only keys or directory logins, so that every session belongs to one person.",
    reads: &[Key::PasswordAuthentication],
    test: |s| s.is_not(Key::PasswordAuthentication),
    aliases: &[
        Alias::checkov("CKV_AZURE_1", &["azurerm_linux_virtual_machine", "azurerm_virtual_machine"]),
        Alias::checkov("CKV_AZURE_149", LINUX),
        Alias::trivy("AVD-AZU-0039", &["azurerm_linux_virtual_machine", "azurerm_virtual_machine"]),
        Alias::prowler("vm_linux_enforce_ssh_authentication", LINUX),
    ],
    remedies: &[
        Remedy::edit(
            LINUX,
            "Set disable_password_authentication and give a public key.",
            &[Edit::Set("disable_password_authentication", "true")],
        )
        .risk("The machine is replaced; people need keys before."),
        Remedy::edit(
            LEGACY,
            "Set disable_password_authentication in os_profile_linux_config and give ssh_keys.",
            &[Edit::Set("os_profile_linux_config.disable_password_authentication", "true")],
        )
        .risk("The machine is replaced; people need keys before."),
    ],
};

const PUBLIC_KEY: Check = Check {
    id: "machine-public-key-login",
    objective: "local-accounts",
    title: "Administrator of the machine logs in with a key",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "A machine without a public key can only be entered with a password. A key is tied to its owner \
                and cannot be guessed, which keeps administrator access attributable.",
    reads: &[Key::PublicKeyLogin],
    test: |s| s.is(Key::PublicKeyLogin),
    aliases: &[Alias::checkov("CKV_AZURE_178", LINUX)],
    remedies: &[Remedy::edit(
        LINUX,
        "Add admin_ssh_key with the user's public key.",
        &[Edit::Block(
            "admin_ssh_key {\n  username   = \"adminuser\"\n  public_key = file(\"id_ed25519.pub\")\n}",
        )],
    )
    .risk("The machine is replaced.")],
};

const HOST: Check = Check {
    id: "machine-host-encryption",
    objective: "encryption-at-rest",
    title: "Host encrypts caches and temporary disks",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "Managed disks are encrypted in storage, but their caches and the temporary disk live on the host. \
                Encryption at the host covers the pages and files that a machine leaves there.",
    reads: &[Key::HostEncryption],
    test: |s| s.is(Key::HostEncryption),
    aliases: &[Alias::checkov("CKV_AZURE_151", WINDOWS)],
    remedies: &[Remedy {
        types: MODERN,
        steps: "Register the EncryptionAtHost feature for the subscription, then set encryption_at_host_enabled.",
        terraform: &[Edit::Set("encryption_at_host_enabled", "true")],
        command: "az vm show --name {name} --resource-group <group> --query securityProfile.encryptionAtHost",
        risk: "The machine must be deallocated for the change, and its size must support it.",
    }],
};

const UPDATES: Check = Check {
    id: "machine-automatic-updates",
    objective: "managed-patching",
    title: "Windows installs updates by itself",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "Most attacks use holes that were closed months before. A machine that does not update itself \
                stays open to malicious software long after a fix was published.",
    reads: &[Key::AutomaticUpdates],
    test: |s| s.is(Key::AutomaticUpdates),
    aliases: &[Alias::checkov("CKV_AZURE_177", WINDOWS)],
    remedies: &[Remedy::edit(
        WINDOWS,
        "Remove the argument that switches updates off, or set it to true; its name is automatic_updates_enabled \
         from version 4 of the provider.",
        &[Edit::Set("enable_automatic_updates", "true")],
    )
    .risk("Machines restart after updates; set a window with a patch mode.")],
};

const AGENT: Check = Check {
    id: "machine-agent",
    objective: "health-monitoring",
    title: "Machine runs the management agent",
    severity: Severity::Low,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "Backup, monitoring, antimalware and patch assessment reach a machine through its agent. Without \
                it the machine is a blind spot for every one of these safeguards.",
    reads: &[Key::ManagementAgent],
    test: |s| s.is(Key::ManagementAgent),
    aliases: &[Alias::checkov("CKV_AZURE_179", MODERN)],
    remedies: &[Remedy::edit(
        MODERN,
        "Remove provision_vm_agent, or set it to true.",
        &[Edit::Set("provision_vm_agent", "true")],
    )
    .risk("The machine is replaced.")],
};

pub(super) static CHECKS: &[Check] = &[
    PASSWORD,
    Check {
        id: "scale-set-password-login-off",
        title: "Machines of the scale set take no passwords for login",
        kind: Kind::InstanceGroup,
        aliases: &[Alias::checkov("CKV_AZURE_149", LINUX_SET), Alias::checkov("CKV_AZURE_49", LINUX_SET)],
        remedies: &[Remedy::edit(
            LINUX_SET,
            "Set disable_password_authentication and give a public key.",
            &[Edit::Set("disable_password_authentication", "true")],
        )
        .risk("The scale set is replaced.")],
        ..PASSWORD
    },
    PUBLIC_KEY,
    Check {
        id: "scale-set-public-key-login",
        title: "Administrator of the scale set logs in with a key",
        kind: Kind::InstanceGroup,
        aliases: &[Alias::checkov("CKV_AZURE_178", LINUX_SET)],
        remedies: &[Remedy::edit(
            LINUX_SET,
            "Add admin_ssh_key with the user's public key.",
            &[Edit::Block(
                "admin_ssh_key {\n  username   = \"adminuser\"\n  public_key = file(\"id_ed25519.pub\")\n}",
            )],
        )],
        ..PUBLIC_KEY
    },
    HOST,
    Check {
        id: "scale-set-host-encryption",
        title: "Hosts of the scale set encrypt caches and temporary disks",
        kind: Kind::InstanceGroup,
        aliases: &[Alias::checkov("CKV_AZURE_97", SETS)],
        remedies: &[Remedy::edit(
            HOST_SETS,
            "Register the EncryptionAtHost feature for the subscription, then set encryption_at_host_enabled.",
            &[Edit::Set("encryption_at_host_enabled", "true")],
        )
        .risk("Instances must be reimaged, and their size must support it.")],
        ..HOST
    },
    UPDATES,
    Check {
        id: "scale-set-automatic-updates",
        title: "Machines of the scale set are patched automatically",
        kind: Kind::InstanceGroup,
        aliases: &[
            Alias::checkov("CKV_AZURE_177", WINDOWS_SET),
            Alias::checkov("CKV_AZURE_95", &["azurerm_virtual_machine_scale_set"]),
        ],
        remedies: &[
            Remedy::edit(
                WINDOWS_SET,
                "Remove the argument that switches updates off, or set it to true.",
                &[Edit::Set("enable_automatic_updates", "true")],
            ),
            Remedy::edit(
                &["azurerm_virtual_machine_scale_set"],
                "Switch automatic_os_upgrade and the automatic upgrades of Windows on.",
                &[
                    Edit::Set("automatic_os_upgrade", "true"),
                    Edit::Set("os_profile_windows_config.enable_automatic_upgrades", "true"),
                ],
            )
            .risk("Instances are reimaged in batches when an image is published."),
        ],
        ..UPDATES
    },
    AGENT,
    Check {
        id: "scale-set-agent",
        title: "Machines of the scale set run the management agent",
        kind: Kind::InstanceGroup,
        aliases: &[Alias::checkov("CKV_AZURE_179", SETS)],
        remedies: &[Remedy::edit(
            SETS,
            "Remove provision_vm_agent, or set it to true.",
            &[Edit::Set("provision_vm_agent", "true")],
        )],
        ..AGENT
    },
    Check {
        id: "scale-set-public-address",
        objective: "public-address",
        title: "Machines of the scale set have no public addresses",
        severity: Severity::High,
        kind: Kind::InstanceGroup,
        types: &[],
        rationale: "A public address on every instance multiplies what the internet can attack. Traffic from \
                    outside belongs at a load balancer or gateway in front of the set.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[],
        remedies: &[Remedy::edit(
            SETS,
            "Remove public_ip_address from the IP configuration.",
            &[Edit::Remove("network_interface.ip_configuration.public_ip_address")],
        )],
    },
    Check {
        id: "machine-managed-disks",
        objective: "encryption-at-rest",
        title: "Machine uses managed disks",
        severity: Severity::Medium,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "Managed disks are always encrypted and governed by roles. A disk kept as a file in a storage \
                    account is only as protected as that account, and is easily copied out of it.",
        reads: &[Key::ManagedDisks],
        test: |s| s.is(Key::ManagedDisks),
        aliases: &[Alias::checkov("CKV_AZURE_92", MODERN), Alias::checkov("CKV2_AZURE_9", LEGACY)],
        remedies: &[Remedy::edit(
            MACHINES,
            "Convert the disks to managed disks and remove vhd_uri.",
            &[Edit::Remove("storage_os_disk.vhd_uri")],
        )
        .risk("The machine is stopped for the conversion, which cannot be undone.")],
    },
    Check {
        id: "machine-patch-assessment",
        objective: "managed-patching",
        title: "Machine is assessed for missing patches",
        severity: Severity::Low,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "Missing patches that nobody lists are missing patches that nobody installs. A daily \
                    assessment by the platform gives the evidence that known holes are being closed.",
        reads: &[Key::PatchAssessment],
        test: |s| s.is(Key::PatchAssessment),
        aliases: &[],
        remedies: &[Remedy::edit(
            MODERN,
            "Set patch_assessment_mode to AutomaticByPlatform.",
            &[Edit::Set("patch_assessment_mode", "\"AutomaticByPlatform\"")],
        )],
    },
    Check {
        id: "machine-antimalware",
        objective: "threat-detection",
        title: "Machine has antimalware that updates itself",
        severity: Severity::High,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "Procedures against malicious software need something that detects it. Antimalware whose \
                    engine and signatures age on the machine stops recognising what attacks hospitals today.",
        reads: &[Key::Antimalware],
        test: |s| s.is(Key::Antimalware),
        aliases: &[
            Alias::checkov("CKV2_AZURE_10", LEGACY),
            Alias::azure_policy("c43e4a30-77cb-48ab-a4dd-93f175c63b57", ANTIMALWARE),
        ],
        remedies: &[Remedy::edit(
            ANTIMALWARE,
            "Add the IaaSAntimalware extension with automatic minor upgrades.",
            &[Edit::Companion(
                "resource \"azurerm_virtual_machine_extension\" \"{name}_antimalware\" {\n  \
                 name                       = \"antimalware\"\n  \
                 virtual_machine_id         = {address}.id\n  \
                 publisher                  = \"Microsoft.Azure.Security\"\n  \
                 type                       = \"IaaSAntimalware\"\n  \
                 type_handler_version       = \"1.3\"\n  \
                 auto_upgrade_minor_version = true\n}\n",
            )],
        )],
    },
    Check {
        id: "machine-backup",
        objective: "backup",
        title: "Machine is backed up",
        severity: Severity::Medium,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "The data backup plan has to cover machines that keep records on their disks. A machine \
                    outside Azure Backup cannot be brought back after ransomware or a failed change.",
        reads: &[Key::BackupEnabled],
        test: |s| s.is(Key::BackupEnabled),
        aliases: &[
            Alias::checkov("CKV2_AZURE_12", LEGACY),
            Alias::azure_policy("013e242c-8828-4970-87b3-ab247555486d", MACHINES),
        ],
        remedies: &[Remedy {
            types: MACHINES,
            steps: "Protect the machine with a backup policy of a Recovery Services vault.",
            terraform: &[Edit::Companion(
                "resource \"azurerm_backup_protected_vm\" \"{name}\" {\n  \
                 resource_group_name = azurerm_recovery_services_vault.main.resource_group_name\n  \
                 recovery_vault_name = azurerm_recovery_services_vault.main.name\n  \
                 source_vm_id        = {address}.id\n  \
                 backup_policy_id    = azurerm_backup_policy_vm.main.id\n}\n",
            )],
            command: "az backup protection check-vm --vm-id <id>",
            risk: "Backups are charged by size and retention.",
        }],
    },
    Check {
        id: "machine-disaster-recovery",
        objective: "recovery-readiness",
        title: "Machine is replicated to another region",
        severity: Severity::Low,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "A disaster recovery plan for systems that cannot wait for a restore needs a copy in another \
                    region. Replication keeps one current.",
        reads: &[Key::CrossRegionCopy],
        test: |s| s.is(Key::CrossRegionCopy),
        aliases: &[Alias::azure_policy("0015ea4d-51ff-4ce3-8d8c-f3f8f0179a56", MACHINES)],
        remedies: &[Remedy::edit(
            MACHINES,
            "Replicate the machine with azurerm_site_recovery_replicated_vm.",
            &[],
        )
        .risk("A second copy is charged in the other region.")],
    },
];
