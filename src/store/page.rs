//! A page on its way into the tables: what is as it was stays, what changed begins a new interval.

use rusqlite::Connection;

use super::encode::{ResourceRow, SeenRows, SeenTime, VerdictRow};
use super::known::Known;
use super::runs::{RowKind, Run, unreadable};
use super::words::KeepError;
use crate::table::HashMap;

/// A resource that holds, of a unit that is being read.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) row: i64,
    pub(super) digest: i64,
    pub(super) recorded: Option<i64>,
    pub(super) seen: bool,
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
        let page = SeenRows::of_bytes(row.get_ref(0)?.as_blob()?).ok_or_else(unreadable)?;
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
    /// What is new in the page.
    pub(super) resources: Run,
    pub(super) verdicts: Run,
}

impl Put<'_> {
    pub(super) fn resource(&mut self, row: &ResourceRow) -> Result<(i64, SeenTime), KeepError> {
        if let Some(held) = self.reading.resources.get_mut(&row.word.id) {
            held.seen = true;
            if held.digest == row.digest {
                return Ok((held.row, SeenTime::of(held.recorded, row.recorded)));
            }
            // also of a second time in one snapshot: the last word counts, and the one before it held in no snapshot
            close(self.connection, RowKind::Resource, held.row, self.reading.unit, self.snapshot)?;
        }
        let place = self.known.place(self.connection, &row.place)?;
        let id = self.resources.resource(row, place);
        let held = Held { row: id, digest: row.digest, recorded: row.recorded, seen: true };
        self.reading.resources.insert(row.word.id, held);
        Ok((id, SeenTime::AsKept))
    }

    pub(super) fn verdict(&mut self, row: &VerdictRow) -> Result<(i64, SeenTime), KeepError> {
        if let Some(held) = self.reading.verdicts.get_mut(&row.digest) {
            held.seen = true;
            return Ok((held.row, SeenTime::of(held.evaluated, row.evaluated)));
        }
        let rule = self.known.rule(self.connection, &row.rule)?;
        let remark = self.known.remarks.keep(self.connection, &row.remark)?;
        let place = self.known.place(self.connection, &row.place)?;
        let id = self.verdicts.verdict(row, rule, place, remark);
        let held = HeldVerdict { row: id, evaluated: row.evaluated, seen: true };
        self.reading.verdicts.insert(row.digest, held);
        Ok((id, SeenTime::AsKept))
    }
}

/// Ends the interval of a row.
pub(super) fn close(
    connection: &Connection,
    kind: RowKind,
    row: i64,
    unit: i64,
    until: i64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO closed (kind, row, unit, until) VALUES (?1, ?2, ?3, ?4)")?
        .execute([kind.code(), row, unit, until])?;
    Ok(())
}
