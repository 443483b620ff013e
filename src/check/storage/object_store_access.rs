//! How callers of an object store prove who they are.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

const AZURE: &[&str] = &["azurerm_storage_account"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "object-store-shared-keys",
        objective: "local-accounts",
        title: "Object store refuses shared account keys",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "An account key opens everything in the account, belongs to nobody and is copied from hand to hand. \
                    With keys refused, every access to health information is by a person or system that the audit log \
                    names.",
        reads: &[Key::SharedKeys],
        test: |s| s.is_not(Key::SharedKeys),
        aliases: &[
            Alias::checkov("CKV2_AZURE_40", AZURE),
            Alias::prowler("storage_account_key_access_disabled", AZURE),
        ],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Move clients to Entra ID, then refuse shared keys.",
            terraform: &[Edit::Set("shared_access_key_enabled", "false")],
            command: "az storage account show --name {name} --query allowSharedKeyAccess",
            risk: "Clients with keys or account signatures lose access; set storage_use_azuread in the provider.",
        }],
    },
    Check {
        id: "object-store-signed-link-expiry",
        objective: "credential-lifecycle",
        title: "Object store limits the life of signed links",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "A signed link is a credential in a web address. Without a limit people make links to health \
                    information that work for years and cannot be told apart from stolen ones.",
        reads: &[Key::SharedKeys, Key::TokenExpiry],
        test: signed_links,
        aliases: &[Alias::checkov("CKV2_AZURE_41", AZURE)],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Refuse shared keys, which ends account signatures, or set an expiration policy for them.",
            terraform: &[Edit::Block("sas_policy {\n  expiration_period = \"07.00:00:00\"\n}\n")],
            command: "az storage account show --name {name} --query sasPolicy",
            risk: "",
        }],
    },
    Check {
        id: "object-store-local-users",
        objective: "local-accounts",
        title: "Object store has no local users",
        severity: Severity::Medium,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "Local users of the SFTP service live outside the directory: no multi-factor sign-in, no leaver \
                    process, no conditional access. Each is a side door to the records in the account.",
        reads: &[Key::LocalUsers],
        test: |s| s.is_not(Key::LocalUsers),
        aliases: &[Alias::checkov("CKV_AZURE_244", AZURE)],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Disable local users.",
            terraform: &[Edit::Set("local_user_enabled", "false")],
            command: "az storage account show --name {name} --query isLocalUserEnabled",
            risk: "SFTP clients with local users lose access.",
        }],
    },
    Check {
        id: "object-store-directory-default",
        objective: "least-privilege",
        title: "Object store uses directory identities by default",
        severity: Severity::Low,
        kind: Kind::ObjectStore,
        types: AZURE,
        rationale: "The portal falls back to account keys unless the account prefers the directory. Preferring it keeps \
                    people within the roles they were given.",
        reads: &[Key::IdentityAuthentication, Key::SharedKeys],
        test: |s| s.is(Key::IdentityAuthentication).or(s.is_not(Key::SharedKeys)),
        aliases: &[],
        remedies: &[Remedy {
            types: AZURE,
            steps: "Prefer Entra ID in the portal.",
            terraform: &[Edit::Set("default_to_oauth_authentication", "true")],
            command: "az storage account show --name {name} --query defaultToOAuthAuthentication",
            risk: "",
        }],
    },
];

/// Without shared keys nobody can make such links; with them a limit must be written.
fn signed_links(s: &Subject<'_>) -> Outcome {
    s.is_not(Key::SharedKeys).or(s.is_set(Key::TokenExpiry))
}
