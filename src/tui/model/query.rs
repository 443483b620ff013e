//! Filters: typed fields and free words, compiled once, then asked of each row.

use std::fmt;

use crate::check::Severity;
use crate::tui::text;

use super::group::GroupBy;

/// A field of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Field {
    Text,
    Status,
    Severity,
    Provider,
    Account,
    Region,
    Environment,
    Check,
    Objective,
    Safeguard,
    Kind,
    Type,
    Path,
    Module,
    Tag,
    Waiver,
    Address,
    Owner,
    Root,
    Side,
    Source,
    Tool,
    Waived,
}

impl Field {
    /// Every field with the words it is written as, the first being the one shown.
    pub(crate) const NAMES: [(Self, &'static [&'static str]); 22] = [
        (Self::Status, &["status", "state", "verdict"]),
        (Self::Severity, &["sev", "severity"]),
        (Self::Provider, &["provider", "cloud"]),
        (Self::Account, &["account"]),
        (Self::Region, &["region"]),
        (Self::Environment, &["env", "environment"]),
        (Self::Kind, &["kind"]),
        (Self::Check, &["check"]),
        (Self::Objective, &["objective"]),
        (Self::Safeguard, &["safeguard", "citation"]),
        (Self::Module, &["module"]),
        (Self::Owner, &["owner", "team"]),
        (Self::Path, &["path", "file", "place"]),
        (Self::Waived, &["waived"]),
        (Self::Source, &["source"]),
        (Self::Tool, &["tool"]),
        (Self::Address, &["resource", "address"]),
        (Self::Type, &["type"]),
        (Self::Tag, &["tag"]),
        (Self::Root, &["root"]),
        (Self::Side, &["side"]),
        (Self::Waiver, &["waiver"]),
    ];

    /// The word it is written as.
    pub(crate) fn word(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(field, _)| *field == self);
        named.and_then(|(_, names)| names.first().copied()).unwrap_or("text")
    }

    /// Whether it asks about the scope of a resource, and so follows into what is opened below.
    pub(crate) const fn is_scope(self) -> bool {
        matches!(
            self,
            Self::Provider | Self::Account | Self::Region | Self::Environment | Self::Root | Self::Side
        )
    }
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    Contains,
    Equal,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// One term of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) negated: bool,
    pub(crate) field: Field,
    pub(crate) compare: Compare,
    /// In lower case.
    pub(crate) value: String,
}

/// A filter: every term must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) terms: Vec<Term>,
    /// What the rows are put together by: `group:owner`.
    pub(crate) group: Option<GroupBy>,
}

impl Query {
    /// The position of the one exception that is asked for.
    pub(crate) fn waiver(&self) -> Option<usize> {
        let mut asked = self.terms.iter().filter(|t| t.field == Field::Waiver && !t.negated);
        let id: usize = asked.next()?.value.parse().ok()?;
        asked.next().is_none().then(|| id.checked_sub(1)).flatten()
    }
}

/// Why a text is no filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryError(pub(crate) String);

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Query {
    /// Reads a filter. Words in quotes may hold spaces; `!` or `-` before a term turns it round.
    pub(crate) fn parse(text: &str) -> Result<Self, QueryError> {
        let mut query = Self::default();
        for word in words(text) {
            match word.strip_prefix(GROUP) {
                // while it is being typed it groups by nothing yet
                Some("") => {}
                Some(by) => query.group = Some(grouping(by)?),
                None => query.terms.extend(term(word)?),
            }
        }
        Ok(query)
    }

    /// Whether it lets everything through as it is.
    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.group.is_none()
    }

    /// Whether a scope passes the terms that speak of scopes.
    pub(crate) fn admits_scope(&self, scope: &crate::resource::Scope) -> bool {
        self.terms.iter().filter(|t| t.field.is_scope()).all(|t| t.admits_scope(scope))
    }

    /// Whether any term speaks of scopes.
    pub(crate) fn has_scope(&self) -> bool {
        self.terms.iter().any(|t| t.field.is_scope())
    }
}

/// The word before what rows are put together by.
const GROUP: &str = "group:";

