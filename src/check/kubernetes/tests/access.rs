//! Roles, bindings, the network and the cluster's settings.

use super::{verdict, verdicts};
use crate::check::Verdict::{Fail, Pass, Unknown};
use crate::testing;

fn role(rule: &str) -> String {
    format!(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {{name: a}}\nrules:\n  - {{apiGroups: [apps], resources: [x], verbs: [get]}}\n  - {rule}\n"
    )
}

#[test]
fn roles_fail_at_the_rule_that_breaks_them() {
    let rbac = "apiGroups: [rbac.authorization.k8s.io]";
    for (check, pass, fail) in [
        ("role-wildcards", "{apiGroups: [''], resources: [pods], verbs: [get]}".into(), "{apiGroups: [''], resources: ['*'], verbs: [get]}".to_owned()),
        ("role-everything", "{apiGroups: [''], resources: ['*'], verbs: [get]}".into(), "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}".into()),
        ("role-bind", format!("{{{rbac}, resources: [rolebindings], verbs: [get]}}"), format!("{{{rbac}, resources: [rolebindings], verbs: [bind]}}")),
        ("role-escalate", format!("{{{rbac}, resources: [roles], verbs: [get]}}"), format!("{{{rbac}, resources: [roles], verbs: [escalate]}}")),
        ("role-impersonate", "{apiGroups: [''], resources: [users], verbs: [impersonate], resourceNames: [x]}".into(), "{apiGroups: [''], resources: [users], verbs: [impersonate]}".into()),
        ("role-webhooks", "{apiGroups: [''], resources: [x], verbs: [create]}".into(), "{apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [patch]}".into()),
        ("role-secrets", "{apiGroups: [''], resources: [secrets], verbs: [get], resourceNames: [db]}".into(), "{apiGroups: [''], resources: [secrets], verbs: [list]}".into()),
        ("role-create-pods", "{apiGroups: [''], resources: [pods], verbs: [get]}".into(), "{apiGroups: [''], resources: [pods], verbs: [create]}".into()),
        ("role-exec", "{apiGroups: [''], resources: [pods/log], verbs: [get]}".into(), "{apiGroups: [''], resources: [pods/exec], verbs: [create]}".into()),
        ("role-node-proxy", "{apiGroups: [''], resources: [nodes], verbs: [get]}".into(), "{apiGroups: [''], resources: [nodes/proxy], verbs: [get]}".into()),
        ("role-delete-logs", "{apiGroups: [''], resources: [events], verbs: [get]}".into(), "{apiGroups: [''], resources: [events], verbs: [deletecollection]}".into()),
    ] {
        assert_eq!(verdict(&role(&pass), check, "ClusterRole/a").unwrap().0, Pass, "{check}");
        assert_eq!(verdict(&role(&fail), check, "ClusterRole/a").unwrap(), (Fail, 6), "{check}");
    }
}

#[test]
fn approval_takes_two_rights() {
    let write = "{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]}";
    let sign = "{apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]}";
    let check = "role-approve-certificates";
    assert_eq!(verdict(&role(write), check, "ClusterRole/a").unwrap().0, Pass);
    assert_eq!(verdict(&role(&format!("{write}\n  - {sign}")), check, "ClusterRole/a").unwrap().0, Fail);
}

