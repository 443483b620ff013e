//! Who may do what: role grants on organizations, folders, projects and single resources, service accounts and
//! workload identity.

use std::sync::Arc;

use crate::dialect::{Build, Document, Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

const PROJECT: &[&str] = &["google_project"];
const KEY: &[&str] = &["google_kms_crypto_key"];
const KEY_RING: &[&str] = &["google_kms_key_ring"];
const SECRET: &[&str] = &["google_secret_manager_secret"];

const fn on(
    by: &'static [&'static str],
    to: &'static [&'static str],
    named: &'static [&'static str],
    apply: Build,
) -> Link {
    Link { by, to, named, apply }
}

pub(super) static TYPES: &[Type] =
    &[
        Type::resource("google_project_iam_member", Kind::RoleBinding, project_member),
        Type::resource("google_project_iam_binding", Kind::RoleBinding, project_binding),
        Type::resource("google_project_iam_policy", Kind::RoleBinding, policy),
        Type::resource("google_folder_iam_member", Kind::RoleBinding, member),
        Type::resource("google_folder_iam_binding", Kind::RoleBinding, binding),
        Type::resource("google_folder_iam_policy", Kind::RoleBinding, policy),
        Type::resource("google_organization_iam_member", Kind::RoleBinding, member),
        Type::resource("google_organization_iam_binding", Kind::RoleBinding, binding),
        Type::resource("google_organization_iam_policy", Kind::RoleBinding, policy),
        Type::resource("google_service_account_iam_member", Kind::RoleBinding, member),
        Type::resource("google_service_account_iam_binding", Kind::RoleBinding, binding),
        Type::resource("google_service_account_iam_policy", Kind::RoleBinding, policy),
        Type::resource("google_kms_crypto_key_iam_member", Kind::RoleBinding, member).with_links(&[on(
            &["crypto_key_id"],
            KEY,
            &["name"],
            member_on,
        )]),
        Type::resource("google_kms_crypto_key_iam_binding", Kind::RoleBinding, binding).with_links(&[on(
            &["crypto_key_id"],
            KEY,
            &["name"],
            binding_on,
        )]),
        Type::resource("google_kms_crypto_key_iam_policy", Kind::RoleBinding, policy).with_links(&[on(
            &["crypto_key_id"],
            KEY,
            &["name"],
            policy_on,
        )]),
        Type::resource("google_kms_key_ring_iam_member", Kind::RoleBinding, member).with_links(&[on(
            &["key_ring_id"],
            KEY_RING,
            &["name"],
            member_on,
        )]),
        Type::resource("google_kms_key_ring_iam_binding", Kind::RoleBinding, binding).with_links(&[on(
            &["key_ring_id"],
            KEY_RING,
            &["name"],
            binding_on,
        )]),
        Type::resource("google_kms_key_ring_iam_policy", Kind::RoleBinding, policy).with_links(&[on(
            &["key_ring_id"],
            KEY_RING,
            &["name"],
            policy_on,
        )]),
        Type::resource("google_secret_manager_secret_iam_member", Kind::RoleBinding, member)
            .with_links(&[on(&["secret_id"], SECRET, &["secret_id"], member_on)]),
        Type::resource("google_secret_manager_secret_iam_binding", Kind::RoleBinding, binding)
            .with_links(&[on(&["secret_id"], SECRET, &["secret_id"], binding_on)]),
        Type::resource("google_secret_manager_secret_iam_policy", Kind::RoleBinding, policy)
            .with_links(&[on(&["secret_id"], SECRET, &["secret_id"], policy_on)]),
        Type::data("google_iam_policy", Kind::RoleBinding, policy_document),
        Type::resource("google_service_account", Kind::Identity, service_account),
        Type::resource("google_service_account_key", Kind::Credential, service_account_key),
        Type::resource("google_iam_workload_identity_pool", Kind::Identity, workload_identity_pool),
        Type::resource(
            "google_iam_workload_identity_pool_provider",
            Kind::Identity,
            workload_identity_provider,
        ),
        Type::resource("google_project_iam_custom_role", Kind::Role, custom_role),
        Type::resource("google_organization_iam_custom_role", Kind::Role, custom_role),
        Type::resource("google_project", Kind::Account, project),
        Type::resource("google_project_iam_audit_config", Kind::AuditTrail, super::logging::audit_config)
            .with_links(&[on(&["project"], PROJECT, &["project_id"], audit_config)]),
    ];

