//! Arguments in, exit code out.

use std::process::ExitCode;

use steth::cli::{World, run};

/// A scan makes millions of small values; this allocator halves what they cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let world = World {
        directory: std::env::current_dir().unwrap_or_else(|_| ".".into()),
        now: jiff::Timestamp::now(),
        environment: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect(),
    };
    ExitCode::from(run(std::env::args_os(), &world) as u8)
}
