//! Any bytes as a Dockerfile and as a Compose file with what it names.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use steth::scan::{Request, scan};
use steth::source::Tree;

fuzz_target!(|bytes: &[u8]| {
    steth::source::container::parse_bytes(bytes);
    let tree = Tree::memory([
        ("Dockerfile", bytes.to_vec()),
        ("compose.yaml", bytes.to_vec()),
        ("compose.override.yaml", bytes.to_vec()),
        (".env", bytes.to_vec()),
    ]);
    scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
});
