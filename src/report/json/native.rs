//! Verdicts of the clouds' own services, as the contract gives them.

use serde::Serialize;

use super::ResourceView;
use crate::hipaa::ObjectiveId;
use crate::native::{Exemption, NativeService};
use crate::posture::{NativeId, NativeVerdict, Posture, Speaker, Standing};
use crate::report::Selection;

#[derive(Serialize)]
pub(super) struct NativeView<'a> {
    service: NativeService,
    rule: &'a str,
    rule_name: &'a str,
    objective: &'static str,
    safeguards: Vec<&'static str>,
    verdict: &'static str,
    waived: Option<&'a Exemption>,
    remark: &'a str,
    evaluated: Option<String>,
    resource: ResourceView<'a>,
    /// Checks of ours that are the same test and say the opposite of this resource.
    contradicted_by: Vec<&'static str>,
}

/// Every native verdict that the selection takes, by resource.
pub(super) fn views<'a>(posture: &'a Posture, selection: &Selection) -> Vec<NativeView<'a>> {
    posture
        .natives
        .iter()
        .zip((0u32..).map(NativeId))
        .filter(|(n, _)| selection.takes_objective(n.objective))
        .filter_map(|(native, id)| view(posture, native, id))
        .collect()
}

fn view<'a>(posture: &'a Posture, native: &'a NativeVerdict, id: NativeId) -> Option<NativeView<'a>> {
    let Speaker::Cloud(service) = native.speaker else { return None };
    let resource = posture.estate.get(native.resource)?;
    let objective = ObjectiveId::get(native.objective);
    let against = posture.disagreements.iter().filter(|d| d.native == id);
    Some(NativeView {
        service,
        rule: &native.rule,
        rule_name: &native.rule_name,
        objective: objective.id,
        safeguards: objective
            .edges
            .iter()
            .filter(|e| e.strength.decides())
            .map(|e| e.safeguard.get().citation)
            .collect(),
        verdict: native.verdict.id(),
        waived: native.exemption.as_deref().filter(|_| native.standing == Standing::Waived),
        remark: &native.remark,
        evaluated: native.evaluated.map(|t| t.to_string()),
        resource: ResourceView::of(&posture.files, resource),
        contradicted_by: against
            .filter_map(|d| posture.finding(d.finding).map(|f| posture.check(f).id))
            .collect(),
    })
}
