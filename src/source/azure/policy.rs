//! Azure Policy: the latest state of every policy on every resource, and the exemptions that waive some.
//!
//! Sources: the REST references of `Microsoft.PolicyInsights/policyStates`, version 2019-10-01, of
//! `Microsoft.Authorization/policyExemptions`, and the page on compliance states.

use std::sync::Arc;

use jiff::Timestamp;
use reqwest::Url;
use serde::Deserialize;

use super::arm::{Arm, Ask};
use super::graph::{self, Reach};
use super::inventory::subscription;
use super::operations::POLICY_STATES;
use crate::native::{Exemption, LiveVerdict, NativeService, VerdictWord};
use crate::source::live::{Page, Trouble};

const VERSION: &str = "2019-10-01";

/// The columns that a verdict is made of.
const SELECT: &str = "timestamp,resourceId,policyAssignmentId,policyAssignmentName,policyDefinitionId,\
policyDefinitionAction,policyDefinitionReferenceId,policyDefinitionGroupNames,subscriptionId,resourceType,\
resourceLocation,complianceState";

const EXEMPTIONS: &str = "policyresources \
     | where type =~ 'microsoft.authorization/policyexemptions' \
     | project id, name, properties \
     | order by id asc";

/// The same states in Resource Graph, for an identity that may not ask Policy Insights.
const GRAPH_STATES: &str = "policyresources \
     | where type =~ 'microsoft.policyinsights/policystates' \
     | project id, properties \
     | order by id asc";

/// Marks a page token as one of Resource Graph, so that a unit goes on where it was.
const GRAPH_TOKEN: &str = "graph:";

/// A state, as both services give it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct State {
    timestamp: Option<String>,
    resource_id: String,
    policy_assignment_id: String,
    policy_assignment_name: Option<String>,
    policy_definition_id: String,
    policy_definition_action: Option<String>,
    policy_definition_reference_id: Option<String>,
    policy_definition_group_names: Option<Vec<String>>,
    subscription_id: Option<String>,
    resource_type: Option<String>,
    resource_location: Option<String>,
    #[serde(rename = "complianceState")]
    said: Option<String>,
}

#[derive(Deserialize)]
struct States {
    value: Vec<State>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

#[derive(Deserialize)]
struct StateRow {
    properties: State,
}

/// An exemption from an assignment, or from some policies of an initiative.
#[derive(Debug, Deserialize)]
struct ExemptionRow {
    id: String,
    name: String,
    #[serde(default)]
    properties: ExemptionProperties,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ExemptionProperties {
    policy_assignment_id: String,
    policy_definition_reference_ids: Option<Vec<String>>,
    exemption_category: Option<String>,
    display_name: Option<String>,
    description: Option<String>,
    expires_on: Option<String>,
}

/// Exemptions of a scope.
#[derive(Debug, Default)]
pub(super) struct Exemptions(Vec<ExemptionRow>);

impl Exemptions {
    /// All exemptions of a scope.
    pub(super) async fn read(arm: &Arm, reach: &Reach) -> Result<(Self, Option<Trouble>), Trouble> {
        let (rows, lacks) = graph::all(arm, reach, EXEMPTIONS).await?;
        Ok((Self(rows), lacks))
    }

