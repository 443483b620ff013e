//! The walk-throughs of the README, played as they are written: each line's keys are pressed on the sample estate, and
//! what it says is shown has to be on the screen, or asked of the world outside.

#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::sync::Arc;

use jiff::Timestamp;
use steth::tui::{Environment, Event, Headless, Outside, TuiOptions};

/// A walk-through: who, the size of the screen, and its lines.
struct Walk {
    who: String,
    size: (u16, u16),
    lines: Vec<Line>,
}

struct Line {
    keys: String,
    shown: Vec<String>,
}

/// The blocks of the README that begin with ```` ```keys WHO WIDTHxHEIGHT ````.
fn walks() -> Vec<Walk> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let blocks = text.split("```keys ").skip(1);
    blocks
        .map(|block| {
            let (head, rest) = block.split_once('\n').unwrap();
            let (who, size) = head.split_once(' ').unwrap();
            let (width, height) = size.split_once('x').unwrap();
            let lines = rest.split("```").next().unwrap().lines().map(|line| {
                let (keys, said) = line.split_once('#').unwrap();
                let shown = said.split('"').skip(1).step_by(2).map(str::to_owned).collect();
                Line { keys: keys.trim().to_owned(), shown }
            });
            Walk {
                who: who.to_owned(),
                size: (width.parse().unwrap(), height.parse().unwrap()),
                lines: lines.collect(),
            }
        })
        .collect()
}

fn now() -> Timestamp {
    "2026-11-21T04:00:00Z".parse().unwrap()
}

/// Presses of a script: what is typed between backquotes is pasted in one go.
fn presses(keys: &str) -> usize {
    let mut count = 0;
    for (i, part) in keys.split('`').enumerate() {
        count += if i % 2 == 1 { 1 } else { part.split_whitespace().count() };
    }
    count
}

fn asked(outside: &[Outside]) -> String {
    outside.iter().map(|o| format!("{o:?}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_is_played_as_it_is_written() {
    let posture = Arc::new(steth::demo::posture(now(), &mut |_| {}));
    let walks = walks();
    let who: Vec<&str> = walks.iter().map(|w| w.who.as_str()).collect();
    assert_eq!(who, ["responder", "engineer", "compliance"]);
    for walk in walks {
        let environment = Environment {
            term: "xterm-256color".to_owned(),
            editor: "vi".to_owned(),
            utf8: true,
            ..Environment::default()
        };
        let mut screen =
            Headless::new(&TuiOptions::plain(environment, now), walk.size.0, walk.size.1).unwrap();
        screen.feed(Event::Posture(posture.clone()));
        let mut pressed = 0;
        for line in &walk.lines {
            for (i, part) in line.keys.split('`').enumerate() {
                if i % 2 == 1 {
                    screen.paste(part);
                } else {
                    screen.keys(part).unwrap();
                }
            }
            pressed += presses(&line.keys);
            let seen = format!("{}{}", screen.text(), asked(&screen.asked()));
            assert!(!line.shown.is_empty(), "{}: {} shows nothing", walk.who, line.keys);
            for shown in &line.shown {
                assert!(
                    seen.contains(shown.as_str()),
                    "{}: {} does not show {shown}:\n{seen}",
                    walk.who,
                    line.keys
                );
            }
        }
        if walk.who == "responder" {
            assert!(pressed < 10, "{pressed} keys are too many at 3 am");
        }
    }
}
