//! The store: what every pull read, kept over time in one private SQLite file.
//!
//! ```text
//! Puller ──▶ SnapshotSink ──(bounded)──▶ writer thread ──▶ steth.db ──▶ latest, history, compare
//! ```
//!
//! - A pull is a snapshot. Every page is kept together with the token of the next one, so a killed pull goes on where
//!   it was, and the last finished snapshot is never touched by an unfinished one.
//! - Resources, native verdicts and findings are intervals: a row holds from the snapshot that first saw it up to the
//!   one that did not any more. What did not change is not written again.
//! - Only a unit that was read to its end can say that something is gone. What a unit failed to read again is given
//!   back as stale, with the time it is from, never as fresh.
//! - One process writes (a lock beside the file says which), any number read.
//! - Configurations are scrubbed of secrets once more before they are written.

mod catalog;
mod compare;
mod connect;
mod encode;
mod error;
mod findings;
mod guard;
mod history;
mod intervals;
mod known;
mod load;
mod page;
mod repack;
mod retention;
mod rollup;
mod runs;
mod since;
mod sink;
mod snapshot;
mod words;
mod write;

#[cfg(test)]
pub(crate) mod tests;

pub use catalog::catalog_digest;
pub use compare::{Change, Compared, Incomparable, Said, Turn};
pub use error::{StoreError, StoreErrorKind};
pub use history::{HistoryEntry, UnitCounts};
pub use intervals::Seen;
pub use load::{Loaded, LoadedUnit};
pub use retention::Retention;
pub use rollup::{Rollup, RollupObjective, RollupSafeguard, RollupScope, Tallies};
pub use sink::{Clock, SnapshotSink};
pub use snapshot::{Asked, Ending, Snapshot, SnapshotId, SnapshotInfo};

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

/// The database in the store's directory.
const FILE: &str = "steth.db";
/// Locked by the process that writes.
const LOCK: &str = "steth.lock";
/// Says who that is.
const WRITER: &str = "steth.writer";

/// How far a unit was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitState {
    /// It was begun and has not ended.
    Open,
    /// It was read to its end.
    Complete,
    /// It was read as far as the service can tell.
    Partial,
    /// It stopped.
    Failed,
    /// The pull never came to it: trouble with its cloud came before.
    NotRead,
}

impl UnitState {
    const fn code(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Complete => 1,
            Self::Partial => 2,
            Self::Failed => 3,
            Self::NotRead => 4,
        }
    }

    const fn of_code(code: i64) -> Self {
        match code {
            1 => Self::Complete,
            2 => Self::Partial,
            3 => Self::Failed,
            4 => Self::NotRead,
            _ => Self::Open,
        }
    }
}

/// The store in a directory.
pub struct Store {
    directory: PathBuf,
    reader: Mutex<Connection>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("directory", &self.directory).finish_non_exhaustive()
    }
}

impl Store {
    /// Where the platform keeps the data of programs; nothing where it does not say.
    pub fn default_directory() -> Option<PathBuf> {
        directories::ProjectDirs::from("", "", "steth").map(|dirs| dirs.data_local_dir().to_owned())
    }

    /// Opens the store in a directory of its own, making both where they are not there. What others may read is shut
    /// to them; an older form is brought up to date; a newer one is refused.
    pub fn open(directory: &Path) -> Result<Self, StoreError> {
        connect::prepare(directory)?;
        Self::read(directory)
    }

    /// Opens the store if there is one, for reading. Nothing is made.
    pub fn open_existing(directory: &Path) -> Result<Option<Self>, StoreError> {
        let file = directory.join(FILE);
        match file.metadata() {
            Ok(meta) if meta.len() > 0 => {}
            Ok(_) => return Ok(None),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(StoreError::io("read", &file, &e)),
        }
        if connect::is_current(directory)? { Self::read(directory) } else { Self::open(directory) }.map(Some)
    }

    fn read(directory: &Path) -> Result<Self, StoreError> {
        let reader = connect::reader(directory)?;
        Ok(Self { directory: directory.to_owned(), reader: Mutex::new(reader) })
    }

    /// Where it is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Bytes in use in the file.
    pub fn size(&self) -> Result<u64, StoreError> {
        self.with(connect::used)
    }

    fn file(&self) -> PathBuf {
        self.directory.join(FILE)
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads in one transaction: a writer that goes on meanwhile is not seen.
    fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let connection = self.reader();
        connection
            .unchecked_transaction()
            .and_then(|transaction| read(&transaction))
            .map_err(|e| StoreError::database(&self.file(), &e))
    }
}
