//! What the scan tells the terminal UI, over a channel: progress, then a posture, or a failure.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use crate::posture::Posture;

use super::text::{plural, thousands};

/// How far a scan is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read so far.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
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

impl Progress {
    /// Parts that have ended, and parts that were begun.
    pub(crate) fn parts(&self) -> (u32, u32) {
        self.sources.iter().fold((0, 0), |(ended, all), s| (ended + s.ended, all + s.parts))
    }

    /// What is being read, how far it is, and how fast it went in some seconds: `reading 1,200 files, 340/s`.
    pub(crate) fn words(&self, seconds: i64) -> String {
        let mut counts = Vec::new();
        let mut rate = 0;
        let items: u64 = self.sources.iter().map(|s| s.items).sum();
        for (n, one, many) in [
            (self.files, "file", "files"),
            (items, "item", "items"),
            (self.resources, "resource", "resources"),
        ] {
            if n > 0 {
                counts.push(plural(usize::try_from(n).unwrap_or(usize::MAX), one, many));
                if rate == 0 && seconds > 0 {
                    rate = n / u64::try_from(seconds).unwrap_or(1);
                }
            }
        }
        if rate > 0 {
            counts.push(format!("{}/s", thousands(usize::try_from(rate).unwrap_or(usize::MAX))));
        }
        let part = |s: &SourceProgress| format!("{} {}/{}", s.source, s.ended, s.parts);
        let what = match (self.sources.is_empty(), self.what.is_empty()) {
            (false, _) => self.sources.iter().map(part).collect::<Vec<_>>().join(", "),
            (_, true) => "reading".to_owned(),
            _ => self.what.clone(),
        };
        let counts = counts.join(", ");
        format!("{what}{}{counts}", if counts.is_empty() { "" } else { " " })
    }
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
