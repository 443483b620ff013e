//! `steth` and `steth demo`: the terminal UI over a scan that runs beside it; a report where there is no terminal.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::args::{Dashboard, Scan};
use super::running::Running;
use super::watch::Watch;
use super::{World, scan as command};
use crate::config::Config;
use crate::error::{Error, Exit};
use crate::pull::{Ask, evidence, pull};
use crate::report::{Format, Selection};
use crate::resource::Expectations;
use crate::scan::{Live, Request, Stage, assess_all};
use crate::source::Tree;
use crate::source::live::{Tick, Unit};
use crate::store::{Clock, Loaded};
use crate::tui::{
    self, Command, Event, Left, OwnKeys, Past, Place, Progress, SourceProgress, StateFile, TuiError,
    TuiOptions,
};

/// Opens the dashboard on the working directory and on what the clouds said when they were last read, which is read
/// again beside it.
pub(super) fn here(args: &Dashboard, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    if !std::io::stdout().is_terminal() {
        return command::run(&Scan { import: args.import.clone(), ..Scan::default() }, world, out);
    }
    let config = super::config::load(world)?;
    let request = Request {
        expectations: expectations(&config),
        imports: super::import::read(&args.import, world)?,
        ..command::request(&super::args::Reading::default(), world)?
    };
    let tree = Tree::disk(&world.directory, &[]);
    let work = Work::new(tree, request, world.now, Some(config.clone()));
    let running = work.running.clone();
    let (offline, environment) = (args.offline, world.environment.clone());
    let (commands, asked) = channel();
    let saves = commands.clone();
    let watching = !args.no_watch && config.is("tui.watch");
    let directory = world.directory.clone();
    let extras = Extras {
        cancel: Some(running.cancel()),
        commands: Some(commands.clone()),
        watching,
        past: super::past::Kept::of(&config).map(|kept| Arc::new(kept) as Arc<dyn Past>),
        state: StateFile::of(&world.directory).filter(|_| !args.no_session && config.is("tui.session")),
    };
    let opened = open(args, world, extras, move |sender| {
        // the matrix of the last reading at once, from its stored counts; what is behind it follows
        if let Some(picture) = super::pull::picture(&config) {
            let _ = sender.send(Event::Progress(Progress {
                what: "loading the last reading".to_owned(),
                ..Progress::default()
            }));
            let _ = sender.send(Event::Posture(Arc::new(picture)));
        }
        let refresh = match super::pull::latest(&config) {
            Ok(loaded) => {
                let needed = || Refresh::needed(&config, loaded.as_ref(), work.now, &environment);
                let refresh = if offline { None } else { needed() };
                work.show(loaded.map(|l| evidence(l, &config, work.now)).unwrap_or_default(), &sender);
                refresh
            }
            Err(error) => {
                // the code is shown all the same
                work.show(Live::default(), &sender);
                let _ = sender.send(Event::Failed(error.message));
                None
            }
        };
        // a reading of the clouds takes long; saves are scanned beside it
        std::thread::scope(|scope| {
            if let Some(refresh) = &refresh {
                scope.spawn(|| refresh.run(&work, &sender));
            }
            work.follow(&directory, watching, &asked, &saves, &sender);
        });
    });
    // what was read of the clouds is kept, and the next pull goes on with it
    running.leave();
    let _ = commands.send(Command::Leave);
    let (exit, thread) = opened?;
    let _ = thread.join();
    Ok(exit)
}

/// Opens the dashboard at a place; without a terminal, prints what stands there.
pub(super) fn at(args: super::args::Open, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let super::args::Open { at, mut dashboard } = args;
    if !std::io::stdout().is_terminal() {
        let show = super::args::Show { place: at, paths: Vec::new(), demo: false, import: dashboard.import };
        return super::show::run(&show, world, out);
    }
    dashboard.place = Some(at);
    here(&dashboard, world, out)
}

/// Regions that the configuration approves.
pub(super) fn expectations(config: &Config) -> Expectations {
    Expectations::approving_regions(config.list("expect.approved_regions").iter().map(String::as_str))
}

/// What is shown: a tree, with whatever is live beside it.
struct Work {
    tree: Tree,
    request: Request,
    now: Timestamp,
    /// Where the last reading of the clouds is found again; nothing for an estate that does not change.
    config: Option<Config>,
    running: Running,
}

/// How long nothing may be saved before a scan begins, and how long saves may put it off.
const QUIET: Duration = Duration::from_millis(250);
const PATIENCE: Duration = Duration::from_secs(2);

impl Work {
    fn new(tree: Tree, request: Request, now: Timestamp, config: Option<Config>) -> Self {
        let running = Running::new(tree.gauge().clone());
        Self { tree, request, now, config, running }
    }

