//! The terminal UI at 1,000, 100,000 and 1,000,000 findings: indexing, frames, keys, filters, sorts, bytes and memory.
//!
//! `cargo bench --bench frame` prints one line per measure: the median and the 99th percentile, and the bytes that a
//! terminal is sent for one key. `STETH_FINDINGS=100000` measures one size; `STETH_CSV=path` also writes the findings
//! as CSV, for `benches/csvlens`.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use steth::check::{CheckId, Finding, FindingDetail, Verdict, registry};
use steth::native::{FileId, Files, Lifecycle, Mode, NativeResource, Object, Provider, ProviderConfig, Span};
use steth::posture::{FindingId, Parts, Posture};
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

/// One line: the times of a measure, and the bytes sent for the screen after each.
fn report(name: &str, mut times: Vec<Duration>, mut bytes: Vec<usize>) {
    times.sort_unstable();
    bytes.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    let sent = match bytes.get(bytes.len() / 2) {
        Some(median) => format!("   {median:>6} bytes, at most {}", bytes.last().unwrap_or(median)),
        None => String::new(),
    };
    say(&format!("  {name:<32} median {:>10.3?}   p99 {:>10.3?}{sent}\n", at(50), at(99)));
}

fn say(line: &str) {
    let _ = stdout().write_all(line.as_bytes());
}

/// Memory that this process has in use, in bytes; nothing where the system does not say.
fn resident() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    text.split_whitespace().nth(1)?.parse::<usize>().ok().map(|pages| pages * 4096)
}

/// The findings as CSV, for a viewer of tables to open.
fn csv(posture: &Posture, path: &str) {
    let mut out = String::from("standing,severity,check,resource,account,region,place\n");
    for (i, finding) in posture.findings.iter().enumerate() {
        let id = FindingId(u32::try_from(i).unwrap_or(u32::MAX));
        let (check, resource) = (posture.check(finding), posture.resource(finding));
        let place = posture.place(finding).map_or(0, |s| s.line);
        let address = resource.address.replace('"', "\"\"");
        let _ = writeln!(
            out,
            "{:?},{},{},\"{address}\",{},{},main.tf:{place}",
            posture.standing(id),
            check.severity.id(),
            check.id,
            resource.scope.account,
            resource.scope.region,
        );
    }
    if let Err(error) = std::fs::write(path, out) {
        say(&format!("failed to write {path}: {error}\n"));
    }
}

/// Presses keys and draws, a number of times.
fn press(screen: &mut Headless, name: &str, keys: &str, times: usize) {
    let (mut spent, mut bytes) = (Vec::new(), Vec::new());
    for _ in 0..times {
        let start = Instant::now();
        // every key of this script is one of the table's
        let _ = screen.keys(keys);
        spent.push(start.elapsed());
        bytes.push(screen.sent().len());
    }
    report(name, spent, bytes);
}

/// Types a text letter by letter, each measured from the key to its frame. What a worker finds beside the drawing thread
/// is held back, as it is on a terminal.
fn typed(screen: &mut Headless, name: &str, open: &str, text: &str, close: &str, times: usize) {
    let (mut spent, mut bytes) = (Vec::new(), Vec::new());
    for _ in 0..times {
        let _ = screen.keys(open);
        screen.hold_rows();
        for letter in text.chars() {
            let key = format!("`{letter}`");
            let start = Instant::now();
            let _ = screen.keys(&key);
            spent.push(start.elapsed());
            bytes.push(screen.sent().len());
        }
        screen.release_rows();
        let _ = screen.keys(close);
    }
    report(name, spent, bytes);
}

/// Narrows a list by a text that is put in at once: to its first rows and to its last.
fn filter(screen: &mut Headless, text: &str) {
    let _ = screen.keys("/");
    let start = Instant::now();
    screen.paste(text);
    report(&format!("filter {text}, all rows"), vec![start.elapsed()], Vec::new());
    report(&format!("filter {text}, first rows"), vec![screen.rows_came_after()], Vec::new());
    let _ = screen.keys("enter esc");
}

fn main() {
    let environment = Environment { term: "xterm-256color".to_owned(), utf8: true, ..Environment::default() };
    let only = std::env::var("STETH_FINDINGS").ok().and_then(|n| n.parse::<usize>().ok());
    for findings in [1_000, 100_000, 1_000_000] {
        if only.is_some_and(|n| n != findings) {
            continue;
        }
        say(&format!("{findings} findings\n"));
        let posture = Arc::new(posture(findings));
        if let Ok(path) = std::env::var("STETH_CSV") {
            csv(&posture, &path);
        }
        let options = TuiOptions::plain(environment.clone(), clock);
        let start = Instant::now();
        let Ok(mut screen) = Headless::new(&options, 120, 40) else { return };
        report("start to first frame", vec![start.elapsed()], vec![screen.sent().len()]);
        let before = resident();
        let start = Instant::now();
        screen.feed(Event::Posture(posture));
        report("posture to its first frame", vec![start.elapsed()], vec![screen.sent().len()]);
        if let (Some(before), Some(after)) = (before, resident()) {
            let each = after.saturating_sub(before) / findings;
            say(&format!("  {:<32} {each} bytes a finding\n", "memory of the UI"));
        }
        press(&mut screen, "matrix: key to frame", "j", PRESSES);
        press(&mut screen, "findings: open", "4", 1);
        press(&mut screen, "findings: key to frame", "j", PRESSES);
        press(&mut screen, "findings: page to frame", "pgdn", PRESSES);
        press(&mut screen, "findings: to the end", "G", 1);
        press(&mut screen, "findings: frame at the end", "k", PRESSES);
        press(&mut screen, "findings: next failure", "home n", 1);
        let _ = screen.keys("home");
        filter(&mut screen, "status:fail");
        typed(&mut screen, "filter: one more letter", "/", "sev:>=high", "enter esc", 10);
        filter(&mut screen, "s42");
        press(&mut screen, "sort by address, all rows", "s s", 1);
        press(&mut screen, "sort reversed, all rows", "S", 1);
        press(&mut screen, "group by the next, all rows", "b", 4);
        press(&mut screen, "findings: key in a group", "j", PRESSES);
        press(&mut screen, "resources: key to frame", "5 j", PRESSES);
        typed(&mut screen, "palette: one more letter", ":", "volume[77", "esc", 10);
        press(&mut screen, "themes: key to frame", "t j esc", 20);
    }
}
