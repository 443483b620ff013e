//! AWS Backup selections that name no resource: by tag, by wildcard, or everything.
//!
//! `selection_tag` blocks are alternatives; `condition` blocks must all hold, together with one of `resources`.

use std::sync::Arc;

use super::backup::PROTECTED;
use crate::dialect::{Reader, Unlinked};
use crate::native::{NativeResource, Node, Why};
use crate::resource::{At, Datum, Entry, Key, Maybe, Resource, Setting, Truth, wildcard_match};
use crate::table::HashMap;

/// A comparison with a tag.
struct Test {
    tag: Maybe<Arc<str>>,
    value: Maybe<Arc<str>>,
    like: bool,
    negated: bool,
}

/// A selection as written.
struct Selection {
    /// Patterns of ARNs, `*` among them; literal ones and references are links.
    patterns: Vec<Arc<str>>,
    /// Any of these suffices.
    any: Vec<Test>,
    /// All of these must hold.
    all: Vec<Test>,
    /// What may select more than can be told.
    unknown: Option<Arc<Why>>,
    address: Arc<str>,
    at: At,
}

/// Says of every resource that a selection of its root takes that it is in a backup plan.
pub(in crate::dialect) fn apply(
    natives: &[NativeResource],
    built: &mut [(usize, Resource)],
    unlinked: &mut Vec<Unlinked>,
) {
    let mut by_root: HashMap<Arc<str>, Vec<Selection>> = HashMap::default();
    for native in natives.iter().filter(|n| &*n.native_type == "aws_backup_selection") {
        let selection = selection(&Reader::new(native));
        if !(selection.patterns.is_empty() && selection.any.is_empty()) {
            // it names no resource, so that none is missing
            unlinked.retain(|u| u.address != native.address);
        }
        by_root.entry(native.root.clone()).or_default().push(selection);
    }
    if by_root.is_empty() {
        return;
    }
    for (_, resource) in built.iter_mut() {
        let protected = PROTECTED.contains(&&*resource.native_type) && resource.has(Key::InBackupPlan);
        let Some(selections) = by_root.get(&resource.scope.account).filter(|_| protected) else { continue };
        for selection in selections {
            let settled = |r: &Resource| r.get(Key::InBackupPlan).is_some_and(|s| s.truth() == Truth::True);
            if settled(resource) {
                break;
            }
            match selection.takes(resource) {
                Truth::True => {
                    resource.set(Key::InBackupPlan, Setting::concluded(Truth::True, selection.at));
                    if let Some(span) = selection.at.site {
                        resource.companions.push((selection.address.clone(), span));
                    }
                }
                Truth::Unknown(why) => {
                    resource.set(Key::InBackupPlan, Setting::Unknown { why, at: selection.at });
                }
                Truth::False => {}
            }
        }
    }
}

fn selection(from: &Reader<'_>) -> Selection {
    let mut made = Selection {
        patterns: Vec::new(),
        any: Vec::new(),
        all: Vec::new(),
        unknown: None,
        address: from.native().address.clone(),
        at: from.place(),
    };
    match from.node("resources") {
        // nothing written means everything that the conditions let through
        None if !from.has("selection_tag") => made.patterns.push("*".into()),
        None => {}
        Some(node) => {
            made.unknown = node.as_unknown().map(|u| Arc::new(u.why.clone()));
            let texts = node.items().unwrap_or_default().iter().filter_map(Node::as_text);
            made.patterns.extend(texts.filter(|t| t.contains('*')));
        }
    }
    let tags = from.blocks("selection_tag");
    made.any.extend(tags.known.iter().map(|b| test(b, false, false)));
    if let Some((unknown, _)) = tags.unknown {
        made.unknown = Some(Arc::new(unknown.why.clone()));
    }
    for condition in from.blocks("condition").known {
        for (name, like, negated) in [
            ("string_equals", false, false),
            ("string_like", true, false),
            ("string_not_equals", false, true),
            ("string_not_like", true, true),
        ] {
            made.all.extend(condition.blocks(name).known.iter().map(|b| test(b, like, negated)));
        }
    }
    made
}

fn test(from: &Reader<'_>, like: bool, negated: bool) -> Test {
    let text = |path: &str| match from.node(path) {
        Some(node) => match (node.as_text(), node.as_unknown()) {
            (Some(text), _) => Maybe::Known(text),
            (None, Some(unknown)) => Maybe::Unknown(Arc::new(unknown.why.clone())),
            (None, None) => Maybe::Known("".into()),
        },
        None => Maybe::Known("".into()),
    };
    let tag = match text("key") {
        Maybe::Known(key) => {
            Maybe::Known(key.strip_prefix("aws:ResourceTag/").map_or(key.clone(), Into::into))
        }
        unknown @ Maybe::Unknown(_) => unknown,
    };
    Test { tag, value: text("value"), like, negated }
}

