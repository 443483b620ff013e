//! Since when a check fails on a resource, told by the intervals of its findings.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::params;

use super::findings::of_bytes;
use super::snapshot::time;
use super::words::DigestKey;
use super::{Store, StoreError};
use crate::posture::Standing;

impl Store {
    /// The checks that fail on a resource as last assessed in a scope, each with the beginning of the first pull of the
    /// unbroken run that found it so.
    pub fn failing_since(&self, scope: &str, resource: &str) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.with(|connection| {
            let word = DigestKey::of(connection)?.digest(resource.as_bytes());
            let mut statement = connection.prepare_cached(
                "SELECT f.scope, f.standings, f.first, f.until, s.started
                 FROM findings f JOIN lines l ON l.id = f.line JOIN snapshots s ON s.id = f.first
                 WHERE l.scope = ?1 AND f.resource = ?2 ORDER BY f.first, f.id",
            )?;
            let mut rows = statement.query(params![scope, word])?;
            // by place and check: when the run began, and where it ends
            let mut runs: HashMap<(i64, i64), (Timestamp, Option<i64>)> = HashMap::new();
            while let Some(row) = rows.next()? {
                let place: i64 = row.get(0)?;
                let bytes: Vec<u8> = row.get(1)?;
                let (first, until): (i64, Option<i64>) = (row.get(2)?, row.get(3)?);
                let started = time(row.get(4)?);
                for (check, standing) in of_bytes(&bytes).unwrap_or_default() {
                    let run = (place, check);
                    if standing != Standing::Fail {
                        runs.remove(&run);
                        continue;
                    }
                    let before =
                        runs.get(&run).filter(|(_, end)| *end == Some(first)).map(|(start, _)| *start);
                    runs.insert(run, (before.unwrap_or(started), until));
                }
            }
            let mut names = connection.prepare_cached("SELECT name FROM checks WHERE id = ?1")?;
            let mut found: Vec<(String, Timestamp)> = Vec::new();
            for ((_, check), (start, until)) in runs {
                if until.is_none() {
                    found.push((names.query_row([check], |row| row.get(0))?, start));
                }
            }
            found.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
            Ok(found)
        })
    }
}
