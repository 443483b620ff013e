//! What keeps the contents of an object store: versions, locks, copies, recovery.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const S3: &[&str] = &["aws_s3_bucket"];
const AZURE: &[&str] = &["azurerm_storage_account"];
const GCS: &[&str] = &["google_storage_bucket"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "object-store-versioning",
        objective: "data-versioning",
        title: "Object store keeps versions",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "With versions kept, an overwritten or deleted record can be brought back as it was, and a change \
                    that nobody meant can be seen. Without them one mistake or one attacker alters the only copy.",
        reads: &[Key::Versioning],
        test: |s| s.is(Key::Versioning),
        aliases: &[
            Alias::checkov("CKV_AWS_21", S3),
            Alias::checkov("CKV_GCP_78", GCS),
            Alias::kics("e7e961ac-d17e-4413-84bc-8a1fbe242944", GCS),
            Alias::trivy("AVD-AWS-0090", S3),
            Alias::aws_config("S3_BUCKET_VERSIONING_ENABLED", S3),
            Alias::prowler("s3_bucket_object_versioning", S3),
            Alias::prowler("cloudstorage_bucket_versioning_enabled", GCS),
            Alias::prowler("storage_blob_versioning_is_enabled", AZURE),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Enable versioning, and let a lifecycle rule remove old versions when they may go.",
                terraform: &[Edit::Companion(
                    "resource \"aws_s3_bucket_versioning\" \"{name}\" {\n  bucket = {address}.id\n\n  \
                     versioning_configuration {\n    status = \"Enabled\"\n  }\n}\n",
                )],
                command: "aws s3api get-bucket-versioning --bucket {name}",
                risk: "Old versions are stored and paid for.",
            },
            Remedy {
                types: AZURE,
                steps: "Enable blob versioning.",
                terraform: &[Edit::Set("blob_properties.versioning_enabled", "true")],
                command: "az storage account blob-service-properties show --account-name {name} --query \
                          isVersioningEnabled",
                risk: "Old versions are stored and paid for. Not available with a hierarchical namespace.",
            },
            Remedy {
                types: GCS,
                steps: "Enable versioning, and let a lifecycle rule remove noncurrent versions when they may go.",
                terraform: &[Edit::Set("versioning.enabled", "true")],
                command: "gcloud storage buckets describe gs://{name} --format='value(versioning_enabled)'",
                risk: "Noncurrent versions are stored and paid for.",
            },
        ],
    },
    Check {
        id: "object-store-mfa-delete",
        objective: "deletion-protection",
        title: "Object store asks for a second factor to delete versions",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: S3,
        rationale: "A stolen credential that may delete versions can destroy records for good. Asking for a second \
                    factor keeps that to somebody who holds the device.",
        reads: &[Key::MfaDelete],
        test: |s| s.is(Key::MfaDelete),
        aliases: &[Alias::prowler("s3_bucket_no_mfa_delete", S3)],
        remedies: &[Remedy {
            types: S3,
            steps: "Enable MFA delete with the root user's device; the console and most roles cannot.",
            terraform: &[Edit::Companion(
                "resource \"aws_s3_bucket_versioning\" \"{name}\" {\n  bucket = {address}.id\n  mfa    = var.mfa\n\n  \
                 versioning_configuration {\n    status     = \"Enabled\"\n    mfa_delete = \"Enabled\"\n  }\n}\n",
            )],
            command: "aws s3api get-bucket-versioning --bucket {name}",
            risk: "Lifecycle rules cannot be used together with it.",
        }],
    },
    Check {
        id: "object-store-object-lock",
        objective: "immutable-storage",
        title: "Object store can hold objects that nobody may change",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Ransomware deletes backups and logs first. Objects under a lock stay as they were until their time \
                    is over, whoever asks, so that records and evidence survive a takeover of the account.",
        reads: &[Key::ObjectLock],
        test: |s| s.is(Key::ObjectLock),
        aliases: &[
            Alias::checkov("CKV_AWS_143", S3),
            Alias::aws_config("S3_BUCKET_DEFAULT_LOCK_ENABLED", S3),
            Alias::prowler("s3_bucket_object_lock", S3),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Enable object lock and give the bucket a default retention for what it holds.",
                terraform: &[Edit::Set("object_lock_enabled", "true")],
                command: "aws s3api get-object-lock-configuration --bucket {name}",
                risk: "Objects under a lock in compliance mode cannot be deleted before their time, not even by the \
                       root user.",
            },
            Remedy {
                types: AZURE,
                steps: "Give the account or its containers an immutability policy.",
                terraform: &[Edit::Block(
                    "immutability_policy {\n  allow_protected_append_writes = true\n  state                         = \
                     \"Unlocked\"\n  period_since_creation_in_days = 30\n}\n",
                )],
                command: "az storage account show --name {name} --query immutableStorageWithVersioning",
                risk: "A locked policy can only be made longer.",
            },
            Remedy {
                types: &["azurerm_storage_container"],
                steps: "Add an immutability policy for the container.",
                terraform: &[Edit::Companion(
                    "resource \"azurerm_storage_container_immutability_policy\" \"{name}\" {\n  \
                     storage_container_resource_manager_id = {address}.resource_manager_id\n  \
                     immutability_period_in_days           = 30\n}\n",
                )],
                command: "",
                risk: "A locked policy can only be made longer.",
            },
            Remedy {
                types: GCS,
                steps: "Give the bucket a retention policy and lock it when its period is right.",
                terraform: &[Edit::Block(
                    "retention_policy {\n  is_locked        = true\n  retention_period = 2592000\n}\n",
                )],
                command: "gcloud storage buckets describe gs://{name} --format='value(retention_policy)'",
                risk: "A lock cannot be taken away, and the bucket cannot be deleted while it holds retained objects.",
            },
        ],
    },
    Check {
        id: "object-store-retention-policy",
        objective: "immutable-storage",
        title: "Object store keeps objects for a set time",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: GCS,
        rationale: "A retention policy refuses to delete or replace an object before its time. Records and logs that \
                    must be kept for years are then kept, whatever a program or a person does.",
        reads: &[Key::RetentionPolicy],
        test: |s| s.is(Key::RetentionPolicy),
        aliases: &[],
        remedies: &[Remedy {
            types: GCS,
            steps: "Give the bucket a retention policy as long as its contents must be kept.",
            terraform: &[Edit::Set("retention_policy.retention_period", "189216000")],
            command: "gcloud storage buckets describe gs://{name} --format='value(retention_policy)'",
            risk: "Objects cannot be deleted or replaced before their time.",
        }],
    },
    Check {
        id: "object-store-lifecycle",
        objective: "data-versioning",
        title: "Object store has lifecycle rules",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Lifecycle rules decide how long versions and records are kept and when they are disposed of. Without \
                    them health information stays for ever, or is cleaned up by hand and by chance.",
        reads: &[Key::Lifecycle],
        test: |s| s.is_set(Key::Lifecycle),
        aliases: &[
            Alias::checkov("CKV2_AWS_61", S3),
            Alias::aws_config("S3_VERSION_LIFECYCLE_POLICY_CHECK", S3),
            Alias::prowler("s3_bucket_lifecycle_enabled", S3),
        ],
        remedies: &[
            Remedy {
                types: S3,
                steps: "Add a lifecycle configuration that follows your retention schedule.",
                terraform: &[Edit::Companion(
                    "resource \"aws_s3_bucket_lifecycle_configuration\" \"{name}\" {\n  bucket = {address}.id\n\n  rule \
                     {\n    id     = \"retention\"\n    status = \"Enabled\"\n\n    filter {}\n\n    \
                     noncurrent_version_expiration {\n      noncurrent_days = 90\n    }\n\n    \
                     abort_incomplete_multipart_upload {\n      days_after_initiation = 7\n    }\n  }\n}\n",
                )],
                command: "aws s3api get-bucket-lifecycle-configuration --bucket {name}",
                risk: "Rules delete data: check the periods against your retention schedule.",
            },
            Remedy {
                types: AZURE,
                steps: "Add a management policy that follows your retention schedule.",
                terraform: &[Edit::Companion(
                    "resource \"azurerm_storage_management_policy\" \"{name}\" {\n  storage_account_id = {address}.id\n\n  \
                     rule {\n    name    = \"versions\"\n    enabled = true\n\n    filters {\n      blob_types = \
                     [\"blockBlob\"]\n    }\n\n    actions {\n      version {\n        delete_after_days_since_creation = \
                     90\n      }\n    }\n  }\n}\n",
                )],
                command: "az storage account management-policy show --account-name {name}",
                risk: "Rules delete data: check the periods against your retention schedule.",
            },
            Remedy {
                types: GCS,
                steps: "Add lifecycle rules that follow your retention schedule.",
                terraform: &[Edit::Block(
                    "lifecycle_rule {\n  condition {\n    num_newer_versions = 5\n    with_state         = \"ARCHIVED\"\n  \
                     }\n  action {\n    type = \"Delete\"\n  }\n}\n",
                )],
                command: "gcloud storage buckets describe gs://{name} --format='value(lifecycle_config)'",
                risk: "Rules delete data: check the periods against your retention schedule.",
            },
        ],
    },
    Check {
        id: "object-store-replication",
        objective: "cross-region-copy",
        title: "Object store is copied to another bucket",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: S3,
        rationale: "A copy in another region or account survives the loss of the first and the mistakes made in it. \
                    Contingency plans for health information need a copy that one event cannot take.",
        reads: &[Key::CrossRegionCopy],
        test: |s| s.is(Key::CrossRegionCopy),
        aliases: &[
            Alias::checkov("CKV_AWS_144", S3),
            Alias::aws_config("S3_BUCKET_REPLICATION_ENABLED", S3),
            Alias::prowler("s3_bucket_cross_region_replication", S3),
        ],
        remedies: &[Remedy {
            types: S3,
            steps: "Replicate to a bucket in another approved region, with its own key. Both buckets need versioning.",
            terraform: &[Edit::Companion(
                "resource \"aws_s3_bucket_replication_configuration\" \"{name}\" {\n  bucket = {address}.id\n  role   = \
                 aws_iam_role.replication.arn\n\n  rule {\n    id     = \"copy\"\n    status = \"Enabled\"\n\n    \
                 destination {\n      bucket = aws_s3_bucket.copy.arn\n    }\n  }\n}\n",
            )],
            command: "aws s3api get-bucket-replication --bucket {name}",
            risk: "The copy must lie in a region where the data may be.",
        }],
    },
    Check {
        id: "object-store-geo-redundancy",
        objective: "cross-region-copy",
        title: "Object store is kept in a second region",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Storage within one region is lost or unreachable together with the region. Redundancy over two \
                    regions lets care go on from the other one.",
        reads: &[Key::GeoRedundant],
        test: |s| s.is(Key::GeoRedundant),
        aliases: &[
            Alias::checkov("CKV_AZURE_206", AZURE),
            Alias::prowler("storage_geo_redundant_enabled", AZURE),
        ],
        remedies: &[
            Remedy {
                types: AZURE,
                steps: "Choose a geo-redundant replication type.",
                terraform: &[Edit::Set("account_replication_type", "\"GZRS\"")],
                command: "az storage account show --name {name} --query sku.name",
                risk: "The paired region must be one where the data may be; cost rises.",
            },
            Remedy {
                types: GCS,
                steps: "Choose a dual-region or multi-region location when the bucket is made.",
                terraform: &[Edit::Set("location", "\"US\"")],
                command: "gcloud storage buckets describe gs://{name} --format='value(location_type)'",
                risk: "Changing the location replaces the bucket; copy the data first.",
            },
        ],
    },
    Check {
        id: "object-store-multi-zone",
        objective: "high-availability",
        title: "Object store is kept in several zones",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Locally redundant storage lives in one building. Records that are needed in an emergency should not \
                    go away with its power or cooling.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Choose a zone-redundant or geo-redundant replication type.",
            terraform: &[Edit::Set("account_replication_type", "\"ZRS\"")],
            command: "az storage account show --name {name} --query sku.name",
            risk: "A live migration may take days.",
        }],
    },
    Check {
        id: "object-store-soft-delete",
        objective: "deletion-protection",
        title: "Object store keeps deleted objects for a while",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "Soft delete gives a grace period in which a deleted record can be brought back. Most losses are \
                    mistakes that are noticed within days.",
        reads: &[Key::SoftDelete],
        test: |s| s.is(Key::SoftDelete),
        aliases: &[Alias::checkov("CKV2_AZURE_38", AZURE)],
        remedies: &[
            Remedy {
                types: AZURE,
                steps: "Enable soft delete for blobs.",
                terraform: &[Edit::Set("blob_properties.delete_retention_policy.days", "30")],
                command: "az storage account blob-service-properties show --account-name {name} --query \
                          deleteRetentionPolicy",
                risk: "Deleted blobs are stored and paid for until the period is over.",
            },
            Remedy {
                types: GCS,
                steps: "Give soft delete a period of seven days or more.",
                terraform: &[Edit::Set("soft_delete_policy.retention_duration_seconds", "604800")],
                command: "gcloud storage buckets describe gs://{name} --format='value(soft_delete_policy)'",
                risk: "Deleted objects are stored and paid for until the period is over.",
            },
        ],
    },
    Check {
        id: "object-store-container-soft-delete",
        objective: "deletion-protection",
        title: "Object store keeps deleted containers for a while",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Deleting a container takes every blob in it, their versions included. Soft delete of containers is \
                    the only way back.",
        reads: &[Key::ContainerSoftDelete],
        test: |s| s.is(Key::ContainerSoftDelete),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Enable soft delete for containers.",
            terraform: &[Edit::Set("blob_properties.container_delete_retention_policy.days", "30")],
            command: "az storage account blob-service-properties show --account-name {name} --query \
                      containerDeleteRetentionPolicy",
            risk: "",
        }],
    },
    Check {
        id: "object-store-force-destroy",
        objective: "deletion-protection",
        title: "Object store is not deleted together with its contents",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: &[],
        rationale: "A bucket that may be destroyed while it holds objects takes every record and version with it in one \
                    careless apply. Refusing to delete a full bucket makes somebody look first.",
        reads: &[Key::ForceDestroy],
        test: |s| s.is_not(Key::ForceDestroy),
        aliases: &[],
        remedies: &[Remedy {
            types: &["aws_s3_bucket", "google_storage_bucket"],
            steps: "Remove force_destroy.",
            terraform: &[Edit::Set("force_destroy", "false")],
            command: "",
            risk: "A bucket has to be emptied before it can be deleted.",
        }],
    },
    Check {
        id: "object-store-backup",
        objective: "backup",
        title: "Object store is in a backup plan",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Versions and soft delete live and die with the account. A backup instance keeps recoverable copies \
                    under a policy and in a vault of its own.",
        reads: &[Key::InBackupPlan],
        test: |s| s.is(Key::InBackupPlan),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Protect the account's blobs by a backup instance in a backup vault.",
            terraform: &[Edit::Companion(
                "resource \"azurerm_data_protection_backup_instance_blob_storage\" \"{name}\" {\n  name               = \
                 \"{name}\"\n  vault_id           = azurerm_data_protection_backup_vault.main.id\n  location           = \
                 {address}.location\n  storage_account_id = {address}.id\n  backup_policy_id   = \
                 azurerm_data_protection_backup_policy_blob_storage.main.id\n}\n",
            )],
            command: "",
            risk: "",
        }],
    },
];
