//! Any bytes through the whole way: source, dialects, suppressions in comments, secrets, checks and posture.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use steth::scan::{Request, scan};
use steth::source::Tree;

fuzz_target!(|bytes: &[u8]| {
    let tree = Tree::memory([("main.tf", bytes.to_vec()), ("terraform.tfvars", bytes.to_vec())]);
    scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
});
