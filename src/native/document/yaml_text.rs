//! YAML, several documents in a file, with anchors, merge keys and tags.

use std::collections::HashMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{Bounds, Documents, Fault, count};
use crate::native::{FileId, Node, Object, Span, Value};

/// What a tag of a format of its own (`!Ref`) makes of the value behind it: the tag's suffix and the value.
pub(crate) type OwnTag = fn(&str, Node) -> Node;

/// A list or map that is being read.
enum Open {
    List { items: Vec<Node> },
    Map { object: Object, key: Option<(Arc<str>, Span)>, merged: Vec<(Node, Span)> },
}

struct Frame {
    open: Open,
    anchor: usize,
    tag: Option<String>,
    start: Span,
    /// Values within, aliases with all that they stand for.
    size: usize,
}

struct Reader<'t> {
    lines: Vec<&'t str>,
    file: FileId,
    bounds: Bounds,
    own_tag: OwnTag,
    frames: Vec<Frame>,
    /// Values behind anchors, with their size.
    anchors: HashMap<usize, (Node, usize)>,
    total: usize,
    read: Documents,
}

/// Reads every document of a text. Scalars are those of YAML 1.1, which CloudFormation and Kubernetes speak, but for
/// numbers with leading zeros: those stay texts, because account numbers look like that.
pub(crate) fn yaml_documents(text: &str, file: FileId, bounds: &Bounds, own_tag: OwnTag) -> Documents {
    let mut reader = Reader {
        lines: text.lines().collect(),
        file,
        bounds: *bounds,
        own_tag,
        frames: Vec::new(),
        anchors: HashMap::new(),
        total: 0,
        read: Documents::default(),
    };
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, span)) => reader.take(event, &span),
            Err(error) => {
                let marker = error.marker();
                Err(Fault {
                    line: count(marker.line()),
                    column: count(marker.col() + 1),
                    message: error.info().to_owned(),
                    is_limit: false,
                })
            }
        };
        if let Err(fault) = step {
            reader.read.faults.push(fault);
            break;
        }
    }
    reader.read
}

