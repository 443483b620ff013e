//! Who may do what in the cluster: roles, their bindings and service accounts.

use std::sync::Arc;

use super::of;
use crate::check::{Alias, Check, Edit, Member, Outcome, Remedy, Severity, Subject};
use crate::native::Why;
use crate::resource::{Datum, Key, Kind, Resource, Setting, Statement, Truth};

const ROLES: &[&str] =
    &["kubernetes_role", "kubernetes_cluster_role", "kubernetes_role_v1", "kubernetes_cluster_role_v1"];
const MANIFEST_ROLES: &[&str] = &["kubernetes_role", "kubernetes_cluster_role"];
const CLUSTER_ROLE: &[&str] = &["kubernetes_cluster_role"];
const BINDINGS: &[&str] = &[
    "kubernetes_role_binding",
    "kubernetes_cluster_role_binding",
    "kubernetes_role_binding_v1",
    "kubernetes_cluster_role_binding_v1",
];
const MANIFEST_BINDINGS: &[&str] = &["kubernetes_role_binding", "kubernetes_cluster_role_binding"];
const CLUSTER_BINDING: &[&str] = &["kubernetes_cluster_role_binding"];
const ACCOUNTS: &[&str] = &["kubernetes_service_account", "kubernetes_service_account_v1"];

const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";
const CERTIFICATES: &str = "certificates.k8s.io";

