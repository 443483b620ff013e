//! Snapshots: begun or resumed, written to, finished.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::guard::WriteLock;
use super::known::keep;
use super::sink::{Clock, SnapshotSink};
use super::words::DigestKey;
use super::write::{Writer, note_ledger};
use super::{Store, connect};
use crate::native::Provider;
use crate::source::live::{Ledger, LedgerRow, Trouble};

/// A snapshot's number: later ones are greater, and none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SnapshotId(pub i64);

impl fmt::Display for SnapshotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a pull is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The scope in a stable form. Pulls of one scope are compared and continued; those of another are not.
    pub scope: String,
    /// The version of the program.
    pub steth: String,
    /// The catalog's digest.
    pub catalog: String,
    /// How old an unfinished pull may be to go on with it.
    pub resume_within: Duration,
}

/// What is known of a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct SnapshotInfo {
    /// Its number.
    pub id: SnapshotId,
    /// What was asked for.
    pub scope: Arc<str>,
    /// When it began.
    pub started: Timestamp,
    /// When it was finished; nothing for one that is unfinished.
    pub finished: Option<Timestamp>,
    /// The program's version.
    pub steth: Arc<str>,
    /// The catalog's digest.
    pub catalog: Arc<str>,
    /// Troubles before any unit existed, with their cloud.
    pub troubles: Vec<(Provider, Trouble)>,
    /// Resources it holds.
    pub resources: u64,
    /// Native verdicts it holds.
    pub verdicts: u64,
}

pub(super) const COLUMNS: &str =
    "s.id, l.scope, s.started, s.finished, s.steth, s.catalog, s.troubles, s.resources, s.verdicts
     FROM snapshots s JOIN lines l ON l.id = s.line";

impl SnapshotInfo {
    pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let text = |i: usize| row.get_ref(i).and_then(|v| v.as_str().map(Arc::from).map_err(Into::into));
        Ok(Self {
            id: SnapshotId(row.get(0)?),
            scope: text(1)?,
            started: time(row.get(2)?),
            finished: row.get::<_, Option<i64>>(3)?.map(time),
            steth: text(4)?,
            catalog: text(5)?,
            troubles: json(row, 6)?,
            resources: row.get::<_, i64>(7)?.unsigned_abs(),
            verdicts: row.get::<_, i64>(8)?.unsigned_abs(),
        })
    }
}

/// A time of the store; one that cannot be is the beginning of all, which is as stale as can be.
pub(super) fn time(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A column that holds JSON.
pub(super) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e))
    })
}

/// How a pull came out as a whole.
#[derive(Debug, Default)]
pub struct Ending {
    /// What was asked of each API.
    pub ledger: Ledger,
    /// Troubles before any unit existed. Units of such a cloud that were not come to are kept as not read; those of a
    /// cloud without such trouble are gone.
    pub troubles: Vec<(Provider, Trouble)>,
}

/// A snapshot that is being written. Until it is dropped, no other process writes to the store.
#[derive(Debug)]
pub struct Snapshot {
    info: SnapshotInfo,
    sink: SnapshotSink,
    thread: Option<JoinHandle<()>>,
    // after the thread: its connection is closed before others may write
    _lock: WriteLock,
}

impl Store {
    /// Goes on with the last pull of the scope if it is unfinished and young enough, else begins a new one.
    pub fn begin_or_resume(&self, asked: &Asked, clock: Clock) -> Result<Snapshot, StoreError> {
        let now = clock();
        let lock = WriteLock::take(&self.directory, &format!("pulling since {now:.0}"))?;
        let mut connection = connect::writer(&self.directory)?;
        let file = self.file();
        let (info, key) = begin(&mut connection, asked, now).map_err(|e| StoreError::database(&file, &e))?;
        let writer =
            Writer::new(connection, file.clone(), info.id.0).map_err(|e| StoreError::database(&file, &e))?;
        let (sink, serve) = SnapshotSink::new(writer, key, clock);
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(serve)
            .map_err(|e| StoreError::io("start the writer of", &file, &e))?;
        Ok(Snapshot { info, sink, thread: Some(thread), _lock: lock })
    }
}

