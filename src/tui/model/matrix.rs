//! The matrix: safeguards down, one part of the scope across, counts in the cells.

use std::collections::BTreeMap;

use crate::hipaa::{Family, SafeguardId, objectives, safeguards};
use crate::posture::{Counts, ScopeId, State};
use crate::resource::Scope;

use super::matcher::has_standing;
use super::query::{Field, Query, Term, scope_text};
use super::snapshot::Snapshot;

/// The part of the scope that makes the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Dimension {
    #[default]
    Provider,
    Account,
    Region,
    Environment,
    Side,
    Root,
}

impl Dimension {
    /// All, in the order they are turned through.
    pub(crate) const ALL: [Self; 6] =
        [Self::Provider, Self::Account, Self::Region, Self::Environment, Self::Side, Self::Root];

    /// The next one, round and round.
    pub(crate) fn next(self) -> Self {
        let at = Self::ALL.iter().position(|d| *d == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// The field of the filter that asks for it.
    pub(crate) const fn field(self) -> Field {
        match self {
            Self::Provider => Field::Provider,
            Self::Account => Field::Account,
            Self::Region => Field::Region,
            Self::Environment => Field::Environment,
            Self::Side => Field::Side,
            Self::Root => Field::Root,
        }
    }

    /// The words people read.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Account => "account or root module",
            Self::Region => "region",
            Self::Environment => "environment",
            Self::Side => "declared and live",
            Self::Root => "root module",
        }
    }

    fn value(self, scope: &Scope) -> &str {
        scope_text(self.field(), scope)
    }
}

/// What stands in a cell: what our checks say, what the clouds' own services say, and where they differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) ours: Counts,
    pub(crate) native: Counts,
    pub(crate) disagreements: u32,
}

/// A line of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MatrixRow {
    Family(Family),
    Safeguard(SafeguardId),
}

/// What is folded away: the safeguards of a family, or the specifications of a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    Family(Family),
    Standard(SafeguardId),
}

/// The standard that a safeguard is a specification of, or that it is itself where it has specifications.
pub(crate) fn standard_of(id: SafeguardId) -> Option<SafeguardId> {
    let entry = id.get();
    entry.parent.or_else(|| entry.specifications().next().map(|_| id))
}

/// The matrix as it stands: computed when the posture, the filter or the dimension changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Matrix {
    pub(crate) rows: Vec<MatrixRow>,
    /// How many safeguards the filter lets through, folded families included.
    pub(crate) shown: usize,
    /// Values of the dimension.
    pub(crate) columns: Vec<String>,
    /// Whether a native service said anything.
    pub(crate) native: bool,
    /// By safeguard, then by column.
    cells: Vec<Cell>,
}

impl Matrix {
    /// Lays the matrix out.
    pub(crate) fn new(
        snapshot: Option<&Snapshot>,
        dimension: Dimension,
        query: &Query,
        folded: &[Fold],
    ) -> Self {
        let mut by_value: BTreeMap<&str, Vec<ScopeId>> = BTreeMap::new();
        if let Some(snapshot) = snapshot {
            for (scope, i) in snapshot.posture.scopes.iter().zip(0u32..) {
                if query.admits_scope(scope) {
                    by_value.entry(dimension.value(scope)).or_default().push(ScopeId(i));
                }
            }
        }
        let counted = |scopes: &[ScopeId]| {
            snapshot.is_some_and(|s| {
                let mut cells = scopes.iter().flat_map(|scope| objectives().iter().map(move |o| (o, *scope)));
                cells.any(|(o, scope)| {
                    s.posture.cell(o.index, scope).total() + s.posture.native_cell(o.index, scope).0.total()
                        > 0
                })
            })
        };
        // what nothing was measured in stands last: it is the first to go when there is no room
        let mut values: Vec<(&str, Vec<ScopeId>)> = by_value.into_iter().collect();
        values.sort_by_key(|(_, scopes)| !counted(scopes));
        let mut cells = Vec::with_capacity(safeguards().len() * values.len());
        for entry in safeguards() {
            for (_, scopes) in &values {
                let mut cell = Cell::default();
                for edge in entry.deciding_edges() {
                    for scope in scopes {
                        let Some(posture) = snapshot.map(|s| &s.posture) else { continue };
                        cell.ours.merge(posture.cell(edge.objective, *scope));
                        let (native, disagreements) = posture.native_cell(edge.objective, *scope);
                        cell.native.merge(native);
                        cell.disagreements += disagreements;
                    }
                }
                cells.push(cell);
            }
        }
        let columns: Vec<String> = values.iter().map(|(v, _)| (*v).to_owned()).collect();
        let (mut rows, mut shown) = (Vec::new(), 0);
        for family in Family::ALL {
            let of: Vec<SafeguardId> = safeguards()
                .iter()
                .filter(|s| s.family == family && query.terms.iter().all(|t| admits(snapshot, t, s.id)))
                .map(|s| s.id)
                .collect();
            shown += of.len();
            if of.is_empty() {
                continue;
            }
            rows.push(MatrixRow::Family(family));
            if !folded.contains(&Fold::Family(family)) {
                let away = |id: &SafeguardId| {
                    id.get().parent.is_some_and(|standard| folded.contains(&Fold::Standard(standard)))
                };
                rows.extend(of.into_iter().filter(|id| !away(id)).map(MatrixRow::Safeguard));
            }
        }
        let native = cells.iter().any(|c| c.native.total() > 0);
        Self { rows, shown, columns, native, cells }
    }

    /// What stands at a safeguard in a column.
    pub(crate) fn cell(&self, id: SafeguardId, column: usize) -> Cell {
        self.cells.get(id.index() * self.columns.len() + column).copied().unwrap_or_default()
    }
}

fn admits(snapshot: Option<&Snapshot>, term: &Term, id: SafeguardId) -> bool {
    let entry = id.get();
    let deciding = |test: &dyn Fn(&'static crate::hipaa::Objective) -> bool| {
        entry.deciding_edges().any(|e| test(e.objective.get()))
    };
    let found = match term.field {
        Field::Text => {
            term.admits_text(entry.citation)
                || term.admits_text(entry.title)
                || term.admits_text(entry.family.word())
        }
        Field::Safeguard => term.admits_text(entry.citation),
        Field::Objective => deciding(&|o| term.admits_text(o.id)),
        Field::Check => deciding(&|o| {
            crate::check::registry().checks().any(|(_, c)| c.objective == o.id && term.admits_text(c.id))
        }),
        Field::Status => snapshot.is_some_and(|s| {
            let entry = s.posture.safeguard(id);
            state_admits(entry.state, &term.value) || has_standing(entry.counts, &term.value)
        }),
        // scope terms choose columns, not rows
        _ => return true,
    };
    found != term.negated
}

/// Whether a state is meant by a word of the filter: its id or its title, from the beginning.
pub(crate) fn state_admits(state: State, word: &str) -> bool {
    state.id().starts_with(word)
        || state.title().starts_with(word)
        || (word == "attest" && state == State::NeedsAttestation)
}

/// The fields that mean nothing for the matrix, to be told rather than passed over.
pub(crate) fn meaningless(query: &Query) -> Option<Field> {
    query.terms.iter().map(|t| t.field).find(|f| {
        !f.is_scope()
            && !matches!(f, Field::Text | Field::Safeguard | Field::Objective | Field::Check | Field::Status)
    })
}
