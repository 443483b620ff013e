//! Key scripts: from a place, through keys, to a place and a screen.

use std::sync::Arc;

use crate::check::registry;
use crate::native::Provider;
use crate::posture::{Parts, Posture};
use crate::resource::{Estate, Setting};
use crate::tui::{ACTIONS, Action, Event, Headless, Outside};

use super::fixture::{check, clock, findings, options, posture, screen, volume};

/// Plays keys from a place and gives the screen.
fn play(place: &str, keys: &str) -> Headless {
    let mut from = options();
    from.place = Some(place.parse().unwrap());
    let mut screen = Headless::new(&from, 80, 24).unwrap();
    screen.feed(Event::Posture(Arc::new(posture())));
    screen.keys(keys).unwrap();
    screen
}

const DRILLED: &str = "164.312(a)(2)(iv)/encryption-at-rest/aws_ebs_volume.archive/block-volume-encryption";

#[test]
fn enter_leads_from_a_safeguard_to_the_line_at_fault_and_its_remedy() {
    let mut s = screen(80, 24);
    s.keys("/ `encryption and` enter").unwrap();
    assert_eq!(s.selected().unwrap().to_string(), "164.312(a)(2)(iv)");
    s.keys("enter").unwrap();
    assert_eq!(s.place().to_string(), "164.312(a)(2)(iv)");
    s.keys("enter").unwrap();
    assert_eq!(s.place().to_string(), "164.312(a)(2)(iv)/encryption-at-rest");
    s.keys("enter").unwrap();
    assert_eq!(s.place().to_string(), DRILLED);
    let text = s.text();
    assert!(text.contains("▶ 5 │   encrypted         = false"), "{text}");
    s.keys("enter").unwrap();
    assert_eq!(s.place().to_string(), format!("{DRILLED}/remedy"));
    let text = s.text();
    assert!(
        text.contains("-   encrypted         = false") && text.contains("+   encrypted         = true"),
        "{text}"
    );
}

#[test]
fn the_way_back_restores_each_level() {
    let mut s = screen(80, 24);
    s.keys("/ `312` enter j j j").unwrap();
    let selected = s.selected().unwrap();
    s.keys("enter esc").unwrap();
    assert_eq!(s.selected().unwrap(), selected);
    assert_eq!(s.place().filter, "312");
    s.keys("esc").unwrap();
    assert_eq!(s.place().filter, "", "the filter goes before the page does");
    s.keys("esc").unwrap();
    assert_eq!(s.message(), "this is the first page; q leaves");
}

#[test]
fn back_and_forward_are_opposites() {
    let mut s = play(DRILLED, "esc esc");
    assert_eq!(s.place().to_string(), "164.312(a)(2)(iv)");
    s.keys("ctrl-f ctrl-f").unwrap();
    assert_eq!(s.place().to_string(), DRILLED);
    s.keys("ctrl-f").unwrap();
    assert_eq!(s.message(), "there is nothing to go forward to");
}

#[test]
fn a_place_opens_with_its_history() {
    let s = play(DRILLED, "esc");
    assert_eq!(s.place().to_string(), "164.312(a)(2)(iv)/encryption-at-rest");
    let s = play(DRILLED, "esc esc esc");
    assert_eq!(s.place().to_string(), "matrix");
}

#[test]
fn next_failure_goes_on_across_levels() {
    let mut s = play("matrix", "n enter enter enter");
    let first = s.place();
    assert!(first.to_string().ends_with("aws_ebs_volume.archive/block-volume-encryption"), "{first}");
    s.keys("n").unwrap();
    let second = s.place();
    assert_ne!(first.resource, second.resource);
    assert_eq!(first.root, second.root, "the other failing finding of the objective comes first");
    s.keys("n").unwrap();
    let third = s.place();
    assert_ne!(second.root, third.root, "then the next failing safeguard");
    assert_eq!(third.resource, first.resource);
    s.keys("N").unwrap();
    assert_eq!(s.place().root, second.root);
    s.keys("n n n").unwrap();
    assert_eq!(s.message(), "no failing item after this");
}

