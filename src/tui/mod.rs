//! The terminal UI: the HIPAA matrix and the way from a safeguard to the line at fault and its fix.
//!
//! ```text
//! feed, terminal ──▶ message ──▶ update ──▶ model ──▶ view ──▶ screen
//!                                  └──▶ effect (clipboard, editor, rows, index) ──▶ message
//! ```
//!
//! Two rules give most of it. A *place* is a value ([`Place`]): crumb, history, bookmark and test address in one.
//! An *action* is a row ([`ACTIONS`]): keymap, footer, help, palette and README read the same table.

mod action;
mod document;
mod effect;
mod event;
mod export;
mod flat;
mod glyph;
mod ground;
mod headless;
mod input;
mod keymap;
mod model;
mod options;
mod painter;
mod past;
mod place;
mod run;
mod session;
mod terminal;
mod text;
mod theme;
mod update;
mod view;
mod worker;

#[cfg(test)]
mod tests;

pub use action::{ACTIONS, Action, Group, Row, Scope, markdown as key_table};
pub use event::{Command, Event, Feed, Progress, SourceProgress};
pub use flat::report as flat_report;
pub use headless::{Headless, Outside};
pub use keymap::{Found, Key, KeyError, Keymap, OwnKeys};
pub use options::{Cancel, Environment, Multiplexer, TuiError, TuiOptions};
pub use past::{Past, Point, Since};
pub use place::{Page, Place, PlaceError, ResourceName, Root};
pub use run::{Left, run};
pub use session::{Session, StateFile};
pub use theme::{Depth, Role, Theme, ThemeError, embedded as embedded_themes, themes, user_themes};
