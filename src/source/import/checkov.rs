//! Checkov's JSON: one run, or a list of them, one for each framework.

use std::sync::Arc;

use serde_json::Value;

use super::field::{cwes, line, list, name, name_at, remark, severity, spot, text};
use super::{Class, Report, Reported, Scanner};
use crate::check::Severity;
use crate::native::{Exemption, VerdictWord};

/// A run, or what Checkov writes where it found nothing to look at.
pub(super) fn is_run(value: &Value) -> bool {
    (value.get("check_type").is_some() && value.get("results").is_some())
        || (value.get("checkov_version").is_some() && value.get("resource_count").is_some())
}

pub(super) fn read(runs: &[Value]) -> Report {
    let version = runs
        .iter()
        .find_map(|run| text(run, "/summary/checkov_version").or_else(|| text(run, "/checkov_version")));
    let mut report = Report::of(Scanner::Checkov, "Checkov", name(version.unwrap_or_default()));
    for run in runs {
        for (list_name, verdict) in [
            ("/results/failed_checks", VerdictWord::Fail),
            ("/results/passed_checks", VerdictWord::Pass),
            ("/results/skipped_checks", VerdictWord::Fail),
            ("/results/unknown_checks", VerdictWord::Unknown),
        ] {
            for check in list(run, list_name) {
                match finding(run, check, verdict, list_name.ends_with("skipped_checks")) {
                    Some(found) => report.findings.push(found),
                    None => report.leave_out("checks without an id"),
                }
            }
        }
        for file in list(run, "/results/parsing_errors") {
            let file: Arc<str> = file.as_str().map(name).unwrap_or_default();
            report.blind.push((file, "Checkov could not parse it".to_owned()));
        }
    }
    report
}

fn finding(run: &Value, check: &Value, verdict: VerdictWord, is_skipped: bool) -> Option<Reported> {
    let id = text(check, "/check_id")?;
    let upper = id.to_ascii_uppercase();
    let class = if upper.starts_with("CKV_SECRET") || text(run, "/check_type") == Some("secrets") {
        Class::Secret
    } else if super::sarif::is_vulnerability(&upper) || check.pointer("/vulnerability_details/id").is_some() {
        Class::Vulnerability
    } else {
        Class::Misconfiguration
    };
    // without the platform Checkov gives no severity
    let graded = text(check, "/severity").or_else(|| text(check, "/severity/name"));
    let grade =
        graded.map_or(if class == Class::Secret { Severity::High } else { Severity::Medium }, severity);
    let mut found = Reported::of(name(id), class, grade);
    found.title = name_at(check, "/check_name");
    found.verdict = verdict;
    if is_skipped {
        found.exemption = Some(Exemption {
            name: "skipped in Checkov".into(),
            reason: remark(text(check, "/check_result/suppress_comment").unwrap_or_default()),
            expires: None,
        });
    }
    if class == Class::Vulnerability {
        let details = check.get("vulnerability_details").unwrap_or(&Value::Null);
        if let Some(cve) = text(details, "/id") {
            found.rule = name(cve);
        }
        found.cwes = cwes(details.get("cwe"));
        let package = text(details, "/package_name").unwrap_or_default();
        let version = text(details, "/package_version").unwrap_or_default();
        let fixed = text(details, "/lowest_fixed_version").unwrap_or("no version that is known");
        found.remark = remark(&format!("{package} {version}: fixed in {fixed}"));
    }
    // the path from the directory that was scanned, and the one on the machine that it was scanned on
    let path = text(check, "/file_path").or_else(|| text(check, "/repo_file_path")).unwrap_or_default();
    let (first, last) = (line(check, "/file_line_range/0"), line(check, "/file_line_range/1"));
    found.spot = spot(path, first, last);
    found.path_there = text(check, "/file_abs_path").and_then(|p| spot(p, 0, 0)).map(|s| s.path);
    // of a secret the resource is a digest of the secret
    if class != Class::Secret {
        let address = text(check, "/resource_address").or_else(|| text(check, "/resource"));
        found.subject.id = address.map(name).unwrap_or_default();
        let own_type = text(check, "/resource").and_then(type_of);
        found.subject.type_name = own_type.map(name).unwrap_or_default();
    }
    Some(found)
}

/// The Terraform type in `module.a.aws_s3_bucket.logs`, the CloudFormation type in `AWS::S3::Bucket.Logs`.
fn type_of(resource: &str) -> Option<&str> {
    if resource.contains("::") {
        return resource.split('.').next();
    }
    let parts: Vec<&str> = resource.split('.').collect();
    parts.iter().rev().nth(1).copied().filter(|t| t.contains('_'))
}
