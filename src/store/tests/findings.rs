//! Findings kept, pictures shown, snapshots compared.

use std::sync::LazyLock;

use tempfile::tempdir;

use super::*;
use crate::check::{Verdict, assess, registry};
use crate::posture::{Parts, Posture, ScopeId, Standing, State};
use crate::store::{Compared, Incomparable, Rollup, Said, SnapshotId, StoreErrorKind, Turn};
use crate::testing::{live_estate, live_resource};

const CHECK: &str = "block-volume-encryption";

/// A volume: encrypted, not encrypted, or nobody knows.
fn volume(id: &str, encrypted: Option<bool>) -> LiveResource {
    let configuration = encrypted.map_or_else(|| json!({"size": 8}), |yes| json!({"encrypted": yes}));
    LiveResource { id: id.into(), ..live_resource("AWS::EC2::Volume", configuration) }
}

fn posture(resources: &[LiveResource]) -> Posture {
    let estate = live_estate(resources);
    let findings = assess(&estate);
    Posture::new(at(0), Parts { estate, findings, ..Parts::default() })
}

/// A pull of one unit, assessed.
fn assessed(store: &Store, seconds: i64, resources: &[LiveResource], end: UnitEnd) -> SnapshotId {
    pull(store, seconds, "u", resources.to_vec(), end);
    let loaded = store.latest("all").unwrap().unwrap();
    store.put_posture(loaded.snapshot.id, &posture(&loaded.resources)).unwrap();
    loaded.snapshot.id
}

/// The turns of the one check that matters here.
fn turns(compared: &Compared) -> Vec<(&str, Turn)> {
    static SAID: LazyLock<Said> = LazyLock::new(|| Said::Check(CHECK.into()));
    compared.changes.iter().filter(|c| c.said == *SAID).map(|c| (&*c.resource, c.turn)).collect()
}

#[test]
fn the_picture_is_that_of_the_posture() {
    let posture = posture(&[volume("a", Some(false)), volume("b", Some(true)), volume("c", None)]);
    let rollup = Rollup::of(&posture);
    assert_eq!(rollup.scopes.len(), 1);
    assert_eq!(rollup.safeguards.len(), 68);
    for (row, objective) in rollup.objectives.iter().zip(&posture.objectives) {
        let counts = posture.cell(objective.id, ScopeId(0));
        let expected = [counts.fail, counts.unknown, counts.waived, counts.pass, counts.not_applicable];
        assert_eq!(row.cells.first().map_or([0; 5], |(_, tallies)| *tallies), expected, "{}", row.id);
    }
    let picture = rollup.posture(posture.as_of);
    assert!(picture.is_picture() && !posture.is_picture());
    assert_eq!(picture.score, posture.score);
    let states =
        |p: &crate::posture::Posture| p.safeguards.iter().map(|s| (s.state, s.counts)).collect::<Vec<_>>();
    assert_eq!(states(&picture), states(&posture));
    assert_eq!(picture.coverage.findings_total, posture.coverage.findings_total);
    assert!(rollup.in_state(State::Failing) > 0);
    assert_eq!(
        rollup.in_state(State::Failing),
        posture.safeguards.iter().filter(|s| s.state == State::Failing).count()
    );
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    pull(&store, 0, "u", Vec::new(), UnitEnd::Complete);
    assert!(store.rollup(SnapshotId(1)).unwrap().is_none());
    store.put_posture(SnapshotId(1), &posture).unwrap();
    assert_eq!(store.rollup(SnapshotId(1)).unwrap(), Some(rollup));
    assert_eq!(store.put_posture(SnapshotId(9), &posture).unwrap_err().kind, StoreErrorKind::Missing);
}

