//! `steth history`: the snapshots that pulls have left.

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::{Timestamp, Unit};
use serde::Serialize;

use super::args::{History, Kept, ListFormat};
use super::{World, broken_output};
use crate::error::{Error, Exit};
use crate::posture::State;
use crate::store::{HistoryEntry, Store, UnitCounts};
use crate::visible::visible;

/// The store's directory: the flag, the configuration, the platform.
pub(super) fn directory(kept: &Kept, world: &World) -> Result<PathBuf, Error> {
    let configured = || super::config::load(world).map(|config| crate::config::store_directory(&config));
    let path = match &kept.store {
        Some(path) => Some(path.clone()),
        None => configured()?,
    };
    path.map(|path| world.directory.join(path))
        .ok_or_else(|| Error::usage("no place for the store is known").hint("give one with --store"))
}

pub(super) fn run(args: &History, world: &World, out: &mut dyn Write) -> Result<Exit, Error> {
    let directory = directory(&args.kept, world)?;
    let entries = match Store::open_existing(&directory)? {
        Some(store) => store.history()?,
        None => Vec::new(),
    };
    match args.format {
        ListFormat::Json => json(&entries, out),
        ListFormat::Text if entries.is_empty() => {
            writeln!(
                out,
                "No snapshots yet in {}: steth pull makes the first.",
                visible(&directory.to_string_lossy())
            )
        }
        ListFormat::Text => text(&entries, out),
    }
    .map_err(|e| broken_output(&e))?;
    Ok(Exit::Passed)
}

#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    snapshots: Vec<Entry<'a>>,
}

/// A snapshot in the JSON contract.
#[derive(Serialize)]
struct Entry<'a> {
    id: i64,
    scope: &'a str,
    started: Timestamp,
    finished: Option<Timestamp>,
    steth: &'a str,
    catalog: &'a str,
    units: UnitCounts,
    troubles: Vec<String>,
    resources: u64,
    native_verdicts: u64,
    /// Nothing where it was not assessed.
    safeguards: Option<Safeguards>,
}

#[derive(Serialize)]
struct Safeguards {
    failing: usize,
    unknown: usize,
    needs_attestation: usize,
    met_with_exception: usize,
    met: usize,
}

fn json(entries: &[HistoryEntry], out: &mut dyn Write) -> io::Result<()> {
    let snapshots = entries.iter().map(|entry| Entry {
        id: entry.info.id.0,
        scope: &entry.info.scope,
        started: entry.info.started,
        finished: entry.info.finished,
        steth: &entry.info.steth,
        catalog: &entry.info.catalog,
        units: entry.units,
        troubles: entry.info.troubles.iter().map(|(_, trouble)| trouble.to_string()).collect(),
        resources: entry.info.resources,
        native_verdicts: entry.info.verdicts,
        safeguards: entry.rollup.as_ref().map(|rollup| Safeguards {
            failing: rollup.in_state(State::Failing),
            unknown: rollup.in_state(State::Unknown),
            needs_attestation: rollup.in_state(State::NeedsAttestation),
            met_with_exception: rollup.in_state(State::MetWithException),
            met: rollup.in_state(State::Met),
        }),
    });
    let list = List { schema: "steth.history/1", snapshots: snapshots.collect() };
    serde_json::to_writer_pretty(&mut *out, &list)?;
    writeln!(out)
}

fn text(entries: &[HistoryEntry], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{:>5}  {:<17}  {:<10}  {:<15}  {:>9}  {:>9}  {:<34}  scope",
        "id", "started (UTC)", "took", "units read", "resources", "verdicts", "safeguards"
    )?;
    for HistoryEntry { info, units, rollup } in entries {
        let took = match info.finished {
            Some(end) => duration(info.started, end),
            None => "unfinished".to_owned(),
        };
        let safeguards = rollup.as_ref().map_or_else(
            || "not assessed".to_owned(),
            |rollup| {
                let met = rollup.in_state(State::Met) + rollup.in_state(State::MetWithException);
                format!(
                    "{met} met, {} failing, {} unknown",
                    rollup.in_state(State::Failing),
                    rollup.in_state(State::Unknown)
                )
            },
        );
        let line = format!(
            "{:>5}  {:<17}  {took:<10}  {:<15}  {:>9}  {:>9}  {safeguards:<34}  {}",
            info.id.0,
            info.started.strftime("%Y-%m-%d %H:%M").to_string(),
            format!("{} of {}", units.complete, units.total()),
            info.resources,
            info.verdicts,
            visible(&info.scope),
        );
        writeln!(out, "{}", line.trim_end())?;
        for (_, trouble) in &info.troubles {
            writeln!(out, "       {}", visible(&trouble.to_string()))?;
        }
    }
    Ok(())
}

