//! A resource's page: what it is, every finding of it, its settings with their origin, and its source.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::hipaa::{Safeguard, SafeguardId};
use crate::native::Span;
use crate::posture::{Posture, Standing};
use crate::resource::{Datum, Key, Resource, ResourceId, Setting, Side};
use crate::tui::document::drift::sides;
use crate::tui::document::source::lines;
use crate::tui::document::{Document, piece, standing_badge};
use crate::tui::glyph::Glyphs;
use crate::tui::model::{Snapshot, cause_target, name, quoted};
use crate::tui::past::{Answered, PastKnown};
use crate::tui::place::{Place, ResourceName, Root};
use crate::tui::text::{fit, plural, thousands};
use crate::tui::theme::Role;

/// Longest value shown on a page; the rest can be read in the file.
const LONGEST_VALUE: usize = 600;

/// Adds what identifies a resource.
pub(super) fn identity(doc: &mut Document, posture: &Posture, resource: &Resource) {
    let kind = format!("{}, {}", resource.kind.title().to_lowercase(), resource.type_name());
    doc.field("kind", &kind);
    let scope = &resource.scope;
    let known = |text: &str| if text.is_empty() { "not known".to_owned() } else { text.to_owned() };
    let mut place = vec![scope.provider.title().to_owned(), format!("region {}", known(&scope.region))];
    if !scope.account.is_empty() && &*scope.account != "." {
        let word = if scope.side == Side::Live { "account" } else { "root module" };
        place.push(format!("{word} {}", scope.account));
    }
    if !scope.environment.is_empty() {
        place.push(format!("environment {}", scope.environment));
    }
    doc.field("scope", &place.join(", "));
    if resource.name != resource.address {
        doc.field("name", &resource.name);
    }
    if !resource.module.is_empty() {
        doc.field("module", &resource.module);
    }
    if let Some(span) = resource.span {
        let word = if resource.scope.side == Side::Live { "seen" } else { "declared" };
        doc.field(word, &at(posture, span)).at(Some(span));
    }
    for call in resource.calls.iter() {
        doc.field("through", &at(posture, *call)).at(Some(*call));
    }
    if let Some(why) = &resource.existence {
        doc.field("existence", &format!("it may not exist: {why}"));
    }
}

/// `path:line`.
pub(super) fn at(posture: &Posture, span: Span) -> String {
    format!("{}:{}", posture.files.path(span.file), span.line)
}

/// A setting on one line: its label, its value, its state and its place.
pub(super) fn setting(doc: &mut Document, posture: &Posture, key: Key, setting: &Setting) {
    let value = setting.display();
    let value = fit(&value, LONGEST_VALUE, "…");
    let role = if setting.why().is_some() { Role::Unknown } else { Role::Text };
    let mut origin = match setting {
        Setting::Default(_) => "  platform default".to_owned(),
        _ => String::new(),
    };
    if let Some(span) = setting.span() {
        origin = format!("  {}", at(posture, span));
        // through a variable or a module, the value and its use stand at two places
        if let Some(site) = setting.at().site.filter(|s| (s.file, s.line) != (span.file, span.line)) {
            origin = format!("{origin}, used at {}", at(posture, site));
        }
    }
    let line = vec![
        piece(Role::Muted, format!("{}: ", key.label())),
        piece(role, value),
        piece(Role::Number, origin),
    ];
    let block = doc.block(line);
    block.indent(2).at(setting.span());
    block.hang = 4;
}

