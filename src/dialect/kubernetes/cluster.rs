//! Namespaces, policies on pods, and configuration of the cluster itself.

use std::sync::Arc;

use super::pod::any;
use super::{entry, flags, namespaced, placed, types};
use crate::dialect::{Reader, Type};
use crate::native::{Node, Value};
use crate::resource::{At, Datum, Key, Kind, Maybe, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = types! {
    "kubernetes_namespace" "kubernetes_namespace_v1" Kind::Namespace, namespace;
    "kubernetes_secret" "kubernetes_secret_v1" Kind::Secret, namespaced;
    "kubernetes_config_map" "kubernetes_config_map_v1" Kind::Parameter, namespaced;
    "kubernetes_pod_security_policy" "kubernetes_pod_security_policy_v1beta1" Kind::PodPolicy, pod_policy;
    "kubernetes_pod_disruption_budget" "kubernetes_pod_disruption_budget_v1" Kind::ClusterSetting, disruption_budget;
    "kubernetes_horizontal_pod_autoscaler" "kubernetes_horizontal_pod_autoscaler_v2" Kind::ClusterSetting, autoscaler;
    "kubernetes_limit_range" "kubernetes_limit_range_v1" Kind::ClusterSetting, nothing;
    "kubernetes_resource_quota" "kubernetes_resource_quota_v1" Kind::ClusterSetting, nothing;
    "kubernetes_persistent_volume" "kubernetes_persistent_volume_v1" Kind::BlockVolume, volume;
    "kubernetes_persistent_volume_claim" "kubernetes_persistent_volume_claim_v1" Kind::ClusterSetting, nothing;
    "kubernetes_storage_class" "kubernetes_storage_class_v1" Kind::ClusterSetting, storage_class;
    "kubernetes_validating_webhook_configuration" "kubernetes_validating_webhook_configuration_v1"
        Kind::ClusterSetting, webhooks;
    "kubernetes_mutating_webhook_configuration" "kubernetes_mutating_webhook_configuration_v1"
        Kind::ClusterSetting, webhooks;
    "kubernetes_encryption_configuration" "kubernetes_encryption_configuration_v1" Kind::ClusterSetting, encryption;
    "kubernetes_audit_policy" "kubernetes_audit_policy_v1" Kind::ClusterSetting, audit;
    "kubernetes_admission_configuration" "kubernetes_admission_configuration_v1" Kind::ClusterSetting, admission;
    "kubernetes_kubelet_configuration" "kubernetes_kubelet_configuration_v1beta1"
        Kind::ClusterSetting, kubelet;
    "helm_values" "helm_values_v1" Kind::Parameter, nothing;
};

/// Understood, and judged only by what every resource is judged by.
fn nothing(_: &Reader<'_>, _: &mut Resource) {}

fn namespace(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Namespace, Setting::known(&*to.name.clone()));
    let metadata = from.blocks("metadata").first();
    let level = metadata.as_ref().map(|m| m.blocks("labels")).and_then(|labels| {
        if let Some((unknown, at)) = labels.unknown {
            return Some(Setting::Unknown { why: Arc::new(unknown.why.clone()), at });
        }
        let node = labels.first()?.object().get("pod-security.kubernetes.io/enforce")?;
        let at = At { origin: node.origin, site: node.site };
        Some(match (&node.value, node.as_text()) {
            (Value::Unknown(u), _) => Setting::Unknown { why: Arc::new(u.why.clone()), at },
            (_, Some(text)) => Setting::Known { datum: Datum::Text(text), at, sensitive: false },
            _ => Setting::Known { datum: Datum::Absent, at, sensitive: false },
        })
    });
    let place = metadata.unwrap_or(*from);
    to.set(Key::PodSecurityLevel, level.unwrap_or_else(|| placed(Setting::Default(Datum::Absent), &place)));
}

/// The policies on pods that Kubernetes knew until version 1.25.
fn pod_policy(from: &Reader<'_>, to: &mut Resource) {
    let Some(spec) = from.blocks("spec").first() else { return };
    to.set(Key::Privileged, spec.bool("privileged", false));
    to.set(Key::HostPid, spec.bool("hostPID", false));
    to.set(Key::HostIpc, spec.bool("hostIPC", false));
    to.set(Key::HostNetwork, spec.bool("hostNetwork", false));
    to.set(Key::PrivilegeEscalation, placed(spec.bool("allowPrivilegeEscalation", true), &spec));
    to.set(Key::ReadOnlyRoot, placed(spec.bool("readOnlyRootFilesystem", false), &spec));
    to.set(Key::ListedCapabilities, spec.list("allowedCapabilities", Datum::List(Arc::new([]))));
    to.set(Key::CapabilitiesDropped, placed(spec.block_filled("requiredDropCapabilities"), &spec));
    let dropped = spec.mentions("requiredDropCapabilities", &["ALL", "NET_RAW"], false);
    to.set(Key::NetRawCapability, placed(dropped.negate(), &spec));
    to.set(Key::NonRootUser, placed(refuses_root(&spec), &spec));
    let annotation = from
        .blocks("metadata")
        .first()
        .and_then(|m| entry(&m, "annotations", "seccomp.security.alpha.kubernetes.io/defaultProfileName"));
    to.set(
        Key::Seccomp,
        match annotation {
            Some(node) => Setting::concluded(
                node.as_text()
                    .is_some_and(|t| t.contains("docker/default") || t.contains("runtime/default"))
                    .into(),
                At { origin: node.origin, site: node.site },
            ),
            None => placed(Setting::Default(Datum::Bool(false)), from),
        },
    );
}

/// Whether the rule on users admits none that is root.
fn refuses_root(spec: &Reader<'_>) -> Setting {
    let rule = spec.text("runAsUser.rule", Datum::Absent);
    match rule.datum() {
        Some(Datum::Text(text)) if &**text == "MustRunAsNonRoot" => rule.map(|_| Datum::Bool(true)),
        Some(Datum::Text(text)) if &**text == "MustRunAs" => {
            let ranges = spec.blocks("runAsUser.ranges");
            if ranges.is_empty() {
                return rule.map(|_| Datum::Bool(false));
            }
            let from_root = any(&ranges, |r| {
                r.int("min", 0i64).map(|d| Datum::Bool(matches!(d, Datum::Int(n) if n < 1)))
            });
            match from_root.truth() {
                Truth::False => rule.map(|_| Datum::Bool(true)),
                _ => from_root.negate(),
            }
        }
        Some(_) => rule.map(|_| Datum::Bool(false)),
        None => rule,
    }
}

/// Whether a budget lets pods be moved, so that nodes can be updated.
fn disruption_budget(from: &Reader<'_>, to: &mut Resource) {
    let is_one_of = |path: &str, texts: &[&str]| {
        from.text(path, Datum::Absent).map(|d| match d {
            Datum::Text(t) => Datum::Bool(texts.contains(&&*t)),
            _ => Datum::Bool(false),
        })
    };
    let blocked =
        is_one_of("spec.maxUnavailable", &["0", "0%"]).or(|| is_one_of("spec.minAvailable", &["100%"]));
    to.set(Key::Disruptions, blocked.negate());
}

fn autoscaler(from: &Reader<'_>, to: &mut Resource) {
    let least = match from.blocks("spec").first() {
        Some(spec) => placed(spec.int("minReplicas", 1i64), &spec),
        None => from.int("spec.minReplicas", 1i64),
    };
    to.set(Key::Instances, least);
}

fn volume(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::HostPath, from.block("spec.hostPath"));
}

