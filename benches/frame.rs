//! The terminal UI at 1,000, 100,000 and 1,000,000 findings: indexing, frames, keys, filters, sorts.
//!
//! `cargo bench --bench frame` prints one line per measure: the median and the 99th percentile.

use std::collections::HashMap;
use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use steth::check::{CheckId, Finding, FindingDetail, Verdict, registry};
use steth::native::{FileId, Files, Lifecycle, Mode, NativeResource, Object, Provider, ProviderConfig, Span};
use steth::posture::{Parts, Posture};
use steth::resource::{Estate, Key, Kind, Resource, ResourceId, Scope, Setting, Side};
use steth::tui::{Environment, Event, Headless, TuiOptions};

/// Findings of one resource.
const PER_RESOURCE: usize = 10;
/// Presses measured for each key.
const PRESSES: usize = 200;

fn clock() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

fn resource(i: usize, scopes: &[Arc<Scope>]) -> Resource {
    let line = u32::try_from(i % 500 * 10 + 1).unwrap_or(1);
    let native = NativeResource {
        address: format!("module.site[\"s{}\"].aws_ebs_volume.volume[{i}]", i % 97).into(),
        module: format!("module.site[\"s{}\"]", i % 97).into(),
        mode: Mode::Managed,
        provider: Provider::Aws,
        native_type: "aws_ebs_volume".into(),
        vendor_type: None,
        silence: steth::native::Silence::Default,
        name: "volume".into(),
        root: ".".into(),
        body: Object::default(),
        span: Span { file: FileId(0), line, end_line: line + 9, column: 1 },
        calls: Arc::new([]),
        provider_config: Arc::new(ProviderConfig::default()),
        lifecycle: Lifecycle::default(),
        existence: None,
    };
    let mut resource = Resource::of(&native, Kind::BlockVolume, scopes[i % scopes.len()].clone());
    resource.set(Key::EncryptedAtRest, Setting::known(!i.is_multiple_of(7)));
    resource
}

fn posture(findings: usize) -> Posture {
    let scopes: Vec<Arc<Scope>> = (0..12)
        .map(|n| {
            Arc::new(Scope {
                provider: [Provider::Aws, Provider::Azure, Provider::Gcp][n % 3],
                side: Side::Declared,
                account: format!("root-{}", n % 4).into(),
                region: format!("region-{}", n % 6).into(),
                environment: "production".into(),
            })
        })
        .collect();
    let mut files = Files::default();
    files.add("main.tf", "resource {\n}\n".repeat(2_600));
    let resources: Vec<Resource> = (0..findings / PER_RESOURCE).map(|i| resource(i, &scopes)).collect();
    let checks: Vec<CheckId> = registry().checks().map(|(id, _)| id).collect();
    let list = (0..resources.len())
        .flat_map(|r| (0..PER_RESOURCE).map(move |k| (r, k)))
        .map(|(r, k)| Finding {
            check: checks[(r * 3 + k * 7) % checks.len()],
            resource: ResourceId(u32::try_from(r).unwrap_or(u32::MAX)),
            verdict: match (r + k * 5) % 11 {
                0 | 1 => Verdict::Fail,
                2 => Verdict::Unknown,
                3 => Verdict::NotApplicable,
                _ => Verdict::Pass,
            },
            detail: FindingDetail::default(),
        })
        .collect();
    let estate = Estate::new(resources);
    Posture::new(clock(), Parts { files, estate, findings: list, waived: HashMap::new(), ..Parts::default() })
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    let line = format!("  {name:<28} median {:>10.3?}   p99 {:>10.3?}\n", at(50), at(99));
    let _ = stdout().write_all(line.as_bytes());
}

fn once(name: &str, f: impl FnOnce()) {
    let start = Instant::now();
    f();
    report(name, vec![start.elapsed()]);
}

fn main() {
    let environment = Environment { term: "xterm-256color".to_owned(), utf8: true, ..Environment::default() };
    for findings in [1_000, 100_000, 1_000_000] {
        let _ = stdout().write_all(format!("{findings} findings\n").as_bytes());
        let posture = Arc::new(posture(findings));
        let options = TuiOptions::plain(environment.clone(), clock);
        let Ok(mut screen) = Headless::new(&options, 120, 40) else { return };
        once("first frame", || screen.draw());
        once("index", || screen.feed(Event::Posture(posture)));
        let mut press = |name: &str, keys: &str, times: usize| {
            let spent = (0..times)
                .map(|_| {
                    let start = Instant::now();
                    // every key of this script is one of the table's
                    let _ = screen.keys(keys);
                    start.elapsed()
                })
                .collect();
            report(name, spent);
        };
        press("matrix: key to frame", "j", PRESSES);
        press("findings: open", "4", 1);
        press("findings: key to frame", "j", PRESSES);
        press("findings: page to frame", "pgdn", PRESSES);
        press("findings: to the end", "G", 1);
        press("findings: frame at the end", "k", PRESSES);
        press("findings: next failure", "g g n", 1);
        press("filter status:fail, all rows", "/ `status:fail` enter", 1);
        press("filter free text, all rows", "esc / `s42` enter", 1);
        press("sort by address, all rows", "esc s s", 1);
        press("resources: key to frame", "5 j", PRESSES);
        press("palette: key to frame", ": `volume[77` esc", 20);
    }
}