/// The page of a resource.
pub(crate) fn resource(
    glyphs: &Glyphs,
    snapshot: &Snapshot,
    past: &PastKnown,
    id: ResourceId,
    place: &Place,
) -> Document {
    let mut doc = Document::default();
    let posture = &*snapshot.posture;
    let Some(resource) = posture.estate.get(id) else { return doc };
    doc.para(Role::Accent, &resource.address);
    let found = snapshot.counts(id.0);
    let mut line = vec![standing_badge(glyphs, found.worst())];
    for (role, n, word) in [
        (Role::Failing, found.fail, "fail"),
        (Role::Unknown, found.unknown, "unknown"),
        (Role::Excepted, found.waived, "waived"),
        (Role::Met, found.pass, "pass"),
    ] {
        if n > 0 {
            line.push(piece(role, format!(" {n} {word} ")));
        }
    }
    let cited = safeguards_of(snapshot, id);
    let failing = cited.iter().filter(|(_, standing)| *standing == Standing::Fail).count();
    if failing > 0 {
        line.push(piece(Role::Text, format!(" bears on {}", plural(failing, "safeguard", "safeguards"))));
    }
    doc.block(line).cut();
    identity(&mut doc, posture, resource);
    since(&mut doc, posture, past, id);

    doc.heading("Findings");
    let mut findings: Vec<u32> = snapshot.of_resource(id).collect();
    findings.sort_by_key(|f| {
        let severity = snapshot.finding(*f).map(|f| posture.check(f).severity);
        (snapshot.standing(*f), std::cmp::Reverse(severity))
    });
    if findings.is_empty() {
        doc.para(Role::Absent, "No check looks at this kind of resource: it is unmeasured, not good.")
            .indent(2);
    }
    // what holds is told too, but after what somebody has to look at
    let bad =
        |f: &u32| matches!(snapshot.standing(*f), Standing::Fail | Standing::Unknown | Standing::Waived);
    let (first, rest): (Vec<u32>, Vec<u32>) = findings.into_iter().partition(bad);
    if first.is_empty() && !rest.is_empty() {
        doc.para(Role::Met, "Nothing fails, and nothing is unknown.").indent(2);
    }
    rows(&mut doc, glyphs, snapshot, place, &first);
    similar(&mut doc, glyphs, snapshot, id);
    if !rest.is_empty() {
        doc.heading("What holds, or does not apply");
        rows(&mut doc, glyphs, snapshot, place, &rest);
    }
    natives(&mut doc, glyphs, posture, id);
    sides(&mut doc, glyphs, posture, id);
    if !cited.is_empty() {
        doc.heading("Safeguards it bears on");
        for (entry, standing) in cited {
            let line = vec![
                standing_badge(glyphs, standing),
                piece(Role::Text, format!(" {:<22}{}", entry.citation, entry.title)),
            ];
            let block = doc.block(line);
            block.indent(2).cut().fails(standing == Standing::Fail).opens(Place::safeguard(entry.id));
        }
    }
    related(&mut doc, glyphs, snapshot, id);
    doc.heading("Settings");
    if resource.settings().next().is_none() {
        doc.para(Role::Absent, "None that a check reads.").indent(2);
    }
    for (key, value) in resource.settings() {
        setting(&mut doc, posture, key, value);
    }
    if !resource.companions.is_empty() {
        doc.heading("Settings also come from");
        for (address, span) in &resource.companions {
            let line = vec![
                piece(Role::Text, address.as_ref()),
                piece(Role::Number, format!("  {}", at(posture, *span))),
            ];
            doc.block(line).indent(2).cut().at(Some(*span));
        }
    }
    if let Some(span) = resource.span {
        doc.heading("Source");
        whole(&mut doc, glyphs, snapshot, id, span);
    }
    doc
}

/// A row for each of some findings of a resource.
fn rows(doc: &mut Document, glyphs: &Glyphs, snapshot: &Snapshot, place: &Place, findings: &[u32]) {
    let posture = &*snapshot.posture;
    for f in findings {
        let Some(finding) = snapshot.finding(*f) else { continue };
        let check = posture.check(finding);
        let standing = snapshot.standing(*f);
        let cited: Vec<&str> = Posture::safeguards_of(check).iter().map(|s| s.citation).collect();
        let line = vec![
            standing_badge(glyphs, standing),
            piece(Role::of_severity(check.severity), format!(" {:<9}", check.severity.id())),
            piece(Role::Text, check.title),
            piece(Role::Muted, format!("  {}", cited.join(" "))),
        ];
        let block = doc.block(line);
        block.indent(2).cut().fails(standing == Standing::Fail);
        block.opens(place.with_check(finding.check)).at(posture.place(finding));
    }
}

/// The safeguards that the findings of a resource bear on, each with the worst of them.
fn safeguards_of(snapshot: &Snapshot, id: ResourceId) -> Vec<(&'static Safeguard, Standing)> {
    let mut found: BTreeMap<SafeguardId, Standing> = BTreeMap::new();
    for f in snapshot.of_resource(id) {
        let Some(finding) = snapshot.finding(f) else { continue };
        let standing = snapshot.standing(f);
        if standing == Standing::NotApplicable {
            continue;
        }
        for entry in Posture::safeguards_of(snapshot.posture.check(finding)) {
            let worst = found.entry(entry.id).or_insert(standing);
            *worst = (*worst).min(standing);
        }
    }
    let mut list: Vec<_> = found.into_iter().map(|(id, standing)| (id.get(), standing)).collect();
    list.sort_by_key(|(entry, standing)| (*standing, entry.id));
    list
}

