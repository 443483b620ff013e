//! Workloads: whatever makes pods, with the settings of the pod and of all its containers.

use std::sync::Arc;

use super::container::{self, Containers, every, some};
use super::{entry, flags, namespaced, placed, types};
use crate::dialect::{Blocks, Reader, Type};
use crate::native::{Node, Value};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = types! {
    "kubernetes_pod" "kubernetes_pod_v1" Kind::Workload, workload;
    "kubernetes_pod_template" "kubernetes_pod_template_v1" Kind::Workload, workload;
    "kubernetes_deployment" "kubernetes_deployment_v1" Kind::Workload, workload;
    "kubernetes_deployment_config" "kubernetes_deployment_config_v1" Kind::Workload, workload;
    "kubernetes_stateful_set" "kubernetes_stateful_set_v1" Kind::Workload, workload;
    "kubernetes_daemonset" "kubernetes_daemon_set_v1" Kind::Workload, workload;
    "kubernetes_replica_set" "kubernetes_replica_set_v1" Kind::Workload, workload;
    "kubernetes_replication_controller" "kubernetes_replication_controller_v1" Kind::Workload, workload;
    "kubernetes_job" "kubernetes_job_v1" Kind::Workload, workload;
    "kubernetes_cron_job" "kubernetes_cron_job_v1" Kind::Workload, workload;
};

/// Where the pod stands in an object: its specification and what names it.
fn template(native_type: &str) -> (&'static str, &'static str) {
    match native_type.trim_end_matches("_v1") {
        "kubernetes_pod" => ("spec", "metadata"),
        "kubernetes_pod_template" => ("template.spec", "template.metadata"),
        "kubernetes_cron_job" => {
            ("spec.jobTemplate.spec.template.spec", "spec.jobTemplate.spec.template.metadata")
        }
        _ => ("spec.template.spec", "spec.template.metadata"),
    }
}

/// A pod that is being read.
pub(super) struct Pod<'a> {
    pub(super) spec: Reader<'a>,
    /// Its own metadata, or those of the object where it has none.
    pub(super) metadata: Option<Reader<'a>>,
    pub(super) main: Containers<'a>,
    pub(super) init: Containers<'a>,
    /// All that run, in any phase.
    pub(super) all: Containers<'a>,
}

fn workload(from: &Reader<'_>, to: &mut Resource) {
    namespaced(from, to);
    let native_type = &*from.native().native_type;
    let (spec, metadata) = template(native_type);
    let Some(spec) = from.blocks(spec).first() else { return };
    let metadata = from.blocks(metadata).first().or_else(|| from.blocks("metadata").first());
    let main = Containers::of(spec.blocks("containers"));
    let init = Containers::of(spec.blocks("initContainers"));
    let all = main.with(&init).with(&Containers::of(spec.blocks("ephemeralContainers")));
    let pod = Pod { spec, metadata, main, init, all };
    host(&pod, to);
    identity(&pod, to);
    operations(from, &pod, to);
    container::set(&pod, to, runs_on(native_type));
    flags::set(&pod.all, to);
}

/// Whether the workload serves until it is stopped, so that probes have a meaning.
fn runs_on(native_type: &str) -> bool {
    !matches!(native_type.trim_end_matches("_v1"), "kubernetes_job" | "kubernetes_cron_job")
}

