//! The program as a shell sees it: exit codes, outputs, errors with the way out.

#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = "resource \"aws_ebs_volume\" \"a\" {\n  availability_zone = \"us-east-1a\"\n  encrypted = true\n  kms_key_id = \"arn:aws:kms:us-east-1:111122223333:key/x\"\n}\n";
const BAD: &str = "resource \"aws_ebs_volume\" \"b\" {\n  availability_zone = \"us-east-1a\"\n}\n";
const UNKNOWN: &str = "variable \"on\" {\n  type = bool\n}\nresource \"aws_ebs_volume\" \"c\" {\n  availability_zone = \"us-east-1a\"\n  encrypted = var.on\n}\n";
const BROKEN: &str = "resource \"aws_ebs_volume\" \"d\" {\n  encrypted = \n";

/// Looks at one check only, so that the gate says what these tests are about.
const ONLY: [&str; 2] = ["--check", "block-volume-encryption"];

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn steth(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_steth"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("TF_WORKSPACE")
        .output()
        .unwrap()
}

fn scan(folder: &TempDir, more: &[&str]) -> (i32, String, String) {
    let arguments: Vec<&str> = ["scan"].iter().chain(&ONLY).chain(more).copied().collect();
    let output = steth(folder.path(), &arguments);
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn json(folder: &TempDir, more: &[&str]) -> Value {
    let arguments: Vec<&str> = ["--format", "json"].iter().chain(more).copied().collect();
    serde_json::from_str(&scan(folder, &arguments).1).unwrap()
}

#[test]
fn the_exit_code_tells_pass_failure_and_incomplete_apart() {
    assert_eq!(scan(&folder(&[("main.tf", GOOD)]), &[]).0, 0);
    assert_eq!(scan(&folder(&[("main.tf", BAD)]), &[]).0, 1);
    assert_eq!(
        scan(&folder(&[("main.tf", GOOD), ("x.tf", BROKEN)]), &[]).0,
        3,
        "a broken file is never a pass"
    );
    assert_eq!(scan(&folder(&[("main.tf", BAD), ("x.tf", BROKEN)]), &[]).0, 1, "a failure is a failure");
}

#[test]
fn what_fails_the_gate_can_be_chosen() {
    let bad = folder(&[("main.tf", BAD)]);
    assert_eq!(scan(&bad, &["--fail-on", "never"]).0, 0);
    assert_eq!(scan(&bad, &["--fail-on", "high"]).0, 1);
    assert_eq!(scan(&bad, &["--fail-on", "critical"]).0, 0, "the check is of high severity");
    let unknown = folder(&[("main.tf", UNKNOWN)]);
    assert_eq!(scan(&unknown, &[]).0, 0);
    assert_eq!(scan(&unknown, &["--fail-on", "unknown"]).0, 1);
    let broken = folder(&[("main.tf", BROKEN)]);
    assert_eq!(scan(&broken, &["--fail-on", "never"]).0, 3, "incomplete is said even without a gate");
}

#[test]
fn wrong_usage_names_the_way_out() {
    let empty = folder(&[]);
    for (arguments, said) in [
        (&["scan", "nowhere"][..], "nowhere"),
        (&["scan", "--format", "pdf"], "possible values"),
        (&["scan", "--objective", "encryption-at-rst"], "did you mean encryption-at-rest?"),
        (&["scan", "--check", "block-volume-encrytion"], "did you mean block-volume-encryption?"),
        (&["scan", "--safeguard", "164.999"], "164.999"),
        (&["scan", "--var", "x"], "--var name=value"),
        (&["scan", "--var-file", "none.tfvars"], "none.tfvars"),
        (&["scan", "--baseline", "none.json"], "none.json"),
        (&["scan", "--format", "json", "--format", "csv"], "standard output"),
        (&["explain", "encryption-at-rst"], "did you mean encryption-at-rest?"),
    ] {
        let output = steth(empty.path(), arguments);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_broken_file_is_named_with_its_line_and_the_rest_is_scanned() {
    let folder = folder(&[("main.tf", BAD), ("x/y.tf", BROKEN)]);
    let (_, text, _) = scan(&folder, &[]);
    assert!(text.contains("x/y.tf:2"), "{text}");
    assert!(text.contains("aws_ebs_volume.b"), "{text}");
}

#[test]
fn a_baseline_leaves_only_what_is_new() {
    let folder = folder(&[("main.tf", BAD)]);
    assert_eq!(scan(&folder, &["--format", "json", "--output", "before.json"]).0, 1);
    assert_eq!(scan(&folder, &["--baseline", "before.json"]).0, 0);
    // lines move, the finding stays the same one
    fs::write(folder.path().join("main.tf"), format!("# a comment\n\n{BAD}")).unwrap();
    assert_eq!(scan(&folder, &["--baseline", "before.json"]).0, 0);
    fs::write(folder.path().join("more.tf"), BAD.replace("\"b\"", "\"e\"")).unwrap();
    assert_eq!(scan(&folder, &["--baseline", "before.json"]).0, 1);
    fs::write(folder.path().join("before.json"), "{\"schema\": \"other\", \"findings\": []}").unwrap();
    let (code, _, stderr) = scan(&folder, &["--baseline", "before.json"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("steth.scan/1"), "{stderr}");
}

#[test]
fn an_unknown_that_becomes_a_failure_is_new() {
    let folder = folder(&[("main.tf", UNKNOWN)]);
    scan(&folder, &["--format", "json", "--output", "before.json"]);
    assert_eq!(scan(&folder, &["--baseline", "before.json"]).0, 0);
    assert_eq!(scan(&folder, &["--baseline", "before.json", "--var", "on=false"]).0, 1);
}

#[test]
fn several_reports_go_to_their_own_files() {
    let folder = folder(&[("main.tf", BAD)]);
    let (_, text, _) = scan(
        &folder,
        &[
            "--format", "json", "--output", "a.json", "--format", "csv", "--output", "b.csv", "--format",
            "text",
        ],
    );
    assert!(text.starts_with("HIPAA Security Rule"), "{text}");
    let json: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("a.json")).unwrap()).unwrap();
    assert_eq!(json["schema"], "steth.scan/1");
    assert!(fs::read_to_string(folder.path().join("b.csv")).unwrap().starts_with("citation,"));
    assert!(!folder.path().join("a.json.partial").exists());
    let (code, _, stderr) = scan(&folder, &["--format", "json", "--output", "missing/a.json"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("missing/a.json"), "{stderr}");
}

#[test]
fn the_cause_is_the_line_that_a_person_edits() {
    let folder = folder(&[
        ("main.tf", "module \"m\" {\n  source = \"./disks\"\n\n  on = false\n}\n"),
        (
            "disks/main.tf",
            "variable \"on\" {\n  type = bool\n}\nresource \"aws_ebs_volume\" \"c\" {\n  count = 2\n  availability_zone = \"us-east-1a\"\n  encrypted = var.on\n}\n",
        ),
    ]);
    let report = json(&folder, &[]);
    let findings = report["findings"].as_array().unwrap();
    let addresses: Vec<_> = findings.iter().map(|f| f["resource"]["address"].as_str().unwrap()).collect();
    assert_eq!(addresses, ["module.m.aws_ebs_volume.c[0]", "module.m.aws_ebs_volume.c[1]"]);
    for finding in findings {
        assert_eq!(
            (&finding["location"]["path"], &finding["location"]["line"]),
            (&"main.tf".into(), &4.into())
        );
        assert_eq!(finding["resource"]["location"]["path"], "disks/main.tf");
        assert_eq!(finding["resource"]["module"], "module.m");
    }
    assert_eq!(report["posture"]["root_causes"].as_u64().map(|n| n >= 1), Some(true));
}

/// Each form of suppression, with the verdict standing and the waiver beside it.
#[test]
fn suppressions_are_waivers_with_their_reason() {
    let block = |comment: &str, inside: &str| {
        format!("{comment}\nresource \"aws_ebs_volume\" \"b\" {{\n  {inside}\n  availability_zone = \"us-east-1a\"\n  encrypted = false # {comment}x\n}}\n")
            .replace(&format!(" # {comment}x"), "")
    };
    for (text, form, reason) in [
        (block("# steth:ignore block-volume-encryption: tests", ""), "steth", "tests"),
        (block("# steth:ignore encryption-at-rest until 2099-01-01: tests", ""), "steth", "tests"),
        (block("# steth:ignore 164.312(a)(2)(iv): tests", ""), "steth", "tests"),
        (block("", "# checkov:skip=CKV_AWS_3:tests"), "checkov", "tests"),
        (block("#trivy:ignore:AVD-AWS-0026", ""), "trivy", ""),
        (block("#tfsec:ignore:AVD-AWS-0026:exp:2099-01-01", ""), "tfsec", ""),
        (block("# kics-scan ignore-block", ""), "kics", ""),
    ] {
        let folder = folder(&[("main.tf", &text)]);
        let report = json(&folder, &[]);
        let finding = &report["findings"][0];
        assert_eq!(finding["verdict"], "fail", "{text}");
        assert_eq!(finding["waived"]["form"], form, "{text}\n{finding:#}");
        assert_eq!(finding["waived"]["reason"], reason, "{text}");
        assert_eq!(scan(&folder, &[]).0, 0, "{text}");
        assert_eq!(scan(&folder, &["--no-inline-suppressions"]).0, 1, "{text}");
    }
}

#[test]
fn a_suppression_covers_only_what_it_says() {
    for text in [
        format!("# steth:ignore block-volume-encryption until 2020-01-01: over\n{BAD}"),
        format!("# steth:ignore block-volume-customer-key: another check\n{BAD}"),
        format!(
            "# steth:ignore block-volume-encryption: another block\nresource \"aws_ebs_volume\" \"z\" {{\n  availability_zone = \"us-east-1a\"\n  encrypted = true\n}}\n{BAD}"
        ),
        format!("locals {{\n  x = \"# steth:ignore block-volume-encryption: in a string\"\n}}\n{BAD}"),
    ] {
        let folder = folder(&[("main.tf", &text)]);
        assert_eq!(scan(&folder, &[]).0, 1, "{text}");
    }
}

#[test]
fn a_module_call_is_a_place_for_a_suppression() {
    let folder = folder(&[
        ("main.tf", "# trivy:ignore:AVD-AWS-0026\nmodule \"m\" {\n  source = \"./disks\"\n}\n"),
        ("disks/main.tf", BAD),
    ]);
    assert_eq!(json(&folder, &[])["findings"][0]["waived"]["form"], "trivy");
}

#[test]
fn nothing_to_scan_is_no_pass_of_anything() {
    let folder = folder(&[("notes.txt", "nothing")]);
    assert_eq!(scan(&folder, &[]).0, 3);
    let report = json(&folder, &[]);
    assert_eq!(report["posture"]["interval"]["met"], 0);
    assert!(report["findings"].as_array().unwrap().is_empty());
}

#[test]
fn every_page_of_help_and_the_manual_is_there() {
    let empty = folder(&[]);
    for arguments in
        [&["--help"][..], &["scan", "--help"], &["man"], &["completions", "zsh"], &["schema"], &["checks"]]
    {
        let output = steth(empty.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stdout.len() > 200, "{arguments:?}");
    }
    let list: Value =
        serde_json::from_slice(&steth(empty.path(), &["checks", "--format", "json"]).stdout).unwrap();
    for check in list["checks"].as_array().unwrap() {
        for field in ["id", "objective", "kind", "platforms", "severity", "safeguards", "aliases"] {
            assert!(!check[field].is_null(), "{field} of {check}");
        }
        let output = steth(empty.path(), &["explain", check["id"].as_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{check}");
    }
}

#[test]
fn escapes_in_names_do_not_reach_the_terminal() {
    let text = "resource \"aws_ebs_volume\" \"b\" {\n  for_each = toset([\"a\\u001b[31mb\"])\n  availability_zone = \"us-east-1a\"\n}\n";
    let folder = folder(&[("main.tf", text)]);
    for format in ["text", "markdown", "csv", "json", "sarif", "junit"] {
        let (_, out, _) = scan(&folder, &["--format", format]);
        assert!(!out.contains('\u{1b}'), "{format}: {out}");
    }
}

#[test]
fn a_killed_scan_leaves_the_earlier_report_whole() {
    let many: String = (0..200).map(|i| BAD.replace("\"b\"", &format!("\"v{i}\""))).collect();
    let folder = folder(&[("main.tf", &many), ("report.json", "an earlier report")]);
    let report = folder.path().join("report.json");
    let mut killed = 0;
    // killed later each time, until one comes to its end
    for wait in (0..).map(|step| std::time::Duration::from_millis(step * 40)) {
        fs::write(&report, "an earlier report").unwrap();
        let mut running = Command::new(env!("CARGO_BIN_EXE_steth"))
            .args(["scan", "--format", "json", "--output", "report.json"])
            .current_dir(folder.path())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(wait);
        let ended = running.try_wait().unwrap().is_some();
        let _ = running.kill();
        running.wait().unwrap();
        let left = fs::read_to_string(&report).unwrap();
        let is_whole = serde_json::from_str::<Value>(&left).is_ok_and(|r| r["findings"].is_array());
        assert!(is_whole || left == "an earlier report", "{} bytes after {wait:?}", left.len());
        if ended {
            assert!(is_whole, "nothing was written");
            break;
        }
        killed += 1;
    }
    assert!(killed > 0);
}

/// A text of each format with one resource that fails a check.
fn of_each_format() -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("main.tf", BAD.to_owned()),
        (
            "plan.json",
            r#"{"format_version": "1.2", "terraform_version": "1.9.0", "planned_values": {"root_module": {"resources": [
 {"address": "aws_ebs_volume.p", "mode": "managed", "type": "aws_ebs_volume", "name": "p",
  "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0, "values": {"encrypted": false}}]}}}
"#
            .to_owned(),
        ),
        (
            "stack.yaml",
            "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Charts:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: charts\n".to_owned(),
        ),
        (
            "stack.json",
            "{\n  \"Resources\": {\n    \"Charts\": {\"Type\": \"AWS::S3::Bucket\", \"Properties\": {\"BucketName\": \"charts\"}}\n  }\n}\n".to_owned(),
        ),
    ];
    if is_read("kubernetes") {
        all.push(("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: intake\nspec:\n  hostNetwork: true\n  containers:\n    - name: web\n      image: x\n".to_owned()));
    }
    if is_read("arm") {
        all.push(("azuredeploy.json", "{\n  \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n  \"contentVersion\": \"1.0.0.0\",\n  \"resources\": [{\"type\": \"Microsoft.Storage/storageAccounts\", \"apiVersion\": \"2023-01-01\", \"name\": \"charts\", \"properties\": {}}]\n}\n".to_owned()));
        all.push(("main.bicep", "resource charts 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'charts'\n  properties: {}\n}\n".to_owned()));
    }
    if is_read("dockerfile") {
        all.push(("Dockerfile", "FROM alpine\nRUN true\n".to_owned()));
        all.push(("compose.yaml", "services:\n  web:\n    image: x\n    privileged: true\n".to_owned()));
    }
    all
}

/// Whether a reader of the format is part of the program.
fn is_read(kind: &str) -> bool {
    let text = match kind {
        "kubernetes" => ("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"),
        "arm" => ("a.bicep", "param x string\n"),
        _ => ("Dockerfile", "FROM a\nRUN b\n"),
    };
    let report = whole(&folder(&[text]), &[]);
    report["sources"].as_array().unwrap().iter().any(|s| s["kind"] != "terraform" && s["files_read"] == 1)
}

fn whole(folder: &TempDir, more: &[&str]) -> Value {
    let arguments: Vec<&str> = ["scan", "--format", "json"].iter().chain(more).copied().collect();
    serde_json::from_slice(&steth(folder.path(), &arguments).stdout).unwrap()
}

fn has_findings(report: &Value) -> bool {
    let mut findings = report["findings"].as_array().unwrap().iter();
    findings.any(|f| f["verdict"] == "fail" && f["resource"]["kind"] != "source_file")
}

#[test]
fn every_format_is_found_by_content_and_told_with_its_files() {
    for (name, text) in of_each_format() {
        // JSON and YAML may have any name
        let other = match name.rsplit_once('.') {
            Some((_, "yaml")) => "anything.yml",
            Some((_, "json")) => "anything.json",
            _ => name,
        };
        let folder = folder(&[(other, &text), ("notes.md", "x"), ("package.json", "{\"name\": \"x\"}")]);
        let report = whole(&folder, &[]);
        assert!(has_findings(&report), "{name}: {}", report["sources"]);
        let others: u64 =
            report["sources"].as_array().unwrap().iter().map(|s| s["others"].as_u64().unwrap()).sum();
        assert_eq!(others, 1, "{name}");
        let output = steth(folder.path(), &["scan"]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("read: ") && text.contains("1 file, "), "{name}: {text}");
        assert!(text.contains("opened: 1 file more, which holds no infrastructure"), "{name}");
    }
}

#[test]
fn standard_input_is_read_in_every_format() {
    use std::io::Write as _;
    for (name, text) in of_each_format() {
        let folder = folder(&[]);
        let mut child = Command::new(env!("CARGO_BIN_EXE_steth"))
            .args(["scan", "-", "--format", "json"])
            .current_dir(folder.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let report: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
        assert!(has_findings(&report), "{name}: {}", report["sources"]);
    }
}

#[test]
fn a_mark_at_the_beginning_changes_nothing() {
    for (name, text) in of_each_format() {
        let folder = folder(&[(name, &format!("\u{feff}{text}"))]);
        assert!(has_findings(&whole(&folder, &[])), "{name}");
    }
}

#[test]
fn what_is_wrong_with_one_file_is_one_line_and_the_rest_is_scanned() {
    for (name, text) in of_each_format() {
        let wide: Vec<u8> =
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let mut not_text = text.clone().into_bytes();
        let middle = not_text.len() / 2;
        not_text.insert(middle, 0xff);
        let cut = text.as_bytes()[..text.trim_end().len() - 2].to_vec();
        let can_be_cut = !matches!(name, "stack.yaml" | "pod.yaml" | "compose.yaml" | "Dockerfile");
        let mut cases = vec![("UTF-16", wide), ("not UTF-8", not_text)];
        if can_be_cut {
            cases.push(("cut", cut));
        }
        for (case, bytes) in cases {
            let folder = folder(&[("good/main.tf", BAD)]);
            fs::write(folder.path().join(name), bytes).unwrap();
            let output = steth(folder.path(), &["scan", "--fail-on", "never"]);
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(3), "{name} {case}: {text}");
            let lines = text.lines().filter(|l| l.trim_start().starts_with(&format!("{name}:"))).count();
            assert_eq!(lines, 1, "{name} {case}: {text}");
            assert!(text.contains("aws_ebs_volume.b"), "{name} {case}");
        }
    }
}

#[test]
fn depth_and_repetition_have_bounds_in_every_format() {
    use std::fmt::Write as _;
    let deep_yaml = |head: &str| format!("{head}{}\n", "[".repeat(10_000));
    let deep_json = |head: &str| format!("{{{head}, \"x\": {}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let laughs = |head: &str| {
        let mut text = format!("{head}Metadata:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let before = format!("*a{}", i - 1);
            writeln!(text, "  a{i}: &a{i} [{}]", vec![before; 10].join(", ")).unwrap();
        }
        text
    };
    let mut cases = vec![
        ("deep.yaml", deep_yaml("AWSTemplateFormatVersion: 2010-09-09\nResources: ")),
        ("deep.json", deep_json("\"AWSTemplateFormatVersion\": \"2010-09-09\"")),
        ("plan.json", deep_json("\"format_version\": \"1.2\", \"planned_values\": {}")),
        ("deep.tf", format!("locals {{\n  a = {}1{}\n}}\n", "[".repeat(10_000), "]".repeat(10_000))),
        ("laughs.yaml", laughs("AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n")),
    ];
    if is_read("kubernetes") {
        cases.push(("pod.yaml", deep_yaml("apiVersion: v1\nkind: Pod\nspec: ")));
        cases.push(("pods.yaml", laughs("apiVersion: v1\nkind: Pod\n")));
    }
    if is_read("arm") {
        cases.push(("azuredeploy.json", deep_json("\"$schema\": \"x/deploymentTemplate.json#\"")));
        cases.push(("deep.bicep", format!("var x = {}{}\n", "[".repeat(10_000), "]".repeat(10_000))));
    }
    if is_read("dockerfile") {
        cases.push(("compose.yaml", deep_yaml("services:\n  web:\n    image: x\n    x: ")));
    }
    for (name, text) in cases {
        let folder = folder(&[("good/main.tf", BAD), (name, &text)]);
        let output = steth(folder.path(), &["scan", "--fail-on", "never"]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(3), "{name}: {said} {:?}", String::from_utf8(output.stderr));
        assert!(said.lines().any(|l| l.trim_start().starts_with(&format!("{name}:"))), "{name}: {said}");
        assert!(said.contains("aws_ebs_volume.b"), "{name}");
    }
}

#[test]
fn a_file_over_the_bound_is_told_and_the_rest_is_scanned() {
    let folder = folder(&[("good/main.tf", BAD)]);
    let filler = " ".repeat(1 << 20);
    let mut text = String::from("{\"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {}");
    for _ in 0..100 {
        text.push_str(&filler);
    }
    text.push('}');
    fs::write(folder.path().join("large.json"), &text).unwrap();
    fs::write(
        folder.path().join("data.json"),
        text.replacen("AWSTemplateFormatVersion", "x", 1).replacen("Resources", "y", 1),
    )
    .unwrap();
    let output = steth(folder.path(), &["scan", "--fail-on", "never"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("large.json: ") && said.contains("over the bound of"), "{said}");
    assert!(said.contains("aws_ebs_volume.b"));
    fs::remove_file(folder.path().join("large.json")).unwrap();
    let output = steth(folder.path(), &["scan", "--fail-on", "never"]);
    assert_eq!(output.status.code(), Some(0), "what is no infrastructure is skipped and said so");
    assert!(String::from_utf8(output.stdout).unwrap().contains("data.json: "));
}

#[cfg(unix)]
#[test]
fn links_that_go_round_are_told_and_the_rest_is_scanned() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("good/main.tf", BAD)]);
    symlink(folder.path().join("b.tf"), folder.path().join("a.tf")).unwrap();
    symlink(folder.path().join("a.tf"), folder.path().join("b.tf")).unwrap();
    symlink(folder.path(), folder.path().join("good/up")).unwrap();
    let output = steth(folder.path(), &["scan", "--fail-on", "never"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("a.tf: failed to follow the symbolic link"), "{said}");
    assert!(said.contains("good/up: a symbolic link to a directory that it lies in"), "{said}");
    assert!(said.contains("aws_ebs_volume.b"));
}

#[test]
fn globs_and_ignore_files_hold_for_every_format() {
    for (name, text) in of_each_format() {
        let folder = folder(&[(&format!("in/{name}"), &text), (&format!("out/{name}"), &text)]);
        let under = |report: &Value, part: &str| {
            let findings = report["findings"].as_array().unwrap();
            findings.iter().any(|f| f["location"]["path"].as_str().is_some_and(|p| p.starts_with(part)))
        };
        let excluded = whole(&folder, &["--exclude", "out/"]);
        assert!(under(&excluded, "in/") && !under(&excluded, "out/"), "{name}");
        let included = whole(&folder, &["--include", "in/**"]);
        assert!(under(&included, "in/") && !under(&included, "out/"), "{name}");
        fs::write(folder.path().join(".stethignore"), "out/\n").unwrap();
        let ignored = whole(&folder, &[]);
        assert!(under(&ignored, "in/") && !under(&ignored, "out/"), "{name}");
    }
}

#[test]
fn a_secret_is_found_in_every_format_and_printed_in_none() {
    // base64 of the same words
    let encoded = "cm91bmRzLWF0LXNldmVu";
    let mut cases = vec![(
        "stack.yaml",
        "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: rounds-at-seven\n".to_owned(),
        6,
    )];
    if is_read("kubernetes") {
        cases.push((
            "secret.yaml",
            format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: {encoded}\n"),
            6,
        ));
        cases.push(("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: x\n      env:\n        - name: DB_PASSWORD\n          value: rounds-at-seven\n".to_owned(), 11));
    }
    if is_read("arm") {
        cases.push(("azuredeploy.json", "{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n\"contentVersion\": \"1.0.0.0\", \"resources\": [],\n\"parameters\": {\"adminPassword\": {\"type\": \"securestring\",\n\"defaultValue\": \"rounds-at-seven\"}}}\n".to_owned(), 4));
        cases.push(("main.bicep", "param adminPassword string = 'rounds-at-seven'\n".to_owned(), 1));
    }
    if is_read("dockerfile") {
        cases.push((
            "compose.yaml",
            "services:\n  db:\n    image: x\n    environment:\n      - POSTGRES_PASSWORD=rounds-at-seven\n"
                .to_owned(),
            5,
        ));
    }
    for (name, text, line) in cases {
        let folder = folder(&[(name, &text)]);
        let report = whole(&folder, &[]);
        let findings = report["findings"].as_array().unwrap();
        let found =
            findings.iter().find(|f| f["objective"] == "no-embedded-secrets" && f["verdict"] == "fail");
        let found = found.unwrap_or_else(|| panic!("{name}: {}", report["sources"]));
        assert_eq!(found["location"]["line"], line, "{name}");
        for format in ["text", "json", "sarif", "csv", "markdown", "junit"] {
            let output = steth(folder.path(), &["scan", "--format", format]);
            let said = String::from_utf8(output.stdout).unwrap();
            assert!(!said.contains("rounds-at-seven") && !said.contains(encoded), "{name} {format}");
        }
    }
}
