//! The configuration: what to read of each cloud, what the organization expects, and where every value came from.
//!
//! One table ([`SETTINGS`]) feeds the reader, the template, the JSON Schema and `steth config`. A later layer wins:
//! default, user configuration, `steth.toml` of the repository, environment, flag.

mod read;
mod schema;
mod table;

pub use read::{ConfigError, Layer};
pub use schema::schema;
pub use table::{SETTINGS, SettingKind, SettingRow};

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::PathBuf;

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// A file and line.
    File(String, u32),
    /// An environment variable.
    Environment(String),
    /// A flag of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{path}:{line}"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

/// A value of the configuration.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number, at least 0.
    Int(u64),
    /// A number above 0.
    Number(f64),
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl fmt::Display for ConfigValue {
    /// As it is written in TOML.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(b) => write!(f, "{b}"),
            Self::Int(n) => write!(f, "{n}"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Text(s) => write!(f, "{s:?}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item:?}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
        }
    }
}

/// The configuration in force.
#[derive(Debug, Clone)]
pub struct Config {
    values: BTreeMap<String, (ConfigValue, Origin)>,
}

impl Default for Config {
    fn default() -> Self {
        let values = SETTINGS
            .iter()
            .filter_map(|row| Some((row.key.to_owned(), (row.default_value()?, Origin::Default))))
            .collect();
        Self { values }
    }
}

impl Config {
    /// The defaults with layers over them, the last one winning.
    pub fn of(layers: impl IntoIterator<Item = Layer>) -> Self {
        let mut config = Self::default();
        for layer in layers {
            config.values.extend(layer.values);
        }
        config
    }

    /// Sets a value from a flag.
    pub fn set(&mut self, key: &str, value: ConfigValue, flag: &'static str) {
        self.values.insert(key.to_owned(), (value, Origin::Flag(flag)));
    }

    /// Every value with its origin, by key.
    pub fn values(&self) -> impl Iterator<Item = (&str, &ConfigValue, &Origin)> {
        self.values.iter().map(|(key, (value, origin))| (key.as_str(), value, origin))
    }

    fn get(&self, key: &str) -> Option<&ConfigValue> {
        self.values.get(key).map(|(value, _)| value)
    }

    /// A yes or no; no where nothing is said.
    pub fn is(&self, key: &str) -> bool {
        matches!(self.get(key), Some(ConfigValue::Bool(true)))
    }

    /// A whole number.
    pub fn int(&self, key: &str) -> u64 {
        match self.get(key) {
            Some(ConfigValue::Int(n)) => *n,
            _ => 0,
        }
    }

    /// A text, unless it is empty.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(ConfigValue::Text(s)) if !s.is_empty() => Some(s),
            _ => None,
        }
    }

    /// A list of texts.
    pub fn list(&self, key: &str) -> &[String] {
        match self.get(key) {
            Some(ConfigValue::List(items)) => items,
            _ => &[],
        }
    }

    /// Budgets: API or `prefix*`, with its requests a second.
    pub fn budgets(&self) -> impl Iterator<Item = (&str, f64)> {
        self.values.iter().filter_map(|(key, (value, _))| match (key.strip_prefix("pull.budget."), value) {
            (Some(api), ConfigValue::Number(n)) => Some((api, *n)),
            _ => None,
        })
    }

    /// A person's own keys for the dashboard: the action, the keys, and where this is written.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &[String], &Origin)> {
        self.values.iter().filter_map(|(key, (value, origin))| match (key.strip_prefix("keys."), value) {
            (Some(action), ConfigValue::List(keys)) => Some((action, keys.as_slice(), origin)),
            _ => None,
        })
    }

    /// Environments of accounts, subscriptions and projects of a cloud (`aws`, `azure`, `gcp`), by id.
    pub fn environments(&self, cloud: &str) -> BTreeMap<&str, &str> {
        let prefix = format!("{cloud}.accounts.");
        self.values
            .iter()
            .filter_map(|(key, (value, _))| match value {
                ConfigValue::Text(text) => {
                    Some((key.strip_prefix(&prefix)?.strip_suffix(".environment")?, text.as_str()))
                }
                _ => None,
            })
            .collect()
    }
}

