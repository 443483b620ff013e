//! What the scan tells the terminal UI, over a channel: progress, then a posture, or a failure.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use crate::posture::Posture;

/// How far a scan is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read so far.
    pub files: u64,
    /// Resources found so far.
    pub resources: u64,
    /// What is being done, in a word or two; may be empty.
    pub what: String,
    /// How far each source is that is read at this moment.
    pub sources: Vec<SourceProgress>,
}

/// How far the reading of one source is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceProgress {
    /// Its name: `AWS`.
    pub source: String,
    /// Parts that were begun.
    pub parts: u32,
    /// Parts that have ended.
    pub ended: u32,
    /// Resources and verdicts read so far.
    pub items: u64,
    /// What went wrong with parts, the last first.
    pub troubles: Vec<String>,
}

/// Something the scan tells.
#[derive(Debug, Clone)]
pub enum Event {
    /// It goes on.
    Progress(Progress),
    /// It is done. A later one replaces an earlier one, and the cursor stays on what it was on.
    Posture(Arc<Posture>),
    /// It failed, and why.
    Failed(String),
    /// Something to be said that changes nothing of what is shown.
    Told(String),
}

/// Events from a scanning thread. The sender may be dropped after the last one.
pub type Feed = Receiver<Event>;

/// Something the terminal UI asks of the scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// To scan anew.
    Rescan,
    /// To scan on every save, or no longer.
    Watch(bool),
    /// A file was saved.
    Saved,
    /// The dashboard was left.
    Leave,
}
