//! Columns of tables, once: what the screen, the exports and the flat text show of a row, and what rows are ordered by.

use crate::check::registry;
use crate::hipaa::{ObjectiveId, objectives};
use crate::native::Span;
use crate::posture::{Posture, WaiverOrigin, WaiverStatus};
use crate::resource::{Datum, Key, Maybe, Resource, Side};
use crate::tui::document::{counts_words, setting_values};
use crate::tui::glyph::{Glyphs, standing_word, state_word};
use crate::tui::theme::Role;

use super::matcher::waiver_word;
use super::rows::Base;
use super::snapshot::Snapshot;

macro_rules! columns {
    ($($column:ident $id:literal $title:literal $least:literal $share:literal;)*) => {
        /// A column of some table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub(crate) enum Column {
            #[default]
            $($column,)*
        }

        impl Column {
            /// Every column.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$column,)*];

            /// The word it is kept and asked for by.
            pub(crate) const fn id(self) -> &'static str {
                match self { $(Self::$column => $id,)* }
            }

            /// The head of the column.
            pub(crate) const fn title(self) -> &'static str {
                match self { $(Self::$column => $title,)* }
            }

            /// Fewest columns of the screen it takes, and its share of what is left over; 0 for none.
            pub(crate) const fn width(self) -> (usize, usize) {
                match self { $(Self::$column => ($least, $share),)* }
            }
        }
    };
}

columns! {
    Standing "standing" "standing" 11 0;
    State "state" "state" 12 0;
    Direction "direction" "direction" 11 0;
    Status "status" "status" 11 0;
    Findings "findings" "findings" 10 0;
    Severity "severity" "severity" 9 0;
    Address "address" "resource" 16 52;
    Check "check" "check" 16 48;
    Path "place" "place" 16 18;
    Fail "fail" "fail" 6 0;
    Unknown "unknown" "unkn" 6 0;
    Waived "waived" "waiv" 6 0;
    Pass "pass" "pass" 6 0;
    Kind "kind" "kind" 14 18;
    Region "region" "region" 15 0;
    Provider "provider" "provider" 11 0;
    Account "account" "account" 13 12;
    Environment "environment" "environment" 12 0;
    Side "side" "side" 9 0;
    Module "module" "module" 12 16;
    Owner "owner" "owner" 12 6;
    Name "name" "name" 12 18;
    Type "type" "type" 14 14;
    Objective "objective" "objective" 24 60;
    Safeguards "safeguards" "safeguards" 19 4;
    Reason "reason" "reason" 16 42;
    Class "class" "class" 25 0;
    Setting "setting" "setting" 14 22;
    Values "values" "declared, live" 16 36;
    Until "until" "until" 12 0;
    Ids "ids" "ids" 14 33;
    Tally "tally" "findings" 28 14;
}

/// What stands in a cell.
pub(crate) struct Value {
    pub(crate) role: Role,
    /// The mark before the text; empty for none.
    pub(crate) mark: &'static str,
    pub(crate) text: String,
}

impl Value {
    fn plain(role: Role, text: impl Into<String>) -> Self {
        Self { role, mark: "", text: text.into() }
    }
}

