//! Workloads: what fails, what passes, and the line that has to be edited.

use super::{verdict, verdicts};
use crate::check::Verdict::{Fail, Pass};
use crate::testing;

/// A pod in a namespace of its own, with members of its specification and of its only container.
fn pod(spec: &str, container: &str) -> String {
    let indent = |text: &str, by: usize| -> String {
        text.lines().flat_map(|l| [" ".repeat(by), l.to_owned(), "\n".to_owned()]).collect()
    };
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: portal\n  namespace: records\nspec:\n{}  containers:\n    - name: web\n{}",
        indent(spec, 2),
        indent(container, 6)
    )
}

/// Each row: a check, members of the pod and of its container with which it passes, and with which it fails.
const ROWS: &[(&str, [&str; 2], [&str; 2])] = &[
    ("workload-privileged", ["", ""], ["", "securityContext: {privileged: true}"]),
    ("workload-host-pid", ["hostPID: false", ""], ["hostPID: true", ""]),
    ("workload-host-ipc", ["", ""], ["hostIPC: true", ""]),
    ("workload-host-network", ["", ""], ["hostNetwork: true", ""]),
    ("workload-host-process", ["", ""], ["securityContext: {windowsOptions: {hostProcess: true}}", ""]),
    (
        "workload-host-port",
        ["", "ports: [{containerPort: 80}]"],
        ["", "ports: [{containerPort: 80, hostPort: 80}]"],
    ),
    (
        "workload-host-path",
        ["volumes: [{name: a, emptyDir: {}}]", ""],
        ["volumes: [{name: a, hostPath: {path: /srv/x}}]", ""],
    ),
    (
        "workload-sensitive-host-path",
        ["volumes: [{name: a, hostPath: {path: /srv/x}}]", ""],
        ["volumes: [{name: a, hostPath: {path: /etc/ssl}}]", ""],
    ),
    (
        "workload-writable-host-path",
        [
            "volumes: [{name: a, hostPath: {path: /srv/x}}]",
            "volumeMounts: [{name: a, mountPath: /x, readOnly: true}]",
        ],
        ["volumes: [{name: a, hostPath: {path: /srv/x}}]", "volumeMounts: [{name: a, mountPath: /x}]"],
    ),
    (
        "workload-runtime-socket",
        ["volumes: [{name: a, hostPath: {path: /srv/x}}]", ""],
        ["volumes: [{name: a, hostPath: {path: /var/run/docker.sock}}]", ""],
    ),
    (
        "workload-mount-propagation",
        ["", "volumeMounts: [{name: a, mountPath: /x}]"],
        ["", "volumeMounts: [{name: a, mountPath: /x, mountPropagation: Bidirectional}]"],
    ),
    ("workload-shared-processes", ["", ""], ["shareProcessNamespace: true", ""]),
    ("workload-host-aliases", ["", ""], ["hostAliases: [{ip: 10.0.0.1, hostnames: [lab]}]", ""]),
    (
        "workload-unsafe-sysctls",
        ["securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: '1'}]}", ""],
        ["securityContext: {sysctls: [{name: kernel.msgmax, value: '1'}]}", ""],
    ),
    ("workload-proc-mask", ["", ""], ["", "securityContext: {procMount: Unmasked}"]),
    ("workload-privilege-escalation", ["", "securityContext: {allowPrivilegeEscalation: false}"], ["", ""]),
    ("workload-non-root", ["securityContext: {runAsNonRoot: true}", ""], ["", ""]),
    (
        "workload-non-root",
        ["", "securityContext: {runAsUser: 5}"],
        ["securityContext: {runAsNonRoot: true}", "securityContext: {runAsNonRoot: false}"],
    ),
    (
        "workload-non-root",
        ["securityContext: {runAsUser: 7}", ""],
        ["securityContext: {runAsUser: 7}", "securityContext: {runAsUser: 0}"],
    ),
    (
        "workload-high-user",
        ["securityContext: {runAsUser: 10000}", ""],
        ["securityContext: {runAsUser: 9999}", ""],
    ),
    ("workload-high-user", ["hostUsers: false", ""], ["hostUsers: true", ""]),
    (
        "workload-root-group",
        ["securityContext: {runAsGroup: 5}", ""],
        ["securityContext: {runAsGroup: 0}", ""],
    ),
    ("workload-read-only-root", ["", "securityContext: {readOnlyRootFilesystem: true}"], ["", ""]),
    (
        "workload-added-capabilities",
        ["", "securityContext: {capabilities: {add: []}}"],
        ["", "securityContext: {capabilities: {add: [SYS_TIME]}}"],
    ),
    (
        "workload-sys-admin",
        ["", "securityContext: {capabilities: {add: [SYS_TIME]}}"],
        ["", "securityContext: {capabilities: {add: [CAP_SYS_ADMIN]}}"],
    ),
    (
        "workload-drop-capabilities",
        ["", "securityContext: {capabilities: {drop: [all]}}"],
        ["", "securityContext: {capabilities: {drop: [NET_RAW]}}"],
    ),
    (
        "workload-net-raw",
        ["", "securityContext: {capabilities: {drop: [NET_RAW]}}"],
        ["", "securityContext: {capabilities: {drop: [ALL], add: [NET_RAW]}}"],
    ),
    (
        "workload-seccomp",
        ["securityContext: {seccompProfile: {type: RuntimeDefault}}", ""],
        [
            "securityContext: {seccompProfile: {type: RuntimeDefault}}",
            "securityContext: {seccompProfile: {type: Unconfined}}",
        ],
    ),
    ("workload-apparmor", ["", ""], ["", "securityContext: {appArmorProfile: {type: Unconfined}}"]),
    (
        "workload-selinux",
        ["securityContext: {seLinuxOptions: {type: container_t}}", ""],
        ["securityContext: {seLinuxOptions: {type: spc_t}}", ""],
    ),
    ("workload-pod-context", ["securityContext: {fsGroup: 5}", ""], ["securityContext: {}", ""]),
    ("workload-container-context", ["", "securityContext: {privileged: false}"], ["", ""]),
    ("workload-image-tag", ["", "image: lab/web:1.4"], ["", "image: registry.example:5000/web"]),
    ("workload-image-digest", ["", "image: lab/web@sha256:aa"], ["", "image: lab/web:1.4"]),
    ("workload-image-pull", ["", "image: lab/web"], ["", "image: lab/web:1.4"]),
    (
        "workload-image-pull",
        ["", "image: lab/web:1.4\nimagePullPolicy: Always"],
        ["", "image: lab/web\nimagePullPolicy: IfNotPresent"],
    ),
    ("workload-git-sync", ["", "env: [{name: A, value: b}]"], ["", "env: [{name: GITSYNC_GIT, value: b}]"]),
    ("workload-dashboard", ["", "image: lab/web:1"], ["", "image: kubernetesui/dashboard:v2"]),
    ("workload-tiller", ["", "image: lab/web:1"], ["", "image: gcr.io/helm/tiller:v2"]),
    (
        "workload-tiller-listener",
        ["", "image: tiller:v2\nargs: ['--listen=localhost:44134']"],
        ["", "image: tiller:v2"],
    ),
    ("workload-cpu-request", ["", "resources: {requests: {cpu: 1}}"], ["", "resources: {limits: {cpu: 1}}"]),
    ("workload-cpu-limit", ["", "resources: {limits: {cpu: 1}}"], ["", ""]),
    ("workload-memory-request", ["", "resources: {requests: {memory: 1Gi}}"], ["", ""]),
    (
        "workload-memory-limit",
        ["", "resources: {limits: {memory: 1Gi}}"],
        ["", "resources: {requests: {memory: 1Gi}}"],
    ),
    ("workload-liveness", ["", "livenessProbe: {tcpSocket: {port: 80}}"], ["", ""]),
    ("workload-readiness", ["", "readinessProbe: {tcpSocket: {port: 80}}"], ["", ""]),
    (
        "workload-secret-variables",
        ["", "env: [{name: A, valueFrom: {fieldRef: {fieldPath: x}}}]"],
        ["", "envFrom: [{secretRef: {name: db}}]"],
    ),
    (
        "workload-secret-variables",
        ["", ""],
        ["", "env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: p}}}]"],
    ),
    ("workload-account-token", ["automountServiceAccountToken: false", ""], ["", ""]),
    ("workload-own-account", ["serviceAccountName: portal", ""], ["", ""]),
    (
        "workload-own-account",
        ["automountServiceAccountToken: false", ""],
        ["automountServiceAccountToken: true", ""],
    ),
    (
        "workload-non-root-enforced",
        ["securityContext: {runAsNonRoot: true}", ""],
        ["securityContext: {runAsUser: 1000}", ""],
    ),
    (
        "workload-non-root-enforced",
        ["", "securityContext: {runAsNonRoot: true}"],
        ["securityContext: {runAsNonRoot: true}", "securityContext: {runAsNonRoot: false}"],
    ),
    (
        "workload-root-group",
        ["securityContext: {supplementalGroups: [5], fsGroup: 7}", ""],
        ["securityContext: {supplementalGroups: [5, 0]}", ""],
    ),
    ("workload-root-group", ["securityContext: {runAsGroup: 7}", ""], ["securityContext: {fsGroup: 0}", ""]),
    (
        "workload-unsafe-sysctls",
        ["securityContext: {sysctls: [{name: net/ipv4/tcp_syncookies, value: '1'}]}", ""],
        ["securityContext: {sysctls: [{name: net/core/somaxconn, value: '1'}]}", ""],
    ),
    ("workload-ssh", ["", "ports: [{containerPort: 2222}]"], ["", "ports: [{containerPort: 22}]"]),
    ("workload-low-port", ["", "ports: [{containerPort: 8080}]"], ["", "ports: [{containerPort: 443}]"]),
];

