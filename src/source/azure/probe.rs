//! What an identity can read of Azure: every operation asked once, in the first subscription that it reaches.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::arm::{Arm, Ask};
use super::graph::{self, Reach};
use super::operations::{
    DIAGNOSTIC_SETTINGS, GET_BY_ID, GET_PROVIDER, OPERATIONS, POLICY_STATES, RESOURCE_GRAPH,
};
use super::{AzureOptions, bridge, details, scope};
use crate::source::live::{Caller, Examination, Probe, Puller, Trouble, TroubleKind};

/// The version of the API of policy states.
const STATES_VERSION: &str = "2019-10-01";

#[derive(Deserialize)]
struct Found {
    id: String,
    #[serde(rename = "type")]
    kind: String,
}

/// Examines the identity of the options.
pub async fn examine(
    options: &AzureOptions,
    environment: &[(String, String)],
    puller: &Puller,
) -> Examination {
    match Arm::new(options, environment, puller.clone()) {
        Ok(arm) => examine_with(&arm, options).await,
        Err(trouble) => Examination::nobody(trouble),
    }
}

pub(super) async fn examine_with(arm: &Arm, options: &AzureOptions) -> Examination {
    let caller = match arm.tokens().caller().await {
        Ok(caller) => caller,
        Err(trouble) => return Examination::nobody(trouble),
    };
    let scopes = match scope::discover(arm, options).await {
        Ok(scopes) => scopes,
        // a token that Azure does not take makes nobody of the caller
        Err(trouble) if trouble.kind == TroubleKind::Credentials => return Examination::nobody(trouble),
        Err(trouble) => {
            let mut probes = vec![Probe::new::<()>(&RESOURCE_GRAPH, &trouble.scope.clone(), Err(trouble))];
            let rest = OPERATIONS.iter().filter(|o| o.api != RESOURCE_GRAPH.api);
            probes.extend(rest.map(|o| Probe::not_asked(o, "no subscription can be seen")));
            return Examination { caller: Ok(caller), scopes: Vec::new(), probes };
        }
    };
    let names = scopes.policy.iter().map(|reach| reach.name().to_string()).collect();
    let whole = scopes.policy.first().or(scopes.reaches.first()).cloned().unwrap_or(Reach::Tenant);
    let mut probes: Vec<Probe> = scopes
        .troubles
        .into_iter()
        .map(|trouble| Probe::new::<()>(&RESOURCE_GRAPH, &trouble.scope.clone(), Err(trouble)))
        .collect();
    probes.push(Probe::new(&RESOURCE_GRAPH, &whole.name(), Ok(())));
    probes.push(Probe::new(&POLICY_STATES, &whole.name(), policy_states(arm, &whole).await));
    probes.push(part(arm, &whole).await);
    match &whole {
        Reach::Subscription(id) => {
            let registered = bridge::is_registered(arm, id, "Microsoft.Security").await;
            probes.push(Probe::new(&GET_PROVIDER, id, registered));
            probes.push(Probe::new(&DIAGNOSTIC_SETTINGS, id, diagnostics(arm, id).await));
        }
        Reach::Tenant | Reach::ManagementGroup(_) => {
            let why = "it is asked for single subscriptions, and a whole management group is read";
            probes.extend([&GET_PROVIDER, &DIAGNOSTIC_SETTINGS].map(|o| Probe::not_asked(o, why)));
        }
    }
    Examination { caller: Ok(caller), scopes: names, probes }
}

async fn policy_states(arm: &Arm, reach: &Reach) -> Result<(), Trouble> {
    let scope = match reach {
        Reach::ManagementGroup(name) => format!("/providers/Microsoft.Management/managementGroups/{name}"),
        Reach::Subscription(id) => format!("/subscriptions/{id}"),
        Reach::Tenant => String::new(),
    };
    let path = format!("{scope}/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults");
    let mut url = arm.url(&path, STATES_VERSION);
    url.query_pairs_mut().append_pair("$top", "1").append_pair("$select", "resourceId");
    let ask = Ask { operation: &POLICY_STATES, scope: reach.name(), url, body: None, resumes: false };
    arm.json::<Value>(&ask).await.map(drop)
}

