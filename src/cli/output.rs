//! Where reports go: standard output or files, each form to its own place.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::broken_output;
use crate::error::{Error, Exit};
use crate::posture::Posture;
use crate::report::{self, Format, Selection};

/// A report and its place; `None` is standard output.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    format: Format,
    file: Option<PathBuf>,
}

/// Pairs the n-th format with the n-th file. Formats without a file go to standard output, at most one of them;
/// a file without a format takes it from its ending.
pub(super) fn targets(formats: &[Format], files: &[PathBuf]) -> Result<Vec<Target>, Error> {
    if formats.is_empty() && files.is_empty() {
        return Ok(vec![Target { format: Format::Text, file: None }]);
    }
    let mut targets: Vec<Target> = formats
        .iter()
        .enumerate()
        .map(|(i, format)| Target { format: *format, file: files.get(i).cloned() })
        .collect();
    for file in files.iter().skip(formats.len()) {
        let format = by_ending(file).ok_or_else(|| {
            Error::usage(format!("no format is given for --output {}", file.display()))
                .hint("give one --format for each --output")
        })?;
        targets.push(Target { format, file: Some(file.clone()) });
    }
    if targets.iter().filter(|t| t.file.is_none() || t.file.as_deref() == Some(Path::new("-"))).count() > 1 {
        return Err(Error::usage("more than one report would go to standard output")
            .hint("give each --format but one its own --output"));
    }
    Ok(targets)
}

fn by_ending(file: &Path) -> Option<Format> {
    let name = file.file_name()?.to_str()?;
    let ending = name.rsplit_once('.')?.1;
    match ending {
        "json" => Some(Format::Json),
        "txt" | "text" => Some(Format::Text),
        "sarif" => Some(Format::Sarif),
        "csv" => Some(Format::Csv),
        "md" => Some(Format::Markdown),
        "xml" => Some(Format::Junit),
        _ => None,
    }
}

/// Writes every report. A file is written beside its place and moved there, so that a killed run leaves no half.
pub(super) fn write(
    targets: &[Target],
    posture: &Posture,
    selection: &Selection,
    out: &mut dyn Write,
) -> Result<(), Error> {
    for target in targets {
        match target.file.as_deref().filter(|f| *f != Path::new("-")) {
            None => report::write(target.format, posture, selection, out).map_err(|e| broken_output(&e))?,
            Some(file) => to_file(target.format, posture, selection, file).map_err(|e| Error {
                exit: Exit::Usage,
                message: format!("failed to write {}: {e}", file.display()),
                hint: "check that the directory exists and can be written".to_owned(),
            })?,
        }
    }
    Ok(())
}

fn to_file(format: Format, posture: &Posture, selection: &Selection, file: &Path) -> io::Result<()> {
    // a device or a pipe is written in place: it cannot be replaced by a rename
    if fs::metadata(file).is_ok_and(|m| !m.is_file()) {
        return report::write(format, posture, selection, &mut fs::File::create(file)?);
    }
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let written = fs::File::create(&partial)
        .and_then(|mut f| report::write(format, posture, selection, &mut f))
        .and_then(|()| fs::rename(&partial, file));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_files_pair_in_order() {
        let got = targets(&[Format::Json, Format::Text], &["a.json".into()]).unwrap();
        assert_eq!(
            got,
            [
                Target { format: Format::Json, file: Some("a.json".into()) },
                Target { format: Format::Text, file: None }
            ]
        );
    }

    #[test]
    fn an_ending_gives_the_format() {
        assert_eq!(targets(&[], &["x/report.json".into()]).unwrap()[0].format, Format::Json);
        assert_eq!(targets(&[], &["report".into()]).unwrap_err().exit, Exit::Usage);
    }

    #[test]
    fn two_reports_cannot_share_standard_output() {
        assert_eq!(targets(&[Format::Json, Format::Text], &[]).unwrap_err().exit, Exit::Usage);
    }
}
