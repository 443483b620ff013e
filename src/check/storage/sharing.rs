//! What lets others in and stands as a resource of its own: access lists, permissions, bindings, local users.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const ACL: &[&str] = &["aws_s3_bucket_acl"];
const OWNERSHIP: &[&str] = &["aws_s3_bucket_ownership_controls"];
const LAUNCH: &[&str] = &["aws_ami_launch_permission"];
const BUCKET_BINDINGS: &[&str] = &["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"];

pub(super) static CHECKS: &[Check] = &[
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
