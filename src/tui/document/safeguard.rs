//! A safeguard's page: the regulation's text beside its state, and the objectives that bear on it.

use crate::hipaa::{Edge, Evidence, ObjectiveId, SafeguardId, Strength};
use crate::posture::Counts;
use crate::tui::glyph::Glyphs;
use crate::tui::model::{Query, Snapshot, has_standing};
use crate::tui::place::Place;
use crate::tui::text::plural;
use crate::tui::theme::Role;

use super::{Document, counts, piece, state_badge};

/// Counts of an objective in the scopes a filter admits.
pub(crate) fn scoped(snapshot: &Snapshot, objective: ObjectiveId, query: &Query) -> Counts {
    let mut sum = Counts::default();
    for (scope, i) in snapshot.posture.scopes.iter().zip(0u32..) {
        if query.admits_scope(scope) {
            sum.merge(snapshot.posture.cell(objective, crate::posture::ScopeId(i)));
        }
    }
    sum
}

/// Native verdicts on an objective in the scopes a filter admits, and how many contradict ours.
fn native_scoped(snapshot: &Snapshot, objective: ObjectiveId, query: &Query) -> (Counts, u32) {
    let mut sum = (Counts::default(), 0);
    for (scope, i) in snapshot.posture.scopes.iter().zip(0u32..) {
        if query.admits_scope(scope) {
            let (counts, differ) = snapshot.posture.native_cell(objective, crate::posture::ScopeId(i));
            sum.0.merge(counts);
            sum.1 += differ;
        }
    }
    sum
}

/// The page of a safeguard. `filter` is the scope part that follows from where it was opened.
pub(crate) fn safeguard(
    glyphs: &Glyphs,
    snapshot: Option<&Snapshot>,
    id: SafeguardId,
    place: &Place,
    query: &Query,
) -> Document {
    let entry = id.get();
    let mut doc = Document::default();
    doc.block(vec![piece(Role::Accent, format!("§ {}  ", entry.citation)), piece(Role::Accent, entry.title)]);
    let mut about = format!("{} safeguard, {}", entry.family.word(), entry.designation.word());
    if entry.title_is_editorial {
        about.push_str("; the regulation gives no title, this one is ours");
    }
    doc.para(Role::Muted, &about);
    if let Some(parent) = entry.parent {
        let parent = parent.get();
        doc.para(Role::Muted, &format!("specification of § {} {}", parent.citation, parent.title));
    }
    doc.blank();
    match snapshot {
        None => {
            doc.para(Role::Info, &format!("{} reading: nothing is known yet", glyphs.reading));
        }
        Some(snapshot) => {
            let state = snapshot.posture.safeguard(id);
            let mut line = vec![state_badge(glyphs, state.state)];
            line.push(piece(Role::Text, format!("  {}", state.reason)));
            doc.block(line);
            if state.objectives > 0 {
                let mut line = counts(glyphs, state.counts);
                let measured = format!("   {} of {} objectives measured", state.measured, state.objectives);
                line.push(piece(Role::Muted, measured));
                doc.block(line);
            }
            if state.native.total() > 0 {
                let mut line = vec![piece(Role::Muted, "the clouds' own services: ")];
                line.extend(counts(glyphs, state.native));
                doc.block(line);
            }
            if state.disagreements > 0 {
                let differ = plural(
                    state.disagreements as usize,
                    "verdict of theirs contradicts",
                    "verdicts of theirs contradict",
                );
                doc.para(Role::Unknown, &format!("{} {differ} a check of ours", glyphs.differs));
            }
        }
    }
    if let Some(attested) = entry.attested {
        let people = format!("People attest that {attested}");
        doc.block(vec![piece(Role::Attest, format!("{} ", glyphs.attest)), piece(Role::Text, people)]).hang =
            2;
    }

    doc.blank();
    let from = doc.blocks.len();
    doc.heading("The regulation");
    for paragraph in entry.text.split('\n').filter(|p| !p.trim().is_empty()) {
        doc.para(Role::Text, paragraph.trim()).indent(2);
    }
    doc.beside = Some((from, doc.blocks.len()));
    if entry.specifications().next().is_some() {
        doc.heading("Its implementation specifications");
        for part in entry.specifications() {
            let mut line = Vec::new();
            let state = snapshot.map(|s| s.posture.safeguard(part.id).state);
            if let Some(state) = state {
                line.push(piece(Role::of_state(state), format!("{} ", glyphs.state(state))));
            }
            line.push(piece(Role::Text, format!("{}  {}", part.citation, part.title)));
            line.push(piece(Role::Muted, format!("  {}", part.designation.word())));
            if let Some(state) = state {
                line.push(piece(Role::of_state(state), format!("  {}", state.title())));
            }
            let fails = state == Some(crate::posture::State::Failing);
            doc.block(line).indent(2).cut().fails(fails).opens(Place::safeguard(part.id));
        }
    }
    edges(&mut doc, glyphs, snapshot, id, place, query);
    doc
}

