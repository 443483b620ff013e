//! The pictures in `screenshots/`, drawn from the same screens that people see. A stale picture fails; draw anew with
//! `STETH_DRAW=1 cargo test --test screenshots`.

#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use steth::posture::Posture;
use steth::scan::{Request, scan};
use steth::tui::{Environment, Event, Headless, TuiOptions};
use unicode_width::UnicodeWidthStr;

/// One picture: its file, the place, keys pressed there, the theme, the size.
struct Picture {
    name: &'static str,
    place: &'static str,
    keys: &'static str,
    theme: &'static str,
    size: (u16, u16),
}

const PICTURES: &[Picture] = &[
    Picture { name: "matrix", place: "matrix", keys: "", theme: "dark", size: (120, 34) },
    Picture { name: "overview", place: "overview", keys: "", theme: "dark", size: (120, 34) },
    Picture { name: "safeguard", place: "164.312(a)(2)(iv)", keys: "", theme: "light", size: (120, 34) },
    Picture {
        name: "findings",
        place: "findings?status:fail sev:>=high",
        keys: "",
        theme: "dark",
        size: (120, 34),
    },
    Picture {
        name: "finding",
        place: "164.312(a)(2)(iv)/encryption-at-rest/aws_ebs_volume.migration@aws%2Fproduction/block-volume-encryption",
        keys: "",
        theme: "dark",
        size: (120, 34),
    },
    Picture {
        name: "remedy",
        place: "164.312(a)(2)(iv)/encryption-at-rest/aws_ebs_volume.migration@aws%2Fproduction/block-volume-encryption/remedy",
        keys: "",
        theme: "dark",
        size: (100, 30),
    },
    Picture { name: "matrix-80x24-mono", place: "matrix", keys: "down", theme: "mono", size: (80, 24) },
    Picture {
        name: "palette-high-contrast",
        place: "matrix",
        keys: ": `encryp`",
        theme: "high-contrast",
        size: (100, 30),
    },
];

fn now() -> Timestamp {
    "2026-11-21T04:00:00Z".parse().unwrap()
}

fn draw(picture: &Picture, posture: &Arc<Posture>) -> String {
    let environment = Environment {
        colorterm: "truecolor".to_owned(),
        term: "xterm-256color".to_owned(),
        utf8: true,
        ..Environment::default()
    };
    let mut options = TuiOptions::plain(environment, now);
    options.theme = Some(picture.theme.to_owned());
    options.place = Some(picture.place.parse().unwrap());
    let mut screen = Headless::new(&options, picture.size.0, picture.size.1).unwrap();
    screen.feed(Event::Posture(posture.clone()));
    screen.keys(picture.keys).unwrap();
    screen.draw();
    svg(screen.buffer(), picture)
}

const CELL_WIDTH: f32 = 8.4;
const CELL_HEIGHT: f32 = 18.0;

/// Colours of a terminal for what a theme leaves to it: text, then background.
fn terminal(theme: &str) -> (&'static str, &'static str) {
    if theme.contains("light") { ("#1b1f24", "#ffffff") } else { ("#d7dce2", "#0f1318") }
}

fn hex(color: Color, fallback: &str) -> String {
    match color {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Black => "#000000".to_owned(),
        Color::White => "#ffffff".to_owned(),
        Color::Reset => fallback.to_owned(),
        other => panic!("a truecolor theme drew {other:?}"),
    }
}

fn look(cell: &Cell, theme: &str) -> (String, String, Modifier) {
    let (text, ground) = terminal(theme);
    let (fg, bg) = (hex(cell.fg, text), hex(cell.bg, ground));
    if cell.modifier.contains(Modifier::REVERSED) { (bg, fg, cell.modifier) } else { (fg, bg, cell.modifier) }
}

fn svg(buffer: &Buffer, picture: &Picture) -> String {
    let area = buffer.area;
    let (width, height) = (f32::from(area.width) * CELL_WIDTH, f32::from(area.height) * CELL_HEIGHT);
    let ground = terminal(picture.theme).1;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-12 -12 {:.1} {:.1}\" role=\"img\" aria-label=\"steth: {}\">\n\
         <style>text{{font:14px ui-monospace,\"DejaVu Sans Mono\",Menlo,Consolas,monospace;white-space:pre}}</style>\n\
         <rect x=\"-12\" y=\"-12\" width=\"{:.1}\" height=\"{:.1}\" rx=\"8\" fill=\"{ground}\"/>\n",
        width + 24.0,
        height + 24.0,
        picture.name,
        width + 24.0,
        height + 24.0,
    );
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let start = x;
            let style = look(&buffer[(x, y)], picture.theme);
            let mut text = String::new();
            while x < area.width && look(&buffer[(x, y)], picture.theme) == style {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += u16::try_from(symbol.width().max(1)).unwrap();
            }
            run(&mut out, &text, (start, y), x - start, &style, ground);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn run(
    out: &mut String,
    text: &str,
    at: (u16, u16),
    cells: u16,
    style: &(String, String, Modifier),
    ground: &str,
) {
    let (fg, bg, modifier) = style;
    let (x, y) = (f32::from(at.0) * CELL_WIDTH, f32::from(at.1) * CELL_HEIGHT);
    let width = f32::from(cells) * CELL_WIDTH;
    // renderers differ over white space, so none is left at the ends and what is inside cannot collapse
    let lead = text.len() - text.trim_start_matches(' ').len();
    let written = text.trim_matches(' ').replace(' ', "\u{a0}");
    if bg != ground {
        writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{CELL_HEIGHT:.1}\" fill=\"{bg}\"/>"
        )
        .unwrap();
    }
    if text.trim().is_empty() {
        return;
    }
    let mut style = String::new();
    if modifier.contains(Modifier::BOLD) {
        style.push_str(" font-weight=\"bold\"");
    }
    if modifier.contains(Modifier::ITALIC) {
        style.push_str(" font-style=\"italic\"");
    }
    if modifier.contains(Modifier::UNDERLINED) {
        style.push_str(" text-decoration=\"underline\"");
    }
    let escaped = written.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    writeln!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{fg}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{escaped}</text>",
        x + lead as f32 * CELL_WIDTH,
        y + 13.5,
        written.width() as f32 * CELL_WIDTH,
    )
    .unwrap();
}

#[test]
fn pictures_are_current() {
    let posture = Arc::new(scan(&steth::demo::tree(), &Request::default(), now(), &mut |_| {}));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let drawing = std::env::var_os("STETH_DRAW").is_some();
    let mut stale = Vec::new();
    for picture in PICTURES {
        let svg = draw(picture, &posture);
        let file = folder.join(format!("{}.svg", picture.name));
        if drawing {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &svg).unwrap();
        } else if fs::read_to_string(&file).ok().as_deref() != Some(&svg) {
            stale.push(picture.name);
        }
    }
    assert!(
        stale.is_empty(),
        "stale pictures: {stale:?}; draw anew with STETH_DRAW=1 cargo test --test screenshots"
    );
}
