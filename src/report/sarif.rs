//! SARIF 2.1.0, whole and in the flavour that GitHub takes.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};
use serde_json::{Value, json};

mod rule;

use rule::{level, rule, taxonomies, taxonomy_reference};

use super::Selection;
use super::json::reason;
use crate::check::{Check, CheckId, Finding, registry};
use crate::native::FileId;
use crate::posture::{
    FindingId, NativeVerdict, Posture, Standing, Waiver, WaiverOrigin, fingerprint, imported_fingerprint,
};
use crate::visible::visible;

/// GitHub keeps this many results of a run and drops the rest without saying which.
const GITHUB_RESULTS: usize = 5_000;
/// Which flavour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavour {
    /// Everything the format can say.
    Full,
    /// Without what GitHub misreads (suppressed and undecided results become open alerts there), within its limits.
    GitHub,
}

/// Writes the log.
pub(super) fn write(
    posture: &Posture,
    selection: &Selection,
    flavour: Flavour,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let view = View::new(posture, selection, flavour);
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    serde_json::to_writer(&mut out, &Log::of(&view)).map_err(io::Error::from)?;
    io::Write::write_all(&mut out, b"\n")?;
    io::Write::flush(&mut out)
}

/// What goes into a log, with the indexes that its parts refer to each other by.
struct View<'a> {
    posture: &'a Posture,
    selection: &'a Selection,
    flavour: Flavour,
    results: Vec<(FindingId, &'a Finding)>,
    left_out: usize,
    rules: Vec<CheckId>,
    rule_index: HashMap<CheckId, usize>,
    files: Vec<FileId>,
    file_index: HashMap<FileId, usize>,
}

impl<'a> View<'a> {
    fn new(posture: &'a Posture, selection: &'a Selection, flavour: Flavour) -> Self {
        let wanted = |standing: Standing| match flavour {
            Flavour::Full => matches!(standing, Standing::Fail | Standing::Unknown | Standing::Waived),
            Flavour::GitHub => standing == Standing::Fail,
        };
        let mut results: Vec<_> = posture
            .findings()
            .filter(|(id, f)| selection.takes(f) && wanted(posture.standing(*id)))
            .filter(|(_, f)| posture.place(f).is_some())
            .collect();
        let mut left_out = 0;
        if flavour == Flavour::GitHub && results.len() > GITHUB_RESULTS {
            // the gravest are kept, in their order
            results.sort_by_key(|(id, f)| (std::cmp::Reverse(posture.check(f).severity), *id));
            left_out = results.len() - GITHUB_RESULTS;
            results.truncate(GITHUB_RESULTS);
            results.sort_by_key(|(id, _)| *id);
        }
        let mut rules: Vec<CheckId> = results.iter().map(|(_, f)| f.check).collect();
        rules.sort_unstable();
        rules.dedup();
        let mut files: Vec<FileId> =
            results.iter().filter_map(|(_, f)| posture.place(f)).map(|s| s.file).collect();
        files.sort_unstable();
        files.dedup();
        let rule_index = rules.iter().enumerate().map(|(i, r)| (*r, i)).collect();
        let file_index = files.iter().enumerate().map(|(i, f)| (*f, i)).collect();
        Self { posture, selection, flavour, results, left_out, rules, rule_index, files, file_index }
    }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    invocations: Value,
    artifacts: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxonomies: Option<Value>,
    column_kind: &'static str,
    results: Results<'a>,
}

impl<'a> Log<'a> {
    fn of(view: &'a View<'a>) -> Self {
        let full = view.flavour == Flavour::Full;
        let mut driver = json!({
            "name": "steth",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": view.rules.iter().map(|id| rule(registry().get(*id), full)).collect::<Vec<_>>(),
        });
        if full {
            driver["supportedTaxonomies"] = json!([taxonomy_reference()]);
        }
        let artifacts: Vec<Value> = view
            .files
            .iter()
            .map(|f| json!({ "location": { "uri": uri(view.posture.files.path(*f)) } }))
            .collect();
        Self {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs: std::iter::once(Run {
                tool: json!({ "driver": driver }),
                invocations: invocations(view),
                artifacts: artifacts.into(),
                taxonomies: full.then(taxonomies),
                column_kind: "unicodeCodePoints",
                results: Results::Ours(view),
            })
            .chain(if full { imported_runs(view) } else { Vec::new() })
            .collect(),
        }
    }
}

