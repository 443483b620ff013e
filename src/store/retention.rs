//! Gives room back: the oldest snapshots go, the newest of each scope never.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::error::StoreError;
use super::guard::WriteLock;
use super::{SnapshotId, Store, UnitState, connect};

/// How much history is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// Snapshots older than this go.
    pub older_than: Option<Duration>,
    /// While the store holds more bytes than this, the oldest snapshot goes.
    pub most_bytes: Option<u64>,
}

impl Store {
    /// Forgets snapshots until what is kept is within the bounds, or only the newest finished one of each scope (and one
    /// that may still go on) is left. Gives those that were forgotten.
    pub fn retain(&self, keep: Retention, now: Timestamp) -> Result<Vec<SnapshotId>, StoreError> {
        let _lock = WriteLock::take(&self.directory, "forgetting old snapshots")?;
        let mut connection = connect::writer(&self.directory)?;
        retain(&mut connection, keep, now).map_err(|e| StoreError::database(&self.file(), &e))
    }
}

fn retain(connection: &mut Connection, keep: Retention, now: Timestamp) -> rusqlite::Result<Vec<SnapshotId>> {
    let mut forgotten = Vec::new();
    for (id, started) in candidates(connection)? {
        let age = u64::try_from(now.duration_since(started).as_secs()).unwrap_or(0);
        let old = keep.older_than.is_some_and(|most| age > most.as_secs());
        let large = match keep.most_bytes {
            Some(most) => connect::used(connection)? > most,
            None => false,
        };
        // the rest are younger, and fit
        if !old && !large {
            break;
        }
        forget(connection, id)?;
        forgotten.push(SnapshotId(id));
    }
    if !forgotten.is_empty() {
        let mut statement = connection.prepare("PRAGMA incremental_vacuum")?;
        let mut freed = statement.query([])?;
        while freed.next()?.is_some() {}
        drop(freed);
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    Ok(forgotten)
}

/// Snapshots that may go, the oldest first.
fn candidates(connection: &Connection) -> rusqlite::Result<Vec<(i64, Timestamp)>> {
    let mut statement = connection.prepare(
        "SELECT id, started FROM snapshots WHERE forgotten = 0
           AND id NOT IN (SELECT max(id) FROM snapshots WHERE finished IS NOT NULL AND forgotten = 0 GROUP BY line)
           AND id <> (SELECT max(id) FROM snapshots) ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, super::snapshot::time(row.get(1)?))))?;
    rows.collect()
}

fn forget(connection: &mut Connection, id: i64) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("UPDATE snapshots SET forgotten = 1 WHERE id = ?1", [id])?;
    // when a unit was last read to its end must stay known: what is stale is from then
    transaction.execute(
        "DELETE FROM readings WHERE snapshot = ?1 AND NOT (state = ?2 AND NOT EXISTS
           (SELECT 1 FROM readings r WHERE r.unit = readings.unit AND r.state = ?2 AND r.snapshot > ?1))",
        params![id, UnitState::Complete.code()],
    )?;
    for table in ["pages", "ledger", "rollups"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE snapshot = ?1"), [id])?;
    }
    // an interval that no snapshot lies in can be asked for by nobody
    let unseen = "until IS NOT NULL AND NOT EXISTS
      (SELECT 1 FROM snapshots s WHERE s.forgotten = 0 AND s.id >= first AND s.id < until)";
    let of_nobody = "until IS NULL AND unit NOT IN
      (SELECT r.unit FROM readings r JOIN snapshots s ON s.id = r.snapshot WHERE s.forgotten = 0)";
    for gone in [unseen, of_nobody] {
        transaction.execute(
            &format!("DELETE FROM bodies WHERE id IN (SELECT id FROM resources WHERE {gone})"),
            [],
        )?;
        for table in ["resources", "verdicts"] {
            transaction.execute(&format!("DELETE FROM {table} WHERE {gone}"), [])?;
        }
    }
    transaction.execute(&format!("DELETE FROM findings WHERE {unseen}"), [])?;
    transaction.execute(
        "DELETE FROM words WHERE id NOT IN (SELECT resource FROM resources UNION SELECT resource FROM verdicts
           UNION SELECT remark FROM verdicts UNION SELECT resource FROM findings)",
        [],
    )?;
    transaction.commit()
}
