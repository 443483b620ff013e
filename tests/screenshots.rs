//! The pictures in `screenshots/`, drawn from the same screens that people see. A stale picture fails; draw anew with
//! `STETH_DRAW=1 cargo test --test screenshots`.

#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

#[path = "support/svg.rs"]
mod svg;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use steth::posture::Posture;
use steth::scan::{Request, scan};
use steth::tui::{Environment, Event, Headless, TuiOptions, embedded_themes};
use svg::{Frame, film, ground, picture};

/// One picture: its file, the place, keys pressed there, the theme, the colours of the terminal, the size.
struct Picture {
    name: &'static str,
    place: &'static str,
    keys: &'static str,
    theme: &'static str,
    colorterm: &'static str,
    size: (u16, u16),
}

const fn at(
    name: &'static str,
    place: &'static str,
    keys: &'static str,
    theme: &'static str,
    size: (u16, u16),
) -> Picture {
    Picture { name, place, keys, theme, colorterm: "truecolor", size }
}

const WIDE: (u16, u16) = (120, 34);

const PICTURES: &[Picture] = &[
    at("matrix", "matrix", "", "dark", WIDE),
    at("overview", "overview", "", "tokyo-night", WIDE),
    at("safeguard", "164.312(a)(2)(iv)", "", "light", WIDE),
    at("findings", "findings?status:fail sev:>=high", "", "dark", WIDE),
    at("resource", "resources/aws_ebs_volume.migration@aws%2Fproduction", "", "catppuccin-mocha", WIDE),
    at(
        "finding",
        "164.312(a)(2)(iv)/encryption-at-rest/aws_ebs_volume.migration@aws%2Fproduction/block-volume-encryption",
        "",
        "dark",
        WIDE,
    ),
    at(
        "remedy",
        "164.312(a)(2)(iv)/encryption-at-rest/aws_ebs_volume.migration@aws%2Fproduction/block-volume-encryption/remedy",
        "",
        "gruvbox-dark",
        (100, 30),
    ),
    at("causes", "causes", "", "solarized-light", WIDE),
    at("themes", "findings", "t", "nord", (100, 30)),
    at("keys", "findings", "g", "deuteranopia", (100, 30)),
    at("matrix-80x24-mono", "matrix", "down", "mono", (80, 24)),
    Picture {
        name: "findings-80x24-sixteen-colours",
        place: "findings",
        keys: "down",
        theme: "dark",
        colorterm: "",
        size: (80, 24),
    },
    at("palette-high-contrast", "matrix", ": `encryp`", "high-contrast", (100, 30)),
];

/// The tour: keys, what they do, and for how many seconds it is seen.
const TOUR: &[(&str, &str, u32)] = &[
    ("", "Every safeguard of the Security Rule by cloud; nothing unmeasured looks green", 3),
    ("n", "the next failing safeguard", 2),
    ("enter", "its text, its state, and the control objectives it rests on", 3),
    ("enter", "the findings of an objective, worst first", 2),
    ("enter", "what decided it, and the line at fault", 3),
    ("x", "the fix: the change, the command, the risk", 4),
    ("g c", "root causes: the fewest edits that mend the most", 3),
    ("4 / `sev:>=high s3` enter", "any list filtered as you type", 3),
    (": `mfa`", "any place or action by name", 3),
    ("esc t j j", "themes, seen before they are kept", 3),
];

fn now() -> Timestamp {
    "2026-11-21T04:00:00Z".parse().unwrap()
}

fn screen(picture: &Picture, posture: &Arc<Posture>) -> Headless {
    let environment = Environment {
        colorterm: picture.colorterm.to_owned(),
        term: "xterm".to_owned(),
        utf8: true,
        ..Environment::default()
    };
    let mut options = TuiOptions::plain(environment, now);
    options.theme = Some(picture.theme.to_owned());
    options.place = Some(picture.place.parse().unwrap());
    let mut screen = Headless::new(&options, picture.size.0, picture.size.1).unwrap();
    screen.feed(Event::Posture(posture.clone()));
    screen.keys(picture.keys).unwrap();
    screen
}

fn draw(picture_of: &Picture, posture: &Arc<Posture>) -> String {
    let screen = screen(picture_of, posture);
    assert!(!screen.text().contains("There is nothing at this place"), "{}", picture_of.name);
    let is_light = embedded_themes().iter().any(|t| t.name == picture_of.theme && t.is_for_light_terminals());
    picture(screen.buffer(), picture_of.name, ground(is_light))
}

fn tour(posture: &Arc<Posture>) -> String {
    let mut screen = screen(&at("tour", "matrix", "", "dark", (110, 32)), posture);
    let mut frames = Vec::new();
    for (keys, words, seconds) in TOUR {
        screen.keys(keys).unwrap();
        let keys = keys.replace('`', "").replace(" enter", if keys.len() > 5 { "" } else { " enter" });
        let words = (*words).to_owned();
        frames.push(Frame { screen: screen.buffer().clone(), keys, words, seconds: *seconds });
    }
    film(&frames, ground(false))
}

#[test]
fn pictures_are_current() {
    let posture = Arc::new(scan(&steth::demo::tree(), &Request::default(), now(), &mut |_| {}));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let drawing = std::env::var_os("STETH_DRAW").is_some();
    let mut wanted: Vec<(&str, String)> = PICTURES.iter().map(|p| (p.name, draw(p, &posture))).collect();
    wanted.push(("tour", tour(&posture)));
    let mut stale = Vec::new();
    for (name, svg) in &wanted {
        let file = folder.join(format!("{name}.svg"));
        if drawing {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, svg).unwrap();
        } else if fs::read_to_string(&file).ok().as_ref() != Some(svg) {
            stale.push((*name).to_owned());
        }
    }
    for file in fs::read_dir(&folder).unwrap() {
        let name = file.unwrap().file_name().to_string_lossy().into_owned();
        let known = wanted.iter().any(|(n, _)| format!("{n}.svg") == name);
        if !known {
            stale.push(format!("{name} (no longer drawn)"));
        }
    }
    assert!(
        stale.is_empty(),
        "stale pictures: {stale:?}; draw anew with STETH_DRAW=1 cargo test --test screenshots"
    );
}
