use jiff::Timestamp;

use crate::check::{Verdict, registry};
use crate::posture::{FindingId, Posture};
use crate::remedy::{Diff, Mark, plan};
use crate::scan::{Request, scan};
use crate::source::Tree;

fn read(path: &str, text: &str) -> Posture {
    let tree = Tree::memory([(path, text)]);
    scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {})
}

/// The text that a diff leads to.
fn patched(text: &str, diff: &Diff) -> String {
    let old: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    for line in diff.hunks.iter().flatten() {
        if let Some(number) = line.old {
            let number = number as usize - 1;
            out.extend(old[at..number].iter().map(|l| (*l).to_owned()));
            at = number + 1;
            assert_eq!(old[number], line.text);
        }
        if line.mark != Mark::Removed {
            out.push(line.text.clone());
        }
    }
    out.extend(old[at..].iter().map(|l| (*l).to_owned()));
    out.join("\n") + "\n"
}

/// Applies every diff that a file's failures offer, each by itself, and says which check it does not mend.
fn unmended(path: &str, text: &str) -> (usize, Vec<String>) {
    let posture = read(path, text);
    let mut offered = 0;
    let mut wrong = Vec::new();
    for (finding, at) in posture.findings.iter().zip(0u32..) {
        if finding.verdict != Verdict::Fail {
            continue;
        }
        let Some(diff) = plan(&posture, FindingId(at)).and_then(|p| p.diff) else { continue };
        offered += 1;
        let new = patched(text, &diff);
        let again = read(path, &new);
        assert!(
            again.sources.iter().all(|s| s.failed.is_empty()),
            "unreadable after {}:\n{new}",
            diff.unified()
        );
        let address = &posture.resource(finding).address;
        let own = |f: &&crate::check::Finding| again.resource(f).address == *address;
        assert!(again.findings.iter().any(|f| own(&f)), "{address} is gone after {}", diff.unified());
        let still = |f: &crate::check::Finding| f.check == finding.check && f.verdict != Verdict::Pass;
        if again.findings.iter().filter(own).any(still) {
            let id = registry().get(finding.check).id;
            wrong.push(format!("{id} of {address}\n{}", diff.unified()));
        }
    }
    (offered, wrong)
}

/// The diff that is offered for a check.
fn diff(path: &str, text: &str, check: &str) -> Option<String> {
    let posture = read(path, text);
    let (_, at) = posture
        .findings
        .iter()
        .zip(0u32..)
        .find(|(f, _)| f.verdict == Verdict::Fail && registry().get(f.check).id == check)?;
    plan(&posture, FindingId(at))?.diff.map(|d| d.unified())
}

const DEPLOYMENT: &str = "apiVersion: apps/v1
kind: Deployment
metadata:
  name: portal
  namespace: records
spec:
  replicas: 1 # for now
  template:
    metadata:
      labels:
        app: portal
    spec:
      hostPID: true
      containers:
      - name: web
        image: lab/web:1.4
        securityContext:
          privileged: true # device
          capabilities:
            drop: [NET_RAW]
            add:
            - SYS_TIME
      - name: log
        image: lab/log:1.1
";

#[test]
fn a_member_of_the_pod_is_changed_where_it_stands() {
    let text = diff("app.yaml", DEPLOYMENT, "workload-host-pid").unwrap();
    assert!(text.contains("-      hostPID: true\n+      hostPID: false\n"), "{text}");
    let text = diff("app.yaml", DEPLOYMENT, "workload-replicas").unwrap();
    assert!(text.contains("-  replicas: 1 # for now\n+  replicas: 2 # for now\n"), "{text}");
}

