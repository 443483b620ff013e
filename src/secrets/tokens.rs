//! Known token formats, found anywhere in a text.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::{DigestKey, Sighting};
use crate::native::{FileId, Span};

/// A format: what it is, and a pattern whose first group is the secret itself.
struct Format {
    what: &'static str,
    pattern: &'static str,
}

const fn format(what: &'static str, pattern: &'static str) -> Format {
    Format { what, pattern }
}

/// Formats with a prefix or shape of their own, so that a match needs no context. ASCII only.
const FORMATS: &[Format] = &[
    format("AWS access key id", r"\b((?:AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|A3T[A-Z0-9])[A-Z0-9]{16})\b"),
    format(
        "AWS secret access key",
        r#"(?i:secret_?access_?key|aws_?secret_?key|secret_?key)["']?\s*[:=]+>?\s*["']?([A-Za-z0-9/+=]{40})(?:[^A-Za-z0-9/+=]|$)"#,
    ),
    format(
        "private key",
        r"(-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----)",
    ),
    format("Google API key", r"\b(AIza[0-9A-Za-z_-]{35})\b"),
    format("Google OAuth client secret", r"\b(GOCSPX-[0-9A-Za-z_-]{28})\b"),
    format("Azure storage account key", r"(?i:AccountKey)=([A-Za-z0-9+/]{86}==)"),
    format("Azure shared access signature", r"[?&]sig=([A-Za-z0-9%+/]{43,}(?:%3D|=))"),
    format("Azure service bus key", r"(?i:SharedAccessKey)=([A-Za-z0-9+/]{43}=)"),
    format("Entra client secret", r#"["']([a-zA-Z0-9_~.-]{3}\dQ~[a-zA-Z0-9_~.-]{31,34})["']"#),
    format("GitHub token", r"\b((?:ghp|gho|ghu|ghs|ghr)_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{82})\b"),
    format("GitLab token", r"\b(glpat-[0-9A-Za-z_-]{20,})\b"),
    format("Slack token", r"\b(xox[abposr]-[0-9A-Za-z-]{10,})\b"),
    format("Slack webhook", r"(https://hooks\.slack\.com/services/T[0-9A-Z]+/B[0-9A-Z]+/[0-9A-Za-z]{16,})"),
    format("Stripe key", r"\b((?:sk|rk)_live_[0-9A-Za-z]{20,})\b"),
    format("SendGrid key", r"\b(SG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43})\b"),
    format("Twilio key", r"\b(SK[0-9a-f]{32})\b"),
    format("Mailgun key", r"\b(key-[0-9a-f]{32})\b"),
    format("npm token", r"\b(npm_[0-9A-Za-z]{36})\b"),
    format("PyPI token", r"\b(pypi-AgEIcHlwaS5vcmc[0-9A-Za-z_-]{50,})\b"),
    format("Vault token", r"\b(hvs\.[0-9A-Za-z_-]{24,})\b"),
    format("Terraform Cloud token", r"\b([0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_-]{60,})\b"),
    format("Databricks token", r"\b(dapi[0-9a-f]{32})\b"),
    format("DigitalOcean token", r"\b(do[opr]_v1_[0-9a-f]{64})\b"),
    format("Anthropic key", r"\b(sk-ant-[0-9A-Za-z_-]{40,})\b"),
    format("OpenAI key", r"\b(sk-(?:proj-)?[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20})\b"),
    format("age secret key", r"\b(AGE-SECRET-KEY-1[0-9A-Z]{58})\b"),
    format("JSON web token", r"\b(eyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,})\b"),
    format(
        "password in a connection URL",
        r#"\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|redis|rediss|amqps?|mssql|sqlserver|https?|ftp)://[^\s:/@"'$<{]*:([^\s:/@"'$<{*]{4,})@[^\s/"']+"#,
    ),
];

/// No text that is shorter has a token: `ftp://:abcd@h` is the shortest.
pub(super) const LEAST: usize = 13;

/// The position of the first format, which is an id and no secret by itself.
const ACCESS_KEY_ID: usize = 0;

/// Cheap words of which a text with a token has at least one.
static ANCHORS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"A(?:KIA|SIA|GPA|IDA|ROA|IPA|NPA|NVA|3T)|(?i:secret_?(?:access_?)?key)|-----BEGIN|AIza|GOCSPX-|(?i:accountkey)=|sig=|(?i:sharedaccesskey)=|Q~|gh[pousr]_|github_pat_|glpat-|xox|hooks\.slack|_live_|SG\.|SK[0-9a-f]|key-[0-9a-f]|npm_|pypi-|hvs\.|atlasv1|dapi|_v1_|sk-|AGE-SECRET|eyJ|://",
    )
});

