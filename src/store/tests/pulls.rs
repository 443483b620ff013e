//! What a pull leaves behind, and what later pulls make of it.

use tempfile::tempdir;

use super::*;
use crate::native::Exemption;
use crate::source::live::{Ledger, Resume};
use crate::store::{SnapshotId, StoreErrorKind, UnitState};

#[test]
fn what_was_read_comes_back_as_it_was() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let snapshot = begin(&store, 0);
    let sink = snapshot.sink();
    let exempt = Exemption { name: "e".into(), reason: "agreed".into(), expires: Some(at(9)) };
    let resources = vec![resource("b", 1), resource("a", 2)];
    let verdicts = vec![
        LiveVerdict { exemption: Some(exempt), ..verdict("a", "R1", VerdictWord::Fail) },
        LiveVerdict { remark: "no data".into(), evaluated: None, ..verdict("b", "R1", VerdictWord::Unknown) },
        verdict("b", "R2", VerdictWord::NotApplicable),
        verdict("a", "R2", VerdictWord::Pass),
    ];
    assert_eq!(sink.begin(&unit("u")).unwrap(), Resume::Fresh);
    sink.put(&unit("u"), page(resources.clone()), Some("2")).unwrap();
    sink.put(&unit("u"), Page { resources: Vec::new(), verdicts: verdicts.clone() }, None).unwrap();
    sink.end(&unit("u"), UnitEnd::Complete).unwrap();
    let ending = Ending::default();
    ending.ledger.note("config:Select", |row| (row.calls, row.items) = (2, 6));
    snapshot.finish(&ending, at(5)).unwrap();
    let loaded = store.latest("all").unwrap().unwrap();
    assert_eq!(loaded.resources, resources);
    assert_eq!(loaded.verdicts, verdicts);
    assert_eq!((loaded.snapshot.started, loaded.snapshot.finished), (at(0), Some(at(5))));
    assert_eq!((loaded.snapshot.resources, loaded.snapshot.verdicts), (2, 4));
    assert_eq!((loaded.ledger["config:Select"].calls, loaded.ledger["config:Select"].items), (2, 6));
    assert_eq!(loaded.as_of, at(0));
    let [read] = &loaded.units[..] else { panic!("{:?}", loaded.units) };
    assert!(read.is_complete() && !read.is_stale());
    assert_eq!((read.resources.clone(), read.verdicts.clone(), read.ended), (0..2, 0..4, Some(at(0))));
    assert!(store.latest("another scope").unwrap().is_none());
    assert_eq!(store.load(SnapshotId(99)).unwrap_err().kind, StoreErrorKind::Missing);
}

#[test]
fn secrets_that_a_source_forgot_are_not_written() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let mut one = resource("a", 1);
    one.configuration = json!({"masterUserPassword": "hunter2-hunter2"}).into();
    one.tags = vec![("password".into(), "hunter3-hunter3".into())];
    pull(&store, 0, "u", vec![one], UnitEnd::Complete);
    drop(store);
    for entry in std::fs::read_dir(place.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(7).any(|w| w == b"hunter2" || w == b"hunter3"));
    }
    assert_eq!(latest(place.path()).resources[0].configuration["masterUserPassword"], "(secret)");
}

#[test]
fn what_did_not_change_is_not_written_again() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let mut moved = resource("a", 1);
    moved.configuration = json!({"versioning": {"status": "Enabled"}, "form": 1}).into();
    moved.recorded = Some(at(77));
    pull(&store, 0, "u", vec![resource("a", 1), resource("b", 1)], UnitEnd::Complete);
    pull(&store, 100, "u", vec![moved.clone(), resource("b", 2)], UnitEnd::Complete);
    assert_eq!(rows(&store), 3, "a is kept once, b in two forms");
    let now = store.latest("all").unwrap().unwrap();
    assert_eq!(
        now.resources[0].recorded,
        Some(at(77)),
        "the time of the newest reading is told all the same"
    );
    let before = store.load(SnapshotId(1)).unwrap();
    assert_eq!(before.resources, [resource("a", 1), resource("b", 1)]);
    let seen = store.seen("b").unwrap().unwrap();
    assert_eq!((seen.first, seen.changed, seen.gone, seen.forms), (at(0), at(100), None, 2));
    assert_eq!(store.seen("a").unwrap().unwrap().forms, 1);
    assert!(store.seen("nobody").unwrap().is_none());
}