#[test]
fn a_binding_is_judged_by_the_role_it_grants() {
    let binding = |role: &str, subject: &str| {
        format!(
            "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {{name: b}}\nroleRef: {{kind: ClusterRole, name: {role}}}\nsubjects: [{subject}]\n"
        )
    };
    let account = "{kind: ServiceAccount, name: portal, namespace: records}";
    let reads = role("{apiGroups: [''], resources: [secrets], verbs: [get]}");
    let at = |text: &str, check: &str| verdict(text, check, "ClusterRoleBinding/b").unwrap().0;
    assert_eq!(at(&(reads.clone() + &binding("a", account)), "binding-secrets"), Fail);
    assert_eq!(at(&(reads.clone() + &binding("a", "{kind: User, name: jane}")), "binding-secrets"), Pass);
    assert_eq!(at(&(reads + &binding("a", account)), "binding-exec"), Pass);
    assert_eq!(at(&binding("elsewhere", account), "binding-exec"), Unknown);
    assert_eq!(at(&binding("cluster-admin", account), "binding-exec"), Fail);
    assert_eq!(at(&binding("view", account), "binding-secrets"), Pass);
    assert_eq!(at(&binding("cluster-admin", account), "binding-cluster-admin"), Fail);
    assert_eq!(at(&binding("view", account), "binding-cluster-admin"), Pass);
    let default = "{kind: ServiceAccount, name: default, namespace: records}";
    assert_eq!(at(&binding("view", default), "binding-default-account"), Fail);
    assert_eq!(at(&binding("view", account), "binding-default-account"), Pass);
    assert_eq!(
        at(&binding("view", "{kind: Group, name: 'system:authenticated'}"), "binding-anonymous"),
        Fail
    );
    assert_eq!(at(&binding("view", account), "binding-anonymous"), Pass);
    for (verb, resource, check) in [
        ("bind", "rolebindings", "binding-escalation"),
        ("impersonate", "users", "binding-impersonate"),
        ("patch", "services/status", "binding-service-status"),
    ] {
        let text = role(&format!("{{apiGroups: ['*'], resources: [{resource}], verbs: [{verb}]}}"));
        assert_eq!(at(&(text + &binding("a", account)), check), Fail, "{check}");
    }
}

#[test]
fn the_default_account_hands_out_no_token() {
    let account =
        |more: &str| format!("apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: default}}\n{more}");
    let check = "default-account-token";
    assert_eq!(verdict(&account(""), check, "ServiceAccount/default/default").unwrap().0, Fail);
    let off = account("automountServiceAccountToken: false\n");
    assert_eq!(verdict(&off, check, "ServiceAccount/default/default").unwrap().0, Pass);
}

#[test]
fn a_policy_governs_the_pods_it_selects() {
    let text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: records}\nspec:\n  \
                podSelector: {matchLabels: {app: web}}\n  ingress: [{from: [{podSelector: {}}]}]\n---\napiVersion: v1\n\
                kind: Pod\nmetadata: {name: a, namespace: records, labels: {app: web, tier: x}}\nspec: {containers: [{name: c}]}\n\
                ---\napiVersion: v1\nkind: Pod\nmetadata: {name: b, namespace: records}\nspec: {containers: [{name: c}]}\n---\n\
                apiVersion: v1\nkind: Pod\nmetadata: {name: c, namespace: other, labels: {app: web}}\nspec: {containers: [{name: c}]}\n";
    let got = verdicts(text, "workload-network-policy", ["Pod/records/a", "Pod/records/b", "Pod/other/c"]);
    assert_eq!(got, [Some(Pass), Some(Fail), Some(Fail)]);
    assert_eq!(verdict(text, "network-policy-ingress", "NetworkPolicy/records/p").unwrap().0, Pass);
}

#[test]
fn default_deny_selects_all_and_opens_nothing() {
    let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: records}\n---\n";
    let policy = |spec: &str| {
        format!(
            "{namespace}apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p, namespace: records}}\nspec: {spec}\n"
        )
    };
    let check = "namespace-default-deny";
    for (spec, expected) in [
        ("{podSelector: {}, policyTypes: [Ingress]}", Pass),
        ("{podSelector: {}, policyTypes: [Ingress], ingress: [{}]}", Fail),
        ("{podSelector: {matchLabels: {a: b}}, policyTypes: [Ingress]}", Fail),
        ("{podSelector: {}, policyTypes: [Egress]}", Fail),
    ] {
        assert_eq!(verdict(&policy(spec), check, "Namespace/records").unwrap().0, expected, "{spec}");
    }
    let open =
        policy("{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}");
    assert_eq!(verdict(&open, "network-policy-egress", "NetworkPolicy/records/p").unwrap().0, Fail);
    let open = policy("{podSelector: {}, ingress: [{ports: [{port: 80}]}]}");
    assert_eq!(verdict(&open, "network-policy-ingress", "NetworkPolicy/records/p").unwrap().0, Fail);
}

