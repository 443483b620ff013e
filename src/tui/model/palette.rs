//! The palette: every place, action and setting by name, the best match first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::check::registry;
use crate::hipaa::{objectives, safeguards};
use crate::tui::action::{ACTIONS, Action};
use crate::tui::place::{Place, Root};
use crate::tui::text;

use super::{Input, Snapshot, name};

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
const MOST: usize = 200;
/// What a whole word found is worth more than the best of scattered letters.
const WHOLE: u32 = 100_000;

impl Palette {
    /// Opens the palette with everything in it.
    pub(crate) fn new(
        themes: &[String],
        snapshot: Option<&Snapshot>,
        keys: impl Fn(Action) -> String,
    ) -> Self {
        let mut all = Vec::new();
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
        };
        palette.search(snapshot);
        palette
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
        self.shown = exact.into_iter().chain(near.into_iter().cloned()).take(MOST).collect();
        self.resources(snapshot);
        self.shown.extend(far);
        self.shown.truncate(MOST);
    }

    /// Adds resources whose address or name has the typed text in it: there may be very many, so this is a plain
    /// search, not a fuzzy one, and it goes on from where the last one stopped while more is typed.
    fn resources(&mut self, snapshot: Option<&Snapshot>) {
        let needle = self.input.text().trim().to_lowercase();
        let Some(snapshot) = snapshot.filter(|_| needle.len() > 1) else { return };
        let holds = |id: u32| {
            snapshot.resource(id).is_some_and(|resource| {
                text::contains(&resource.address, &needle) || text::contains(&resource.name, &needle)
            })
        };
        if self.found.needle.is_empty() || !needle.contains(&self.found.needle) {
            self.found = Found::default();
        }
        self.found.resources.retain(|id| holds(*id));
        // one more than is listed tells that there are more
        while self.found.resources.len() <= MOST_RESOURCES
            && let Some(position) = snapshot.next_named(&needle, self.found.next)
        {
            self.found.next = position + 1;
            self.found.resources.extend(snapshot.by_address().get(position));
        }
        if self.found.resources.len() <= MOST_RESOURCES {
            self.found.next = snapshot.by_address().len();
        }
        self.found.needle = needle;
        self.more = self.found.resources.len() > MOST_RESOURCES;
        let listed = self.found.resources.iter().take(MOST_RESOURCES).filter_map(|id| snapshot.resource(*id));
        self.shown.extend(listed.map(|resource| Entry {
            item: PaletteItem::Place(Place::root(Root::Resources).with_resource(name(resource))),
            words: resource.address.to_string(),
            sort: "resource",
            aside: resource.kind.title().to_owned(),
        }));
    }
}
