//! Work on many things: finding them by name, putting them together, marking, exporting, and coming back to them.

use std::sync::Arc;

use jiff::Timestamp;

use crate::native::Provider;
use crate::posture::{Parts, Posture};
use crate::resource::{Datum, Estate, Key, Maybe, Resource, Scope, Setting, Side};
use crate::tui::{Event, Headless, Outside, Past, Point, Since};

use super::fixture::{clock, drifting, findings, options, posture, screen, volume};

fn play(place: &str, keys: &str) -> Headless {
    sized(place, keys, 80, 24)
}

fn sized(place: &str, keys: &str, width: u16, height: u16) -> Headless {
    let mut from = options();
    from.place = Some(place.parse().unwrap());
    let mut screen = Headless::new(&from, width, height).unwrap();
    screen.feed(Event::Posture(Arc::new(posture())));
    screen.keys(keys).unwrap();
    screen
}

fn count(s: &Headless) -> String {
    s.text().lines().nth(2).unwrap().split_whitespace().last().unwrap().to_owned()
}

/// Volumes of three owners, of whom one has none tagged; one volume in three is not encrypted.
fn wards(n: usize) -> Arc<Posture> {
    let owned = |i: usize| {
        let address = format!("module.ward[\"w{}\"].aws_ebs_volume.v{i:02}", i % 2);
        let mut resource =
            volume(&address, "us-east-1", Provider::Aws, None, Setting::known(!i.is_multiple_of(3)));
        resource.module = format!("module.ward[\"w{}\"]", i % 2).into();
        if let Some(owner) = ["radiology", "=cardiology", ""].get(i % 3).filter(|o| !o.is_empty()) {
            let tags = Datum::Map(Arc::new([("Owner".into(), Maybe::Known((*owner).into()))]));
            resource.set(Key::Tags, Setting::known(tags));
        }
        resource
    };
    let resources: Vec<Resource> = (0..n).map(owned).collect();
    let estate = Estate::new(resources);
    let findings = findings(&estate);
    Arc::new(Posture::new(clock(), Parts { estate, findings, ..Parts::default() }))
}

fn on(posture: &Arc<Posture>, keys: &str) -> Headless {
    let mut s = Headless::new(&options(), 120, 30).unwrap();
    s.feed(Event::Posture(posture.clone()));
    s.keys(keys).unwrap();
    s
}

#[test]
fn a_pasted_id_leads_to_the_resource_and_what_fails_on_it() {
    for typed in [
        "aws_ebs_volume.archive",
        "archive",
        "arn:aws:ec2:us-east-1:123456789012:volume/archive",
        "s3://archive/scans",
    ] {
        let mut s = play("matrix", ":");
        s.paste(typed);
        let text = s.text();
        assert!(text.contains("finding    aws_ebs_volume.archive: "), "{typed}: {text}");
        s.keys("enter").unwrap();
        assert_eq!(s.place().to_string(), "resources/aws_ebs_volume.archive", "{typed}");
    }
    let mut s = play("matrix", ":");
    s.paste("ebs_volume");
    assert!(s.text().contains("5 resources, 2 with failures"), "{}", s.text());
}

#[test]
fn the_palette_counts_as_it_goes_where_there_are_very_many() {
    let large = wards(30_000);
    let mut s = on(&large, "");
    s.hold_rows();
    s.keys(": `w1`").unwrap();
    assert!(!s.text().contains("All that have"), "{}", s.text());
    s.release_rows();
    assert!(s.text().contains("15,000 resources, 5,000 with failures"), "{}", s.text());
    s.keys("esc : `v29999`").unwrap();
    s.release_rows();
    s.keys("enter").unwrap();
    assert!(s.place().resource.is_some(), "a name found among many is the first entry: {}", s.text());
}

