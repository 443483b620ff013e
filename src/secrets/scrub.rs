//! Takes secrets out of a live configuration before it is kept.
//!
//! What goes, and by what it is told:
//! - the formats of [`super::tokens`] wherever they stand in a text, and `password=…` and its kind inside longer texts;
//! - texts under names that hold secrets: passwords, private keys, connection strings, shared keys, client secrets;
//! - values of environment variables, application settings and instance metadata, user data and start-up scripts,
//!   whatever they look like: they are put there by people, and nobody else can tell which of them open something.
//!
//! Keys are never removed, so that what is set is still seen to be set. Numbers, yes and no, empty texts, and texts
//! that only say where a secret is kept (an ARN, a vault's address, a resource name) stay: checks read them.
//!
//! What it does not catch: a secret of no known format under an ordinary name (`"note": "door code 4711"`), one that
//! is encoded (base64, compressed) under an ordinary name, one that is a number, one cut in parts, and one in a name,
//! a tag's key, an id or a description. Access key ids (`AKIA…`) stay: an id opens nothing, and roles and users are
//! compared by such ids.

use std::sync::{Arc, LazyLock};

use regex::Regex;
use serde_json::{Map, Value};
use smallvec::SmallVec;

mod name;

use name::{Name, Part, Under, read_name};

use super::arguments::{looks_like_token, refers_elsewhere};
use super::tokens;

/// What stands where a secret stood.
pub const SECRET: &str = "(secret)";

/// What stands where something stood that may or may not be one: an environment variable's value, user data.
pub const WITHHELD: &str = "(not kept)";

/// Objects, lists and JSON in texts that are entered.
const DEPTH: usize = 64;

/// `password=…` and its kind inside a longer text; the first group is the secret.
static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"(?i)(?:(?:password|passwd|\bpwd|passphrase|client_?secret|secret_?access_?key|access_?token|auth_?token|api_?key|account_?key|shared_?access_?key|shared_?secret)(?:\\?["']?\s?=\s?|\\?["']\s?:\s?|\s?:\s)|--[a-z-]*(?:password|secret|token|api-key)\s)\\?["']?([^\s;&"',{<$%(@\\][^\s;&"',\\]{3,})"#,
    )
});

