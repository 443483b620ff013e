//! Turns the edits of a remedy into a diff of the file where a person has to change it.

use std::fmt::Write as _;

use hcl_edit::structure::{Block, Body};
use similar::{ChangeTag, TextDiff};

use super::edit::{Place, Text};
use super::format::{Change, Format};
use crate::check::{Edit, Finding};
use crate::native::{Files, Span};
use crate::resource::{Resource, Setting};

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// How a line of a diff stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// In both.
    Same,
    /// Taken away.
    Removed,
    /// Added.
    Added,
}

/// A line of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// How it stands.
    pub mark: Mark,
    /// Its number in the file as it is; nothing for an added line.
    pub old: Option<u32>,
    /// Its number in the file as it would be; nothing for a removed line.
    pub new: Option<u32>,
    /// The text, without its line ending.
    pub text: String,
}

/// The change of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// The file.
    pub path: String,
    /// Runs of lines with their context.
    pub hunks: Vec<Vec<DiffLine>>,
}

impl Diff {
    /// The usual unified form, ready for `patch -p1`.
    pub fn unified(&self) -> String {
        let mut out = format!("--- a/{0}\n+++ b/{0}\n", self.path);
        for hunk in &self.hunks {
            let start = |f: fn(&DiffLine) -> Option<u32>| hunk.iter().find_map(f).unwrap_or(0);
            let length = |gone: Mark| hunk.iter().filter(|l| l.mark != gone).count();
            let _ = writeln!(
                out,
                "@@ -{},{} +{},{} @@",
                start(|l| l.old),
                length(Mark::Added),
                start(|l| l.new),
                length(Mark::Removed)
            );
            for line in hunk {
                out.push(match line.mark {
                    Mark::Same => ' ',
                    Mark::Removed => '-',
                    Mark::Added => '+',
                });
                out.push_str(&line.text);
                out.push('\n');
            }
        }
        out
    }
}

/// The diff that the edits make, or nothing where no rule can make it (JSON syntax, generated blocks).
pub(super) fn diff(files: &Files, resource: &Resource, finding: &Finding, edits: &[Edit]) -> Option<Diff> {
    if edits.is_empty() {
        return None;
    }
    if let Some(elsewhere) = elsewhere(files, resource, finding, edits) {
        return Some(elsewhere);
    }
    let span = resource.span?;
    let file = files.get(span.file).filter(|f| !f.is_spread)?;
    let mut current = file.text.to_string();
    for edit in edits {
        // read again after each edit, so that one can build on the block that another made
        let body: Body = current.parse().ok()?;
        let text = Text::new(&current, find_block(&current, &body, span)?);
        current = match edit {
            Edit::Set(path, value) => text.set(path, value)?,
            Edit::Remove(path) => text.remove(path)?,
            Edit::Block(lines) => text.add_inside(lines)?,
            Edit::Companion(lines) => text.add_after(&fill(lines, resource))?,
            Edit::Member(member) => {
                text.set(&super::manifest::in_terraform(resource, member)?, member.value?)?
            }
            Edit::Instruction(_) => return None,
        };
    }
    compare(&file.path, &file.text, &current)
}

/// The diff that changes make in a file of another format than Terraform's.
pub(super) fn declared(
    files: &Files,
    resource: &Resource,
    finding: &Finding,
    format: &dyn Format,
    changes: &[Change],
) -> Option<Diff> {
    let place = resource.span?;
    // what another file decides, a change of this one does not mend
    let elsewhere = |key| resource.get(key).and_then(Setting::span).is_some_and(|s| s.file != place.file);
    if finding.detail.by().any(elsewhere) {
        return None;
    }
    let file = files.get(place.file).filter(|f| !f.is_spread)?;
    let new =
        changes.iter().try_fold(file.text.to_string(), |text, change| format.apply(&text, place, change))?;
    compare(&file.path, &file.text, &new)
}

/// Where the value at fault is a literal that reaches the resource through a variable, a local or a module
/// argument, the literal is what has to change.
fn elsewhere(files: &Files, resource: &Resource, finding: &Finding, edits: &[Edit]) -> Option<Diff> {
    let [Edit::Set(_, value)] = edits else { return None };
    let setting = finding.detail.by().find_map(|k| resource.get(k))?;
    let Setting::Known { at, .. } = setting else { return None };
    let (origin, site) = (at.origin?, at.site?);
    let own = resource.span?;
    let inside = |s: Span| s.file == own.file && own.line <= s.line && s.line <= own.end_line;
    if origin == site || inside(origin) {
        return None;
    }
    let file = files.get(origin.file).filter(|f| !f.is_spread)?;
    let place = Place::literal(&file.text, origin)?;
    compare(&file.path, &file.text, &place.replace(&file.text, value))
}

fn find_block<'b>(text: &str, body: &'b Body, span: Span) -> Option<&'b Block> {
    body.blocks().find(|block| {
        hcl_edit::Span::span(*block).is_some_and(|range| {
            let start = text.get(..range.start).map_or(0, |before| before.matches('\n').count() + 1);
            start == span.line as usize
        })
    })
}

fn fill(lines: &str, resource: &Resource) -> String {
    let own = resource.address.strip_prefix(&*resource.module).unwrap_or(&resource.address);
    let own = own.trim_start_matches('.');
    let (address, key) = own.split_once('[').unwrap_or((own, ""));
    let label = address.rsplit('.').next().unwrap_or(address);
    // a resource with instances needs companions with the same instances
    let (index, repeat) = if key.is_empty() {
        ("", String::new())
    } else if key.starts_with('"') {
        ("[each.key]", format!("  for_each = {address}\n\n"))
    } else {
        ("[count.index]", format!("  count = length({address})\n\n"))
    };
    let filled = lines
        .replace("{name}", label)
        .replace("{type}", &resource.native_type)
        .replace("{address}", &format!("{address}{index}"));
    match filled.split_once("{\n") {
        Some((head, rest)) => format!("{head}{{\n{repeat}{rest}"),
        None => filled,
    }
}

