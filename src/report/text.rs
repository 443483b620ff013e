//! The plain report for people, pipes and screen readers: no box drawing, no motion, no colour.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::json::write_reason;
use super::{Selection, in_pieces};
use crate::check::{Finding, registry};
use crate::hipaa::Family;
use crate::posture::{FindingId, Foreign, NativeVerdict, Posture, SourceKind, SourceStatus, Standing, State};
use crate::table::HashMap;
use crate::visible::visible;

/// Writes the summary by safeguard, then the findings that are not passes, then what could not be read.
pub fn write(posture: &Posture, selection: &Selection, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    headline(posture, &mut out)?;
    matrix(posture, &mut out)?;
    let mut chosen = chosen(posture, selection);
    for standing in [Standing::Fail, Standing::Unknown, Standing::Waived] {
        let findings = chosen.remove(&standing).unwrap_or_default();
        findings_of(posture, standing, &findings, &mut out)?;
    }
    natives(posture, selection, &mut out)?;
    imported(posture, selection, &mut out)?;
    for source in &posture.sources {
        notices(source, &mut out)?;
    }
    out.flush()
}

fn headline(posture: &Posture, out: &mut dyn Write) -> io::Result<()> {
    let score = posture.score;
    writeln!(
        out,
        "HIPAA Security Rule: {:.0}% to {:.0}% of {} safeguards met",
        score.low * 100.0,
        score.high * 100.0,
        score.total
    )?;
    let coverage = posture.coverage;
    writeln!(
        out,
        "measured: {} of {} safeguards that checks can bear on; {} of {} resources; {} of {} findings decided",
        coverage.safeguards_measured,
        coverage.safeguards_measurable,
        coverage.resources_decided,
        coverage.resources_total,
        coverage.findings_decided,
        coverage.findings_total
    )?;
    writeln!(out, "root causes: {}", posture.causes.len())?;
    what_was_read(posture, out)?;
    for source in &posture.sources {
        if let Some(as_of) = source.as_of {
            let age = crate::visible::age(posture.as_of, as_of);
            writeln!(out, "{} {}: as of {as_of} ({age})", source.kind.title(), visible(&source.subject))?;
        }
    }
    writeln!(out)
}

/// What was read as what: each kind of source with its files and resources, and the files that told nothing.
fn what_was_read(posture: &Posture, out: &mut dyn Write) -> io::Result<()> {
    let plural = |n: u32, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let mut read: Vec<String> = Vec::new();
    for source in posture.sources.iter().filter(|s| s.files_read > 0) {
        let what = match source.kind {
            SourceKind::Import => {
                let subject = visible(&source.subject);
                format!("{subject}, {}", plural(source.verdicts, "finding"))
            }
            kind => format!(
                "{} {}, {}",
                kind.title(),
                plural(source.files_read, "file"),
                plural(source.resources, "resource")
            ),
        };
        read.push(what);
    }
    if !read.is_empty() {
        writeln!(out, "read: {}", read.join("; "))?;
    }
    let others: u32 = posture.sources.iter().map(|s| s.others).sum();
    if others > 0 {
        let holds = if others == 1 { "holds" } else { "hold" };
        writeln!(out, "opened: {} more, which {holds} no infrastructure", plural(others, "file"))?;
    }
    Ok(())
}

