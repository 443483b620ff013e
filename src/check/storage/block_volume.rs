//! Block volumes.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const EBS: &[&str] = &["aws_ebs_volume"];
const AZURE: &[&str] = &["azurerm_managed_disk"];
const GCP: &[&str] = &["google_compute_disk", "google_compute_region_disk"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "block-volume-encryption",
        objective: "encryption-at-rest",
        title: "Block volume is encrypted",
        severity: Severity::High,
        kind: Kind::BlockVolume,
        types: &[],
        rationale: "A volume holds whatever its machine writes, swap and temporary files included. Without encryption \
                    a detached, copied or shared volume gives away every record on it.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_3", EBS),
            Alias::kics("cc997676-481b-4e93-aa81-d19f8c5e9b12", EBS),
            Alias::checkov("CKV_AZURE_2", AZURE),
            Alias::trivy("AVD-AWS-0026", EBS),
            Alias::trivy("AVD-AZU-0038", AZURE),
            Alias::aws_config("ENCRYPTED_VOLUMES", EBS),
            Alias::prowler("ec2_ebs_volume_encryption", EBS),
        ],
        remedies: &[
            Remedy {
                types: EBS,
                steps: "Set encrypted on the volume. An existing volume cannot be encrypted in place: Terraform \
                        replaces it, so take a snapshot first and restore from an encrypted copy.",
                terraform: &[Edit::Set("encrypted", "true")],
                command: "aws ec2 describe-volumes --filters Name=encrypted,Values=false --region {region}",
                risk: "The volume is replaced; data is lost unless it is restored from a snapshot.",
            },
            Remedy {
                types: AZURE,
                steps: "Remove the encryption settings that switch encryption off; the platform then encrypts the disk.",
                terraform: &[Edit::Remove("encryption_settings")],
                command: "az disk show --name {name} --resource-group {group} --query encryption",
                risk: "",
            },
        ],
    },
    Check {
        id: "block-volume-attached-encryption",
        objective: "encryption-at-rest",
        title: "Volume attached to a machine is encrypted",
        severity: Severity::High,
        kind: Kind::BlockVolume,
        types: EBS,
        rationale: "An attached volume is in use, so it holds live records. It is also the one that is copied into \
                    snapshots and images, and those copies inherit the lack of encryption.",
        reads: &[Key::Attached, Key::EncryptedAtRest],
        test: |s| s.is_not(Key::Attached).or(s.is(Key::EncryptedAtRest)),
        aliases: &[Alias::checkov("CKV2_AWS_2", EBS)],
        remedies: &[Remedy {
            types: EBS,
            steps: "Set encrypted on the volume, and restore its contents from an encrypted copy of a snapshot.",
            terraform: &[Edit::Set("encrypted", "true")],
            command: "aws ec2 describe-volumes --filters Name=encrypted,Values=false --region {region}",
            risk: "The volume is replaced; data is lost unless it is restored from a snapshot.",
        }],
    },
    Check {
        id: "block-volume-customer-key",
        objective: "customer-managed-keys",
        title: "Block volume is encrypted under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::BlockVolume,
        types: &[],
        rationale: "Disabling a key of your own makes every volume under it unreadable at once, and each use of the key \
                    is in the audit trail. With a key of the provider neither is in your hands.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_189", EBS),
            Alias::checkov("CKV_AZURE_93", AZURE),
            Alias::checkov("CKV_GCP_37", &["google_compute_disk"]),
            Alias::trivy("AVD-AWS-0027", EBS),
        ],
        remedies: &[
            Remedy {
                types: EBS,
                steps: "Name your own key on the volume.",
                terraform: &[
                    Edit::Set("encrypted", "true"),
                    Edit::Set("kms_key_id", "aws_kms_key.storage.arn"),
                ],
                command: "aws ec2 describe-volumes --query 'Volumes[].[VolumeId,KmsKeyId]' --region {region}",
                risk: "The volume is replaced; restore its contents from a snapshot.",
            },
            Remedy {
                types: &["aws_storagegateway_cached_iscsi_volume"],
                steps: "Switch KMS encryption on and name your own key.",
                terraform: &[
                    Edit::Set("kms_encrypted", "true"),
                    Edit::Set("kms_key", "aws_kms_key.storage.arn"),
                ],
                command: "",
                risk: "The volume is replaced.",
            },
            Remedy {
                types: AZURE,
                steps: "Use a disk encryption set that holds your key.",
                terraform: &[Edit::Set("disk_encryption_set_id", "azurerm_disk_encryption_set.main.id")],
                command: "az disk show --name {name} --resource-group {group} --query encryption",
                risk: "The disk has to be detached, or its machine stopped, for the change.",
            },
            Remedy {
                types: GCP,
                steps: "Name a Cloud KMS key for the disk.",
                terraform: &[Edit::Set(
                    "disk_encryption_key.kms_key_self_link",
                    "google_kms_crypto_key.storage.id",
                )],
                command: "gcloud compute disks describe {name} --format='value(diskEncryptionKey)'",
                risk: "The disk is replaced; restore its contents from a snapshot.",
            },
        ],
    },
    Check {
        id: "block-volume-public-network",
        objective: "private-connectivity",
        title: "Disk cannot be exported over public networks",
        severity: Severity::Medium,
        kind: Kind::BlockVolume,
        types: AZURE,
        rationale: "A disk with public network access can be downloaded from anywhere with a signed link. The whole \
                    file system of a server with health information then leaves in one file.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_251", AZURE)],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Switch public network access off.",
            terraform: &[Edit::Set("public_network_access_enabled", "false")],
            command: "az disk show --name {name} --resource-group {group} --query publicNetworkAccess",
            risk: "Exports and uploads need a disk access resource with a private endpoint.",
        }],
    },
    Check {
        id: "block-volume-network-export",
        objective: "restricted-ingress",
        title: "Disk can be exported over private endpoints only, or not at all",
        severity: Severity::Medium,
        kind: Kind::BlockVolume,
        types: AZURE,
        rationale: "The network access policy decides from where a disk can be exported. Allowing every network leaves \
                    a signed link as the only protection of everything on the disk.",
        reads: &[Key::NetworkExport],
        test: |s| s.one_of(Key::NetworkExport, &["DenyAll", "AllowPrivate"]),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Deny export, or allow it over private endpoints only.",
            terraform: &[Edit::Set("network_access_policy", "\"DenyAll\"")],
            command: "az disk show --name {name} --resource-group {group} --query networkAccessPolicy",
            risk: "",
        }],
    },
    Check {
        id: "block-volume-backup",
        objective: "backup",
        title: "Block volume is in a backup plan",
        severity: Severity::Medium,
        kind: Kind::BlockVolume,
        types: &[],
        rationale: "A volume lives in one zone and one machine can destroy it. Only a plan that copies it on schedule \
                    gives the retrievable exact copies of health information that the contingency plan promises.",
        reads: &[Key::InBackupPlan],
        test: |s| s.is(Key::InBackupPlan),
        aliases: &[
            Alias::checkov("CKV2_AWS_9", EBS),
            Alias::aws_config("EBS_IN_BACKUP_PLAN", EBS),
            Alias::prowler("ec2_ebs_volume_protected_by_backup_plan", EBS),
        ],
        remedies: &[
            Remedy {
                types: EBS,
                steps: "Name the volume in a selection of a backup plan.",
                terraform: &[Edit::Companion(
                    "resource \"aws_backup_selection\" \"{name}\" {\n  name         = \"{name}\"\n  plan_id      = \
                     aws_backup_plan.main.id\n  iam_role_arn = aws_iam_role.backup.arn\n  resources    = \
                     [{address}.arn]\n}\n",
                )],
                command: "aws backup list-protected-resources --region {region}",
                risk: "",
            },
            Remedy {
                types: AZURE,
                steps: "Protect the disk by a backup instance in a backup vault.",
                terraform: &[Edit::Companion(
                    "resource \"azurerm_data_protection_backup_instance_disk\" \"{name}\" {\n  name                         \
                     = \"{name}\"\n  location                     = {address}.location\n  vault_id                     = \
                     azurerm_data_protection_backup_vault.main.id\n  disk_id                      = {address}.id\n  \
                     snapshot_resource_group_name = {address}.resource_group_name\n  backup_policy_id             = \
                     azurerm_data_protection_backup_policy_disk.main.id\n}\n",
                )],
                command: "",
                risk: "",
            },
            Remedy {
                types: &["google_compute_disk"],
                steps: "Attach a snapshot schedule to the disk.",
                terraform: &[Edit::Companion(
                    "resource \"google_compute_disk_resource_policy_attachment\" \"{name}\" {\n  name = \
                     google_compute_resource_policy.snapshots.name\n  disk = {address}.name\n  zone = \
                     {address}.zone\n}\n",
                )],
                command: "gcloud compute disks describe {name} --format='value(resourcePolicies)'",
                risk: "",
            },
            Remedy {
                types: &["google_compute_region_disk"],
                steps: "Attach a snapshot schedule to the disk.",
                terraform: &[Edit::Companion(
                    "resource \"google_compute_region_disk_resource_policy_attachment\" \"{name}\" {\n  name   = \
                     google_compute_resource_policy.snapshots.name\n  disk   = {address}.name\n  region = \
                     {address}.region\n}\n",
                )],
                command: "gcloud compute disks describe {name} --format='value(resourcePolicies)'",
                risk: "",
            },
        ],
    },
];
