//! CSV: one row per finding and safeguard, safe to open in a spreadsheet.

use std::borrow::Cow;
use std::io;

use super::Selection;
use super::json::reason;
use crate::posture::{NativeVerdict, Posture, Standing, fingerprint, imported_fingerprint};
use crate::visible::visible;

const HEADER: [&str; 19] = [
    "citation",
    "safeguard",
    "objective",
    "check",
    "title",
    "severity",
    "standing",
    "reason",
    "waiver_reason",
    "provider",
    "resource",
    "native_type",
    "region",
    "environment",
    "path",
    "line",
    "fingerprint",
    "tool",
    "also_reported_by",
];

/// Writes the table. A check without a deciding edge has one row with an empty citation.
pub(super) fn write(posture: &Posture, selection: &Selection, out: &mut dyn io::Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADER)?;
    for (id, finding) in posture.findings().filter(|(_, f)| selection.takes(f)) {
        let (check, resource) = (posture.check(finding), posture.resource(finding));
        let place = posture.place(finding);
        let said = reason(check, resource, finding);
        let line = place.map(|s| s.line.to_string()).unwrap_or_default();
        let print = fingerprint(check, resource);
        let also: Vec<String> = if posture.has_imports() {
            let said = posture.also_said(id);
            said.map(|n| format!("{} {}: {}", n.speaker.title(), n.rule, n.verdict.id())).collect()
        } else {
            Vec::new()
        };
        let also = also.join("; ");
        let cited = Posture::safeguards_of(check);
        let cited = if cited.is_empty() {
            vec![("", "")]
        } else {
            cited.iter().map(|s| (s.citation, s.title)).collect()
        };
        for (citation, title) in cited {
            let row = [
                citation,
                title,
                check.objective,
                check.id,
                check.title,
                check.severity.id(),
                posture.standing(id).id(),
                &said,
                posture.waiver(id).filter(|_| posture.is_excused(id)).map_or("", |w| &w.reason),
                resource.scope.provider.id(),
                resource.own_address(),
                resource.type_name(),
                &resource.scope.region,
                &resource.scope.environment,
                place.map_or("", |s| posture.files.path(s.file)),
                &line,
                &print,
                "steth",
                &also,
            ];
            table.write_record(row.iter().map(|cell| inert(cell)).map(Cow::into_owned))?;
        }
    }
    for verdict in posture.natives.iter().filter(|n| n.counts() && selection.takes_imported(n)) {
        imported(posture, verdict, &mut table)?;
    }
    table.flush()
}

/// The rows of another scanner's finding that is not the same as one of ours.
fn imported<W: io::Write>(
    posture: &Posture,
    verdict: &NativeVerdict,
    table: &mut csv::Writer<W>,
) -> io::Result<()> {
    let (Some(foreign), Some(resource)) = (&verdict.imported, posture.estate.get(verdict.resource)) else {
        return Ok(());
    };
    let objective = verdict.objective.get();
    let deciding = objective.edges.iter().filter(|e| e.strength.decides()).map(|e| e.safeguard.get());
    let mut cited: Vec<_> = deciding.map(|s| (s.citation, s.title)).collect();
    if cited.is_empty() {
        cited.push(("", ""));
    }
    let line = foreign.spot.as_ref().filter(|s| s.line > 0).map(|s| s.line.to_string()).unwrap_or_default();
    let print = imported_fingerprint(verdict, resource);
    let waived = verdict.exemption.as_ref().filter(|_| verdict.standing == Standing::Waived);
    for (citation, title) in cited {
        let row = [
            citation,
            title,
            objective.id,
            &verdict.rule,
            &verdict.rule_name,
            foreign.severity.id(),
            verdict.standing.id(),
            &verdict.remark,
            waived.map_or("", |e| &e.reason),
            resource.scope.provider.id(),
            resource.own_address(),
            resource.type_name(),
            &resource.scope.region,
            &resource.scope.environment,
            foreign.spot.as_ref().map_or("", |s| &s.path),
            &line,
            &print,
            verdict.speaker.title(),
            "",
        ];
        table.write_record(row.iter().map(|cell| inert(cell)).map(Cow::into_owned))?;
    }
    Ok(())
}

/// A cell that no spreadsheet takes for a formula and no terminal for a command.
pub(crate) fn inert(cell: &str) -> Cow<'_, str> {
    let cell = visible(cell);
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%']) {
        return Cow::Owned(format!("'{cell}"));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn formulas_are_disarmed() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "|cmd"] {
            assert!(inert(cell).starts_with('\''), "{cell}");
        }
        assert_eq!(inert("aws_s3_bucket.a"), "aws_s3_bucket.a");
    }
}
