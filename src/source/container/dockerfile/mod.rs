//! Dockerfiles and Containerfiles: a file is one build, and the build one resource. What its last stage is made from
//! stands in the image; what other stages do is gone with them, unless it is copied.

mod stage;
mod text;
mod words;

use std::sync::Arc;

use super::reading;
use crate::native::{FileId, Files, Lifecycle, Mode, NativeResource, Object, Provider, Silence, Span};
use crate::posture::SourceKind;
use crate::source::code::{Found, Reading};
use crate::source::terraform::Problem;
use crate::source::tree::parent;

/// Every instruction that a builder takes.
const INSTRUCTIONS: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Ends of names of files that something else makes a Dockerfile from.
const TEMPLATES: &[&str] =
    &[".j2", ".jinja", ".jinja2", ".tmpl", ".template", ".tpl", ".erb", ".in", ".mustache"];

pub(super) fn read(found: &[&Found], files: &Files) -> Reading {
    use rayon::prelude::*;
    let mut reading = reading(SourceKind::Dockerfile);
    let read: Vec<_> = found
        .par_iter()
        .map(|file| {
            let text = files.get(file.id).map(|f| f.text.clone()).unwrap_or_default();
            (file, one(&text, file))
        })
        .collect();
    for (file, (native, problems)) in read {
        match native {
            Ok(native) => {
                reading.report.files_read += 1;
                reading.natives.push(native);
            }
            Err(skipped) => {
                reading.report.skipped.push(Problem::file(file.path.clone(), skipped));
                continue;
            }
        }
        reading.report.failed.extend(problems);
    }
    reading
}

/// The build of a file, or why it is none; and what is wrong with it.
fn one(text: &str, file: &Found) -> (Result<NativeResource, &'static str>, Vec<Problem>) {
    let content = text::read(text);
    let known = |i: &text::Instruction| INSTRUCTIONS.contains(&i.keyword.as_str());
    let problem = |line: u32, message: String, hint: &str| Problem {
        path: file.path.clone(),
        line,
        column: 1,
        message,
        hint: Some(hint.to_owned()),
    };
    if content.instructions.is_empty() {
        return (Err("no instruction stands in it"), Vec::new());
    }
    let lower = file.path.to_ascii_lowercase();
    let strange: Vec<&text::Instruction> = content.instructions.iter().filter(|i| !known(i)).collect();
    if !strange.is_empty() && TEMPLATES.iter().any(|end| lower.ends_with(end)) {
        return (Err("a template that something else makes a build file from"), Vec::new());
    }
    let has_stage = content.instructions.iter().any(|i| i.keyword == "FROM");
    if !has_stage && strange.len() == content.instructions.len() {
        return (Err("none of its lines is an instruction of a build"), Vec::new());
    }
    let mut problems: Vec<Problem> = content
        .faults
        .iter()
        .map(|(line, message)| problem(*line, message.clone(), "close it with its mark on a line of its own"))
        .collect();
    problems.extend(strange.iter().map(|i| {
        let shown: String = i.keyword.chars().take(40).collect();
        problem(
            i.line,
            format!("{shown:?} is no instruction of a build"),
            "a line that goes on ends in the escape character",
        )
    }));
    if !has_stage {
        problems.push(problem(0, "there is no FROM instruction".to_owned(), "a build begins with FROM"));
    }
    (Ok(resource(&content, file.id, &file.path)), problems)
}

fn resource(content: &text::Content, file: FileId, path: &Arc<str>) -> NativeResource {
    let first = content.instructions.first().map_or(1, |i| i.line);
    let last = content.instructions.last().map_or(1, |i| i.end_line);
    let span = Span { file, line: first, end_line: last, column: 1 };
    let body = stage::body(content, file);
    let root = parent(path);
    NativeResource {
        address: path.clone(),
        module: Arc::default(),
        mode: Mode::Managed,
        provider: Provider::Container,
        native_type: "dockerfile".into(),
        vendor_type: Some("Dockerfile".into()),
        silence: Silence::Default,
        name: path.rsplit('/').next().unwrap_or(path).into(),
        root: if root.is_empty() { ".".into() } else { root.into() },
        body,
        span,
        calls: Arc::new([]),
        provider_config: Arc::new(crate::native::ProviderConfig {
            environment: super::environment_of(path),
            ..crate::native::ProviderConfig::default()
        }),
        lifecycle: Lifecycle::default(),
        existence: None,
    }
}

/// First and last line of every instruction of a text.
pub(crate) fn instructions(text: &str) -> Vec<(u32, u32)> {
    text::read(text).instructions.iter().map(|i| (i.line, i.end_line)).collect()
}

/// Takes any text as a Dockerfile: what fuzzing calls.
pub fn parse_bytes(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let content = text::read(&text);
    let body: Object = stage::body(&content, FileId(0));

    body.len()
}
