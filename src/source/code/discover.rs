//! Which files of a tree declare something: by name where that is certain, else by what stands in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::format::{ByContent, ByName, by_content, by_name};
use super::{FAMILIES, Format, Found, Options, PLANS};
use crate::native::Files;
use crate::source::terraform::{Problem, SourceReport};
use crate::source::tree::parent;
use crate::source::{ReadError, Tree, Walked};

/// Size of one file, in bytes. Plans and states of large estates are large.
const FILE_BYTES: u64 = 64 << 20;
/// A file without an extension is opened when it is no larger: a build file never is.
const NAMELESS_BYTES: u64 = 256 << 10;

/// What became of one file.
pub(super) enum Opened {
    Found(Format, Arc<str>),
    Skipped(Problem),
    Failed(Problem),
    /// Looked at, and nothing that is read.
    Other,
}

/// Opens every file whose name does not say that nothing in it is read here, Terraform's own left out.
pub(super) fn open_all<'w>(tree: &Tree, walked: &'w Walked, options: &Options) -> Vec<(&'w String, Opened)> {
    let charts: BTreeSet<&str> =
        walked.files.iter().filter(|f| name_of(f) == "Chart.yaml").map(|f| parent(f)).collect();
    let limit = options.file_bytes.unwrap_or(FILE_BYTES);
    let in_a_chart = |path: &str| {
        let mut at = parent(path);
        loop {
            if charts.contains(at) {
                return true;
            }
            if at.is_empty() {
                return false;
            }
            at = parent(at);
        }
    };
    walked
        .files
        .par_iter()
        .filter_map(|path| {
            let in_chart = !charts.is_empty() && in_a_chart(path);
            let by_name = match by_name(name_of(path)) {
                ByName::Pass if !in_chart => return None,
                // a chart's templates may have any name
                ByName::Pass | ByName::Look if in_chart => ByName::Certain(Format::Helm),
                told => told,
            };
            Some((path, open(tree, path, by_name, limit)))
        })
        .collect()
}

/// Adds the texts of what was recognised to `files`, and says what became of the rest.
pub(super) fn sort_out(
    tree: &Tree,
    opened: Vec<(&String, Opened)>,
    files: &mut Files,
    stray: &mut SourceReport,
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut others = 0usize;
    for (path, opened) in opened {
        match opened {
            Opened::Found(format, text) if is_read(format) => {
                let path: Arc<str> = path.as_str().into();
                found.push(Found { id: files.add(path.clone(), text), path, format });
            }
            Opened::Found(format, _) => {
                let what = format!("{} is not read", format.source().title());
                stray.skipped.push(Problem::file(path.as_str(), what));
            }
            Opened::Skipped(problem) => stray.skipped.push(problem),
            Opened::Failed(problem) => stray.failed.push(problem),
            // asked for by name, so that silence would be taken for a pass
            Opened::Other if tree.starts().contains(path) => stray.skipped.push(
                Problem::file(
                    path.as_str(),
                    "nothing in it declares infrastructure in a format that is read",
                )
                .hint("steth reads the formats that `steth scan --help` lists"),
            ),
            Opened::Other => others += 1,
        }
    }
    stray.others += others;
    found
}

fn is_read(format: Format) -> bool {
    PLANS.contains(&format) || FAMILIES.iter().any(|family| family.formats.contains(&format))
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn open(tree: &Tree, path: &str, by_name: ByName, limit: u64) -> Opened {
    let nameless = by_name == ByName::Look && !name_of(path).contains('.');
    let bytes = match tree.read(path, if nameless { NAMELESS_BYTES.min(limit) } else { limit }) {
        Ok(bytes) => bytes,
        Err(ReadError::TooLarge { .. }) if nameless => return Opened::Other,
        Err(error @ ReadError::TooLarge { .. }) => return too_large(tree, path, by_name, &error),
        Err(ReadError::NotAFile) => {
            return Opened::Skipped(Problem::file(path, "not a regular file"));
        }
        Err(error) => return Opened::Failed(Problem::file(path, format!("failed to read: {error}"))),
    };
    if is_binary_plan(&bytes) {
        let problem = Problem::file(path, "a plan in Terraform's binary form, which only Terraform reads")
            .hint(crate::source::terraform_plan::HOW);
        // beside its code a plan file is in nobody's way; asked for by name it must not pass for read
        let asked = tree.starts().iter().any(|start| start == path);
        return if asked { Opened::Failed(problem) } else { Opened::Skipped(problem) };
    }
    if nameless && bytes.iter().take(1024).any(|b| *b == 0) {
        return Opened::Other;
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            match format_of(by_name, text) {
                ByContent::Is(format) => Opened::Found(format, text.into()),
                ByContent::Report => Opened::Skipped(
                    Problem::file(path, "a report of another scanner")
                        .hint("put it on the matrix with --import"),
                ),
                ByContent::Nothing => Opened::Other,
            }
        }
        Err(error) => not_text(path, by_name, &error),
    }
}

/// Whether it is the archive that `terraform plan -out` writes: its first entry is named so.
fn is_binary_plan(bytes: &[u8]) -> bool {
    let name = bytes.get(30..).unwrap_or_default();
    bytes.starts_with(b"PK\x03\x04")
        && (name.starts_with(b"tfplan") || name.starts_with(b"tfstate") || name.starts_with(b"tfconfig/"))
}

fn format_of(by_name: ByName, text: &str) -> ByContent {
    match by_name {
        ByName::Certain(format) => ByContent::Is(format),
        ByName::Look | ByName::Pass => by_content(text),
    }
}

/// A file in another encoding fails where it would have been read in the right one.
fn not_text(path: &str, by_name: ByName, error: &std::string::FromUtf8Error) -> Opened {
    let bytes = error.as_bytes();
    let (encoding, text) = match bytes {
        [0xff, 0xfe, rest @ ..] => ("UTF-16", utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => ("UTF-16", utf16(rest, u16::from_be_bytes)),
        _ => ("not UTF-8", String::from_utf8_lossy(bytes).into_owned()),
    };
    if !matches!(format_of(by_name, text.trim_start_matches('\u{feff}')), ByContent::Is(_)) {
        return Opened::Other;
    }
    let good = bytes.get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let mut problem =
        Problem::file(path, format!("the text is {encoding}")).hint("save the file as UTF-8 without a mark");
    problem.line = u32::try_from(good.split(|b| *b == b'\n').count()).unwrap_or(u32::MAX);
    Opened::Failed(problem)
}

fn utf16(bytes: &[u8], of: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(of));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

/// A file over the bound fails where its beginning says that it would have been read.
fn too_large(tree: &Tree, path: &str, by_name: ByName, error: &ReadError) -> Opened {
    let problem = Problem::file(path, format!("{error} (bound file_bytes)"))
        .hint("leave it out with --exclude or .stethignore, or split it");
    let beginning = tree.beginning(path, 1 << 20);
    match format_of(by_name, &String::from_utf8_lossy(&beginning)) {
        ByContent::Is(_) => Opened::Failed(problem),
        ByContent::Report | ByContent::Nothing => Opened::Skipped(problem),
    }
}
