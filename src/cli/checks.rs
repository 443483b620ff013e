//! `steth checks`: the catalog as a list.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{Checks, ListFormat};
use super::broken_output;
use crate::check::{Check, Tool, registry};
use crate::error::{Error, Exit};
use crate::native::Provider;
use crate::posture::Posture;

#[derive(Serialize)]
struct List {
    checks: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: &'static str,
    title: &'static str,
    objective: &'static str,
    kind: &'static str,
    platforms: Vec<Provider>,
    severity: crate::check::Severity,
    safeguards: Vec<&'static str>,
    aliases: serde_json::Map<String, serde_json::Value>,
}

pub(super) fn run(args: &Checks, out: &mut dyn Write) -> Result<Exit, Error> {
    match args.format {
        ListFormat::Json => json(out),
        ListFormat::Text => text(out),
    }
    .map_err(|e| broken_output(&e))?;
    Ok(Exit::Passed)
}

fn json(out: &mut dyn Write) -> io::Result<()> {
    let checks = registry().checks().map(|(_, c)| entry(c)).collect();
    serde_json::to_writer_pretty(&mut *out, &List { checks })?;
    writeln!(out)
}

fn entry(check: &'static Check) -> Entry {
    let ids = |tool: Tool| {
        let own = check.aliases.iter().filter(|a| a.tool == tool);
        let mut ids: Vec<&str> = own.flat_map(crate::check::Alias::forms).collect();
        ids.sort_unstable();
        ids.dedup();
        (tool.id().to_owned(), ids.into())
    };
    Entry {
        id: check.id,
        title: check.title,
        objective: check.objective,
        kind: check.kind.id(),
        platforms: check.platforms(),
        severity: check.severity,
        safeguards: Posture::safeguards_of(check).iter().map(|s| s.citation).collect(),
        aliases: Tool::ALL.into_iter().map(ids).collect(),
    }
}

fn text(out: &mut dyn Write) -> io::Result<()> {
    let width = registry().checks().map(|(_, c)| c.id.len()).max().unwrap_or(0);
    for (_, check) in registry().checks() {
        let platforms: Vec<&str> = check.platforms().into_iter().map(Provider::id).collect();
        writeln!(
            out,
            "{:<width$}  {:<8}  {:<16}  {}",
            check.id,
            check.severity,
            platforms.join(","),
            check.title
        )?;
    }
    Ok(())
}
