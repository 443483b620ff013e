//! The words of ARM templates and Bicep for what remedies say: the properties that the shapes read.

use std::fmt::Write as _;
use std::sync::Arc;

use hcl_edit::structure::Body;

use super::cloudformation::collect;
use super::document;
use super::format::{Change, Format, literal};
use crate::check::Edit;
use crate::dialect::cloudformation::property_of;
use crate::dialect::live;
use crate::native::{FileId, Span, Value};
use crate::resource::{Resource, Side};
use crate::source::arm::syntax::{Expr, Kind};
use crate::source::bicep;

/// ARM templates and Bicep.
pub(super) struct Azure;

impl Format for Azure {
    fn speaks(&self, resource: &Resource) -> bool {
        resource.scope.side == Side::Declared
            && resource
                .vendor_type
                .as_deref()
                .is_some_and(|t| live::shape(t).is_some() && t.starts_with("Microsoft."))
    }

    fn changes(&self, resource: &Resource, edit: &Edit) -> Option<Vec<Change>> {
        let vendor = resource.vendor_type.as_deref()?;
        match edit {
            Edit::Set(argument, value) => {
                let (path, value) = words(vendor, argument, literal(value))?;
                Some(vec![Change::Set(path, value)])
            }
            Edit::Remove(argument) => Some(vec![Change::Remove(words(vendor, argument, None)?.0)]),
            Edit::Block(lines) => {
                let body: Body = lines.parse().ok()?;
                let mut found = Vec::new();
                collect(&body, "", &mut found);
                let changes = found.into_iter().map(|(argument, value)| {
                    let (path, value) = words(vendor, &argument, literal(&value))?;
                    Some(Change::Set(path, value))
                });
                changes.collect()
            }
            // what is a resource of its own in Terraform is another one here
            Edit::Companion(_) | Edit::Member(_) | Edit::Instruction(_) => None,
        }
    }

    fn apply(&self, text: &str, place: Span, change: &Change) -> Option<String> {
        if text.trim_start().starts_with('{') {
            document::apply(text, place, change)
        } else {
            in_bicep(text, place, change)
        }
    }
}

/// The property that an argument is. What the inventory keeps apart is part of the resource, or another resource.
fn words(
    vendor: &str,
    argument: &str,
    value: Option<serde_json::Value>,
) -> Option<(String, Option<serde_json::Value>)> {
    let (path, value) = property_of(live::shape(vendor)?.fields, argument, value)?;
    if let Some(rest) = path.strip_prefix("details.web.") {
        return Some((format!("properties.siteConfig.{rest}"), value));
    }
    (!path.starts_with("details.") && path != "id" && path != "target").then_some((path, value))
}

/// A change of a resource of Bicep: of a value that is a literal, or a member more.
fn in_bicep(text: &str, place: Span, change: &Change) -> Option<String> {
    let Change::Set(path, Some(value)) = change else { return None };
    let file = bicep::parse(text, FileId(0), &Arc::from("main.bicep"));
    let resource = file.template.resources.iter().find(|r| r.span.line == place.line)?;
    let mut object = &resource.body;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        match object.member(part) {
            Some(member) if parts.peek().is_some() => object = member,
            Some(member) => return replaced(text, member, &bicep_value(value)?),
            None => {
                let rest: Vec<&str> = parts.collect();
                return added(text, object, part, &rest, &bicep_value(value)?);
            }
        }
    }
    None
}

fn bicep_value(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => {
            Some(format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")))
        }
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) | serde_json::Value::Null => {
            Some(value.to_string())
        }
        _ => None,
    }
}

/// A literal in place of another; what an expression makes is the author's to change.
fn replaced(text: &str, member: &Expr, value: &str) -> Option<String> {
    let Kind::Literal(old) = &member.kind else { return None };
    let at = offset(text, member.span)?;
    let rest = text.get(at..)?;
    let length = match old {
        Value::String(old) if rest.get(1..)?.starts_with(&**old) => old.len() + 2,
        Value::Bool(_) | Value::Number(_) | Value::Null => {
            rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len())
        }
        _ => return None,
    };
    Some([text.get(..at)?, value, text.get(at + length..)?].concat())
}

