//! File shares.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const EFS: &[&str] = &["aws_efs_file_system"];
const FSX: &[&str] = &[
    "aws_fsx_windows_file_system",
    "aws_fsx_lustre_file_system",
    "aws_fsx_ontap_file_system",
    "aws_fsx_openzfs_file_system",
];
const GATEWAY: &[&str] = &["aws_storagegateway_nfs_file_share", "aws_storagegateway_smb_file_share"];
const SYNC: &[&str] = &["azurerm_storage_sync"];
const NETAPP: &[&str] = &["azurerm_netapp_volume"];
const FILESTORE: &[&str] = &["google_filestore_instance"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "file-share-encryption",
        objective: "encryption-at-rest",
        title: "File share is encrypted at rest",
        severity: Severity::High,
        kind: Kind::FileShare,
        types: &[],
        rationale: "File shares collect scans, exports and working copies of records. Without encryption a copied disk \
                    or backup of the share gives all of them away.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_42", EFS),
            Alias::kics("48207659-729f-4b5c-9402-f884257d794f", EFS),
            Alias::trivy("AVD-AWS-0037", EFS),
            Alias::aws_config("EFS_ENCRYPTED_CHECK", EFS),
            Alias::prowler("efs_encryption_at_rest_enabled", EFS),
        ],
        remedies: &[Remedy {
            types: EFS,
            steps: "Set encrypted. A file system cannot be encrypted in place: make a new one and copy the files.",
            terraform: &[Edit::Set("encrypted", "true")],
            command: "aws efs describe-file-systems --query 'FileSystems[?Encrypted==`false`]' --region {region}",
            risk: "The file system is replaced; its files are lost unless they are copied first.",
        }],
    },
    Check {
        id: "file-share-customer-key",
        objective: "customer-managed-keys",
        title: "File share is encrypted under a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::FileShare,
        types: &[],
        rationale: "With a key of your own you decide who can read the share, see every use of the key in the audit \
                    trail, and can withdraw access to all files at once.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_184", EFS),
            Alias::kics("25d251f3-f348-4f95-845c-1090e41a615c", EFS),
            Alias::checkov("CKV_AWS_178", &["aws_fsx_ontap_file_system"]),
            Alias::checkov("CKV_AWS_179", &["aws_fsx_windows_file_system"]),
            Alias::checkov("CKV_AWS_190", &["aws_fsx_lustre_file_system"]),
            Alias::checkov("CKV_AWS_203", &["aws_fsx_openzfs_file_system"]),
        ],
        remedies: &[
            Remedy {
                types: &[
                    "aws_efs_file_system",
                    "aws_fsx_windows_file_system",
                    "aws_fsx_lustre_file_system",
                    "aws_fsx_ontap_file_system",
                    "aws_fsx_openzfs_file_system",
                    "aws_fsx_file_cache",
                ],
                steps: "Name your own key. The key of a file system cannot be changed: make a new one and copy the \
                        files.",
                terraform: &[Edit::Set("kms_key_id", "aws_kms_key.storage.arn")],
                command: "",
                risk: "The file system is replaced; its files are lost unless they are copied first.",
            },
            Remedy {
                types: GATEWAY,
                steps: "Switch KMS encryption on and name your own key.",
                terraform: &[
                    Edit::Set("kms_encrypted", "true"),
                    Edit::Set("kms_key_arn", "aws_kms_key.storage.arn"),
                ],
                command: "",
                risk: "Objects already stored keep their encryption.",
            },
            Remedy {
                types: NETAPP,
                steps: "Use a key of your key vault for the account, and name it as the volume's key source.",
                terraform: &[Edit::Set("encryption_key_source", "\"Microsoft.KeyVault\"")],
                command: "",
                risk: "The volume is replaced; copy the files first.",
            },
            Remedy {
                types: FILESTORE,
                steps: "Name a Cloud KMS key for the instance.",
                terraform: &[Edit::Set("kms_key_name", "google_kms_crypto_key.storage.id")],
                command: "gcloud filestore instances describe {name} --format='value(kmsKeyName)'",
                risk: "The instance is replaced; copy the files first.",
            },
        ],
    },
    Check {
        id: "file-share-transit-encryption",
        objective: "encryption-in-transit",
        title: "File share's protocol is encrypted on the wire",
        severity: Severity::Medium,
        kind: Kind::FileShare,
        types: &[],
        rationale: "NFS without Kerberos and SMB without encryption carry files readable through the network. Whoever \
                    can listen there reads health information without touching the share.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[],
        remedies: &[
            Remedy {
                types: &["azurerm_storage_share"],
                steps: "Use SMB, which is encrypted when secure transfer is required of the account.",
                terraform: &[Edit::Set("enabled_protocol", "\"SMB\"")],
                command: "",
                risk: "The share is replaced; copy the files first.",
            },
            Remedy {
                types: NETAPP,
                steps: "Use NFS 4.1 with Kerberos, or SMB 3 with encryption.",
                terraform: &[Edit::Set("smb3_protocol_encryption_enabled", "true")],
                command: "",
                risk: "Clients that cannot encrypt are refused.",
            },
            Remedy {
                types: &["google_netapp_volume"],
                steps: "Enable Kerberos for NFS 4.1, or encryption for SMB.",
                terraform: &[Edit::Set("kerberos_enabled", "true")],
                command: "",
                risk: "Clients that cannot encrypt are refused.",
            },
        ],
    },
    Check {
        id: "file-share-public-network",
        objective: "restricted-ingress",
        title: "File share is closed to the public",
        severity: Severity::High,
        kind: Kind::FileShare,
        types: &[],
        rationale: "A share that every network may reach depends on passwords alone. File services are a usual way in \
                    for ransomware, which takes the records of a hospital out of use within minutes.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_64", SYNC), Alias::checkov("CKV_AZURE_250", SYNC)],
        remedies: &[
            Remedy {
                types: SYNC,
                steps: "Accept traffic from virtual networks only, over a private endpoint.",
                terraform: &[Edit::Set("incoming_traffic_policy", "\"AllowVirtualNetworksOnly\"")],
                command: "",
                risk: "Servers outside the virtual network lose access.",
            },
            Remedy {
                types: NETAPP,
                steps: "Name the client networks in every export rule.",
                terraform: &[Edit::Set("export_policy_rule.allowed_clients", "[\"10.0.0.0/24\"]")],
                command: "",
                risk: "Clients that are not named lose access.",
            },
            Remedy {
                types: FILESTORE,
                steps: "Name the client networks in every export option.",
                terraform: &[Edit::Set("file_shares.nfs_export_options.ip_ranges", "[\"10.0.0.0/24\"]")],
                command: "",
                risk: "Clients that are not named lose access.",
            },
            Remedy {
                types: &["google_netapp_volume"],
                steps: "Name the client networks in every export rule.",
                terraform: &[Edit::Set("export_policy.rules.allowed_clients", "\"10.0.0.0/24\"")],
                command: "",
                risk: "Clients that are not named lose access.",
            },
        ],
    },
    Check {
        id: "file-share-client-list",
        objective: "restricted-ingress",
        title: "File share names its clients",
        severity: Severity::High,
        kind: Kind::FileShare,
        types: &["aws_storagegateway_nfs_file_share"],
        rationale: "NFS trusts the address of the client. A list that admits every address gives the files to every \
                    machine that can reach the gateway.",
        reads: &[Key::AllowedNetworks],
        test: |s| s.all_texts(Key::AllowedNetworks, |network| !matches!(network, "0.0.0.0/0" | "::/0")),
        aliases: &[],
        remedies: &[Remedy {
            types: &["aws_storagegateway_nfs_file_share"],
            steps: "Name the client networks.",
            terraform: &[Edit::Set("client_list", "[\"10.0.0.0/24\"]")],
            command: "",
            risk: "Clients that are not named lose access.",
        }],
    },
    Check {
        id: "file-share-guest-access",
        objective: "local-accounts",
        title: "File share has no guest access",
        severity: Severity::High,
        kind: Kind::FileShare,
        types: &["aws_storagegateway_smb_file_share"],
        rationale: "Guests share one name and one password, so nobody can tell who read or changed a record. Each \
                    person needs an identity of their own.",
        reads: &[Key::GuestAccess],
        test: |s| s.is_not(Key::GuestAccess),
        aliases: &[],
        remedies: &[Remedy {
            types: &["aws_storagegateway_smb_file_share"],
            steps: "Join the gateway to your directory and authenticate against it.",
            terraform: &[Edit::Set("authentication", "\"ActiveDirectory\"")],
            command: "",
            risk: "Guests lose access.",
        }],
    },
    Check {
        id: "file-share-audit-logging",
        objective: "storage-access-logging",
        title: "File share logs access to files",
        severity: Severity::Medium,
        kind: Kind::FileShare,
        types: &[],
        rationale: "File access logs say who opened, changed or deleted which file. Without them nobody can tell which \
                    patients a breach concerns.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[],
        remedies: &[
            Remedy {
                types: &["aws_fsx_windows_file_system"],
                steps: "Audit successful and failed access, and send the events to a log group.",
                terraform: &[Edit::Block(
                    "audit_log_configuration {\n  file_access_audit_log_level       = \"SUCCESS_AND_FAILURE\"\n  \
                     file_share_access_audit_log_level = \"SUCCESS_AND_FAILURE\"\n}\n",
                )],
                command: "",
                risk: "",
            },
            Remedy {
                types: &["aws_storagegateway_smb_file_share"],
                steps: "Name a log group as the destination of the audit log.",
                terraform: &[Edit::Set("audit_destination_arn", "aws_cloudwatch_log_group.files.arn")],
                command: "",
                risk: "",
            },
        ],
    },
    Check {
        id: "file-share-backup",
        objective: "backup",
        title: "File share is in a backup plan",
        severity: Severity::Medium,
        kind: Kind::FileShare,
        types: &["aws_efs_file_system", "azurerm_netapp_volume", "google_netapp_volume"],
        rationale: "Files that people work with are lost by mistake more often than by fault. Only a plan that copies \
                    them on schedule gives back yesterday's version.",
        reads: &[Key::InBackupPlan],
        test: |s| s.is(Key::InBackupPlan),
        aliases: &[
            Alias::checkov("CKV2_AWS_18", EFS),
            Alias::aws_config("EFS_IN_BACKUP_PLAN", EFS),
            Alias::prowler("efs_have_backup_enabled", EFS),
        ],
        remedies: &[
            Remedy {
                types: EFS,
                steps: "Switch automatic backups on, or name the file system in a selection of a backup plan.",
                terraform: &[Edit::Companion(
                    "resource \"aws_efs_backup_policy\" \"{name}\" {\n  file_system_id = {address}.id\n\n  backup_policy \
                     {\n    status = \"ENABLED\"\n  }\n}\n",
                )],
                command: "aws efs describe-backup-policy --file-system-id {name} --region {region}",
                risk: "",
            },
            Remedy {
                types: &["azurerm_netapp_volume", "google_netapp_volume"],
                steps: "Attach a backup policy to the volume.",
                terraform: &[],
                command: "",
                risk: "",
            },
        ],
    },
    Check {
        id: "file-share-backup-retention",
        objective: "backup-retention",
        title: "File share keeps automatic backups for a week or more",
        severity: Severity::Medium,
        kind: Kind::FileShare,
        types: FSX,
        rationale: "Automatic backups are the way back after a deletion or ransomware. Kept for less than a week they \
                    are gone before the loss is noticed; at zero there are none.",
        reads: &[Key::BackupRetentionDays],
        test: |s| s.at_least(Key::BackupRetentionDays, 7).or(s.is(Key::InBackupPlan)),
        aliases: &[],
        remedies: &[Remedy {
            types: FSX,
            steps: "Keep automatic backups for at least a week.",
            terraform: &[Edit::Set("automatic_backup_retention_days", "30")],
            command: "aws fsx describe-file-systems --region {region}",
            risk: "Backups are stored and paid for.",
        }],
    },
    Check {
        id: "file-share-multi-zone",
        objective: "high-availability",
        title: "File share runs in several zones",
        severity: Severity::Low,
        kind: Kind::FileShare,
        types: &[],
        rationale: "A share in one zone is out of reach together with it. Care that depends on its files stops until \
                    the zone is back.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[],
        remedies: &[
            Remedy {
                types: EFS,
                steps: "Make a regional file system: leave the zone out.",
                terraform: &[Edit::Remove("availability_zone_name")],
                command: "",
                risk: "The file system is replaced; copy the files first.",
            },
            Remedy {
                types: &[
                    "aws_fsx_windows_file_system",
                    "aws_fsx_ontap_file_system",
                    "aws_fsx_openzfs_file_system",
                ],
                steps: "Choose a deployment over several zones.",
                terraform: &[Edit::Set("deployment_type", "\"MULTI_AZ_1\"")],
                command: "",
                risk: "The file system is replaced; copy the files first.",
            },
            Remedy {
                types: FILESTORE,
                steps: "Choose the regional tier.",
                terraform: &[Edit::Set("tier", "\"REGIONAL\"")],
                command: "gcloud filestore instances describe {name} --format='value(tier)'",
                risk: "The instance is replaced; copy the files first.",
            },
        ],
    },
    Check {
        id: "file-share-replication",
        objective: "cross-region-copy",
        title: "File share is copied to another region",
        severity: Severity::Low,
        kind: Kind::FileShare,
        types: &[],
        rationale: "A copy in another region survives the loss of the first. Contingency plans for health information \
                    need a copy that one event cannot take.",
        reads: &[Key::CrossRegionCopy],
        test: |s| s.is(Key::CrossRegionCopy),
        aliases: &[],
        remedies: &[
            Remedy {
                types: EFS,
                steps: "Replicate the file system to another approved region.",
                terraform: &[Edit::Companion(
                    "resource \"aws_efs_replication_configuration\" \"{name}\" {\n  source_file_system_id = \
                     {address}.id\n\n  destination {\n    region = var.copy_region\n  }\n}\n",
                )],
                command: "aws efs describe-replication-configurations --region {region}",
                risk: "The copy must lie in a region where the data may be.",
            },
            Remedy {
                types: NETAPP,
                steps: "Add a replication to a volume in another approved region.",
                terraform: &[],
                command: "",
                risk: "The copy must lie in a region where the data may be.",
            },
        ],
    },
    Check {
        id: "file-share-deletion-protection",
        objective: "deletion-protection",
        title: "File share is protected from deletion",
        severity: Severity::Medium,
        kind: Kind::FileShare,
        types: &[],
        rationale: "Deleting an instance deletes its files. Protection makes somebody take a second, deliberate step \
                    before records are gone.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[],
        remedies: &[Remedy {
            types: FILESTORE,
            steps: "Enable deletion protection.",
            terraform: &[Edit::Set("deletion_protection_enabled", "true")],
            command: "gcloud filestore instances describe {name} --format='value(deletionProtectionEnabled)'",
            risk: "",
        }],
    },
];
