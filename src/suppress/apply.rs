//! Turns suppressions into waivers of findings.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Reach, Suppression, read};
use crate::check::{Check, Finding, Verdict, registry};
use crate::hipaa::resolve;
use crate::native::{FileId, Files, Span};
use crate::posture::{FindingId, Posture, Waiver, WaiverId, WaiverOrigin, WaiverStatus};
use crate::resource::{Estate, Resource};

/// The waivers of all comments, and the waiver of each finding that one covers, in force or expired. Where several
/// cover a finding, one in force wins over one that expired.
pub fn apply(
    files: &Files,
    estate: &Estate,
    findings: &[Finding],
    today: Date,
) -> (Vec<Waiver>, HashMap<FindingId, WaiverId>) {
    let suppressions = read(files);
    let mut waivers: Vec<Waiver> = suppressions.iter().map(|s| waiver(s, today)).collect();
    let mut waived: HashMap<FindingId, WaiverId> = HashMap::new();
    let mut by_file: HashMap<FileId, Vec<usize>> = HashMap::new();
    for (i, suppression) in suppressions.iter().enumerate().filter(|(_, s)| s.reach.is_some()) {
        by_file.entry(suppression.span.file).or_default().push(i);
    }
    if by_file.is_empty() {
        return (waivers, waived);
    }
    let mut used = vec![false; suppressions.len()];
    for (finding, id) in findings.iter().zip((0u32..).map(FindingId)) {
        if !matches!(finding.verdict, Verdict::Fail | Verdict::Unknown) {
            continue;
        }
        let Some(resource) = estate.get(finding.resource) else { continue };
        let check = registry().get(finding.check);
        let places = places(resource, finding);
        let mut candidates: Vec<usize> =
            places.iter().filter_map(|s| by_file.get(&s.file)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        for i in candidates {
            let suppression = &suppressions[i];
            if !covers(suppression, &places) || !names(&suppression.ids, check, resource) {
                continue;
            }
            used[i] = true;
            let this = WaiverId(u32::try_from(i).unwrap_or(u32::MAX));
            let in_force = waivers[i].status == WaiverStatus::InForce;
            let taken =
                waived.get(&id).is_some_and(|w| waivers[w.0 as usize].status == WaiverStatus::InForce);
            if in_force || !taken {
                waived.insert(id, this);
            }
        }
    }
    for (waiver, used) in waivers.iter_mut().zip(used) {
        if !used && waiver.status == WaiverStatus::InForce {
            waiver.status = WaiverStatus::Unused;
        }
    }
    (waivers, waived)
}

fn waiver(suppression: &Suppression, today: Date) -> Waiver {
    let expired = suppression.expires.is_some_and(|last| last < today);
    Waiver {
        origin: WaiverOrigin::Comment { form: suppression.form, span: suppression.span },
        ids: suppression.ids.clone(),
        reason: suppression.reason.clone(),
        expires: suppression.expires,
        status: if expired { WaiverStatus::Expired } else { WaiverStatus::InForce },
    }
}

/// Every place a comment may stand for this finding: the block, the module calls it came through, and where the
/// deciding settings were written.
fn places(resource: &Resource, finding: &Finding) -> Vec<Span> {
    let mut places: Vec<Span> = resource.span.into_iter().chain(resource.calls.iter().copied()).collect();
    places.extend(finding.detail.part());
    for key in finding.detail.by() {
        if let Some(at) = resource.get(key).map(crate::resource::Setting::at) {
            places.extend(at.origin);
            places.extend(at.site);
        }
    }
    places
}

fn covers(suppression: &Suppression, places: &[Span]) -> bool {
    let Some(Reach { first, last }) = suppression.reach else { return false };
    places.iter().any(|s| s.file == suppression.span.file && first <= s.line && s.end_line <= last)
}

/// Whether an id means the check: its own id, its objective, a safeguard it bears on, or another tool's id of the
/// same test on the same native type. No ids at all mean every check.
fn names(ids: &[String], check: &Check, resource: &Resource) -> bool {
    let plain = |id: &str| id.to_ascii_uppercase().trim_start_matches("AVD-").to_owned();
    ids.is_empty()
        || ids.iter().any(|id| {
            id == check.id
                || id == check.objective
                || check.aliases_for(resource).iter().any(|(_, own)| plain(own) == plain(id))
                // an id that the other tool has for the type may decide differently here, and still means this check
                || check.aliases.iter().any(|a| {
                    plain(a.id) == plain(id) && a.types.contains(&&*resource.native_type)
                })
                || (id.starts_with("164.")
                    && resolve(id)
                        .is_ok_and(|s| Posture::safeguards_of(check).iter().any(|own| s.contains(&own.id))))
        })
}
