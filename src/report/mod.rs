//! Reports: the same posture in the forms people and machines take, one file each.

mod csv;
mod json;
mod junit;
mod markdown;
mod sarif;
mod select;
mod text;

pub(crate) use csv::inert;
pub(crate) use json::drift::view as drift_view;
pub(crate) use json::imported::views as imported_views;
pub use json::{JSON_SCHEMA, SCHEMA, write as write_json};
pub use select::{Selection, SelectionError};
pub use text::write as write_text;
pub(crate) use text::{notices as write_notices, write_imported};

use std::io;

use rayon::prelude::*;

use crate::posture::Posture;

/// A form of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Format {
    /// For people and screen readers.
    Text,
    /// The machine-readable contract, `steth.scan/1`.
    Json,
    /// SARIF 2.1.0 with the Security Rule as a taxonomy.
    Sarif,
    /// SARIF as GitHub code scanning takes it.
    SarifGithub,
    /// One row per finding and safeguard.
    Csv,
    /// For pull requests.
    Markdown,
    /// For CI systems that read test results.
    Junit,
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
        Format::Sarif => sarif::write(posture, selection, sarif::Flavour::Full, out),
        Format::SarifGithub => sarif::write(posture, selection, sarif::Flavour::GitHub, out),
        Format::Csv => csv::write(posture, selection, out),
        Format::Markdown => markdown::write(posture, selection, out),
        Format::Junit => junit::write(posture, selection, out),
    }
}

/// Items rendered at once, and pieces held before they are written: memory does not grow with their number.
const PIECE: usize = 1_024;
const HELD: usize = 32;

/// Renders items piece by piece beside each other and writes the pieces in order.
fn in_pieces<T: Sync>(
    items: &[T],
    out: &mut dyn io::Write,
    render: impl Fn(&[T]) -> io::Result<Vec<u8>> + Sync,
) -> io::Result<()> {
    for window in items.chunks(PIECE * HELD) {
        let pieces: Vec<io::Result<Vec<u8>>> = window.par_chunks(PIECE).map(&render).collect();
        for piece in pieces {
            out.write_all(&piece?)?;
        }
    }
    Ok(())
}
