//! SARIF 2.1.0 of any tool.

use std::collections::HashMap;

use serde_json::Value;

use super::field::{self, line, list, name, name_at, spot, text};
use super::{Class, Refusal, Report, Reported, Scanner, Spot};
use crate::check::Severity;
use crate::native::{Exemption, VerdictWord};

/// Bases that a base may stand on.
const BASES: usize = 16;

pub(super) fn read(root: &Value) -> Result<Vec<Report>, Refusal> {
    let version = text(root, "/version").unwrap_or("2.1.0");
    if version != "2.1.0" && !version.starts_with("2.1") {
        return Err(Refusal::new(
            format!("SARIF version {} is not read", name(version)),
            "have the other scanner write SARIF 2.1.0",
        ));
    }
    let Some(runs) = root.get("runs").and_then(Value::as_array) else {
        return Err(Refusal::new("a SARIF log whose runs are no list", "write the report again"));
    };
    Ok(runs.iter().map(run).collect())
}

fn run(run: &Value) -> Report {
    let tool = text(run, "/tool/driver/name").unwrap_or("unnamed tool");
    let version =
        text(run, "/tool/driver/semanticVersion").or_else(|| text(run, "/tool/driver/version")).unwrap_or("");
    let mut report = Report::of(Scanner::named(tool), &name(tool), name(version));
    for invocation in list(run, "/invocations") {
        let end = field::time(invocation, "/endTimeUtc").or_else(|| field::time(invocation, "/startTimeUtc"));
        report.made = report.made.max(end);
        if invocation.get("executionSuccessful").and_then(Value::as_bool) == Some(false) {
            report.blind.push((report.tool.clone(), "it says that it did not end well".to_owned()));
        }
        let told = ["/toolExecutionNotifications", "/toolConfigurationNotifications"];
        for told in told.iter().flat_map(|pointer| list(invocation, pointer)) {
            if text(told, "/level") == Some("error") {
                let what = field::remark(text(told, "/message/text").unwrap_or("an error"));
                let place = name_at(told, "/locations/0/physicalLocation/artifactLocation/uri");
                let place = if place.is_empty() { report.tool.clone() } else { place };
                report.blind.push((place, what.to_string()));
            }
        }
    }
    let rules = Rules::of(run);
    let bases = run.get("originalUriBaseIds");
    for result in list(run, "/results") {
        match text(result, "/kind") {
            Some("informational") => {
                report.leave_out("informational results");
                continue;
            }
            _ if text(result, "/baselineState") == Some("absent") => {
                report.leave_out("results that are gone since the report's own baseline");
                continue;
            }
            _ => {}
        }
        let found = finding(report.scanner, run, result, &rules, bases);
        match found {
            Some(found) => report.findings.push(found),
            None => report.leave_out("results without a rule"),
        }
    }
    report
}

/// The rules of the driver and of the extensions.
struct Rules<'r> {
    driver: &'r [Value],
    extensions: Vec<&'r [Value]>,
    by_id: HashMap<&'r str, &'r Value>,
}

impl<'r> Rules<'r> {
    fn of(run: &'r Value) -> Self {
        let driver = list(run, "/tool/driver/rules");
        let extensions: Vec<&[Value]> =
            list(run, "/tool/extensions").iter().map(|e| list(e, "/rules")).collect();
        let mut by_id = HashMap::new();
        for rule in driver.iter().chain(extensions.iter().copied().flatten()) {
            if let Some(id) = text(rule, "/id") {
                by_id.entry(id).or_insert(rule);
            }
        }
        Self { driver, extensions, by_id }
    }

    /// The rule of a result: by its index, within the component that the result names, else by its id, which may
    /// have parts after the rule's own.
    fn of_result(&self, result: &Value) -> Option<&'r Value> {
        let index = |pointer: &str| {
            result.pointer(pointer).and_then(Value::as_u64).and_then(|i| usize::try_from(i).ok())
        };
        let component = match index("/rule/toolComponent/index") {
            Some(extension) => self.extensions.get(extension).copied().unwrap_or_default(),
            None => self.driver,
        };
        let id = text(result, "/ruleId").or_else(|| text(result, "/rule/id"));
        let by_index = index("/rule/index").or_else(|| index("/ruleIndex")).and_then(|i| component.get(i));
        // an index that leads to another rule is a mistake of the reporter: the id is what people see
        let fits = |rule: &&Value| {
            let of_rule = text(rule, "/id");
            id.is_none_or(|id| of_rule.is_none_or(|r| id == r || id.starts_with(&format!("{r}/"))))
        };
        by_index.filter(fits).or_else(|| {
            let mut id = id?;
            loop {
                if let Some(rule) = self.by_id.get(id) {
                    return Some(rule);
                }
                id = id.rsplit_once('/')?.0;
            }
        })
    }
}

