//! What may be typed next in a filter: fields, and the values that stand in this estate.

use std::collections::BTreeSet;

use crate::check::{Severity, Tool, registry};
use crate::hipaa::{objectives, safeguards};
use crate::posture::{Standing, State};

use super::columns::owner;
use super::group::GroupBy;
use super::query::{Field, quoted, scope_text};
use super::rows::Base;
use super::snapshot::Snapshot;

/// Resources looked at for values that only they know: enough to find what stands often, quick enough to type on.
const LOOKED_AT: usize = 20_000;

/// Most that is offered.
const MOST: usize = 40;

/// What may stand in place of the word at the caret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Completion {
    /// Where the word begins.
    pub(crate) start: usize,
    /// Whole words, the best first.
    pub(crate) words: Vec<String>,
    /// The one that was put in, while Tab goes through them.
    pub(crate) chosen: Option<usize>,
}

impl Completion {
    /// What may be typed at the end of a text. `base` is the table that is filtered; nothing for the matrix.
    pub(crate) fn of(snapshot: Option<&Snapshot>, base: Option<Base>, before: &str) -> Self {
        let start = word_start(before);
        let typed = &before[start..];
        let sign = if typed.starts_with(['!', '-']) { &typed[..1] } else { "" };
        let word = &typed[sign.len()..];
        let words = match word.split_once(':') {
            None => fields(base).into_iter().filter(|f| f.starts_with(&word.to_lowercase())).collect(),
            Some((field, value)) => values(snapshot, base, field, value),
        };
        let words: Vec<String> =
            words.into_iter().map(|w| format!("{sign}{w}")).filter(|w| w != typed).take(MOST).collect();
        Self { start, words, chosen: None }
    }
}

fn word_start(text: &str) -> usize {
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

/// The fields that mean something for a table, each with its colon.
fn fields(base: Option<Base>) -> Vec<String> {
    use Field as F;
    const FINDINGS: &[Field] = &[
        F::Status,
        F::Severity,
        F::Provider,
        F::Account,
        F::Region,
        F::Environment,
        F::Kind,
        F::Check,
        F::Objective,
        F::Safeguard,
        F::Module,
        F::Owner,
        F::Path,
        F::Waived,
        F::Source,
        F::Tool,
        F::Address,
        F::Type,
        F::Tag,
        F::Root,
        F::Side,
    ];
    let list: &[Field] = match base {
        None => &[
            F::Status,
            F::Safeguard,
            F::Objective,
            F::Check,
            F::Provider,
            F::Account,
            F::Region,
            F::Environment,
            F::Side,
            F::Root,
        ],
        Some(Base::Waivers) => &[F::Status, F::Check, F::Path],
        Some(Base::Objectives) => &[F::Status, F::Objective, F::Safeguard],
        Some(_) => FINDINGS,
    };
    let mut words: Vec<String> = list.iter().map(|f| format!("{}:", f.word())).collect();
    if base.is_some_and(|b| GroupBy::ALL.iter().any(|g| g.groups(b))) {
        words.push("group:".to_owned());
    }
    words
}

fn values(snapshot: Option<&Snapshot>, base: Option<Base>, field: &str, value: &str) -> Vec<String> {
    let lower = field.to_lowercase();
    if lower == "group" {
        let ours = GroupBy::ALL.iter().filter(|g| base.is_some_and(|b| g.groups(b)));
        return starting(ours.map(|g| g.id().to_owned()), "group:", "", value);
    }
    let Some((field, _)) = Field::NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())) else {
        return Vec::new();
    };
    let sign = [">=", "<=", ">", "<", "="].into_iter().find(|s| value.starts_with(s)).unwrap_or("");
    let typed = &value[sign.len()..];
    let prefix = format!("{lower}:");
    starting(known(snapshot, base, *field), &prefix, sign, typed)
}

