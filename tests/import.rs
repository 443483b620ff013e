//! Reports of other scanners through the program: where findings land, what they join, exit codes, contract.

#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

const CODE: &str = "resource \"aws_ebs_volume\" \"open\" {\n  availability_zone = \"us-east-1a\"\n}\n\nresource \"aws_ebs_volume\" \"closed\" {\n  availability_zone = \"us-east-1a\"\n  encrypted         = true\n}\n";

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
    Command::new(env!("CARGO_BIN_EXE_steth")).args(arguments).current_dir(folder).output().unwrap()
}

fn scanned(folder: &TempDir, more: &[&str]) -> (i32, Value) {
    let arguments: Vec<&str> = ["scan", "infra", "--format", "json"].iter().chain(more).copied().collect();
    let output = steth(folder.path(), &arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    let value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text} {:?}", output.stderr));
    (output.status.code().unwrap(), value)
}

fn checkov(checks: &[(&str, &str, &str, u32, u32)]) -> String {
    let listed = |wanted: &str| -> Vec<Value> {
        let own = checks.iter().filter(|c| c.1 == wanted);
        own.map(|(id, _, resource, first, last)| {
            json!({ "check_id": id, "check_name": "n", "file_path": "/main.tf", "repo_file_path": "/infra/main.tf",
                "file_abs_path": "/home/ci/work/infra/main.tf", "file_line_range": [first, last], "resource": resource,
                "check_result": { "suppress_comment": "a lab" } })
        })
        .collect()
    };
    json!({ "check_type": "terraform", "summary": { "checkov_version": "3.3.0" }, "results": {
        "failed_checks": listed("fail"), "passed_checks": listed("pass"), "skipped_checks": listed("skip"), "parsing_errors": [] } })
    .to_string()
}

fn imported<'v>(report: &'v Value, rule: &str) -> &'v Value {
    report["imported_findings"].as_array().unwrap().iter().find(|f| f["rule"] == rule).unwrap()
}

#[test]
fn the_same_test_on_the_same_resource_is_one_finding_and_a_contradiction_is_told() {
    let report = checkov(&[
        ("CKV_AWS_3", "fail", "aws_ebs_volume.open", 1, 3),
        ("CKV_AWS_3", "fail", "aws_ebs_volume.closed", 5, 8),
        ("CKV_AWS_9999", "fail", "aws_ebs_volume.open", 1, 3),
        ("CKV_AWS_9998", "skip", "aws_ebs_volume.open", 1, 3),
    ]);
    let folder = folder(&[("infra/main.tf", CODE), ("checkov.json", &report)]);
    let (_, before) = scanned(&folder, &[]);
    let (code, after) = scanned(&folder, &["--import", "checkov.json"]);
    assert_eq!(code, 1);
    let all = after["imported_findings"].as_array().unwrap();
    assert_eq!(all.len(), 4);
    let on = |address: &str| {
        all.iter().find(|f| f["rule"] == "CKV_AWS_3" && f["resource"]["address"] == address).unwrap()
    };
    let (open, closed) = (on("aws_ebs_volume.open"), on("aws_ebs_volume.closed"));
    assert_eq!(
        (&open["counted"], &open["landed_by"], &open["joined_by"]),
        (&json!(false), &json!("check"), &json!("address"))
    );
    assert_eq!(open["checks"], json!(["block-volume-encryption"]));
    assert_eq!(closed["counted"], true);
    assert_eq!(closed["contradicted_by"], json!(["block-volume-encryption"]));
    let other = imported(&after, "CKV_AWS_9999");
    assert_eq!((&other["objective"], &other["safeguards"]), (&json!("scanner-findings"), &json!([])));
    assert_eq!(imported(&after, "CKV_AWS_9998")["waived"]["reason"], "a lab");
    // ours is named once, with the other tool beside it
    let findings = after["findings"].as_array().unwrap();
    assert_eq!(findings.len(), before["findings"].as_array().unwrap().len());
    let ours = findings
        .iter()
        .find(|f| {
            f["check"] == "block-volume-encryption" && f["resource"]["address"] == "aws_ebs_volume.open"
        })
        .unwrap();
    assert_eq!(ours["also_reported"], json!([{ "tool": "Checkov", "rule": "CKV_AWS_3", "verdict": "fail" }]));
    assert_eq!(open["same_as"], ours["fingerprint"]);
    let objective = |report: &Value, id: &str| {
        report["posture"]["objectives"].as_array().unwrap().iter().find(|o| o["id"] == id).unwrap().clone()
    };
    let encryption = objective(&after, "encryption-at-rest");
    assert_eq!((&encryption["native"]["fail"], &encryption["disagreements"]), (&json!(1), &json!(1)));
    let source = after["sources"].as_array().unwrap().iter().find(|s| s["kind"] == "import").unwrap();
    assert_eq!(
        (&source["verdicts"], &source["subject"]),
        (&json!(4), &json!("checkov.json (Checkov 3.3.0)"))
    );
}

