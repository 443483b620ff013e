//! Prowler's OCSF, and the JSON of its third version. Compliance findings of other makers of OCSF are read in the same
//! way.

use std::sync::Arc;

use serde_json::Value;

use super::field::{list, name, name_at, remark, severity, text, time};
use super::{Class, Refusal, Report, Reported, Scanner, Subject};
use crate::native::{Exemption, Provider, VerdictWord};

/// OCSF classes whose events judge something: security, vulnerability, compliance and detection findings.
const CLASSES: [u64; 4] = [2001, 2002, 2003, 2004];

pub(super) fn read_ocsf(events: &[Value]) -> Result<Vec<Report>, Refusal> {
    let mut reports: Vec<Report> = Vec::new();
    let mut foreign = 0;
    for event in events {
        let class = event.get("class_uid").and_then(Value::as_u64);
        if !class.is_none_or(|c| CLASSES.contains(&c)) || event.get("metadata").is_none() {
            foreign += 1;
            continue;
        }
        let tool = text(event, "/metadata/product/name").unwrap_or("unnamed tool");
        let tool = name(tool);
        let at = reports.iter().position(|r| r.tool == tool).unwrap_or_else(|| {
            let version = name_at(event, "/metadata/product/version");
            reports.push(Report::of(Scanner::named(&tool), &tool, version));
            reports.len() - 1
        });
        let Some(report) = reports.get_mut(at) else { continue };
        let when =
            time(event, "/time_dt").or_else(|| time(event, "/time")).or_else(|| time(event, "/event_time"));
        let when = when.or_else(|| time(event, "/finding_info/created_time"));
        report.made = report.made.max(when);
        let found = ocsf(event, class == Some(2002));
        if found.is_empty() {
            report.leave_out("events without a check");
        }
        report.findings.extend(found.into_iter().map(|f| Reported { evaluated: when, ..f }));
    }
    match reports.first_mut() {
        Some(first) if foreign > 0 => {
            first.left_out.push(("events that are no findings".to_owned(), foreign));
            Ok(reports)
        }
        Some(_) => Ok(reports),
        None => Err(Refusal::new(
            "OCSF events of which none is a finding",
            "give compliance or detection findings (classes 2001 to 2004)",
        )),
    }
}

/// One event as findings, one for each of its resources.
fn ocsf(event: &Value, is_vulnerability: bool) -> Vec<Reported> {
    let Some(id) = text(event, "/metadata/event_code")
        .or_else(|| text(event, "/compliance/control"))
        .or_else(|| text(event, "/vulnerabilities/0/cve/uid"))
        .or_else(|| text(event, "/finding_info/title"))
    else {
        return Vec::new();
    };
    let class = if is_vulnerability { Class::Vulnerability } else { Class::Misconfiguration };
    let mut found = Reported::of(name(id), class, severity(text(event, "/severity").unwrap_or_default()));
    found.title = name_at(event, "/finding_info/title");
    found.remark =
        remark(text(event, "/status_detail").or_else(|| text(event, "/message")).unwrap_or_default());
    let code = text(event, "/status_code").or_else(|| text(event, "/compliance/status"));
    let is_suppressed = text(event, "/status").is_some_and(|s| s.eq_ignore_ascii_case("suppressed"))
        || code.is_some_and(|c| c.eq_ignore_ascii_case("muted"));
    found.verdict = match code.map(str::to_ascii_uppercase).as_deref() {
        Some("PASS" | "PASSED") => VerdictWord::Pass,
        Some("FAIL" | "FAILED" | "FAILURE" | "MUTED") => VerdictWord::Fail,
        Some(_) => VerdictWord::Unknown,
        None => match event.pointer("/compliance/status_id").and_then(Value::as_u64) {
            Some(1) => VerdictWord::Pass,
            // a finding without a status is one because something is wrong
            Some(3) | None => VerdictWord::Fail,
            Some(_) => VerdictWord::Unknown,
        },
    };
    if is_suppressed && found.verdict == VerdictWord::Fail {
        found.exemption = Some(muted(""));
    }
    let cloud = text(event, "/cloud/provider").unwrap_or_default();
    let provider = provider(cloud);
    let account = name_at(event, "/cloud/account/uid");
    let mut all = Vec::new();
    let resources = list(event, "/resources");
    let single = event.get("resource").map(std::slice::from_ref).unwrap_or_default();
    for resource in resources.iter().chain(single) {
        let id = text(resource, "/uid").or_else(|| text(resource, "/name")).unwrap_or_default();
        let region = text(resource, "/region").or_else(|| text(event, "/cloud/region")).unwrap_or_default();
        let subject = Subject {
            id: name(id),
            name: name(text(resource, "/name").unwrap_or(id)),
            type_name: name_at(resource, "/type"),
            provider,
            account: account.clone(),
            region: name(region),
        };
        all.push(Reported { subject, ..found.clone() });
    }
    if all.is_empty() {
        found.subject = Subject { id: account.clone(), account, provider, ..Subject::default() };
        all.push(found);
    }
    all
}

/// The JSON of Prowler 3.
pub(super) fn read_native(findings: &[Value]) -> Report {
    let mut report = Report::of(Scanner::Prowler, "Prowler", Arc::default());
    for finding in findings {
        let Some(id) = text(finding, "/CheckID") else {
            report.leave_out("findings without a check");
            continue;
        };
        let when = time(finding, "/AssessmentStartTime");
        report.made = report.made.max(when);
        let word = text(finding, "/Severity").unwrap_or_default();
        let mut found = Reported::of(name(id), Class::Misconfiguration, severity(word));
        found.title = name_at(finding, "/CheckTitle");
        found.remark = remark(text(finding, "/StatusExtended").unwrap_or_default());
        found.evaluated = when;
        match text(finding, "/Status").map(str::to_ascii_uppercase).as_deref() {
            Some("PASS") => found.verdict = VerdictWord::Pass,
            Some("FAIL") => {}
            Some("MUTED" | "WARNING") => {
                found.exemption = Some(muted(text(finding, "/Notes").unwrap_or_default()));
            }
            _ => found.verdict = VerdictWord::Unknown,
        }
        let account = ["/AccountId", "/SubscriptionId", "/Subscription", "/ProjectId"];
        let account = account.iter().find_map(|p| text(finding, p)).unwrap_or_default();
        let id = text(finding, "/ResourceArn").or_else(|| text(finding, "/ResourceId"));
        found.subject = Subject {
            id: id.map(name).unwrap_or_default(),
            name: text(finding, "/ResourceName")
                .or_else(|| text(finding, "/ResourceId"))
                .map(name)
                .unwrap_or_default(),
            type_name: name_at(finding, "/ResourceType"),
            provider: provider(text(finding, "/Provider").unwrap_or_default()),
            account: name(account),
            region: text(finding, "/Region")
                .or_else(|| text(finding, "/Location"))
                .map(name)
                .unwrap_or_default(),
        };
        report.findings.push(found);
    }
    report
}

fn muted(reason: &str) -> Exemption {
    Exemption { name: "muted in the other scanner".into(), reason: remark(reason), expires: None }
}

fn provider(word: &str) -> Option<Provider> {
    let word = word.to_ascii_lowercase();
    match word.as_str() {
        "aws" => Some(Provider::Aws),
        "azure" | "entra" | "m365" | "microsoft365" => Some(Provider::Azure),
        "gcp" | "google" | "googlecloud" => Some(Provider::Gcp),
        "kubernetes" | "k8s" => Some(Provider::Kubernetes),
        _ => None,
    }
}
