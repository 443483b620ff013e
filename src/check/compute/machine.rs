//! Compute instances, and the templates they are made from: the same tests on both.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind};

const EC2: &[&str] = &["aws_instance", "aws_spot_instance_request"];
const EC2_TEMPLATES: &[&str] = &["aws_launch_template", "aws_launch_configuration"];
const GCE: &[&str] = &["google_compute_instance", "google_compute_instance_from_template"];
const GCE_TEMPLATES: &[&str] =
    &["google_compute_instance_template", "google_compute_region_instance_template"];
const GCE_TEMPLATE: &[&str] = &["google_compute_instance_template"];

const WORKSPACE: &[&str] = &["aws_workspaces_workspace"];
const AZURE_MODERN: &[&str] = &["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"];

const METADATA: Check = Check {
    id: "instance-metadata-tokens",
    objective: "instance-metadata",
    title: "Instance metadata service requires session tokens",
    severity: Severity::High,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "The first version of the metadata service answers any request that reaches it, so one server-side \
                request forgery in a web application hands out the machine's credentials. Session tokens close \
                that way to everything the role may read, records included.",
    reads: &[Key::MetadataTokens],
    test: |s| s.is(Key::MetadataTokens),
    aliases: &[
        Alias::checkov("CKV_AWS_79", &["aws_instance"]),
        Alias::trivy("AVD-AWS-0028", &["aws_instance"]),
        Alias::aws_config("EC2_IMDSV2_CHECK", &["aws_instance"]),
    ],
    remedies: &[Remedy {
        types: EC2,
        steps: "Require tokens in metadata_options. Update software that still uses the first version before.",
        terraform: &[Edit::Set("metadata_options.http_tokens", "\"required\"")],
        command: "aws ec2 modify-instance-metadata-options --instance-id {name} --http-tokens required --region {region}",
        risk: "Old SDKs that know only the first version lose their credentials.",
    }],
};

const VOLUMES: Check = Check {
    id: "instance-volume-encryption",
    objective: "encryption-at-rest",
    title: "Volumes of the instance are encrypted",
    severity: Severity::High,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "A machine writes records into swap, logs and temporary files as well as where it means to. An \
                unencrypted system or data volume gives them away with the first snapshot that is shared or \
                copied.",
    reads: &[Key::EncryptedAtRest],
    test: |s| s.is(Key::EncryptedAtRest),
    aliases: &[
        Alias::checkov("CKV_AWS_8", &["aws_instance"]),
        Alias::trivy("AVD-AWS-0131", &["aws_instance"]),
    ],
    remedies: &[Remedy {
        types: EC2,
        steps: "Set encrypted on root_block_device and on every ebs_block_device.",
        terraform: &[Edit::Set("root_block_device.encrypted", "true")],
        command: "aws ec2 enable-ebs-encryption-by-default --region {region}",
        risk: "The instance is replaced; keep its data in a snapshot first.",
    }],
};

const PUBLIC: Check = Check {
    id: "instance-public-address",
    objective: "public-address",
    title: "Instance has no public address",
    severity: Severity::High,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "A machine with a public address is scanned within minutes, and only its firewall stands between \
                the internet and what it holds. Traffic from outside belongs at a load balancer or a gateway that \
                can be inspected.",
    reads: &[Key::PublicAddress],
    test: |s| s.is_not(Key::PublicAddress),
    aliases: &[
        Alias::checkov("CKV_AWS_88", &["aws_instance"]),
        Alias::checkov("CKV_GCP_40", GCE),
        Alias::checkov("CKV2_GCP_32", &["google_tpu_v2_vm"]),
        Alias::aws_config("EC2_INSTANCE_NO_PUBLIC_IP", &["aws_instance"]),
        Alias::trivy("AVD-GCP-0031", &["google_compute_instance"]),
        Alias::prowler("ec2_instance_public_ip", &["aws_instance"]),
        Alias::prowler("compute_instance_public_ip", &["google_compute_instance"]),
        Alias::gcp("PUBLIC_IP_ADDRESS", &["google_compute_instance"]),
    ],
    remedies: &[
        Remedy {
            types: EC2,
            steps: "Switch the public address off and place the instance in a private subnet; reach it through \
                    Session Manager.",
            terraform: &[Edit::Set("associate_public_ip_address", "false")],
            command: "aws ec2 describe-instances --instance-ids {name} --query 'Reservations[].Instances[].PublicIpAddress' --region {region}",
            risk: "The instance is replaced, and loses outgoing traffic unless the subnet has a NAT gateway.",
        },
        Remedy {
            types: GCE,
            steps: "Remove access_config from the network interface. Use Identity-Aware Proxy for login and Cloud \
                    NAT for outgoing traffic.",
            terraform: &[Edit::Remove("network_interface.access_config")],
            command: "gcloud compute instances delete-access-config {name} --access-config-name=external-nat",
            risk: "Outgoing traffic stops unless the network has Cloud NAT.",
        },
        Remedy::edit(
            &["google_tpu_v2_vm"],
            "Switch external addresses off in network_config.",
            &[Edit::Set("network_config.enable_external_ips", "false")],
        ),
    ],
};

