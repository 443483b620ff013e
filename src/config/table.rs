//! Every setting, once.

use super::ConfigValue;

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// Yes or no.
    Bool,
    /// A whole number, at least 0.
    Int,
    /// A number above 0.
    Number,
    /// A text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A list of texts.
    List,
}

/// One setting.
#[derive(Debug)]
pub struct SettingRow {
    /// Its dotted key; a part in angle brackets stands for any name.
    pub key: &'static str,
    /// What it holds.
    pub kind: SettingKind,
    /// Its default as TOML; empty where there is none.
    pub default: &'static str,
    /// A value to show where there is no default, as TOML.
    pub example: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
}

const fn row(key: &'static str, kind: SettingKind, default: &'static str, about: &'static str) -> SettingRow {
    SettingRow { key, kind, default, example: "", about }
}

const fn any(key: &'static str, kind: SettingKind, example: &'static str, about: &'static str) -> SettingRow {
    SettingRow { key, kind, default: "", example, about }
}

use SettingKind::{Bool, Int, List, Number, OneOf, Text};

/// Every setting, table by table.
pub static SETTINGS: &[SettingRow] = &[
    row(
        "expect.approved_regions",
        List,
        "[]",
        "Regions approved for health information; empty for no opinion",
    ),
    row(
        "pull.estate",
        Text,
        "\"default\"",
        "Name of the estate: pulls of one name are compared and go on from each other",
    ),
    row(
        "pull.stale_after_hours",
        Int,
        "24",
        "Evidence older than this is stale, and what rests on it unknown",
    ),
    row("pull.resume_within_hours", Int, "24", "A pull that was stopped goes on where it was for this long"),
    row("pull.concurrency", Int, "16", "Accounts, regions and types read at once"),
    row("pull.timeout_seconds", Int, "60", "Longest wait for one answer"),
    any(
        "pull.budget.<api>",
        Number,
        "4.0",
        "Requests a second an API may be asked; a name that ends in * is a prefix",
    ),
    row("store.path", Text, "\"\"", "The database; empty for the platform's data directory"),
    row("store.keep_days", Int, "400", "Snapshots older than this are dropped; the newest never is"),
    row("store.max_megabytes", Int, "4096", "Oldest snapshots are dropped above this size"),
    row("aws.enabled", Bool, "true", "Read AWS where credentials are found"),
    row("aws.profile", Text, "\"\"", "Profile of the shared configuration; empty for the environment's"),
    row("aws.regions", List, "[]", "Regions to read; empty for those that record configuration"),
    row(
        "aws.only_accounts",
        List,
        "[]",
        "Accounts to read; empty for the caller's, or all of the organization",
    ),
    row("aws.role", Text, "\"\"", "Name of the role to assume in each account of the organization"),
    row("aws.external_id", Text, "\"\"", "External id that the role asks for"),
    row(
        "aws.use_aggregator",
        Bool,
        "true",
        "Ask a configuration aggregator where there is one, instead of each account and region",
    ),
    row(
        "aws.aggregator",
        Text,
        "\"\"",
        "Configuration aggregator to ask; empty for the first that covers the organization",
    ),
    row("aws.security_hub", Bool, "true", "Read findings of Security Hub where it is switched on"),
    row(
        "aws.endpoint",
        Text,
        "\"\"",
        "Endpoint of every service, for emulators; AWS_ENDPOINT_URL is honoured too",
    ),
    any("aws.accounts.<id>.environment", Text, "\"production\"", "Environment of an account"),
    row("azure.enabled", Bool, "true", "Read Azure where credentials are found"),
    row("azure.cloud", OneOf(&["public", "government", "china"]), "\"public\"", "Which Azure cloud"),
    row("azure.tenant", Text, "\"\"", "Tenant to log in to; empty for the credential's own"),
    row(
        "azure.management_group",
        Text,
        "\"\"",
        "Management group to read in one go; empty for the subscriptions that can be seen",
    ),
    row("azure.subscriptions", List, "[]", "Subscriptions to read; empty for all that can be seen"),
    row("azure.endpoint", Text, "\"\"", "Resource Manager endpoint, for emulators"),
    any("azure.accounts.<id>.environment", Text, "\"production\"", "Environment of a subscription"),
    row("gcp.enabled", Bool, "true", "Read Google Cloud where credentials are found"),
    row(
        "gcp.parents",
        List,
        "[]",
        "organizations/…, folders/… and projects/… to read; empty for the credential's project",
    ),
    row(
        "gcp.security_command_center",
        Bool,
        "true",
        "Read findings of Security Command Center where it is activated",
    ),
    row("gcp.quota_project", Text, "\"\"", "Project that requests are counted against"),
    row("gcp.impersonate", Text, "\"\"", "Service account to impersonate"),
    row("gcp.universe_domain", Text, "\"\"", "Universe domain; empty for googleapis.com"),
    row("gcp.endpoint", Text, "\"\"", "Endpoint of every service, for emulators"),
    any("gcp.accounts.<id>.environment", Text, "\"production\"", "Environment of a project"),
    row(
        "tui.theme",
        Text,
        "\"auto\"",
        "Theme of the dashboard; auto for one of the next two, as the terminal is",
    ),
    row("tui.dark_theme", Text, "\"dark\"", "Theme on dark terminals"),
    row("tui.light_theme", Text, "\"light\"", "Theme on light terminals"),
    row("tui.ascii", Bool, "false", "Marks and lines in ASCII only"),
    row("tui.session", Bool, "true", "Whether the dashboard opens where it was left, and keeps bookmarks"),
    row("tui.watch", Bool, "true", "Whether the dashboard scans anew when a file is saved"),
    row("tui.mouse", Bool, "true", "Whether clicks and the wheel are the dashboard's"),
    any(
        "keys.<action>",
        List,
        "[\"n\", \"ctrl-x n\"]",
        "Keys of an action of the dashboard, instead of its own; those in one text are pressed one after the other",
    ),
];

