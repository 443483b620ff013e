//! What went wrong, for a person, with the way out and the exit code.

use std::fmt;

/// Exit codes of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The gate passed (or there was none) and everything was read.
    Passed = 0,
    /// The gate failed.
    GateFailed = 1,
    /// Wrong usage or configuration; nothing was done.
    Usage = 2,
    /// The gate did not fail, but something could not be read or evaluated.
    Incomplete = 3,
}

/// An error at the edge of the program.
#[derive(Debug)]
pub struct Error {
    /// The exit code.
    pub exit: Exit,
    /// Completes "failed to …" or says what is wrong, naming file, line or flag.
    pub message: String,
    /// The way out; empty when there is none to offer.
    pub hint: String,
}

impl Error {
    /// Wrong usage or configuration.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), hint: String::new() }
    }

    /// The same with the way out.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "steth: {}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
