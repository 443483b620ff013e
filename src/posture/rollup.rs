//! Counts, states and the headline interval.

use serde::Serialize;

use super::native::{NativeTally, NativeVerdict, Speaker};
use super::{ScopeId, Standing, objective_of};
use crate::check::{Finding, Verdict};
use crate::hipaa::{
    Evidence, ObjectiveId, SafeguardId, Strength, objectives as catalog, safeguards as regulation,
};
use crate::resource::Estate;

/// How many findings stand how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Failing without excuse.
    pub fail: u32,
    /// Not to be told.
    pub unknown: u32,
    /// Failing under a waiver in force.
    pub waived: u32,
    /// Passing.
    pub pass: u32,
    /// Without meaning for the resource.
    pub not_applicable: u32,
}

impl Counts {
    /// Adds one finding.
    pub fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Fail => self.fail += 1,
            Standing::Unknown => self.unknown += 1,
            Standing::Waived => self.waived += 1,
            Standing::Pass => self.pass += 1,
            Standing::NotApplicable => self.not_applicable += 1,
        }
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: Self) {
        self.fail += other.fail;
        self.unknown += other.unknown;
        self.waived += other.waived;
        self.pass += other.pass;
        self.not_applicable += other.not_applicable;
    }

    /// The sum with other counts.
    pub fn and(mut self, other: Self) -> Self {
        self.merge(other);
        self
    }

    /// All findings counted.
    pub const fn total(&self) -> u32 {
        self.fail + self.unknown + self.waived + self.pass + self.not_applicable
    }

    /// Findings that were decided: all but the unknown and the inapplicable.
    pub const fn decided(&self) -> u32 {
        self.fail + self.waived + self.pass
    }
}

/// Counts per objective and scope.
#[derive(Debug, Default)]
pub struct Tally {
    scopes: usize,
    cells: Vec<Counts>,
}

impl Tally {
    pub(super) fn count(
        findings: &[Finding],
        scope_of_resource: &[ScopeId],
        scopes: usize,
        standing: impl Fn(u32, &Finding) -> Standing,
    ) -> Self {
        let mut cells = vec![Counts::default(); scopes * catalog().len()];
        for (finding, i) in findings.iter().zip(0u32..) {
            let scope = scope_of_resource[finding.resource.0 as usize].0 as usize;
            cells[objective_of(finding.check).index() * scopes + scope].add(standing(i, finding));
        }
        Self { scopes, cells }
    }

    /// Of counts by objective, then by scope.
    pub(super) const fn of(scopes: usize, cells: Vec<Counts>) -> Self {
        Self { scopes, cells }
    }

    /// Counts of an objective in one scope.
    pub fn cell(&self, objective: ObjectiveId, scope: ScopeId) -> Counts {
        self.cells.get(objective.index() * self.scopes + scope.0 as usize).copied().unwrap_or_default()
    }

    fn row(&self, objective: ObjectiveId) -> Counts {
        let start = objective.index() * self.scopes;
        let mut sum = Counts::default();
        for counts in &self.cells[start..start + self.scopes] {
            sum.merge(*counts);
        }
        sum
    }
}

/// The state of a safeguard or of one objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// An unwaived check fails.
    Failing,
    /// A needed part is unknown, stale or missing.
    Unknown,
    /// Only people can say; nobody has.
    NeedsAttestation,
    /// Met but for failures under a waiver in force.
    MetWithException,
    /// Everything needed was measured and holds.
    Met,
}

impl State {
    /// All, worst first.
    pub const ALL: [Self; 5] =
        [Self::Failing, Self::Unknown, Self::NeedsAttestation, Self::MetWithException, Self::Met];

    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Unknown => "unknown",
            Self::NeedsAttestation => "needs_attestation",
            Self::MetWithException => "met_with_exception",
            Self::Met => "met",
        }
    }

    /// The words people read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Unknown => "unknown",
            Self::NeedsAttestation => "needs attestation",
            Self::MetWithException => "met with exception",
            Self::Met => "met",
        }
    }
}

/// An objective's state.
#[derive(Debug, Clone)]
pub struct ObjectivePosture {
    /// The objective.
    pub id: ObjectiveId,
    /// Its state, by our checks and the clouds' own services; unknown when nothing was measured.
    pub state: State,
    /// Its findings.
    pub counts: Counts,
    /// Native verdicts on it.
    pub native: Counts,
    /// How many of them disagree with our own.
    pub disagreements: u32,
}

/// A safeguard's state.
#[derive(Debug, Clone)]
pub struct SafeguardPosture {
    /// The safeguard.
    pub id: SafeguardId,
    /// Its state.
    pub state: State,
    /// Why it stands so, in one sentence.
    pub reason: String,
    /// Findings that reach it through deciding edges.
    pub counts: Counts,
    /// Native verdicts that reach it in the same way.
    pub native: Counts,
    /// How many of them disagree with our own.
    pub disagreements: u32,
    /// Objectives with deciding edges that were measured.
    pub measured: u32,
    /// Objectives with deciding edges.
    pub objectives: u32,
}

