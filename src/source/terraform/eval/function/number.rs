//! Functions over numbers.

use super::{Arguments, Outcome, number};

pub(super) fn call(name: &str, a: &Arguments<'_>) -> Option<Outcome> {
    let one = |f: fn(f64) -> f64| a.number(0).map(f).and_then(finite);
    Some(match name {
        "abs" => one(f64::abs),
        "ceil" => one(f64::ceil),
        "floor" => one(f64::floor),
        "signum" => one(|n| if n == 0.0 { 0.0 } else { n.signum() }),
        "max" => extreme(a, f64::max),
        "min" => extreme(a, f64::min),
        "log" => a.number(0).and_then(|n| finite(n.ln() / a.number(1)?.ln())),
        "pow" => a.number(0).and_then(|n| finite(n.powf(a.number(1)?))),
        "parseint" => parse_integer(a),
        _ => return None,
    })
}

fn finite(n: f64) -> Outcome {
    if n.is_finite() { Ok(number(n)) } else { Err("the result is not a number".to_owned()) }
}

fn extreme(a: &Arguments<'_>, choose: fn(f64, f64) -> f64) -> Outcome {
    let mut chosen = a.number(0)?;
    for i in 1..a.len() {
        chosen = choose(chosen, a.number(i)?);
    }
    Ok(number(chosen))
}

fn parse_integer(a: &Arguments<'_>) -> Outcome {
    let base = u32::try_from(a.integer(1)?).ok().filter(|base| (2..=36).contains(base));
    let base = base.ok_or("the base must be between 2 and 36")?;
    let text = a.text(0)?;
    i64::from_str_radix(&text, base)
        .map(|n| number(n as f64))
        .map_err(|_| format!("{text:?} is not a whole number in base {base}"))
}
