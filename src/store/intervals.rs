//! When a resource was first and last seen, and when it changed.

use jiff::Timestamp;
use rusqlite::OptionalExtension;

use super::runs::{self, unreadable};
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
            let mut until =
                connection.prepare_cached("SELECT until FROM closed WHERE kind = 0 AND row = ?1")?;
            let mut started = connection.prepare_cached("SELECT started FROM snapshots WHERE id = ?1")?;
            let mut started = |id: i64| started.query_row([id], |row| row.get(0)).map(time);
            let mut forms: Vec<(i64, Option<i64>)> = Vec::new();
            let mut statement = connection
                .prepare_cached("SELECT start, first, heads FROM runs WHERE kind = 0 ORDER BY id")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut found = Vec::new();
                runs::resources(row.get(0)?, row.get_ref(2)?.as_blob()?, |head| {
                    if head.word == word {
                        found.push(head.row);
                    }
                })
                .ok_or_else(unreadable)?;
                for form in found {
                    let end: Option<i64> = until.query_row([form], |row| row.get(0)).optional()?;
                    let first: i64 = row.get(1)?;
                    // one that was said again otherwise in the same pull was never a form
                    if end != Some(first) {
                        forms.push((first, end));
                    }
                }
            }
            forms.sort_by_key(|(first, _)| *first);
            let mut seen: Option<Seen> = None;
            for (first, end) in forms {
                let (start, end) = (started(first)?, end.map(&mut started).transpose()?);
                seen = Some(match seen {
                    Some(before) => Seen { changed: start, gone: end, forms: before.forms + 1, ..before },
                    None => Seen { first: start, changed: start, gone: end, forms: 1 },
                });
            }
            Ok(seen)
        })
    }
}
