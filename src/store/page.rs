//! A page on its way into the tables: what is as it was stays, what changed begins a new interval.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::encode::{ResourceRow, SeenRows, SeenTime, VerdictRow, verdict_code};
use super::known::Known;
use super::words::KeepError;

/// A resource that holds, of a unit that is being read.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) row: i64,
    pub(super) digest: i64,
    pub(super) recorded: Option<i64>,
    pub(super) seen: bool,
    /// First seen in this very snapshot.
    pub(super) new: bool,
}

/// A verdict that holds, of a unit that is being read.
#[derive(Debug)]
pub(super) struct HeldVerdict {
    pub(super) row: i64,
    pub(super) evaluated: Option<i64>,
    pub(super) seen: bool,
}

/// A unit that is being read: what holds of it, by the resource's word and by the verdict's digest.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) unit: i64,
    pub(super) pages: i64,
    pub(super) resources: HashMap<i64, Held>,
    pub(super) verdicts: HashMap<i64, HeldVerdict>,
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
pub(super) struct Put<'a> {
    pub(super) connection: &'a Connection,
    pub(super) snapshot: i64,
    pub(super) known: &'a mut Known,
    pub(super) reading: &'a mut Reading,
}

impl Put<'_> {
    pub(super) fn resource(&mut self, row: &ResourceRow) -> Result<(i64, SeenTime), KeepError> {
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

    pub(super) fn verdict(&mut self, row: &VerdictRow) -> Result<(i64, SeenTime), KeepError> {
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
