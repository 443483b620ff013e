//! Roles, identities and sign-in: Azure RBAC and Entra ID.

use std::sync::Arc;

use crate::dialect::Type;
use crate::dialect::reader::{Reader, maybe_text};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting, Statement};

pub(super) static TYPES: &[Type] = &[
    Type::resource("azurerm_role_definition", Kind::Role, role_definition),
    Type::resource("azurerm_role_assignment", Kind::RoleBinding, role_assignment),
    Type::resource("azurerm_user_assigned_identity", Kind::Identity, nothing),
    Type::resource("azurerm_federated_identity_credential", Kind::Credential, federated_credential),
    Type::resource(
        "azuread_application_federated_identity_credential",
        Kind::Credential,
        federated_credential,
    ),
    Type::resource("azuread_application_password", Kind::Credential, client_secret),
    Type::resource("azuread_service_principal_password", Kind::Credential, client_secret),
    Type::resource("azuread_application", Kind::Identity, application),
    Type::resource("azuread_user", Kind::Identity, user),
    Type::resource("azuread_directory_role_assignment", Kind::RoleBinding, nothing),
    Type::resource("azuread_conditional_access_policy", Kind::AccountSetting, conditional_access),
    Type::resource("azuread_authorization_policy", Kind::AccountSetting, nothing),
    Type::resource("azurerm_subscription", Kind::Account, nothing),
    Type::resource("azurerm_policy_assignment", Kind::AccountSetting, policy_assignment),
    Type::resource("azurerm_subscription_policy_assignment", Kind::AccountSetting, policy_assignment),
    Type::resource("azurerm_resource_group_policy_assignment", Kind::AccountSetting, policy_assignment),
    Type::resource("azurerm_management_group_policy_assignment", Kind::AccountSetting, policy_assignment),
    Type::resource("azurerm_resource_policy_assignment", Kind::AccountSetting, policy_assignment),
];

/// Judged only by what every resource has.
fn nothing(_: &Reader<'_>, _: &mut Resource) {}

fn role_definition(from: &Reader<'_>, to: &mut Resource) {
    let blocks = from.blocks("permissions");
    if let (Some((unknown, at)), true) = (blocks.unknown, blocks.known.is_empty()) {
        to.set(Key::Permissions, Setting::Unknown { why: Arc::new(unknown.why.clone()), at });
        return;
    }
    let statements: Vec<_> = blocks.known.iter().map(permission).collect();
    to.set(Key::Permissions, Setting::Known { datum: statements.into(), at: from.place(), sensitive: false });
    to.set(Key::CustomRole, Setting::Known { datum: true.into(), at: from.place(), sensitive: false });
}

/// A block of allowed actions. What it takes away again (`not_actions`) makes the rest no narrower by itself.
fn permission(from: &Reader<'_>) -> Statement {
    let list = |name: &str| -> Vec<Maybe<Arc<str>>> {
        match from.node(name) {
            None => Vec::new(),
            Some(node) => match node.items() {
                Some(items) => items.iter().map(maybe_text).collect(),
                None => vec![maybe_text(node)],
            },
        }
    };
    let mut actions = list("actions");
    actions.extend(list("data_actions"));
    Statement {
        allow: Maybe::Known(true),
        principals: Maybe::Known(Arc::new([])),
        principals_excluded: false,
        actions: actions.into(),
        actions_excluded: false,
        resources: Arc::new([]),
        resources_excluded: false,
        conditions: Maybe::Known(Arc::new([])),
        at: from.place(),
    }
}

fn role_assignment(from: &Reader<'_>, to: &mut Resource) {
    let path = if from.has("role_definition_name") { "role_definition_name" } else { "role_definition_id" };
    to.set(Key::GrantedRole, from.presence(path));
    to.set(Key::GrantedToUsers, from.says("principal_type", &["User"], false));
}

fn federated_credential(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::FederatedIssuer, from.text("issuer", Datum::Absent));
    to.set(Key::FederatedSubject, from.text("subject", Datum::Absent));
    to.set(Key::Audiences, from.names(if from.has("audiences") { "audiences" } else { "audience" }));
}

fn client_secret(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::LongLivedCredential,
        Setting::Known { datum: true.into(), at: from.place(), sensitive: false },
    );
}

fn application(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::SignInAudience, from.text("sign_in_audience", "AzureADMyOrg"));
}

fn user(from: &Reader<'_>, to: &mut Resource) {
    if from.has("password") {
        to.set(Key::PasswordResetRequired, from.bool("force_password_change", false));
    }
}

fn conditional_access(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PolicyEnforced, from.says("state", &["enabled"], false));
    let controls = from.node("grant_controls.built_in_controls").and_then(Node::items).unwrap_or_default();
    if controls.iter().filter_map(Node::as_text).any(|c| &*c == "mfa") {
        to.set(Key::MultiFactor, from.says("state", &["enabled"], false));
    }
}

fn policy_assignment(from: &Reader<'_>, to: &mut Resource) {
    // the oldest of the types called it a mode
    let enforce = if from.has("enforcement_mode") { "enforcement_mode" } else { "enforce" };
    to.set(Key::PolicyEnforced, from.bool(enforce, true));
}
