//! `steth` and `steth demo`: the terminal UI over a scan that runs beside it; a report where there is no terminal.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::channel;

use super::args::{Dashboard, Scan};
use super::{World, scan as command};
use crate::error::{Error, Exit};
use crate::report::{Format, Selection};
use crate::scan::{Request, Stage, scan};
use crate::source::Tree;
use crate::tui::{self, Event, Left, Place, Progress, TuiError, TuiOptions};

/// Opens the dashboard on the working directory.
pub(super) fn here(args: &Dashboard, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    if !std::io::stdout().is_terminal() {
        return command::run(&Scan::default(), world, out);
    }
    let request = command::request(&super::args::Terraform::default(), world)?;
    open(args, world, Tree::disk(&world.directory, &[]), request)
}

/// Opens the dashboard on the sample estate.
pub(super) fn demo(args: &Dashboard, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let tree = crate::demo::tree();
    // the environment of the machine says nothing about an invented estate
    let request = Request::default();
    if !std::io::stdout().is_terminal() {
        let posture = scan(&tree, &request, world.now, &mut |_| {});
        let targets = super::output::targets(&[Format::Text], &[])?;
        super::output::write(&targets, &posture, &Selection::default(), out)?;
        return Ok(Exit::Passed);
    }
    open(args, world, tree, request)
}

fn open(args: &Dashboard, world: &World, tree: Tree, request: Request) -> Result<Exit, Error> {
    let mut options = TuiOptions::from_environment(&world.environment);
    options.theme.clone_from(&args.theme);
    options.ascii |= args.ascii;
    options.mouse &= !args.no_mouse;
    options.place = match &args.place {
        Some(text) => Some(text.parse::<Place>().map_err(|e| Error::usage(e.to_string()))?),
        None => None,
    };
    let (sender, feed) = channel();
    let now = world.now;
    std::thread::Builder::new()
        .name("scan".to_owned())
        .spawn(move || {
            let mut progress = |stage| {
                let told = match stage {
                    Stage::Reading => Progress { what: "reading".to_owned(), ..Progress::default() },
                    Stage::Checking(n) => Progress {
                        resources: u64::try_from(n).unwrap_or(u64::MAX),
                        what: "checking".to_owned(),
                        ..Progress::default()
                    },
                };
                // the dashboard may be gone already; the scan then ends unheard
                let _ = sender.send(Event::Progress(told));
            };
            let posture = scan(&tree, &request, now, &mut progress);
            let _ = sender.send(Event::Posture(Arc::new(posture)));
        })
        .map_err(|e| Error { exit: Exit::Incomplete, message: e.to_string(), hint: String::new() })?;
    match tui::run(feed, &options) {
        Ok(Left::Quit) => Ok(Exit::Passed),
        Ok(Left::Terminated) => Ok(Exit::Incomplete),
        Err(error @ TuiError::Terminal(_)) => {
            Err(Error { exit: Exit::Incomplete, message: error.to_string(), hint: String::new() })
        }
        Err(error) => Err(Error::usage(error.to_string())),
    }
}