static PATTERNS: LazyLock<(RegexSet, Vec<Regex>)> = LazyLock::new(|| {
    let each = FORMATS.iter().map(|f| compile(f.pattern)).collect();
    (RegexSet::new(FORMATS.iter().map(|f| ascii(f.pattern))).unwrap_or_else(|_| RegexSet::empty()), each)
});

/// Word boundaries and classes are ASCII in every format; saying so keeps the matcher fast.
fn ascii(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]")
}

#[expect(clippy::expect_used, reason = "the patterns are constants and a test compiles each")]
fn compile(pattern: &str) -> Regex {
    Regex::new(&ascii(pattern)).expect("a constant pattern")
}

/// Tokens in a text, line by line; lines without an anchor are not looked at twice.
pub(super) fn find(text: &str, file: FileId, key: &DigestKey) -> Vec<Sighting> {
    let mut found: Vec<Sighting> = Vec::new();
    let mut at = 0;
    let mut line_number = 1u32;
    let mut counted = 0;
    while let Some(anchor) = ANCHORS.find_at(text, at) {
        let start = text[..anchor.start()].rfind('\n').map_or(0, |i| i + 1);
        let end = text[anchor.start()..].find('\n').map_or(text.len(), |i| anchor.start() + i);
        line_number += u32::try_from(text[counted..start].matches('\n').count()).unwrap_or(0);
        counted = start;
        line(&text[start..end], file, line_number, key, &mut found);
        at = end;
    }
    found
}

fn line(line: &str, file: FileId, number: u32, key: &DigestKey, found: &mut Vec<Sighting>) {
    let (set, each) = &*PATTERNS;
    for index in set.matches(line) {
        for groups in each[index].captures_iter(line) {
            let Some(secret) = groups.get(1) else { continue };
            let column = line[..secret.start()].chars().count() + 1;
            found.push(Sighting {
                what: FORMATS[index].what.into(),
                span: Span {
                    file,
                    line: number,
                    end_line: number,
                    column: u32::try_from(column).unwrap_or(u32::MAX),
                },
                digest: key.digest(secret.as_str()),
            });
        }
    }
}

/// Where secrets stand in a text of any number of lines. Ids of keys, users and roles are left out: they open nothing.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.len() < LEAST || !ANCHORS.is_match(text) {
        return found;
    }
    let (set, each) = &*PATTERNS;
    for index in set.matches(text).into_iter().filter(|index| *index != ACCESS_KEY_ID) {
        let secrets = each[index].captures_iter(text).filter_map(|groups| groups.get(1));
        found.extend(secrets.map(|secret| secret.range()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(text: &str) -> Vec<(String, u32)> {
        let key = DigestKey::new(Some("test"), "");
        find(text, FileId(0), &key).into_iter().map(|s| (s.what.to_string(), s.span.line)).collect()
    }

    #[test]
    fn every_pattern_compiles_and_has_an_anchor() {
        assert_eq!(PATTERNS.0.len(), FORMATS.len());
        assert_eq!(PATTERNS.1.len(), FORMATS.len());
        assert_eq!(FORMATS[ACCESS_KEY_ID].what, "AWS access key id");
    }

    #[test]
    fn tokens_are_found_with_their_line() {
        // put together here, so that this file holds none
        let key_id = format!("{}{}", "AKIA", "Z7QH3XAMPL3KEY42");
        let text = format!(
            "a = 1\nb = \"{key_id}\"\n\nc = \"{}\"\n",
            ["ghp", "_0123456789abcdefghijABCDEFGHIJ012345"].concat()
        );
        assert_eq!(whats(&text), [("AWS access key id".into(), 2), ("GitHub token".into(), 4)]);
        let pem = ["-----BEGIN RSA ", "PRIVATE KEY-----"].concat();
        assert_eq!(whats(&pem), [("private key".into(), 1)]);
        let url = ["postgres://app:", "hunter22@db.internal/x"].concat();
        assert_eq!(whats(&url), [("password in a connection URL".into(), 1)]);
    }

    #[test]
    fn what_only_looks_alike_is_left_alone() {
        for text in [
            "source = \"git::https://github.com/org/repo.git\"",
            "url = \"postgres://app:${var.password}@db/x\"",
            "id = \"AKIA\"",
            "kms_key = \"alias/secret_key\"",
            "# see https://example.com/a:b@c",
        ] {
            assert_eq!(whats(text), [], "{text}");
        }
    }

    #[test]
    fn a_digest_tells_equal_from_different_and_nothing_else() {
        let one = DigestKey::new(None, "here");
        let other = DigestKey::new(None, "there");
        assert_eq!(one.digest("a"), one.digest("a"));
        assert_ne!(one.digest("a"), one.digest("b"));
        assert_ne!(one.digest("a"), other.digest("a"));
    }
}
