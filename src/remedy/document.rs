//! Edits of YAML and JSON files that leave everything else, comments included, as it stands.

use serde_json::Value as Json;

use super::format::Change;
use crate::native::json::{Json as JsonNode, JsonKind, parse};
use crate::native::{Bounds, FileId, Node, Span, yaml_documents};

/// The text with a change made to the map whose key stands at `place`.
pub(super) fn apply(text: &str, place: Span, change: &Change) -> Option<String> {
    if text.trim_start().starts_with(['{', '[']) {
        json(text, place, change)
    } else {
        yaml(text, place, change)
    }
}

/// A step of a path: a name, the only element of a list, or one of its elements.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step<'p> {
    Name(&'p str),
    Only,
    At(usize),
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let mut quoted = false;
    path.split(move |c| {
        quoted ^= c == '"';
        c == '.' && !quoted
    })
    .flat_map(|part| {
        let part = part.trim_matches('"');
        match part.strip_suffix(']').and_then(|p| p.rsplit_once('[')) {
            Some((name, "")) => vec![Step::Name(name), Step::Only],
            Some((name, at)) => vec![Step::Name(name), Step::At(at.parse().unwrap_or(usize::MAX))],
            None => vec![Step::Name(part)],
        }
    })
    .collect()
}

/// What stands at a path in a map.
pub(super) fn at<'n>(map: &'n Node, path: &str) -> Option<&'n Node> {
    steps(path).into_iter().try_fold(map, |node, step| match step {
        Step::Name(name) => node.as_object()?.get(name),
        Step::Only => match node.items()? {
            [only] => Some(only),
            _ => None,
        },
        Step::At(at) => node.items()?.get(at),
    })
}

/// The map that begins at a place, and no map within it.
pub(super) fn map_at(documents: &[Node], place: Span) -> Option<&Node> {
    fn find(node: &Node, place: Span) -> Option<&Node> {
        if node.as_object().is_some()
            && node.origin.is_some_and(|s| (s.line, s.column) == (place.line, place.column))
        {
            return Some(node);
        }
        match (node.as_object(), node.items()) {
            (Some(object), _) => object.values().find_map(|v| find(v, place)),
            (_, Some(items)) => items.iter().find_map(|v| find(v, place)),
            _ => None,
        }
    }
    documents.iter().find_map(|d| find(d, place))
}

/// The map whose key stands at a place.
pub(super) fn member_at(documents: &[Node], place: Span) -> Option<&Node> {
    documents.iter().find_map(|d| yaml_at(d, place))
}