fn grouping(by: &str) -> Result<GroupBy, QueryError> {
    GroupBy::ALL.iter().copied().find(|g| g.id().eq_ignore_ascii_case(by)).ok_or_else(|| {
        let known: Vec<&str> = GroupBy::ALL.iter().map(|g| g.id()).collect();
        QueryError(format!("nothing is grouped by `{by}`; group: takes {}", known.join(", ")))
    })
}

/// A filter's text with another grouping, or none.
pub(crate) fn grouped(filter: &str, by: Option<GroupBy>) -> String {
    let mut kept: Vec<String> =
        words(filter).into_iter().filter(|w| !w.starts_with(GROUP)).map(str::to_owned).collect();
    kept.extend(by.map(|by| format!("{GROUP}{}", by.id())));
    kept.join(" ")
}

/// A value as a filter takes it: in quotes where it has a space.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text.to_owned() }
}

/// What a scope says to a field that asks about scopes; `none` where it does not say.
pub(crate) fn scope_text(field: Field, scope: &crate::resource::Scope) -> &str {
    use crate::resource::Side;
    let text = match (field, scope.side) {
        (Field::Provider, _) => scope.provider.id(),
        (Field::Root, Side::Live) => "live",
        (Field::Account | Field::Root, _) => &scope.account,
        (Field::Region, _) => &scope.region,
        (Field::Environment, _) => &scope.environment,
        (Field::Side, side) => side.id(),
        _ => "",
    };
    if text.is_empty() { "none" } else { text }
}

/// The scope terms of a filter's text, which follow into what is opened below.
pub(crate) fn scope_part(filter: &str) -> String {
    words(filter)
        .into_iter()
        .filter(|w| matches!(term(w), Ok(Some(t)) if t.field.is_scope()))
        .collect::<Vec<_>>()
        .join(" ")
}

impl Term {
    /// Whether a text passes, the term's sign left aside.
    pub(crate) fn admits_text(&self, text: &str) -> bool {
        match self.compare {
            Compare::Equal => text.eq_ignore_ascii_case(&self.value),
            _ => text::contains(text, &self.value),
        }
    }

    /// Whether a severity passes, the term's sign left aside.
    pub(crate) fn admits_severity(&self, severity: Severity) -> bool {
        let Some(wanted) = Severity::ALL.into_iter().find(|s| s.id() == self.value) else {
            return text::contains(severity.id(), &self.value);
        };
        match self.compare {
            Compare::AtLeast => severity >= wanted,
            Compare::AtMost => severity <= wanted,
            Compare::Above => severity > wanted,
            Compare::Below => severity < wanted,
            Compare::Contains | Compare::Equal => severity == wanted,
        }
    }

    /// Whether a scope passes, the term's sign included.
    pub(crate) fn admits_scope(&self, scope: &crate::resource::Scope) -> bool {
        if !self.field.is_scope() {
            return true;
        }
        self.admits_text(scope_text(self.field, scope)) != self.negated
    }
}

/// Splits at spaces outside quotes; the quotes stay.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut quoted) = (None, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => {
                quoted = !quoted;
                start.get_or_insert(at);
            }
            c if c.is_whitespace() && !quoted => {
                if let Some(from) = start.take() {
                    words.push(&text[from..at]);
                }
            }
            _ => {
                start.get_or_insert(at);
            }
        }
    }
    words.extend(start.map(|from| &text[from..]));
    words
}

