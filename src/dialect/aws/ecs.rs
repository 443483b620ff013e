//! Elastic Container Service: clusters, services and task definitions.

use std::sync::Arc;

use crate::dialect::{Document, Reader, Type};
use crate::native::{Node, Value, Why};
use crate::resource::{At, Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_ecs_cluster", Kind::ContainerService, cluster),
    Type::resource("aws_ecs_service", Kind::ContainerService, service),
    Type::resource("aws_ecs_task_set", Kind::ContainerService, service),
    Type::resource("aws_ecs_task_definition", Kind::TaskDefinition, task),
    Type::resource("aws_batch_job_definition", Kind::TaskDefinition, job),
];

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::MonitoringEnabled,
        from.any_block("setting", |setting| {
            setting
                .says("name", &["containerInsights"], false)
                .truth()
                .and(|| setting.says("value", &["enabled", "enhanced"], false).truth())
        }),
    );
    let exec = "configuration.execute_command_configuration";
    to.set(Key::SessionLogging, from.says(&format!("{exec}.logging"), &["NONE"], false).negate());
    // only where interactive commands are configured and logged
    if from.has(exec) && to.get(Key::SessionLogging).is_none_or(|s| s.truth() != Truth::False) {
        let key = from.presence(&format!("{exec}.kms_key_id")).map(|d| Datum::Bool(d != Datum::Absent));
        let logs = from
            .bool(&format!("{exec}.log_configuration.cloud_watch_encryption_enabled"), false)
            .or(|| from.bool(&format!("{exec}.log_configuration.s3_bucket_encryption_enabled"), false));
        to.set(Key::SessionEncrypted, key.and(|| logs));
    }
}

fn service(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAddress, from.bool("network_configuration.assign_public_ip", false));
    let fargate = from.says("launch_type", &["FARGATE"], false);
    if fargate.truth() != Truth::False {
        to.set(Key::Version, from.text("platform_version", "LATEST"));
    }
}

/// Whether `test` holds for every container of a definition, or for one of them.
fn containers(
    definitions: &Document,
    place: At,
    every: bool,
    test: impl FnMut(&Node) -> Truth,
) -> Option<Setting> {
    Some(match definitions {
        Document::Absent => return None,
        Document::Unknown(why, at) => Setting::Unknown { why: why.clone(), at: *at },
        Document::Known(node) => {
            let list = match &node.value {
                Value::Unknown(u) => {
                    return Some(Setting::Unknown { why: Arc::new(u.why.clone()), at: place });
                }
                _ => node.items().unwrap_or(std::slice::from_ref(node)),
            };
            let at = At { origin: node.origin.or(place.origin), site: node.site.or(place.site) };
            let truth = if every { Truth::all(list.iter(), test) } else { Truth::any(list.iter(), test) };
            Setting::concluded(truth, at)
        }
    })
}

/// Whether a member of a container is yes.
fn flag(container: &Node, name: &str) -> Truth {
    member(container, name, |node| (node.as_bool() == Some(true)).into())
}

fn member(container: &Node, name: &str, test: impl FnOnce(&Node) -> Truth) -> Truth {
    match &container.value {
        Value::Object(object) => match object.get(name) {
            None => Truth::False,
            Some(Node { value: Value::Unknown(u), .. }) => Truth::Unknown(Arc::new(u.why.clone())),
            Some(node) => test(node),
        },
        Value::Unknown(u) => Truth::Unknown(Arc::new(u.why.clone())),
        _ => Truth::Unknown(Arc::new(Why::Invalid("a container must be an object".into()))),
    }
}

fn task(from: &Reader<'_>, to: &mut Resource) {
    let definitions = from.document("container_definitions");
    let place = from.place();
    let mut put = |key, setting: Option<Setting>| {
        if let Some(setting) = setting {
            to.set(key, setting);
        }
    };
    put(Key::ReadOnlyRoot, containers(&definitions, place, true, |c| flag(c, "readonlyRootFilesystem")));
    put(Key::Privileged, containers(&definitions, place, false, |c| flag(c, "privileged")));
    put(
        Key::AuditLogging,
        containers(&definitions, place, true, |c| member(c, "logConfiguration", |n| (!n.is_null()).into())),
    );
    let host = from.says("network_mode", &["host"], false);
    let rootless = containers(&definitions, place, false, |c| {
        let user = member(c, "user", |n| {
            // a group may stand behind the user
            let user = n.as_text().map(|u| u.split(':').next().unwrap_or_default().to_owned());
            user.is_some_and(|u| !matches!(&*u, "" | "root" | "0")).into()
        });
        flag(c, "privileged").or(|| user).negate()
    });
    put(Key::HostNetworkRoot, rootless.map(|rootless| host.and(|| rootless)));
    put(
        Key::HostNamespaces,
        Some(from.says("pid_mode", &["host"], false).or(|| from.says("ipc_mode", &["host"], false))),
    );
    put(
        Key::MountsEncrypted,
        Some(from.every_block("volume", true, |volume| {
            volume
                .every_block("efs_volume_configuration", true, |efs| {
                    efs.says("transit_encryption", &["ENABLED"], false).truth()
                })
                .truth()
        })),
    );
    put(Key::SeparateRoles, Some(separate_roles(from)));
}

/// The role that starts the task and the role the task runs under are not the same.
fn separate_roles(from: &Reader<'_>) -> Setting {
    let (execution, task) = (from.presence("execution_role_arn"), from.presence("task_role_arn"));
    let truth = match (execution.datum(), task.datum()) {
        (Some(Datum::Absent), _) | (_, Some(Datum::Absent)) => Truth::True,
        (Some(a), Some(b)) => (a != b).into(),
        _ => {
            let node = |path| from.node(path).map(Node::references).and_then(<[_]>::first);
            // the same variable read twice has one value
            match (node("execution_role_arn"), node("task_role_arn")) {
                (Some(a), Some(b)) => (a != b).into(),
                _ => match execution.why().or_else(|| task.why()) {
                    Some(why) => Truth::Unknown(Arc::new(why.clone())),
                    None => Truth::True,
                },
            }
        }
    };
    Setting::concluded(truth, task.at())
}

fn job(from: &Reader<'_>, to: &mut Resource) {
    let properties = from.document("container_properties");
    if let Some(setting) = containers(&properties, from.place(), false, |c| flag(c, "privileged")) {
        to.set(Key::Privileged, setting);
    }
    if let Some(setting) = containers(&properties, from.place(), true, |c| flag(c, "readonlyRootFilesystem"))
    {
        to.set(Key::ReadOnlyRoot, setting);
    }
}