static PRIVATE_KEY: LazyLock<Regex> = LazyLock::new(|| compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"));

#[expect(clippy::expect_used, reason = "the patterns are constants and the tests use each")]
fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// Takes secrets out of a configuration and gives how many texts were changed. Doing it twice changes nothing more.
pub fn scrub(value: &mut Value) -> usize {
    walk(value, Under::Plain, DEPTH)
}

/// Takes a secret out of a tag's value.
pub fn scrub_tag(name: &str, text: &mut Arc<str>) {
    let mut value = text.to_string();
    if scrub_text(&mut value, read_name(name).says, DEPTH) > 0 {
        *text = value.into();
    }
}

fn walk(value: &mut Value, under: Under, depth: usize) -> usize {
    if depth == 0 {
        // nothing is kept that was not looked at
        let put = Value::String(WITHHELD.to_owned());
        return usize::from(std::mem::replace(value, put.clone()) != put);
    }
    match value {
        Value::String(text) => scrub_text(text, under, depth),
        Value::Array(items) => items.iter_mut().map(|item| walk(item, under, depth - 1)).sum(),
        Value::Object(object) => scrub_object(object, under, depth),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

fn scrub_object(object: &mut Map<String, Value>, under: Under, depth: usize) -> usize {
    let names: SmallVec<[Name; 16]> = object.keys().map(|key| read_name(key)).collect();
    // `{ name: DB_PASSWORD, value: … }`: what the value is, is said by its neighbour
    let labels = names.iter().zip(object.values()).filter_map(|(name, value)| Some((name.label?, value)));
    let label = labels.min_by_key(|(rank, _)| *rank);
    let label = label.and_then(|(_, name)| name.as_str()).map(|name| read_name(name).says);
    let points = object.iter().any(|(key, value)| points_to_a_store(key, value));
    let versioned = names.iter().any(|name| name.part == Part::Version);
    let mut changed = 0;
    for ((_, value), name) in object.iter_mut().zip(&names) {
        let says = match name.part {
            Part::Value => match (label, under) {
                _ if points => Under::Plain,
                (Some(Under::Plain) | None, Under::Token) => Under::Secret,
                (Some(Under::Plain) | None, _) => under,
                (Some(said), _) => said,
            },
            // the name of a secret in a store, beside its version
            Part::Secret if versioned => Under::Plain,
            Part::Environment => environment(value),
            Part::Metadata if value.get("items").is_some() => Under::Chosen,
            _ => match (name.says, under) {
                // in `env: { K: V }` every value is chosen; in `env: [{ name: K, value: V }]` only `value` is
                (Under::Plain, Under::Chosen) if label.is_none() && name.part != Part::SaysWhat => {
                    Under::Chosen
                }
                (said, _) => said,
            },
        };
        changed += walk(value, says, depth - 1);
    }
    changed
}

/// `type: SECRETS_MANAGER` beside a value: the value is a name in a store.
fn points_to_a_store(key: &str, value: &Value) -> bool {
    key.eq_ignore_ascii_case("type")
        && value.as_str().is_some_and(|t| matches!(t, "PARAMETER_STORE" | "SECRETS_MANAGER"))
}

/// `environment` is a list of variables, or a map of them, or something else that has variables in it.
fn environment(value: &Value) -> Under {
    let variable =
        |name: &String| name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    match value {
        Value::Array(_) => Under::Chosen,
        Value::Object(entries) if !entries.is_empty() && entries.keys().all(variable) => Under::Chosen,
        _ => Under::Plain,
    }
}

fn scrub_text(text: &mut String, under: Under, depth: usize) -> usize {
    if text == SECRET || text == WITHHELD || text.is_empty() {
        return 0;
    }
    let put = match under {
        Under::Script => Some(WITHHELD),
        Under::Secret if !says_nothing(text) => Some(SECRET),
        Under::Chosen if !says_nothing(text) => Some(WITHHELD),
        Under::Token if looks_like_token(text) && !refers_elsewhere(text) => Some(SECRET),
        _ => None,
    };
    if let Some(put) = put {
        put.clone_into(text);
        return 1;
    }
    if text.starts_with(['{', '['])
        && let Ok(mut inner) = serde_json::from_str::<Value>(text)
    {
        let changed = walk(&mut inner, under, depth - 1);
        if changed > 0 {
            *text = inner.to_string();
        }
        return changed;
    }
    usize::from(scrub_within(text))
}

/// Texts that cannot be secrets: masks, yes and no, states, and addresses of where a secret is kept.
fn says_nothing(text: &str) -> bool {
    const STATES: &[&str] = &[
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "none",
        "null",
        "0",
        "1",
        "enabled",
        "disabled",
        "required",
        "optional",
        "allowed",
        "disallowed",
        "allow",
        "deny",
        "default",
        "not_set",
        "set",
        "present",
    ];
    if STATES.iter().any(|state| text.eq_ignore_ascii_case(state)) || text.starts_with("@Microsoft.KeyVault(")
    {
        return true;
    }
    // one letter again and again is a poor password, a mask is of other signs
    let letters = text.bytes().all(|b| b.is_ascii_alphanumeric());
    refers_elsewhere(text) && !letters && !text.contains(['?', '@'])
}

/// Whether a text has a sign by which something is assigned in it, after a word that may name a secret.
fn may_assign(text: &str) -> bool {
    // some letters of other alphabets count as one of these to the pattern
    if !text.is_ascii() {
        return true;
    }
    let bytes = text.as_bytes();
    // in a vertical tab the two differ
    let is_sign = |b: &u8| matches!(b, b'=' | b':' | b'\x0b') || b.is_ascii_whitespace();
    let Some(sign) = bytes.iter().rposition(is_sign) else { return false };
    // of every such word one of `ss` (password, passphrase), `wd`, `ey` (key), `cr` (secret) or `ok` (token) is a part
    bytes[..sign].windows(2).any(|two| {
        matches!(
            [two[0].to_ascii_lowercase(), two[1].to_ascii_lowercase()],
            [b's', b's'] | [b'w', b'd'] | [b'e', b'y'] | [b'c', b'r'] | [b'o', b'k']
        )
    })
}

/// Takes tokens and assigned secrets out of a longer text.
fn scrub_within(text: &mut String) -> bool {
    if text.len() < tokens::LEAST {
        // room for an assignment and no token: `pwd=hunt`
        if !may_assign(text) {
            return false;
        }
    } else if text.contains("-----BEGIN") && PRIVATE_KEY.is_match(text) {
        SECRET.clone_into(text);
        return true;
    }
    let mut found = tokens::ranges(text);
    // a text that names a place may have such a word in it
    if may_assign(text) && !refers_elsewhere(text) {
        found.extend(
            ASSIGNED
                .captures_iter(text)
                .filter_map(|groups| groups.get(1))
                .filter(|m| !says_nothing(m.as_str()))
                .map(|m| m.range()),
        );
    }
    if found.is_empty() {
        return false;
    }
    found.retain(|range| &text[range.clone()] != SECRET);
    found.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in &found {
        if range.start < at {
            // one inside another, or overlapping it
            at = at.max(range.end);
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(SECRET);
        at = range.end;
    }
    if at == 0 {
        return false;
    }
    out.push_str(&text[at..]);
    *text = out;
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn scrubbed(mut value: Value) -> Value {
        scrub(&mut value);
        value
    }

    #[test]
    fn what_stands_under_a_secret_name_goes_and_the_name_stays() {
        let value = json!({
            "MasterUsername": "app", "MasterUserPassword": "hunter2", "master_user-password": "hunter3",
            "properties": {"administratorLoginPassword": "P@ss w0rd!", "primaryConnectionString": "Endpoint=x"},
            "masterAuth": {"username": "", "password": "", "clientKey": "LS0tLS1CRUdJTiBSU0E"},
            "apiKeys": ["k1", "k2"],
        });
        assert_eq!(
            scrubbed(value),
            json!({
                "MasterUsername": "app", "MasterUserPassword": "(secret)", "master_user-password": "(secret)",
                "properties": {"administratorLoginPassword": "(secret)", "primaryConnectionString": "(secret)"},
                "masterAuth": {"username": "", "password": "", "clientKey": "(secret)"},
                "apiKeys": ["(secret)", "(secret)"],
            })
        );
    }

    #[test]
    fn chosen_values_and_scripts_go_whatever_they_look_like() {
        let value = json!({
            "Environment": {"Variables": {"STAGE": "blue", "DB_PASSWORD": "hunter2", "DEBUG": "true"}},
            "containerDefinitions": [{
                "environment": [{"name": "STAGE", "value": "blue"}, {"name": "API_TOKEN", "value": "s3cr3tT0k3nabcdef42"}],
                "secrets": [{"name": "DB", "valueFrom": "arn:aws:secretsmanager:us-east-1:1:secret:db:password:AWSCURRENT:"}],
            }],
            "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}],
            "UserData": "IyEvYmluL3No",
            "osProfile": {"customData": "I2Nsb3VkLWNvbmZpZw=="},
            "metadata": {"kind": "compute#metadata", "items": [
                {"key": "startup-script", "value": "curl https://x"}, {"key": "enable-oslogin", "value": "TRUE"},
                {"key": "motd", "value": "hello"},
            ]},
            "environment": {"TRAINING": "x1", "MODEL_PATH": "y1"},
            "connectionStrings": {"db": {"type": "SQLAzure", "value": "Server=x"}},
            "RuntimeEnvironmentVariables": [{"Name": "A", "Value": "b"}],
        });
        assert_eq!(
            scrubbed(value),
            json!({
                "Environment": {"Variables": {"STAGE": "(not kept)", "DB_PASSWORD": "(secret)", "DEBUG": "true"}},
                "containerDefinitions": [{
                    "environment": [{"name": "STAGE", "value": "(not kept)"}, {"name": "API_TOKEN", "value": "(secret)"}],
                    "secrets": [{"name": "DB", "valueFrom": "arn:aws:secretsmanager:us-east-1:1:secret:db:password:AWSCURRENT:"}],
                }],
                "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}],
                "UserData": "(not kept)",
                "osProfile": {"customData": "(not kept)"},
                "metadata": {"kind": "compute#metadata", "items": [
                    {"key": "startup-script", "value": "(not kept)"}, {"key": "enable-oslogin", "value": "TRUE"},
                    {"key": "motd", "value": "(not kept)"},
                ]},
                "environment": {"TRAINING": "(not kept)", "MODEL_PATH": "(not kept)"},
                "connectionStrings": {"db": {"type": "SQLAzure", "value": "(not kept)"}},
                "RuntimeEnvironmentVariables": [{"Name": "A", "Value": "(not kept)"}],
            })
        );
    }

    #[test]
    fn what_checks_read_stays() {
        let value = json!({
            "encrypted": true, "passwordReusePrevention": 24, "password": null, "RequireSymbols": true,
            "MasterUserSecret": {
                "SecretArn": "arn:aws:secretsmanager:us-east-1:1:secret:rds-db-1a2b3c4d5e6f7g8h", "SecretStatus": "active",
                "KmsKeyId": "arn:aws:kms:us-east-1:1:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            },
            "kmsMasterKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab", "accessKeyId": (["AKIA", "Z7QH3XAMPL3KEY42"].concat()),
            "roleId": (["AROA", "Z7QH3XAMPL3KEY42"].concat()), "httpTokens": "required", "apiKeySource": "HEADER",
            "environment": {"image": "aws/codebuild/standard:7.0", "privilegedMode": true, "environmentVariables": [
                {"name": "KEY", "type": "PARAMETER_STORE", "value": "/prod/key"},
            ]},
            "secretEnvironmentVariables": [{"key": "DB", "projectId": "p", "secret": "prod-db-2024a1b2c3", "version": "1"}],
            "secrets": [{"name": "db", "keyVaultUrl": "https://kv.vault.azure.net/secrets/db", "identity": "system"}],
            "volumes": [{"secret": {"secret": "db", "items": [{"path": "x", "version": "latest"}]}}],
            "publicKey": "ssh-rsa AAAAB3NzaC1yc2E", "masterUserPassword": "****",
            "filterPattern": "{ ($.eventName = ConsoleLogin) && ($.errorMessage = \"Failed authentication\") }",
            "tags": [{"key": "environment", "value": "production"}],
        });
        assert_eq!(scrubbed(value.clone()), value);
    }

    #[test]
    fn tokens_and_assignments_within_texts_go_and_the_rest_stays() {
        let token = ["ghp", "_0123456789abcdefghijABCDEFGHIJ012345"].concat();
        let value = json!({
            "command": ["run", format!("--header={token}"), "mysql --password hunter2 -h db"],
            "url": (["postgres://app:", "hunter22@db.internal/x"].concat()),
            "remark": "Server=db;User Id=sa;Password=Hunter-2!;Encrypt=true",
            "text": "line one\nclient_secret: hunter22\n",
            "pem": (["-----BEGIN RSA ", "PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----"].concat()),
            "source": (["https://x.blob.core.windows.net/c?sv=1&sig=", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHI%3D"].concat()),
        });
        assert_eq!(
            scrubbed(value),
            json!({
                "command": ["run", "--header=(secret)", "mysql --password (secret) -h db"],
                "url": "postgres://app:(secret)@db.internal/x",
                "remark": "Server=db;User Id=sa;Password=(secret);Encrypt=true",
                "text": "line one\nclient_secret: (secret)\n",
                "pem": "(secret)",
                "source": "https://x.blob.core.windows.net/c?sv=1&sig=(secret)",
            })
        );
    }

    #[test]
    fn tags_are_read_by_their_name() {
        let scrubbed = |name: &str, text: &str| {
            let mut text = text.into();
            scrub_tag(name, &mut text);
            text.to_string()
        };
        assert_eq!(scrubbed("db-password", "hunter2"), SECRET);
        assert_eq!(scrubbed("environment", "production"), "production");
        assert_eq!(scrubbed("note", "password=hunter2"), "password=(secret)");
    }

    #[test]
    fn json_in_a_text_is_entered() {
        let value = json!({"definition": "{\"user\":\"a\",\"password\":\"hunter2\",\"n\":1}", "half": "{\"password\":\"hunter2\""});
        assert_eq!(
            scrubbed(value),
            json!({"definition": "{\"user\":\"a\",\"password\":\"(secret)\",\"n\":1}", "half": "{\"password\":\"(secret)\""})
        );
    }

    #[test]
    fn what_is_too_deep_to_be_looked_at_is_not_kept() {
        let mut value = json!("hunter2");
        for _ in 0..200 {
            value = json!([value]);
        }
        assert_eq!(scrub(&mut value), 1);
        let text = value.to_string();
        assert!(text.contains(WITHHELD) && !text.contains("hunter2"), "{text}");
    }

    fn any_config() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[ -~]{0,24}".prop_map(Value::from),
            "(password|token|pwd)[=:] ?[a-z{\"]{2,8}".prop_map(Value::from),
            "(http|postgres)://[a-z]{0,3}:[a-z(]{3,6}@[a-z]{1,4}".prop_map(Value::from),
        ];
        let name = prop_oneof![
            "[a-zA-Z]{1,6}",
            prop::sample::select(vec![
                "password",
                "env",
                "environment",
                "name",
                "value",
                "secret",
                "metadata",
                "items",
                "type"
            ])
            .prop_map(str::to_owned),
        ];
        leaf.prop_recursive(5, 48, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 0..5)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    /// Everything but the texts.
    fn bones(value: &Value) -> Value {
        match value {
            Value::String(_) => Value::String(String::new()),
            Value::Array(items) => items.iter().map(bones).collect(),
            Value::Object(entries) => {
                Value::Object(entries.iter().map(|(k, v)| (k.clone(), bones(v))).collect())
            }
            other => other.clone(),
        }
    }

    proptest! {
        #[test]
        fn whatever_assigns_may_assign(
            before in "[ -~]{0,9}", word in prop::sample::select(vec![
                "password", "Passwd", "pwd", "PASSPHRASE", "client_secret", "secretAccessKey", "access_token",
                "AuthToken", "api_key", "accountkey", "shared_access_key", "sharedsecret", "--db-password",
                "--secret", "--x-token", "--api-key", "pa\u{17f}\u{17f}word",
            ]),
            sign in prop::sample::select(vec!["=", " = ", "\": \"", " : ", "\\\": \\\"", " ", "\u{b}", "\u{a0}=", "="]),
            after in "[a-zA-Z0-9=: ]{0,12}",
        ) {
            let text = format!("{before}{word}{sign}{after}");
            if ASSIGNED.is_match(&text) {
                prop_assert!(may_assign(&text), "{}", text);
            }
        }

        #[test]
        fn only_texts_change_and_a_second_time_changes_nothing(value in any_config()) {
            let mut once = value.clone();
            scrub(&mut once);
            prop_assert_eq!(bones(&once), bones(&value));
            let mut twice = once.clone();
            prop_assert_eq!(scrub(&mut twice), 0);
            prop_assert_eq!(twice, once);
        }
    }
}
