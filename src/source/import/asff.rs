//! The AWS Security Finding Format: what `aws securityhub get-findings` writes, and what others send there.

use std::sync::Arc;

use serde_json::Value;

use super::field::{cwes, list, name, name_at, remark, severity, text, time};
use super::{Class, Refusal, Report, Reported, Scanner, Subject};
use crate::hipaa::{Pack, native_rule};
use crate::native::{Exemption, Provider, VerdictWord};

pub(super) fn read(findings: &[Value]) -> Result<Vec<Report>, Refusal> {
    let mut reports: Vec<Report> = Vec::new();
    for finding in findings {
        if text(finding, "/SchemaVersion").is_some_and(|v| v != "2018-10-08") {
            let version = name_at(finding, "/SchemaVersion");
            return Err(Refusal::new(
                format!("the schema version {version} of the AWS Security Finding Format is not read"),
                "export findings of schema version 2018-10-08",
            ));
        }
        let tool = product(finding);
        let at = reports.iter().position(|r| r.tool == tool).unwrap_or_else(|| {
            let version = name_at(finding, "/ProductFields/ProviderVersion");
            reports.push(Report::of(Scanner::named(&tool), &tool, version));
            reports.len() - 1
        });
        let Some(report) = reports.get_mut(at) else { continue };
        if text(finding, "/RecordState") == Some("ARCHIVED") {
            report.leave_out("archived findings");
            continue;
        }
        if text(finding, "/Workflow/Status") == Some("RESOLVED")
            && text(finding, "/Compliance/Status").is_none()
        {
            report.leave_out("findings that are resolved");
            continue;
        }
        let when = time(finding, "/LastObservedAt").or_else(|| time(finding, "/UpdatedAt"));
        report.made = report.made.max(when);
        let found = findings_of(finding, report.scanner);
        if found.is_empty() {
            report.leave_out("findings without a generator");
        }
        report.findings.extend(found.into_iter().map(|f| Reported { evaluated: when, ..f }));
    }
    if reports.is_empty() {
        // an export without a finding still names its maker by its form
        reports.push(Report::of(Scanner::SecurityHub, "Security Hub", Arc::default()));
    }
    Ok(reports)
}

/// Who made the finding: `ProductName`, else the product of the ARN `…:product/aws/securityhub`.
fn product(finding: &Value) -> Arc<str> {
    let named = text(finding, "/ProductName")
        .or_else(|| text(finding, "/ProductFields/aws~1securityhub~1ProductName"));
    let of_arn = || text(finding, "/ProductArn").and_then(|arn| arn.rsplit('/').next());
    match named.or_else(of_arn) {
        Some("securityhub" | "Security Hub") | None => "Security Hub".into(),
        Some(other) => name(other),
    }
}

fn findings_of(finding: &Value, scanner: Scanner) -> Vec<Reported> {
    let generator = text(finding, "/GeneratorId").or_else(|| text(finding, "/Id"));
    let Some(generator) = generator else { return Vec::new() };
    let control = text(finding, "/Compliance/SecurityControlId")
        .or_else(|| text(finding, "/ProductFields/ControlId"))
        .or_else(|| generator.strip_prefix("prowler-"))
        .unwrap_or_else(|| generator.rsplit('/').next().unwrap_or(generator));
    let types = list(finding, "/Types").iter().filter_map(Value::as_str);
    let is_vulnerability = !list(finding, "/Vulnerabilities").is_empty()
        || types.clone().any(|t| t.contains("Vulnerabilities/CVE"));
    let class = if is_vulnerability {
        Class::Vulnerability
    } else if text(finding, "/Compliance/Status").is_some() {
        Class::Misconfiguration
    } else {
        Class::Other
    };
    let word = text(finding, "/Severity/Label").unwrap_or_default();
    let mut found = Reported::of(name(control), class, severity(word));
    if is_vulnerability && let Some(cve) = text(finding, "/Vulnerabilities/0/Id") {
        found.rule = name(cve);
    }
    found.title = name_at(finding, "/Title");
    found.cwes = cwes(finding.pointer("/Vulnerabilities/0/Cwes"));
    found.config_rule = (scanner == Scanner::SecurityHub).then(|| config_rule(finding)).flatten();
    found.verdict = match text(finding, "/Compliance/Status") {
        Some("PASSED") => VerdictWord::Pass,
        Some("NOT_AVAILABLE" | "WARNING") => VerdictWord::Unknown,
        _ => VerdictWord::Fail,
    };
    if found.verdict == VerdictWord::Unknown {
        found.remark = remark(text(finding, "/Compliance/StatusReasons/0/ReasonCode").unwrap_or_default());
    } else {
        found.remark = remark(text(finding, "/Description").unwrap_or_default());
    }
    if text(finding, "/Workflow/Status") == Some("SUPPRESSED") {
        found.exemption = Some(Exemption {
            name: "suppressed in Security Hub".into(),
            reason: remark(text(finding, "/Note/Text").unwrap_or_default()),
            expires: None,
        });
    }
    let account = name_at(finding, "/AwsAccountId");
    let region = name_at(finding, "/Region");
    let resources = list(finding, "/Resources");
    let mut all = Vec::with_capacity(resources.len().max(1));
    for resource in resources {
        let kind = text(resource, "/Type").unwrap_or_default();
        let id = if kind == "AwsAccount" { account.clone() } else { name_at(resource, "/Id") };
        let subject = Subject {
            name: name(id.rsplit(['/', ':']).next().unwrap_or_default()),
            id,
            type_name: name(kind),
            provider: Some(Provider::Aws),
            account: account.clone(),
            region: region.clone(),
        };
        all.push(Reported { subject, ..found.clone() });
    }
    if all.is_empty() {
        found.subject = Subject {
            id: account.clone(),
            account,
            region,
            provider: Some(Provider::Aws),
            ..Subject::default()
        };
        all.push(found);
    }
    all
}

/// The managed rule of AWS Config behind a control: `securityhub-encrypted-volumes-1a2b3c4d` is `ENCRYPTED_VOLUMES`.
fn config_rule(finding: &Value) -> Option<Arc<str>> {
    let fields = finding.get("ProductFields").and_then(Value::as_object)?;
    fields.iter().find_map(|(field, value)| {
        (field.starts_with("RelatedAWSResources:") && field.ends_with("/name")).then_some(())?;
        let own = value.as_str()?;
        let own = own.strip_prefix("securityhub-").unwrap_or(own);
        let without_tail = own.rsplit_once('-').map_or(own, |(head, _)| head);
        [own, without_tail].iter().find_map(|n| native_rule(Pack::AwsConfig, n)).map(|rule| rule.id.into())
    })
}
