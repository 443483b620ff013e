//! Containers of a pod: a setting of the workload is decided by the first container that breaks it, and stands there.

use std::sync::Arc;

use super::pod::{Pod, any};
use super::{entry, placed};
use crate::dialect::reader::Found;
use crate::dialect::{Blocks, Reader};
use crate::native::{Node, Value, Why};
use crate::resource::{At, Datum, Key, Maybe, Resource, Setting, Truth};

/// Containers as far as they are known.
#[derive(Clone, Default)]
pub(super) struct Containers<'a> {
    known: Vec<Reader<'a>>,
    /// There may be more.
    unknown: Option<(Arc<Why>, At)>,
}

impl<'a> Containers<'a> {
    pub(super) fn of(blocks: Blocks<'a>) -> Self {
        let unknown = blocks.unknown.map(|(unknown, at)| (Arc::new(unknown.why.clone()), at));
        Self { known: blocks.known, unknown }
    }

    pub(super) fn with(&self, more: &Self) -> Self {
        let known = self.known.iter().chain(&more.known).copied().collect();
        Self { known, unknown: self.unknown.clone().or_else(|| more.unknown.clone()) }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Reader<'a>> {
        self.known.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty() && self.unknown.is_none()
    }
}

/// Whether `test` is yes for all; the first for which it is not decides. Yes of none.
pub(super) fn every(containers: &Containers<'_>, test: impl Fn(&Reader<'_>) -> Setting) -> Setting {
    decide(containers, test, &Truth::False, true)
}

/// Whether `test` is yes for one of them, which decides. No of none.
pub(super) fn some(containers: &Containers<'_>, test: impl Fn(&Reader<'_>) -> Setting) -> Setting {
    decide(containers, test, &Truth::True, false)
}

fn decide(
    containers: &Containers<'_>,
    test: impl Fn(&Reader<'_>) -> Setting,
    decisive: &Truth,
    of_none: bool,
) -> Setting {
    let mut unknown = None;
    let mut other = None;
    for container in &containers.known {
        let setting = test(container);
        match setting.truth() {
            Truth::Unknown(_) => unknown = unknown.or(Some(setting)),
            truth if truth == *decisive => return yes_or_no(placed(setting, container)),
            _ if other.is_none() || matches!(other, Some(Setting::Default(_))) => {
                other = Some(yes_or_no(setting));
            }
            _ => {}
        }
    }
    unknown
        .or_else(|| containers.unknown.clone().map(|(why, at)| Setting::Unknown { why, at }))
        .or(other)
        .unwrap_or(Setting::Default(Datum::Bool(of_none)))
}

/// A value that counts as yes or no, as one.
fn yes_or_no(setting: Setting) -> Setting {
    let yes = setting.truth() == Truth::True;
    setting.map(|_| Datum::Bool(yes))
}

/// Sets what the containers decide. `serves` tells whether the workload runs until it is stopped.
pub(super) fn set(pod: &Pod<'_>, to: &mut Resource, serves: bool) {
    if pod.all.is_empty() {
        return;
    }
    security(pod, to);
    users(pod, to);
    images(pod, to);
    resources(pod, to);
    let all = &pod.all;
    if serves && !pod.main.is_empty() {
        to.set(Key::LivenessProbe, every(&pod.main, |c| c.block_filled("livenessProbe")));
        to.set(Key::ReadinessProbe, every(&pod.main, |c| c.block_filled("readinessProbe")));
    }
    to.set(Key::SecretVariables, some(all, secret_variables));
    to.set(Key::GitSync, some(all, |c| any(&c.blocks("env"), |e| e.says("name", &["GITSYNC_GIT"], false))));
    let port = |c: &Reader<'_>, path: &str, test: fn(i64) -> bool| {
        any(&c.blocks("ports"), |p| {
            p.int(path, 0i64).map(|d| Datum::Bool(matches!(d, Datum::Int(n) if test(n))))
        })
    };
    to.set(Key::HostPort, some(all, |c| port(c, "hostPort", |n| n != 0)));
    to.set(Key::SshPort, some(all, |c| port(c, "containerPort", |n| n == 22)));
    to.set(Key::LowPort, some(all, |c| port(c, "containerPort", |n| n > 0 && n < 1024)));
}

