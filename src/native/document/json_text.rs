//! JSON, with the comments that Azure's tools accept.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Bounds, Documents, Fault, Lines};
use crate::native::json::{Json, JsonError, JsonKind, parse, parse_relaxed};
use crate::native::{FileId, Node, Object, Span, Value};

/// Reads a text as one JSON value. `//` and `/* */` comments are passed over.
pub(crate) fn json_document(text: &str, file: FileId, bounds: &Bounds) -> Documents {
    document(text, file, bounds, parse)
}

/// The same as Azure's tools read it: texts may hold ends of lines, and a comma may follow the last member.
pub(crate) fn relaxed_json_document(text: &str, file: FileId, bounds: &Bounds) -> Documents {
    document(text, file, bounds, parse_relaxed)
}

fn document(
    text: &str,
    file: FileId,
    bounds: &Bounds,
    parse: fn(&str, usize) -> Result<Json, JsonError>,
) -> Documents {
    let mut read = Documents::default();
    let lines = Lines::new(text);
    let plain = without_comments(text);
    match parse(&plain, bounds.nesting_depth) {
        Ok(json) => {
            let node = node(json, file, &lines, &mut read.faults);
            read.documents.push(node);
        }
        Err(error) => {
            let (line, column) = lines.place(error.offset);
            read.faults.push(Fault {
                line,
                column,
                message: error.message.to_owned(),
                is_limit: error.too_deep,
            });
        }
    }
    read
}

/// The same text with blanks in place of comments, so that every offset stays.
fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("//") && !text.contains("/*") {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    let (mut at, mut in_string) = (0, false);
    while let Some(byte) = bytes.get(at).copied() {
        let next = bytes.get(at + 1).copied();
        match (in_string, byte, next) {
            (true, b'\\', _) => at += 2,
            (_, b'"', _) => {
                in_string = !in_string;
                at += 1;
            }
            (false, b'/', Some(b'/' | b'*')) => {
                let rest = text.get(at..).unwrap_or_default();
                let length = if next == Some(b'/') {
                    rest.find('\n').unwrap_or(rest.len())
                } else {
                    rest.get(2..).and_then(|r| r.find("*/")).map_or(rest.len(), |end| end + 4)
                };
                for byte in bytes.iter_mut().skip(at).take(length).filter(|b| **b != b'\n') {
                    *byte = b' ';
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    // only whole comments became blanks, so that the text is UTF-8 still
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn node(json: Json, file: FileId, lines: &Lines<'_>, faults: &mut Vec<Fault>) -> Node {
    let span = lines.span(file, json.range.start, json.range.end);
    let value = match json.kind {
        JsonKind::Null => Value::Null,
        JsonKind::Bool(b) => Value::Bool(b),
        JsonKind::Number(n) => Value::Number(n),
        JsonKind::String(s) => Value::String(s.into()),
        JsonKind::Array(items) => {
            Value::List(Arc::new(items.into_iter().map(|item| node(item, file, lines, faults)).collect()))
        }
        JsonKind::Object(members) => {
            let mut object =
                Object::with_capacity_and_hasher(members.len(), foldhash::fast::RandomState::default());
            for (name, key, value) in members {
                let key = lines.span(file, key.start, key.end);
                let mut value = node(value, file, lines, faults);
                value.site = value.origin.map(|origin| Span { end_line: origin.end_line, ..key });
                if object.contains_key(name.as_str()) {
                    faults.push(super::yaml_text::duplicate(&name, key));
                }
                object.insert(name.into(), value);
            }
            Value::Object(Arc::new(object))
        }
    };
    Node::at(value, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Documents {
        json_document(text, FileId(0), &Bounds::default())
    }

    #[test]
    fn members_keep_their_lines() {
        let read = read("{\n  \"a\": {\n    \"b\": [1,\n 2]\n  }\n}");
        let root = &read.documents[0];
        let a = &root.as_object().unwrap()["a"];
        assert_eq!((a.site.unwrap().line, a.site.unwrap().end_line), (2, 5));
        let b = &a.as_object().unwrap()["b"];
        assert_eq!((b.origin.unwrap().line, b.origin.unwrap().end_line, b.site.unwrap().column), (3, 4, 5));
    }

    #[test]
    fn comments_are_passed_over_and_texts_keep_theirs() {
        let read = read("{ // one\n /* two\n é */ \"a\": \"http://x /* y */\", \"b\": 1 }");
        assert!(read.faults.is_empty(), "{:?}", read.faults);
        let object = read.documents[0].as_object().unwrap();
        assert_eq!(&*object["a"].as_text().unwrap(), "http://x /* y */");
        assert_eq!(object["b"].origin.unwrap().line, 3);
    }

    #[test]
    fn relaxed_texts_hold_several_lines_and_keep_the_places_behind_them() {
        let text = "{\"a\": \"one\n two\",\n \"b\": [1,],\n}";
        assert!(!super::json_document(text, FileId(0), &Bounds::default()).faults.is_empty());
        let read = relaxed_json_document(text, FileId(0), &Bounds::default());
        assert!(read.faults.is_empty(), "{:?}", read.faults);
        let object = read.documents[0].as_object().unwrap();
        assert_eq!(&*object["a"].as_text().unwrap(), "one\n two");
        assert_eq!((object["a"].site.unwrap().end_line, object["b"].site.unwrap().line), (2, 3));
    }

    #[test]
    fn faults_name_the_place() {
        let broken = read("{\n \"a\" 1}");
        assert_eq!((broken.faults[0].line, broken.faults[0].column), (2, 6));
        assert!(read(&"[".repeat(200)).faults[0].is_limit);
        let twice = read("{\"a\": 1,\n\"a\": 2}");
        assert_eq!(twice.faults[0].line, 2);
        assert_eq!(twice.documents[0].as_object().unwrap()["a"].as_number(), Some(2.0));
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "[\\[\\]{}:,\"a\\\\u0-9/*\n -]{0,40}|\\PC{0,20}") {
            let _ = read(&text);
        }
    }
}
