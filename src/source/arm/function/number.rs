//! Functions of numbers, and conversions.

use super::Given;
use crate::native::{Node, Value};

/// The function of this name; nothing where the name or the values are not its own.
pub(super) fn call(lower: &str, given: &Given<'_>) -> Option<Node> {
    let number = |n: f64| n.is_finite().then(|| given.at(Value::Number(n)));
    let pair = || Some((given.number(0)?, given.number(1)?));
    match lower {
        "add" => pair().and_then(|(a, b)| number(a + b)),
        "sub" => pair().and_then(|(a, b)| number(a - b)),
        "mul" => pair().and_then(|(a, b)| number(a * b)),
        // whole numbers, towards zero
        "div" => pair().filter(|(_, b)| *b != 0.0).and_then(|(a, b)| number((a / b).trunc())),
        "mod" => pair().filter(|(_, b)| *b != 0.0).and_then(|(a, b)| number(a % b)),
        "int" | "float" => {
            let node = given.node(0)?;
            let n = node.as_number()?;
            number(if lower == "int" { n.trunc() } else { n })
        }
        "bool" => {
            let yes = match &given.node(0)?.value {
                Value::Bool(b) => *b,
                Value::Number(n) => *n != 0.0,
                Value::String(s) if s.eq_ignore_ascii_case("true") || &**s == "1" => true,
                Value::String(s) if s.eq_ignore_ascii_case("false") || &**s == "0" => false,
                _ => return None,
            };
            Some(given.at(Value::Bool(yes)))
        }
        "min" | "max" => {
            let all = given.items(0).unwrap_or(given.all);
            let numbers: Option<Vec<f64>> = all
                .iter()
                .map(|n| match n.value {
                    Value::Number(n) => Some(n),
                    _ => None,
                })
                .collect();
            let pick = if lower == "min" { f64::min } else { f64::max };
            number(numbers?.into_iter().reduce(pick)?)
        }
        "less" | "lessorequals" | "greater" | "greaterorequals" => {
            let order = match (given.text(0), given.text(1)) {
                (Some(a), Some(b)) => a.cmp(b),
                _ => pair().and_then(|(a, b)| a.partial_cmp(&b))?,
            };
            Some(given.at(Value::Bool(match lower {
                "less" => order.is_lt(),
                "lessorequals" => order.is_le(),
                "greater" => order.is_gt(),
                _ => order.is_ge(),
            })))
        }
        _ => None,
    }
}
