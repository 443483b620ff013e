//! Posture: findings rolled up to safeguards, immutable once made. Every surface reads this and nothing else.

mod cause;
mod compare;
mod fingerprint;
mod imported;
mod join;
mod native;
mod picture;
mod rollup;
mod source;
mod waiver;

pub use cause::{CauseId, RootCause};
pub use compare::{Baseline, BaselineError, Comparison};
pub use fingerprint::{fingerprint, imported_fingerprint};
pub(crate) use imported::in_force;
pub use imported::{Foreign, Landing, land};
pub use join::{Joined, Placed, place_imports};
pub use native::{Disagreement, NativeId, NativeVerdict, Natives, Speaker, objective_of_rule, same_test};
pub use picture::Sketch;
pub use rollup::{Counts, Coverage, Interval, ObjectivePosture, SafeguardPosture, State, Tally};
pub use source::{Notice, SourceKind, SourceStatus};
pub use waiver::{Waiver, WaiverId, WaiverOrigin, WaiverStatus};

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::check::{Check, CheckId, Finding, Verdict, registry};
use crate::drift::DriftReport;
use crate::hipaa::{ObjectiveId, Safeguard, SafeguardId, objective, safeguards};
use crate::native::{Files, Span};
use crate::resource::{Estate, Resource, ResourceId, Scope};
use native::NativeTally;

/// Dense index of a finding in its posture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FindingId(pub u32);

/// Dense index of a distinct scope in its posture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub u32);

/// What a finding counts as, once waivers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Fails, and nothing excuses it.
    Fail,
    /// Cannot be told.
    Unknown,
    /// Fails, under a waiver in force.
    Waived,
    /// Holds.
    Pass,
    /// Has no meaning for the resource.
    NotApplicable,
}

impl Standing {
    /// All, worst first.
    pub const ALL: [Self; 5] = [Self::Fail, Self::Unknown, Self::Waived, Self::Pass, Self::NotApplicable];

    /// The word shown to people and used in filters.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Waived => "waived",
            Self::Pass => "pass",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// The inputs a posture is made from.
#[derive(Debug, Default)]
pub struct Parts {
    /// Every file that was read.
    pub files: Files,
    /// Every canonical resource.
    pub estate: Estate,
    /// Every verdict.
    pub findings: Vec<Finding>,
    /// Every exception, in force or not.
    pub waivers: Vec<Waiver>,
    /// The waiver of a failing or unknown finding, by position.
    pub waived: HashMap<FindingId, WaiverId>,
    /// What was read, skipped and failed.
    pub sources: Vec<SourceStatus>,
    /// What the clouds' own services say.
    pub natives: Natives,
    /// Where live and declared part; nothing where only one side was read.
    pub drift: Option<DriftReport>,
}

/// The state of an estate against the Security Rule at one time.
#[derive(Debug)]
pub struct Posture {
    /// When the reading began.
    pub as_of: Timestamp,
    /// Every file that was read.
    pub files: Files,
    /// Every canonical resource.
    pub estate: Estate,
    /// Every verdict, by resource, then by check.
    pub findings: Vec<Finding>,
    /// Every exception, in force or not.
    pub waivers: Vec<Waiver>,
    /// What was read, skipped and failed.
    pub sources: Vec<SourceStatus>,
    /// Verdicts of the clouds' own services, by resource.
    pub natives: Vec<NativeVerdict>,
    /// Where they and our checks disagree.
    pub disagreements: Vec<Disagreement>,
    /// Where live and declared part; nothing where only one side was read.
    pub drift: Option<DriftReport>,
    /// Distinct scopes, sorted.
    pub scopes: Vec<Arc<Scope>>,
    /// One entry per safeguard, in the regulation's order.
    pub safeguards: Vec<SafeguardPosture>,
    /// One entry per objective, in the catalog's order.
    pub objectives: Vec<ObjectivePosture>,
    /// Failing findings grouped by the line (or resource) that causes them, gravest first, then most
    /// findings.
    pub causes: Vec<RootCause>,
    /// The headline.
    pub score: Interval,
    /// How much was measured.
    pub coverage: Coverage,
    waived: HashMap<FindingId, WaiverId>,
    excused: HashMap<FindingId, WaiverId>,
    scope_of_resource: Vec<ScopeId>,
    tally: Tally,
    native_tally: NativeTally,
    is_picture: bool,
}

/// The objective of each check, by position in the registry.
pub(crate) fn objective_of(check: CheckId) -> ObjectiveId {
    static OBJECTIVES: std::sync::LazyLock<Vec<ObjectiveId>> = std::sync::LazyLock::new(|| {
        let fallback = crate::hipaa::objectives().first().map(|o| o.index);
        registry()
            .checks()
            .filter_map(|(_, c)| objective(c.objective).map(|o| o.index).or(fallback))
            .collect()
    });
    OBJECTIVES[check.index()]
}

impl Posture {
    /// Rolls findings up. Pure: the same parts give the same posture.
    pub fn new(as_of: Timestamp, parts: Parts) -> Self {
        let Parts { files, estate, findings, waivers, waived, sources, natives, drift } = parts;
        let natives = natives.verdicts;
        let (scopes, scope_of_resource) = distinct_scopes(&estate);
        let excused: HashMap<FindingId, WaiverId> = waived
            .iter()
            .filter(|(_, w)| waivers.get(w.0 as usize).is_some_and(|w| w.status == WaiverStatus::InForce))
            .map(|(f, w)| (*f, *w))
            .collect();
        let standing = |i: u32, f: &Finding| standing(f, &excused, FindingId(i));
        let (tally, causes) = rayon::join(
            || Tally::count(&findings, &scope_of_resource, scopes.len(), standing),
            || cause::group(&estate, &findings, &excused),
        );
        let incomplete = sources.iter().any(|s| !s.is_complete());
        let disagreements = native::disagreements(&findings, &natives);
        let native_tally = NativeTally::count(&natives, &disagreements, &scope_of_resource, scopes.len());
        let objectives = rollup::objectives(&tally, &native_tally);
        let safeguards = rollup::safeguards(&objectives, incomplete, rollup::Others::of(&natives));
        let score = Interval::of(&safeguards);
        let coverage = Coverage::of(&safeguards, &findings, &estate);
        Self {
            as_of,
            files,
            estate,
            findings,
            waivers,
            sources,
            natives,
            disagreements,
            drift,
            scopes,
            safeguards,
            objectives,
            causes,
            score,
            coverage,
            waived,
            excused,
            scope_of_resource,
            tally,
            native_tally,
            is_picture: false,
        }
    }

