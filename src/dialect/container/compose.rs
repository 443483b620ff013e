//! Compose services.

use std::sync::Arc;

use super::reference::{is_digest, is_versioned};
use super::secret;
use crate::dialect::{Reader, Type};
use crate::native::{Node, Value, Why};
use crate::resource::{At, Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[Type::resource("compose_service", Kind::Workload, service)];

/// Directories of a host that no service should see.
const SYSTEM: &[&str] = &[
    "/bin", "/sbin", "/boot", "/cdrom", "/dev", "/etc", "/home", "/lib", "/media", "/proc", "/root", "/run",
    "/seLinux", "/srv", "/usr", "/var", "/sys",
];

fn service(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Privileged, from.bool("privileged", false));
    to.set(Key::HostNetwork, from.says("network_mode", &["host"], false));
    to.set(Key::HostIpc, from.says("ipc", &["host"], false));
    to.set(Key::HostPid, from.says("pid", &["host"], false));
    to.set(Key::ServiceHostUser, from.says("userns_mode", &["host"], false));
    to.set(Key::ServiceCapabilities, from.block("cap_add"));
    to.set(Key::ServiceCapabilitiesDropped, from.block("cap_drop"));
    to.set(Key::ReadOnlyRoot, from.bool("read_only", false));
    to.set(Key::ServiceCgroupParent, from.block("cgroup_parent"));
    to.set(Key::ServiceSecurityOptions, from.block("security_opt"));
    let option = |test: fn(&str) -> bool| entries(from, "security_opt", false, move |n| text(n, test));
    let refused = option(|o| matches!(&*o.replace('=', ":"), "no-new-privileges" | "no-new-privileges:true"));
    to.set(Key::PrivilegeEscalation, refused.negate());
    // the engine filters system calls unless it is told otherwise
    to.set(Key::Seccomp, option(|o| o.replace('=', ":").contains("seccomp:unconfined")).negate());
    mounts(from, to);
    ports(from, to);
    limits(from, to);
    image(from, to);
    to.set(Key::NonRootUser, user(from));
    to.set(Key::ServiceNetworks, from.block("networks").or(|| from.block("network_mode")));
    to.set(Key::ServiceSecretVariables, variables(from));
    to.set(Key::ServiceHealthCheck, healthcheck(from));
    to.set(Key::ServiceRestart, restart(from));
}

/// Whether the user is another one than root; where none is written, the image says it.
fn user(from: &Reader<'_>) -> Setting {
    if from.node("user").is_none() {
        return Setting::Unknown {
            why: Arc::new(Why::NotCollected("the image's user".into())),
            at: from.place(),
        };
    }
    from.read("user", false, |n| {
        let user = n.as_text()?;
        Some(Datum::Bool(!matches!(user.split(':').next().unwrap_or_default(), "root" | "0" | "")))
    })
}

const fn at(node: &Node) -> At {
    At { origin: node.origin, site: node.site }
}

fn text(node: &Node, test: impl FnOnce(&str) -> bool) -> Truth {
    match &node.value {
        Value::Unknown(unknown) => Truth::Unknown(Arc::new(unknown.why.clone())),
        _ => node.as_text().is_some_and(|t| test(&t)).into(),
    }
}

/// Whether `test` holds for an entry of a list, with the place of the first.
fn entries(from: &Reader<'_>, name: &str, default: bool, test: impl Fn(&Node) -> Truth) -> Setting {
    let Some(node) = from.node(name) else { return from.bool(name, default) };
    if let Value::Unknown(unknown) = &node.value {
        return Setting::Unknown { why: Arc::new(unknown.why.clone()), at: at(node) };
    }
    let mut unknown = None;
    for item in node.items().unwrap_or_default() {
        match test(item) {
            Truth::True => return Setting::concluded(Truth::True, at(item)),
            Truth::Unknown(why) if unknown.is_none() => {
                unknown = Some(Setting::Unknown { why, at: at(item) });
            }
            _ => {}
        }
    }
    unknown.unwrap_or(Setting::Known { datum: Datum::Bool(false), at: at(node), sensitive: false })
}