/// The address under which earlier pulls know a resource: its own where it is live, else that of its live side.
pub(crate) fn live_address(posture: &Posture, id: ResourceId) -> Option<Arc<str>> {
    let resource = posture.estate.get(id)?;
    if resource.scope.side == Side::Live {
        return Some(resource.address.clone());
    }
    let pair = posture.drift.as_ref()?.live_of(id)?;
    Some(posture.estate.get(pair.live)?.address.clone())
}

/// Since when: what earlier pulls tell, or why it cannot be told and what would tell it.
fn since(doc: &mut Document, posture: &Posture, past: &PastKnown, id: ResourceId) {
    let Some(address) = live_address(posture, id) else {
        let span = posture.estate.get(id).and_then(|r| r.span);
        let text = match span {
            Some(s) => {
                let path = posture.files.path(s.file);
                format!(
                    "cannot be told from code as it is now; git log -L {},{}:{path} may",
                    s.line, s.end_line
                )
            }
            None => "cannot be told: no pull has seen it".to_owned(),
        };
        doc.field("since", &text);
        return;
    };
    match past.resources.get(&address) {
        _ if !past.there => {
            doc.field("since", "cannot be told: there is no store of earlier pulls");
        }
        None | Some(Answered::Asked) => {
            doc.field("since", "asking the store of earlier pulls");
        }
        Some(Answered::Failed(why)) => {
            doc.field("since", &format!("cannot be told: {why}"));
        }
        Some(Answered::Known(None)) => {
            doc.field("since", "cannot be told: no finished pull has seen it yet");
        }
        Some(Answered::Known(Some(since))) => {
            let now = posture.as_of;
            let ago = |then| crate::visible::age(now, then);
            let before =
                if since.oldest == Some(since.first) { " or before: the first pull kept" } else { "" };
            doc.field("first seen", &format!("{} ({}){before}", since.first, ago(since.first)));
            if since.changed != since.first {
                doc.field("changed", &format!("{} ({})", since.changed, ago(since.changed)));
            }
            for (check, then) in &since.failing {
                let before = if since.oldest == Some(*then) { " or before" } else { "" };
                doc.field("fails since", &format!("{then} ({}){before}  {check}", ago(*then)));
            }
        }
    }
}

/// Most resources named that fail the same way.
const SIMILAR: usize = 3;
/// Findings of an objective that are looked through for them.
const LOOKED_AT: usize = 5_000;

/// What else fails the same check, and what else one edit would mend.
fn similar(doc: &mut Document, glyphs: &Glyphs, snapshot: &Snapshot, id: ResourceId) {
    let posture = &*snapshot.posture;
    let failing: Vec<u32> =
        snapshot.of_resource(id).filter(|f| snapshot.standing(*f) == Standing::Fail).collect();
    let mut titled = false;
    for f in failing {
        let Some(finding) = snapshot.finding(f) else { continue };
        let check = posture.check(finding);
        let others = snapshot.failing(finding.check).saturating_sub(1) as usize;
        if others == 0 {
            continue;
        }
        if !titled {
            doc.heading("Others that fail the same way");
            titled = true;
        }
        let filter = format!("status:fail check:={}", check.id);
        let list = snapshot.of_objective(crate::posture::objective_of(finding.check));
        let alike =
            list.iter().take(LOOKED_AT).filter(|o| **o != f && snapshot.standing(**o) == Standing::Fail);
        let alike = alike.filter_map(|o| snapshot.finding(*o)).filter(|o| o.check == finding.check);
        let named: Vec<&str> = alike.take(SIMILAR).map(|o| &*posture.resource(o).address).collect();
        let more = if others > named.len() { ", \u{2026}" } else { "" };
        let line = vec![
            piece(Role::Failing, format!("{} {} ", glyphs.failing, thousands(others))),
            piece(Role::Text, format!("{}  {}", if others == 1 { "other" } else { "others" }, check.title)),
            piece(Role::Muted, format!("  {}{more}", named.join(", "))),
        ];
        doc.block(line).indent(2).cut().fails(true).opens(Place::root(Root::Findings).filtered(filter));
        if let Some(cause) = snapshot.shared_cause(f) {
            let n = cause.findings.len() - 1;
            let place = cause.place.map(|s| at(posture, s)).unwrap_or_default();
            let line = vec![
                piece(Role::Text, format!("{} of them by the same line  ", thousands(n))),
                piece(Role::Number, place),
            ];
            let block = doc.block(line);
            block.indent(4).cut().at(cause.place);
            block.target = cause_target(snapshot, cause);
        }
    }
}

