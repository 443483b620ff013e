//! A posture by its counts alone: what a stored roll-up tells of a reading before its resources and findings are loaded.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::native::NativeTally;
use super::rollup::{self, Tally};
use super::{Counts, Coverage, Interval, Posture, SourceStatus};
use crate::hipaa::{ObjectiveId, objectives};
use crate::native::Files;
use crate::resource::{Estate, Scope};

/// What a picture is made from.
#[derive(Debug, Default)]
pub struct Sketch {
    /// Columns of the matrix.
    pub scopes: Vec<Arc<Scope>>,
    /// Counts by objective and column.
    pub ours: Vec<(ObjectiveId, usize, Counts)>,
    /// Native verdicts by objective and column, and how many of them disagree with ours.
    pub native: Vec<(ObjectiveId, usize, Counts, u32)>,
    /// What was read.
    pub sources: Vec<SourceStatus>,
    /// Findings that apply, findings that were decided, resources.
    pub coverage: (u32, u32, u32),
}

impl Posture {
    /// The picture of a posture: its matrix, score and sources, without a resource or finding in it.
    pub fn picture(as_of: Timestamp, sketch: Sketch) -> Self {
        let columns = sketch.scopes.len();
        let mut ours = vec![Counts::default(); columns * objectives().len()];
        let mut native = vec![(Counts::default(), 0); columns * objectives().len()];
        let at = |objective: ObjectiveId, column: usize| objective.index() * columns + column;
        for (objective, column, counts) in sketch.ours.into_iter().filter(|(_, c, _)| *c < columns) {
            ours[at(objective, column)].merge(counts);
        }
        for (objective, column, counts, n) in sketch.native.into_iter().filter(|(_, c, ..)| *c < columns) {
            let cell = &mut native[at(objective, column)];
            cell.0.merge(counts);
            cell.1 += n;
        }
        let (tally, native_tally) = (Tally::of(columns, ours), NativeTally::of(columns, native));
        let incomplete = sketch.sources.iter().any(|source| !source.is_complete());
        let objectives = rollup::objectives(&tally, &native_tally);
        let safeguards = rollup::safeguards(&objectives, incomplete, rollup::Others::of(&[]));
        let score = Interval::of(&safeguards);
        let (total, decided, resources) = sketch.coverage;
        let coverage = Coverage {
            findings_total: total,
            findings_decided: decided,
            resources_total: resources,
            ..Coverage::of(&safeguards, &[], &Estate::default())
        };
        Self {
            as_of,
            files: Files::default(),
            estate: Estate::default(),
            findings: Vec::new(),
            waivers: Vec::new(),
            sources: sketch.sources,
            natives: Vec::new(),
            disagreements: Vec::new(),
            drift: None,
            scopes: sketch.scopes,
            safeguards,
            objectives,
            causes: Vec::new(),
            score,
            coverage,
            waived: HashMap::new(),
            excused: HashMap::new(),
            scope_of_resource: Vec::new(),
            tally,
            native_tally,
            is_picture: true,
        }
    }

    /// Whether this is a picture alone: that it holds no finding says nothing.
    pub const fn is_picture(&self) -> bool {
        self.is_picture
    }
}