/// The value that the rest of a path stands for, where nothing of it is there.
fn made(rest: &[Step<'_>], value: &Json) -> Json {
    match rest {
        [] => value.clone(),
        [Step::Only | Step::At(_), rest @ ..] => Json::Array(vec![made(rest, value)]),
        [Step::Name(name), rest @ ..] => {
            Json::Object(std::iter::once(((*name).to_owned(), made(rest, value))).collect())
        }
    }
}

fn splice(text: &str, start: usize, end: usize, with: &str) -> Option<String> {
    Some([text.get(..start)?, with, text.get(end..)?].concat())
}

// JSON

fn json(text: &str, place: Span, change: &Change) -> Option<String> {
    let root = parse(text, Bounds::default().nesting_depth).ok()?;
    let offset = offset(text, place.line, place.column)?;
    let mut node = json_member_at(&root, offset)?;
    let (path, value) = match change {
        Change::Set(path, value) => (path, Some(value.as_ref()?)),
        Change::Remove(path) => (path, None),
        Change::Where(..) | Change::Instruction(_) => return None,
    };
    let steps = steps(path);
    for (i, step) in steps.iter().enumerate() {
        let next = match (step, &node.kind) {
            (Step::Name(name), JsonKind::Object(members)) => {
                members.iter().find(|(n, ..)| n == name).map(|(.., value)| value)
            }
            (Step::Only, JsonKind::Array(items)) => match items.as_slice() {
                [only] => Some(only),
                _ => return None,
            },
            (Step::At(at), JsonKind::Array(items)) => Some(items.get(*at)?),
            _ => return None,
        };
        match (next, value) {
            (Some(next), _) if i + 1 < steps.len() => node = next,
            (Some(next), Some(value)) => {
                // a structure that is there is not written over
                let scalar = !matches!(next.kind, JsonKind::Object(_) | JsonKind::Array(_));
                return scalar
                    .then(|| splice(text, next.range.start, next.range.end, &value.to_string()))
                    .flatten();
            }
            (Some(_), None) => {
                let Step::Name(name) = step else { return None };
                return json_without(text, node, name);
            }
            (None, Some(value)) => {
                let Step::Name(name) = step else { return None };
                return json_with(text, node, name, &made(&steps[i + 1..], value));
            }
            (None, None) => return Some(text.to_owned()),
        }
    }
    None
}

/// The value of the member whose key begins at an offset.
fn json_member_at(node: &JsonNode, offset: usize) -> Option<&JsonNode> {
    match &node.kind {
        JsonKind::Object(members) => members.iter().find_map(|(_, key, value)| {
            if key.start == offset { Some(value) } else { json_member_at(value, offset) }
        }),
        JsonKind::Array(items) => items.iter().find_map(|item| {
            if item.range.start == offset { Some(item) } else { json_member_at(item, offset) }
        }),
        _ => None,
    }
}

fn json_with(text: &str, object: &JsonNode, name: &str, value: &Json) -> Option<String> {
    let JsonKind::Object(members) = &object.kind else { return None };
    let key = Json::String(name.to_owned());
    let outer = indent(text, object.range.start);
    let Some((_, last_key, last)) = members.last() else {
        let pad = " ".repeat(outer + 2);
        let (value, close) = (pretty(value, outer + 2), " ".repeat(outer));
        let made = format!("{{\n{pad}{key}: {value}\n{close}}}");
        return splice(text, object.range.start, object.range.end, &made);
    };
    let lead = text.get(object.range.start..last_key.start)?;
    if lead.contains('\n') {
        let pad = " ".repeat(indent(text, last_key.start));
        let value = pretty(value, pad.len());
        splice(text, last.range.end, last.range.end, &format!(",\n{pad}{key}: {value}"))
    } else {
        splice(text, last.range.end, last.range.end, &format!(", {key}: {value}"))
    }
}

fn json_without(text: &str, object: &JsonNode, name: &str) -> Option<String> {
    let JsonKind::Object(members) = &object.kind else { return None };
    let at = members.iter().position(|(n, ..)| n == name)?;
    let (_, key, value) = members.get(at)?;
    match (members.get(at + 1), at.checked_sub(1).and_then(|i| members.get(i))) {
        (Some((_, next, _)), _) => splice(text, key.start, next.start, ""),
        (None, Some((.., before))) => splice(text, before.range.end, value.range.end, ""),
        (None, None) => splice(text, key.start, value.range.end, ""),
    }
}

fn pretty(value: &Json, indent: usize) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.replace('\n', &format!("\n{}", " ".repeat(indent)))
}

/// White space before the first character of the line an offset stands on.
fn indent(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    text[start..].chars().take_while(|c| *c == ' ').count()
}

/// The byte at a line and a column in characters.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let start = text.split_inclusive('\n').take((line as usize).checked_sub(1)?).map(str::len).sum::<usize>();
    let rest = text.get(start..)?;
    let within = rest.char_indices().nth((column as usize).checked_sub(1)?).map_or(rest.len(), |(i, _)| i);
    Some(start + within)
}

// YAML

fn yaml(text: &str, place: Span, change: &Change) -> Option<String> {
    let read = yaml_documents(text, FileId(0), &Bounds::default(), |_, node| node);
    let node = member_at(&read.documents, place)?;
    match change {
        Change::Set(path, value) => in_map(text, node, path, Some(value.as_ref()?)),
        Change::Remove(path) => in_map(text, node, path, None),
        Change::Where(..) | Change::Instruction(_) => None,
    }
}

/// The text with what stands at a path of a map set or taken away.
pub(super) fn in_map(text: &str, map: &Node, path: &str, value: Option<&Json>) -> Option<String> {
    let mut node = map;
    let steps = steps(path);
    for (i, step) in steps.iter().enumerate() {
        let next = match step {
            Step::Name(name) => match node.as_object() {
                Some(object) => object.get(*name),
                None => return None,
            },
            Step::Only => match node.items()? {
                [only] => Some(only),
                _ => return None,
            },
            Step::At(at) => Some(node.items()?.get(*at)?),
        };
        match (next, value) {
            // what an alias or a merge key brings in is written elsewhere
            (Some(next), _) if !stands_within(next, node) => return None,
            (Some(next), _) if i + 1 < steps.len() && !next.is_null() => node = next,
            (Some(next), Some(value)) => {
                let rest = &steps[i + 1..];
                return match value {
                    _ if !rest.is_empty() => None,
                    Json::Array(_) => yaml_rewrite(text, next, name_of(step)?, value),
                    _ => yaml_replace(text, next, value),
                };
            }
            (Some(next), None) => {
                let site = next.site?;
                let start = offset(text, site.line, 1)?;
                let end = text.split_inclusive('\n').take(site.end_line as usize).map(str::len).sum();
                let block = text.get(start..)?.lines().next()?.trim_start().starts_with(name_of(step)?);
                return if block { splice(text, start, end, "") } else { None };
            }
            (None, Some(value)) => {
                let Step::Name(name) = step else { return None };
                return yaml_insert(text, node, name, &made(&steps[i + 1..], value));
            }
            (None, None) => return Some(text.to_owned()),
        }
    }
    None
}

