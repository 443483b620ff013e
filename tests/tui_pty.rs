//! The dashboard in a bare pseudo-terminal, where every byte is seen: what is sent, how much, and what is never sent.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// A pseudo-terminal with the program in it.
struct Pty {
    master: Option<Arc<OwnedFd>>,
    keyboard: File,
    seen: Arc<Mutex<Vec<u8>>>,
    screen: Arc<Mutex<vt100::Parser>>,
    child: Child,
}

fn size(columns: u16, rows: u16) -> Winsize {
    Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }
}

impl Pty {
    /// Runs `steth` with arguments in a directory that is also its home. Nothing is read from it when `mute`.
    fn run(directory: &Path, arguments: &[&str], environment: &[(&str, &str)], mute: bool) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        tcsetwinsize(&master, size(80, 24)).unwrap();
        let slave = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
        // `setsid -c` makes it the terminal of a session of its own, so that a hang-up reaches the program
        let child = Command::new("setsid")
            .arg("-c")
            .arg(env!("CARGO_BIN_EXE_steth"))
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", directory)
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .envs(environment.iter().copied())
            .current_dir(directory)
            .stdin(slave.try_clone().unwrap())
            .stdout(slave.try_clone().unwrap())
            .stderr(slave)
            .spawn()
            .unwrap();
        let seen: Arc<Mutex<Vec<u8>>> = Arc::default();
        let master = Arc::new(master);
        let keyboard = File::from(rustix::io::fcntl_dupfd_cloexec(&*master, 0).unwrap());
        let screen = Arc::new(Mutex::new(vt100::Parser::new(24, 80, 0)));
        let pty = Self { master: Some(master), keyboard, seen, screen, child };
        if !mute {
            pty.listen();
        }
        pty
    }

    /// Reads what the program writes, from now on.
    fn listen(&self) {
        let (seen, master) = (self.seen.clone(), self.master.clone().unwrap());
        let screen = self.screen.clone();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n @ 1..) = rustix::io::read(&*master, &mut buffer) {
                seen.lock().unwrap().extend_from_slice(&buffer[..n]);
                screen.lock().unwrap().process(&buffer[..n]);
            }
        });
    }

    fn keys(&mut self, keys: &[u8]) {
        self.keyboard.write_all(keys).unwrap();
    }

    fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen.lock().unwrap()).into_owned()
    }

    fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }

    /// What a person sees.
    fn screen(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until a text is on the screen.
    fn wait(&self, text: &str) -> String {
        self.until(text, Self::screen)
    }

    /// Waits until some bytes were sent.
    fn wait_for_bytes(&self, bytes: &str) -> String {
        self.until(bytes, Self::seen)
    }

    fn until(&self, text: &str, of: impl Fn(&Self) -> String) -> String {
        let start = Instant::now();
        loop {
            let seen = of(self);
            if seen.contains(text) {
                return self.seen();
            }
            assert!(start.elapsed() < Duration::from_secs(40), "{text:?} never came:\n{}", self.screen());
            sleep(Duration::from_millis(20));
        }
    }

    /// Waits until nothing more comes.
    fn quiet(&self) -> String {
        let mut before = usize::MAX;
        loop {
            let seen = self.seen();
            if seen.len() == before {
                return seen;
            }
            before = seen.len();
            sleep(Duration::from_millis(300));
        }
    }

    fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            if start.elapsed() > Duration::from_secs(30) {
                let _ = self.child.kill();
                panic!("it did not end: {:?}", self.seen());
            }
            sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const HEARD: &[u8] = b"\x1b[?62;22c";

#[test]
fn the_first_screen_waits_for_nobody_and_the_theme_follows_the_answer() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::run(home.path(), &["demo"], &[("COLORTERM", "truecolor")], false);
    let first = pty.wait("steth");
    assert!(first.contains("\x1b]11;?\x1b\\\x1b[c"), "it asks: {first:?}");
    assert!(first.contains("48;2;17;21;28"), "the first screen is dark: {first:?}");
    // a key pressed before the answer is a key
    pty.keys(b"4\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    pty.keys(HEARD);
    let seen = pty.wait_for_bytes("48;2;251;250;247");
    assert!(!seen.contains("rgb:"), "the answer is not typed: {seen:?}");
    pty.wait("standing");
    pty.keys(b"q");
    assert_eq!(pty.ended().code(), Some(0));
    let seen = pty.quiet();
    assert!(
        seen.contains("\x1b[?1049l") && seen.contains("\x1b[?25h"),
        "the terminal is given back: {seen:?}"
    );
}

#[test]
fn a_key_costs_few_bytes_and_a_flood_of_keys_few_screens() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::run(home.path(), &["demo", "--place", "findings"], &[], false);
    pty.keys(HEARD);
    pty.wait("as of");
    pty.quiet();
    pty.forget();
    pty.keys(b"j");
    let one = pty.quiet();
    assert!(one.starts_with("\x1b[?2026h") && one.ends_with("\x1b[?2026l"), "shown all at once: {one:?}");
    assert!(one.len() < 1_200, "{} bytes: {one:?}", one.len());
    pty.forget();
    pty.keys(&b"jk".repeat(200));
    let flood = pty.quiet();
    assert!(flood.len() < 100 * one.len(), "{} bytes for 400 keys", flood.len());
    pty.forget();
    sleep(Duration::from_millis(500));
    assert_eq!(pty.seen(), "", "nothing is sent while nothing happens");
    pty.keys(b"q");
    assert_eq!(pty.ended().code(), Some(0));
}

