//! `steth scan`: read, check, report, gate.

use std::fs;
use std::io::Write;
use std::sync::Arc;

use super::args::{Scan, Terraform};
use super::{World, gate, output};
use crate::error::{Error, Exit};
use crate::posture::{Baseline, Posture};
use crate::report::{Selection, SelectionError};
use crate::resource::Expectations;
use crate::scan::{Request, scan};
use crate::source::Tree;
use crate::source::terraform::{Assignment, Limits, Options};

pub(super) fn run(args: &Scan, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let targets = output::targets(&args.format, &args.output)?;
    let selection = Selection::new(
        &args.select.safeguard,
        &args.select.objective,
        &args.select.check,
        args.select.severity,
    )
    .map_err(|e| not_known(&e))?;
    let baseline = args.baseline.as_deref().map(read_baseline).transpose()?;
    let posture = posture(args, world)?;
    let comparison = baseline.map(|b| b.compare(&posture));
    output::write(&targets, &posture, &selection, out)?;
    let exit = gate::judge(&posture, &selection, args.fail_on, comparison.as_ref());
    // the process ends here: taking a large posture apart piece by piece would only cost time
    std::mem::forget(posture);
    Ok(exit)
}

fn posture(args: &Scan, world: &World) -> Result<Posture, Error> {
    for path in &args.paths {
        let full = world.directory.join(path);
        if let Err(error) = fs::metadata(&full) {
            return Err(Error::usage(format!("failed to read {}: {error}", path.display()))
                .hint("give files or directories that exist"));
        }
    }
    let tree = Tree::disk(&world.directory, &args.paths);
    let regions = args.approved_region.iter().map(String::as_str);
    let mut request = Request {
        expectations: Expectations::approving_regions(regions),
        ..request(&args.terraform, world)?
    };
    request.terraform.one_shot = true;
    Ok(scan(&tree, &request, world.now, &mut |_| {}))
}

/// The flags and the environment as the sources take them.
pub(super) fn request(args: &Terraform, world: &World) -> Result<Request, Error> {
    let mut assignments = Vec::new();
    for file in &args.var_file {
        if let Err(error) = fs::metadata(world.directory.join(file)) {
            return Err(Error::usage(format!("failed to read --var-file {}: {error}", file.display())));
        }
        assignments.push(Assignment::File(file.clone()));
    }
    for pair in &args.var {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Error::usage(format!("--var {pair:?} has no value")).hint("write --var name=value"));
        };
        assignments.push(Assignment::Variable(name.trim().to_owned(), value.to_owned()));
    }
    let variable = |name: &str| world.environment.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    Ok(Request {
        terraform: Options {
            assignments,
            environment: world
                .environment
                .iter()
                .filter_map(|(n, v)| n.strip_prefix("TF_VAR_").map(|n| (n.to_owned(), v.clone())))
                .collect(),
            workspace: args.workspace.clone().or_else(|| variable("TF_WORKSPACE")),
            follow_outside: args.follow_outside,
            one_shot: false,
            limits: Limits::default(),
        },
        expectations: Expectations::default(),
        ignore_suppressions: args.no_inline_suppressions,
        digest_key: variable("STETH_DIGEST_KEY"),
        states: Arc::default(),
    })
}

fn read_baseline(file: &std::path::Path) -> Result<Baseline, Error> {
    let text = fs::read_to_string(file)
        .map_err(|e| Error::usage(format!("failed to read --baseline {}: {e}", file.display())))?;
    Baseline::parse(&text).map_err(|e| {
        Error::usage(format!("--baseline {}: {e}", file.display()))
            .hint("write one with: steth scan --format json --output FILE")
    })
}

fn not_known(error: &SelectionError) -> Error {
    let hint = if error.nearest.is_empty() {
        "list what is known with: steth checks".to_owned()
    } else {
        format!("did you mean {}?", error.nearest)
    };
    Error::usage(error.to_string()).hint(hint)
}
