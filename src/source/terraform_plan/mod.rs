//! Terraform's own JSON: plans (`terraform show -json`) and states (version 4).
//!
//! A plan says what would be applied better than the code can: variables have their values, data sources are read. So
//! where the code that it was made from is in the tree too, the plan's resources stand in place of the code's, and keep
//! the code's places. A state says what was applied last: of it only what neither code nor plan declares any more is
//! kept. Both are read only; what is marked sensitive is never shown.

mod configuration;
mod fill;
mod home;
mod plan;
mod state;

pub use state::{StateError, StateFile, parse as parse_state};

use std::sync::Arc;

use crate::native::{Bounds, Files, NativeResource, Span};
use crate::posture::SourceKind;
use crate::source::code::{Format, Found, Input, Reading};
use crate::source::terraform::{Problem, SourceReport};
use crate::table::HashMap;

/// How to make a plan that can be read.
pub const HOW: &str = "write it with: terraform show -json PLANFILE > plan.json";

/// What a plan does with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It stays as it is.
    None,
    /// It is read.
    Read,
    /// It is changed in place.
    Update,
    /// It is destroyed and created again.
    Replace,
    /// It is created.
    Create,
}

impl Action {
    /// The word people read.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Read => "read",
            Self::Update => "update",
            Self::Replace => "replace",
            Self::Create => "create",
        }
    }
}

/// What all plans and states of a tree gave.
#[derive(Debug, Default)]
pub struct Plans {
    /// Plans, then states, of those kinds that the tree holds.
    pub readings: Vec<Reading>,
    /// What the plans do, by root and address.
    pub changes: HashMap<(Arc<str>, Arc<str>), Action>,
    /// Lines that must not be shown.
    pub hidden: Vec<Span>,
    plan_homes: Vec<home::Home>,
    state_homes: Vec<home::Home>,
}

/// Reads plans and states. `roots` are the directories of Terraform's root modules.
pub fn read(input: &Input<'_>, files: &mut Files, roots: &[Arc<str>]) -> Plans {
    let of = |format| input.found.iter().filter(|f| f.format == format).collect::<Vec<&Found>>();
    let mut plans = Plans::default();
    plans.read_plans(&of(Format::TerraformPlan), input, files, roots);
    plans.read_states(&of(Format::TerraformState), files, roots);
    plans
}

impl Plans {
    fn read_plans(&mut self, found: &[&Found], input: &Input<'_>, files: &Files, roots: &[Arc<str>]) {
        if found.is_empty() {
            return;
        }
        let mut report = SourceReport::default();
        let mut natives: Vec<NativeResource> = Vec::new();
        let mut homes = home::homes(found, roots, &input.options.plan_roots);
        for (file, home) in found.iter().zip(&mut homes) {
            let text = files.get(file.id).map(|f| f.text.clone()).unwrap_or_default();
            match plan::parse(&text, file.id, &home.root) {
                Ok(read) => {
                    report.files_read += 1;
                    report.failed.extend(read.problems.into_iter().map(|p| p.of(&file.path)));
                    self.hidden.extend(read.hidden);
                    let root = &home.root;
                    self.changes.extend(read.changes.into_iter().map(|(a, c)| ((root.clone(), a), c)));
                    home.declared = read.declared;
                    home.range = natives.len()..natives.len() + read.natives.len();
                    natives.extend(read.natives);
                }
                Err(problem) => report.failed.push(problem.of(&file.path)),
            }
        }
        self.plan_homes = homes;
        self.readings.push(Reading { kind: SourceKind::TerraformPlan, natives, report });
    }

    fn read_states(&mut self, found: &[&Found], files: &Files, roots: &[Arc<str>]) {
        if found.is_empty() {
            return;
        }
        let mut report = SourceReport::default();
        let mut natives: Vec<NativeResource> = Vec::new();
        let mut homes = home::homes(found, roots, &[]);
        for (file, home) in found.iter().zip(&mut homes) {
            let text = files.get(file.id).map(|f| f.text.clone()).unwrap_or_default();
            if text.trim().is_empty() {
                report.skipped.push(Problem::file(file.path.clone(), "an empty state: nothing was applied"));
                continue;
            }
            match state::parse(&text, file.id) {
                Ok(mut read) => {
                    report.files_read += 1;
                    self.hidden.extend(read.hidden);
                    for native in &mut read.natives {
                        native.root = home.root.clone();
                    }
                    home.range = natives.len()..natives.len() + read.natives.len();
                    natives.extend(read.natives);
                }
                Err(error) => {
                    let mut problem = Problem::file(file.path.clone(), error.to_string());
                    if let StateError::NotState(line, column) = error {
                        problem.line = u32::try_from(line).unwrap_or(u32::MAX);
                        problem.column = u32::try_from(column).unwrap_or(u32::MAX);
                    }
                    report.failed.push(problem.hint(
                        "read another one with: terraform state pull > terraform.tfstate, or --exclude it",
                    ));
                }
            }
        }
        self.state_homes = homes;
        self.readings.push(Reading { kind: SourceKind::TerraformState, natives, report });
    }

    /// Puts the resources of plans in place of those that the code declares, and leaves out of states whatever code or
    /// a plan declares. `code` is what Terraform's configuration files declare.
    pub fn settle(&mut self, code: &mut Vec<NativeResource>) {
        if let Some(reading) = self.readings.iter_mut().find(|r| r.kind == SourceKind::TerraformPlan) {
            home::in_place_of_code(&self.plan_homes, &mut reading.natives, code);
        }
        let planned: Vec<_> = self
            .readings
            .iter()
            .filter(|r| r.kind == SourceKind::TerraformPlan)
            .flat_map(|r| {
                self.plan_homes.iter().map(|home| (home.clone(), r.natives.get(home.range.clone())))
            })
            .flat_map(|(home, natives)| {
                let directory = home.directory;
                let addresses = natives.unwrap_or_default().iter().map(|n| n.address.clone());
                addresses.map(|address| (directory.clone(), address)).collect::<Vec<_>>()
            })
            .collect();
        if let Some(reading) = self.readings.iter_mut().find(|r| r.kind == SourceKind::TerraformState) {
            home::not_declared_any_more(&self.state_homes, &mut reading.natives, code, planned);
        }
    }
}

/// Something wrong with a file whose path its reader does not know.
#[derive(Debug)]
struct Trouble {
    line: u32,
    column: u32,
    message: String,
    hint: &'static str,
}

impl Trouble {
    fn new(message: impl Into<String>, hint: &'static str) -> Self {
        Self { line: 0, column: 0, message: message.into(), hint }
    }

    fn of(self, path: &Arc<str>) -> Problem {
        Problem {
            path: path.clone(),
            line: self.line,
            column: self.column,
            message: self.message,
            hint: (!self.hint.is_empty()).then(|| self.hint.to_owned()),
        }
    }
}

/// Nesting of plans and states: a provider's schema is never deeper.
const BOUNDS: Bounds = Bounds { nesting_depth: 200, values: 20_000_000 };

/// The lines from `first` to `last`; nothing when there are none.
fn lines(file: crate::native::FileId, first: u32, last: u32) -> Option<Span> {
    (first <= last).then_some(Span { file, line: first, end_line: last, column: 1 })
}

#[cfg(test)]
mod tests;
