//! Findings of a posture as intervals, one row for all findings of a resource.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};

use super::catalog::{catalog_digest, checks};
use super::encode::{put, take};
use super::error::{StoreError, StoreErrorKind};
use super::guard::WriteLock;
use super::known::keep;
use super::rollup::{Rollup, side};
use super::words::{DigestKey, KeepError, Table, Word, Words};
use super::{SnapshotId, Store, connect};
use crate::check::registry;
use crate::posture::{Posture, Standing};

/// A resource in a scope, by their rows.
pub(super) type Subject = (i64, i64);

/// How the findings of a resource stand, by the check's row, sorted.
pub(super) type Standings = Vec<(i64, Standing)>;

impl Store {
    /// Keeps the findings and the picture of a snapshot. Those of the newest assessed snapshot of a scope may be
    /// written again; earlier ones are history.
    pub fn put_posture(&self, id: SnapshotId, posture: &Posture) -> Result<(), StoreError> {
        let _lock = WriteLock::take(&self.directory, &format!("keeping the findings of snapshot {id}"))?;
        let mut connection = connect::writer(&self.directory)?;
        let file = self.file();
        let line = line(&connection, id.0)
            .map_err(|e| StoreError::database(&file, &e))?
            .ok_or_else(|| StoreError::missing(format!("there is no snapshot {id}")))?;
        write(&mut connection, &file, id.0, line, posture)
    }
}

fn line(connection: &Connection, snapshot: i64) -> rusqlite::Result<Option<i64>> {
    connection
        .query_row("SELECT line FROM snapshots WHERE id = ?1 AND forgotten = 0", [snapshot], |row| row.get(0))
        .optional()
}

fn write(
    connection: &mut Connection,
    file: &Path,
    snapshot: i64,
    line: i64,
    posture: &Posture,
) -> Result<(), StoreError> {
    let told = |e: rusqlite::Error| StoreError::database(file, &e);
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(told)?;
    let later: i64 = transaction
        .query_row(
            "SELECT count(*) FROM rollups r JOIN snapshots s ON s.id = r.snapshot WHERE s.line = ?1 AND s.id > ?2",
            [line, snapshot],
            |row| row.get(0),
        )
        .map_err(told)?;
    if later > 0 {
        return Err(StoreError::new(
            StoreErrorKind::Other,
            format!("the findings of snapshot {snapshot} are history: a later one was assessed"),
        ));
    }
    intervals(&transaction, snapshot, line, posture).map_err(|e| e.told(file))?;
    transaction.commit().map_err(told)
}

fn intervals(connection: &Connection, snapshot: i64, line: i64, posture: &Posture) -> Result<(), KeepError> {
    for step in [
        "DELETE FROM findings WHERE line = ?1 AND first = ?2",
        "UPDATE findings SET until = NULL WHERE line = ?1 AND until = ?2",
    ] {
        connection.execute(step, [line, snapshot])?;
    }
    let mut before = open(connection, line)?;
    let now = by_subject(connection, posture)?;
    let mut close = connection.prepare("UPDATE findings SET until = ?2 WHERE id = ?1")?;
    let mut insert = connection.prepare(
        "INSERT INTO findings (line, scope, resource, standings, first) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (subject, standings) in now {
        let bytes = to_bytes(&standings);
        match before.remove(&subject) {
            Some((_, kept)) if kept == bytes => continue,
            Some((row, _)) => {
                close.execute([row, snapshot])?;
            }
            None => {}
        }
        insert.execute(params![line, subject.0, subject.1, bytes, snapshot])?;
    }
    for (row, _) in before.into_values() {
        close.execute([row, snapshot])?;
    }
    connection.execute(
        "INSERT OR REPLACE INTO catalogs (digest, checks) VALUES (?1, ?2)",
        params![catalog_digest(), serde_json::to_string(checks())?],
    )?;
    connection.execute(
        "INSERT OR REPLACE INTO rollups (snapshot, catalog, body) VALUES (?1, ?2, ?3)",
        params![snapshot, catalog_digest(), serde_json::to_vec(&Rollup::of(posture))?],
    )?;
    Ok(())
}

fn open(connection: &Connection, line: i64) -> rusqlite::Result<HashMap<Subject, (i64, Vec<u8>)>> {
    let mut statement = connection
        .prepare("SELECT scope, resource, id, standings FROM findings WHERE line = ?1 AND until IS NULL")?;
    let rows =
        statement.query_map([line], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    rows.collect()
}

/// Findings grouped by what they are about.
fn by_subject(connection: &Connection, posture: &Posture) -> Result<HashMap<Subject, Standings>, KeepError> {
    let key = DigestKey::of(connection)?;
    let mut words = Words::of(Table::Words);
    let scopes: Vec<i64> = posture
        .scopes
        .iter()
        .map(|scope| {
            keep(
                connection,
                "INSERT INTO scopes (provider, side, account, region, environment) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
                "SELECT id FROM scopes WHERE provider = ?1 AND side = ?2 AND account = ?3 AND region = ?4
                   AND environment = ?5",
                params![scope.provider.id(), side(scope.side), &*scope.account, &*scope.region, &*scope.environment],
            )
        })
        .collect::<Result<_, _>>()?;
    let checks: Vec<i64> = registry()
        .checks()
        .map(|(_, check)| {
            keep(
                connection,
                "INSERT INTO checks (name) VALUES (?1) ON CONFLICT DO NOTHING",
                "SELECT id FROM checks WHERE name = ?1",
                params![check.id],
            )
        })
        .collect::<Result<_, _>>()?;
    let mut grouped: HashMap<Subject, Standings> = HashMap::new();
    let mut last = None;
    let mut subject = (0, 0);
    for (id, finding) in posture.findings() {
        // findings come by resource
        if last != Some(finding.resource) {
            last = Some(finding.resource);
            let address: &Arc<str> = &posture.resource(finding).address;
            let scope = scopes[posture.scope(finding).0 as usize];
            subject = (scope, words.keep(connection, &Word::new(&key, address))?);
        }
        grouped.entry(subject).or_default().push((checks[finding.check.index()], posture.standing(id)));
    }
    for standings in grouped.values_mut() {
        standings.sort_unstable();
    }
    Ok(grouped)
}

const fn code(standing: Standing) -> u64 {
    match standing {
        Standing::Fail => 0,
        Standing::Unknown => 1,
        Standing::Waived => 2,
        Standing::Pass => 3,
        Standing::NotApplicable => 4,
    }
}

/// What is not a code of ours is not known to hold.
fn of_code(code: u64) -> Standing {
    Standing::ALL.into_iter().find(|s| self::code(*s) == code).unwrap_or(Standing::Unknown)
}

fn to_bytes(standings: &Standings) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 * standings.len());
    let mut before = 0;
    for (check, standing) in standings {
        put((check - before).unsigned_abs() << 3 | code(*standing), &mut out);
        before = *check;
    }
    out
}

pub(super) fn of_bytes(mut bytes: &[u8]) -> Option<Standings> {
    let mut standings = Standings::new();
    let mut check = 0;
    while !bytes.is_empty() {
        let entry = take(&mut bytes)?;
        check += i64::try_from(entry >> 3).ok()?;
        standings.push((check, of_code(entry & 7)));
    }
    Some(standings)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn standings_come_back(list in prop::collection::vec((1i64..100_000, 0u64..5), 0..40)) {
            let mut list: Standings = list.into_iter().map(|(check, code)| (check, of_code(code))).collect();
            list.sort_unstable();
            prop_assert_eq!(of_bytes(&to_bytes(&list)), Some(list));
        }
    }
}
