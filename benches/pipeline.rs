//! Each stage of the way on a repository of 1,000 files and 10,000 resources: `cargo bench --bench pipeline`. Times are per stage; compare them with `parse`, which is what reading the files costs at least.

#[path = "support/estate.rs"]
mod estate;

use std::hint::black_box;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use hcl_edit::structure::Body;
use jiff::Timestamp;
use rayon::prelude::*;
use steth::check::assess;
use steth::dialect::translate;
use steth::posture::{Parts, Posture};
use steth::report::{Format, Selection, write};
use steth::resource::{Estate, Side};
use steth::scan::{Request, scan};
use steth::source::Tree;
use steth::source::terraform::{self, Options};

static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| estate::files(estate::Size::LARGE));

static NATIVE: LazyLock<terraform::Estate> = LazyLock::new(|| terraform::read(&tree(), &Options::default()));

static POSTURE: LazyLock<Posture> = LazyLock::new(|| scan(&tree(), &Request::default(), now(), &mut |_| {}));

fn tree() -> Tree {
    Tree::memory(FILES.iter().map(|(path, text)| (path.clone(), text.clone())))
}

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn main() {
    divan::main();
}

/// Only the syntax of every file, by the same library: what no scanner can do without.
#[divan::bench]
fn parse() -> usize {
    FILES
        .par_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|e| e == "tf"))
        .filter_map(|(_, text)| text.parse::<Body>().ok())
        .map(|body| body.len())
        .sum()
}

#[divan::bench]
fn parse_and_evaluate() -> usize {
    terraform::read(&tree(), &Options::default()).resources.len()
}

#[divan::bench]
fn translate_resources() -> usize {
    translate(&NATIVE.resources, Side::Declared).estate.len()
}

#[divan::bench]
fn assess_resources(bencher: Bencher) {
    let estate = translate(&NATIVE.resources, Side::Declared).estate;
    bencher.bench_local(|| assess(black_box(&estate)).len());
}

#[divan::bench]
fn roll_up(bencher: Bencher) {
    bencher
        .with_inputs(|| {
            let estate: Estate = translate(&NATIVE.resources, Side::Declared).estate;
            let findings = assess(&estate);
            Parts { estate, findings, ..Parts::default() }
        })
        .bench_values(|parts| Posture::new(now(), parts));
}

#[divan::bench]
fn report_json() {
    let _ = write(Format::Json, &POSTURE, &Selection::default(), &mut io::sink());
}

#[divan::bench]
fn report_sarif() {
    let _ = write(Format::Sarif, &POSTURE, &Selection::default(), &mut io::sink());
}

#[divan::bench]
fn whole_scan() -> usize {
    scan(&tree(), &Request::default(), now(), &mut |_| {}).findings.len()
}
