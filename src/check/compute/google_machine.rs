//! Compute Engine instances and templates: login, hardening, accounts and keys.
//!
//! Instances and the templates they are made from share their tests, once for each kind.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind};

const GCE: &[&str] = &["google_compute_instance", "google_compute_instance_from_template"];
const GCE_TEMPLATES: &[&str] =
    &["google_compute_instance_template", "google_compute_region_instance_template"];
const GCE_TEMPLATE: &[&str] = &["google_compute_instance_template"];
const AZURE_MODERN: &[&str] = &["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"];

const PROJECT_KEYS: Check = Check {
    id: "instance-project-ssh-keys-blocked",
    objective: "local-accounts",
    title: "Instance refuses project-wide SSH keys",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "A key in the project's metadata opens every machine of the project at once. Blocking it on \
                machines that hold health information keeps one lost key from becoming a breach of all.",
    reads: &[Key::ProjectKeysBlocked],
    test: |s| s.is(Key::ProjectKeysBlocked),
    aliases: &[
        Alias::checkov("CKV_GCP_32", GCE),
        Alias::kics("3e4d5ce6-3280-4027-8010-c26eeea1ec01", &["google_compute_instance"]),
        Alias::trivy("AVD-GCP-0030", &["google_compute_instance"]),
        Alias::prowler("compute_instance_block_project_wide_ssh_keys_disabled", &["google_compute_instance"]),
        Alias::gcp("COMPUTE_PROJECT_WIDE_SSH_KEYS_ALLOWED", &["google_compute_instance"]),
    ],
    remedies: &[Remedy {
        types: GCE,
        steps: "Set block-project-ssh-keys in the metadata, and let people log in through OS Login.",
        terraform: &[Edit::Set("metadata.block-project-ssh-keys", "true")],
        command: "gcloud compute instances add-metadata {name} --metadata=block-project-ssh-keys=TRUE",
        risk: "People who log in with a project key are locked out.",
    }],
};

const CENTRAL_LOGIN: Check = Check {
    id: "instance-os-login-kept",
    objective: "local-accounts",
    title: "Instance does not switch OS Login off",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "OS Login ties every login to a person's own cloud identity and its second factor. A machine that \
                overrides it falls back to keys nobody can attribute, which unique user identification forbids.",
    reads: &[Key::CentralLogin],
    test: |s| s.ask(Key::CentralLogin, |d| (*d != Datum::Bool(false)).into()),
    aliases: &[
        Alias::checkov("CKV_GCP_34", GCE),
        Alias::kics("d0b4d550-c001-46c3-bbdb-d5d75d33f05f", &["google_compute_instance"]),
        Alias::trivy("AVD-GCP-0036", &["google_compute_instance"]),
    ],
    remedies: &[Remedy {
        types: GCE,
        steps: "Remove enable-oslogin from the instance's metadata, or set it to true.",
        terraform: &[Edit::Set("metadata.enable-oslogin", "true")],
        command: "gcloud compute instances add-metadata {name} --metadata=enable-oslogin=TRUE",
        risk: "Logins with metadata keys stop.",
    }],
};

const SERIAL: Check = Check {
    id: "instance-serial-console-off",
    objective: "workload-hardening",
    title: "Serial console is not open to connections",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "The serial console takes connections from any address and knows no firewall rule. On a machine \
                with health information it is a second door that nobody watches.",
    reads: &[Key::SerialConsole],
    test: |s| s.is_not(Key::SerialConsole),
    aliases: &[
        Alias::checkov("CKV_GCP_35", GCE),
        Alias::trivy("AVD-GCP-0032", &["google_compute_instance"]),
        Alias::prowler("compute_instance_serial_ports_in_use", &["google_compute_instance"]),
        Alias::gcp("COMPUTE_SERIAL_PORTS_ENABLED", &["google_compute_instance"]),
    ],
    remedies: &[Remedy {
        types: GCE,
        steps: "Remove serial-port-enable from the metadata, or set it to false.",
        terraform: &[Edit::Set("metadata.serial-port-enable", "false")],
        command: "gcloud compute instances add-metadata {name} --metadata=serial-port-enable=FALSE",
        risk: "",
    }],
};

const FORWARDING: Check = Check {
    id: "instance-ip-forwarding-off",
    objective: "workload-hardening",
    title: "Instance does not forward packets",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "A machine that may forward packets can carry traffic past the rules that separate networks. Only \
                an appliance built to route should have that right.",
    reads: &[Key::IpForwarding],
    test: |s| s.is_not(Key::IpForwarding),
    aliases: &[
        Alias::checkov("CKV_GCP_36", GCE),
        Alias::kics("f34c0c25-47b4-41eb-9c79-249b4dd47b89", &["google_compute_instance"]),
        Alias::trivy("AVD-GCP-0043", &["google_compute_instance"]),
        Alias::prowler("compute_instance_ip_forwarding_is_enabled", &["google_compute_instance"]),
        Alias::gcp("IP_FORWARDING_ENABLED", &["google_compute_instance"]),
    ],
    remedies: &[Remedy::edit(GCE, "Set can_ip_forward to false.", &[Edit::Set("can_ip_forward", "false")])
        .risk("The instance is replaced.")],
};

