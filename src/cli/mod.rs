//! The command line: one file per command, arguments in, exit code out.

mod args;
mod checks;
mod config;
mod dashboard;
mod diff;
mod doctor;
mod drift;
mod explain;
mod gate;
mod history;
mod import;
mod output;
mod past;
mod pull;
mod running;
mod scan;
mod shell;
mod show;
mod watch;

pub use args::{Cli, Command};

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Parser;
use jiff::Timestamp;

use crate::error::{Error, Exit};

/// What the program reads from the world around it, read once at the edge.
#[derive(Debug)]
pub struct World {
    /// The working directory.
    pub directory: PathBuf,
    /// The time of the run.
    pub now: Timestamp,
    /// Environment variables.
    pub environment: Vec<(String, String)>,
}

/// Runs the program on its arguments.
pub fn run(arguments: impl IntoIterator<Item = std::ffi::OsString>, world: &World) -> Exit {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            // help and version come this way too, with exit code 0
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Passed };
        }
    };
    let mut out = io::stdout().lock();
    let done = match cli.command {
        Some(Command::Scan(scan)) => scan::run(&scan, world, &mut out),
        Some(Command::Import(args)) => import::run(&args, world, &mut out),
        Some(Command::Pull(args)) => pull::run(&args, world, &mut out),
        Some(Command::Drift(args)) => drift::run(&args, world, &mut out),
        Some(Command::Doctor(args)) => doctor::run(&args, world, &mut out),
        Some(Command::Config(args)) => config::run(&args, world, &mut out),
        Some(Command::Checks(checks)) => checks::run(&checks, &mut out),
        Some(Command::Explain(explain)) => explain::run(&explain, &mut out),
        Some(Command::History(args)) => history::run(&args, world, &mut out),
        Some(Command::Diff(args)) => diff::run(&args, world, &mut out),
        Some(Command::Schema) => out
            .write_all(crate::report::JSON_SCHEMA.as_bytes())
            .map(|()| Exit::Passed)
            .map_err(|e| broken_output(&e)),
        Some(Command::Completions { shell }) => shell::completions(shell, &mut out),
        Some(Command::Man) => shell::man(&mut out),
        Some(Command::Demo(args)) => dashboard::demo(&args, world, &mut out),
        Some(Command::Open(args)) => dashboard::at(*args, world, &mut out),
        Some(Command::Show(args)) => show::run(&args, world, &mut out),
        Some(Command::Report(args)) => show::report(&args, world, &mut out),
        None => dashboard::here(&cli.dashboard, world, &mut out),
    };
    let done = done.and_then(|exit| out.flush().map(|()| exit).map_err(|e| broken_output(&e)));
    match done {
        Ok(exit) => exit,
        Err(error) => {
            if !error.message.is_empty() {
                let _ = writeln!(io::stderr(), "{error}");
            }
            error.exit
        }
    }
}

/// A reader that went away is not an error; anything else that stops output is.
fn broken_output(error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Error { exit: Exit::Incomplete, message: String::new(), hint: String::new() }
    } else {
        Error {
            exit: Exit::Incomplete,
            message: format!("failed to write output: {error}"),
            hint: String::new(),
        }
    }
}
