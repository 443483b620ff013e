//! Literals in arguments that hold secrets, wherever the literal was written.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::{DigestKey, Sighting};
use crate::native::{NativeResource, Node, Value};

/// Nested blocks looked into.
const DEPTH: usize = 12;

/// Least entropy, in bits per character, of a literal that is a token and no word.
const LEAST_ENTROPY: f64 = 3.2;

/// Least length of such a literal.
const LEAST_LENGTH: usize = 16;

/// Names of arguments whose literal is a secret whatever it looks like.
static PASSWORDS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:^|[_-])(?:password|passwd|passphrase|pwd|pass|secret_string|secret_binary|secret_data)$|(?i)password$",
    )
});

/// Names of arguments whose literal is a secret if it looks like one.
static TOKENS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)(?:^|[_-])(?:secret|token|api_?key|private_?key|access_?key|secret_?key|client_?secret|shared_?key|connection_?string|credentials?|license_?key|webhook_?secret)$",
    )
});

#[expect(clippy::expect_used, reason = "the patterns are constants and the tests use each")]
fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// Arguments that hold a secret under an ordinary name.
const NAMED: &[(&str, &str)] = &[
    ("azurerm_key_vault_secret", "value"),
    ("aws_secretsmanager_secret_version", "secret_string"),
    ("google_secret_manager_secret_version", "secret_data"),
];

/// Secrets in the arguments of a resource.
pub(super) fn find(native: &NativeResource, key: &DigestKey) -> Vec<Sighting> {
    let mut found = Vec::new();
    let is_secret = &*native.native_type == "kubernetes_secret";
    for (name, node) in &native.body {
        if is_secret && matches!(&**name, "data" | "stringData") {
            kept_in_secret(node, key, &mut found);
            continue;
        }
        let named = NAMED.iter().any(|(t, a)| **t == *native.native_type && **a == **name);
        walk(name, node, named, DEPTH, key, &mut found);
    }
    found.sort_by_key(|s| s.span);
    found.dedup_by(|a, b| a.span == b.span);
    found
}

/// Every value of a Secret that is written out; encoding it in Base64 hides nothing. Certificates are public.
fn kept_in_secret(node: &Node, key: &DigestKey, found: &mut Vec<Sighting>) {
    for (name, value) in node.as_object().into_iter().flatten() {
        let Value::String(text) = &value.value else { continue };
        let is_public = name.ends_with(".crt") || matches!(&**name, "namespace" | "username" | "user");
        let Some(span) = value.origin.or(value.site).filter(|_| !is_public) else { continue };
        if text.trim().len() >= 4 && !refers_elsewhere(text.trim()) {
            found.push(Sighting {
                what: format!("value of {name} in a Secret").into(),
                span,
                digest: key.digest(text),
            });
        }
    }
}

fn walk(name: &Arc<str>, node: &Node, named: bool, depth: usize, key: &DigestKey, found: &mut Vec<Sighting>) {
    if depth == 0 {
        return;
    }
    match &node.value {
        Value::String(text) => {
            let Some(span) = node.origin.or(node.site) else { return };
            if named || is_secret(name, text) {
                found.push(Sighting {
                    what: format!("literal in {name}").into(),
                    span,
                    digest: key.digest(text),
                });
            }
        }
        Value::Object(object) => {
            // `{ name = "DB_PASSWORD", value = "…" }` of container definitions and app settings
            let label = object.get("name").and_then(Node::as_text).filter(|_| object.contains_key("value"));
            for (inner, node) in object.iter() {
                let name = label.as_ref().filter(|_| &**inner == "value").unwrap_or(inner);
                walk(name, node, false, depth - 1, key, found);
            }
        }
        Value::List(items) | Value::Set(items) => {
            for item in items.iter() {
                walk(name, item, named, depth - 1, key, found);
            }
        }
        _ => {}
    }
}

