//! What the terminal UI knows. Only `update` changes it; only `view` reads it to draw.

mod columns;
mod complete;
mod group;
mod input;
mod level;
mod matcher;
mod matrix;
mod menu;
mod palette;
mod query;
mod rows;
mod snapshot;

pub(crate) use columns::{Column, Value, value};
pub(crate) use complete::Completion;
pub(crate) use group::{Group, GroupBy};
pub(crate) use input::Input;
pub(crate) use level::{Body, Level, body, cause_target, join, resolve};
pub(crate) use matcher::{has_standing, waiver_word};
pub(crate) use matrix::{Cell, Dimension, Fold, Matrix, MatrixRow, meaningless, standard_of};
pub(crate) use menu::{Choice, Menu, MenuKind, entries, shown};
pub(crate) use palette::{Palette, PaletteItem};
pub(crate) use query::{Query, grouped, quoted, scope_part};
pub(crate) use rows::{Answer, Base, Request, Sort, cause_place};
pub(crate) use snapshot::{Snapshot, name};

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::action::Action;
use super::event::{Progress, SourceProgress};
use super::glyph::Glyphs;
use super::keymap::{Key, Keymap};
use super::past::PastKnown;
use super::place::Place;
use super::theme::{Depth, Theme};

/// How far the scan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Something is being read, since when, and how far it is.
    Reading { progress: Progress, began: Timestamp },
    /// The posture is here.
    Ready,
    /// It failed, and why.
    Failed(String),
}

/// What keys mean now.
#[derive(Debug)]
pub(crate) enum Mode {
    Browse,
    /// A filter is being typed; the text it began with comes back on Esc.
    Filter {
        input: Input,
        before: String,
        completion: Completion,
    },
    /// The name of a file to write the view to is being typed.
    Export(Input),
    Menu(Menu),
    Palette(Palette),
    Help {
        offset: usize,
    },
    /// Themes are looked at; the one before comes back on Esc.
    Themes {
        before: usize,
    },
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Info,
    Warning,
    Error,
}

/// What a click meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hit {
    /// The row at a position, with the matrix column where there is one.
    Row(usize, Option<usize>),
    /// A level of the way down, by depth.
    Crumb(usize),
    /// An entry of the palette.
    Entry(usize),
    /// An action of the footer.
    Action(Action),
    /// A theme of the list.
    Theme(usize),
    /// The head of a column.
    Head(Column),
    /// An entry of a menu.
    Choice(usize),
    /// The line between the list and what stands beside it.
    Split,
}

/// What drawing found out, for the next update.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) hits: Vec<(Rect, Hit)>,
    /// The first line shown, after the cursor was brought into view.
    pub(crate) offset: usize,
    /// Lines of the scrolled part.
    pub(crate) height: usize,
    /// Lines there are in all.
    pub(crate) lines: usize,
    /// The line each target of a document stands on.
    pub(crate) target_lines: Vec<usize>,
}

/// Everything.
pub(crate) struct Model {
    pub(crate) snapshot: Option<Arc<Snapshot>>,
    pub(crate) phase: Phase,
    /// From home to here; never empty.
    pub(crate) levels: Vec<Level>,
    /// Levels that were left by going back.
    pub(crate) ahead: Vec<Level>,
    pub(crate) mode: Mode,
    pub(crate) message: Option<(Tone, String)>,
    pub(crate) matrix: Matrix,
    pub(crate) dimension: Dimension,
    pub(crate) folded: Vec<Fold>,
    /// Columns chosen by hand, by the table's word.
    pub(crate) columns: BTreeMap<&'static str, Vec<Column>>,
    pub(crate) themes: Vec<Theme>,
    pub(crate) theme: usize,
    /// The names of the themes for dark and for light terminals, while the theme follows the terminal.
    pub(crate) theme_of_ground: Option<[String; 2]>,
    /// Keys that were pressed and are the beginning of some action's keys.
    pub(crate) pending: Vec<Key>,
    /// Whether what sends the feed can be stopped.
    pub(crate) can_cancel: bool,
    /// Whether it was asked to stop: then what ends early did not fail.
    pub(crate) stopped: bool,
    pub(crate) depth: Depth,
    pub(crate) glyphs: &'static Glyphs,
    pub(crate) keymap: Keymap,
    pub(crate) now: Timestamp,
    pub(crate) size: (u16, u16),
    pub(crate) drawn: Drawn,
    pub(crate) generation: u64,
    /// The share of the width, in percent, that the list has beside a preview: on the matrix, and elsewhere.
    pub(crate) split: [u16; 2],
    /// Whether the line between the two is being dragged.
    pub(crate) dragging: bool,
    /// Places kept by hand.
    pub(crate) bookmarks: Vec<Place>,
    /// What earlier pulls tell of resources, as far as it was asked for.
    pub(crate) past: PastKnown,
    /// Whether files are watched; nothing where there is nothing to watch.
    pub(crate) watching: Option<bool>,
    /// The preview of what is selected, on screens wide enough, with its place.
    pub(crate) preview: Option<(Place, Body)>,
}

impl Model {
    /// The level on the screen. There always is one.
    pub(crate) fn level(&self) -> &Level {
        let last = self.levels.len().saturating_sub(1);
        &self.levels[last]
    }

    /// The level on the screen, to be changed.
    pub(crate) fn level_mut(&mut self) -> &mut Level {
        let last = self.levels.len().saturating_sub(1);
        &mut self.levels[last]
    }

    /// The theme in use.
    pub(crate) fn theme(&self) -> &Theme {
        &self.themes[self.theme.min(self.themes.len().saturating_sub(1))]
    }

    /// What Enter would open.
    pub(crate) fn selected(&self) -> Option<Place> {
        self.target(self.level(), self.level().cursor)
    }

    /// The place acted on: what is selected, else the page itself.
    pub(crate) fn subject(&self) -> Place {
        let level = self.level();
        // the links of a finding's page lead elsewhere; its actions are about itself
        if level.place.resource.is_some() && level.place.check.is_some() {
            return level.place.clone();
        }
        self.selected().filter(|p| p.resource.is_some()).unwrap_or_else(|| level.place.clone())
    }

    /// The first thing to select that the last drawing showed.
    pub(crate) fn first_in_view(&self) -> Option<usize> {
        let visible = self.drawn.offset..self.drawn.offset + self.drawn.height;
        self.drawn.target_lines.iter().position(|line| visible.contains(line))
    }

    /// Which of the two splits is in use.
    pub(crate) fn split_at(&self) -> usize {
        usize::from(!matches!(self.level().body, Body::Matrix))
    }

    /// Columns of the screen that the list has.
    pub(crate) fn list_width(&self) -> u16 {
        if self.preview.is_none() || self.size.0 < super::update::WIDE {
            return self.size.0;
        }
        let share = u32::from(self.split[self.split_at()]);
        u16::try_from(u32::from(self.size.0) * share / 100).unwrap_or(self.size.0)
    }

    /// The finding acted on.
    pub(crate) fn subject_finding(&self) -> Option<u32> {
        resolve(self.snapshot.as_deref()?, &self.subject()).ok()?.1
    }

    /// The resource acted on.
    pub(crate) fn subject_resource(&self) -> Option<crate::resource::ResourceId> {
        resolve(self.snapshot.as_deref()?, &self.subject()).ok().map(|(r, _)| r)
    }
}

impl Model {
    /// How far each source is that is read at this moment.
    pub(crate) fn reading(&self) -> &[SourceProgress] {
        match &self.phase {
            Phase::Reading { progress, .. } => &progress.sources,
            Phase::Ready | Phase::Failed(_) => &[],
        }
    }
}