#[test]
fn what_turned_what_appeared_and_what_vanished() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let before = [
        volume("fixed", Some(false)),
        volume("broken", Some(true)),
        volume("blind", Some(true)),
        volume("gone", Some(true)),
        volume("same", Some(false)),
    ];
    let after = [
        volume("fixed", Some(true)),
        volume("broken", Some(false)),
        volume("blind", None),
        volume("new", Some(false)),
        volume("same", Some(false)),
    ];
    let a = assessed(&store, 0, &before, UnitEnd::Complete);
    let b = assessed(&store, 100, &after, UnitEnd::Complete);
    let compared = store.compare(a, b).unwrap();
    assert!(compared.assessed && !compared.catalog_changed && compared.same > 0);
    assert_eq!(
        turns(&compared),
        [
            ("broken", Turn::Red),
            ("blind", Turn::Unknown),
            ("fixed", Turn::Green),
            ("new", Turn::Appeared),
            ("gone", Turn::Vanished)
        ]
    );
    let new = compared
        .changes
        .iter()
        .find(|c| &*c.resource == "new" && c.said == Said::Check(CHECK.into()))
        .unwrap();
    assert_eq!((new.before, new.after, &*new.scope), (None, Some(Standing::Fail), "aws/account/region"));
    let back = store.compare(b, a).unwrap();
    assert_eq!(turns(&back)[0], ("fixed", Turn::Red));
    let still = store.compare(b, b).unwrap();
    assert!(still.changes.is_empty());
}

#[test]
fn what_was_not_read_is_neither_better_nor_gone() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let both = [volume("a", Some(true)), volume("b", Some(true))];
    let first = assessed(&store, 0, &both, UnitEnd::Complete);
    let second = assessed(&store, 100, &[volume("a", Some(false))], UnitEnd::Failed(trouble()));
    let coverage = Turn::Incomparable(Incomparable::Coverage);
    let compared = store.compare(first, second).unwrap();
    assert_eq!(turns(&compared), [("a", Turn::Red), ("b", coverage)]);
    // it comes back: the reading in between proves nothing
    let third = assessed(&store, 200, &both, UnitEnd::Complete);
    assert_eq!(turns(&store.compare(second, third).unwrap()), [("a", Turn::Green), ("b", coverage)]);
    // another scope did not ask for it
    let other = store.begin_or_resume(&asked_of("other"), clock(300)).unwrap();
    let id = other.info().id;
    finish(other, 310);
    store.put_posture(id, &Posture::empty(at(300))).unwrap();
    let scope = Turn::Incomparable(Incomparable::Scope);
    assert_eq!(turns(&store.compare(first, id).unwrap()), [("a", scope), ("b", scope)]);
    assert_eq!(turns(&store.compare(id, first).unwrap()), [("a", scope), ("b", scope)]);
}

#[test]
fn a_check_that_one_catalog_has_not_cannot_be_compared() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let a = assessed(&store, 0, &[volume("a", Some(true))], UnitEnd::Complete);
    let b = assessed(&store, 100, &[volume("a", Some(false))], UnitEnd::Complete);
    // as if the first had been assessed by a program whose check said something else
    let changed = rusqlite::Connection::open(place.path().join(crate::store::FILE)).unwrap();
    let digest = &crate::store::catalog::checks()[CHECK];
    changed
        .execute("INSERT INTO catalogs SELECT 'old', replace(checks, ?1, 'otherone') FROM catalogs", [digest])
        .unwrap();
    changed.execute("UPDATE rollups SET catalog = 'old' WHERE snapshot = ?1", [a.0]).unwrap();
    let compared = store.compare(a, b).unwrap();
    assert!(compared.catalog_changed);
    assert_eq!(turns(&compared), [("a", Turn::Incomparable(Incomparable::Catalog))]);
}