fn finding(
    scanner: Scanner,
    run: &Value,
    result: &Value,
    rules: &Rules<'_>,
    bases: Option<&Value>,
) -> Option<Reported> {
    let rule = rules.of_result(result);
    let id = rule
        .and_then(|r| text(r, "/id"))
        .or_else(|| text(result, "/ruleId"))
        .or_else(|| text(result, "/rule/id"))?;
    let tags = tags(rule, result);
    let class = class(scanner, id, rule, &tags);
    let mut found = Reported::of(name(id), class, severity(rule, result));
    let said = |pointer: &str| rule.and_then(|r| text(r, pointer));
    found.title = said("/shortDescription/text")
        .or_else(|| said("/name"))
        .or_else(|| said("/fullDescription/text"))
        .map(name)
        .unwrap_or_default();
    found.cwes = cwes(rule, result, &tags);
    if scanner == Scanner::Tfsec {
        found.topic = name(id);
    }
    found.verdict = match text(result, "/kind") {
        Some("pass") => VerdictWord::Pass,
        Some("notApplicable") => VerdictWord::NotApplicable,
        Some("open" | "review") => VerdictWord::Unknown,
        _ => VerdictWord::Fail,
    };
    found.exemption = exemption(result);
    // the message of a finding about a secret may quote it
    if class != Class::Secret {
        found.remark = field::remark(&message(rule, result));
    }
    let location = list(result, "/locations").first();
    found.spot = location.and_then(|l| physical(run, l, bases));
    for logical in location.map(|l| list(l, "/logicalLocations")).unwrap_or_default() {
        if let Some(id) = text(logical, "/fullyQualifiedName").or_else(|| text(logical, "/name")) {
            found.subject.id = name(id);
            found.subject.name = name(text(logical, "/name").unwrap_or(id));
            break;
        }
    }
    if found.subject.id.is_empty()
        && let Some(resource) = resource_of(result)
    {
        found.subject.id = name(resource);
    }
    Some(found)
}

/// The resource that a property or the message names, in the ways that the known scanners do.
fn resource_of(result: &Value) -> Option<&str> {
    text(result, "/properties/resource")
        .or_else(|| text(result, "/properties/resourceAddress"))
        .or_else(|| text(result, "/properties/resource_name"))
}

fn tags<'r>(rule: Option<&'r Value>, result: &'r Value) -> Vec<&'r str> {
    let of_rule = rule.map(|r| list(r, "/properties/tags")).unwrap_or_default();
    of_rule.iter().chain(list(result, "/properties/tags")).filter_map(Value::as_str).collect()
}

