//! CSV: one row per finding and safeguard, safe to open in a spreadsheet.

use std::borrow::Cow;
use std::io;

use super::Selection;
use super::json::reason;
use crate::posture::{Posture, fingerprint};
use crate::visible::visible;

const HEADER: [&str; 17] = [
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
                &resource.address,
                resource.type_name(),
                &resource.scope.region,
                &resource.scope.environment,
                place.map_or("", |s| posture.files.path(s.file)),
                &line,
                &print,
            ];
            table.write_record(row.iter().map(|cell| inert(cell)).map(Cow::into_owned))?;
        }
    }
    table.flush()
}

/// A cell that no spreadsheet takes for a formula and no terminal for a command.
fn inert(cell: &str) -> Cow<'_, str> {
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
