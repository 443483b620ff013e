//! Terraform's `kubernetes_*` resources in Kubernetes' own form: the provider writes the same members in snake case and
//! names repeated blocks in the singular.

use std::sync::Arc;

use super::TYPES;
use crate::native::{Mode, NativeResource, Node, Object, Provider, Value};

/// Members whose name in Kubernetes is not the camel case of Terraform's.
const NAMES: &[(&str, &str)] = &[
    ("cluster_ip", "clusterIP"),
    ("container", "containers"),
    ("external_ips", "externalIPs"),
    ("host_ipc", "hostIPC"),
    ("host_pid", "hostPID"),
    ("init_container", "initContainers"),
    ("port", "ports"),
    ("range", "ranges"),
    ("rule", "rules"),
    ("run_as_username", "runAsUserName"),
    ("subject", "subjects"),
    ("sysctl", "sysctls"),
    ("toleration", "tolerations"),
    ("topology_spread_constraint", "topologySpreadConstraints"),
    ("volume", "volumes"),
    ("volume_mount", "volumeMounts"),
    ("webhook", "webhooks"),
];

/// Members whose own members are names that people choose.
const MAPS: &[&str] = &[
    "annotations",
    "binary_data",
    "data",
    "labels",
    "limits",
    "match_labels",
    "node_selector",
    "parameters",
    "requests",
    "string_data",
];

/// Levels of members that are renamed.
const DEPTH: usize = 32;

/// Whether a resource is Terraform's and has a form in Kubernetes.
pub(in crate::dialect) fn is_terraform(native: &NativeResource) -> bool {
    native.provider == Provider::Kubernetes
        && native.vendor_type.is_none()
        && native.mode == Mode::Managed
        && versioned(&native.native_type).is_some()
}

/// The same resource as Kubernetes writes it.
pub(in crate::dialect) fn reshape(native: &NativeResource) -> NativeResource {
    let mut made = native.clone();
    if let Some(versioned) = versioned(&native.native_type) {
        made.native_type = versioned.into();
        made.vendor_type = Some(native.native_type.clone());
    }
    let in_service = native.native_type.starts_with("kubernetes_service");
    made.body = object(&native.body, in_service, DEPTH);
    let name = made
        .body
        .get("metadata")
        .and_then(|m| m.as_object().or_else(|| m.items()?.first()?.as_object()))
        .and_then(|m| m.get("name")?.as_text());
    if let Some(name) = name {
        made.name = name;
    }
    made
}

/// The versioned type that a spelling of Terraform's means.
fn versioned(native_type: &str) -> Option<&'static str> {
    let plain = without_version(native_type);
    let mut pairs = TYPES.iter().flat_map(|types| types.chunks_exact(2));
    pairs.find_map(|pair| match pair {
        [manifest, terraform] if native_type.starts_with("kubernetes_") => (manifest.native == plain
            || without_version(terraform.native) == plain)
            .then_some(terraform.native),
        _ => None,
    })
}

/// A type without its `_v1` or `_v2beta2`.
fn without_version(native_type: &str) -> &str {
    match native_type.rsplit_once("_v") {
        Some((plain, version)) if version.starts_with(|c: char| c.is_ascii_digit()) => plain,
        _ => native_type,
    }
}

fn object(members: &Object, in_service: bool, depth: usize) -> Object {
    members
        .iter()
        .map(|(name, node)| {
            // the selector of a service is a map, that of other things is not
            let is_map = MAPS.contains(&&**name) || (in_service && &**name == "selector");
            let node = if is_map || depth == 0 { node.clone() } else { renamed(node, in_service, depth - 1) };
            (camel(name), node)
        })
        .collect()
}

fn renamed(node: &Node, in_service: bool, depth: usize) -> Node {
    let list =
        |items: &[Node]| Arc::new(items.iter().map(|n| renamed(n, in_service, depth)).collect::<Vec<_>>());
    let value = match &node.value {
        Value::Object(members) => Value::Object(Arc::new(object(members, in_service, depth))),
        Value::List(items) => Value::List(list(items)),
        Value::Set(items) => Value::Set(list(items)),
        other => other.clone(),
    };
    Node { value, ..node.clone() }
}

fn camel(name: &Arc<str>) -> Arc<str> {
    if let Some((_, own)) = NAMES.iter().find(|(terraform, _)| *terraform == &**name) {
        return (*own).into();
    }
    if !name.contains('_') {
        return name.clone();
    }
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_terraform_means_one_type() {
        assert_eq!(versioned("kubernetes_deployment"), Some("kubernetes_deployment_v1"));
        assert_eq!(versioned("kubernetes_deployment_v1"), Some("kubernetes_deployment_v1"));
        assert_eq!(versioned("kubernetes_daemonset"), Some("kubernetes_daemon_set_v1"));
        assert_eq!(versioned("kubernetes_daemon_set_v1"), Some("kubernetes_daemon_set_v1"));
        assert_eq!(versioned("kubernetes_cron_job_v1beta1"), Some("kubernetes_cron_job_v1"));
        assert_eq!(
            versioned("kubernetes_pod_security_policy"),
            Some("kubernetes_pod_security_policy_v1beta1")
        );
        assert_eq!(versioned("kubernetes_token_request"), None);
        assert_eq!(versioned("helm_values"), None);
    }

    #[test]
    fn members_are_named_as_kubernetes_does() {
        for (terraform, own) in [
            ("host_pid", "hostPID"),
            ("run_as_non_root", "runAsNonRoot"),
            ("automount_service_account_token", "automountServiceAccountToken"),
            ("init_container", "initContainers"),
            ("spec", "spec"),
        ] {
            assert_eq!(&*camel(&terraform.into()), own);
        }
    }
}