    /// The exemption a state stands under.
    fn of(&self, state: &State) -> Option<Exemption> {
        let row = self.0.iter().find(|row| row.covers(state))?;
        let said = &row.properties;
        let mut reason = said.exemption_category.clone().unwrap_or_default();
        for part in [&said.display_name, &said.description].into_iter().flatten().filter(|p| !p.is_empty()) {
            if !reason.is_empty() {
                reason.push_str(": ");
            }
            reason.push_str(part);
        }
        Some(Exemption {
            name: row.name.as_str().into(),
            reason: reason.into(),
            expires: said.expires_on.as_deref().and_then(time),
        })
    }
}

impl ExemptionRow {
    fn covers(&self, state: &State) -> bool {
        let Some((scope, _)) =
            split_once_ignore_case(&self.id, "/providers/microsoft.authorization/policyex")
        else {
            return false;
        };
        let named = match &self.properties.policy_definition_reference_ids {
            Some(ids) if !ids.is_empty() => state
                .policy_definition_reference_id
                .as_ref()
                .is_some_and(|id| ids.iter().any(|one| one.eq_ignore_ascii_case(id))),
            _ => true,
        };
        let resource = &state.resource_id;
        // a management group's id is no part of the ids under it
        let within = scope.to_ascii_lowercase().contains("/managementgroups/")
            || resource.get(..scope.len()).is_some_and(|start| start.eq_ignore_ascii_case(scope))
                && matches!(resource.as_bytes().get(scope.len()), None | Some(b'/'));
        named
            && within
            && self.properties.policy_assignment_id.eq_ignore_ascii_case(&state.policy_assignment_id)
    }
}

fn split_once_ignore_case<'a>(text: &'a str, by: &str) -> Option<(&'a str, &'a str)> {
    let at = text.to_ascii_lowercase().find(by)?;
    Some((text.get(..at)?, text.get(at + by.len()..)?))
}

fn time(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// The part of an id after its last slash.
fn last(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or_default()
}

/// A page of states. `token` is the link of the page, or a token of Resource Graph.
pub(super) async fn page(
    arm: &Arm,
    reach: &Reach,
    exemptions: &Exemptions,
    token: Option<&str>,
) -> Result<(Page, Option<String>, Option<Trouble>), Trouble> {
    if let Some(token) = token.and_then(|t| t.strip_prefix(GRAPH_TOKEN)) {
        return graph_page(arm, reach, exemptions, Some(token)).await;
    }
    let scope = match reach {
        Reach::ManagementGroup(name) => format!("/providers/Microsoft.Management/managementGroups/{name}"),
        Reach::Subscription(id) => format!("/subscriptions/{id}"),
        Reach::Tenant => String::new(),
    };
    let url = if let Some(link) = token {
        link.parse::<Url>().ok()
    } else {
        let path = format!("{scope}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults");
        let mut url = arm.url(&path, VERSION);
        url.query_pairs_mut().append_pair("$select", SELECT);
        Some(url)
    };
    let ask = Ask {
        operation: &POLICY_STATES,
        scope: reach.name(),
        url: url.unwrap_or_else(|| arm.endpoint().clone()),
        body: None,
        resumes: token.is_some(),
    };
    let answer: Result<(States, _), Trouble> = arm.json(&ask).await;
    let states = match answer {
        Ok((states, _)) => states,
        // Reader may read the states in Resource Graph, where a role without this action may not ask the service
        Err(Trouble { kind: crate::source::live::TroubleKind::Denied { .. }, .. }) if token.is_none() => {
            return graph_page(arm, reach, exemptions, None).await;
        }
        Err(trouble) => return Err(trouble),
    };
    arm.puller.ledger.note(POLICY_STATES.api, |row| {
        row.pages += 1;
        row.items += states.value.len() as u64;
    });
    let verdicts = states.value.iter().filter_map(|state| verdict(state, exemptions)).collect();
    Ok((Page { verdicts, ..Page::default() }, states.next.filter(|n| !n.is_empty()), None))
}

async fn graph_page(
    arm: &Arm,
    reach: &Reach,
    exemptions: &Exemptions,
    token: Option<&str>,
) -> Result<(Page, Option<String>, Option<Trouble>), Trouble> {
    let page = graph::page::<StateRow>(arm, reach, GRAPH_STATES, graph::PAGE, token).await?;
    let verdicts = page.rows.iter().filter_map(|row| verdict(&row.properties, exemptions)).collect();
    let next = page.next.map(|token| format!("{GRAPH_TOKEN}{token}"));
    Ok((Page { verdicts, ..Page::default() }, next, page.lacks))
}

/// What a state says. Nothing for a state that names no resource or no policy.
fn verdict(state: &State, exemptions: &Exemptions) -> Option<LiveVerdict> {
    if state.resource_id.is_empty() || state.policy_definition_id.is_empty() {
        return None;
    }
    let id = state.resource_id.to_lowercase();
    let account: Arc<str> = match state.subscription_id.as_deref() {
        Some(id) if !id.is_empty() => id.to_lowercase().into(),
        _ => subscription(&id).into(),
    };
    // a verdict on a subscription is on the account itself
    let on_account = id.strip_prefix("/subscriptions/").is_some_and(|rest| !rest.contains('/'));
    let said = state.said.as_deref().unwrap_or_default();
    let is_manual =
        state.policy_definition_action.as_deref().is_some_and(|a| a.eq_ignore_ascii_case("manual"));
    let groups = state.policy_definition_group_names.as_deref().unwrap_or_default().join(", ");
    let (word, remark) = match said.to_ascii_lowercase().as_str() {
        "exempt" => (VerdictWord::Unknown, "exempt: not evaluated".to_owned()),
        _ if is_manual => {
            (VerdictWord::Unknown, format!("a manual policy: an attestation of people says {said}"))
        }
        "compliant" => (VerdictWord::Pass, groups),
        "noncompliant" => (VerdictWord::Fail, groups),
        "conflict" => (VerdictWord::Unknown, "two policies contradict each other".to_owned()),
        "" => (VerdictWord::Unknown, "no state is given".to_owned()),
        _ => (VerdictWord::Unknown, format!("the state is {said}")),
    };
    let is_exempt = said.eq_ignore_ascii_case("exempt");
    let exemption = is_exempt.then(|| {
        exemptions.of(state).unwrap_or_else(|| {
            // the state says so although the exemption itself could not be read
            Exemption { name: "policy exemption".into(), reason: "".into(), expires: None }
        })
    });
    let assignment =
        state.policy_assignment_name.as_deref().unwrap_or_else(|| last(&state.policy_assignment_id));
    let rule_name = match state.policy_definition_reference_id.as_deref() {
        Some(reference) if !reference.is_empty() => format!("{assignment}/{reference}"),
        _ => assignment.to_owned(),
    };
    let location = state.resource_location.as_deref().unwrap_or_default().to_lowercase().replace(' ', "");
    Some(LiveVerdict {
        service: NativeService::AzurePolicy,
        rule: last(&state.policy_definition_id).to_lowercase().into(),
        rule_name: rule_name.into(),
        resource: if on_account { account.clone() } else { id.into() },
        vendor_type: match &state.resource_type {
            Some(kind) if !on_account => kind.to_lowercase().into(),
            _ => Arc::default(),
        },
        account,
        region: if location == "global" { Arc::default() } else { location.into() },
        verdict: word,
        remark: remark.into(),
        exemption,
        evaluated: state.timestamp.as_deref().and_then(time),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ASSIGNMENT: &str = "/subscriptions/S/providers/Microsoft.Authorization/policyAssignments/hipaa";

    fn state(more: &serde_json::Value) -> State {
        let mut state = json!({
            "timestamp": "2026-11-20T10:00:00Z",
            "resourceId": "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Storage/storageAccounts/a",
            "policyAssignmentId": ASSIGNMENT, "policyAssignmentName": "hipaa",
            "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/404C3081-A854-4457-AE30-26A93EF643F9",
            "policyDefinitionReferenceId": "secureTransfer", "policyDefinitionAction": "audit",
            "policyDefinitionGroupNames": ["hipaa-0809.01n2Organizational.1234-01.n"],
            "subscriptionId": "S", "resourceType": "Microsoft.Storage/storageAccounts",
            "resourceLocation": "East US", "complianceState": "NonCompliant",
        });
        for (key, value) in more.as_object().unwrap() {
            state[key] = value.clone();
        }
        serde_json::from_value(state).unwrap()
    }

    fn exemptions() -> Exemptions {
        let id =
            "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Authorization/policyExemptions/legacy";
        Exemptions(vec![
            serde_json::from_value(json!({
                "id": id, "name": "legacy", "properties": {
                    "policyAssignmentId": ASSIGNMENT.to_lowercase(),
                    "policyDefinitionReferenceIds": ["SECURETRANSFER"],
                    "exemptionCategory": "Waiver", "description": "gone in spring",
                    "expiresOn": "2027-03-01T00:00:00Z",
                },
            }))
            .unwrap(),
        ])
    }

    fn judged(more: &serde_json::Value) -> LiveVerdict {
        verdict(&state(more), &exemptions()).unwrap()
    }

    #[test]
    fn states_are_verdicts_under_lower_cased_ids() {
        let failed = judged(&json!({}));
        assert_eq!(failed.verdict, VerdictWord::Fail);
        assert_eq!(&*failed.rule, "404c3081-a854-4457-ae30-26a93ef643f9");
        assert_eq!(&*failed.rule_name, "hipaa/secureTransfer");
        assert_eq!(
            &*failed.resource,
            "/subscriptions/s/resourcegroups/rg/providers/microsoft.storage/storageaccounts/a"
        );
        assert_eq!((&*failed.region, &*failed.account), ("eastus", "s"));
        // what is not exempt stands under no exemption, although one would cover it
        assert_eq!(failed.exemption, None);
        assert_eq!(judged(&json!({"complianceState": "Compliant"})).verdict, VerdictWord::Pass);
        for odd in ["Conflict", "Unknown", "Error", "Protected", ""] {
            let verdict = judged(&json!({"complianceState": odd}));
            assert_eq!(verdict.verdict, VerdictWord::Unknown, "{odd}");
            assert!(!verdict.remark.is_empty(), "{odd}");
        }
    }

    #[test]
    fn a_manual_policy_never_passes() {
        for said in ["Compliant", "NonCompliant", "Unknown"] {
            let verdict = judged(&json!({"complianceState": said, "policyDefinitionAction": "Manual"}));
            assert_eq!(verdict.verdict, VerdictWord::Unknown);
            assert!(verdict.remark.contains(said));
        }
    }

    #[test]
    fn an_exemption_waives_with_its_reason_and_end() {
        let exempt = judged(&json!({"complianceState": "Exempt"}));
        assert_eq!(exempt.verdict, VerdictWord::Unknown);
        let exemption = exempt.exemption.unwrap();
        assert_eq!((&*exemption.name, &*exemption.reason), ("legacy", "Waiver: gone in spring"));
        assert_eq!(exemption.expires, "2027-03-01T00:00:00Z".parse().ok());
        // of another policy of the initiative, and of another group whose name begins alike
        let other = judged(&json!({"complianceState": "Exempt", "policyDefinitionReferenceId": "other"}));
        assert_eq!(&*other.exemption.unwrap().name, "policy exemption");
        let id = "/subscriptions/S/resourceGroups/RG2/providers/Microsoft.Storage/storageAccounts/a";
        let other = judged(&json!({"complianceState": "Exempt", "resourceId": id}));
        assert_eq!(&*other.exemption.unwrap().name, "policy exemption");
    }

    #[test]
    fn a_verdict_on_the_subscription_is_on_the_account() {
        let verdict = judged(
            &json!({"resourceId": "/subscriptions/S", "resourceType": "Microsoft.Resources/subscriptions"}),
        );
        assert_eq!((&*verdict.resource, &*verdict.vendor_type), ("s", ""));
    }
}