#[test]
fn a_line_that_takes_nothing_for_a_while_gets_the_newest_screen() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::run(home.path(), &["demo", "--place", "findings"], &[], true);
    pty.keys(HEARD);
    sleep(Duration::from_secs(2));
    pty.keys(&b"j".repeat(300));
    sleep(Duration::from_millis(500));
    pty.listen();
    pty.wait("as of");
    let seen = pty.quiet();
    let screens = seen.matches("\x1b[?2026h").count();
    assert!(screens < 60, "{screens} screens were sent for 300 keys");
    pty.keys(b"q");
    assert_eq!(pty.ended().code(), Some(0));
}

#[test]
fn a_storm_of_sizes_is_weathered() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::run(home.path(), &["demo"], &[], false);
    pty.keys(HEARD);
    pty.wait("as of");
    let master = pty.master.clone().unwrap();
    for n in 0..300_u16 {
        tcsetwinsize(&*master, size(n * 37 % 251, n * 13 % 83)).unwrap();
        if n % 10 == 0 {
            pty.keys(b"4jj1");
            sleep(Duration::from_millis(5));
        }
    }
    for (columns, rows) in [(0, 0), (1, 1), (80, 0), (0, 24), (80, 24)] {
        tcsetwinsize(&*master, size(columns, rows)).unwrap();
        sleep(Duration::from_millis(50));
    }
    pty.quiet();
    pty.forget();
    pty.keys(b"\x0c");
    pty.wait("? help");
    pty.keys(b"q");
    assert_eq!(pty.ended().code(), Some(0));
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::run(home.path(), &["demo"], &[], true);
    pty.keys(HEARD);
    sleep(Duration::from_secs(1));
    pty.master = None;
    pty.keyboard = File::open("/dev/null").unwrap();
    let status = pty.ended();
    assert_eq!(status.code(), Some(3), "{status}");
}

