//! One snapshot against another. What was not read on both sides is told apart: it is neither better nor worse.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::error::StoreError;
use super::findings::{Standings, Subject, of_bytes};
use super::load::{Names, names, superseded, verdicts};
use super::page::{Seen, seen_rows};
use super::rollup::RollupScope;
use super::snapshot::COLUMNS;
use super::{SnapshotId, SnapshotInfo, Store, UnitState};
use crate::native::{NativeService, Provider, VerdictWord};
use crate::posture::Standing;

/// Why two readings of one thing cannot be held against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Incomparable {
    /// One of the two did not ask for it.
    Scope,
    /// The check is not in both catalogs, or says something else in one.
    Catalog,
    /// One of the two could not read it whole.
    Coverage,
}

/// What became of a finding or native verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case", tag = "turn", content = "why")]
pub enum Turn {
    /// It fails now.
    Red,
    /// It cannot be told any more.
    Unknown,
    /// It fails under a waiver now.
    Waived,
    /// It holds now.
    Green,
    /// It has no meaning any more.
    NotApplicable,
    /// What it is about was not there before.
    Appeared,
    /// What it is about is not there any more.
    Vanished,
    /// It cannot be compared.
    Incomparable(Incomparable),
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// A check of ours, by its id.
    Check(Arc<str>),
    /// A rule of a cloud's own service: the service's id and the rule's name.
    Native(&'static str, Arc<str>),
}

/// Something that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What became of it.
    #[serde(flatten)]
    pub turn: Turn,
    /// Who says so.
    pub said: Said,
    /// The resource's address or id.
    pub resource: Arc<str>,
    /// Where it is: provider, account and region.
    pub scope: String,
    /// How it stood.
    #[serde(serialize_with = "standing_id")]
    pub before: Option<Standing>,
    /// How it stands.
    #[serde(serialize_with = "standing_id")]
    pub after: Option<Standing>,
}

#[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn standing_id<S: serde::Serializer>(standing: &Option<Standing>, to: S) -> Result<S::Ok, S::Error> {
    standing.map(Standing::id).serialize(to)
}

/// Two snapshots compared.
#[derive(Debug)]
pub struct Compared {
    /// The earlier one, or whichever was named first.
    pub a: SnapshotInfo,
    /// The other.
    pub b: SnapshotInfo,
    /// What is not as it was, gravest first, then by resource.
    pub changes: Vec<Change>,
    /// Findings and native verdicts that stand as they stood.
    pub same: u64,
    /// Whether both were assessed, so that findings are compared at all.
    pub assessed: bool,
    /// Whether the catalogs differ.
    pub catalog_changed: bool,
}

impl Compared {
    /// How many changes of each kind there are.
    pub fn counts(&self) -> BTreeMap<Turn, usize> {
        let mut counts = BTreeMap::new();
        for change in &self.changes {
            *counts.entry(change.turn).or_default() += 1;
        }
        counts
    }
}

impl Store {
    /// What changed from `a` to `b`.
    pub fn compare(&self, a: SnapshotId, b: SnapshotId) -> Result<Compared, StoreError> {
        let info = |id: SnapshotId| {
            self.with(|connection| {
                connection
                    .query_row(
                        &format!("SELECT {COLUMNS} WHERE s.id = ?1 AND s.forgotten = 0"),
                        [id.0],
                        SnapshotInfo::of_row,
                    )
                    .optional()
            })?
            .ok_or_else(|| StoreError::missing(format!("there is no snapshot {id}")))
        };
        let (a, b) = (info(a)?, info(b)?);
        self.with(|connection| compare(connection, a, b))
    }
}