fn security(pod: &Pod<'_>, to: &mut Resource) {
    let all = &pod.all;
    to.set(Key::Privileged, some(all, |c| c.bool("securityContext.privileged", false)));
    to.set(Key::PrivilegeEscalation, some(all, |c| c.bool("securityContext.allowPrivilegeEscalation", true)));
    to.set(Key::ReadOnlyRoot, every(all, |c| c.bool("securityContext.readOnlyRootFilesystem", false)));
    to.set(Key::ContainerSecurityContext, every(all, |c| c.block_filled("securityContext")));
    to.set(Key::AddedCapabilities, some(all, |c| c.block_filled("securityContext.capabilities.add")));
    to.set(Key::SysAdminCapability, some(all, |c| capability(c, "add", &["SYS_ADMIN", "ALL"])));
    to.set(Key::CapabilitiesDropped, every(all, |c| capability(c, "drop", &["ALL"])));
    to.set(
        Key::NetRawCapability,
        some(all, |c| {
            capability(c, "add", &["NET_RAW", "ALL"])
                .or(|| capability(c, "drop", &["ALL", "NET_RAW"]).negate())
        }),
    );
    to.set(Key::UnmaskedProc, some(all, |c| c.says("securityContext.procMount", &["Unmasked"], false)));
    to.set(Key::Seccomp, every(&pod.main, |c| seccomp(pod, c)));
    to.set(Key::AppArmorOff, some(all, |c| app_armor_off(pod, c)));
    let selinux = |at: &Reader<'_>| {
        const TYPES: &[&str] =
            &["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
        let context = "securityContext.seLinuxOptions";
        at.says(&format!("{context}.type"), TYPES, true)
            .negate()
            .or(|| at.presence(&format!("{context}.user")).map(|d| Datum::Bool(d != Datum::Absent)))
            .or(|| at.presence(&format!("{context}.role")).map(|d| Datum::Bool(d != Datum::Absent)))
    };
    to.set(Key::SelinuxCustom, selinux(&pod.spec).or(|| some(all, selinux)));
}

/// Whether a list of capabilities holds one of `names`.
fn capability(container: &Reader<'_>, list: &str, names: &[&str]) -> Setting {
    container.list(&format!("securityContext.capabilities.{list}"), Datum::List(Arc::new([]))).map_truth(
        |d| match d {
            Datum::List(items) => Truth::any(items.iter(), |i| {
                i.test(|c| {
                    let plain = c.strip_prefix("CAP_").unwrap_or(c);
                    names.iter().any(|n| plain.eq_ignore_ascii_case(n))
                })
            }),
            _ => Truth::False,
        },
    )
}

impl Setting {
    /// A yes or no concluded of the value, which may not be known in part.
    fn map_truth(self, conclude: impl FnOnce(&Datum) -> Truth) -> Self {
        match self {
            Self::Known { datum, at, .. } => Self::concluded(conclude(&datum), at),
            Self::Default(datum) => match conclude(&datum) {
                Truth::Unknown(why) => Self::Unknown { why, at: At::default() },
                truth => Self::Default(Datum::Bool(truth == Truth::True)),
            },
            unknown @ Self::Unknown { .. } => unknown,
        }
    }
}

/// What a container says of itself, else what the pod says.
fn inherited(
    pod: &Pod<'_>,
    container: &Reader<'_>,
    path: &str,
    read: impl Fn(&Reader<'_>, &str) -> Setting,
) -> Setting {
    if container.has(path) { read(container, path) } else { read(&pod.spec, path) }
}

fn users(pod: &Pod<'_>, to: &mut Resource) {
    let non_root = |c: &Reader<'_>| {
        inherited(pod, c, "securityContext.runAsNonRoot", |r, p| r.bool(p, false)).or(|| user(pod, c, 1))
    };
    to.set(Key::NonRootUser, every(&pod.main, non_root));
    if !pod.init.is_empty() {
        to.set(Key::InitNonRootUser, every(&pod.init, non_root));
    }
    to.set(
        Key::HighUser,
        every(&pod.main, |c| pod.spec.bool("hostUsers", true).negate().or(|| user(pod, c, 10_000))),
    );
    to.set(
        Key::NonRootEnforced,
        every(&pod.all, |c| inherited(pod, c, "securityContext.runAsNonRoot", |r, p| r.bool(p, false))),
    );
    let is_root = |setting: Setting| setting.map(|d| Datum::Bool(d == Datum::Int(0)));
    let of_containers = some(&pod.all, |c| {
        is_root(inherited(pod, c, "securityContext.runAsGroup", |r, p| r.int(p, Datum::Absent)))
    });
    // groups of the pod belong to every process in it
    let group = of_containers
        .or(|| is_root(pod.spec.int("securityContext.fsGroup", Datum::Absent)))
        .or(|| pod.spec.mentions("securityContext.supplementalGroups", &["0"], false));
    to.set(Key::RootGroup, group);
}

/// Whether the user that a container runs as is at least `least`; not said is no, because images run as root.
fn user(pod: &Pod<'_>, container: &Reader<'_>, least: i64) -> Setting {
    inherited(pod, container, "securityContext.runAsUser", |r, p| r.int(p, Datum::Absent))
        .map(|d| Datum::Bool(matches!(d, Datum::Int(n) if n >= least)))
}

