//! Reads JSON that stands in a text argument, unknown parts and line numbers kept.
//!
//! A policy or a container definition is text to the provider but structure to a check. Depending on how it was
//! written it arrives as a whole text, as the structure given to `jsonencode`, or as a template with unknown
//! interpolations; all three become the same tree of nodes.

use std::ops::Range;
use std::sync::Arc;

use super::Reader;
use super::reader::Found;
use crate::native::json::{self, Json, JsonKind};
use crate::native::{Fragment, Node, Object, Shape, Span, Unknown, Value, Why};
use crate::resource::At;

/// Nesting deeper than this is refused; AWS policies nest about six levels.
const DEPTH: usize = 64;

/// Unknown fragments stand in the text as characters of this private plane, numbered from here.
const PLACEHOLDER: u32 = 0xF_0000;

/// How many unknown fragments one template may have.
const PLACEHOLDERS: usize = 0xFFFE;

/// A JSON document of a text argument.
#[derive(Debug, Clone)]
pub enum Document {
    /// Not written.
    Absent,
    /// Read; parts of it may be unknown nodes.
    Known(Node),
    /// Not readable as a whole, with the reason.
    Unknown(Arc<Why>, At),
}

/// Reads the document of a node.
pub fn document(node: &Node) -> Document {
    let at = At { origin: node.origin, site: node.site };
    let or_unknown = |read: Result<Node, Arc<Why>>| match read {
        Ok(node) => Document::Known(node),
        Err(why) => Document::Unknown(why, at),
    };
    if let Some(inner) = &node.json {
        return Document::Known(placed(inner, node));
    }
    match &node.value {
        Value::Null => Document::Absent,
        Value::String(text) if text.trim().is_empty() => Document::Absent,
        // already decoded: the argument takes a structure, as in `.tf.json`
        Value::Object(_) | Value::List(_) | Value::Set(_) => Document::Known(node.clone()),
        Value::String(text) => or_unknown(read(text, &[], node).map_err(|m| invalid(&m))),
        Value::Unknown(unknown) => match &unknown.shape {
            Shape::Json(inner) => Document::Known(placed(inner, node)),
            Shape::Template(fragments) => {
                let (text, unknowns) = placeholders(fragments);
                // a template that does not parse may still be JSON once its parts are known
                let read = read(&text, &unknowns, node);
                or_unknown(read.map_err(|_| Arc::new(unknown.why.clone())))
            }
            Shape::Opaque => Document::Unknown(Arc::new(unknown.why.clone()), at),
        },
        Value::Bool(_) | Value::Number(_) => or_unknown(Err(invalid("expected a text"))),
    }
}

impl Reader<'_> {
    /// The JSON document an argument holds.
    pub fn document(&self, path: &str) -> Document {
        match self.find(path) {
            Found::Nothing => Document::Absent,
            Found::Unknown(unknown, at) => Document::Unknown(Arc::new(unknown.why.clone()), at),
            Found::Node(node) => document(node),
        }
    }
}

/// The structure, standing where the text stands unless it knows better.
fn placed(inner: &Node, node: &Node) -> Node {
    let mut inner = inner.clone();
    inner.origin = inner.origin.or(node.origin);
    inner.site = node.site.or(inner.site);
    inner
}

fn invalid(message: &str) -> Arc<Why> {
    Arc::new(Why::Invalid(format!("not valid JSON: {message}").into()))
}

/// The template as one text with a placeholder for every unknown fragment.
fn placeholders(fragments: &[Fragment]) -> (String, Vec<Arc<Unknown>>) {
    let mut text = String::new();
    let mut unknowns = Vec::new();
    for fragment in fragments {
        match fragment {
            Fragment::Text(literal) => text.push_str(literal),
            Fragment::Unknown(unknown) if unknowns.len() < PLACEHOLDERS => {
                let number = u32::try_from(unknowns.len()).unwrap_or_default();
                text.extend(char::from_u32(PLACEHOLDER + number));
                unknowns.push(unknown.clone());
            }
            Fragment::Unknown(_) => text.push('?'),
        }
    }
    (text, unknowns)
}

