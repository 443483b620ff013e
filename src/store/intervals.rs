//! When a resource was first and last seen, and when it changed.

use jiff::Timestamp;
use rusqlite::params;

use super::snapshot::time;
use super::words::DigestKey;
use super::{Store, StoreError};

/// The times of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When the pull began that saw it first.
    pub first: Timestamp,
    /// When the pull began that saw it in its present (or last) form first.
    pub changed: Timestamp,
    /// When the pull began that found it gone; nothing while it is there as far as is known.
    pub gone: Option<Timestamp>,
    /// Forms it has had.
    pub forms: u32,
}

impl Store {
    /// The times of a resource by its id; nothing for one that was never seen.
    pub fn seen(&self, resource: &str) -> Result<Option<Seen>, StoreError> {
        self.with(|connection| {
            let word = DigestKey::of(connection)?.digest(resource.as_bytes());
            let mut statement = connection.prepare_cached(
                "SELECT a.started, b.started FROM resources r JOIN snapshots a ON a.id = r.first
                 LEFT JOIN snapshots b ON b.id = r.until WHERE r.resource = ?1 ORDER BY r.first, r.id",
            )?;
            let mut rows = statement.query(params![word])?;
            let mut seen: Option<Seen> = None;
            while let Some(row) = rows.next()? {
                let (start, end) = (time(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(time));
                seen = Some(match seen {
                    Some(before) => Seen { changed: start, gone: end, forms: before.forms + 1, ..before },
                    None => Seen { first: start, changed: start, gone: end, forms: 1 },
                });
            }
            Ok(seen)
        })
    }
}