fn name_of<'p>(step: &Step<'p>) -> Option<&'p str> {
    match step {
        Step::Name(name) => Some(name),
        Step::Only | Step::At(_) => None,
    }
}

fn stands_within(inner: &Node, outer: &Node) -> bool {
    match (inner.origin, outer.origin) {
        (Some(i), Some(o)) => o.line <= i.line && i.end_line <= o.end_line.max(i.end_line),
        _ => false,
    }
}

/// The map whose member's key, or which itself as an element or a document, stands at a place.
fn yaml_at(node: &Node, place: Span) -> Option<&Node> {
    let here = |span: Option<Span>| span.is_some_and(|s| (s.line, s.column) == (place.line, place.column));
    if let Some(object) = node.as_object() {
        if let Some(found) =
            object.values().find_map(|v| if here(v.site) { Some(v) } else { yaml_at(v, place) })
        {
            return Some(found);
        }
    } else if let Some(items) = node.items()
        && let Some(found) = items.iter().find_map(|item| yaml_at(item, place))
    {
        return Some(found);
    }
    here(node.origin).then_some(node)
}

/// A list in place of another, on lines of their own.
fn yaml_rewrite(text: &str, node: &Node, name: &str, value: &Json) -> Option<String> {
    let site = node.site?;
    let start = offset(text, site.line, 1)?;
    let end = text.split_inclusive('\n').take(site.end_line as usize).map(str::len).sum();
    let before = text.get(start..offset(text, site.line, site.column)?)?;
    if !before.trim().is_empty() || !text.get(start..end)?.trim_start().starts_with(name) {
        return None;
    }
    let mut lines = String::new();
    write_member(&mut lines, name, value, site.column as usize - 1)?;
    splice(text, start, end, &lines)
}

/// A scalar in place of another.
fn yaml_replace(text: &str, node: &Node, value: &Json) -> Option<String> {
    let origin = node.origin?;
    if node.as_object().is_some() || node.items().is_some() || origin.line != origin.end_line {
        return None;
    }
    let start = offset(text, origin.line, origin.column)?;
    let rest = text.get(start..)?.lines().next()?;
    let length = match rest.chars().next() {
        None => 0,
        Some(quote @ ('"' | '\'')) => rest.get(1..)?.find(quote)? + 2,
        // a value that is made by a function is the author's to change
        Some('!' | '&' | '*' | '|' | '>' | '{' | '[') => return None,
        Some(_) => {
            let end = rest.find(" #").unwrap_or(rest.len());
            let flow = rest.get(..end)?.find([',', '}', ']']).unwrap_or(end);
            rest.get(..flow)?.trim_end().len()
        }
    };
    let gap = if length == 0 && !text.get(..start)?.ends_with(' ') { " " } else { "" };
    splice(text, start, start + length, &format!("{gap}{}", scalar(value)?))
}

/// A new member at the end of a map in block style.
fn yaml_insert(text: &str, map: &Node, name: &str, value: &Json) -> Option<String> {
    let object = map.as_object()?;
    let place = map.origin?;
    let start = offset(text, place.line, place.column)?;
    if object.is_empty() || text.get(start..)?.starts_with('{') {
        return None;
    }
    // members that a merge key brings in are written elsewhere
    let own =
        object.values().filter_map(|v| v.site).filter(|s| s.column == place.column && s.line >= place.line);
    let last = own.map(|s| s.end_line).max()?;
    let end: usize = text.split_inclusive('\n').take(last as usize).map(str::len).sum();
    let mut lines = String::new();
    if !text.get(..end)?.ends_with('\n') {
        lines.push('\n');
    }
    write_member(&mut lines, name, value, place.column as usize - 1)?;
    splice(text, end, end, &lines)
}

fn write_member(out: &mut String, name: &str, value: &Json, indent: usize) -> Option<()> {
    let pad = " ".repeat(indent);
    match value {
        Json::Object(members) if !members.is_empty() => {
            out.extend([format!("{pad}{name}:\n")]);
            for (name, value) in members {
                write_member(out, name, value, indent + 2)?;
            }
        }
        Json::Array(items) if !items.is_empty() => {
            out.extend([format!("{pad}{name}:\n")]);
            for item in items {
                let mut inner = String::new();
                match item {
                    Json::Object(members) => {
                        for (name, value) in members {
                            write_member(&mut inner, name, value, indent + 4)?;
                        }
                        // the dash takes the place of the first two blanks of the element
                        let body = inner.get(indent + 4..)?;
                        out.extend([format!("{pad}  - {body}")]);
                    }
                    other => out.extend([format!("{pad}  - {}\n", scalar(other)?)]),
                }
            }
        }
        other => out.extend([format!("{pad}{name}: {}\n", scalar(other)?)]),
    }
    Some(())
}

