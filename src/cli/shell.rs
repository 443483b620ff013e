//! `steth completions` and `steth man`, both made from the one definition of the flags.

use std::io::Write;

use clap::CommandFactory;

use super::args::Cli;
use super::broken_output;
use crate::error::{Error, Exit};

pub(super) fn completions(shell: clap_complete::Shell, out: &mut dyn Write) -> Result<Exit, Error> {
    let mut buffer = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "steth", &mut buffer);
    out.write_all(&buffer).map_err(|e| broken_output(&e))?;
    Ok(Exit::Passed)
}

pub(super) fn man(out: &mut dyn Write) -> Result<Exit, Error> {
    clap_mangen::Man::new(Cli::command()).render(out).map_err(|e| broken_output(&e))?;
    Ok(Exit::Passed)
}
