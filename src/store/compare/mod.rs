//! One snapshot against another. What was not read on both sides is told apart: it is neither better nor worse.

mod findings;
mod native;

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::error::StoreError;
use super::load::names;
use super::snapshot::COLUMNS;
use super::{SnapshotId, SnapshotInfo, Store, words};
use crate::posture::Standing;
use findings::findings;
use native::{Evidence, native};

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
        let words = words::all(connection, words::Table::Words)?;
        findings(connection, [&a, &b], &words, &sides, [before, after], &mut out)?;
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
