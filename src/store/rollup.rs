//! The picture of a snapshot: counts and states, small enough to show the matrix before anything else is read.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::{SnapshotId, Store};
use crate::hipaa::{objective, objectives};
use crate::native::Provider;
use crate::posture::{Counts, Notice, Posture, ScopeId, Sketch, SourceKind, SourceStatus};
use crate::resource::{Scope, Side};

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
    /// Native verdicts in the columns that have any, and how many of them disagree with ours.
    #[serde(default)]
    pub native: Vec<(u32, Tallies, u32)>,
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

const fn counts([fail, unknown, waived, pass, not_applicable]: Tallies) -> Counts {
    Counts { fail, unknown, waived, pass, not_applicable }
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
            let native = (0..columns).map(|column| (column, posture.native_cell(row.id, ScopeId(column))));
            RollupObjective {
                id: objectives()[row.id.index()].id.to_owned(),
                state: row.state.id().to_owned(),
                cells: cells
                    .filter(|(_, counts)| counts.total() > 0)
                    .map(|(column, counts)| (column, tallies(counts)))
                    .collect(),
                native: native
                    .filter(|(_, (counts, _))| counts.total() > 0)
                    .map(|(column, (counts, disagree))| (column, tallies(counts), disagree))
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

    /// The posture that the picture shows, as of a time: its matrix and score, and nothing of what is behind them. What
    /// this catalog does not know of an earlier one is left out.
    pub fn posture(&self, as_of: Timestamp) -> Posture {
        let mut sketch =
            Sketch { coverage: (self.findings.0, self.findings.1, self.resources), ..Sketch::default() };
        // columns that a later version cannot read leave the others where they are
        let mut column_of = Vec::with_capacity(self.scopes.len());
        for scope in &self.scopes {
            let known = Provider::ALL.into_iter().find(|p| p.id() == scope.provider);
            column_of.push(known.map(|_| sketch.scopes.len()));
            let Some(provider) = known else { continue };
            let live = scope.side == side(Side::Live);
            sketch.scopes.push(Arc::new(Scope {
                provider,
                side: if live { Side::Live } else { Side::Declared },
                account: scope.account.as_str().into(),
                region: scope.region.as_str().into(),
                environment: scope.environment.as_str().into(),
            }));
            let kind = SourceKind::of_cloud(provider).filter(|_| live);
            if let Some(kind) = kind
                && !sketch.sources.iter().any(|source| source.kind == kind)
            {
                let mut source = SourceStatus::new(kind, provider.title());
                source.as_of = Some(as_of);
                if !self.complete {
                    source.unavailable.push(Notice {
                        subject: provider.title().into(),
                        line: 0,
                        message: "the last reading of the clouds was not whole".to_owned(),
                        hint: String::new(),
                    });
                }
                sketch.sources.push(source);
            }
        }
        let column = |n: u32| column_of.get(n as usize).copied().flatten();
        for row in &self.objectives {
            let Some(objective) = objective(&row.id) else { continue };
            let ours = row.cells.iter().filter_map(|(n, t)| Some((objective.index, column(*n)?, counts(*t))));
            sketch.ours.extend(ours);
            let native = row.native.iter();
            sketch.native.extend(
                native.filter_map(|(n, t, differ)| Some((objective.index, column(*n)?, counts(*t), *differ))),
            );
        }
        Posture::picture(as_of, sketch)
    }

    /// Safeguards in a state.
    pub fn in_state(&self, state: crate::posture::State) -> usize {
        self.safeguards.iter().filter(|s| s.state == state.id()).count()
    }
}

impl Store {
    /// The picture of the last finished snapshot of a scope that was assessed, with the time it is from.
    pub fn last_picture(&self, scope: &str) -> Result<Option<(Rollup, Timestamp)>, StoreError> {
        self.with(|connection| {
            let last: Option<(i64, i64)> = connection
                .prepare_cached(
                    "SELECT s.id, s.started FROM snapshots s JOIN lines l ON l.id = s.line
                     JOIN rollups r ON r.snapshot = s.id
                     WHERE l.scope = ?1 AND s.forgotten = 0 AND s.finished IS NOT NULL ORDER BY s.id DESC LIMIT 1",
                )?
                .query_row(params![scope], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((id, started)) = last else { return Ok(None) };
            Ok(read(connection, id)?.map(|rollup| (rollup, super::snapshot::time(started))))
        })
    }

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
