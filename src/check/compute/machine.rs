//! Compute instances, and the templates they are made from: the same tests on both.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const EC2: &[&str] = &["aws_instance", "aws_spot_instance_request"];
const EC2_TEMPLATES: &[&str] = &["aws_launch_template", "aws_launch_configuration"];
const GCE: &[&str] = &["google_compute_instance", "google_compute_instance_from_template"];
const GCE_TEMPLATES: &[&str] =
    &["google_compute_instance_template", "google_compute_region_instance_template"];
const GCE_TEMPLATE: &[&str] = &["google_compute_instance_template"];
const WORKSPACE: &[&str] = &["aws_workspaces_workspace"];

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
        Alias::prowler("ec2_instance_imdsv2_enabled", &["aws_instance"]),
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
    aliases: &[],
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
    aliases: &[
        Alias::checkov("CKV_AWS_126", &["aws_instance"]),
        Alias::kics("23b70e32-032e-4fa6-ba5c-82f56b9980e6", &["aws_instance"]),
        Alias::prowler("ec2_instance_detailed_monitoring_enabled", &["aws_instance"]),
    ],
    remedies: &[Remedy {
        types: EC2,
        steps: "Set monitoring on the instance.",
        terraform: &[Edit::Set("monitoring", "true")],
        command: "aws ec2 monitor-instances --instance-ids {name} --region {region}",
        risk: "Detailed metrics cost extra.",
    }],
};

pub(super) static CHECKS: &[Check] = &[
    METADATA,
    Check {
        id: "instance-template-metadata-tokens",
        title: "Instances of the template require tokens for metadata",
        kind: Kind::InstanceTemplate,
        aliases: &[
            Alias::checkov("CKV_AWS_79", EC2_TEMPLATES),
            Alias::trivy("AVD-AWS-0130", EC2_TEMPLATES),
            Alias::prowler(
                "autoscaling_group_launch_configuration_requires_imdsv2",
                &["aws_launch_configuration"],
            ),
        ],
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
        aliases: &[],
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
            Alias::prowler(
                "autoscaling_group_launch_configuration_no_public_ip",
                &["aws_launch_configuration"],
            ),
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
            Alias::prowler("ec2_instance_profile_attached", &["aws_instance"]),
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
        aliases: &[Alias::prowler(
            "compute_instance_deletion_protection_enabled",
            &["google_compute_instance"],
        )],
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
];
