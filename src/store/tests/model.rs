//! Any sequence of pulls gives the intervals of a simple model.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tempfile::tempdir;

use super::*;
use crate::source::live::Resume;
use crate::store::{SnapshotId, UnitState};

const UNITS: [&str; 2] = ["u", "w"];

/// A unit's part in a pull: pages of (resource, form), whether it begins again after some of them, and how it ends.
#[derive(Debug, Clone)]
struct Part {
    pages: Vec<Vec<(u8, u8)>>,
    restart_after: Option<usize>,
    /// The process goes away after so many pages and comes back.
    stop_after: Option<usize>,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Complete,
    Partial,
    Failed,
    Open,
}

fn part() -> impl Strategy<Value = Part> {
    let page = prop::collection::vec((0u8..6, 0u8..3), 0..5);
    let end = prop_oneof![
        4 => Just(End::Complete),
        1 => Just(End::Partial),
        2 => Just(End::Failed),
        1 => Just(End::Open)
    ];
    (
        prop::collection::vec(page, 0..4),
        prop::option::weighted(0.2, 0usize..3),
        prop::option::weighted(0.3, 0usize..3),
        end,
    )
        .prop_map(|(pages, restart_after, stop_after, end)| Part {
            pages,
            restart_after,
            stop_after,
            end,
        })
}

/// A pull: each unit or not, and whether trouble came before the units that are left out.
#[derive(Debug, Clone)]
struct Pull {
    units: [Option<Part>; 2],
    trouble: bool,
}

fn pulls() -> impl Strategy<Value = Vec<Pull>> {
    let unit = || prop::option::weighted(0.8, part());
    let pull =
        (unit(), unit(), any::<bool>()).prop_map(|(one, two, trouble)| Pull { units: [one, two], trouble });
    prop::collection::vec(pull, 1..6)
}

/// What the model knows of a unit after a pull: the state, what was read now, what is left from before.
type Picture = BTreeMap<usize, (UnitState, BTreeMap<u8, u8>, BTreeMap<u8, u8>)>;

/// The same as simply as it can be said.
fn model(known: &mut BTreeMap<usize, BTreeMap<u8, u8>>, before: Option<&Picture>, pull: &Pull) -> Picture {
    let mut picture = Picture::new();
    for (n, slot) in pull.units.iter().enumerate() {
        let Some(part) = slot else {
            if before.is_some_and(|b| b.contains_key(&n)) {
                if pull.trouble {
                    picture.insert(
                        n,
                        (UnitState::NotRead, BTreeMap::new(), known.get(&n).cloned().unwrap_or_default()),
                    );
                } else {
                    known.remove(&n);
                }
            }
            continue;
        };
        // pages before a restart are as if they had never been
        let read: BTreeMap<u8, u8> = part.pages.iter().flatten().copied().collect();
        let held = known.entry(n).or_default();
        let (state, left) = match part.end {
            End::Complete => (UnitState::Complete, BTreeMap::new()),
            End::Partial => (UnitState::Partial, held.clone()),
            End::Failed => (UnitState::Failed, held.clone()),
            End::Open => (UnitState::Open, held.clone()),
        };
        let left: BTreeMap<u8, u8> = left.into_iter().filter(|(id, _)| !read.contains_key(id)).collect();
        *held = left.iter().chain(&read).map(|(id, form)| (*id, *form)).collect();
        picture.insert(n, (state, read, left));
    }
    picture
}

fn run(store: &Store, seconds: i64, pull: &Pull) -> SnapshotId {
    let mut snapshot = begin(store, seconds);
    for (n, part) in pull.units.iter().enumerate() {
        let Some(part) = part else { continue };
        let unit = unit(UNITS[n]);
        assert_eq!(snapshot.sink().begin(&unit).unwrap(), Resume::Fresh);
        let mut restart = part.restart_after;
        let mut stop = part.stop_after;
        let mut at_page = 0;
        while at_page < part.pages.len() {
            let resources = part.pages[at_page]
                .iter()
                .map(|(id, form)| resource(&id.to_string(), (*form).into()))
                .collect();
            at_page += 1;
            // a token always: a process that goes away comes back to it
            snapshot.sink().put(&unit, page(resources), Some(&at_page.to_string())).unwrap();
            if restart.take_if(|after| *after < at_page).is_some() {
                snapshot.sink().restart(&unit).unwrap();
                at_page = 0;
                continue;
            }
            if stop.take_if(|after| *after < at_page).is_some() {
                drop(snapshot);
                snapshot = begin(store, seconds + 1);
                assert_eq!(snapshot.sink().begin(&unit).unwrap(), Resume::From(at_page.to_string()));
            }
        }
        let sink = snapshot.sink();
        match part.end {
            End::Complete => sink.end(&unit, UnitEnd::Complete).unwrap(),
            End::Partial => sink.end(&unit, UnitEnd::Partial(vec![trouble()])).unwrap(),
            End::Failed => sink.end(&unit, UnitEnd::Failed(trouble())).unwrap(),
            End::Open => {}
        }
    }
    let id = snapshot.info().id;
    let troubles = if pull.trouble { vec![(Provider::Aws, trouble())] } else { Vec::new() };
    snapshot.finish(&Ending { troubles, ..Ending::default() }, at(seconds + 2)).unwrap();
    id
}

fn picture(loaded: &Loaded) -> Picture {
    let forms = |range: std::ops::Range<usize>| {
        loaded.resources[range]
            .iter()
            .map(|r| {
                (r.id.parse().unwrap(), u8::try_from(r.configuration["form"].as_i64().unwrap()).unwrap())
            })
            .collect()
    };
    loaded
        .units
        .iter()
        .map(|u| {
            let n = UNITS.iter().position(|part| **part == *u.unit.part).unwrap();
            (n, (u.state, forms(u.resources.clone()), forms(u.stale_resources.clone())))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn any_sequence_of_pulls_gives_what_the_model_gives(pulls in pulls()) {
        let place = tempdir().unwrap();
        let store = Store::open(place.path()).unwrap();
        let mut known = BTreeMap::new();
        let mut pictures: Vec<(SnapshotId, Picture)> = Vec::new();
        for (i, pull) in pulls.iter().enumerate() {
            let id = run(&store, i64::try_from(i).unwrap() * 10, pull);
            let expected = model(&mut known, pictures.last().map(|(_, p)| p), pull);
            pictures.push((id, expected));
            // this picture and every one before it
            for (id, expected) in &pictures {
                let loaded = store.load(*id).unwrap();
                prop_assert_eq!(&picture(&loaded), expected, "snapshot {} after pull {}", id, i);
            }
        }
    }
}