/// A member at the beginning of an object, with the objects that lead to it.
fn added(text: &str, object: &Expr, name: &str, rest: &[&str], value: &str) -> Option<String> {
    let Kind::Object(members) = &object.kind else { return None };
    let at = offset(text, object.span)? + 1;
    let line = text.lines().nth((object.span.line as usize).checked_sub(1)?)?;
    // an object on one line is the author's to lay out
    if !text.get(at..)?.trim_start_matches([' ', '\t', '\r']).starts_with('\n') && !members.is_empty() {
        return None;
    }
    let own = line.chars().take_while(|c| *c == ' ').count();
    let names: Vec<&str> = std::iter::once(name).chain(rest.iter().copied()).collect();
    let mut made = String::new();
    for (depth, name) in names.iter().enumerate() {
        let end = if depth + 1 == names.len() { value } else { "{" };
        let _ = write!(made, "\n{}{name}: {end}", " ".repeat(own + 2 * (depth + 1)));
    }
    for depth in (1..names.len()).rev() {
        let _ = write!(made, "\n{}}}", " ".repeat(own + 2 * depth));
    }
    let close = if members.is_empty() { format!("\n{}", " ".repeat(own)) } else { String::new() };
    Some([text.get(..at)?, &made, &close, text.get(at..)?].concat())
}

/// The byte at which a span begins.
fn offset(text: &str, span: Span) -> Option<usize> {
    let lines = text.split_inclusive('\n').take((span.line as usize).checked_sub(1)?);
    let start: usize = lines.map(str::len).sum();
    let rest = text.get(start..)?;
    Some(start + rest.char_indices().nth((span.column as usize).checked_sub(1)?)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Span = Span { file: FileId(0), line: 2, end_line: 2, column: 1 };

    fn set(text: &str, path: &str, value: serde_json::Value) -> Option<String> {
        in_bicep(text, AT, &Change::Set(path.to_owned(), Some(value)))
    }

    #[test]
    fn a_literal_is_replaced_and_a_member_added_where_bicep_has_it() {
        let text = "// a\nresource s 'A.B/c@1' = {\n  name: 'x'\n  properties: {\n    tls: 'TLS1_0' // old\n    on: false\n  }\n}\n";
        assert!(set(text, "properties.tls", "TLS1_2".into()).unwrap().contains("    tls: 'TLS1_2' // old\n"));
        assert!(set(text, "properties.on", true.into()).unwrap().contains("    on: true\n"));
        let more = set(text, "properties.acls.action", "Deny".into()).unwrap();
        assert!(
            more.contains("  properties: {\n    acls: {\n      action: 'Deny'\n    }\n    tls:"),
            "{more}"
        );
        assert!(bicep::parse(&more, FileId(0), &Arc::from("m.bicep")).faults.is_empty());
        assert!(set("\nresource s 'A.B/c@1' = {\n  tls: old\n}\n", "tls", "x".into()).is_none());
    }

    #[test]
    fn arguments_are_properties_of_the_resource() {
        let of = |vendor, argument, value: serde_json::Value| words(vendor, argument, Some(value));
        assert_eq!(
            of("Microsoft.Storage/storageAccounts", "min_tls_version", "TLS1_2".into()),
            Some(("properties.minimumTlsVersion".to_owned(), Some("TLS1_2".into())))
        );
        assert_eq!(
            of("Microsoft.Storage/storageAccounts", "public_network_access_enabled", false.into()),
            Some(("properties.publicNetworkAccess".to_owned(), Some("Disabled".into())))
        );
        assert_eq!(
            of("Microsoft.Web/sites", "site_config.ftps_state", "Disabled".into()).unwrap().0,
            "properties.siteConfig.ftpsState"
        );
        assert_eq!(
            of("Microsoft.Storage/storageAccounts", "blob_properties.versioning_enabled", true.into()),
            None
        );
    }
}