fn matrix(posture: &Posture, out: &mut dyn Write) -> io::Result<()> {
    for family in Family::ALL {
        writeln!(out, "{} safeguards", family.word())?;
        for entry in posture.safeguards.iter().filter(|s| s.id.get().family == family) {
            let safeguard = entry.id.get();
            let state = match entry.state {
                State::NeedsAttestation => "attest",
                other => other.title(),
            };
            writeln!(
                out,
                "  {state:<18}  {:<24} {} ({}): {}",
                safeguard.citation,
                safeguard.title,
                safeguard.designation.word(),
                entry.reason
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A finding to be written.
type Chosen<'p> = (FindingId, &'p Finding);

/// The findings that are not passes by standing, those of the gravest checks first, of one check in their order.
fn chosen<'p>(posture: &'p Posture, selection: &Selection) -> HashMap<Standing, Vec<Chosen<'p>>> {
    let mut by_check: HashMap<Standing, Vec<Vec<Chosen<'p>>>> = HashMap::default();
    for (id, finding) in posture.findings().filter(|(_, finding)| selection.takes(finding)) {
        let standing = posture.standing(id);
        if matches!(standing, Standing::Pass | Standing::NotApplicable) {
            continue;
        }
        let lists = by_check.entry(standing).or_insert_with(|| vec![Vec::new(); registry().len()]);
        lists[finding.check.index()].push((id, finding));
    }
    let in_order = |mut lists: Vec<Vec<Chosen<'p>>>| {
        lists.retain(|list| !list.is_empty());
        let severity = |list: &Vec<Chosen<'p>>| list.first().map(|(_, f)| posture.check(f).severity);
        // stable: checks of one severity stay in the registry's order
        lists.sort_by_key(|list| Reverse(severity(list)));
        lists.concat()
    };
    by_check.into_iter().map(|(standing, lists)| (standing, in_order(lists))).collect()
}

fn findings_of(
    posture: &Posture,
    standing: Standing,
    chosen: &[Chosen<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    if chosen.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}: {}", standing.id(), chosen.len())?;
    in_pieces(chosen, out, |some| {
        let mut text = String::with_capacity(some.len() * 256);
        for (id, finding) in some {
            write_finding(posture, *id, finding, standing, &mut text);
        }
        Ok(text.into_bytes())
    })?;
    writeln!(out)
}

/// Three lines, put together piece by piece: a large estate has a hundred thousand of them.
fn write_finding(posture: &Posture, id: FindingId, finding: &Finding, standing: Standing, out: &mut String) {
    const INDENT: &str = "           ";
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    let severity = check.severity.id();
    let padding = "        ".get(severity.len()..).unwrap_or_default();
    for part in ["  ", severity, padding, " ", check.id, "  ", &visible(resource.own_address()), "\n"] {
        out.push_str(part);
    }
    for part in [INDENT, check.title, "\n", INDENT] {
        out.push_str(part);
    }
    if let Some(place) = posture.place(finding) {
        out.push_str(&visible(posture.files.path(place.file)));
        // writing to a text cannot fail
        let _ = write!(out, ":{}", place.line);
    }
    out.push_str("  ");
    let start = out.len();
    write_reason(check, resource, finding, out);
    if let Cow::Owned(mended) = visible(&out[start..]) {
        out.replace_range(start.., &mended);
    }
    out.push('\n');
    for also in posture.has_imports().then(|| posture.also_said(id)).into_iter().flatten() {
        let verdict = also.verdict.id();
        for part in
            [INDENT, "also: ", &visible(also.speaker.title()), " ", &visible(&also.rule), " says ", verdict]
        {
            out.push_str(part);
        }
        out.push('\n');
    }
    if let Some(waiver) = posture.waiver(id) {
        let why = if waiver.reason.is_empty() { "no reason given" } else { &waiver.reason };
        let word = if standing == Standing::Waived { "waived" } else { "waiver expired" };
        for part in [INDENT, word, ": ", &visible(why), "\n"] {
            out.push_str(part);
        }
    }
}

