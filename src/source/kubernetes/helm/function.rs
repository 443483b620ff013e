//! The functions that charts use. One that is not here, or that differs from run to run, gives a value that is not known.

use std::sync::Arc;

use regex::Regex;

use super::eval::{Engine, Stop};
use super::value::{Map, Val, quoted};
use crate::native::Why;

/// The version that charts are rendered for, as the renderer of Helm assumes one without a cluster.
pub(super) const KUBERNETES: (&str, &str, &str) = ("v1.31.0", "1", "31");

/// Longest text or list that a function makes.
const LONGEST: usize = 1 << 20;

/// Calls a function.
pub(super) fn call(engine: &mut Engine, name: &str, arguments: Vec<Val>, line: u32) -> Result<Val, Stop> {
    let arg = |i: usize| arguments.get(i).cloned().unwrap_or_default();
    let last = arguments.last().cloned().unwrap_or_default();
    match name {
        "include" => {
            return match arg(0) {
                Val::Text(name) => engine.include(&name, &arg(1), line),
                _ => Ok(unknown(name)),
            };
        }
        "tpl" => {
            return match arg(0) {
                Val::Text(text) if text.contains("{{") => engine.tpl(&text, &arg(1), line),
                other => Ok(other),
            };
        }
        "fail" => {
            return Err(Stop { line, message: format!("the chart refuses its values: {}", arg(0).print()) });
        }
        "required" => {
            return Ok(match &last {
                Val::Nil => needs(&arg(0).print()),
                Val::Text(s) if s.is_empty() => needs(&arg(0).print()),
                _ => last,
            });
        }
        "indent" | "nindent" => {
            if let Val::Unknown(why) = &last {
                let pad = small(arg(0).number().unwrap_or(0.0));
                let begin = if name == "nindent" { "\n" } else { "" };
                return Ok(Val::text(format!("{begin}{}{}", " ".repeat(pad), engine.mark(why))));
            }
        }
        "toYaml" | "toYamlPretty" => return Ok(Val::text(arg(0).yaml(0, &mut |why| engine.mark(why)))),
        "default" => {
            return Ok(match last.truth() {
                None | Some(true) => last,
                Some(false) => arg(0),
            });
        }
        "coalesce" => {
            return Ok(arguments.iter().find(|v| v.truth() != Some(false)).cloned().unwrap_or_default());
        }
        "and" | "or" => return Ok(last_or_unknown(&arguments)),
        "set" | "unset" => {
            // the map that is changed stays as it was for what comes later
            engine.gap = Some(Arc::new(Why::Function(format!("the template function {name}").into())));
        }
        "dict" => {
            let pairs = arguments.chunks(2).filter_map(|pair| match pair {
                [key, value] => Some((Arc::<str>::from(key.print()), value.clone())),
                _ => None,
            });
            return Ok(Val::Map(Arc::new(pairs.collect())));
        }
        "list" | "tuple" => return Ok(Val::List(Arc::new(arguments))),
        "lookup" => return Ok(Val::Map(Arc::default())),
        "ternary" => {
            return Ok(match last.truth() {
                Some(true) => arg(0),
                Some(false) => arg(1),
                None => last,
            });
        }
        _ => {}
    }
    // of the rest nothing is known where an argument is not
    if let Some(why) = arguments.iter().find_map(|a| a.doubt(1)) {
        let keeps = matches!(
            name,
            "get"
                | "index"
                | "hasKey"
                | "merge"
                | "mergeOverwrite"
                | "set"
                | "append"
                | "concat"
                | "first"
                | "kindIs"
                | "keys"
                | "pick"
                | "omit"
                | "len"
                | "empty"
                | "not"
                | "quote"
                | "values"
        );
        if !keeps || arguments.iter().any(|a| matches!(a, Val::Unknown(_))) {
            return Ok(Val::Unknown(why));
        }
    }
    Ok(texts(name, &arguments)
        .or_else(|| numbers(name, &arguments))
        .or_else(|| collections(name, &arguments))
        .unwrap_or_else(|| unknown(name)))
}

/// A call of what stands behind a path: methods of built-in objects.
pub(super) fn method(path: &[String], arguments: &[Val]) -> Val {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    match names.as_slice() {
        [.., "APIVersions", "Has"] => Val::Bool(arguments.first().is_some_and(|v| is_built_in(&v.print()))),
        _ => Val::Unknown(Arc::new(Why::NotCollected(
            format!(".{} is told at install", path.join(".")).into(),
        ))),
    }
}

