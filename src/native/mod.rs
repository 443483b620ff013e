//! Native resources: what a source read, in the provider's own names, before any dialect has looked at it.
//!
//! Every value remembers where it was written, whether it is sensitive, and which resource it was read from.
//! A value that cannot be known before apply is [`Value::Unknown`] with its reason; it is never guessed.

mod configuration;
#[allow(dead_code, reason = "readers of the formats land next")]
mod document;
pub(crate) mod json;
mod live;
mod span;
mod value;

pub use configuration::Configuration;
pub use document::{Bounds, Documents, Fault};
#[allow(unused_imports, reason = "readers of the formats land next")]
pub(crate) use document::{json_document, relaxed_json_document, yaml_documents};
pub use live::{Exemption, LiveResource, LiveVerdict, NativeService, VerdictWord, node_of_json};

pub use span::{FileId, Files, SourceFile, Span};
pub use value::{Fragment, Node, Object, Reference, Shape, Unknown, Value, Why, format_number};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Whose resource it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure, Entra ID included.
    Azure,
    /// Google Cloud.
    Gcp,
    /// Kubernetes objects, wherever the cluster runs.
    Kubernetes,
    /// Container images and what is composed of them, wherever they run.
    Container,
    /// Anything else: no check reads it, but it is counted.
    Other,
}

impl Provider {
    /// All, the clouds first.
    pub const ALL: [Self; 6] =
        [Self::Aws, Self::Azure, Self::Gcp, Self::Kubernetes, Self::Container, Self::Other];

    /// The word used in flags, filters and the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Azure => "azure",
            Self::Gcp => "gcp",
            Self::Kubernetes => "kubernetes",
            Self::Container => "container",
            Self::Other => "other",
        }
    }

    /// The name people read.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Azure => "Azure",
            Self::Gcp => "GCP",
            Self::Kubernetes => "Kubernetes",
            Self::Container => "Containers",
            Self::Other => "Other",
        }
    }

    /// The provider of a Terraform type, by its prefix.
    pub fn of_terraform_type(native_type: &str) -> Self {
        match native_type.split('_').next() {
            Some("aws" | "awscc") => Self::Aws,
            Some("azurerm" | "azuread" | "azapi") => Self::Azure,
            Some("google") => Self::Gcp,
            Some("kubernetes" | "helm") => Self::Kubernetes,
            Some("dockerfile" | "compose") => Self::Container,
            _ => Self::Other,
        }
    }
}

/// Whether the configuration manages a thing or only reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A `resource` block.
    Managed,
    /// A `data` block.
    Data,
}

/// What a provider block says about the resources made through it.
#[derive(Debug, Clone, Default)]
pub struct ProviderConfig {
    /// The alias, empty for the default configuration.
    pub alias: Arc<str>,
    /// `region` (AWS, Google) or nothing for Azure, whose resources carry `location`.
    pub region: Option<Node>,
    /// Account, subscription or project, where the block names one.
    pub account: Option<Node>,
    /// `default_tags` / `default_labels`, merged under a resource's own tags.
    pub default_tags: Option<Node>,
    /// The environment that the configuration of steth says the account is; tags say more.
    pub environment: Option<Arc<str>>,
}

/// The `lifecycle` block, as far as it matters to checks and drift.
#[derive(Debug, Clone, Default)]
pub struct Lifecycle {
    /// `prevent_destroy = true`.
    pub prevent_destroy: bool,
    /// `create_before_destroy = true`.
    pub create_before_destroy: bool,
    /// Attributes named in `ignore_changes`; `all` stands for every one.
    pub ignore_changes: Vec<Arc<str>>,
}

/// What it means that an argument does not stand on a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Silence {
    /// Nobody wrote it, so the platform's documented default holds.
    #[default]
    Default,
    /// This source does not tell it: it may be anything. An explicit null still means the default.
    NotCollected,
    /// The resource is declared elsewhere, and this is a part of it: what it does not say is not its subject.
    Elsewhere,
}

/// One resource instance as it would be applied, or as a cloud describes it.
#[derive(Debug, Clone)]
pub struct NativeResource {
    /// Terraform's own address: `module.a["k"].aws_s3_bucket.logs[0]`; of a live resource its stable id: an ARN,
    /// a lower-cased ARM id, a full resource name.
    pub address: Arc<str>,
    /// The module part of the address, empty in the root module.
    pub module: Arc<str>,
    /// Managed or only read.
    pub mode: Mode,
    /// Whose resource it is.
    pub provider: Provider,
    /// The dialect's word for its type: `aws_s3_bucket`, whatever format it was read from.
    pub native_type: Arc<str>,
    /// The source's own word where that is another: `AWS::S3::Bucket`.
    pub vendor_type: Option<Arc<str>>,
    /// What an argument that does not stand in `body` means.
    pub silence: Silence,
    /// The block's second label, `logs`.
    pub name: Arc<str>,
    /// The root module's directory, relative to the scanned path, or the account, subscription or project of a live
    /// resource: two roots never share companions.
    pub root: Arc<str>,
    /// Evaluated arguments; a nested block is a list of objects, as in plan JSON.
    pub body: Object,
    /// The whole block, header to closing brace.
    pub span: Span,
    /// Module call sites from the outside in, for suppressions and for "through which call".
    pub calls: Arc<[Span]>,
    /// The provider configuration in force.
    pub provider_config: Arc<ProviderConfig>,
    /// The `lifecycle` block.
    pub lifecycle: Lifecycle,
    /// Set when `count` or `for_each` could not be resolved, with the reason: it may not exist at all.
    pub existence: Option<Arc<Unknown>>,
}

impl NativeResource {
    /// An argument by name; `None` when it is not written at all.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.body.get(name)
    }
}
