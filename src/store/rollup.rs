//! The picture of a snapshot: counts and states, small enough to show the matrix before anything else is read.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::{SnapshotId, Store};
use crate::hipaa::objectives;
use crate::posture::{Counts, Posture, ScopeId};
use crate::resource::Side;

/// Counts in the order fail, unknown, waived, pass, not applicable.
pub type Tallies = [u32; 5];

/// The picture of a posture. Texts are ids, so that a later catalog can read an earlier one's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rollup {
    /// When the reading began.
    pub as_of: Timestamp,
    /// Columns of the matrix.
    pub scopes: Vec<RollupScope>,
    /// Rows of the matrix.
    pub objectives: Vec<RollupObjective>,
    /// Safeguards in the regulation's order.
    pub safeguards: Vec<RollupSafeguard>,
    /// Safeguards met, unknown, and all.
    pub score: (u32, u32, u32),
    /// Findings that apply and those that were decided.
    pub findings: (u32, u32),
    /// Resources that were understood.
    pub resources: u32,
    /// Root causes.
    pub causes: u32,
    /// Whether every source was read whole.
    pub complete: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupScope {
    /// Whose cloud.
    pub provider: String,
    /// `declared` or `live`.
    pub side: String,
    /// Account, subscription, project or root module.
    pub account: String,
    /// Region; empty for none.
    pub region: String,
    /// Environment; empty where it is not known.
    pub environment: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupObjective {
    /// The objective's id.
    pub id: String,
    /// Its state.
    pub state: String,
    /// Its counts in the columns that have any.
    pub cells: Vec<(u32, Tallies)>,
}

/// A safeguard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollupSafeguard {
    /// Its citation.
    pub citation: String,
    /// Its state.
    pub state: String,
    /// Why.
    pub reason: String,
    /// Its counts.
    pub counts: Tallies,
    /// Objectives that were measured, and all that decide.
    pub objectives: (u32, u32),
}

pub(super) const fn side(side: Side) -> &'static str {
    match side {
        Side::Declared => "declared",
        Side::Live => "live",
    }
}

const fn tallies(counts: Counts) -> Tallies {
    [counts.fail, counts.unknown, counts.waived, counts.pass, counts.not_applicable]
}

impl Rollup {
    /// The picture of a posture.
    pub fn of(posture: &Posture) -> Self {
        let scopes = posture.scopes.iter().map(|scope| RollupScope {
            provider: scope.provider.id().to_owned(),
            side: side(scope.side).to_owned(),
            account: scope.account.to_string(),
            region: scope.region.to_string(),
            environment: scope.environment.to_string(),
        });
        let columns = u32::try_from(posture.scopes.len()).unwrap_or(u32::MAX);
        let rows = posture.objectives.iter().map(|row| {
            let cells = (0..columns).map(|column| (column, posture.cell(row.id, ScopeId(column))));
            RollupObjective {
                id: objectives()[row.id.index()].id.to_owned(),
                state: row.state.id().to_owned(),
                cells: cells
                    .filter(|(_, counts)| counts.total() > 0)
                    .map(|(column, counts)| (column, tallies(counts)))
                    .collect(),
            }
        });
        let safeguards = posture.safeguards.iter().map(|entry| RollupSafeguard {
            citation: entry.id.get().citation.to_owned(),
            state: entry.state.id().to_owned(),
            reason: entry.reason.clone(),
            counts: tallies(entry.counts),
            objectives: (entry.measured, entry.objectives),
        });
        Self {
            as_of: posture.as_of,
            scopes: scopes.collect(),
            objectives: rows.collect(),
            safeguards: safeguards.collect(),
            score: (posture.score.met, posture.score.unknown, posture.score.total),
            findings: (posture.coverage.findings_total, posture.coverage.findings_decided),
            resources: posture.coverage.resources_total,
            causes: u32::try_from(posture.causes.len()).unwrap_or(u32::MAX),
            complete: posture.is_complete(),
        }
    }

    /// Safeguards in a state.
    pub fn in_state(&self, state: crate::posture::State) -> usize {
        self.safeguards.iter().filter(|s| s.state == state.id()).count()
    }
}

impl Store {
    /// The picture of a snapshot; nothing for one that was not assessed.
    pub fn rollup(&self, id: SnapshotId) -> Result<Option<Rollup>, StoreError> {
        self.with(|connection| read(connection, id.0))
    }
}

pub(super) fn read(connection: &rusqlite::Connection, id: i64) -> rusqlite::Result<Option<Rollup>> {
    let body: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM rollups WHERE snapshot = ?1")?
        .query_row(params![id], |row| row.get(0))
        .optional()?;
    let parsed = body.map(|body| serde_json::from_slice(&body)).transpose();
    parsed.map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(e)))
}
