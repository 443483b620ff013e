//! The writer: pages become rows, rows become intervals. One transaction holds a page and its token.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::UnitState;
use super::encode::{Rows, SeenRows};
use super::known::{Known, unit_id};
use super::page::{Held, HeldVerdict, Put, Reading, Seen, seen_rows};
use super::words::KeepError;
use crate::native::Provider;
use crate::source::live::{LedgerRow, Resume, Trouble, Unit, UnitEnd};

/// Writes one snapshot.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) file: PathBuf,
    pub(super) snapshot: i64,
    known: Known,
    readings: HashMap<Unit, Reading>,
}

impl Writer {
    pub(super) fn new(connection: Connection, file: PathBuf, snapshot: i64) -> Self {
        Self { connection, file, snapshot, known: Known::default(), readings: HashMap::new() }
    }

    /// Begins a unit or goes on with it.
    pub(super) fn begin(&mut self, unit: &Unit) -> Result<Resume, KeepError> {
        let id = unit_id(&self.connection, unit)?;
        let kept: Option<(i64, Option<String>, i64)> = self
            .connection
            .prepare_cached("SELECT state, token, pages FROM readings WHERE snapshot = ?1 AND unit = ?2")?
            .query_row(params![self.snapshot, id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let (resume, pages) =
            match kept.map(|(state, token, pages)| (UnitState::of_code(state), token, pages)) {
                Some((UnitState::Complete | UnitState::Partial, ..)) => return Ok(Resume::Done),
                Some((_, Some(token), pages)) => (Resume::From(token), pages),
                Some((_, None, _)) => {
                    self.take_back(id)?;
                    (Resume::Fresh, 0)
                }
                None => (Resume::Fresh, 0),
            };
        self.connection
            .prepare_cached(
                "INSERT INTO readings (snapshot, unit, state) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET state = excluded.state, troubles = '[]', ended = NULL",
            )?
            .execute(params![self.snapshot, id, UnitState::Open.code()])?;
        let reading = self.load(id, pages)?;
        self.readings.insert(unit.clone(), reading);
        Ok(resume)
    }

    /// Keeps a page and the token of the next one.
    pub(super) fn put(&mut self, unit: &Unit, rows: &Rows, next: Option<&str>) -> Result<(), KeepError> {
        let reading = self.readings.get_mut(unit).ok_or(KeepError::NotBegun)?;
        let mut put =
            Put { connection: &self.connection, snapshot: self.snapshot, known: &mut self.known, reading };
        let mut seen = SeenRows::default();
        for row in &rows.resources {
            seen.resources.push(put.resource(row)?);
        }
        for row in &rows.verdicts {
            seen.verdicts.push(put.verdict(row)?);
        }
        reading.pages += 1;
        if !seen.resources.is_empty() || !seen.verdicts.is_empty() {
            self.connection
                .prepare_cached("INSERT INTO pages (unit, snapshot, page, seen) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![reading.unit, self.snapshot, reading.pages, seen.to_bytes()])?;
        }
        self.connection
            .prepare_cached("UPDATE readings SET token = ?3, pages = ?4 WHERE snapshot = ?1 AND unit = ?2")?
            .execute(params![self.snapshot, reading.unit, next, reading.pages])?;
        Ok(())
    }

    /// Begins a unit again.
    pub(super) fn restart(&mut self, unit: &Unit) -> Result<(), KeepError> {
        let id = self.readings.get(unit).ok_or(KeepError::NotBegun)?.unit;
        self.take_back(id)?;
        let reading = self.load(id, 0)?;
        self.readings.insert(unit.clone(), reading);
        Ok(())
    }

    /// Ends a unit. What a unit that was read to its end did not show is gone.
    pub(super) fn end(&mut self, unit: &Unit, end: &UnitEnd, at: Timestamp) -> Result<(), KeepError> {
        let reading = self.readings.remove(unit).ok_or(KeepError::NotBegun)?;
        let (state, troubles) = match end {
            UnitEnd::Complete => (UnitState::Complete, &[][..]),
            UnitEnd::Partial(troubles) => (UnitState::Partial, &troubles[..]),
            UnitEnd::Failed(trouble) => (UnitState::Failed, std::slice::from_ref(trouble)),
        };
        if state == UnitState::Complete {
            self.close_unseen(&reading)?;
            // what an earlier whole reading showed is told by the intervals
            self.connection
                .prepare_cached(
                    "DELETE FROM pages WHERE unit = ?1 AND snapshot < ?2 AND snapshot IN
                       (SELECT snapshot FROM readings WHERE unit = ?1 AND state = ?3)",
                )?
                .execute(params![reading.unit, self.snapshot, UnitState::Complete.code()])?;
        }
        self.connection
            .prepare_cached(
                "UPDATE readings SET state = ?3, troubles = ?4, ended = ?5,
                   token = CASE WHEN ?3 = ?6 THEN token END WHERE snapshot = ?1 AND unit = ?2",
            )?
            .execute(params![
                self.snapshot,
                reading.unit,
                state.code(),
                serde_json::to_string(troubles)?,
                at.as_microsecond(),
                UnitState::Failed.code(),
            ])?;
        Ok(())
    }

    fn close_unseen(&self, reading: &Reading) -> rusqlite::Result<()> {
        let mut close = self.connection.prepare_cached("UPDATE resources SET until = ?2 WHERE id = ?1")?;
        for held in reading.resources.values().filter(|held| !held.seen) {
            close.execute([held.row, self.snapshot])?;
        }
        let mut close = self.connection.prepare_cached("UPDATE verdicts SET until = ?2 WHERE id = ?1")?;
        for held in reading.verdicts.values().filter(|held| !held.seen) {
            close.execute([held.row, self.snapshot])?;
        }
        Ok(())
    }

    /// Takes back what this snapshot wrote of a unit.
    fn take_back(&self, unit: i64) -> rusqlite::Result<()> {
        let both = [unit, self.snapshot];
        for step in [
            "DELETE FROM bodies WHERE id IN (SELECT id FROM resources WHERE unit = ?1 AND first = ?2)",
            "DELETE FROM resources WHERE unit = ?1 AND first = ?2",
            "DELETE FROM verdicts WHERE unit = ?1 AND first = ?2",
            "UPDATE resources SET until = NULL WHERE unit = ?1 AND until = ?2",
            "UPDATE verdicts SET until = NULL WHERE unit = ?1 AND until = ?2",
            "DELETE FROM pages WHERE unit = ?1 AND snapshot = ?2",
            "UPDATE readings SET token = NULL, pages = 0 WHERE unit = ?1 AND snapshot = ?2",
        ] {
            self.connection.prepare_cached(step)?.execute(both)?;
        }
        Ok(())
    }

    /// What holds of a unit, and what of it this snapshot has seen.
    fn load(&self, unit: i64, pages: i64) -> rusqlite::Result<Reading> {
        let mut reading = Reading { unit, pages, ..Reading::default() };
        let seen =
            if pages > 0 { seen_rows(&self.connection, self.snapshot, unit)? } else { Seen::default() };
        let mut statement = self.connection.prepare_cached(
            "SELECT id, resource, digest, recorded, first FROM resources WHERE unit = ?1 AND until IS NULL",
        )?;
        let mut rows = statement.query([unit])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            let held = Held {
                row: id,
                digest: row.get(2)?,
                recorded: row.get(3)?,
                seen: seen.resources.contains_key(&id),
                new: row.get::<_, i64>(4)? == self.snapshot,
            };
            reading.resources.insert(row.get(1)?, held);
        }
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, digest, evaluated FROM verdicts WHERE unit = ?1 AND until IS NULL")?;
        let mut rows = statement.query([unit])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            let held = HeldVerdict { row: id, evaluated: row.get(2)?, seen: seen.verdicts.contains_key(&id) };
            reading.verdicts.insert(row.get(1)?, held);
        }
        Ok(reading)
    }

    /// Ends the snapshot: units of the one before that this pull never came to are kept as not read where trouble with
    /// their cloud came first, and are gone otherwise.
    pub(super) fn finish(
        &mut self,
        ledger: &[(std::sync::Arc<str>, LedgerRow)],
        troubles: &[(Provider, Trouble)],
        at: Timestamp,
    ) -> Result<(), KeepError> {
        let mut missed = self.connection.prepare(
            "SELECT u.id, u.provider FROM units u JOIN readings r ON r.unit = u.id
             WHERE r.snapshot = (SELECT max(id) FROM snapshots WHERE id < ?1 AND finished IS NOT NULL
                                 AND line = (SELECT line FROM snapshots WHERE id = ?1))
               AND NOT EXISTS (SELECT 1 FROM readings WHERE snapshot = ?1 AND unit = u.id)",
        )?;
        let missed: Vec<(i64, String)> = missed
            .query_map([self.snapshot], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        for (unit, provider) in missed {
            if troubles.iter().any(|(of, _)| of.id() == provider) {
                self.connection.execute(
                    "INSERT INTO readings (snapshot, unit, state) VALUES (?1, ?2, ?3)",
                    params![self.snapshot, unit, UnitState::NotRead.code()],
                )?;
            } else {
                for table in ["resources", "verdicts"] {
                    self.connection.execute(
                        &format!("UPDATE {table} SET until = ?1 WHERE unit = ?2 AND until IS NULL"),
                        [self.snapshot, unit],
                    )?;
                }
            }
        }
        note_ledger(&self.connection, self.snapshot, ledger)?;
        self.connection.execute(
            "UPDATE snapshots SET finished = ?2, troubles = ?3,
               resources = (SELECT count(*) FROM resources WHERE until IS NULL
                            AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1)),
               verdicts = (SELECT count(*) FROM verdicts WHERE until IS NULL
                           AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1))
             WHERE id = ?1",
            params![self.snapshot, at.as_microsecond(), serde_json::to_string(troubles)?],
        )?;
        Ok(())
    }
}

/// Adds counts to those that are kept: a pull that was stopped and went on has made both.
pub(super) fn note_ledger(
    connection: &Connection,
    snapshot: i64,
    ledger: &[(std::sync::Arc<str>, LedgerRow)],
) -> rusqlite::Result<()> {
    let mut note = connection.prepare_cached(
        "INSERT INTO ledger VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET
           calls = calls + excluded.calls, pages = pages + excluded.pages, items = items + excluded.items,
           denied = denied + excluded.denied, throttled = throttled + excluded.throttled,
           failed = failed + excluded.failed",
    )?;
    for (api, row) in ledger {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        note.execute(params![
            snapshot,
            &**api,
            count(row.calls),
            count(row.pages),
            count(row.items),
            count(row.denied),
            count(row.throttled),
            count(row.failed)
        ])?;
    }
    Ok(())
}
