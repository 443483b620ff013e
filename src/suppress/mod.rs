//! Suppressions in comments, in our own form and in the forms people already have.
//!
//! A suppression never makes a finding vanish: it becomes a waiver, shown with its reason. One that has expired is
//! void, and one without a reason or without effect is itself reported.

mod apply;
mod comments;
mod forms;
mod layout;

pub use apply::apply;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::native::{Files, Span};

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
const MARKS: [&str; 5] = ["steth:", ":skip=", "trivy:ignore", "tfsec:ignore", "kics-scan"];

/// Every suppression of every file, in order.
fn read(files: &Files) -> Vec<Suppression> {
    let listed: Vec<_> = files.iter().collect();
    let marked = listed.par_iter().filter(|(_, file)| MARKS.iter().any(|mark| file.text.contains(mark)));
    let marked: Vec<_> = marked.collect();
    let mut all = Vec::new();
    for (id, file) in marked {
        let comments = comments::of(&file.text);
        let layout = layout::Layout::of(&file.text);
        for comment in &comments {
            let found = forms::parse(&comment.text);
            for form in found {
                let reach = layout.reach(form.placement, comment, &comments);
                all.push(Suppression {
                    form: form.name,
                    span: Span {
                        file: *id,
                        line: comment.line,
                        end_line: comment.end_line,
                        column: comment.column,
                    },
                    ids: form.ids,
                    reason: form.reason,
                    expires: form.expires,
                    reach,
                });
            }
        }
    }
    all
}
