//! The plain report for people, pipes and screen readers: no box drawing, no motion, no colour.

use std::io::{self, Write};

use super::json::reason;
use super::{Selection, in_pieces};
use crate::check::Finding;
use crate::hipaa::Family;
use crate::posture::{FindingId, Posture, SourceStatus, Standing, State};
use crate::visible::visible;

/// Writes the summary by safeguard, then the findings that are not passes, then what could not be read.
pub fn write(posture: &Posture, selection: &Selection, out: &mut dyn io::Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    headline(posture, &mut out)?;
    matrix(posture, &mut out)?;
    for standing in [Standing::Fail, Standing::Unknown, Standing::Waived] {
        findings(posture, selection, standing, &mut out)?;
    }
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
    writeln!(out)
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

fn findings(
    posture: &Posture,
    selection: &Selection,
    standing: Standing,
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
    writeln!(out, "{}: {}", standing.id(), chosen.len())?;
    in_pieces(&chosen, out, |some| {
        let mut text = Vec::with_capacity(some.len() * 192);
        for (id, finding) in some {
            write_finding(posture, *id, finding, standing, &mut text)?;
        }
        Ok(text)
    })?;
    writeln!(out)
}

fn write_finding(
    posture: &Posture,
    id: FindingId,
    finding: &Finding,
    standing: Standing,
    out: &mut Vec<u8>,
) -> io::Result<()> {
    let (check, resource) = (posture.check(finding), posture.resource(finding));
    let place = posture
        .place(finding)
        .map(|s| format!("{}:{}", posture.files.path(s.file), s.line))
        .unwrap_or_default();
    writeln!(out, "  {:<8} {}  {}", check.severity, check.id, visible(&resource.address))?;
    writeln!(out, "           {}", check.title)?;
    writeln!(out, "           {}  {}", visible(&place), visible(&reason(check, resource, finding)))?;
    if let Some(waiver) = posture.waiver(id) {
        let why = if waiver.reason.is_empty() { "no reason given" } else { &waiver.reason };
        let word = if standing == Standing::Waived { "waived" } else { "waiver expired" };
        writeln!(out, "           {word}: {}", visible(why))?;
    }
    Ok(())
}

fn notices(source: &SourceStatus, out: &mut dyn Write) -> io::Result<()> {
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
