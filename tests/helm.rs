//! Charts rendered by a `helm` on the path: a script stands in that prints what Helm documents, another password each
//! time as `randAlphaNum` does.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const HELM: &str = r#"#!/bin/sh
test "$1" = template || exit 2
test -f "$3/Chart.yaml" || exit 3
cat <<END
---
# Source: $2/templates/pod.yaml
apiVersion: v1
kind: Pod
metadata:
  name: $2-rendered
spec:
  hostPID: true
  containers:
    - name: web
      image: lab/web:1
---
# Source: $2/templates/secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
stringData:
  password: "$(od -An -N9 -tx1 /dev/urandom | tr -d ' \n')Kz8"
END
"#;

const CHART: &[(&str, &str)] = &[
    ("Chart.yaml", "apiVersion: v2\nname: portal\nversion: 1.0.0\n"),
    (
        "templates/pod.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}-rendered\nspec:\n  hostPID: {{ .Values.pid }}\n  \
         containers:\n    - name: web\n      image: lab/web:1\n",
    ),
    (
        "templates/secret.yaml",
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: {{ randAlphaNum 16 | quote }}\n",
    ),
];

fn scanned(chart: &Path, path: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_steth"))
        .args(["scan", "--format", "json", "--fail-on", "never", "."])
        .current_dir(chart)
        .env("PATH", path)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn verdict(report: &Value, check: &str, address: &str) -> (String, u64) {
    let found = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["check"] == check && f["resource"]["address"] == address)
        .unwrap_or_else(|| panic!("no finding of {check} on {address}"));
    (found["verdict"].as_str().unwrap().to_owned(), found["location"]["line"].as_u64().unwrap())
}

#[test]
fn a_chart_is_judged_as_helm_renders_it() {
    let folder = tempfile::tempdir().unwrap();
    let (chart, programs) = (folder.path().join("portal"), folder.path().join("bin"));
    fs::create_dir_all(chart.join("templates")).unwrap();
    fs::create_dir_all(&programs).unwrap();
    for (name, text) in CHART {
        fs::write(chart.join(name), text).unwrap();
    }
    let helm = programs.join("helm");
    fs::write(&helm, HELM).unwrap();
    fs::set_permissions(&helm, fs::Permissions::from_mode(0o755)).unwrap();

    let with = scanned(&chart, &format!("{}:/usr/bin:/bin", programs.display()));
    assert_eq!(verdict(&with, "workload-host-pid", "Pod/default/portal-rendered"), ("fail".to_owned(), 6));
    assert_eq!(
        verdict(&with, "no-secret-in-code", "Secret/default/db").0,
        "pass",
        "a password that is in no file"
    );

    let without = scanned(&chart, "/nowhere");
    assert_eq!(verdict(&without, "workload-host-pid", "Pod/default/portal-rendered").0, "pass");

    // a helm that does not manage leaves the chart to the own renderer
    fs::write(&helm, "#!/bin/sh\necho nothing\nexit 1\n").unwrap();
    let broken = scanned(&chart, &format!("{}:/usr/bin:/bin", programs.display()));
    assert_eq!(verdict(&broken, "workload-host-pid", "Pod/default/portal-rendered").0, "pass");
}