impl Base {
    /// Every column the table can have, those shown by themselves first and in order.
    pub(crate) const fn columns(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::Findings | Self::Objective(_) => &[
                C::Standing,
                C::Severity,
                C::Address,
                C::Check,
                C::Path,
                C::Objective,
                C::Safeguards,
                C::Kind,
                C::Type,
                C::Provider,
                C::Account,
                C::Region,
                C::Environment,
                C::Side,
                C::Module,
                C::Owner,
                C::Name,
                C::Reason,
            ],
            Self::Resources => &[
                C::Standing,
                C::Fail,
                C::Unknown,
                C::Waived,
                C::Pass,
                C::Kind,
                C::Region,
                C::Address,
                C::Name,
                C::Type,
                C::Provider,
                C::Account,
                C::Environment,
                C::Side,
                C::Module,
                C::Owner,
                C::Path,
            ],
            Self::Causes => &[C::Findings, C::Severity, C::Check, C::Path, C::Objective, C::Safeguards],
            Self::Waivers => &[C::Status, C::Until, C::Ids, C::Reason, C::Path],
            Self::Drift => &[
                C::Direction,
                C::Class,
                C::Address,
                C::Setting,
                C::Values,
                C::Safeguards,
                C::Provider,
                C::Account,
                C::Region,
                C::Owner,
                C::Path,
            ],
            Self::Objectives => &[C::State, C::Objective, C::Tally, C::Safeguards],
        }
    }

    /// The columns shown at a width when nobody chose others.
    pub(crate) fn shown(self, width: usize) -> Vec<Column> {
        use Column as C;
        let wide = width >= 90;
        let (first, from_wide): (usize, &[Column]) = match self {
            Self::Findings | Self::Objective(_) => (5, &[C::Path]),
            Self::Resources => (8, &[C::Region]),
            Self::Causes => (4, &[]),
            Self::Waivers => (5, &[]),
            Self::Drift => (6, &[C::Safeguards]),
            Self::Objectives => (3, &[]),
        };
        let all = self.columns();
        all.iter().take(first).copied().filter(|c| wide || !from_wide.contains(c)).collect()
    }

    /// The word under which a choice of columns is kept.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Findings | Self::Objective(_) => "findings",
            Self::Resources => "resources",
            Self::Causes => "causes",
            Self::Waivers => "waivers",
            Self::Objectives => "objectives",
            Self::Drift => "drift",
        }
    }

    /// The columns of a base by its word, for reading what was kept.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        [Self::Findings, Self::Resources, Self::Causes, Self::Waivers, Self::Objectives, Self::Drift]
            .into_iter()
            .find(|base| base.id() == id)
    }
}

/// The owner that tags name; empty where none does.
pub(crate) fn owner(resource: &Resource) -> &str {
    const NAMES: [&str; 5] = ["owner", "team", "squad", "maintainer", "contact"];
    let Some(Datum::Map(entries)) = resource.get(Key::Tags).and_then(crate::resource::Setting::datum) else {
        return "";
    };
    let of = |wanted: &str| {
        entries.iter().find_map(|(name, value)| match value {
            Maybe::Known(value) if name.eq_ignore_ascii_case(wanted) => Some(&**value),
            _ => None,
        })
    };
    NAMES.into_iter().find_map(of).unwrap_or("")
}

/// The word for what a resource was read from: a cloud, or a form of code by the words of its types and files.
pub(crate) fn source_word(posture: &Posture, resource: &Resource) -> &'static str {
    use crate::native::Provider;
    if resource.scope.side == Side::Live {
        return match resource.scope.provider {
            Provider::Aws => "live aws",
            Provider::Azure => "live azure",
            Provider::Gcp => "live gcp",
            _ => "live",
        };
    }
    let path = resource.span.map_or("", |s| posture.files.path(s.file));
    let ends =
        |end: &str| path.len() >= end.len() && path[path.len() - end.len()..].eq_ignore_ascii_case(end);
    let vendor = resource.type_name();
    match resource.scope.provider {
        Provider::Kubernetes => "declared kubernetes",
        Provider::Container => "declared container",
        _ if ends(".tf") || ends(".tf.json") => "declared terraform",
        _ if vendor.starts_with("AWS::") => "declared cloudformation",
        _ if ends(".bicep") => "declared bicep",
        _ if vendor.starts_with("Microsoft.") => "declared arm",
        _ => "declared",
    }
}

/// `path:line`, empty where there is none.
pub(crate) fn at(snapshot: &Snapshot, span: Option<Span>) -> String {
    span.map(|s| format!("{}:{}", snapshot.posture.files.path(s.file), s.line)).unwrap_or_default()
}

/// Citations in few columns: the first, and how many more.
fn cited(list: &[&str]) -> String {
    list.join(" ")
}

fn of_objective(objective: ObjectiveId) -> String {
    let deciding = objective.get().edges.iter().filter(|e| e.strength.decides());
    let mut list: Vec<_> = deciding.map(|e| (e.safeguard, e.citation())).collect();
    list.sort_by_key(|(id, _)| *id);
    list.dedup_by_key(|(id, _)| *id);
    cited(&list.into_iter().map(|(_, citation)| citation).collect::<Vec<_>>())
}