fn compare(connection: &Connection, a: SnapshotInfo, b: SnapshotInfo) -> rusqlite::Result<Compared> {
    let names = names(connection)?;
    let sides = [Evidence::read(connection, a.id.0, &names)?, Evidence::read(connection, b.id.0, &names)?];
    let catalogs = [catalog(connection, a.id.0)?, catalog(connection, b.id.0)?];
    let mut out = Out::default();
    native(&sides, &mut out);
    let assessed = catalogs.iter().all(Option::is_some);
    let mut catalog_changed = a.catalog != b.catalog;
    if let [Some(before), Some(after)] = &catalogs {
        catalog_changed = before != after;
        findings(connection, [&a, &b], &names, &sides, [before, after], &mut out)?;
    }
    out.changes.sort_by(|x, y| {
        (x.turn, &x.scope, &x.resource, &x.said).cmp(&(y.turn, &y.scope, &y.resource, &y.said))
    });
    Ok(Compared { a, b, changes: out.changes, same: out.same, assessed, catalog_changed })
}

#[derive(Default)]
struct Out {
    changes: Vec<Change>,
    same: u64,
}

impl Out {
    /// Notes what became of something; `doubt` says why it cannot be compared.
    fn note(
        &mut self,
        doubt: Option<Incomparable>,
        pair: (Option<Standing>, Option<Standing>),
        about: impl FnOnce() -> (Said, Arc<str>, String),
    ) {
        let turn = match (doubt, pair) {
            (Some(why), _) => Turn::Incomparable(why),
            (None, (before, after)) if before == after => {
                self.same += 1;
                return;
            }
            (None, (None, _)) => Turn::Appeared,
            (None, (_, None)) => Turn::Vanished,
            (None, (_, Some(Standing::Fail))) => Turn::Red,
            (None, (_, Some(Standing::Unknown))) => Turn::Unknown,
            (None, (_, Some(Standing::Waived))) => Turn::Waived,
            (None, (_, Some(Standing::Pass))) => Turn::Green,
            (None, (_, Some(Standing::NotApplicable))) => Turn::NotApplicable,
        };
        let (said, resource, scope) = about();
        self.changes.push(Change { turn, said, resource, scope, before: pair.0, after: pair.1 });
    }
}

/// Service, rule's name, resource, account and region.
type Rule = (&'static str, Arc<str>, Arc<str>, Arc<str>, Arc<str>);

/// A native verdict: the unit it is of, whether it was read in this snapshot, the worst that was said, whose cloud.
struct Spoken {
    unit: i64,
    stale: bool,
    standing: Standing,
    provider: &'static str,
}

/// What a snapshot read, and how well.
struct Evidence {
    units: HashMap<i64, UnitState>,
    /// The unit of each resource, and whether it was read in this snapshot.
    resources: HashMap<Arc<str>, (i64, bool)>,
    rules: HashMap<Rule, Spoken>,
}

impl Evidence {
    fn read(connection: &Connection, snapshot: i64, names: &Names) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare("SELECT unit, state FROM readings WHERE snapshot = ?1")?;
        let units: HashMap<i64, UnitState> = statement
            .query_map([snapshot], |row| Ok((row.get(0)?, UnitState::of_code(row.get(1)?))))?
            .collect::<Result<_, _>>()?;
        let mut seen: HashMap<i64, Seen> = HashMap::new();
        for (unit, state) in &units {
            if !matches!(state, UnitState::Complete | UnitState::NotRead) {
                seen.insert(*unit, seen_rows(connection, snapshot, *unit)?);
            }
        }
        let stale = |unit: i64, seen: bool| units.get(&unit) != Some(&UnitState::Complete) && !seen;
        let mut statement = connection.prepare(
            "SELECT id, unit, resource FROM resources WHERE first <= ?1 AND (until IS NULL OR until > ?1)
               AND unit IN (SELECT unit FROM readings WHERE snapshot = ?1)",
        )?;
        let mut rows = statement.query([snapshot])?;
        let mut resources = HashMap::new();
        while let Some(row) = rows.next()? {
            let (id, unit): (i64, i64) = (row.get(0)?, row.get(1)?);
            let read = seen.get(&unit).is_some_and(|s| s.resources.contains_key(&id));
            if let Some(word) = names.words.get(&row.get(2)?) {
                resources.insert(word.clone(), (unit, stale(unit, read)));
            }
        }
        let mut spoken = verdicts(connection, snapshot, names, &seen, stale)?;
        superseded(&mut spoken);
        let mut rules: HashMap<Rule, Spoken> = HashMap::new();
        for found in spoken {
            let verdict = found.item;
            let standing = match verdict.verdict {
                VerdictWord::Fail if verdict.exemption.is_some() => Standing::Waived,
                VerdictWord::Fail => Standing::Fail,
                VerdictWord::Unknown => Standing::Unknown,
                VerdictWord::Pass => Standing::Pass,
                VerdictWord::NotApplicable => Standing::NotApplicable,
            };
            let key =
                (verdict.service.id(), verdict.rule_name, verdict.resource, verdict.account, verdict.region);
            let provider = provider(verdict.service).id();
            let one = rules.entry(key).or_insert(Spoken {
                unit: found.unit,
                stale: found.stale,
                standing,
                provider,
            });
            // standings are ordered worst first
            one.standing = one.standing.min(standing);
            one.stale |= found.stale;
        }
        Ok(Self { units, resources, rules })
    }

    /// Whether the absence here of what a unit holds elsewhere means anything.
    fn absence(&self, unit: i64) -> Option<Incomparable> {
        match self.units.get(&unit) {
            None => Some(Incomparable::Scope),
            Some(UnitState::Complete) => None,
            Some(_) => Some(Incomparable::Coverage),
        }
    }
}

