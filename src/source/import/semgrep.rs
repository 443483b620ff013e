//! Semgrep's own JSON.

use serde_json::Value;

use super::field::{cwes, line, list, name, name_at, remark, severity, spot, text};
use super::{Class, Report, Reported, Scanner};
use crate::native::Exemption;

pub(super) fn is_report(root: &Value) -> bool {
    let first = || list(root, "/results").first();
    root.get("results").is_some_and(Value::is_array)
        && root.get("errors").is_some_and(Value::is_array)
        && first().is_none_or(|f| f.get("check_id").is_some())
}

pub(super) fn read(root: &Value) -> Report {
    let mut report = Report::of(Scanner::Semgrep, "Semgrep", name_at(root, "/version"));
    for error in list(root, "/errors") {
        if text(error, "/level") == Some("error") {
            let path = name_at(error, "/path");
            let subject = if path.is_empty() { report.tool.clone() } else { path };
            let said = remark(text(error, "/message").unwrap_or("an error"));
            report.blind.push((subject, said.to_string()));
        }
    }
    for found in list(root, "/results") {
        let Some(id) = text(found, "/check_id") else {
            report.leave_out("results without a rule");
            continue;
        };
        let weaknesses = cwes(found.pointer("/extra/metadata/cwe"));
        let secrets = weaknesses.contains(&798);
        let class = if secrets { Class::Secret } else { Class::Other };
        let word = text(found, "/extra/metadata/impact").or_else(|| text(found, "/extra/severity"));
        let mut said = Reported::of(name(id), class, severity(word.unwrap_or_default()));
        said.cwes = weaknesses;
        if !secrets {
            said.remark = remark(text(found, "/extra/message").unwrap_or_default());
        }
        if found.pointer("/extra/is_ignored").and_then(Value::as_bool) == Some(true) {
            said.exemption = Some(Exemption {
                name: "ignored in Semgrep".into(),
                reason: std::sync::Arc::default(),
                expires: None,
            });
        }
        let at = |pointer| line(found, pointer);
        said.spot = text(found, "/path").and_then(|path| spot(path, at("/start/line"), at("/end/line")));
        report.findings.push(said);
    }
    report
}