#[test]
fn a_column_of_the_matrix_follows_into_what_is_opened() {
    let mut s = play("matrix", "n l l enter");
    assert_eq!(s.place().filter, "provider:=azure");
    assert!(s.text().contains("counted in provider:=azure"), "{}", s.text());
    s.keys("enter").unwrap();
    assert_eq!(s.place().to_string(), "164.308(a)(1)(ii)(B)/encryption-at-rest?provider:=azure");
    assert!(s.text().contains("1/5"), "{}", s.text());
}

#[test]
fn columns_turn_through_the_scope() {
    let mut s = play("matrix", "c c");
    assert_eq!(s.message(), "columns by region");
    let text = s.text();
    assert!(text.contains("us-east-1") && text.contains("eu-central-1") && text.contains("none"), "{text}");
    s.keys("c c").unwrap();
    assert_eq!(s.message(), "columns by declared and live");
    assert!(s.text().lines().nth(3).unwrap().trim_end().ends_with("declared"), "{}", s.text());
    s.keys("c c").unwrap();
    assert_eq!(s.message(), "columns by provider");
}

#[test]
fn families_fold_and_stay_selected() {
    let mut s = play("matrix", "space");
    let text = s.text();
    assert!(text.contains("▸+4 Security management"), "a standard hides its specifications: {text}");
    assert!(!text.contains("308(a)(1)(ii)(A)") && text.contains("308(a)(2)"), "{text}");
    s.keys("z").unwrap();
    assert!(s.text().contains("308(a)(1)(ii)(A)"), "{}", s.text());
    s.keys("k space").unwrap();
    assert!(s.text().contains("▸ Administrative"), "{}", s.text());
    assert!(!s.text().contains("308(a)"), "{}", s.text());
    s.keys("enter").unwrap();
    assert!(s.text().contains("▾ Administrative"), "{}", s.text());
}

#[test]
fn filters_narrow_as_they_are_typed() {
    let mut s = play("findings", "/ `status:unk`");
    assert!(s.text().contains("1/5"), "{}", s.text());
    s.keys("esc").unwrap();
    assert!(!s.text().contains("1/5"), "the first esc undoes: {}", s.text());
    s.keys("esc esc").unwrap();
    assert_eq!(s.place().to_string(), "matrix");
    let count = |filter: &str| {
        let s = play("findings", &format!("/ `{filter}` enter"));
        let text = s.text();
        let line = text.lines().nth(2).unwrap().to_owned();
        line.split_whitespace().last().unwrap().to_owned()
    };
    assert_eq!(count("status:fail"), "2/5");
    assert_eq!(count("!status:fail"), "3/5");
    assert_eq!(count("sev:>=high provider:aws"), "4/5");
    assert_eq!(count("sev:critical"), "0/5");
    assert_eq!(count("region:eu"), "2/5");
    assert_eq!(count("path:main.tf:5"), "2/5");
    let alias = registry().get(check()).aliases[0].id;
    assert_eq!(count(alias), "0/5", "free words ask for names, not aliases");
    assert_eq!(count(&format!("check:{alias}")), "5");
    assert_eq!(count("clinic"), "1/5");
    assert_eq!(count("safeguard:164.312(a)(2)(iv) waiver:1"), "1/5");
    assert_eq!(count("kind:volume module:root"), "5");
}

#[test]
fn a_wrong_filter_is_told_and_changes_nothing() {
    let mut s = play("findings", "/ `status:fail` enter /");
    s.paste(" bogus:x");
    assert!(s.text().contains("no field `bogus`"), "{}", s.text());
    assert!(s.text().contains("2/5"), "{}", s.text());
    let s = play("matrix", "/ `sev:high`");
    assert!(s.text().contains("severity means nothing for safeguards"), "{}", s.text());
}

#[test]
fn faults_only_is_one_key_and_back() {
    let mut s = play("resources", "f");
    assert_eq!(s.place().filter, "status:fail");
    assert!(s.text().contains("2/5"));
    s.keys("f").unwrap();
    assert_eq!(s.place().filter, "");
}

