//! Findings of other scanners, as the contract gives them.

use serde::Serialize;

use super::ResourceView;
use crate::check::{Severity, registry};
use crate::native::Exemption;
use crate::posture::{
    FindingId, NativeId, NativeVerdict, Posture, Standing, fingerprint, imported_fingerprint,
};
use crate::report::Selection;

#[derive(Serialize)]
pub(crate) struct ImportedView<'a> {
    tool: &'a str,
    tool_version: &'a str,
    report: &'a str,
    class: &'static str,
    rule: &'a str,
    title: &'a str,
    severity: Severity,
    verdict: &'static str,
    waived: Option<&'a Exemption>,
    remark: &'a str,
    evaluated: Option<String>,
    objective: &'static str,
    safeguards: Vec<&'static str>,
    landed_by: &'static str,
    /// Checks of ours that are the same test.
    checks: Vec<&'static str>,
    resource: ResourceView<'a>,
    joined_by: &'static str,
    location: Option<SpotView<'a>>,
    /// The fingerprint of our finding that this one is the same as.
    same_as: Option<String>,
    counted: bool,
    contradicted_by: Vec<&'static str>,
    fingerprint: String,
}

#[derive(Serialize)]
struct SpotView<'a> {
    path: &'a str,
    line: Option<u32>,
    end_line: Option<u32>,
}

/// Every finding of another scanner that the selection takes, by resource.
pub(crate) fn views<'a>(posture: &'a Posture, selection: &Selection) -> Vec<ImportedView<'a>> {
    posture
        .natives
        .iter()
        .zip((0u32..).map(NativeId))
        .filter(|(n, _)| selection.takes_imported(n))
        .filter_map(|(verdict, id)| view(posture, verdict, id))
        .collect()
}

fn view<'a>(posture: &'a Posture, verdict: &'a NativeVerdict, id: NativeId) -> Option<ImportedView<'a>> {
    let foreign = verdict.imported.as_ref()?;
    let resource = posture.estate.get(verdict.resource)?;
    let objective = verdict.objective.get();
    let line = |n: u32| (n > 0).then_some(n);
    let ours = foreign.merged.and_then(|f| posture.finding(f));
    let against = posture.disagreements.iter().filter(|d| d.native == id);
    Some(ImportedView {
        tool: verdict.speaker.title(),
        tool_version: &foreign.version,
        report: &foreign.report,
        class: foreign.class.id(),
        rule: &verdict.rule,
        title: &verdict.rule_name,
        severity: foreign.severity,
        verdict: verdict.verdict.id(),
        waived: verdict.exemption.as_deref().filter(|_| verdict.standing == Standing::Waived),
        remark: &verdict.remark,
        evaluated: verdict.evaluated.map(|t| t.to_string()),
        objective: objective.id,
        safeguards: objective
            .edges
            .iter()
            .filter(|e| e.strength.decides())
            .map(|e| e.safeguard.get().citation)
            .collect(),
        landed_by: foreign.landing.id(),
        checks: foreign.checks.iter().map(|c| registry().get(*c).id).collect(),
        resource: ResourceView::of(&posture.files, resource),
        joined_by: foreign.joined.id(),
        location: foreign.spot.as_ref().map(|s| SpotView {
            path: &s.path,
            line: line(s.line),
            end_line: line(s.end_line),
        }),
        same_as: ours.map(|f| fingerprint(posture.check(f), posture.resource(f))),
        counted: foreign.counts,
        contradicted_by: against
            .filter_map(|d| posture.finding(d.finding).map(|f| posture.check(f).id))
            .collect(),
        fingerprint: imported_fingerprint(verdict, resource),
    })
}

/// What another scanner says of a finding of ours.
#[derive(Serialize)]
pub(super) struct AlsoView<'a> {
    tool: &'a str,
    rule: &'a str,
    verdict: &'static str,
}

/// What other scanners say of the same test of the same resource.
pub(super) fn also(posture: &Posture, id: FindingId) -> Vec<AlsoView<'_>> {
    posture
        .also_said(id)
        .map(|n| AlsoView { tool: n.speaker.title(), rule: &n.rule, verdict: n.verdict.id() })
        .collect()
}
