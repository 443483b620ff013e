//! Documents: what a page says, block by block, before it is laid out at a width.
//!
//! Built when a page is opened or the posture changes, never while drawing.

mod attestations;
mod drift;
mod finding;
mod overview;
mod remedy;
mod resource;
mod safeguard;
mod source;
mod sources;
mod waiver;

pub(crate) use attestations::attestations;
pub(crate) use drift::drift_head;
pub(crate) use finding::finding;
pub(crate) use overview::overview;
pub(crate) use remedy::{command as remedy_command, remedy};
pub(crate) use resource::{live_address, resource};
pub(crate) use safeguard::{objective_head, safeguard};
pub(crate) use sources::{far, sources};
pub(crate) use waiver::waiver_head;

use crate::check::Finding;
use crate::native::Span;
use crate::posture::{Counts, Posture, Standing, State};

use super::glyph::{Glyphs, standing_word};
use super::place::Place;
use super::text::clean;
use super::theme::Role;

/// A run of text of one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) role: Role,
}

/// A piece; its text is made safe here, so nothing unsafe enters a document.
pub(crate) fn piece(role: Role, text: impl AsRef<str>) -> Piece {
    Piece { text: clean(text.as_ref()).into_owned(), role }
}

/// How a block meets the edge of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Continued on the next line.
    Wrap,
    /// Cut.
    Cut,
}

/// A paragraph, a line, or a row that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) pieces: Vec<Piece>,
    /// Columns left free before the first line; later lines of the block stand `hang` further in.
    pub(crate) indent: u16,
    pub(crate) hang: u16,
    pub(crate) shape: Shape,
    /// Style of the whole line, such as a source line at fault.
    pub(crate) ground: Option<Role>,
    /// What Enter opens.
    pub(crate) target: Option<Place>,
    /// Whether it stands for something that fails.
    pub(crate) fails: bool,
    /// Where it is written.
    pub(crate) span: Option<Span>,
    /// Where it is shown.
    pub(crate) shown: Shown,
}

/// Where a block is shown: a picture on the screen, and the same in words in plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Everywhere,
    Screen,
    Flat,
}

/// A page's content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    /// Where blocks begin and end that stand beside all those before them on a wide page. None of either can be opened.
    pub(crate) beside: Option<(usize, usize)>,
}

impl Document {
    /// Adds a block and gives it back for further touches.
    pub(crate) fn block(&mut self, pieces: Vec<Piece>) -> &mut Block {
        let at = self.blocks.len();
        self.blocks.push(Block {
            pieces,
            indent: 0,
            hang: 0,
            shape: Shape::Wrap,
            ground: None,
            target: None,
            fails: false,
            span: None,
            shown: Shown::Everywhere,
        });
        &mut self.blocks[at]
    }

    /// An empty line, unless the document is empty or just had one.
    pub(crate) fn blank(&mut self) {
        if self.blocks.last().is_some_and(|b| !b.pieces.is_empty()) {
            self.block(Vec::new());
        }
    }

    /// A heading with an empty line before it.
    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        self.block(vec![piece(Role::Heading, text)]).shape = Shape::Cut;
    }

    /// A paragraph.
    pub(crate) fn para(&mut self, role: Role, text: &str) -> &mut Block {
        self.block(vec![piece(role, text)])
    }

    /// A label and its value, the values under one another.
    pub(crate) fn field(&mut self, label: &str, value: &str) -> &mut Block {
        let label = format!("{label:<13}");
        let block = self.block(vec![piece(Role::Muted, label), piece(Role::Text, value)]);
        block.hang = 13;
        block
    }

    /// The positions of blocks that can be selected.
    pub(crate) fn targets(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.blocks.iter().enumerate().filter(|(_, b)| b.target.is_some()).map(|(i, _)| i)
    }

    /// The block selected by a cursor that counts the blocks that can be.
    pub(crate) fn selected(&self, cursor: usize) -> Option<&Block> {
        self.targets().nth(cursor).and_then(|i| self.blocks.get(i))
    }
}

impl Block {
    pub(crate) fn indent(&mut self, columns: u16) -> &mut Self {
        self.indent = columns;
        self
    }

    pub(crate) fn cut(&mut self) -> &mut Self {
        self.shape = Shape::Cut;
        self
    }

    pub(crate) fn opens(&mut self, place: Place) -> &mut Self {
        self.target = Some(place);
        self
    }

    /// A picture of what other blocks say in words.
    pub(crate) fn picture(&mut self) -> &mut Self {
        self.shown = Shown::Screen;
        self
    }

    /// What a picture shows, in words.
    pub(crate) fn words(&mut self) -> &mut Self {
        self.shown = Shown::Flat;
        self
    }

    pub(crate) fn fails(&mut self, fails: bool) -> &mut Self {
        self.fails = fails;
        self
    }

    pub(crate) fn at(&mut self, span: Option<Span>) -> &mut Self {
        self.span = span;
        self
    }
}

/// `✗ failing ` in its role, padded so that what follows lines up.
pub(crate) fn state_badge(glyphs: &Glyphs, state: State) -> Piece {
    piece(Role::of_state(state), format!("{} {}", glyphs.state(state), state.title()))
}

/// `✗ fail    ` in its role, padded so that what follows lines up.
pub(crate) fn standing_badge(glyphs: &Glyphs, standing: Standing) -> Piece {
    let text = format!("{} {:<8}", glyphs.standing(standing), standing_word(standing));
    piece(Role::of_standing(standing), text)
}

/// `3 fail, 1 unknown, 20 pass`: what is nought is left out.
pub(crate) fn counts_words(counts: Counts) -> String {
    let parts = [
        (Standing::Fail, counts.fail),
        (Standing::Unknown, counts.unknown),
        (Standing::Waived, counts.waived),
        (Standing::Pass, counts.pass),
        (Standing::NotApplicable, counts.not_applicable),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(_, n)| *n > 0)
        .map(|(standing, n)| format!("{} {}", super::text::thousands(n as usize), standing_word(standing)))
        .collect();
    if said.is_empty() { "nothing measured".to_owned() } else { said.join(", ") }
}

/// What decided a finding, in words: the reason where it has one, else the settings with their values.
pub(crate) fn setting_values(posture: &Posture, finding: &Finding) -> String {
    if let Some(reason) = finding::reason(finding) {
        return reason;
    }
    let resource = posture.resource(finding);
    let decided = finding.detail.by().filter_map(|key| Some((key, resource.get(key)?)));
    decided.map(|(key, value)| format!("{}: {}", key.label(), value.display())).collect::<Vec<_>>().join("; ")
}

/// `✗ 3 fail  ? 1 unknown  ✓ 20 pass`: what is nought is left out.
pub(crate) fn counts(glyphs: &Glyphs, counts: Counts) -> Vec<Piece> {
    let parts = [
        (Standing::Fail, counts.fail),
        (Standing::Unknown, counts.unknown),
        (Standing::Waived, counts.waived),
        (Standing::Pass, counts.pass),
        (Standing::NotApplicable, counts.not_applicable),
    ];
    let mut pieces: Vec<Piece> = Vec::new();
    for (standing, n) in parts.into_iter().filter(|(_, n)| *n > 0) {
        if !pieces.is_empty() {
            pieces.push(piece(Role::Text, "  "));
        }
        let n = super::text::thousands(n as usize);
        let text = format!("{} {n} {}", glyphs.standing(standing), standing_word(standing));
        pieces.push(piece(Role::of_standing(standing), text));
    }
    if pieces.is_empty() {
        pieces.push(piece(Role::Absent, format!("{} nothing measured", glyphs.absent)));
    }
    pieces
}
