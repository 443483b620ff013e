//! `steth show` and `steth report`: everything the dashboard shows as plain text, for pipes and screen readers.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use super::args::{Reading, Report, Show};
use super::{World, broken_output, output, past, scan as command};
use crate::error::{Error, Exit};
use crate::posture::Posture;
use crate::report::{Format, Selection};
use crate::scan::{Request, assess_all};
use crate::tui::{Headless, Past, Place, TuiOptions, flat_report};

/// The estate as the dashboard sees it: code, and the last reading of the clouds.
fn posture(
    paths: &[PathBuf],
    import: &[PathBuf],
    demo: bool,
    world: &World,
) -> Result<(Posture, Option<Arc<dyn Past>>), Error> {
    if demo {
        return Ok((crate::demo::posture(world.now, &mut |_| {}), None));
    }
    let config = super::config::load(world)?;
    let tree = command::tree(paths, &Reading::default(), world)?;
    let request = Request {
        expectations: super::dashboard::expectations(&config),
        imports: super::import::read(import, world)?,
        ..command::request(&Reading::default(), world)?
    };
    let loaded = super::pull::latest(&config)?;
    let live = loaded.map(|l| crate::pull::evidence(l, &config, world.now)).unwrap_or_default();
    let posture = assess_all(Some(&tree), live, &request, world.now, &mut |_| {});
    let past = past::Kept::of(&config).map(|kept| Arc::new(kept) as Arc<dyn Past>);
    Ok((posture, past))
}

fn options(world: &World, past: Option<Arc<dyn Past>>) -> Result<TuiOptions, Error> {
    let mut options = TuiOptions::from_environment(&world.environment);
    // marks are letters here: a screen reader says them, a pipe keeps them
    options.ascii = true;
    options.past = past;
    // a page names keys as they are on this machine
    options.keys = super::dashboard::own_keys(&super::config::load(world)?);
    Ok(options)
}

/// `steth show`.
pub(super) fn run(args: &Show, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let place: Place = args.place.parse().map_err(|e: crate::tui::PlaceError| Error::usage(e.to_string()))?;
    let (posture, past) = posture(&args.paths, &args.import, args.demo, world)?;
    let posture = Arc::new(posture);
    let mut screen =
        Headless::new(&options(world, past)?, 200, 60).map_err(|e| Error::usage(e.to_string()))?;
    screen.feed(crate::tui::Event::Posture(posture));
    let text = screen.flat_of(&place).map_err(|why| {
        Error::usage(format!("failed to show {place}: {why}"))
            .hint("list what there is with: steth show resources; steth show findings")
    })?;
    out.write_all(text.as_bytes()).map_err(|e| broken_output(&e))?;
    Ok(Exit::Passed)
}

/// `steth report`.
pub(super) fn report(args: &Report, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let (posture, past) = posture(&args.paths, &args.import, args.demo, world)?;
    let complete = posture.is_complete();
    if args.format == Format::Text {
        let posture = Arc::new(posture);
        let mut screen =
            Headless::new(&options(world, past)?, 200, 60).map_err(|e| Error::usage(e.to_string()))?;
        let mut write = |out: &mut dyn Write| flat_report(&mut screen, &posture, out);
        match &args.output {
            Some(file) => {
                let failed = |e: std::io::Error| {
                    Error::usage(format!("failed to write {}: {e}", file.display()))
                        .hint("check that the directory exists and can be written")
                };
                let made = std::fs::File::create(world.directory.join(file)).map_err(failed)?;
                let mut made = std::io::BufWriter::new(made);
                write(&mut made).and_then(|()| made.flush()).map_err(failed)?;
            }
            None => write(out).map_err(|e| broken_output(&e))?,
        }
    } else {
        let files: Vec<PathBuf> = args.output.iter().cloned().collect();
        let targets = output::targets(&[args.format], &files)?;
        output::write(&targets, &posture, &Selection::default(), out)?;
    }
    Ok(if complete { Exit::Passed } else { Exit::Incomplete })
}
