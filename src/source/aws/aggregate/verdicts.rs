//! The verdicts of an account's resources, with the rules and reasons that are asked for once each.

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_config::types::ComplianceType;
use serde_json::Value;
use tokio::sync::Mutex;

use super::super::inventory::Query;
use super::super::item::{Ids, place};
use super::super::region::{rules, word};
use super::super::rule::Rules;
use super::super::unit;
use super::Shared;
use crate::native::{LiveVerdict, NativeService, VerdictWord};
use crate::source::live::{Page, SinkError, Trouble, UnitEnd};

const DETAILS: &str = "config:GetAggregateComplianceDetailsByConfigRule";

/// Reasons and times of the failing verdicts of a rule, by type and id.
type Reasons = HashMap<(String, String), (Arc<str>, Option<jiff::Timestamp>)>;

/// What is asked once for each account, region and rule.
#[derive(Default)]
struct Asked {
    reasons: HashMap<(String, String), Arc<Reasons>>,
    rules: HashMap<String, Arc<Rules>>,
    troubles: Vec<Trouble>,
}

pub(super) async fn verdicts(
    shared: &Shared,
    query: &Query,
    account: &str,
    ids: &Ids,
) -> Result<(), SinkError> {
    let asked = Mutex::new(Asked::default());
    let expression = format!(
        "SELECT accountId, awsRegion, configurationItemCaptureTime, configuration \
         WHERE resourceType = 'AWS::Config::ResourceCompliance'{}",
        query.narrow
    );
    let page = |token: Option<String>| {
        let (expression, asked) = (expression.as_str(), &asked);
        async move {
            let (lines, next) = query.page(expression, token).await?;
            let mut asked = asked.lock().await;
            let mut page = Page::default();
            for line in lines {
                let line: Value = serde_json::from_str(&line).map_err(|_| query.malformed())?;
                line_verdicts(shared, query, account, ids, &line, &mut asked, &mut page).await?;
            }
            Ok((page, next))
        }
    };
    let complete = || match asked.try_lock().map(|mut asked| std::mem::take(&mut asked.troubles)) {
        Ok(troubles) if !troubles.is_empty() => UnitEnd::Partial(troubles),
        _ => UnitEnd::Complete,
    };
    query.session.puller.unit(unit(account, "", "verdicts/config-rules"), page, complete).await?;
    Ok(())
}

/// The verdicts of one item: what every rule says of one resource.
async fn line_verdicts(
    shared: &Shared,
    query: &Query,
    account: &str,
    ids: &Ids,
    line: &Value,
    asked: &mut Asked,
    page: &mut Page,
) -> Result<(), Trouble> {
    let unpacked;
    let configuration = match &line["configuration"] {
        Value::String(text) => {
            unpacked = serde_json::from_str::<Value>(text).map_err(|_| query.malformed())?;
            &unpacked
        }
        other => other,
    };
    let text = |name: &str| configuration[name].as_str().ok_or_else(|| query.malformed());
    let (kind, id) = (text("targetResourceType")?, text("targetResourceId")?);
    let region = line["awsRegion"].as_str().unwrap_or_default();
    let (resource, vendor_type) = ids.of(kind, id, account, region, query.session.partition());
    let evaluated = line["configurationItemCaptureTime"].as_str().and_then(|t| t.parse().ok());
    let list = match &configuration["configRuleList"] {
        Value::Array(list) => list.as_slice(),
        one @ Value::Object(_) => std::slice::from_ref(one),
        _ => &[],
    };
    for said in list {
        let rule_name = said["configRuleName"].as_str().ok_or_else(|| query.malformed())?;
        let compliance = said["complianceType"].as_str().unwrap_or_default();
        let rules = rules_of(shared, account, region, asked).await;
        let mut verdict = LiveVerdict {
            service: NativeService::AwsConfig,
            rule: rules.as_deref().unwrap_or(&shared.rules).identify(rule_name),
            rule_name: rule_name.into(),
            resource: resource.clone(),
            vendor_type: vendor_type.clone(),
            account: account.into(),
            region: place(region),
            verdict: word(compliance),
            remark: if compliance == "INSUFFICIENT_DATA" { "the rule has no data" } else { "" }.into(),
            exemption: None,
            evaluated,
        };
        if verdict.verdict == VerdictWord::Fail && !shared.options.no_reasons {
            let reasons = reasons_of(shared, account, region, rule_name, asked).await;
            if let Some((reason, at)) = reasons.get(&(kind.to_owned(), id.to_owned())) {
                verdict.remark = reason.clone();
                verdict.evaluated = at.or(verdict.evaluated);
            }
        }
        page.verdicts.push(verdict);
    }
    Ok(())
}

/// The rules of an account and region where a role lets us read them; they are the surest word on what a rule is.
async fn rules_of(shared: &Shared, account: &str, region: &str, asked: &mut Asked) -> Option<Arc<Rules>> {
    let role = shared.options.role.as_deref()?;
    if let Some(known) = asked.rules.get(region) {
        return Some(known.clone());
    }
    let session = if account == &*shared.session.account {
        shared.session.in_region(region)
    } else {
        shared.session.assuming(account, role, shared.options.external_id.as_deref()).in_region(region)
    };
    let mut known = Rules::default();
    match rules(&session).await {
        Ok(found) => found.iter().for_each(|rule| known.learn(rule)),
        Err(trouble) => asked.troubles.push(trouble),
    }
    let known = Arc::new(known);
    asked.rules.insert(region.to_owned(), known.clone());
    Some(known)
}

/// Why the failing resources of a rule fail. Where that is not to be had the verdicts stand without it.
async fn reasons_of(
    shared: &Shared,
    account: &str,
    region: &str,
    rule: &str,
    asked: &mut Asked,
) -> Arc<Reasons> {
    let key = (region.to_owned(), rule.to_owned());
    if let Some(known) = asked.reasons.get(&key) {
        return known.clone();
    }
    let mut reasons = Reasons::new();
    let mut token: Option<String> = None;
    loop {
        let answer = shared
            .session
            .ask(DETAILS, |client| {
                client
                    .get_aggregate_compliance_details_by_config_rule()
                    .configuration_aggregator_name(&*shared.aggregator.name)
                    .config_rule_name(rule)
                    .account_id(account)
                    .aws_region(region)
                    .compliance_type(ComplianceType::NonCompliant)
                    .limit(100)
                    .set_next_token(token.clone())
                    .send()
            })
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(trouble) => {
                if !asked.troubles.iter().any(|t| t.api == trouble.api && t.kind == trouble.kind) {
                    asked.troubles.push(trouble);
                }
                break;
            }
        };
        let results = answer.aggregate_evaluation_results();
        shared.session.puller.ledger.note(DETAILS, |row| {
            row.pages += 1;
            row.items += results.len() as u64;
        });
        reasons.extend(results.iter().filter_map(|result| {
            let target = result.evaluation_result_identifier()?.evaluation_result_qualifier()?;
            let at = result.result_recorded_time().and_then(|t| jiff::Timestamp::from_second(t.secs()).ok());
            let key = (target.resource_type()?.to_owned(), target.resource_id()?.to_owned());
            Some((key, (result.annotation().unwrap_or_default().into(), at)))
        }));
        let next = answer.next_token.clone().filter(|next| !next.is_empty());
        if next.is_none() || next == token {
            break;
        }
        token = next;
    }
    let reasons = Arc::new(reasons);
    asked.reasons.insert(key, reasons.clone());
    reasons
}