#[test]
fn a_resource_says_what_else_fails_like_it_and_since_when() {
    let text = sized("resources/aws_ebs_volume.archive", "", 120, 60).flat();
    for part in [
        "Others that fail the same way",
        "1 other  ",
        "1 of them by the same line",
        "module.clinic",
        "Safeguards it bears on",
        "All in infra/main.tf",
        "git log -L 2,10:infra/main.tf",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let s = sized("resources/aws_ebs_volume.records", "", 120, 60);
    assert!(!s.text().contains("Others that fail"), "{}", s.text());
}

#[derive(Debug)]
struct Kept;

impl Past for Kept {
    fn trend(&self) -> Result<Vec<Point>, String> {
        let at: Timestamp = "2026-02-01T00:00:00Z".parse().unwrap();
        let point = |n: u32| Point { at, met: n, unknown: 10, failing: 9 - n, total: 68, causes: 40 - n };
        Ok((0..6).map(point).collect())
    }

    fn since(&self, address: &str) -> Result<Option<Since>, String> {
        assert!(address.starts_with("arn:aws:ec2"), "only what is live has a history: {address}");
        let first: Timestamp = "2026-01-10T08:00:00Z".parse().unwrap();
        let then: Timestamp = "2026-02-20T08:00:00Z".parse().unwrap();
        Ok(Some(Since {
            first,
            changed: then,
            failing: vec![("block-volume-encryption".to_owned(), then)],
            oldest: Some(first),
        }))
    }
}

#[test]
fn history_tells_since_when_for_live_resources_and_for_their_declared_side() {
    let mut with = options();
    with.past = Some(Arc::new(Kept));
    let mut s = Headless::new(&with, 120, 40).unwrap();
    s.feed(Event::Posture(Arc::new(drifting())));
    s.keys(": `aws_ebs_volume.archive` enter").unwrap();
    let text = s.flat();
    assert!(text.contains("first seen   2026-01-10T08:00:00Z") && text.contains("or before"), "{text}");
    assert!(
        text.contains("fails since  2026-02-20T08:00:00Z (9 days ago)  block-volume-encryption"),
        "{text}"
    );
    s.keys("2").unwrap();
    let text = s.text();
    assert!(text.contains("▁") && text.contains("0 → 5  over 6 pulls since 2026-02-01"), "{text}");
}

#[test]
fn filters_complete_fields_and_the_values_of_this_estate() {
    let mut s = play("findings", "/ `st` tab");
    assert_eq!(s.place().filter, "status:");
    assert_eq!(count(&s), "5", "half a term asks for nothing yet");
    assert!(s.text().contains("/ status:"), "{}", s.text());
    s.keys("tab tab enter").unwrap();
    assert_eq!(s.place().filter, "status:unknown");
    let mut s = play("findings", "/ `region:` tab");
    assert_eq!(s.place().filter, "region:eu-central-1");
    s.keys("tab enter").unwrap();
    assert_eq!(s.place().filter, "region:none");
    let s = play("findings", "/ `zzzz` tab");
    assert!(s.text().contains("nothing is known that begins so"), "{}", s.text());
}

#[test]
fn every_field_narrows() {
    let of = |filter: &str| count(&play("findings", &format!("/ `{filter}` enter")));
    assert_eq!(of("waived:yes"), "1/5");
    assert_eq!(of("waived:no"), "4/5");
    assert_eq!(of("source:terraform"), "5");
    assert_eq!(of("source:live"), "0/5");
    assert_eq!(of("side:declared"), "5");
    assert_eq!(of("tool:checkov"), "5");
    assert_eq!(of("tool:gcp"), "0/5");
    assert_eq!(of("owner:none"), "5");
    assert_eq!(of("resource:=aws_ebs_volume.lab"), "1/5");
    assert_eq!(of("module.clinic[\"north\"]"), "1/5");
    let wards = wards(12);
    let of = |filter: &str| count(&on(&wards, &format!("4 / `{filter}` enter")));
    assert_eq!(of("owner:radiology"), "4/12");
    assert_eq!(of("owner:=none"), "4/12");
    assert_eq!(of("module:=module.ward[\"w1\"]"), "6/12");
}

#[test]
fn rows_are_put_together_and_a_group_leads_to_its_rows() {
    let wards = wards(12);
    let mut s = on(&wards, "4 b o");
    assert_eq!(s.place().to_string(), "findings?group:owner");
    assert!(s.text().contains("no owner is tagged") && s.text().contains("3 groups"), "{}", s.text());
    insta::assert_snapshot!("groups-120x30", s.text());
    // the owner of all that fails comes first
    s.keys("enter").unwrap();
    assert_eq!(s.place().to_string(), "findings?owner:=radiology");
    assert_eq!(count(&s), "4/12");
    s.keys("esc esc").unwrap();
    assert_eq!(s.place().to_string(), "findings?group:owner");
    for (key, rows) in [("m", 2), ("k", 1), ("r", 12), ("p", 1), ("a", 1), ("v", 1)] {
        s.keys(&format!("b {key}")).unwrap();
        let groups = s.text().lines().nth(2).unwrap().trim_end().to_owned();
        assert!(
            groups.ends_with(&format!("{rows} group{}", if rows == 1 { "" } else { "s" })),
            "{key}: {groups}"
        );
        let before = s.place();
        s.keys("enter").unwrap();
        assert_ne!(s.place(), before, "{key}");
        assert!(!s.text().contains("None of"), "{key} leads to nothing: {}", s.text());
        s.keys("esc").unwrap();
        while s.place() != before {
            s.keys("esc").unwrap();
        }
    }
    s.keys("b s").unwrap();
    assert!(s.flat().contains("164.312(a)(2)(iv) Encryption and decryption"), "{}", s.text());
    s.keys("b n").unwrap();
    assert_eq!(s.place().to_string(), "findings");
    let s = play("findings", "b c enter");
    assert_eq!(s.place().filter, "status:fail check:=block-volume-encryption path:infra/main.tf:5");
    assert_eq!(count(&s), "2/5");
    let s = play("waivers", "b");
    assert_eq!(s.message(), "findings and resources can be put together; 4 and 5 list them");
    let s = play("resources", "/ `group:check`");
    assert!(s.text().contains("this list is not put together by check"), "{}", s.text());
}

#[test]
fn columns_are_chosen_moved_and_sorted_by() {
    let mut s = sized("findings", "C", 120, 30);
    assert!(s.text().contains("Columns") && s.text().contains("owner"), "{}", s.text());
    // region is put in, severity taken out
    s.keys("end k k k k k k k k k k k k k k k k k k k k k").unwrap();
    s.keys("j space esc").unwrap();
    let head = |s: &Headless| s.text().lines().nth(3).unwrap().to_owned();
    assert!(!head(&s).contains("severity"), "{}", s.text());
    s.keys("C r esc").unwrap();
    assert!(head(&s).contains("severity"), "{}", s.text());
    s.keys("C j J esc").unwrap();
    let (address, severity) = (head(&s).find("resource").unwrap(), head(&s).find("severity").unwrap());
    assert!(address < severity, "{}", head(&s));
    s.keys("C s").unwrap();
    assert_eq!(s.message(), "by standing");
    let mut s = play("findings", "C s");
    s.click(14, 3);
    assert_eq!(s.message(), "by severity", "a click on a head sorts by it");
    s.click(14, 3);
    assert_eq!(s.message(), "by severity, reversed");
}

#[test]
fn many_are_marked_copied_and_exported() {
    let mut s = play("findings", "space space y");
    assert_eq!(
        s.asked(),
        [Outside::Copy("aws_ebs_volume.archive\nmodule.clinic[\"north\"].aws_ebs_volume.images".to_owned())]
    );
    let text = s.text();
    assert!(text.contains(" * ✗ fail"), "{text}");
    s.keys("w enter").unwrap();
    let [Outside::Write(path, csv)] = &s.asked()[..] else { panic!("nothing was written") };
    assert_eq!(path, "steth-findings.csv");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.starts_with("standing,severity,address,check,place,as_of,sources\n"), "{csv}");
    assert!(csv.contains(",findings,2026-03-01T09:14:00Z,Terraform infra (partial)"), "{csv}");
    s.keys("esc").unwrap();
    assert_eq!(s.place().to_string(), "findings", "esc lets the marks go first");
    s.keys("w enter").unwrap();
    let [Outside::Write(_, csv)] = &s.asked()[..] else { panic!("nothing was written") };
    assert_eq!(csv.lines().count(), 6, "without marks all rows are written: {csv}");
    let mut s = play("findings", "j v y");
    let [Outside::Copy(lines)] = &s.asked()[..] else { panic!("nothing was copied") };
    assert_eq!(lines.lines().count(), 2);
    let mut s = play("findings", "a Y");
    let [Outside::Copy(commands)] = &s.asked()[..] else { panic!("nothing was copied") };
    assert!(commands.lines().count() >= 2 && commands.contains("eu-central-1"), "{commands}");
    let s = play("findings", "a a");
    assert_eq!(s.message(), "nothing is marked");
}

