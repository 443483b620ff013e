//! The public page of a check, made from its definition: what `explain` prints and the terminal UI shows.

use super::{Check, CheckId, Edit, Tool, registry};
use crate::hipaa::{Line, Page, objective};
use crate::native::Provider;

/// Pages for a name: a check's id, another tool's id, an objective, a citation, or a rule of a native pack.
pub fn explain(subject: &str) -> Vec<Page> {
    let name = subject.trim();
    if let Some(id) = registry().find(name) {
        return vec![page(registry().get(id))];
    }
    let aliased = registry().by_alias(name);
    if !aliased.is_empty() {
        return aliased.into_iter().map(|id| page(registry().get(id))).collect();
    }
    crate::hipaa::explain(name).map(|page| with_checks(page, name)).into_iter().collect()
}

/// Every name that [`explain`] understands, for "did you mean".
pub fn names() -> impl Iterator<Item = &'static str> {
    let checks = registry().checks().map(|(_, c)| c.id);
    let objectives = crate::hipaa::objectives().iter().map(|o| o.id);
    let citations = crate::hipaa::safeguards().iter().map(|s| s.citation);
    checks.chain(objectives).chain(citations)
}

/// An objective's page lists the checks that measure it.
fn with_checks(mut page: Page, name: &str) -> Page {
    if let Some(objective) = objective(&name.to_ascii_lowercase()) {
        let lines = checks_of(objective.id).map(|(_, c)| Line::link(format!("{}: {}", c.id, c.title), c.id));
        page.push("Checks", lines.collect());
    }
    page
}

fn checks_of(objective: &str) -> impl Iterator<Item = (CheckId, &'static Check)> {
    registry().checks().filter(move |(_, c)| c.objective == objective)
}

/// The page of one check.
pub fn page(check: &'static Check) -> Page {
    let mut page = Page::new(format!("{}: {}", check.id, check.title));
    let platforms: Vec<&str> = check.platforms().into_iter().map(Provider::title).collect();
    page.push(
        "At a glance",
        vec![
            Line::text(format!("severity: {}", check.severity)),
            Line::text(format!("looks at: {}", check.kind.title())),
            Line::text(format!("platforms: {}", platforms.join(", "))),
        ],
    );
    page.push("Why it matters", vec![Line::text(check.rationale)]);
    if let Some(objective) = objective(check.objective) {
        page.push(
            "Control objective",
            vec![Line::link(format!("{}: {}", objective.id, objective.statement), objective.id)],
        );
        let edges = objective.edges.iter().map(|e| {
            Line::link(format!("{} ({}): {}", e.citation(), e.strength.word(), e.reason), e.citation())
        });
        page.push("Safeguards", edges.collect());
    }
    let reads = check.reads.iter().map(|k| Line::text(format!("{}: {}", k.path(), k.label())));
    page.push("Settings read", reads.collect());
    for remedy in check.remedies {
        let mut lines =
            vec![Line::text(format!("for {}", remedy.types_in_words())), Line::text(remedy.steps)];
        lines.extend(remedy.terraform.iter().map(|e| Line::text(describe(*e))));
        if !remedy.command.is_empty() {
            lines.push(Line::text(format!("command: {}", remedy.command)));
        }
        if !remedy.risk.is_empty() {
            lines.push(Line::text(format!("risk: {}", remedy.risk)));
        }
        page.push("Remediation", lines);
    }
    page.push("Known elsewhere as", aliases(check));
    page
}

fn aliases(check: &Check) -> Vec<Line> {
    let mut lines = Vec::new();
    for tool in Tool::ALL {
        for alias in check.aliases.iter().filter(|a| a.tool == tool) {
            lines.push(Line::text(format!("{} {} on {}", tool.id(), alias.id, alias.types.join(", "))));
        }
    }
    lines
}

fn describe(edit: Edit) -> String {
    match edit {
        Edit::Set(path, value) => format!("Terraform: set {path} = {value}"),
        Edit::Remove(path) => format!("Terraform: remove {path}"),
        Edit::Block(_) => "Terraform: add a block to the resource".to_owned(),
        Edit::Member(member) => match member.value {
            Some(value) => format!("Manifest: set {} to {value}", member.path),
            None => format!("Manifest: remove {}", member.path),
        },
        Edit::Instruction(_) => "Dockerfile: change the instruction".to_owned(),
        Edit::Companion(lines) => {
            let head = lines.lines().next().unwrap_or_default().trim_end_matches(['{', ' ']);
            format!("Terraform: add {head}")
        }
    }
}
