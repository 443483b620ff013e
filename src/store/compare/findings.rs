//! Findings of two snapshots, check by check.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::super::findings::{Standings, Subject, of_bytes};
use super::super::rollup::RollupScope;
use super::super::{SnapshotInfo, UnitState};
use super::native::{Evidence, label};
use super::{Catalog, Incomparable, Out, Said};
use crate::posture::Standing;

/// Addresses by their id.
pub(super) type Words = crate::table::HashMap<i64, Arc<str>>;

/// Rows of findings that hold in a snapshot.
type Rows = HashMap<Subject, (i64, Vec<u8>)>;

fn rows(connection: &Connection, snapshot: i64) -> rusqlite::Result<Rows> {
    let mut statement = connection.prepare(
        "SELECT scope, resource, id, standings FROM findings
         WHERE line = (SELECT line FROM snapshots WHERE id = ?1) AND first <= ?1 AND (until IS NULL OR until > ?1)",
    )?;
    let rows = statement
        .query_map(params![snapshot], |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?))))?;
    rows.collect()
}

pub(super) fn findings(
    connection: &Connection,
    snapshots: [&SnapshotInfo; 2],
    words: &Words,
    sides: &[Evidence; 2],
    catalogs: [&Catalog; 2],
    out: &mut Out,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT id, name FROM checks")?;
    let checks: HashMap<i64, Arc<str>> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.into())))?
        .collect::<Result<_, _>>()?;
    let mut statement =
        connection.prepare("SELECT id, provider, side, account, region, environment FROM scopes")?;
    let scopes: HashMap<i64, RollupScope> = statement
        .query_map([], |row| {
            let scope = RollupScope {
                provider: row.get(1)?,
                side: row.get(2)?,
                account: row.get(3)?,
                region: row.get(4)?,
                environment: row.get(5)?,
            };
            Ok((row.get(0)?, scope))
        })?
        .collect::<Result<_, _>>()?;
    let [before, after] = [rows(connection, snapshots[0].id.0)?, rows(connection, snapshots[1].id.0)?];
    let declared = [&before, &after].map(|rows| {
        rows.keys().any(|(scope, _)| scopes.get(scope).is_some_and(|scope| scope.side == "declared"))
    });
    let pair = Pair { sides, catalogs, checks: &checks, declared };
    let nothing = Vec::new();
    let mut subject = |(scope, word): Subject, a: Option<&(i64, Vec<u8>)>, b: Option<&(i64, Vec<u8>)>| {
        let resource = words.get(&word).cloned().unwrap_or_default();
        let Some(scope) = scopes.get(&scope) else { return Ok(()) };
        let standings = |row: Option<&(i64, Vec<u8>)>| {
            of_bytes(row.map_or(&nothing, |(_, bytes)| bytes)).ok_or_else(|| {
                rusqlite::Error::FromSqlConversionFailure(
                    3,
                    rusqlite::types::Type::Blob,
                    "the standings of a resource cannot be read".into(),
                )
            })
        };
        let doubt = pair.doubt(&resource, scope, a.is_some(), b.is_some());
        pair.note(&resource, scope, doubt, &standings(a)?, &standings(b)?, out);
        Ok::<_, rusqlite::Error>(())
    };
    for (key, row) in &before {
        subject(*key, Some(row), after.get(key))?;
    }
    for (key, row) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
        subject(*key, None, Some(row))?;
    }
    Ok(())
}

/// Both sides, for one subject after the other.
struct Pair<'a> {
    sides: &'a [Evidence; 2],
    catalogs: [&'a Catalog; 2],
    checks: &'a HashMap<i64, Arc<str>>,
    /// Whether code was read at all.
    declared: [bool; 2],
}

impl Pair<'_> {
    /// Why nothing said of a resource can be compared.
    fn doubt(&self, resource: &str, scope: &RollupScope, a: bool, b: bool) -> Option<Incomparable> {
        if scope.side == "declared" {
            return (!a && !self.declared[0] || !b && !self.declared[1]).then_some(Incomparable::Scope);
        }
        // a part of a resource that code keeps apart stands under the resource's id
        let whole = resource.split_once('#').map_or(resource, |(id, _)| id);
        let [before, after] = [0, 1].map(|side| self.sides[side].resources.get(whole));
        let stale = |evidence: Option<&(i64, bool)>| evidence.is_some_and(|(_, stale)| *stale);
        if stale(before) || stale(after) {
            return Some(Incomparable::Coverage);
        }
        match (before, after) {
            (Some((unit, _)), None) => self.sides[1].absence(*unit),
            (None, Some((unit, _))) => self.sides[0].absence(*unit),
            (Some(_), Some(_)) => None,
            // not of the inventory: it stands for an account, whose every unit counts
            (None, None) => {
                let whole = |side: &Evidence| side.units.values().all(|state| *state == UnitState::Complete);
                (a != b && !self.sides.iter().all(whole)).then_some(Incomparable::Coverage)
            }
        }
    }

    fn note(
        &self,
        resource: &Arc<str>,
        scope: &RollupScope,
        doubt: Option<Incomparable>,
        a: &Standings,
        b: &Standings,
        out: &mut Out,
    ) {
        let (a, b) = (worst(a), worst(b));
        let mut ids: Vec<i64> = a.keys().chain(b.keys()).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let Some(check) = self.checks.get(&id) else { continue };
            let pair = (a.get(&id).copied(), b.get(&id).copied());
            let [before, after] = self.catalogs.map(|catalog| catalog.get(&**check));
            // a check that says something else now may say it of the same thing
            let changed = before != after && pair.0 != pair.1;
            let doubt = doubt.or(changed.then_some(Incomparable::Catalog));
            out.note(doubt, pair, || {
                let scope = label(&[&scope.provider, &scope.account, &scope.region]);
                (Said::Check(check.clone()), resource.clone(), scope)
            });
        }
    }
}

/// The worst standing of each check.
fn worst(standings: &Standings) -> BTreeMap<i64, Standing> {
    let mut worst = BTreeMap::new();
    for (check, standing) in standings {
        worst.entry(*check).and_modify(|s: &mut Standing| *s = (*s).min(*standing)).or_insert(*standing);
    }
    worst
}