#[test]
fn marks_stay_on_what_they_are_on_through_a_new_posture() {
    let mut s = play("findings", "space");
    let mut resources: Vec<_> = posture().estate.resources().to_vec();
    resources
        .insert(0, volume("aws_ebs_volume.aaa", "us-east-1", Provider::Aws, None, Setting::known(false)));
    let estate = Estate::new(resources);
    let findings = findings(&estate);
    s.feed(Event::Posture(Arc::new(Posture::new(clock(), Parts { estate, findings, ..Parts::default() }))));
    s.keys("y").unwrap();
    assert_eq!(s.asked(), [Outside::Copy("aws_ebs_volume.archive".to_owned())]);
}

#[test]
fn an_export_is_the_view_in_four_forms_and_no_formula() {
    let wards = wards(6);
    let written = |keys: &str| {
        let mut s = on(&wards, keys);
        match s.asked().pop() {
            Some(Outside::Write(path, text)) => (path, text),
            other => panic!("{keys}: {other:?}: {}", s.text()),
        }
    };
    let (_, csv) = written("4 b o w enter");
    assert!(csv.contains("'=cardiology"), "{csv}");
    assert!(csv.starts_with("standing,fail,unknown,waived,pass,group,place"), "{csv}");
    let (path, md) = written("4 w tab enter");
    assert!(path == "steth-findings.md" && md.contains("| standing | severity |"), "{md}");
    let (path, json) = written("4 / `status:fail` enter w tab tab enter");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(path == "steth-findings.json");
    assert_eq!((&json["place"], json["rows"].as_array().unwrap().len()), (&"findings?status:fail".into(), 2));
    assert_eq!(json["rows"][0]["standing"], "fail");
    let (path, text) = written("1 w tab tab tab enter");
    assert!(path == "steth-matrix.txt" && text.contains("164.312(a)(2)(iv)"), "{text}");
    let (_, page) = written("1 n enter w tab tab tab enter");
    assert!(page.contains("The regulation"), "{page}");
    let mut s = on(&wards, "4 w ctrl-u `view.exe` enter");
    assert!(s.message().contains(".csv, .md, .json or .txt"), "{}", s.message());
    assert!(s.asked().is_empty());
}

