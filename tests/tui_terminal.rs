//! The dashboard in a real terminal (tmux): it starts, it is driven, and whatever ends it, the terminal is whole again.
//!
//! Where there is no tmux these tests say so and pass: CI installs it.
#![cfg(unix)]

use std::io::Write;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use steth::tui::{Environment, TuiOptions};

/// What a command printed; nothing when it could not run, which what is waited for then shows.
fn said(command: &mut Command) -> String {
    command.output().map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default()
}

/// A tmux server of its own with one shell in it.
struct Terminal {
    socket: String,
}

impl Terminal {
    /// Opens a terminal, or says that there is no tmux.
    fn open(columns: u32, rows: u32) -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let socket = format!("steth-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let terminal = Self { socket };
        let size = [columns.to_string(), rows.to_string()];
        let started = Command::new("tmux")
            .args([
                "-L",
                &terminal.socket,
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                &size[0],
                "-y",
                &size[1],
            ])
            .args(["env", "PS1=ready$ ", "LC_ALL=C.UTF-8", "EDITOR=", "VISUAL=", "sh"])
            .status();
        if !started.is_ok_and(|s| s.success()) {
            let _ = writeln!(std::io::stderr(), "tmux is not here: the terminal was not tested");
            return None;
        }
        terminal.wait("ready$");
        Some(terminal)
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        said(Command::new("tmux").args(["-L", &self.socket]).args(arguments))
    }

    fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// Types a line into the shell.
    fn line(&self, text: &str) {
        self.tmux(&["send-keys", "-l", text]);
        self.tmux(&["send-keys", "Enter"]);
    }

    fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.tmux(&["send-keys", key]);
        }
    }

    /// Waits until the screen holds a text.
    fn wait(&self, text: &str) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if screen.contains(text) {
                return screen;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "`{text}` never came:\n{screen}");
            sleep(Duration::from_millis(50));
        }
    }

    /// Starts the demo and waits for what it found.
    fn demo(&self, flags: &str) {
        self.line(&format!("{} demo {flags}; echo left-with=$?", env!("CARGO_BIN_EXE_steth")));
        self.wait("as of");
    }

    /// The process of the dashboard: the only child of the shell.
    fn child(&self) -> String {
        let shell = self.tmux(&["display-message", "-p", "#{pane_pid}"]);
        said(Command::new("pgrep").args(["-P", shell.trim()])).trim().to_owned()
    }

    /// Checks that the terminal is as a shell wants it: cooked, on its own screen, with a cursor.
    fn assert_whole(&self) {
        self.line("stty -a | tr ' ;' '\\n\\n' | grep -cx -e icanon -e echo -e isig; echo counted");
        // on a line of its own: the command itself names the word, too
        let screen = self.wait("\ncounted\n");
        assert!(screen.contains("\n3\n"), "the terminal is not cooked:\n{screen}");
        assert_eq!(
            self.tmux(&["display-message", "-p", "#{alternate_on}#{cursor_flag}#{mouse_any_flag}"]).trim(),
            "010"
        );
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

#[test]
fn drilling_down_and_leaving() {
    let Some(t) = Terminal::open(80, 24) else { return };
    t.demo("");
    t.keys(&["n", "Enter"]);
    t.wait("The regulation");
    t.keys(&["Enter"]);
    t.wait("standing");
    t.keys(&["Enter"]);
    t.wait("Decided by");
    t.keys(&["x"]);
    t.wait("What to do");
    t.keys(&["Escape"]);
    t.wait("Decided by");
    t.keys(&["q"]);
    t.wait("left-with=0");
    t.assert_whole();
}

#[test]
fn signals_leave_the_terminal_whole() {
    let Some(t) = Terminal::open(80, 24) else { return };
    for signal in ["-TERM", "-HUP", "-INT"] {
        t.demo("");
        assert!(Command::new("kill").args([signal, &t.child()]).status().unwrap().success());
        t.wait("left-with=3");
        t.assert_whole();
        t.line("clear");
        sleep(Duration::from_millis(200));
    }
}

/// Run by [`a_panic_gives_the_terminal_back`] in a terminal: a dashboard whose clock breaks when the first screen is
/// drawn.
#[test]
#[ignore = "needs a terminal of its own"]
fn a_dashboard_with_a_broken_clock() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    // asked when the options are checked and when the model is made; the terminal is taken in between
    let options = TuiOptions::plain(Environment::default(), || {
        assert!(ASKED.fetch_add(1, Ordering::Relaxed) < 2, "the clock broke");
        jiff::Timestamp::UNIX_EPOCH
    });
    let (_scan, feed) = std::sync::mpsc::channel();
    let _ = steth::tui::run(feed, &options);
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let Some(t) = Terminal::open(100, 50) else { return };
    let this = std::env::current_exe().unwrap();
    t.line(&format!(
        "{} --exact --ignored --nocapture a_dashboard_with_a_broken_clock; echo left-with=$?",
        this.display()
    ));
    let screen = t.wait("left-with=101");
    // told after the terminal was given back: on the dashboard's screen it would have been lost
    assert!(screen.contains("the clock broke"), "{screen}");
    t.assert_whole();
}