#[test]
fn services_and_ingresses_tell_what_they_open() {
    let service = |spec: &str, annotations: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: s, namespace: records, annotations: {{{annotations}}}}}\nspec: {spec}\n"
        )
    };
    let at = |text: &str, check: &str| verdict(text, check, "Service/records/s").map(|(v, _)| v);
    assert_eq!(at(&service("{type: LoadBalancer}", ""), "service-public-balancer"), Some(Fail));
    assert_eq!(
        at(
            &service("{type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]}", ""),
            "service-public-balancer"
        ),
        Some(Pass)
    );
    assert_eq!(
        at(
            &service("{type: LoadBalancer}", "networking.gke.io/load-balancer-type: Internal"),
            "service-public-balancer"
        ),
        Some(Pass)
    );
    assert_eq!(at(&service("{}", ""), "service-public-balancer"), None);
    assert_eq!(at(&service("{type: NodePort}", ""), "service-exposed-type"), Some(Fail));
    assert_eq!(at(&service("{}", ""), "service-exposed-type"), Some(Pass));
    assert_eq!(at(&service("{externalIPs: [198.51.100.4]}", ""), "service-external-addresses"), Some(Fail));
    assert_eq!(at(&service("{}", ""), "service-external-addresses"), Some(Pass));
    assert_eq!(at(&service("{selector: {name: tiller}}", ""), "service-tiller"), Some(Fail));
    assert_eq!(at(&service("{}", ""), "service-tiller"), Some(Pass));
    let ingress = |spec: &str, annotations: &str| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: s\n  namespace: records\n  annotations: {{{annotations}}}\nspec: {spec}\n"
        )
    };
    let at = |text: &str, check: &str| verdict(text, check, "Ingress/records/s").unwrap().0;
    let tls = "{tls: [{hosts: ['*.hospital.example'], secretName: x}], rules: [{host: a.hospital.example}]}";
    assert_eq!(at(&ingress(tls, ""), "ingress-tls"), Pass);
    let other = "{tls: [{hosts: [b.hospital.example]}], rules: [{host: a.hospital.example}]}";
    assert_eq!(at(&ingress(other, ""), "ingress-tls"), Fail);
    assert_eq!(at(&ingress("{rules: [{host: a}]}", ""), "ingress-tls"), Fail);
    assert_eq!(at(&ingress("{rules: [{http: {}}]}", ""), "ingress-catch-all"), Fail);
    assert_eq!(at(&ingress(tls, ""), "ingress-catch-all"), Pass);
    let snippet = |text: &str| format!("nginx.ingress.kubernetes.io/server-snippet: '{text}'");
    assert_eq!(at(&ingress(tls, &snippet("return 200;")), "ingress-snippets"), Fail);
    assert_eq!(at(&ingress(tls, ""), "ingress-snippets"), Pass);
    assert_eq!(at(&ingress(tls, &snippet("content_by_lua_block {}")), "ingress-lua-snippets"), Fail);
    assert_eq!(at(&ingress(tls, &snippet("return 200;")), "ingress-lua-snippets"), Pass);
    assert_eq!(at(&ingress(tls, &snippet("alias /;")), "ingress-alias-snippets"), Fail);
    assert_eq!(at(&ingress(tls, &snippet("return 200;")), "ingress-alias-snippets"), Pass);
}

