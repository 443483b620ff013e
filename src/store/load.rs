//! Reads a snapshot back, with what is fresh told apart from what is not.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::encode::{self, PlaceKey, RuleKey};
use super::error::StoreError;
use super::page::{Seen, seen_rows};
use super::runs::{self, ResourceHead, RowKind, VerdictHead, unreadable};
use super::snapshot::{COLUMNS, json, ledger, time};
use super::words::{self, Table};
use super::{SnapshotId, SnapshotInfo, Store, UnitState};
use crate::native::{Exemption, LiveResource, LiveVerdict, NativeService, Provider};
use crate::source::live::{LedgerRow, Trouble, Unit};
use crate::table::{HashMap, HashSet};

/// Runs that are parsed at once.
const BATCH: usize = 16;

/// What a snapshot holds.
#[derive(Debug)]
pub struct Loaded {
    /// The snapshot.
    pub snapshot: SnapshotInfo,
    /// Inventory, unit by unit, in each what is fresh before what is stale.
    pub resources: Vec<LiveResource>,
    /// Native verdicts, in the same order.
    pub verdicts: Vec<LiveVerdict>,
    /// How each unit ended, with its part of both.
    pub units: Vec<LoadedUnit>,
    /// What was asked of each API.
    pub ledger: BTreeMap<Arc<str>, LedgerRow>,
    /// The oldest time that anything in it is from.
    pub as_of: Timestamp,
}

/// A unit of a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct LoadedUnit {
    /// The unit.
    pub unit: Unit,
    /// How it ended.
    pub state: UnitState,
    /// What is wrong with it.
    pub troubles: Vec<Trouble>,
    /// When it ended; nothing for one that is open or was not read.
    pub ended: Option<Timestamp>,
    /// When it was last read to its end, where what is stale is from; nothing where it never was.
    pub complete: Option<Timestamp>,
    /// Resources that this snapshot read.
    pub resources: Range<usize>,
    /// Resources that an earlier one read and this one did not come to: what holds of them now is not known.
    pub stale_resources: Range<usize>,
    /// Verdicts that this snapshot read.
    pub verdicts: Range<usize>,
    /// Verdicts that an earlier one read and this one did not come to.
    pub stale_verdicts: Range<usize>,
}

impl LoadedUnit {
    /// Whether everything it covers was read in this snapshot.
    pub fn is_complete(&self) -> bool {
        self.state == UnitState::Complete
    }

    /// Whether it holds anything that this snapshot did not read.
    pub fn is_stale(&self) -> bool {
        !self.stale_resources.is_empty() || !self.stale_verdicts.is_empty()
    }
}

impl Store {
    /// The newest finished snapshot of a scope; where none is finished, the unfinished one with its units open;
    /// nothing where there is neither.
    pub fn latest(&self, scope: &str) -> Result<Option<Loaded>, StoreError> {
        self.with(|connection| {
            let id: Option<i64> = connection
                .query_row(
                    "SELECT s.id FROM snapshots s JOIN lines l ON l.id = s.line WHERE l.scope = ?1 AND s.forgotten = 0
                     ORDER BY s.finished IS NULL, s.id DESC LIMIT 1",
                    [scope],
                    |row| row.get(0),
                )
                .optional()?;
            id.map(|id| load(connection, id)).transpose()
        })
    }

    /// A snapshot.
    pub fn load(&self, id: SnapshotId) -> Result<Loaded, StoreError> {
        let loaded = self.with(|connection| match load(connection, id.0) {
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            loaded => loaded.map(Some),
        })?;
        loaded.ok_or_else(|| StoreError::missing(format!("there is no snapshot {id}")))
    }
}

/// What a row stands for.
pub(super) struct Found<T> {
    pub(super) unit: i64,
    /// An earlier snapshot read it, and this one did not.
    pub(super) stale: bool,
    pub(super) item: T,
}

/// Small tables, read whole.
pub(super) struct Names {
    remarks: HashMap<i64, Arc<str>>,
    places: HashMap<i64, PlaceKey>,
    rules: HashMap<i64, RuleKey>,
}

/// Which rows of a snapshot's units hold in it.
pub(super) struct Holding<'a> {
    snapshot: i64,
    pub(super) seen: &'a HashMap<i64, Seen>,
    /// Units that were read to their end.
    complete: HashSet<i64>,
    closed: [HashMap<i64, i64>; 2],
}

impl<'a> Holding<'a> {
    pub(super) fn read(
        connection: &Connection,
        snapshot: i64,
        seen: &'a HashMap<i64, Seen>,
        complete: HashSet<i64>,
    ) -> rusqlite::Result<Self> {
        let mut closed = [HashMap::default(), HashMap::default()];
        let mut statement = connection.prepare(
            "SELECT kind, row, until FROM closed WHERE unit IN (SELECT unit FROM readings WHERE snapshot = ?1)",
        )?;
        let mut rows = statement.query([snapshot])?;
        while let Some(row) = rows.next()? {
            let kind = usize::from(row.get::<_, i64>(0)? == RowKind::Verdict.code());
            closed[kind].insert(row.get(1)?, row.get(2)?);
        }
        Ok(Self { snapshot, seen, complete, closed })
    }

