//! The writer: pages become rows, rows become intervals. One transaction holds a page and its token.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::UnitState;
use super::encode::{PlaceKey, ResourceRow, Rows, RuleKey, SeenRows, SeenTime, VerdictRow, verdict_code};
use super::words::{KeepError, Words};
use crate::native::Provider;
use crate::source::live::{LedgerRow, Resume, Trouble, Unit, UnitEnd};

/// A resource that holds, of a unit that is being read.
#[derive(Debug)]
struct Held {
    row: i64,
    digest: i64,
    recorded: Option<i64>,
    seen: bool,
    /// First seen in this very snapshot.
    new: bool,
}

/// A verdict that holds, of a unit that is being read.
#[derive(Debug)]
struct HeldVerdict {
    row: i64,
    evaluated: Option<i64>,
    seen: bool,
}

/// A unit that is being read: what holds of it, by the resource's word and by the verdict's digest.
#[derive(Debug, Default)]
struct Reading {
    unit: i64,
    pages: i64,
    resources: HashMap<i64, Held>,
    verdicts: HashMap<i64, HeldVerdict>,
}

/// Writes one snapshot.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) file: PathBuf,
    pub(super) snapshot: i64,
    known: Known,
    readings: HashMap<Unit, Reading>,
}

/// What need not be looked up again.
#[derive(Debug, Default)]
struct Known {
    words: Words,
    places: HashMap<PlaceKey, i64>,
    rules: HashMap<RuleKey, i64>,
}

impl Known {
    fn place(&mut self, connection: &Connection, place: &PlaceKey) -> rusqlite::Result<i64> {
        if let Some(id) = self.places.get(place) {
            return Ok(*id);
        }
        let (provider, vendor_type, account, region) = place;
        let id = keep(
            connection,
            "INSERT INTO places (provider, vendor_type, account, region) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            "SELECT id FROM places WHERE provider = ?1 AND vendor_type = ?2 AND account = ?3 AND region = ?4",
            params![provider.id(), &**vendor_type, &**account, &**region],
        )?;
        self.places.insert(place.clone(), id);
        Ok(id)
    }

    fn rule(&mut self, connection: &Connection, rule: &RuleKey) -> rusqlite::Result<i64> {
        if let Some(id) = self.rules.get(rule) {
            return Ok(*id);
        }
        let (service, id, name) = rule;
        let id = keep(
            connection,
            "INSERT INTO rules (service, rule, rule_name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            "SELECT id FROM rules WHERE service = ?1 AND rule = ?2 AND rule_name = ?3",
            params![service.id(), &**id, &**name],
        )?;
        self.rules.insert(rule.clone(), id);
        Ok(id)
    }
}

/// Inserts a row of a small table where it is not there, and gives its id.
pub(super) fn keep(
    connection: &Connection,
    insert: &str,
    select: &str,
    parameters: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<i64> {
    connection.prepare_cached(insert)?.execute(parameters)?;
    connection.prepare_cached(select)?.query_row(parameters, |row| row.get(0))
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

fn unit_id(connection: &Connection, unit: &Unit) -> rusqlite::Result<i64> {
    keep(
        connection,
        "INSERT INTO units (provider, scope, region, part) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        "SELECT id FROM units WHERE provider = ?1 AND scope = ?2 AND region = ?3 AND part = ?4",
        params![unit.provider.id(), &*unit.scope, &*unit.region, &*unit.part],
    )
}

/// What the pages of a unit showed in a snapshot, by row.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) resources: HashMap<i64, SeenTime>,
    pub(super) verdicts: HashMap<i64, SeenTime>,
}

pub(super) fn seen_rows(connection: &Connection, snapshot: i64, unit: i64) -> rusqlite::Result<Seen> {
    let mut statement = connection
        .prepare_cached("SELECT seen FROM pages WHERE unit = ?1 AND snapshot = ?2 ORDER BY page")?;
    let mut rows = statement.query([unit, snapshot])?;
    let mut seen = Seen::default();
    while let Some(row) = rows.next()? {
        let page = SeenRows::of_bytes(row.get_ref(0)?.as_blob()?).ok_or_else(|| {
            rusqlite::Error::FromSqlConversionFailure(
                0,
                rusqlite::types::Type::Blob,
                "the rows of a page cannot be read".into(),
            )
        })?;
        seen.resources.extend(page.resources);
        seen.verdicts.extend(page.verdicts);
    }
    Ok(seen)
}

/// A page on its way into the tables.
struct Put<'a> {
    connection: &'a Connection,
    snapshot: i64,
    known: &'a mut Known,
    reading: &'a mut Reading,
}