impl Reader<'_> {
    fn span(&self, span: &saphyr_parser::Span) -> Span {
        let line = count(span.start.line().max(1));
        // a block scalar ends where the next token begins
        let mut end_line = span.end.line().max(1);
        if span.end.col() == 0 && end_line > span.start.line() {
            end_line -= 1;
        }
        Span {
            file: self.file,
            line,
            end_line: count(end_line).max(line),
            column: count(span.start.col() + 1),
        }
    }

    fn take(&mut self, event: Event<'_>, span: &saphyr_parser::Span) -> Result<(), Fault> {
        let at = self.span(span);
        match event {
            Event::DocumentStart(_) => {
                // an anchor holds for its own document
                self.anchors.clear();
                Ok(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.open(Open::List { items: Vec::new() }, anchor, tag.as_deref(), at)
            }
            Event::MappingStart(anchor, tag) => {
                let open = Open::Map { object: Object::default(), key: None, merged: Vec::new() };
                self.open(open, anchor, tag.as_deref(), at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
            Event::Scalar(value, style, anchor, tag) => {
                let node = scalar(&value, style, tag.as_deref(), self.trimmed(style, at, span));
                let node = self.tagged(node, own(tag.as_deref()).as_deref());
                self.put(node, anchor, 1)
            }
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
                    return Err(fault(at, "an alias of an anchor that is not complete".to_owned()));
                };
                self.put(Node { site: Some(at), ..node }, 0, size)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    /// The span of a block scalar: from its indicator to its last line that is not blank. The parser begins it with its
    /// content and ends it where the next token stands.
    fn trimmed(&self, style: ScalarStyle, at: Span, span: &saphyr_parser::Span) -> Span {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return at;
        }
        let line_of = |n: u32| self.lines.get((n as usize).wrapping_sub(1)).copied().unwrap_or_default();
        let mut last = count(span.end.line());
        if line_of(last).chars().take(span.end.col()).all(char::is_whitespace) {
            last = last.saturating_sub(1);
        }
        while last > at.line && line_of(last).trim().is_empty() {
            last -= 1;
        }
        let indicator = |n: u32| {
            let line = line_of(n);
            let plain = line.find(" #").map_or(line, |comment| &line[..comment]);
            let at = plain.rfind(['|', '>'])?;
            let trailing = plain[at + 1..].trim().chars().all(|c| matches!(c, '+' | '-' | '0'..='9'));
            trailing.then(|| (n, count(plain[..at].chars().count() + 1)))
        };
        let first = (1..=at.line).rev().skip(usize::from(last >= at.line));
        let (line, column) = first
            .take_while(|n| *n == at.line || line_of(*n).trim().is_empty() || indicator(*n).is_some())
            .find_map(indicator)
            .unwrap_or((at.line, at.column));
        Span { file: at.file, line, end_line: last.max(line), column }
    }

    fn open(&mut self, open: Open, anchor: usize, tag: Option<&Tag>, start: Span) -> Result<(), Fault> {
        if self.frames.len() >= self.bounds.nesting_depth {
            let message = format!(
                "more than {} lists and maps within each other (bound nesting_depth)",
                self.bounds.nesting_depth
            );
            return Err(Fault { is_limit: true, ..fault(start, message) });
        }
        self.frames.push(Frame { open, anchor, tag: own(tag), start, size: 1 });
        Ok(())
    }

    fn close(&mut self, end: Span) -> Result<(), Fault> {
        let Some(frame) = self.frames.pop() else {
            return Err(fault(end, "an end without a start".to_owned()));
        };
        let mut last = frame.start.line;
        let value = match frame.open {
            Open::List { items } => {
                last = items.iter().filter_map(|n| n.origin).map(|s| s.end_line).fold(last, u32::max);
                Value::List(Arc::new(items))
            }
            Open::Map { mut object, merged, .. } => {
                let own = object.values().filter(|n| n.site == n.origin || n.origin.is_some());
                last = own.filter_map(|n| n.site.map(|s| s.end_line)).fold(last, u32::max);
                for (node, key) in merged {
                    last = last.max(key.end_line);
                    merge(&mut object, &node, key, &mut self.read.faults);
                }
                Value::Object(Arc::new(object))
            }
        };
        // in flow style the bracket that closes is the end; in block style the end stands at the next token
        let closes = self.lines.get(end.line as usize - 1).is_some_and(|line| {
            let at = line.chars().nth(end.column as usize - 1);
            matches!(at, Some(']' | '}'))
        });
        let end_line = if closes { end.line.max(last) } else { last };
        let node = Node::at(value, Span { end_line, ..frame.start });
        let node = self.tagged(node, frame.tag.as_deref());
        self.put(node, frame.anchor, frame.size)
    }

    fn tagged(&self, node: Node, tag: Option<&str>) -> Node {
        match tag {
            None => node,
            Some(tag) => {
                let (origin, site) = (node.origin, node.site);
                let made = (self.own_tag)(tag, node);
                Node { origin: made.origin.or(origin), site: made.site.or(site), ..made }
            }
        }
    }

    /// Adds a finished value to what is open, or as a document.
    fn put(&mut self, mut node: Node, anchor: usize, size: usize) -> Result<(), Fault> {
        let at =
            node.site.or(node.origin).unwrap_or(Span { file: self.file, line: 1, end_line: 1, column: 1 });
        self.total = self.total.saturating_add(size);
        if self.total > self.bounds.values {
            let message = format!("more than {} values, aliases unfolded (bound values)", self.bounds.values);
            return Err(Fault { is_limit: true, ..fault(at, message) });
        }
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(frame) = self.frames.last_mut() else {
            self.read.documents.push(node);
            return Ok(());
        };
        frame.size = frame.size.saturating_add(size);
        match &mut frame.open {
            Open::List { items } => items.push(node),
            Open::Map { object, key, merged } => match key.take() {
                None => {
                    let name = node.as_text().unwrap_or_else(|| "null".into());
                    *key = Some((name, at));
                }
                Some((name, place)) if &*name == "<<" => {
                    merged.push((node, Span { end_line: at.end_line, ..place }));
                }
                Some((name, place)) => {
                    // behind an alias the value ends where the alias does
                    let aliased = node.site != node.origin;
                    let end =
                        if aliased { at.end_line } else { node.origin.map_or(place.line, |o| o.end_line) };
                    node.site = Some(Span { end_line: end.max(place.line), ..place });
                    if object.contains_key(&name) {
                        self.read.faults.push(duplicate(&name, place));
                    }
                    object.insert(name, node);
                }
            },
        }
        Ok(())
    }
}

/// Takes over members of a map, or of a list of maps, that are not written out. They keep where they are written.
fn merge(object: &mut Object, from: &Node, key: Span, faults: &mut Vec<Fault>) {
    match &from.value {
        Value::Object(members) => {
            for (name, value) in &**members {
                object.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        Value::List(items) => items.iter().for_each(|item| merge(object, item, key, faults)),
        _ => faults.push(fault(key, "a merge key without a map".to_owned())),
    }
}

/// A key that stands twice in a map; the last one holds.
pub(super) fn duplicate(name: &str, at: Span) -> Fault {
    fault(at, format!("{name:?} stands twice in the same map; the last one holds"))
}

fn fault(at: Span, message: String) -> Fault {
    Fault { line: at.line, column: at.column, message, is_limit: false }
}

/// The suffix of a tag that is not YAML's own.
fn own(tag: Option<&Tag>) -> Option<String> {
    let tag = tag.filter(|t| !t.is_yaml_core_schema() && !t.suffix.is_empty())?;
    Some(tag.suffix.clone())
}

fn scalar(value: &str, style: ScalarStyle, tag: Option<&Tag>, at: Span) -> Node {
    let text =
        style != ScalarStyle::Plain || tag.is_some_and(|t| t.is_yaml_core_schema() && t.suffix == "str");
    Node::at(if text { Value::String(value.into()) } else { plain(value) }, at)
}

/// A scalar without quotes.
fn plain(value: &str) -> Value {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    if let Some(digits) = value.strip_prefix("0x")
        && let Ok(n) = u32::from_str_radix(digits, 16)
    {
        return Value::Number(f64::from(n));
    }
    let digits = value.trim_start_matches(['-', '+']);
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let numeric = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
    match value.parse::<f64>() {
        Ok(n) if numeric && !leading_zero && n.is_finite() => Value::Number(n),
        _ => Value::String(value.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_call(tag: &str, node: Node) -> Node {
        let mut object = Object::default();
        object.insert(tag.into(), node.clone());
        Node { value: Value::Object(Arc::new(object)), ..node }
    }

    fn read(text: &str) -> Documents {
        yaml_documents(text, FileId(0), &Bounds::default(), as_call)
    }

    fn lines(node: &Node) -> (u32, u32) {
        node.origin.map(|s| (s.line, s.end_line)).unwrap()
    }

    fn sites(node: &Node) -> (u32, u32) {
        node.site.map(|s| (s.line, s.end_line)).unwrap()
    }

    fn member<'n>(node: &'n Node, path: &str) -> &'n Node {
        path.split('.').fold(node, |n, part| match part.parse::<usize>() {
            Ok(i) => &n.items().unwrap()[i],
            Err(_) => &n.as_object().unwrap()[part],
        })
    }

    #[test]
    fn block_maps_end_with_their_last_value() {
        let text = "a:\n  b: 1\n  c:\n    - x\n    - y\n\n# comment\nd:\n  e: |\n    one\n    two\n\nf: {g: 1,\n  h: 2\n}\n";
        let read = read(text);
        assert!(read.faults.is_empty(), "{:?}", read.faults);
        let root = &read.documents[0];
        assert_eq!(sites(member(root, "a")), (1, 5));
        assert_eq!(lines(member(root, "a.c.1")), (5, 5));
        assert_eq!(sites(member(root, "d.e")), (9, 11));
        assert_eq!(sites(member(root, "f")), (13, 15));
        assert_eq!(sites(member(root, "f.h")), (14, 14));
    }

    #[test]
    fn long_texts_end_with_their_last_line_wherever_the_next_token_stands() {
        let read = read(
            "r:\n  a:\n    t: |\n      # one\n      two\n  b:\n    - >\n      three\n    - x\n  c: |\n    last\n",
        );
        let root = &read.documents[0];
        assert_eq!((sites(member(root, "r.a.t")), lines(member(root, "r.a.t"))), ((3, 5), (3, 5)));
        assert_eq!(sites(member(root, "r.a")), (2, 5));
        assert_eq!(lines(member(root, "r.b.0")), (7, 8));
        assert_eq!(sites(member(root, "r.c")), (10, 11));
    }

    #[test]
    fn values_behind_anchors_keep_where_they_are_written() {
        let text = "base: &base\n  user: 0\n  root: true\nuse:\n  <<: *base\n  user: 5\nwhole: *base\n";
        let read = read(text);
        let root = &read.documents[0];
        assert_eq!(member(root, "use.user").as_number(), Some(5.0));
        assert_eq!(sites(member(root, "use.root")), (3, 3));
        assert_eq!((sites(member(root, "whole")), lines(member(root, "whole"))), ((7, 7), (1, 3)));
        assert_eq!(sites(member(root, "whole.user")), (2, 2));
        assert_eq!(sites(member(root, "use")), (4, 6));
    }

    #[test]
    fn own_tags_are_handed_over_with_their_value() {
        let read = read("a: !Ref Key\nb: !Sub\n  - '${x}'\n  - {x: 1}\nc: !!str 12\n");
        let root = &read.documents[0];
        assert_eq!(&*member(root, "a.Ref").as_text().unwrap(), "Key");
        assert_eq!(lines(member(root, "a")), (1, 1));
        assert_eq!(&*member(root, "b.Sub.0").as_text().unwrap(), "${x}");
        assert!(matches!(&member(root, "c").value, Value::String(s) if &**s == "12"));
    }

    #[test]
    fn scalars_are_those_of_yaml_1_1_and_account_numbers_stay_texts() {
        let read = read("[yes, off, 12, 1.5, 012345678901, 1.2.3, '1', 0x10, ~, 1e3, -]\n");
        assert!(!read.faults.is_empty() || read.documents.len() == 1);
        let read = super::yaml_documents(
            "[yes, off, 12, 1.5, 012345678901, 1.2.3, '1', 0x10, ~, 2012-10-17]",
            FileId(0),
            &Bounds::default(),
            as_call,
        );
        let kinds: Vec<String> = read.documents[0]
            .items()
            .unwrap()
            .iter()
            .map(|n| match &n.value {
                Value::Bool(b) => format!("bool {b}"),
                Value::Number(n) => format!("number {n}"),
                Value::String(s) => format!("text {s}"),
                _ => "null".to_owned(),
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "bool true",
                "bool false",
                "number 12",
                "number 1.5",
                "text 012345678901",
                "text 1.2.3",
                "text 1",
                "number 16",
                "null",
                "text 2012-10-17"
            ]
        );
    }

    #[test]
    fn faults_name_the_place_and_what_stands_before_is_kept() {
        let broken = read("a: 1\n---\nb: [1\n---\nc: 2\n");
        assert_eq!(broken.documents.len(), 1);
        assert_eq!(broken.faults.len(), 1, "{:?}", broken.faults);
        let twice = read("a: 1\nb: 2\na: 3\n");
        assert_eq!((twice.faults[0].line, twice.documents.len()), (3, 1));
        assert!(read(&"[".repeat(150)).faults[0].is_limit);
    }

    #[test]
    fn a_thousand_million_laughs_are_bounded() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for i in 1..12 {
            let inner = vec![format!("*a{}", i - 1); 9].join(", ");
            text = format!("{text}a{i}: &a{i} [{inner}]\n");
        }
        let read = read(&text);
        assert!(
            read.faults[0].is_limit && read.faults[0].message.contains("bound values"),
            "{:?}",
            read.faults
        );
    }

    fn leaves(node: &Node, found: &mut Vec<(String, u32)>) {
        match &node.value {
            Value::Object(o) => o.values().for_each(|n| leaves(n, found)),
            _ => found.push((node.as_text().unwrap().to_string(), node.site.unwrap().line)),
        }
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_text_never_panics(text in "[a-c:&*!<>|{}\\[\\],'\"\n #-]{0,40}|\\PC{0,20}") {
            let _ = read(&text);
        }

        #[test]
        fn every_leaf_stands_on_the_line_that_it_says(keys in proptest::collection::vec("[a-z]{1,6}", 1..12), nest in proptest::collection::vec(0usize..3, 1..12)) {
            // one member a line, each a line of its own or a map with one member
            let mut text = String::new();
            let mut expected = Vec::new();
            let mut line = 0;
            for (i, (key, depth)) in keys.iter().zip(&nest).enumerate() {
                for level in 0..*depth {
                    text = format!("{text}{}{key}{i}:\n", "  ".repeat(level));
                    line += 1;
                }
                line += 1;
                text = format!("{text}{}leaf{i}: v{i}\n", "  ".repeat(*depth));
                expected.push((format!("v{i}"), line));
            }
            let read = read(&text);
            proptest::prop_assert!(read.faults.is_empty());
            let mut found = Vec::new();
            leaves(&read.documents[0], &mut found);
            proptest::prop_assert_eq!(found, expected);
        }
    }
}
