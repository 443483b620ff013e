//! Any text as a Bicep file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use steth::source::Tree;
use steth::source::code::{Options, read};

fuzz_target!(|text: &str| {
    let tree = Tree::memory([("t.bicep".to_owned(), text.as_bytes().to_vec())]);
    let _ = read(&tree, &Options::default());
});