#[test]
fn bookmarks_are_kept_listed_and_let_go() {
    let mut s = play("findings", "M");
    assert_eq!(s.message(), "nothing is kept yet; m keeps a place");
    s.keys("f m").unwrap();
    assert_eq!(s.asked(), [Outside::Keep(vec!["findings?status:fail".to_owned()])]);
    s.keys("1 M enter").unwrap();
    assert_eq!(s.place().to_string(), "findings?status:fail");
    s.keys("m").unwrap();
    assert_eq!(s.asked(), [Outside::Keep(Vec::new())]);
}

#[test]
fn a_session_comes_back_where_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = crate::tui::StateFile { path: folder.path().join("state.json"), directory: "/e".to_owned() };
    let mut s = play("findings", "s s j enter");
    s.keys("esc c").unwrap();
    let (place, selected) = (s.place(), s.selected());
    crate::tui::session::keep_session(&file, s.session()).unwrap();
    let mut again = options();
    again.state = Some(file.clone());
    let mut s = Headless::new(&again, 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(posture())));
    assert_eq!((s.place(), s.selected()), (place, selected), "{}", s.text());
    s.keys("esc").unwrap();
    assert_eq!(s.place().to_string(), "matrix");
    // a place that is asked for comes before where one was
    again.place = Some("overview".parse().unwrap());
    let mut s = Headless::new(&again, 80, 24).unwrap();
    s.feed(Event::Posture(Arc::new(posture())));
    assert_eq!(s.place().to_string(), "overview");
    std::fs::write(&file.path, "{").unwrap();
    again.place = None;
    let s = Headless::new(&again, 80, 24).unwrap();
    assert!(s.message().contains("left as it is"), "{}", s.message());
}

#[test]
fn scanning_anew_is_asked_of_who_can() {
    let s = play("matrix", "ctrl-r");
    assert_eq!(s.message(), "this estate does not change: there is nothing to read again");
    let (sender, _commands) = std::sync::mpsc::channel();
    let mut with = options();
    with.commands = Some(sender);
    let mut s = Headless::new(&with, 80, 24).unwrap();
    s.keys("ctrl-r W W").unwrap();
    assert_eq!(s.asked(), [Outside::Rescan, Outside::Watch(false), Outside::Watch(true)]);
}

