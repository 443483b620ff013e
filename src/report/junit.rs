//! JUnit XML: a suite per control objective, a case per finding. Failing is a failure, unknown an error, waived
//! skipped, so that no CI system takes what was not measured for a success.

use std::collections::BTreeMap;
use std::io;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::Selection;
use super::json::reason;
use crate::posture::{Posture, Standing};
use crate::visible::visible;

/// Writes the report.
pub(super) fn write(posture: &Posture, selection: &Selection, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, TestSuite> = BTreeMap::new();
    for (id, finding) in posture.findings().filter(|(_, f)| selection.takes(f)) {
        let (check, resource) = (posture.check(finding), posture.resource(finding));
        let said = || visible(&reason(check, resource, finding)).into_owned();
        let non_success = |kind: NonSuccessKind| {
            let mut status = TestCaseStatus::non_success(kind);
            status.set_type(check.severity.id()).set_message(said());
            status
        };
        let status = match posture.standing(id) {
            Standing::Pass => TestCaseStatus::success(),
            Standing::Fail => non_success(NonSuccessKind::Failure),
            Standing::Unknown => non_success(NonSuccessKind::Error),
            Standing::Waived => {
                let mut status = TestCaseStatus::skipped();
                status.set_message(
                    posture.waiver(id).map_or(String::new(), |w| visible(&w.reason).into_owned()),
                );
                status
            }
            Standing::NotApplicable => {
                let mut status = TestCaseStatus::skipped();
                status.set_message("not applicable");
                status
            }
        };
        let mut case = TestCase::new(visible(&resource.address).into_owned(), status);
        case.set_classname(check.id);
        if let Some(place) = posture.place(finding) {
            case.extra.insert("file".into(), visible(posture.files.path(place.file)).into_owned().into());
            case.extra.insert("line".into(), place.line.to_string().into());
        }
        suites.entry(check.objective).or_insert_with(|| TestSuite::new(check.objective)).add_test_case(case);
    }
    for verdict in posture.natives.iter().filter(|n| n.counts() && selection.takes_imported(n)) {
        let Some((foreign, resource)) = verdict.imported.as_ref().zip(posture.estate.get(verdict.resource))
        else {
            continue;
        };
        let non_success = |kind: NonSuccessKind| {
            let mut status = TestCaseStatus::non_success(kind);
            status.set_type(foreign.severity.id()).set_message(visible(&verdict.rule_name).into_owned());
            status
        };
        let status = match verdict.standing {
            Standing::Pass => TestCaseStatus::success(),
            Standing::Fail => non_success(NonSuccessKind::Failure),
            Standing::Unknown => non_success(NonSuccessKind::Error),
            Standing::Waived | Standing::NotApplicable => TestCaseStatus::skipped(),
        };
        let mut case = TestCase::new(visible(&resource.address).into_owned(), status);
        case.set_classname(format!("{} {}", visible(verdict.speaker.title()), visible(&verdict.rule)));
        let objective = verdict.objective.get().id;
        suites.entry(objective).or_insert_with(|| TestSuite::new(objective)).add_test_case(case);
    }
    let mut report = Report::new("steth");
    report.add_test_suites(suites.into_values());
    report.add_test_suites(sources(posture));
    report.serialize(out).map_err(io::Error::other)
}

/// What could not be read is an error of its own: a report without it would look better than the truth.
fn sources(posture: &Posture) -> Option<TestSuite> {
    let mut suite = TestSuite::new("sources");
    for notice in posture.sources.iter().flat_map(|s| s.failed.iter().chain(&s.unavailable)) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("not_read").set_message(visible(&notice.message).into_owned());
        let mut case = TestCase::new(visible(&notice.subject).into_owned(), status);
        case.set_classname("source");
        suite.add_test_case(case);
    }
    (!suite.test_cases.is_empty()).then_some(suite)
}
