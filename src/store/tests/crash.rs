//! A pull that is killed at any point: the last finished snapshot is whole, the unfinished one goes on.

use std::io::{BufRead, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::tempdir;

use super::*;
use crate::source::live::Resume;

const PAGES: usize = 30;
const PLACE: &str = "STETH_TEST_CRASH";

fn pages() -> impl Iterator<Item = (Page, Option<String>)> {
    (0..PAGES).map(|n| {
        let resources = (0..20).map(|i| resource(&format!("{n:02}/{i:02}"), 2)).collect();
        (page(resources), (n + 1 < PAGES).then(|| (n + 1).to_string()))
    })
}

/// Pulls on from where the store says, and says so after every page that is on disk.
fn pull_on(store: &Store, mut told: impl FnMut(usize)) {
    let snapshot = begin(store, 100);
    let sink = snapshot.sink();
    let from = match sink.begin(&unit("u")).unwrap() {
        Resume::Fresh => 0,
        Resume::From(token) => token.parse().unwrap(),
        Resume::Done => PAGES,
    };
    for (n, (page, next)) in pages().enumerate().skip(from) {
        sink.put(&unit("u"), page, next.as_deref()).unwrap();
        told(n);
    }
    if from < PAGES {
        sink.end(&unit("u"), UnitEnd::Complete).unwrap();
    }
    finish(snapshot, 110);
    told(PAGES);
}

/// The process that is killed. Run by the test below; on its own it does nothing.
#[test]
#[ignore = "the other half of a test: it is started by it"]
fn child() {
    let Some(place) = std::env::var_os(PLACE) else { return };
    let store = Store::open(&PathBuf::from(place)).unwrap();
    pull_on(&store, |n| {
        let mut out = std::io::stderr();
        writeln!(out, "page {n}").unwrap();
        out.flush().unwrap();
    });
}

fn start(place: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::crash::child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(PLACE, place)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_killed_pull_loses_nothing_that_was_finished_and_goes_on() {
    let place = tempdir().unwrap();
    let before: Vec<_> = (0..PAGES).map(|n| resource(&format!("{n:02}/00"), 1)).collect();
    pull(&Store::open(place.path()).unwrap(), 0, "u", before.clone(), UnitEnd::Complete);
    let mut kills = 0;
    let mut progress = 0;
    for stop in [0, 1, 5, 9, 16, 24, 29] {
        let mut child = start(place.path());
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let reached =
            lines.any(|line| line.strip_prefix("page ").is_some_and(|n| n.parse::<usize>().unwrap() >= stop));
        assert!(reached, "the child ended before page {stop}");
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        let store = Store::open(place.path()).unwrap();
        let whole: String =
            store.with(|c| c.query_row("PRAGMA integrity_check", [], |row| row.get(0))).unwrap();
        assert_eq!(whole, "ok");
        let loaded = store.latest("all").unwrap().unwrap();
        if loaded.snapshot.started == at(100) {
            // it was quicker than the signal
            break;
        }
        assert_eq!(loaded.resources, before, "after a kill at page {stop}");
        let kept: Option<i64> = store
            .with(|c| c.query_row("SELECT max(pages) FROM readings WHERE snapshot = 2", [], |row| row.get(0)))
            .unwrap();
        assert!(kept.unwrap_or(0) >= progress, "what was on disk before stays");
        progress = kept.unwrap_or(0);
    }
    assert!(kills > 0);
    let store = Store::open(place.path()).unwrap();
    if store.latest("all").unwrap().unwrap().snapshot.started != at(100) {
        pull_on(&store, |_| {});
    }
    let loaded = store.latest("all").unwrap().unwrap();
    let expected: Vec<_> = pages().flat_map(|(page, _)| page.resources).collect();
    let mut got = loaded.resources;
    got.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(got, expected);
    assert_eq!(loaded.snapshot.id.0, 2, "one snapshot, however often it was killed");
}
