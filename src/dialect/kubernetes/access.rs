//! Who may do what: service accounts, roles and their bindings.

use std::sync::Arc;

use super::pod::any;
use super::{namespaced, placed, types};
use crate::dialect::{Reader, Type};
use crate::native::Node;
use crate::resource::{Condition, Datum, Key, Kind, Maybe, Resource, Setting, Statement};

pub(super) static TYPES: &[Type] = types! {
    "kubernetes_service_account" "kubernetes_service_account_v1" Kind::Identity, service_account;
    "kubernetes_role" "kubernetes_role_v1" Kind::Role, role;
    "kubernetes_cluster_role" "kubernetes_cluster_role_v1" Kind::Role, cluster_role;
    "kubernetes_role_binding" "kubernetes_role_binding_v1" Kind::RoleBinding, role_binding;
    "kubernetes_cluster_role_binding" "kubernetes_cluster_role_binding_v1" Kind::RoleBinding, binding;
};

fn service_account(from: &Reader<'_>, to: &mut Resource) {
    namespaced(from, to);
    if &*to.name == "default" {
        // Kubernetes makes this one itself, so that it counts in no namespace
        to.take(Key::InDefaultNamespace);
        to.set(Key::DefaultAccountToken, placed(from.bool("automountServiceAccountToken", true), from));
    }
    to.set(Key::TokenMounted, from.bool("automountServiceAccountToken", true));
}

fn role(from: &Reader<'_>, to: &mut Resource) {
    namespaced(from, to);
    cluster_role(from, to);
}

fn cluster_role(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ClusterRules, rules(from));
}

/// The rules as statements: verbs are actions, resources carry their group (`pods.`, `roles.rbac.authorization.k8s.io`),
/// and names of single objects are a condition.
fn rules(from: &Reader<'_>) -> Setting {
    let blocks = from.blocks("rules");
    let aggregated = from.has("aggregationRule");
    let mut statements: Vec<Statement> = blocks.known.iter().map(statement).collect();
    if let Some((unknown, at)) = blocks.unknown {
        let why = Arc::new(unknown.why.clone());
        if statements.is_empty() {
            return Setting::Unknown { why, at };
        }
        statements.push(Statement {
            allow: Maybe::Known(true),
            principals: Maybe::Known(Arc::new([])),
            principals_excluded: false,
            actions: Arc::new([Maybe::Unknown(why.clone())]),
            actions_excluded: false,
            resources: Arc::new([Maybe::Unknown(why)]),
            resources_excluded: false,
            conditions: Maybe::Known(Arc::new([])),
            at,
        });
    }
    match blocks.first() {
        None if !aggregated => Setting::Default(Datum::from(statements)),
        None => Setting::Known { datum: Datum::from(statements), at: from.place(), sensitive: false },
        Some(first) => Setting::Known { datum: Datum::from(statements), at: first.place(), sensitive: false },
    }
}

fn statement(rule: &Reader<'_>) -> Statement {
    let texts = |path: &str| -> Vec<Maybe<Arc<str>>> {
        match rule.list(path, Datum::List(Arc::new([]))) {
            Setting::Known { datum: Datum::List(items), .. } | Setting::Default(Datum::List(items)) => {
                items.to_vec()
            }
            Setting::Unknown { why, .. } => vec![Maybe::Unknown(why)],
            _ => Vec::new(),
        }
    };
    let groups = texts("apiGroups");
    let mut resources = Vec::new();
    for resource in texts("resources") {
        if groups.is_empty() {
            // a rule without groups is refused by the server, but its intent is plain
            resources.push(with_group(&resource, &Maybe::Known("".into())));
        }
        resources.extend(groups.iter().map(|group| with_group(&resource, group)));
    }
    let names = texts("resourceNames");
    let conditions: Vec<Condition> = if names.is_empty() {
        Vec::new()
    } else {
        vec![Condition { operator: "Equals".into(), key: "resourceNames".into(), values: names.into() }]
    };
    Statement {
        allow: Maybe::Known(true),
        principals: Maybe::Known(Arc::new([])),
        principals_excluded: false,
        actions: texts("verbs").into(),
        actions_excluded: false,
        resources: resources.into(),
        resources_excluded: false,
        conditions: Maybe::Known(conditions.into()),
        at: rule.place(),
    }
}

fn with_group(resource: &Maybe<Arc<str>>, group: &Maybe<Arc<str>>) -> Maybe<Arc<str>> {
    match (resource, group) {
        (Maybe::Known(resource), Maybe::Known(group)) => Maybe::Known(format!("{resource}.{group}").into()),
        (Maybe::Unknown(why), _) | (_, Maybe::Unknown(why)) => Maybe::Unknown(why.clone()),
    }
}

fn role_binding(from: &Reader<'_>, to: &mut Resource) {
    namespaced(from, to);
    binding(from, to);
}

fn binding(from: &Reader<'_>, to: &mut Resource) {
    let kind = from.node("roleRef.kind").and_then(Node::as_text).unwrap_or_default();
    to.set(
        Key::RoleReference,
        from.text("roleRef.name", Datum::Absent).map(|d| match d {
            Datum::Text(name) => Datum::from(format!("{kind}/{name}").as_str()),
            other => other,
        }),
    );
    let subjects = from.blocks("subjects");
    to.set(
        Key::DefaultSubject,
        any(&subjects, |s| {
            s.says("kind", &["ServiceAccount"], false).and(|| s.says("name", &["default"], false))
        }),
    );
    to.set(
        Key::AnonymousSubject,
        any(&subjects, |s| {
            s.says("name", &["system:anonymous", "system:unauthenticated", "system:authenticated"], false)
                .and(|| s.says("kind", &["ServiceAccount"], false).negate())
        }),
    );
    let listed = super::super::combine::collected(from, "subjects", |s| {
        let kind = s.node("kind").and_then(Node::as_text).unwrap_or_default();
        let namespace = s.node("namespace").and_then(Node::as_text).unwrap_or_default();
        s.text("name", "").map(|d| match d {
            Datum::Text(name) => Datum::from(format!("{kind}:{namespace}/{name}").as_str()),
            other => other,
        })
    });
    to.set(Key::Subjects, listed);
}
