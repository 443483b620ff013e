//! Microsoft Defender for Cloud: assessments of resources, and regulatory compliance of subscriptions.
//!
//! Source: the REST references of `Microsoft.Security/assessments` and of
//! `Microsoft.Security/regulatoryComplianceStandards`, and the sample queries of their table in Resource Graph.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;

use super::inventory::subscription;
use crate::native::{Exemption, LiveVerdict, NativeService, VerdictWord};

pub(super) const ASSESSMENTS: &str = "securityresources \
     | where type =~ 'microsoft.security/assessments' \
     | project id, name, properties \
     | order by id asc";

pub(super) const REGULATORY: &str = "securityresources \
     | where type =~ 'microsoft.security/regulatorycompliancestandards/regulatorycompliancecontrols/regulatorycomplianceassessments' \
     | project id, name, properties \
     | order by id asc";

/// An assessment of one resource.
#[derive(Debug, Deserialize)]
pub(super) struct Assessment {
    id: String,
    name: String,
    #[serde(default)]
    properties: AssessmentProperties,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct AssessmentProperties {
    display_name: Option<String>,
    resource_details: Details,
    status: Status,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    #[serde(alias = "id", alias = "ID")]
    #[serde(rename = "Id")]
    id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Status {
    code: Option<String>,
    cause: Option<String>,
    description: Option<String>,
    #[serde(rename = "statusChangeDate")]
    changed: Option<Timestamp>,
}

/// A line of a regulatory compliance standard: how many resources of a subscription an assessment passed and failed.
#[derive(Debug, Deserialize)]
pub(super) struct Regulatory {
    id: String,
    name: String,
    #[serde(default)]
    properties: RegulatoryProperties,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RegulatoryProperties {
    description: Option<String>,
    state: Option<String>,
    passed_resources: Option<u64>,
    failed_resources: Option<u64>,
}

/// The resource an id of Defender hangs on.
fn owner(id: &str) -> String {
    let id = id.to_lowercase();
    id.split("/providers/microsoft.security/").next().unwrap_or_default().to_owned()
}

/// The type in an ARM id: provider and types, without names; empty for a subscription.
fn kind(id: &str) -> String {
    let Some((_, path)) = id.rsplit_once("/providers/") else {
        return if id.contains("/resourcegroups/") {
            "microsoft.resources/subscriptions/resourcegroups".to_owned()
        } else {
            String::new()
        };
    };
    let mut parts = path.split('/');
    let mut kind = parts.next().unwrap_or_default().to_owned();
    for part in parts.step_by(2) {
        kind.push('/');
        kind.push_str(part);
    }
    kind
}

impl Assessment {
    pub(super) fn verdict(self) -> Option<LiveVerdict> {
        let on =
            self.properties.resource_details.id.as_deref().map_or_else(|| owner(&self.id), str::to_lowercase);
        let account: Arc<str> = subscription(&on).into();
        if account.is_empty() {
            return None;
        }
        let on_account = on.strip_prefix("/subscriptions/").is_some_and(|rest| !rest.contains('/'));
        let status = self.properties.status;
        let because = [&status.cause, &status.description].into_iter().flatten().find(|t| !t.is_empty());
        let mut remark = because.cloned().unwrap_or_default();
        let word = match status.code.as_deref() {
            Some("Healthy") => VerdictWord::Pass,
            Some("Unhealthy") => VerdictWord::Fail,
            Some("NotApplicable") => VerdictWord::NotApplicable,
            code => {
                remark = format!("the status is {}", code.unwrap_or("not given"));
                VerdictWord::Unknown
            }
        };
        // an exempted assessment is not applicable, with the exemption as its cause
        let is_exempt = word == VerdictWord::NotApplicable
            && status.cause.as_deref().is_some_and(|c| c.eq_ignore_ascii_case("exempt"));
        let exemption = is_exempt.then(|| Exemption {
            name: "assessment exemption".into(),
            reason: status.description.as_deref().unwrap_or_default().into(),
            expires: None,
        });
        Some(LiveVerdict {
            service: NativeService::Defender,
            rule: self.name.to_lowercase().into(),
            rule_name: self.properties.display_name.unwrap_or_default().into(),
            vendor_type: if on_account { Arc::default() } else { kind(&on).into() },
            resource: if on_account { account.clone() } else { on.into() },
            account,
            region: Arc::default(),
            verdict: if is_exempt { VerdictWord::Unknown } else { word },
            remark: remark.into(),
            exemption,
            evaluated: status.changed,
        })
    }
}

impl Regulatory {
    /// A verdict on the subscription. The rule is `standard/control/assessment`, as the id names them.
    pub(super) fn verdict(self) -> Option<LiveVerdict> {
        let id = self.id.to_lowercase();
        let account: Arc<str> = subscription(&id).into();
        let part = |name: &str| {
            let (_, rest) = id.split_once(name)?;
            rest.split('/').next()
        };
        let standard = part("/regulatorycompliancestandards/")?;
        let control = part("/regulatorycompliancecontrols/")?;
        if account.is_empty() {
            return None;
        }
        let said = self.properties;
        let counts = format!(
            "{} passed, {} failed",
            said.passed_resources.unwrap_or_default(),
            said.failed_resources.unwrap_or_default()
        );
        let (verdict, remark) = match said.state.as_deref() {
            Some("Passed") => (VerdictWord::Pass, counts),
            Some("Failed") => (VerdictWord::Fail, counts),
            Some("Skipped") => (VerdictWord::Unknown, "skipped: nothing was assessed".to_owned()),
            Some("Unsupported") => (VerdictWord::Unknown, "Defender cannot assess it".to_owned()),
            other => (VerdictWord::Unknown, format!("the state is {}", other.unwrap_or("not given"))),
        };
        Some(LiveVerdict {
            service: NativeService::Defender,
            rule: format!("{standard}/{control}/{}", self.name.to_lowercase()).into(),
            rule_name: said.description.unwrap_or_default().into(),
            resource: account.clone(),
            vendor_type: Arc::default(),
            account,
            region: Arc::default(),
            verdict,
            remark: remark.into(),
            exemption: None,
            evaluated: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const VM: &str = "/subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachines/vm";

    fn assessed(status: &serde_json::Value) -> LiveVerdict {
        let row = json!({
            "id": format!("{VM}/providers/Microsoft.Security/assessments/F1"), "name": "F1",
            "properties": {
                "displayName": "Disks should be encrypted",
                "resourceDetails": {"Source": "Azure", "Id": VM}, "status": status,
            },
        });
        serde_json::from_value::<Assessment>(row).unwrap().verdict().unwrap()
    }

    #[test]
    fn assessments_are_verdicts() {
        let failed = assessed(&json!({"code": "Unhealthy", "statusChangeDate": "2026-01-02T03:04:05Z"}));
        assert_eq!((failed.verdict, &*failed.rule), (VerdictWord::Fail, "f1"));
        assert_eq!(&*failed.vendor_type, "microsoft.compute/virtualmachines");
        assert_eq!(&*failed.resource, VM.to_lowercase());
        assert!(failed.evaluated.is_some());
        assert_eq!(assessed(&json!({"code": "Healthy"})).verdict, VerdictWord::Pass);
        let not = assessed(&json!({"code": "NotApplicable", "cause": "OffByPolicy"}));
        assert_eq!((not.verdict, not.exemption), (VerdictWord::NotApplicable, None));
        assert_eq!(assessed(&json!({})).verdict, VerdictWord::Unknown);
        let exempt = assessed(&json!({"code": "NotApplicable", "cause": "Exempt", "description": "legacy"}));
        assert_eq!((exempt.verdict, &*exempt.exemption.unwrap().reason), (VerdictWord::Unknown, "legacy"));
    }

    #[test]
    fn regulatory_lines_stand_on_the_subscription() {
        let line = |state: &str| {
            let row = json!({
                "id": "/subscriptions/S/providers/Microsoft.Security/regulatoryComplianceStandards/HIPAA-HITRUST/regulatoryComplianceControls/0809/regulatoryComplianceAssessments/A1",
                "name": "A1", "properties": {"state": state, "passedResources": 3, "failedResources": 1},
            });
            serde_json::from_value::<Regulatory>(row).unwrap().verdict().unwrap()
        };
        let failed = line("Failed");
        assert_eq!((&*failed.rule, &*failed.resource), ("hipaa-hitrust/0809/a1", "s"));
        assert_eq!((failed.verdict, &*failed.remark), (VerdictWord::Fail, "3 passed, 1 failed"));
        assert_eq!(line("Passed").verdict, VerdictWord::Pass);
        assert_eq!(line("Skipped").verdict, VerdictWord::Unknown);
        assert_eq!(line("Unsupported").verdict, VerdictWord::Unknown);
    }
}
