//! KICS's own JSON.

use serde_json::Value;

use super::field::{cwes, line, list, name, name_at, remark, severity, spot, text, time};
use super::{Class, Report, Reported, Scanner};

pub(super) fn read(root: &Value) -> Report {
    let mut report = Report::of(Scanner::Kics, "KICS", name_at(root, "/kics_version"));
    report.made = time(root, "/end").or_else(|| time(root, "/start"));
    if root.get("files_failed_to_scan").and_then(Value::as_u64).unwrap_or(0) > 0 {
        let n = root.get("files_failed_to_scan").and_then(Value::as_u64).unwrap_or(0);
        report.blind.push(("KICS".into(), format!("it failed to scan {n} files")));
    }
    for query in list(root, "/queries") {
        let Some(id) = text(query, "/query_id") else {
            report.leave_out("queries without an id");
            continue;
        };
        let title = name_at(query, "/query_name");
        let secrets = text(query, "/query_name").is_some_and(|n| n.starts_with("Passwords And Secrets"));
        let class = if secrets { Class::Secret } else { Class::Misconfiguration };
        for file in list(query, "/files") {
            let mut said =
                Reported::of(name(id), class, severity(text(query, "/severity").unwrap_or_default()));
            said.title = title.clone();
            said.topic = name_at(query, "/category");
            said.cwes = cwes(query.get("cwe"));
            if !secrets {
                said.remark = remark(text(file, "/actual_value").unwrap_or_default());
            }
            let at = line(file, "/line");
            said.spot = text(file, "/file_name").and_then(|path| spot(path, at, at));
            said.subject.type_name = name_at(file, "/resource_type");
            said.subject.name = name_at(file, "/resource_name");
            said.subject.id = address(file).map(|a| name(&a)).unwrap_or_default();
            report.findings.push(said);
        }
    }
    report
}

/// The Terraform address in a search key such as `aws_s3_bucket[logs].acl`.
fn address(file: &Value) -> Option<String> {
    let key = text(file, "/search_key")?;
    let (kind, rest) = key.split_once('[')?;
    let (label, _) = rest.split_once(']')?;
    let plain = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    (plain(kind) && plain(label)).then(|| format!("{kind}.{label}"))
}
