//! Separation of duties: who manages keys and accounts, and who uses them.

use crate::check::{Alias, Check, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Maybe, Principal, Resource, Setting, Statement, Truth};

const KMS: &[&str] =
    &["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"];
const VAULT_POLICY: &[&str] = &["azurerm_key_vault_access_policy"];
const PROJECT: &[&str] = &["google_project_iam_member", "google_project_iam_binding"];

/// Roles that use keys.
const KEY_USERS: &[&str] = &[
    "roles/cloudkms.cryptoKeyDecrypter",
    "roles/cloudkms.cryptoKeyEncrypter",
    "roles/cloudkms.cryptoKeyEncrypterDecrypter",
];
const ACCOUNT_USERS: &[&str] = &["roles/iam.serviceAccountUser"];

/// Permissions on vault keys that manage them, and that use them.
const MANAGING: &[&str] = &["create", "delete", "import", "purge", "setrotationpolicy", "update"];
const USING: &[&str] = &["decrypt", "encrypt", "sign", "unwrapkey", "wrapkey"];

/// Neither an account as a whole nor its root, which has to be able to do everything.
fn is_not_account(principal: &Principal) -> bool {
    let Principal::Named(name) = principal else { return true };
    name.strip_prefix("AWS:")
        .is_some_and(|name| !name.ends_with(":root") && !name.bytes().all(|b| b.is_ascii_digit()))
}

/// One principal both decides over the key and decrypts with it.
fn manages_and_uses(statement: &Statement) -> Truth {
    statement
        .allows()
        .and(|| statement.covers("kms:PutKeyPolicy"))
        .and(|| statement.covers("kms:Decrypt"))
        .and(|| statement.any_principal(is_not_account))
}

fn members(resource: &Resource) -> Option<&[Maybe<std::sync::Arc<str>>]> {
    match resource.get(Key::GrantedTo).and_then(Setting::datum) {
        Some(Datum::List(members)) => Some(members),
        _ => None,
    }
}

/// Nobody who holds this grant holds one of `roles` on the same project too.
fn nobody_holds(s: &Subject<'_>, roles: &[&str]) -> Outcome {
    let project = s.resource.get(Key::GrantedOn).and_then(Setting::datum);
    let others = s.estate.of_kind(Kind::RoleBinding).filter(|other| {
        PROJECT.contains(&&*other.native_type)
            && other.scope.account == s.resource.scope.account
            && other.get(Key::GrantedOn).and_then(Setting::datum) == project
            && matches!(other.get(Key::GrantedRole).and_then(Setting::datum),
                Some(Datum::Text(role)) if roles.contains(&&**role))
    });
    let theirs: Vec<_> = others.filter_map(members).flatten().collect();
    s.ask(Key::GrantedTo, |own| match own {
        Datum::List(own) => Truth::any(own.iter(), |member| {
            member.judge(|member| Truth::any(theirs.iter(), |other| other.test(|other| other == member)))
        })
        .negate(),
        _ => Truth::True,
    })
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "key-policy-separates-duties",
        objective: "key-separation",
        title: "Key policy keeps managing and using the key apart",
        severity: Severity::Medium,
        kind: Kind::Key,
        types: KMS,
        rationale: "Whoever may both change the key's policy and decrypt with it needs nobody else to open the \
                    health information under it. Two roles make that a matter of two people.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, manages_and_uses),
        aliases: &[],
        remedies: &[Remedy::edit(
            KMS,
            "Split the statement: administrators get kms:Create*, kms:Put*, kms:Update*, kms:Disable* and \
             kms:ScheduleKeyDeletion, users get kms:Encrypt, kms:Decrypt and kms:GenerateDataKey*.",
            &[],
        )
        .command("aws kms get-key-policy --key-id KEY --policy-name default --region {region}")],
    },
    Check {
        id: "vault-policy-separates-duties",
        objective: "key-separation",
        title: "Vault access policy keeps managing and using keys apart",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: VAULT_POLICY,
        rationale: "An identity that makes or deletes keys and also decrypts with them can open and destroy health \
                    information on its own. Workloads need to use keys, not to manage them.",
        reads: &[Key::KeyPermissions],
        test: |s| {
            let has = |list: &'static [&'static str]| {
                s.any_text(Key::KeyPermissions, |p| {
                    list.iter().any(|wanted| p.eq_ignore_ascii_case(wanted)) || p.eq_ignore_ascii_case("all")
                })
            };
            has(MANAGING).negate().or(has(USING).negate())
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            VAULT_POLICY,
            "Split the policy in two: one identity manages keys, another uses them.",
            &[],
        )],
    },
    Check {
        id: "key-administrators-do-not-use-keys",
        objective: "key-separation",
        title: "Key administrators cannot encrypt or decrypt",
        severity: Severity::Medium,
        kind: Kind::RoleBinding,
        types: PROJECT,
        rationale: "A person who manages keys and also decrypts with them needs nobody else to open the health \
                    information of the project. Two roles for two people keep a record of each step.",
        reads: &[Key::AdministersKeys, Key::GrantedTo],
        test: |s| nobody_holds(s, KEY_USERS),
        aliases: &[
            Alias::prowler("iam_role_kms_enforce_separation_of_duties", PROJECT),
            Alias::gcp("KMS_ROLE_SEPARATION", PROJECT),
        ],
        remedies: &[Remedy::edit(
            PROJECT,
            "Take the members that use keys out of roles/cloudkms.admin, or grant the use of keys to others.",
            &[],
        )
        .command("gcloud projects get-iam-policy PROJECT --flatten=bindings[].members --filter=bindings.role:cloudkms")],
    },
    Check {
        id: "account-administrators-do-not-use-accounts",
        objective: "privileged-access",
        title: "Service account administrators cannot act as the accounts",
        severity: Severity::Medium,
        kind: Kind::RoleBinding,
        types: PROJECT,
        rationale: "Whoever may make service accounts and act as them can give themselves any access to health \
                    information under a name that no review knows.",
        reads: &[Key::AdministersAccounts, Key::GrantedTo],
        test: |s| nobody_holds(s, ACCOUNT_USERS),
        aliases: &[
            Alias::prowler("iam_role_sa_enforce_separation_of_duties", PROJECT),
            Alias::gcp("SERVICE_ACCOUNT_ROLE_SEPARATION", PROJECT),
        ],
        remedies: &[Remedy::edit(
            PROJECT,
            "Keep roles/iam.serviceAccountAdmin and roles/iam.serviceAccountUser with different members.",
            &[],
        )],
    },
];