    /// Scans anew when it is asked for or a file is saved, until the dashboard is left.
    fn follow(
        &self,
        directory: &Path,
        mut watching: bool,
        asked: &Receiver<Command>,
        saves: &Sender<Command>,
        sender: &Sender<Event>,
    ) {
        let tell = |result: Result<(), String>| {
            if let Err(why) = result {
                let _ = sender.send(Event::Told(why));
            }
        };
        let begin = || match Watch::begin(directory, saves.clone()) {
            Ok(watch) => Some(watch),
            Err(why) => {
                tell(Err(why));
                None
            }
        };
        let mut watch = if watching { begin() } else { None };
        while let Ok(command) = asked.recv() {
            match command {
                Command::Leave => return,
                Command::Watch(on) => {
                    watching = on;
                    watch = if on { watch.or_else(begin) } else { None };
                    continue;
                }
                Command::Saved if !watching => continue,
                Command::Saved | Command::Rescan => {}
            }
            // an editor or a checkout saves many files: one scan is for all of them
            let since = Instant::now();
            while since.elapsed() < PATIENCE {
                match asked.recv_timeout(QUIET) {
                    Ok(Command::Leave) => return,
                    Ok(Command::Watch(on)) => watching = on,
                    Ok(Command::Saved) => {}
                    // asked by hand: at once
                    Ok(Command::Rescan) | Err(_) => break,
                }
            }
            self.again(sender);
            if watching && watch.is_none() {
                watch = begin();
            }
            if let Some(watch) = watch.as_mut().filter(|_| watching) {
                tell(watch.renew(directory));
            }
        }
    }

    /// Scans anew, with what the clouds said last.
    fn again(&self, sender: &Sender<Event>) {
        let Some(config) = &self.config else { return };
        match super::pull::latest(config) {
            Ok(loaded) => {
                let live = loaded.map(|l| evidence(l, config, Timestamp::now())).unwrap_or_default();
                self.show_at(live, Timestamp::now(), sender);
            }
            Err(error) => {
                let _ = sender.send(Event::Failed(error.message));
            }
        }
    }

    fn show(&self, live: Live, sender: &Sender<Event>) {
        self.show_at(live, self.now, sender);
    }

    fn show_at(&self, live: Live, now: Timestamp, sender: &Sender<Event>) {
        let posture = self.running.told(sender, |resources| {
            let mut progress = |stage| {
                if let Stage::Checking(n) = stage {
                    resources.store(u64::try_from(n).unwrap_or(u64::MAX), Ordering::Relaxed);
                }
            };
            assess_all(Some(&self.tree), live, &self.request, now, &mut progress)
        });
        let _ = sender.send(Event::Posture(Arc::new(posture)));
    }
}

/// How far each unit of a pull is.
#[derive(Debug, Default)]
struct Far(BTreeMap<Unit, UnitFar>);

/// How far one unit is.
#[derive(Debug)]
struct UnitFar {
    items: u64,
    ended: bool,
    trouble: Option<String>,
}

impl Far {
    /// Takes a step in, and says how far each source is now.
    fn tick(&mut self, tick: Tick) -> Vec<SourceProgress> {
        let ended = tick.ended.is_some();
        self.0.insert(tick.unit, UnitFar { items: tick.items, ended, trouble: tick.ended.flatten() });
        let mut sources: Vec<SourceProgress> = Vec::new();
        for (unit, far) in &self.0 {
            let title = unit.provider.title();
            // units stand by provider
            if sources.last().is_none_or(|last| last.source != title) {
                sources.push(SourceProgress { source: title.to_owned(), ..SourceProgress::default() });
            }
            let Some(source) = sources.last_mut() else { continue };
            source.parts += 1;
            source.ended += u32::from(far.ended);
            source.items += far.items;
            source.troubles.extend(far.trouble.clone());
        }
        sources
    }
}

/// A pull beside the dashboard.
struct Refresh {
    config: Config,
    ask: Ask,
    environment: Vec<(String, String)>,
}

impl Refresh {
    /// Needed where a cloud has credentials here and its last reading is not a recent one.
    fn needed(
        config: &Config,
        loaded: Option<&Loaded>,
        now: Timestamp,
        environment: &[(String, String)],
    ) -> Option<Self> {
        let minutes = i64::try_from(config.int("pull.refresh_after_minutes")).unwrap_or(i64::MAX);
        let young = |l: &Loaded| now.as_second() - l.as_of.as_second() < minutes.saturating_mul(60);
        if loaded.is_some_and(|l| l.snapshot.finished.is_some() && young(l)) {
            return None;
        }
        let clouds = crate::pull::with_credentials(config, environment);
        let ask = Ask { clouds, narrowed: Vec::new() };
        (!ask.clouds.is_empty()).then(|| Self {
            config: config.clone(),
            ask,
            environment: environment.to_vec(),
        })
    }

