//! Settings that stand as resources of their own: lifecycle, access points, encryption, network rules.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const LIFECYCLE: &[&str] = &["aws_s3_bucket_lifecycle_configuration"];
const EFS_POINT: &[&str] = &["aws_efs_access_point"];
const EBS_DEFAULT: &[&str] = &["aws_ebs_encryption_by_default"];
const DISK_SET: &[&str] = &["azurerm_disk_encryption_set"];
const NETWORK_RULES: &[&str] = &["azurerm_storage_account_network_rules"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "lifecycle-unfinished-uploads",
        objective: "data-versioning",
        title: "Lifecycle rules remove unfinished uploads",
        severity: Severity::Low,
        kind: Kind::StorageSetting,
        types: LIFECYCLE,
        rationale: "Parts of uploads that never finished are not listed with the objects, but they hold pieces of \
                    records. Without a rule they stay beyond every retention schedule.",
        reads: &[Key::AbandonedUploads],
        test: |s| s.is(Key::AbandonedUploads),
        aliases: &[Alias::checkov("CKV_AWS_300", LIFECYCLE)],
        remedies: &[Remedy {
            types: LIFECYCLE,
            steps: "Add a rule over the whole bucket that ends unfinished uploads after some days.",
            terraform: &[Edit::Block(
                "rule {\n  id     = \"unfinished-uploads\"\n  status = \"Enabled\"\n\n  filter {}\n\n  \
                 abort_incomplete_multipart_upload {\n    days_after_initiation = 7\n  }\n}\n",
            )],
            command: "aws s3api list-multipart-uploads --bucket {name}",
            risk: "",
        }],
    },
    Check {
        id: "file-access-point-root",
        objective: "least-privilege",
        title: "Access point enforces a directory of its own",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: EFS_POINT,
        rationale: "An access point at the root shows its users the whole file system. A directory of its own keeps one \
                    application away from the records of another.",
        reads: &[Key::RootDirectory],
        test: |s| s.is_set(Key::RootDirectory).and(s.text(Key::RootDirectory, |path| path != "/")),
        aliases: &[Alias::checkov("CKV_AWS_329", EFS_POINT)],
        remedies: &[Remedy {
            types: EFS_POINT,
            steps: "Name a directory.",
            terraform: &[Edit::Set("root_directory.path", "\"/application\"")],
            command: "aws efs describe-access-points --region {region}",
            risk: "The access point is replaced; clients see another directory.",
        }],
    },
    Check {
        id: "file-access-point-user",
        objective: "least-privilege",
        title: "Access point enforces a user",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: EFS_POINT,
        rationale: "Without an enforced user the client says who it is, and it can say root. A fixed user gives each \
                    application the rights to files that it was meant to have.",
        reads: &[Key::EnforcedUser],
        test: |s| s.is_set(Key::EnforcedUser),
        aliases: &[Alias::checkov("CKV_AWS_330", EFS_POINT)],
        remedies: &[Remedy {
            types: EFS_POINT,
            steps: "Name the user and group that every client acts as.",
            terraform: &[Edit::Block("posix_user {\n  uid = 1000\n  gid = 1000\n}\n")],
            command: "aws efs describe-access-points --region {region}",
            risk: "The access point is replaced; files of other users may become unreadable through it.",
        }],
    },
    Check {
        id: "account-volume-encryption",
        objective: "encryption-at-rest",
        title: "Account encrypts new volumes by default",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: EBS_DEFAULT,
        rationale: "With encryption by default, volumes made by hand, by a service or by a forgotten template are \
                    encrypted too. Switched off, each of them is one that somebody has to remember.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_106", EBS_DEFAULT),
            Alias::kics("3d3f6270-546b-443c-adb4-bb6fb2187ca6", EBS_DEFAULT),
            Alias::aws_config("EC2_EBS_ENCRYPTION_BY_DEFAULT", EBS_DEFAULT),
            Alias::prowler("ec2_ebs_default_encryption", EBS_DEFAULT),
        ],
        remedies: &[Remedy {
            types: EBS_DEFAULT,
            steps: "Enable encryption by default in every region.",
            terraform: &[Edit::Set("enabled", "true")],
            command: "aws ec2 get-ebs-encryption-by-default --region {region}",
            risk: "",
        }],
    },
    Check {
        id: "disk-encryption-set-rotation",
        objective: "key-rotation",
        title: "Disk encryption set follows new versions of its key",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: DISK_SET,
        rationale: "A set that stays on one version of the key keeps disks under it after the key was rotated. Following \
                    new versions makes rotation real for the disks that hold health information.",
        reads: &[Key::KeyRotation],
        test: |s| s.is(Key::KeyRotation),
        aliases: &[],
        remedies: &[Remedy {
            types: DISK_SET,
            steps: "Enable automatic key rotation and name the key without a version.",
            terraform: &[
                Edit::Set("auto_key_rotation_enabled", "true"),
                Edit::Set("key_vault_key_id", "azurerm_key_vault_key.disks.versionless_id"),
            ],
            command: "az disk-encryption-set show --name {name} --resource-group {group}",
            risk: "",
        }],
    },
    Check {
        id: "storage-double-encryption",
        objective: "encryption-at-rest",
        title: "Storage has a second layer of encryption",
        severity: Severity::Low,
        kind: Kind::StorageSetting,
        types: &["azurerm_disk_encryption_set", "azurerm_storage_encryption_scope", "azurerm_netapp_pool"],
        rationale: "A second algorithm with a second key beneath the first keeps health information unreadable when one \
                    of them turns out to be weak.",
        reads: &[Key::InfrastructureEncryption],
        test: |s| s.is(Key::InfrastructureEncryption),
        aliases: &[],
        remedies: &[
            Remedy {
                types: DISK_SET,
                steps: "Encrypt with platform and customer keys.",
                terraform: &[Edit::Set("encryption_type", "\"EncryptionAtRestWithPlatformAndCustomerKeys\"")],
                command: "",
                risk: "The set is replaced.",
            },
            Remedy {
                types: &["azurerm_storage_encryption_scope"],
                steps: "Require infrastructure encryption.",
                terraform: &[Edit::Set("infrastructure_encryption_required", "true")],
                command: "",
                risk: "The scope is replaced.",
            },
            Remedy {
                types: &["azurerm_netapp_pool"],
                steps: "Choose double encryption when the pool is made.",
                terraform: &[Edit::Set("encryption_type", "\"Double\"")],
                command: "",
                risk: "The pool is replaced; copy the files first.",
            },
        ],
    },
    Check {
        id: "storage-setting-customer-key",
        objective: "customer-managed-keys",
        title: "Storage scope or pool is under a customer-managed key",
        severity: Severity::Low,
        kind: Kind::StorageSetting,
        types: &["azurerm_storage_encryption_scope", "google_netapp_storage_pool"],
        rationale: "A scope or pool decides the key of everything made in it. A key of your own keeps control over all \
                    of that health information in your hands.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[],
        remedies: &[
            Remedy {
                types: &["azurerm_storage_encryption_scope"],
                steps: "Name a key of your key vault.",
                terraform: &[
                    Edit::Set("source", "\"Microsoft.KeyVault\""),
                    Edit::Set("key_vault_key_id", "azurerm_key_vault_key.storage.id"),
                ],
                command: "",
                risk: "",
            },
            Remedy {
                types: &["google_netapp_storage_pool"],
                steps: "Name a key configuration of your own.",
                terraform: &[Edit::Set("kms_config", "google_netapp_kmsconfig.main.id")],
                command: "",
                risk: "The pool is replaced; copy the files first.",
            },
        ],
    },
    Check {
        id: "file-directory-authentication",
        objective: "encryption-in-transit",
        title: "File service signs in to the directory over TLS",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: &["azurerm_netapp_account"],
        rationale: "Sign-ins to the directory over plain LDAP can be read and changed on the way. Whoever does so decides \
                    who gets at the files.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[],
        remedies: &[Remedy {
            types: &["azurerm_netapp_account"],
            steps: "Use LDAP over TLS with the certificate of your directory.",
            terraform: &[Edit::Set("active_directory.ldap_over_tls_enabled", "true")],
            command: "",
            risk: "",
        }],
    },
    Check {
        id: "transfer-location-encryption",
        objective: "encryption-in-transit",
        title: "Transfer location is reached over TLS",
        severity: Severity::High,
        kind: Kind::StorageSetting,
        types: &["aws_datasync_location_object_storage"],
        rationale: "A transfer moves whole stores of records. Over plain HTTP every one of them, and the key to the \
                    store, can be read on the way.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[],
        remedies: &[Remedy {
            types: &["aws_datasync_location_object_storage"],
            steps: "Use HTTPS, which is the default.",
            terraform: &[Edit::Set("server_protocol", "\"HTTPS\"")],
            command: "",
            risk: "The server needs a certificate that the agent trusts.",
        }],
    },
    Check {
        id: "storage-network-rules-default-deny",
        objective: "restricted-ingress",
        title: "Network rules deny by default",
        severity: Severity::High,
        kind: Kind::Firewall,
        types: NETWORK_RULES,
        rationale: "Rules that allow by default admit the whole internet to the storage account, so that keys and signed \
                    links are the only thing between strangers and health information.",
        reads: &[Key::DefaultAction],
        test: |s| s.text(Key::DefaultAction, |action| action == "Deny"),
        aliases: &[
            Alias::checkov("CKV_AZURE_35", NETWORK_RULES),
            Alias::trivy("AVD-AZU-0012", NETWORK_RULES),
        ],
        remedies: &[Remedy {
            types: NETWORK_RULES,
            steps: "Deny by default and admit the subnets that need access.",
            terraform: &[Edit::Set("default_action", "\"Deny\"")],
            command: "",
            risk: "Clients from networks that are not admitted are refused.",
        }],
    },
    Check {
        id: "storage-network-rules-trusted-services",
        objective: "restricted-ingress",
        title: "Network rules admit the platform's own services",
        severity: Severity::Low,
        kind: Kind::Firewall,
        types: NETWORK_RULES,
        rationale: "Backup, logging and monitoring reach the account from networks nobody can list. Admitting the trusted \
                    services keeps them working without opening the firewall to everybody for their sake.",
        reads: &[Key::DefaultAction, Key::TrustedServices],
        test: super::object_store_exposure::trusted_services,
        aliases: &[Alias::checkov("CKV_AZURE_36", NETWORK_RULES)],
        remedies: &[Remedy {
            types: NETWORK_RULES,
            steps: "Add AzureServices to the bypass list.",
            terraform: &[Edit::Set("bypass", "[\"AzureServices\"]")],
            command: "",
            risk: "",
        }],
    },
];
