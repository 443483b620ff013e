//! From the start of the process to the matrix of the last pull on the screen, in a pseudo-terminal, with a stored
//! snapshot of a million findings and everything behind them: `cargo bench --bench screen`.
//!
//! Prints the time of the fastest and of the middle run, beside that of `steth --version` in the same runs, which is what
//! starting any process of this size costs.

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `cargo test --benches` only asks whether it starts
    if std::env::args().any(|a| a == "--test") {
        return Ok(());
    }
    linux::run()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::error::Error;
    use std::fs::File;
    use std::io::{Write, stdout};
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{Winsize, tcsetwinsize};
    use serde_json::json;
    use steth::config::Config;
    use steth::native::{LiveResource, Provider};
    use steth::pull::{Pulled, keep};
    use steth::source::live::{Page, Sink, Unit, UnitEnd};
    use steth::store::{Asked, Ending, SnapshotId, Store, catalog_digest};

    const FINDINGS: usize = 1_000_000;
    const RUNS: usize = 9;
    /// What only the matrix says: the headline of what was stored.
    const ON_SCREEN: &str = "met";

    fn volume(i: usize) -> LiveResource {
        LiveResource {
            provider: Provider::Aws,
            vendor_type: "AWS::EC2::Volume".into(),
            id: format!("arn:aws:ec2:eu-west-1:111122223333:volume/vol-{i:017x}").into(),
            name: format!("vol-{i:017x}").into(),
            account: format!("{:012}", i % 40).into(),
            region: "eu-west-1".into(),
            tags: vec![("environment".into(), "production".into())],
            recorded: None,
            configuration: json!({"encrypted": !i.is_multiple_of(7), "size": 8}).into(),
        }
    }

    /// Stores a pull of so many volumes, assessed, and says how many findings that are.
    fn pull(place: &Path, count: usize) -> Result<usize, Box<dyn Error>> {
        let store = Store::open(place)?;
        let asked = Asked {
            scope: "default".into(),
            steth: env!("CARGO_PKG_VERSION").into(),
            catalog: catalog_digest().into(),
            resume_within: Duration::ZERO,
        };
        let unit = Unit {
            provider: Provider::Aws,
            scope: "111122223333".into(),
            region: "eu-west-1".into(),
            part: "inventory".into(),
        };
        let snapshot = store.begin_or_resume(&asked, Arc::new(jiff::Timestamp::now))?;
        let id: SnapshotId = snapshot.info().id;
        let sink = snapshot.sink();
        sink.begin(&unit)?;
        for from in (0..count).step_by(1000) {
            let resources = (from..(from + 1000).min(count)).map(volume).collect();
            sink.put(&unit, Page { resources, ..Page::default() }, None)?;
        }
        sink.end(&unit, UnitEnd::Complete)?;
        snapshot.finish(&Ending::default(), jiff::Timestamp::now())?;
        let pulled = Pulled { snapshot: id, finished: true, troubles: Vec::new() };
        Ok(keep(&store, &pulled, &Config::default(), jiff::Timestamp::now())?.findings.len())
    }

    /// Starts the program in a terminal and waits for a text.
    fn until_on_screen(home: &Path) -> Result<Duration, Box<dyn Error>> {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        tcsetwinsize(&master, Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 })?;
        let name = ptsname(&master, Vec::new())?;
        let slave = File::options().read(true).write(true).open(name.to_str()?)?;
        let start = Instant::now();
        let mut child = Command::new("setsid")
            .arg("-c")
            .arg(env!("CARGO_BIN_EXE_steth"))
            .arg("--offline")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("STETH_STORE_PATH", home.join("store"))
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .current_dir(home.join("code"))
            .stdin(slave.try_clone()?)
            .stdout(slave.try_clone()?)
            .stderr(slave)
            .spawn()?;
        let mut screen = vt100::Parser::new(40, 120, 0);
        let mut buffer = vec![0; 65_536];
        let took = loop {
            let n = rustix::io::read(&master, &mut buffer)?;
            screen.process(&buffer[..n]);
            let text = screen.screen().contents();
            // the score stands in the headline, and the account's column under it
            if text.contains(ON_SCREEN) && text.contains("Encrypt") {
                break start.elapsed();
            }
            if n == 0 || start.elapsed() > Duration::from_secs(60) {
                let _ = child.kill();
                return Err(format!("the matrix never came:\n{text}").into());
            }
        };
        child.kill()?;
        child.wait()?;
        Ok(took)
    }

    fn bare_start() -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        Command::new("setsid")
            .args(["-w", env!("CARGO_BIN_EXE_steth"), "--version"])
            .stdout(Stdio::null())
            .status()?;
        Ok(start.elapsed())
    }

    pub(super) fn run() -> Result<(), Box<dyn Error>> {
        let home = tempfile::tempdir()?;
        std::fs::create_dir(home.path().join("code"))?;
        // how many findings a volume has is the catalog's matter
        let trial = tempfile::tempdir()?;
        let each = pull(trial.path(), 100)?.div_ceil(100).max(1);
        let findings = pull(&home.path().join("store"), FINDINGS.div_ceil(each))?;
        let mut shown = Vec::new();
        let mut started = Vec::new();
        for _ in 0..RUNS {
            shown.push(until_on_screen(home.path())?);
            started.push(bare_start()?);
        }
        shown.sort();
        started.sort();
        writeln!(
            stdout(),
            "{findings} stored findings: the matrix is on the screen after {:.0} ms ({:.0} ms in the middle of {RUNS} runs); \
             a bare start takes {:.0} ms",
            shown[0].as_secs_f64() * 1e3,
            shown[RUNS / 2].as_secs_f64() * 1e3,
            started[RUNS / 2].as_secs_f64() * 1e3,
        )?;
        Ok(())
    }
}
