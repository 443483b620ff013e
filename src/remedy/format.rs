//! Formats other than Terraform. Remedies are written once, as edits of Terraform arguments; a format says what such
//! an edit is in its own words, and how a file of its is changed.
//!
//! To add one: implement [`Format`] in a file of its own and name it in [`FORMATS`]. Files in YAML or JSON need no
//! more than [`Format::speaks`] and [`Format::changes`].

use serde_json::Value as Json;

use super::{azure, cloudformation, dockerfile, document, manifest};
use crate::check::{Edit, Instruction, On};
use crate::native::Span;
use crate::resource::Resource;

/// A change of a resource in the words of its format. Paths lead from the resource's own map, with dots between names;
/// `[]` behind a name is the only element of a list: `Properties.Rules[].Status`.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// Gives a property a value; nothing where only the author knows which.
    Set(String, Option<Json>),
    /// Takes a property away.
    Remove(String),
    /// Gives a property a value in some places, or takes it away there; `[*]` stands for every element of a list.
    Where(String, Option<Json>, On),
    /// Changes instructions of a Dockerfile.
    Instruction(Instruction),
}

/// How a format writes what remedies say in Terraform's arguments.
pub(super) trait Format: Sync {
    /// Whether the resource was read from this format.
    fn speaks(&self, resource: &Resource) -> bool;

    /// What an edit is in this format; nothing where it has no words for it.
    fn changes(&self, resource: &Resource, edit: &Edit) -> Option<Vec<Change>>;

    /// Whether the steps of remedies are in the words of this format already.
    fn in_its_words(&self) -> bool {
        false
    }

    /// The text with a change of the resource at `place`; nothing where no rule can make it.
    fn apply(&self, text: &str, place: Span, change: &Change) -> Option<String> {
        document::apply(text, place, change)
    }
}

// One on each line, so that formats land without conflicts.
#[rustfmt::skip]
static FORMATS: &[&dyn Format] = &[
    &cloudformation::CloudFormation,
    &azure::Azure,
    &manifest::Manifest,
    &manifest::Compose,
    &dockerfile::Dockerfile,
];

/// The format a resource was read from; nothing for Terraform.
pub(super) fn of(resource: &Resource) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.speaks(resource))
}

/// All changes of a remedy; nothing when one of its edits has no words in the format.
pub(super) fn changes(format: &dyn Format, resource: &Resource, edits: &[Edit]) -> Option<Vec<Change>> {
    let all: Option<Vec<Vec<Change>>> = edits.iter().map(|edit| format.changes(resource, edit)).collect();
    all.map(|all| all.concat()).filter(|all| !all.is_empty())
}

/// The changes as sentences.
pub(super) fn words(changes: &[Change]) -> String {
    let sentences = changes.iter().map(|change| match change {
        Change::Set(path, Some(value)) => {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("Set {path} to {value}.")
        }
        Change::Set(path, None) => format!("Set {path}."),
        Change::Where(path, Some(value), _) => format!("Set {path} to {value}."),
        Change::Instruction(_) => String::new(),
        Change::Remove(path) | Change::Where(path, None, _) => format!("Remove {path}."),
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// The value of an edit where it is a literal.
pub(super) fn literal(value: &str) -> Option<Json> {
    serde_json::from_str(value).ok()
}
