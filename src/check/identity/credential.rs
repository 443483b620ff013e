//! People who sign in, and the keys, passwords and certificates they sign in with.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const USER: &[&str] = &["aws_iam_user"];
const ACCESS_KEY: &[&str] = &["aws_iam_access_key"];
const LOGIN_PROFILE: &[&str] = &["aws_iam_user_login_profile"];
const ACCOUNT_KEY: &[&str] = &["google_service_account_key"];
const ENTRA_SECRETS: &[&str] = &["azuread_application_password", "azuread_service_principal_password"];
const ENTRA_USER: &[&str] = &["azuread_user"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "no-local-user",
        objective: "local-accounts",
        title: "Access goes through single sign-on, not through a local user",
        severity: Severity::Low,
        kind: Kind::Identity,
        types: USER,
        rationale: "A local user has its own password and keys, is not reached by joiner and leaver processes and \
                    is easily shared. Central sign-on gives each person one identity that ends with the job.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[Alias::checkov("CKV_AWS_273", USER)],
        remedies: &[Remedy::edit(
            USER,
            "Give people permission sets in IAM Identity Center and workloads a role, then remove the user.",
            &[],
        )
        .command("aws iam list-users")
        .risk("Whatever still signs in as the user stops working.")],
    },
    Check {
        id: "no-console-password",
        objective: "local-accounts",
        title: "User has no console password",
        severity: Severity::Low,
        kind: Kind::Identity,
        types: &[],
        rationale: "A console password is one more door to the account, beside single sign-on and its second \
                    factor. Who can open it can look at health information without the checks of the main door.",
        reads: &[Key::ConsoleAccess],
        test: |s| s.is_not(Key::ConsoleAccess),
        aliases: &[Alias::checkov("CKV2_AWS_22", USER)],
        remedies: &[Remedy::edit(
            USER,
            "Remove the aws_iam_user_login_profile and let the person sign in through IAM Identity Center.",
            &[],
        )
        .command("aws iam get-login-profile --user-name {name}")],
    },
    Check {
        id: "user-password-reset",
        objective: "password-policy",
        title: "First sign-in asks for a new password",
        severity: Severity::Medium,
        kind: Kind::Credential,
        types: LOGIN_PROFILE,
        rationale: "The first password is known to whoever made the user and stands in the Terraform state. Until \
                    it is changed, two people can act under the same name and neither can be held to it.",
        reads: &[Key::PasswordResetRequired],
        test: |s| s.is(Key::PasswordResetRequired),
        aliases: &[],
        remedies: &[Remedy::edit(
            LOGIN_PROFILE,
            "Ask for a new password at the first sign-in.",
            &[Edit::Set("password_reset_required", "true")],
        )],
    },
    Check {
        id: "entra-user-password-reset",
        objective: "password-policy",
        title: "Directory user is asked for a new password at first sign-in",
        severity: Severity::Medium,
        kind: Kind::Identity,
        types: ENTRA_USER,
        rationale: "The first password is known to whoever made the user and stands in the Terraform state. Until \
                    it is changed, two people can act under the same name and neither can be held to it.",
        reads: &[Key::PasswordResetRequired],
        test: |s| s.is(Key::PasswordResetRequired),
        aliases: &[],
        remedies: &[Remedy::edit(
            ENTRA_USER,
            "Ask for a new password at the first sign-in.",
            &[Edit::Set("force_password_change", "true")],
        )],
    },
    Check {
        id: "no-root-access-key",
        objective: "root-account",
        title: "Access key does not belong to the root user",
        severity: Severity::Critical,
        kind: Kind::Credential,
        types: ACCESS_KEY,
        rationale: "A root key cannot be limited by any policy and names no person. Whoever finds it owns the \
                    account, its backups and all health information in it.",
        reads: &[Key::GrantedTo],
        test: |s| s.any_text(Key::GrantedTo, |user| user == "root").negate(),
        aliases: &[
            Alias::checkov("CKV_AWS_348", ACCESS_KEY),
            Alias::aws_config("IAM_ROOT_ACCESS_KEY_CHECK", ACCESS_KEY),
            Alias::prowler("iam_no_root_access_key", ACCESS_KEY),
        ],
        remedies: &[Remedy::edit(
            ACCESS_KEY,
            "Remove the key and give the workload a role.",
            &[],
        )
        .command("aws iam get-account-summary --query SummaryMap.AccountAccessKeysPresent")],
    },
    Check {
        id: "no-long-lived-credential",
        objective: "credential-lifecycle",
        title: "Credential is not a long-lived key",
        severity: Severity::Medium,
        kind: Kind::Credential,
        types: &[],
        rationale: "A key that works until somebody removes it is copied into files, logs and Terraform's state, \
                    and is found there by others. Short-lived tokens of roles and federated identities expire \
                    before a copy is of use.",
        reads: &[Key::LongLivedCredential],
        test: |s| s.is_not(Key::LongLivedCredential),
        aliases: &[
            Alias::prowler("iam_sa_no_user_managed_keys", ACCOUNT_KEY),
            Alias::gcp("USER_MANAGED_SERVICE_ACCOUNT_KEY", ACCOUNT_KEY),
        ],
        remedies: &[
            Remedy::edit(
                ACCESS_KEY,
                "Give the workload a role (instance profile, task role, OIDC trust) and remove the key; set its \
                 status to Inactive first to see what still uses it.",
                &[Edit::Set("status", "\"Inactive\"")],
            )
            .command("aws iam list-access-keys --user-name {name}")
            .risk("Whatever still uses the key is refused."),
            Remedy::edit(
                &["aws_iam_service_specific_credential"],
                "Use a role or the credential helper of the service; set the status to Inactive first.",
                &[Edit::Set("status", "\"Inactive\"")],
            ),
            Remedy::edit(
                &["aws_iam_signing_certificate"],
                "Remove the certificate, or set its status to Inactive until it is.",
                &[Edit::Set("status", "\"Inactive\"")],
            ),
            Remedy::edit(
                ACCOUNT_KEY,
                "Attach the service account to the workload, or use workload identity federation, and remove the \
                 key.",
                &[],
            )
            .command("gcloud iam service-accounts keys list --iam-account ACCOUNT"),
            Remedy::edit(
                ENTRA_SECRETS,
                "Use a managed identity or a federated credential, and remove the client secret.",
                &[],
            )
            .command("az ad app credential list --id APPLICATION"),
        ],
    },
    Check {
        id: "service-account-key-not-uploaded",
        objective: "credential-lifecycle",
        title: "Service account key is made and kept by Google",
        severity: Severity::Medium,
        kind: Kind::Credential,
        types: ACCOUNT_KEY,
        rationale: "For an uploaded key nobody can tell where its private half has been or when it was made. \
                    Anyone who holds a copy signs in as the account and reads what it reads.",
        reads: &[Key::UploadedKey],
        test: |s| s.is_unset(Key::UploadedKey),
        aliases: &[Alias::checkov("CKV2_GCP_3", ACCOUNT_KEY)],
        remedies: &[Remedy::edit(
            ACCOUNT_KEY,
            "Remove public_key_data; better, remove the key and attach the account to the workload.",
            &[Edit::Remove("public_key_data")],
        )],
    },
];
