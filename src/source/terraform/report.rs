//! What became of the reading: problems with their place and a hint, and what was passed over.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

/// What was read, what was not, and why.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceReport {
    /// How many configuration and variable files were read.
    pub files_read: usize,
    /// Root modules that were evaluated, by directory.
    pub roots: Vec<Arc<str>>,
    /// How many module calls were followed.
    pub module_calls: usize,
    /// Passed over on purpose, with the reason; the estate may be incomplete.
    pub skipped: Vec<Problem>,
    /// Files that could not be read or parsed; the estate is incomplete.
    pub failed: Vec<Problem>,
    /// Modules whose source is not here; what they make and return is unknown.
    pub unavailable: Vec<Problem>,
    /// Bounds that were reached; what lay beyond is unknown.
    pub limits: Vec<Problem>,
    /// Expressions that are in error; the arguments they stand in are unknown.
    pub invalid: Vec<Problem>,
    /// Files that were opened because of their name and hold nothing that is read.
    pub others: usize,
}

impl SourceReport {
    /// Whether nothing was read and there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.files_read == 0
            && [&self.skipped, &self.failed, &self.unavailable, &self.limits, &self.invalid]
                .into_iter()
                .all(Vec::is_empty)
    }

    /// Whether something was left unread or unevaluated, so that a clean result would say too much.
    pub fn is_incomplete(&self) -> bool {
        !self.failed.is_empty() || !self.limits.is_empty()
    }
}

/// Something that went wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The file or directory as shown to people.
    pub path: Arc<str>,
    /// The line, from 1; 0 when the problem is with the file as a whole.
    pub line: u32,
    /// The column in characters, from 1; 0 when the problem is with the file as a whole.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem with a file as a whole.
    pub fn file(path: impl Into<Arc<str>>, message: impl Into<String>) -> Self {
        Self { path: path.into(), line: 0, column: 0, message: message.into(), hint: None }
    }

    /// The same with a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => write!(f, "{}: {}", self.path, self.message)?,
            (line, 0) => write!(f, "{}:{line}: {}", self.path, self.message)?,
            (line, column) => write!(f, "{}:{line}:{column}: {}", self.path, self.message)?,
        }
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}