/// Whether system calls are filtered: by the container's profile, else by the pod's, else by the annotations of old.
fn seccomp(pod: &Pod<'_>, container: &Reader<'_>) -> Setting {
    let path = "securityContext.seccompProfile.type";
    let profile = inherited(pod, container, path, |r, p| r.says(p, &["RuntimeDefault", "Localhost"], false));
    if !matches!(profile, Setting::Default(_)) {
        return profile;
    }
    let Some(metadata) = &pod.metadata else { return profile };
    let name = container.node("name").and_then(Node::as_text).unwrap_or_default();
    let own = format!("container.seccomp.security.alpha.kubernetes.io/{name}");
    let annotation = entry(metadata, "annotations", &own)
        .or_else(|| entry(metadata, "annotations", "seccomp.security.alpha.kubernetes.io/pod"));
    match annotation {
        None => profile,
        Some(node) => of_node(node, |text| {
            ["runtime/default", "docker/default", "localhost/"].iter().any(|p| text.starts_with(p))
        }),
    }
}

/// Whether AppArmor is switched off for a container.
fn app_armor_off(pod: &Pod<'_>, container: &Reader<'_>) -> Setting {
    let path = "securityContext.appArmorProfile.type";
    let profile = inherited(pod, container, path, |r, p| r.says(p, &["Unconfined"], false));
    if !matches!(profile, Setting::Default(_)) {
        return profile;
    }
    let name = container.node("name").and_then(Node::as_text).unwrap_or_default();
    let own = format!("container.apparmor.security.beta.kubernetes.io/{name}");
    match pod.metadata.as_ref().and_then(|m| entry(m, "annotations", &own)) {
        None => profile,
        Some(node) => of_node(node, |text| text == "unconfined"),
    }
}

fn of_node(node: &Node, holds: impl FnOnce(&str) -> bool) -> Setting {
    let at = At { origin: node.origin, site: node.site };
    match (&node.value, node.as_text()) {
        (Value::Unknown(unknown), _) => Setting::Unknown { why: Arc::new(unknown.why.clone()), at },
        (_, Some(text)) => Setting::concluded(holds(&text).into(), at),
        _ => Setting::concluded(Truth::False, at),
    }
}

/// An image as it is named.
struct Image<'t> {
    tag: &'t str,
    has_digest: bool,
}

impl<'t> Image<'t> {
    fn of(text: &'t str) -> Self {
        let (name, has_digest) = match text.split_once('@') {
            Some((name, _)) => (name, true),
            None => (text, false),
        };
        let last = name.rsplit('/').next().unwrap_or(name);
        Self { tag: last.split_once(':').map_or("", |(_, tag)| tag), has_digest }
    }

    /// Whether it can be another image tomorrow.
    fn is_loose(&self) -> bool {
        !self.has_digest && matches!(self.tag, "" | "latest")
    }
}

fn images(pod: &Pod<'_>, to: &mut Resource) {
    let judged = |c: &Reader<'_>, test: fn(&Image<'_>) -> bool| {
        c.text("image", "").map(|d| match &d {
            Datum::Text(text) => Datum::Bool(!text.trim().is_empty() && test(&Image::of(text.trim()))),
            _ => Datum::Bool(false),
        })
    };
    let fixed = |c: &Reader<'_>| judged(c, |i: &Image<'_>| !i.is_loose());
    to.set(Key::ImageTagged, every(&pod.all, |c| fixed(c)));
    to.set(Key::ImageDigest, every(&pod.all, |c| judged(c, |i| i.has_digest)));
    to.set(
        Key::ImagePullAlways,
        every(&pod.all, |c| {
            let by_digest = judged(c, |i| i.has_digest);
            match c.find("imagePullPolicy") {
                // the default depends on the tag
                Found::Nothing => judged(c, |i| i.has_digest || i.is_loose()),
                _ => by_digest.or(|| c.says("imagePullPolicy", &["Always"], false)),
            }
        }),
    );
}

fn resources(pod: &Pod<'_>, to: &mut Resource) {
    let written = |c: &Reader<'_>, path: &str| c.presence(path).map(|d| Datum::Bool(d != Datum::Absent));
    let limit = |name: &str| every(&pod.all, |c| written(c, &format!("resources.limits.{name}")));
    let request = |name: &str| every(&pod.all, |c| written(c, &format!("resources.requests.{name}")));
    to.set(Key::CpuLimit, limit("cpu"));
    to.set(Key::MemoryLimit, limit("memory"));
    to.set(Key::CpuRequest, request("cpu"));
    to.set(Key::MemoryRequest, request("memory"));
}

/// Whether a secret reaches the container as an environment variable.
fn secret_variables(container: &Reader<'_>) -> Setting {
    let written = |r: &Reader<'_>, path: &str| r.presence(path).map(|d| Datum::Bool(d != Datum::Absent));
    any(&container.blocks("env"), |e| written(e, "valueFrom.secretKeyRef"))
        .or(|| any(&container.blocks("envFrom"), |e| written(e, "secretRef")))
}

/// A list of texts of which none is unknown.
pub(super) fn known_texts(setting: &Setting) -> Option<Vec<Arc<str>>> {
    match setting.datum()? {
        Datum::List(items) => {
            items.iter().map(|i| if let Maybe::Known(t) = i { Some(t.clone()) } else { None }).collect()
        }
        _ => None,
    }
}
