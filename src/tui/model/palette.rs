//! The palette: every place, action and setting by name, the best match first.

use std::sync::Arc;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::check::registry;
use crate::hipaa::{objectives, safeguards};
use crate::posture::Standing;
use crate::resource::{Resource, ResourceId};
use crate::tui::action::{ACTIONS, Action};
use crate::tui::place::{Place, Root};
use crate::tui::text;

use super::query::{Compare, Field, Query, Term, quoted};
use super::{Answer, Base, Input, Request, Snapshot, Sort, name};

/// What an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PaletteItem {
    Action(Action),
    Place(Place),
    Theme(usize),
}

/// An entry: what it says, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) item: PaletteItem,
    pub(crate) words: String,
    /// The sort of thing it is.
    pub(crate) sort: &'static str,
    /// The words in lower-rank type beside it.
    pub(crate) aside: String,
}

/// The palette while it is open.
#[derive(Debug)]
pub(crate) struct Palette {
    pub(crate) input: Input,
    /// Everything but resources, gathered once when it opens.
    all: Vec<Entry>,
    pub(crate) shown: Vec<Entry>,
    pub(crate) cursor: usize,
    /// Whether more resources match than are listed.
    pub(crate) more: bool,
    /// What matched when last looked: with more typed, no others can.
    matched: Matched,
    found: Found,
    counted: Option<Counted>,
    /// Whether only what was gathered is searched: bookmarks.
    narrow: bool,
    /// How many resources match, in words.
    pub(crate) tally: String,
    /// Where those begin that have what is typed in their names beside other things.
    first_of_many: usize,
}

/// How many resources have what is typed in their names, as far as was counted.
#[derive(Debug)]
struct Counted {
    generation: u64,
    snapshot: Arc<Snapshot>,
    needle: String,
    resources: usize,
    failing: usize,
    done: bool,
}

/// The entries that matched a text, by position.
#[derive(Debug, Default)]
struct Matched {
    typed: String,
    entries: Vec<usize>,
}

/// The resources that have a text in their names, as far as was looked.
#[derive(Debug, Default)]
struct Found {
    needle: String,
    resources: Vec<u32>,
    /// Where among the resources by address to go on.
    next: usize,
}

/// Characters that mean something to the pattern: with one of them, more typed may match more.
const MARKS: [char; 5] = ['!', '^', '\'', '$', '\\'];

/// Most resources listed, and most entries in all.
const MOST_RESOURCES: usize = 40;
const MOST_FINDINGS: usize = 20;
const MOST: usize = 200;
/// The sorts of entries that are told apart by more than what they say.
const BOOKMARK: &str = "bookmark";
const ALL: &str = "search";
/// What a whole word found is worth more than the best of scattered letters.
const WHOLE: u32 = 100_000;

impl Palette {
    /// Opens the palette with everything in it.
    pub(crate) fn new(
        themes: &[String],
        bookmarks: &[Place],
        snapshot: Option<&Snapshot>,
        keys: impl Fn(Action) -> String,
    ) -> Self {
        let mut all: Vec<Entry> = bookmarks
            .iter()
            .map(|place| Entry {
                item: PaletteItem::Place(place.clone()),
                words: place.to_string(),
                sort: BOOKMARK,
                aside: "bookmark".to_owned(),
            })
            .collect();
        for row in ACTIONS {
            all.push(Entry {
                item: PaletteItem::Action(row.action),
                words: row.words.to_owned(),
                sort: "action",
                aside: keys(row.action),
            });
        }
        let place = |place: Place, words: String, sort, aside: &str| Entry {
            item: PaletteItem::Place(place),
            words,
            sort,
            aside: aside.to_owned(),
        };
        for entry in safeguards() {
            let words = format!("{} {}", entry.citation, entry.title);
            all.push(place(Place::safeguard(entry.id), words, "safeguard", entry.family.word()));
        }
        for entry in objectives() {
            let to = Place::root(Root::Objectives).with_objective(entry.index);
            all.push(place(to, format!("{} {}", entry.id, entry.title), "objective", entry.theme.title()));
        }
        for (_, check) in registry().checks() {
            let to = Place::root(Root::Findings).filtered(format!("check:={}", check.id));
            let ids: Vec<&str> = check.aliases.iter().map(|a| a.id).collect();
            all.push(place(to, format!("{} {}", check.id, check.title), "check", &ids.join(" ")));
        }
        for (i, theme) in themes.iter().enumerate() {
            all.push(Entry {
                item: PaletteItem::Theme(i),
                words: format!("Theme {theme}"),
                sort: "setting",
                aside: String::new(),
            });
        }
        let mut palette = Self {
            input: Input::default(),
            all,
            shown: Vec::new(),
            cursor: 0,
            more: false,
            matched: Matched::default(),
            found: Found::default(),
            counted: None,
            narrow: false,
            tally: String::new(),
            first_of_many: 0,
        };
        palette.search(snapshot);
        palette
    }

