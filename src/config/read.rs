//! Reads one layer of the configuration, with the place of every value and of every mistake.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{ConfigValue, Origin, SETTINGS, SettingKind, SettingRow};

/// One layer: a file, or the environment.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    pub(super) values: BTreeMap<String, (ConfigValue, Origin)>,
}

/// What is wrong with a layer, with the place and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct ConfigError {
    /// `steth.toml:4`, or the name of an environment variable.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// The way out; empty where there is none to offer.
    pub hint: String,
}

impl Layer {
    /// Reads a configuration file. `path` is what messages call it.
    pub fn file(path: &str, text: &str) -> Result<Self, ConfigError> {
        let line = |offset: usize| {
            let before = text.get(..offset.min(text.len())).unwrap_or(text);
            u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
        };
        let text_without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
        let table = DeTable::parse(text_without_mark).map_err(|e| ConfigError {
            place: format!("{path}:{}", e.span().map_or(1, |s| line(s.start))),
            message: e.message().to_owned(),
            hint: String::new(),
        })?;
        let mut layer = Self::default();
        let mut open = vec![(String::new(), table.get_ref())];
        while let Some((head, table)) = open.pop() {
            for (name, value) in table {
                let key = if head.is_empty() {
                    name.get_ref().to_string()
                } else {
                    format!("{head}.{}", name.get_ref())
                };
                if let DeValue::Table(inner) = value.get_ref() {
                    open.push((key, inner));
                    continue;
                }
                let at = line(name.span().start);
                let place = || format!("{path}:{at}");
                let row = find(&key).ok_or_else(|| unknown(place(), &key))?;
                let value = convert(row.kind, value.get_ref()).ok_or_else(|| wrong(place(), row))?;
                layer.values.insert(key, (value, Origin::File(path.to_owned(), at)));
            }
        }
        Ok(layer)
    }

    /// Reads `STETH_…` variables of the environment; others of that name are left to whom they belong to.
    pub fn environment(variables: &[(String, String)]) -> Result<Self, ConfigError> {
        let mut layer = Self::default();
        for row in SETTINGS {
            let Some(name) = row.variable() else { continue };
            let Some((_, text)) = variables.iter().find(|(n, _)| *n == name) else { continue };
            let value = row.kind.parse(text).map_err(|()| wrong(name.clone(), row))?;
            layer.values.insert(row.key.to_owned(), (value, Origin::Environment(name)));
        }
        Ok(layer)
    }
}

fn find(key: &str) -> Option<&'static SettingRow> {
    SETTINGS.iter().find(|row| row.covers(key))
}

fn unknown(place: String, key: &str) -> ConfigError {
    let nearest = crate::hipaa::nearest(key, SETTINGS.iter().map(|row| row.key));
    let hint = nearest
        .map_or_else(|| "list what is known with: steth config".to_owned(), |n| format!("did you mean {n}?"));
    ConfigError { place, message: format!("there is no setting {key}"), hint }
}

fn wrong(place: String, row: &SettingRow) -> ConfigError {
    let message = format!("{} must be {}", row.key, row.kind.words());
    ConfigError { place, message, hint: row.about.to_owned() }
}

fn convert(kind: SettingKind, value: &DeValue<'_>) -> Option<ConfigValue> {
    match (kind, value) {
        (SettingKind::Bool, DeValue::Boolean(b)) => Some(ConfigValue::Bool(*b)),
        (SettingKind::Int | SettingKind::Number, DeValue::Integer(n)) => kind.parse(n.as_str()).ok(),
        (SettingKind::Number, DeValue::Float(n)) => kind.parse(n.as_str()).ok(),
        (SettingKind::Text | SettingKind::OneOf(_), DeValue::String(s)) => kind.parse(s).ok(),
        (SettingKind::List, DeValue::Array(items)) => {
            let texts: Option<Vec<_>> = items
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::String(s) => Some(s.to_string()),
                    _ => None,
                })
                .collect();
            texts.map(ConfigValue::List)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_name_the_line_and_the_way_out() {
        let error = Layer::file("steth.toml", "[aws]\n\nregoins = []\n").unwrap_err();
        assert_eq!(error.to_string(), "steth.toml:3: there is no setting aws.regoins");
        assert_eq!(error.hint, "did you mean aws.regions?");
        let error = Layer::file("steth.toml", "[aws]\nregions = \"us-east-1\"\n").unwrap_err();
        assert_eq!(error.to_string(), "steth.toml:2: aws.regions must be a list of texts");
        let error = Layer::file("steth.toml", "[azure]\ncloud = \"germany\"\n").unwrap_err();
        assert!(error.message.contains("public, government, china"), "{error}");
        let error = Layer::file("steth.toml", "[aws\n").unwrap_err();
        assert!(error.place.starts_with("steth.toml:1"), "{error}");
        for number in ["-1", "1.5", "true", "\"7\""] {
            assert!(Layer::file("x", &format!("[pull]\nconcurrency = {number}\n")).is_err(), "{number}");
        }
        let variable = [("STETH_PULL_CONCURRENCY".to_owned(), "many".to_owned())];
        let error = Layer::environment(&variable).unwrap_err();
        assert!(error.to_string().starts_with("STETH_PULL_CONCURRENCY: pull.concurrency must be"), "{error}");
    }

    #[test]
    fn a_byte_order_mark_and_an_empty_file_are_fine() {
        assert!(Layer::file("x", "\u{feff}[aws]\nenabled = false\n").is_ok());
        assert!(Layer::file("x", "").unwrap().values.is_empty());
    }
}