/// What the pod takes of the machine it runs on.
fn host(pod: &Pod<'_>, to: &mut Resource) {
    let spec = &pod.spec;
    to.set(Key::HostPid, spec.bool("hostPID", false));
    to.set(Key::HostIpc, spec.bool("hostIPC", false));
    to.set(Key::HostNetwork, spec.bool("hostNetwork", false));
    to.set(Key::SharedProcesses, spec.bool("shareProcessNamespace", false));
    to.set(Key::HostAliases, spec.block("hostAliases"));
    to.set(Key::PodSecurityContext, placed(spec.block_filled("securityContext"), spec));
    to.set(
        Key::HostProcess,
        spec.bool("securityContext.windowsOptions.hostProcess", false)
            .or(|| some(&pod.all, |c| c.bool("securityContext.windowsOptions.hostProcess", false))),
    );
    to.set(Key::UnsafeSysctls, unsafe_sysctls(spec));
    let volumes = spec.blocks("volumes");
    to.set(Key::HostPath, any(&volumes, |v| host_path(v).map(|d| Datum::Bool(d != Datum::Bool(false)))));
    to.set(Key::RuntimeSocket, any(&volumes, |v| host_path(v).map(|d| is_path(&d, is_socket))));
    to.set(Key::SensitiveHostPath, any(&volumes, |v| host_path(v).map(|d| is_path(&d, is_sensitive))));
    to.set(Key::WritableHostPath, writable(pod, &volumes));
    to.set(
        Key::MountPropagation,
        some(&pod.all, |c| {
            any(&c.blocks("volumeMounts"), |m| m.says("mountPropagation", &["Bidirectional"], false))
        }),
    );
}

/// The path of the host that a volume is; a default of no where it is something else.
fn host_path(volume: &Reader<'_>) -> Setting {
    match volume.blocks("hostPath").first() {
        Some(path) => path.text("path", ""),
        None if volume.has("hostPath") => volume.text("hostPath", Datum::Absent),
        None => Setting::Default(Datum::Bool(false)),
    }
}

fn is_path(datum: &Datum, test: fn(&str) -> bool) -> Datum {
    match datum {
        Datum::Text(path) => Datum::Bool(test(path)),
        _ => Datum::Bool(false),
    }
}