/// Values that begin with, then values that hold, what is typed.
fn starting(all: impl IntoIterator<Item = String>, prefix: &str, sign: &str, typed: &str) -> Vec<String> {
    let typed = typed.trim_matches('"').to_lowercase();
    let all: Vec<String> = all.into_iter().collect();
    let begins = |v: &&String| v.to_lowercase().starts_with(&typed);
    let holds = |v: &&String| !begins(v) && v.to_lowercase().contains(&typed);
    let found = all.iter().filter(begins).chain(all.iter().filter(holds));
    found.map(|v| format!("{prefix}{sign}{}", quoted(v))).collect()
}

fn known(snapshot: Option<&Snapshot>, base: Option<Base>, field: Field) -> Vec<String> {
    let owned = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    match field {
        Field::Status => match base {
            None | Some(Base::Objectives) => {
                let mut list: Vec<String> = State::ALL.iter().map(|s| s.id().to_owned()).collect();
                list.push("fail".to_owned());
                list
            }
            Some(Base::Waivers) => owned(&["in force", "expired", "unused"]),
            Some(Base::Drift) => owned(&["weaker", "stronger", "neutral", "unknown", "unmanaged"]),
            _ => Standing::ALL.iter().map(|s| s.id().to_owned()).collect(),
        },
        Field::Severity => Severity::ALL.iter().rev().map(|s| s.id().to_owned()).collect(),
        Field::Check => registry().checks().map(|(_, c)| c.id.to_owned()).collect(),
        Field::Objective => objectives().iter().map(|o| o.id.to_owned()).collect(),
        Field::Safeguard => safeguards().iter().map(|s| s.citation.to_owned()).collect(),
        Field::Tool => Tool::ALL.iter().map(|t| t.id().to_owned()).collect(),
        Field::Waived => owned(&["yes", "no"]),
        Field::Source => {
            let Some(snapshot) = snapshot else { return Vec::new() };
            let posture = &*snapshot.posture;
            distinct(snapshot, |r| super::columns::source_word(posture, r).to_owned())
        }
        Field::Kind => distinct_of(snapshot, |r| r.kind.id()),
        Field::Type => distinct_of(snapshot, |r| r.type_name()),
        Field::Module => distinct_of(snapshot, |r| if r.module.is_empty() { "root" } else { &r.module }),
        Field::Owner => distinct_of(snapshot, |r| match owner(r) {
            "" => "none",
            named => named,
        }),
        Field::Path => {
            let Some(snapshot) = snapshot else { return Vec::new() };
            snapshot.posture.files.iter().take(LOOKED_AT).map(|(_, f)| f.path.to_string()).collect()
        }
        _ if field.is_scope() => {
            let Some(snapshot) = snapshot else { return Vec::new() };
            let scopes = snapshot.posture.scopes.iter().map(|s| scope_text(field, s).to_owned());
            scopes.collect::<BTreeSet<_>>().into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn distinct_of(
    snapshot: Option<&Snapshot>,
    of: impl for<'r> Fn(&'r crate::resource::Resource) -> &'r str,
) -> Vec<String> {
    snapshot.map(|s| distinct(s, |r| of(r).to_owned())).unwrap_or_default()
}

fn distinct(snapshot: &Snapshot, of: impl Fn(&crate::resource::Resource) -> String) -> Vec<String> {
    let resources = snapshot.posture.estate.resources().iter().take(LOOKED_AT);
    resources.map(of).filter(|s| !s.is_empty()).collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(text: &str) -> Vec<String> {
        Completion::of(None, Some(Base::Findings), text).words
    }

    #[test]
    fn fields_then_their_values_are_offered() {
        assert_eq!(offered("st"), ["status:"]);
        assert_eq!(offered("status:fail s"), ["status:", "sev:", "safeguard:", "source:", "side:"]);
        assert_eq!(offered("!sev:>=h"), ["!sev:>=high"]);
        assert_eq!(offered("status:w"), ["status:waived", "status:unknown"]);
        assert!(offered("safeguard:312").iter().all(|w| w.starts_with("safeguard:164.312")));
        assert_eq!(offered("group:ow"), ["group:owner"]);
        assert!(offered("bogus:x").is_empty());
    }
}