#[test]
fn every_form_of_report_names_the_tool() {
    let report = checkov(&[
        ("CKV_AWS_3", "fail", "aws_ebs_volume.open", 1, 3),
        ("CKV_AWS_9999", "fail", "aws_ebs_volume.open", 1, 3),
    ]);
    let folder = folder(&[("infra/main.tf", CODE), ("checkov.json", &report)]);
    for format in ["text", "csv", "sarif", "markdown", "junit"] {
        let output = steth(folder.path(), &["scan", "infra", "--import", "checkov.json", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("Checkov") && text.contains("CKV_AWS_9999"), "{format}: {text}");
    }
    let output = steth(folder.path(), &["scan", "infra", "--import", "checkov.json", "--format", "sarif"]);
    let sarif: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(sarif["runs"][1]["tool"]["driver"]["name"], "Checkov");
    assert_eq!(sarif["runs"][1]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn the_contract_holds_with_imports() {
    let report = checkov(&[("CKV_AWS_3", "fail", "aws_ebs_volume.open", 1, 3), ("X", "pass", "a.b", 0, 0)]);
    let folder = folder(&[("infra/main.tf", CODE), ("checkov.json", &report)]);
    let (_, after) = scanned(&folder, &["--import", "checkov.json"]);
    let schema: Value = serde_json::from_str(steth::report::JSON_SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&after).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_finding_joins_by_place_where_no_address_is_told() {
    let sarif = json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "Trivy", "version": "0.60" } }, "results": [
        { "ruleId": "AWS-0026", "message": { "text": "m" }, "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": "infra/main.tf" }, "region": { "startLine": 5, "endLine": 8 } } }] },
        { "ruleId": "CVE-2026-1", "message": { "text": "m" }, "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": "app/package-lock.json" } } }] }
    ] }] });
    let folder = folder(&[("infra/main.tf", CODE), ("trivy.sarif", &sarif.to_string())]);
    let (code, report) =
        scanned(&folder, &["--import", "trivy.sarif", "--objective", "vulnerability-management"]);
    assert_eq!(code, 1, "only the vulnerability is looked at");
    assert_eq!(report["imported_findings"].as_array().unwrap().len(), 1);
    assert_eq!(imported(&report, "CVE-2026-1")["resource"]["kind"], "source_file");
    let (_, report) = scanned(&folder, &["--import", "trivy.sarif"]);
    let volume = imported(&report, "AWS-0026");
    assert_eq!(
        (&volume["joined_by"], &volume["resource"]["address"]),
        (&json!("place"), &json!("aws_ebs_volume.closed"))
    );
    assert_eq!(volume["landed_by"], "check", "the id without its mark is the same id");
}

#[test]
fn a_baseline_knows_other_scanners_findings() {
    let report = checkov(&[("CKV_AWS_9999", "fail", "aws_ebs_volume.closed", 5, 8)]);
    let folder = folder(&[("infra/main.tf", CODE), ("checkov.json", &report)]);
    let only = ["--import", "checkov.json", "--objective", "scanner-findings"];
    let (code, before) = scanned(&folder, &only);
    assert_eq!(code, 1);
    fs::write(folder.path().join("before.json"), before.to_string()).unwrap();
    let again: Vec<&str> = only.iter().chain(&["--baseline", "before.json"]).copied().collect();
    assert_eq!(scanned(&folder, &again).0, 0);
}

#[test]
fn a_report_that_cannot_be_read_is_one_line_and_incomplete() {
    let folder = folder(&[
        ("infra/main.tf", CODE),
        ("cut.sarif", "{\"version\": \"2.1.0\",\n \"runs\": ["),
        ("x.json", "{}"),
    ]);
    let output = steth(
        folder.path(),
        &["scan", "infra", "--import", "cut.sarif", "--import", "x.json", "--fail-on", "never"],
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(text.contains("cut.sarif:2: the report is cut off"), "{text}");
    assert!(text.contains("x.json: not the report of a scanner that is known"), "{text}");
    assert!(text.contains("aws_ebs_volume.open"), "the code is scanned all the same");
    let missing = steth(folder.path(), &["scan", "infra", "--import", "none.json"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn import_alone_says_where_each_finding_lands() {
    let old = json!({ "SchemaVersion": 2, "CreatedAt": "2026-01-01T00:00:00Z", "ArtifactName": "registry.example/intake:1",
        "ArtifactType": "container_image", "Results": [{ "Target": "x", "Vulnerabilities": [
            { "VulnerabilityID": "CVE-2026-9", "PkgName": "musl", "InstalledVersion": "1", "Severity": "LOW", "Title": "evil \u{1b}[31m title" }] }] });
    let folder = folder(&[
        ("infra/main.tf", CODE),
        ("trivy.json", &old.to_string()),
        ("ok.json", "{\"results\": null}"),
    ]);
    let output = steth(folder.path(), &["import", "trivy.json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("lands on: Known vulnerabilities are mended"), "{text}");
    assert!(text.contains("is stale") && text.contains("days ago"), "{text}");
    assert!(!text.contains('\u{1b}'));
    assert_eq!(
        steth(folder.path(), &["import", "trivy.json", "--fail-on", "high"]).status.code(),
        Some(3),
        "stale is incomplete"
    );
    assert_eq!(steth(folder.path(), &["import", "ok.json"]).status.code(), Some(0));
    assert_eq!(steth(folder.path(), &["import"]).status.code(), Some(2));
    let output = steth(folder.path(), &["import", "trivy.json", "--beside", "infra", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["schema"], "steth.import/1");
    assert_eq!(report["imported_findings"][0]["resource"]["kind"], "artifact");
}