/// Reads a text with stand-ins for `unknowns` as a document that stands in `outer`.
fn read(text: &str, unknowns: &[Arc<Unknown>], outer: &Node) -> Result<Node, String> {
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let placing = Placing { unknowns, first_line: first_line(text, outer), starts, outer };
    let stands_in: fn(char) -> bool =
        if unknowns.is_empty() { |_| false } else { |c| u32::from(c) >= PLACEHOLDER };
    let read = json::parse_with_stand_ins(text, DEPTH, stands_in);
    let read = read.map_err(|e| format!("{} on line {}", e.message, placing.line(e.offset) + 1))?;
    Ok(placing.node(read))
}

/// The line of the source file on which the text's first line stands, where that can be told.
fn first_line(text: &str, outer: &Node) -> Option<Span> {
    let lines = u32::try_from(text.trim_end_matches('\n').split('\n').count()).unwrap_or(u32::MAX);
    let span = outer.origin?;
    let covered = span.end_line.saturating_sub(span.line).saturating_add(1);
    // a heredoc has its markers on lines of their own
    let skip = match covered.checked_sub(lines)? {
        0 if lines > 1 => 0,
        1 | 2 if lines > 1 || covered == 3 => 1,
        _ => return None,
    };
    Some(Span { line: span.line + skip, column: 1, ..span })
}

/// Gives what was read its place in the source file, and its unknown parts back.
struct Placing<'a> {
    unknowns: &'a [Arc<Unknown>],
    first_line: Option<Span>,
    /// Where each line of the text begins.
    starts: Vec<usize>,
    outer: &'a Node,
}