pub(super) fn objectives(tally: &Tally, natives: &NativeTally) -> Vec<ObjectivePosture> {
    catalog()
        .iter()
        .map(|objective| {
            let counts = tally.row(objective.index);
            let (native, disagreements) = natives.row(objective.index);
            let state = match counts.and(native) {
                Counts { fail: 1.., .. } => State::Failing,
                Counts { unknown: 1.., .. } => State::Unknown,
                Counts { waived: 1.., .. } => State::MetWithException,
                Counts { pass: 1.., .. } => State::Met,
                _ => State::Unknown,
            };
            ObjectivePosture { id: objective.index, state, counts, native, disagreements }
        })
        .collect()
}

/// What verdicts that are not ours are called, by who gave them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Others {
    one: &'static str,
    many: &'static str,
}

impl Others {
    pub(super) fn of(verdicts: &[NativeVerdict]) -> Self {
        let clouds = verdicts.iter().any(|v| matches!(v.speaker, Speaker::Cloud(_)));
        let scanners = verdicts.iter().any(|v| matches!(v.speaker, Speaker::Scanner(_)));
        match (clouds, scanners) {
            (true, true) => Self { one: "verdict of others", many: "verdicts of others" },
            (false, true) => Self { one: "finding of another scanner", many: "findings of other scanners" },
            _ => Self { one: "native verdict", many: "native verdicts" },
        }
    }
}

pub(super) fn safeguards(
    objectives: &[ObjectivePosture],
    incomplete: bool,
    others: Others,
) -> Vec<SafeguardPosture> {
    regulation()
        .iter()
        .map(|safeguard| {
            let edges: Vec<_> = safeguard.deciding_edges().collect();
            let (mut counts, mut native) = (Counts::default(), Counts::default());
            let mut disagreements = 0;
            let mut measured = 0;
            let mut missing = Vec::new();
            for edge in &edges {
                let objective = &objectives[edge.objective.index()];
                counts.merge(objective.counts);
                native.merge(objective.native);
                disagreements += objective.disagreements;
                let part = objective.counts.and(objective.native);
                if part.decided() > 0 {
                    measured += 1;
                } else if part.unknown == 0 && edge.strength == Strength::Satisfies {
                    missing.push(edge.objective.get().title);
                }
            }
            let (state, reason) = judge(&counts, &native, others, &missing, safeguard.evidence(), incomplete);
            SafeguardPosture {
                id: safeguard.id,
                state,
                reason,
                counts,
                native,
                disagreements,
                measured,
                objectives: u32::try_from(edges.len()).unwrap_or(u32::MAX),
            }
        })
        .collect()
}

/// The rule of honest verdicts, in its order: failing, unknown, needs attestation, met with exception, met.
fn judge(
    counts: &Counts,
    native: &Counts,
    others: Others,
    missing: &[&str],
    evidence: Evidence,
    incomplete: bool,
) -> (State, String) {
    if evidence == Evidence::Attestation {
        return (State::NeedsAttestation, "no configuration can show it; people must attest".to_owned());
    }
    let both = counts.and(*native);
    // ours first, then theirs; what is zero is not said
    let say = |ours: u32, theirs: u32, one: &str, many: &str, verb: &str, verbs: &str| {
        let mut said = Vec::new();
        if ours > 0 || theirs == 0 {
            said.push(plural(ours, one, many));
        }
        if theirs > 0 {
            let noun = if theirs == 1 { others.one } else { others.many };
            said.push(format!("{theirs} {noun} {}", if theirs == 1 { verb } else { verbs }));
        }
        said.join(", ")
    };
    if both.fail > 0 {
        return (
            State::Failing,
            say(counts.fail, native.fail, "check fails", "checks fail", "fails", "fail"),
        );
    }
    if both.unknown > 0 {
        let untold = ["check cannot be told", "checks cannot be told", "cannot be told", "cannot be told"];
        let [one, many, verb, verbs] = untold;
        return (State::Unknown, say(counts.unknown, native.unknown, one, many, verb, verbs));
    }
    if incomplete {
        return (State::Unknown, "a source could not be read whole".to_owned());
    }
    if let Some(first) = missing.first() {
        let more = missing.len() - 1;
        let tail = if more == 0 { String::new() } else { format!(" and {more} more") };
        return (State::Unknown, format!("nothing measured for: {first}{tail}"));
    }
    if evidence == Evidence::Mixed {
        return if both.decided() == 0 {
            (State::Unknown, "nothing measured".to_owned())
        } else {
            (State::NeedsAttestation, "configuration supports it; people must attest the rest".to_owned())
        };
    }
    if both.waived > 0 {
        let waived = plural(both.waived, "failure is under a waiver", "failures are under waivers");
        return (State::MetWithException, waived);
    }
    (State::Met, say(counts.pass, native.pass, "check passes", "checks pass", "passes", "pass"))
}

fn plural(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The headline: what is met for certain, and what could be met at most if every unknown turned out well.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Safeguards met, with or without exception.
    pub met: u32,
    /// Safeguards unknown.
    pub unknown: u32,
    /// All safeguards.
    pub total: u32,
    /// `met / total`, from 0 to 1.
    pub low: f64,
    /// `(met + unknown) / total`, from 0 to 1.
    pub high: f64,
}

