//! What a source read, skipped and failed.

use std::sync::Arc;

use serde::Serialize;

/// What kind of source it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Terraform configuration.
    Terraform,
}

/// Something that was skipped, failed, or is not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// The file, directory, module call or API.
    pub subject: Arc<str>,
    /// First line at fault, 0 where there is none.
    pub line: u32,
    /// What happened.
    pub message: String,
    /// The way out; empty where there is none to offer.
    pub hint: String,
}

/// The state of one source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceStatus {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// What was asked for: the path.
    pub subject: Arc<str>,
    /// Files read.
    pub files_read: u32,
    /// Bytes read.
    pub bytes_read: u64,
    /// Resources found, understood or not.
    pub resources: u32,
    /// Left out on purpose, with the reason.
    pub skipped: Vec<Notice>,
    /// Could not be read or evaluated.
    pub failed: Vec<Notice>,
    /// Modules whose source is not here: their resources are not measured.
    pub unavailable: Vec<Notice>,
    /// Native types without a dialect, with how often each stands.
    pub not_understood: Vec<(Arc<str>, u32)>,
}

impl SourceStatus {
    /// Whether everything asked for was read.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.unavailable.is_empty()
    }
}
