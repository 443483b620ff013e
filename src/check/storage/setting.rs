//! Settings that stand as resources of their own: access blocks, access lists, ownership, encryption sets, bindings.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

const BLOCK: &[&str] = &["aws_s3_bucket_public_access_block"];
const ACCOUNT_BLOCK: &[&str] = &["aws_s3_account_public_access_block"];
const ACCESS_POINT: &[&str] = &["aws_s3_access_point"];
const ACCESS_POINTS: &[&str] = &["aws_s3_access_point", "aws_s3control_multi_region_access_point"];
const ACL: &[&str] = &["aws_s3_bucket_acl"];
const OWNERSHIP: &[&str] = &["aws_s3_bucket_ownership_controls"];
const LIFECYCLE: &[&str] = &["aws_s3_bucket_lifecycle_configuration"];
const EFS_POINT: &[&str] = &["aws_efs_access_point"];
const LAUNCH: &[&str] = &["aws_ami_launch_permission"];
const EBS_DEFAULT: &[&str] = &["aws_ebs_encryption_by_default"];
const DISK_SET: &[&str] = &["azurerm_disk_encryption_set"];
const NETWORK_RULES: &[&str] = &["azurerm_storage_account_network_rules"];
const BUCKET_BINDINGS: &[&str] = &["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"];

macro_rules! block {
    ($id:literal, $title:literal, $key:ident, $checkov:literal, $trivy:literal, $kics:literal, $argument:literal, $why:literal) => {
        Check {
            id: $id,
            objective: "public-storage",
            title: $title,
            severity: Severity::High,
            kind: Kind::StorageSetting,
            types: BLOCK,
            rationale: $why,
            reads: &[Key::$key],
            test: |s| s.is(Key::$key),
            aliases: &[
                Alias::checkov($checkov, BLOCK),
                Alias::trivy($trivy, BLOCK),
                Alias::kics($kics, BLOCK),
            ],
            remedies: &[Remedy {
                types: BLOCK,
                steps: "Switch all four arguments of the block on.",
                terraform: &[Edit::Set($argument, "true")],
                command: "aws s3api get-public-access-block --bucket {name}",
                risk: "Public access that somebody relies on stops.",
            }],
        }
    };
}

