//! The Terraform source: `.tf` and `.tf.json` files in, resources as `terraform plan` would show them out.

mod config;
mod eval;
mod lines;
mod load;
mod lower;
mod options;
mod parse;
mod parse_json;
mod quick;
mod report;
mod scan;
mod syntax;
mod types;

#[cfg(test)]
mod tests;

pub use options::{Assignment, Limits, Options};
pub use report::{Problem, SourceReport};

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::native::{Files, NativeResource};
use crate::source::{Tree, Walked, walk};

/// What a Terraform tree would apply, as far as that can be known here.
#[derive(Debug, Clone, Default)]
pub struct Estate {
    /// Every file that was read, with its text.
    pub files: Files,
    /// Every resource and data source instance, in the order of roots, then addresses.
    pub resources: Vec<NativeResource>,
    /// What was read, skipped and failed.
    pub report: SourceReport,
}

/// Room for the deepest evaluation that the bounds allow, with plenty to spare.
const STACK_BYTES: usize = 256 << 20;

/// The threads that read and evaluate.
enum Threads {
    /// Those of the whole program: what one stage frees, the next one takes, without asking for fresh memory.
    Shared,
    /// Threads of our own, where the program's were made by somebody else, with who knows what stacks.
    Own(rayon::ThreadPool),
}

/// The threads, made once. They sleep while there is nothing to do.
fn threads() -> Result<&'static Threads, Problem> {
    static THREADS: OnceLock<Result<Threads, String>> = OnceLock::new();
    let builder = || rayon::ThreadPoolBuilder::new().stack_size(STACK_BYTES);
    let threads = THREADS.get_or_init(|| match builder().build_global() {
        Ok(()) => Ok(Threads::Shared),
        Err(_) => builder().build().map(Threads::Own).map_err(|error| error.to_string()),
    });
    threads.as_ref().map_err(|error| Problem::file(".", format!("failed to start threads: {error}")))
}

/// Runs on a thread with a deep stack. Without such threads there is no saying how deep the stack is.
fn on_deep_stack<T: Send>(run: impl FnOnce() -> T + Send) -> Result<T, Problem> {
    Ok(match threads()? {
        Threads::Shared => rayon::scope(|_| run()),
        Threads::Own(pool) => pool.install(run),
    })
}

/// Reads and evaluates every root module of a tree.
pub fn read(tree: &Tree, options: &Options) -> Estate {
    read_walked(tree, options, &walk(tree, options.follow_outside))
}

/// The same of a tree that was walked already.
pub fn read_walked(tree: &Tree, options: &Options, walked: &Walked) -> Estate {
    on_deep_stack(|| read_here(tree, options, walked)).unwrap_or_else(|problem| {
        let report = SourceReport { failed: vec![problem], ..SourceReport::default() };
        Estate { report, ..Estate::default() }
    })
}

/// Reads and parses what [`read`] would, without evaluating it. Speed is measured against this.
pub fn parse(tree: &Tree, options: &Options) -> SourceReport {
    on_deep_stack(|| load::load(tree, options, &walk(tree, options.follow_outside)).report)
        .unwrap_or_else(|problem| SourceReport { failed: vec![problem], ..SourceReport::default() })
}

/// Takes any bytes as a configuration in both syntaxes and evaluates it: what fuzzing calls.
pub fn parse_and_evaluate(bytes: &[u8]) -> Estate {
    let limits =
        Limits { evaluation_steps: 200_000, memory_bytes: 64 << 20, instances: 1_000, ..Limits::default() };
    let files = [("main.tf", bytes.to_vec()), ("other/main.tf.json", bytes.to_vec())];
    read(&Tree::memory(files), &Options { limits, ..Options::default() })
}

fn read_here(tree: &Tree, options: &Options, walked: &Walked) -> Estate {
    let load::Loaded { files, library, roots, mut given, mut report } = load::load(tree, options, walked);
    let mut work = Vec::with_capacity(roots.len());
    for root in &roots {
        let given = given.remove(root).unwrap_or_default();
        let variants = library.variants(root);
        work.extend(variants.iter().map(|variant| (root, &variant.module, Some(variant), given.clone())));
        if variants.is_empty()
            && let Some(module) = library.module(root)
        {
            work.push((root, module, None, given));
        }
    }
    let outcomes: Vec<eval::Outcome> = work
        .into_par_iter()
        .map(|(root, module, variant, given)| {
            let mut outcome = eval::evaluate_root(&library, tree, &files, options, root, module, given);
            if let Some(variant) = variant {
                outcome.keep_own(variant);
            }
            // a resource is large: their order is found first, and each is moved once
            outcome.resources.sort_by_cached_key(|resource| resource.address.clone());
            outcome
        })
        .collect();
    let mut resources = Vec::with_capacity(outcomes.iter().map(|outcome| outcome.resources.len()).sum());
    for outcome in outcomes {
        resources.extend(outcome.resources);
        report.invalid.extend(outcome.invalid);
        report.limits.extend(outcome.limits);
        report.unavailable.extend(outcome.unavailable);
        report.module_calls += outcome.module_calls;
    }
    for problems in [
        &mut report.skipped,
        &mut report.failed,
        &mut report.unavailable,
        &mut report.limits,
        &mut report.invalid,
    ] {
        problems.sort();
        problems.dedup();
    }
    if options.one_shot {
        std::mem::forget(library);
    }
    Estate { files, resources, report }
}
