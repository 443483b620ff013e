//! Suppressions in comments, in our own form and in the forms people already have.
//!
//! A suppression never makes a finding vanish: it becomes a waiver, shown with its reason. One that has expired is
//! void, and one without a reason or without effect is itself reported.

mod apply;
mod comments;
mod document;
mod forms;
mod layout;

pub use apply::apply;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::native::{FileId, Files, Span};
use crate::source::code::is_build_file;
use comments::Comment;
use layout::Layout;

/// What a suppression covers, by lines of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Reach {
    /// First line.
    first: u32,
    /// Last line.
    last: u32,
}

/// A suppression as written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Suppression {
    /// Whose form.
    form: &'static str,
    /// The comment.
    span: Span,
    /// Ids as written; empty for everything.
    ids: Vec<String>,
    /// The reason; empty when none is given.
    reason: String,
    /// Last day of force.
    expires: Option<Date>,
    /// The lines it covers; nothing when it stands where it covers nothing.
    reach: Option<Reach>,
}

/// Words without which a file holds no suppression: looked for first, because most files hold none.
const MARKS: [&str; 13] = [
    "hadolint",
    "steth:",
    ":skip=",
    "trivy:ignore",
    "tfsec:ignore",
    "kics-scan",
    "rules_to_suppress",
    "SuppressedRules",
    "\"skip\"",
    "\"checkov\"",
    "skip:",
    "checkov.io/skip",
    "kube-linter.io/",
];

/// Every suppression of every file, in order.
fn read(files: &Files) -> Vec<Suppression> {
    let listed: Vec<_> = files.iter().collect();
    // what a cloud tells holds no comments
    let listed = listed.par_iter().filter(|(_, file)| !file.is_spread);
    let marked = listed.filter(|(_, file)| MARKS.iter().any(|mark| file.text.contains(mark)));
    let marked: Vec<_> = marked.collect();
    let mut all = Vec::new();
    for (id, file) in marked {
        if is_build_file(&file.path, &file.text) {
            let (layout, comments) = layout::Layout::of_build(&file.text);
            add(*id, &comments, &layout, &mut all);
        } else if file.path.to_ascii_lowercase().ends_with(".bicep") {
            let layout = layout::Layout::of_bicep(&file.text, *id, &file.path);
            add(*id, &comments::of_bicep(&file.text), &layout, &mut all);
        } else if let Some(documents) = document::documents(*id, file) {
            all.extend(document::members(&documents));
            let comments = document::comments(&file.text, &documents);
            let layout = layout::Layout::of_documents(&file.text, &documents);
            add(*id, &comments, &layout, &mut all);
        } else {
            let comments = comments::of(&file.text);
            add(*id, &comments, &layout::Layout::of(&file.text), &mut all);
        }
    }
    all
}

/// The suppressions in the comments of a file.
fn add(file: FileId, comments: &[Comment], layout: &Layout, all: &mut Vec<Suppression>) {
    for comment in comments {
        for form in forms::parse(&comment.text) {
            let reach = layout.reach(form.placement, comment, comments);
            all.push(Suppression {
                form: form.name,
                span: Span { file, line: comment.line, end_line: comment.end_line, column: comment.column },
                ids: form.ids,
                reason: form.reason,
                expires: form.expires,
                reach,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reaches(text: &str) -> Vec<(&'static str, Option<(u32, u32)>)> {
        let mut files = Files::default();
        files.add("Dockerfile", text);
        read(&files).into_iter().map(|s| (s.form, s.reach.map(|r| (r.first, r.last)))).collect()
    }

    #[test]
    fn comments_of_a_build_reach_an_instruction_or_the_file() {
        let text = "FROM a:1\n# checkov:skip=CKV_DOCKER_2: a job\n# hadolint ignore=DL3008,DL3015\nRUN x \\\n  # steth:ignore image-sudo: y\n  && y\n#trivy:ignore:AVD-DS-0002\nUSER root\n";
        assert_eq!(
            reaches(text),
            [
                ("checkov", Some((1, 9))),
                ("hadolint", Some((4, 6))),
                ("steth", Some((4, 6))),
                ("trivy", Some((8, 8)))
            ]
        );
        assert_eq!(reaches("# hadolint global ignore=DL3002\nFROM a:1\n"), [("hadolint", Some((1, 3)))]);
    }

    #[test]
    fn comments_of_bicep_reach_the_resource_above_which_or_in_which_they_stand() {
        let text = "// checkov:skip=CKV_AZURE_35: above\n@batchSize(1)\nresource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  \
                    // steth:ignore object-store-https-only: old\n  properties: {\n    x: 'https://a/*'\n  }\n}\n\
                    resource b 'Microsoft.Sql/servers@2021-11-01' = {\n  name: '${a.name}//x'\n  \
                    /* checkov:skip=CKV_AZURE_52 */\n  resource c 'databases' = {\n    // checkov:skip=CKV_AZURE_229\n    \
                    name: 'c'\n  }\n}\n";
        let mut files = Files::default();
        files.add("main.bicep", text);
        let found: Vec<_> =
            read(&files).into_iter().map(|s| (s.ids.join(","), s.reach.map(|r| (r.first, r.last)))).collect();
        assert_eq!(
            found,
            [
                ("CKV_AZURE_35".to_owned(), Some((2, 8))),
                ("object-store-https-only".to_owned(), Some((5, 7))),
                ("CKV_AZURE_52".to_owned(), Some((9, 16))),
                ("CKV_AZURE_229".to_owned(), Some((12, 15))),
            ]
        );
    }
}