fn term(word: &str) -> Result<Option<Term>, QueryError> {
    let negated = word.len() > 1 && word.starts_with(['!', '-']);
    let word = if negated { &word[1..] } else { word };
    // quotes around a value keep its spaces; those within it, as of `module.a["x"]`, are its own
    let plain = |s: &str| {
        let s = s.strip_prefix('"').map_or(s, |rest| rest.strip_suffix('"').unwrap_or(rest));
        s.to_lowercase()
    };
    let free =
        || Ok(Some(Term { negated, field: Field::Text, compare: Compare::Contains, value: plain(word) }));
    // `module.a:x`, `arn:aws:…` and anything quoted are free words, not fields
    let Some((name, value)) =
        word.split_once(':').filter(|(n, _)| n.bytes().all(|b| b.is_ascii_alphabetic()))
    else {
        return if plain(word).is_empty() { Ok(None) } else { free() };
    };
    let lower = name.to_ascii_lowercase();
    let Some((field, _)) = Field::NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())) else {
        if matches!(lower.as_str(), "arn" | "https" | "http") {
            return free();
        }
        let known: Vec<&str> = Field::NAMES.iter().filter_map(|(_, names)| names.first().copied()).collect();
        return Err(QueryError(format!("no field `{name}`; fields are {}, group", known.join(", "))));
    };
    let (compare, value) = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::Above),
        ("<", Compare::Below),
        ("=", Compare::Equal),
    ]
    .into_iter()
    .find_map(|(sign, compare)| value.strip_prefix(sign).map(|rest| (compare, rest)))
    .unwrap_or((Compare::Contains, value));
    let value = plain(value);
    if value.is_empty() {
        return Ok(None);
    }
    if *field == Field::Waived && !matches!(value.as_str(), "yes" | "no") {
        let yes = ["true", "y", "ye"].contains(&value.as_str());
        let no = ["false", "n"].contains(&value.as_str());
        return match (yes, no) {
            (false, false) => Err(QueryError(format!("`{name}:` takes yes or no, not `{value}`"))),
            (yes, _) => {
                let value = if yes { "yes" } else { "no" }.to_owned();
                Ok(Some(Term { negated, field: *field, compare, value }))
            }
        };
    }
    if matches!(compare, Compare::AtLeast | Compare::AtMost | Compare::Above | Compare::Below)
        && *field != Field::Severity
    {
        return Err(QueryError(format!("`{name}` has no order; only sev can be compared with > and <")));
    }
    Ok(Some(Term { negated, field: *field, compare, value }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Term {
        let mut query = Query::parse(text).unwrap();
        assert_eq!(query.terms.len(), 1, "{text}");
        query.terms.remove(0)
    }

    #[test]
    fn fields_signs_and_quotes_are_read() {
        let t = one("sev:>=high");
        assert_eq!((t.field, t.compare, t.value.as_str()), (Field::Severity, Compare::AtLeast, "high"));
        assert!(t.admits_severity(Severity::Critical) && !t.admits_severity(Severity::Medium));
        let t = one("-path:\"My Files/Main\"");
        assert_eq!((t.field, t.negated, t.value.as_str()), (Field::Path, true, "my files/main"));
        assert_eq!(one("arn:aws:s3:::logs").field, Field::Text);
        assert_eq!(one("module.a[\"x\"]").value, "module.a[\"x\"]");
        assert_eq!(one("\"two words\"").value, "two words");
        assert_eq!(one("\"unfinished").value, "unfinished");
        assert_eq!(Query::parse("status: ").unwrap(), Query::default());
    }

    #[test]
    fn a_wrong_field_is_told_with_the_right_ones() {
        let error = Query::parse("stauts:fail").unwrap_err().to_string();
        assert!(error.starts_with("no field `stauts`; fields are status, sev,"), "{error}");
        assert!(Query::parse("check:>=x").is_err());
        assert!(Query::parse("waived:maybe").unwrap_err().to_string().contains("yes or no"));
    }

    #[test]
    fn a_grouping_is_part_of_the_filter_and_no_term() {
        let query = Query::parse("status:fail group:owner").unwrap();
        assert_eq!((query.terms.len(), query.group), (1, Some(GroupBy::Owner)));
        assert!(!Query::parse("group:module").unwrap().is_empty());
        assert_eq!(Query::parse("group:").unwrap(), Query::default());
        assert!(Query::parse("group:mood").unwrap_err().to_string().contains("cause, module, owner"));
        assert_eq!(grouped("status:fail group:owner", Some(GroupBy::Path)), "status:fail group:path");
        assert_eq!(grouped("group:owner", None), "");
    }

    #[test]
    fn only_scope_terms_follow() {
        assert_eq!(
            scope_part("status:fail provider:=aws logs region:us-east-1"),
            "provider:=aws region:us-east-1"
        );
    }
}
