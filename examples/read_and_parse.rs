//! Reads and parses every Terraform file below a directory and does nothing else: the floor that `benches/compare`
//! holds the whole program against.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use hcl_edit::structure::Body;
use rayon::prelude::*;

fn main() -> ExitCode {
    let Some(start) = std::env::args_os().nth(1) else { return ExitCode::from(2) };
    let mut files = Vec::new();
    let mut pending = vec![PathBuf::from(start)];
    while let Some(directory) = pending.pop() {
        for entry in fs::read_dir(&directory).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|e| e == "tf") {
                files.push(path);
            }
        }
    }
    let parsed = files
        .par_iter()
        .filter_map(|file| fs::read_to_string(file).ok()?.parse::<Body>().ok())
        .filter(|body| !body.is_empty())
        .count();
    if parsed == files.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