#[test]
fn a_member_of_containers_is_set_in_each_at_its_indentation() {
    let text = diff("app.yaml", DEPLOYMENT, "workload-privilege-escalation").unwrap();
    assert!(text.contains("+          allowPrivilegeEscalation: false\n"), "{text}");
    assert!(
        text.contains("+        securityContext:\n+          allowPrivilegeEscalation: false\n"),
        "{text}"
    );
    let text = diff("app.yaml", DEPLOYMENT, "workload-drop-capabilities").unwrap();
    assert!(
        text.contains("-            drop: [NET_RAW]\n+            drop:\n+              - ALL\n"),
        "{text}"
    );
    let text = diff("app.yaml", DEPLOYMENT, "workload-added-capabilities").unwrap();
    assert!(text.contains("-            add:\n-            - SYS_TIME\n"), "{text}");
    let text = diff("app.yaml", DEPLOYMENT, "workload-privileged").unwrap();
    assert_eq!(text.matches("\n+").count(), 2, "one line of the file and the header: {text}");
}

#[test]
fn only_the_object_at_fault_is_changed() {
    let two = format!(
        "{}---\n{}",
        DEPLOYMENT.replace("portal", "first").replace("hostPID: true", "hostPID: false"),
        DEPLOYMENT
    );
    let text = diff("app.yaml", &two, "workload-host-pid").unwrap();
    assert_eq!(text.matches("-      hostPID: true").count(), 1, "{text}");
}

#[test]
fn templates_get_no_diff() {
    let chart = DEPLOYMENT.replace("replicas: 1 # for now", "replicas: {{ .Values.n }}");
    let tree = Tree::memory([
        ("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n"),
        ("c/values.yaml", "n: 1\n"),
        ("c/templates/d.yaml", chart.as_str()),
    ]);
    let posture = scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
    let offered =
        (0u32..).zip(&posture.findings).filter_map(|(at, _)| plan(&posture, FindingId(at))?.diff).count();
    assert_eq!(offered, 0);
    assert!(posture.findings.iter().any(|f| f.verdict == Verdict::Fail));
}

/// Pods in every workload, with what others write in them.
#[test]
fn what_a_diff_makes_of_a_manifest_passes() {
    const CONTEXTS: &[&str] = &[
        "",
        "securityContext:\n  runAsUser: 0\n",
        "securityContext:\n  privileged: true\n  runAsNonRoot: false\n  procMount: Unmasked\n",
        "securityContext:\n  capabilities:\n    add: [NET_ADMIN]\n    drop:\n    - NET_RAW\n  seccompProfile:\n    type: Unconfined\n",
        "securityContext:\n  allowPrivilegeEscalation: true\n  readOnlyRootFilesystem: false\n  windowsOptions:\n    hostProcess: true\nimagePullPolicy: Never\n",
    ];
    const PODS: &[&str] = &[
        "",
        "hostPID: true\nhostIPC: true\nhostNetwork: true\nshareProcessNamespace: true\n",
        "securityContext:\n  fsGroup: 7\nautomountServiceAccountToken: true\nhostAliases:\n- ip: 10.0.0.1\n  hostnames: [a]\n",
        "securityContext:\n  runAsNonRoot: false\n  seccompProfile:\n    type: Unconfined\n",
    ];
    const KINDS: &[(&str, &str, &str, usize)] = &[
        ("v1", "Pod", "", 2),
        ("apps/v1", "Deployment", "  strategy:\n    type: Recreate\n  template:\n    spec:\n", 6),
        ("apps/v1", "StatefulSet", "  template:\n    metadata:\n      labels: {a: b}\n    spec:\n", 6),
        ("batch/v1", "CronJob", "  jobTemplate:\n    spec:\n      template:\n        spec:\n", 10),
    ];
    let indented = |text: &str, by: usize| -> String {
        text.lines().flat_map(|l| [" ".repeat(by), l.to_owned(), "\n".to_owned()]).collect()
    };
    let mut offered = 0;
    for (version, kind, head, by) in KINDS {
        for pod in PODS {
            for (i, own) in CONTEXTS.iter().enumerate() {
                for dash in [0, 2] {
                    let other = CONTEXTS[(i + 1) % CONTEXTS.len()];
                    let container = |name: &str, own: &str| {
                        let body = format!("name: {name}\nimage: lab/{name}:1\n{own}");
                        let body = indented(&body, by + dash + 2);
                        format!("{}- {}", " ".repeat(by + dash), body.trim_start())
                    };
                    let text = format!(
                        "apiVersion: {version}\nkind: {kind}\nmetadata:\n  name: a\nspec:\n{head}{}{pad}containers:\n{}{}{pad}initContainers:\n{}",
                        indented(pod, *by),
                        container("web", own),
                        container("log", other),
                        container("set", own),
                        pad = " ".repeat(*by),
                    );
                    let (some, wrong) = unmended("app.yaml", &text);
                    offered += some;
                    assert!(wrong.is_empty(), "{}\n{text}", wrong.join("\n"));
                }
            }
        }
    }
    assert!(offered > 1_000, "{offered}");
}