#[test]
fn pods_pass_and_fail_by_what_they_say() {
    let mut wrong = Vec::new();
    for (check, pass, fail) in ROWS {
        for (expected, [spec, container]) in [(Pass, pass), (Fail, fail)] {
            let text = pod(spec, container);
            let got = verdict(&text, check, "Pod/records/portal").map(|(v, _)| v);
            if got != Some(expected) {
                wrong.push(format!("{check}: {got:?}, expected {expected:?} of\n{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_line_is_the_one_to_edit() {
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: portal\nspec:\n  template:\n    spec:\n      \
                hostPID: true\n      containers:\n        - name: web\n          image: lab/web\n        - name: log\n          \
                image: lab/log:1\n          securityContext:\n            privileged: true\n";
    let at = |check: &str| verdict(text, check, "Deployment/default/portal").unwrap();
    assert_eq!(at("workload-host-pid"), (Fail, 8));
    assert_eq!(at("workload-image-tag"), (Fail, 11));
    assert_eq!(at("workload-privileged"), (Fail, 15));
    assert_eq!(at("workload-read-only-root"), (Fail, 10));
    assert_eq!(at("workload-pod-context"), (Fail, 8));
    assert_eq!(at("kubernetes-default-namespace"), (Fail, 4));
}

#[test]
fn init_containers_count_and_job_probes_do_not() {
    let text = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: night, namespace: records}\nspec:\n  jobTemplate:\n    \
                spec:\n      template:\n        spec:\n          initContainers: [{name: a, image: x, securityContext: \
                {privileged: true}}]\n          containers: [{name: b, image: x}]\n";
    let address = "CronJob/records/night";
    assert_eq!(verdict(text, "workload-privileged", address).unwrap().0, Fail);
    assert_eq!(verdict(text, "workload-init-non-root", address).unwrap().0, Fail);
    assert_eq!(verdict(text, "workload-liveness", address), None);
}

#[test]
fn an_account_without_a_token_gives_its_pods_none() {
    let text = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: portal, namespace: records}\n\
                automountServiceAccountToken: false\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: records}\n\
                spec: {serviceAccountName: portal, containers: [{name: c}]}\n---\napiVersion: v1\nkind: Pod\n\
                metadata: {name: b, namespace: other}\nspec: {serviceAccountName: portal, containers: [{name: c}]}\n---\n\
                apiVersion: v1\nkind: Pod\nmetadata: {name: c, namespace: records}\n\
                spec: {serviceAccountName: portal, automountServiceAccountToken: true, containers: [{name: c}]}\n";
    let got = verdicts(text, "workload-account-token", ["Pod/records/a", "Pod/other/b", "Pod/records/c"]);
    assert_eq!(got, [Some(Pass), Some(Fail), Some(Fail)]);
}

#[test]
fn terraform_says_the_same_in_its_own_words() {
    let text = r#"
resource "kubernetes_deployment" "portal" {
  metadata {
    name      = "portal"
    namespace = "records"
  }
  spec {
    replicas = 1
    template {
      spec {
        host_pid = true
        automount_service_account_token = false
        container {
          name  = "web"
          image = "lab/web@sha256:aa"
          security_context {
            privileged      = true
            run_as_non_root = true
            capabilities {
              drop = ["ALL"]
            }
          }
          liveness_probe {
            tcp_socket { port = 80 }
          }
        }
      }
    }
  }
}
resource "kubernetes_pod_v1" "open" {
  metadata {
    name = var.unset
    namespace = var.unset
  }
  spec {
    host_network = var.unset
    container {
      image = var.unset
      env_from {
        secret_ref { name = "db" }
      }
    }
  }
}
"#;
    let address = "kubernetes_deployment.portal";
    for (check, expected) in [
        ("workload-host-pid", Fail),
        ("workload-privileged", Fail),
        ("workload-non-root", Pass),
        ("workload-drop-capabilities", Pass),
        ("workload-image-digest", Pass),
        ("workload-liveness", Pass),
        ("workload-readiness", Fail),
        ("workload-account-token", Pass),
        ("workload-replicas", Fail),
        ("kubernetes-default-namespace", Pass),
    ] {
        assert_eq!(testing::verdict(text, check, address), Some(expected), "{check}");
    }
    let unknown = Some(crate::check::Verdict::Unknown);
    for check in
        ["workload-host-network", "workload-image-tag", "workload-image-pull", "kubernetes-default-namespace"]
    {
        assert_eq!(testing::verdict(text, check, "kubernetes_pod_v1.open"), unknown, "{check}");
    }
    assert_eq!(testing::verdict(text, "workload-secret-variables", "kubernetes_pod_v1.open"), Some(Fail));
}

#[test]
fn every_setting_of_a_pod_can_be_unknown() {
    let body = |spec: &str, container: &str| {
        format!(
            "metadata {{\n namespace = \"records\"\n name = \"x\"\n }}\n spec {{\n {spec}\n container {{\n name = \"c\"\n image = \"x:1\"\n {container}\n }}\n }}"
        )
    };
    let rows: &[(&str, &str, &str)] = &[
        ("workload-privileged", "", "security_context {\n privileged = var.unset\n }"),
        ("workload-host-pid", "host_pid = var.unset", ""),
        ("workload-host-ipc", "host_ipc = var.unset", ""),
        ("workload-host-port", "", "port {\n host_port = var.unset\n }"),
        (
            "workload-sensitive-host-path",
            "volume {\n name = \"a\"\n host_path {\n path = var.unset\n }\n }",
            "",
        ),
        (
            "workload-privilege-escalation",
            "",
            "security_context {\n allow_privilege_escalation = var.unset\n }",
        ),
        ("workload-non-root", "security_context {\n run_as_non_root = var.unset\n }", ""),
        ("workload-high-user", "security_context {\n run_as_user = var.unset\n }", ""),
        ("workload-read-only-root", "", "security_context {\n read_only_root_filesystem = var.unset\n }"),
        ("workload-sys-admin", "", "security_context {\n capabilities {\n add = var.unset\n }\n }"),
        (
            "workload-drop-capabilities",
            "",
            "security_context {\n capabilities {\n drop = [var.unset]\n }\n }",
        ),
        ("workload-seccomp", "security_context {\n seccomp_profile {\n type = var.unset\n }\n }", ""),
        ("workload-cpu-limit", "", "resources {\n limits = var.unset\n }"),
        ("workload-account-token", "automount_service_account_token = var.unset", ""),
        ("workload-own-account", "service_account_name = var.unset", ""),
        ("workload-ssh", "", "port {\n container_port = var.unset\n }"),
    ];
    let texts: Vec<String> = rows.iter().map(|(_, spec, container)| body(spec, container)).collect();
    let cases: Vec<testing::Case> = rows
        .iter()
        .zip(&texts)
        .map(|((check, ..), text)| testing::Case {
            check,
            native: "kubernetes_pod",
            bodies: ["", "", Box::leak(text.clone().into_boxed_str())],
        })
        .collect();
    testing::hold(&cases);
}