    /// A posture of nothing: every safeguard is unknown or needs attestation.
    pub fn empty(as_of: Timestamp) -> Self {
        Self::new(as_of, Parts::default())
    }

    /// A finding by id.
    pub fn finding(&self, id: FindingId) -> Option<&Finding> {
        self.findings.get(id.0 as usize)
    }

    /// All findings with their ids.
    pub fn findings(&self) -> impl ExactSizeIterator<Item = (FindingId, &Finding)> {
        self.findings.iter().enumerate().map(|(i, f)| (FindingId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// The check of a finding.
    pub fn check(&self, finding: &Finding) -> &'static Check {
        registry().get(finding.check)
    }

    /// The resource of a finding. Findings are made from the same estate, so there always is one.
    pub fn resource(&self, finding: &Finding) -> &Resource {
        &self.estate.resources()[finding.resource.0 as usize]
    }

    /// The scope column of a finding.
    pub fn scope(&self, finding: &Finding) -> ScopeId {
        self.scope_of_resource[finding.resource.0 as usize]
    }

    /// What a finding counts as.
    pub fn standing(&self, id: FindingId) -> Standing {
        self.finding(id).map_or(Standing::Unknown, |f| standing(f, &self.excused, id))
    }

    /// Whether a waiver in force covers the finding, failing or unknown.
    pub fn is_excused(&self, id: FindingId) -> bool {
        self.excused.contains_key(&id)
    }

    /// The waiver recorded for a finding, in force or not.
    pub fn waiver(&self, id: FindingId) -> Option<&Waiver> {
        self.waived.get(&id).and_then(|w| self.waivers.get(w.0 as usize))
    }

    /// The position of the waiver recorded for a finding.
    pub fn waiver_id(&self, id: FindingId) -> Option<WaiverId> {
        self.waived.get(&id).copied()
    }

    /// Counts of an objective in one scope.
    pub fn cell(&self, objective: ObjectiveId, scope: ScopeId) -> Counts {
        self.tally.cell(objective, scope)
    }

    /// Native verdicts of an objective in one scope, and how many of them disagree with our own.
    pub fn native_cell(&self, objective: ObjectiveId, scope: ScopeId) -> (Counts, u32) {
        self.native_tally.cell(objective, scope)
    }

    /// Native verdicts on a resource.
    pub fn natives_of(&self, resource: ResourceId) -> &[NativeVerdict] {
        let first = self.natives.partition_point(|n| n.resource < resource);
        let after = self.natives.partition_point(|n| n.resource <= resource);
        &self.natives[first..after]
    }

    /// Whether other scanners said anything.
    pub fn has_imports(&self) -> bool {
        self.sources.iter().any(|s| s.kind == SourceKind::Import)
    }

    /// What other scanners say of the same test of the same resource.
    pub fn also_said(&self, id: FindingId) -> impl Iterator<Item = &NativeVerdict> {
        let resource = self.finding(id).map(|f| f.resource);
        let said = resource.map(|r| self.natives_of(r)).unwrap_or_default();
        said.iter().filter(move |n| n.merged() == Some(id))
    }

    /// The native verdict that contradicts a finding, where there is one.
    pub fn contradiction(&self, finding: FindingId) -> Option<&NativeVerdict> {
        let found = self.disagreements.iter().find(|d| d.finding == finding)?;
        self.natives.get(found.native.0 as usize)
    }

    /// The safeguard's entry.
    pub fn safeguard(&self, id: SafeguardId) -> &SafeguardPosture {
        &self.safeguards[id.index()]
    }

    /// Safeguards a check bears on through deciding edges, in the regulation's order.
    pub fn safeguards_of(check: &Check) -> Vec<&'static Safeguard> {
        let Some(objective) = objective(check.objective) else { return Vec::new() };
        let mut list: Vec<_> =
            objective.edges.iter().filter(|e| e.strength.decides()).map(|e| e.safeguard.get()).collect();
        list.sort_by_key(|s| s.id);
        list.dedup_by_key(|s| s.id);
        list
    }

    /// Where a person edits to change the verdict: the deciding setting's line where one is written, else the
    /// block that declares the resource.
    pub fn place(&self, finding: &Finding) -> Option<Span> {
        place(self.resource(finding), finding)
    }

    /// When the oldest reading was made that anything here rests on.
    pub fn oldest_evidence(&self) -> Timestamp {
        self.sources.iter().filter_map(|s| s.as_of).min().unwrap_or(self.as_of).min(self.as_of)
    }

    /// Whether every source was read whole.
    pub fn is_complete(&self) -> bool {
        self.sources.iter().all(SourceStatus::is_complete)
    }
}

/// See [`Posture::place`].
pub(crate) fn place(resource: &Resource, finding: &Finding) -> Option<Span> {
    if let Some(part) = finding.detail.part() {
        return Some(part);
    }
    let mut settings = finding.detail.by().filter_map(|key| resource.get(key));
    settings.find_map(crate::resource::Setting::span).or(resource.span)
}

fn standing(finding: &Finding, excused: &HashMap<FindingId, WaiverId>, id: FindingId) -> Standing {
    match finding.verdict {
        Verdict::Pass => Standing::Pass,
        Verdict::NotApplicable => Standing::NotApplicable,
        // a waiver excuses a failure; it does not measure what is unknown
        Verdict::Fail if excused.contains_key(&id) => Standing::Waived,
        Verdict::Fail => Standing::Fail,
        Verdict::Unknown => Standing::Unknown,
    }
}

fn distinct_scopes(estate: &Estate) -> (Vec<Arc<Scope>>, Vec<ScopeId>) {
    // resources of one place share their scope, so that few are compared by what they say
    let mut ids: crate::table::HashMap<*const Scope, ScopeId> = <_>::default();
    let mut scopes: Vec<Arc<Scope>> = Vec::new();
    for resource in estate.resources() {
        ids.entry(Arc::as_ptr(&resource.scope)).or_insert_with(|| {
            scopes.push(resource.scope.clone());
            ScopeId(0)
        });
    }
    scopes.sort();
    let mut distinct: Vec<Arc<Scope>> = Vec::with_capacity(scopes.len());
    for scope in scopes {
        let at = Arc::as_ptr(&scope);
        if distinct.last() != Some(&scope) {
            distinct.push(scope);
        }
        ids.insert(at, ScopeId(u32::try_from(distinct.len() - 1).unwrap_or(u32::MAX)));
    }
    let of_resource = estate.resources().iter().map(|r| ids[&Arc::as_ptr(&r.scope)]).collect();
    (distinct, of_resource)
}

/// All safeguards, for surfaces that list them beside a posture.
pub fn all_safeguards() -> &'static [Safeguard] {
    safeguards()
}