/// The path of the host that an entry mounts; nothing for a named volume.
fn source(entry: &Node) -> Option<&Node> {
    match entry.as_object() {
        Some(object) => object.get("source"),
        None => Some(entry),
    }
}

fn host_path(text: &str, short: bool) -> &str {
    if short { text.split(':').next().unwrap_or(text) } else { text }
}

fn mounts(from: &Reader<'_>, to: &mut Resource) {
    let test = |entry: &Node, bad: &dyn Fn(&str) -> bool| {
        let short = entry.as_object().is_none();
        source(entry).map_or(Truth::False, |node| {
            text(node, |t| (!short || t.contains(':')) && bad(host_path(t, short)))
        })
    };
    to.set(
        Key::RuntimeSocket,
        entries(from, "volumes", false, |e| {
            test(e, &|p| {
                p.contains("docker.sock")
                    || p.contains("containerd.sock")
                    || p.contains("podman.sock")
                    || p.contains("crio.sock")
            })
        }),
    );
    let is_system = |path: &str| {
        path == "/"
            || SYSTEM
                .iter()
                .any(|d| path.strip_prefix(d).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    };
    let own = entries(from, "volumes", false, |e| test(e, &is_system));
    let named = named_volumes(from, &is_system);
    to.set(Key::SensitiveHostPath, own.or(|| named));
    to.set(
        Key::MountPropagation,
        entries(from, "volumes", false, |e| {
            let shared = |mode: &str| matches!(mode, "shared" | "rshared" | "slave" | "rslave");
            match e.as_object() {
                Some(object) => {
                    let bind = object.get("bind").and_then(Node::as_object);
                    bind.and_then(|b| b.get("propagation")).map_or(Truth::False, |n| text(n, shared))
                }
                None => text(e, |t| t.rsplit(':').next().is_some_and(|modes| modes.split(',').any(shared))),
            }
        }),
    );
}

/// A named volume of the file that is bound to a directory of the host, where the service mounts it.
fn named_volumes(from: &Reader<'_>, is_system: &dyn Fn(&str) -> bool) -> Setting {
    let Some(volumes) = from.object().get("named_volumes").and_then(Node::as_object) else {
        return Setting::Default(Datum::Bool(false));
    };
    let mounted: Vec<Arc<str>> = from
        .node("volumes")
        .and_then(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|e| source(e)?.as_text().map(|t| host_path(&t, e.as_object().is_none()).into()))
        .collect();
    for (name, volume) in volumes.iter().filter(|(name, _)| mounted.contains(name)) {
        let options = volume.as_object().and_then(|v| v.get("driver_opts")).and_then(Node::as_object);
        let device = options.and_then(|o| o.get("device").or_else(|| o.get("mountpoint")));
        if let Some(device) = device
            && text(device, is_system) == Truth::True
        {
            let _ = name;
            return Setting::concluded(Truth::True, at(device));
        }
    }
    Setting::Default(Datum::Bool(false))
}

fn ports(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::ServiceOpenPorts,
        entries(from, "ports", false, |entry| match entry.as_object() {
            Some(object) => match object.get("host_ip") {
                Some(ip) => text(ip, |ip| matches!(ip, "0.0.0.0" | "::" | "")),
                None => (object.get("mode").and_then(Node::as_text).as_deref() != Some("ingress")
                    && object.contains_key("published")
                    || object.contains_key("target"))
                .into(),
            },
            None => text(entry, |t| {
                let address = address_of(t);
                address.is_none_or(|ip| matches!(ip, "0.0.0.0" | "[::]" | "::"))
            }),
        }),
    );
    let drops = entries(from, "cap_drop", false, |c| text(c, |c| matches!(c, "NET_BIND_SERVICE" | "ALL")));
    let low = entries(from, "ports", false, |entry| match entry.as_object() {
        Some(object) => Truth::any(["published", "target"], |name| {
            object.get(name).map_or(Truth::False, |n| text(n, |t| first_port(t).is_some_and(|p| p < 1024)))
        }),
        None => text(entry, |t| {
            let ports = address_of(t).map_or(t, |ip| t.get(ip.len() + 1..).unwrap_or(t));
            ports.split(':').filter_map(first_port).any(|p| p < 1024)
        }),
    });
    to.set(
        Key::ServiceLowPorts,
        if drops.truth() == Truth::True { Setting::Default(Datum::Bool(false)) } else { low },
    );
}

