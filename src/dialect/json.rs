//! Reads JSON that stands in a text argument, unknown parts and line numbers kept.
//!
//! A policy or a container definition is text to the provider but structure to a check. Depending on how it was
//! written it arrives as a whole text, as the structure given to `jsonencode`, or as a template with unknown
//! interpolations; all three become the same tree of nodes.

use std::iter::Peekable;
use std::str::CharIndices;
use std::sync::Arc;

use super::Reader;
use super::reader::Found;
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
        Value::String(text) => or_unknown(Parser::new(text, &[], node).document().map_err(|m| invalid(&m))),
        Value::Unknown(unknown) => match &unknown.shape {
            Shape::Json(inner) => Document::Known(placed(inner, node)),
            Shape::Template(fragments) => {
                let (text, unknowns) = placeholders(fragments);
                // a template that does not parse may still be JSON once its parts are known
                let read = Parser::new(&text, &unknowns, node).document();
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

struct Parser<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    unknowns: &'a [Arc<Unknown>],
    /// The line of the source file on which the text's first line stands, where that can be told.
    first_line: Option<Span>,
    line: u32,
    outer: &'a Node,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, unknowns: &'a [Arc<Unknown>], outer: &'a Node) -> Self {
        let lines = u32::try_from(text.trim_end_matches('\n').split('\n').count()).unwrap_or(u32::MAX);
        let first_line = outer.origin.and_then(|span| {
            let covered = span.end_line.saturating_sub(span.line).saturating_add(1);
            // a heredoc has its markers on lines of their own
            let skip = match covered.checked_sub(lines)? {
                0 if lines > 1 => 0,
                1 | 2 if lines > 1 || covered == 3 => 1,
                _ => return None,
            };
            Some(Span { line: span.line + skip, column: 1, ..span })
        });
        Self { text, chars: text.char_indices().peekable(), unknowns, first_line, line: 0, outer }
    }

    fn document(mut self) -> Result<Node, String> {
        let node = self.value(0)?;
        self.space();
        match self.chars.peek() {
            None => Ok(node),
            Some(_) => Err(self.unexpected()),
        }
    }

    fn next(&mut self) -> Option<char> {
        let (_, c) = self.chars.next()?;
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t' | '\r' | '\n')) {
            self.next();
        }
    }

    fn unexpected(&mut self) -> String {
        let line = self.line + 1;
        match self.peek() {
            Some(c) => format!("unexpected {c:?} on line {line}"),
            None => format!("it ends too early on line {line}"),
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        if self.peek() == Some(wanted) {
            self.next();
            return Ok(());
        }
        Err(self.unexpected())
    }

    fn node(&self, value: Value, from: u32) -> Node {
        let origin = match self.first_line {
            Some(first) => Some(Span {
                line: first.line.saturating_add(from),
                end_line: first.line.saturating_add(self.line),
                ..first
            }),
            None => self.outer.origin,
        };
        Node { value, origin, site: self.outer.site, refs: None, sensitive: self.outer.sensitive, json: None }
    }

    fn placeholder(&self, c: char) -> Option<&'a Arc<Unknown>> {
        let number = u32::from(c).checked_sub(PLACEHOLDER)?;
        self.unknowns.get(number as usize)
    }

    fn value(&mut self, depth: usize) -> Result<Node, String> {
        if depth > DEPTH {
            return Err(format!("nested deeper than {DEPTH} levels"));
        }
        self.space();
        let from = self.line;
        let Some(c) = self.peek() else { return Err(self.unexpected()) };
        let value = match c {
            '{' => self.object(depth)?,
            '[' => self.list(depth)?,
            '"' => self.string()?,
            't' => self.word("true", Value::Bool(true))?,
            'f' => self.word("false", Value::Bool(false))?,
            'n' => self.word("null", Value::Null)?,
            '-' | '0'..='9' => self.number()?,
            _ => match self.placeholder(c) {
                Some(unknown) => {
                    self.next();
                    Value::Unknown(unknown.clone())
                }
                None => return Err(self.unexpected()),
            },
        };
        Ok(self.node(value, from))
    }

    fn object(&mut self, depth: usize) -> Result<Value, String> {
        self.expect('{')?;
        let mut object = Object::default();
        let mut unknown_key = None;
        loop {
            self.space();
            if self.peek() == Some('}') && object.is_empty() {
                break;
            }
            let key = self.string()?;
            self.space();
            self.expect(':')?;
            let value = self.value(depth + 1)?;
            match key {
                Value::String(name) => {
                    object.insert(name, value);
                }
                other => unknown_key = Some(other),
            }
            self.space();
            if self.peek() == Some(',') {
                self.next();
                continue;
            }
            break;
        }
        self.expect('}')?;
        Ok(unknown_key.unwrap_or_else(|| Value::Object(Arc::new(object))))
    }

    fn list(&mut self, depth: usize) -> Result<Value, String> {
        self.expect('[')?;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(']') {
            self.next();
            return Ok(Value::List(Arc::new(items)));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.peek() == Some(',') {
                self.next();
                continue;
            }
            break;
        }
        self.expect(']')?;
        Ok(Value::List(Arc::new(items)))
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, String> {
        for wanted in word.chars() {
            self.expect(wanted)?;
        }
        Ok(value)
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.chars.peek().map_or(0, |(i, _)| *i);
        while matches!(self.peek(), Some('-' | '+' | '.' | 'e' | 'E' | '0'..='9')) {
            self.next();
        }
        let end = self.chars.peek().map_or(self.text.len(), |(i, _)| *i);
        let digits = self.text.get(start..end).unwrap_or_default();
        digits.parse().map(Value::Number).map_err(|_| format!("{digits:?} is not a number"))
    }

    /// A text, or a template when it has unknown parts.
    fn string(&mut self) -> Result<Value, String> {
        self.expect('"')?;
        let mut text = String::new();
        let mut fragments: Vec<Fragment> = Vec::new();
        loop {
            match self.next() {
                None | Some('\n') => return Err(format!("a text is not closed on line {}", self.line)),
                Some('"') => break,
                Some('\\') => text.push(self.escape()?),
                Some(c) => match self.placeholder(c) {
                    Some(unknown) => {
                        if !text.is_empty() {
                            fragments.push(Fragment::Text(std::mem::take(&mut text).into()));
                        }
                        fragments.push(Fragment::Unknown(unknown.clone()));
                    }
                    None => text.push(c),
                },
            }
        }
        let Some(first) = fragments.iter().find_map(|f| match f {
            Fragment::Unknown(unknown) => Some(unknown.clone()),
            Fragment::Text(_) => None,
        }) else {
            return Ok(Value::String(text.into()));
        };
        if fragments.len() == 1 && text.is_empty() {
            return Ok(Value::Unknown(first));
        }
        if !text.is_empty() {
            fragments.push(Fragment::Text(text.into()));
        }
        let refs = fragments.iter().flat_map(|f| match f {
            Fragment::Unknown(unknown) => unknown.refs.clone(),
            Fragment::Text(_) => Vec::new(),
        });
        Ok(Value::Unknown(Arc::new(Unknown {
            why: first.why.clone(),
            refs: refs.collect(),
            shape: Shape::Template(fragments),
        })))
    }

    fn escape(&mut self) -> Result<char, String> {
        Ok(match self.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('u') => {
                let high = self.hex()?;
                if (0xD800..0xDC00).contains(&high) && self.peek() == Some('\\') {
                    self.next();
                    self.expect('u')?;
                    let low = self.hex()?.wrapping_sub(0xDC00) & 0x3FF;
                    char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + low).unwrap_or('\u{FFFD}')
                } else {
                    char::from_u32(high).unwrap_or('\u{FFFD}')
                }
            }
            _ => return Err(format!("an unknown escape on line {}", self.line + 1)),
        })
    }

    fn hex(&mut self) -> Result<u32, String> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|c| c.to_digit(16)).ok_or_else(|| self.unexpected())?;
            self.next();
            number = number * 16 + digit;
        }
        Ok(number)
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