    /// Leaves bookmarks only.
    pub(crate) fn only_bookmarks(&mut self) {
        self.all.retain(|e| e.sort == BOOKMARK);
        self.shown.clone_from(&self.all);
        self.narrow = true;
    }

    /// What counts the resources that have what is typed in their names; nothing where nothing is typed.
    pub(crate) fn count_request(&mut self, snapshot: Arc<Snapshot>, generation: u64) -> Option<Request> {
        let needle = self.found.needle.clone();
        self.counted = None;
        self.tally.clear();
        self.shown.retain(|e| e.sort != ALL);
        if self.narrow || needle.len() < 2 {
            return None;
        }
        let value = needle.clone();
        let term = Term { negated: false, field: Field::Address, compare: Compare::Contains, value };
        let query = Query { terms: vec![term], group: None };
        self.counted = Some(Counted {
            generation,
            snapshot: snapshot.clone(),
            needle,
            resources: 0,
            failing: 0,
            done: false,
        });
        Some(Request { generation, snapshot, base: Base::Resources, query, sort: Sort::default() })
    }

    /// Takes rows that were counted; no when they are not for the palette.
    pub(crate) fn counted(&mut self, answer: &Answer) -> bool {
        let Some(counted) = self.counted.as_mut().filter(|c| c.generation == answer.generation) else {
            return false;
        };
        counted.resources += answer.rows.len();
        let fails = |row: &&u32| counted.snapshot.counts(**row).fail > 0;
        counted.failing += answer.rows.iter().filter(fails).count();
        counted.done |= answer.done;
        let (n, failing) = (text::thousands(counted.resources), text::thousands(counted.failing));
        let more = if counted.done { "" } else { "+" };
        let aside = format!("{n}{more} resources, {failing}{more} with failures");
        let filter = format!("resource:{}", quoted(&counted.needle));
        let item = PaletteItem::Place(Place::root(Root::Resources).filtered(&filter));
        self.shown.retain(|e| e.sort != ALL);
        if counted.resources > 0 {
            let words = format!("All that have {} in their names", counted.needle);
            self.tally.clone_from(&aside);
            // one is listed as it is; of many the list comes before the first of them
            if counted.resources > 1 {
                let at = self.first_of_many.min(self.shown.len());
                self.shown.insert(at, Entry { item, words, sort: ALL, aside });
            }
        }
        true
    }

    /// Finds what matches what is typed in another posture.
    pub(crate) fn search_anew(&mut self, snapshot: Option<&Snapshot>) {
        self.found = Found::default();
        self.search(snapshot);
    }

