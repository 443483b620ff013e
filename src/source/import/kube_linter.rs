//! kube-linter's JSON.

use serde_json::Value;

use super::field::{list, name, name_at, remark, spot, text, time};
use super::{Class, Report, Reported, Scanner, Subject};
use crate::check::Severity;
use crate::native::Provider;

pub(super) fn read(root: &Value) -> Report {
    let mut report =
        Report::of(Scanner::KubeLinter, "kube-linter", name_at(root, "/Summary/KubeLinterVersion"));
    report.made = time(root, "/Summary/CheckEvaluationTime");
    for found in list(root, "/Reports") {
        let Some(id) = text(found, "/Check") else {
            report.leave_out("diagnostics without a check");
            continue;
        };
        // it grades nothing
        let mut said = Reported::of(name(id), Class::Misconfiguration, Severity::Medium);
        said.title = title_of(root, id);
        said.remark = remark(text(found, "/Diagnostic/Message").unwrap_or_default());
        said.spot = text(found, "/Object/Metadata/FilePath").and_then(|path| spot(path, 0, 0));
        let object = found.pointer("/Object/K8sObject").unwrap_or(&Value::Null);
        let (kind, own) = (name_at(object, "/GroupVersionKind/Kind"), name_at(object, "/Name"));
        let namespace = name_at(object, "/Namespace");
        let id =
            if namespace.is_empty() { format!("{kind}/{own}") } else { format!("{namespace}/{kind}/{own}") };
        said.subject = Subject {
            id: name(&id),
            name: own,
            type_name: kind,
            provider: Some(Provider::Kubernetes),
            ..Subject::default()
        };
        report.findings.push(said);
    }
    report
}

/// What the check is for, where the report lists its checks.
fn title_of(root: &Value, id: &str) -> std::sync::Arc<str> {
    let listed = list(root, "/Checks").iter().find(|c| text(c, "/name") == Some(id));
    listed.map(|c| name_at(c, "/description")).unwrap_or_default()
}
