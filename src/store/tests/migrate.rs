//! A store of an older form is brought up to date and keeps what it holds.

use rusqlite::Connection;
use tempfile::tempdir;

use super::*;
use crate::posture::Posture;
use crate::store::{FILE, SnapshotId, connect};

/// What the first version wrote, as text: one finished snapshot of one unit with three resources.
const VERSION_1: &str = include_str!("version1.sql");

fn version_1(place: &Path) {
    let connection = Connection::open(place.join(FILE)).unwrap();
    // a dump gives tables by name, not in the order they refer to each other
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection.execute_batch(VERSION_1).unwrap();
    connection.pragma_update(None, "application_id", 0x5354_4554).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
}

#[test]
fn a_store_of_version_1_keeps_what_it_holds() {
    let place = tempdir().unwrap();
    version_1(place.path());
    // also through the door that only reads
    let store = Store::open_existing(place.path()).unwrap().unwrap();
    let loaded = store.latest("all").unwrap().unwrap();
    let expected: Vec<_> = (0..3).map(|i| resource(&format!("00/{i:02}"), 2)).collect();
    assert_eq!(loaded.resources, expected);
    assert!(store.rollup(SnapshotId(1)).unwrap().is_none(), "it was not assessed");
    store.put_posture(SnapshotId(1), &Posture::empty(at(0))).unwrap();
    assert!(store.rollup(SnapshotId(1)).unwrap().is_some());
    // the digests are those of the old store: nothing is written again
    pull(&store, 200, "u", expected.clone(), UnitEnd::Complete);
    assert_eq!(rows(&store), 3);
    assert_eq!(store.latest("all").unwrap().unwrap().resources, expected);
}

#[test]
fn every_form_on_the_way_is_the_same_as_a_new_one() {
    let schema = |place: &Path| {
        let connection = Connection::open(place.join(FILE)).unwrap();
        let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
        let rows =
            statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)));
        rows.unwrap().collect::<Result<Vec<_>, _>>().unwrap()
    };
    let (old, new) = (tempdir().unwrap(), tempdir().unwrap());
    version_1(old.path());
    Store::open(old.path()).unwrap();
    Store::open(new.path()).unwrap();
    assert_eq!(schema(old.path()), schema(new.path()));
    assert!(connect::is_current(old.path()).unwrap());
}
