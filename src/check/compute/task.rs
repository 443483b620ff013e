//! Task and job definitions of containers.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const TASK: &[&str] = &["aws_ecs_task_definition"];
const BATCH: &[&str] = &["aws_batch_job_definition"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "task-read-only-root",
        objective: "workload-hardening",
        title: "Containers have a read-only root file system",
        severity: Severity::Medium,
        kind: Kind::TaskDefinition,
        types: &[],
        rationale: "Malicious software needs a place to write itself to. With a read-only root it finds none, and \
                    data cannot be left behind in layers nobody encrypts.",
        reads: &[Key::ReadOnlyRoot],
        test: |s| s.is(Key::ReadOnlyRoot),
        aliases: &[
            Alias::checkov("CKV_AWS_336", TASK),
            Alias::aws_config("ECS_CONTAINERS_READONLY_ACCESS", TASK),
            Alias::prowler("ecs_task_definitions_containers_readonly_access", TASK),
        ],
        remedies: &[Remedy::edit(
            TASK,
            "Set readonlyRootFilesystem in every container definition, and mount volumes for what must be written.",
            &[],
        )
        .risk("Software that writes outside its volumes fails.")],
    },
    Check {
        id: "task-not-privileged",
        objective: "workload-hardening",
        title: "Containers are not privileged",
        severity: Severity::High,
        kind: Kind::TaskDefinition,
        types: &[],
        rationale: "A privileged container is root on its host. A flaw in its application opens the records of \
                    every other workload there.",
        reads: &[Key::Privileged],
        test: |s| s.is_not(Key::Privileged),
        aliases: &[
            Alias::checkov("CKV_AWS_210", BATCH),
            Alias::prowler("ecs_task_definitions_no_privileged_containers", TASK),
        ],
        remedies: &[Remedy::edit(
            &["aws_ecs_task_definition", "aws_batch_job_definition"],
            "Remove privileged from the container definitions; add single capabilities where they are needed.",
            &[],
        )
        .risk("Software that manages the host stops working.")],
    },
    Check {
        id: "task-host-namespaces",
        objective: "workload-hardening",
        title: "Containers do not share the host's processes or memory",
        severity: Severity::High,
        kind: Kind::TaskDefinition,
        types: &[],
        rationale: "In the host's namespaces a container sees and signals the processes of all others, and reads \
                    their shared memory. Records of another workload are then in reach.",
        reads: &[Key::HostNamespaces],
        test: |s| s.is_not(Key::HostNamespaces),
        aliases: &[Alias::prowler("ecs_task_definitions_host_namespace_not_shared", TASK)],
        remedies: &[Remedy::edit(
            TASK,
            "Remove pid_mode and ipc_mode, or set them to task.",
            &[Edit::Remove("pid_mode"), Edit::Remove("ipc_mode")],
        )],
    },
    Check {
        id: "task-host-network-user",
        objective: "workload-hardening",
        title: "Containers on the host network run as a user of their own",
        severity: Severity::Medium,
        kind: Kind::TaskDefinition,
        types: &[],
        rationale: "On the host's network a container as root listens on any port and reaches local services of \
                    the machine. An ordinary user limits what a takeover gains.",
        reads: &[Key::HostNetworkRoot],
        test: |s| s.is_not(Key::HostNetworkRoot),
        aliases: &[
            Alias::aws_config("ECS_TASK_DEFINITION_USER_FOR_HOST_MODE_CHECK", TASK),
            Alias::prowler("ecs_task_definitions_host_networking_mode_users", TASK),
        ],
        remedies: &[Remedy::edit(
            TASK,
            "Use the awsvpc network mode, or name a user in every container definition.",
            &[Edit::Set("network_mode", "\"awsvpc\"")],
        )
        .risk("The service needs a network configuration.")],
    },
    Check {
        id: "task-logging",
        objective: "workload-logging",
        title: "Containers send their logs away",
        severity: Severity::Medium,
        kind: Kind::TaskDefinition,
        types: TASK,
        rationale: "What a container writes is gone when it stops. Logs sent to a store remain for the \
                    examination of who did what with records.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[Alias::prowler("ecs_task_definitions_logging_enabled", TASK)],
        remedies: &[Remedy::edit(TASK, "Add logConfiguration to every container definition.", &[])],
    },
    Check {
        id: "task-mounts-encrypted",
        objective: "encryption-in-transit",
        title: "Network file systems of the task are mounted with encryption",
        severity: Severity::High,
        kind: Kind::TaskDefinition,
        types: &[],
        rationale: "A file system mounted without TLS sends every file that is read or written in the clear. \
                    Transit encryption protects records between the container and its share.",
        reads: &[Key::MountsEncrypted],
        test: |s| s.is(Key::MountsEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_97", TASK), Alias::trivy("AVD-AWS-0035", TASK)],
        remedies: &[Remedy::edit(
            TASK,
            "Enable transit encryption in every efs_volume_configuration.",
            &[Edit::Set("volume.efs_volume_configuration.transit_encryption", "\"ENABLED\"")],
        )],
    },
    Check {
        id: "task-separate-roles",
        objective: "least-privilege",
        title: "Execution role and task role differ",
        severity: Severity::Medium,
        kind: Kind::TaskDefinition,
        types: &[],
        rationale: "The role that pulls images and reads secrets at the start should not be the application's. \
                    One role for both lets the application read every secret the platform may.",
        reads: &[Key::SeparateRoles],
        test: |s| s.is(Key::SeparateRoles),
        aliases: &[Alias::checkov("CKV_AWS_249", TASK)],
        remedies: &[Remedy::edit(
            TASK,
            "Give the application a task role of its own with only what it needs.",
            &[Edit::Set("task_role_arn", "aws_iam_role.{name}_task.arn")],
        )],
    },
];