#[test]
fn web_pages_are_of_the_regulation_and_of_live_resources() {
    let mut s = play("164.312(a)(2)(iv)", "O");
    assert_eq!(
        s.asked(),
        [Outside::Browse("https://www.ecfr.gov/current/title-45/section-164.312".to_owned())]
    );
    let mut s = screen(80, 24);
    s.feed(Event::Posture(Arc::new(drifting())));
    s.keys(": `vol-1` enter O").unwrap();
    let [Outside::Browse(url)] = &s.asked()[..] else { panic!("no page: {}", s.text()) };
    assert!(url.starts_with("https://console.aws.amazon.com/go/view?arn=arn:aws:ec2:"), "{url}");
    let s = play("findings", "O");
    assert!(s.message().starts_with("no web page is known"), "{}", s.message());
}

#[test]
fn the_split_is_dragged_and_moved_by_keys() {
    let mut s = sized("findings", "", 160, 40);
    let wall = |s: &Headless| s.text().lines().nth(10).unwrap().chars().position(|c| c == '│').unwrap();
    let before = wall(&s);
    s.drag((u16::try_from(before).unwrap(), 10), (60, 12));
    assert_eq!(wall(&s), 59);
    s.keys("> >").unwrap();
    assert!(wall(&s) > 70, "{}", wall(&s));
    let s = play("findings", "<");
    assert!(s.message().starts_with("nothing stands beside the list"), "{}", s.message());
}

#[test]
fn what_people_attest_is_one_key_away() {
    for (width, height) in [(80, 24), (120, 40)] {
        let s = sized("attestations", "", width, height);
        insta::assert_snapshot!(format!("attestations-{width}x{height}"), s.text());
    }
    let mut s = play("matrix", "0");
    assert_eq!(s.place().to_string(), "attestations");
    s.keys("enter").unwrap();
    assert!(s.text().contains("The regulation"), "{}", s.text());
}

#[test]
fn the_patch_is_copied_ready_for_patch() {
    let mut s = play("findings", "D");
    let [Outside::Copy(patch)] = &s.asked()[..] else { panic!("no patch: {}", s.message()) };
    assert!(patch.starts_with("--- a/infra/main.tf\n+++ b/infra/main.tf\n@@ "), "{patch}");
    assert!(patch.contains("+  encrypted         = true"), "{patch}");
}

#[test]
fn menus_and_the_workbench_at_two_hundred_columns() {
    for (name, place, keys) in [
        ("resource", "resources/aws_ebs_volume.archive", ""),
        ("findings", "findings", ""),
        ("matrix", "matrix", "n"),
    ] {
        let s = sized(place, keys, 200, 60);
        insta::assert_snapshot!(format!("{name}-200x60"), s.text());
    }
    for (name, keys) in [
        ("menu-group", "b"),
        ("menu-columns", "C"),
        ("export", "w"),
        ("completion", "/ `s`"),
        ("marks", "space"),
    ] {
        let s = play("findings", keys);
        insta::assert_snapshot!(format!("{name}-80x24"), s.text());
    }
}

#[test]
fn flat_text_holds_what_the_screen_shows_without_boxes() {
    for place in [
        "matrix",
        "overview",
        "findings",
        "resources/aws_ebs_volume.archive",
        "164.312(a)(2)(iv)",
        "findings?group:module",
    ] {
        let s = sized(place, "", 60, 15);
        let flat = s.flat();
        assert!(!flat.contains(['│', '─', '█', '╭']), "{place}: {flat}");
        assert!(!flat.contains('\u{1b}'));
    }
    let flat = sized("resources/aws_ebs_volume.archive", "", 60, 15).flat();
    for part in [
        "Encrypted at rest: false",
        "infra/main.tf:5",
        "-> resources/aws_ebs_volume.archive/block-volume-encryption",
    ] {
        assert!(flat.contains(part), "{part}: {flat}");
    }
    let flat = sized("findings", "", 60, 15).flat();
    assert!(flat.contains("module.clinic[\"north\"].aws_ebs_volume.images"), "nothing is cut: {flat}");
}