fn native(sides: &[Evidence; 2], out: &mut Out) {
    let [a, b] = sides;
    let mut compare = |rule: &Rule, before: Option<&Spoken>, after: Option<&Spoken>| {
        let doubt = match (before, after) {
            (Some(before), Some(after)) => (before.stale || after.stale).then_some(Incomparable::Coverage),
            (Some(before), None) => b.absence(before.unit),
            (None, Some(after)) if after.stale => Some(Incomparable::Coverage),
            (None, Some(after)) => a.absence(after.unit),
            (None, None) => None,
        };
        let pair = (before.map(|s| s.standing), after.map(|s| s.standing));
        let provider = before.or(after).map_or("", |s| s.provider);
        out.note(doubt, pair, || {
            let (service, name, resource, account, region) = rule;
            (Said::Native(service, name.clone()), resource.clone(), label(&[provider, account, region]))
        });
    };
    for (rule, before) in &a.rules {
        compare(rule, Some(before), b.rules.get(rule));
    }
    for (rule, after) in b.rules.iter().filter(|(rule, _)| !a.rules.contains_key(*rule)) {
        compare(rule, None, Some(after));
    }
}

const fn provider(service: NativeService) -> Provider {
    match service {
        NativeService::AwsConfig | NativeService::SecurityHub => Provider::Aws,
        NativeService::AzurePolicy | NativeService::Defender => Provider::Azure,
        NativeService::SecurityCommandCenter => Provider::Gcp,
    }
}

/// The parts that are known, joined.
fn label(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join("/")
}

/// Checks of the catalog a snapshot was assessed with, each with its digest; nothing where it was not assessed.
type Catalog = BTreeMap<String, String>;

fn catalog(connection: &Connection, snapshot: i64) -> rusqlite::Result<Option<Catalog>> {
    connection
        .query_row(
            "SELECT c.checks FROM rollups r JOIN catalogs c ON c.digest = r.catalog WHERE r.snapshot = ?1",
            [snapshot],
            |row| super::snapshot::json(row, 0),
        )
        .optional()
}

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

fn findings(
    connection: &Connection,
    snapshots: [&SnapshotInfo; 2],
    names: &Names,
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
        let resource = names.words.get(&word).cloned().unwrap_or_default();
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