#[test]
fn only_a_unit_read_to_its_end_says_that_something_is_gone() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let both = || vec![resource("a", 1), resource("b", 1)];
    pull(&store, 0, "u", both(), UnitEnd::Complete);
    for (seconds, end) in [(100, UnitEnd::Failed(trouble())), (200, UnitEnd::Partial(vec![trouble()]))] {
        pull(&store, seconds, "u", vec![resource("a", 1)], end);
        let loaded = store.latest("all").unwrap().unwrap();
        let read = &loaded.units[0];
        assert_eq!(ids(&loaded.resources[read.resources.clone()]), ["a"], "read now");
        assert_eq!(ids(&loaded.resources[read.stale_resources.clone()]), ["b"], "known, not fresh");
        assert_eq!((read.complete, loaded.as_of), (Some(at(0)), at(0)));
        assert_eq!(read.troubles, [trouble()]);
    }
    pull(&store, 300, "u", vec![resource("a", 1)], UnitEnd::Complete);
    let loaded = store.latest("all").unwrap().unwrap();
    assert_eq!(ids(&loaded.resources), ["a"]);
    assert_eq!(loaded.as_of, at(300));
    assert_eq!(store.seen("b").unwrap().unwrap().gone, Some(at(300)));
    assert_eq!(ids(&store.load(SnapshotId(2)).unwrap().resources), ["a", "b"], "history stays");
}

#[test]
fn a_rule_that_spoke_again_takes_its_earlier_word_back() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let words = |seconds, verdicts: Vec<LiveVerdict>, end| {
        let snapshot = begin(&store, seconds);
        let sink = snapshot.sink();
        sink.begin(&unit("v")).unwrap();
        sink.put(&unit("v"), Page { resources: Vec::new(), verdicts }, None).unwrap();
        sink.end(&unit("v"), end).unwrap();
        finish(snapshot, seconds);
        store.latest("all").unwrap().unwrap()
    };
    let (fail, pass) = (verdict("a", "R", VerdictWord::Fail), verdict("a", "R", VerdictWord::Pass));
    let other = verdict("b", "R", VerdictWord::Pass);
    words(0, vec![fail.clone(), other.clone()], UnitEnd::Complete);
    let loaded = words(100, vec![pass.clone()], UnitEnd::Failed(trouble()));
    assert_eq!(loaded.verdicts, [pass.clone(), other]);
    assert_eq!((loaded.units[0].verdicts.clone(), loaded.units[0].stale_verdicts.clone()), (0..1, 1..2));
    // two words about one thing in one reading are both told: neither may hide the other
    let loaded = words(200, vec![pass.clone(), fail.clone()], UnitEnd::Complete);
    assert_eq!(loaded.verdicts.len(), 2);
}

#[test]
fn an_unfinished_pull_goes_on_and_leaves_the_last_picture_alone() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", vec![resource("a", 1), resource("z", 1)], UnitEnd::Complete);
    let snapshot = begin(&store, 100);
    let id = snapshot.info().id;
    let sink = snapshot.sink();
    sink.begin(&unit("u")).unwrap();
    sink.put(&unit("u"), page(vec![resource("a", 2)]), Some("next")).unwrap();
    sink.begin(&unit("w")).unwrap();
    sink.put(&unit("w"), page(vec![resource("c", 1)]), None).unwrap();
    sink.end(&unit("w"), UnitEnd::Complete).unwrap();
    let ledger = Ledger::default();
    ledger.note("api", |row| row.calls = 3);
    snapshot.suspend(&ledger).unwrap();
    assert!(sink.put(&unit("u"), page(Vec::new()), None).is_err(), "nothing is written once it was let go");
    assert_eq!(store.latest("all").unwrap().unwrap().resources, [resource("a", 1), resource("z", 1)]);

    let snapshot = begin(&store, 200);
    assert_eq!(snapshot.info().id, id);
    let sink = snapshot.sink();
    assert_eq!(sink.begin(&unit("u")).unwrap(), Resume::From("next".into()));
    assert_eq!(sink.begin(&unit("w")).unwrap(), Resume::Done);
    sink.put(&unit("u"), page(vec![resource("b", 1)]), None).unwrap();
    sink.end(&unit("u"), UnitEnd::Complete).unwrap();
    snapshot.finish(&Ending { ledger, troubles: Vec::new() }, at(210)).unwrap();
    let loaded = store.latest("all").unwrap().unwrap();
    assert_eq!(loaded.resources, [resource("a", 2), resource("b", 1), resource("c", 1)], "z is gone");
    assert_eq!(loaded.ledger["api"].calls, 6);
}

