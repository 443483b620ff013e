//! Screens as people see them: every page at three sizes, every state, and how the looks change with the depth of
//! colour.

use std::sync::Arc;

use ratatui::style::{Color, Modifier};

use crate::posture::Posture;
use crate::tui::{Environment, Event, Headless, Progress, TuiOptions};

use super::fixture::{clock, options, screen};

/// Pages by name, and the keys from home to each.
const PAGES: [(&str, &str); 15] = [
    ("matrix", "n"),
    ("matrix-filtered", "/ `status:fail` enter"),
    ("overview", "2"),
    ("objectives", "3"),
    ("findings", "4"),
    ("resources", "5"),
    ("causes", "6"),
    ("sources", "7"),
    ("waivers", "8"),
    ("safeguard", "n enter"),
    ("objective", "n enter enter"),
    ("finding", "n enter enter enter"),
    ("remedy", "n enter enter enter x"),
    ("resource", "4 r"),
    ("help", "?"),
];

#[test]
fn pages_at_80_by_24() {
    for (name, keys) in PAGES {
        let mut s = screen(80, 24);
        s.keys(keys).unwrap();
        insta::assert_snapshot!(format!("{name}-80x24"), s.text());
    }
}

#[test]
fn pages_at_120_by_40() {
    for (name, keys) in PAGES {
        let mut s = screen(120, 40);
        s.keys(keys).unwrap();
        insta::assert_snapshot!(format!("{name}-120x40"), s.text());
    }
}

#[test]
fn pages_at_50_by_12() {
    for (name, keys) in
        [("matrix", "n"), ("findings", "4"), ("finding", "4 enter"), ("help", "?"), ("palette", ":")]
    {
        let mut s = screen(50, 12);
        s.keys(keys).unwrap();
        insta::assert_snapshot!(format!("{name}-50x12"), s.text());
    }
}

#[test]
fn drift_as_a_list_and_on_the_pages_of_both_sides() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut s = Headless::new(&options(), width, height).unwrap();
        s.feed(Event::Posture(Arc::new(super::fixture::drifting())));
        s.keys("9").unwrap();
        insta::assert_snapshot!(format!("drift-{width}x{height}"), s.text());
        s.keys("enter").unwrap();
        insta::assert_snapshot!(format!("drift-resource-{width}x{height}"), s.text());
    }
}

#[test]
fn drift_is_narrowed_by_direction_and_followed_to_the_other_side() {
    let mut s = Headless::new(&options(), 120, 40).unwrap();
    s.feed(Event::Posture(Arc::new(super::fixture::drifting())));
    s.keys("9 f").unwrap();
    assert!(s.text().contains("weaker") && !s.text().contains("unmanaged  "), "{}", s.text());
    assert_eq!(s.place().to_string(), "drift?status:fail");
    s.keys("esc / `status:unmanaged` enter").unwrap();
    assert!(s.text().contains("vol-3") && !s.text().contains("ebs_volume.archive"), "{}", s.text());
    s.keys("enter").unwrap();
    assert!(s.text().contains("no resource of this code is it"), "{}", s.text());
}

#[test]
fn the_palette() {
    let mut s = screen(80, 24);
    s.keys(": `164.312(a)`").unwrap();
    insta::assert_snapshot!("palette-80x24", s.text());
}

#[test]
fn states_before_during_and_without_a_posture() {
    let mut s = Headless::new(&options(), 80, 24).unwrap();
    insta::assert_snapshot!("state-first-frame", s.text());
    s.feed(Event::Progress(Progress {
        files: 1200,
        resources: 340,
        what: "checking".to_owned(),
        ..Progress::default()
    }));
    s.keys("4").unwrap();
    insta::assert_snapshot!("state-reading-findings", s.text());
    s.feed(Event::Failed("failed to read infra: permission denied".to_owned()));
    insta::assert_snapshot!("state-failed", s.text());
    let mut s = Headless::new(&options(), 80, 24).unwrap();
    s.close_feed();
    assert!(s.text().contains("the scan ended without a result"), "{}", s.text());
}

