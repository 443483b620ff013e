//! The writer: pages become rows, rows become intervals. One transaction holds a page and its token.

use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::UnitState;
use super::encode::{Rows, SeenRows};
use super::known::{Known, unit_id};
use super::page::{Held, HeldVerdict, Put, Reading, Seen, close, seen_rows};
use super::runs::{self, ResourceHead, RowKind, Run, next_row, unreadable};
use super::words::KeepError;
use crate::native::Provider;
use crate::source::live::{LedgerRow, Resume, Trouble, Unit, UnitEnd};
use crate::table::{HashMap, HashSet};

/// Writes one snapshot.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) file: PathBuf,
    pub(super) snapshot: i64,
    known: Known,
    readings: HashMap<Unit, Reading>,
    /// Numbers of the rows that come next: resources, verdicts.
    next: [i64; 2],
}

impl Writer {
    pub(super) fn new(connection: Connection, file: PathBuf, snapshot: i64) -> rusqlite::Result<Self> {
        let next = [next_row(&connection, RowKind::Resource)?, next_row(&connection, RowKind::Verdict)?];
        Ok(Self { connection, file, snapshot, known: Known::default(), readings: HashMap::default(), next })
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
        let mut put = Put {
            connection: &self.connection,
            snapshot: self.snapshot,
            known: &mut self.known,
            reading,
            resources: Run::new(RowKind::Resource, self.next[0]),
            verdicts: Run::new(RowKind::Verdict, self.next[1]),
        };
        let mut seen = SeenRows::default();
        for row in &rows.resources {
            seen.resources.push(put.resource(row)?);
        }
        for row in &rows.verdicts {
            seen.verdicts.push(put.verdict(row)?);
        }
        let Put { resources, verdicts, reading, .. } = put;
        for (run, next) in [resources, verdicts].iter().zip(&mut self.next) {
            run.keep(&self.connection, reading.unit, self.snapshot)?;
            *next = run.next();
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
        let gone = |kind: RowKind, row: i64| close(&self.connection, kind, row, reading.unit, self.snapshot);
        for held in reading.resources.values().filter(|held| !held.seen) {
            gone(RowKind::Resource, held.row)?;
        }
        for held in reading.verdicts.values().filter(|held| !held.seen) {
            gone(RowKind::Verdict, held.row)?;
        }
        Ok(())
    }

    /// Takes back what this snapshot wrote of a unit.
    fn take_back(&self, unit: i64) -> rusqlite::Result<()> {
        let both = [unit, self.snapshot];
        for step in [
            "DELETE FROM runs WHERE unit = ?1 AND first = ?2",
            "DELETE FROM closed WHERE unit = ?1 AND until = ?2",
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
        let resources = &mut reading.resources;
        self.open_rows(unit, RowKind::Resource, |start, heads, closed| {
            runs::resources(start, heads, |head| {
                if !closed.contains(&head.row) {
                    let seen = seen.resources.contains_key(&head.row);
                    let ResourceHead { row, digest, recorded, .. } = head;
                    resources.insert(head.word, Held { row, digest, recorded, seen });
                }
            })
        })?;
        let verdicts = &mut reading.verdicts;
        self.open_rows(unit, RowKind::Verdict, |start, heads, closed| {
            runs::verdicts(start, heads, |head| {
                if !closed.contains(&head.row) {
                    let seen = seen.verdicts.contains_key(&head.row);
                    let held = HeldVerdict { row: head.row, evaluated: head.evaluated, seen };
                    verdicts.insert(head.digest, held);
                }
            })
        })?;
        Ok(reading)
    }

    /// Gives the runs of a unit with the rows of it that hold no more.
    fn open_rows(
        &self,
        unit: i64,
        kind: RowKind,
        mut each: impl FnMut(i64, &[u8], &HashSet<i64>) -> Option<()>,
    ) -> rusqlite::Result<()> {
        let both = [unit, kind.code()];
        let closed: HashSet<i64> = self
            .connection
            .prepare_cached("SELECT row FROM closed WHERE unit = ?1 AND kind = ?2")?
            .query_map(both, |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT start, heads FROM runs WHERE unit = ?1 AND kind = ?2 ORDER BY id")?;
        let mut rows = statement.query(both)?;
        while let Some(row) = rows.next()? {
            each(row.get(0)?, row.get_ref(1)?.as_blob()?, &closed).ok_or_else(unreadable)?;
        }
        Ok(())
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
                // nothing of it was seen
                let reading = self.load(unit, 0)?;
                self.close_unseen(&reading)?;
            }
        }
        note_ledger(&self.connection, self.snapshot, ledger)?;
        self.connection.execute(
            "UPDATE snapshots SET finished = ?2, troubles = ?3,
               resources = (SELECT coalesce(sum(count), 0) FROM runs WHERE kind = 0
                            AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1))
                         - (SELECT count(*) FROM closed WHERE kind = 0
                            AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1)),
               verdicts = (SELECT coalesce(sum(count), 0) FROM runs WHERE kind = 1
                           AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1))
                        - (SELECT count(*) FROM closed WHERE kind = 1
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