impl SettingRow {
    /// The default, where there is one.
    pub fn default_value(&self) -> Option<ConfigValue> {
        if self.default.is_empty() {
            return None;
        }
        self.kind.parse(self.default.trim_matches('"')).ok()
    }

    /// Whether a key is meant by this row.
    pub fn covers(&self, key: &str) -> bool {
        match self.key.split_once('<') {
            None => self.key == key,
            Some((head, tail)) => {
                let tail = tail.split_once('>').map_or("", |(_, rest)| rest);
                key.strip_prefix(head).and_then(|k| k.strip_suffix(tail)).is_some_and(|name| !name.is_empty())
            }
        }
    }

    /// The environment variable that sets it; nothing for a table of any names.
    pub fn variable(&self) -> Option<String> {
        (!self.key.contains('<')).then(|| format!("STETH_{}", self.key.replace('.', "_").to_uppercase()))
    }
}

impl SettingKind {
    /// What it holds, in words.
    pub fn words(self) -> String {
        match self {
            Bool => "true or false".to_owned(),
            Int => "a whole number, at least 0".to_owned(),
            Number => "a number above 0".to_owned(),
            Text => "a text".to_owned(),
            List => "a list of texts".to_owned(),
            OneOf(texts) => format!("one of {}", texts.join(", ")),
        }
    }

    /// Reads a value from plain text: of an environment variable, a flag, or a default.
    pub(super) fn parse(self, text: &str) -> Result<ConfigValue, ()> {
        match self {
            Bool => text.parse().map(ConfigValue::Bool).map_err(|_| ()),
            Int => text.parse().map(ConfigValue::Int).map_err(|_| ()),
            Number => text
                .parse()
                .ok()
                .filter(|n: &f64| *n > 0.0 && n.is_finite())
                .map(ConfigValue::Number)
                .ok_or(()),
            Text => Ok(ConfigValue::Text(text.to_owned())),
            OneOf(texts) => {
                if texts.contains(&text) {
                    Ok(ConfigValue::Text(text.to_owned()))
                } else {
                    Err(())
                }
            }
            List => {
                let items = text.trim_start_matches('[').trim_end_matches(']').split(',').map(str::trim);
                Ok(ConfigValue::List(items.filter(|i| !i.is_empty()).map(str::to_owned).collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole() {
        for row in SETTINGS {
            assert!(!row.about.is_empty() && !row.about.ends_with('.'), "{}", row.key);
            assert_ne!(
                row.default.is_empty(),
                row.example.is_empty(),
                "{}: a default or an example",
                row.key
            );
            assert_eq!(row.default.is_empty(), row.default_value().is_none(), "{}: {}", row.key, row.default);
            assert!(row.covers(&row.key.replace("<id>", "x").replace("<api>", "x")));
        }
    }

    #[test]
    fn a_name_of_any_kind_is_not_empty_and_may_hold_dots() {
        let row = SETTINGS.iter().find(|r| r.key == "gcp.accounts.<id>.environment").unwrap();
        assert!(row.covers("gcp.accounts.ward.example.environment"));
        assert!(!row.covers("gcp.accounts.environment"));
        assert!(!row.covers("gcp.accounts..environment"));
    }
}