#[test]
fn states_of_emptiness() {
    let mut s = Headless::new(&options(), 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(Posture::empty(clock()))));
    insta::assert_snapshot!("state-empty-matrix", s.text());
    for (name, keys) in [
        ("findings", "4"),
        ("resources", "5"),
        ("causes", "6"),
        ("sources", "7"),
        ("waivers", "8"),
        ("drift", "9"),
    ] {
        s.keys(keys).unwrap();
        insta::assert_snapshot!(format!("state-empty-{name}"), s.text());
    }
    let mut s = screen(80, 24);
    s.keys("4 / `nothing` enter").unwrap();
    insta::assert_snapshot!("state-filtered-away", s.text());
    s.keys("1 / `nothing` enter").unwrap();
    insta::assert_snapshot!("state-matrix-filtered-away", s.text());
}

#[test]
fn a_later_failure_keeps_the_posture_and_says_so() {
    let mut s = screen(80, 24);
    s.feed(Event::Progress(Progress { files: 3, ..Progress::default() }));
    assert!(s.text().contains("reading 3 files") && s.text().contains("✗ failing"), "{}", s.text());
    s.feed(Event::Failed("failed to read infra".to_owned()));
    assert!(
        s.text().contains("the last scan failed: failed to read infra; shown is the one before"),
        "{}",
        s.text()
    );
}

#[test]
fn a_picture_shows_its_matrix_and_what_is_behind_it_is_waited_for() {
    use crate::native::VerdictWord;
    let verdict = crate::native::LiveVerdict {
        service: crate::native::NativeService::AwsConfig,
        rule: "ENCRYPTED_VOLUMES".into(),
        rule_name: "encrypted-volumes".into(),
        resource: "the-resource".into(),
        vendor_type: "AWS::EC2::Volume".into(),
        account: "account".into(),
        region: "region".into(),
        verdict: VerdictWord::Fail,
        remark: "".into(),
        exemption: None,
        evaluated: None,
    };
    let whole = crate::testing::live_posture(serde_json::json!({"encrypted": true}), vec![verdict], clock());
    let picture = crate::store::Rollup::of(&whole).posture(clock());
    let matrix = |posture, ready: bool| {
        let mut s = Headless::new(&options(), 100, 30).unwrap();
        s.feed(Event::Progress(Progress { what: "loading".to_owned(), ..Progress::default() }));
        s.feed(Event::Posture(Arc::new(posture)));
        assert_eq!(!s.text().contains("loading"), ready, "{}", s.text());
        let lines: Vec<_> = s.text().lines().skip(2).map(str::to_owned).collect();
        (s, lines)
    };
    let (_, expected) = matrix(whole, true);
    let (mut s, shown) = matrix(picture, false);
    assert_eq!(shown, expected, "the same matrix, native verdicts and contradictions included");
    s.keys("4").unwrap();
    assert!(s.text().contains("This page fills in as soon as"), "{}", s.text());
}

#[test]
fn every_source_shows_how_far_it_is_while_it_is_read() {
    use crate::tui::SourceProgress;
    let of = |source: &str, ended, parts, troubles: &[&str]| SourceProgress {
        source: source.to_owned(),
        parts,
        ended,
        items: 1204,
        troubles: troubles.iter().map(|t| (*t).to_owned()).collect(),
    };
    let mut s = screen(100, 30);
    let sources = vec![of("AWS", 3, 9, &[]), of("GCP", 4, 4, &["cloudasset:ListAssets was denied"])];
    s.keys("7").unwrap();
    s.feed(Event::Progress(Progress { sources, ..Progress::default() }));
    let text = s.text();
    assert!(text.lines().next().unwrap().contains("AWS 3/9, GCP 4/4"), "{text}");
    assert!(text.contains("reading AWS  3 of 9 parts, 1,204 items"), "{text}");
    assert!(text.contains("reading GCP  4 of 4 parts, 1,204 items, 1 trouble"), "{text}");
    assert!(text.contains("cloudasset:ListAssets was denied"), "{text}");
    // what is shown of the posture stays
    assert!(text.contains("✗ failing") || text.contains("failing"), "{text}");
    // before there is any posture the page says the same
    let mut first = Headless::new(&options(), 100, 30).unwrap();
    first.keys("4").unwrap();
    first.feed(Event::Progress(Progress { sources: vec![of("Azure", 1, 2, &[])], ..Progress::default() }));
    assert!(first.text().contains("Azure: 1 of 2 parts, 1,204 items"), "{}", first.text());
}

