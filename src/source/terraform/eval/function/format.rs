//! `format`: the verbs of Go's formatting that Terraform documents.

use std::sync::Arc;

use crate::native::{Fragment, Node, Value, format_number};

use super::super::value::{Meter, fragments, write_json};
use super::Arguments;

/// One `%` directive.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one flag character of the directive")]
struct Directive {
    plus: bool,
    minus: bool,
    zero: bool,
    space: bool,
    sharp: bool,
    width: Option<usize>,
    precision: Option<usize>,
    argument: Option<usize>,
}

/// The formatted text, in fragments where an argument is unknown.
pub(super) fn format(template: &str, nodes: &[Node], a: &Arguments<'_>) -> Result<Vec<Fragment>, String> {
    let mut out: Vec<Fragment> = Vec::new();
    let mut pending = String::new();
    let mut total = 0usize;
    let mut next = 0usize;
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        pending.push_str(&rest[..at]);
        let (directive, verb, after) = directive(&rest[at + 1..], a)?;
        rest = after;
        if verb == '%' {
            pending.push('%');
            continue;
        }
        let index = directive.argument.unwrap_or(next);
        next = index + 1;
        let node =
            nodes.get(index).ok_or_else(|| format!("there is no argument {} for %{verb}", index + 1))?;
        if let Value::Unknown(unknown) = &node.value {
            if !pending.is_empty() {
                out.push(Fragment::Text(std::mem::take(&mut pending).into()));
            }
            out.extend(fragments(unknown));
        } else {
            let piece = render(&directive, verb, node, a.meter)?;
            total = total.saturating_add(piece.len());
            a.room_for_text(total.saturating_add(template.len()))?;
            pending.push_str(&piece);
        }
    }
    pending.push_str(rest);
    if !pending.is_empty() || out.is_empty() {
        out.push(Fragment::Text(Arc::from(pending)));
    }
    Ok(out)
}

fn directive<'t>(text: &'t str, a: &Arguments<'_>) -> Result<(Directive, char, &'t str), String> {
    let mut directive = Directive::default();
    let mut characters = text.char_indices().peekable();
    let mut precision = false;
    while let Some((at, c)) = characters.next() {
        match c {
            '+' => directive.plus = true,
            '-' => directive.minus = true,
            ' ' => directive.space = true,
            '#' => directive.sharp = true,
            '.' => {
                precision = true;
                directive.precision = Some(0);
            }
            '0' if directive.width.is_none() && !precision => directive.zero = true,
            '0'..='9' => {
                let slot = if precision { &mut directive.precision } else { &mut directive.width };
                let digit = c.to_digit(10).unwrap_or(0) as usize;
                let value = slot.unwrap_or(0).saturating_mul(10).saturating_add(digit);
                a.room_for_text(value)?;
                *slot = Some(value);
            }
            '[' => {
                let close = text[at..].find(']').ok_or("the argument index is not closed")?;
                let index: usize =
                    text[at + 1..at + close].parse().map_err(|_| "the argument index is not a number")?;
                directive.argument = Some(index.checked_sub(1).ok_or("argument indexes count from one")?);
                while characters.peek().is_some_and(|(i, _)| *i <= at + close) {
                    characters.next();
                }
            }
            verb => return Ok((directive, verb, &text[at + verb.len_utf8()..])),
        }
    }
    Err("the text ends within a directive".to_owned())
}

fn render(directive: &Directive, verb: char, node: &Node, meter: &Meter) -> Result<String, String> {
    let json = || {
        let mut out = String::new();
        write_json(node, &mut out, meter).map_err(|_| "the value is too large".to_owned())?;
        Ok::<_, String>(out)
    };
    let body = match verb {
        'v' if directive.sharp => json()?,
        'v' => match &node.value {
            Value::Null => "null".to_owned(),
            Value::Number(n) => format_number(*n),
            _ => match node.as_text() {
                Some(text) => text.to_string(),
                None => json()?,
            },
        },
        's' => truncated(&plain(node)?, directive.precision),
        'q' => {
            let mut out = String::new();
            super::super::value::write_json_text(&plain(node)?, &mut out);
            out
        }
        't' => node.as_bool().ok_or("%t needs a bool")?.to_string(),
        'd' | 'b' | 'o' | 'x' | 'X' => integer(directive, verb, node)?,
        'f' | 'F' | 'e' | 'E' | 'g' | 'G' => decimal(directive, verb, node)?,
        other => return Err(format!("there is no directive %{other}")),
    };
    Ok(padded(directive, body, verb))
}

fn plain(node: &Node) -> Result<Arc<str>, String> {
    node.as_text().ok_or_else(|| "%s needs a string".to_owned())
}

fn truncated(text: &str, precision: Option<usize>) -> String {
    precision.map_or_else(|| text.to_owned(), |precision| text.chars().take(precision).collect())
}

#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn integer(directive: &Directive, verb: char, node: &Node) -> Result<String, String> {
    let number =
        node.as_number().filter(|n| n.abs() < 9e18).ok_or_else(|| format!("%{verb} needs a number"))?;
    let whole = number.trunc() as i64;
    if verb == 'x' || verb == 'X' {
        // Of a string, %x writes its bytes.
        if let Value::String(text) = &node.value {
            return Ok(super::encoding::hexadecimal(text.as_bytes()));
        }
    }
    let magnitude = whole.unsigned_abs();
    let digits = match verb {
        'b' => format!("{magnitude:b}"),
        'o' => format!("{magnitude:o}"),
        'x' => format!("{magnitude:x}"),
        'X' => format!("{magnitude:X}"),
        _ => magnitude.to_string(),
    };
    Ok(signed(directive, whole < 0, &digits))
}

fn decimal(directive: &Directive, verb: char, node: &Node) -> Result<String, String> {
    let number = node.as_number().ok_or_else(|| format!("%{verb} needs a number"))?;
    let magnitude = number.abs();
    let precision = directive.precision.unwrap_or(6).min(1_000);
    let digits = match verb {
        'f' | 'F' => format!("{magnitude:.precision$}"),
        'e' | 'E' => {
            let text = format!("{magnitude:.precision$e}");
            let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let (sign, exponent) = exponent.strip_prefix('-').map_or(("+", exponent), |e| ("-", e));
            format!("{mantissa}e{sign}{exponent:0>2}")
        }
        _ => format_number(magnitude),
    };
    Ok(signed(directive, number < 0.0, &digits))
}

fn signed(directive: &Directive, negative: bool, digits: &str) -> String {
    let sign = match (negative, directive.plus, directive.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    };
    let width = directive.width.unwrap_or(0);
    if directive.zero && !directive.minus && sign.len() + digits.len() < width {
        let zeros = "0".repeat(width - sign.len() - digits.len());
        return format!("{sign}{zeros}{digits}");
    }
    format!("{sign}{digits}")
}

fn padded(directive: &Directive, body: String, verb: char) -> String {
    let length = body.chars().count();
    let Some(missing) = directive.width.and_then(|width| width.checked_sub(length)).filter(|n| *n > 0) else {
        return body;
    };
    if directive.minus {
        format!("{body}{}", " ".repeat(missing))
    } else if directive.zero && matches!(verb, 's' | 'q' | 'v') {
        format!("{}{body}", "0".repeat(missing))
    } else {
        format!("{}{body}", " ".repeat(missing))
    }
}