/// Weaknesses by tag, by property, and by relationship with the taxonomy.
fn cwes(rule: Option<&Value>, result: &Value, tags: &[&str]) -> Vec<u32> {
    let mut found: Vec<u32> = tags.iter().filter_map(|tag| field::cwe(tag)).collect();
    for holder in rule.into_iter().chain(std::iter::once(result)) {
        found.extend(field::cwes(holder.pointer("/properties/cwe")));
        let targets = list(holder, "/relationships").iter().filter_map(|r| r.get("target"));
        for taxon in targets.chain(list(holder, "/taxa")) {
            if text(taxon, "/toolComponent/name").is_some_and(|n| n.eq_ignore_ascii_case("cwe")) {
                let id = text(taxon, "/id").unwrap_or_default();
                found.extend(field::cwe(id).or_else(|| id.parse().ok()));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn class(scanner: Scanner, id: &str, rule: Option<&Value>, tags: &[&str]) -> Class {
    let upper = id.to_ascii_uppercase();
    let tagged = |word: &str| tags.iter().any(|tag| tag.eq_ignore_ascii_case(word));
    let named = rule.and_then(|r| text(r, "/name")).unwrap_or_default();
    if is_vulnerability(&upper) || tagged("vulnerability") || named.ends_with("Vulnerability") {
        Class::Vulnerability
    } else if upper.starts_with("CKV_SECRET")
        || tagged("secret")
        || tagged("secrets")
        || named == "Secret"
        || tags.iter().any(|tag| field::cwe(tag) == Some(798))
    {
        Class::Secret
    } else if matches!(scanner, Scanner::Semgrep | Scanner::Other) && !tagged("misconfiguration") {
        Class::Other
    } else {
        Class::Misconfiguration
    }
}

/// Whether an id, in upper case, is that of a known weakness of software.
pub(super) fn is_vulnerability(id: &str) -> bool {
    [
        "CVE-", "GHSA-", "CKV_CVE", "BC_CVE", "ALAS", "RHSA-", "DSA-", "USN-", "ELSA-", "GO-20", "PYSEC-",
        "RUSTSEC-",
    ]
    .iter()
    .any(|prefix| id.starts_with(prefix))
}

/// By the security severity where there is one, else by the level.
fn severity(rule: Option<&Value>, result: &Value) -> Severity {
    let scored = |holder: &Value| {
        let value = holder.pointer("/properties/security-severity")?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())
    };
    if let Some(score) = scored(result).or_else(|| rule.and_then(scored)) {
        return match score {
            9.0.. => Severity::Critical,
            7.0.. => Severity::High,
            4.0.. => Severity::Medium,
            _ => Severity::Low,
        };
    }
    let level = text(result, "/level").or_else(|| rule.and_then(|r| text(r, "/defaultConfiguration/level")));
    field::severity(level.unwrap_or("warning"))
}

/// An accepted suppression; one under review or rejected does not suppress.
fn exemption(result: &Value) -> Option<Exemption> {
    let accepted = list(result, "/suppressions")
        .iter()
        .find(|s| matches!(text(s, "/status"), None | Some("accepted")))?;
    let kind = match text(accepted, "/kind") {
        Some("inSource") => "suppressed in the source",
        _ => "suppressed in the other scanner",
    };
    Some(Exemption {
        name: kind.into(),
        reason: field::remark(text(accepted, "/justification").unwrap_or_default()),
        expires: None,
    })
}

/// The message, its placeholders filled.
fn message(rule: Option<&Value>, result: &Value) -> String {
    let Some(message) = result.get("message") else { return String::new() };
    let template = text(message, "/text").or_else(|| {
        let id = text(message, "/id")?;
        rule?.get("messageStrings")?.get(id)?.get("text")?.as_str()
    });
    let mut said = template.unwrap_or_default().to_owned();
    for (i, argument) in list(message, "/arguments").iter().take(10).enumerate() {
        said = said.replace(&format!("{{{i}}}"), argument.as_str().unwrap_or_default());
    }
    said
}

/// The place of a location: its URI on its base, percent-encoding undone.
fn physical(run: &Value, location: &Value, bases: Option<&Value>) -> Option<Spot> {
    let artifact = location.pointer("/physicalLocation/artifactLocation")?;
    let listed = || {
        let index = usize::try_from(artifact.get("index")?.as_u64()?).ok()?;
        list(run, "/artifacts").get(index)?.get("location")
    };
    let artifact = if artifact.get("uri").is_some() { artifact } else { listed()? };
    let path = path_of(text(artifact, "/uri")?, text(artifact, "/uriBaseId"), bases);
    let first = line(location, "/physicalLocation/region/startLine");
    let last = line(location, "/physicalLocation/region/endLine");
    spot(&path, first, last)
}

/// The path that a URI means.
fn path_of(uri: &str, base: Option<&str>, bases: Option<&Value>) -> String {
    let mut path = plain_path(uri);
    let mut base = base.map(str::to_owned);
    for _ in 0..BASES {
        if path.starts_with('/') {
            break;
        }
        let Some(at) = base.as_deref().and_then(|b| bases?.get(b)) else { break };
        if let Some(uri) = text(at, "/uri") {
            let before = plain_path(uri);
            path = format!("{}/{path}", before.trim_end_matches('/'));
        }
        base = text(at, "/uriBaseId").map(str::to_owned);
    }
    path
}

/// A URI without its scheme and its percent-encoding. A drive letter is no scheme.
fn plain_path(uri: &str) -> String {
    let uri = uri.strip_prefix("file://localhost").or_else(|| uri.strip_prefix("file://")).unwrap_or(uri);
    let uri = uri.strip_prefix("file:").unwrap_or(uri);
    let uri = uri.split(['#', '?']).next().unwrap_or(uri);
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let [first, tail @ ..] = rest {
        let decoded = (*first == b'%')
            .then(|| tail.get(..2).and_then(|d| std::str::from_utf8(d).ok()))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The path that a URI means, for tests of the parts.
#[cfg(test)]
pub(super) fn path_for_tests(uri: &str, base: Option<&str>, bases: Option<&Value>) -> String {
    path_of(uri, base, bases)
}
