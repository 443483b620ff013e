//! Rows put together by what they have in common: a row for each root cause, module, owner and so on.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::check::registry;
use crate::hipaa::safeguards;
use crate::posture::{Counts, Posture, Standing};
use crate::resource::{Resource, ResourceId};

use crate::tui::place::{Place, Root};

use super::columns::owner;
use super::query::{Field, quoted, scope_text};
use super::rows::{Base, Sort, cause_place};
use super::snapshot::{Snapshot, name};

macro_rules! groupings {
    ($($by:ident $id:literal $key:literal $words:literal;)*) => {
        /// What rows are put together by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum GroupBy {
            $($by,)*
        }

        impl GroupBy {
            /// Every one, in the order of the menu.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$by,)*];

            /// The word of the filter: `group:owner`.
            pub(crate) const fn id(self) -> &'static str {
                match self { $(Self::$by => $id,)* }
            }

            /// The letter of the menu.
            pub(crate) const fn key(self) -> char {
                match self { $(Self::$by => $key,)* }
            }

            /// The words of the menu.
            pub(crate) const fn words(self) -> &'static str {
                match self { $(Self::$by => $words,)* }
            }
        }
    };
}

groupings! {
    Cause "cause" 'c' "root cause: the line that decides";
    Module "module" 'm' "module";
    Owner "owner" 'o' "owner, by the tags owner, team, squad, maintainer or contact";
    Check "check" 'k' "check";
    Resource "resource" 'r' "resource";
    Safeguard "safeguard" 's' "safeguard";
    Path "path" 'p' "file";
    Account "account" 'a' "account or root module";
    Kind "kind" 'i' "kind of resource";
    Severity "severity" 'v' "severity";
    Region "region" 'g' "region";
    Environment "env" 'e' "environment";
    Provider "provider" 'd' "provider";
}

impl GroupBy {
    /// Whether rows of a base can be put together by it.
    pub(crate) const fn groups(self, base: Base) -> bool {
        match base {
            Base::Findings | Base::Objective(_) => true,
            Base::Resources => {
                !matches!(self, Self::Cause | Self::Check | Self::Resource | Self::Safeguard | Self::Severity)
            }
            _ => false,
        }
    }
}

/// Rows that have something in common.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) label: String,
    pub(crate) counts: Counts,
    /// What asks for the rows of the group alone.
    pub(crate) leads: Leads,
}

/// Where a group leads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Leads {
    /// The same list with these terms.
    Terms(String),
    /// Another place.
    Place(Box<Place>),
}

#[derive(PartialEq, Eq, Hash)]
enum Id<'s> {
    Number(u32),
    Text(&'s str),
}

/// The groups of rows: those with most failures first, or by name.
pub(crate) fn group<'s>(
    snapshot: &'s Snapshot,
    base: Base,
    by: GroupBy,
    rows: &[u32],
    sort: Sort,
) -> Vec<Group> {
    let causes = if by == GroupBy::Cause { causes(snapshot) } else { HashMap::new() };
    let mut found: HashMap<Id<'s>, (Counts, u32)> = HashMap::new();
    for row in rows {
        for id in ids(snapshot, base, by, *row, &causes) {
            let (counts, _) = found.entry(id).or_insert((Counts::default(), *row));
            tally(counts, snapshot, base, *row);
        }
    }
    let mut groups: Vec<Group> = found
        .into_iter()
        .map(|(id, (counts, first))| {
            let (label, leads) = words(snapshot, base, by, &id, first);
            Group { label, counts, leads }
        })
        .collect();
    let worst = |g: &Group| std::cmp::Reverse((g.counts.fail, g.counts.unknown, g.counts.total()));
    groups.sort_unstable_by(|a, b| {
        let order = if sort.column.is_some() { Ordering::Equal } else { worst(a).cmp(&worst(b)) };
        order.then_with(|| a.label.cmp(&b.label))
    });
    if sort.reversed {
        groups.reverse();
    }
    groups
}

fn tally(counts: &mut Counts, snapshot: &Snapshot, base: Base, row: u32) {
    match base {
        Base::Resources => counts.add(snapshot.counts(row).worst()),
        _ => counts.add(snapshot.standing(row)),
    }
}

/// The root cause of each finding that has one.
fn causes(snapshot: &Snapshot) -> HashMap<u32, u32> {
    let causes = snapshot.posture.causes.iter().zip(0u32..);
    causes.flat_map(|(cause, n)| cause.findings.iter().map(move |f| (f.0, n))).collect()
}

fn resource_of(snapshot: &Snapshot, base: Base, row: u32) -> Option<(u32, &Resource)> {
    let id = match base {
        Base::Resources => row,
        _ => snapshot.finding(row)?.resource.0,
    };
    Some((id, snapshot.resource(id)?))
}

