//! Infrastructure as code: finds every file of a tree that declares something, in whatever format, and hands each
//! family of formats to its reader. Native resources of all of them come out, with what was read, skipped and failed.

mod discover;
mod format;
mod keys;

pub(crate) use format::is_build_file;
pub use format::{Format, name_of_text};

use std::sync::Arc;

use crate::native::{FileId, Files, NativeResource, Span};
use crate::posture::SourceKind;
use crate::source::kubernetes;
use crate::source::terraform::{self, Problem, SourceReport};
use crate::source::terraform_plan::{self, Action};
use crate::source::{Tree, walk};
use crate::table::HashMap;

/// How a tree of code is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How Terraform is read; its bounds and `follow_outside` hold for every format.
    pub terraform: terraform::Options,
    /// Size of one file of the other formats, in bytes; 64 MiB when not given.
    pub file_bytes: Option<u64>,
    /// Terraform plans and the directory of the configuration that each was made from, where that is not its own.
    pub plan_roots: Vec<(String, String)>,
    /// Parameters of CloudFormation templates.
    pub parameters: crate::source::cloudformation::Parameters,
}

/// A file that discovery recognised.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its text.
    pub id: FileId,
    /// Its path in the tree.
    pub path: Arc<str>,
    /// Its format.
    pub format: Format,
}

/// What a reader of formats is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The tree, for files that others name.
    pub tree: &'a Tree,
    /// How to read.
    pub options: &'a Options,
    /// The files of its formats, in the order of their paths.
    pub found: &'a [Found],
}

/// What one kind of source gave.
#[derive(Debug)]
pub struct Part {
    /// The kind.
    pub kind: SourceKind,
    /// What was read, skipped and failed.
    pub report: SourceReport,
    /// Bytes of the files read.
    pub bytes: u64,
    /// Resources found, understood or not.
    pub resources: usize,
}

/// What a reader gives for one kind of source.
#[derive(Debug)]
pub struct Reading {
    /// The kind.
    pub kind: SourceKind,
    /// Resources in the order of their files.
    pub natives: Vec<NativeResource>,
    /// What was read, skipped and failed.
    pub report: SourceReport,
}

/// Reads the files of some formats. Texts that are made on the way, such as rendered templates, are added to the files.
pub type Read = fn(&Input<'_>, &mut Files) -> Vec<Reading>;

/// A family of formats and its reader.
struct Family {
    formats: &'static [Format],
    read: Read,
}

// One family on each line, in the order they are read.
#[rustfmt::skip]
static FAMILIES: &[Family] = &[
    Family { formats: &[Format::CloudFormation], read: crate::source::cloudformation::read },
    Family { formats: &[Format::Kubernetes, Format::Kustomize, Format::Helm], read: kubernetes::read },
    Family { formats: &[Format::Arm, Format::Bicep], read: crate::source::arm::read },
    Family { formats: &[Format::Dockerfile, Format::Compose], read: crate::source::container::read },
];

/// Terraform's own JSON. It is read apart, because plans stand in place of the code they were made from.
const PLANS: [Format; 2] = [Format::TerraformPlan, Format::TerraformState];

/// What a tree declares.
#[derive(Debug, Default)]
pub struct Code {
    /// Every file that was read.
    pub files: Files,
    /// Every resource; those of a root module, template or directory stand together.
    pub natives: Vec<NativeResource>,
    /// What became of each kind of source that the tree holds.
    pub parts: Vec<Part>,
    /// Files and directories that belong to no source: passed over, or not readable.
    pub stray: SourceReport,
    /// What Terraform plans do with resources, by root and address.
    pub changes: HashMap<(Arc<str>, Arc<str>), Action>,
    /// Lines that are read and never shown.
    pub hidden: Vec<Span>,
}

/// Reads everything that a tree declares.
pub fn read(tree: &Tree, options: &Options) -> Code {
    let walked = walk(tree, options.terraform.follow_outside);
    let (opened, terraform::Estate { mut files, resources: mut natives, report }) = rayon::join(
        || discover::open_all(tree, &walked, options),
        || terraform::read_walked(tree, &options.terraform, &walked),
    );
    let mut parts = Vec::new();
    let mut stray = SourceReport::default();
    let roots = report.roots.clone();
    if !report.is_empty() || !natives.is_empty() {
        let bytes = files.iter().map(|(_, f)| f.text.len() as u64).sum();
        parts.push(Part { kind: SourceKind::Terraform, report, bytes, resources: natives.len() });
    }
    let found = discover::sort_out(tree, opened, &mut files, &mut stray);
    let of_plans: Vec<Found> = found.iter().filter(|f| PLANS.contains(&f.format)).cloned().collect();
    let input = Input { tree, options, found: &of_plans };
    let mut plans = terraform_plan::read(&input, &mut files, &roots);
    plans.settle(&mut natives);
    if let Some(part) = parts.first_mut() {
        // a plan's resources stand in place of the code's
        part.resources = natives.len();
    }
    for reading in plans.readings {
        add(reading, &of_plans, &files, &mut parts, &mut natives);
    }
    for family in FAMILIES {
        let own: Vec<Found> = found.iter().filter(|f| family.formats.contains(&f.format)).cloned().collect();
        if own.is_empty() {
            continue;
        }
        let input = Input { tree, options, found: &own };
        for reading in (family.read)(&input, &mut files) {
            add(reading, &own, &files, &mut parts, &mut natives);
        }
    }
    for (path, why) in &walked.skipped {
        stray.skipped.push(Problem::file(path.as_str(), why.as_str()));
    }
    for (path, why) in &walked.failed {
        stray.failed.push(Problem::file(path.as_str(), why.as_str()));
    }
    Code { files, natives, parts, stray, changes: plans.changes, hidden: plans.hidden }
}

/// Adds what one kind of source gave.
fn add(
    reading: Reading,
    own: &[Found],
    files: &Files,
    parts: &mut Vec<Part>,
    natives: &mut Vec<NativeResource>,
) {
    let of_kind = own.iter().filter(|f| f.format.source() == reading.kind);
    let bytes = of_kind.filter_map(|f| files.get(f.id)).map(|f| f.text.len() as u64).sum();
    let resources = reading.natives.len();
    parts.push(Part { kind: reading.kind, report: reading.report, bytes, resources });
    natives.extend(reading.natives);
}
