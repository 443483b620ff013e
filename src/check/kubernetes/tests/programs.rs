//! Programs of the control plane and kubelets.

use super::verdict;
use crate::check::Verdict::{Fail, Pass, Unknown};

fn program(name: &str, flags: &[&str]) -> String {
    let mut text = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: kube-system}}\nspec:\n  containers:\n    - name: a\n      command:\n        - /usr/local/bin/{name}\n"
    );
    text.extend(flags.iter().map(|f| format!("        - {f}\n")));
    text
}

/// A program, a check of it, and flags with which it passes and fails.
const ROWS: &[(&str, &str, &[&str], &[&str])] = &[
    ("kube-apiserver", "api-server-anonymous", &["--anonymous-auth=false"], &[]),
    ("kube-apiserver", "api-server-password-file", &[], &["--basic-auth-file=/x"]),
    ("kube-apiserver", "api-server-token-file", &[], &["--token-auth-file=/x"]),
    ("kube-apiserver", "api-server-kubelet-https", &[], &["--kubelet-https=false"]),
    (
        "kube-apiserver",
        "api-server-kubelet-client",
        &["--kubelet-client-certificate=/x", "--kubelet-client-key=/y"],
        &["--kubelet-client-key=/y"],
    ),
    ("kube-apiserver", "api-server-kubelet-authority", &["--kubelet-certificate-authority=/x"], &[]),
    (
        "kube-apiserver",
        "api-server-always-allow",
        &["--authorization-mode=Node,RBAC"],
        &["--authorization-mode=RBAC,AlwaysAllow"],
    ),
    (
        "kube-apiserver",
        "api-server-node-mode",
        &["--authorization-mode=Node,RBAC"],
        &["--authorization-mode=RBAC"],
    ),
    ("kube-apiserver", "api-server-rbac", &["--authorization-mode=Node,RBAC"], &[]),
    ("kube-apiserver", "api-server-always-admit", &[], &["--enable-admission-plugins=AlwaysAdmit"]),
    (
        "kube-apiserver",
        "api-server-always-pull",
        &["--enable-admission-plugins=AlwaysPullImages,NodeRestriction"],
        &["--enable-admission-plugins=NodeRestriction"],
    ),
    (
        "kube-apiserver",
        "api-server-service-accounts",
        &["--enable-admission-plugins=X"],
        &["--disable-admission-plugins=ServiceAccount"],
    ),
    (
        "kube-apiserver",
        "api-server-namespace-lifecycle",
        &[],
        &["--disable-admission-plugins=NamespaceLifecycle"],
    ),
    ("kube-apiserver", "api-server-pod-security", &[], &["--disable-admission-plugins=PodSecurity"]),
    ("kube-apiserver", "api-server-node-restriction", &["--enable-admission-plugins=NodeRestriction"], &[]),
    ("kube-apiserver", "api-server-insecure-address", &[], &["--insecure-bind-address=0.0.0.0"]),
    ("kube-apiserver", "api-server-insecure-port", &["--insecure-port=0"], &["--insecure-port=8080"]),
    ("kube-apiserver", "api-server-secure-port", &["--secure-port=6443"], &["--secure-port=0"]),
    ("kube-apiserver", "api-server-profiling", &["--profiling=false"], &["--profiling"]),
    ("kube-apiserver", "api-server-audit-log", &["--audit-log-path=/var/log/x"], &[]),
    ("kube-apiserver", "api-server-audit-age", &["--audit-log-maxage=30"], &["--audit-log-maxage=7"]),
    (
        "kube-apiserver",
        "api-server-audit-backups",
        &["--audit-log-maxbackup", "10"],
        &["--audit-log-maxbackup", "3"],
    ),
    ("kube-apiserver", "api-server-audit-size", &["--audit-log-maxsize=100"], &[]),
    ("kube-apiserver", "api-server-audit-policy", &["--audit-policy-file=/x"], &[]),
    ("kube-apiserver", "api-server-timeout", &["--request-timeout=300s"], &["--request-timeout=0"]),
    ("kube-apiserver", "api-server-account-lookup", &[], &["--service-account-lookup=false"]),
    ("kube-apiserver", "api-server-account-key", &["--service-account-key-file=/sa.pub"], &[]),
    (
        "kube-apiserver",
        "api-server-etcd-client",
        &["--etcd-certfile=/x", "--etcd-keyfile=/y"],
        &["--etcd-certfile=/x"],
    ),
    ("kube-apiserver", "api-server-certificate", &["--tls-cert-file=/x", "--tls-private-key-file=/y"], &[]),
    ("kube-apiserver", "api-server-client-authority", &["--client-ca-file=/x"], &[]),
    ("kube-apiserver", "api-server-etcd-authority", &["--etcd-cafile=/x"], &[]),
    ("kube-apiserver", "api-server-encryption", &["--encryption-provider-config=/x"], &[]),
    (
        "kube-apiserver",
        "api-server-ciphers",
        &["--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
        &["--tls-cipher-suites=TLS_RSA_WITH_RC4_128_SHA"],
    ),
    (
        "kube-controller-manager",
        "controller-manager-terminated-pods",
        &["--terminated-pod-gc-threshold=555"],
        &[],
    ),
    ("kube-controller-manager", "controller-manager-profiling", &["--profiling=false"], &[]),
    (
        "kube-controller-manager",
        "controller-manager-credentials",
        &["--use-service-account-credentials=true"],
        &[],
    ),
    (
        "kube-controller-manager",
        "controller-manager-account-key",
        &["--service-account-private-key-file=/x"],
        &[],
    ),
    ("kube-controller-manager", "controller-manager-root-authority", &["--root-ca-file=/x"], &[]),
    (
        "kube-controller-manager",
        "controller-manager-rotation",
        &[],
        &["--feature-gates=A=true,RotateKubeletServerCertificate=false"],
    ),
    ("kube-controller-manager", "controller-manager-address", &["--bind-address=127.0.0.1"], &[]),
    ("kube-scheduler", "scheduler-profiling", &["--profiling=false"], &[]),
    ("kube-scheduler", "scheduler-address", &["--bind-address=127.0.0.1"], &["--bind-address=0.0.0.0"]),
    ("etcd", "etcd-certificate", &["--cert-file=/x", "--key-file=/y"], &[]),
    ("etcd", "etcd-client-authentication", &["--client-cert-auth=true"], &[]),
    ("etcd", "etcd-own-certificates", &[], &["--auto-tls=true"]),
    (
        "etcd",
        "etcd-peer-certificate",
        &["--peer-cert-file=/x", "--peer-key-file=/y"],
        &["--peer-key-file=/y"],
    ),
    ("etcd", "etcd-peer-authentication", &["--peer-client-cert-auth=true"], &[]),
    ("etcd", "etcd-peer-own-certificates", &[], &["--peer-auto-tls=true"]),
    ("kubelet", "kubelet-anonymous", &["--anonymous-auth=false"], &[]),
    (
        "kubelet",
        "kubelet-authorization",
        &["--authorization-mode=Webhook"],
        &["--authorization-mode=AlwaysAllow"],
    ),
    ("kubelet", "kubelet-client-authority", &["--client-ca-file=/x"], &[]),
    ("kubelet", "kubelet-read-only-port", &["--read-only-port=0"], &[]),
    (
        "kubelet",
        "kubelet-idle-timeout",
        &["--streaming-connection-idle-timeout=5m"],
        &["--streaming-connection-idle-timeout=0"],
    ),
    ("kubelet", "kubelet-kernel-defaults", &["--protect-kernel-defaults=true"], &[]),
    ("kubelet", "kubelet-firewall-chains", &[], &["--make-iptables-util-chains=false"]),
    ("kubelet", "kubelet-host-name", &[], &["--hostname-override=x"]),
    ("kubelet", "kubelet-events", &["--event-qps=5"], &["--event-qps=50"]),
    ("kubelet", "kubelet-certificate", &["--tls-cert-file=/x", "--tls-private-key-file=/y"], &[]),
    ("kubelet", "kubelet-certificate-renewal", &[], &["--rotate-certificates=false"]),
    ("kubelet", "kubelet-server-renewal", &[], &["--feature-gates=RotateKubeletServerCertificate=false"]),
    ("kubelet", "kubelet-ciphers", &[], &["--tls-cipher-suites=TLS_RSA_WITH_3DES_EDE_CBC_SHA"]),
];

#[test]
fn flags_decide() {
    let mut wrong = Vec::new();
    for (name, check, pass, fail) in ROWS {
        let address = format!("Pod/kube-system/{name}");
        for (expected, flags) in [(Pass, pass), (Fail, fail)] {
            let got = verdict(&program(name, flags), check, &address).map(|(v, _)| v);
            if got != Some(expected) {
                wrong.push(format!("{check} with {flags:?}: {got:?}, expected {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_flag_is_shown_where_it_stands_and_a_missing_one_at_the_command() {
    let text = program("kube-apiserver", &["--secure-port=6443", "--profiling=true"]);
    assert_eq!(verdict(&text, "api-server-profiling", "Pod/kube-system/kube-apiserver"), Some((Fail, 10)));
    assert_eq!(verdict(&text, "api-server-anonymous", "Pod/kube-system/kube-apiserver"), Some((Fail, 7)));
}

#[test]
fn a_number_that_is_none_cannot_be_told() {
    let text = program("kube-apiserver", &["--audit-log-maxage=many"]);
    assert_eq!(verdict(&text, "api-server-audit-age", "Pod/kube-system/kube-apiserver"), Some((Unknown, 9)));
}

#[test]
fn other_programs_have_no_such_flags() {
    let text = program("portal", &["--profiling=true"]);
    assert_eq!(verdict(&text, "api-server-profiling", "Pod/kube-system/portal"), None);
}

#[test]
fn a_kubelet_with_a_configuration_file_is_judged_by_the_file() {
    let text = program("kubelet", &["--config=/var/lib/kubelet/config.yaml"]);
    assert_eq!(verdict(&text, "kubelet-anonymous", "Pod/kube-system/kubelet").unwrap().0, Unknown);
    let file = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication:\n  anonymous:\n    enabled: true\n";
    let address = "KubeletConfiguration/unnamed";
    assert_eq!(verdict(file, "kubelet-anonymous", address), Some((Fail, 5)));
    assert_eq!(verdict(file, "kubelet-authorization", address).unwrap().0, Pass);
}