#[test]
fn a_pull_that_is_too_old_or_of_another_version_is_not_continued() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let first = begin(&store, 0).info().id;
    assert_eq!(begin(&store, 3600).info().id, first);
    let second = begin(&store, 3601).info().id;
    assert_ne!(second, first);
    let newer = Asked { steth: "0.2.0".into(), ..asked() };
    let third = store.begin_or_resume(&newer, clock(3602)).unwrap().info().id;
    assert!(third > second);
    assert!(begin(&store, 3603).info().id > third, "intervals of the third may build on the second");
}

#[test]
fn a_unit_that_begins_again_leaves_no_trace() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", vec![resource("a", 1), resource("b", 1)], UnitEnd::Complete);
    let snapshot = begin(&store, 100);
    let sink = snapshot.sink();
    sink.begin(&unit("u")).unwrap();
    sink.put(&unit("u"), page(vec![resource("a", 2), resource("c", 1)]), Some("2")).unwrap();
    sink.restart(&unit("u")).unwrap();
    sink.put(&unit("u"), page(vec![resource("b", 1)]), None).unwrap();
    sink.end(&unit("u"), UnitEnd::Failed(trouble())).unwrap();
    finish(snapshot, 110);
    let loaded = store.latest("all").unwrap().unwrap();
    let read = &loaded.units[0];
    assert_eq!(loaded.resources[read.resources.clone()], [resource("b", 1)]);
    assert_eq!(loaded.resources[read.stale_resources.clone()], [resource("a", 1)]);
}

#[test]
fn units_that_a_pull_never_came_to_are_stale_after_trouble_and_gone_without() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", vec![resource("a", 1)], UnitEnd::Complete);
    let snapshot = begin(&store, 100);
    let troubles = vec![(Provider::Aws, trouble())];
    snapshot.finish(&Ending { troubles: troubles.clone(), ..Ending::default() }, at(110)).unwrap();
    let loaded = store.latest("all").unwrap().unwrap();
    assert_eq!(loaded.units[0].state, UnitState::NotRead);
    assert_eq!(ids(&loaded.resources[loaded.units[0].stale_resources.clone()]), ["a"]);
    assert_eq!((loaded.as_of, loaded.snapshot.troubles), (at(0), troubles));
    // trouble with another cloud says nothing about this one
    let snapshot = begin(&store, 200);
    let troubles = vec![(Provider::Gcp, trouble())];
    snapshot.finish(&Ending { troubles, ..Ending::default() }, at(210)).unwrap();
    let loaded = store.latest("all").unwrap().unwrap();
    assert!(loaded.units.is_empty() && loaded.resources.is_empty());
}

#[test]
fn scopes_are_kept_apart() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", vec![resource("a", 1)], UnitEnd::Complete);
    pull(&store, 10, "w", vec![resource("b", 1)], UnitEnd::Complete);
    let snapshot = store.begin_or_resume(&asked_of("part"), clock(100)).unwrap();
    let sink = snapshot.sink();
    sink.begin(&unit("w")).unwrap();
    sink.put(&unit("w"), page(vec![resource("b", 2)]), None).unwrap();
    sink.end(&unit("w"), UnitEnd::Complete).unwrap();
    finish(snapshot, 110);
    assert_eq!(store.latest("part").unwrap().unwrap().resources, [resource("b", 2)]);
    assert_eq!(store.latest("all").unwrap().unwrap().resources, [resource("b", 1)]);
}