impl Placing<'_> {
    /// The line of a byte, from zero.
    fn line(&self, offset: usize) -> u32 {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    fn node(&self, json: Json) -> Node {
        let origin = match self.first_line {
            Some(first) => Some(Span {
                line: first.line.saturating_add(self.line(json.range.start)),
                end_line: first.line.saturating_add(self.line(json.range.end)),
                ..first
            }),
            None => self.outer.origin,
        };
        let value = match json.kind {
            JsonKind::Null => Value::Null,
            JsonKind::Bool(value) => Value::Bool(value),
            JsonKind::Number(number) => Value::Number(number),
            JsonKind::String(text) => self.text(&text),
            JsonKind::Array(items) => {
                Value::List(Arc::new(items.into_iter().map(|i| self.node(i)).collect()))
            }
            JsonKind::Object(members) => self.object(members),
        };
        Node { value, origin, site: self.outer.site, refs: None, sensitive: self.outer.sensitive, json: None }
    }

    /// An object, which is unknown as a whole when one of its keys is.
    fn object(&self, members: Vec<(String, Range<usize>, Json)>) -> Value {
        let mut object = Object::default();
        let mut unknown_key = None;
        for (name, _, value) in members {
            match self.text(&name) {
                Value::String(name) => {
                    object.insert(name, self.node(value));
                }
                other => unknown_key = Some(other),
            }
        }
        unknown_key.unwrap_or_else(|| Value::Object(Arc::new(object)))
    }

    fn unknown(&self, c: char) -> Option<&Arc<Unknown>> {
        let number = u32::from(c).checked_sub(PLACEHOLDER)?;
        self.unknowns.get(number as usize)
    }

    /// A text, or a template when it has unknown parts.
    fn text(&self, written: &str) -> Value {
        let mut fragments: Vec<Fragment> = Vec::new();
        let mut plain = 0;
        for (at, c) in written.char_indices() {
            let Some(unknown) = self.unknown(c) else { continue };
            if plain < at {
                fragments.push(Fragment::Text(written[plain..at].into()));
            }
            fragments.push(Fragment::Unknown(unknown.clone()));
            plain = at + c.len_utf8();
        }
        let parts = || {
            fragments.iter().filter_map(|f| match f {
                Fragment::Unknown(unknown) => Some(unknown),
                Fragment::Text(_) => None,
            })
        };
        let Some(first) = parts().next() else { return Value::String(written.into()) };
        if fragments.len() == 1 && plain == written.len() {
            return Value::Unknown(first.clone());
        }
        let (why, refs) = (first.why.clone(), parts().flat_map(|u| u.refs.clone()).collect());
        if plain < written.len() {
            fragments.push(Fragment::Text(written[plain..].into()));
        }
        Value::Unknown(Arc::new(Unknown { why, refs, shape: Shape::Template(fragments) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::{FileId, Reference};

    fn text(s: &str) -> Node {
        Node::new(Value::String(s.into()))
    }

    fn structure(node: &Node) -> Result<Node, Arc<Why>> {
        match document(node) {
            Document::Known(node) => Ok(node),
            Document::Unknown(why, _) => Err(why),
            Document::Absent => panic!("absent"),
        }
    }

    fn unknown(name: &str) -> Arc<Unknown> {
        Arc::new(Unknown {
            why: Why::Apply(format!("{name}.arn").into()),
            refs: vec![Reference { address: name.into(), attribute: "arn".into() }],
            shape: Shape::Opaque,
        })
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let node = structure(&text(
            r#" {"a": [1, -2.5e1, true, false, null, "q\"\u0041\ud83d\ude00"], "b": {}, "c": []} "#,
        ))
        .unwrap();
        let object = node.as_object().unwrap();
        let items = object["a"].items().unwrap();
        assert_eq!(items[1].as_number(), Some(-25.0));
        assert_eq!(items[2].as_bool(), Some(true));
        assert!(items[4].is_null());
        assert_eq!(items[5].as_text().as_deref(), Some("q\"A😀"));
        assert!(object["b"].as_object().unwrap().is_empty());
        assert!(object["c"].items().unwrap().is_empty());
    }

    #[test]
    fn what_is_not_json_is_refused_with_a_reason() {
        assert!(matches!(document(&text(" ")), Document::Absent));
        for bad in ["{", "[1,]", "{\"a\" 1}", "{} x", "tru", "\"a\nb\"", "-", "{\"a\":1,}"] {
            let why = structure(&text(bad)).unwrap_err();
            assert!(matches!(&*why, Why::Invalid(_)), "{bad}");
        }
        assert!(structure(&text(&"[".repeat(5000))).is_err());
    }

    #[test]
    fn unknown_parts_of_a_template_stay_where_they_are() {
        let fragments = vec![
            Fragment::Text("{\"whole\": \"".into()),
            Fragment::Unknown(unknown("aws_s3_bucket.a")),
            Fragment::Text("\", \"part\": \"".into()),
            Fragment::Unknown(unknown("aws_s3_bucket.b")),
            Fragment::Text("/*\", \"bare\": ".into()),
            Fragment::Unknown(unknown("aws_s3_bucket.c")),
            Fragment::Text("}".into()),
        ];
        let outer = Node::new(Value::Unknown(Arc::new(Unknown {
            why: Why::Apply("x".into()),
            refs: Vec::new(),
            shape: Shape::Template(fragments),
        })));
        let node = structure(&outer).unwrap();
        let object = node.as_object().unwrap();
        assert_eq!(&*object["whole"].references()[0].address, "aws_s3_bucket.a");
        assert_eq!(&*object["bare"].references()[0].address, "aws_s3_bucket.c");
        let part = object["part"].as_unknown().unwrap();
        assert!(matches!(&part.shape, Shape::Template(f) if f.len() == 2));
        assert_eq!(&*part.refs[0].address, "aws_s3_bucket.b");
    }

    #[test]
    fn lines_inside_a_heredoc_are_told() {
        let mut node = text("{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}\n");
        node.origin = Some(Span { file: FileId(0), line: 10, end_line: 17, column: 12 });
        let read = structure(&node).unwrap();
        let object = read.as_object().unwrap();
        let line = |n: &Node| n.origin.map(|s| (s.line, s.end_line));
        assert_eq!(line(&read), Some((11, 16)));
        assert_eq!(line(&object["a"]), Some((12, 12)));
        assert_eq!(line(&object["b"]), Some((13, 15)));
    }
}