    /// Whether a row that an earlier or this snapshot brought holds.
    pub(super) fn holds(&self, kind: RowKind, row: i64) -> bool {
        let closed = &self.closed[usize::from(kind == RowKind::Verdict)];
        closed.get(&row).is_none_or(|until| *until > self.snapshot)
    }

    pub(super) fn is_stale(&self, unit: i64, was_seen: bool) -> bool {
        !self.complete.contains(&unit) && !was_seen
    }
}

/// A run as it is stored.
struct Stored {
    start: i64,
    unit: i64,
    heads: Vec<u8>,
    bodies: Vec<u8>,
}

/// Gives the runs that a snapshot may hold rows of, some at a time, in the order they were written.
fn runs_of(
    connection: &Connection,
    snapshot: i64,
    kind: RowKind,
    mut some: impl FnMut(&[Stored]) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "SELECT start, unit, heads, bodies FROM runs WHERE kind = ?2 AND first <= ?1
           AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1) ORDER BY id",
    )?;
    let mut rows = statement.query([snapshot, kind.code()])?;
    let mut waiting = Vec::with_capacity(BATCH);
    loop {
        let row = rows.next()?;
        if row.is_none() || waiting.len() == BATCH {
            some(&waiting)?;
            waiting.clear();
        }
        let Some(row) = row else { return Ok(()) };
        waiting.push(Stored {
            start: row.get(0)?,
            unit: row.get(1)?,
            heads: row.get_ref(2)?.as_blob()?.to_vec(),
            bodies: row.get_ref(3)?.as_blob()?.to_vec(),
        });
    }
}

fn load(connection: &Connection, id: i64) -> rusqlite::Result<Loaded> {
    let snapshot = connection.query_row(
        &format!("SELECT {COLUMNS} WHERE s.id = ?1 AND s.forgotten = 0"),
        [id],
        SnapshotInfo::of_row,
    )?;
    let mut units = units(connection, id)?;
    let names = names(connection)?;
    let mut seen: HashMap<i64, Seen> = HashMap::default();
    for (unit, loaded) in &units {
        if loaded.state != UnitState::NotRead {
            seen.insert(*unit, seen_rows(connection, id, *unit)?);
        }
    }
    let complete: HashSet<i64> =
        units.iter().filter(|(_, loaded)| loaded.is_complete()).map(|(unit, _)| *unit).collect();
    let holding = Holding::read(connection, id, &seen, complete)?;
    let resources = resources(connection, &names, &holding)?;
    let mut verdicts = verdicts(connection, &names, &holding)?;
    superseded(&mut verdicts);
    let (resources, of_resources) = in_order(resources, &units);
    let (verdicts, of_verdicts) = in_order(verdicts, &units);
    for (((_, unit), (fresh, stale)), (fresh_verdicts, stale_verdicts)) in
        units.iter_mut().zip(of_resources).zip(of_verdicts)
    {
        (unit.resources, unit.stale_resources) = (fresh, stale);
        (unit.verdicts, unit.stale_verdicts) = (fresh_verdicts, stale_verdicts);
    }
    let units: Vec<LoadedUnit> = units.into_iter().map(|(_, unit)| unit).collect();
    let stale_from =
        units.iter().filter(|u| u.is_stale()).map(|u| u.complete.unwrap_or(Timestamp::UNIX_EPOCH));
    let as_of = stale_from.chain([snapshot.started]).min().unwrap_or(snapshot.started);
    Ok(Loaded { ledger: ledger(connection, id)?, snapshot, resources, verdicts, units, as_of })
}

/// Units of a snapshot by their row, sorted.
fn units(connection: &Connection, snapshot: i64) -> rusqlite::Result<Vec<(i64, LoadedUnit)>> {
    let mut statement = connection.prepare_cached(
        "SELECT u.id, u.provider, u.scope, u.region, u.part, r.state, r.troubles, r.ended,
           (SELECT max(c.ended) FROM readings c WHERE c.unit = u.id AND c.snapshot <= ?1 AND c.state = ?2)
         FROM readings r JOIN units u ON u.id = r.unit WHERE r.snapshot = ?1
         ORDER BY u.provider, u.scope, u.region, u.part",
    )?;
    let rows = statement.query_map(params![snapshot, UnitState::Complete.code()], |row| {
        let unit = Unit {
            provider: word(row, 1, provider)?,
            scope: text(row, 2)?,
            region: text(row, 3)?,
            part: text(row, 4)?,
        };
        let loaded = LoadedUnit {
            unit,
            state: UnitState::of_code(row.get(5)?),
            troubles: json(row, 6)?,
            ended: row.get::<_, Option<i64>>(7)?.map(time),
            complete: row.get::<_, Option<i64>>(8)?.map(time),
            resources: 0..0,
            stale_resources: 0..0,
            verdicts: 0..0,
            stale_verdicts: 0..0,
        };
        Ok((row.get(0)?, loaded))
    })?;
    rows.collect()
}

