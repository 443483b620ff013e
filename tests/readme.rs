//! The README tells the truth: its key table is the action table, its flags exist, its pictures are there.

#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::fs;
use std::path::Path;

const BEGIN: &str = "<!-- keys: made from the action table; STETH_DRAW=1 cargo test --test readme -->\n";
const END: &str = "<!-- /keys -->";

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn the_key_table_is_the_action_table() {
    let text = readme();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    let current = steth::tui::key_table();
    if std::env::var_os("STETH_DRAW").is_some() {
        fs::write("README.md", format!("{before}{BEGIN}{current}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(table, current, "draw anew with STETH_DRAW=1 cargo test --test readme");
}

#[test]
fn every_picture_is_there() {
    let text = readme();
    let pictures: Vec<&str> = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|p| Path::new(p).extension().is_some_and(|e| e == "svg"))
        .collect();
    assert!(!pictures.is_empty());
    for picture in pictures {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(picture).exists(), "{picture}");
    }
}

#[test]
fn every_command_parses() {
    use clap::CommandFactory;
    let text = readme();
    let commands = text.lines().map(|l| l.split('#').next().unwrap()).filter(|l| l.starts_with("steth "));
    let commands = commands.flat_map(|l| l.split(';'));
    let mut seen = 0;
    for command in commands {
        let command = command.trim().replace('\'', "");
        let words = command.split_whitespace();
        steth::cli::Cli::command().try_get_matches_from(words).unwrap_or_else(|e| panic!("{command}: {e}"));
        seen += 1;
    }
    assert!(seen >= 9, "{seen}");
}
