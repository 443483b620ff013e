//! Everything the screen shows as plain text, for screen readers and pipes: no boxes, no motion, nothing cut.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use crate::hipaa::{objectives, safeguards};
use crate::posture::{Counts, Posture, SourceStatus, Standing};
use crate::visible::visible;

use super::document::{Document, Shown, counts_words};
use super::glyph::{ASCII, UNICODE, standing_word};
use super::headless::Headless;
use super::model::{Body, Group, Level, MatrixRow, Model, Phase, shown, value};
use super::place::{Place, Root};
use super::theme::Role;

/// A page as lines. What can be opened ends with its place.
pub(crate) fn document(doc: &Document) -> Vec<String> {
    let mut lines = Vec::with_capacity(doc.blocks.len());
    for block in doc.blocks.iter().filter(|b| b.shown != Shown::Screen) {
        let mut line = " ".repeat(usize::from(block.indent));
        for piece in &block.pieces {
            // the line between a number and its source text is no box here
            let gutter = matches!(piece.role, Role::Number | Role::Fault);
            if gutter {
                line.push_str(&piece.text.replace(UNICODE.wall, ASCII.wall));
            } else {
                line.push_str(&piece.text);
            }
        }
        if let Some(place) = &block.target {
            let _ = write!(line, "  -> {place}");
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The matrix as cells: state, citation, title, reason, and what was found in each column.
pub(crate) fn matrix(model: &Model) -> (Vec<String>, Vec<Vec<String>>) {
    let matrix = &model.matrix;
    let mut head: Vec<String> =
        ["family", "state", "safeguard", "title", "designation", "reason"].map(str::to_owned).to_vec();
    head.extend(matrix.columns.iter().cloned());
    if matrix.native {
        head.extend(matrix.columns.iter().map(|c| format!("{c}: what the cloud says")));
        head.extend(matrix.columns.iter().map(|c| format!("{c}: contradictions")));
    }
    let mut rows = Vec::new();
    for row in &matrix.rows {
        let MatrixRow::Safeguard(id) = row else { continue };
        let entry = id.get();
        let (state, reason) = match &model.snapshot {
            None => ("reading", String::new()),
            Some(snapshot) => {
                let state = snapshot.posture.safeguard(*id);
                (state.state.title(), state.reason.clone())
            }
        };
        let mut cells = vec![
            entry.family.word().to_owned(),
            state.to_owned(),
            entry.citation.to_owned(),
            entry.title.to_owned(),
            entry.designation.word().to_owned(),
            reason,
        ];
        let columns = || (0..matrix.columns.len()).map(|c| matrix.cell(*id, c));
        let said = |c: Counts| if c.total() == 0 { String::new() } else { counts_words(c) };
        cells.extend(columns().map(|c| said(c.ours)));
        if matrix.native {
            cells.extend(columns().map(|c| said(c.native)));
            cells.extend(columns().map(|c| match c.disagreements {
                0 => String::new(),
                n => n.to_string(),
            }));
        }
        rows.push(cells);
    }
    (head, rows)
}

/// Groups as cells.
pub(crate) fn groups(groups: &[Group]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = ["standing", "fail", "unknown", "waived", "pass", "group"].map(str::to_owned).to_vec();
    let row = |g: &Group| {
        let c = g.counts;
        let mut cells = vec![standing_word(g.worst()).to_owned()];
        cells.extend([c.fail, c.unknown, c.waived, c.pass].map(|n| n.to_string()));
        cells.push(g.label.clone());
        cells
    };
    (head, groups.iter().map(row).collect())
}

/// A page that is on the screen, or could be.
pub(crate) fn page(model: &Model, level: &Level) -> String {
    let mut out = String::new();
    let mut say = |line: &str| {
        out.push_str(&visible(line));
        out.push('\n');
    };
    say(&level.place.to_string());
    if let (Phase::Failed(why), _) = (&model.phase, &model.snapshot) {
        say(&format!("the scan failed: {why}"));
    }
    if let (Body::Table { .. } | Body::Matrix, Some(snapshot)) = (&level.body, &model.snapshot) {
        let sources = &snapshot.posture.sources;
        let partial = sources.iter().filter(|s| !SourceStatus::is_complete(s)).count();
        if partial > 0 {
            let all = super::text::plural(sources.len(), "source was", "sources were");
            say(&format!(
                "partial: {partial} of {all} not read whole, so something may be missing  -> {}",
                Place::root(Root::Sources)
            ));
        }
    }
    match &level.body {
        Body::Waiting => say("nothing is known yet"),
        Body::Missing(why) => say(&format!("There is nothing at this place: {why}")),
        Body::Document(doc) => {
            for line in document(doc) {
                say(&line);
            }
        }
        Body::Matrix => {
            let (head, rows) = matrix(model);
            say(&format!("{} safeguards, columns by {}", rows.len(), model.dimension.words()));
            let mut family = String::new();
            for row in rows {
                if row[0] != family {
                    family.clone_from(&row[0]);
                    say("");
                    say(&format!("{family} safeguards"));
                }
                say(&format!("  {}  {}  {} ({}): {}", row[1], row[2], row[3], row[4], row[5]));
                for (name, cell) in head.iter().zip(&row).skip(6).filter(|(_, cell)| !cell.is_empty()) {
                    say(&format!("      {name}: {cell}"));
                }
            }
        }
        Body::Table { groups: Some(list), .. } => {
            let (head, rows) = groups(list);
            say(&super::text::plural(rows.len(), "group", "groups"));
            say(&head.join("  "));
            for row in &rows {
                say(&row.join("  "));
            }
        }
        Body::Table { base, head, .. } => {
            for line in document(head) {
                say(&line);
            }
            let count = model.count(level);
            say(&format!("{count} of {}", model.snapshot.as_ref().map_or(0, |s| base.rows(s).len())));
            let columns = shown(model, *base);
            say(&columns.iter().map(|c| c.title()).collect::<Vec<_>>().join("  "));
            let Some(snapshot) = model.snapshot.as_deref() else { return out };
            for row in (0..count).filter_map(|at| model.row(level, at)) {
                let cells = columns.iter().filter_map(|c| value(&ASCII, snapshot, *base, row, *c));
                let cells: Vec<String> = cells.map(|v| v.text).collect();
                say(cells.join("  ").trim_end());
            }
        }
    }
    out
}

/// Every page: the overview, every safeguard and objective, every list, every resource, and of each finding that is no
/// pass its page and its remedy.
///
/// # Errors
/// When it cannot be written.
pub fn report(screen: &mut Headless, posture: &Arc<Posture>, out: &mut dyn io::Write) -> io::Result<()> {
    screen.feed(super::Event::Posture(posture.clone()));
    let mut put = |place: &Place| {
        // every place comes from the posture itself
        let text = screen.flat_of(place).unwrap_or_else(|why| format!("{place}\n{why}\n"));
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")
    };
    let root = |root: Root| Place::root(root);
    for view in [Root::Overview, Root::Matrix, Root::Attestations, Root::Sources] {
        put(&root(view))?;
    }
    for entry in safeguards() {
        put(&Place::safeguard(entry.id))?;
    }
    put(&root(Root::Objectives))?;
    for objective in objectives() {
        put(&root(Root::Objectives).with_objective(objective.index))?;
    }
    for view in [Root::Causes, Root::Findings, Root::Waivers, Root::Drift, Root::Resources] {
        put(&root(view))?;
    }
    for resource in posture.estate.resources() {
        put(&root(Root::Resources).with_resource(super::model::name(resource)))?;
    }
    for (id, finding) in posture.findings() {
        if matches!(posture.standing(id), Standing::Fail | Standing::Unknown | Standing::Waived) {
            let name = super::model::name(posture.resource(finding));
            let place = root(Root::Findings).with_resource(name).with_check(finding.check);
            put(&place)?;
            put(&place.with_remedy())?;
        }
    }
    Ok(())
}
