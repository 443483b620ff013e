//! Trivy's own JSON: misconfigurations with their passes, vulnerabilities, secrets; files, images and clusters.

use serde_json::Value;

use super::field::{self, cwes, line, list, name, name_at, remark, severity, spot, text, time};
use super::{Class, Refusal, Report, Reported, Scanner, Subject};
use crate::native::{Exemption, Provider, VerdictWord};

pub(super) fn read(root: &Value) -> Result<Vec<Report>, Refusal> {
    let version = root.get("SchemaVersion").and_then(Value::as_u64);
    if version != Some(2) {
        let said = root.get("SchemaVersion").map(ToString::to_string).unwrap_or_default();
        return Err(Refusal::new(
            format!("Trivy's schema version {} is not read", name(&said)),
            "use a Trivy that writes schema version 2, or SARIF",
        ));
    }
    let mut report = Report::of(Scanner::Trivy, "Trivy", name_at(root, "/Trivy/Version"));
    report.made = time(root, "/CreatedAt");
    results(root, &artifact(root), &mut report);
    Ok(vec![report])
}

/// A report of `trivy k8s`: results by object.
pub(super) fn read_cluster(root: &Value) -> Result<Vec<Report>, Refusal> {
    let mut report = Report::of(Scanner::Trivy, "Trivy", name_at(root, "/Trivy/Version"));
    report.made = time(root, "/CreatedAt");
    let cluster = name_at(root, "/ClusterName");
    for object in list(root, "/Resources").iter().chain(list(root, "/Findings")) {
        let (kind, own) = (name_at(object, "/Kind"), name_at(object, "/Name"));
        let namespace = name_at(object, "/Namespace");
        let id =
            if namespace.is_empty() { format!("{kind}/{own}") } else { format!("{namespace}/{kind}/{own}") };
        let subject = Subject {
            id: name(&id),
            name: own,
            type_name: kind,
            provider: Some(Provider::Kubernetes),
            account: cluster.clone(),
            ..Subject::default()
        };
        results(object, &subject, &mut report);
    }
    Ok(vec![report])
}

/// What an image is; of files nothing is known but their paths.
fn artifact(root: &Value) -> Subject {
    let image = matches!(text(root, "/ArtifactType"), Some("container_image" | "vm"));
    let id = if image { name_at(root, "/ArtifactName") } else { name("") };
    Subject {
        name: id.clone(),
        id,
        type_name: if image { "image".into() } else { "".into() },
        ..Subject::default()
    }
}

fn results(holder: &Value, artifact: &Subject, report: &mut Report) {
    for result in list(holder, "/Results") {
        let target = text(result, "/Target").unwrap_or_default();
        for found in list(result, "/Misconfigurations") {
            misconfiguration(target, artifact, found, None, report);
        }
        for found in list(result, "/Vulnerabilities") {
            vulnerability(target, artifact, found, None, report);
        }
        for found in list(result, "/Secrets") {
            secret(target, artifact, found, report);
        }
        for _ in list(result, "/Licenses") {
            report.leave_out("licences");
        }
        // what a policy or a document of the user has set aside is shown with its reason
        let modified = list(result, "/ExperimentalModifiedFindings").iter();
        for set_aside in modified.chain(list(result, "/ModifiedFindings")) {
            let Some(found) = set_aside.get("Finding") else { continue };
            let exemption = Exemption {
                name: remark(&format!(
                    "set aside in Trivy: {}",
                    text(set_aside, "/Status").unwrap_or("ignored")
                )),
                reason: remark(text(set_aside, "/Statement").unwrap_or_default()),
                expires: None,
            };
            match text(set_aside, "/Type") {
                Some("vulnerability") => vulnerability(target, artifact, found, Some(exemption), report),
                Some("misconfiguration") => {
                    misconfiguration(target, artifact, found, Some(exemption), report);
                }
                _ => report.leave_out("set aside in Trivy, of another sort"),
            }
        }
    }
}

fn misconfiguration(
    target: &str,
    artifact: &Subject,
    found: &Value,
    exemption: Option<Exemption>,
    report: &mut Report,
) {
    let Some(id) = text(found, "/AVDID").or_else(|| text(found, "/ID")) else {
        report.leave_out("misconfigurations without an id");
        return;
    };
    let mut said = Reported::of(
        name(id),
        Class::Misconfiguration,
        severity(text(found, "/Severity").unwrap_or_default()),
    );
    said.title = name_at(found, "/Title");
    said.remark = remark(text(found, "/Message").unwrap_or_default());
    (said.verdict, said.exemption) = match text(found, "/Status") {
        Some("PASS") => (VerdictWord::Pass, exemption),
        Some("EXCEPTION") => {
            let by_policy = Exemption { name: "exception in Trivy".into(), reason: "".into(), expires: None };
            (VerdictWord::Fail, exemption.or(Some(by_policy)))
        }
        _ => (VerdictWord::Fail, exemption),
    };
    let cause = found.get("CauseMetadata").unwrap_or(&Value::Null);
    said.subject = artifact.clone();
    if let Some(resource) = text(cause, "/Resource") {
        said.subject.id = name(resource);
    }
    said.spot = spot(target, line(cause, "/StartLine"), line(cause, "/EndLine"));
    report.findings.push(said);
}

fn vulnerability(
    target: &str,
    artifact: &Subject,
    found: &Value,
    exemption: Option<Exemption>,
    report: &mut Report,
) {
    let Some(id) = text(found, "/VulnerabilityID") else {
        report.leave_out("vulnerabilities without an id");
        return;
    };
    let mut said =
        Reported::of(name(id), Class::Vulnerability, severity(text(found, "/Severity").unwrap_or_default()));
    said.title = name_at(found, "/Title");
    said.cwes = cwes(found.get("CweIDs"));
    let package = text(found, "/PkgName").unwrap_or_default();
    let version = text(found, "/InstalledVersion").unwrap_or_default();
    let way_out = text(found, "/FixedVersion")
        .map_or_else(|| "no fixed version is known".to_owned(), |fixed| format!("fixed in {fixed}"));
    said.remark = remark(&format!("{package} {version}: {way_out}"));
    said.exemption = exemption;
    said.subject = artifact.clone();
    if artifact.id.is_empty() {
        said.spot = spot(text(found, "/PkgPath").unwrap_or(target), 0, 0);
    }
    report.findings.push(said);
}

/// A secret: its kind and place. What it matched is not looked at.
fn secret(target: &str, artifact: &Subject, found: &Value, report: &mut Report) {
    let Some(id) = text(found, "/RuleID") else {
        report.leave_out("secrets without a rule");
        return;
    };
    let mut said =
        Reported::of(name(id), Class::Secret, field::severity(text(found, "/Severity").unwrap_or("high")));
    said.title = name_at(found, "/Title");
    said.subject = artifact.clone();
    said.spot = spot(target, line(found, "/StartLine"), line(found, "/EndLine"));
    report.findings.push(said);
}
