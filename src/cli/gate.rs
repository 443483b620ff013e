//! The gate: what makes a scan fail.

use crate::check::Severity;
use crate::error::Exit;
use crate::posture::{Comparison, Posture, Standing};
use crate::report::Selection;

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

/// The verdict of the gate on the findings selected. With a comparison only what is new counts.
pub(super) fn judge(
    posture: &Posture,
    selection: &Selection,
    fail_on: FailOn,
    comparison: Option<&Comparison>,
) -> Exit {
    let failed = posture
        .findings()
        .filter(|(_, f)| selection.takes(f))
        .filter(|(id, _)| comparison.is_none_or(|c| c.new.contains(id)))
        .filter(|(id, _)| !posture.is_excused(*id))
        .any(|(id, f)| fail_on.fails(posture.standing(id), posture.check(f).severity));
    if failed {
        Exit::GateFailed
    } else if posture.is_complete() {
        Exit::Passed
    } else {
        Exit::Incomplete
    }
}