/// The user's configuration file: `STETH_CONFIG`, or in the platform's configuration directory.
pub fn user_file(environment: &[(String, String)]) -> Option<PathBuf> {
    if let Some((_, path)) = environment.iter().find(|(name, _)| name == "STETH_CONFIG") {
        return Some(PathBuf::from(path));
    }
    directories::ProjectDirs::from("", "", "steth").map(|d| d.config_dir().join("config.toml"))
}

/// The directory of the store: as configured, or in the platform's data directory.
pub fn store_directory(config: &Config) -> Option<PathBuf> {
    match config.text("store.path") {
        Some(path) => Some(PathBuf::from(path)),
        None => crate::store::Store::default_directory(),
    }
}

/// A `steth.toml` with every setting, its meaning and its default, commented out.
pub fn template() -> String {
    let mut out = String::from(
        "# Configuration of steth. Every line shows the default; take the # away to change it.\n",
    );
    let mut table = "";
    for row in SETTINGS {
        let (head, name) = row.key.rsplit_once('.').unwrap_or(("", row.key));
        if head != table {
            table = head;
            let _ = writeln!(out, "\n[{}]", head.replace("<id>", "\"000000000000\""));
        }
        let name = match name {
            "<action>" => "next-failure",
            name if name.starts_with('<') => "\"config:*\"",
            name => name,
        };
        let value = row.default_value().map_or_else(|| row.example.to_owned(), |v| v.to_string());
        let _ = writeln!(out, "# {}\n# {name} = {value}", row.about);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(text: &str) -> Layer {
        Layer::file("steth.toml", text).unwrap()
    }

    #[test]
    fn a_later_layer_wins_and_says_where_it_stands() {
        let user = layer("[pull]\nstale_after_hours = 12\n[aws]\nregions = [\"us-east-1\"]\n");
        let repository = layer("[aws]\n\nregions = [\"eu-west-1\", \"us-west-2\"]\n");
        let environment =
            Layer::environment(&[("STETH_PULL_CONCURRENCY".to_owned(), "4".to_owned())]).unwrap();
        let mut config = Config::of([user, repository, environment]);
        config.set("aws.profile", ConfigValue::Text("audit".to_owned()), "--profile");
        assert_eq!(config.int("pull.stale_after_hours"), 12);
        assert_eq!(config.list("aws.regions"), ["eu-west-1", "us-west-2"]);
        let origin = |key| config.values().find(|(k, ..)| *k == key).map(|(.., o)| o.to_string()).unwrap();
        assert_eq!(origin("aws.regions"), "steth.toml:3");
        assert_eq!(origin("pull.concurrency"), "environment STETH_PULL_CONCURRENCY");
        assert_eq!(origin("aws.profile"), "flag --profile");
        assert_eq!(origin("aws.role"), "default");
    }

    #[test]
    fn accounts_and_budgets_are_tables_of_their_own() {
        let config = Config::of([layer(
            "[aws.accounts.\"123456789012\"]\nenvironment = \"production\"\n\
             [gcp.accounts.\"ward.example\"]\nenvironment = \"staging\"\n\
             [pull.budget]\n\"config:*\" = 2.5\n",
        )]);
        assert_eq!(config.environments("aws").get("123456789012"), Some(&"production"));
        assert_eq!(config.environments("gcp").get("ward.example"), Some(&"staging"));
        assert!(config.budgets().any(|(api, rate)| api == "config:*" && (rate - 2.5).abs() < 1e-9));
    }

    #[test]
    fn the_template_is_a_configuration_of_defaults() {
        let text: String = template()
            .lines()
            .filter(|l| !l.starts_with("# ") || l.contains(" = "))
            .map(|l| {
                // every setting line, as if its mark were taken away
                let line = l.strip_prefix("# ").filter(|l| l.contains(" = ")).unwrap_or(l);
                if line.contains(" = ") && !line.starts_with('[') {
                    format!("{line}\n")
                } else {
                    format!("{l}\n")
                }
            })
            .collect();
        let config = Config::of([layer(&text)]);
        for row in SETTINGS {
            if let Some(default) = row.default_value() {
                assert_eq!(config.get(row.key), Some(&default), "{}", row.key);
            }
        }
    }
}