/// Whether a path is the socket that a container runtime takes orders on.
fn is_socket(path: &str) -> bool {
    ["docker.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "dockershim.sock", "podman.sock"]
        .iter()
        .any(|name| path.trim_end_matches('/').ends_with(name))
}

/// Whether a path of the host belongs to the system: the root, a directory of the system, or what lies in the ones that
/// configure it or hold its devices and processes.
fn is_sensitive(path: &str) -> bool {
    const WHOLE: &[&str] =
        &["/", "/bin", "/home", "/lib", "/lib64", "/run", "/sbin", "/usr", "/var", "/var/run"];
    const WITHIN: &[&str] =
        &["/boot", "/dev", "/etc", "/proc", "/root", "/sys", "/var/lib/docker", "/var/lib/kubelet"];
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    WHOLE.contains(&path)
        || WITHIN
            .iter()
            .any(|w| path.strip_prefix(w).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// A mount of a path of the host that is not read-only.
fn writable(pod: &Pod<'_>, volumes: &Blocks<'_>) -> Setting {
    let names: Vec<Arc<str>> = volumes
        .known
        .iter()
        .filter(|v| v.has("hostPath"))
        .filter_map(|v| v.node("name").and_then(Node::as_text))
        .collect();
    if names.is_empty() && volumes.unknown.is_none() {
        return Setting::Default(Datum::Bool(false));
    }
    some(&pod.all, |c| {
        any(&c.blocks("volumeMounts"), |mount| {
            let ours = mount.node("name").and_then(Node::as_text).is_some_and(|n| names.contains(&n));
            if ours {
                placed(mount.bool("readOnly", false).negate(), mount)
            } else {
                Setting::Default(Datum::Bool(false))
            }
        })
    })
}

/// Kernel parameters beyond those that Kubernetes counts as safe.
fn unsafe_sysctls(spec: &Reader<'_>) -> Setting {
    const SAFE: &[&str] = &[
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
    ];
    any(&spec.blocks("securityContext.sysctls"), |sysctl| {
        sysctl.text("name", "").map(|d| match d {
            // the kernel writes the name with either sign
            Datum::Text(name) => Datum::Bool(!SAFE.contains(&name.replace('/', ".").as_str())),
            _ => Datum::Bool(false),
        })
    })
}

/// The first block for which `test` is yes; unknown where none is and one cannot be told; else no.
pub(super) fn any(blocks: &Blocks<'_>, test: impl Fn(&Reader<'_>) -> Setting) -> Setting {
    some(&Containers::of(blocks.clone()), test)
}

/// The account the pod acts under.
fn identity(pod: &Pod<'_>, to: &mut Resource) {
    let spec = &pod.spec;
    to.set(Key::TokenMounted, placed(spec.bool("automountServiceAccountToken", Datum::Absent), spec));
    let name = if spec.has("serviceAccountName") { "serviceAccountName" } else { "serviceAccount" };
    to.set(
        Key::ServiceAccount,
        spec.text(name, "default").map(|d| if d == Datum::Absent { Datum::from("default") } else { d }),
    );
    if let Some(metadata) = &pod.metadata {
        to.set(Key::PodLabels, metadata.map("labels", Datum::Map(Arc::new([]))));
    } else {
        to.set(Key::PodLabels, Setting::Default(Datum::Map(Arc::new([]))));
    }
}

/// How the workload is kept running.
fn operations(from: &Reader<'_>, pod: &Pod<'_>, to: &mut Resource) {
    let native_type = &*from.native().native_type;
    let replicated = matches!(
        native_type.trim_end_matches("_v1"),
        "kubernetes_deployment"
            | "kubernetes_stateful_set"
            | "kubernetes_replica_set"
            | "kubernetes_replication_controller"
            | "kubernetes_deployment_config"
    );
    if replicated {
        let replicas = match from.blocks("spec").first() {
            Some(spec) => placed(spec.int("replicas", 1i64), &spec),
            None => from.int("spec.replicas", 1i64),
        };
        to.set(Key::Instances, replicas);
        let kept_apart =
            pod.spec.block("affinity.podAntiAffinity").or(|| pod.spec.block("topologySpreadConstraints"));
        to.set(Key::AntiAffinity, placed(kept_apart, &pod.spec));
    }
    if native_type.starts_with("kubernetes_deployment") {
        to.set(Key::RollingUpdate, from.says("spec.strategy.type", &["RollingUpdate", "Rolling"], true));
    }
    let labels =
        |name: &str| pod.metadata.as_ref().and_then(|m| entry(m, "labels", name)).and_then(Node::as_text);
    let label_is = |name: &str, value: &str| labels(name).is_some_and(|v| &*v == value);
    let place = pod.metadata.as_ref().unwrap_or(&pod.spec).place();
    let marked = |found: bool| Setting::concluded(found.into(), place);
    let by_label = label_is("app", "kubernetes-dashboard")
        || (labels("app").is_none() && label_is("k8s-app", "kubernetes-dashboard"));
    let dashboard = some(&pod.all, |c| image_has(c, &["kubernetes-dashboard", "kubernetesui"]));
    to.set(Key::ClusterDashboard, dashboard.or(|| marked(by_label)));
    let tiller = some(&pod.all, |c| image_has(c, &["tiller"]))
        .or(|| marked(label_is("app", "helm") || label_is("name", "tiller")));
    if tiller.truth() == Truth::True {
        to.set(
            Key::TillerListener,
            every(&pod.all, |c| {
                c.list("args", Datum::List(Arc::new([]))).map(|d| {
                    let local = |a: &str| {
                        a.contains("--listen") && (a.contains("localhost") || a.contains("127.0.0.1"))
                    };
                    Datum::Bool(matches!(&d, Datum::List(items)
                        if items.iter().any(|i| matches!(i, Maybe::Known(a) if local(a)))))
                })
            }),
        );
    }
    to.set(Key::Tiller, tiller);
}

fn image_has(container: &Reader<'_>, parts: &[&str]) -> Setting {
    container.text("image", "").map(|d| match d {
        Datum::Text(image) => Datum::Bool(parts.iter().any(|p| image.contains(p))),
        _ => Datum::Bool(false),
    })
}

impl Reader<'_> {
    /// Whether a block is written and holds something.
    pub(super) fn block_filled(&self, path: &str) -> Setting {
        self.read(path, false, |node| match &node.value {
            Value::Object(object) => Some(Datum::Bool(!object.is_empty())),
            Value::List(items) => Some(Datum::Bool(!items.is_empty())),
            _ => None,
        })
    }
}
