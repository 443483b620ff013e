//! JSON with places: for `.tf.json`, `.tfvars.json` and `jsondecode`, and for documents that stand in text arguments.

use std::ops::Range;

/// A JSON value and the bytes it stands in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json {
    pub(crate) kind: JsonKind,
    pub(crate) range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum JsonKind {
    Null,
    Bool(bool),
    Number(f64),
    String(String),
    Array(Vec<Json>),
    /// Members in the order written; the range is that of the key.
    Object(Vec<(String, Range<usize>, Json)>),
}

/// Where and why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonError {
    pub(crate) offset: usize,
    pub(crate) message: &'static str,
    /// The nesting bound was reached.
    pub(crate) too_deep: bool,
}

/// Parses a text of at most `depth` brackets within brackets.
pub(crate) fn parse(text: &str, depth: usize) -> Result<Json, JsonError> {
    parse_with_stand_ins(text, depth, |_| false)
}

/// Parses a text in which some characters stand for values that are not known: one where a value is expected is read
/// as if it stood in quotes.
pub(crate) fn parse_with_stand_ins(
    text: &str,
    depth: usize,
    stands_in: fn(char) -> bool,
) -> Result<Json, JsonError> {
    Reader { text, at: 0, depth, stands_in, relaxed: false }.whole()
}

/// Parses a text as Azure's tools do: texts may hold ends of lines, and a comma may follow the last member.
pub(crate) fn parse_relaxed(text: &str, depth: usize) -> Result<Json, JsonError> {
    Reader { text, at: 0, depth, stands_in: |_| false, relaxed: true }.whole()
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    stands_in: fn(char) -> bool,
    relaxed: bool,
}

impl Reader<'_> {
    fn whole(mut self) -> Result<Json, JsonError> {
        self.space();
        let value = self.value()?;
        self.space();
        if self.at < self.text.len() { Err(self.error("unexpected text after the value")) } else { Ok(value) }
    }

    fn error(&self, message: &'static str) -> JsonError {
        JsonError { offset: self.at, message, too_deep: false }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Json, JsonError> {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => JsonKind::String(self.string()?),
            Some(b't') => self.word("true", JsonKind::Bool(true))?,
            Some(b'f') => self.word("false", JsonKind::Bool(false))?,
            Some(b'n') => self.word("null", JsonKind::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            None => return Err(self.error("the text ends where a value is expected")),
            Some(_) => {
                let stand_in = self.text[self.at..].chars().next().filter(|c| (self.stands_in)(*c));
                let stand_in = stand_in.ok_or_else(|| self.error("expected a value"))?;
                self.at += stand_in.len_utf8();
                JsonKind::String(stand_in.into())
            }
        };
        Ok(Json { kind, range: start..self.at })
    }

    fn nested(&mut self, inner: fn(&mut Self) -> Result<JsonKind, JsonError>) -> Result<JsonKind, JsonError> {
        if self.depth == 0 {
            return Err(JsonError {
                offset: self.at,
                message: "nested too deeply (nesting_depth)",
                too_deep: true,
            });
        }
        self.depth -= 1;
        self.at += 1;
        let kind = inner(self)?;
        self.depth += 1;
        Ok(kind)
    }

    fn object(&mut self) -> Result<JsonKind, JsonError> {
        let mut members = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(JsonKind::Object(members));
        }
        loop {
            self.space();
            let start = self.at;
            if self.relaxed && self.peek() == Some(b'}') {
                self.at += 1;
                return Ok(JsonKind::Object(members));
            }
            if self.peek() != Some(b'"') {
                return Err(self.error("expected a property name in double quotes"));
            }
            let name = self.string()?;
            let key = start..self.at;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.error("expected `:` after the property name"));
            }
            self.at += 1;
            self.space();
            members.push((name, key, self.value()?));
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(JsonKind::Object(members));
                }
                _ => return Err(self.error("expected `,` or `}`")),
            }
        }
    }

    fn array(&mut self) -> Result<JsonKind, JsonError> {
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(JsonKind::Array(items));
        }
        loop {
            self.space();
            if self.relaxed && self.peek() == Some(b']') {
                self.at += 1;
                return Ok(JsonKind::Array(items));
            }
            items.push(self.value()?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(JsonKind::Array(items));
                }
                _ => return Err(self.error("expected `,` or `]`")),
            }
        }
    }

    fn word(&mut self, word: &str, kind: JsonKind) -> Result<JsonKind, JsonError> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(kind)
        } else {
            Err(self.error("expected a value"))
        }
    }

    fn number(&mut self) -> Result<JsonKind, JsonError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        match self.text[start..self.at].parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(JsonKind::Number(number)),
            _ => Err(JsonError { offset: start, message: "not a number", too_deep: false }),
        }
    }

    fn string(&mut self) -> Result<String, JsonError> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let ends = |c: char| matches!(c, '"' | '\\') || (c == '\n' && !self.relaxed);
            let plain = rest.find(ends).unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                _ => return Err(self.error("the string is not closed on its line")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let byte = self.peek().ok_or_else(|| self.error("the text ends in a string"))?;
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
                    let before = self.at;
                    self.at += 2;
                    let second = self.hex()?;
                    if (0xdc00..0xe000).contains(&second) {
                        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                        return Ok(char::from_u32(code).unwrap_or('\u{fffd}'));
                    }
                    self.at = before;
                }
                char::from_u32(first).unwrap_or('\u{fffd}')
            }
            _ => {
                self.at -= 1;
                return Err(self.error("not an escape sequence"));
            }
        })
    }

    fn hex(&mut self) -> Result<u32, JsonError> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.error("expected four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_ranges() {
        let json = parse("{\n \"a\": [1, \"x\\u00e9\\ud83d\\ude00\"]}", 10).unwrap();
        let JsonKind::Object(members) = &json.kind else { panic!() };
        assert_eq!(members[0].1, 3..6);
        let JsonKind::Array(items) = &members[0].2.kind else { panic!() };
        assert_eq!(items[0].range, 9..10);
        assert_eq!(items[1].kind, JsonKind::String("x\u{e9}\u{1f600}".into()));
    }

    #[test]
    fn errors_name_the_place() {
        assert_eq!(parse("{\"a\" 1}", 9).unwrap_err().offset, 5);
        assert_eq!(parse("[1,]", 9).unwrap_err().offset, 3);
        assert_eq!(parse("[1] 2", 9).unwrap_err().message, "unexpected text after the value");
        assert!(parse(&"[".repeat(100), 9).unwrap_err().too_deep);
        assert!(!parse(&"[".repeat(9), 9).unwrap_err().too_deep);
    }

    #[test]
    fn a_stand_in_is_a_value_or_part_of_a_text() {
        let json = parse_with_stand_ins("{\"a\": \u{f0001}, \"b\": \"x\u{f0000}\"}", 9, |c| c >= '\u{f0000}')
            .unwrap();
        let JsonKind::Object(members) = &json.kind else { panic!() };
        assert_eq!(members[0].2.kind, JsonKind::String("\u{f0001}".into()));
        assert_eq!(members[1].2.kind, JsonKind::String("x\u{f0000}".into()));
        assert!(parse("[\u{f0001}]", 9).is_err());
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_the_usual_parser(text in "[\\[\\]{}:,\"a\\\\u0-9e.+ -]{0,30}|\\PC{0,20}") {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            let ours = parse(&text, 100);
            // Ours is laxer about the form of numbers and control characters, never stricter.
            if theirs.is_ok() {
                proptest::prop_assert!(ours.is_ok(), "{text}");
            }
        }
    }
}
