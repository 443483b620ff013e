//! Remediation: why a finding matters, what to do, the change of the code as a diff, the command, the risk.

mod azure;
mod cloudformation;
mod dockerfile;
mod document;
mod edit;
mod format;
mod manifest;
mod patch;

pub use patch::{Diff, DiffLine, Mark};

use std::borrow::Cow;

use crate::check::Verdict;
use crate::native::Provider;
use crate::posture::{FindingId, Posture};
use crate::resource::{Datum, Key, Resource, Setting};

/// What to do about a finding.
#[derive(Debug, Clone)]
pub struct Remediation {
    /// Why it matters for health information.
    pub why: &'static str,
    /// What to do, in words; empty when no remedy is written for the native type.
    pub steps: Cow<'static, str>,
    /// The change of the code, where it can be made by rule.
    pub diff: Option<Diff>,
    /// A command for the live resource; empty when there is none.
    pub command: String,
    /// What the change can break, or what it costs; empty when nothing.
    pub risk: &'static str,
}

/// The remediation of a finding. Passing findings have no diff.
pub fn plan(posture: &Posture, id: FindingId) -> Option<Remediation> {
    let finding = posture.finding(id)?;
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    let Some(remedy) = check.remedy_for(&resource.native_type) else {
        return Some(Remediation {
            why: check.rationale,
            steps: Cow::Borrowed(""),
            diff: None,
            command: String::new(),
            risk: "",
        });
    };
    let fails = finding.verdict == Verdict::Fail;
    let (steps, diff) = match format::of(resource) {
        None => {
            let diff = fails.then(|| patch::diff(&posture.files, resource, finding, remedy.terraform));
            (Cow::Borrowed(remedy.steps), diff.flatten())
        }
        Some(_) if remedy.terraform.is_empty() => (Cow::Borrowed(remedy.steps), None),
        Some(format) => match format::changes(format, resource, remedy.terraform) {
            None => (Cow::Borrowed(remedy.steps), None),
            Some(changes) => {
                let diff =
                    fails.then(|| patch::declared(&posture.files, resource, finding, format, &changes));
                let steps = if format.in_its_words() {
                    Cow::Borrowed(remedy.steps)
                } else {
                    Cow::Owned(format::words(&changes))
                };
                (steps, diff.flatten())
            }
        },
    };
    let command = fill(remedy.command, resource);
    Some(Remediation { why: check.rationale, steps, diff, command, risk: remedy.risk })
}

/// A command with the names of the resource in it.
fn fill(command: &str, resource: &Resource) -> String {
    let mut command =
        command.replace("{name}", &shell_word(&resource.name)).replace("{region}", &region(resource));
    if resource.scope.provider == Provider::Kubernetes {
        let (kind, pod) = kubernetes_words(resource);
        let namespace = match resource.get(Key::Namespace).and_then(Setting::datum) {
            Some(Datum::Text(namespace)) => shell_word(namespace),
            _ => "NAMESPACE".to_owned(),
        };
        let open = pod.join("\":{\"");
        command = command
            .replace("{namespace}", &namespace)
            .replace("{kind}", &shell_word(&kind))
            .replace("{pod}", &format!("{{\"{open}\":{{"))
            .replace("{/pod}", &"}".repeat(pod.len() + 1));
    }
    command
}

/// The kind as kubectl takes it, and the members that lead to the pod in an object of it.
fn kubernetes_words(resource: &Resource) -> (String, &'static [&'static str]) {
    let native = resource.native_type.trim_start_matches("kubernetes_");
    let plain = native.rsplit_once("_v").map_or(native, |(plain, _)| plain);
    let pod: &[&str] = match plain {
        "pod" => &["spec"],
        "pod_template" => &["template", "spec"],
        "cron_job" => &["spec", "jobTemplate", "spec", "template", "spec"],
        _ => &["spec", "template", "spec"],
    };
    (plain.replace('_', ""), pod)
}

fn region(resource: &Resource) -> String {
    let region = &resource.scope.region;
    if region.is_empty() { "REGION".to_owned() } else { shell_word(region) }
}

/// Names come from files that nobody vouches for: quoted so that a pasted command has one meaning.
fn shell_word(text: &str) -> String {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '+' | ',');
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    let visible: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("'{}'", visible.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn names_cannot_leave_their_word() {
        assert_eq!(shell_word("logs-1"), "logs-1");
        assert_eq!(shell_word("a; rm -rf /"), "'a; rm -rf /'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word("a\n\u{1b}[31mb"), "'a[31mb'");
    }
}