fn duration(from: Timestamp, to: Timestamp) -> String {
    let rounded = to
        .since(from)
        .and_then(|span| span.round(jiff::SpanRound::new().largest(Unit::Hour).smallest(Unit::Second)));
    rounded.map_or_else(|_| String::new(), |span| format!("{span:#}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args;
    use crate::cli::diff;
    use crate::source::live::UnitEnd;
    use crate::store::tests::{at, pull, resource};

    fn world() -> World {
        World { directory: "/".into(), now: at(0), environment: Vec::new() }
    }

    fn kept(place: &std::path::Path) -> Kept {
        Kept { store: Some(place.to_owned()) }
    }

    fn listed(place: &std::path::Path, format: ListFormat) -> String {
        let mut out = Vec::new();
        run(&History { format, kept: kept(place) }, &world(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn differ(place: &std::path::Path, a: &str, format: ListFormat) -> Result<String, Error> {
        let mut out = Vec::new();
        let args = args::Diff { a: a.into(), b: "latest".into(), scope: None, format, kept: kept(place) };
        diff::run(&args, &world(), &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn nothing_yet_is_said_and_nothing_is_made() {
        let place = tempfile::tempdir().unwrap();
        let inner = place.path().join("none");
        assert!(listed(&inner, ListFormat::Text).starts_with("No snapshots yet in "));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&listed(&inner, ListFormat::Json)).unwrap(),
            serde_json::json!({"schema": "steth.history/1", "snapshots": []})
        );
        let error = differ(&inner, "previous", ListFormat::Text).unwrap_err();
        assert_eq!(error.exit, Exit::Usage);
        assert!(error.message.contains("no snapshots") && !inner.exists());
    }

    #[test]
    fn snapshots_are_listed_and_compared() {
        let place = tempfile::tempdir().unwrap();
        let store = Store::open(place.path()).unwrap();
        pull(&store, 0, "u", vec![resource("a", 1)], UnitEnd::Complete);
        let error = differ(place.path(), "previous", ListFormat::Text).unwrap_err();
        assert!(error.message.contains("no earlier finished pull"), "{error}");
        pull(&store, 100, "u", vec![resource("a", 2)], UnitEnd::Complete);
        let list = listed(place.path(), ListFormat::Text);
        let lines: Vec<_> = list.lines().collect();
        assert_eq!(lines.len(), 3, "{list}");
        for part in ["2", "2027-01-15 08:01", "10s", "1 of 1", "not assessed", "all"] {
            assert!(lines[1].contains(part), "{part}: {list}");
        }
        let json: serde_json::Value = serde_json::from_str(&listed(place.path(), ListFormat::Json)).unwrap();
        assert_eq!(json["snapshots"][0]["units"]["complete"], 1);
        let text = differ(place.path(), "previous", ListFormat::Text).unwrap();
        assert!(text.contains("From snapshot 1") && text.contains("Nothing changed."), "{text}");
        assert!(text.contains("one of the two was not assessed"), "{text}");
        let json: serde_json::Value =
            serde_json::from_str(&differ(place.path(), "1", ListFormat::Json).unwrap()).unwrap();
        assert_eq!((&json["schema"], &json["b"]["id"]), (&"steth.diff/1".into(), &2.into()));
    }

    #[test]
    fn the_flag_comes_before_the_environment_and_that_before_the_platform() {
        let mut world = world();
        world.environment.push(("STETH_STORE_PATH".to_owned(), "from/environment".to_owned()));
        assert_eq!(directory(&Kept::default(), &world).unwrap(), std::path::Path::new("/from/environment"));
        let flag = Kept { store: Some("flag".into()) };
        assert_eq!(directory(&flag, &world).unwrap(), std::path::Path::new("/flag"));
    }
}
