//! A resource's page: what it is, every finding of it, its settings with their origin, and its source.

use crate::native::Span;
use crate::posture::{Posture, Standing};
use crate::resource::{Key, Resource, ResourceId, Setting, Side};
use crate::tui::document::drift::sides;
use crate::tui::document::source::lines;
use crate::tui::document::{Document, piece, standing_badge};
use crate::tui::glyph::Glyphs;
use crate::tui::model::Snapshot;
use crate::tui::place::Place;
use crate::tui::text::fit;
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
pub(crate) fn resource(glyphs: &Glyphs, snapshot: &Snapshot, id: ResourceId, place: &Place) -> Document {
    let mut doc = Document::default();
    let posture = &*snapshot.posture;
    let Some(resource) = posture.estate.get(id) else { return doc };
    doc.para(Role::Accent, &resource.address);
    identity(&mut doc, posture, resource);

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
    for f in findings {
        let Some(finding) = snapshot.finding(f) else { continue };
        let check = posture.check(finding);
        let standing = snapshot.standing(f);
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

    natives(&mut doc, glyphs, posture, id);
    sides(&mut doc, glyphs, posture, id);
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