fn begin(
    connection: &mut Connection,
    asked: &Asked,
    now: Timestamp,
) -> rusqlite::Result<(SnapshotInfo, DigestKey)> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let line = keep(
        &transaction,
        "INSERT INTO lines (scope) VALUES (?1) ON CONFLICT DO NOTHING",
        "SELECT id FROM lines WHERE scope = ?1",
        params![asked.scope],
    )?;
    let within = i64::try_from(asked.resume_within.as_micros()).unwrap_or(i64::MAX);
    // only the very last one: intervals of a later one may build on what an earlier one left
    let last: Option<i64> = transaction
        .query_row(
            "SELECT id FROM snapshots WHERE id = (SELECT max(id) FROM snapshots) AND finished IS NULL
               AND line = ?1 AND steth = ?2 AND catalog = ?3 AND started >= ?4 AND started <= ?5",
            params![
                line,
                asked.steth,
                asked.catalog,
                now.as_microsecond().saturating_sub(within),
                now.as_microsecond()
            ],
            |row| row.get(0),
        )
        .optional()?;
    let id = match last {
        Some(id) => id,
        None => transaction
            .prepare("INSERT INTO snapshots (line, started, steth, catalog) VALUES (?1, ?2, ?3, ?4)")?
            .insert(params![line, now.as_microsecond(), asked.steth, asked.catalog])?,
    };
    let info =
        transaction.query_row(&format!("SELECT {COLUMNS} WHERE s.id = ?1"), [id], SnapshotInfo::of_row)?;
    let key = DigestKey::of(&transaction)?;
    transaction.commit()?;
    Ok((info, key))
}

impl Snapshot {
    /// What is known of it.
    pub const fn info(&self) -> &SnapshotInfo {
        &self.info
    }

    /// Where its pages go.
    pub fn sink(&self) -> Arc<SnapshotSink> {
        Arc::new(self.sink.clone())
    }

    /// Ends it: from now on it is the newest of its scope. Units that are open count as they stand.
    pub fn finish(mut self, ending: &Ending, now: Timestamp) -> Result<(), StoreError> {
        let ledger = rows(&ending.ledger);
        let troubles = ending.troubles.clone();
        self.sink.run(true, move |writer| writer.finish(&ledger, &troubles, now))?;
        self.join();
        Ok(())
    }

    /// Leaves it unfinished, with all that was handed in on disk, to go on with it later.
    pub fn suspend(mut self, ledger: &Ledger) -> Result<(), StoreError> {
        let ledger = rows(ledger);
        self.sink.run(true, move |writer| Ok(note_ledger(&writer.connection, writer.snapshot, &ledger)?))?;
        self.join();
        Ok(())
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // a writer that panicked has told nobody that its work was kept
            let _ = thread.join();
        }
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        // what was handed in is kept, and nothing is written once the lock is given up; the sink may live on elsewhere
        if self.thread.is_some() {
            let _ = self.sink.run(true, |_| Ok(()));
            self.join();
        }
    }
}

fn rows(ledger: &Ledger) -> Vec<(Arc<str>, LedgerRow)> {
    ledger.rows().into_iter().collect()
}

/// Reads the ledger of a snapshot.
pub(super) fn ledger(
    connection: &Connection,
    snapshot: i64,
) -> rusqlite::Result<BTreeMap<Arc<str>, LedgerRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT api, calls, pages, items, denied, throttled, failed FROM ledger WHERE snapshot = ?1",
    )?;
    let rows = statement.query_map([snapshot], |row| {
        let count = |i: usize| row.get::<_, i64>(i).map(i64::unsigned_abs);
        let api: String = row.get(0)?;
        let counts = LedgerRow {
            calls: count(1)?,
            pages: count(2)?,
            items: count(3)?,
            denied: count(4)?,
            throttled: count(5)?,
            failed: count(6)?,
        };
        Ok((api.into(), counts))
    })?;
    rows.collect()
}