/// A check that no single rule of a role satisfies a test.
const fn role(
    id: &'static str,
    objective: &'static str,
    title: &'static str,
    test: fn(&Subject<'_>) -> Outcome,
) -> Check {
    of(Kind::Role, id, objective, title, &[Key::ClusterRules], test)
}

const fn binding(
    id: &'static str,
    objective: &'static str,
    title: &'static str,
    test: fn(&Subject<'_>) -> Outcome,
) -> Check {
    of(Kind::RoleBinding, id, objective, title, &[Key::RoleReference, Key::Subjects], test)
}

const fn narrow(steps: &'static str) -> Remedy {
    Remedy::edit(ROLES, steps, &[])
        .command("kubectl edit {kind} {name}")
        .risk("Whoever relies on the rule loses the right.")
}

const fn rebind(steps: &'static str) -> Remedy {
    Remedy::edit(BINDINGS, steps, &[])
        .command("kubectl describe {kind} {name}")
        .risk("Whoever relies on the grant loses the right.")
}

pub(super) static CHECKS: &[Check] = &[
    role("role-wildcards", "least-privilege", "Role names what it allows", |s| {
        s.no_statement(Key::ClusterRules, |rule| {
            let star = |text: &str| text.contains('*');
            Truth::any(rule.actions.iter(), |a| a.test(|a| star(a)))
                .or(|| Truth::any(rule.resources.iter(), |r| r.test(|r| star(r))))
        })
    })
    .severity(Severity::High)
    .why(
        "A wildcard grants what exists today and whatever is added tomorrow. Nobody decided that the holder should have \
         it, and nobody will notice.",
    )
    .also(&[Alias::checkov("CKV_K8S_49", ROLES), Alias::kics("6b896afb-ca07-467a-b256-1a0077a1c08e", MANIFEST_ROLES)])
    .fix(&[narrow("List the API groups, resources and verbs that the job needs instead of `*`.")]),
    role("role-everything", "privileged-access", "Role does not grant everything", |s| {
        s.no_statement(Key::ClusterRules, |rule| {
            let all = |list: &Arc<[crate::resource::Maybe<Arc<str>>]>, test: fn(&str) -> bool| {
                Truth::any(list.iter(), |i| i.test(|t| test(t)))
            };
            all(&rule.actions, |a| a == "*").and(|| all(&rule.resources, |r| r == "*.*"))
        })
    })
    .severity(Severity::Critical)
    .why(
        "Every verb on every resource is administration of the cluster: it reads each secret and every record that \
         applications keep there.",
    )
    .also(&[Alias::trivy("AVD-KSV-0044", MANIFEST_ROLES)])
    .fix(&[narrow("Replace the rule of all verbs on all resources by the ones that are needed.")]),
    role("role-bind", "privileged-access", "Role does not let its holders grant other roles", |s| {
        lacks(s, &["bind"], &[("rolebindings", RBAC), ("clusterrolebindings", RBAC)])
    })
    .severity(Severity::High)
    .why(
        "The verb bind sets aside the rule that nobody grants more than they have: its holder can make themselves \
         administrator.",
    )
    .also(&[Alias::checkov("CKV_K8S_157", MANIFEST_ROLES)])
    .fix(&[narrow("Remove the verb `bind`, or limit it with `resourceNames` to harmless roles.")]),
    role("role-escalate", "privileged-access", "Role does not let its holders widen roles", |s| {
        lacks(s, &["escalate"], &[("roles", RBAC), ("clusterroles", RBAC)])
    })
    .severity(Severity::High)
    .why(
        "The verb escalate lets its holder write rights into a role that they do not have themselves, their own role \
         included.",
    )
    .also(&[Alias::checkov("CKV_K8S_158", MANIFEST_ROLES)])
    .fix(&[narrow("Remove the verb `escalate`.")]),
    role("role-impersonate", "privileged-access", "Role does not let its holders act as others", |s| {
        lacks(s, &["impersonate"], &[("users", ""), ("groups", ""), ("serviceaccounts", "")])
    })
    .severity(Severity::High)
    .why(
        "Who may impersonate acts under any name, an administrator's included, and the audit log then names somebody \
         else.",
    )
    .fix(&[narrow("Remove the verb `impersonate`, or limit it with `resourceNames`.")]),
    role("role-webhooks", "privileged-access", "Role does not control admission webhooks", |s| {
        lacks(
            s,
            &["create", "update", "patch"],
            &[("mutatingwebhookconfigurations", ADMISSION), ("validatingwebhookconfigurations", ADMISSION)],
        )
    })
    .severity(Severity::High)
    .only(&["kubernetes_cluster_role", "kubernetes_cluster_role_v1"])
    .why(
        "An admission webhook sees every object that is written, secrets included, and can change it. Who may set one \
         reads and rewrites the cluster.",
    )
    .also(&[Alias::checkov("CKV_K8S_155", CLUSTER_ROLE)])
    .fix(&[narrow("Leave webhook configurations to the cluster's administrators.")]),
    role("role-approve-certificates", "privileged-access", "Role does not approve certificate requests", approves)
        .severity(Severity::High)
        .only(&["kubernetes_cluster_role", "kubernetes_cluster_role_v1"])
        .why(
            "A client certificate can name any user and cannot be withdrawn. Who may approve requests can be whoever \
             they like until it expires.",
        )
        .also(&[Alias::checkov("CKV_K8S_156", CLUSTER_ROLE)])
        .fix(&[narrow("Remove the rights on `certificatesigningrequests/approval` or on `signers`.")]),
    role("role-secrets", "least-privilege", "Role does not read all secrets", |s| {
        s.no_statement(Key::ClusterRules, |rule| {
            can(rule, &["get", "list", "watch"], &[("secrets", "")]).and(|| named(rule).negate())
        })
    })
    .severity(Severity::High)
    .why(
        "Secrets hold the passwords and keys of databases with records. A rule without names opens all of them, also \
         those that come later.",
    )
    .also(&[Alias::kics("b7bca5c4-1dab-4c2c-8cbe-3050b9d59b14", MANIFEST_ROLES)])
    .fix(&[narrow("Name the secrets in `resourceNames` and allow `get` alone; `list` and `watch` show them all.")]),
    role("role-create-pods", "least-privilege", "Role does not create workloads", |s| {
        lacks(
            s,
            &["create", "update", "patch"],
            &[("pods", ""), ("deployments", "apps"), ("daemonsets", "apps"), ("statefulsets", "apps"),
              ("replicasets", "apps"), ("replicationcontrollers", ""), ("jobs", "batch"), ("cronjobs", "batch")],
        )
    })
    .why(
        "Who can start a pod can mount any secret of its namespace into it and act as any of its service accounts. The \
         right belongs to deployment, not to people and applications at large.",
    )
    .fix(&[narrow("Grant the creation of workloads to the deployment's account alone.")]),
    role("role-exec", "privileged-access", "Role does not open shells in containers", |s| {
        lacks(s, &["create", "get"], &[("pods/exec", ""), ("pods/attach", "")])
    })
    .severity(Severity::High)
    .why(
        "A shell in a container sees everything that the application sees, records included, and leaves no trace in the \
         application's own log.",
    )
    .fix(&[narrow("Remove `pods/exec` and `pods/attach`; grant them for a limited time when needed.")]),
    role("role-node-proxy", "privileged-access", "Role does not reach kubelets through the API server", |s| {
        lacks(s, &["create", "get"], &[("nodes/proxy", "")])
    })
    .severity(Severity::High)
    .why(
        "Through nodes/proxy commands run in any container of a node, past admission control and past the audit log.",
    )
    .also(&[Alias::trivy("AVD-KSV-0047", MANIFEST_ROLES)])
    .fix(&[narrow("Remove `nodes/proxy`; use `nodes/metrics` or `nodes/stats` for monitoring.")]),
    role("role-delete-logs", "log-integrity", "Role does not delete events or logs in bulk", |s| {
        lacks(s, &["deletecollection"], &[("events", ""), ("events", "events.k8s.io"), ("pods/log", "")])
    })
    .why(
        "Events are part of the trace of what happened. Who may delete all of them at once can clear up behind \
         themselves.",
    )
    .fix(&[narrow("Remove the verb `deletecollection`.")]),
    binding("binding-default-account", "workload-identity", "No right is granted to a default service account", |s| {
        s.is_not(Key::DefaultSubject)
    })
    .why(
        "What the default account of a namespace may do, every workload there may do that names no other. Rights should \
         go to the one account that needs them.",
    )
    .also(&[Alias::checkov("CKV_K8S_42", BINDINGS), Alias::kics("1e749bc9-fde8-471c-af0c-8254efd2dee5", MANIFEST_BINDINGS)])
    .fix(&[rebind("Create a service account for the workload and bind the role to it.")]),
    binding("binding-anonymous", "privileged-access", "No right is granted to everybody", |s| {
        s.is_not(Key::AnonymousSubject)
    })
    .severity(Severity::Critical)
    .why(
        "A grant to anonymous, unauthenticated or all authenticated users opens the cluster to whoever reaches its API, \
         and no log can say who it was.",
    )
    .fix(&[rebind("Remove the subject and name the users or groups that need the right.")]),
    binding("binding-cluster-admin", "privileged-access", "cluster-admin is not granted", |s| {
        s.text(Key::RoleReference, |role| role != "ClusterRole/cluster-admin")
    })
    .severity(Severity::High)
    .why(
        "cluster-admin reads every secret and every record in the cluster and may remove its own traces. It should be \
         kept for emergencies.",
    )
    .also(&[Alias::kube_linter("cluster-admin-role-binding", CLUSTER_BINDING), Alias::kics("249328b8-5f0f-409f-b1dd-029f07882e11", CLUSTER_BINDING)])
    .fix(&[rebind("Bind a role with the rights that the job needs.")]),
    binding("binding-escalation", "privileged-access", "No service account can grant roles to others", |s| {
        granted(s, &["bind"], &["clusterrolebindings", "rolebindings"], false)
    })
    .severity(Severity::High)
    .why("A workload that may bind roles becomes administrator as soon as somebody takes it over.")
    .also(&[Alias::checkov("CKV2_K8S_1", MANIFEST_BINDINGS)])
    .fix(&[rebind("Bind a role without the verb `bind`.")]),
    binding("binding-exec", "privileged-access", "No service account can run commands in pods or nodes", |s| {
        granted(s, &["create"], &["pods/exec", "nodes/proxy"], false)
    })
    .severity(Severity::High)
    .why("A workload that may open shells in others sees the records of all of them once it is taken over.")
    .also(&[Alias::checkov("CKV2_K8S_2", MANIFEST_BINDINGS)])
    .fix(&[rebind("Bind a role without `pods/exec` and `nodes/proxy`.")]),
    binding("binding-impersonate", "privileged-access", "No service account can act as others", |s| {
        granted(s, &["impersonate"], &["groups", "users", "serviceaccounts"], false)
    })
    .severity(Severity::High)
    .why("A workload that may impersonate can do whatever anybody can, under a name that is not its own.")
    .also(&[Alias::checkov("CKV2_K8S_3", MANIFEST_BINDINGS)])
    .fix(&[rebind("Bind a role without the verb `impersonate`.")]),
    binding("binding-service-status", "network-segmentation", "No service account can redirect services", |s| {
        granted(s, &["update", "patch"], &["services/status"], false)
    })
    .why(
        "Who writes the status of services can lead traffic for any address to a pod of theirs (CVE-2020-8554, which has \
         no fix) and read what was meant for others.",
    )
    .also(&[Alias::checkov("CKV2_K8S_4", MANIFEST_BINDINGS)])
    .fix(&[rebind("Bind a role without `services/status`.")]),
    binding("binding-secrets", "least-privilege", "No service account can read all secrets", |s| {
        granted(s, &["get", "watch", "list"], &["secrets"], true)
    })
    .severity(Severity::High)
    .why("A workload that reads every secret opens every database behind them once it is taken over.")
    .also(&[Alias::checkov("CKV2_K8S_5", MANIFEST_BINDINGS)])
    .fix(&[rebind("Bind a role that names the secrets it may read.")]),
    of(Kind::Identity, "default-account-token", "workload-identity", "The default service account hands out no token", &[Key::DefaultAccountToken], |s| {
        s.is_not(Key::DefaultAccountToken)
    })
    .why(
        "Every workload that names no account gets the token of the default one. Without a token an intruder in such a \
         workload has no way to speak to the API server.",
    )
    .also(&[Alias::checkov("CKV_K8S_41", ACCOUNTS)])
    .fix(&[Remedy::edit(ACCOUNTS, "Set `automountServiceAccountToken: false` on the account.", &[])
        .command("kubectl -n {namespace} patch serviceaccount {name} -p '{\"automountServiceAccountToken\":false}'")
        .risk("Workloads that use the token need an account of their own.").change(&[Edit::Member(Member::object("automountServiceAccountToken", "false"))])]),
];

/// Whether no rule grants one of the verbs on one of the resources, names set aside.
fn lacks(s: &Subject<'_>, verbs: &[&str], resources: &[(&str, &str)]) -> Outcome {
    s.no_statement(Key::ClusterRules, |rule| can(rule, verbs, resources).and(|| named(rule).negate()))
}

/// Whether a rule grants one of the verbs on one of the resources, each with its group.
fn can(rule: &Statement, verbs: &[&str], resources: &[(&str, &str)]) -> Truth {
    Truth::any(rule.actions.iter(), |a| a.test(|a| a.as_ref() == "*" || verbs.contains(&&**a))).and(|| {
        Truth::any(rule.resources.iter(), |r| r.test(|r| resources.iter().any(|wanted| is(r, *wanted))))
    })
}

/// Whether a resource of a rule, written as `resource.group`, is or holds the one wanted.
fn is(granted: &str, (name, group): (&str, &str)) -> bool {
    let Some((resource, own)) = granted.split_once('.') else { return false };
    let sub = |n: &str| n.split_once('/').map(|(_, sub)| sub.to_owned());
    (own == "*" || own == group)
        && (resource == "*"
            || resource == name
            || resource.strip_prefix("*/").is_some_and(|s| sub(name).as_deref() == Some(s)))
}

/// Whether a rule is limited to objects by name.
fn named(rule: &Statement) -> Truth {
    rule.conditions.test(|conditions| !conditions.is_empty())
}

/// Approval takes two rights: to write the approval, and to approve for a signer.
fn approves(s: &Subject<'_>) -> Outcome {
    let write = lacks(s, &["update", "patch"], &[("certificatesigningrequests/approval", CERTIFICATES)]);
    let sign = lacks(s, &["approve"], &[("signers", CERTIFICATES)]);
    write.or(sign)
}

/// Whether no service account or node is granted the verbs on the resources by the role that is bound.
fn granted(s: &Subject<'_>, verbs: &[&str], resources: &[&str], names_count: bool) -> Outcome {
    let to_program = s.any_text(Key::Subjects, |subject| {
        subject.starts_with("ServiceAccount:") || subject.starts_with("Node:")
    });
    let by_role = by_role(s, verbs, resources, names_count);
    to_program.negate().or(by_role)
}

/// Whether the role that is bound lacks the rights.
fn by_role(s: &Subject<'_>, verbs: &[&str], resources: &[&str], names_count: bool) -> Outcome {
    let Some(role) = role_of(s) else { return s.ask(Key::RoleReference, |d| built_in(d, verbs, resources)) };
    let rules = match role.get(Key::ClusterRules) {
        Some(
            Setting::Known { datum: Datum::Statements(rules), .. }
            | Setting::Default(Datum::Statements(rules)),
        ) => rules,
        Some(Setting::Unknown { why, .. }) => return Outcome::unknown(why.clone()).by(Key::RoleReference),
        _ => return Outcome::pass().by(Key::RoleReference),
    };
    let grants = Truth::any(rules.iter(), |rule| {
        Truth::any(rule.actions.iter(), |a| a.test(|a| a.as_ref() == "*" || verbs.contains(&&**a)))
            .and(|| {
                Truth::any(rule.resources.iter(), |r| {
                    r.test(|r| {
                        let resource = r.split_once('.').map_or(&**r, |(resource, _)| resource);
                        resource == "*" || resources.contains(&resource)
                    })
                })
            })
            .and(|| if names_count { named(rule).negate() } else { Truth::True })
    });
    Outcome::of(grants.negate(), Key::RoleReference)
}

/// Whether a role that every cluster has lacks the rights; any other that is not declared here cannot be told.
fn built_in(role: &Datum, verbs: &[&str], resources: &[&str]) -> Truth {
    let Datum::Text(role) = role else { return Truth::True };
    let wants = |verb: &str, resource: &str| verbs.contains(&verb) && resources.contains(&resource);
    match &**role {
        "ClusterRole/cluster-admin" => Truth::False,
        "ClusterRole/admin" | "ClusterRole/edit" => {
            let grants = wants("get", "secrets")
                || wants("create", "pods/exec")
                || wants("impersonate", "serviceaccounts");
            (!grants).into()
        }
        "ClusterRole/view" => Truth::True,
        other => Truth::Unknown(Arc::new(Why::NotCollected(format!("{other} is not declared here").into()))),
    }
}

/// The role that a binding grants, where it is declared: in the same place, else anywhere that was scanned.
fn role_of<'a>(s: &Subject<'a>) -> Option<&'a Resource> {
    let Datum::Text(reference) = s.resource.get(Key::RoleReference)?.datum()? else { return None };
    let (kind, name) = reference.split_once('/')?;
    let namespace = s.resource.get(Key::Namespace).and_then(Setting::datum);
    let fits = |role: &&Resource| {
        &*role.name == name
            && match kind {
                "ClusterRole" => role.native_type.starts_with("kubernetes_cluster_role"),
                _ => {
                    role.native_type.starts_with("kubernetes_role")
                        && role.get(Key::Namespace).and_then(Setting::datum) == namespace
                }
            }
    };
    let roles = || s.estate.of_kind(Kind::Role).filter(fits);
    roles().find(|role| role.scope.account == s.resource.scope.account).or_else(|| roles().next())
}
