//! What can go wrong with the store, in words for people.

use std::io;
use std::path::Path;

use crate::error::{Error, Exit};
use crate::source::live::SinkError;

/// What kind of trouble it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// Another process is writing.
    Locked,
    /// The file is not a store, or is damaged.
    NotAStore,
    /// It was written by a newer version.
    Newer,
    /// The place cannot be read or written.
    Place,
    /// There is no room left.
    Full,
    /// What was asked for is not in it.
    Missing,
    /// Anything else.
    Other,
}

/// Trouble with the store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct StoreError {
    /// What kind.
    pub kind: StoreErrorKind,
    /// What is wrong, naming the file.
    pub message: String,
    /// The way out; empty where there is none to offer.
    pub hint: String,
}

impl StoreError {
    pub(super) fn new(kind: StoreErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: String::new() }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Something that is not in the store.
    pub(super) fn missing(message: impl Into<String>) -> Self {
        Self::new(StoreErrorKind::Missing, message)
    }

    pub(super) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let kind = if error.kind() == io::ErrorKind::StorageFull {
            StoreErrorKind::Full
        } else {
            StoreErrorKind::Place
        };
        Self::new(kind, format!("failed to {doing} {}: {error}", path.display()))
            .hint("choose another place with --store, or make this one writable for you alone")
    }

    pub(super) fn not_a_store(path: &Path, what: &str) -> Self {
        Self::new(StoreErrorKind::NotAStore, format!("{} {what}", path.display()))
            .hint("move it away; the next pull makes a new store")
    }

    /// An error of the database, told of the file it is in.
    pub(super) fn database(path: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let at = path.display();
        match error.sqlite_error_code() {
            Some(Code::NotADatabase) => Self::not_a_store(path, "is not a store of steth"),
            Some(Code::DatabaseCorrupt) => Self::not_a_store(path, "is damaged"),
            Some(Code::DiskFull) => Self::new(StoreErrorKind::Full, format!("no room left to write {at}"))
                .hint("free some space and pull again: it goes on where it stopped"),
            Some(Code::CannotOpen | Code::ReadOnly | Code::PermissionDenied | Code::SystemIoFailure) => {
                Self::new(StoreErrorKind::Place, format!("failed to open or write {at}: {error}"))
                    .hint("choose another place with --store, or make this one writable for you alone")
            }
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => {
                Self::new(StoreErrorKind::Locked, format!("{at} is in use by another program"))
                    .hint("wait until it is done, and try again")
            }
            _ => Self::new(StoreErrorKind::Other, format!("failed to use {at}: {error}")),
        }
    }
}

impl From<StoreError> for SinkError {
    fn from(error: StoreError) -> Self {
        Self(error.message)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let exit = match error.kind {
            StoreErrorKind::Missing => Exit::Usage,
            _ => Exit::Incomplete,
        };
        Self { exit, message: error.message, hint: error.hint }
    }
}