fn edges(
    doc: &mut Document,
    glyphs: &Glyphs,
    snapshot: Option<&Snapshot>,
    id: SafeguardId,
    place: &Place,
    query: &Query,
) {
    let entry = id.get();
    if entry.edges().is_empty() {
        doc.heading("Control objectives");
        doc.para(Role::Muted, Evidence::Attestation.meaning()).indent(2);
        return;
    }
    let title = if query.has_scope() {
        format!("Control objectives, counted in {}", place.filter)
    } else {
        "Control objectives".to_owned()
    };
    doc.heading(&title);
    for edge in entry.edges() {
        edge_rows(doc, glyphs, snapshot, edge, place, query);
    }
}

fn edge_rows(
    doc: &mut Document,
    glyphs: &Glyphs,
    snapshot: Option<&Snapshot>,
    edge: &Edge,
    place: &Place,
    query: &Query,
) {
    let objective = edge.objective.get();
    let tally = snapshot.map(|s| scoped(s, edge.objective, query));
    let strength = match edge.strength {
        Strength::Satisfies => Role::Accent,
        Strength::Supports => Role::Text,
        Strength::Contextual => Role::Muted,
    };
    let fails = tally.is_some_and(|c| has_standing(c, "fail"));
    let mark = match tally {
        None => (Role::Info, glyphs.reading),
        Some(c) => {
            let standing = worst(c);
            (Role::of_standing(standing), glyphs.standing(standing))
        }
    };
    let mut line =
        vec![piece(mark.0, format!("{} ", mark.1)), piece(Role::Text, format!("{}  ", objective.title))];
    line.extend(tally.map(|c| counts(glyphs, c)).unwrap_or_default());
    let target = place.with_objective(edge.objective).filtered(crate::tui::model::scope_part(&place.filter));
    doc.block(line).indent(2).cut().fails(fails).opens(target);
    let native = snapshot.map(|s| native_scoped(s, edge.objective, query)).unwrap_or_default();
    if native.0.total() > 0 {
        let mut theirs = vec![piece(Role::Muted, "cloud  ")];
        theirs.extend(counts(glyphs, native.0));
        if native.1 > 0 {
            theirs.push(piece(Role::Unknown, format!("  {}{}", glyphs.differs, native.1)));
        }
        doc.block(theirs).indent(6);
    }
    let why = vec![piece(strength, format!("{}: ", edge.strength.word())), piece(Role::Muted, edge.reason)];
    doc.block(why).indent(6);
}

/// The worst standing counted.
pub(crate) fn worst(counts: Counts) -> crate::posture::Standing {
    use crate::posture::Standing;
    match counts {
        Counts { fail: 1.., .. } => Standing::Fail,
        Counts { unknown: 1.., .. } => Standing::Unknown,
        Counts { waived: 1.., .. } => Standing::Waived,
        Counts { pass: 1.., .. } => Standing::Pass,
        _ => Standing::NotApplicable,
    }
}

/// What stands above the findings of an objective.
pub(crate) fn objective_head(glyphs: &Glyphs, snapshot: Option<&Snapshot>, place: &Place) -> Document {
    let mut doc = Document::default();
    let Some(objective) = place.objective.map(ObjectiveId::get) else { return doc };
    let mut line = vec![piece(Role::Accent, format!("{}  ", objective.title))];
    if let Some(state) = snapshot.and_then(|s| s.posture.objectives.get(objective.index.index())) {
        line.push(state_badge(glyphs, state.state));
        line.push(piece(Role::Text, "  "));
        line.extend(counts(glyphs, state.counts));
    }
    doc.block(line).cut();
    doc.para(Role::Text, objective.statement);
    let citing = match place.root {
        crate::tui::place::Root::Safeguard(id) => objective.edges.iter().find(|e| e.safeguard == id),
        _ => None,
    };
    if let Some(edge) = citing {
        let why = format!("{} § {}: {}", edge.strength.word(), edge.citation(), edge.reason);
        doc.para(Role::Muted, &why);
    } else {
        let cited: Vec<String> =
            objective.edges.iter().map(|e| format!("{} {}", e.strength.word(), e.citation())).collect();
        doc.para(Role::Muted, &cited.join(", ")).cut();
    }
    doc
}
