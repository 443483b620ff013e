//! Every embedded theme is readable, whole, and of enough contrast at every depth.

use ratatui::style::{Color, Modifier};

use super::color::{READABLE, Rgb, contrast, cube_rgb, lab_of, linear};
use super::load::{Texts, parse};
use super::{Depth, Ink, Role, Theme, embedded};

const STATES: [Role; 5] = [Role::Failing, Role::Unknown, Role::Attest, Role::Excepted, Role::Met];

#[test]
fn all_are_read() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/themes")).unwrap();
    let mut files: Vec<String> =
        files.map(|f| f.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let mut names: Vec<String> = embedded().into_iter().map(|t| t.name).collect();
    assert_eq!(names[..2], ["dark", "light"], "the defaults come first");
    files.sort_unstable();
    names.sort_unstable();
    assert_eq!(names, files, "every file is built in, and is a theme");
    for name in names {
        let light = ["light", "latte", "dawn"].iter().any(|w| name.ends_with(w));
        let theme = embedded().into_iter().find(|t| t.name == name).unwrap();
        assert_eq!(theme.is_light, light, "{name}");
    }
}

/// A role's ink and what it may lie on.
fn pairs(theme: &Theme) -> Vec<(Role, Ink, Ink)> {
    let mut pairs = Vec::new();
    for role in Role::ALL {
        let look = theme.look(*role);
        let fg = look.fg.unwrap_or(theme.foreground);
        let grounds = look.bg.map_or_else(|| theme.grounds(), |bg| vec![bg]);
        pairs.extend(grounds.into_iter().map(|ground| (*role, fg, ground)));
    }
    pairs
}

#[test]
fn text_stands_out_from_what_lies_under_it() {
    for theme in embedded() {
        for (role, fg, ground) in pairs(&theme) {
            let depths =
                [(fg.rgb, ground.rgb, "truecolor"), (cube_rgb(fg.cube), cube_rgb(ground.cube), "256")];
            for (over, under, depth) in depths {
                let ratio = contrast(over, under);
                let name = (&theme.name, role.id());
                assert!(ratio >= READABLE, "{name:?} at {depth}: {ratio:.2} of {over:?} on {under:?}");
            }
        }
        assert!(theme.is_readable(), "{} says it is not readable", theme.name);
        let least = if theme.name.starts_with("high-contrast") { 7.0 } else { READABLE };
        assert!(theme.contrast >= least, "{}: {:.2}", theme.name, theme.contrast);
    }
}

/// The sixteen colours as xterm, the Linux console (VGA) and Windows Terminal (Campbell) have them, in the order of
/// their numbers, and the text and the ground that are the terminal's own.
const TERMINALS: [(&str, [u32; 16]); 3] = [
    (
        "xterm",
        [
            0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
            0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
        ],
    ),
    (
        "VGA",
        [
            0x00_0000, 0xaa_0000, 0x00_aa00, 0xaa_5500, 0x00_00aa, 0xaa_00aa, 0x00_aaaa, 0xaa_aaaa,
            0x55_5555, 0xff_5555, 0x55_ff55, 0xff_ff55, 0x55_55ff, 0xff_55ff, 0x55_ffff, 0xff_ffff,
        ],
    ),
    (
        "Campbell",
        [
            0x0c_0c0c, 0xc5_0f1f, 0x13_a10e, 0xc1_9c00, 0x00_37da, 0x88_1798, 0x3a_96dd, 0xcc_cccc,
            0x76_7676, 0xe7_4856, 0x16_c60c, 0xf9_f1a5, 0x3b_78ff, 0xb4_009e, 0x61_d6d6, 0xf2_f2f2,
        ],
    ),
];

fn sixteen(color: Color, terminal: &[u32; 16], default: Rgb) -> Rgb {
    const ORDER: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    let Some(n) = ORDER.iter().position(|c| *c == color) else {
        assert_eq!(color, Color::Reset, "a colour that is none of sixteen");
        return default;
    };
    let [_, r, g, b] = terminal[n].to_be_bytes();
    (r, g, b)
}

