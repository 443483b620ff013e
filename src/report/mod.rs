//! Reports: the same posture in the forms people and machines take, one file each.

mod json;
mod select;
mod text;

pub use json::{SCHEMA, write as write_json};
pub use select::{Selection, SelectionError};
pub use text::write as write_text;

use std::io;

use crate::posture::Posture;

/// A form of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    /// For people and screen readers.
    Text,
    /// The machine-readable contract, `steth.scan/1`.
    Json,
}

/// Writes a report.
pub fn write(
    format: Format,
    posture: &Posture,
    selection: &Selection,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(posture, selection, out),
        Format::Json => json::write(posture, selection, out),
    }
}