#[test]
fn sorting_goes_through_the_columns() {
    let mut s = play("findings", "s s");
    assert_eq!(s.message(), "by address");
    assert_eq!(&*s.selected().unwrap().resource.unwrap().address, "aws_ebs_volume.archive");
    s.keys("S").unwrap();
    assert_eq!(s.message(), "by address, reversed");
    assert!(s.selected().unwrap().resource.unwrap().address.starts_with("module.clinic"));
    let s = play("findings", "s s s s");
    assert_eq!(s.message(), "by worst first", "after the last column comes the order of the list itself");
    let s = play("sources", "s");
    assert_eq!(s.message(), "this page has an order of its own; lists can be sorted");
}

#[test]
fn copying_and_editing_ask_the_world() {
    let mut s = play(DRILLED, "y Y p e");
    let remedy = registry().get(check()).remedy_for("aws_ebs_volume").unwrap();
    let command = remedy.command.replace("{name}", "archive").replace("{region}", "us-east-1");
    assert!(!command.is_empty());
    assert_eq!(
        s.asked(),
        [
            Outside::Copy("aws_ebs_volume.archive".to_owned()),
            Outside::Copy(command),
            Outside::Copy(DRILLED.to_owned()),
            Outside::Edit("infra/main.tf".to_owned(), 5),
        ]
    );
    s.keys("ctrl-z q").unwrap();
    assert_eq!(s.asked(), [Outside::Suspend, Outside::Quit]);
    let mut s = play("causes", "e");
    assert_eq!(s.asked(), [Outside::Edit("infra/main.tf".to_owned(), 5)]);
    let mut s = play("waivers", "e");
    assert_eq!(s.asked(), [Outside::Edit("infra/main.tf".to_owned(), 25)]);
}

#[test]
fn a_root_cause_leads_to_all_its_findings() {
    let s = play("causes", "enter");
    assert_eq!(s.place().filter, "status:fail check:=block-volume-encryption path:infra/main.tf:5");
    assert!(s.text().contains("2/5"), "{}", s.text());
    let s = play("waivers", "enter");
    assert!(s.text().contains("1/5") && s.text().contains("aws_ebs_volume.lab"), "{}", s.text());
}

#[test]
fn the_palette_finds_places_actions_and_resources() {
    let mut s = play("matrix", ": `scratch` enter");
    assert_eq!(s.place().to_string(), "resources/aws_ebs_volume.scratch");
    s.keys("ctrl-p `164.312(b)` enter").unwrap();
    assert_eq!(s.place().to_string(), "164.312(b)");
    s.keys(": `theme light` enter").unwrap();
    assert!(s.message().starts_with("theme light;"), "{}", s.message());
    let alias = registry().get(check()).aliases[0].id;
    s.keys(&format!(": `{alias}`")).unwrap();
    assert!(s.text().contains("block-volume-encryption"), "{alias}: {}", s.text());
    s.keys("esc : `zzzzqq`").unwrap();
    assert!(s.text().contains("Nothing is called that."), "{}", s.text());
    s.keys("esc : `every finding` enter").unwrap();
    assert_eq!(s.place().to_string(), "findings");
}

#[test]
fn the_palette_finds_the_same_however_it_is_typed() {
    let name =
        |i: usize| format!("aws_ebs_volume.{}-{i}", if i.is_multiple_of(7) { "Records" } else { "lab" });
    let volumes = (0..300)
        .map(|i| volume(&name(i), "us-east-1", Provider::Aws, None, Setting::known(!i.is_multiple_of(2))));
    let estate = Estate::new(volumes.collect());
    let findings = findings(&estate);
    let large = Arc::new(Posture::new(clock(), Parts { estate, findings, ..Parts::default() }));
    let open = |keys: &str| {
        let mut s = play("matrix", "");
        s.feed(Event::Posture(large.clone()));
        s.keys(keys).unwrap();
        s
    };
    for text in
        ["volume.re", "RECORDS-2", "lab-299", "encryption at rest", "theme", "!theme light", "records-zz"]
    {
        let mut pasted = open(":");
        pasted.paste(text);
        assert_eq!(open(&format!(": `{text}`")).text(), pasted.text(), "{text}");
        let mended = open(&format!(": `{text}q` backspace"));
        assert_eq!(mended.text(), pasted.text(), "{text}");
    }
    assert!(open(": `records-2`").text().contains("aws_ebs_volume.Records-294"));
    // the estate changes while the palette is open
    let mut s = play("matrix", ": `reco`");
    s.feed(Event::Posture(large.clone()));
    s.keys("`rds-294`").unwrap();
    assert!(s.text().contains("aws_ebs_volume.Records-294"), "{}", s.text());
}