/// What could not be read, as notifications, so that the log itself says when it is incomplete.
fn invocations(view: &View<'_>) -> Value {
    let mut notes: Vec<Value> = Vec::new();
    for notice in view.posture.sources.iter().flat_map(|s| s.failed.iter().chain(&s.unavailable)) {
        let mut note = json!({
            "level": "error",
            "message": { "text": format!("{}: {}", visible(&notice.subject), visible(&notice.message)) },
        });
        if notice.line > 0 {
            note["locations"] = json!([{ "physicalLocation": {
                "artifactLocation": { "uri": uri(&notice.subject) },
                "region": { "startLine": notice.line },
            }}]);
        }
        notes.push(note);
    }
    if view.left_out > 0 {
        notes.push(json!({
            "level": "warning",
            "message": { "text": format!("{} results of lower severity are left out: GitHub keeps {GITHUB_RESULTS}", view.left_out) },
        }));
    }
    json!([{
        "executionSuccessful": view.posture.is_complete(),
        "startTimeUtc": view.posture.as_of.to_string(),
        "toolExecutionNotifications": notes,
    }])
}

/// Another scanner's findings that are not the same as one of ours, a run for each scanner. GitHub is given the
/// scanner's own report.
fn imported_runs<'a>(view: &View<'_>) -> Vec<Run<'a>> {
    let posture = view.posture;
    let taken = posture.natives.iter().filter(|n| n.counts() && view.selection.takes_imported(n));
    let mut by_tool: BTreeMap<&str, Vec<&NativeVerdict>> = BTreeMap::new();
    for verdict in
        taken.filter(|n| matches!(n.standing, Standing::Fail | Standing::Unknown | Standing::Waived))
    {
        by_tool.entry(verdict.speaker.title()).or_default().push(verdict);
    }
    let run = |(tool, verdicts): (&str, Vec<&NativeVerdict>)| {
        let mut index: BTreeMap<&str, usize> = BTreeMap::new();
        let mut rules = Vec::new();
        for verdict in &verdicts {
            index.entry(&verdict.rule).or_insert_with(|| {
                let title = if verdict.rule_name.is_empty() { &verdict.rule } else { &verdict.rule_name };
                rules.push(json!({
                    "id": visible(&verdict.rule),
                    "shortDescription": { "text": visible(title) },
                    "properties": { "tags": ["security", "hipaa", verdict.objective.get().id] },
                }));
                rules.len() - 1
            });
        }
        let results =
            verdicts.iter().filter_map(|v| imported_result(posture, v, index.get(&*v.rule).copied()?));
        Run {
            tool: json!({ "driver": { "name": visible(tool), "rules": rules } }),
            invocations: json!([{ "executionSuccessful": true }]),
            artifacts: json!([]),
            taxonomies: None,
            column_kind: "unicodeCodePoints",
            results: Results::Imported(results.collect()),
        }
    };
    by_tool.into_iter().map(run).collect()
}

fn imported_result(posture: &Posture, verdict: &NativeVerdict, rule: usize) -> Option<Value> {
    let foreign = verdict.imported.as_ref()?;
    let resource = posture.estate.get(verdict.resource)?;
    let print = imported_fingerprint(verdict, resource);
    let mut location = json!({
        "logicalLocations": [{ "fullyQualifiedName": visible(resource.own_address()), "kind": "resource" }],
    });
    if let Some(spot) = &foreign.spot {
        location["physicalLocation"] = json!({ "artifactLocation": { "uri": uri(&visible(&spot.path)) } });
        if spot.line > 0 {
            location["physicalLocation"]["region"] =
                json!({ "startLine": spot.line, "endLine": spot.end_line });
        }
    }
    let unknown = verdict.standing == Standing::Unknown;
    let said = if verdict.remark.is_empty() { &verdict.rule_name } else { &verdict.remark };
    let mut result = json!({
        "ruleId": visible(&verdict.rule),
        "ruleIndex": rule,
        "kind": if unknown { "open" } else { "fail" },
        "level": if unknown { "none" } else { level(foreign.severity) },
        "message": { "text": format!("{}: {}", visible(resource.own_address()), visible(said)) },
        "locations": [location],
        "partialFingerprints": { "steth/v1": print },
        "properties": { "objective": verdict.objective.get().id, "landedBy": foreign.landing.id() },
    });
    if let Some(exemption) = verdict.exemption.as_ref().filter(|_| verdict.standing == Standing::Waived) {
        result["suppressions"] = json!([{
            "kind": "external",
            "status": "accepted",
            "justification": if exemption.reason.is_empty() { "no reason given".into() } else { visible(&exemption.reason) },
        }]);
    }
    Some(result)
}