    /// Finds what matches what is typed.
    pub(crate) fn search(&mut self, snapshot: Option<&Snapshot>) {
        self.cursor = 0;
        self.more = false;
        let typed = self.input.text().trim();
        if typed.is_empty() {
            self.found = Found::default();
            self.shown = self.all.iter().take(MOST).cloned().collect();
            return;
        }
        // a whole place may be typed or pasted
        let exact = typed.parse::<Place>().ok().map(|place| Entry {
            words: place.to_string(),
            item: PaletteItem::Place(place),
            sort: "place",
            aside: String::new(),
        });
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        // what holds the words as typed comes before what only holds their letters
        let typed_words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let holds = |entry: &Entry| {
            typed_words.iter().all(|w| text::contains(&entry.words, w) || text::contains(&entry.aside, w))
        };
        let goes_on = !self.matched.typed.is_empty()
            && typed.starts_with(&self.matched.typed)
            && !typed.contains(MARKS);
        let candidates =
            if goes_on { std::mem::take(&mut self.matched.entries) } else { (0..self.all.len()).collect() };
        let mut scored: Vec<(u32, usize)> = candidates
            .into_iter()
            .filter_map(|at| {
                let entry = self.all.get(at)?;
                let mut score = |t: &str| pattern.score(Utf32Str::new(t, &mut buffer), &mut matcher);
                let words = score(&entry.words);
                // an alias or a family finds its entry too, but ranks below a name
                // scattered letters are found in any long list of aliases, so these are searched as they stand
                let holds = |t: &str| typed_words.iter().all(|w| text::contains(t, w));
                let aside = if holds(&entry.aside) { Some(1) } else { None };
                // an id typed whole means that id, not a longer one that begins with it
                let whole = |t: &str| t.split_whitespace().any(|w| w.eq_ignore_ascii_case(typed));
                let bonus = if whole(&entry.words) || whole(&entry.aside) { WHOLE } else { 0 };
                words.max(aside).map(|s| (s + bonus, at))
            })
            .collect();
        self.matched =
            Matched { typed: typed.to_owned(), entries: scored.iter().map(|(_, at)| *at).collect() };
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let (near, far): (Vec<&Entry>, Vec<&Entry>) =
            scored.into_iter().filter_map(|(_, at)| self.all.get(at)).partition(|e| holds(e));
        let far: Vec<Entry> = far.into_iter().take(MOST).cloned().collect();
        let listed = |place: &Entry| near.iter().any(|e| e.item == place.item);
        let exact = exact.filter(|e| !listed(e));
        let near: Vec<Entry> = near.into_iter().cloned().collect();
        let named = self.resources(snapshot);
        // a resource of exactly this address or name is what was meant
        self.shown = exact.into_iter().chain(named.exact).chain(near.into_iter().take(MOST)).collect();
        self.first_of_many = self.shown.len();
        self.shown.extend(named.others);
        self.shown.extend(named.findings);
        self.shown.extend(far);
        self.shown.truncate(MOST);
    }

    /// Resources whose address or name has the typed text in it, and what fails on the first of them: there may be very
    /// many, so this is a plain search, not a fuzzy one, and it goes on from where the last one stopped while more is
    /// typed.
    fn resources(&mut self, snapshot: Option<&Snapshot>) -> Named {
        let typed = self.input.text().trim().to_lowercase();
        let mut named = Named::default();
        let Some(snapshot) = snapshot.filter(|_| typed.len() > 1 && !self.narrow) else { return named };
        self.find(snapshot, &typed);
        if self.found.resources.is_empty()
            && let Some(tail) = tail(&typed)
        {
            // the id of a cloud names what code calls by its name alone
            self.find(snapshot, tail);
        }
        let needle = self.found.needle.clone();
        let is = |resource: &Resource| {
            [&resource.address, &resource.name].iter().any(|text| text.eq_ignore_ascii_case(&needle))
        };
        let mut found: Vec<u32> = self.found.resources.iter().take(MOST_RESOURCES).copied().collect();
        if self.more {
            // the one that is called exactly so may stand far behind
            found.extend(snapshot.exactly_named(&needle).filter(|id| !self.found.resources.contains(id)));
        }
        // what fails comes first
        found.sort_by_key(|id| std::cmp::Reverse(snapshot.counts(*id).fail));
        let mut others: Vec<u32> = Vec::new();
        for id in found {
            let Some(resource) = snapshot.resource(id) else { continue };
            if is(resource) {
                named.exact.push(entry(snapshot, id, resource));
                named.failing(snapshot, id);
            } else {
                others.push(id);
                named.others.push(entry(snapshot, id, resource));
            }
        }
        for id in others {
            named.failing(snapshot, id);
        }
        // the code that declares what an id means stands first: there the fix is made
        let counterparts: Vec<Entry> = tail(&typed)
            .into_iter()
            .flat_map(|tail| snapshot.exactly_named(tail))
            .filter(|id| !self.found.resources.contains(id))
            .filter_map(|id| Some(entry(snapshot, id, snapshot.resource(id)?)))
            .take(MOST_RESOURCES)
            .collect();
        named.exact.splice(0..0, counterparts);
        named
    }