/// Most related resources listed of one sort.
const RELATED: usize = 12;

/// What the settings of the resource lead to, what leads to it, and where its neighbours are.
fn related(doc: &mut Document, glyphs: &Glyphs, snapshot: &Snapshot, id: ResourceId) {
    let posture = &*snapshot.posture;
    let Some(resource) = posture.estate.get(id) else { return };
    let mut rows: Vec<(String, &Resource)> = Vec::new();
    for (key, setting) in resource.settings() {
        if let Some(Datum::Reference(reference)) = setting.datum() {
            let named =
                ResourceName { account: resource.scope.account.clone(), address: reference.address.clone() };
            if let Some(to) = snapshot.find_resource(&named).and_then(|to| posture.estate.get(to)) {
                rows.push((format!("leads to, by {}", key.label().to_lowercase()), to));
            }
        }
    }
    let from = snapshot.referenced_by(id).filter_map(|from| posture.estate.get(from));
    rows.extend(from.take(RELATED).map(|from| ("leads here".to_owned(), from)));
    let module = &resource.module;
    if rows.is_empty() && module.is_empty() && resource.span.is_none() {
        return;
    }
    doc.heading("Related");
    for (how, other) in rows.into_iter().take(2 * RELATED) {
        let standing = snapshot
            .find_resource(&name(other))
            .map_or(Standing::NotApplicable, |o| snapshot.counts(o.0).worst());
        let line = vec![
            standing_badge(glyphs, standing),
            piece(Role::Link, format!(" {}", other.address)),
            piece(Role::Muted, format!("  {how}")),
        ];
        let page = Place::root(Root::Resources).with_resource(name(other));
        doc.block(line).indent(2).cut().opens(page).at(other.span);
    }
    let list = |terms: String| Place::root(Root::Resources).filtered(terms);
    if !module.is_empty() {
        let line = vec![piece(Role::Link, format!("All of {module}"))];
        doc.block(line).indent(2).cut().opens(list(format!("module:={}", quoted(module))));
    }
    if let Some(span) = resource.span {
        let path = posture.files.path(span.file);
        let line = vec![piece(Role::Link, format!("All in {path}"))];
        doc.block(line).indent(2).cut().opens(list(format!("path:={}", quoted(path))));
    }
}

/// What the clouds' own services say of the resource.
fn natives(doc: &mut Document, glyphs: &Glyphs, posture: &Posture, id: ResourceId) {
    let said = posture.natives_of(id);
    if said.is_empty() {
        return;
    }
    let heading = match (said.iter().all(|n| n.imported.is_none()), said.iter().all(|n| n.imported.is_some()))
    {
        (true, _) => "What the cloud says",
        (_, true) => "What other scanners say",
        _ => "What others say",
    };
    doc.heading(heading);
    for native in said {
        let rule = if native.rule_name.is_empty() { &native.rule } else { &native.rule_name };
        let line = vec![
            standing_badge(glyphs, native.standing),
            piece(Role::Muted, format!(" {}  ", native.speaker.title())),
            piece(Role::Text, rule.as_ref()),
            piece(Role::Muted, format!("  {}", native.objective.get().title)),
        ];
        doc.block(line).indent(2).cut().fails(native.standing == Standing::Fail);
        if let Some(evaluated) = native.evaluated {
            let age = crate::visible::age(posture.as_of, evaluated);
            doc.para(Role::Muted, &format!("evaluated {evaluated} ({age})")).indent(6);
        }
        if !native.remark.is_empty() {
            doc.para(Role::Muted, &native.remark).indent(6);
        }
        if let Some(exemption) = &native.exemption {
            let until = exemption.expires.map(|t| format!(" (until {t})")).unwrap_or_default();
            let reason = if exemption.reason.is_empty() { "no reason is given" } else { &exemption.reason };
            doc.para(Role::Excepted, &format!("exempt by {}: {reason}{until}", exemption.name)).indent(6);
        }
    }
}

/// The block that declares the resource, with the lines at fault marked.
fn whole(doc: &mut Document, glyphs: &Glyphs, snapshot: &Snapshot, id: ResourceId, span: Span) {
    let posture = &*snapshot.posture;
    let faults: Vec<u32> = snapshot
        .of_resource(id)
        .filter(|f| snapshot.standing(*f) == Standing::Fail)
        .filter_map(|f| posture.place(snapshot.finding(f)?))
        .filter(|s| s.file == span.file && s.line != span.line)
        .map(|s| s.line)
        .collect();
    lines(doc, glyphs, &posture.files, span, 0, |line| faults.contains(&line));
}