const SHIELDED: Check = Check {
    id: "instance-shielded",
    objective: "workload-hardening",
    title: "Instance starts as a shielded machine",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "The virtual trusted platform module and integrity monitoring notice a changed boot chain. Without \
                them a rootkit on a machine that handles records stays unseen.",
    reads: &[Key::ShieldedMachine],
    test: |s| s.is(Key::ShieldedMachine),
    aliases: &[
        Alias::checkov("CKV_GCP_39", GCE),
        Alias::gcp("SHIELDED_VM_DISABLED", &["google_compute_instance"]),
        Alias::prowler("compute_instance_shielded_vm_enabled", &["google_compute_instance"]),
    ],
    remedies: &[Remedy {
        types: GCE,
        steps: "Add shielded_instance_config with the module and integrity monitoring on; use an image that \
                supports it.",
        terraform: &[
            Edit::Set("shielded_instance_config.enable_vtpm", "true"),
            Edit::Set("shielded_instance_config.enable_integrity_monitoring", "true"),
        ],
        command: "gcloud compute instances update {name} --shielded-vtpm --shielded-integrity-monitoring",
        risk: "The instance must be stopped for the change.",
    }],
};

const SECURE_BOOT: Check = Check {
    id: "instance-secure-boot",
    objective: "workload-hardening",
    title: "Instance uses secure boot",
    severity: Severity::Low,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "Secure boot runs only boot loaders and kernels with a trusted signature. It keeps malicious \
                software from settling below the operating system, where scanners do not look.",
    reads: &[Key::SecureBoot],
    test: |s| s.is(Key::SecureBoot),
    aliases: &[
        Alias::trivy("AVD-GCP-0067", &["google_compute_instance"]),
        Alias::gcp("COMPUTE_SECURE_BOOT_DISABLED", &["google_compute_instance"]),
    ],
    remedies: &[
        Remedy::edit(
            GCE,
            "Switch secure boot on in shielded_instance_config.",
            &[Edit::Set("shielded_instance_config.enable_secure_boot", "true")],
        )
        .risk("Unsigned drivers do not load; the instance must be stopped for the change."),
        Remedy::edit(
            AZURE_MODERN,
            "Set secure_boot_enabled, with a generation 2 image.",
            &[Edit::Set("secure_boot_enabled", "true")],
        )
        .risk("The machine is replaced, and needs a generation 2 image with signed drivers."),
    ],
};

const DEFAULT_ACCOUNT: Check = Check {
    id: "instance-default-service-account",
    objective: "workload-identity",
    title: "Instance has a service account of its own",
    severity: Severity::Medium,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "The project's default account carries broad rights and is shared by everything that did not ask \
                for its own. Whoever takes one machine then acts as all of them.",
    reads: &[Key::DefaultIdentity],
    test: |s| s.is_not(Key::DefaultIdentity),
    aliases: &[
        Alias::checkov("CKV_GCP_30", GCE),
        Alias::prowler("compute_instance_default_service_account_in_use", &["google_compute_instance"]),
        Alias::gcp("DEFAULT_SERVICE_ACCOUNT_USED", &["google_compute_instance"]),
    ],
    remedies: &[Remedy {
        types: GCE,
        steps: "Create a service account with only the roles the workload needs, and name it in service_account.",
        terraform: &[
            Edit::Set("service_account.email", "google_service_account.{name}.email"),
            Edit::Companion(
                "resource \"google_service_account\" \"{name}\" {\n  account_id = \"{name}\"\n}\n",
            ),
        ],
        command: "gcloud compute instances describe {name} --format='value(serviceAccounts.email)'",
        risk: "The workload loses rights it silently had; grant what it needs first.",
    }],
};

