//! Identity and Access Management: policies, roles, users and what binds them.

use super::policy;
use crate::dialect::{Link, Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::data("aws_iam_policy_document", Kind::Policy, document),
    Type::data("aws_iam_policy", Kind::RoleBinding, looked_up_policy),
    Type::resource("aws_iam_policy", Kind::Policy, identity_policy),
    Type::resource("aws_iam_role_policy", Kind::Policy, identity_policy),
    Type::resource("aws_iam_user_policy", Kind::Policy, user_policy),
    Type::resource("aws_iam_group_policy", Kind::Policy, identity_policy),
    Type::resource("aws_iam_role", Kind::Role, role),
    Type::resource("aws_iam_user", Kind::Identity, user),
    // a group has nothing of its own to judge: its policies are
    Type::companion("aws_iam_group", &[]),
    Type::resource("aws_iam_access_key", Kind::Credential, access_key),
    Type::resource("aws_iam_user_login_profile", Kind::Credential, login_profile).with_links(&[Link {
        by: &["user"],
        to: &["aws_iam_user"],
        named: &["name"],
        apply: login_profile_on_user,
    }]),
    Type::resource("aws_iam_service_specific_credential", Kind::Credential, long_lived),
    Type::resource("aws_iam_signing_certificate", Kind::Credential, long_lived),
    Type::resource("aws_iam_policy_attachment", Kind::RoleBinding, policy_attachment),
    Type::resource("aws_iam_role_policy_attachment", Kind::RoleBinding, attachment),
    Type::resource("aws_iam_group_policy_attachment", Kind::RoleBinding, attachment),
    Type::resource("aws_iam_user_policy_attachment", Kind::RoleBinding, user_attachment),
    Type::resource("aws_iam_group_membership", Kind::RoleBinding, group_membership),
    Type::resource("aws_iam_account_password_policy", Kind::PasswordPolicy, password_policy),
    Type::resource("aws_iam_organizations_features", Kind::AccountSetting, root_features),
    Type::resource("aws_organizations_organization", Kind::AccountSetting, organization),
    Type::resource("aws_iam_openid_connect_provider", Kind::Identity, openid_provider),
];

fn document(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Permissions, policy::document(from));
}

/// A managed policy that is looked up by name or ARN, to be attached somewhere.
fn looked_up_policy(from: &Reader<'_>, to: &mut Resource) {
    let path = if from.has("arn") { "arn" } else { "name" };
    to.set(Key::GrantedRole, from.text(path, Datum::Absent));
}

fn identity_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Permissions, policy::statements(from, "policy"));
}

fn user_policy(from: &Reader<'_>, to: &mut Resource) {
    identity_policy(from, to);
    to.set(Key::GrantedToUsers, from.presence("user"));
}

fn role(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::TrustPolicy, policy::statements(from, "assume_role_policy"));
    to.set(Key::ManagedPolicies, from.names("managed_policy_arns"));
    to.set(Key::PermissionsBoundary, from.presence("permissions_boundary"));
    to.set(
        Key::SessionMinutes,
        from.int("max_session_duration", 3600).map(|seconds| match seconds {
            Datum::Int(seconds) => Datum::Int(seconds / 60),
            other => other,
        }),
    );
    let inline = from.blocks("inline_policy");
    let written = inline.known.iter().map(|block| policy::statements(block, "policy"));
    if let Some(permissions) = joined(written) {
        to.set(Key::Permissions, permissions);
    }
}

/// The statements of several documents; what is unknown in one makes the whole unknown.
fn joined(documents: impl Iterator<Item = Setting>) -> Option<Setting> {
    let mut all: Option<(Vec<_>, crate::resource::At)> = None;
    for document in documents {
        let at = document.at();
        match document {
            Setting::Known { datum: Datum::Statements(statements), .. } => {
                all.get_or_insert_with(|| (Vec::new(), at)).0.extend(statements.iter().cloned());
            }
            unknown @ Setting::Unknown { .. } => return Some(unknown),
            _ => {}
        }
    }
    all.map(|(statements, at)| Setting::Known { datum: statements.into(), at, sensitive: false })
}

fn user(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::LocalAuthentication,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
    to.set(Key::ConsoleAccess, from.without("aws_iam_user_login_profile", false));
    to.set(Key::PermissionsBoundary, from.presence("permissions_boundary"));
}

fn login_profile_on_user(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::ConsoleAccess,
        Setting::Known { datum: Datum::Bool(true), at: from.place(), sensitive: false },
    );
}

fn access_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedTo, from.name("user"));
    long_lived(from, to);
}

fn login_profile(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PasswordResetRequired, from.bool("password_reset_required", false));
}

/// A credential that works until somebody removes it; an inactive one does not work.
fn long_lived(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::LongLivedCredential,
        from.text("status", "Active").map(|status| Datum::Bool(status != Datum::from("Inactive"))),
    );
}

fn attachment(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedRole, from.presence("policy_arn"));
}

fn user_attachment(from: &Reader<'_>, to: &mut Resource) {
    attachment(from, to);
    to.set(Key::GrantedToUsers, from.presence("user"));
}

fn policy_attachment(from: &Reader<'_>, to: &mut Resource) {
    attachment(from, to);
    to.set(Key::GrantedToUsers, from.presence("users"));
}

fn group_membership(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Group, from.presence("group"));
    to.set(Key::Members, from.names("users"));
}

fn password_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PasswordMinimumLength, from.int("minimum_password_length", 6));
    to.set(Key::PasswordLowercase, from.bool("require_lowercase_characters", false));
    to.set(Key::PasswordUppercase, from.bool("require_uppercase_characters", false));
    to.set(Key::PasswordNumbers, from.bool("require_numbers", false));
    to.set(Key::PasswordSymbols, from.bool("require_symbols", false));
    to.set(Key::PasswordReuse, from.int("password_reuse_prevention", Datum::Absent));
    to.set(Key::PasswordAgeDays, from.int("max_password_age", Datum::Absent));
}

fn root_features(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RootControls, from.names("enabled_features"));
}

fn organization(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PolicyTypes, from.names("enabled_policy_types"));
    to.set(Key::FeatureSet, from.text("feature_set", "ALL"));
    to.set(Key::TrustedIntegrations, from.names("aws_service_access_principals"));
}

fn openid_provider(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Audiences, from.names("client_id_list"));
}
