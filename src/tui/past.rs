//! What earlier pulls tell: how the score went, and since when a live resource fails.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// The picture of one earlier pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// When the pull began.
    pub at: Timestamp,
    /// Safeguards met.
    pub met: u32,
    /// Safeguards that cannot be told.
    pub unknown: u32,
    /// Safeguards that fail.
    pub failing: u32,
    /// All safeguards.
    pub total: u32,
    /// Root causes.
    pub causes: u32,
}

/// What is known of a resource over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// When the pull began that saw it first.
    pub first: Timestamp,
    /// When the pull began that saw its present form first.
    pub changed: Timestamp,
    /// Checks by id that fail, each with the beginning of the first pull of the unbroken run that found it so.
    pub failing: Vec<(String, Timestamp)>,
    /// When the first pull began that is still kept: what was so then may have been so before.
    pub oldest: Option<Timestamp>,
}

/// Where history is asked. Answers take a while: they are asked off the drawing thread.
pub trait Past: Send + Sync + fmt::Debug {
    /// Every assessed pull, the oldest first.
    ///
    /// # Errors
    /// When the history cannot be read, in words.
    fn trend(&self) -> Result<Vec<Point>, String>;

    /// What is known of a live resource by its address; nothing for one that no pull has seen.
    ///
    /// # Errors
    /// When the history cannot be read, in words.
    fn since(&self, address: &str) -> Result<Option<Since>, String>;
}

/// An answer about one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answered {
    /// Asked, and not answered yet.
    Asked,
    Known(Option<Since>),
    Failed(String),
}

/// What was asked and answered so far.
#[derive(Debug, Default)]
pub(crate) struct PastKnown {
    /// Whether there is a history to ask at all.
    pub(crate) there: bool,
    pub(crate) trend: Vec<Point>,
    pub(crate) resources: HashMap<Arc<str>, Answered>,
}