/// A scalar as YAML; a text is quoted where it would be read as something else.
fn scalar(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => {
            let plain = !text.is_empty()
                && text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | ':'))
                && text.starts_with(|c: char| c.is_ascii_alphabetic())
                && !text.ends_with(':')
                && !matches!(
                    text.to_ascii_lowercase().as_str(),
                    "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
                );
            Some(if plain { text.clone() } else { value.to_string() })
        }
        Json::Object(members) if !members.is_empty() => None,
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(line: u32, column: u32) -> Span {
        Span { file: FileId(0), line, end_line: line, column }
    }

    fn set(text: &str, place: Span, path: &str, value: Json) -> Option<String> {
        apply(text, place, &Change::Set(path.to_owned(), Some(value)))
    }

    const YAML: &str = "Resources:\n  Records:\n    Type: AWS::S3::Bucket\n    Properties:\n      Name: a # why\n      Rules:\n        - Status: Off\n\n  Next: {A: 1}\n";

    #[test]
    fn a_scalar_is_replaced_and_its_comment_kept() {
        let new = set(YAML, at(2, 3), "Properties.Name", json!("b")).unwrap();
        assert_eq!(new, YAML.replace("Name: a #", "Name: b #"));
        let new = set(YAML, at(2, 3), "Properties.Rules[].Status", json!("Enabled")).unwrap();
        assert_eq!(new, YAML.replace("Status: Off", "Status: Enabled"));
        let new = set(YAML, at(9, 3), "A", json!(2)).unwrap();
        assert_eq!(new, YAML.replace("{A: 1}", "{A: 2}"));
    }

    #[test]
    fn what_is_missing_is_added_behind_the_last_member() {
        let new = set(YAML, at(2, 3), "Properties.Deep.Of[].Status", json!("on")).unwrap();
        let added = "        - Status: Off\n      Deep:\n        Of:\n          - Status: \"on\"\n";
        assert_eq!(new, YAML.replace("        - Status: Off\n", added));
        assert!(yaml_documents(&new, FileId(0), &Bounds::default(), |_, n| n).faults.is_empty());
        assert_eq!(set(YAML, at(9, 3), "B", json!(1)), None, "flow style is the author's");
        let bare = "Resources:\n  Records:\n    Type: AWS::S3::Bucket";
        let new = set(bare, at(2, 3), "Properties.A", json!(true)).unwrap();
        assert_eq!(new, format!("{bare}\n    Properties:\n      A: true\n"));
    }

    #[test]
    fn a_member_is_removed_with_its_lines() {
        let new = apply(YAML, at(2, 3), &Change::Remove("Properties.Rules".into())).unwrap();
        assert_eq!(new, YAML.replace("      Rules:\n        - Status: Off\n", ""));
    }

    #[test]
    fn functions_and_aliases_are_left_alone() {
        let text = "a: &x\n  b: 1\nr:\n  <<: *x\n  c: !Ref P\n";
        assert_eq!(set(text, at(3, 1), "c", json!(1)), None);
        assert_eq!(set(text, at(3, 1), "b", json!(2)), None);
    }

    #[test]
    fn json_keeps_its_form() {
        let text = "{\n  \"Resources\": {\n    \"B\": {\n      \"Type\": \"T\",\n      \"P\": {\"a\": 1}\n    }\n  }\n}\n";
        assert_eq!(set(text, at(3, 5), "P.a", json!(2)).unwrap(), text.replace("\"a\": 1", "\"a\": 2"));
        assert_eq!(
            set(text, at(3, 5), "P.b.c", json!(true)).unwrap(),
            text.replace("\"a\": 1", "\"a\": 1, \"b\": {\"c\":true}")
        );
        let new = set(text, at(3, 5), "Q.b", json!("x")).unwrap();
        assert_eq!(
            new,
            text.replace("{\"a\": 1}\n", "{\"a\": 1},\n      \"Q\": {\n        \"b\": \"x\"\n      }\n")
        );
        let new = apply(text, at(3, 5), &Change::Remove("P".into())).unwrap();
        assert_eq!(new, text.replace(",\n      \"P\": {\"a\": 1}", ""));
    }
}