impl Interval {
    pub(super) fn of(safeguards: &[SafeguardPosture]) -> Self {
        let count = |f: fn(State) -> bool| {
            u32::try_from(safeguards.iter().filter(|s| f(s.state)).count()).unwrap_or(u32::MAX)
        };
        let met = count(|s| matches!(s, State::Met | State::MetWithException));
        let unknown = count(|s| s == State::Unknown);
        let total = u32::try_from(safeguards.len()).unwrap_or(u32::MAX);
        let share = |n: u32| if total == 0 { 0.0 } else { f64::from(n) / f64::from(total) };
        Self { met, unknown, total, low: share(met), high: share(met + unknown) }
    }
}

/// How much was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Safeguards with at least one decided finding.
    pub safeguards_measured: u32,
    /// Safeguards that checks can bear on at all.
    pub safeguards_measurable: u32,
    /// Findings with a pass or a failure.
    pub findings_decided: u32,
    /// All findings that apply.
    pub findings_total: u32,
    /// Resources with at least one decided finding.
    pub resources_decided: u32,
    /// All resources understood.
    pub resources_total: u32,
}

impl Coverage {
    pub(super) fn of(safeguards: &[SafeguardPosture], findings: &[Finding], estate: &Estate) -> Self {
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut decided = vec![false; estate.len()];
        let (mut findings_decided, mut findings_total) = (0, 0);
        for finding in findings {
            if finding.verdict != Verdict::NotApplicable {
                findings_total += 1;
            }
            if matches!(finding.verdict, Verdict::Pass | Verdict::Fail) {
                findings_decided += 1;
                decided[finding.resource.0 as usize] = true;
            }
        }
        Self {
            safeguards_measured: size(safeguards.iter().filter(|s| s.measured > 0).count()),
            safeguards_measurable: size(safeguards.iter().filter(|s| s.objectives > 0).count()),
            findings_decided,
            findings_total,
            resources_decided: size(decided.iter().filter(|d| **d).count()),
            resources_total: size(estate.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(fail: u32, unknown: u32, waived: u32, pass: u32) -> Counts {
        Counts { fail, unknown, waived, pass, not_applicable: 0 }
    }

    fn state(c: Counts, missing: &[&str], automated: bool, incomplete: bool) -> State {
        let evidence = if automated { Evidence::Automated } else { Evidence::Mixed };
        judge(&c, &Counts::default(), Others::of(&[]), missing, evidence, incomplete).0
    }

    #[test]
    fn a_native_failure_is_a_failure_and_both_are_told() {
        let both =
            judge(&counts(2, 0, 0, 9), &counts(1, 0, 0, 4), Others::of(&[]), &[], Evidence::Automated, false);
        assert_eq!(both, (State::Failing, "2 checks fail, 1 native verdict fails".to_owned()));
        let theirs =
            judge(&counts(0, 0, 0, 9), &counts(3, 0, 0, 0), Others::of(&[]), &[], Evidence::Automated, false);
        assert_eq!(theirs, (State::Failing, "3 native verdicts fail".to_owned()));
        let open =
            judge(&counts(0, 0, 0, 9), &counts(0, 1, 0, 9), Others::of(&[]), &[], Evidence::Automated, false);
        assert_eq!(open, (State::Unknown, "1 native verdict cannot be told".to_owned()));
    }

    #[test]
    fn failing_comes_before_all() {
        assert_eq!(state(counts(1, 5, 5, 5), &["x"], true, true), State::Failing);
    }

    #[test]
    fn nothing_unmeasured_is_green() {
        assert_eq!(state(counts(0, 1, 0, 9), &[], true, false), State::Unknown);
        assert_eq!(state(counts(0, 0, 0, 9), &[], true, true), State::Unknown, "a source failed");
        assert_eq!(state(counts(0, 0, 0, 9), &["Backups"], true, false), State::Unknown, "a part is missing");
        assert_eq!(state(counts(0, 0, 0, 0), &[], false, false), State::Unknown);
    }

    #[test]
    fn support_alone_never_meets() {
        assert_eq!(state(counts(0, 0, 0, 9), &[], false, false), State::NeedsAttestation);
    }

    #[test]
    fn waived_failures_show() {
        assert_eq!(state(counts(0, 0, 1, 9), &[], true, false), State::MetWithException);
        assert_eq!(state(counts(0, 0, 0, 9), &[], true, false), State::Met);
    }

    #[test]
    fn the_interval_is_never_full_while_something_is_unknown() {
        let entry = |state| SafeguardPosture {
            id: regulation()[0].id,
            state,
            reason: String::new(),
            counts: Counts::default(),
            native: Counts::default(),
            disagreements: 0,
            measured: 0,
            objectives: 0,
        };
        let all: Vec<_> = State::ALL.map(entry).into();
        let interval = Interval::of(&all);
        assert_eq!((interval.met, interval.unknown, interval.total), (2, 1, 5));
        assert!((interval.low - 0.4).abs() < 1e-9 && (interval.high - 0.6).abs() < 1e-9);
    }
}
