//! What a log says of the rules: the checks, their severities, and the regulation as a taxonomy.

use serde_json::{Value, json};

use crate::check::{Check, Severity};
use crate::hipaa::safeguards;
use crate::posture::Posture;

/// GitHub shows this many tags of a rule.
const GITHUB_TAGS: usize = 10;
/// Identity of the taxonomy, the same in every report.
const TAXONOMY_GUID: &str = "7c1d2f0e-6f63-5d39-9a54-0f3c1e5b8a61";
const TAXONOMY: &str = "HIPAA Security Rule";

pub(super) fn taxonomy_reference() -> Value {
    json!({ "name": TAXONOMY, "index": 0, "guid": TAXONOMY_GUID })
}

pub(super) fn taxonomies() -> Value {
    let taxa: Vec<Value> = safeguards()
        .iter()
        .map(|s| {
            json!({
                "id": s.citation,
                "name": s.title,
                "shortDescription": { "text": s.title },
                "fullDescription": { "text": s.text },
            })
        })
        .collect();
    json!([{
        "name": TAXONOMY,
        "guid": TAXONOMY_GUID,
        "version": "2013",
        "organization": "U.S. Department of Health and Human Services",
        "shortDescription": { "text": "45 CFR Part 164 Subpart C" },
        "isComprehensive": true,
        "taxa": taxa,
    }])
}

pub(super) fn rule(check: &Check, full: bool) -> Value {
    let cited = Posture::safeguards_of(check);
    let mut tags = vec!["security".to_owned(), "hipaa".to_owned(), check.objective.to_owned()];
    tags.extend(cited.iter().map(|s| s.citation.to_owned()));
    tags.truncate(GITHUB_TAGS);
    let mut help = check.rationale.to_owned();
    for remedy in check.remedies {
        help.push_str("\n\n");
        help.push_str(remedy.steps);
    }
    let mut rule = json!({
        "id": check.id,
        "name": check.title,
        "shortDescription": { "text": check.title },
        "fullDescription": { "text": check.rationale },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": level(check.severity) },
        "properties": {
            "tags": tags,
            "precision": "high",
            "problem.severity": problem(check.severity),
            "security-severity": security_severity(check.severity),
        },
    });
    if full {
        let relationships: Vec<Value> = cited
            .iter()
            .map(|s| {
                json!({
                    "target": {
                        "id": s.citation,
                        "index": s.id.index(),
                        "toolComponent": taxonomy_reference(),
                    },
                    "kinds": ["relevant"],
                })
            })
            .collect();
        rule["relationships"] = relationships.into();
    }
    rule
}

pub(super) const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

const fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "recommendation",
    }
}

/// A number above 0.0 to 10.0 as GitHub reads it: over 9.0 critical, from 7.0 high, from 4.0 medium.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
    }
}