impl Put<'_> {
    fn resource(&mut self, row: &ResourceRow) -> Result<(i64, SeenTime), KeepError> {
        if let Some(held) = self.reading.resources.get_mut(&row.word.id) {
            held.seen = true;
            if held.digest == row.digest {
                return Ok((held.row, SeenTime::of(held.recorded, row.recorded)));
            }
            if held.new {
                // a second time in one snapshot: the last word counts
                let place = self.known.place(self.connection, &row.place)?;
                self.connection
                    .prepare_cached(
                        "UPDATE resources SET place = ?2, name = ?3, recorded = ?4, digest = ?5 WHERE id = ?1",
                    )?
                    .execute(params![held.row, place, &*row.name, row.recorded, row.digest])?;
                self.connection
                    .prepare_cached("UPDATE bodies SET body = ?2 WHERE id = ?1")?
                    .execute(params![held.row, row.body])?;
                (held.digest, held.recorded) = (row.digest, row.recorded);
                return Ok((held.row, SeenTime::AsKept));
            }
            self.connection
                .prepare_cached("UPDATE resources SET until = ?2 WHERE id = ?1")?
                .execute([held.row, self.snapshot])?;
        }
        let word = self.known.words.keep(self.connection, &row.word)?;
        let place = self.known.place(self.connection, &row.place)?;
        let id = self
            .connection
            .prepare_cached(
                "INSERT INTO resources (unit, resource, place, name, recorded, digest, first)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .insert(params![
                self.reading.unit,
                word,
                place,
                &*row.name,
                row.recorded,
                row.digest,
                self.snapshot
            ])?;
        self.connection
            .prepare_cached("INSERT INTO bodies (id, body) VALUES (?1, ?2)")?
            .execute(params![id, row.body])?;
        let held = Held { row: id, digest: row.digest, recorded: row.recorded, seen: true, new: true };
        self.reading.resources.insert(word, held);
        Ok((id, SeenTime::AsKept))
    }

    fn verdict(&mut self, row: &VerdictRow) -> Result<(i64, SeenTime), KeepError> {
        if let Some(held) = self.reading.verdicts.get_mut(&row.digest) {
            held.seen = true;
            return Ok((held.row, SeenTime::of(held.evaluated, row.evaluated)));
        }
        let rule = self.known.rule(self.connection, &row.rule)?;
        let resource = self.known.words.keep(self.connection, &row.resource)?;
        let remark = self.known.words.keep(self.connection, &row.remark)?;
        let place = self.known.place(self.connection, &row.place)?;
        let id = self
            .connection
            .prepare_cached(
                "INSERT INTO verdicts
                   (unit, rule, resource, place, verdict, remark, exemption, evaluated, digest, first)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .insert(params![
                self.reading.unit,
                rule,
                resource,
                place,
                verdict_code(row.verdict),
                remark,
                row.exemption,
                row.evaluated,
                row.digest,
                self.snapshot
            ])?;
        let held = HeldVerdict { row: id, evaluated: row.evaluated, seen: true };
        self.reading.verdicts.insert(row.digest, held);
        Ok((id, SeenTime::AsKept))
    }
}
