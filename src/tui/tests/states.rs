//! Every view in every state: loading, nothing wrong, filtered away, read in part, stale, failed.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use crate::posture::Posture;
use crate::tui::{Cancel, Event, Headless, Outside, Progress, SourceProgress, TuiOptions};

use super::fixture::{good, options, posture, unread};

/// Views by name, and the keys that lead there.
const VIEWS: [(&str, &str); 10] = [
    ("matrix", "g m"),
    ("overview", "g o"),
    ("objectives", "g j"),
    ("findings", "g f"),
    ("resources", "g r"),
    ("causes", "g c"),
    ("sources", "g s"),
    ("waivers", "g w"),
    ("drift", "g d"),
    ("themes", "t"),
];

/// Pages below the views, by their places.
const PAGES: [(&str, &str); 5] = [
    ("safeguard", "164.312(a)(2)(iv)"),
    ("objective", "164.312(a)(2)(iv)/encryption-at-rest"),
    ("resource", "resources/aws_ebs_volume.archive"),
    ("finding", "findings/aws_ebs_volume.archive/block-volume-encryption"),
    ("remedy", "findings/aws_ebs_volume.archive/block-volume-encryption/remedy"),
];

fn late() -> Timestamp {
    "2026-03-04T10:00:00Z".parse().unwrap()
}

fn stoppable() -> TuiOptions {
    TuiOptions { cancel: Some(Cancel(Arc::new(|| ()))), ..options() }
}

fn reading() -> Event {
    let progress =
        Progress { files: 1_200, bytes: 3_400_000, what: "reading".to_owned(), ..Progress::default() };
    Event::Progress(progress)
}

/// The screens of all states that a view can be in, each under its name.
fn states(options: &TuiOptions, keys: &str) -> String {
    let mut out = String::new();
    let mut add = |state: &str, options: &TuiOptions, events: Vec<Event>, more: &str| {
        let mut s = Headless::new(options, 80, 18).unwrap();
        for event in events {
            s.feed(event);
        }
        s.keys(keys).unwrap();
        s.keys(more).unwrap();
        let _ = writeln!(out, "== {state}\n{}", s.text());
    };
    let has = |posture: Posture| vec![Event::Posture(Arc::new(posture))];
    add("loading", options, vec![reading()], "");
    add("good", options, has(good()), "");
    let mut narrow = Headless::new(options, 80, 18).unwrap();
    narrow.keys(keys).unwrap();
    narrow.keys("/").unwrap();
    if narrow.message().is_empty() && keys != "t" {
        add("filtered away", options, has(posture()), "/ `no such thing` enter");
    }
    add("read in part", options, has(unread()), "");
    let stale = TuiOptions { clock: late, ..options.clone() };
    add("stale", &stale, has(posture()), "");
    add("failed", options, vec![Event::Failed("failed to read infra: permission denied".to_owned())], "");
    let mut again = has(posture());
    again.extend([reading(), Event::Failed("failed to read infra: permission denied".to_owned())]);
    add("failed after it was known", options, again, "");
    out
}

#[test]
fn every_view_in_every_state() {
    for (view, keys) in VIEWS {
        insta::assert_snapshot!(format!("states-{view}"), states(&stoppable(), keys));
    }
}

#[test]
fn every_page_in_every_state() {
    for (page, place) in PAGES {
        let options = TuiOptions { place: Some(place.parse().unwrap()), ..stoppable() };
        insta::assert_snapshot!(format!("states-{page}"), states(&options, ""));
    }
}

#[test]
fn long_work_tells_its_count_its_rate_and_how_to_stop_it() {
    static SECONDS: AtomicI64 = AtomicI64::new(1_772_000_000);
    let clock = || Timestamp::from_second(SECONDS.load(Ordering::Relaxed)).unwrap();
    let mut s = Headless::new(&TuiOptions { clock, ..stoppable() }, 80, 24).unwrap();
    s.keys("4").unwrap();
    SECONDS.fetch_add(4, Ordering::Relaxed);
    s.feed(reading());
    let text = s.text();
    assert!(text.contains("reading 1,200 files, 300/s"), "{text}");
    assert!(text.contains("3.4 MB so far") && text.contains("ctrl-x stops it"), "{text}");
    let aws = SourceProgress {
        source: "AWS".to_owned(),
        parts: 12,
        ended: 3,
        items: 800,
        ..SourceProgress::default()
    };
    let pull = Progress { sources: vec![aws], ..Progress::default() };
    s.feed(Event::Progress(pull));
    let text = s.text();
    assert!(text.contains("AWS 3/12 800 items, 200/s") && text.contains("██████████──────"), "{text}");
    s.keys("ctrl-x").unwrap();
    assert_eq!(s.asked(), [Outside::Cancel]);
    // also while something is typed
    s.keys("1 / `x` ctrl-x").unwrap();
    assert_eq!(s.asked(), [Outside::Cancel]);
    s.keys("esc esc").unwrap();
    s.feed(Event::Posture(Arc::new(posture())));
    s.keys("ctrl-x").unwrap();
    assert_eq!((s.asked().len(), s.message()), (0, "nothing is running"));
    let mut s = Headless::new(&options(), 80, 24).unwrap();
    s.keys("ctrl-x").unwrap();
    assert_eq!(s.message(), "this cannot be stopped; it is over soon");
}

#[test]
fn what_was_stopped_did_not_fail() {
    let (mut options, why) = (options(), "the reading ended early");
    options.cancel = Some(Cancel(Arc::new(|| ())));
    let mut s = Headless::new(&options, 100, 24).unwrap();
    s.feed(Event::Posture(Arc::new(posture())));
    s.feed(Event::Progress(Progress::default()));
    s.keys("ctrl-x").unwrap();
    s.feed(Event::Failed(why.to_owned()));
    let text = s.text();
    assert!(text.contains(&format!("stopped: {why}")) && !text.contains("failed:"), "{text}");
    assert!(!text.contains("scan failed"), "{text}");
    // the next one that fails did
    s.feed(Event::Progress(Progress::default()));
    s.feed(Event::Failed(why.to_owned()));
    assert!(s.text().contains("the last scan failed"), "{}", s.text());
}

#[test]
fn a_key_costs_few_bytes() {
    let mut s = Headless::new(&options(), 80, 24).unwrap();
    assert!(s.sent().len() > 500, "the first screen is whole");
    s.feed(Event::Posture(Arc::new(posture())));
    for (keys, most) in [("j", 700), ("k", 700), ("4", 6_000), ("j", 900), ("/", 1_000), ("`a`", 2_500)] {
        s.keys(keys).unwrap();
        assert!(s.sent().len() <= most, "{keys} costs {} bytes", s.sent().len());
    }
    s.keys("esc esc").unwrap();
    s.draw();
    assert_eq!(s.sent(), b"", "what is on the screen is not sent again");
}
