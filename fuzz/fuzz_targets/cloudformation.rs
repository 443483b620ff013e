//! Any text as the resources of a template, in both languages, from the bytes to the findings.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use steth::scan::{Request, scan};
use steth::source::Tree;

fuzz_target!(|text: &str| {
    let yaml = format!("AWSTemplateFormatVersion: 1\n{text}");
    let json = format!("{{\"AWSTemplateFormatVersion\": 1, {text}}}");
    let tree = Tree::memory([("a.yaml", yaml), ("b.json", json)]);
    scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
});