const FULL_ACCESS: Check = Check {
    id: "instance-default-service-account-full-access",
    objective: "least-privilege",
    title: "Default service account has no access to every API",
    severity: Severity::High,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "The default account with the scope for all of Google Cloud can usually edit the whole project. A \
                single compromised machine then reads and changes every store of records in it.",
    reads: &[Key::DefaultIdentityFullAccess],
    test: |s| s.is_not(Key::DefaultIdentityFullAccess),
    aliases: &[
        Alias::checkov("CKV_GCP_31", GCE),
        Alias::prowler(
            "compute_instance_default_service_account_in_use_with_full_api_access",
            &["google_compute_instance"],
        ),
        Alias::gcp("FULL_API_ACCESS", &["google_compute_instance"]),
    ],
    remedies: &[Remedy::edit(
        GCE,
        "Name an account of its own and grant it roles, or limit the scopes to the APIs in use.",
        &[Edit::Set("service_account.email", "google_service_account.{name}.email")],
    )
    .risk("Calls to APIs without a role fail.")],
};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "instance-disk-customer-key",
        objective: "customer-managed-keys",
        title: "Boot disk is encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::ComputeInstance,
        types: &["google_compute_instance"],
        rationale: "Google encrypts every disk, but with keys that are not yours to withdraw or to log. A key of \
                    your own lets you cut off access to the records on a disk, and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_GCP_38", &["google_compute_instance"])],
        remedies: &[Remedy::edit(
            &["google_compute_instance"],
            "Name a Cloud KMS key on the boot disk.",
            &[Edit::Set("boot_disk.kms_key_self_link", "google_kms_crypto_key.{name}.id")],
        )
        .risk("The instance is replaced; the Compute Engine service agent needs the right to use the key.")],
    },
    Check {
        id: "instance-template-disk-customer-key",
        objective: "customer-managed-keys",
        title: "Disks of the template are encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::InstanceTemplate,
        types: &[],
        rationale: "Every machine of the group copies the template's disks and their key. A key of your own lets \
                    you cut off access to all of them at once, and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Name a Cloud KMS key on every disk of the template.",
            &[Edit::Set("disk.disk_encryption_key.kms_key_self_link", "google_kms_crypto_key.{name}.id")],
        )],
    },
    PROJECT_KEYS,
    Check {
        id: "instance-template-project-ssh-keys-blocked",
        title: "Instances of the template refuse project-wide SSH keys",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_GCP_32", GCE_TEMPLATE)],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Set block-project-ssh-keys in the metadata, and let people log in through OS Login.",
            &[Edit::Set("metadata.block-project-ssh-keys", "true")],
        )],
        ..PROJECT_KEYS
    },
    CENTRAL_LOGIN,
    Check {
        id: "instance-template-os-login-kept",
        title: "Template does not switch OS Login off",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_GCP_34", GCE_TEMPLATE)],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Remove enable-oslogin from the metadata, or set it to true.",
            &[Edit::Set("metadata.enable-oslogin", "true")],
        )],
        ..CENTRAL_LOGIN
    },
    SERIAL,
    Check {
        id: "instance-template-serial-console-off",
        title: "Serial consoles of the template are not open to connections",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_GCP_35", GCE_TEMPLATE)],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Remove serial-port-enable from the metadata, or set it to false.",
            &[Edit::Set("metadata.serial-port-enable", "false")],
        )],
        ..SERIAL
    },
    FORWARDING,
    Check {
        id: "instance-template-ip-forwarding-off",
        title: "Instances of the template do not forward packets",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_GCP_36", GCE_TEMPLATE)],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Set can_ip_forward to false.",
            &[Edit::Set("can_ip_forward", "false")],
        )],
        ..FORWARDING
    },
    SHIELDED,
    Check {
        id: "instance-template-shielded",
        title: "Instances of the template start as shielded machines",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_GCP_39", GCE_TEMPLATE)],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Add shielded_instance_config with the module and integrity monitoring on.",
            &[
                Edit::Set("shielded_instance_config.enable_vtpm", "true"),
                Edit::Set("shielded_instance_config.enable_integrity_monitoring", "true"),
            ],
        )],
        ..SHIELDED
    },
    SECURE_BOOT,
    Check {
        id: "instance-template-secure-boot",
        title: "Instances of the template use secure boot",
        kind: Kind::InstanceTemplate,
        aliases: &[],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Switch secure boot on in shielded_instance_config.",
            &[Edit::Set("shielded_instance_config.enable_secure_boot", "true")],
        )],
        ..SECURE_BOOT
    },
    DEFAULT_ACCOUNT,
    Check {
        id: "instance-template-default-service-account",
        title: "Instances of the template have a service account of their own",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_GCP_30", GCE_TEMPLATE)],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Name an account of its own in service_account.",
            &[Edit::Set("service_account.email", "google_service_account.{name}.email")],
        )],
        ..DEFAULT_ACCOUNT
    },
    FULL_ACCESS,
    Check {
        id: "instance-template-default-service-account-full-access",
        title: "Default service account of the template has no access to every API",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_GCP_31", GCE_TEMPLATE)],
        remedies: &[Remedy::edit(
            GCE_TEMPLATES,
            "Name an account of its own, or limit the scopes to the APIs in use.",
            &[Edit::Set("service_account.email", "google_service_account.{name}.email")],
        )],
        ..FULL_ACCESS
    },
];
