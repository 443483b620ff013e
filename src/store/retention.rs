//! Gives room back: the oldest snapshots go, the newest of each scope never.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::error::StoreError;
use super::guard::WriteLock;
use super::runs::{self, RowKind, Run, unreadable};
use super::{SnapshotId, Store, UnitState, connect};
use crate::table::HashSet;

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
    forget_rows(&transaction)?;
    // an interval that no snapshot lies in can be asked for by nobody
    transaction.execute(
        "DELETE FROM findings WHERE until IS NOT NULL AND NOT EXISTS
           (SELECT 1 FROM snapshots s WHERE s.forgotten = 0 AND s.id >= first AND s.id < until)",
        [],
    )?;
    transaction.execute("DELETE FROM words WHERE id NOT IN (SELECT resource FROM findings)", [])?;
    transaction.commit()
}

/// A run that may lose rows.
struct Kept {
    id: i64,
    kind: i64,
    start: i64,
    count: i64,
    unit: i64,
    first: i64,
}

/// Drops rows that can be asked for by nobody: those of units that no snapshot has, and those whose interval no
/// snapshot lies in. A run that is left with some of its rows keeps what tells them, and the configurations of the rest.
fn forget_rows(connection: &Connection) -> rusqlite::Result<()> {
    let numbers = |sql: &str| -> rusqlite::Result<Vec<i64>> {
        connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    let snapshots = numbers("SELECT id FROM snapshots WHERE forgotten = 0 ORDER BY id")?;
    let units: HashSet<i64> = numbers(
        "SELECT DISTINCT r.unit FROM readings r JOIN snapshots s ON s.id = r.snapshot WHERE s.forgotten = 0",
    )?
    .into_iter()
    .collect();
    let runs: Vec<Kept> = connection
        .prepare("SELECT id, kind, start, count, unit, first FROM runs ORDER BY id")?
        .query_map([], |row| {
            Ok(Kept {
                id: row.get(0)?,
                kind: row.get(1)?,
                start: row.get(2)?,
                count: row.get(3)?,
                unit: row.get(4)?,
                first: row.get(5)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let mut closed = connection
        .prepare("SELECT row, until FROM closed WHERE kind = ?1 AND row >= ?2 AND row < ?3 ORDER BY row")?;
    let mut delete = connection.prepare("DELETE FROM runs WHERE id = ?1")?;
    let mut reopen = connection.prepare("DELETE FROM closed WHERE kind = ?1 AND row >= ?2 AND row < ?3")?;
    for run in runs {
        let range = [run.kind, run.start, run.start + run.count];
        let nobody = |until: i64| {
            let next = snapshots.partition_point(|s| *s < run.first);
            snapshots.get(next).is_none_or(|s| *s >= until)
        };
        let dead: Vec<i64> = closed
            .query_map(range, |row| Ok((row.get(0)?, row.get(1)?)))?
            .filter(|row| row.as_ref().map_or(true, |(_, until)| nobody(*until)))
            .map(|row| row.map(|(row, _): (i64, i64)| row))
            .collect::<Result<_, _>>()?;
        if !units.contains(&run.unit) || i64::try_from(dead.len()) == Ok(run.count) {
            delete.execute([run.id])?;
            reopen.execute(range)?;
        } else if run.kind == RowKind::Resource.code() && !dead.is_empty() {
            empty(connection, &run, &dead.into_iter().collect())?;
        }
    }
    let mut remarks: HashSet<i64> = HashSet::default();
    let mut statement = connection.prepare("SELECT start, heads FROM runs WHERE kind = 1")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        runs::verdicts(row.get(0)?, row.get_ref(1)?.as_blob()?, |head| {
            remarks.insert(head.remark);
        })
        .ok_or_else(unreadable)?;
    }
    let mut delete = connection.prepare("DELETE FROM remarks WHERE id = ?1")?;
    for id in numbers("SELECT id FROM remarks")?.into_iter().filter(|id| !remarks.contains(id)) {
        delete.execute([id])?;
    }
    Ok(())
}

/// Takes the configurations of dead rows out of a run.
fn empty(connection: &Connection, run: &Kept, dead: &HashSet<i64>) -> rusqlite::Result<()> {
    let (heads, bodies): (Vec<u8>, Vec<u8>) = connection
        .prepare_cached("SELECT heads, bodies FROM runs WHERE id = ?1")?
        .query_row([run.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut rest = bodies.as_slice();
    let mut packed = Run::new(RowKind::Resource, run.start);
    let mut whole = true;
    runs::resources(run.start, &heads, |head| {
        let (own, after) = rest.split_at_checked(head.body).unwrap_or_else(|| {
            whole = false;
            (&[], &[])
        });
        rest = after;
        let own = if dead.contains(&head.row) { &[][..] } else { own };
        packed.resource_parts(head.word, head.digest, head.place, head.recorded, [head.id, head.name], own);
    })
    .filter(|()| whole)
    .ok_or_else(unreadable)?;
    if packed.bodies().len() < bodies.len() {
        connection
            .prepare_cached("UPDATE runs SET heads = ?2, bodies = ?3 WHERE id = ?1")?
            .execute(params![run.id, packed.heads(), packed.bodies()])?;
    }
    Ok(())
}