#[test]
fn native_verdicts_are_compared_without_an_assessment() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let words = |seconds, verdicts: Vec<LiveVerdict>, end| {
        let snapshot = begin(&store, seconds);
        let id = snapshot.info().id;
        let sink = snapshot.sink();
        sink.begin(&unit("v")).unwrap();
        sink.put(&unit("v"), Page { resources: Vec::new(), verdicts }, None).unwrap();
        sink.end(&unit("v"), end).unwrap();
        finish(snapshot, seconds);
        id
    };
    let say = |id: &str, word| verdict(id, "R", word);
    let a = words(
        0,
        vec![say("a", VerdictWord::Pass), say("b", VerdictWord::Fail), say("c", VerdictWord::Pass)],
        UnitEnd::Complete,
    );
    // of two words about one thing the worse counts
    let b = words(
        100,
        vec![say("a", VerdictWord::Pass), say("a", VerdictWord::Fail), say("b", VerdictWord::Fail)],
        UnitEnd::Complete,
    );
    let compared = store.compare(a, b).unwrap();
    let turns: Vec<_> = compared.changes.iter().map(|c| (&*c.resource, c.turn)).collect();
    assert_eq!(turns, [("a", Turn::Red), ("c", Turn::Vanished)]);
    assert_eq!((compared.same, compared.assessed), (1, false));
    assert_eq!(compared.changes[0].said, Said::Native("aws_config", "R-conformance-pack-x".into()));
    let c = words(200, Vec::new(), UnitEnd::Failed(trouble()));
    let compared = store.compare(b, c).unwrap();
    assert!(compared.changes.iter().all(|c| c.turn == Turn::Incomparable(Incomparable::Coverage)));
    assert_eq!((compared.changes.len(), compared.same), (2, 0));
}

#[test]
fn findings_that_did_not_change_are_not_written_again() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let rows = || -> Vec<(i64, Option<i64>)> {
        store
            .with(|c| {
                let mut statement = c.prepare("SELECT first, until FROM findings ORDER BY id")?;
                let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
                rows.collect()
            })
            .unwrap()
    };
    let a = assessed(&store, 0, &[volume("a", Some(true)), volume("b", Some(true))], UnitEnd::Complete);
    assessed(&store, 100, &[volume("a", Some(true)), volume("b", Some(false))], UnitEnd::Complete);
    let mut got = rows();
    got.sort_unstable();
    assert_eq!(got, [(1, None), (1, Some(2)), (2, None)]);
    // the newest may be assessed again, and is as if it had been once; an earlier one may not
    let again = store.latest("all").unwrap().unwrap();
    store.put_posture(again.snapshot.id, &posture(&again.resources)).unwrap();
    let mut got = rows();
    got.sort_unstable();
    assert_eq!(got, [(1, None), (1, Some(2)), (2, None)]);
    assert!(store.put_posture(a, &posture(&[])).unwrap_err().message.contains("history"));
}

#[test]
fn the_check_these_tests_look_at_is_in_the_catalog() {
    assert!(registry().checks().any(|(_, check)| check.id == CHECK));
    let posture = posture(&[volume("a", Some(false))]);
    assert!(posture.findings.iter().any(|f| posture.check(f).id == CHECK && f.verdict == Verdict::Fail));
}

#[test]
fn an_unbroken_run_of_failures_tells_since_when() {
    let place = tempdir().unwrap();
    let store = Store::open(place.path()).unwrap();
    let since = || store.failing_since("all", "a").unwrap().into_iter().find(|(check, _)| check == CHECK);
    assert_eq!(since(), None, "nothing was assessed yet");
    for (seconds, encrypted) in [(0, Some(false)), (100, Some(true)), (200, Some(false)), (300, Some(false))]
    {
        assessed(&store, seconds, &[volume("a", encrypted)], UnitEnd::Complete);
    }
    assert_eq!(since(), Some((CHECK.to_owned(), at(200))), "the run began after it was mended once");
    // another form of the resource with the same failure does not break the run
    let other = LiveResource { name: "renamed".into(), ..volume("a", Some(false)) };
    assessed(&store, 400, &[other], UnitEnd::Complete);
    assert_eq!(since().unwrap().1, at(200));
    assessed(&store, 500, &[volume("a", Some(true))], UnitEnd::Complete);
    assert_eq!(since(), None);
    assert!(store.failing_since("other", "a").unwrap().is_empty());
}
