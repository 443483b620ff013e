//! Data is not trusted: nothing in a name, a file or a message steers the terminal.

use std::sync::Arc;

use crate::native::{Files, Provider, Span};
use crate::posture::{Notice, Parts, Posture, SourceKind, SourceStatus};
use crate::resource::{Estate, Setting};
use crate::tui::{Event, Headless, Outside};

use super::fixture::{clock, findings, options, volume};

const EVIL: &str = "aws_ebs_volume.x[\"\x1b[2J\x1b]52;c;AAAA\x07\u{202e}\u{200b}\u{9b}31m\r\n\"]";

fn screen(width: u16, height: u16) -> Headless {
    let mut files = Files::default();
    let file =
        files.add("evil\x1b[31m/main.tf", "resource \x1b]0;title\x07 {\n\tencrypted = false\u{202e}\n}\n");
    let span = Span { file, line: 1, end_line: 3, column: 1 };
    let estate =
        Estate::new(vec![volume(EVIL, "us\x1b[0m", Provider::Aws, Some(span), Setting::known(false))]);
    let findings = findings(&estate);
    let notice = Notice { subject: EVIL.into(), line: 1, message: EVIL.to_owned(), hint: EVIL.to_owned() };
    let source = SourceStatus {
        files_read: 1,
        bytes_read: 1,
        resources: 1,
        skipped: vec![notice.clone()],
        failed: vec![notice.clone()],
        unavailable: vec![notice],
        not_understood: vec![(EVIL.into(), 1)],
        ..SourceStatus::new(SourceKind::Terraform, EVIL)
    };
    let posture =
        Posture::new(clock(), Parts { files, estate, findings, sources: vec![source], ..Parts::default() });
    let mut screen = Headless::new(&options(), width, height).unwrap();
    screen.feed(Event::Posture(Arc::new(posture)));
    screen
}

fn assert_safe(screen: &Headless, at: &str) {
    for cell in screen.buffer().content() {
        let bad = cell.symbol().chars().find(|c| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        });
        assert_eq!(bad, None, "{at}: {:?}", cell.symbol());
    }
}

#[test]
fn no_page_shows_a_raw_control_character() {
    for (width, height) in [(80, 24), (140, 40), (50, 12)] {
        for keys in [
            "",
            "c c",
            "2",
            "3",
            "4",
            "4 enter",
            "4 enter enter",
            "4 r",
            "5",
            "5 enter",
            "6",
            "7",
            "8",
            ": `ebs`",
            "4 / `x`",
        ] {
            let mut s = screen(width, height);
            s.keys(keys).unwrap();
            assert_safe(&s, keys);
            s.keys("esc pgdn pgdn G").unwrap();
            assert_safe(&s, keys);
        }
    }
}

#[test]
fn what_is_escaped_is_still_seen() {
    let mut s = screen(140, 40);
    s.keys("5 enter").unwrap();
    assert!(s.text().contains("\\x1b[2J"), "{}", s.text());
    assert!(s.text().contains("\\u{202e}"), "{}", s.text());
}

#[test]
fn the_place_of_an_evil_name_comes_back() {
    let mut s = screen(80, 24);
    s.keys("5 enter").unwrap();
    let place = s.place();
    let text = place.to_string();
    assert!(!text.chars().any(char::is_control));
    assert_eq!(text.parse::<crate::tui::Place>().unwrap(), place);
    s.keys("p").unwrap();
    assert_eq!(s.asked(), [Outside::Copy(text)]);
}

#[test]
fn failures_of_the_scan_are_told_safely() {
    let mut s = Headless::new(&options(), 80, 24).unwrap();
    s.feed(Event::Failed(format!("failed to read {EVIL}")));
    assert_safe(&s, "failed");
    assert!(s.text().contains("the scan failed: nothing is known"), "{}", s.text());
}

#[test]
fn any_size_is_drawn() {
    for (width, height) in [(0, 0), (1, 1), (2, 3), (10, 2), (59, 14), (60, 15), (61, 16), (80, 5), (300, 80)]
    {
        let mut s = screen(width, height);
        for keys in ["", "4", "enter", "x", "esc esc ?", "esc :", "esc /"] {
            s.keys(keys).unwrap();
            assert_safe(&s, keys);
        }
        s.resize(height, width);
        s.resize(80, 24);
        assert_safe(&s, "resized");
    }
}
