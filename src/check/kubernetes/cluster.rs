//! Namespaces and the configuration of the cluster itself.

use super::of;
use crate::check::{Alias, Check, Edit, Member, Remedy, Severity};
use crate::resource::{Key, Kind};

const NAMESPACES: &[&str] = &["kubernetes_namespace", "kubernetes_namespace_v1"];
const ENCRYPTION: &[&str] = &["kubernetes_encryption_configuration"];
const AUDIT: &[&str] = &["kubernetes_audit_policy"];
const ADMISSION: &[&str] = &["kubernetes_admission_configuration"];
const WEBHOOKS: &[&str] = &[
    "kubernetes_validating_webhook_configuration",
    "kubernetes_mutating_webhook_configuration",
    "kubernetes_validating_webhook_configuration_v1",
    "kubernetes_mutating_webhook_configuration_v1",
];
const CLASSES: &[&str] = &["kubernetes_storage_class", "kubernetes_storage_class_v1"];
const VOLUMES: &[&str] = &["kubernetes_persistent_volume", "kubernetes_persistent_volume_v1"];

pub(super) static CHECKS: &[Check] = &[
    of(Kind::Namespace, "namespace-pod-security", "workload-hardening", "Namespace enforces a Pod Security level", &[Key::PodSecurityLevel], |s| {
        s.one_of(Key::PodSecurityLevel, &["baseline", "restricted"])
    })
    .severity(Severity::High)
    .why(
        "Without an enforced level anybody who may create a pod can ask for a privileged one, and with it for the node \
         and its data.",
    )
    .fix(&[Remedy::edit(
        NAMESPACES,
        "Label the namespace with `pod-security.kubernetes.io/enforce: restricted`, or at least `baseline`.",
        &[],
    )
    .command("kubectl label namespace {name} pod-security.kubernetes.io/enforce=restricted")
    .risk("Pods that break the level are refused; try it with the label `warn` first.").change(&[Edit::Member(Member::object("metadata.labels.\"pod-security.kubernetes.io/enforce\"", "\"restricted\""))])]),
    of(Kind::ClusterSetting, "cluster-encryption-provider", "encryption-at-rest", "Secrets are encrypted before they are stored", &[Key::EncryptedAtRest], |s| {
        s.is(Key::EncryptedAtRest)
    })
    .severity(Severity::High)
    .only(ENCRYPTION)
    .why(
        "The first provider of a rule is the one that writes. Where it is `identity`, or no rule is for secrets, they lie \
         in etcd and its backups for anybody to read.",
    )
    .fix(&[Remedy::edit(ENCRYPTION, "Put `kms`, or at least `secretbox` or `aescbc`, before `identity` in the rule for secrets.", &[])
        .command("kubectl get secrets --all-namespaces -o json | kubectl replace -f -")
        .risk("Secrets that exist have to be written again.")]),
    of(Kind::ClusterSetting, "cluster-encryption-key", "key-separation", "The key of stored secrets is kept outside the cluster", &[Key::CustomerKey], |s| {
        s.is(Key::CustomerKey)
    })
    .only(ENCRYPTION)
    .why(
        "A key in a file beside the API server is lost with the node. A key service keeps it apart, turns it and records \
         its use.",
    )
    .fix(&[Remedy::edit(ENCRYPTION, "Use a `kms` provider of version v2.", &[])]),
    of(Kind::ClusterSetting, "cluster-audit-policy", "control-plane-audit", "Every request to the API server is recorded", &[Key::AuditCatchAll], |s| {
        s.is(Key::AuditCatchAll)
    })
    .severity(Severity::High)
    .why(
        "The first rule that fits a request decides, and what no rule fits is not recorded. A last rule for everything \
         closes the gap.",
    )
    .fix(&[Remedy::edit(AUDIT, "End the rules with `- level: Metadata`.", &[]).risk("The log grows.")]),
    of(Kind::ClusterSetting, "cluster-audit-secrets", "no-embedded-secrets", "The audit log holds no secrets", &[Key::AuditSecretBodies], |s| {
        s.is_not(Key::AuditSecretBodies)
    })
    .severity(Severity::High)
    .why(
        "At the levels Request and RequestResponse the log holds the contents of secrets in the clear, for everybody who \
         may read logs.",
    )
    .fix(&[Remedy::edit(AUDIT, "Record `secrets` at the level Metadata, in a rule before the wider ones.", &[])]),
    of(Kind::ClusterSetting, "cluster-event-rate-limit", "resource-limits", "Events are limited in rate", &[Key::EventRateLimit], |s| {
        s.is(Key::EventRateLimit)
    })
    .severity(Severity::Low)
    .why("A workload that floods the API server with events takes it away from everybody else.")
    .also(&[Alias::checkov("CKV_K8S_78", ADMISSION)])
    .fix(&[Remedy::edit(ADMISSION, "Add the plugin EventRateLimit with its configuration.", &[])]),
    of(Kind::ClusterSetting, "webhook-failure-policy", "workload-hardening", "Admission webhooks refuse when they cannot answer", &[Key::FailurePolicy], |s| {
        s.is_not(Key::FailurePolicy)
    })
    .why(
        "With `failurePolicy: Ignore` everything is admitted while the webhook is away, and it is easy to take away.",
    )
    .fix(&[Remedy::edit(WEBHOOKS, "Set `failurePolicy: Fail`.", &[]).risk("Nothing is admitted while the webhook is away.").change(&[Edit::Member(Member::object("webhooks[*].failurePolicy", "\"Fail\"").reading(&["Ignore"]))])]),
    of(Kind::ClusterSetting, "storage-class-encryption", "encryption-at-rest", "Volumes of the storage class are encrypted", &[Key::EncryptedAtRest], |s| {
        s.is(Key::EncryptedAtRest)
    })
    .severity(Severity::High)
    .only(CLASSES)
    .why(
        "Volumes that applications claim hold their databases. The class decides for all of them whether what is \
         written is encrypted.",
    )
    .fix(&[Remedy::edit(CLASSES, "Set the parameter `encrypted: \"true\"` and name a key in `kmsKeyId`.", &[])
        .risk("Volumes that exist stay as they are; the class is made anew.").change(&[Edit::Member(Member::object("parameters.encrypted", "\"true\""))])]),
    of(Kind::BlockVolume, "persistent-volume-host-path", "workload-hardening", "Persistent volume is no path of a host", &[Key::HostPath], |s| {
        s.is_not(Key::HostPath)
    })
    .only(VOLUMES)
    .why(
        "A volume that is a path of a node is bound to it, neither encrypted nor backed up by the platform, and open to \
         whoever is on the node.",
    )
    .fix(&[Remedy::edit(VOLUMES, "Use a volume of a storage driver.", &[]).risk("Data has to be moved.")]),
];