#[test]
fn it_stops_and_goes_on_like_any_job() {
    let Some(t) = Terminal::open(80, 24) else { return };
    t.line("set -m");
    t.line(&format!("{} demo", env!("CARGO_BIN_EXE_steth")));
    t.wait("✗ failing");
    t.keys(&["C-z"]);
    t.wait("ready$");
    t.assert_whole();
    t.line("fg");
    t.wait("✗ failing");
    t.keys(&["4"]);
    t.wait("standing");
    // stopped from outside, too
    assert!(Command::new("kill").args(["-TSTP", &t.child()]).status().unwrap().success());
    t.wait("ready$");
    t.line("fg");
    t.wait("standing");
    t.keys(&["q"]);
    t.wait("ready$");
}

#[test]
fn any_size_is_met_and_left_again() {
    let Some(t) = Terminal::open(80, 24) else { return };
    t.demo("");
    for (columns, rows) in [("50", "12"), ("20", "4"), ("200", "60"), ("80", "24")] {
        t.tmux(&["resize-window", "-x", columns, "-y", rows]);
    }
    t.wait("? help");
    t.tmux(&["resize-window", "-x", "50", "-y", "12"]);
    t.wait("enter open  esc back  q quit");
    t.keys(&["q"]);
    t.wait("left-with=0");
}

#[test]
fn the_editor_gets_the_file_the_line_and_the_keyboard() {
    let Some(t) = Terminal::open(80, 24) else { return };
    // `cat` stands for an editor that reads the keyboard until ctrl-d
    let directory = tempfile::tempdir().unwrap();
    let editor = directory.path().join("editor");
    std::fs::write(&editor, "#!/bin/sh\necho \"editing $1 of $2\"\ncat\n").unwrap();
    assert!(Command::new("chmod").args(["+x", editor.to_str().unwrap()]).status().unwrap().success());
    let code = "resource \"aws_ebs_volume\" \"archive\" {\n  size      = 5\n  encrypted = false\n}\n";
    std::fs::write(directory.path().join("main.tf"), code).unwrap();
    t.line(&format!("export EDITOR={}", editor.display()));
    // in the sample estate there is nothing to edit, and that is said
    t.demo("--place 'causes'");
    t.keys(&["e"]);
    t.wait("there is no file");
    t.keys(&["q"]);
    t.wait("left-with=0");
    t.line(&format!("clear; cd {}", directory.path().display()));
    let steth = env!("CARGO_BIN_EXE_steth");
    t.line(&format!(
        "HOME={0} XDG_DATA_HOME={0} {steth} --offline --place causes; echo left=$?",
        "/nonexistent"
    ));
    t.wait("as of");
    t.keys(&["e"]);
    t.wait("editing +3 of main.tf");
    t.keys(&["q", "u", "i", "t", "Enter"]);
    t.wait("quit\nquit");
    t.keys(&["C-d"]);
    t.wait("what is shown is as it was scanned");
    t.keys(&["q"]);
    t.wait("left=0");
    t.assert_whole();
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_done_while_nothing_happens() {
    let Some(t) = Terminal::open(80, 24) else { return };
    t.demo("");
    sleep(Duration::from_millis(500));
    let ticks = || -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", t.child())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    let before = ticks();
    sleep(Duration::from_secs(2));
    assert_eq!(ticks(), before, "it used the processor while idle");
}

#[test]
fn without_a_terminal_nothing_is_drawn() {
    let out = Command::new(env!("CARGO_BIN_EXE_steth")).arg("demo").output().unwrap();
    assert!(!out.stdout.contains(&0x1b), "escape sequences in a pipe");
    assert!(out.stdout.len() > 100);
    let out =
        Command::new(env!("CARGO_BIN_EXE_steth")).args(["demo", "--place", "nowhere"]).output().unwrap();
    assert_eq!(out.status.code(), Some(0), "a place means nothing to a report");
}
