//! The machine-readable contract: one object of schema `steth.scan/1`, in a deterministic order.

pub(crate) mod drift;
pub(crate) mod imported;
mod native;

use std::collections::hash_map::Entry;
use std::io;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::{Selection, in_pieces};
use crate::check::{Check, CheckId, Finding, Severity, Tool, registry};
use crate::native::{Files, Span};
use crate::posture::{
    Counts, Coverage, FindingId, Interval, Posture, SourceStatus, State, Waiver, WaiverOrigin, WaiverStatus,
    fingerprint,
};
use crate::resource::{Datum, Key, Resource, ResourceId, Scope, Setting};
use crate::table::HashMap;

/// The value of `schema`.
pub const SCHEMA: &str = "steth.scan/1";

/// The JSON Schema of the report.
pub const JSON_SCHEMA: &str = include_str!("schema/scan.json");

/// Writes the report; findings are rendered piece by piece, so that memory does not grow with their number.
pub fn write(posture: &Posture, selection: &Selection, out: &mut dyn io::Write) -> io::Result<()> {
    let head = Head {
        schema: SCHEMA,
        tool: ToolInfo { name: "steth", version: env!("CARGO_PKG_VERSION") },
        started: posture.as_of.to_string(),
        sources: &posture.sources,
        posture: PostureView::of(posture),
        waivers: posture.waivers.iter().map(|w| WaivedView::of(&posture.files, w)).collect(),
        native_verdicts: native::views(posture, selection),
        imported_findings: imported::views(posture, selection),
        drift: drift::view(posture),
    };
    let mut head = serde_json::to_vec(&head).map_err(io::Error::from)?;
    // the findings are the last member of the same object
    head.pop();
    out.write_all(&head)?;
    out.write_all(b",\"findings\":[")?;
    let chosen: Vec<_> = posture.findings().filter(|(_, f)| selection.takes(f)).collect();
    let first = chosen.first().map(|(id, _)| *id);
    let heads = heads()?;
    in_pieces(&chosen, out, |some| {
        let mut page = Page::new(posture, &heads, some.len());
        for (id, finding) in some {
            if Some(*id) != first {
                page.text.push(b',');
            }
            page.finding(*id, finding)?;
        }
        Ok(page.text)
    })?;
    out.write_all(b"]}\n")?;
    out.flush()
}

#[derive(Serialize)]
struct Head<'a> {
    schema: &'static str,
    tool: ToolInfo,
    started: String,
    sources: &'a [SourceStatus],
    posture: PostureView,
    waivers: Vec<WaivedView<'a>>,
    native_verdicts: Vec<native::NativeView<'a>>,
    imported_findings: Vec<imported::ImportedView<'a>>,
    drift: Option<serde_json::Map<String, serde_json::Value>>,
}

#[derive(Serialize)]
struct ToolInfo {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct PostureView {
    interval: Interval,
    coverage: Coverage,
    complete: bool,
    counts: Counts,
    root_causes: usize,
    safeguards: Vec<SafeguardView>,
    objectives: Vec<ObjectiveView>,
}

#[derive(Serialize)]
struct SafeguardView {
    citation: &'static str,
    title: &'static str,
    family: &'static str,
    designation: &'static str,
    state: State,
    reason: String,
    counts: Counts,
    native: Counts,
    disagreements: u32,
    interval: [f64; 2],
    coverage: ObjectiveCoverage,
}

#[derive(Serialize)]
struct ObjectiveCoverage {
    objectives_measured: u32,
    objectives: u32,
}

#[derive(Serialize)]
struct ObjectiveView {
    id: &'static str,
    title: &'static str,
    state: State,
    counts: Counts,
    native: Counts,
    disagreements: u32,
}

impl PostureView {
    fn of(posture: &Posture) -> Self {
        let mut counts = Counts::default();
        for (id, _) in posture.findings() {
            counts.add(posture.standing(id));
        }
        let safeguards = posture.safeguards.iter().map(|s| {
            let safeguard = s.id.get();
            SafeguardView {
                citation: safeguard.citation,
                title: safeguard.title,
                family: safeguard.family.word(),
                designation: safeguard.designation.word(),
                state: s.state,
                reason: s.reason.clone(),
                counts: s.counts,
                native: s.native,
                disagreements: s.disagreements,
                interval: share(s.counts),
                coverage: ObjectiveCoverage { objectives_measured: s.measured, objectives: s.objectives },
            }
        });
        let objectives = posture.objectives.iter().map(|o| {
            let objective = o.id.get();
            ObjectiveView {
                id: objective.id,
                title: objective.title,
                state: o.state,
                counts: o.counts,
                native: o.native,
                disagreements: o.disagreements,
            }
        });
        Self {
            interval: posture.score,
            coverage: posture.coverage,
            complete: posture.is_complete(),
            counts,
            root_causes: posture.causes.len(),
            safeguards: safeguards.collect(),
            objectives: objectives.collect(),
        }
    }
}

/// Share of a safeguard's findings that hold for certain, and at most.
fn share(counts: Counts) -> [f64; 2] {
    let total = counts.decided() + counts.unknown;
    if total == 0 {
        return [0.0, 1.0];
    }
    let held = f64::from(counts.pass + counts.waived);
    [held / f64::from(total), (held + f64::from(counts.unknown)) / f64::from(total)]
}

#[derive(Serialize)]
struct WaivedView<'a> {
    form: &'static str,
    ids: &'a [String],
    reason: &'a str,
    expires: Option<String>,
    status: WaiverStatus,
    location: LocationView<'a>,
}

