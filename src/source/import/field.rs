//! What reports say, taken out with care: lengths are bounded, controls are gone, secrets are not kept.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::Spot;
use crate::check::Severity;
use crate::secrets;
use crate::source::tree::normalise;

/// Length of an id, a name or a path, in characters.
const NAME: usize = 1_000;
/// Length of a remark, in characters.
const REMARK: usize = 600;

/// A text of a report with spaces for controls, at most `most` characters long.
fn clean(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most));
    for (n, c) in text.trim().chars().enumerate() {
        if n == most {
            out.push('…');
            break;
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// A name, an id, a title.
pub(super) fn name(text: &str) -> Arc<str> {
    clean(text, NAME).into()
}

/// The text at a pointer; nothing where it is absent or empty.
pub(super) fn text<'v>(value: &'v Value, pointer: &str) -> Option<&'v str> {
    value.pointer(pointer).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty())
}

/// The name at a pointer; empty where there is none.
pub(super) fn name_at(value: &Value, pointer: &str) -> Arc<str> {
    text(value, pointer).map(name).unwrap_or_default()
}

/// A remark. What looks like a secret in it goes.
pub(super) fn remark(text: &str) -> Arc<str> {
    let mut value = Value::String(clean(text, REMARK));
    secrets::scrub(&mut value);
    value.as_str().unwrap_or_default().into()
}

/// A line number at a pointer; 0 where there is none.
pub(super) fn line(value: &Value, pointer: &str) -> u32 {
    let number = value.pointer(pointer).and_then(Value::as_i64).unwrap_or(0);
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// The list at a pointer.
pub(super) fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A time at a pointer: RFC 3339, with a missing zone read as UTC, or seconds or milliseconds since the epoch.
pub(super) fn time(value: &Value, pointer: &str) -> Option<Timestamp> {
    match value.pointer(pointer)? {
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| {
                let civil: jiff::civil::DateTime = text.parse().ok()?;
                civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp())
            })
        }
        Value::Number(number) => {
            let number = number.as_i64()?;
            // a number of seconds beyond the year 5000 is one of milliseconds
            if number > 100_000_000_000 {
                Timestamp::from_millisecond(number).ok()
            } else {
                Timestamp::from_second(number).ok()
            }
        }
        _ => None,
    }
}

/// A place in a file, its path with `/` between parts; nothing for an empty path.
pub(super) fn spot(path: &str, line: u32, end_line: u32) -> Option<Spot> {
    let path = path.trim().replace('\\', "/");
    let path = path.strip_prefix("file://").unwrap_or(&path);
    if path.is_empty() {
        return None;
    }
    Some(Spot { path: name(&normalise(path)), line, end_line: end_line.max(line) })
}

/// The severity that a word names; medium for one that is not known.
pub(super) fn severity(word: &str) -> Severity {
    match word.to_ascii_lowercase().as_str() {
        "critical" | "fatal" => Severity::Critical,
        "high" | "error" | "important" => Severity::High,
        "low" | "note" | "none" | "info" | "informational" | "negligible" | "trace" => Severity::Low,
        _ => Severity::Medium,
    }
}

/// The number of a weakness in a text such as `CWE-311: Missing Encryption` or `external/cwe/cwe-79`.
pub(super) fn cwe(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("cwe")?;
    let digits: String = lower
        .get(at + 3..)?
        .chars()
        .skip_while(|c| matches!(c, '-' | '_' | ' ' | ':' | '/'))
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().ok()
}

/// Every weakness that the texts of a value name: a text, or a list of texts.
pub(super) fn cwes(value: Option<&Value>) -> Vec<u32> {
    let mut found: Vec<u32> = match value {
        Some(Value::String(one)) => {
            let bare = one.trim();
            cwe(bare).or_else(|| bare.parse().ok()).into_iter().collect()
        }
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).filter_map(cwe).collect(),
        _ => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}