fn role(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedRole, from.presence("role"));
}

fn member(from: &Reader<'_>, to: &mut Resource) {
    role(from, to);
    to.set(Key::GrantedTo, from.name("member"));
}

fn binding(from: &Reader<'_>, to: &mut Resource) {
    role(from, to);
    to.set(Key::GrantedTo, from.names("members"));
}

fn project_member(from: &Reader<'_>, to: &mut Resource) {
    member(from, to);
    duties(from, to);
}

fn project_binding(from: &Reader<'_>, to: &mut Resource) {
    binding(from, to);
    duties(from, to);
}

/// The duties that have to be kept apart from their counterparts.
fn duties(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedOn, from.presence("project"));
    let here = |key| (key, Setting::Known { datum: true.into(), at: from.place(), sensitive: false });
    let duty = match from.node("role").and_then(Node::as_text).as_deref() {
        Some("roles/cloudkms.admin") => here(Key::AdministersKeys),
        Some("roles/iam.serviceAccountAdmin") => here(Key::AdministersAccounts),
        _ => return,
    };
    to.set(duty.0, duty.1);
}

/// A whole policy: the members and roles of all of its bindings.
fn policy(from: &Reader<'_>, to: &mut Resource) {
    let (roles, members) = policy_parts(from);
    to.set(Key::GrantedRoles, roles);
    to.set(Key::GrantedTo, members);
}

/// A policy written out in blocks, to be set on something.
fn policy_document(from: &Reader<'_>, to: &mut Resource) {
    let bindings = from.blocks("binding");
    let (mut roles, mut members) = (Vec::new(), Vec::new());
    for binding in &bindings.known {
        extend(&mut roles, &binding.name("role"));
        extend(&mut members, &binding.names("members"));
    }
    if let Some((unknown, _)) = bindings.unknown {
        members.push(Maybe::Unknown(Arc::new(unknown.why.clone())));
    }
    let known = |items: Vec<_>| Setting::Known {
        datum: Datum::List(items.into()),
        at: from.place(),
        sensitive: false,
    };
    to.set(Key::GrantedRoles, known(roles));
    to.set(Key::GrantedTo, known(members));
}

/// The roles and the members of the policy document in `policy_data`.
fn policy_parts(from: &Reader<'_>) -> (Setting, Setting) {
    let at = from
        .node("policy_data")
        .map_or(from.place(), |n| crate::resource::At { origin: n.origin, site: n.site });
    let document = match from.document("policy_data") {
        Document::Known(document) => document,
        Document::Absent => {
            let none = || Setting::Default(Datum::List(Arc::new([])));
            return (none(), none());
        }
        Document::Unknown(why, at) => {
            let unknown = || Setting::Unknown { why: why.clone(), at };
            return (unknown(), unknown());
        }
    };
    let bindings =
        document.as_object().and_then(|d| d.get("bindings")).and_then(Node::items).unwrap_or_default();
    let (mut roles, mut members) = (Vec::new(), Vec::new());
    for binding in bindings {
        let Some(object) = binding.as_object() else {
            members.push(crate::dialect::reader::maybe_text(binding));
            continue;
        };
        let binding = from.inside(object, binding);
        extend(&mut roles, &binding.name("role"));
        extend(&mut members, &binding.names("members"));
    }
    let known = |items: Vec<_>| Setting::Known { datum: Datum::List(items.into()), at, sensitive: false };
    (known(roles), known(members))
}

