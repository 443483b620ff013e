//! Marks beside words: every state has a glyph of its own, in Unicode and in ASCII.

use crate::drift::Direction;
use crate::posture::{Standing, State};

/// The marks of one character set.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Glyphs {
    pub(crate) failing: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) attest: &'static str,
    pub(crate) excepted: &'static str,
    pub(crate) met: &'static str,
    pub(crate) absent: &'static str,
    pub(crate) reading: &'static str,
    pub(crate) crumb: &'static str,
    pub(crate) cursor: &'static str,
    pub(crate) ellipsis: &'static str,
    pub(crate) open: &'static str,
    pub(crate) folded: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) wall: &'static str,
    pub(crate) thumb: &'static str,
    pub(crate) dot: &'static str,
    pub(crate) up: &'static str,
    pub(crate) down: &'static str,
    pub(crate) caret: &'static str,
    pub(crate) corners: [&'static str; 4],
    pub(crate) fault: &'static str,
    pub(crate) dash: &'static str,
    pub(crate) differs: &'static str,
    pub(crate) to: &'static str,
    /// Lowest to highest.
    pub(crate) spark: [&'static str; 8],
}

/// For terminals with Unicode fonts.
pub(crate) static UNICODE: Glyphs = Glyphs {
    failing: "✗",
    unknown: "?",
    attest: "◌",
    excepted: "≈",
    met: "✓",
    absent: "·",
    reading: "…",
    crumb: "›",
    cursor: "▌",
    ellipsis: "…",
    open: "▾",
    folded: "▸",
    rule: "─",
    wall: "│",
    thumb: "█",
    dot: "·",
    up: "▲",
    down: "▼",
    caret: "▏",
    corners: ["╭", "╮", "╰", "╯"],
    fault: "▶",
    dash: "–",
    differs: "≠",
    to: "→",
    spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};

/// For everything else.
pub(crate) static ASCII: Glyphs = Glyphs {
    failing: "x",
    unknown: "?",
    attest: "o",
    excepted: "~",
    met: "+",
    absent: ".",
    reading: ":",
    crumb: ">",
    cursor: ">",
    ellipsis: "..",
    open: "v",
    folded: ">",
    rule: "-",
    wall: "|",
    thumb: "#",
    dot: "-",
    up: "^",
    down: "v",
    caret: "_",
    corners: ["+", "+", "+", "+"],
    fault: ">",
    dash: "-",
    differs: "!=",
    to: "->",
    spark: ["_", ".", ",", "-", "=", "+", "*", "#"],
};

impl Glyphs {
    /// The mark of a direction of drift.
    pub(crate) const fn drift(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Weaker => self.failing,
            Direction::Unknown => self.unknown,
            Direction::Neutral => self.differs,
            Direction::Stronger => self.met,
        }
    }

    /// The mark of a finding's standing.
    pub(crate) const fn standing(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Fail => self.failing,
            Standing::Unknown => self.unknown,
            Standing::Waived => self.excepted,
            Standing::Pass => self.met,
            Standing::NotApplicable => self.absent,
        }
    }

    /// The mark of a safeguard's or objective's state.
    pub(crate) const fn state(&self, state: State) -> &'static str {
        match state {
            State::Failing => self.failing,
            State::Unknown => self.unknown,
            State::NeedsAttestation => self.attest,
            State::MetWithException => self.excepted,
            State::Met => self.met,
        }
    }
}

/// The short word of a standing, beside its mark.
pub(crate) const fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Fail => "fail",
        Standing::Unknown => "unknown",
        Standing::Waived => "waived",
        Standing::Pass => "pass",
        Standing::NotApplicable => "n/a",
    }
}

/// The short word of a state, beside its mark.
pub(crate) const fn state_word(state: State) -> &'static str {
    match state {
        State::Failing => "failing",
        State::Unknown => "unknown",
        State::NeedsAttestation => "attest",
        State::MetWithException => "excepted",
        State::Met => "met",
    }
}
