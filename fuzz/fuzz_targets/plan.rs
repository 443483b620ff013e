//! Any bytes as a plan and as a state, beside code and alone.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use steth::scan::{Request, scan};
use steth::source::Tree;

fuzz_target!(|bytes: &[u8]| {
    let code = b"resource \"aws_s3_bucket\" \"b\" {\n  for_each = var.x\n}\n".to_vec();
    let tree = Tree::memory([
        ("main.tf", code),
        ("plan.json", bytes.to_vec()),
        ("terraform.tfstate", bytes.to_vec()),
        ("other/plan.json", bytes.to_vec()),
    ]);
    scan(&tree, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
});