/// What a resource says in a column that is about resources.
fn of_resource(snapshot: &Snapshot, resource: &Resource, column: Column) -> Value {
    let scope = &resource.scope;
    let text: &str = match column {
        Column::Address => return Value::plain(Role::Text, resource.address.as_ref()),
        Column::Kind => resource.kind.title(),
        Column::Type => resource.type_name(),
        Column::Provider => scope.provider.id(),
        Column::Account => &scope.account,
        Column::Region => &scope.region,
        Column::Environment => &scope.environment,
        Column::Side => scope.side.id(),
        Column::Module => &resource.module,
        Column::Owner => owner(resource),
        Column::Name => &resource.name,
        Column::Path => return Value::plain(Role::Number, at(snapshot, resource.span)),
        _ => "",
    };
    Value::plain(Role::Muted, text)
}

/// What stands in a cell; nothing for a row that is not there.
pub(crate) fn value(
    glyphs: &Glyphs,
    snapshot: &Snapshot,
    base: Base,
    row: u32,
    column: Column,
) -> Option<Value> {
    match base {
        Base::Findings | Base::Objective(_) => finding(glyphs, snapshot, row, column),
        Base::Resources => resource(glyphs, snapshot, row, column),
        Base::Causes => cause(glyphs, snapshot, row, column),
        Base::Waivers => waiver(snapshot, row, column),
        Base::Drift => drift(glyphs, snapshot, row, column),
        Base::Objectives => objective(glyphs, snapshot, row, column),
    }
}

fn finding(glyphs: &Glyphs, snapshot: &Snapshot, row: u32, column: Column) -> Option<Value> {
    let finding = snapshot.finding(row)?;
    let posture = &*snapshot.posture;
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    Some(match column {
        Column::Standing => {
            let standing = snapshot.standing(row);
            let role = Role::of_standing(standing);
            Value { role, mark: glyphs.standing(standing), text: standing_word(standing).to_owned() }
        }
        Column::Severity => Value::plain(Role::of_severity(check.severity), check.severity.id()),
        Column::Check => Value::plain(Role::Text, check.title),
        Column::Path => Value::plain(Role::Number, at(snapshot, posture.place(finding))),
        Column::Objective => Value::plain(Role::Muted, check.objective),
        Column::Safeguards => {
            let list: Vec<&str> = Posture::safeguards_of(check).iter().map(|s| s.citation).collect();
            Value::plain(Role::Muted, cited(&list))
        }
        Column::Reason => Value::plain(Role::Muted, setting_values(posture, finding)),
        other => of_resource(snapshot, resource, other),
    })
}

fn resource(glyphs: &Glyphs, snapshot: &Snapshot, row: u32, column: Column) -> Option<Value> {
    let resource = snapshot.resource(row)?;
    let counts = snapshot.counts(row);
    let number = |role, n: u16| Value::plain(if n == 0 { Role::Absent } else { role }, n.to_string());
    Some(match column {
        Column::Standing => {
            let standing = counts.worst();
            let role = Role::of_standing(standing);
            Value { role, mark: glyphs.standing(standing), text: standing_word(standing).to_owned() }
        }
        Column::Fail => number(Role::Failing, counts.fail),
        Column::Unknown => number(Role::Unknown, counts.unknown),
        Column::Waived => number(Role::Excepted, counts.waived),
        Column::Pass => number(Role::Met, counts.pass),
        other => of_resource(snapshot, resource, other),
    })
}

fn cause(glyphs: &Glyphs, snapshot: &Snapshot, row: u32, column: Column) -> Option<Value> {
    let cause = snapshot.posture.causes.get(row as usize)?;
    let check = registry().get(cause.check);
    Some(match column {
        Column::Findings => {
            let text = cause.findings.len().to_string();
            Value { role: Role::Failing, mark: glyphs.failing, text }
        }
        Column::Severity => Value::plain(Role::of_severity(check.severity), check.severity.id()),
        Column::Check => Value::plain(Role::Text, check.title),
        Column::Path => {
            let text = if cause.place.is_some() {
                at(snapshot, cause.place)
            } else {
                let finding = cause.findings.first().and_then(|id| snapshot.finding(id.0))?;
                snapshot.posture.resource(finding).address.to_string()
            };
            Value::plain(Role::Number, text)
        }
        Column::Objective => Value::plain(Role::Muted, check.objective),
        Column::Safeguards => {
            let list: Vec<&str> = Posture::safeguards_of(check).iter().map(|s| s.citation).collect();
            Value::plain(Role::Muted, cited(&list))
        }
        _ => Value::plain(Role::Muted, ""),
    })
}