fn compare(path: &str, old: &str, new: &str) -> Option<Diff> {
    let diff = TextDiff::from_lines(old, new);
    let number = |n: Option<usize>| n.and_then(|n| u32::try_from(n + 1).ok());
    let hunks: Vec<Vec<DiffLine>> = diff
        .grouped_ops(CONTEXT)
        .iter()
        .map(|group| {
            group
                .iter()
                .flat_map(|op| diff.iter_changes(op))
                .map(|change| DiffLine {
                    mark: match change.tag() {
                        ChangeTag::Equal => Mark::Same,
                        ChangeTag::Delete => Mark::Removed,
                        ChangeTag::Insert => Mark::Added,
                    },
                    old: number(change.old_index()),
                    new: number(change.new_index()),
                    text: change.value().trim_end_matches(['\r', '\n']).to_owned(),
                })
                .collect()
        })
        .collect();
    (!hunks.is_empty()).then(|| Diff { path: path.to_owned(), hunks })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::native::{FileId, Lifecycle, Provider};
    use crate::resource::{At, Datum, Key, Kind, Scope, Side};

    const FILE: &str = "# disks\nresource \"aws_ebs_volume\" \"data\" {\n  size = 1\n\n  tags = {\n    a = \"}\"\n  }\n}\n\nvariable \"x\" {\n  default = false\n}\n";

    fn resource(address: &str) -> Resource {
        let native = crate::native::NativeResource {
            address: address.into(),
            module: "".into(),
            mode: crate::native::Mode::Managed,
            provider: Provider::Aws,
            native_type: "aws_ebs_volume".into(),
            vendor_type: None,
            silence: crate::native::Silence::Default,
            name: "data".into(),
            root: "".into(),
            body: crate::native::Object::default(),
            span: Span { file: FileId(0), line: 2, end_line: 8, column: 1 },
            calls: Arc::new([]),
            provider_config: Arc::default(),
            lifecycle: Lifecycle::default(),
            existence: None,
        };
        let scope = Scope {
            provider: Provider::Aws,
            side: Side::Declared,
            account: "".into(),
            region: "".into(),
            environment: "".into(),
        };
        Resource::of(&native, Kind::BlockVolume, Arc::new(scope))
    }

    fn finding(resource: &mut Resource, setting: Setting) -> Finding {
        resource.set(Key::EncryptedAtRest, setting);
        let estate = crate::resource::Estate::new(vec![resource.clone()]);
        crate::check::assess(&estate)
            .into_iter()
            .find(|f| crate::check::registry().get(f.check).id == "block-volume-encryption")
            .unwrap()
    }

    fn apply(text: &str, diff: &Diff) -> String {
        // every removed and kept line must be the file's own; the rest is what patch would do
        let lines: Vec<&str> = text.lines().collect();
        for line in diff.hunks.iter().flatten().filter(|l| l.mark != Mark::Added) {
            assert_eq!(lines[line.old.unwrap() as usize - 1], line.text);
        }
        diff.unified()
    }

    #[test]
    fn an_argument_that_is_missing_is_added_with_the_blocks_indentation() {
        let mut files = Files::default();
        files.add("main.tf", FILE);
        let mut resource = resource("aws_ebs_volume.data");
        let finding = finding(&mut resource, Setting::default(false));
        let diff = diff(&files, &resource, &finding, &[Edit::Set("encrypted", "true")]).unwrap();
        let text = apply(FILE, &diff);
        assert!(text.contains("+  encrypted = true\n"), "{text}");
        assert!(!text.contains("\n-"), "{text}");
    }

    #[test]
    fn a_nested_argument_gets_its_block() {
        let mut files = Files::default();
        files.add("main.tf", FILE);
        let mut resource = resource("aws_ebs_volume.data");
        let finding = finding(&mut resource, Setting::default(false));
        let diff = diff(&files, &resource, &finding, &[Edit::Set("a.b", "1")]).unwrap();
        let text = apply(FILE, &diff);
        assert!(text.contains("+  a {\n+    b = 1\n+  }\n"), "{text}");
    }

    #[test]
    fn a_literal_behind_a_variable_is_changed_where_it_stands() {
        let mut files = Files::default();
        let file = files.add("main.tf", FILE);
        let mut resource = resource("aws_ebs_volume.data");
        let at = At {
            origin: Some(Span { file, line: 11, end_line: 11, column: 13 }),
            site: Some(Span { file, line: 3, end_line: 3, column: 3 }),
        };
        let finding =
            finding(&mut resource, Setting::Known { datum: Datum::Bool(false), at, sensitive: false });
        let diff = diff(&files, &resource, &finding, &[Edit::Set("encrypted", "true")]).unwrap();
        let text = apply(FILE, &diff);
        assert!(text.contains("-  default = false\n+  default = true\n"), "{text}");
    }

    #[test]
    fn a_companion_follows_the_instances() {
        let mut files = Files::default();
        files.add("main.tf", FILE);
        let mut resource = resource("aws_ebs_volume.data[\"k\"]");
        let finding = finding(&mut resource, Setting::default(false));
        let lines = "resource \"x\" \"{name}\" {\n  volume = {address}.id\n}\n";
        let diff = diff(&files, &resource, &finding, &[Edit::Companion(lines)]).unwrap();
        let text = apply(FILE, &diff);
        assert!(text.contains("+  for_each = aws_ebs_volume.data\n"), "{text}");
        assert!(text.contains("+  volume = aws_ebs_volume.data[each.key].id\n"), "{text}");
    }
}
