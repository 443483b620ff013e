//! Markdown, for pull requests and wikis.

use std::io::{self, Write};

use super::Selection;
use super::json::reason;
use crate::posture::{Posture, Standing, State};
use crate::visible::visible;

/// Writes the headline, the safeguards that are not met, and the findings that are not passes.
pub(super) fn write(posture: &Posture, selection: &Selection, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let score = posture.score;
    writeln!(out, "# HIPAA Security Rule posture\n")?;
    writeln!(
        out,
        "**{:.0}% to {:.0}%** of {} safeguards met, as of {}. {} root causes.\n",
        score.low * 100.0,
        score.high * 100.0,
        score.total,
        posture.as_of.strftime("%Y-%m-%d %H:%M UTC"),
        posture.causes.len()
    )?;
    if !posture.is_complete() {
        writeln!(out, "> **Incomplete:** something could not be read; see the end.\n")?;
    }
    states(posture, &mut out)?;
    for (standing, title) in
        [(Standing::Fail, "Failing"), (Standing::Unknown, "Unknown"), (Standing::Waived, "Waived")]
    {
        findings(posture, selection, standing, title, &mut out)?;
    }
    imported(posture, selection, &mut out)?;
    notices(posture, &mut out)?;
    out.flush()
}

fn states(posture: &Posture, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| State | Safeguards |\n|---|---:|")?;
    for state in State::ALL {
        let n = posture.safeguards.iter().filter(|s| s.state == state).count();
        writeln!(out, "| {} | {n} |", state.title())?;
    }
    writeln!(
        out,
        "\n| Safeguard | State | Fail | Unknown | Waived | Pass | Why |\n|---|---|---:|---:|---:|---:|---|"
    )?;
    for entry in &posture.safeguards {
        let safeguard = entry.id.get();
        let c = entry.counts;
        writeln!(
            out,
            "| {} {} | {} | {} | {} | {} | {} | {} |",
            safeguard.citation,
            cell(safeguard.title),
            entry.state.title(),
            c.fail,
            c.unknown,
            c.waived,
            c.pass,
            cell(&entry.reason)
        )?;
    }
    writeln!(out)
}

fn findings(
    posture: &Posture,
    selection: &Selection,
    standing: Standing,
    title: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut chosen: Vec<_> = posture
        .findings()
        .filter(|(id, f)| selection.takes(f) && posture.standing(*id) == standing)
        .collect();
    if chosen.is_empty() {
        return Ok(());
    }
    chosen.sort_by_key(|(id, f)| (std::cmp::Reverse(posture.check(f).severity), f.check, *id));
    writeln!(out, "## {title}: {}\n", chosen.len())?;
    writeln!(out, "| Severity | Check | Resource | Place | Why |\n|---|---|---|---|---|")?;
    for (id, finding) in chosen {
        let (check, resource) = (posture.check(finding), posture.resource(finding));
        let place = posture
            .place(finding)
            .map(|s| format!("{}:{}", posture.files.path(s.file), s.line))
            .unwrap_or_default();
        let mut why = reason(check, resource, finding);
        if let Some(waiver) = posture.waiver(id).filter(|_| posture.is_excused(id)) {
            why.push_str("; waived: ");
            why.push_str(if waiver.reason.is_empty() { "no reason given" } else { &waiver.reason });
        }
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            check.severity,
            cell(check.title),
            code(resource.own_address()),
            code(&place),
            cell(&why)
        )?;
    }
    writeln!(out)
}

/// Failing findings of other scanners that are not the same as one of ours.
fn imported(posture: &Posture, selection: &Selection, out: &mut dyn Write) -> io::Result<()> {
    let mut failing: Vec<_> = posture
        .natives
        .iter()
        .filter(|n| n.standing == Standing::Fail && n.counts() && selection.takes_imported(n))
        .filter_map(|n| Some((n, n.imported.as_deref()?, posture.estate.get(n.resource)?)))
        .collect();
    if failing.is_empty() {
        return Ok(());
    }
    failing.sort_by_key(|(_, foreign, _)| std::cmp::Reverse(foreign.severity));
    writeln!(out, "## Failing by other scanners: {}\n", failing.len())?;
    writeln!(out, "| Severity | Scanner | Rule | Resource | Objective |\n|---|---|---|---|---|")?;
    for (verdict, foreign, resource) in failing {
        let title = if verdict.rule_name.is_empty() { &verdict.rule } else { &verdict.rule_name };
        writeln!(
            out,
            "| {} | {} | {} {} | {} | {} |",
            foreign.severity,
            cell(verdict.speaker.title()),
            code(&verdict.rule),
            cell(title),
            code(resource.own_address()),
            cell(verdict.objective.get().title)
        )?;
    }
    writeln!(out)
}

fn notices(posture: &Posture, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<_> = posture.sources.iter().flat_map(|s| s.failed.iter().chain(&s.unavailable)).collect();
    if all.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Not read: {}\n", all.len())?;
    for notice in all {
        let line = if notice.line == 0 { String::new() } else { format!(":{}", notice.line) };
        writeln!(out, "- {}: {}", code(&format!("{}{line}", notice.subject)), cell(&notice.message))?;
    }
    Ok(())
}

/// Text that stays within its cell and means only itself.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '|' | '*' | '_' | '`' | '[' | ']' | '#' | '\\' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    out
}

/// Code that stays within its cell; a backtick would end it.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("`{}`", visible(text).replace('`', "'").replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::{cell, code};

    #[test]
    fn names_cannot_break_out_of_their_cell() {
        assert_eq!(cell("a|b <script> [x](y) @team"), "a\\|b &lt;script&gt; \\[x\\](y) &#64;team");
        assert_eq!(code("a`|`b"), "`a'\\|'b`");
    }
}