#[test]
fn old_evidence_is_called_stale() {
    let mut late = options();
    late.clock = || "2026-03-04T10:00:00Z".parse().unwrap();
    let mut s = Headless::new(&late, 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(super::fixture::posture())));
    assert!(s.text().contains("as of 2026-03-01 09:14Z (3 d) stale"), "{}", s.text());
}

#[test]
fn a_place_that_is_not_there_is_told() {
    let mut gone = options();
    gone.place = Some("resources/aws_ebs_volume.gone".parse().unwrap());
    let mut s = Headless::new(&gone, 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(super::fixture::posture())));
    insta::assert_snapshot!("state-gone", s.text());
}

/// A screen in a terminal of some kind.
fn in_terminal(environment: Environment, theme: Option<&str>) -> Headless {
    let mut options = TuiOptions::plain(environment, clock);
    options.theme = theme.map(str::to_owned);
    let mut s = Headless::new(&options, 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(super::fixture::posture())));
    s.keys("n").unwrap();
    s
}

/// The line of the selected safeguard.
const SELECTED: u16 = 7;

#[test]
fn without_colour_no_cell_has_any_and_the_selection_shows() {
    let environment = Environment { no_color: true, utf8: true, ..Environment::default() };
    let s = in_terminal(environment, None);
    for cell in s.buffer().content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{:?}", cell.symbol());
    }
    for x in 0..79 {
        let cell = s.buffer().cell((x, SELECTED)).unwrap();
        assert!(cell.modifier.contains(Modifier::REVERSED), "column {x}");
    }
    assert_eq!(s.buffer().cell((0, SELECTED)).unwrap().symbol(), "▌");
}

#[test]
fn each_depth_has_colours_of_its_own_kind() {
    let of = |colorterm: &str, term: &str| Environment {
        colorterm: colorterm.to_owned(),
        term: term.to_owned(),
        utf8: true,
        ..Environment::default()
    };
    let failing = |s: &Headless| s.buffer().cell((1, SELECTED)).unwrap().fg;
    assert!(matches!(failing(&in_terminal(of("truecolor", "xterm"), None)), Color::Rgb(..)));
    assert!(matches!(failing(&in_terminal(of("", "xterm-256color"), None)), Color::Indexed(_)));
    let sixteen = in_terminal(of("", "xterm"), None);
    assert!(!matches!(failing(&sixteen), Color::Rgb(..) | Color::Indexed(_)));
    for theme in crate::tui::embedded_themes() {
        for (colorterm, term) in [("truecolor", "xterm"), ("", "xterm-256color"), ("", "xterm"), ("", "dumb")]
        {
            let s = in_terminal(of(colorterm, term), Some(&theme.name));
            let (plain, selected) = (s.buffer().cell((30, SELECTED + 1)), s.buffer().cell((30, SELECTED)));
            assert_ne!(plain.unwrap().style(), selected.unwrap().style(), "{} on {term}", theme.name);
        }
    }
}

#[test]
fn ascii_screens_are_ascii() {
    let environment = Environment { utf8: false, ..Environment::default() };
    let mut s = in_terminal(environment, None);
    for keys in ["", "enter", "enter", "enter", "x", "2", "4", "?", "esc :"] {
        s.keys(keys).unwrap();
        let text = s.text();
        assert!(text.is_ascii(), "{:?} in\n{text}", text.chars().find(|c| !c.is_ascii()));
    }
}

#[test]
fn a_theme_that_does_not_exist_is_told_with_those_that_do() {
    let mut wrong = options();
    wrong.theme = Some("drak".to_owned());
    let error = Headless::new(&wrong, 80, 24).err().unwrap().to_string();
    assert!(error.contains("`drak`") && error.contains("dark, light, high-contrast"), "{error}");
}