#[test]
fn pasting_goes_where_one_types() {
    let mut s = play("findings", "/");
    s.paste("status:fail\x1b\n");
    assert_eq!(s.place().filter, "status:fail");
    let mut s = play("matrix", ":");
    s.paste(DRILLED);
    s.keys("enter").unwrap();
    assert_eq!(s.place().to_string(), DRILLED);
}

#[test]
fn every_action_is_listed_and_runs_or_says_why_not() {
    for row in ACTIONS {
        for place in ["matrix", "164.312(a)(2)(iv)", "findings", "resources", "causes", DRILLED, "sources"] {
            let mut s = play(place, "");
            let (before, screen) = (s.place(), s.buffer().clone());
            s.keys(row.keys[0]).unwrap();
            let moves = matches!(
                row.action,
                Action::Down
                    | Action::Up
                    | Action::PageDown
                    | Action::PageUp
                    | Action::First
                    | Action::Last
                    | Action::Redraw
            ) || before.to_string() == row.id;
            let did = s.place() != before
                || *s.buffer() != screen
                || !s.asked().is_empty()
                || !s.message().is_empty();
            assert!(did || moves, "{} did nothing at {place} and did not say why", row.id);
        }
        let mut s = play("matrix", "?");
        let mut listed = s.text().contains(row.words.split(',').next().unwrap());
        for _ in 0..4 {
            s.keys("pgdn").unwrap();
            listed |= s.text().contains(row.words.split(',').next().unwrap());
        }
        assert!(listed, "{} is not in the help", row.id);
    }
}

#[test]
fn the_mouse_selects_opens_and_goes_back() {
    let mut s = play("findings", "");
    s.click(20, 5);
    assert!(s.selected().unwrap().resource.unwrap().address.starts_with("module.clinic"));
    assert_eq!(s.place().to_string(), "findings");
    s.click(20, 5);
    assert!(s.place().check.is_some(), "a click on what is selected opens it");
    s.click(3, 2);
    assert_eq!(s.place().to_string(), "findings", "a crumb goes back");
    s.wheel(true);
    assert_eq!(&*s.selected().unwrap().resource.unwrap().address, "aws_ebs_volume.records");
    let mut s = play("matrix", "");
    s.click(57, 7);
    s.click(57, 7);
    assert_eq!(s.place().filter, "provider:=aws");
}

#[test]
fn the_selection_follows_its_finding_through_a_new_posture() {
    let mut s = play("findings", "j");
    let selected = s.selected().unwrap();
    // the same estate with a worse resource before it
    let mut resources: Vec<_> = posture().estate.resources().to_vec();
    resources
        .insert(0, volume("aws_ebs_volume.aaa", "us-east-1", Provider::Aws, None, Setting::known(false)));
    let estate = Estate::new(resources);
    let findings = findings(&estate);
    let next = Posture::new(clock(), Parts { estate, findings, ..Parts::default() });
    s.feed(Event::Posture(Arc::new(next)));
    assert_eq!(s.selected().unwrap(), selected);
    assert!(s.text().lines().nth(2).unwrap().trim_end().ends_with('6'));
}

#[test]
fn an_unknown_key_says_where_help_is() {
    let s = play("matrix", "Z");
    assert_eq!(s.message(), "Z does nothing here; ? shows every key");
}