#[test]
fn what_a_diff_makes_of_other_objects_passes() {
    for text in [
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: records\n",
        "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: default\n",
        "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: a\nspec:\n  privileged: true\n  hostPID: true\n  hostIPC: true\n  hostNetwork: true\n  allowedCapabilities:\n  - '*'\n  requiredDropCapabilities:\n  - KILL\n  runAsUser:\n    rule: RunAsAny\n",
        "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata:\n  name: a\nwebhooks:\n- name: a.b.c\n  failurePolicy: Fail\n- name: d.e.f\n  failurePolicy: Ignore\n",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  externalIPs:\n  - 192.0.2.1\n  ports:\n  - port: 80\n",
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: a\nprovisioner: ebs.csi.aws.com\nparameters:\n  type: gp3\n",
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: a\nspec:\n  minReplicas: 1\n  maxReplicas: 3\n",
    ] {
        let (offered, wrong) = unmended("a.yaml", text);
        assert!(offered > 0, "no diff for\n{text}");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn what_a_diff_makes_of_a_service_passes() {
    let text = "services:\n  web:\n    image: lab/web:1.4\n    privileged: true\n    network_mode: host\n    pid: host\n    ipc: host\n    \
                userns_mode: host\n    cap_add:\n      - NET_ADMIN\n    cgroup_parent: own\n    restart: on-failure:50\n  db:\n    image: lab/db:2\n";
    let (offered, wrong) = unmended("compose.yaml", text);
    assert!(offered >= 10, "{offered}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let text = diff("compose.yaml", text, "workload-host-network").unwrap();
    assert!(text.contains("-    network_mode: host\n"), "{text}");
}

#[test]
fn what_a_diff_makes_of_a_dockerfile_passes() {
    let text = "FROM debian:12.5 AS build\nMAINTAINER Lab <lab@example.org>\nENV PYTHONHTTPSVERIFY=0\nENV GIT_SSL_NO_VERIFY 1\n\
                ADD src /src\nRUN apt update && apt install -y curl=1 && \\\n    sudo curl -fsSLk https://example.org/a -o a && \\\n    \
                wget --no-check-certificate https://example.org/b\nRUN apt-get update && apt-get install -y --allow-unauthenticated git=1\n\
                RUN rpm -i --nosignature a.rpm && dnf install --nogpgcheck -y a-1\nRUN apk add --allow-untrusted a=1\n\
                FROM debian:12.5\nUSER root\nRUN true\nCMD [\"/a\"]\n";
    let (offered, wrong) = unmended("Dockerfile", text);
    assert!(offered >= 14, "{offered}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let one = diff("Dockerfile", text, "image-user-not-root").unwrap();
    assert!(one.contains(" RUN true\n+USER 10001:10001\n CMD [\"/a\"]\n"), "{one}");
    let one = diff("Dockerfile", text, "image-curl-verified").unwrap();
    assert!(one.contains("+    sudo curl -fsSL https://example.org/a -o a && \\\n"), "{one}");
}