/// Whether every cluster has an API.
fn is_built_in(api: &str) -> bool {
    const GROUPS: &[&str] = &[
        "v1",
        "apps/v1",
        "batch/v1",
        "autoscaling/v1",
        "autoscaling/v2",
        "networking.k8s.io/v1",
        "policy/v1",
        "rbac.authorization.k8s.io/v1",
        "storage.k8s.io/v1",
        "admissionregistration.k8s.io/v1",
        "apiextensions.k8s.io/v1",
        "scheduling.k8s.io/v1",
        "coordination.k8s.io/v1",
        "discovery.k8s.io/v1",
        "certificates.k8s.io/v1",
        "node.k8s.io/v1",
        "events.k8s.io/v1",
    ];
    GROUPS.iter().any(|g| {
        api == *g || api.strip_prefix(g).is_some_and(|kind| kind.starts_with('/') && !kind[1..].contains('/'))
    })
}

fn unknown(name: &str) -> Val {
    Val::Unknown(Arc::new(Why::Function(format!("the template function {name}").into())))
}

fn needs(what: &str) -> Val {
    Val::Unknown(Arc::new(Why::Variable(format!("a value that the chart requires ({what})").into())))
}

fn last_or_unknown(arguments: &[Val]) -> Val {
    arguments.iter().find(|v| matches!(v, Val::Unknown(_))).or(arguments.last()).cloned().unwrap_or_default()
}

fn texts(name: &str, arguments: &[Val]) -> Option<Val> {
    let text = |i: usize| arguments.get(i).map(Val::print).unwrap_or_default();
    let last = || arguments.last().map(Val::print).unwrap_or_default();
    let size = |i: usize| small(arguments.get(i).and_then(Val::number).unwrap_or(0.0));
    let out = match name {
        "quote" => {
            let each = arguments.iter().filter(|a| !matches!(a, Val::Nil)).map(|a| quoted(&a.print()));
            each.collect::<Vec<_>>().join(" ")
        }
        "squote" => {
            let each =
                arguments.iter().filter(|a| !matches!(a, Val::Nil)).map(|a| format!("'{}'", a.print()));
            each.collect::<Vec<_>>().join(" ")
        }
        "toString" | "print" | "html" | "urlquery" => arguments.iter().map(Val::print).collect(),
        "println" => arguments.iter().map(Val::print).collect::<Vec<_>>().join(" ") + "\n",
        "cat" => arguments.iter().map(Val::print).collect::<Vec<_>>().join(" "),
        "printf" => printf(arguments)?,
        "toJson" | "mustToJson" | "toRawJson" | "toPrettyJson" => json(arguments.first()?, 24)?.to_string(),
        "indent" | "nindent" => {
            let pad = " ".repeat(size(0));
            let body: Vec<String> = last().split('\n').map(|l| format!("{pad}{l}")).collect();
            let body = body.join("\n");
            if name == "nindent" { format!("\n{body}") } else { body }
        }
        "trim" => last().trim().to_owned(),
        "trimAll" => last().trim_matches(|c| text(0).contains(c)).to_owned(),
        "trimSuffix" => {
            let t = last();
            t.strip_suffix(text(0).as_str()).unwrap_or(&t).to_owned()
        }
        "trimPrefix" => {
            let t = last();
            t.strip_prefix(text(0).as_str()).unwrap_or(&t).to_owned()
        }
        "trunc" => {
            let chars: Vec<char> = last().chars().collect();
            let n = arguments.first().and_then(Val::number).unwrap_or(0.0);
            if n < 0.0 {
                let from = chars.len().saturating_sub(small(-n));
                chars.iter().skip(from).collect()
            } else {
                chars.iter().take(size(0)).collect()
            }
        }
        "upper" => last().to_uppercase(),
        "lower" => last().to_lowercase(),
        "title" | "untitle" => {
            let t = last();
            let mut chars = t.chars();
            chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
        }
        "replace" => last().replace(text(0).as_str(), &text(1)),
        "nospace" => last().split_whitespace().collect(),
        "kebabcase" => last().replace(['_', ' '], "-").to_lowercase(),
        "snakecase" => last().replace(['-', ' '], "_").to_lowercase(),
        "repeat" => {
            let t = last();
            if t.len().saturating_mul(size(0)) > LONGEST {
                return None;
            }
            t.repeat(size(0))
        }
        "b64enc" => base64(last().as_bytes()),
        "join" => {
            let items: Vec<String> = arguments.last()?.items().iter().map(Val::print).collect();
            items.join(&text(0))
        }
        "regexReplaceAll" | "regexReplaceAllLiteral" | "mustRegexReplaceAll" => {
            Regex::new(&text(0)).ok()?.replace_all(&text(1), text(2).as_str()).into_owned()
        }
        "base" => last().rsplit('/').next().unwrap_or_default().to_owned(),
        _ => return text_tests(name, arguments),
    };
    Some(Val::text(out))
}

