//! Discovery and scan of a mixed monorepo of 20,000 files, 3,000 of them infrastructure, against walking the tree and
//! reading those 3,000: `cargo bench --bench monorepo`.
//!
//! Prints one line for each: the fastest of several runs, and the ratio.

#[path = "support/monorepo.rs"]
mod monorepo;

use std::io::{Write, stdout};
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use steth::scan::{Request, scan};
use steth::source::Tree;
use steth::source::code;

/// Runs, of which the fastest counts.
const RUNS: usize = 7;

fn fastest(mut work: impl FnMut() -> usize) -> (Duration, usize) {
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        let n = work();
        (start.elapsed(), n)
    });
    runs.min().unwrap_or_default()
}

/// Every file and directory, without looking at ignore files: what no scanner can do without.
fn walk(directory: &Path, n: &mut usize) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => walk(&entry.path(), n),
            Ok(_) => *n += 1,
            Err(_) => {}
        }
    }
}

fn main() -> std::io::Result<()> {
    let base = tempfile::tempdir()?;
    let infrastructure = monorepo::write(base.path())?;
    let (least, n) = fastest(|| {
        let mut n = 0;
        walk(base.path(), &mut n);
        n + infrastructure
            .iter()
            .filter_map(|p| std::fs::read(base.path().join(p)).ok())
            .map(|b| b.len())
            .sum::<usize>()
    });
    let tree = || Tree::disk(base.path(), &[]);
    let (found, files) = fastest(|| steth::source::walk(&tree(), false).files.len());
    let (read, natives) = fastest(|| code::read(&tree(), &code::Options::default()).natives.len());
    let request = || {
        let mut request = Request::default();
        request.code.terraform.one_shot = true;
        request
    };
    let (whole, findings) =
        fastest(|| scan(&tree(), &request(), Timestamp::UNIX_EPOCH, &mut |_| {}).findings.len());
    let ratio = whole.as_secs_f64() / least.as_secs_f64();
    writeln!(stdout(), "walk and read {}: {least:?} ({n})", infrastructure.len())?;
    writeln!(stdout(), "walk with ignore files: {found:?} ({files} files)")?;
    writeln!(stdout(), "discover, read and evaluate: {read:?} ({natives} resources)")?;
    writeln!(stdout(), "scan: {whole:?} ({findings} findings), {ratio:.1} times walking and reading")
}
