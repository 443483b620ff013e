//! How a workload is kept running, and what it is given.

use super::{COMPOSE, PODS, RUNNING, of, patch, step, workload};
use crate::check::{Alias, Check, Edit, Member, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting, Truth};

const SCALERS: &[&str] = &["kubernetes_horizontal_pod_autoscaler", "kubernetes_horizontal_pod_autoscaler_v2"];
const BUDGETS: &[&str] = &["kubernetes_pod_disruption_budget", "kubernetes_pod_disruption_budget_v1"];
/// Workloads that run until they are stopped.
const SERVING: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_pod_template",
    "kubernetes_deployment_config",
];

pub(super) static CHECKS: &[Check] = &[
    workload("workload-cpu-request", "resource-limits", "Containers say how much CPU they ask for", &[Key::CpuRequest], |s| {
        s.is(Key::CpuRequest)
    })
    .severity(Severity::Low)
    .why(
        "Without a request the scheduler fills nodes blindly, or takes the limit for what is needed; an application that \
         care depends on gets what is left over.",
    )
    .also(&[Alias::checkov("CKV_K8S_10", PODS), Alias::trivy("AVD-KSV-0015", RUNNING), Alias::kics("ca469dd4-c736-448f-8ac1-30a642705e0a", RUNNING)])
    .fix(&[step("Set `resources.requests.cpu` on every container.")]),
    workload("workload-cpu-limit", "resource-limits", "Containers are limited in CPU", &[Key::CpuLimit], |s| {
        s.is(Key::CpuLimit)
    })
    .severity(Severity::Low)
    .why(
        "A container without a limit can take the whole node, by a fault or on purpose, and slow down every other \
         workload there.",
    )
    .also(&[Alias::trivy("AVD-KSV-0011", RUNNING), Alias::checkov("CKV_K8S_11", PODS), Alias::kics("4ac0e2b7-d2d2-4af7-8799-e8de6721ccda", RUNNING), Alias::kics("6b610c50-99fb-4ef0-a5f3-e312fd945bc3", COMPOSE)])
    .fix(&[step("Set `resources.limits.cpu` on every container.").risk("A limit that is too low slows the program down."), Remedy::edit(COMPOSE, "Write deploy.resources.limits.cpus, or cpus.", &[])]),
    workload("workload-memory-request", "resource-limits", "Containers say how much memory they ask for", &[Key::MemoryRequest], |s| {
        s.is(Key::MemoryRequest)
    })
    .severity(Severity::Low)
    .why(
        "Pods that ask for no memory are the first to be evicted when a node runs short. Portals and interfaces then go \
         down without a fault of their own.",
    )
    .also(&[Alias::checkov("CKV_K8S_12", PODS), Alias::trivy("AVD-KSV-0016", RUNNING), Alias::kics("229588ef-8fde-40c8-8756-f4f2b5825ded", RUNNING)])
    .fix(&[step("Set `resources.requests.memory` on every container.")]),
    workload("workload-memory-limit", "resource-limits", "Containers are limited in memory", &[Key::MemoryLimit], |s| {
        s.is(Key::MemoryLimit)
    })
    .severity(Severity::Low)
    .why(
        "A leak in one container without a limit exhausts the node and takes down the workloads beside it.",
    )
    .also(&[Alias::checkov("CKV_K8S_13", PODS), Alias::trivy("AVD-KSV-0018", RUNNING), Alias::kics("b14d1bc4-a208-45db-92f0-e21f8e2588e9", RUNNING), Alias::kics("bb9ac4f7-e13b-423d-a010-c74a1bfbe492", COMPOSE)])
    .fix(&[step("Set `resources.limits.memory` on every container.").risk("A program that needs more is ended."), Remedy::edit(COMPOSE, "Write deploy.resources.limits.memory, or mem_limit.", &[]) .risk("A limit that is too low stops the service.")]),
    workload("workload-liveness", "health-monitoring", "Containers that hang are restarted", &[Key::LivenessProbe], |s| {
        s.is(Key::LivenessProbe)
    })
    .severity(Severity::Low)
    .why(
        "Without a liveness probe a program that hangs stays in service until somebody notices, which for an interface \
         to records can be long.",
    )
    .also(&[Alias::checkov("CKV_K8S_8", SERVING), Alias::kube_linter("no-liveness-probe", SERVING), Alias::kics("ade74944-a674-4e00-859e-c6eab5bde441", SERVING)])
    .fix(&[step("Add a `livenessProbe` to every container.").risk("A probe that is too strict restarts a slow program.")]),
    workload("workload-readiness", "health-monitoring", "Requests wait until a container is ready", &[Key::ReadinessProbe], |s| {
        s.is(Key::ReadinessProbe)
    })
    .severity(Severity::Low)
    .why(
        "Without a readiness probe requests reach containers that cannot answer yet, so that every update loses some of \
         them.",
    )
    .also(&[Alias::checkov("CKV_K8S_9", SERVING), Alias::kube_linter("no-readiness-probe", SERVING), Alias::kics("a659f3b5-9bf0-438a-bd9a-7d3a6427f1e3", SERVING)])
    .fix(&[step("Add a `readinessProbe` to every container.")]),
    workload("workload-replicas", "high-availability", "Workload has more than one replica", &[Key::Instances], |s| {
        s.at_least(Key::Instances, 2)
    })
    .severity(Severity::Low)
    .why(
        "A single replica is gone during every update of its node. A second one keeps the application up for those who \
         need records now.",
    )
    .fix(&[Remedy::edit(
        &["kubernetes_deployment", "kubernetes_stateful_set", "kubernetes_replica_set", "kubernetes_replication_controller"],
        "Set `replicas` to 2 or more.",
        &[],
    )
    .command("kubectl -n {namespace} scale {kind} {name} --replicas=2")
    .risk("The program has to bear running twice.").change(&[Edit::Member(Member::object("spec.replicas", "2"))])]),
    workload("workload-anti-affinity", "high-availability", "Replicas are kept on different nodes", &[Key::AntiAffinity, Key::Instances], |s| {
        s.at_least(Key::Instances, 2).when_holds("there is a single replica", || s.is(Key::AntiAffinity))
    })
    .severity(Severity::Low)
    .why(
        "Replicas on one node fall together with it. Spread over nodes, the application survives the loss of one.",
    )
    .fix(&[step("Add `topologySpreadConstraints` or a `podAntiAffinity` over `kubernetes.io/hostname`.")]),
    workload("workload-rolling-update", "high-availability", "Updates replace pods one after the other", &[Key::RollingUpdate], |s| {
        s.is(Key::RollingUpdate)
    })
    .severity(Severity::Low)
    .why(
        "With the strategy Recreate every update takes the application down until the new version is up.",
    )
    .fix(&[Remedy::edit(
        &["kubernetes_deployment", "kubernetes_deployment_config"],
        "Set `strategy.type: RollingUpdate`.",
        &[],
    )
    .command("kubectl -n {namespace} patch {kind} {name} -p '{\"spec\":{\"strategy\":{\"type\":\"RollingUpdate\"}}}'")
    .risk("Two versions run beside each other during the update.").change(&[Edit::Member(Member::object("spec.strategy.type", "\"RollingUpdate\""))])]),
    of(Kind::ClusterSetting, "autoscaler-replicas", "high-availability", "Autoscaler keeps more than one replica", &[Key::Instances], |s| {
        s.at_least(Key::Instances, 2)
    })
    .severity(Severity::Low)
    .why(
        "An autoscaler that goes down to one replica leaves the application to a single pod in quiet hours, and care \
         knows no quiet hours.",
    )
    .fix(&[Remedy::edit(SCALERS, "Set `minReplicas` to 2 or more.", &[])
        .command("kubectl -n {namespace} patch {kind} {name} -p '{\"spec\":{\"minReplicas\":2}}'").change(&[Edit::Member(Member::object("spec.minReplicas", "2"))])]),
    of(Kind::ClusterSetting, "disruption-budget-allows-updates", "managed-patching", "Disruption budget lets nodes be updated", &[Key::Disruptions], |s| {
        s.is(Key::Disruptions)
    })
    .severity(Severity::Low)
    .why(
        "A budget that allows no disruption keeps nodes from being drained, so that their fixes wait or are forced \
         through with an outage.",
    )
    .fix(&[Remedy::edit(BUDGETS, "Allow at least one pod to be away: `maxUnavailable: 1`.", &[])]),
    workload("workload-secret-variables", "secret-management", "Secrets do not reach containers as variables", &[Key::SecretVariables], |s| {
        s.is_not(Key::SecretVariables)
    })
    .severity(Severity::Low)
    .why(
        "Variables show up in crash reports, in the output of debuggers and in child processes. A mounted file is read \
         by the program alone and follows a rotation.",
    )
    .also(&[Alias::checkov("CKV_K8S_35", PODS), Alias::kics("3d658f8b-d988-41a0-a841-40043121de1e", RUNNING)])
    .fix(&[step("Mount the secret as a volume and read it from the file.").risk("The program has to read a file.")]),
    workload("workload-account-token", "workload-identity", "Workload does not mount a token it has no use for", &[Key::TokenMounted], token_is_off)
    .why(
        "The token of the service account lets whoever breaks into a container speak to the API server. Most \
         applications never do, so that only an intruder uses it.",
    )
    .also(&[Alias::checkov("CKV_K8S_38", PODS), Alias::kics("48471392-d4d0-47c0-b135-cdec95eb3eef", RUNNING)])
    .fix(&[patch(
        "Set `automountServiceAccountToken: false` on the pod, or on its service account.",
        "kubectl -n {namespace} patch {kind} {name} -p '{pod}\"automountServiceAccountToken\":false{/pod}'",
    )
    .risk("A program that speaks to the API server needs the token.").change(&[Edit::Member(Member::pod("automountServiceAccountToken", "false"))])]),
    workload("workload-own-account", "workload-identity", "Workload has a service account of its own", &[Key::ServiceAccount], |s| {
        let unused = s.resource.get(Key::TokenMounted).is_some_and(|t| t.datum() == Some(&Datum::Bool(false)));
        if unused {
            return Outcome::pass().by(Key::TokenMounted);
        }
        s.text(Key::ServiceAccount, |name| name != "default")
    })
    .severity(Severity::Low)
    .why(
        "Whatever is granted to the default account is granted to every workload that names none. An account of its own \
         keeps rights, and their traces, apart.",
    )
    .also(&[Alias::kube_linter("default-service-account", PODS)])
    .fix(&[step("Create a service account and name it in `serviceAccountName`.")]),
    workload("workload-ssh", "admin-access", "Containers serve no SSH", &[Key::SshPort], |s| s.is_not(Key::SshPort))
    .why(
        "A login service in a container passes by the cluster's authentication and its audit log. Access through the \
         API server is checked and recorded.",
    )
    .also(&[Alias::kube_linter("ssh-port", PODS)])
    .fix(&[step("Remove port 22 and the server behind it; use `kubectl exec` under a role that allows it.")]),
    workload("workload-low-port", "workload-hardening", "Containers listen on unprivileged ports", &[Key::LowPort], |s| {
        s.is_not(Key::LowPort)
    })
    .severity(Severity::Low)
    .why(
        "Ports below 1024 need a privilege that is otherwise not needed. A service can map any port to a higher one of \
         the container.",
    )
    .also(&[Alias::kube_linter("privileged-ports", RUNNING), Alias::trivy("AVD-KSV-0117", RUNNING)])
    .fix(&[step("Listen on a port of 1024 or more and map it in the service.")]),
    of(Kind::Any, "kubernetes-default-namespace", "network-segmentation", "Object stands in a namespace of its own", &[Key::InDefaultNamespace], |s| {
        s.is_not(Key::InDefaultNamespace)
    })
    .severity(Severity::Low)
    .only(NAMESPACED)
    .why(
        "Namespaces are what roles, quotas and network policies are bound to. In the default one, everything that was \
         never placed shares the same rights and the same network.",
    )
    .also(&[Alias::checkov("CKV_K8S_21", CHECKOV_NAMESPACED), Alias::trivy("AVD-KSV-0110", TRIVY_NAMESPACED)])
    .fix(&[Remedy::edit(NAMESPACED, "Set `metadata.namespace` to a namespace of the application.", &[])
        .risk("The object is made anew in the other namespace.")]),
];

