//! tfsec's own JSON.

use serde_json::Value;

use super::field::{line, list, name, name_at, remark, severity, spot, text};
use super::{Class, Report, Reported, Scanner};
use crate::native::{Exemption, VerdictWord};
use std::sync::Arc;

/// A list of results by rule and location, or nothing at all under `results`.
pub(super) fn is_report(root: &Value) -> bool {
    match root.get("results") {
        Some(Value::Array(results)) => match results.first() {
            Some(first) => first.get("rule_id").is_some() && first.get("location").is_some(),
            None => root.as_object().is_some_and(|o| o.len() == 1),
        },
        Some(Value::Null) => root.as_object().is_some_and(|o| o.len() == 1),
        _ => false,
    }
}

pub(super) fn read(root: &Value) -> Report {
    let mut report = Report::of(Scanner::Tfsec, "tfsec", Arc::default());
    for found in list(root, "/results") {
        let Some(id) = text(found, "/rule_id").or_else(|| text(found, "/long_id")) else {
            report.leave_out("results without a rule");
            continue;
        };
        let secrets =
            text(found, "/rule_provider") == Some("general") && id.to_ascii_lowercase().contains("secret");
        let class = if secrets { Class::Secret } else { Class::Misconfiguration };
        let mut said = Reported::of(name(id), class, severity(text(found, "/severity").unwrap_or_default()));
        said.title = name_at(found, "/rule_description");
        said.topic = name_at(found, "/long_id");
        if !secrets {
            said.remark = remark(text(found, "/description").unwrap_or_default());
        }
        match found.get("status").and_then(Value::as_u64) {
            Some(1) => said.verdict = VerdictWord::Pass,
            Some(2) => {
                said.exemption = Some(Exemption {
                    name: "ignored in tfsec".into(),
                    reason: Arc::default(),
                    expires: None,
                });
            }
            _ => {}
        }
        said.subject.id = name_at(found, "/resource");
        let at = |pointer| line(found, pointer);
        said.spot = text(found, "/location/filename")
            .and_then(|path| spot(path, at("/location/start_line"), at("/location/end_line")));
        report.findings.push(said);
    }
    report
}
