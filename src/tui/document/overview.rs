//! The overview: the score, what is worst, and the fewest edits that mend the most.

use crate::check::registry;
use crate::posture::{Posture, SafeguardPosture, State};
use crate::tui::document::{Document, Piece, counts, piece};
use crate::tui::glyph::{Glyphs, state_word};
use crate::tui::model::{Snapshot, cause_target};
use crate::tui::place::{Place, Root};
use crate::tui::text::{plural, thousands};
use crate::tui::theme::Role;

use super::resource::at;

/// How many of the worst are listed.
const WORST: usize = 8;
/// How wide the bar of states is.
const BAR: usize = 60;

/// The page.
pub(crate) fn overview(glyphs: &Glyphs, snapshot: &Snapshot) -> Document {
    let mut doc = Document::default();
    let posture = &*snapshot.posture;
    let score = posture.score;
    doc.block(vec![
        piece(Role::Accent, format!("{:.0}{}{:.0} %", score.low * 100.0, glyphs.dash, score.high * 100.0)),
        piece(
            Role::Text,
            format!(
                " of {} safeguards are met: {} for certain, {} more if every unknown turned out well",
                score.total, score.met, score.unknown
            ),
        ),
    ]);
    bar(&mut doc, glyphs, posture);
    let c = posture.coverage;
    let covered = format!(
        "{} of {} measurable safeguards, {} of {} findings decided, {} of {} resources",
        c.safeguards_measured,
        c.safeguards_measurable,
        thousands(c.findings_decided as usize),
        thousands(c.findings_total as usize),
        thousands(c.resources_decided as usize),
        thousands(c.resources_total as usize),
    );
    doc.field("coverage", &covered);
    let mut line = vec![piece(Role::Muted, format!("{:<13}", "findings"))];
    line.extend(counts(glyphs, snapshot.totals));
    doc.block(line);
    for source in &posture.sources {
        let (role, mark, word) = super::sources::state(glyphs, source);
        let line = vec![
            piece(Role::Muted, format!("{:<13}", "source")),
            piece(Role::Text, format!("{}  ", source.subject)),
            piece(role, format!("{mark} {word}")),
        ];
        doc.block(line).cut().opens(Place::root(Root::Sources));
    }

    doc.heading("Worst safeguards");
    let mut worst: Vec<&SafeguardPosture> =
        posture.safeguards.iter().filter(|s| s.state == State::Failing).collect();
    worst.sort_by_key(|s| (std::cmp::Reverse(s.counts.fail), s.id));
    if worst.is_empty() {
        doc.para(Role::Muted, "None is failing.").indent(2);
    }
    for state in worst.into_iter().take(WORST) {
        let entry = state.id.get();
        let mut line = vec![
            piece(Role::Failing, format!("{} ", glyphs.failing)),
            piece(Role::Text, format!("{:<22}{}  ", entry.citation, entry.title)),
        ];
        line.extend(counts(glyphs, state.counts));
        doc.block(line).indent(2).cut().fails(true).opens(Place::safeguard(state.id));
    }

    let title = format!("Root causes: {} to mend", plural(posture.causes.len(), "place", "places"));
    doc.heading(&title);
    for cause in posture.causes.iter().take(WORST) {
        let check = registry().get(cause.check);
        let mut line: Vec<Piece> = vec![
            piece(Role::Failing, format!("{} {:>4}  ", glyphs.failing, cause.findings.len())),
            piece(Role::of_severity(check.severity), format!("{:<9}", check.severity.id())),
            piece(Role::Text, format!("{}  ", check.title)),
        ];
        line.extend(cause.place.map(|span| piece(Role::Number, at(posture, span))));
        let block = doc.block(line).indent(2).cut().fails(true).at(cause.place);
        block.target = cause_target(snapshot, cause);
    }
    if posture.causes.len() > WORST {
        let rest = format!("All {} root causes", thousands(posture.causes.len()));
        doc.block(vec![piece(Role::Link, rest)]).indent(2).cut().opens(Place::root(Root::Causes));
    }
    doc
}

/// One bar of all safeguards by state, with its legend.
fn bar(doc: &mut Document, glyphs: &Glyphs, posture: &Posture) {
    let total = posture.safeguards.len().max(1);
    let mut line = Vec::new();
    let mut legend = Vec::new();
    let mut seen = 0;
    for state in State::ALL.into_iter().rev() {
        let n = posture.safeguards.iter().filter(|s| s.state == state).count();
        let from = seen * BAR / total;
        seen += n;
        // the mark of the state is the bar itself: it reads without colour
        let cells = glyphs.state(state).repeat(seen * BAR / total - from);
        line.push(piece(Role::of_state(state), cells));
        let text = format!("{} {n} {}   ", glyphs.state(state), state_word(state));
        legend.push(piece(Role::of_state(state), text));
    }
    doc.block(line).cut();
    doc.block(legend);
}
