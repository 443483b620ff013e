//! Grype's JSON: vulnerabilities of an image or a directory, those it ignores with the rule that says so.

use serde_json::Value;

use super::field::{list, name, name_at, remark, severity, spot, text, time};
use super::{Class, Report, Reported, Scanner};
use crate::native::Exemption;

pub(super) fn read(root: &Value) -> Report {
    let mut report = Report::of(Scanner::Grype, "Grype", name_at(root, "/descriptor/version"));
    report.made = time(root, "/descriptor/timestamp");
    let image = text(root, "/source/type") == Some("image");
    let artifact = name_at(root, "/source/target/userInput");
    let ignored = list(root, "/ignoredMatches").iter().map(|m| (m, true));
    for (found, is_ignored) in list(root, "/matches").iter().map(|m| (m, false)).chain(ignored) {
        let Some(id) = text(found, "/vulnerability/id") else {
            report.leave_out("matches without a vulnerability");
            continue;
        };
        let word = text(found, "/vulnerability/severity").unwrap_or_default();
        let mut said = Reported::of(name(id), Class::Vulnerability, severity(word));
        let about = text(found, "/vulnerability/description")
            .or_else(|| text(found, "/relatedVulnerabilities/0/description"));
        said.title = about.map(|t| name(&t.chars().take(200).collect::<String>())).unwrap_or_default();
        let fixed: Vec<&str> =
            list(found, "/vulnerability/fix/versions").iter().filter_map(Value::as_str).collect();
        let way_out = if fixed.is_empty() {
            "no fixed version is known".to_owned()
        } else {
            format!("fixed in {}", fixed.join(", "))
        };
        let package = text(found, "/artifact/name").unwrap_or_default();
        let version = text(found, "/artifact/version").unwrap_or_default();
        said.remark = remark(&format!("{package} {version}: {way_out}"));
        said.exemption = is_ignored.then(|| {
            let rule = found.pointer("/appliedIgnoreRules/0").unwrap_or(&Value::Null);
            let why = text(rule, "/reason").or_else(|| text(rule, "/fix-state")).unwrap_or_default();
            Exemption { name: "ignored in Grype".into(), reason: remark(why), expires: None }
        });
        if image && !artifact.is_empty() {
            said.subject.id = artifact.clone();
            said.subject.name = artifact.clone();
            said.subject.type_name = "image".into();
        } else {
            said.spot = text(found, "/artifact/locations/0/path").and_then(|path| spot(path, 0, 0));
        }
        report.findings.push(said);
    }
    report
}