    fn find(&mut self, snapshot: &Snapshot, needle: &str) {
        let holds = |id: u32| {
            snapshot.resource(id).is_some_and(|resource| {
                text::contains(&resource.address, needle) || text::contains(&resource.name, needle)
            })
        };
        if self.found.needle.is_empty() || !needle.contains(&self.found.needle) {
            self.found = Found::default();
        }
        self.found.resources.retain(|id| holds(*id));
        // one more than is listed tells that there are more
        while self.found.resources.len() <= MOST_RESOURCES
            && let Some(position) = snapshot.next_named(needle, self.found.next)
        {
            self.found.next = position + 1;
            self.found.resources.extend(snapshot.by_address().get(position));
        }
        if self.found.resources.len() <= MOST_RESOURCES {
            self.found.next = snapshot.by_address().len();
        }
        needle.clone_into(&mut self.found.needle);
        self.more = self.found.resources.len() > MOST_RESOURCES;
    }
}

/// What was found by name.
#[derive(Default)]
struct Named {
    exact: Vec<Entry>,
    others: Vec<Entry>,
    findings: Vec<Entry>,
}

impl Named {
    /// Adds what fails on a resource, while there is room.
    fn failing(&mut self, snapshot: &Snapshot, id: u32) {
        let Some(resource) = snapshot.resource(id) else { return };
        let room = MOST_FINDINGS.saturating_sub(self.findings.len());
        let failing = snapshot.of_resource(ResourceId(id));
        let failing = failing.filter(|f| snapshot.standing(*f) == Standing::Fail).take(room);
        self.findings.extend(failing.filter_map(|f| {
            let check = registry().get(snapshot.finding(f)?.check);
            let place = Place::root(Root::Findings).with_resource(name(resource));
            let place = place.with_check(snapshot.finding(f)?.check);
            Some(Entry {
                item: PaletteItem::Place(place),
                words: format!("{}: {}", resource.address, check.title),
                sort: "finding",
                aside: check.severity.id().to_owned(),
            })
        }));
    }
}

fn entry(snapshot: &Snapshot, id: u32, resource: &Resource) -> Entry {
    let fail = snapshot.counts(id).fail;
    let kind = resource.kind.title();
    Entry {
        item: PaletteItem::Place(Place::root(Root::Resources).with_resource(name(resource))),
        words: resource.address.to_string(),
        sort: "resource",
        aside: if fail > 0 { format!("{kind}, {fail} fail") } else { kind.to_owned() },
    }
}

/// The name at the end of a cloud's id or address: `arn:aws:s3:::logs`, `/subscriptions/…/vaults/keys`, `s3://logs/x`,
/// `https://logs.s3.amazonaws.com/x`.
fn tail(typed: &str) -> Option<&str> {
    for scheme in ["s3://", "gs://"] {
        if let Some(rest) = typed.strip_prefix(scheme) {
            return rest.split('/').next().filter(|t| t.len() > 1);
        }
    }
    if let Some(rest) = typed.strip_prefix("https://") {
        return rest.split(['.', '/']).next().filter(|t| t.len() > 1);
    }
    if let Some(rest) = typed.strip_prefix("arn:") {
        // what stands in a bucket is found by its bucket
        let last = rest.splitn(5, ':').last()?;
        let part =
            if rest.contains(":s3:::") { last.split('/').next()? } else { last.rsplit(['/', ':']).next()? };
        return Some(part).filter(|t| t.len() > 1);
    }
    if typed.starts_with('/') {
        return typed.rsplit('/').next().filter(|t| t.len() > 1);
    }
    None
}