/// Workloads whose namespace Trivy judges.
const TRIVY_NAMESPACED: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_stateful_set",
    "kubernetes_daemonset",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
];

/// Kinds of objects whose namespace matters, as Checkov lists them.
const CHECKOV_NAMESPACED: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_daemonset",
    "kubernetes_stateful_set",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_service",
    "kubernetes_secret",
    "kubernetes_service_account",
    "kubernetes_role",
    "kubernetes_role_binding",
    "kubernetes_config_map",
    "kubernetes_ingress",
    "kubernetes_pod_v1",
    "kubernetes_deployment_v1",
    "kubernetes_daemon_set_v1",
    "kubernetes_stateful_set_v1",
    "kubernetes_replication_controller_v1",
    "kubernetes_job_v1",
    "kubernetes_cron_job_v1",
    "kubernetes_service_v1",
    "kubernetes_secret_v1",
    "kubernetes_service_account_v1",
    "kubernetes_role_binding_v1",
    "kubernetes_config_map_v1",
    "kubernetes_ingress_v1",
];

/// Every type of which the namespace is judged.
const NAMESPACED: &[&str] = &[
    "kubernetes_pod",
    "kubernetes_deployment",
    "kubernetes_deployment_config",
    "kubernetes_daemonset",
    "kubernetes_stateful_set",
    "kubernetes_replica_set",
    "kubernetes_replication_controller",
    "kubernetes_job",
    "kubernetes_cron_job",
    "kubernetes_service",
    "kubernetes_secret",
    "kubernetes_service_account",
    "kubernetes_role",
    "kubernetes_role_binding",
    "kubernetes_config_map",
    "kubernetes_ingress",
    "kubernetes_pod_v1",
    "kubernetes_deployment_v1",
    "kubernetes_daemon_set_v1",
    "kubernetes_stateful_set_v1",
    "kubernetes_replica_set_v1",
    "kubernetes_replication_controller_v1",
    "kubernetes_job_v1",
    "kubernetes_cron_job_v1",
    "kubernetes_service_v1",
    "kubernetes_secret_v1",
    "kubernetes_service_account_v1",
    "kubernetes_role_v1",
    "kubernetes_role_binding_v1",
    "kubernetes_config_map_v1",
    "kubernetes_ingress_v1",
];

