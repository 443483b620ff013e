//! Every form of report of the sample estate: valid against its schema, consistent within itself, deterministic.

#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::process::Command;

use jiff::Timestamp;
use serde_json::Value;
use steth::posture::{Posture, Standing};
use steth::report::{Format, JSON_SCHEMA, Selection, write};
use steth::scan::{Request, scan};

fn posture() -> Posture {
    let now: Timestamp = "2026-11-21T04:00:00Z".parse().unwrap();
    scan(&steth::demo::tree(), &Request::default(), now, &mut |_| {})
}

fn report(posture: &Posture, format: Format) -> String {
    let mut out = Vec::new();
    write(format, posture, &Selection::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn json(posture: &Posture, format: Format) -> Value {
    serde_json::from_str(&report(posture, format)).unwrap()
}

/// A file of a dependency's source, found through cargo: other people's schemas are not copied into this repository.
fn of_dependency(package: &str, file: &str) -> String {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let manifest = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == package)
        .and_then(|p| p["manifest_path"].as_str())
        .map(PathBuf::from)
        .unwrap();
    std::fs::read_to_string(manifest.parent().unwrap().join(file)).unwrap()
}

fn assert_valid(schema: &str, instance: &Value) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(instance).take(5).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[cfg(feature = "aws")]
#[test]
fn a_report_of_both_sides_is_valid_and_tells_drift() {
    let posture = steth::demo::posture("2026-11-21T04:00:00Z".parse().unwrap(), &mut |_| {});
    let report = json(&posture, Format::Json);
    assert_valid(JSON_SCHEMA, &report);
    let drift = posture.drift.as_ref().unwrap();
    let items = report["drift"]["items"].as_array().unwrap();
    assert_eq!(items.len(), drift.items.len());
    let weaker = items.iter().find(|i| i["declared"] == "aws_cloudtrail.organization").unwrap();
    assert_eq!(
        (&weaker["direction"], &weaker["setting"]["declared"], &weaker["location"]["path"]),
        (&"weaker".into(), &"true".into(), &"aws/production/audit.tf".into())
    );
    assert!(!weaker["safeguards"].as_array().unwrap().is_empty());
    // code alone has nothing to be held against
    assert!(json(&self::posture(), Format::Json)["drift"].is_null());
}

#[test]
fn json_keeps_its_contract() {
    let posture = posture();
    let report = json(&posture, Format::Json);
    assert_valid(JSON_SCHEMA, &report);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), posture.findings.len());
    let prints: HashSet<&str> = findings.iter().map(|f| f["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), findings.len(), "fingerprints are unique");
    for verdict in ["pass", "fail", "unknown"] {
        assert!(findings.iter().any(|f| f["verdict"] == verdict), "no {verdict} in the sample estate");
    }
}

#[test]
fn the_schema_refuses_what_is_not_in_the_contract() {
    let posture = posture();
    let schema: Value = serde_json::from_str(JSON_SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = json(&posture, Format::Json);
    assert!(validator.is_valid(&good));
    for (pointer, value) in [
        ("/schema", Value::from("steth.scan/2")),
        ("/findings/0/verdict", Value::from("ok")),
        ("/findings/0/location", Value::from("main.tf:1")),
        ("/posture/interval/high", Value::from(1.5)),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
}

#[test]
fn two_runs_are_byte_identical() {
    for format in [Format::Text, Format::Json, Format::Sarif, Format::Csv, Format::Markdown] {
        assert_eq!(report(&posture(), format), report(&posture(), format), "{format:?}");
    }
}

#[test]
fn a_secret_is_in_no_report() {
    let posture = posture();
    for format in [
        Format::Text,
        Format::Json,
        Format::Sarif,
        Format::SarifGithub,
        Format::Csv,
        Format::Markdown,
        Format::Junit,
    ] {
        let text = report(&posture, format);
        assert!(!text.contains("rounds-at-seven"), "{format:?}");
    }
}

#[test]
fn sarif_is_valid_and_its_references_lead_somewhere() {
    let posture = posture();
    let schema = of_dependency("serde-sarif", "src/schema.json");
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    // the official pattern of language codes has an unbalanced bracket, which strict regular expressions refuse
    for part in ["run", "toolComponent"] {
        if let Some(language) = schema.pointer_mut(&format!("/definitions/{part}/properties/language")) {
            language.as_object_mut().unwrap().remove("pattern");
        }
    }
    let schema = schema.to_string();
    for format in [Format::Sarif, Format::SarifGithub] {
        let log = json(&posture, format);
        assert_valid(&schema, &log);
        check_references(&log["runs"][0]);
    }
}

/// What schema validators do not see: every index and id refers to something that is there.
fn check_references(run: &Value) {
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let artifacts = run["artifacts"].as_array().unwrap();
    let taxa = run["taxonomies"][0]["taxa"].as_array();
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for (i, rule) in rules.iter().enumerate() {
        let severity: f64 = rule["properties"]["security-severity"].as_str().unwrap().parse().unwrap();
        assert!(severity > 0.0 && severity <= 10.0);
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10);
        assert!(!rule["help"]["text"].as_str().unwrap().is_empty());
        assert!(results.iter().any(|r| r["ruleIndex"] == i), "rule {} has no result", rule["id"]);
        for relationship in rule["relationships"].as_array().into_iter().flatten() {
            assert_taxon(taxa, &relationship["target"], run);
        }
    }
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
        assert_eq!(result["level"] == "none", result["kind"] != "fail");
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        let physical = &result["locations"][0]["physicalLocation"];
        let index = usize::try_from(physical["artifactLocation"]["index"].as_u64().unwrap()).unwrap();
        assert_eq!(artifacts[index]["location"]["uri"], physical["artifactLocation"]["uri"]);
        assert!(physical["region"]["startLine"].as_u64().unwrap() >= 1);
        for taxon in result["taxa"].as_array().into_iter().flatten() {
            assert_taxon(taxa, taxon, run);
        }
    }
}

fn assert_taxon(taxa: Option<&Vec<Value>>, reference: &Value, run: &Value) {
    let index = usize::try_from(reference["index"].as_u64().unwrap()).unwrap();
    assert_eq!(taxa.unwrap()[index]["id"], reference["id"]);
    assert_eq!(run["taxonomies"][0]["guid"], reference["toolComponent"]["guid"]);
}

#[test]
fn github_gets_no_suppressed_and_no_undecided_result() {
    let posture = posture();
    let waived = posture.findings().filter(|(id, _)| posture.standing(*id) == Standing::Waived).count();
    assert!(waived > 0, "the sample estate has a waiver in force");
    let full = json(&posture, Format::Sarif);
    let github = json(&posture, Format::SarifGithub);
    let results = |log: &Value| log["runs"][0]["results"].as_array().unwrap().clone();
    let suppressed = results(&full).iter().filter(|r| r["suppressions"].is_array()).count();
    assert_eq!(suppressed, waived);
    assert!(results(&full).iter().any(|r| r["kind"] == "open"));
    assert!(results(&github).iter().all(|r| r["kind"] == "fail" && r["suppressions"].is_null()));
    assert!(github["runs"][0]["taxonomies"].is_null());
}

#[test]
fn csv_has_a_row_per_finding_and_safeguard() {
    let posture = posture();
    let text = report(&posture, Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(&reader.headers().unwrap()[16], "fingerprint");
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        *rows.entry(row[16].to_owned()).or_default() += 1;
    }
    assert_eq!(rows.len(), posture.findings.len());
    let expected: usize =
        posture.findings.iter().map(|f| Posture::safeguards_of(posture.check(f)).len().max(1)).sum();
    assert_eq!(rows.values().sum::<usize>(), expected);
}

#[test]
fn junit_counts_what_the_posture_counts() {
    let posture = posture();
    let text = report(&posture, Format::Junit);
    let count = |standing| posture.findings().filter(|(id, _)| posture.standing(*id) == standing).count();
    assert_eq!(text.matches("<failure").count(), count(Standing::Fail));
    let unread: usize = posture.sources.iter().map(|s| s.failed.len() + s.unavailable.len()).sum();
    assert!(unread > 0, "the sample estate has a broken file");
    assert_eq!(text.matches("<error").count(), count(Standing::Unknown) + unread);
    assert_eq!(text.matches("<skipped").count(), count(Standing::Waived) + count(Standing::NotApplicable));
}

#[test]
fn an_expired_waiver_is_void_and_still_listed() {
    let posture = posture();
    let report = json(&posture, Format::Json);
    let finding = |address: &str| {
        report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["check"] == "block-volume-encryption" && f["resource"]["address"] == address)
            .unwrap()
            .clone()
    };
    assert_eq!(finding("aws_ebs_volume.dictation_test")["waived"]["status"], "in_force");
    assert!(finding("aws_ebs_volume.migration")["waived"].is_null());
    assert!(report["waivers"].as_array().unwrap().iter().any(|w| w["status"] == "expired"));
}