#[derive(Serialize)]
pub(crate) struct ResourceView<'a> {
    address: &'a str,
    name: &'a str,
    native_type: &'a str,
    kind: &'static str,
    provider: &'static str,
    side: &'static str,
    scope: ScopeView<'a>,
    module: &'a str,
    location: Option<LocationView<'a>>,
}

#[derive(Serialize)]
struct ScopeView<'a> {
    root: &'a str,
    region: &'a str,
    environment: &'a str,
}

#[derive(Serialize)]
struct LocationView<'a> {
    path: &'a str,
    line: u32,
    end_line: u32,
}

#[derive(Serialize)]
struct SettingView<'a> {
    name: &'static str,
    value: ValueView<'a>,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    location: Option<LocationView<'a>>,
}

/// What every finding of a check begins with.
#[derive(Serialize)]
struct HeadView {
    check: &'static str,
    objective: &'static str,
    safeguards: Vec<&'static str>,
    severity: Severity,
}

/// The beginnings of findings by check, each without its closing brace.
fn heads() -> io::Result<Vec<Vec<u8>>> {
    let head = |check: &'static Check| {
        let view = HeadView {
            check: check.id,
            objective: check.objective,
            safeguards: Posture::safeguards_of(check).iter().map(|s| s.citation).collect(),
            severity: check.severity,
        };
        let mut text = serde_json::to_vec(&view)?;
        text.pop();
        Ok(text)
    };
    registry().checks().map(|(_, check)| head(check)).collect()
}

/// Findings as text. What many of them share is put into words once.
struct Page<'a> {
    posture: &'a Posture,
    heads: &'a [Vec<u8>],
    text: Vec<u8>,
    /// The resource of the last finding: findings come by resource.
    resource: Option<(ResourceId, Vec<u8>)>,
    aliases: HashMap<(CheckId, &'a str, &'a str), Vec<u8>>,
}

impl<'a> Page<'a> {
    fn new(posture: &'a Posture, heads: &'a [Vec<u8>], findings: usize) -> Self {
        let text = Vec::with_capacity(findings * 1_024);
        Self { posture, heads, text, resource: None, aliases: HashMap::default() }
    }

    fn add(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.member(name);
        serde_json::to_writer(&mut self.text, value).map_err(io::Error::from)
    }

    fn member(&mut self, name: &str) {
        self.text.extend_from_slice(b",\"");
        self.text.extend_from_slice(name.as_bytes());
        self.text.extend_from_slice(b"\":");
    }

    fn finding(&mut self, id: FindingId, finding: &'a Finding) -> io::Result<()> {
        let posture = self.posture;
        let files = &posture.files;
        let (check, resource) = (posture.check(finding), posture.resource(finding));
        self.text.extend_from_slice(&self.heads[finding.check.index()]);
        self.add("verdict", &finding.verdict)?;
        self.add("reason", &reason(check, resource, finding))?;
        let waiver = posture.waiver(id).filter(|_| posture.is_excused(id));
        self.add("waived", &waiver.map(|w| WaivedView::of(files, w)))?;
        self.member("resource");
        if self.resource.as_ref().is_none_or(|(last, _)| *last != finding.resource) {
            let view = serde_json::to_vec(&ResourceView::of(files, resource))?;
            self.resource = Some((finding.resource, view));
        }
        if let Some((_, view)) = &self.resource {
            self.text.extend_from_slice(view);
        }
        self.add("location", &posture.place(finding).map(|s| LocationView::of(files, s)))?;
        self.member("settings");
        self.text.push(b'[');
        let mut first = true;
        for view in finding.detail.by().filter_map(|key| SettingView::of(files, resource, key)) {
            if !std::mem::take(&mut first) {
                self.text.push(b',');
            }
            serde_json::to_writer(&mut self.text, &view)?;
        }
        self.text.push(b']');
        self.member("aliases");
        // of most resources, the type alone settles them
        if resource.native_type.starts_with("azurerm_") {
            serde_json::to_writer(&mut self.text, &Aliases(check.aliases_for(resource)))?;
        } else {
            let types = (finding.check, &*resource.native_type, &**resource.type_name());
            let view = match self.aliases.entry(types) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(serde_json::to_vec(&Aliases(check.aliases_for(resource)))?),
            };
            self.text.extend_from_slice(view);
        }
        if posture.has_imports() {
            let also = imported::also(posture, id);
            if !also.is_empty() {
                self.add("also_reported", &also)?;
            }
        }
        self.add("fingerprint", &fingerprint(check, resource))?;
        self.text.push(b'}');
        Ok(())
    }
}

