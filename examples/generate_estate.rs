//! Writes a large Terraform repository for measurements: `cargo run --example generate_estate -- DIRECTORY [FILES]`.

#[path = "../benches/support/estate.rs"]
mod estate;

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(directory) = arguments.next() else { return ExitCode::from(2) };
    let files = arguments.next().and_then(|files| files.parse().ok()).unwrap_or(estate::Size::LARGE.files);
    match write(Path::new(&directory), estate::Size { files, ..estate::Size::LARGE }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Writes the files below a directory.
fn write(directory: &Path, size: estate::Size) -> io::Result<()> {
    for (path, text) in estate::files(size) {
        let path = directory.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