/// The pod decides; where it is silent, its service account does, and without a word of either a token is mounted.
fn token_is_off(s: &Subject<'_>) -> Outcome {
    let silent = s.resource.get(Key::TokenMounted).and_then(Setting::datum) == Some(&Datum::Absent);
    if !silent {
        return s.is_not(Key::TokenMounted);
    }
    match account_of(s).and_then(|account| account.get(Key::TokenMounted)) {
        Some(setting) if setting.truth() == Truth::False => Outcome::pass().by(Key::ServiceAccount),
        Some(Setting::Unknown { why, .. }) => Outcome::unknown(why.clone()).by(Key::ServiceAccount),
        _ => Outcome::fail().by(Key::TokenMounted),
    }
}

/// The service account that a workload names, where it is declared.
fn account_of<'a>(s: &Subject<'a>) -> Option<&'a Resource> {
    let name = match s.resource.get(Key::ServiceAccount)?.datum()? {
        Datum::Text(name) => name.clone(),
        _ => return None,
    };
    let namespace = s.resource.get(Key::Namespace)?.datum()?.clone();
    s.estate.of_kind(Kind::Identity).find(|account| {
        account.native_type.starts_with("kubernetes_service_account")
            && account.name == name
            && account.get(Key::Namespace).and_then(Setting::datum) == Some(&namespace)
    })
}

/// Whether every pair of a selector is among the labels; unknown labels may be any.
pub(super) fn selects(selector: &Datum, labels: &Datum) -> Truth {
    let (Datum::Map(wanted), Datum::Map(labels)) = (selector, labels) else { return Truth::False };
    Truth::all(wanted.iter(), |(name, value)| {
        let Some((_, label)) = labels.iter().find(|(n, _)| n == name) else { return Truth::False };
        match (value, label) {
            (Maybe::Known(value), Maybe::Known(label)) => (value == label).into(),
            (Maybe::Unknown(why), _) | (_, Maybe::Unknown(why)) => Truth::Unknown(why.clone()),
        }
    })
}