/// Whether volumes are encrypted, where the driver of the class takes a word on it.
fn storage_class(from: &Reader<'_>, to: &mut Resource) {
    let driver = from.node("provisioner").and_then(Node::as_text).unwrap_or_default();
    if matches!(&*driver, "ebs.csi.aws.com" | "kubernetes.io/aws-ebs" | "efs.csi.aws.com")
        && !driver.starts_with("efs")
    {
        let place = from.blocks("parameters").first().unwrap_or(*from);
        to.set(Key::EncryptedAtRest, placed(from.bool("parameters.encrypted", false), &place));
    }
}

/// A webhook that is passed over when it does not answer protects nothing.
fn webhooks(from: &Reader<'_>, to: &mut Resource) {
    let ignored = any(&from.blocks("webhooks"), |w| w.says("failurePolicy", &["Ignore"], false));
    to.set(Key::FailurePolicy, ignored);
}

/// Whether secrets are encrypted before they are stored: the first provider of the rule for them does it.
fn encryption(from: &Reader<'_>, to: &mut Resource) {
    let rules = from.blocks("resources");
    if let Some((unknown, at)) = rules.unknown {
        to.set(Key::EncryptedAtRest, Setting::Unknown { why: Arc::new(unknown.why.clone()), at });
        return;
    }
    let ours = rules.known.iter().find(|rule| {
        let listed = rule.list("resources", Datum::List(Arc::new([])));
        super::container::known_texts(&listed)
            .is_some_and(|names| names.iter().any(|n| matches!(&**n, "secrets" | "*.*" | "*.")))
    });
    let Some(rule) = ours else {
        to.set(Key::EncryptedAtRest, placed(Setting::Default(Datum::Bool(false)), from));
        return;
    };
    let providers = rule.blocks("providers");
    let first = providers.first();
    let name = first.as_ref().and_then(|p| p.object().keys().next().cloned()).unwrap_or_default();
    let at = first.as_ref().map_or(rule.place(), Reader::place);
    to.set(Key::EncryptedAtRest, Setting::concluded((!matches!(&*name, "identity" | "")).into(), at));
    to.set(Key::CustomerKey, Setting::concluded((&*name == "kms").into(), at));
}