/// Whether a name has a part that every name has which the patterns take, and hardly any other.
fn may_name_one(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.iter().enumerate().any(|(at, first)| {
        let parts: &[&str] = match first.to_ascii_lowercase() {
            b'p' => &["pass", "pwd"],
            b's' => &["secret"],
            b't' => &["token"],
            b'k' => &["key"],
            b'c' => &["cred", "connection"],
            _ => return false,
        };
        let begins = |part: &&str| {
            bytes[at..].get(..part.len()).is_some_and(|b| b.eq_ignore_ascii_case(part.as_bytes()))
        };
        parts.iter().any(begins)
    })
}

pub(super) fn is_secret(name: &str, text: &str) -> bool {
    if text.len() < 4 || !may_name_one(name) || refers_elsewhere(text) {
        return false;
    }
    if PASSWORDS.is_match(name) {
        return !text.chars().any(char::is_whitespace);
    }
    TOKENS.is_match(name) && looks_like_token(text)
}

/// Whether a text is made like a token: long, without spaces, with digits, and no word.
pub(super) fn looks_like_token(text: &str) -> bool {
    text.len() >= LEAST_LENGTH
        && !text.chars().any(char::is_whitespace)
        && text.bytes().any(|b| b.is_ascii_digit())
        && entropy(text) >= LEAST_ENTROPY
}

/// Values that name a place where a secret is kept, and placeholders that are plainly none.
pub(super) fn refers_elsewhere(text: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "arn:",
        "projects/",
        "/subscriptions/",
        "secretsmanager:",
        "ssm:",
        "vault:",
        "@Microsoft.KeyVault",
        "{{",
        "<",
        "${",
        "%{",
        "alias/",
        "/aws/",
        "op://",
        "https://",
    ];
    PREFIXES.iter().any(|p| text.starts_with(p))
        || is_placeholder(text)
        || text.bytes().all(|b| Some(&b) == text.as_bytes().first())
        || matches!(text, "true" | "false" | "null" | "none" | "None" | "required" | "optional")
}

/// Whether a text says that a value is to be put in its place.
fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] =
        &["placeholder", "replace", "your-", "your_", "insert", "redacted", "todo", "to-be-set"];
    let lower = text.to_ascii_lowercase();
    (text.starts_with('<') && text.ends_with('>')) || WORDS.iter().any(|word| lower.contains(word))
}

/// Shannon entropy in bits per character.
fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    for byte in text.bytes() {
        counts[byte as usize] += 1;
    }
    let total = text.len() as f64;
    counts
        .iter()
        .filter(|n| **n > 0)
        .map(|n| {
            let share = f64::from(*n) / total;
            -share * share.log2()
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_a_secret_are_secrets_whatever_they_are_called() {
        let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  url: postgres-at-records\n  \
                    later: ${URL}\n  ca.crt: public-part\ndata: {k: aHVudGVy}\n";
        let code = crate::source::code::read(
            &crate::source::Tree::memory([("s.yaml", text)]),
            &crate::source::code::Options::default(),
        );
        let found = find(&code.natives[0], &DigestKey::new(None, "x"));
        assert_eq!(found.iter().map(|s| s.span.line).collect::<Vec<_>>(), [5, 8]);
    }

    #[test]
    fn passwords_need_no_entropy() {
        assert!(is_secret("master_password", "changeme"));
        assert!(is_secret("DB_PASSWORD", "hunter2"));
        assert!(is_secret("administrator_login_password", "P@ssw0rd"));
    }

    #[test]
    fn tokens_need_to_look_like_one() {
        assert!(is_secret("api_key", "9fQz81LkTTw0xYv27Bm3"));
        assert!(!is_secret("api_key", "production-service"));
        assert!(!is_secret("shared_key", "short"));
    }

    #[test]
    fn names_and_values_that_only_point_are_left_alone() {
        assert!(!is_secret("password", "arn:aws:secretsmanager:us-east-1:1:secret:x"));
        assert!(!is_secret("password_length", "14"));
        assert!(!is_secret("secret_id", "9fQz81LkTTw0xYv27Bm3"));
        assert!(!is_secret("password", "********"));
        assert!(!is_secret("client_secret", "@Microsoft.KeyVault(SecretUri=x)"));
    }
}
