//! The overview: the score, what is worst, and the fewest edits that mend the most.

use std::collections::BTreeMap;

use crate::check::registry;
use crate::hipaa::{Family, ObjectiveId};
use crate::posture::{Counts, Posture, SafeguardPosture, ScopeId, SourceStatus, State};
use crate::resource::Side;
use crate::tui::document::{Document, Piece, counts, counts_words, piece};
use crate::tui::glyph::{Glyphs, state_word};
use crate::tui::model::{Snapshot, cause_target};
use crate::tui::past::Point;
use crate::tui::place::{Place, Root};
use crate::tui::text::{plural, short, thousands};
use crate::tui::theme::Role;

use super::resource::at;

/// Most pulls drawn in a sparkline.
const SPARKS: usize = 40;
/// How wide the bar of a cell of the heat-map is.
const HEAT: usize = 4;
/// How wide a cell of the heat-map is: four clouds fit on 80 columns.
const CELL: usize = 15;
/// How many of the worst are listed.
const WORST: usize = 8;
/// How wide the bar of states is.
const BAR: usize = 60;

/// The page.
pub(crate) fn overview(glyphs: &Glyphs, snapshot: &Snapshot, trend: &[Point]) -> Document {
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
    sparks(&mut doc, glyphs, trend);
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
    let oldest = posture.oldest_evidence();
    let age = crate::visible::age(posture.as_of, oldest);
    doc.field(
        "freshness",
        &format!("the oldest evidence is from {}, {age}", oldest.strftime("%Y-%m-%d %H:%MZ")),
    );
    for source in &posture.sources {
        let (role, mark, word) = super::sources::state(glyphs, source);
        let line = vec![
            piece(Role::Muted, format!("{:<13}", "source")),
            piece(Role::Text, format!("{}  ", source.subject)),
            piece(role, format!("{mark} {word}")),
            piece(Role::Muted, amiss(source)),
        ];
        doc.block(line).cut().opens(Place::root(Root::Sources));
    }

    heat(&mut doc, glyphs, posture);
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

/// What is wrong with a source: the first thing, and how many more there are.
fn amiss(source: &SourceStatus) -> String {
    let mut notices = source.failed.iter().chain(&source.unavailable);
    let Some(first) = notices.next() else { return String::new() };
    let line = if first.line == 0 { String::new() } else { format!(":{}", first.line) };
    let more = match notices.count() {
        0 => String::new(),
        n => format!("; {} more", thousands(n)),
    };
    format!("  {}{line} {}{more}", first.subject, first.message)
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
        let share = format!("{:>4.0} %", n as f64 * 100.0 / total as f64);
        legend.push((
            state,
            vec![
                piece(Role::of_state(state), format!("{} {:<10}", glyphs.state(state), state_word(state))),
                piece(Role::Text, format!("{n:>3} of {total}")),
                piece(Role::Muted, share),
            ],
        ));
    }
    doc.block(line).cut().picture();
    for (state, line) in legend {
        let filter = format!("status:{}", state.id());
        doc.block(line).cut().opens(Place::home().filtered(filter)).fails(state == State::Failing);
    }
}

/// How the score went over the pulls that are kept, as a picture with its ends in words.
fn sparks(doc: &mut Document, glyphs: &Glyphs, trend: &[Point]) {
    type Of = fn(&Point) -> u32;
    let (Some(first), Some(last)) = (trend.first(), trend.last()) else { return };
    if trend.len() < 2 {
        doc.field("trend", "one pull is kept so far; the next one makes a trend");
        return;
    }
    let recent = &trend[trend.len().saturating_sub(SPARKS)..];
    let rows: [(&str, Role, Of); 3] = [
        ("met", Role::Met, |p| p.met),
        ("failing", Role::Failing, |p| p.failing),
        ("root causes", Role::Failing, |p| p.causes),
    ];
    for (word, role, of) in rows {
        let most = recent.iter().map(of).max().unwrap_or(0).max(1);
        let mark = |p: &Point| glyphs.spark[(of(p) as usize * 7).div_euclid(most as usize).min(7)];
        let picture: String = recent.iter().map(mark).collect();
        let line = vec![
            piece(Role::Muted, format!("{word:<13}")),
            piece(role, picture),
            piece(Role::Text, format!("  {} {} {}", of(first), glyphs.to, of(last))),
            piece(
                Role::Muted,
                format!("  over {} pulls since {}", trend.len(), first.at.strftime("%Y-%m-%d")),
            ),
        ];
        let mut words = line.clone();
        words.remove(1);
        doc.block(line).cut().picture();
        doc.block(words).words();
    }
}

/// Failing findings by family and cloud: how much of what was decided fails, as a bar and in numbers.
fn heat(doc: &mut Document, glyphs: &Glyphs, posture: &Posture) {
    let mut columns: BTreeMap<(&str, Side), Vec<ScopeId>> = BTreeMap::new();
    for (scope, n) in posture.scopes.iter().zip(0u32..) {
        columns.entry((scope.provider.id(), scope.side)).or_default().push(ScopeId(n));
    }
    if columns.is_empty() {
        return;
    }
    doc.heading("What fails of what was decided, by family and cloud");
    let mut head = vec![piece(Role::Muted, format!("{:<15}", ""))];
    for (provider, side) in columns.keys() {
        let name = if *side == Side::Live { format!("{provider} live") } else { (*provider).to_owned() };
        head.push(piece(Role::Heading, format!("{name:<CELL$}")));
    }
    doc.block(head).indent(2).cut().picture();
    for family in Family::ALL {
        let of = || posture.safeguards.iter().filter(|s| s.id.get().family == family);
        // an objective that bears on several safeguards of a family is counted once
        let mut bearing: Vec<ObjectiveId> =
            of().flat_map(|s| s.id.get().deciding_edges().map(|e| e.objective)).collect();
        bearing.sort_unstable_by_key(|o| o.index());
        bearing.dedup();
        let mut line = vec![piece(Role::Text, format!("{:<15}", family.word()))];
        for ((provider, side), scopes) in &columns {
            let mut sum = Counts::default();
            for (objective, scope) in bearing.iter().flat_map(|o| scopes.iter().map(move |s| (o, s))) {
                sum.merge(posture.cell(*objective, *scope));
            }
            let words = format!("{}, {provider} {}: {}", family.word(), side.id(), counts_words(sum));
            doc.block(vec![piece(Role::Text, words)]).indent(2).words();
            let decided = sum.decided();
            let text = if decided == 0 {
                format!("{:<CELL$}", format!("{} nothing told", glyphs.absent))
            } else {
                let n = (sum.fail as usize * HEAT).div_ceil(decided as usize);
                let bar = format!("{}{}", glyphs.thumb.repeat(n), glyphs.absent.repeat(HEAT - n));
                format!("{:<CELL$}", format!("{bar} {}/{}", short(sum.fail), short(decided)))
            };
            let role = match (sum.fail, sum.unknown, decided) {
                (1.., ..) => Role::Failing,
                (_, 1.., _) => Role::Unknown,
                (.., 0) => Role::Absent,
                _ => Role::Met,
            };
            line.push(piece(role, text));
        }
        doc.block(line).indent(2).cut().picture();
    }
}
