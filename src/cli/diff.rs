//! `steth diff`: what changed from one snapshot to another.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::args::{Diff, ListFormat};
use super::{World, broken_output, history};
use crate::error::{Error, Exit};
use crate::posture::Standing;
use crate::store::{Change, Compared, Incomparable, Said, SnapshotInfo, Store, Turn};
use crate::visible::visible;

pub(super) fn run(args: &Diff, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let directory = history::directory(&args.kept, world)?;
    let store = Store::open_existing(&directory)?.ok_or_else(|| {
        Error::usage(format!("there are no snapshots in {}", directory.display()))
            .hint("steth pull makes the first, a second one can be compared with it")
    })?;
    let scope = args.scope.as_deref();
    let (a, b) = (store.resolve(&args.a, scope)?, store.resolve(&args.b, scope)?);
    let compared = store.compare(a, b)?;
    match args.format {
        ListFormat::Json => json(&compared, out),
        ListFormat::Text => text(&compared, out),
    }
    .map_err(|e| broken_output(&e))?;
    Ok(Exit::Passed)
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    a: Side<'a>,
    b: Side<'a>,
    assessed: bool,
    catalog_changed: bool,
    same: u64,
    changes: &'a [Change],
}

#[derive(Serialize)]
struct Side<'a> {
    id: i64,
    scope: &'a str,
    started: jiff::Timestamp,
    finished: Option<jiff::Timestamp>,
}

impl<'a> Side<'a> {
    fn of(info: &'a SnapshotInfo) -> Self {
        Self { id: info.id.0, scope: &info.scope, started: info.started, finished: info.finished }
    }
}

fn json(compared: &Compared, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "steth.diff/1",
        a: Side::of(&compared.a),
        b: Side::of(&compared.b),
        assessed: compared.assessed,
        catalog_changed: compared.catalog_changed,
        same: compared.same,
        changes: &compared.changes,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// The heading of each kind, in the order shown.
const fn heading(turn: Turn) -> &'static str {
    match turn {
        Turn::Red => "Turned red",
        Turn::Unknown => "Turned unknown",
        Turn::Waived => "Failing under a waiver now",
        Turn::Green => "Turned green",
        Turn::NotApplicable => "Without meaning now",
        Turn::Appeared => "Appeared",
        Turn::Vanished => "Vanished",
        Turn::Incomparable(Incomparable::Scope) => "Cannot be compared: not asked for in one of the two",
        Turn::Incomparable(Incomparable::Catalog) => "Cannot be compared: the check is new, gone or another",
        Turn::Incomparable(Incomparable::Coverage) => "Cannot be compared: not read whole in one of the two",
    }
}

fn text(compared: &Compared, out: &mut dyn Write) -> io::Result<()> {
    let Compared { a, b, .. } = compared;
    writeln!(out, "From snapshot {} ({:.0}) to {} ({:.0})", a.id, a.started, b.id, b.started)?;
    if a.scope != b.scope {
        writeln!(out, "The scopes differ: {} and {}", visible(&a.scope), visible(&b.scope))?;
    }
    for (side, what) in [(a, "first"), (b, "second")] {
        if side.finished.is_none() {
            writeln!(out, "The {what} is unfinished: what it did not come to is not known.")?;
        }
    }
    if !compared.assessed {
        writeln!(out, "Findings are not compared: one of the two was not assessed.")?;
    }
    if compared.catalog_changed {
        writeln!(out, "The catalog of checks differs between the two.")?;
    }
    let mut groups: BTreeMap<Turn, Vec<&Change>> = BTreeMap::new();
    for change in &compared.changes {
        groups.entry(change.turn).or_default().push(change);
    }
    for (turn, changes) in &groups {
        writeln!(out, "\n{} ({})", heading(*turn), changes.len())?;
        for change in changes {
            let said = match &change.said {
                Said::Check(id) => visible(id).into_owned(),
                Said::Native(service, rule) => format!("{service} {}", visible(rule)),
            };
            writeln!(
                out,
                "  {:<9} {said}  {}  {}",
                words(change.before, change.after),
                visible(&change.resource),
                visible(&change.scope)
            )?;
        }
    }
    if groups.is_empty() {
        writeln!(out, "\nNothing changed.")?;
    }
    writeln!(out, "\n{} as before.", compared.same)
}

/// `pass → fail`; a side that is not there is left out.
fn words(before: Option<Standing>, after: Option<Standing>) -> String {
    match (before, after) {
        (Some(before), Some(after)) if before != after => format!("{} → {}", before.id(), after.id()),
        (Some(one), _) | (None, Some(one)) => one.id().to_owned(),
        (None, None) => String::new(),
    }
}
