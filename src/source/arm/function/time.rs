//! Functions of dates.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Given;
use crate::native::{Node, Value};

/// The function of this name; nothing where the name or the values are not its own.
pub(super) fn call(lower: &str, given: &Given<'_>) -> Option<Node> {
    match lower {
        "datetimeadd" => {
            let start: Timestamp = given.text(0)?.parse().ok()?;
            let span: jiff::Span = given.text(1)?.parse().ok()?;
            let later = start.to_zoned(TimeZone::UTC).checked_add(span).ok()?;
            let text = later.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            // a form of one's own is .NET's: not known here
            given.node(2).is_none().then(|| given.at(Value::String(text.into())))
        }
        "datetimetoepoch" => {
            let at: Timestamp = given.text(0)?.parse().ok()?;
            #[expect(clippy::cast_precision_loss, reason = "seconds are far below 2^53")]
            Some(given.at(Value::Number(at.as_second() as f64)))
        }
        "datetimefromepoch" => {
            #[expect(clippy::cast_possible_truncation, reason = "a cast saturates")]
            let at = Timestamp::from_second(given.number(0)? as i64).ok()?;
            let text = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            Some(given.at(Value::String(text.into())))
        }
        _ => None,
    }
}