#[test]
fn settings_of_the_cluster() {
    let namespace = |labels: &str| {
        format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: n, labels: {{{labels}}}}}\n")
    };
    let check = "namespace-pod-security";
    assert_eq!(
        verdict(&namespace("pod-security.kubernetes.io/enforce: restricted"), check, "Namespace/n")
            .unwrap()
            .0,
        Pass
    );
    assert_eq!(
        verdict(&namespace("pod-security.kubernetes.io/enforce: privileged"), check, "Namespace/n")
            .unwrap()
            .0,
        Fail
    );
    assert_eq!(verdict(&namespace(""), check, "Namespace/n").unwrap().0, Fail);
    let encryption = |providers: &str| {
        format!(
            "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n  - resources: [secrets]\n    providers: {providers}\n"
        )
    };
    let at = |text: &str, check: &str, address: &str| verdict(text, check, address).unwrap().0;
    let address = "EncryptionConfiguration/unnamed";
    assert_eq!(
        at(&encryption("[{kms: {name: x}}, {identity: {}}]"), "cluster-encryption-provider", address),
        Pass
    );
    assert_eq!(
        at(&encryption("[{identity: {}}, {kms: {name: x}}]"), "cluster-encryption-provider", address),
        Fail
    );
    assert_eq!(at(&encryption("[{aescbc: {}}]"), "cluster-encryption-key", address), Fail);
    assert_eq!(at(&encryption("[{kms: {name: x}}]"), "cluster-encryption-key", address), Pass);
    let audit = |rules: &str| format!("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: {rules}\n");
    let address = "Policy/unnamed";
    assert_eq!(at(&audit("[{level: Metadata}]"), "cluster-audit-policy", address), Pass);
    assert_eq!(at(&audit("[{level: Metadata, verbs: [get]}]"), "cluster-audit-policy", address), Fail);
    assert_eq!(at(&audit("[{level: RequestResponse}]"), "cluster-audit-secrets", address), Fail);
    assert_eq!(
        at(
            &audit("[{level: Metadata, resources: [{group: '', resources: [secrets]}]}, {level: Request}]"),
            "cluster-audit-secrets",
            address
        ),
        Pass
    );
    let admission = |plugins: &str| {
        format!("apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: {plugins}\n")
    };
    assert_eq!(
        at(
            &admission("[{name: EventRateLimit}]"),
            "cluster-event-rate-limit",
            "AdmissionConfiguration/unnamed"
        ),
        Pass
    );
    assert_eq!(at(&admission("[]"), "cluster-event-rate-limit", "AdmissionConfiguration/unnamed"), Fail);
    let hook = |policy: &str| {
        format!(
            "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {{name: w}}\nwebhooks: [{{name: a, failurePolicy: {policy}}}]\n"
        )
    };
    assert_eq!(at(&hook("Fail"), "webhook-failure-policy", "ValidatingWebhookConfiguration/w"), Pass);
    assert_eq!(at(&hook("Ignore"), "webhook-failure-policy", "ValidatingWebhookConfiguration/w"), Fail);
    let class = |more: &str| {
        format!(
            "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {{name: c}}\nprovisioner: ebs.csi.aws.com\n{more}"
        )
    };
    assert_eq!(
        at(&class("parameters: {encrypted: 'true'}\n"), "storage-class-encryption", "StorageClass/c"),
        Pass
    );
    assert_eq!(at(&class(""), "storage-class-encryption", "StorageClass/c"), Fail);
    let volume =
        |spec: &str| format!("apiVersion: v1\nkind: PersistentVolume\nmetadata: {{name: v}}\nspec: {spec}\n");
    assert_eq!(
        at(&volume("{hostPath: {path: /x}}"), "persistent-volume-host-path", "PersistentVolume/v"),
        Fail
    );
    assert_eq!(at(&volume("{nfs: {path: /x}}"), "persistent-volume-host-path", "PersistentVolume/v"), Pass);
    let budget = |spec: &str| {
        format!(
            "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {{name: b, namespace: n}}\nspec: {spec}\n"
        )
    };
    assert_eq!(
        at(&budget("{maxUnavailable: 0}"), "disruption-budget-allows-updates", "PodDisruptionBudget/n/b"),
        Fail
    );
    assert_eq!(
        at(&budget("{minAvailable: 1}"), "disruption-budget-allows-updates", "PodDisruptionBudget/n/b"),
        Pass
    );
    let scaler = |spec: &str| {
        format!(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {{name: b, namespace: n}}\nspec: {spec}\n"
        )
    };
    assert_eq!(at(&scaler("{maxReplicas: 4}"), "autoscaler-replicas", "HorizontalPodAutoscaler/n/b"), Fail);
    assert_eq!(at(&scaler("{minReplicas: 2}"), "autoscaler-replicas", "HorizontalPodAutoscaler/n/b"), Pass);
}