pub(super) fn names(connection: &Connection) -> rusqlite::Result<Names> {
    let mut statement =
        connection.prepare("SELECT id, provider, vendor_type, account, region FROM places")?;
    let places = statement.query_map([], |row| {
        Ok((row.get(0)?, (word(row, 1, provider)?, text(row, 2)?, text(row, 3)?, text(row, 4)?)))
    })?;
    let places = places.collect::<Result<_, _>>()?;
    let mut statement = connection.prepare("SELECT id, service, rule, rule_name FROM rules")?;
    let rules = statement
        .query_map([], |row| Ok((row.get(0)?, (word(row, 1, service)?, text(row, 2)?, text(row, 3)?))))?;
    let rules = rules.collect::<Result<_, _>>()?;
    Ok(Names { remarks: words::all(connection, Table::Remarks)?, places, rules })
}

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Arc<str>> {
    Ok(row.get_ref(column)?.as_str()?.into())
}

/// A text that must be one of ours.
fn word<T>(row: &Row<'_>, column: usize, of: fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    of(text).ok_or_else(|| {
        let what = format!("{text:?} is not known");
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, what.into())
    })
}

fn provider(id: &str) -> Option<Provider> {
    Provider::ALL.into_iter().find(|p| p.id() == id)
}

fn service(id: &str) -> Option<NativeService> {
    [
        NativeService::AwsConfig,
        NativeService::SecurityHub,
        NativeService::AzurePolicy,
        NativeService::Defender,
        NativeService::SecurityCommandCenter,
    ]
    .into_iter()
    .find(|s| s.id() == id)
}

/// A number that must be among those that were read.
fn known<T: Clone>(map: &HashMap<i64, T>, id: i64) -> rusqlite::Result<T> {
    map.get(&id).cloned().ok_or(rusqlite::Error::IntegralValueOutOfRange(0, id))
}

fn broken(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(error))
}

fn resources(
    connection: &Connection,
    names: &Names,
    holding: &Holding<'_>,
) -> rusqlite::Result<Vec<Found<LiveResource>>> {
    let mut found = Vec::new();
    runs_of(connection, holding.snapshot, RowKind::Resource, |runs| {
        let read: Vec<_> =
            runs.par_iter().map(|run| resources_of(run, names, holding)).collect::<rusqlite::Result<_>>()?;
        found.extend(read.into_iter().flatten());
        Ok(())
    })?;
    Ok(found)
}

fn resources_of(
    run: &Stored,
    names: &Names,
    holding: &Holding<'_>,
) -> rusqlite::Result<Vec<Found<LiveResource>>> {
    let seen = holding.seen.get(&run.unit);
    let mut found = Vec::new();
    let mut first_error = None;
    let mut bodies = run.bodies.as_slice();
    let mut one = |head: ResourceHead<'_>| -> rusqlite::Result<()> {
        let (own, rest) = bodies.split_at_checked(head.body).ok_or_else(unreadable)?;
        bodies = rest;
        if !holding.holds(RowKind::Resource, head.row) {
            return Ok(());
        }
        let time_seen = seen.and_then(|s| s.resources.get(&head.row)).copied();
        let recorded = time_seen.map_or(head.recorded, |t| t.or(head.recorded));
        let (provider, vendor_type, account, region) = known(&names.places, head.place)?;
        let (tags, configuration) = encode::body(own).map_err(broken)?;
        let item = LiveResource {
            provider,
            vendor_type,
            id: head.id.into(),
            name: head.name.into(),
            account,
            region,
            tags,
            recorded: recorded.map(time),
            configuration,
        };
        found.push(Found { unit: run.unit, stale: holding.is_stale(run.unit, time_seen.is_some()), item });
        Ok(())
    };
    runs::resources(run.start, &run.heads, |head| {
        if first_error.is_none() {
            first_error = one(head).err();
        }
    })
    .ok_or_else(unreadable)?;
    first_error.map_or(Ok(found), Err)
}

pub(super) fn verdicts(
    connection: &Connection,
    names: &Names,
    holding: &Holding<'_>,
) -> rusqlite::Result<Vec<Found<LiveVerdict>>> {
    let mut found = Vec::new();
    runs_of(connection, holding.snapshot, RowKind::Verdict, |runs| {
        let read: Vec<_> =
            runs.par_iter().map(|run| verdicts_of(run, names, holding)).collect::<rusqlite::Result<_>>()?;
        found.extend(read.into_iter().flatten());
        Ok(())
    })?;
    Ok(found)
}

