//! The forms of suppression that are understood, ours and other tools'.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

/// Where a form has to stand to mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placement {
    /// Above or on the line of a resource, an argument or a module call.
    Adjacent,
    /// Anywhere inside a resource or module call, or directly above it.
    Enclosing,
    /// Covers the next line.
    NextLine,
    /// Covers the next block.
    NextBlock,
    /// Covers the file.
    File,
}

/// A suppression found in the text of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) name: &'static str,
    pub(super) placement: Placement,
    /// Empty for everything.
    pub(super) ids: Vec<String>,
    pub(super) reason: String,
    pub(super) expires: Option<Date>,
}

/// Every suppression in a comment.
pub(super) fn parse(comment: &str) -> Vec<Form> {
    let mut found: Vec<Form> = comment.lines().filter_map(own).collect();
    found.extend(comment.lines().filter_map(checkov));
    found.extend(comment.lines().flat_map(trivy));
    found.extend(comment.lines().filter_map(kics));
    found.extend(comment.lines().filter_map(hadolint));
    found
}

/// A pattern of ours: it is part of the program, so it parses, and a test compiles every one of them.
#[expect(clippy::expect_used, reason = "the patterns are constants and a test compiles each")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a constant pattern")
}

static OWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"steth:ignore\s+([\w.()-]+(?:\s*,\s*[\w.()-]+)*)(?:\s+until\s+(\d{4}-\d{2}-\d{2}))?\s*(?::\s*(.*))?$",
    )
});

/// `steth:ignore ID[, ID] [until YYYY-MM-DD][: reason]`, where an id is a check, an objective, a citation or
/// another tool's id.
fn own(line: &str) -> Option<Form> {
    let found = OWN.captures(line.trim())?;
    Some(Form {
        name: "steth",
        placement: Placement::Adjacent,
        ids: ids(&found[1]),
        reason: found.get(3).map_or("", |m| m.as_str()).trim().to_owned(),
        expires: found.get(2).map(|date| date_or_past(date.as_str())),
    })
}

static CHECKOV: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:checkov|bridgecrew|cortex):skip=\s*([\w-]+(?:\s*,\s*[\w-]+)*)(?::(.*))?"));

fn checkov(line: &str) -> Option<Form> {
    let found = CHECKOV.captures(line)?;
    Some(Form {
        name: "checkov",
        placement: Placement::Enclosing,
        ids: ids(&found[1]),
        reason: found.get(2).map_or("", |m| m.as_str()).trim().to_owned(),
        expires: None,
    })
}

static TRIVY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(trivy|tfsec):ignore:([\w*-]+)(?:\[[^\]]*\])?((?::(?:exp|ws):[\w*-]+)*)"));

fn trivy(line: &str) -> Vec<Form> {
    let reason = TRIVY.replace_all(line, "");
    let reason = reason.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':' | '#' | '/'));
    TRIVY
        .captures_iter(line)
        .map(|found| {
            let expires = found[3].split(":exp:").nth(1).and_then(|tail| tail.split(':').next());
            Form {
                name: if &found[1] == "trivy" { "trivy" } else { "tfsec" },
                placement: Placement::Adjacent,
                ids: if &found[2] == "*" { Vec::new() } else { vec![found[2].to_owned()] },
                reason: reason.to_owned(),
                expires: expires.map(date_or_past),
            }
        })
        .collect()
}

static HADOLINT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^hadolint\s+(global\s+)?ignore\s*=\s*([\w-]+(?:\s*,\s*[\w-]+)*)"));

/// `hadolint ignore=DL3008`, above an instruction, or `hadolint global ignore=…`.
fn hadolint(line: &str) -> Option<Form> {
    let found = HADOLINT.captures(line.trim())?;
    Some(Form {
        name: "hadolint",
        placement: if found.get(1).is_some() { Placement::File } else { Placement::NextBlock },
        ids: ids(&found[2]),
        reason: String::new(),
        expires: None,
    })
}

static KICS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^kics-scan\s+(ignore-line|ignore-block|ignore|disable=([\w,-]+))\s*(.*)$"));

fn kics(line: &str) -> Option<Form> {
    let found = KICS.captures(line.trim())?;
    let placement = match &found[1] {
        "ignore-line" => Placement::NextLine,
        "ignore-block" => Placement::NextBlock,
        _ => Placement::File,
    };
    Some(Form {
        name: "kics",
        placement,
        ids: found.get(2).map(|m| ids(m.as_str())).unwrap_or_default(),
        reason: found[3].trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | ':')).to_owned(),
        expires: None,
    })
}

fn ids(list: &str) -> Vec<String> {
    list.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
}

/// A day that cannot be read counts as past: an exception is never longer than what was written.
fn date_or_past(text: &str) -> Date {
    text.parse().unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Form {
        let mut all = parse(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all.remove(0)
    }

    #[test]
    fn our_form() {
        let form = one(
            "steth:ignore block-volume-encryption, CKV_AWS_3 until 2027-01-31: scratch data: none of it is ePHI",
        );
        assert_eq!(form.ids, ["block-volume-encryption", "CKV_AWS_3"]);
        assert_eq!(form.expires, Some(jiff::civil::date(2027, 1, 31)));
        assert_eq!(form.reason, "scratch data: none of it is ePHI");
        assert_eq!(one("steth:ignore 164.312(a)(2)(iv): x").ids, ["164.312(a)(2)(iv)"]);
        assert_eq!(one("steth:ignore a").reason, "");
    }

    #[test]
    fn checkovs_form() {
        let form = one("checkov:skip=CKV_AWS_20,CKV_AWS_57:public by design");
        assert_eq!((form.name, form.placement), ("checkov", Placement::Enclosing));
        assert_eq!(form.ids, ["CKV_AWS_20", "CKV_AWS_57"]);
        assert_eq!(form.reason, "public by design");
        assert_eq!(one("bridgecrew:skip=CKV_AWS_20").reason, "");
    }

    #[test]
    fn trivys_and_tfsecs_form() {
        let form = one("trivy:ignore:AVD-AWS-0088:exp:2026-12-31 accepted");
        assert_eq!((form.ids[0].as_str(), form.reason.as_str()), ("AVD-AWS-0088", "accepted"));
        assert_eq!(form.expires, Some(jiff::civil::date(2026, 12, 31)));
        let two = parse("tfsec:ignore:aws-s3-a tfsec:ignore:aws-s3-b:exp:2020-01-01");
        assert_eq!((two.len(), two[0].name, two[0].expires), (2, "tfsec", None));
        assert_eq!(one("trivy:ignore:*").ids, Vec::<String>::new());
        assert_eq!(one("trivy:ignore:AVD-AWS-0107[from_port=22]:ws:prod").ids, ["AVD-AWS-0107"]);
    }

    #[test]
    fn a_date_that_is_none_is_past() {
        assert_eq!(one("trivy:ignore:X:exp:2026-13-40").expires, Some(Date::MIN));
    }

    #[test]
    fn kics_form() {
        assert_eq!(one("kics-scan ignore-line").placement, Placement::NextLine);
        assert_eq!(one("kics-scan ignore-block").placement, Placement::NextBlock);
        let form = one("kics-scan disable=a-b,c-d");
        assert_eq!((form.placement, form.ids), (Placement::File, vec!["a-b".to_owned(), "c-d".to_owned()]));
    }

    #[test]
    fn other_comments_are_none() {
        assert!(parse("ordinary words about trivy and checkov").is_empty());
    }
}