#[test]
fn pod_policies_admit_what_they_do_not_refuse() {
    let policy = |spec: &str| {
        format!(
            "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {{name: p}}\nspec: {{{spec}}}\n"
        )
    };
    for (check, pass, fail) in [
        ("pod-policy-privileged", "a: b", "privileged: true"),
        ("pod-policy-host-pid", "a: b", "hostPID: true"),
        ("pod-policy-host-ipc", "a: b", "hostIPC: true"),
        ("pod-policy-host-network", "a: b", "hostNetwork: true"),
        ("pod-policy-escalation", "allowPrivilegeEscalation: false", "a: b"),
        ("pod-policy-non-root", "runAsUser: {rule: MustRunAsNonRoot}", "runAsUser: {rule: RunAsAny}"),
        (
            "pod-policy-non-root",
            "runAsUser: {rule: MustRunAs, ranges: [{min: 1, max: 9}]}",
            "runAsUser: {rule: MustRunAs, ranges: [{min: 0, max: 9}]}",
        ),
        ("pod-policy-net-raw", "requiredDropCapabilities: [NET_RAW]", "requiredDropCapabilities: [SYS_TIME]"),
        ("pod-policy-added-capabilities", "a: b", "allowedCapabilities: ['*']"),
        ("pod-policy-drop-capabilities", "requiredDropCapabilities: [SYS_TIME]", "a: b"),
        ("pod-policy-read-only-root", "readOnlyRootFilesystem: true", "a: b"),
    ] {
        assert_eq!(verdict(&policy(pass), check, "PodSecurityPolicy/p").unwrap().0, Pass, "{check}");
        assert_eq!(verdict(&policy(fail), check, "PodSecurityPolicy/p").unwrap().0, Fail, "{check}");
    }
    let text = "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: p, annotations: {seccomp.security.alpha.kubernetes.io/defaultProfileName: runtime/default}}\nspec: {}\n";
    assert_eq!(verdict(text, "pod-policy-seccomp", "PodSecurityPolicy/p").unwrap().0, Pass);
    assert_eq!(verdict(&policy("a: b"), "pod-policy-seccomp", "PodSecurityPolicy/p").unwrap().0, Fail);
}

#[test]
fn what_a_variable_decides_cannot_be_told() {
    testing::hold(&[
        testing::case(
            "role-secrets",
            "kubernetes_cluster_role",
            "metadata {\n name = \"a\"\n}\nrule {\n api_groups = [\"\"]\n resources = [\"pods\"]\n verbs = [\"get\"]\n}",
            "metadata {\n name = \"a\"\n}\nrule {\n api_groups = [\"\"]\n resources = [\"secrets\"]\n verbs = [\"get\"]\n}",
            "metadata {\n name = \"a\"\n}\nrule {\n api_groups = [\"\"]\n resources = [var.unset]\n verbs = [\"get\"]\n}",
        ),
        testing::case(
            "binding-cluster-admin",
            "kubernetes_cluster_role_binding_v1",
            "role_ref {\n kind = \"ClusterRole\"\n name = \"view\"\n}\nsubject {\n kind = \"User\"\n name = \"a\"\n}",
            "role_ref {\n kind = \"ClusterRole\"\n name = \"cluster-admin\"\n}\nsubject {\n kind = \"User\"\n name = \"a\"\n}",
            "role_ref {\n kind = \"ClusterRole\"\n name = var.unset\n}\nsubject {\n kind = \"User\"\n name = \"a\"\n}",
        ),
        testing::case(
            "service-exposed-type",
            "kubernetes_service",
            "spec {\n}",
            "spec {\n type = \"NodePort\"\n}",
            "spec {\n type = var.unset\n}",
        ),
        testing::case(
            "namespace-pod-security",
            "kubernetes_namespace",
            "metadata {\n name = \"a\"\n labels = {\"pod-security.kubernetes.io/enforce\" = \"baseline\"}\n}",
            "metadata {\n name = \"a\"\n}",
            "metadata {\n name = \"a\"\n labels = var.unset\n}",
        ),
        testing::case(
            "pod-policy-privileged",
            "kubernetes_pod_security_policy",
            "spec {\n privileged = false\n}",
            "spec {\n privileged = true\n}",
            "spec {\n privileged = var.unset\n}",
        ),
        testing::case(
            "ingress-tls",
            "kubernetes_ingress_v1",
            "spec {\n tls {\n hosts = [\"a\"]\n }\n rule {\n host = \"a\"\n }\n}",
            "spec {\n rule {\n host = \"a\"\n }\n}",
            "spec {\n tls {\n hosts = var.unset\n }\n rule {\n host = \"a\"\n }\n}",
        ),
        testing::case(
            "default-account-token",
            "kubernetes_service_account",
            "metadata {\n name = \"default\"\n}\nautomount_service_account_token = false",
            "metadata {\n name = \"default\"\n}\nautomount_service_account_token = true",
            "metadata {\n name = \"default\"\n}\nautomount_service_account_token = var.unset",
        ),
    ]);
}