/// A number as a length.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a small range")]
fn small(n: f64) -> usize {
    n.clamp(0.0, 10_000.0) as usize
}

fn text_tests(name: &str, arguments: &[Val]) -> Option<Val> {
    let text = |i: usize| arguments.get(i).map(Val::print).unwrap_or_default();
    Some(match name {
        "contains" => Val::Bool(text(1).contains(text(0).as_str())),
        "hasPrefix" => Val::Bool(text(1).starts_with(text(0).as_str())),
        "hasSuffix" => Val::Bool(text(1).ends_with(text(0).as_str())),
        "regexMatch" | "mustRegexMatch" => Val::Bool(Regex::new(&text(0)).ok()?.is_match(&text(1))),
        "regexFind" => Val::text(Regex::new(&text(0)).ok()?.find(&text(1)).map_or("", |m| m.as_str())),
        "splitList" => Val::List(Arc::new(text(1).split(text(0).as_str()).map(Val::text).collect())),
        "split" => {
            let t = text(1);
            let between = text(0);
            let parts = t.split(between.as_str()).enumerate();
            Val::Map(Arc::new(parts.map(|(i, p)| (format!("_{i}").into(), Val::text(p))).collect()))
        }
        "fromYaml" | "fromYamlArray" | "fromJson" | "mustFromJson" => {
            let read = crate::native::yaml_documents(
                &text(0),
                crate::native::FileId(u32::MAX),
                &crate::native::Bounds::default(),
                super::super::plain_tag,
            );
            let value = read.documents.first().map_or(Val::Map(Arc::default()), Val::of);
            read.faults.is_empty().then_some(value)?
        }
        "semverCompare" => Val::Bool(semver(&text(0), &text(1))?),
        "kindIs" | "typeIs" => Val::Bool(arguments.get(1)?.kind() == text(0)),
        "kindOf" | "typeOf" => Val::text(arguments.first()?.kind()),
        "eq" => {
            let first = arguments.first()?;
            Val::Bool(arguments.iter().skip(1).any(|v| same(first, v)))
        }
        "ne" => Val::Bool(!same(arguments.first()?, arguments.get(1)?)),
        "lt" | "le" | "gt" | "ge" => {
            let (a, b) = (arguments.first()?, arguments.get(1)?);
            let order = match (a, b) {
                (Val::Text(a), Val::Text(b)) => a.cmp(b),
                _ => a.number()?.partial_cmp(&b.number()?)?,
            };
            Val::Bool(match name {
                "lt" => order.is_lt(),
                "le" => order.is_le(),
                "gt" => order.is_gt(),
                _ => order.is_ge(),
            })
        }
        "not" | "empty" => Val::Bool(!arguments.first()?.truth()?),
        _ => return None,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "numbers of templates are small")]
fn numbers(name: &str, arguments: &[Val]) -> Option<Val> {
    let n = |i: usize| arguments.get(i).and_then(Val::number);
    let whole = |v: f64| Val::Int(v as i64);
    Some(match name {
        "int" | "int64" | "atoi" => whole(n(0).unwrap_or(0.0)),
        "float64" => Val::Float(n(0)?),
        "add" => whole(arguments.iter().map(|a| a.number().unwrap_or(0.0)).sum()),
        "add1" => whole(n(0)? + 1.0),
        "sub" => whole(n(0)? - n(1)?),
        "mul" => whole(arguments.iter().filter_map(Val::number).product()),
        "div" => whole((n(0)? / n(1).filter(|d| *d != 0.0)?).trunc()),
        "mod" => whole(n(0)? % n(1).filter(|d| *d != 0.0)?),
        "max" => whole(arguments.iter().filter_map(Val::number).fold(f64::MIN, f64::max)),
        "min" => whole(arguments.iter().filter_map(Val::number).fold(f64::MAX, f64::min)),
        "ceil" => Val::Float(n(0)?.ceil()),
        "floor" => Val::Float(n(0)?.floor()),
        "round" => Val::Float(n(0)?.round()),
        "len" => Val::Int(
            i64::try_from(match arguments.first()? {
                Val::Text(s) => s.len(),
                Val::List(l) => l.len(),
                Val::Map(m) => m.len(),
                _ => 0,
            })
            .ok()?,
        ),
        "until" => Val::List(Arc::new((0..(n(0)? as i64).clamp(0, 10_000)).map(Val::Int).collect())),
        _ => return None,
    })
}

fn collections(name: &str, arguments: &[Val]) -> Option<Val> {
    let first = arguments.first()?;
    let text = |i: usize| arguments.get(i).map(Val::print).unwrap_or_default();
    let list = |items: Vec<Val>| Val::List(Arc::new(items));
    let members = |v: &Val| match v {
        Val::Map(m) => (**m).clone(),
        _ => Map::default(),
    };
    Some(match name {
        "get" => first.get(&text(1)),
        "hasKey" => Val::Bool(members(first).contains_key(text(1).as_str())),
        "index" => arguments.iter().skip(1).fold(first.clone(), |value, key| match (&value, key) {
            (Val::List(items), Val::Int(i)) => {
                usize::try_from(*i).ok().and_then(|i| items.get(i)).cloned().unwrap_or_default()
            }
            _ => value.get(&key.print()),
        }),
        "set" => {
            let mut map = members(first);
            map.insert(text(1).into(), arguments.get(2).cloned().unwrap_or_default());
            Val::Map(Arc::new(map))
        }
        "keys" => {
            let mut names: Vec<Arc<str>> = members(first).keys().cloned().collect();
            names.sort();
            list(names.into_iter().map(Val::Text).collect())
        }
        "values" => list(members(first).values().cloned().collect()),
        "merge" | "mustMerge" => {
            arguments.iter().skip(1).fold(first.clone(), |merged, more| merged.over(more.clone()))
        }
        "mergeOverwrite" | "mustMergeOverwrite" => {
            arguments.iter().skip(1).fold(first.clone(), |merged, more| more.clone().over(merged))
        }
        "deepCopy" | "mustDeepCopy" | "unset" => first.clone(),
        "pick" | "omit" => {
            let names: Vec<String> = arguments.iter().skip(1).map(Val::print).collect();
            let mut map = members(first);
            map.retain(|k, _| names.iter().any(|n| **n == **k) == (name == "pick"));
            Val::Map(Arc::new(map))
        }
        "pluck" => list(
            arguments.iter().skip(1).map(|m| m.get(&text(0))).filter(|v| !matches!(v, Val::Nil)).collect(),
        ),
        "dig" => {
            let [path @ .., default, map] = arguments else { return None };
            let found = path.iter().fold(map.clone(), |v, k| v.get(&k.print()));
            if matches!(found, Val::Nil) { default.clone() } else { found }
        }
        "first" => first.items().first().cloned().unwrap_or_default(),
        "last" => first.items().last().cloned().unwrap_or_default(),
        "rest" => list(first.items().iter().skip(1).cloned().collect()),
        "initial" => list(first.items().split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default()),
        "append" | "mustAppend" => list(first.items().iter().chain(arguments.get(1)).cloned().collect()),
        "prepend" => list(arguments.get(1).into_iter().chain(first.items()).cloned().collect()),
        "concat" => list(arguments.iter().flat_map(|l| l.items().iter().cloned()).collect()),
        "compact" => list(first.items().iter().filter(|v| v.truth() != Some(false)).cloned().collect()),
        "uniq" => {
            let mut seen: Vec<Val> = Vec::new();
            for item in first.items() {
                if !seen.iter().any(|s| same(s, item)) {
                    seen.push(item.clone());
                }
            }
            list(seen)
        }
        "without" => list(
            first.items().iter().filter(|v| !arguments.iter().skip(1).any(|w| same(v, w))).cloned().collect(),
        ),
        "has" => Val::Bool(arguments.get(1)?.items().iter().any(|v| same(v, first))),
        "sortAlpha" => {
            let mut texts: Vec<String> = first.items().iter().map(Val::print).collect();
            texts.sort();
            list(texts.into_iter().map(Val::text).collect())
        }
        "reverse" => list(first.items().iter().rev().cloned().collect()),
        "toStrings" => list(first.items().iter().map(|v| Val::text(v.print())).collect()),
        _ => return None,
    })
}

fn same(a: &Val, b: &Val) -> bool {
    match (a, b) {
        (Val::Nil, Val::Nil) => true,
        (Val::Bool(a), Val::Bool(b)) => a == b,
        (Val::Text(a), Val::Text(b)) => a == b,
        (Val::Int(_) | Val::Float(_), Val::Int(_) | Val::Float(_)) => a.number() == b.number(),
        (Val::List(a), Val::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        _ => false,
    }
}

/// `printf` of Go, as far as charts use it.
fn printf(arguments: &[Val]) -> Option<String> {
    let format = arguments.first()?.print();
    let mut rest = arguments.iter().skip(1);
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut flags = String::new();
        loop {
            match chars.next()? {
                '%' => out.push('%'),
                's' | 'v' | 'd' => {
                    // a width or precision changes the text in ways that are not followed
                    if !flags.is_empty() && flags != "+" {
                        return None;
                    }
                    out.push_str(&rest.next()?.print());
                }
                'q' => out.push_str(&quoted(&rest.next()?.print())),
                't' => out.push_str(&rest.next()?.print()),
                f if f.is_ascii_digit() || matches!(f, '.' | '-' | '+' | '#') => {
                    flags.push(f);
                    continue;
                }
                _ => return None,
            }
            break;
        }
    }
    (out.len() < LONGEST).then_some(out)
}

fn json(value: &Val, depth: usize) -> Option<serde_json::Value> {
    if depth == 0 {
        return None;
    }
    Some(match value {
        Val::Nil => serde_json::Value::Null,
        Val::Bool(b) => (*b).into(),
        Val::Int(n) => (*n).into(),
        Val::Float(n) => (*n).into(),
        Val::Text(s) => serde_json::Value::from(&**s),
        Val::List(items) => items.iter().map(|i| json(i, depth - 1)).collect::<Option<Vec<_>>>()?.into(),
        Val::Map(members) => {
            let members = members.iter().map(|(k, v)| Some((k.to_string(), json(v, depth - 1)?)));
            serde_json::Value::Object(members.collect::<Option<_>>()?)
        }
        Val::Unknown(_) => return None,
    })
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for i in 0..4usize {
            let letter = LETTERS.get(((bits >> (18 - 6 * i)) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if i <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// Whether a version satisfies constraints such as `>=1.19-0` or `^1.2, <2`.
fn semver(constraint: &str, version: &str) -> Option<bool> {
    let parts = |text: &str| -> Option<[u64; 3]> {
        let plain = text.trim().trim_start_matches('v').split(['-', '+']).next()?;
        let mut numbers =
            plain.split('.').map(|p| p.parse::<u64>().ok().or((matches!(p, "x" | "X" | "*")).then_some(0)));
        Some([numbers.next()??, numbers.next().unwrap_or(Some(0))?, numbers.next().unwrap_or(Some(0))?])
    };
    let have = parts(version)?;
    for either in constraint.split("||") {
        let mut all = true;
        let spaced = either.replace(',', " ");
        let mut words = spaced.split_whitespace();
        while let Some(word) = words.next() {
            let operator: String =
                word.chars().take_while(|c| matches!(c, '<' | '>' | '=' | '!' | '^' | '~')).collect();
            let number = word[operator.len()..].to_owned();
            let number = if number.is_empty() { words.next()?.to_owned() } else { number };
            let want = parts(&number)?;
            let [major, minor, _] = want;
            all &= match &*operator {
                ">=" => have >= want,
                ">" => have > want,
                "<=" => have <= want,
                "<" => have < want,
                "!=" => have != want,
                "^" => have >= want && have < [major + 1, 0, 0],
                "~" => have >= want && have < [major, minor + 1, 0],
                "" | "=" => {
                    have == want
                        || (number.split('.').count() < 3
                            && have[0] == major
                            && (!number.contains('.') || have[1] == minor))
                }
                _ => return None,
            };
        }
        if all {
            return Some(true);
        }
    }
    Some(false)
}