fn waiver(snapshot: &Snapshot, row: u32, column: Column) -> Option<Value> {
    let waiver = snapshot.posture.waivers.get(row as usize)?;
    Some(match column {
        Column::Status => {
            let role = match waiver.status {
                WaiverStatus::InForce => Role::Excepted,
                _ => Role::Warning,
            };
            Value::plain(role, waiver_word(waiver.status))
        }
        Column::Until => {
            Value::plain(Role::Muted, waiver.expires.map_or_else(|| "no end".to_owned(), |d| d.to_string()))
        }
        Column::Ids => Value::plain(Role::Text, waiver.ids.join(" ")),
        Column::Reason => {
            let reason = if waiver.reason.is_empty() { "no reason is given" } else { &waiver.reason };
            Value::plain(Role::Text, reason)
        }
        Column::Path => {
            let WaiverOrigin::Comment { span, .. } = &waiver.origin;
            Value::plain(Role::Number, at(snapshot, Some(*span)))
        }
        _ => Value::plain(Role::Muted, ""),
    })
}

fn drift(glyphs: &Glyphs, snapshot: &Snapshot, row: u32, column: Column) -> Option<Value> {
    let item = snapshot.drift_item(row)?;
    let resource = snapshot.resource(snapshot.drift_subject(row)?.0)?;
    let role = Role::of_drift(item.direction);
    Some(match column {
        Column::Direction => {
            Value { role, mark: glyphs.drift(item.direction), text: item.direction.id().to_owned() }
        }
        Column::Class => Value::plain(Role::Muted, item.class.title()),
        Column::Setting => Value::plain(Role::Text, item.setting.as_ref().map_or("", |s| s.key.label())),
        Column::Values => {
            let text = match &item.setting {
                Some(s) => format!("{} {} {}", s.declared, glyphs.to, s.live),
                None => item.reason.clone(),
            };
            Value::plain(role, text)
        }
        Column::Safeguards => {
            let list: Vec<&str> = item.safeguards.iter().map(|s| s.get().citation).collect();
            Value::plain(Role::Muted, cited(&list))
        }
        other => of_resource(snapshot, resource, other),
    })
}

fn objective(glyphs: &Glyphs, snapshot: &Snapshot, row: u32, column: Column) -> Option<Value> {
    let objective = objectives().get(row as usize)?;
    let state = snapshot.posture.objectives.get(row as usize)?;
    Some(match column {
        Column::State => {
            let role = Role::of_state(state.state);
            Value { role, mark: glyphs.state(state.state), text: state_word(state.state).to_owned() }
        }
        Column::Objective => Value::plain(Role::Text, objective.title),
        Column::Tally => Value::plain(Role::Text, counts_words(state.counts)),
        Column::Safeguards => Value::plain(Role::Muted, of_objective(objective.index)),
        _ => Value::plain(Role::Muted, ""),
    })
}

impl Column {
    /// Whether a text too long for its column is cut in its middle: the tail tells.
    pub(crate) const fn cuts_middle(self) -> bool {
        matches!(self, Self::Address | Self::Path | Self::Module | Self::Account | Self::Type)
    }

    /// Whether it holds numbers.
    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Fail | Self::Unknown | Self::Waived | Self::Pass)
    }

    /// A column of a base by its word.
    pub(crate) fn of_id(base: Base, id: &str) -> Option<Self> {
        base.columns().iter().copied().find(|c| c.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_column_has_a_word_of_its_own_and_a_table() {
        let bases =
            [Base::Findings, Base::Resources, Base::Causes, Base::Waivers, Base::Objectives, Base::Drift];
        let mut seen = HashSet::new();
        for column in Column::ALL {
            assert!(seen.insert(column.id()), "{}", column.id());
            assert!(bases.iter().any(|b| b.columns().contains(column)), "{} is in no table", column.id());
        }
        for base in bases {
            assert_eq!(Base::of_id(base.id()), Some(base));
            for width in [60, 200] {
                assert!(base.shown(width).iter().all(|c| base.columns().contains(c)));
            }
        }
    }
}
