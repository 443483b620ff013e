//! Findings of Security Command Center as verdicts.
//!
//! Source: `google.cloud.securitycenter.v2.Finding`. The service tells what fails and nothing else: where it says
//! nothing of a resource, that is no pass.

use std::sync::Arc;

use google_cloud_securitycenter_v2::model::ListFindingsResponse;
use google_cloud_securitycenter_v2::model::finding::{FindingClass, Mute};

use super::assets::timestamp;
use super::names::{Projects, region};
use crate::hipaa::{Pack, native_rules};
use crate::native::{Exemption, LiveVerdict, NativeService, VerdictWord};

/// The verdicts of a page of findings.
pub(super) fn verdicts(answer: ListFindingsResponse, projects: &Projects) -> Vec<LiveVerdict> {
    let results = answer.list_findings_results.into_iter();
    results
        .filter_map(|result| {
            let finding = result.finding?;
            // threats and exposure are about events, not about how a thing is set up
            let judges = matches!(
                finding.finding_class,
                FindingClass::Unspecified
                    | FindingClass::Misconfiguration
                    | FindingClass::Vulnerability
                    | FindingClass::PostureViolation
            );
            if !judges || finding.category.is_empty() || finding.resource_name.is_empty() {
                return None;
            }
            let resource = projects.full_name(&finding.resource_name);
            let (vendor_type, location) =
                result.resource.map_or_else(Default::default, |r| (asset_type(&r.r#type), r.location));
            let muted = finding.mute == Mute::Muted;
            Some(LiveVerdict {
                service: NativeService::SecurityCommandCenter,
                rule: finding.category.as_str().into(),
                rule_name: finding.category.as_str().into(),
                account: account(&resource, &finding.canonical_name, projects),
                resource,
                vendor_type,
                region: region(&location),
                verdict: VerdictWord::Fail,
                remark: first_sentence(&finding.description),
                exemption: muted.then(|| Exemption {
                    name: "muted".into(),
                    reason: finding.mute_initiator.as_str().into(),
                    expires: None,
                }),
                evaluated: finding.event_time.as_ref().and_then(|t| timestamp(t.seconds(), t.nanos())),
            })
        })
        .collect()
}

/// Unknown for each category that is not assessed in a scope: a verdict on the scope as a whole.
pub(super) fn not_assessed(scope: &str, why: &str, is_off: impl Fn(&str) -> bool) -> Vec<LiveVerdict> {
    let account: Arc<str> = scope.strip_prefix("projects/").unwrap_or(scope).into();
    native_rules()
        .iter()
        .filter(|rule| rule.pack == Pack::GcpScc && is_off(rule.id))
        .map(|rule| LiveVerdict {
            service: NativeService::SecurityCommandCenter,
            rule: rule.id.into(),
            rule_name: rule.name.into(),
            resource: account.clone(),
            vendor_type: Arc::default(),
            account: account.clone(),
            region: Arc::default(),
            verdict: VerdictWord::Unknown,
            remark: why.into(),
            exemption: None,
            evaluated: None,
        })
        .collect()
}

/// `google.cloud.storage.Bucket` as the inventory has it: `storage.googleapis.com/Bucket`.
fn asset_type(theirs: &str) -> Arc<str> {
    if theirs.contains('/') {
        return theirs.into();
    }
    let rest = theirs.strip_prefix("google.cloud.").or_else(|| theirs.strip_prefix("google."));
    let Some((service, kind)) = rest.and_then(|rest| rest.rsplit_once('.')) else { return theirs.into() };
    let service = match service {
        "resourcemanager" => "cloudresourcemanager",
        "kms" => "cloudkms",
        "sql" => "sqladmin",
        "functions" => "cloudfunctions",
        other => other,
    };
    format!("{service}.googleapis.com/{kind}").into()
}

/// The project of the resource; a finding's own name begins with the project, folder or organization of the resource.
fn account(resource: &str, canonical_name: &str, projects: &Projects) -> Arc<str> {
    let mut parts = canonical_name.split('/');
    match (parts.next(), parts.next()) {
        (Some("projects"), Some(project)) => projects.id(project),
        (Some(level), Some(id)) if !resource.contains("/projects/") => format!("{level}/{id}").into(),
        _ => projects.account(&[], resource),
    }
}

fn first_sentence(text: &str) -> Arc<str> {
    let end = text.find(". ").map_or(text.len(), |end| end + 1);
    text.get(..end).unwrap_or_default().chars().take(300).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_inventory() {
        for (theirs, ours) in [
            ("google.cloud.storage.Bucket", "storage.googleapis.com/Bucket"),
            ("google.compute.Firewall", "compute.googleapis.com/Firewall"),
            ("google.cloud.resourcemanager.Project", "cloudresourcemanager.googleapis.com/Project"),
            ("google.cloud.sql.Instance", "sqladmin.googleapis.com/Instance"),
            ("storage.googleapis.com/Bucket", "storage.googleapis.com/Bucket"),
            ("", ""),
        ] {
            assert_eq!(&*asset_type(theirs), ours);
        }
    }

    #[test]
    fn what_is_not_assessed_is_unknown_for_the_scope() {
        let verdicts = not_assessed("projects/clinic", "off", |rule| rule == "PUBLIC_BUCKET_ACL");
        assert_eq!(verdicts.len(), 1);
        assert_eq!((&*verdicts[0].account, verdicts[0].verdict), ("clinic", VerdictWord::Unknown));
    }
}
