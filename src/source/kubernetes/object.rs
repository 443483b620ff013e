//! One object of Kubernetes as a native resource.

use std::sync::Arc;

use crate::native::{
    Lifecycle, Mode, NativeResource, Node, Object, Provider, ProviderConfig, Silence, Span, Value,
};
use crate::table::HashMap;

/// Kinds that the dialect knows, with the type it calls them, the groups of their API, and whether they live in a
/// namespace.
#[rustfmt::skip]
const KINDS: &[(&str, &str, &[&str], bool)] = &[
    ("Pod", "kubernetes_pod", &[""], true),
    ("PodTemplate", "kubernetes_pod_template", &[""], true),
    ("Deployment", "kubernetes_deployment", &["apps", "extensions"], true),
    ("DeploymentConfig", "kubernetes_deployment_config", &["apps.openshift.io", ""], true),
    ("StatefulSet", "kubernetes_stateful_set", &["apps"], true),
    ("DaemonSet", "kubernetes_daemonset", &["apps", "extensions"], true),
    ("ReplicaSet", "kubernetes_replica_set", &["apps", "extensions"], true),
    ("ReplicationController", "kubernetes_replication_controller", &[""], true),
    ("Job", "kubernetes_job", &["batch"], true),
    ("CronJob", "kubernetes_cron_job", &["batch"], true),
    ("ServiceAccount", "kubernetes_service_account", &[""], true),
    ("Role", "kubernetes_role", &["rbac.authorization.k8s.io"], true),
    ("ClusterRole", "kubernetes_cluster_role", &["rbac.authorization.k8s.io"], false),
    ("RoleBinding", "kubernetes_role_binding", &["rbac.authorization.k8s.io"], true),
    ("ClusterRoleBinding", "kubernetes_cluster_role_binding", &["rbac.authorization.k8s.io"], false),
    ("NetworkPolicy", "kubernetes_network_policy", &["networking.k8s.io", "extensions"], true),
    ("Namespace", "kubernetes_namespace", &[""], false),
    ("Service", "kubernetes_service", &[""], true),
    ("Ingress", "kubernetes_ingress", &["networking.k8s.io", "extensions"], true),
    ("Secret", "kubernetes_secret", &[""], true),
    ("ConfigMap", "kubernetes_config_map", &[""], true),
    ("PodSecurityPolicy", "kubernetes_pod_security_policy", &["policy", "extensions"], false),
    ("PodDisruptionBudget", "kubernetes_pod_disruption_budget", &["policy"], true),
    ("HorizontalPodAutoscaler", "kubernetes_horizontal_pod_autoscaler", &["autoscaling"], true),
    ("LimitRange", "kubernetes_limit_range", &[""], true),
    ("ResourceQuota", "kubernetes_resource_quota", &[""], true),
    ("PersistentVolume", "kubernetes_persistent_volume", &[""], false),
    ("PersistentVolumeClaim", "kubernetes_persistent_volume_claim", &[""], true),
    ("StorageClass", "kubernetes_storage_class", &["storage.k8s.io"], false),
    ("ValidatingWebhookConfiguration", "kubernetes_validating_webhook_configuration", &["admissionregistration.k8s.io"], false),
    ("MutatingWebhookConfiguration", "kubernetes_mutating_webhook_configuration", &["admissionregistration.k8s.io"], false),
    ("EncryptionConfiguration", "kubernetes_encryption_configuration", &["apiserver.config.k8s.io", ""], false),
    ("EncryptionConfig", "kubernetes_encryption_configuration", &["", "apiserver.config.k8s.io"], false),
    ("Policy", "kubernetes_audit_policy", &["audit.k8s.io"], false),
    ("AdmissionConfiguration", "kubernetes_admission_configuration", &["apiserver.config.k8s.io", "apiserver.k8s.io"], false),
    ("KubeletConfiguration", "kubernetes_kubelet_configuration", &["kubelet.config.k8s.io"], false),
];

/// Kinds of a cluster as a whole that no dialect reads, so that their address has no namespace.
const CLUSTER_WIDE: &[&str] = &[
    "APIService",
    "CSIDriver",
    "ClusterIssuer",
    "ClusterPolicy",
    "CustomResourceDefinition",
    "IngressClass",
    "Node",
    "PriorityClass",
    "RuntimeClass",
    "ValidatingAdmissionPolicy",
    "VolumeSnapshotClass",
];