fn ids<'s>(
    snapshot: &'s Snapshot,
    base: Base,
    by: GroupBy,
    row: u32,
    causes: &HashMap<u32, u32>,
) -> smallvec::SmallVec<[Id<'s>; 4]> {
    let mut list = smallvec::SmallVec::new();
    let Some((id, resource)) = resource_of(snapshot, base, row) else { return list };
    let finding = if base == Base::Resources { None } else { snapshot.finding(row) };
    let scope = &resource.scope;
    let one = match (by, finding) {
        (GroupBy::Cause, _) => match causes.get(&row) {
            Some(cause) => Id::Number(*cause),
            None => return list,
        },
        (GroupBy::Check, Some(f)) => Id::Number(u32::try_from(f.check.index()).unwrap_or(u32::MAX)),
        (GroupBy::Severity, Some(f)) => Id::Text(registry().get(f.check).severity.id()),
        (GroupBy::Safeguard, Some(f)) => {
            let cited = Posture::safeguards_of(registry().get(f.check));
            list.extend(cited.iter().map(|s| Id::Number(u32::try_from(s.id.index()).unwrap_or(u32::MAX))));
            return list;
        }
        (GroupBy::Path, _) => {
            let span = finding.and_then(|f| snapshot.posture.place(f)).or(resource.span);
            span.map_or(Id::Number(u32::MAX), |s| Id::Number(s.file.0))
        }
        (GroupBy::Module, _) => Id::Text(&resource.module),
        (GroupBy::Owner, _) => Id::Text(owner(resource)),
        (GroupBy::Account, _) => Id::Text(&scope.account),
        (GroupBy::Kind, _) => Id::Text(resource.kind.id()),
        (GroupBy::Region, _) => Id::Text(&scope.region),
        (GroupBy::Environment, _) => Id::Text(&scope.environment),
        (GroupBy::Provider, _) => Id::Text(scope.provider.id()),
        (GroupBy::Resource | GroupBy::Check | GroupBy::Severity | GroupBy::Safeguard, _) => Id::Number(id),
    };
    list.push(one);
    list
}

/// What a group is called, and what asks for its rows.
fn words(snapshot: &Snapshot, base: Base, by: GroupBy, id: &Id<'_>, first: u32) -> (String, Leads) {
    let posture = &*snapshot.posture;
    let term = |field: Field, text: &str| Leads::Terms(format!("{}:={}", field.word(), quoted(text)));
    match (by, id) {
        (GroupBy::Cause, Id::Number(n)) => {
            let Some(cause) = posture.causes.get(*n as usize) else {
                return (String::new(), term(Field::Check, ""));
            };
            let check = registry().get(cause.check);
            let place = cause_place(posture, cause)
                .filter(|s| posture.files.get(s.file).is_some())
                .map(|s| format!("{}:{}", posture.files.path(s.file), s.line))
                .unwrap_or_default();
            let mut terms = format!("status:fail check:={}", check.id);
            if place.is_empty() {
                let address = snapshot.finding(first).map(|f| posture.resource(f).address.to_string());
                terms = format!("{terms} resource:={}", quoted(&address.unwrap_or_default()));
            } else {
                terms = format!("{terms} path:{}", quoted(&place));
            }
            (format!("{}  {place}", check.title), Leads::Terms(terms))
        }
        (GroupBy::Check, Id::Number(n)) => {
            let found = registry().checks().nth(*n as usize);
            let check = found.map_or("", |(_, c)| c.id);
            (found.map_or(String::new(), |(_, c)| c.title.to_owned()), term(Field::Check, check))
        }
        (GroupBy::Safeguard, Id::Number(n)) => {
            let Some(entry) = safeguards().get(*n as usize) else {
                return (String::new(), term(Field::Safeguard, ""));
            };
            (format!("{} {}", entry.citation, entry.title), term(Field::Safeguard, entry.citation))
        }
        (GroupBy::Path, Id::Number(n)) => match posture.files.get(crate::native::FileId(*n)) {
            Some(file) => (file.path.to_string(), term(Field::Path, &file.path)),
            None => ("in no file".to_owned(), term(Field::Path, "none")),
        },
        (_, Id::Number(n)) => {
            let Some(resource) = posture.estate.get(ResourceId(*n)) else {
                return (String::new(), term(Field::Address, ""));
            };
            let page = Place::root(Root::Resources).with_resource(name(resource));
            (resource.address.to_string(), Leads::Place(Box::new(page)))
        }
        (_, Id::Text(text)) => {
            let field = match by {
                GroupBy::Module => Field::Module,
                GroupBy::Owner => Field::Owner,
                GroupBy::Kind => Field::Kind,
                GroupBy::Severity => Field::Severity,
                GroupBy::Region => Field::Region,
                GroupBy::Environment => Field::Environment,
                GroupBy::Provider => Field::Provider,
                _ => Field::Account,
            };
            // the word by which the filter asks for what says nothing
            let asked = match field {
                Field::Module if text.is_empty() => "root",
                _ if text.is_empty() => "none",
                _ => text,
            };
            let label = match (by, text.is_empty(), resource_of(snapshot, base, first)) {
                (GroupBy::Module, true, _) => "the root module".to_owned(),
                (GroupBy::Owner, true, _) => "no owner is tagged".to_owned(),
                (_, true, _) => "not known".to_owned(),
                (GroupBy::Kind, _, Some((_, resource))) => resource.kind.title().to_owned(),
                (GroupBy::Account, _, Some((_, resource))) => {
                    format!("{} ({})", text, scope_text(Field::Side, &resource.scope))
                }
                _ => (*text).to_owned(),
            };
            (label, term(field, asked))
        }
    }
}

impl Group {
    /// The worst standing in the group.
    pub(crate) const fn worst(&self) -> Standing {
        match self.counts {
            Counts { fail: 1.., .. } => Standing::Fail,
            Counts { unknown: 1.., .. } => Standing::Unknown,
            Counts { waived: 1.., .. } => Standing::Waived,
            Counts { pass: 1.., .. } => Standing::Pass,
            _ => Standing::NotApplicable,
        }
    }
}