const MONITORING: Check = Check {
    id: "instance-detailed-monitoring",
    objective: "health-monitoring",
    title: "Instance is monitored in detail",
    severity: Severity::Low,
    kind: Kind::ComputeInstance,
    types: &[],
    rationale: "Basic metrics come every five minutes, which hides short bursts of load and late failures. \
                Detailed monitoring lets alarms on systems that serve patients react in time.",
    reads: &[Key::EnhancedMonitoring],
    test: |s| s.is(Key::EnhancedMonitoring),
    aliases: &[Alias::checkov("CKV_AWS_126", &["aws_instance"])],
    remedies: &[Remedy {
        types: EC2,
        steps: "Set monitoring on the instance.",
        terraform: &[Edit::Set("monitoring", "true")],
        command: "aws ec2 monitor-instances --instance-ids {name} --region {region}",
        risk: "Detailed metrics cost extra.",
    }],
};

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
    aliases: &[Alias::checkov("CKV_GCP_34", GCE), Alias::trivy("AVD-GCP-0036", &["google_compute_instance"])],
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
    objective: "admin-access",
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
    objective: "network-segmentation",
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
    aliases: &[Alias::checkov("CKV_GCP_39", GCE)],
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
    aliases: &[Alias::trivy("AVD-GCP-0067", &["google_compute_instance"])],
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
    METADATA,
    Check {
        id: "instance-template-metadata-tokens",
        title: "Instances of the template require tokens for metadata",
        kind: Kind::InstanceTemplate,
        aliases: &[Alias::checkov("CKV_AWS_79", EC2_TEMPLATES), Alias::trivy("AVD-AWS-0130", EC2_TEMPLATES)],
        remedies: &[Remedy::edit(
            EC2_TEMPLATES,
            "Require tokens in metadata_options, and renew the instances of the group.",
            &[Edit::Set("metadata_options.http_tokens", "\"required\"")],
        )
        .risk("Old SDKs that know only the first version lose their credentials.")],
        ..METADATA
    },
    Check {
        id: "instance-template-metadata-hop-limit",
        objective: "instance-metadata",
        title: "Metadata answers stay on the instance",
        severity: Severity::Medium,
        kind: Kind::InstanceTemplate,
        types: &[],
        rationale: "A hop limit above one lets containers and forwarded traffic reach the metadata service. The \
                    role of the host is then open to every workload on it, whatever that workload was granted.",
        reads: &[Key::MetadataHopLimit],
        test: |s| s.number(Key::MetadataHopLimit, |n| n == 1),
        aliases: &[Alias::checkov("CKV_AWS_341", EC2_TEMPLATES)],
        remedies: &[Remedy::edit(
            EC2_TEMPLATES,
            "Set the hop limit to 1; give containers their own roles.",
            &[Edit::Set("metadata_options.http_put_response_hop_limit", "1")],
        )
        .risk("Containers that use the host's role lose it.")],
    },
    VOLUMES,
    Check {
        id: "instance-template-volume-encryption",
        title: "Volumes of the template are encrypted",
        kind: Kind::InstanceTemplate,
        aliases: &[
            Alias::checkov("CKV_AWS_8", &["aws_launch_configuration"]),
            Alias::trivy("AVD-AWS-0008", &["aws_launch_configuration"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_launch_configuration"],
                "Set encrypted on root_block_device and on every ebs_block_device.",
                &[Edit::Set("root_block_device.encrypted", "true")],
            ),
            Remedy::edit(
                &["aws_launch_template"],
                "Set encrypted in the ebs block of every block_device_mappings.",
                &[Edit::Set("block_device_mappings.ebs.encrypted", "true")],
            ),
        ],
        ..VOLUMES
    },
    PUBLIC,
    Check {
        id: "instance-template-public-address",
        title: "Instances of the template have no public address",
        kind: Kind::InstanceTemplate,
        aliases: &[
            Alias::checkov("CKV_AWS_88", &["aws_launch_template"]),
            Alias::checkov("CKV_AWS_389", &["aws_launch_configuration"]),
            Alias::checkov("CKV_GCP_40", GCE_TEMPLATE),
            Alias::trivy("AVD-AWS-0009", &["aws_launch_configuration"]),
            Alias::aws_config("AUTOSCALING_LAUNCH_CONFIG_PUBLIC_IP_DISABLED", &["aws_launch_configuration"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_launch_template"],
                "Switch the public address off in every network interface.",
                &[Edit::Set("network_interfaces.associate_public_ip_address", "false")],
            ),
            Remedy::edit(
                &["aws_launch_configuration"],
                "Switch the public address off, and place the group in private subnets.",
                &[Edit::Set("associate_public_ip_address", "false")],
            ),
            Remedy::edit(
                GCE_TEMPLATES,
                "Remove access_config from the network interface.",
                &[Edit::Remove("network_interface.access_config")],
            ),
        ],
        ..PUBLIC
    },
    MONITORING,
    Check {
        id: "instance-template-detailed-monitoring",
        title: "Instances of the template are monitored in detail",
        kind: Kind::InstanceTemplate,
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["aws_launch_template"],
                "Switch monitoring on.",
                &[Edit::Set("monitoring.enabled", "true")],
            )
            .risk("Detailed metrics cost extra."),
            Remedy::edit(
                &["aws_launch_configuration"],
                "Switch monitoring on.",
                &[Edit::Set("enable_monitoring", "true")],
            )
            .risk("Detailed metrics cost extra."),
        ],
        ..MONITORING
    },
    Check {
        id: "instance-workload-identity",
        objective: "workload-identity",
        title: "Instance has an identity of its own",
        severity: Severity::Medium,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "Without an identity from the platform, software on the machine needs keys in files, which are \
                    copied, leaked and never renewed. An instance role or managed identity gives short-lived \
                    credentials that can be traced to this machine.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[
            Alias::checkov("CKV2_AWS_41", &["aws_instance"]),
            Alias::aws_config("EC2_INSTANCE_PROFILE_ATTACHED", &["aws_instance"]),
        ],
        remedies: &[
            Remedy {
                types: EC2,
                steps: "Attach an instance profile whose role grants what the workload needs.",
                terraform: &[Edit::Set("iam_instance_profile", "aws_iam_instance_profile.{name}.name")],
                command: "aws ec2 describe-iam-instance-profile-associations --filters Name=instance-id,Values={name} --region {region}",
                risk: "",
            },
            Remedy {
                types: &[
                    "azurerm_linux_virtual_machine",
                    "azurerm_windows_virtual_machine",
                    "azurerm_virtual_machine",
                ],
                steps: "Give the machine a managed identity and grant it roles.",
                terraform: &[Edit::Set("identity.type", "\"SystemAssigned\"")],
                command: "az vm identity assign --name {name} --resource-group <group>",
                risk: "",
            },
        ],
    },
    Check {
        id: "instance-deletion-protection",
        objective: "deletion-protection",
        title: "Instance is protected against deletion",
        severity: Severity::Low,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "A wrong command or a hasty apply can remove a machine together with its local data. \
                    Protection makes deleting a machine that holds records a deliberate step.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[],
        remedies: &[
            Remedy {
                types: EC2,
                steps: "Set disable_api_termination.",
                terraform: &[Edit::Set("disable_api_termination", "true")],
                command: "aws ec2 modify-instance-attribute --instance-id {name} --disable-api-termination --region {region}",
                risk: "Terraform cannot destroy the instance until it is set back.",
            },
            Remedy {
                types: &["google_compute_instance"],
                steps: "Set deletion_protection.",
                terraform: &[Edit::Set("deletion_protection", "true")],
                command: "gcloud compute instances update {name} --deletion-protection",
                risk: "Terraform cannot destroy the instance until it is set back.",
            },
        ],
    },
    Check {
        id: "workspace-root-volume-encryption",
        objective: "encryption-at-rest",
        title: "System volume of the desktop is encrypted",
        severity: Severity::High,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "A desktop keeps caches, downloads and page files on its system volume, and staff open records \
                    on it all day. Encryption keeps a copied volume unreadable.",
        reads: &[Key::RootVolumeEncrypted],
        test: |s| s.is(Key::RootVolumeEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_156", WORKSPACE)],
        remedies: &[Remedy::edit(
            WORKSPACE,
            "Set root_volume_encryption_enabled, with volume_encryption_key.",
            &[Edit::Set("root_volume_encryption_enabled", "true")],
        )
        .risk("The desktop is replaced; staff must save their work first.")],
    },
    Check {
        id: "workspace-user-volume-encryption",
        objective: "encryption-at-rest",
        title: "User volume of the desktop is encrypted",
        severity: Severity::High,
        kind: Kind::ComputeInstance,
        types: &[],
        rationale: "The user volume holds the documents that staff save, exported records among them. \
                    Encryption keeps a copied volume unreadable.",
        reads: &[Key::UserVolumeEncrypted],
        test: |s| s.is(Key::UserVolumeEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_155", WORKSPACE)],
        remedies: &[Remedy::edit(
            WORKSPACE,
            "Set user_volume_encryption_enabled, with volume_encryption_key.",
            &[Edit::Set("user_volume_encryption_enabled", "true")],
        )
        .risk("The desktop is replaced; staff must save their work first.")],
    },
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
        aliases: &[
            Alias::checkov("CKV_GCP_38", &["google_compute_instance"]),
            Alias::prowler("compute_instance_encryption_with_csek_enabled", &["google_compute_instance"]),
        ],
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
    Check {
        id: "scaling-group-launch-template",
        objective: "managed-patching",
        title: "Scaling group uses a launch template",
        severity: Severity::Low,
        kind: Kind::InstanceGroup,
        types: &[],
        rationale: "Launch configurations cannot be changed and know none of the newer protections. A group on a \
                    template can roll out patched images and stricter settings as new versions.",
        reads: &[Key::SupportedRelease],
        test: |s| s.is(Key::SupportedRelease),
        aliases: &[Alias::checkov("CKV_AWS_315", &["aws_autoscaling_group"])],
        remedies: &[Remedy::edit(
            &["aws_autoscaling_group"],
            "Move the settings into an aws_launch_template and refer to it.",
            &[
                Edit::Set("launch_template.id", "aws_launch_template.{name}.id"),
                Edit::Set("launch_template.version", "\"$Latest\""),
                Edit::Remove("launch_configuration"),
            ],
        )],
    },
    Check {
        id: "scaling-group-load-balancer-health",
        objective: "health-monitoring",
        title: "Scaling group behind a load balancer uses its health checks",
        severity: Severity::Medium,
        kind: Kind::InstanceGroup,
        types: &["aws_autoscaling_group"],
        rationale: "The instance check sees only that the machine runs. A portal whose application died stays in \
                    service until the group listens to the load balancer's own probes.",
        reads: &[Key::LoadBalanced, Key::HealthProbe],
        test: |s| {
            s.is(Key::LoadBalanced)
                .when_holds("the group is not behind a load balancer", || s.is(Key::HealthProbe))
        },
        aliases: &[Alias::aws_config(
            "AUTOSCALING_GROUP_ELB_HEALTHCHECK_REQUIRED",
            &["aws_autoscaling_group"],
        )],
        remedies: &[Remedy {
            types: &["aws_autoscaling_group"],
            steps: "Set the health check type to ELB, with a grace period that covers the start.",
            terraform: &[Edit::Set("health_check_type", "\"ELB\"")],
            command: "aws autoscaling update-auto-scaling-group --auto-scaling-group-name {name} --health-check-type ELB --region {region}",
            risk: "Instances that fail the probe are replaced; check the probe first.",
        }],
    },
    Check {
        id: "managed-group-health-check",
        objective: "health-monitoring",
        title: "Instance group heals itself",
        severity: Severity::Low,
        kind: Kind::InstanceGroup,
        types: &["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"],
        rationale: "Without a health check the group keeps a machine whose application hangs. Healing restores \
                    service to clinical systems without waiting for a person.",
        reads: &[Key::HealthProbe],
        test: |s| s.is(Key::HealthProbe),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"],
            "Add auto_healing_policies with a health check of the application.",
            &[
                Edit::Set("auto_healing_policies.health_check", "google_compute_health_check.{name}.id"),
                Edit::Set("auto_healing_policies.initial_delay_sec", "300"),
            ],
        )
        .risk("A probe that is too strict recreates healthy machines.")],
    },
    Check {
        id: "managed-group-several-zones",
        objective: "high-availability",
        title: "Instance group spreads over several zones",
        severity: Severity::Low,
        kind: Kind::InstanceGroup,
        types: &["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"],
        rationale: "A group in one zone goes down with it. A regional group keeps the service up while a zone \
                    fails, which contingency planning for clinical systems has to expect.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["google_compute_instance_group_manager"],
            "Use google_compute_region_instance_group_manager in place of the zonal group.",
            &[],
        )
        .risk("The group is replaced; its machines move zone by zone.")],
    },
];
