//! Functions over points in time that are given, not asked of the clock.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};

use super::{Arguments, Outcome, number, text};

pub(super) fn call(name: &str, a: &Arguments<'_>) -> Option<Outcome> {
    Some(match name {
        "formatdate" => format_date(a),
        "timeadd" => add(a),
        "timecmp" => compare(a),
        _ => return None,
    })
}

/// A point in time with the offset it was written with.
fn time(a: &Arguments<'_>, i: usize) -> Result<(Timestamp, Offset), String> {
    let source = a.text(i)?;
    let wrong = || format!("{source:?} is not a time in the form of RFC 3339");
    let timestamp: Timestamp = source.parse().map_err(|_| wrong())?;
    let zone = source.get(19..).unwrap_or_default();
    let zone = zone.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let seconds = match zone.as_bytes() {
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let digit = |byte: &u8| i32::from(byte.wrapping_sub(b'0'));
            let minutes = (digit(h1) * 10 + digit(h2)) * 60 + digit(m1) * 10 + digit(m2);
            if *sign == b'-' { -minutes * 60 } else { minutes * 60 }
        }
        _ => 0,
    };
    Ok((timestamp, Offset::from_seconds(seconds).map_err(|_| wrong())?))
}

fn compare(a: &Arguments<'_>) -> Outcome {
    Ok(number(match time(a, 0)?.0.cmp(&time(a, 1)?.0) {
        std::cmp::Ordering::Less => -1.0,
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Greater => 1.0,
    }))
}

fn add(a: &Arguments<'_>) -> Outcome {
    let (start, offset) = time(a, 0)?;
    let sum = start.checked_add(duration(&a.text(1)?)?).map_err(|_| "the time is out of range".to_owned())?;
    let civil = offset.to_datetime(sum);
    Ok(text(format!("{}{}", civil.strftime("%Y-%m-%dT%H:%M:%S"), zone(offset, true, "Z"))))
}

/// A duration as Go writes it: `1h30m`, `-10s`, `1.5h`.
fn duration(source: &str) -> Result<SignedDuration, String> {
    let wrong = || format!("{source:?} is not a duration");
    let (negative, mut rest) = match source.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, source.strip_prefix('+').unwrap_or(source)),
    };
    let mut total = 0.0f64;
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() && rest != "0" {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(wrong)?;
        let value: f64 = rest[..digits].parse().map_err(|_| wrong())?;
        rest = &rest[digits..];
        let unit = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        total += value
            * match &rest[..unit] {
                "h" => 3_600.0,
                "m" => 60.0,
                "s" => 1.0,
                "ms" => 1e-3,
                "us" | "µs" => 1e-6,
                "ns" => 1e-9,
                _ => return Err(wrong()),
            };
        rest = &rest[unit..];
    }
    SignedDuration::try_from_secs_f64(if negative { -total } else { total }).map_err(|_| wrong())
}

fn zone(offset: Offset, colon: bool, utc: &str) -> String {
    let seconds = offset.seconds();
    if seconds == 0 && !utc.is_empty() {
        return utc.to_owned();
    }
    let minutes = seconds.abs() / 60;
    let sign = if seconds < 0 { '-' } else { '+' };
    let colon = if colon { ":" } else { "" };
    format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
}

fn format_date(a: &Arguments<'_>) -> Outcome {
    let form = a.text(0)?;
    let (timestamp, offset) = time(a, 1)?;
    let civil = offset.to_datetime(timestamp);
    let mut out = String::new();
    let mut rest = &*form;
    while let Some(c) = rest.chars().next() {
        if c == '\'' {
            // Text in quotes stands for itself, a doubled quote for a quote.
            let mut at = 1;
            loop {
                let close = rest[at..].find('\'').ok_or("a quote is not closed")? + at;
                out.push_str(&rest[at..close]);
                at = close + 1;
                if rest[at..].starts_with('\'') {
                    out.push('\'');
                    at += 1;
                } else {
                    break;
                }
            }
            rest = &rest[at..];
            continue;
        }
        let run = rest.chars().take_while(|other| *other == c).map(char::len_utf8).sum();
        let (verb, after) = rest.split_at(run);
        rest = after;
        out.push_str(&date_part(verb, c, civil, offset)?);
    }
    Ok(text(out))
}

fn date_part(verb: &str, c: char, civil: DateTime, offset: Offset) -> Result<String, String> {
    let hour12 = match civil.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    Ok(match verb {
        "YYYY" => format!("{:04}", civil.year()),
        "YY" => format!("{:02}", civil.year().rem_euclid(100)),
        "MMMM" => civil.strftime("%B").to_string(),
        "MMM" => civil.strftime("%b").to_string(),
        "MM" => format!("{:02}", civil.month()),
        "M" => civil.month().to_string(),
        "DD" => format!("{:02}", civil.day()),
        "D" => civil.day().to_string(),
        "EEEE" => civil.strftime("%A").to_string(),
        "EEE" => civil.strftime("%a").to_string(),
        "hh" => format!("{:02}", civil.hour()),
        "h" => civil.hour().to_string(),
        "HH" => format!("{hour12:02}"),
        "H" => hour12.to_string(),
        "AA" => if civil.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        "aa" => if civil.hour() < 12 { "am" } else { "pm" }.to_owned(),
        "mm" => format!("{:02}", civil.minute()),
        "m" => civil.minute().to_string(),
        "ss" => format!("{:02}", civil.second()),
        "s" => civil.second().to_string(),
        "ZZZZZ" => zone(offset, true, ""),
        "ZZZZ" => zone(offset, false, ""),
        "ZZZ" => zone(offset, false, "UTC"),
        "Z" => zone(offset, true, "Z"),
        other if c.is_ascii_alphabetic() => return Err(format!("there is no date part {other:?}")),
        other => other.to_owned(),
    })
}
