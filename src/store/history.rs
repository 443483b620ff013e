//! The list of snapshots, and finding one by what a person types.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rusqlite::params;

use super::error::{StoreError, StoreErrorKind};
use super::rollup::{self, Rollup};
use super::snapshot::COLUMNS;
use super::{SnapshotId, SnapshotInfo, Store, UnitState};

/// A snapshot in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    /// What is known of it.
    pub info: SnapshotInfo,
    /// Its units: read to the end, read in part, failed, not come to, open.
    pub units: UnitCounts,
    /// Its picture; nothing where it was not assessed.
    pub rollup: Option<Rollup>,
}

/// Units by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct UnitCounts {
    /// Read to the end.
    pub complete: u32,
    /// Read as far as the service can tell.
    pub partial: u32,
    /// Stopped.
    pub failed: u32,
    /// Never come to.
    pub not_read: u32,
    /// Begun and not ended.
    pub open: u32,
}

impl UnitCounts {
    /// All of them.
    pub const fn total(&self) -> u32 {
        self.complete + self.partial + self.failed + self.not_read + self.open
    }
}

impl Store {
    /// Every snapshot, the newest first.
    pub fn history(&self) -> Result<Vec<HistoryEntry>, StoreError> {
        self.with(|connection| {
            let mut statement =
                connection.prepare(&format!("SELECT {COLUMNS} WHERE s.forgotten = 0 ORDER BY s.id DESC"))?;
            let infos: Vec<SnapshotInfo> =
                statement.query_map([], SnapshotInfo::of_row)?.collect::<Result<_, _>>()?;
            let mut counts = connection
                .prepare("SELECT state, count(*) FROM readings WHERE snapshot = ?1 GROUP BY state")?;
            let mut entries = Vec::with_capacity(infos.len());
            for info in infos {
                let mut units = UnitCounts::default();
                let mut rows = counts.query(params![info.id.0])?;
                while let Some(row) = rows.next()? {
                    let count = row.get(1)?;
                    match UnitState::of_code(row.get(0)?) {
                        UnitState::Complete => units.complete = count,
                        UnitState::Partial => units.partial = count,
                        UnitState::Failed => units.failed = count,
                        UnitState::NotRead => units.not_read = count,
                        UnitState::Open => units.open = count,
                    }
                }
                let rollup = rollup::read(connection, info.id.0)?;
                entries.push(HistoryEntry { info, units, rollup });
            }
            Ok(entries)
        })
    }

    /// The snapshot that a person means: its number, `latest`, `previous` (the one before), a date (the last one begun
    /// on or before it, in UTC), or a time. Words and dates mean finished snapshots of one scope: the given one, else
    /// that of the newest finished snapshot.
    pub fn resolve(&self, word: &str, scope: Option<&str>) -> Result<SnapshotId, StoreError> {
        let finished = self.finished(scope)?;
        let nth = |n: usize| finished.get(n).map(|(id, _)| *id);
        if let Ok(id) = word.parse::<i64>() {
            let there = self.with(|connection| {
                connection.query_row(
                    "SELECT count(*) FROM snapshots WHERE id = ?1 AND forgotten = 0",
                    [id],
                    |row| row.get::<_, i64>(0),
                )
            })?;
            return if there > 0 {
                Ok(SnapshotId(id))
            } else {
                Err(StoreError::missing(format!("there is no snapshot {id}"))
                    .hint("steth history lists them"))
            };
        }
        let found = match word {
            "latest" => nth(0),
            "previous" => nth(1),
            _ => {
                let until = moment(word).ok_or_else(|| {
                    StoreError::new(StoreErrorKind::Missing, format!("{word:?} means no snapshot")).hint(
                        "give a number from steth history, latest, previous, or a date such as 2026-11-21",
                    )
                })?;
                finished.iter().find(|(_, started)| *started < until).map(|(id, _)| *id)
            }
        };
        found.ok_or_else(|| {
            let what = match word {
                "latest" => "no pull has finished yet".to_owned(),
                "previous" => "there is no earlier finished pull to compare with".to_owned(),
                date => format!("no pull had finished by {date}"),
            };
            StoreError::missing(what).hint("steth pull makes one, steth history lists them")
        })
    }

    /// Finished snapshots of a scope with their beginning, the newest first.
    fn finished(&self, scope: Option<&str>) -> Result<Vec<(SnapshotId, Timestamp)>, StoreError> {
        self.with(|connection| {
            let mut statement = connection.prepare(
                "SELECT s.id, s.started FROM snapshots s JOIN lines l ON l.id = s.line
                 WHERE s.finished IS NOT NULL AND s.forgotten = 0 AND l.scope = coalesce(?1,
                   (SELECT n.scope FROM lines n JOIN snapshots m ON m.line = n.id
                    WHERE m.finished IS NOT NULL AND m.forgotten = 0 ORDER BY m.id DESC LIMIT 1))
                 ORDER BY s.id DESC",
            )?;
            let rows = statement.query_map([scope], |row| {
                Ok((SnapshotId(row.get(0)?), super::snapshot::time(row.get(1)?)))
            })?;
            rows.collect()
        })
    }
}

/// The first moment after what is typed: the end of a day, or just after a time.
fn moment(word: &str) -> Option<Timestamp> {
    if let Ok(time) = word.parse::<Timestamp>() {
        return time.checked_add(1.microsecond()).ok();
    }
    let day: Date = word.parse().ok()?;
    Some(day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