enum Results<'a> {
    Ours(&'a View<'a>),
    Imported(Vec<Value>),
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Ours(view) => {
                let mut list = serializer.serialize_seq(Some(view.results.len()))?;
                for (id, finding) in &view.results {
                    list.serialize_element(&result(view, *id, finding))?;
                }
                list.end()
            }
            Self::Imported(results) => results.serialize(serializer),
        }
    }
}

fn result(view: &View<'_>, id: FindingId, finding: &Finding) -> Value {
    let posture = view.posture;
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    let standing = posture.standing(id);
    let print = fingerprint(check, resource);
    let mut location = json!({
        "logicalLocations": [{
            "fullyQualifiedName": visible(resource.own_address()),
            "kind": "resource",
        }],
    });
    if let Some(span) = posture.place(finding) {
        location["physicalLocation"] = json!({
            "artifactLocation": { "uri": uri(posture.files.path(span.file)), "index": view.file_index[&span.file] },
            "region": { "startLine": span.line, "endLine": span.end_line },
        });
    }
    let unknown = standing == Standing::Unknown;
    let mut result = json!({
        "ruleId": check.id,
        "ruleIndex": view.rule_index[&finding.check],
        "kind": if unknown { "open" } else { "fail" },
        "level": if unknown { "none" } else { level(check.severity) },
        "message": { "text": message(check, resource, finding) },
        "locations": [location],
        "partialFingerprints": { "primaryLocationLineHash": format!("{}:1", &print[..16]), "steth/v1": print },
    });
    if view.flavour == Flavour::Full {
        let also: Vec<Value> = posture
            .also_said(id)
            .map(|n| json!({ "tool": visible(n.speaker.title()), "rule": visible(&n.rule), "verdict": n.verdict.id() }))
            .collect();
        if !also.is_empty() {
            result["properties"] = json!({ "alsoReported": also });
        }
        let taxa: Vec<Value> = Posture::safeguards_of(check)
            .iter()
            .map(
                |s| json!({ "id": s.citation, "index": s.id.index(), "toolComponent": taxonomy_reference() }),
            )
            .collect();
        result["taxa"] = taxa.into();
        if let Some(waiver) = posture.waiver(id).filter(|_| posture.is_excused(id)) {
            result["suppressions"] = json!([suppression(posture, waiver)]);
        }
    }
    result
}

fn message(check: &Check, resource: &crate::resource::Resource, finding: &Finding) -> String {
    let said = reason(check, resource, finding);
    format!("{}: {} ({})", visible(resource.own_address()), check.title, visible(&said))
}

fn suppression(posture: &Posture, waiver: &Waiver) -> Value {
    let WaiverOrigin::Comment { span, .. } = &waiver.origin;
    json!({
        "kind": "inSource",
        "status": "accepted",
        "justification": if waiver.reason.is_empty() { "no reason given".into() } else { visible(&waiver.reason) },
        "location": { "physicalLocation": {
            "artifactLocation": { "uri": uri(posture.files.path(span.file)) },
            "region": { "startLine": span.line, "endLine": span.end_line },
        }},
    })
}

/// A path as a relative URI reference: only unreserved characters and slashes stay as they are.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char);
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a/b c#1.tf"), "a/b%20c%231.tf");
        assert_eq!(uri("/x/ü.tf"), "file:///x/%C3%BC.tf");
    }
}