/// What the clouds' own services say that is not a pass, and where they contradict our checks.
fn natives(posture: &Posture, selection: &Selection, out: &mut dyn Write) -> io::Result<()> {
    for standing in [Standing::Fail, Standing::Unknown, Standing::Waived] {
        let chosen: Vec<_> = posture
            .natives
            .iter()
            .filter(|n| {
                n.imported.is_none() && n.standing == standing && selection.takes_objective(n.objective)
            })
            .collect();
        if chosen.is_empty() {
            continue;
        }
        writeln!(out, "native verdicts, {}: {}", standing.id(), chosen.len())?;
        for native in chosen {
            let address = posture.estate.get(native.resource).map_or("", |r| &*r.address);
            let rule = if native.rule_name.is_empty() { &native.rule } else { &native.rule_name };
            writeln!(out, "  {}  {}  {}", visible(native.speaker.title()), visible(rule), visible(address))?;
            writeln!(out, "           {}", native.objective.get().title)?;
            if !native.remark.is_empty() {
                writeln!(out, "           {}", visible(&native.remark))?;
            }
        }
        writeln!(out)?;
    }
    let differ: Vec<_> = posture
        .disagreements
        .iter()
        .filter_map(|d| Some((posture.finding(d.finding)?, posture.natives.get(d.native.0 as usize)?)))
        .filter(|(finding, _)| selection.takes(finding))
        .collect();
    if !differ.is_empty() {
        writeln!(out, "disagreements: {}", differ.len())?;
        for (finding, native) in differ {
            let (check, resource) = (posture.check(finding), posture.resource(finding));
            writeln!(out, "  {}  {}", check.id, visible(resource.own_address()))?;
            writeln!(
                out,
                "           we say {}, {} says {} ({})",
                finding.verdict.id(),
                visible(native.speaker.title()),
                native.verdict.id(),
                visible(&native.rule)
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Findings of other scanners that are not passes and not the same as one of ours, the gravest first.
fn imported(posture: &Posture, selection: &Selection, out: &mut dyn Write) -> io::Result<()> {
    for standing in [Standing::Fail, Standing::Unknown, Standing::Waived] {
        let mut chosen: Vec<_> = posture
            .natives
            .iter()
            .filter(|n| n.standing == standing && n.counts() && selection.takes_imported(n))
            .filter_map(|n| Some((n, n.imported.as_deref()?)))
            .collect();
        if chosen.is_empty() {
            continue;
        }
        chosen.sort_by_key(|(_, foreign)| Reverse(foreign.severity));
        writeln!(out, "findings of other scanners, {}: {}", standing.id(), chosen.len())?;
        for (verdict, foreign) in chosen {
            write_imported(posture, verdict, foreign, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// One finding of another scanner, with where it landed.
pub(crate) fn write_imported(
    posture: &Posture,
    verdict: &NativeVerdict,
    foreign: &Foreign,
    out: &mut dyn Write,
) -> io::Result<()> {
    const INDENT: &str = "           ";
    let address = posture.estate.get(verdict.resource).map_or("", |r| &*r.address);
    let (tool, rule) = (visible(verdict.speaker.title()), visible(&verdict.rule));
    writeln!(out, "  {:<8} {tool} {rule}  {}", foreign.severity, visible(address))?;
    if !verdict.rule_name.is_empty() {
        writeln!(out, "{INDENT}{}", visible(&verdict.rule_name))?;
    }
    if let Some(spot) = foreign.spot.as_ref() {
        let line = if spot.line == 0 { String::new() } else { format!(":{}", spot.line) };
        writeln!(out, "{INDENT}{}{line}", visible(&spot.path))?;
    }
    if !verdict.remark.is_empty() && verdict.remark != verdict.rule_name {
        writeln!(out, "{INDENT}{}", visible(&verdict.remark))?;
    }
    writeln!(out, "{INDENT}lands on: {} ({})", verdict.objective.get().title, foreign.landing.title())?;
    if let Some(ours) = foreign.merged.and_then(|id| posture.finding(id)) {
        writeln!(
            out,
            "{INDENT}the same as {} here, which says {}",
            posture.check(ours).id,
            ours.verdict.id()
        )?;
    }
    if let Some(exemption) = verdict.exemption.as_ref().filter(|_| verdict.standing == Standing::Waived) {
        let reason = if exemption.reason.is_empty() { "no reason given" } else { &exemption.reason };
        writeln!(out, "{INDENT}{}: {}", visible(&exemption.name), visible(reason))?;
    }
    Ok(())
}

/// What was not read of a source.
pub(crate) fn notices(source: &SourceStatus, out: &mut dyn Write) -> io::Result<()> {
    let groups = [
        ("could not be read or evaluated", &source.failed),
        ("not available, so not measured", &source.unavailable),
        ("skipped", &source.skipped),
    ];
    for (title, list) in groups.into_iter().filter(|(_, list)| !list.is_empty()) {
        writeln!(out, "{title}: {}", list.len())?;
        for notice in list {
            let line = if notice.line == 0 { String::new() } else { format!(":{}", notice.line) };
            writeln!(out, "  {}{line}: {}", visible(&notice.subject), visible(&notice.message))?;
            if !notice.hint.is_empty() {
                writeln!(out, "    {}", visible(&notice.hint))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