    fn run(&self, work: &Work, sender: &Sender<Event>) {
        let told = |text: String| {
            let _ = sender.send(Event::Told(text));
        };
        // the scan is as good as it was: only the clouds were not read again
        let failed = |error: String| {
            work.again(sender);
            told(format!("the clouds were not read again: {error}"));
        };
        let store = match super::pull::store(&self.config) {
            Ok(store) => store,
            Err(error) => return failed(error.message),
        };
        let progress = sender.clone();
        let far: Mutex<Far> = Mutex::default();
        let tell = move |tick: Tick| {
            let mut far = far.lock().unwrap_or_else(PoisonError::into_inner);
            let sources = far.tick(tick);
            let _ = progress.send(Event::Progress(Progress { sources, ..Progress::default() }));
        };
        let clock: Clock = Arc::new(Timestamp::now);
        let token = work.running.token();
        let done = pull(&store, &self.config, &self.ask, &self.environment, &clock, &token, tell);
        if work.running.is_leaving() {
            return;
        }
        let stopped = done.as_ref().is_ok_and(|pulled| !pulled.finished);
        let kept = done.and_then(|pulled| crate::pull::keep(&store, &pulled, &self.config, Timestamp::now()));
        if let Err(error) = kept {
            return failed(error.to_string());
        }
        match store.latest(&crate::pull::scope(&self.config)) {
            Ok(Some(loaded)) => work.show(evidence(loaded, &self.config, Timestamp::now()), sender),
            Ok(None) => {}
            Err(error) => failed(error.message),
        }
        if stopped {
            told("the pull was stopped: what was read is kept, and the next pull goes on with it".to_owned());
        }
    }
}

/// Opens the dashboard on the sample estate.
pub(super) fn demo(args: &Dashboard, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    if !std::io::stdout().is_terminal() {
        let posture = crate::demo::posture(world.now, &mut |_| {});
        let targets = super::output::targets(&[Format::Text], &[])?;
        super::output::write(&targets, &posture, &Selection::default(), out)?;
        return Ok(Exit::Passed);
    }
    // the environment of the machine says nothing about an invented estate
    let work = Work::new(crate::demo::tree(), Request::default(), world.now, None);
    let running = work.running.clone();
    // an invented estate leaves nothing behind
    let extras = Extras { cancel: Some(running.cancel()), ..Extras::default() };
    let show = move |sender: Sender<Event>| work.show(crate::demo::live(work.now), &sender);
    let (exit, _) = open(args, world, extras, show)?;
    Ok(exit)
}

/// What the configuration says of the dashboard.
fn configure(options: &mut TuiOptions, config: &Config) {
    options.theme = config.text("tui.theme").filter(|t| *t != "auto").map(str::to_owned);
    for (name, slot) in
        [("tui.dark_theme", &mut options.dark_theme), ("tui.light_theme", &mut options.light_theme)]
    {
        if let Some(theme) = config.text(name) {
            theme.clone_into(slot);
        }
    }
    options.ascii |= config.is("tui.ascii");
    options.mouse &= config.is("tui.mouse");
    options.keys = own_keys(config);
}

/// The keys that the configuration gives to actions.
pub(super) fn own_keys(config: &Config) -> Vec<OwnKeys> {
    let own = config.keys().map(|(action, keys, origin)| OwnKeys {
        action: action.to_owned(),
        keys: keys.to_vec(),
        place: origin.to_string(),
    });
    own.collect()
}

/// What an estate has that an invented one has not.
#[derive(Default)]
struct Extras {
    cancel: Option<tui::Cancel>,
    commands: Option<Sender<Command>>,
    watching: bool,
    past: Option<Arc<dyn Past>>,
    state: Option<StateFile>,
}

/// Opens the dashboard on what `work` sends it from a thread of its own.
fn open(
    args: &Dashboard,
    world: &World,
    extras: Extras,
    work: impl FnOnce(Sender<Event>) + Send + 'static,
) -> Result<(Exit, JoinHandle<()>), Error> {
    let mut options = TuiOptions::from_environment(&world.environment);
    let config = super::config::load(world)?;
    configure(&mut options, &config);
    options.theme = args.theme.clone().filter(|t| t != "auto").or(options.theme);
    options.ascii |= args.ascii;
    options.mouse &= !args.no_mouse;
    options.cancel = extras.cancel;
    options.commands = extras.commands;
    options.watching = extras.watching;
    options.past = extras.past;
    options.state = extras.state;
    options.place = match &args.place {
        Some(text) => Some(text.parse::<Place>().map_err(|e| Error::usage(e.to_string()))?),
        None => None,
    };
    let (sender, feed) = channel();
    let thread = std::thread::Builder::new()
        .name("scan".to_owned())
        .spawn(move || work(sender))
        .map_err(|e| Error { exit: Exit::Incomplete, message: e.to_string(), hint: String::new() })?;
    match tui::run(feed, &options) {
        Ok(Left::Quit) => Ok((Exit::Passed, thread)),
        Ok(Left::Terminated) => Ok((Exit::Incomplete, thread)),
        Err(error @ TuiError::Terminal(_)) => {
            Err(Error { exit: Exit::Incomplete, message: error.to_string(), hint: String::new() })
        }
        Err(error) => Err(Error::usage(error.to_string())),
    }
}