#[test]
fn no_escape_in_a_name_or_a_file_reaches_the_terminal() {
    let home = tempfile::tempdir().unwrap();
    let evil = "x\u{1b}]0;owned\u{7}\u{1b}[2Jy\u{9b}31m";
    let folder = home.path().join(format!("a{evil}"));
    std::fs::create_dir(&folder).unwrap();
    let code = format!(
        "resource \"aws_ebs_volume\" \"v\" {{\n  for_each = toset([\"{evil}\"])\n  size = 5 # {evil}\n  encrypted = false\n  tags = {{ Name = \"{evil}\" }}\n}}\n"
    );
    std::fs::write(folder.join("main.tf"), code).unwrap();
    std::fs::write(folder.join(format!("b{evil}.tf")), format!("resource \"{evil}\" {{")).unwrap();
    let mut pty = Pty::run(home.path(), &["--offline"], &[("XDG_DATA_HOME", "data")], false);
    pty.keys(HEARD);
    pty.wait("as of");
    for keys in [
        &b"4"[..],
        b"\r",
        b"x",
        b"\x1b",
        b"5\r",
        b"6",
        b"7",
        b"p",
        b"y",
        b"/owned\r",
        b"?",
        b"\x1b",
        b":owned",
        b"\x1b",
    ] {
        pty.keys(keys);
        sleep(Duration::from_millis(80));
    }
    let seen = pty.quiet();
    assert!(seen.contains("owned"), "it was on the screen: {seen:?}");
    assert!(!seen.contains("\u{1b}]0;") && !seen.contains('\u{9b}'), "{seen:?}");
    // a screen is wiped when it is taken, and never by data
    assert!(seen.matches("\u{1b}[2J").count() <= 2, "{}", seen.matches("\u{1b}[2J").count());
    pty.keys(b"q");
    assert_eq!(pty.ended().code(), Some(0));
}

#[test]
fn keys_and_themes_of_ones_own() {
    let home = tempfile::tempdir().unwrap();
    let themes = home.path().join("config/steth/themes");
    std::fs::create_dir_all(&themes).unwrap();
    let theme = |ground: &str| {
        let text = format!("inherits = \"dark\"\n[palette]\nground = \"{ground}\"\n");
        std::fs::write(themes.join("mine.toml"), text).unwrap();
    };
    theme("#010203");
    let config = home.path().join("config.toml");
    let environment = [
        ("COLORTERM", "truecolor"),
        ("XDG_CONFIG_HOME", home.path().join("config").to_str().unwrap().to_owned().leak()),
        ("STETH_CONFIG", config.to_str().unwrap().to_owned().leak()),
    ];
    std::fs::write(&config, "[tui]\ntheme = \"mine\"\n[keys]\nquit = [\"Z Z\"]\n").unwrap();
    let mut pty = Pty::run(home.path(), &["demo"], &environment, false);
    pty.wait_for_bytes("48;2;1;2;3");
    pty.wait("as of");
    theme("#040506");
    pty.wait_for_bytes("48;2;4;5;6");
    pty.keys(b"q");
    pty.wait("q does nothing here");
    pty.forget();
    pty.keys(b"Z");
    pty.wait("Leave");
    pty.keys(b"Z");
    assert_eq!(pty.ended().code(), Some(0));

    std::fs::write(&config, "[keys]\nquit = [\"j\"]\nfilter = [\"ctrl-\"]\n").unwrap();
    let mut pty = Pty::run(home.path(), &["demo"], &environment, false);
    assert_eq!(pty.ended().code(), Some(2));
    let seen = pty.quiet();
    assert!(seen.contains("config.toml:2: the key `j` is asked for by both `down` and `quit`"), "{seen:?}");
    assert!(seen.contains("config.toml:3: failed to read the key `ctrl-`"), "{seen:?}");
    assert!(!seen.contains("\x1b[?1049h"), "the screen was not taken: {seen:?}");
}

#[test]
fn without_colour_no_colour_is_sent() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = Pty::run(home.path(), &["demo"], &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")], false);
    pty.wait("as of");
    pty.keys(b"4j\rx");
    let seen = pty.quiet();
    // 39 and 49 are the terminal's own colours
    for part in seen.split("\x1b[").skip(1) {
        let Some((codes, _)) =
            part.split_once('m').filter(|(c, _)| c.bytes().all(|b| b == b';' || b.is_ascii_digit()))
        else {
            continue;
        };
        let colour = codes
            .split(';')
            .filter_map(|c| c.parse::<u8>().ok())
            .find(|c| matches!(c, 30..=38 | 40..=48 | 90..=107));
        assert_eq!(colour, None, "{codes:?} in {seen:?}");
    }
    assert!(seen.contains("\x1b[7m"), "the selection is reversed: {seen:?}");
    pty.keys(b"q");
    assert_eq!(pty.ended().code(), Some(0));
}
