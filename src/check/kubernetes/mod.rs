//! Checks on what runs in a Kubernetes cluster, on who may do what there, and on the cluster's own programs.

mod access;
mod api_server;
mod cluster;
mod flag;
mod host;
mod image;
mod kubelet;
mod network;
mod operations;
mod pod_policy;
mod programs;
mod rights;

#[cfg(test)]
mod tests;

use super::{Alias, Check, Outcome, Remedy, Severity, Subject};
use crate::resource::{Key, Kind};

/// Tables of the family, one per topic.
pub(super) static CHECKS: &[&[Check]] = &[
    host::CHECKS,
    rights::CHECKS,
    image::CHECKS,
    operations::CHECKS,
    access::CHECKS,
    network::CHECKS,
    cluster::CHECKS,
    pod_policy::CHECKS,
    api_server::CHECKS,
    kubelet::CHECKS,
    programs::CHECKS,
];

/// Workloads of manifests.
const PODS: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_pod_template",
    "kubernetes_deployment_config",
];

/// Workloads of manifests that run: what tools that know no pod templates look at.
const RUNNING: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_deployment_config",
];

/// Services of Compose files, which are workloads too.
const COMPOSE: &[&str] = &["compose_service"];

/// Those of them that make pods.
const CONTROLLERS: &[&str] = &[
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_deployment_config",
];

/// Workloads of manifests and of Terraform.
const WORKLOADS: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_pod_template",
    "kubernetes_deployment_config",
    "kubernetes_pod_v1",
    "kubernetes_deployment_v1",
    "kubernetes_stateful_set_v1",
    "kubernetes_daemon_set_v1",
    "kubernetes_replica_set_v1",
    "kubernetes_replication_controller_v1",
    "kubernetes_job_v1",
    "kubernetes_cron_job_v1",
    "kubernetes_pod_template_v1",
    "kubernetes_deployment_config_v1",
];

/// Workloads of manifests, and those of Terraform that Checkov reads as well.
const PODS_AND_TERRAFORM: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_pod_template",
    "kubernetes_deployment_config",
    "kubernetes_pod_v1",
    "kubernetes_deployment_v1",
];

/// A check of workloads; severity medium until another is given.
const fn workload(
    id: &'static str,
    objective: &'static str,
    title: &'static str,
    reads: &'static [Key],
    test: fn(&Subject<'_>) -> Outcome,
) -> Check {
    of(Kind::Workload, id, objective, title, reads, test)
}

/// A check of a kind; severity medium until another is given.
const fn of(
    kind: Kind,
    id: &'static str,
    objective: &'static str,
    title: &'static str,
    reads: &'static [Key],
    test: fn(&Subject<'_>) -> Outcome,
) -> Check {
    Check {
        id,
        objective,
        title,
        severity: Severity::Medium,
        kind,
        types: &[],
        rationale: "",
        reads,
        test,
        aliases: &[],
        remedies: &[],
    }
}

impl Check {
    const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    const fn why(mut self, rationale: &'static str) -> Self {
        self.rationale = rationale;
        self
    }

    const fn only(mut self, types: &'static [&'static str]) -> Self {
        self.types = types;
        self
    }

    const fn also(mut self, aliases: &'static [Alias]) -> Self {
        self.aliases = aliases;
        self
    }

    const fn fix(mut self, remedies: &'static [Remedy]) -> Self {
        self.remedies = remedies;
        self
    }
}

/// What to do on the workload, in the words of a manifest.
const fn step(steps: &'static str) -> Remedy {
    Remedy::edit(WORKLOADS, steps, &[]).command("kubectl -n {namespace} edit {kind} {name}")
}

/// What to do on the pod, with the members of its specification that a patch sets.
const fn patch(steps: &'static str, command: &'static str) -> Remedy {
    Remedy::edit(WORKLOADS, steps, &[]).command(command)
}
