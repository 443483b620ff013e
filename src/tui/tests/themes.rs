//! Themes and keys of one's own: chosen, previewed, followed, read anew; sequences of keys and their box.

use std::sync::Arc;

use crate::tui::{Environment, Event, Headless, OwnKeys, TuiOptions};

use super::fixture::{clock, options, posture, screen};

#[test]
fn themes_are_seen_before_they_are_kept() {
    let mut s = screen(80, 24);
    assert_eq!(s.theme(), "dark");
    s.keys("t").unwrap();
    insta::assert_snapshot!("themes-80x24", s.text());
    s.keys("j j").unwrap();
    assert_eq!(s.theme(), "high-contrast");
    s.keys("esc").unwrap();
    assert_eq!(s.theme(), "dark", "Esc gives it back");
    s.keys("t G enter").unwrap();
    assert_eq!(s.theme(), "tokyo-night");
    assert_eq!(s.message(), "theme tokyo-night; tui.theme = \"tokyo-night\" in the configuration keeps it");
    s.keys(": `theme nord` enter").unwrap();
    assert_eq!(s.theme(), "nord");
    let mut small = screen(50, 12);
    small.keys("t").unwrap();
    insta::assert_snapshot!("themes-50x12", small.text());
}

#[test]
fn the_theme_follows_the_terminal_until_one_is_chosen() {
    let mut s = screen(80, 24);
    s.ground(true);
    assert_eq!(s.theme(), "light");
    s.ground(false);
    assert_eq!(s.theme(), "dark");
    s.keys("t j j enter").unwrap();
    s.ground(true);
    assert_eq!(s.theme(), "high-contrast");
    let mut own = options();
    (own.dark_theme, own.light_theme) = ("nord".to_owned(), "solarized-light".to_owned());
    own.environment.light = Some(true);
    let mut s = Headless::new(&own, 80, 24).unwrap();
    assert_eq!(s.theme(), "solarized-light", "COLORFGBG is known before the first frame");
    s.ground(false);
    assert_eq!(s.theme(), "nord");
    own.theme = Some("dracula".to_owned());
    let mut s = Headless::new(&own, 80, 24).unwrap();
    s.ground(true);
    assert_eq!(s.theme(), "dracula");
    own.light_theme = "nrod".to_owned();
    assert!(Headless::new(&own, 80, 24).err().unwrap().to_string().contains("`nrod`"));
}

#[test]
fn a_changed_file_changes_the_screen_and_a_broken_one_does_not() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("mine.toml");
    std::fs::write(&file, "inherits = \"dark\"\n").unwrap();
    let mut own = options();
    own.environment = Environment { colorterm: "truecolor".to_owned(), utf8: true, ..Environment::default() };
    (own.themes, own.theme) = (Some(directory.path().to_owned()), Some("mine".to_owned()));
    let mut s = Headless::new(&own, 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(posture())));
    let ground = |s: &Headless| s.buffer().cell((79, 10)).unwrap().bg;
    let before = ground(&s);
    std::fs::write(&file, "inherits = \"dark\"\n[palette]\nground = \"#000000\"\n").unwrap();
    s.reload_themes(directory.path());
    assert_ne!(ground(&s), before);
    assert_eq!(s.message(), "theme mine was read anew");
    let black = ground(&s);
    std::fs::write(&file, "inherits = \"dark\"\n\n[palete]\n").unwrap();
    s.reload_themes(directory.path());
    assert_eq!((s.theme(), ground(&s)), ("mine", black));
    assert!(s.message().contains("mine.toml:3: a theme has inherits"), "{}", s.message());
    // at the start, too, the others can be used
    let mut s = Headless::new(&TuiOptions { theme: None, ..own }, 80, 24).unwrap();
    assert!(s.message().contains("mine.toml:3:"), "{}", s.message());
    s.keys("j").unwrap();
    assert_eq!(s.message(), "");
}

#[test]
fn the_first_of_several_keys_opens_a_box_with_the_rest() {
    let mut s = screen(80, 24);
    s.keys("4 g").unwrap();
    insta::assert_snapshot!("pending-80x24", s.text());
    s.keys("r").unwrap();
    assert_eq!(s.place().to_string(), "resources");
    assert!(!s.text().contains("g ─"), "{}", s.text());
    s.keys("G g g").unwrap();
    assert!(s.selected().is_some());
    s.keys("g esc").unwrap();
    assert_eq!((s.place().to_string(), s.message()), ("resources".to_owned(), ""));
    s.keys("g ctrl-f").unwrap();
    assert_eq!(s.message(), "g ctrl-f does nothing here; ? shows every key");
    s.keys("g m").unwrap();
    assert_eq!(s.place().to_string(), "matrix");
}

#[test]
fn own_keys_are_in_the_footer_the_help_and_the_palette() {
    let mut own = options();
    let keys = |action: &str, keys: &[&str]| OwnKeys {
        action: action.to_owned(),
        keys: keys.iter().map(|k| (*k).to_owned()).collect(),
        place: "config.toml:2".to_owned(),
    };
    own.keys = vec![
        keys("help", &["f1"]),
        keys("findings", &["ctrl-x f"]),
        keys("cancel", &["f9"]),
        keys("open", &["o"]),
    ];
    let mut s = Headless::new(&own, 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(posture())));
    assert!(s.text().contains("f1 help") && s.text().contains("o open"), "{}", s.text());
    s.keys("ctrl-x f").unwrap();
    assert_eq!(s.place().to_string(), "findings");
    s.keys("?").unwrap();
    assert_eq!(s.message(), "? does nothing here; f1 shows every key");
    s.keys("f1 pgdn pgdn").unwrap();
    assert!(s.text().contains("ctrl-x f"), "{}", s.text());
    s.keys("esc : `every finding`").unwrap();
    assert!(s.text().contains("ctrl-x f"), "{}", s.text());
    own.keys = vec![keys("help", &["j"])];
    let error = Headless::new(&own, 80, 24).err().unwrap().to_string();
    assert_eq!(
        error,
        "config.toml:2: the key `j` is asked for by both `down` and `help`; give one of them another in [keys]"
    );
}

#[test]
fn without_colour_the_list_of_themes_says_so() {
    let environment = Environment { no_color: true, utf8: false, ..Environment::default() };
    let mut s = Headless::new(&TuiOptions::plain(environment, clock), 80, 24).unwrap();
    s.keys("t").unwrap();
    assert!(s.text().contains("in no colour"), "{}", s.text());
    assert!(s.text().is_ascii(), "{}", s.text());
}
