//! `steth pull`: read the clouds into the store, without a UI.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

use super::args::Pull;
use super::{World, broken_output, config};
use crate::config::{Config, ConfigValue, store_directory};
use crate::error::{Error, Exit};
use crate::native::Provider;
use crate::posture::Posture;
use crate::pull::{Ask, Pulled, pull};
use crate::source::live::Tick;
use crate::store::{Clock, Loaded, Store};
use crate::visible::visible;

/// The configuration with the flags of a pull over it, and what it is asked for.
fn narrowed(args: &Pull, world: &World) -> Result<(Config, Ask), Error> {
    let mut config = config::load(world)?;
    let mut ask = Ask { clouds: args.clouds.iter().map(|c| c.provider()).collect(), narrowed: Vec::new() };
    let mut narrow = |provider: Provider, key: &str, values: &[String], flag: &'static str| {
        if !values.is_empty() {
            config.set(key, ConfigValue::List(values.to_vec()), flag);
            if !ask.narrowed.contains(&provider) {
                ask.narrowed.push(provider);
            }
        }
    };
    narrow(Provider::Aws, "aws.only_accounts", &args.account, "--account");
    narrow(Provider::Aws, "aws.regions", &args.region, "--region");
    narrow(Provider::Azure, "azure.subscriptions", &args.subscription, "--subscription");
    let mut parents: Vec<String> = args.project.iter().map(|p| format!("projects/{p}")).collect();
    parents.extend(args.org.iter().map(|o| format!("organizations/{o}")));
    let flag = if args.org.is_empty() { "--project" } else { "--org" };
    narrow(Provider::Gcp, "gcp.parents", &parents, flag);
    for provider in &ask.narrowed {
        // a flag for a cloud that is not asked for would do nothing in silence
        if !ask.clouds.is_empty() && !ask.clouds.contains(provider) {
            return Err(Error::usage(format!(
                "a flag for {} is given, but only others are pulled",
                provider.title()
            ))
            .hint("name the cloud too, or leave the flag out"));
        }
    }
    Ok((config, ask))
}

/// Opens the store of a configuration.
pub(super) fn store(config: &Config) -> Result<Store, Error> {
    let directory = store_directory(config).ok_or_else(|| {
        Error::usage("there is no data directory on this platform".to_owned())
            .hint("set store.path in steth.toml")
    })?;
    Ok(Store::open(&directory)?)
}

/// The last reading of the clouds, where there is one.
pub(super) fn latest(config: &Config) -> Result<Option<Loaded>, Error> {
    let Some(directory) = store_directory(config) else { return Ok(None) };
    let Some(store) = Store::open_existing(&directory)? else { return Ok(None) };
    Ok(store.latest(&crate::pull::scope(config))?)
}

/// The picture of the last reading, where there is one: it is small, and can be shown before anything else is loaded.
pub(super) fn picture(config: &Config) -> Option<Posture> {
    let store = Store::open_existing(&store_directory(config)?).ok()??;
    let (rollup, from) = store.last_picture(&crate::pull::scope(config)).ok()??;
    Some(rollup.posture(from))
}

pub(super) fn run(args: &Pull, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let (config, ask) = narrowed(args, world)?;
    let mut ask = ask;
    if ask.clouds.is_empty() {
        ask.clouds = crate::pull::with_credentials(&config, &world.environment);
    }
    if ask.clouds.is_empty() || crate::pull::clouds(&config, &ask).is_empty() {
        return Err(Error::usage("no cloud is enabled and has credentials here".to_owned())
            .hint("log in, or name the cloud: steth pull aws; what is enabled says: steth config"));
    }
    let store = store(&config)?;
    let cancel = CancellationToken::new();
    stop_on_signals(&cancel)?;
    let shown = Arc::new(Mutex::new(Shown::default()));
    let live = std::io::stderr().is_terminal();
    let clock: Clock = Arc::new(jiff::Timestamp::now);
    let pulled = {
        let shown = shown.clone();
        pull(&store, &config, &ask, &world.environment, &clock, &cancel, move |tick| {
            shown.lock().unwrap_or_else(PoisonError::into_inner).tick(&tick, live);
        })
        .map_err(|e| Error {
            exit: Exit::Incomplete,
            message: e.to_string(),
            hint: String::new(),
        })?
    };
    if live {
        // the progress line goes
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    let posture = crate::pull::keep(&store, &pulled, &config, jiff::Timestamp::now()).map_err(|e| Error {
        exit: Exit::Incomplete,
        message: e.to_string(),
        hint: String::new(),
    })?;
    report(&pulled, &posture, out).map_err(|e| broken_output(&e))
}

/// Says what was read, cloud by cloud, and what was not.
fn report(pulled: &Pulled, posture: &Posture, out: &mut dyn Write) -> std::io::Result<Exit> {
    let word = if pulled.finished { "finished" } else { "stopped; the next pull goes on with it" };
    writeln!(out, "snapshot {} {word}", pulled.snapshot)?;
    for source in &posture.sources {
        writeln!(
            out,
            "{}: {} resources, {} native verdicts ({})",
            source.kind.title(),
            source.resources,
            source.verdicts,
            visible(&source.subject)
        )?;
        for (api, row) in &source.ledger {
            let mut text = format!("{} calls, {} pages, {} items", row.calls, row.pages, row.items);
            for (n, word) in [(row.denied, "denied"), (row.throttled, "throttled"), (row.failed, "failed")] {
                if n > 0 {
                    text = format!("{text}, {n} {word}");
                }
            }
            writeln!(out, "  {api}: {text}")?;
        }
        for notice in source.failed.iter().chain(&source.unavailable) {
            writeln!(out, "  not read: {}: {}", visible(&notice.subject), visible(&notice.message))?;
            if !notice.hint.is_empty() {
                writeln!(out, "    {}", visible(&notice.hint))?;
            }
        }
    }
    let complete = pulled.finished && posture.is_complete();
    Ok(if complete { Exit::Passed } else { Exit::Incomplete })
}

/// INT, TERM and HUP end the pull with what was read kept; a second one ends the program.
fn stop_on_signals(cancel: &CancellationToken) -> Result<(), Error> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]).map_err(|e| Error {
        exit: Exit::Incomplete,
        message: e.to_string(),
        hint: String::new(),
    })?;
    let cancel = cancel.clone();
    std::thread::spawn(move || {
        let mut seen = false;
        for signal in signals.forever() {
            if seen {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
            seen = true;
            cancel.cancel();
        }
    });
    Ok(())
}

/// Progress on standard error: one line that changes on a terminal, a line for each unit that ends elsewhere.
#[derive(Debug, Default)]
struct Shown {
    items: BTreeMap<String, u64>,
    open: usize,
    ended: usize,
}

impl Shown {
    fn tick(&mut self, tick: &Tick, live: bool) {
        let unit = tick.unit.to_string();
        let ended = tick.ended.is_some();
        if self.items.insert(unit.clone(), tick.items).is_none() {
            self.open += 1;
        }
        if ended {
            self.ended += 1;
        }
        let mut err = std::io::stderr();
        if live {
            let items: u64 = self.items.values().sum();
            let _ = write!(err, "\r\x1b[K{} of {} parts, {items} items", self.ended, self.open);
        } else if let Some(end) = &tick.ended {
            let how = end.as_deref().map_or_else(|| "read".to_owned(), |why| visible(why).into_owned());
            let _ = writeln!(err, "{}: {} items, {how}", visible(&unit), tick.items);
        }
    }
}