/// The address in `127.0.0.1:80:80`, where one stands.
fn address_of(port: &str) -> Option<&str> {
    if port.starts_with('[') {
        return port.find(']').and_then(|end| port.get(..=end));
    }
    let first = port.split(':').next()?;
    (first.contains('.') && port.contains(':')).then_some(first)
}

fn first_port(text: &str) -> Option<u32> {
    text.split(['/', '-']).next()?.trim().parse().ok()
}

/// The first of some arguments that is there.
fn one_of(from: &Reader<'_>, names: &[&str]) -> Setting {
    let found = names.iter().find(|name| from.node(name).is_some());
    match found {
        Some(name) => from.presence(name).map(|d| Datum::Bool(d != Datum::Absent)),
        None => names.first().map_or(Setting::Default(Datum::Bool(false)), |name| from.block(name)),
    }
}

fn limits(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::MemoryLimit, one_of(from, &["mem_limit", "deploy.resources.limits.memory"]));
    to.set(
        Key::CpuLimit,
        one_of(from, &["cpus", "deploy.resources.limits.cpus", "cpu_quota", "cpu_count", "cpu_percent"]),
    );
    let limit = from.named(&["pids_limit", "deploy.resources.limits.pids"]);
    to.set(
        Key::ServiceProcessLimit,
        from.read(limit, false, |n| n.as_number().map(|n| Datum::Bool(n > 0.0))),
    );
}

fn image(from: &Reader<'_>, to: &mut Resource) {
    // what is built here is judged where it is built
    if from.node("build").is_some() {
        return;
    }
    to.set(
        Key::ImageTagged,
        from.read("image", false, |n| n.as_text().map(|t| Datum::Bool(is_versioned(&t)))),
    );
    to.set(Key::ImageDigest, from.read("image", false, |n| n.as_text().map(|t| Datum::Bool(is_digest(&t)))));
}

fn variables(from: &Reader<'_>) -> Setting {
    let mut unknown = None;
    for argument in ["environment", "build.args"] {
        for (name, node) in from.node(argument).and_then(Node::as_object).into_iter().flatten() {
            if !secret::is_secret_name(name) {
                continue;
            }
            match &node.value {
                // handed over from where the service is started
                Value::Null => {}
                Value::Unknown(u) if unknown.is_none() => {
                    unknown = Some(Setting::Unknown { why: Arc::new(u.why.clone()), at: at(node) });
                }
                _ => {
                    if text(node, |v| !secret::is_harmless(v)) == Truth::True {
                        return Setting::concluded(Truth::True, at(node));
                    }
                }
            }
        }
    }
    // a variable of the shell is no secret in the file
    match unknown {
        Some(Setting::Unknown { why, .. }) if matches!(&*why, Why::Variable(_)) => {
            Setting::Default(Datum::Bool(false))
        }
        Some(other) => other,
        None => Setting::Default(Datum::Bool(false)),
    }
}

fn healthcheck(from: &Reader<'_>) -> Setting {
    let there = from.block("healthcheck");
    let disabled = from.bool("healthcheck.disable", false);
    let listed = from.node("healthcheck.test").is_some_and(|n| n.items().is_some());
    let none = if listed {
        entries(from, "healthcheck.test", false, |n| text(n, |t| t == "NONE"))
    } else {
        from.says("healthcheck.test", &["NONE"], false)
    };
    there.and(|| disabled.negate()).and(|| none.negate())
}

/// Restarts without end hide a service that keeps failing; five are enough to pass over a short trouble.
fn restart(from: &Reader<'_>) -> Setting {
    let deployed = from.read("deploy.restart_policy.max_attempts", true, |n| {
        n.as_number().map(|n| Datum::Bool((n - 5.0).abs() < 0.5))
    });
    let alone = from.read("restart", true, |n| {
        let text = n.as_text()?;
        Some(Datum::Bool(match text.split_once(':') {
            Some((_, times)) => times.trim().parse() == Ok(5),
            None => true,
        }))
    });
    alone.and(|| deployed)
}