#[test]
fn sixteen_colours_stand_out_on_the_terminals_that_people_have() {
    for theme in embedded() {
        let (text, ground) =
            if theme.is_light { ((0, 0, 0), (255, 255, 255)) } else { ((229, 229, 229), (0, 0, 0)) };
        let base = theme.base(Depth::Ansi16);
        let selection = theme.style(Role::Selection, Depth::Ansi16);
        for (name, terminal) in &TERMINALS {
            let rgb =
                |color: Option<Color>, default| sixteen(color.unwrap_or(Color::Reset), terminal, default);
            for role in Role::ALL {
                // as the brush does: the base, the role over it, the selection over both
                let plain = base.patch(theme.style(*role, Depth::Ansi16));
                for (style, how) in [(plain, "plain"), (plain.patch(selection), "selected")] {
                    let (over, under) = (rgb(style.fg, text), rgb(style.bg, ground));
                    let ratio = contrast(over, under);
                    let at = (&theme.name, role.id(), how, name);
                    assert!(ratio >= READABLE, "{at:?}: {ratio:.2} of {:?} on {:?}", style.fg, style.bg);
                }
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
    for theme in embedded().into_iter().filter(|t| t.name != "mono") {
        for depth in [Depth::True, Depth::Ansi256, Depth::Ansi16] {
            for (i, one) in STATES.iter().enumerate() {
                for other in &STATES[i + 1..] {
                    let (a, b) = (theme.style(*one, depth), theme.style(*other, depth));
                    assert_ne!(a, b, "{}: {} and {}", theme.name, one.id(), other.id());
                }
            }
        }
    }
}

/// What eyes without one sort of cones see (Machado, Oliveira and Fernandes 2009, severity 1), on linear light.
const PROTANOPIA: [[f64; 3]; 3] = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];
const DEUTERANOPIA: [[f64; 3]; 3] = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];
const TRITANOPIA: [[f64; 3]; 3] = [
    [1.255_528, -0.076_749, -0.178_779],
    [-0.078_411, 0.930_809, 0.147_602],
    [0.004_733, 0.691_367, 0.303_900],
];

/// How far apart two colours are to such eyes: in CIE L*a*b*, where 2 is just noticed side by side.
fn apart(a: Rgb, b: Rgb, eyes: &[[f64; 3]; 3]) -> f64 {
    let lab = |c: Rgb| {
        let light = [linear(c.0), linear(c.1), linear(c.2)];
        lab_of(eyes.map(|row| row.iter().zip(light).map(|(m, v)| m * v).sum::<f64>().clamp(0.0, 1.0)))
    };
    lab(a).iter().zip(lab(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn states_differ_for_those_who_see_fewer_colours() {
    for theme in embedded() {
        let eyes: &[_] = match theme.name.split('-').next() {
            Some("deuteranopia") => &[PROTANOPIA, DEUTERANOPIA],
            Some("tritanopia") => &[TRITANOPIA],
            _ => continue,
        };
        let of = |role: Role| theme.look(role).fg.unwrap();
        for eyes in eyes {
            for (i, one) in STATES.iter().enumerate() {
                for other in &STATES[i + 1..] {
                    let (a, b) = (of(*one), of(*other));
                    for (a, b, depth) in
                        [(a.rgb, b.rgb, "truecolor"), (cube_rgb(a.cube), cube_rgb(b.cube), "256")]
                    {
                        let far = apart(a, b, eyes);
                        let at = (&theme.name, depth, one.id(), other.id());
                        assert!(far >= 12.0, "{at:?}: {far:.1}");
                    }
                }
            }
        }
    }
}

fn mine(text: &str) -> Result<Theme, super::ThemeError> {
    parse("mine", "mine.toml", text, &Texts::new())
}

#[test]
fn faults_in_a_file_are_told_with_their_line_and_the_way_out() {
    let error = |text: &str| mine(text).unwrap_err().to_string();
    assert_eq!(
        error("inherits = \"dark\"\n[roles]\nstate.failing = { fg = \"rad\" }"),
        "mine.toml:3: `rad` is not in the palette and no #rrggbb; did you mean `red`?"
    );
    assert_eq!(
        error("[roles]\n\nstate.faling = { fg = \"#ffffff\" }"),
        "mine.toml:3: there is no role `state.faling`; did you mean `state.failing`?"
    );
    assert_eq!(
        error("inherits = \"drak\""),
        "mine.toml:1: the theme inherits `drak`, which does not exist; did you mean `dark`?"
    );
    assert!(error("[palette]\n\nred = \"#12\"").starts_with("mine.toml:3: the colour `red` is `#12`"));
    assert!(
        error("\ninherits = \"mine\"")
            .contains("mine.toml:2: the theme inherits `mine`, which does not exist")
    );
    assert!(error("[roles]\ntext = { style = [\"blink\"] }").starts_with("mine.toml:2: `blink` is no style"));
    assert!(error("[roles]\ntext = { ansi = { fg = \"pink\" } }").contains("`pink` is none of the sixteen"));
    assert!(error("[palette]\nred = { rgb = \"#ffffff\", cube = 3 }").contains("mine.toml:2: cube must be"));
    assert!(error("colour = 1").starts_with("mine.toml:1: a theme has inherits"));
    assert!(error("x = [\n").starts_with("mine.toml:"));
    assert!(error("[roles]\ntext = 3").starts_with("mine.toml:2: this must be a table"));
}

#[test]
fn a_child_changes_only_what_it_names() {
    let child = mine("inherits = \"dark\"\n[roles]\nstate.met = { fg = \"#ffffff\" }").unwrap();
    let dark = embedded().remove(0);
    for role in Role::ALL.iter().filter(|r| **r != Role::Met) {
        assert_eq!(child.look(*role), dark.look(*role), "{}", role.id());
    }
    assert_ne!(child.look(Role::Met), dark.look(Role::Met));
}

#[test]
fn a_role_without_a_look_has_that_of_its_group() {
    let child = mine("inherits = \"dark\"\n[roles]\nstate = { fg = \"#eeeeee\" }").unwrap();
    for role in STATES {
        assert_eq!(child.look(role).fg.unwrap().rgb, (0xee, 0xee, 0xee), "{}", role.id());
    }
    let bare = mine("[roles]\ntext = { fg = \"#dddddd\" }").unwrap();
    assert_eq!(bare.look(Role::Critical).fg.unwrap().rgb, (0xdd, 0xdd, 0xdd));
    // a colour of the palette keeps its look in sixteen colours
    let child = mine("inherits = \"dark\"\n[palette]\nred = \"#ff6666\"").unwrap();
    let red = child.look(Role::Failing).fg.unwrap();
    assert_eq!((red.rgb, red.ansi), ((0xff, 0x66, 0x66), Color::LightRed));
}

#[test]
fn a_faint_theme_is_called_so_and_made_readable_where_it_can_be() {
    let faint = mine("inherits = \"dark\"\n[palette]\ngrey = \"#404040\"").unwrap();
    assert!(!faint.is_readable(), "{}", faint.contrast);
    // among 256 colours the nearest that can be read is taken
    let muted = faint.look(Role::Muted).fg.unwrap();
    for ground in faint.grounds() {
        assert!(contrast(cube_rgb(muted.cube), cube_rgb(ground.cube)) >= READABLE);
    }
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
    write("mine.toml", "inherits = \"base\"\n[roles]\nstate.met = { fg = \"sea\" }");
    write("base.toml", "inherits = \"light\"\n[palette]\nsea = \"#004455\"");
    // one's own `dark` starts from ours, and takes its place
    write("dark.toml", "inherits = \"dark\"\n[palette]\nred = \"#ffaaaa\"");
    write("broken.toml", "\nroles = 3");
    write("round.toml", "inherits = \"about\"");
    write("about.toml", "inherits = \"round\"");
    write("notes.txt", "not a theme");
    let (themes, errors) = super::user_themes(directory.path());
    let names: Vec<&str> = themes.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(names, ["base", "dark", "mine"]);
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("round.toml:1: the theme inherits itself through `about`"), "{told:?}");
    assert!(told[1].ends_with("broken.toml:2: this must be a table"), "{told:?}");
    assert_eq!(themes[2].look(Role::Met).fg.map(|ink| ink.rgb), Some((0, 0x44, 0x55)));
    let (all, _) = super::themes(Some(directory.path()));
    assert_eq!(all[0].look(Role::Failing).fg.unwrap().rgb, (0xff, 0xaa, 0xaa));
    assert_eq!(all.len(), embedded().len() + 2);
    let (none, faults) = super::user_themes(&directory.path().join("gone"));
    assert!(none.is_empty() && faults.is_empty(), "a directory that is not there is no fault");
}
