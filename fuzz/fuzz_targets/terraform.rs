//! Any bytes as a Terraform configuration, in the native and in the JSON syntax, read and evaluated.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    steth::source::terraform::parse_and_evaluate(bytes);
});
