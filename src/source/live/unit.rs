//! The units a pull is cut into, and where what they bring goes.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Trouble;
use crate::native::{LiveResource, LiveVerdict, Provider};

/// A part of a pull that succeeds, fails and resumes on its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unit {
    /// Whose cloud.
    pub provider: Provider,
    /// Account, subscription, project, or the organisation-wide scope a unit reads at once.
    pub scope: Arc<str>,
    /// Region; empty where there is none.
    pub region: Arc<str>,
    /// What is read: `inventory/AWS::S3::Bucket`, `verdicts/config-rules`, `inventory/resource-graph`.
    pub part: Arc<str>,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.provider.id(), self.scope)?;
        if !self.region.is_empty() {
            write!(f, " {}", self.region)?;
        }
        write!(f, " {}", self.part)
    }
}

/// What one answer of an API brought.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Inventory.
    pub resources: Vec<LiveResource>,
    /// Verdicts of native services.
    pub verdicts: Vec<LiveVerdict>,
}

/// Where a unit goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resume {
    /// Nothing of it was read in this pull.
    Fresh,
    /// Pages before this token are kept.
    From(String),
    /// It is done.
    Done,
}

/// How a unit ended.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitEnd {
    /// Everything it covers was read. Kinds it names with nothing found are certainly empty.
    Complete,
    /// It was read as far as the service can tell; what is missing is unknown, with the reason.
    Partial(Vec<Trouble>),
    /// It stopped, with what was read before kept.
    Failed(Trouble),
}

/// What keeps pages.
pub trait Sink: Send + Sync {
    /// Where the unit goes on. Called before its first request.
    fn begin(&self, unit: &Unit) -> Result<Resume, SinkError>;

    /// Keeps a page and the token of the next one, both or neither.
    fn put(&self, unit: &Unit, page: Page, next: Option<&str>) -> Result<(), SinkError>;

    /// Drops what was kept of a unit: its token is no longer taken by the service and it begins again.
    fn restart(&self, unit: &Unit) -> Result<(), SinkError>;

    /// Ends a unit.
    fn end(&self, unit: &Unit, end: UnitEnd) -> Result<(), SinkError>;
}

/// The sink cannot keep what it is given; the pull stops.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to keep what was read: {0}")]
pub struct SinkError(pub String);
