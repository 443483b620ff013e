//! Every embedded theme is readable, whole, and of enough contrast at every depth.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier};

use super::color::{contrast, cube_rgb};
use super::load::parse;
use super::{Depth, Role, embedded};

#[test]
fn all_are_read() {
    let names: Vec<String> = embedded().into_iter().map(|t| t.name).collect();
    assert_eq!(names, ["dark", "light", "high-contrast", "colour-blind", "colour-blind-light", "mono"]);
}

#[test]
fn text_stands_out_from_what_lies_under_it() {
    for theme in embedded() {
        let selection = theme.look(Role::Selection).bg;
        for role in Role::ALL {
            let look = theme.look(*role);
            let fg = look.fg.unwrap_or(theme.foreground);
            let own = look.bg.unwrap_or(theme.background);
            let grounds = match look.bg {
                Some(bg) => vec![bg],
                None => [Some(own), selection].into_iter().flatten().collect(),
            };
            for ground in grounds {
                let pairs =
                    [(fg.rgb, ground.rgb, "truecolor"), (cube_rgb(fg.cube), cube_rgb(ground.cube), "256")];
                for (over, under, depth) in pairs {
                    let ratio = contrast(over, under);
                    let name = (&theme.name, role.id());
                    assert!(ratio >= 4.5, "{name:?} at {depth}: {ratio:.2} of {over:?} on {under:?}");
                }
            }
        }
    }
}

#[test]
fn sixteen_colours_keep_text_apart_from_its_ground() {
    for theme in embedded() {
        for role in Role::ALL {
            let look = theme.look(*role);
            // the terminal's own two colours are apart by themselves
            if let (Some(fg), Some(bg)) = (look.fg, look.bg.filter(|bg| bg.ansi != Color::Reset)) {
                assert_ne!(fg.ansi, bg.ansi, "{} {}", theme.name, role.id());
            }
            if let (Some(fg), Some(bg)) = (look.fg, theme.look(Role::Selection).bg) {
                assert_ne!(fg.ansi, bg.ansi, "{} {} when selected", theme.name, role.id());
            }
        }
    }
}

#[test]
fn without_colour_the_selection_still_shows() {
    for theme in embedded() {
        for role in [Role::Selection, Role::Column, Role::Fault] {
            let style = theme.style(role, Depth::Mono);
            assert!(style.fg.is_none() && style.bg.is_none(), "{} {}", theme.name, role.id());
            assert_ne!(style.add_modifier, Modifier::empty(), "{} {}", theme.name, role.id());
        }
        let selection = theme.style(Role::Selection, Depth::Mono);
        assert!(selection.add_modifier.contains(Modifier::REVERSED), "{}", theme.name);
    }
}

#[test]
fn states_differ_from_one_another() {
    let states = [Role::Failing, Role::Unknown, Role::Attest, Role::Excepted, Role::Met];
    for theme in embedded().into_iter().filter(|t| t.name != "mono") {
        for depth in [Depth::True, Depth::Ansi256] {
            for (i, one) in states.iter().enumerate() {
                for other in &states[i + 1..] {
                    let (a, b) = (theme.style(*one, depth), theme.style(*other, depth));
                    assert_ne!(a, b, "{}: {} and {}", theme.name, one.id(), other.id());
                }
            }
        }
    }
}

#[test]
fn faults_in_a_file_are_told() {
    let none = BTreeMap::new();
    let error = |text: &str| parse("mine", text, &none).unwrap_err().to_string();
    assert!(error("[roles]\nfailing = { fg = \"nope\" }").contains("`nope` is not in the palette"));
    assert!(error("[roles]\nfaling = { fg = \"#ffffff\" }").contains("there is no role `faling`"));
    assert!(error("inherits = \"gone\"").contains("does not exist"));
    assert!(error("[palette]\nred = \"#12\"").contains("`red` is no colour"));
    assert!(error("inherits = \"mine\"").contains("inherits itself"));
}

#[test]
fn a_child_changes_only_what_it_names() {
    let child = parse("mine", "inherits = \"dark\"\n[roles]\nmet = { fg = \"#ffffff\" }", &BTreeMap::new());
    let child = child.unwrap();
    let dark = embedded().remove(0);
    for role in Role::ALL.iter().filter(|r| **r != Role::Met) {
        assert_eq!(child.look(*role), dark.look(*role), "{}", role.id());
    }
    assert_ne!(child.look(Role::Met), dark.look(Role::Met));
}

#[test]
fn the_environment_tells_the_depth() {
    assert_eq!(Depth::detect(true, "truecolor", "xterm-256color"), Depth::Mono);
    assert_eq!(Depth::detect(false, "truecolor", "xterm"), Depth::True);
    assert_eq!(Depth::detect(false, "", "tmux-256color"), Depth::Ansi256);
    assert_eq!(Depth::detect(false, "", "linux"), Depth::Ansi16);
    assert_eq!(Depth::detect(false, "", "dumb"), Depth::Mono);
}

#[test]
fn a_directory_gives_its_themes_and_its_faults() {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
    write("mine.toml", "inherits = \"base\"\n[roles]\nmet = { fg = \"sea\" }");
    write("base.toml", "inherits = \"light\"\n[palette]\nsea = \"#004455\"");
    write("broken.toml", "roles = 3");
    write("notes.txt", "not a theme");
    let (themes, errors) = super::user_themes(directory.path());
    let names: Vec<&str> = themes.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["base", "mine"]);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].to_string().starts_with("failed to read the theme `broken`"), "{}", errors[0]);
    assert_eq!(themes[1].look(Role::Met).fg.map(|ink| ink.rgb), Some((0, 0x44, 0x55)));
    let (none, faults) = super::user_themes(&directory.path().join("gone"));
    assert!(none.is_empty() && faults.is_empty(), "a directory that is not there is no fault");
}
