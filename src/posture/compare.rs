//! A posture against an earlier one: what is new, what is gone, what got worse.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{FindingId, NativeId, Posture, fingerprint, imported_fingerprint};
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
    /// Failing or unknown now in another scanner's words, and neither then.
    pub new_imported: HashSet<NativeId>,
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
            #[serde(default)]
            imported_findings: Vec<Entry>,
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
        let all = report.findings.into_iter().chain(report.imported_findings);
        Ok(Self { verdicts: all.map(|e| (e.fingerprint, e.verdict)).collect() })
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
        for (verdict, id) in posture.natives.iter().zip((0u32..).map(NativeId)) {
            let Some(resource) = posture.estate.get(verdict.resource) else { continue };
            let bad = matches!(verdict.verdict, Verdict::Fail | Verdict::Unknown);
            if verdict.imported.is_none() || !bad {
                continue;
            }
            let print = imported_fingerprint(verdict, resource);
            let known = match self.verdicts.get(&print) {
                Some(Verdict::Fail) => true,
                Some(Verdict::Unknown) => verdict.verdict == Verdict::Unknown,
                _ => false,
            };
            if !known {
                comparison.new_imported.insert(id);
            }
            if verdict.verdict == Verdict::Fail {
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