/// Lists within lists.
const LIST_DEPTH: usize = 8;

/// Objects of one root, with addresses that are unique in it.
pub(super) struct Objects {
    root: Arc<str>,
    natives: Vec<NativeResource>,
    seen: HashMap<Arc<str>, usize>,
    provider_config: Arc<ProviderConfig>,
}

impl Objects {
    pub(super) fn new(root: &Arc<str>) -> Self {
        Self {
            root: root.clone(),
            natives: Vec::new(),
            seen: HashMap::default(),
            provider_config: Arc::default(),
        }
    }

    pub(super) fn into_natives(self) -> Vec<NativeResource> {
        self.natives
    }

    /// Adds the object that a document is, or each one of a list. Anything else is no object of Kubernetes.
    pub(super) fn add(&mut self, document: &Node) {
        self.add_within(document, Silence::Default, LIST_DEPTH);
    }

    /// Adds an object of which only a part is known.
    pub(super) fn add_partly(&mut self, document: &Node) {
        self.add_within(document, Silence::NotCollected, LIST_DEPTH);
    }

    fn add_within(&mut self, node: &Node, silence: Silence, depth: usize) {
        if let Some(items) = node.items() {
            if depth > 0 {
                for item in items {
                    self.add_within(item, silence, depth - 1);
                }
            }
            return;
        }
        let Some(body) = node.as_object() else { return };
        let (Some(kind), Some(version)) = (text(body, "kind"), text(body, "apiVersion")) else { return };
        if kind.ends_with("List")
            && let Some(items) = body.get("items").and_then(Node::items)
        {
            if depth > 0 {
                for item in items {
                    self.add_within(item, silence, depth - 1);
                }
            }
            return;
        }
        let Some(span) = node.origin.or(node.site) else { return };
        self.natives.push(self.native(body, &kind, &version, span, silence));
        if let Some(native) = self.natives.last_mut() {
            let count = self.seen.entry(native.address.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                native.address = format!("{}#{count}", native.address).into();
            }
        }
    }

    fn native(
        &self,
        body: &Object,
        kind: &str,
        version: &str,
        span: Span,
        silence: Silence,
    ) -> NativeResource {
        let vendor_type: Arc<str> = format!("{version}/{kind}").into();
        let group = version.split_once('/').map_or("", |(group, _)| group);
        let known = KINDS.iter().find(|(k, _, groups, _)| *k == kind && groups.contains(&group));
        let name = name(body);
        let namespaced = known.map_or(!CLUSTER_WIDE.contains(&kind), |(.., namespaced)| *namespaced);
        let address: Arc<str> = if namespaced {
            format!("{kind}/{}/{name}", namespace(body)).into()
        } else {
            format!("{kind}/{name}").into()
        };
        NativeResource {
            address,
            module: Arc::default(),
            mode: Mode::Managed,
            provider: Provider::Kubernetes,
            native_type: known.map_or_else(|| vendor_type.clone(), |(_, native, ..)| (*native).into()),
            vendor_type: Some(vendor_type),
            silence,
            name,
            root: self.root.clone(),
            body: body.clone(),
            span,
            calls: Arc::new([]),
            provider_config: self.provider_config.clone(),
            lifecycle: Lifecycle::default(),
            existence: None,
        }
    }
}

fn text(object: &Object, name: &str) -> Option<Arc<str>> {
    match &object.get(name)?.value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}

fn metadata(body: &Object) -> Option<&Object> {
    body.get("metadata")?.as_object()
}

/// The name of an object, or what its generated name begins with.
pub(super) fn name(body: &Object) -> Arc<str> {
    let metadata = metadata(body);
    let named = |key: &str| metadata.and_then(|m| m.get(key)?.as_text()).filter(|t| !t.is_empty());
    named("name")
        .or_else(|| named("generateName").map(|prefix| format!("{prefix}*").into()))
        .unwrap_or_else(|| "unnamed".into())
}

/// The namespace that an object is applied to.
pub(super) fn namespace(body: &Object) -> Arc<str> {
    metadata(body)
        .and_then(|m| m.get("namespace")?.as_text())
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| "default".into())
}
/// Whether objects of a kind live in no namespace.
pub(super) fn is_cluster_wide(kind: &str) -> bool {
    KINDS.iter().any(|(k, .., namespaced)| *k == kind && !namespaced) || CLUSTER_WIDE.contains(&kind)
}