#[test]
fn a_place_is_shown_flat_wherever_the_screen_is_or_said_not_to_be_there() {
    let mut s = screen(80, 24);
    let of = |s: &mut Headless, place: &str| s.flat_of(&place.parse().unwrap());
    assert!(of(&mut s, "findings?status:fail").unwrap().contains("\n2 of 5\n"));
    assert!(of(&mut s, "findings?group:module").unwrap().contains("1 group\n"));
    assert!(of(&mut s, "matrix?status:failing").unwrap().contains("2 safeguards"));
    assert_eq!(of(&mut s, "resources/gone").unwrap_err(), "no resource has the address gone");
    assert!(of(&mut s, "findings?bogus:x").unwrap_err().starts_with("no field `bogus`"));
    let mut out = Vec::new();
    crate::tui::flat_report(&mut s, &Arc::new(posture()), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for part in [
        "matrix\n",
        "attestations\n",
        "resources/aws_ebs_volume.scratch\n",
        "/remedy\n",
        "var.encrypt_scratch",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn marks_of_causes_exceptions_and_drift_outlive_a_scan_too() {
    let all =
        [("causes", "6", posture as fn() -> Posture), ("waivers", "8", posture), ("drift", "9", drifting)];
    for (place, key, of) in all {
        let mut s = screen(80, 24);
        s.feed(Event::Posture(Arc::new(of())));
        s.keys(key).unwrap();
        let marked = |s: &Headless| s.text().lines().any(|l| l.chars().nth(1) == Some('*'));
        assert!(s.place().to_string() == place && !marked(&s), "{place}: {}", s.text());
        s.keys("space").unwrap();
        assert!(marked(&s), "{place}: {}", s.text());
        s.feed(Event::Posture(Arc::new(of())));
        assert!(marked(&s), "{place}: {}", s.text());
        s.feed(Event::Posture(Arc::new(Posture::new(clock(), Parts::default()))));
        assert!(!marked(&s), "{place}: {}", s.text());
    }
}

#[test]
fn pages_of_google_cloud_are_of_the_resource_or_of_its_project() {
    let page = |address: &str| {
        let mut resource = volume(address, "us-east1", Provider::Gcp, None, Setting::known(true));
        let scope =
            Scope { side: Side::Live, account: "larkspur-prod".into(), ..Scope::clone(&resource.scope) };
        resource.scope = Arc::new(scope);
        let estate = Estate::new(vec![resource]);
        let findings = findings(&estate);
        let mut s = screen(80, 24);
        s.feed(Event::Posture(Arc::new(Posture::new(
            clock(),
            Parts { estate, findings, ..Parts::default() },
        ))));
        s.keys("5 O").unwrap();
        match s.asked().pop() {
            Some(Outside::Browse(url)) => url,
            other => panic!("{other:?}: {}", s.text()),
        }
    };
    let console = "https://console.cloud.google.com";
    let project = "?project=larkspur-prod";
    for (address, path) in [
        ("//storage.googleapis.com/larkspur-scans", "storage/browser/larkspur-scans"),
        (
            "//compute.googleapis.com/projects/larkspur-prod/zones/us-east1-b/instances/viewer",
            "compute/instancesDetail/zones/us-east1-b/instances/viewer",
        ),
        (
            "//cloudsql.googleapis.com/projects/larkspur-prod/instances/records",
            "sql/instances/records/overview",
        ),
        (
            "//compute.googleapis.com/projects/larkspur-prod/zones/us-east1-b/disks/d1",
            "iam-admin/asset-inventory/resources",
        ),
    ] {
        assert_eq!(page(address), format!("{console}/{path}{project}"));
    }
}

#[test]
fn an_exception_stands_in_full_above_what_it_waives() {
    let s = sized("waivers", "enter", 100, 30);
    let text = s.text();
    assert!(text.contains("in force") && text.contains("holds test images only"), "{text}");
    assert!(text.contains("until 2026-12-31, 305 more days") && text.contains("steth:ignore"), "{text}");
    assert!(text.contains("aws_ebs_volume.lab"), "{text}");
}

#[test]
fn the_regulation_stands_beside_the_state_where_there_is_room() {
    let together = |width| {
        let s = sized("164.312(a)(2)(iv)", "", width, 40);
        s.text().lines().any(|l| l.contains("§ 164.312(a)(2)(iv)") && l.contains("The regulation"))
    };
    assert!(together(200) && !together(80));
}
