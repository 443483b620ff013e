//! A posture against an earlier one: what is new, what is gone, what got worse.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{FindingId, Posture, fingerprint};
use crate::check::Verdict;

/// Findings of an earlier run, read from its JSON report.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    verdicts: HashMap<String, Verdict>,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is not JSON, or not of the report's shape.
    #[error("not a JSON report of steth: {0}")]
    Shape(#[from] serde_json::Error),
    /// It is a report of another schema.
    #[error("schema is {0:?}, expected \"steth.scan/1\"")]
    Schema(String),
}

/// What changed since the baseline.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// Failing or unknown now, and neither failing nor unknown then.
    pub new: HashSet<FindingId>,
    /// Failing or unknown in both.
    pub known: HashSet<FindingId>,
    /// Fingerprints that failed then and are not failing now.
    pub resolved: Vec<String>,
}

impl Baseline {
    /// Reads a report written with `--format json`.
    pub fn parse(json: &str) -> Result<Self, BaselineError> {
        #[derive(Deserialize)]
        struct Report {
            schema: String,
            findings: Vec<Entry>,
        }
        #[derive(Deserialize)]
        struct Entry {
            fingerprint: String,
            verdict: Verdict,
        }
        let report: Report = serde_json::from_str(json)?;
        if report.schema != "steth.scan/1" {
            return Err(BaselineError::Schema(report.schema));
        }
        Ok(Self { verdicts: report.findings.into_iter().map(|e| (e.fingerprint, e.verdict)).collect() })
    }

    /// Compares. A finding that was failing and is now unknown is known, not new; one that passed and is now
    /// unknown is new.
    pub fn compare(&self, posture: &Posture) -> Comparison {
        let mut comparison = Comparison::default();
        let mut still = HashSet::new();
        for (id, finding) in posture.findings() {
            let print = fingerprint(posture.check(finding), posture.resource(finding));
            let bad = |v: Verdict| matches!(v, Verdict::Fail | Verdict::Unknown);
            if bad(finding.verdict) {
                // an unknown that becomes a failure is news: it was never accepted as one
                let known = match self.verdicts.get(&print) {
                    Some(Verdict::Fail) => true,
                    Some(Verdict::Unknown) => finding.verdict == Verdict::Unknown,
                    _ => false,
                };
                if known {
                    comparison.known.insert(id)
                } else {
                    comparison.new.insert(id)
                };
            }
            if finding.verdict == Verdict::Fail {
                still.insert(print);
            }
        }
        comparison.resolved = self
            .verdicts
            .iter()
            .filter(|(print, verdict)| **verdict == Verdict::Fail && !still.contains(*print))
            .map(|(print, _)| print.clone())
            .collect();
        comparison.resolved.sort();
        comparison
    }
}
