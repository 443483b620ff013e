//! Labels that say what a resource holds, whose it is and what it is for.

use super::holdings::HOLDINGS;
use crate::check::{Check, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Maybe, Truth};

const CLASSIFICATION: &[&str] = &[
    "dataclassification",
    "dataclass",
    "classification",
    "sensitivity",
    "datasensitivity",
    "confidentiality",
    "phi",
    "ephi",
    "containsphi",
    "hasphi",
    "datatype",
];
const OWNER: &[&str] = &[
    "owner",
    "owners",
    "owneremail",
    "ownerteam",
    "ownedby",
    "serviceowner",
    "dataowner",
    "team",
    "contact",
];
const ENVIRONMENT: &[&str] = &["environment", "env", "stage", "deploymentenvironment"];

pub(super) static CHECKS: &[Check] = &[
    tag(
        "data-classification-tag",
        "Resource says what class of data it holds",
        "A risk analysis starts with knowing what holds health information. A classification tag says so where the \
         resource is, and lets backup, access and alerts follow from it.",
        |s| labelled(s, CLASSIFICATION),
    ),
    tag(
        "owner-tag",
        "Resource says whose it is",
        "When a resource with health information leaks, somebody has to answer at once. An owner tag says who, without \
         a search.",
        |s| labelled(s, OWNER),
    ),
    tag(
        "environment-tag",
        "Resource says which environment it belongs to",
        "Health information belongs in production alone. A tag shows at a glance where it has been copied to a test \
         environment.",
        |s| labelled(s, ENVIRONMENT),
    ),
];

static REMEDIES: &[Remedy] = &[Remedy {
    types: HOLDINGS,
    steps: "Add the tag to the resource (labels on Google Cloud), or once for all of them in default_tags \
            (default_labels) of the provider configuration.",
    terraform: &[],
    command: "",
    risk: "",
}];

const fn tag(
    id: &'static str,
    title: &'static str,
    rationale: &'static str,
    test: fn(&Subject<'_>) -> Outcome,
) -> Check {
    Check {
        id,
        objective: "resource-tagging",
        title,
        severity: Severity::Low,
        kind: Kind::Any,
        types: HOLDINGS,
        rationale,
        reads: &[Key::Tags],
        test,
        aliases: &[],
        remedies: REMEDIES,
    }
}

/// A tag of one of the names is written and not empty.
fn labelled(s: &Subject<'_>, names: &[&str]) -> Outcome {
    s.ask(Key::Tags, |datum| match datum {
        Datum::Map(entries) => Truth::any(entries.iter(), |(name, value)| {
            if !names.iter().any(|wanted| reads(name, wanted)) {
                return Truth::False;
            }
            match value {
                Maybe::Known(text) => (!text.trim().is_empty()).into(),
                // the tag is there; its value is settled elsewhere
                Maybe::Unknown(_) => Truth::True,
            }
        }),
        _ => Truth::False,
    })
}

/// Whether the last part of a name without its punctuation is `wanted`: `acme:Data-Classification` reads
/// `dataclassification`.
fn reads(name: &str, wanted: &str) -> bool {
    let last = name.rsplit([':', '/']).next().unwrap_or(name);
    last.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).eq(wanted.chars())
}

#[cfg(test)]
mod tests {
    use super::reads;

    #[test]
    fn names_are_compared_without_prefix_and_punctuation() {
        for name in [
            "DataClassification",
            "data-classification",
            "acme:data_classification",
            "acme.org/Data Classification",
        ] {
            assert!(reads(name, "dataclassification"), "{name}");
        }
    }
}
