//! gitleaks' own JSON. Of a secret only its kind and place are kept.

use std::sync::Arc;

use serde_json::Value;

use super::field::{line, name, name_at, spot, text};
use super::{Class, Report, Reported, Scanner};
use crate::check::Severity;

pub(super) fn read(found: &[Value]) -> Report {
    let mut report = Report::of(Scanner::Other, "gitleaks", Arc::default());
    for leak in found {
        let Some(id) = text(leak, "/RuleID") else {
            report.leave_out("leaks without a rule");
            continue;
        };
        let mut said = Reported::of(name(id), Class::Secret, Severity::High);
        said.title = name_at(leak, "/Description");
        let at = |pointer| line(leak, pointer);
        said.spot = text(leak, "/File").and_then(|path| spot(path, at("/StartLine"), at("/EndLine")));
        report.findings.push(said);
    }
    report
}
