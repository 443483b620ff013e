//! `steth scan`: read, check, report, gate.

use std::fs;
use std::io::{Read as _, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::args::{Reading, Scan};
use super::{World, gate, output};
use crate::error::{Error, Exit};
use crate::posture::{Baseline, Posture};
use crate::report::{Selection, SelectionError};
use crate::resource::Expectations;
use crate::scan::{Request, assess_all, scan};
use crate::source::Tree;
use crate::source::cloudformation::Parameters;
use crate::source::code;
use crate::source::terraform::{self, Assignment, Limits};

/// Length of what standard input may hold.
const STANDARD_INPUT_BYTES: u64 = 64 << 20;

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
    if args.changed_only && !gate::has_plan(&posture) {
        return Err(Error::usage("--changed-only needs a Terraform plan, and none was read")
            .hint(crate::source::terraform_plan::HOW));
    }
    let comparison = baseline.map(|b| b.compare(&posture));
    output::write(&targets, &posture, &selection, out)?;
    let counts = gate::Counts { comparison: comparison.as_ref(), changed_only: args.changed_only };
    let exit = gate::judge(&posture, &selection, args.fail_on, counts);
    // the process ends here: taking a large posture apart piece by piece would only cost time
    std::mem::forget(posture);
    Ok(exit)
}

fn posture(args: &Scan, world: &World) -> Result<Posture, Error> {
    let tree = tree(&args.paths, &args.reading, world)?;
    let regions = args.approved_region.iter().map(String::as_str);
    let mut request =
        Request { expectations: Expectations::approving_regions(regions), ..request(&args.reading, world)? };
    request.imports = super::import::read(&args.import, world)?;
    request.code.terraform.one_shot = true;
    if !args.live {
        return Ok(scan(&tree, &request, world.now, &mut |_| {}));
    }
    let config = super::config::load(world)?;
    let Some(loaded) = super::pull::latest(&config)? else {
        return Err(Error::usage("--live needs a reading of the clouds, and they were never read")
            .hint("read them first: steth pull"));
    };
    let live = crate::pull::evidence(loaded, &config, world.now);
    Ok(assess_all(Some(&tree), live, &request, world.now, &mut |_| {}))
}

/// The files that the arguments name, or standard input.
pub(super) fn tree(paths: &[PathBuf], reading: &Reading, world: &World) -> Result<Tree, Error> {
    if let [only] = paths
        && only.as_os_str() == "-"
    {
        return standard_input();
    }
    for path in paths {
        if path.as_os_str() == "-" {
            return Err(Error::usage("standard input (-) does not go with other paths"));
        }
        let full = world.directory.join(path);
        if let Err(error) = fs::metadata(&full) {
            return Err(Error::usage(format!("failed to read {}: {error}", path.display()))
                .hint("give files or directories that exist"));
        }
    }
    Tree::disk(&world.directory, paths).filtering(&reading.include, &reading.exclude).map_err(|e| {
        Error::usage(format!("failed to understand the glob {:?}: {}", e.glob, e.message))
            .hint("globs are written as in .gitignore")
    })
}

/// A tree of one file, whose format its content tells.
fn standard_input() -> Result<Tree, Error> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(STANDARD_INPUT_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|e| Error::usage(format!("failed to read standard input: {e}")))?;
    if bytes.len() as u64 > STANDARD_INPUT_BYTES {
        return Err(Error::usage(format!("standard input is longer than {STANDARD_INPUT_BYTES} bytes"))
            .hint("write it to a file and give its directory"));
    }
    let name = code::name_of_text(&String::from_utf8_lossy(&bytes));
    Ok(Tree::memory([(name, bytes)]))
}

/// Parameters of CloudFormation, each given by itself or by a file.
fn parameters(given: &[String], world: &World) -> Result<Parameters, Error> {
    let mut all = Parameters::default();
    for text in given {
        let path = text.strip_prefix("file://").unwrap_or(text);
        let full = world.directory.join(path);
        if path.len() == text.len() && text.contains('=') && !full.is_file() {
            all.assign(text).map_err(|e| Error::usage(format!("failed to understand --parameters: {e}")))?;
            continue;
        }
        let content = fs::read_to_string(&full)
            .map_err(|e| Error::usage(format!("failed to read --parameters {path}: {e}")))?;
        all.read(&content).map_err(|e| {
            Error::usage(format!("failed to understand --parameters {path}: {e}"))
                .hint("the JSON forms of the AWS CLI and of CodePipeline are read")
        })?;
    }
    Ok(all)
}

/// The flags and the environment as the sources take them.
pub(super) fn request(args: &Reading, world: &World) -> Result<Request, Error> {
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
    let mut plan_roots = Vec::new();
    for pair in &args.plan_root {
        let Some((plan, directory)) = pair.split_once('=') else {
            return Err(Error::usage(format!("--plan-root {pair:?} names no directory"))
                .hint("write --plan-root plan.json=infra/prod"));
        };
        plan_roots.push((plan.to_owned(), directory.to_owned()));
    }
    let variable = |name: &str| world.environment.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let terraform = terraform::Options {
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
    };
    Ok(Request {
        code: code::Options {
            terraform,
            plan_roots,
            parameters: parameters(&args.parameters, world)?,
            ..code::Options::default()
        },
        expectations: Expectations::default(),
        ignore_suppressions: args.no_inline_suppressions,
        digest_key: variable("STETH_DIGEST_KEY"),
        states: Arc::default(),
        imports: Arc::default(),
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