/// One part of one resource that has parts. Where none is there, nothing can be asked for.
async fn part(arm: &Arm, reach: &Reach) -> Probe {
    let kinds: Vec<String> = details::first_parts().map(|(kind, _, _)| format!("'{kind}'")).collect();
    let query =
        format!("resources | where type in~ ({}) | project id, type | order by id asc", kinds.join(", "));
    let found = match graph::page::<Found>(arm, reach, &query, 1, None).await {
        Ok(page) => page.rows.into_iter().next(),
        Err(trouble) => return Probe::new::<()>(&GET_BY_ID, &reach.name(), Err(trouble)),
    };
    let part = found.as_ref().and_then(|found| {
        let mut parts = details::first_parts();
        parts.find(|(kind, _, _)| found.kind.eq_ignore_ascii_case(kind))
    });
    let (Some(found), Some((_, child, version))) = (found, part) else {
        return Probe::not_asked(&GET_BY_ID, "no resource here has settings that Resource Graph lacks");
    };
    let scope: Arc<str> = reach.name();
    let answer = bridge::get_by_id(arm, &scope, &format!("{}/{child}", found.id), version).await;
    let answer = match answer {
        // nobody has set the part, and the identity may ask
        Err(trouble) if trouble.kind == TroubleKind::NotCollected => Ok(()),
        other => other.map(drop),
    };
    Probe::new(&GET_BY_ID, &scope, answer)
}

async fn diagnostics(arm: &Arm, subscription: &Arc<str>) -> Result<(), Trouble> {
    let path = format!("/subscriptions/{subscription}/providers/Microsoft.Insights/diagnosticSettings");
    let url = arm.url(&path, details::DIAGNOSTICS_VERSION);
    let scope = subscription.clone();
    let ask = Ask { operation: &DIAGNOSTIC_SETTINGS, scope, url, body: None, resumes: false };
    arm.json::<Value>(&ask).await.map(drop)
}

/// What the claims of a token say of its bearer. The token itself is not kept, and its signature is Azure's to check.
pub(super) fn bearer(token: &str) -> Option<Caller> {
    use base64::Engine as _;
    let payload = token.split('.').nth(1)?;
    let bytes =
        base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    let claims: Value = serde_json::from_slice(&bytes).ok()?;
    let text = |name: &str| claims[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let person = text("upn").or_else(|| text("unique_name")).or_else(|| text("preferred_username"));
    let application = text("app_displayname").or_else(|| text("appid")).or_else(|| text("azp"));
    let name = person.or_else(|| application.map(|name| format!("application {name}")))?;
    let kept = [("tenant", "tid"), ("object id", "oid")];
    let details = kept.into_iter().filter_map(|(word, claim)| Some((word, text(claim)?))).collect();
    Some(Caller { name, details })
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use serde_json::json;

    use super::*;

    fn token(claims: &Value) -> String {
        let part = |value: &Value| {
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string().as_bytes())
        };
        format!("{}.{}.c2ln", part(&json!({"alg": "RS256"})), part(claims))
    }

    #[test]
    fn the_bearer_is_told_by_the_claims() {
        let person = bearer(&token(&json!({"upn": "ada@clinic.example", "tid": "t-1", "appid": "cli"})));
        let person = person.unwrap();
        assert_eq!(
            (&*person.name, &person.details[..]),
            ("ada@clinic.example", &[("tenant", "t-1".to_owned())][..])
        );
        let application = bearer(&token(&json!({"appid": "a-1", "oid": "o-1"}))).unwrap();
        assert_eq!(application.name, "application a-1");
        for strange in ["token", "a.b.c", "", "..", &token(&json!([1])), &token(&json!({}))] {
            assert_eq!(bearer(strange), None, "{strange}");
        }
    }
}
