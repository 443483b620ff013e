//! Files that are not stores, places that cannot be used, rights, readers and a second writer.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;
use tempfile::tempdir;

use super::*;
use crate::store::{FILE, StoreErrorKind, connect};

#[test]
fn a_file_that_is_no_store_is_told_and_left_alone() {
    for garbage in [b"these are not the bytes of a database, whatever they say".repeat(40), vec![0xff; 4096]]
    {
        let place = tempdir().unwrap();
        fs::write(place.path().join(FILE), &garbage).unwrap();
        for error in [Store::open(place.path()).unwrap_err(), Store::open_existing(place.path()).unwrap_err()]
        {
            assert_eq!(error.kind, StoreErrorKind::NotAStore, "{error}");
            assert!(error.message.contains(FILE) && !error.hint.is_empty(), "{error}");
        }
        assert_eq!(fs::read(place.path().join(FILE)).unwrap(), garbage);
    }
}

#[test]
fn a_database_of_another_program_is_left_alone() {
    let place = tempdir().unwrap();
    let other = Connection::open(place.path().join(FILE)).unwrap();
    other.execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    assert_eq!(Store::open(place.path()).unwrap_err().kind, StoreErrorKind::NotAStore);
    let tables: i64 = other.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1);
}

#[test]
fn a_newer_form_is_refused() {
    let place = tempdir().unwrap();
    Store::open(place.path()).unwrap();
    Connection::open(place.path().join(FILE)).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(place.path()).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Newer);
    assert!(error.message.contains("form 99"), "{error}");
}

#[test]
fn nothing_is_made_where_there_is_nothing() {
    let place = tempdir().unwrap();
    let inner = place.path().join("steth");
    assert!(Store::open_existing(&inner).unwrap().is_none());
    assert!(!inner.exists());
    let inner = place.path().join("a/b");
    Store::open(&inner).unwrap();
    assert!(Store::open_existing(&inner).unwrap().is_some());
}

#[cfg(unix)]
#[test]
fn the_files_are_private_and_made_so_again() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let place = tempdir().unwrap();
    let inner = place.path().join("steth");
    let store = Store::open(&inner).unwrap();
    let snapshot = begin(&store, 0);
    assert_eq!(mode(inner.clone()), 0o700);
    let files: Vec<_> = fs::read_dir(&inner).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(files.len() >= 4, "{files:?}");
    for file in &files {
        assert_eq!(mode(file.clone()), 0o600, "{}", file.display());
    }
    drop((snapshot, store));
    fs::set_permissions(inner.join(FILE), fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(&inner, fs::Permissions::from_mode(0o755)).unwrap();
    Store::open(&inner).unwrap();
    assert_eq!((mode(inner.join(FILE)), mode(inner)), (0o600, 0o700));
}

#[cfg(unix)]
#[test]
fn a_directory_of_others_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempdir().unwrap();
    fs::write(place.path().join("notes.txt"), "mine").unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    Store::open(place.path()).unwrap();
    assert_eq!(fs::metadata(place.path()).unwrap().permissions().mode() & 0o777, 0o755);
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_told() {
    // nobody can make a directory there, whoever runs the test
    let error = Store::open(std::path::Path::new("/proc/self/steth")).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Place);
    assert!(error.message.contains("/proc/self/steth") && error.hint.contains("--store"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_store_in_a_place_that_cannot_be_written_can_still_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", vec![resource("a", 1)], UnitEnd::Complete);
    drop(store);
    let rights = |mode| fs::set_permissions(place.path(), fs::Permissions::from_mode(mode)).unwrap();
    fs::set_permissions(place.path().join(FILE), fs::Permissions::from_mode(0o400)).unwrap();
    rights(0o500);
    let store = Store::open_existing(place.path()).unwrap().unwrap();
    let loaded = store.latest("all").unwrap().unwrap();
    rights(0o700);
    assert_eq!(loaded.resources, [resource("a", 1)]);
}

#[test]
fn a_second_writer_is_told_who_the_first_is() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let first = begin(&store, 0);
    let error = store.begin_or_resume(&asked(), clock(1)).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Locked);
    let process = format!("process {}", std::process::id());
    assert!(error.message.contains(&process) && error.message.contains("pulling since 2027"), "{error}");
    drop(first);
    store.begin_or_resume(&asked(), clock(2)).unwrap();
}

#[test]
fn readers_see_the_last_picture_while_another_writes() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let whole: Vec<_> = (0..50).map(|i| resource(&format!("r{i}"), 1)).collect();
    pull(&store, 0, "u", whole.clone(), UnitEnd::Complete);
    let snapshot = begin(&store, 100);
    let sink = snapshot.sink();
    sink.begin(&unit("u")).unwrap();
    std::thread::scope(|threads| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                threads.spawn(|| {
                    for _ in 0..10 {
                        assert_eq!(latest(place.path()).resources, whole);
                    }
                })
            })
            .collect();
        for round in 0..40 {
            let changed = (0..50).map(|i| resource(&format!("r{i}"), round + 2)).collect();
            sink.put(&unit("u"), page(changed), Some("t")).unwrap();
        }
        for reader in readers {
            reader.join().unwrap();
        }
    });
    sink.end(&unit("u"), UnitEnd::Complete).unwrap();
    finish(snapshot, 110);
    assert_eq!(latest(place.path()).resources[0], resource("r0", 41));
}

#[test]
fn a_full_disk_stops_the_pull_and_nothing_else() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", vec![resource("a", 1)], UnitEnd::Complete);
    let snapshot = begin(&store, 100);
    let sink = snapshot.sink();
    sink.run(false, |writer| {
        let pages: i64 = writer.connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
        writer.connection.query_row(&format!("PRAGMA max_page_count = {}", pages + 20), [], |_| Ok(()))?;
        Ok(())
    })
    .unwrap();
    sink.begin(&unit("u")).unwrap();
    let mut stopped = None;
    for round in 0..100 {
        let many = (0..50).map(|i| resource(&format!("{round}/{i}"), 1)).collect();
        if let Err(error) = sink.put(&unit("u"), page(many), Some("t")) {
            stopped = Some(error);
            break;
        }
    }
    let stopped = stopped.or_else(|| sink.end(&unit("u"), UnitEnd::Complete).err()).unwrap();
    assert!(stopped.0.contains("no room left"), "{stopped}");
    assert_eq!(snapshot.finish(&Ending::default(), at(101)).unwrap_err().kind, StoreErrorKind::Full);
    assert_eq!(latest(place.path()).resources, [resource("a", 1)]);
    // with room again it goes on
    let snapshot = begin(&store, 200);
    assert_eq!(snapshot.info().started, at(100));
    finish(snapshot, 210);
}

#[test]
fn a_file_cut_short_is_told() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let many = (0..500).map(|i| resource(&format!("r{i}"), 1)).collect();
    pull(&store, 0, "u", many, UnitEnd::Complete);
    drop(store);
    let file = place.path().join(FILE);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    let error = Store::open(place.path()).and_then(|store| store.latest("all")).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::NotAStore, "{error}");
}

#[test]
fn what_is_freed_can_be_given_back() {
    let place = tempdir().unwrap();
    Store::open(place.path()).unwrap();
    let connection = connect::writer(place.path()).unwrap();
    let mode: i64 = connection.pragma_query_value(None, "auto_vacuum", |row| row.get(0)).unwrap();
    assert_eq!(mode, 2);
}
