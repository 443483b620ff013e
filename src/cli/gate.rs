//! The gate: what makes a scan fail.

use crate::check::Severity;
use crate::error::Exit;
use crate::posture::{Comparison, NativeId, NativeVerdict, Posture, SourceKind, Standing};
use crate::report::Selection;
use crate::resource::{Datum, Key, Resource, Setting};
use crate::source::terraform_plan::Action;

/// What fails the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum FailOn {
    /// Any failure.
    #[default]
    Low,
    /// Failures of medium severity or above.
    Medium,
    /// Failures of high severity or above.
    High,
    /// Critical failures.
    Critical,
    /// Any failure, and anything that cannot be told.
    Unknown,
    /// Nothing.
    Never,
}

impl FailOn {
    fn fails(self, standing: Standing, severity: Severity) -> bool {
        let least = match self {
            Self::Never => return false,
            Self::Unknown => return matches!(standing, Standing::Fail | Standing::Unknown),
            Self::Low => Severity::Low,
            Self::Medium => Severity::Medium,
            Self::High => Severity::High,
            Self::Critical => Severity::Critical,
        };
        standing == Standing::Fail && severity >= least
    }
}

/// Which findings count.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts<'a> {
    /// Only what is new.
    pub(super) comparison: Option<&'a Comparison>,
    /// Only what a plan creates, updates or replaces.
    pub(super) changed_only: bool,
}

/// Whether a plan said what it does with anything.
pub(super) fn has_plan(posture: &Posture) -> bool {
    posture.sources.iter().any(|s| s.kind == SourceKind::TerraformPlan && s.files_read > 0)
}

fn is_changed(resource: &Resource) -> bool {
    let change = resource.get(Key::PlannedChange).and_then(Setting::datum);
    [Action::Create, Action::Update, Action::Replace].iter().any(|a| change == Some(&Datum::from(a.id())))
}

/// The verdict of the gate on the findings selected.
pub(super) fn judge(posture: &Posture, selection: &Selection, fail_on: FailOn, counts: Counts<'_>) -> Exit {
    let failed = posture
        .findings()
        .filter(|(_, f)| selection.takes(f))
        .filter(|(id, _)| counts.comparison.is_none_or(|c| c.new.contains(id)))
        .filter(|(_, f)| !counts.changed_only || is_changed(posture.resource(f)))
        .filter(|(id, _)| !posture.is_excused(*id))
        .any(|(id, f)| fail_on.fails(posture.standing(id), posture.check(f).severity));
    // what another scanner fails and we do not is a failure too, of the severity that it gives
    let counted = posture.natives.iter().zip((0u32..).map(NativeId)).filter(|(v, id)| {
        v.counts()
            && selection.takes_imported(v)
            && counts.comparison.is_none_or(|c| c.new_imported.contains(id))
            && (!counts.changed_only || posture.estate.get(v.resource).is_some_and(is_changed))
    });
    exit(posture, failed || counted.into_iter().any(|(v, _)| fails(v, fail_on)))
}

/// The verdict of the gate on what other scanners say alone.
pub(super) fn judge_imported(posture: &Posture, selection: &Selection, fail_on: FailOn) -> Exit {
    let mut taken = posture.natives.iter().filter(|v| selection.takes_imported(v));
    exit(posture, taken.any(|v| fails(v, fail_on) && v.merged().is_none_or(|id| !posture.is_excused(id))))
}

fn fails(verdict: &NativeVerdict, fail_on: FailOn) -> bool {
    verdict.imported.as_ref().is_some_and(|f| fail_on.fails(verdict.standing, f.severity))
}

fn exit(posture: &Posture, failed: bool) -> Exit {
    if failed {
        Exit::GateFailed
    } else if posture.is_complete() {
        Exit::Passed
    } else {
        Exit::Incomplete
    }
}