fn verdicts_of(
    run: &Stored,
    names: &Names,
    holding: &Holding<'_>,
) -> rusqlite::Result<Vec<Found<LiveVerdict>>> {
    let seen = holding.seen.get(&run.unit);
    let mut found: Vec<Found<LiveVerdict>> = Vec::new();
    let mut first_error = None;
    let mut one = |head: VerdictHead<'_>| -> rusqlite::Result<()> {
        if !holding.holds(RowKind::Verdict, head.row) {
            return Ok(());
        }
        let time_seen = seen.and_then(|s| s.verdicts.get(&head.row)).copied();
        let evaluated = time_seen.map_or(head.evaluated, |t| t.or(head.evaluated));
        let (_, vendor_type, account, region) = known(&names.places, head.place)?;
        let (service, rule, rule_name) = known(&names.rules, head.rule)?;
        let exemption: Option<Exemption> =
            head.exemption.map(serde_json::from_str).transpose().map_err(broken)?;
        // verdicts on one resource mostly stand together
        let before = found.last().map(|before| &before.item.resource).filter(|id| &***id == head.resource);
        let item = LiveVerdict {
            service,
            rule,
            rule_name,
            resource: before.cloned().unwrap_or_else(|| head.resource.into()),
            vendor_type,
            account,
            region,
            verdict: encode::verdict_of(head.verdict),
            remark: known(&names.remarks, head.remark)?,
            exemption,
            evaluated: evaluated.map(time),
        };
        found.push(Found { unit: run.unit, stale: holding.is_stale(run.unit, time_seen.is_some()), item });
        Ok(())
    };
    runs::verdicts(run.start, &run.heads, |head| {
        if first_error.is_none() {
            first_error = one(head).err();
        }
    })
    .ok_or_else(unreadable)?;
    first_error.map_or(Ok(found), Err)
}

/// Gives the id of every resource that holds in a snapshot, with its unit and whether it is stale.
pub(super) fn each_resource(
    connection: &Connection,
    holding: &Holding<'_>,
    mut each: impl FnMut(&str, i64, bool),
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(
        "SELECT start, unit, heads FROM runs WHERE kind = 0 AND first <= ?1
           AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1) ORDER BY id",
    )?;
    let mut rows = statement.query([holding.snapshot])?;
    while let Some(row) = rows.next()? {
        let unit = row.get(1)?;
        let seen = holding.seen.get(&unit);
        runs::resources(row.get(0)?, row.get_ref(2)?.as_blob()?, |head| {
            if holding.holds(RowKind::Resource, head.row) {
                let was_seen = seen.is_some_and(|s| s.resources.contains_key(&head.row));
                each(head.id, unit, holding.is_stale(unit, was_seen));
            }
        })
        .ok_or_else(unreadable)?;
    }
    Ok(())
}

/// What a verdict is about: unit, rule and resource.
type About = (i64, NativeService, Arc<str>, Arc<str>, Arc<str>);

/// A rule that has spoken again about a resource has taken its earlier word back.
pub(super) fn superseded(verdicts: &mut Vec<Found<LiveVerdict>>) {
    if !verdicts.iter().any(|v| v.stale) {
        return;
    }
    let about = |v: &Found<LiveVerdict>| -> About {
        (v.unit, v.item.service, v.item.rule.clone(), v.item.rule_name.clone(), v.item.resource.clone())
    };
    let fresh: HashSet<About> = verdicts.iter().filter(|v| !v.stale).map(about).collect();
    verdicts.retain(|v| !v.stale || !fresh.contains(&about(v)));
}

/// The ranges of a unit: what is fresh, what is stale.
type Parts = (Range<usize>, Range<usize>);

/// Puts items in the order of the units, fresh ones first, and gives each unit's ranges.
fn in_order<T>(found: Vec<Found<T>>, units: &[(i64, LoadedUnit)]) -> (Vec<T>, Vec<Parts>) {
    let mut by_unit: HashMap<i64, (Vec<T>, Vec<T>)> = HashMap::default();
    let total = found.len();
    for Found { unit, stale, item } in found {
        let (fresh, old) = by_unit.entry(unit).or_default();
        if stale { old.push(item) } else { fresh.push(item) }
    }
    let mut items = Vec::with_capacity(total);
    let mut parts = Vec::with_capacity(units.len());
    for (unit, _) in units {
        let (fresh, old) = by_unit.remove(unit).unwrap_or_default();
        let start = items.len();
        items.extend(fresh);
        let middle = items.len();
        items.extend(old);
        parts.push((start..middle, middle..items.len()));
    }
    (items, parts)
}