fn extend(list: &mut Vec<Maybe<Arc<str>>>, setting: &Setting) {
    match setting {
        Setting::Known { datum: Datum::List(items), .. } => list.extend(items.iter().cloned()),
        Setting::Unknown { why, .. } => list.push(Maybe::Unknown(why.clone())),
        _ => {}
    }
}

/// Adds the members of a companion to those the target already has.
fn grant(to: &mut Resource, members: &Setting) {
    let mut all = Vec::new();
    let at = members.at();
    for setting in to.take(Key::GrantedTo).iter().chain([members]) {
        extend(&mut all, setting);
    }
    to.set(Key::GrantedTo, Setting::Known { datum: Datum::List(all.into()), at, sensitive: false });
}

fn member_on(from: &Reader<'_>, to: &mut Resource) {
    grant(to, &from.name("member"));
}

fn binding_on(from: &Reader<'_>, to: &mut Resource) {
    grant(to, &from.names("members"));
}

fn policy_on(from: &Reader<'_>, to: &mut Resource) {
    grant(to, &policy_parts(from).1);
}

fn custom_role(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RolePermissions, from.names("permissions"));
}

fn service_account(_: &Reader<'_>, _: &mut Resource) {}

fn service_account_key(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::LongLivedCredential,
        Setting::Known { datum: true.into(), at: from.place(), sensitive: false },
    );
    to.set(Key::UploadedKey, from.presence("public_key_data"));
}

fn workload_identity_pool(_: &Reader<'_>, _: &mut Resource) {}

fn workload_identity_provider(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::TrustCondition, from.presence("attribute_condition"));
    // providers of AWS accounts and SAML have no issuer
    let issuer = ["oidc.issuer_uri", "issuer_uri"].into_iter().find(|path| from.has(path));
    let Some(issuer) = issuer else { return };
    to.set(Key::FederatedIssuer, from.text(issuer, Datum::Absent));
    let mapped = from
        .node("attribute_mapping")
        .and_then(Node::as_object)
        .is_some_and(|m| m.contains_key("google.subject"));
    to.set(
        Key::FederatedSubject,
        from.text("attribute_condition", Datum::Absent).map(|condition| match &condition {
            Datum::Text(condition) if mapped => {
                asserted_subject(condition).map_or(Datum::Absent, Datum::from)
            }
            _ => Datum::Absent,
        }),
    );
}

/// The text that a condition compares the token's subject with: `assertion.sub == "repo:org/app:ref:…"`.
fn asserted_subject(condition: &str) -> Option<&str> {
    condition.match_indices("assertion.sub").find_map(|(at, name)| {
        let rest = condition.get(at + name.len()..)?.trim_start().strip_prefix("==")?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        rest.get(1..)?.split(quote).next()
    })
}

fn project(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ProjectId, from.text("project_id", Datum::Absent));
    if from.in_code() {
        to.set(Key::DefaultNetwork, from.bool("auto_create_network", true));
    }
    to.set(Key::AuditLogging, from.without("google_project_iam_audit_config", false));
}

/// Data access logs for every service and without exempted people.
fn audit_config(from: &Reader<'_>, to: &mut Resource) {
    let every_service = from.says("service", &["allServices"], false);
    let exempted = from.blocks("audit_log_config").known.iter().any(|log| {
        log.node("exempted_members").is_some_and(|n| n.items().is_none_or(|items| !items.is_empty()))
    });
    let before = to.get(Key::AuditLogging).and_then(Setting::datum).cloned();
    if before != Some(Datum::Bool(true)) {
        to.set(
            Key::AuditLogging,
            every_service.map(|yes| Datum::Bool(yes == Datum::Bool(true) && !exempted)),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::asserted_subject;

    #[test]
    fn the_subject_of_a_condition() {
        assert_eq!(asserted_subject("assertion.sub == 'repo:a/b'"), Some("repo:a/b"));
        assert_eq!(asserted_subject("assertion.aud == 'x' && assertion.sub==\"repo:a/b\""), Some("repo:a/b"));
        assert_eq!(asserted_subject("assertion.sub.startsWith('repo:a/b')"), None);
    }
}
