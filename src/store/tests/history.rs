//! The list of snapshots, the words for one, and what is forgotten.

use tempfile::tempdir;

use super::*;
use crate::posture::Posture;
use crate::store::{Retention, SnapshotId, StoreErrorKind, UnitCounts};

const DAY: i64 = 86_400;

fn daily(store: &Store, days: i64) {
    for day in 0..days {
        // one stays, one changes every day, one is there for a day
        let resources =
            vec![resource("stays", 1), resource("changes", day), resource(&format!("only on day {day}"), 1)];
        pull(store, day * DAY, "u", resources, UnitEnd::Complete);
    }
}

#[test]
fn snapshots_are_listed_the_newest_first() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    assert!(store.history().unwrap().is_empty());
    pull(&store, 0, "u", vec![resource("a", 1)], UnitEnd::Complete);
    store.put_posture(SnapshotId(1), &Posture::empty(at(0))).unwrap();
    pull(&store, 100, "u", Vec::new(), UnitEnd::Failed(trouble()));
    let open = begin(&store, 200);
    open.sink().begin(&unit("u")).unwrap();
    drop(open);
    let list = store.history().unwrap();
    let said: Vec<_> =
        list.iter().map(|e| (e.info.id.0, e.info.finished.is_some(), e.rollup.is_some())).collect();
    assert_eq!(said, [(3, false, false), (2, true, false), (1, true, true)]);
    let none = UnitCounts::default();
    assert_eq!(list[0].units, UnitCounts { open: 1, ..none });
    assert_eq!(list[1].units, UnitCounts { failed: 1, ..none });
    assert_eq!(list[2].units, UnitCounts { complete: 1, ..none });
    assert_eq!((list[1].info.resources, list[2].info.resources), (1, 1), "what is stale is held too");
}

#[test]
fn a_snapshot_is_meant_by_number_word_date_or_time() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    assert!(store.resolve("latest", None).unwrap_err().message.contains("no pull has finished"));
    // 2027-01-15, 16 and 17, each at 08:00 UTC
    daily(&store, 3);
    let mean = |word: &str| store.resolve(word, None).map(|id| id.0);
    assert_eq!(mean("latest"), Ok(3));
    assert_eq!(mean("previous"), Ok(2));
    assert_eq!(mean("1"), Ok(1));
    assert_eq!(mean("2027-01-16"), Ok(2));
    assert_eq!(mean("2027-02-01"), Ok(3));
    assert_eq!(mean("2027-01-16T08:00:00Z"), Ok(2));
    assert_eq!(mean("2027-01-16T07:59:59Z"), Ok(1));
    for word in ["4", "2027-01-14", "yesterday", "", "-1"] {
        assert_eq!(mean(word).unwrap_err().kind, StoreErrorKind::Missing, "{word}");
    }
    // an unfinished one and one of another scope are meant by their number alone
    drop(begin(&store, 3 * DAY));
    let other = store.begin_or_resume(&asked_of("other"), clock(4 * DAY)).unwrap();
    finish(other, 4 * DAY);
    assert_eq!(store.resolve("latest", Some("all")), Ok(SnapshotId(3)));
    assert_eq!(mean("latest"), Ok(5));
    assert_eq!(mean("4"), Ok(4));
    assert!(mean("previous").unwrap_err().message.contains("no earlier"));
}

#[test]
fn old_snapshots_go_and_what_is_left_is_as_it_was() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    daily(&store, 6);
    let whole: Vec<_> = (4..=6).map(|id| store.load(SnapshotId(id)).unwrap().resources).collect();
    let month = Retention { older_than: Some(Duration::from_secs(3 * 86_400)), most_bytes: None };
    let gone = store.retain(month, at(6 * DAY)).unwrap();
    assert_eq!(gone, [1, 2, 3].map(SnapshotId));
    for (id, before) in (4..=6).zip(whole) {
        assert_eq!(store.load(SnapshotId(id)).unwrap().resources, before);
    }
    assert_eq!(store.load(SnapshotId(3)).unwrap_err().kind, StoreErrorKind::Missing);
    assert_eq!(store.resolve("3", None).unwrap_err().kind, StoreErrorKind::Missing);
    assert_eq!(store.history().unwrap().len(), 3);
    // one that stays, three forms of one that changes, three that were there for a day
    assert_eq!(rows(&store), 7);
    assert_eq!(store.seen("stays").unwrap().unwrap().first, at(0), "how long it is known stays known");
    // nothing is too old to be the newest
    assert_eq!(store.retain(month, at(1000 * DAY)).unwrap(), [4, 5].map(SnapshotId));
    assert_eq!(store.history().unwrap().len(), 1);
    assert_eq!(store.latest("all").unwrap().unwrap().resources.len(), 3);
    assert!(store.retain(month, at(1000 * DAY)).unwrap().is_empty());
}

#[test]
fn the_newest_of_each_scope_and_what_may_go_on_stay() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    daily(&store, 2);
    let other = store.begin_or_resume(&asked_of("other"), clock(2 * DAY)).unwrap();
    finish(other, 2 * DAY);
    drop(begin(&store, 3 * DAY));
    drop(begin(&store, 5 * DAY));
    let all = Retention { older_than: Some(Duration::ZERO), most_bytes: Some(0) };
    assert_eq!(store.retain(all, at(99 * DAY)).unwrap(), [1, 4].map(SnapshotId));
    let left: Vec<_> = store.history().unwrap().iter().map(|e| e.info.id.0).collect();
    assert_eq!(left, [5, 3, 2]);
}

#[test]
fn what_is_stale_stays_and_is_still_from_its_time() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", vec![resource("a", 1)], UnitEnd::Complete);
    pull(&store, DAY, "u", Vec::new(), UnitEnd::Failed(trouble()));
    pull(&store, 2 * DAY, "u", Vec::new(), UnitEnd::Failed(trouble()));
    let all = Retention { older_than: Some(Duration::ZERO), most_bytes: None };
    assert_eq!(store.retain(all, at(9 * DAY)).unwrap(), [1, 2].map(SnapshotId));
    let loaded = store.latest("all").unwrap().unwrap();
    assert_eq!(ids(&loaded.resources[loaded.units[0].stale_resources.clone()]), ["a"]);
    assert_eq!((loaded.units[0].complete, loaded.as_of), (Some(at(0)), at(0)));
}

#[test]
fn a_store_that_is_too_large_gives_room_back() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    for day in 0..5 {
        let resources = (0..400).map(|i| resource(&format!("{day}/{i}"), day)).collect();
        pull(&store, day * DAY, "u", resources, UnitEnd::Complete);
    }
    let before = store.size().unwrap();
    // the file and its log together
    let on_disk = || -> u64 {
        let files = std::fs::read_dir(place.path()).unwrap();
        let sizes = files.map(|e| e.unwrap()).filter(|e| e.file_name() != "steth.db-shm");
        sizes.map(|e| e.metadata().unwrap().len()).sum()
    };
    let large = on_disk();
    let most = before * 7 / 10;
    let bound = Retention { older_than: None, most_bytes: Some(most) };
    let gone = store.retain(bound, at(5 * DAY)).unwrap();
    assert!(!gone.is_empty() && gone.len() < 4, "{gone:?}");
    assert!(store.size().unwrap() <= most);
    assert!(on_disk() < large, "it is smaller on disk");
    assert_eq!(store.latest("all").unwrap().unwrap().resources.len(), 400);
}
