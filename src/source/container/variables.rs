//! Variables in texts, as Dockerfiles and Compose write them: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+other}`.

use std::sync::Arc;

/// Defaults within defaults.
const DEPTH: usize = 8;

/// What a variable stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A text.
    Known(Arc<str>),
    /// It is set when the thing is built or started.
    Unknown,
    /// It is nowhere set.
    Unset,
}

/// How the literal sign is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// `\$`, in Dockerfiles.
    Backslash,
    /// `$$`, in Compose files.
    Double,
}

/// The text with its variables filled in, or the name of the first one that is not known.
pub(super) fn fill(text: &str, escape: Escape, of: &dyn Fn(&str) -> Value) -> Result<String, String> {
    fill_at(text, escape, of, DEPTH)
}

fn fill_at(text: &str, escape: Escape, of: &dyn Fn(&str) -> Value, depth: usize) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let before = &rest[..at];
        let after = &rest[at + 1..];
        if escape == Escape::Backslash && before.ends_with('\\') {
            out.push_str(&before[..before.len() - 1]);
            out.push('$');
            rest = after;
            continue;
        }
        out.push_str(before);
        if escape == Escape::Double && after.starts_with('$') {
            out.push('$');
            rest = &after[1..];
            continue;
        }
        if let Some(inner) = after.strip_prefix('{') {
            let Some(end) = closing(inner) else {
                out.push_str(&rest[at..]);
                return Ok(out);
            };
            out.push_str(&braced(&inner[..end], escape, of, depth)?);
            rest = &inner[end + 1..];
            continue;
        }
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        let name = &after[..end];
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            out.push('$');
            rest = after;
            continue;
        }
        match of(name) {
            Value::Known(value) => out.push_str(&value),
            Value::Unset => {}
            Value::Unknown => return Err(name.to_owned()),
        }
        rest = &after[end..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Where the brace closes that is open at the start.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return Some(at),
            '}' => open -= 1,
            _ => {}
        }
    }
    None
}

fn braced(inner: &str, escape: Escape, of: &dyn Fn(&str) -> Value, depth: usize) -> Result<String, String> {
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
    let (name, how) = inner.split_at(end);
    let value = of(name);
    if depth == 0 {
        return Err(name.to_owned());
    }
    let other = |text: &str| fill_at(text, escape, of, depth - 1);
    // with a colon an empty text counts as none
    let is_set = |colon: bool| match &value {
        Value::Known(text) => Some(!colon || !text.is_empty()),
        Value::Unset => Some(false),
        Value::Unknown => None,
    };
    let known = || match &value {
        Value::Known(text) => text.to_string(),
        _ => String::new(),
    };
    let colon = how.starts_with(':');
    let operator = how.trim_start_matches(':');
    match operator.chars().next() {
        // what is set at build or start is not known; the default holds where nobody sets it
        Some('-') => match is_set(colon) {
            Some(true) => Ok(known()),
            Some(false) | None => other(&operator[1..]),
        },
        Some('+') => match is_set(colon) {
            Some(true) => other(&operator[1..]),
            Some(false) => Ok(String::new()),
            None => Err(name.to_owned()),
        },
        None | Some('?' | '#' | '%' | '/') if value != Value::Unknown && !name.is_empty() => Ok(known()),
        _ => Err(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, String> {
        fill(text, Escape::Backslash, &|name| match name {
            "V" => Value::Known("3.9".into()),
            "E" => Value::Known("".into()),
            "U" => Value::Unknown,
            _ => Value::Unset,
        })
    }

    #[test]
    fn every_form_is_filled_in() {
        for (text, expected) in [
            ("a:$V", Ok("a:3.9")),
            ("a:${V}-x", Ok("a:3.9-x")),
            ("${N:-d}", Ok("d")),
            ("${E:-d}", Ok("d")),
            ("${E-d}", Ok("")),
            ("${U:-d}", Ok("d")),
            ("${V:+y}${N:+y}", Ok("y")),
            ("${N:-${V}}", Ok("3.9")),
            ("\\$V $", Ok("$V $")),
            ("x$U", Err("U")),
            ("${U}", Err("U")),
            ("${V", Ok("${V")),
        ] {
            assert_eq!(filled(text), expected.map(str::to_owned).map_err(str::to_owned), "{text}");
        }
        let compose = fill("$$V-$V", Escape::Double, &|_| Value::Known("x".into()));
        assert_eq!(compose.as_deref(), Ok("$V-x"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[${}:+a-c\\\\-]{0,30}|\\PC{0,20}") {
            let _ = filled(&text);
        }
    }
}
