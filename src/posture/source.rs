//! What a source read, skipped and failed.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use crate::native::Provider;
use crate::source::live::LedgerRow;

/// What kind of source it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Terraform configuration.
    Terraform,
    /// Plans of Terraform in JSON.
    TerraformPlan,
    /// States of Terraform.
    TerraformState,
    /// CloudFormation and SAM templates.
    #[serde(rename = "cloudformation")]
    CloudFormation,
    /// Azure Resource Manager templates.
    Arm,
    /// Bicep.
    Bicep,
    /// Kubernetes manifests.
    Kubernetes,
    /// Kustomize bases and overlays.
    Kustomize,
    /// Helm charts.
    Helm,
    /// Dockerfiles and Containerfiles.
    Dockerfile,
    /// Compose files.
    Compose,
    /// Reports of other scanners.
    Import,
    /// Accounts of Amazon Web Services.
    Aws,
    /// Subscriptions of Microsoft Azure.
    Azure,
    /// Projects of Google Cloud.
    Gcp,
}

impl SourceKind {
    /// The name people read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Terraform => "Terraform",
            Self::TerraformPlan => "Terraform plan",
            Self::TerraformState => "Terraform state",
            Self::CloudFormation => "CloudFormation",
            Self::Arm => "ARM templates",
            Self::Bicep => "Bicep",
            Self::Kubernetes => "Kubernetes",
            Self::Kustomize => "Kustomize",
            Self::Helm => "Helm",
            Self::Dockerfile => "Dockerfiles",
            Self::Compose => "Compose",
            Self::Import => "Other scanners",
            Self::Aws => "AWS",
            Self::Azure => "Azure",
            Self::Gcp => "GCP",
        }
    }

    /// The live source of a cloud.
    pub const fn of_cloud(provider: Provider) -> Option<Self> {
        match provider {
            Provider::Aws => Some(Self::Aws),
            Provider::Azure => Some(Self::Azure),
            Provider::Gcp => Some(Self::Gcp),
            Provider::Kubernetes | Provider::Container | Provider::Other => None,
        }
    }
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

impl Notice {
    /// Whether it is of a unit that reads verdicts alone, so that the inventory does not lack anything by it.
    pub fn is_of_verdicts(&self) -> bool {
        self.subject.rsplit(' ').next().is_some_and(|part| part.starts_with("verdicts/"))
    }
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
    /// Modules whose source is not here, parts of a cloud that could not be read, and whatever is stale: nothing of
    /// them is measured.
    pub unavailable: Vec<Notice>,
    /// Files that were opened because of their name and hold nothing that is read.
    pub others: u32,
    /// Native types without a dialect, with how often each stands.
    pub not_understood: Vec<(Arc<str>, u32)>,
    /// When a live source was last read; nothing for files, which are read now.
    pub as_of: Option<Timestamp>,
    /// Verdicts of native services.
    pub verdicts: u32,
    /// Native rules without an objective, with how many verdicts each gave.
    pub unmapped: Vec<(Arc<str>, u32)>,
    /// What was asked of each API.
    pub ledger: Vec<(Arc<str>, LedgerRow)>,
}

impl SourceStatus {
    /// A source of which nothing was read yet.
    pub fn new(kind: SourceKind, subject: impl Into<Arc<str>>) -> Self {
        Self {
            kind,
            subject: subject.into(),
            files_read: 0,
            bytes_read: 0,
            resources: 0,
            skipped: Vec::new(),
            failed: Vec::new(),
            unavailable: Vec::new(),
            others: 0,
            not_understood: Vec::new(),
            as_of: None,
            verdicts: 0,
            unmapped: Vec::new(),
            ledger: Vec::new(),
        }
    }

    /// Whether everything asked for was read.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty() && self.unavailable.is_empty()
    }
}
