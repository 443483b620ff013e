//! The keys at the top of a JSON text, without parsing it: it may be large, cut off, or something else altogether.

/// The text after white space and comments, which some tools allow before JSON.
pub(super) fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        rest = match rest.as_bytes() {
            [b'/', b'/', ..] => rest.split_once('\n').map_or("", |(_, rest)| rest),
            [b'/', b'*', ..] => rest.split_once("*/").map_or("", |(_, rest)| rest),
            _ => return rest,
        }
        .trim_start();
    }
}

/// Hands over every key of the object at the top, or of the objects of a list at the top, until it is told to stop.
/// Keys with escapes in them are no keys that anybody looks for.
pub(super) fn top(text: &str, each: &mut dyn FnMut(&str) -> bool) {
    let bytes = text.as_bytes();
    let level = if bytes.first() == Some(&b'[') { 2 } else { 1 };
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at;
                let Some(end) = close(bytes, at) else { return };
                at = end + 1;
                if depth == level && is_key(bytes, at) && !each(text.get(start..end).unwrap_or_default()) {
                    return;
                }
            }
            b'/' if bytes.get(at) == Some(&b'/') => {
                at = bytes
                    .get(at..)
                    .and_then(|r| r.iter().position(|b| *b == b'\n'))
                    .map_or(bytes.len(), |n| at + n);
            }
            _ => {}
        }
    }
}

/// Where the string that begins at `at` ends: the place of its closing quote.
fn close(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Whether a colon comes next.
fn is_key(bytes: &[u8], at: usize) -> bool {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        top(text, &mut |key| {
            all.push(key.to_owned());
            true
        });
        all
    }

    #[test]
    fn only_the_keys_of_the_top_are_handed_over() {
        assert_eq!(keys(r#"{"a": {"b": 1}, "c" : ["d", {"e": 2}], "f": "g\"h\": {" }"#), ["a", "c", "f"]);
        assert_eq!(keys(r#"[{"a": 1}, {"b": {"c": 1}}]"#), ["a", "b"]);
        assert_eq!(keys("{\"a\": 1, // \"x\": {\n \"b\": 2}"), ["a", "b"]);
        assert_eq!(keys(r#"{"a": {"b"#), ["a"]);
        assert!(keys("").is_empty());
    }

    #[test]
    fn comments_in_front_are_passed_over() {
        assert_eq!(after_comments(" // a\n/* b */ {"), "{");
        assert_eq!(after_comments("/* never closed"), "");
    }

    proptest::proptest! {
        #[test]
        fn keys_are_those_of_the_parser(value in proptest::collection::btree_map("[a-z\\[\\]{}:,]{0,6}", "[a-z\\[\\]{}:,\"\\\\]{0,8}", 0..8)) {
            let text = serde_json::to_string(&value).unwrap();
            let parsed: Vec<String> = value.keys().cloned().collect();
            proptest::prop_assert_eq!(keys(&text), parsed);
        }
    }
}
