//! The Terraform source: `.tf` and `.tf.json` files in, resources as `terraform plan` would show them out.

mod json;
mod lines;
mod options;
mod parse;
mod parse_json;
mod report;
mod scan;
mod syntax;

pub use options::{Assignment, Limits, Options};
pub use report::{Problem, SourceReport};

use crate::native::{Files, NativeResource};

/// What a Terraform tree would apply, as far as that can be known here.
#[derive(Debug, Clone, Default)]
pub struct Estate {
    /// Every file that was read, with its text.
    pub files: Files,
    /// Every resource and data source instance, in the order of roots, then addresses.
    pub resources: Vec<NativeResource>,
    /// What was read, skipped and failed.
    pub report: SourceReport,
}
