//! How the terminal UI is started, and why it may not be.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use jiff::Timestamp;

use super::event::{Command, Progress};
use super::glyph::{ASCII, UNICODE};
use super::keymap::{KeyError, Keymap, OwnKeys};
use super::model::{Dimension, Level, Matrix, Mode, Model, Phase, Query, Tone};
use super::past::{Past, PastKnown};
use super::place::{Page, Place};
use super::session::{self, StateFile};
use super::theme::{Depth, themes};

/// What stands between us and the terminal, and has to be told to pass the clipboard on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Multiplexer {
    /// Nothing.
    #[default]
    None,
    /// tmux.
    Tmux,
    /// GNU screen.
    Screen,
}

/// The parts of the process environment that matter; read at the edge, passed in everywhere else.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// `COLORTERM`.
    pub colorterm: String,
    /// `TERM`.
    pub term: String,
    /// What stands between us and the terminal.
    pub multiplexer: Multiplexer,
    /// `VISUAL`, else `EDITOR`; empty when neither is set.
    pub editor: String,
    /// Whether the locale's characters are UTF-8.
    pub utf8: bool,
    /// Whether the terminal said that it is light (`COLORFGBG`); nothing when it said nothing.
    pub light: Option<bool>,
    /// Whether there is a desktop here that shows web pages; over ssh there is none.
    pub desktop: bool,
}

impl Environment {
    /// The parts that matter of a process environment.
    pub fn of(variables: &[(String, String)]) -> Self {
        let get = |name: &str| {
            variables.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(get).into_iter().find(|v| !v.is_empty());
        let editor = [get("VISUAL"), get("EDITOR")].into_iter().find(|v| !v.trim().is_empty());
        Self {
            no_color: !get("NO_COLOR").is_empty(),
            colorterm: get("COLORTERM"),
            term: get("TERM"),
            multiplexer: match (get("TMUX").as_str(), get("STY").as_str()) {
                ("", "") => Multiplexer::None,
                ("", _) => Multiplexer::Screen,
                _ => Multiplexer::Tmux,
            },
            editor: editor.unwrap_or_default(),
            light: super::ground::told(&get("COLORFGBG")),
            desktop: get("SSH_CONNECTION").is_empty()
                && (cfg!(target_os = "macos")
                    || !get("DISPLAY").is_empty()
                    || !get("WAYLAND_DISPLAY").is_empty()),
            // an unset locale says nothing, and nearly every terminal reads UTF-8 today
            utf8: locale.is_none_or(|v| {
                let v = v.to_ascii_lowercase();
                v.contains("utf-8") || v.contains("utf8") || v == "c" || v == "posix"
            }),
        }
    }
}

/// Stops what sends the feed.
#[derive(Clone)]
pub struct Cancel(pub Arc<dyn Fn() + Send + Sync>);

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cancel")
    }
}

/// How the terminal UI is started.
#[derive(Debug, Clone)]
pub struct TuiOptions {
    /// Where to begin; the matrix when nothing is named.
    pub place: Option<Place>,
    /// The theme by name; one of the next two, as the terminal is, when nothing is named.
    pub theme: Option<String>,
    /// The theme on dark terminals.
    pub dark_theme: String,
    /// The theme on light terminals.
    pub light_theme: String,
    /// A directory with a person's own themes.
    pub themes: Option<PathBuf>,
    /// Marks in ASCII only.
    pub ascii: bool,
    /// Whether clicks and the wheel are ours; without it the terminal selects text as ever.
    pub mouse: bool,
    /// A person's own keys.
    pub keys: Vec<OwnKeys>,
    /// Stops what sends the feed; nothing where it cannot be stopped.
    pub cancel: Option<Cancel>,
    /// Where bookmarks and the session are kept; nothing keeps neither.
    pub state: Option<StateFile>,
    /// Where history is asked; nothing where there is none.
    pub past: Option<Arc<dyn Past>>,
    /// Where a new scan is asked for; nothing where the estate does not change.
    pub commands: Option<Sender<Command>>,
    /// Whether saves are scanned from the start.
    pub watching: bool,
    /// The environment.
    pub environment: Environment,
    /// The time of day, asked when something is drawn.
    pub clock: fn() -> Timestamp,
}

