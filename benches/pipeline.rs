//! Each stage of the way on a repository of 1,000 files and 10,000 resources, and a frame over 1,000,000 findings:
//! `cargo bench`. Times are per stage; compare them with `parse`, which is what reading the files costs at least.

#[path = "support/estate.rs"]
mod estate;

use std::hint::black_box;
use std::io;
use std::sync::{Arc, LazyLock};

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
use steth::tui::{Environment, Event, Headless, TuiOptions};

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
        .filter(|(path, _)| path.ends_with(".tf"))
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

/// Findings of the estate repeated until there are this many.
const MANY: usize = 1_000_000;

fn many() -> Posture {
    let estate = translate(&NATIVE.resources, Side::Declared).estate;
    let some = assess(&estate);
    let findings = some.iter().cycle().take(MANY).cloned().collect();
    Posture::new(now(), Parts { estate, findings, ..Parts::default() })
}

/// A key and the frame it leads to, over a million findings: down in the matrix, down in the table of findings.
#[divan::bench(args = ["matrix", "findings"], sample_count = 50)]
fn frame(bencher: Bencher, place: &str) {
    let environment = Environment { colorterm: "truecolor".to_owned(), utf8: true, ..Environment::default() };
    let mut options = TuiOptions::plain(environment, now);
    options.place = place.parse().ok();
    let Ok(mut screen) = Headless::new(&options, 200, 60) else { return };
    screen.feed(Event::Posture(Arc::new(many())));
    bencher.bench_local(move || {
        let _ = screen.keys("down");
        screen.draw();
    });
}