impl<'a> ResourceView<'a> {
    fn of(files: &'a Files, resource: &'a Resource) -> Self {
        Self {
            address: resource.own_address(),
            name: &resource.name,
            native_type: resource.type_name(),
            kind: resource.kind.id(),
            provider: resource.scope.provider.id(),
            side: resource.scope.side.id(),
            scope: ScopeView::of(&resource.scope),
            module: &resource.module,
            location: resource.span.map(|s| LocationView::of(files, s)),
        }
    }
}

/// One sentence: what decided, or why it cannot be told.
pub(super) fn reason(check: &Check, resource: &Resource, finding: &Finding) -> String {
    let mut text = String::with_capacity(80);
    write_reason(check, resource, finding, &mut text);
    text
}

/// Adds the sentence to a text.
pub(super) fn write_reason(check: &Check, resource: &Resource, finding: &Finding, out: &mut String) {
    let detail = &finding.detail;
    if let Some(why) = detail.why() {
        out.push_str(&why.describe());
        return;
    }
    if !detail.note().is_empty() {
        out.push_str(detail.note());
        return;
    }
    let start = out.len();
    for (key, setting) in detail.by().filter_map(|key| Some((key, resource.get(key)?))) {
        if out.len() > start {
            out.push_str("; ");
        }
        out.push_str(key.label());
        out.push_str(": ");
        setting.write(out);
        if matches!(setting, Setting::Default(_)) {
            out.push_str(" (default)");
        }
    }
    if out.len() == start {
        out.push_str(check.title);
    }
}

impl<'a> WaivedView<'a> {
    fn of(files: &'a Files, waiver: &'a Waiver) -> Self {
        let WaiverOrigin::Comment { form, span } = &waiver.origin;
        Self {
            form,
            ids: &waiver.ids,
            reason: &waiver.reason,
            expires: waiver.expires.map(|d| d.to_string()),
            status: waiver.status,
            location: LocationView::of(files, *span),
        }
    }
}

impl<'a> ScopeView<'a> {
    fn of(scope: &'a Scope) -> Self {
        Self { root: &scope.account, region: &scope.region, environment: &scope.environment }
    }
}

impl<'a> LocationView<'a> {
    fn of(files: &'a Files, span: Span) -> Self {
        Self { path: files.path(span.file), line: span.line, end_line: span.end_line }
    }
}

impl<'a> SettingView<'a> {
    fn of(files: &'a Files, resource: &'a Resource, key: Key) -> Option<Self> {
        let setting = resource.get(key)?;
        Some(Self {
            name: key.path(),
            value: ValueView(setting),
            state: setting.state(),
            reason: setting.why().map(crate::native::Why::describe),
            location: setting.span().map(|s| LocationView::of(files, s)),
        })
    }
}

struct ValueView<'a>(&'a Setting);

impl Serialize for ValueView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_sensitive() {
            return serializer.serialize_str("(sensitive)");
        }
        match self.0.datum() {
            None | Some(Datum::Absent) => serializer.serialize_none(),
            Some(Datum::Bool(b)) => serializer.serialize_bool(*b),
            Some(Datum::Int(n)) => serializer.serialize_i64(*n),
            Some(Datum::List(items)) => serializer.collect_seq(items.iter().map(|i| i.known().map(|s| &**s))),
            Some(Datum::Rules(rules)) => serializer.collect_seq(rules.iter().map(ToString::to_string)),
            Some(Datum::Statements(all)) => serializer.collect_seq(all.iter().map(ToString::to_string)),
            Some(Datum::Map(entries)) => {
                serializer.collect_map(entries.iter().map(|(k, v)| (&**k, v.known().map(|s| &**s))))
            }
            Some(other) => serializer.collect_str(other),
        }
    }
}

/// Other tools' ids, one list per tool, empty lists included.
struct Aliases(Vec<(Tool, &'static str)>);

impl Serialize for Aliases {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Tool::ALL.len()))?;
        for tool in Tool::ALL {
            let ids: Vec<&str> = self.0.iter().filter(|(t, _)| *t == tool).map(|(_, id)| *id).collect();
            map.serialize_entry(tool.id(), &ids)?;
        }
        map.end()
    }
}