/// What the API server records of requests.
fn audit(from: &Reader<'_>, to: &mut Resource) {
    let rules = from.blocks("rules");
    let unknown = rules.unknown.map(|(u, at)| Setting::Unknown { why: Arc::new(u.why.clone()), at });
    let last = rules.known.last();
    // the first rule that fits decides, so that the last has to fit everything
    let covers = last.map(|rule| {
        let narrow = ["users", "userGroups", "verbs", "resources", "namespaces", "nonResourceURLs"]
            .iter()
            .any(|path| rule.has(path));
        let level = rule.text("level", "None").map(|d| Datum::Bool(d != Datum::from("None")));
        if narrow { Setting::concluded(Truth::False, rule.place()) } else { level }
    });
    to.set(
        Key::AuditCatchAll,
        unknown.clone().or(covers).unwrap_or_else(|| placed(Setting::Default(Datum::Bool(false)), from)),
    );
    let bodies = any(&rules, |rule| {
        let full = rule.says("level", &["Request", "RequestResponse"], false);
        full.and(|| {
            let listed = rule.blocks("resources");
            if listed.is_empty() {
                return Setting::concluded(Truth::True, rule.place());
            }
            any(&listed, |group| {
                let core = group.text("group", "").map(|d| match d {
                    Datum::Text(g) => Datum::Bool(g.is_empty()),
                    _ => Datum::Bool(true),
                });
                core.and(|| {
                    group.list("resources", Datum::List(Arc::new([]))).map(|d| match d {
                        Datum::List(items) => Datum::Bool(
                            items.is_empty()
                                || items
                                    .iter()
                                    .any(|i| matches!(i, Maybe::Known(t) if matches!(&**t, "secrets" | "*"))),
                        ),
                        _ => Datum::Bool(false),
                    })
                })
            })
        })
    });
    // an earlier rule may take secrets out
    let guarded = rules.known.first().is_some_and(|rule| {
        let level = rule.node("level").and_then(Node::as_text).unwrap_or_default();
        matches!(&*level, "Metadata" | "None")
            && rule.blocks("resources").known.iter().any(|group| {
                super::container::known_texts(&group.list("resources", Datum::List(Arc::new([]))))
                    .is_some_and(|names| names.iter().any(|n| &**n == "secrets"))
            })
            && !["users", "userGroups", "namespaces", "verbs"].iter().any(|p| rule.has(p))
    });
    to.set(Key::AuditSecretBodies, if guarded { Setting::Default(Datum::Bool(false)) } else { bodies });
}

fn admission(from: &Reader<'_>, to: &mut Resource) {
    let limited = any(&from.blocks("plugins"), |p| p.says("name", &["EventRateLimit"], false));
    to.set(Key::EventRateLimit, placed(limited, from));
}

fn kubelet(from: &Reader<'_>, to: &mut Resource) {
    flags::set_configuration(from, to);
}