impl Selection {
    /// Whether it takes a resource, which it does not name.
    fn takes(&self, resource: &Resource) -> Truth {
        let tags = match resource.get(Key::Tags) {
            Some(Setting::Unknown { why, .. }) => return Truth::Unknown(why.clone()),
            Some(setting) => match setting.datum() {
                Some(Datum::Map(entries)) => entries.clone(),
                _ => Arc::new([]),
            },
            None => Arc::new([]),
        };
        let tagged = self.any.iter().fold(Truth::False, |found, test| found.or(|| test.holds(&tags)));
        let matched = Truth::from(self.patterns.iter().any(|p| is_of(p, &resource.native_type)));
        let taken = self.all.iter().fold(matched, |all, test| all.and(|| test.holds(&tags)));
        let decided = tagged.or(|| taken);
        match (&decided, &self.unknown) {
            (Truth::False, Some(why)) => Truth::Unknown(why.clone()),
            _ => decided,
        }
    }
}

impl Test {
    fn holds(&self, tags: &[Entry]) -> Truth {
        let (tag, value) = match (&self.tag, &self.value) {
            (Maybe::Known(tag), Maybe::Known(value)) => (tag, value),
            (Maybe::Unknown(why), _) | (_, Maybe::Unknown(why)) => return Truth::Unknown(why.clone()),
        };
        let held = match tags.iter().find(|(name, _)| name == tag) {
            None => false,
            Some((_, Maybe::Unknown(why))) => return Truth::Unknown(why.clone()),
            Some((_, Maybe::Known(has))) if self.like => wildcard_match(value, has),
            Some((_, Maybe::Known(has))) => has == value,
        };
        Truth::from(held != self.negated)
    }
}

/// Whether a pattern of ARNs may take every resource of a type: `*`, or `arn:aws:dynamodb:*:*:table/*`.
fn is_of(pattern: &str, native_type: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let mut parts = pattern.splitn(6, ':');
    let (service, rest) = (parts.nth(2).unwrap_or_default(), parts.nth(2).unwrap_or_default());
    // a pattern that names an account, a region or a part of a name says of no resource here that it is taken
    if !matches!(rest, "*" | "volume/*" | "instance/*" | "file-system/*" | "table/*" | "db:*" | "cluster:*") {
        return false;
    }
    match native_type {
        "aws_ebs_volume" => service == "ec2" && matches!(rest, "*" | "volume/*"),
        "aws_instance" => service == "ec2" && matches!(rest, "*" | "instance/*"),
        "aws_efs_file_system" => service == "elasticfilesystem",
        "aws_dynamodb_table" => service == "dynamodb",
        "aws_s3_bucket" => service == "s3",
        "aws_db_instance" => service == "rds" && matches!(rest, "*" | "db:*"),
        "aws_rds_cluster" | "aws_docdb_cluster" | "aws_neptune_cluster" => {
            service == "rds" && matches!(rest, "*" | "cluster:*")
        }
        "aws_redshift_cluster" => service == "redshift",
        other => service == "fsx" && other.starts_with("aws_fsx_"),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Verdict::{Fail, Pass, Unknown};
    use crate::testing::verdict;

    const VOLUME: &str = "resource \"aws_ebs_volume\" \"v\" {\n encrypted = true\n tags = {\n backup = \"daily\"\n owner = var.unset\n }\n}\n";

    fn of(selection: &str) -> Option<crate::check::Verdict> {
        let code = format!(
            "{VOLUME}variable \"unset\" {{}}\nresource \"aws_backup_selection\" \"s\" {{\n plan_id = \"p\"\n name = \"n\"\n \
             iam_role_arn = \"r\"\n {selection}\n}}\n"
        );
        verdict(&code, "block-volume-backup", "aws_ebs_volume.v")
    }

    #[test]
    fn a_volume_is_selected_by_tag_wildcard_or_everything() {
        let tag = |key: &str, value: &str| {
            format!("selection_tag {{\n type = \"STRINGEQUALS\"\n key = \"{key}\"\n value = {value}\n }}")
        };
        let condition = |operator: &str, value: &str| {
            format!(
                "resources = [\"*\"]\n condition {{\n {operator} {{\n key = \"aws:ResourceTag/backup\"\n value = {value}\n }}\n }}"
            )
        };
        for (selection, expected) in [
            (tag("backup", "\"daily\""), Pass),
            (tag("backup", "\"weekly\""), Fail),
            (tag("owner", "\"x\""), Unknown),
            (tag("backup", "var.unset"), Unknown),
            (format!("{}\n{}", tag("backup", "\"no\""), tag("backup", "\"daily\"")), Pass),
            ("resources = [\"*\"]".to_owned(), Pass),
            (String::new(), Pass),
            ("resources = [\"arn:aws:ec2:*:*:volume/*\"]".to_owned(), Pass),
            ("resources = [\"arn:aws:rds:*:*:db:*\"]".to_owned(), Fail),
            ("resources = var.unset".to_owned(), Unknown),
            (condition("string_equals", "\"daily\""), Pass),
            (condition("string_like", "\"dai*\""), Pass),
            (condition("string_not_equals", "\"daily\""), Fail),
            (condition("string_not_like", "\"week*\""), Pass),
        ] {
            assert_eq!(of(&selection), Some(expected), "{selection}");
        }
    }
}