impl TuiOptions {
    /// The defaults over a process environment, with themes from the configuration directory.
    pub fn from_environment(variables: &[(String, String)]) -> Self {
        let themes = directories::ProjectDirs::from("", "", "steth").map(|d| d.config_dir().join("themes"));
        Self { themes, mouse: true, ..Self::plain(Environment::of(variables), Timestamp::now) }
    }

    /// The defaults over a given environment and clock.
    pub fn plain(environment: Environment, clock: fn() -> Timestamp) -> Self {
        Self {
            place: None,
            theme: None,
            dark_theme: "dark".to_owned(),
            light_theme: "light".to_owned(),
            themes: None,
            ascii: !environment.utf8,
            mouse: false,
            keys: Vec::new(),
            cancel: None,
            state: None,
            past: None,
            commands: None,
            watching: true,
            environment,
            clock,
        }
    }
}

/// Why the terminal UI cannot run, or had to end.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// Standard input or output is no terminal.
    #[error(
        "failed to open the terminal UI: standard input and output must be a terminal; `steth scan` prints instead"
    )]
    NotATerminal,
    /// No theme has the name.
    #[error("failed to find a theme named `{name}`; themes are {known}")]
    Theme {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The keys are wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Keys(Vec<KeyError>),
    /// The terminal failed.
    #[error("failed to use the terminal: {0}")]
    Terminal(#[from] std::io::Error),
}

impl Model {
    /// A model of nothing yet, by the options.
    pub(crate) fn new(options: &TuiOptions, size: (u16, u16)) -> Result<Self, TuiError> {
        let (themes, errors) = themes(options.themes.as_deref());
        let mut message = errors.first().map(|e| (Tone::Warning, format!("{e}; its theme is left out")));
        let find = |name: &str| {
            themes.iter().position(|t| t.name == name).ok_or_else(|| TuiError::Theme {
                name: name.to_owned(),
                known: themes.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", "),
            })
        };
        let by_ground = [find(&options.dark_theme)?, find(&options.light_theme)?];
        let theme = match &options.theme {
            None => by_ground[usize::from(options.environment.light == Some(true))],
            Some(name) => find(name)?,
        };
        let env = &options.environment;
        let (mut bookmarks, mut session) = (Vec::new(), None);
        match options.state.as_ref().map(session::load) {
            Some(Ok(kept)) => (bookmarks, session) = kept,
            Some(Err(why)) => message = Some((Tone::Warning, why)),
            None => {}
        }
        let restored = match (&options.place, &session) {
            (None, Some(session)) => session.levels(),
            _ => Vec::new(),
        };
        let levels = if restored.first().is_some_and(|l| l.place.page() == Page::Matrix) {
            restored
        } else {
            let place = options.place.clone().unwrap_or_else(Place::home);
            place.trail().into_iter().map(Level::new).collect()
        };
        let mut model = Self {
            snapshot: None,
            phase: Phase::Reading { progress: Progress::default(), began: (options.clock)() },
            levels,
            ahead: Vec::new(),
            mode: Mode::Browse,
            message,
            matrix: Matrix::new(None, Dimension::default(), &Query::default(), &[]),
            dimension: Dimension::default(),
            folded: Vec::new(),
            theme_of_ground: options.theme.is_none().then(|| by_ground.map(|i| themes[i].name.clone())),
            columns: BTreeMap::new(),
            split: [62, 55],
            dragging: false,
            bookmarks: std::mem::take(&mut bookmarks),
            past: PastKnown { there: options.past.is_some(), ..PastKnown::default() },
            watching: options.commands.as_ref().map(|_| options.watching),
            themes,
            theme,
            pending: Vec::new(),
            can_cancel: options.cancel.is_some(),
            stopped: false,
            depth: Depth::detect(env.no_color, &env.colorterm, &env.term),
            glyphs: if options.ascii { &ASCII } else { &UNICODE },
            keymap: Keymap::new(&options.keys).map_err(TuiError::Keys)?,
            now: (options.clock)(),
            size,
            drawn: super::model::Drawn::default(),
            generation: 0,
            preview: None,
        };
        if let Some(session) = &session {
            session.dress(&mut model, options.theme.is_some());
        }
        super::update::begin(&mut model);
        Ok(model)
    }
}
