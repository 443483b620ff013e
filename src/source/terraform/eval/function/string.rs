//! Functions over text.

use std::sync::Arc;

use regex::{Captures, Regex, RegexBuilder};
use unicode_segmentation::UnicodeSegmentation;

use crate::native::{Node, Value};

use super::{Arguments, Outcome, TOO_MUCH_WORK, boolean, format, list, object, text};

pub(super) fn call(name: &str, a: &Arguments<'_>) -> Option<Outcome> {
    let first = || a.text(0);
    let with = |f: fn(&str, &str) -> Node| first().and_then(|s| Ok(f(&s, &a.text(1)?)));
    Some(match name {
        "upper" => first().map(|s| text(s.to_uppercase())),
        "lower" => first().map(|s| text(s.to_lowercase())),
        "title" => first().map(|s| text(title(&s))),
        "trimspace" => first().map(|s| text(s.trim())),
        "chomp" => first().map(|s| text(s.trim_end_matches(['\n', '\r']))),
        "strrev" => first().map(|s| text(s.graphemes(true).rev().collect::<String>())),
        "trim" => with(|s, set| text(s.trim_matches(|c| set.contains(c)))),
        "trimprefix" => with(|s, prefix| text(s.strip_prefix(prefix).unwrap_or(s))),
        "trimsuffix" => with(|s, suffix| text(s.strip_suffix(suffix).unwrap_or(s))),
        "startswith" => with(|s, prefix| boolean(s.starts_with(prefix))),
        "endswith" => with(|s, suffix| boolean(s.ends_with(suffix))),
        "strcontains" => with(|s, part| boolean(s.contains(part))),
        "split" => split(a),
        "substr" => substring(a),
        "indent" => indent(a),
        "regex" => regex(a),
        "regexall" => regex_all(a),
        "formatlist" => format_list(a),
        _ => return None,
    })
}

fn title(s: &str) -> String {
    let mut start = true;
    s.chars()
        .flat_map(|c| {
            let upper = start && c.is_alphabetic();
            start = c.is_whitespace() || c == '-' || c == '"';
            if upper { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] }
        })
        .collect()
}

fn split(a: &Arguments<'_>) -> Outcome {
    let (separator, s) = (a.text(0)?, a.text(1)?);
    let parts: Vec<Node> = if separator.is_empty() {
        s.chars().map(|c| text(c.to_string())).collect()
    } else if s.is_empty() {
        vec![text("")]
    } else {
        s.split(&*separator).map(text).collect()
    };
    a.room_for_entries(parts.len())?;
    Ok(list(parts))
}

fn substring(a: &Arguments<'_>) -> Outcome {
    let s = a.text(0)?;
    let letters: Vec<&str> = s.graphemes(true).collect();
    let total = i64::try_from(letters.len()).unwrap_or(i64::MAX);
    let (mut from, length) = (a.integer(1)?, a.integer(2)?);
    if from < 0 {
        from = (total + from).max(0);
    }
    let from = from.min(total);
    let to = if length < 0 { total } else { from.saturating_add(length).min(total) };
    let range = usize::try_from(from).unwrap_or(0)..usize::try_from(to).unwrap_or(0);
    Ok(text(letters.get(range).unwrap_or_default().concat()))
}

fn indent(a: &Arguments<'_>) -> Outcome {
    let spaces = usize::try_from(a.integer(0)?).map_err(|_| "the number of spaces is negative".to_owned())?;
    let s = a.text(1)?;
    let breaks = s.bytes().filter(|byte| *byte == b'\n').count();
    a.room_for_text(breaks.saturating_mul(spaces).saturating_add(s.len()))?;
    if breaks == 0 {
        return Ok(text(s));
    }
    Ok(text(s.replace('\n', &format!("\n{}", " ".repeat(spaces)))))
}

/// Compiles a pattern, which may cost as much as thousands of other steps, and is then run over the text.
fn pattern(source: &str, text: &str, a: &Arguments<'_>) -> Result<Regex, String> {
    a.meter.step(2_000 + text.len() as u64 / 64).map_err(|_| TOO_MUCH_WORK.to_owned())?;
    RegexBuilder::new(source)
        .size_limit(4 << 20)
        .dfa_size_limit(4 << 20)
        .build()
        .map_err(|_| format!("{source:?} is not a regular expression of a sensible size"))
}

pub(super) fn replace(a: &Arguments<'_>) -> Outcome {
    let (s, search, with) = (a.text(0)?, a.text(1)?, a.text(2)?);
    let as_pattern = search.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let Some(source) = as_pattern.filter(|_| search.len() > 1) else {
        let found = if search.is_empty() { s.chars().count() + 1 } else { s.matches(&*search).count() };
        a.room_for_text(found.saturating_mul(with.len()).saturating_add(s.len()))?;
        return Ok(text(s.replace(&*search, &with)));
    };
    let pattern = pattern(source, &s, a)?;
    let found = pattern.find_iter(&s).count();
    // A replacement may name groups, each at most as long as the text between two matches.
    a.room_for_text(
        found
            .saturating_mul(with.len())
            .saturating_add(s.len().saturating_mul(1 + with.matches('$').count())),
    )?;
    // Go ends a group's name where a word ends, as Rust does; `$1_x` is the group "1_x" in both.
    Ok(text(pattern.replace_all(&s, &*with).into_owned()))
}

fn captured(pattern: &Regex, captures: &Captures<'_>) -> Node {
    let group = |found: Option<regex::Match<'_>>| {
        found.map_or_else(|| Node::new(Value::Null), |found| text(found.as_str()))
    };
    let names: Vec<&str> = pattern.capture_names().flatten().collect();
    if !names.is_empty() {
        return object(names.into_iter().map(|name| (Arc::from(name), group(captures.name(name)))));
    }
    if captures.len() > 1 {
        return list(captures.iter().skip(1).map(group).collect());
    }
    group(captures.get(0))
}

fn regex(a: &Arguments<'_>) -> Outcome {
    let s = a.text(1)?;
    let pattern = pattern(&a.text(0)?, &s, a)?;
    pattern
        .captures(&s)
        .map(|captures| captured(&pattern, &captures))
        .ok_or_else(|| "nothing matches".to_owned())
}

fn regex_all(a: &Arguments<'_>) -> Outcome {
    let s = a.text(1)?;
    let pattern = pattern(&a.text(0)?, &s, a)?;
    let mut all = Vec::new();
    for captures in pattern.captures_iter(&s) {
        a.room_for_entries(all.len() + 1)?;
        all.push(captured(&pattern, &captures));
    }
    Ok(list(all))
}

fn format_list(a: &Arguments<'_>) -> Outcome {
    let template = a.text(0)?;
    let rest = a.nodes.get(1..).unwrap_or_default();
    let lengths: Vec<usize> = rest.iter().filter_map(Node::items).map(<[Node]>::len).collect();
    let Some(&length) = lengths.first() else {
        return Err("at least one argument must be a list".to_owned());
    };
    if lengths.iter().any(|other| *other != length) {
        return Err("the lists must be of the same length".to_owned());
    }
    let mut all = Vec::with_capacity(length);
    for i in 0..length {
        let row: Vec<Node> = rest
            .iter()
            .map(|node| node.items().map_or_else(|| node.clone(), |items| items[i].clone()))
            .collect();
        let mut line = String::new();
        for fragment in format::format(&template, &row, a)? {
            if let crate::native::Fragment::Text(piece) = fragment {
                line.push_str(&piece);
            }
        }
        all.push(text(line));
    }
    Ok(list(all))
}
