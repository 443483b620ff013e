//! Themes: roles, not colours. A theme says how each role looks at each depth of colour.

mod color;
mod file;
mod load;

pub use load::{ThemeError, embedded, themes, user_themes};

use ratatui::style::{Color, Modifier, Style};

use crate::check::Severity;
use crate::drift::Direction;
use crate::posture::{Standing, State};

pub(crate) use color::{Ink, hex, luminance};

macro_rules! roles {
    ($($role:ident $id:literal $meaning:literal;)*) => {
        /// What a piece of text is, and so how it looks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role {
            $(#[doc = $meaning] $role,)*
        }

        impl Role {
            /// Every role, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$role,)*];

            /// The name used in theme files.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$role => $id,)* }
            }
        }
    };
}

roles! {
    Text "text" "Ordinary text.";
    Muted "text.muted" "Text of second rank.";
    Heading "text.heading" "A heading.";
    Accent "text.accent" "The program's name and numbers that count.";
    Border "border" "Lines between panes and the scroll bar.";
    Bar "bar" "The top and bottom lines.";
    Crumb "crumb" "The way to this place.";
    Key "key" "A key to press.";
    Chip "chip" "A filter in force.";
    Selection "selection" "The selected line.";
    Column "selection.column" "The selected cell or column.";
    Link "text.link" "A place that can be opened.";
    Failing "state.failing" "A failing check or safeguard.";
    Unknown "state.unknown" "What cannot be told.";
    Attest "state.attest" "What people must attest.";
    Excepted "state.excepted" "A failure under a waiver.";
    Met "state.met" "A passing check or a met safeguard.";
    Absent "state.absent" "Nothing to measure.";
    Critical "severity.critical" "Critical severity.";
    High "severity.high" "High severity.";
    Medium "severity.medium" "Medium severity.";
    Low "severity.low" "Low severity.";
    Code "code" "Source text.";
    Number "code.number" "Line numbers.";
    Fault "code.fault" "The source lines at fault.";
    Added "diff.added" "A line a change adds.";
    Removed "diff.removed" "A line a change removes.";
    Info "message.info" "A message.";
    Warning "message.warning" "A warning.";
    Error "message.error" "An error.";
}

impl Role {
    /// The role of a finding's standing.
    pub const fn of_standing(standing: Standing) -> Self {
        match standing {
            Standing::Fail => Self::Failing,
            Standing::Unknown => Self::Unknown,
            Standing::Waived => Self::Excepted,
            Standing::Pass => Self::Met,
            Standing::NotApplicable => Self::Absent,
        }
    }

    /// The role of a direction of drift.
    pub const fn of_drift(direction: Direction) -> Self {
        match direction {
            Direction::Weaker => Self::Failing,
            Direction::Unknown => Self::Unknown,
            Direction::Neutral => Self::Text,
            Direction::Stronger => Self::Met,
        }
    }

    /// The role of a state.
    pub const fn of_state(state: State) -> Self {
        match state {
            State::Failing => Self::Failing,
            State::Unknown => Self::Unknown,
            State::NeedsAttestation => Self::Attest,
            State::MetWithException => Self::Excepted,
            State::Met => Self::Met,
        }
    }

    /// The role of a severity.
    pub const fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self::Critical,
            Severity::High => Self::High,
            Severity::Medium => Self::Medium,
            Severity::Low => Self::Low,
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// How many colours the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Depth {
    /// None: weight, underline and reversal only.
    Mono,
    /// The terminal's own sixteen.
    Ansi16,
    /// The 256-colour cube.
    Ansi256,
    /// 24 bits.
    True,
}

impl Depth {
    /// The depth by the environment's words: `NO_COLOR`, `COLORTERM` and `TERM`.
    pub fn detect(no_color: bool, colorterm: &str, term: &str) -> Self {
        if no_color || term == "dumb" {
            Self::Mono
        } else if colorterm == "truecolor" || colorterm == "24bit" || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256color") {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }
}

/// The look of one role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) fg: Option<Ink>,
    pub(crate) bg: Option<Ink>,
    pub(crate) modifiers: Modifier,
    /// Added where there is no colour, so that nothing is told by colour alone.
    pub(crate) mono: Modifier,
    /// The look in sixteen colours, where it is not what the inks give.
    pub(crate) ansi: Option<AnsiLook>,
}

/// The look of one role in sixteen colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct AnsiLook {
    pub(crate) fg: Option<Color>,
    pub(crate) bg: Option<Color>,
    pub(crate) modifiers: Modifier,
}

/// A theme: the look of every role.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The name, as chosen in the palette and in configuration.
    pub name: String,
    pub(crate) foreground: Ink,
    pub(crate) background: Ink,
    pub(crate) looks: Vec<Look>,
    /// Whether it is for light terminals.
    pub(crate) is_light: bool,
    /// The least contrast between a text and what it may lie on.
    pub(crate) contrast: f64,
}

impl Theme {
    pub(crate) fn look(&self, role: Role) -> Look {
        self.looks.get(role.index()).copied().unwrap_or_default()
    }

    /// The style of a role at a depth. The background is left out unless the role has its own, so that it lies
    /// over a selected line.
    pub fn style(&self, role: Role, depth: Depth) -> Style {
        let look = self.look(role);
        let mut style = Style::new().add_modifier(look.modifiers);
        if depth == Depth::Mono {
            return style.add_modifier(look.mono);
        }
        if let (Depth::Ansi16, Some(own)) = (depth, look.ansi) {
            style = Style::new().add_modifier(own.modifiers);
            return Style { fg: own.fg, bg: own.bg, ..style };
        }
        if let Some(ink) = look.fg {
            style = style.fg(ink.at(depth));
        }
        if let Some(ink) = look.bg {
            style = style.bg(ink.at(depth));
        }
        style
    }

    /// Whether it is for light terminals.
    pub const fn is_for_light_terminals(&self) -> bool {
        self.is_light
    }

    /// The style of the empty screen.
    pub fn base(&self, depth: Depth) -> Style {
        match depth {
            Depth::Mono => Style::new().fg(Color::Reset).bg(Color::Reset),
            _ => Style::new().fg(self.foreground.at(depth)).bg(self.background.at(depth)),
        }
    }
}

#[cfg(test)]
mod tests;
