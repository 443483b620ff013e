//! `steth explain`: the page of a check, an objective, a citation or a native rule.

use std::io::Write;

use super::args::Explain;
use super::broken_output;
use crate::check::{explain, names};
use crate::error::{Error, Exit};
use crate::hipaa::{Page, nearest};

/// Widest line of a page.
const WIDTH: usize = 96;

pub(super) fn run(args: &Explain, out: &mut dyn Write) -> Result<Exit, Error> {
    let pages = explain(&args.subject);
    if pages.is_empty() {
        let error = Error::usage(format!("nothing is known as {:?}", args.subject));
        return Err(match nearest(&args.subject, names()) {
            Some(name) => error.hint(format!("did you mean {name}?")),
            None => error.hint("list the checks with: steth checks"),
        });
    }
    for (i, page) in pages.iter().enumerate() {
        let gap = if i > 0 { "\n" } else { "" };
        write!(out, "{gap}{}", wrapped(page)).map_err(|e| broken_output(&e))?;
    }
    Ok(Exit::Passed)
}

fn wrapped(page: &Page) -> String {
    let mut text = String::new();
    text.push_str(&page.title);
    text.push('\n');
    for section in &page.sections {
        text.push('\n');
        text.push_str(section.heading);
        text.push('\n');
        for line in &section.lines {
            let mut width = 0;
            for word in line.text.split_whitespace() {
                let length = word.chars().count();
                if width == 0 {
                    text.push_str("  ");
                    width = 2;
                } else if width + 1 + length > WIDTH {
                    text.push_str("\n    ");
                    width = 4;
                } else {
                    text.push(' ');
                    width += 1;
                }
                text.push_str(word);
                width += length;
            }
            text.push('\n');
        }
    }
    text
}
