//! Findings of Security Hub's own standards, in the AWS Security Finding Format.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};

use super::endpoint::Service;
use super::recorder::known_types;
use super::rule::managed;
use super::session::{Session, Signed};
use super::unit;
use crate::native::{Exemption, LiveVerdict, NativeService, VerdictWord};
use crate::source::live::{Page, SinkError, Trouble, TroubleKind, UnitEnd};

const API: &str = "securityhub:GetFindings";

/// Config's types by the way the finding format writes them: `awss3bucket`.
static TYPES: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| known_types().map(|kind| (kind.replace("::", "").to_ascii_lowercase(), kind)).collect());

/// Reads the findings of a region. `own` leaves the findings of other accounts out, which an administrator's account
/// sees and which are read in their own.
pub(super) async fn pull(session: &Session, own: bool) -> Result<(), SinkError> {
    let is = |value: &str| json!([{"Comparison": "EQUALS", "Value": value}]);
    let mut filters = json!({
        "ProductName": is("Security Hub"),
        "RecordState": is("ACTIVE"),
        "Region": is(&session.region),
    });
    if own {
        filters["AwsAccountId"] = is(&session.account);
    }
    let page = |token: Option<String>| {
        let mut body = json!({"Filters": filters, "MaxResults": 100});
        if let Some(token) = token {
            body["NextToken"] = token.into();
        }
        async move {
            let headers = [("content-type", "application/json")];
            let body = body.to_string();
            let request = Signed {
                api: API,
                service: Service::SecurityHub,
                path: "/findings",
                headers: &headers,
                body: &body,
            };
            let mut answer = session.send_json(&request).await?;
            let malformed = || Trouble::new(TroubleKind::Malformed, API, session.scope());
            let Value::Array(findings) = answer["Findings"].take() else { return Err(malformed()) };
            session.puller.ledger.note(API, |row| {
                row.pages += 1;
                row.items += findings.len() as u64;
            });
            let mut page = Page::default();
            for finding in &findings {
                page.verdicts.extend(verdicts(finding).ok_or_else(malformed)?);
            }
            let next = answer["NextToken"].as_str().filter(|next| !next.is_empty()).map(str::to_owned);
            Ok((page, next))
        }
    };
    let unit = unit(&session.account, &session.region, "verdicts/security-hub");
    session.puller.unit(unit, page, || UnitEnd::Complete).await?;
    Ok(())
}

/// A finding as verdicts, one for each of its resources; none of a finding that judges no configuration. Nothing where
/// it lacks what every finding has.
fn verdicts(finding: &Value) -> Option<Vec<LiveVerdict>> {
    let text = |pointer: &str| finding.pointer(pointer).and_then(Value::as_str).filter(|t| !t.is_empty());
    let account: Arc<str> = text("/AwsAccountId")?.into();
    let region: Arc<str> = text("/Region").unwrap_or_default().into();
    let generator = text("/GeneratorId")?;
    let Some(status) = text("/Compliance/Status") else { return Some(Vec::new()) };
    let control = text("/Compliance/SecurityControlId").or_else(|| text("/ProductFields/ControlId"));
    let control = control.unwrap_or_else(|| generator.rsplit('/').next().unwrap_or(generator));
    // a control is a rule of AWS Config that Security Hub has made: where it says which, the rule's verdicts and the
    // control's meet
    let fields = finding["ProductFields"].as_object();
    let rule = fields.into_iter().flatten().find_map(|(name, value)| {
        (name.starts_with("RelatedAWSResources:") && name.ends_with("/name")).then_some(())?;
        managed(value.as_str()?)
    });
    let verdict = match status {
        "PASSED" => VerdictWord::Pass,
        "FAILED" => VerdictWord::Fail,
        "NOT_AVAILABLE" | "WARNING" => VerdictWord::Unknown,
        _ => return None,
    };
    let reasons = finding.pointer("/Compliance/StatusReasons/0/ReasonCode").and_then(Value::as_str);
    let exemption = (text("/Workflow/Status") == Some("SUPPRESSED")).then(|| Exemption {
        name: "suppressed in Security Hub".into(),
        reason: text("/Note/Text").unwrap_or_default().into(),
        expires: None,
    });
    let evaluated = text("/LastObservedAt").or_else(|| text("/UpdatedAt")).and_then(|t| t.parse().ok());
    let resources = finding["Resources"].as_array()?;
    resources
        .iter()
        .map(|resource| {
            let id = resource["Id"].as_str()?;
            let kind = resource["Type"].as_str()?;
            let (id, vendor_type): (Arc<str>, Arc<str>) = if kind == "AwsAccount" {
                (account.clone(), Arc::default())
            } else {
                let config = TYPES.get(&kind.to_ascii_lowercase()).copied();
                (id.into(), config.unwrap_or(kind).into())
            };
            Some(LiveVerdict {
                service: NativeService::SecurityHub,
                rule: rule.unwrap_or(control).into(),
                rule_name: control.into(),
                resource: id,
                vendor_type,
                account: account.clone(),
                region: region.clone(),
                verdict,
                remark: reasons.unwrap_or_default().into(),
                exemption: exemption.clone(),
                evaluated,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding() -> Value {
        json!({
            "AwsAccountId": "111122223333", "Region": "eu-west-1", "GeneratorId": "security-control/EC2.7",
            "LastObservedAt": "2026-11-01T10:00:00.000Z",
            "Compliance": {"Status": "FAILED", "SecurityControlId": "EC2.7"},
            "ProductFields": {"RelatedAWSResources:0/name": "securityhub-encrypted-volumes-67cbb1c4"},
            "Workflow": {"Status": "NEW"},
            "Resources": [{"Type": "AwsEc2Volume", "Id": "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1"}]
        })
    }

    #[test]
    fn a_finding_is_a_verdict_on_the_rule_behind_its_control() {
        let verdicts = verdicts(&finding()).unwrap();
        let verdict = &verdicts[0];
        assert_eq!((&*verdict.rule, &*verdict.rule_name), ("ENCRYPTED_VOLUMES", "EC2.7"));
        assert_eq!((verdict.verdict, &*verdict.vendor_type), (VerdictWord::Fail, "AWS::EC2::Volume"));
        assert!(verdict.exemption.is_none() && verdict.evaluated.is_some());
    }

    #[test]
    fn suppressed_accounts_and_unavailable_are_what_they_are() {
        let mut finding = finding();
        finding["Workflow"]["Status"] = "SUPPRESSED".into();
        finding["Note"] = json!({"Text": "kept for the migration"});
        finding["Compliance"]["Status"] = "NOT_AVAILABLE".into();
        finding["Resources"] = json!([{"Type": "AwsAccount", "Id": "AWS::::Account:111122223333"}]);
        let verdicts = verdicts(&finding).unwrap();
        assert_eq!((&*verdicts[0].resource, verdicts[0].verdict), ("111122223333", VerdictWord::Unknown));
        assert_eq!(&*verdicts[0].exemption.as_ref().unwrap().reason, "kept for the migration");
    }

    #[test]
    fn what_judges_no_configuration_gives_none_and_what_is_broken_is_told() {
        let mut threat = finding();
        threat["Compliance"] = Value::Null;
        assert_eq!(verdicts(&threat), Some(Vec::new()));
        let mut broken = finding();
        broken["Resources"] = Value::Null;
        assert_eq!(verdicts(&broken), None);
    }
}
