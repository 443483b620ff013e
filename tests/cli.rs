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
