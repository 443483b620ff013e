//! Settings made of several arguments, without losing place or doubt.

use std::sync::Arc;

use super::Reader;
use super::reader::maybe_text;
use crate::native::Node;
use crate::resource::{At, Datum, Maybe, Setting};

/// Whether a setting's value counts as switched on or written.
fn holds(setting: &Setting) -> Option<bool> {
    setting.datum().map(|datum| match datum {
        Datum::Absent | Datum::Bool(false) => false,
        Datum::Text(s) => !s.is_empty(),
        Datum::List(items) => !items.is_empty(),
        _ => true,
    })
}

/// The first setting that holds; unknown where none does and one of them is unknown; else the first.
pub(super) fn either(settings: impl IntoIterator<Item = Setting>) -> Setting {
    let mut unknown = None;
    let mut first = None;
    for setting in settings {
        match holds(&setting) {
            Some(true) => return setting,
            Some(false) if first.is_none() || matches!(first, Some(Setting::Default(_))) => {
                first = Some(setting);
            }
            None if unknown.is_none() => unknown = Some(setting),
            Some(false) | None => {}
        }
    }
    unknown.or(first).unwrap_or(Setting::Default(Datum::Absent))
}

/// The first setting that does not hold; unknown where all the others hold and one is unknown; else the last.
pub(super) fn both(settings: impl IntoIterator<Item = Setting>) -> Setting {
    let mut unknown = None;
    let mut last = None;
    for setting in settings {
        match holds(&setting) {
            Some(false) => return setting,
            Some(true) => last = Some(setting),
            None if unknown.is_none() => unknown = Some(setting),
            None => {}
        }
    }
    unknown.or(last).unwrap_or(Setting::Default(Datum::Absent))
}

/// Whether the setting holds, as yes or no.
pub(super) fn switched(setting: Setting) -> Setting {
    let on = holds(&setting).unwrap_or(false);
    setting.map(|_| Datum::Bool(on))
}

/// Whether a text equals one of `texts`, as yes or no; not written counts as `default`.
pub(super) fn text_is(from: &Reader<'_>, path: &str, default: &str, texts: &[&str]) -> Setting {
    from.text(path, default).map(|datum| match datum {
        Datum::Text(s) => Datum::Bool(texts.contains(&&*s)),
        _ => Datum::Bool(false),
    })
}

/// The resource an argument refers to, even where its value is known; else the text written.
pub(super) fn refers_to(from: &Reader<'_>, path: &str) -> Setting {
    match from.node(path) {
        Some(node) if !node.references().is_empty() => {
            let mut setting = from.presence(path);
            if let (Setting::Known { datum, .. }, Some(reference)) = (&mut setting, node.references().first())
            {
                *datum = Datum::Reference(reference.clone());
            }
            setting
        }
        _ => from.presence(path),
    }
}

/// Blocks of a name and a value as a map: engine parameters, database flags.
pub(super) fn named_values(from: &Reader<'_>, path: &str, name: &str, value: &str) -> Setting {
    let blocks = from.blocks(path);
    if let Some((unknown, at)) = blocks.unknown {
        return Setting::Unknown { why: Arc::new(unknown.why.clone()), at };
    }
    let entries: Vec<(Arc<str>, Maybe<Arc<str>>)> = blocks
        .known
        .iter()
        .filter_map(|block| {
            let name = block.node(name).and_then(Node::as_text)?;
            let value = block.node(value).map_or(Maybe::Known("".into()), maybe_text);
            Some((name, value))
        })
        .collect();
    let at = blocks.first().map_or(At::default(), |block| block.place());
    if entries.is_empty() {
        return Setting::Default(Datum::Map(Arc::new([])));
    }
    Setting::Known { datum: Datum::Map(entries.into()), at, sensitive: false }
}

/// The texts of an argument over all blocks of a path, as one list.
pub(super) fn collected(from: &Reader<'_>, path: &str, keep: impl Fn(&Reader<'_>) -> Setting) -> Setting {
    let blocks = from.blocks(path);
    let mut items = Vec::new();
    for block in &blocks.known {
        match keep(block) {
            Setting::Unknown { why, .. } => items.push(Maybe::Unknown(why)),
            Setting::Known { datum: Datum::Text(s), .. } | Setting::Default(Datum::Text(s)) => {
                items.push(Maybe::Known(s));
            }
            _ => {}
        }
    }
    if let Some((unknown, at)) = blocks.unknown {
        let why = Arc::new(unknown.why.clone());
        // whether there is any is not known
        if blocks.known.is_empty() {
            return Setting::Unknown { why, at };
        }
        items.push(Maybe::Unknown(why));
    }
    match blocks.first() {
        Some(first) => {
            Setting::Known { datum: Datum::List(items.into()), at: first.place(), sensitive: false }
        }
        None if items.is_empty() => Setting::Default(Datum::List(items.into())),
        None => Setting::Known { datum: Datum::List(items.into()), at: from.place(), sensitive: false },
    }
}