pub(super) static CHECKS: &[Check] = &[
    block!(
        "public-access-block-acls",
        "Access block refuses public access lists",
        BlockPublicAcls,
        "CKV_AWS_53",
        "AVD-AWS-0086",
        "d0cc8694-fcad-43ff-ac86-32331d7e867f",
        "block_public_acls",
        "Without this switch an upload or a change may carry an access list that makes health information public, \
         although the bucket has an access block."
    ),
    block!(
        "public-access-block-policy",
        "Access block refuses public policies",
        BlockPublicPolicy,
        "CKV_AWS_54",
        "AVD-AWS-0087",
        "1a4bc881-9f69-4d44-8c9a-d37d08f54c50",
        "block_public_policy",
        "Without this switch a new bucket policy may open the whole bucket of health information to everybody, although \
         the bucket has an access block."
    ),
    block!(
        "public-access-block-ignores-acls",
        "Access block ignores public access lists",
        IgnorePublicAcls,
        "CKV_AWS_55",
        "AVD-AWS-0091",
        "4fa66806-0dd9-4f8d-9480-3174d39c7c91",
        "ignore_public_acls",
        "Refusing new access lists does nothing about those that objects already carry. Ignoring them takes their effect \
         away at once."
    ),
    block!(
        "public-access-block-restricts",
        "Access block restricts public policies",
        RestrictPublicBuckets,
        "CKV_AWS_56",
        "AVD-AWS-0093",
        "1ec253ab-c220-4d63-b2de-5b40e0af9293",
        "restrict_public_buckets",
        "A policy that was public before the block keeps working unless it is restricted to the account and its services. \
         The switch closes what was already open."
    ),
    Check {
        id: "account-public-access-block",
        objective: "public-storage",
        title: "Account blocks public access to every bucket",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: ACCOUNT_BLOCK,
        rationale: "A block for the account covers buckets that nobody remembers and those still to come. Any switch that \
                    is off leaves one way in which a bucket of health information can become public.",
        reads: &[
            Key::BlockPublicAcls,
            Key::BlockPublicPolicy,
            Key::IgnorePublicAcls,
            Key::RestrictPublicBuckets,
        ],
        test: every_block,
        aliases: &[Alias::aws_config("S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", ACCOUNT_BLOCK)],
        remedies: &[Remedy {
            types: ACCOUNT_BLOCK,
            steps: "Switch all four arguments on.",
            terraform: &[
                Edit::Set("block_public_acls", "true"),
                Edit::Set("block_public_policy", "true"),
                Edit::Set("ignore_public_acls", "true"),
                Edit::Set("restrict_public_buckets", "true"),
            ],
            command: "aws s3control get-public-access-block --account-id {account}",
            risk: "Public access that somebody relies on stops, in every bucket of the account.",
        }],
    },
    Check {
        id: "access-point-blocked",
        objective: "public-storage",
        title: "Access point is not open without any block",
        severity: Severity::High,
        kind: Kind::StorageSetting,
        types: ACCESS_POINTS,
        rationale: "An access point has a policy and a block of its own. With every switch off, its policy can admit the \
                    public to the bucket behind it.",
        reads: &[Key::BlockPublicAcls, Key::BlockPublicPolicy, Key::RestrictPublicBuckets],
        test: |s| {
            s.is(Key::BlockPublicAcls).or(s.is(Key::BlockPublicPolicy)).or(s.is(Key::RestrictPublicBuckets))
        },
        aliases: &[],
        remedies: &[
            Remedy {
                types: ACCESS_POINT,
                steps: "Leave the block out, which switches everything on, or switch all four arguments on.",
                terraform: &[Edit::Remove("public_access_block_configuration")],
                command: "aws s3control get-access-point --account-id {account} --name {name}",
                risk: "The access point is replaced.",
            },
            Remedy {
                types: &["aws_s3control_multi_region_access_point"],
                steps: "Leave the block out, which switches everything on.",
                terraform: &[Edit::Remove("details.public_access_block")],
                command: "",
                risk: "The access point is replaced.",
            },
        ],
    },
    Check {
        id: "access-point-fully-blocked",
        objective: "public-storage",
        title: "Access point blocks public access in every way",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: ACCESS_POINTS,
        rationale: "Each switch of the block closes one way to the public. Health information behind an access point \
                    needs all of them closed, and they cannot be changed later.",
        reads: &[
            Key::BlockPublicAcls,
            Key::BlockPublicPolicy,
            Key::IgnorePublicAcls,
            Key::RestrictPublicBuckets,
        ],
        test: every_block,
        aliases: &[Alias::prowler("s3_access_point_public_access_block", ACCESS_POINT)],
        remedies: &[Remedy {
            types: ACCESS_POINT,
            steps: "Leave the block out, which switches everything on, or switch all four arguments on.",
            terraform: &[Edit::Remove("public_access_block_configuration")],
            command: "aws s3control get-access-point --account-id {account} --name {name}",
            risk: "The access point is replaced.",
        }],
    },
    Check {
        id: "access-list-any-account",
        objective: "public-storage",
        title: "Access list grants nothing to every account of the cloud",
        severity: Severity::Critical,
        kind: Kind::StorageSetting,
        types: ACL,
        rationale: "The group of authenticated users means anybody with an account at the provider, which is free to \
                    get. A grant to it is a grant to the public that only looks restricted.",
        reads: &[Key::AnyAccountAccess],
        test: |s| s.is_not(Key::AnyAccountAccess),
        aliases: &[Alias::checkov("CKV2_AWS_43", ACL)],
        remedies: &[Remedy {
            types: ACL,
            steps: "Take the grant out and name the accounts that need access in the bucket's policy.",
            terraform: &[Edit::Set("acl", "\"private\"")],
            command: "aws s3api get-bucket-acl --bucket {name}",
            risk: "",
        }],
    },
    Check {
        id: "access-list-public-view",
        objective: "public-storage",
        title: "Access list is not shown to everybody",
        severity: Severity::High,
        kind: Kind::StorageSetting,
        types: ACL,
        rationale: "Who may read an access list sees which groups and accounts can reach the bucket, and full control \
                    lets them change it. Neither belongs to strangers.",
        reads: &[Key::PublicAclRead],
        test: |s| s.is_not(Key::PublicAclRead),
        aliases: &[Alias::checkov("CKV_AWS_375", ACL)],
        remedies: &[Remedy {
            types: ACL,
            steps: "Take the grant to AllUsers out.",
            terraform: &[Edit::Set("acl", "\"private\"")],
            command: "aws s3api get-bucket-acl --bucket {name}",
            risk: "",
        }],
    },
    Check {
        id: "ownership-enforced",
        objective: "resource-policy",
        title: "Ownership control disables access lists",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: OWNERSHIP,
        rationale: "While access lists are in use, other accounts can own objects in the bucket and open them to \
                    others. Enforced ownership leaves the policy as the one place that decides.",
        reads: &[Key::UniformAccess],
        test: |s| s.is(Key::UniformAccess),
        aliases: &[Alias::checkov("CKV2_AWS_65", OWNERSHIP)],
        remedies: &[Remedy {
            types: OWNERSHIP,
            steps: "Enforce the bucket owner as the owner of every object.",
            terraform: &[Edit::Set("rule.object_ownership", "\"BucketOwnerEnforced\"")],
            command: "aws s3api get-bucket-ownership-controls --bucket {name}",
            risk: "Requests that set an access list are refused.",
        }],
    },
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
        aliases: &[
            Alias::checkov("CKV_AWS_329", EFS_POINT),
            Alias::prowler("efs_access_point_enforce_root_directory", EFS_POINT),
        ],
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
        aliases: &[
            Alias::checkov("CKV_AWS_330", EFS_POINT),
            Alias::prowler("efs_access_point_enforce_user_identity", EFS_POINT),
        ],
        remedies: &[Remedy {
            types: EFS_POINT,
            steps: "Name the user and group that every client acts as.",
            terraform: &[Edit::Block("posix_user {\n  uid = 1000\n  gid = 1000\n}\n")],
            command: "aws efs describe-access-points --region {region}",
            risk: "The access point is replaced; files of other users may become unreadable through it.",
        }],
    },
    Check {
        id: "machine-image-sharing",
        objective: "public-storage",
        title: "Machine image is not shared outside the account",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: LAUNCH,
        rationale: "A launch permission lets another account start the image and read everything on it. Each one has to \
                    be known, justified and waived; none should be forgotten.",
        reads: &[Key::SharedWith],
        test: |s| s.is_unset(Key::SharedWith),
        aliases: &[Alias::checkov("CKV_AWS_205", LAUNCH)],
        remedies: &[Remedy {
            types: LAUNCH,
            steps: "Remove the permission, or waive this with the reason for which the account needs the image.",
            terraform: &[],
            command: "aws ec2 describe-images --owners self --region {region}",
            risk: "The other account can no longer start the image.",
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
        id: "account-sharing-blocked",
        objective: "public-storage",
        title: "Account refuses public snapshots and images",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: &["aws_ebs_snapshot_block_public_access", "aws_ec2_image_block_public_access"],
        rationale: "One call makes a snapshot or image public, and with it everything the machine held. A block for the \
                    account refuses that call, whoever makes it.",
        reads: &[Key::PublicAccessBlocked],
        test: |s| s.is(Key::PublicAccessBlocked),
        aliases: &[],
        remedies: &[
            Remedy {
                types: &["aws_ebs_snapshot_block_public_access"],
                steps: "Block all sharing, which also takes effect on snapshots that are public already.",
                terraform: &[Edit::Set("state", "\"block-all-sharing\"")],
                command: "aws ec2 get-snapshot-block-public-access-state --region {region}",
                risk: "Public snapshots are no longer reachable.",
            },
            Remedy {
                types: &["aws_ec2_image_block_public_access"],
                steps: "Block new sharing.",
                terraform: &[Edit::Set("state", "\"block-new-sharing\"")],
                command: "aws ec2 get-image-block-public-access-state --region {region}",
                risk: "",
            },
        ],
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
        id: "local-user-password",
        objective: "local-accounts",
        title: "Local user signs in with a key, not a password",
        severity: Severity::Medium,
        kind: Kind::StorageSetting,
        types: &["azurerm_storage_account_local_user"],
        rationale: "A password can be guessed and shared, and the account has no second factor. A key at least has to be \
                    stolen before it opens the files.",
        reads: &[Key::PasswordSignIn],
        test: |s| s.is_not(Key::PasswordSignIn),
        aliases: &[],
        remedies: &[Remedy {
            types: &["azurerm_storage_account_local_user"],
            steps: "Switch the password off and register a public key.",
            terraform: &[Edit::Set("ssh_password_enabled", "false"), Edit::Set("ssh_key_enabled", "true")],
            command: "",
            risk: "Clients with a password lose access.",
        }],
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
    Check {
        id: "storage-binding-not-public",
        objective: "public-storage",
        title: "Grant on storage names no public members",
        severity: Severity::Critical,
        kind: Kind::RoleBinding,
        types: &[
            "google_storage_bucket_iam_member",
            "google_storage_bucket_iam_binding",
            "google_storage_bucket_iam_policy",
            "google_storage_managed_folder_iam_member",
            "google_storage_managed_folder_iam_binding",
            "google_compute_image_iam_member",
            "google_compute_image_iam_binding",
        ],
        rationale: "A grant to all users or to all authenticated users publishes what it is on: anybody on the internet \
                    can read or change the health information in it.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_GCP_28", BUCKET_BINDINGS),
            Alias::kics("a6cd52a1-3056-4910-96a5-894de9f3f3b3", &["google_storage_bucket_iam_binding"]),
            Alias::kics("c010082c-76e0-4b91-91d9-6e8439e455dd", &["google_storage_bucket_iam_member"]),
            Alias::trivy("AVD-GCP-0001", BUCKET_BINDINGS),
        ],
        remedies: &[Remedy {
            types: BUCKET_BINDINGS,
            steps: "Name the people, groups or service accounts that need access.",
            terraform: &[],
            command: "gcloud storage buckets get-iam-policy gs://{name}",
            risk: "Anonymous access stops.",
        }],
    },
    Check {
        id: "storage-interoperability-key",
        objective: "credential-lifecycle",
        title: "No long-lived interoperability key is active",
        severity: Severity::Low,
        kind: Kind::Credential,
        types: &["google_storage_hmac_key"],
        rationale: "An interoperability key is a shared secret without an end date that opens what its service account \
                    can reach. Short-lived tokens do the same without leaving a secret to steal.",
        reads: &[Key::InteroperabilityKey],
        test: |s| s.is_not(Key::InteroperabilityKey),
        aliases: &[],
        remedies: &[Remedy {
            types: &["google_storage_hmac_key"],
            steps: "Move the client to workload identity, then make the key inactive and delete it.",
            terraform: &[Edit::Set("state", "\"INACTIVE\"")],
            command: "gcloud storage hmac list",
            risk: "Clients with the key lose access.",
        }],
    },
];

fn every_block(s: &Subject<'_>) -> Outcome {
    s.is(Key::BlockPublicAcls)
        .and(s.is(Key::BlockPublicPolicy))
        .and(s.is(Key::IgnorePublicAcls))
        .and(s.is(Key::RestrictPublicBuckets))
}
