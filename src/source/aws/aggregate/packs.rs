//! Conformance packs as such, and rules that have nothing to say.

use std::fmt::Write as _;
use std::sync::Arc;

use aws_sdk_config::types::{ComplianceType, ConfigRuleComplianceFilters};
use serde_json::Value;

use super::super::inventory::Query;
use super::super::item::place;
use super::super::region::word;
use super::super::unit;
use super::{Shared, quoted};
use crate::native::{LiveVerdict, NativeService, VerdictWord};
use crate::source::live::{Page, SinkError, UnitEnd};

const RULES: &str = "config:DescribeAggregateComplianceByConfigRules";

/// Conformance packs as such: a verdict on the account that each stands in.
pub(super) async fn packs(shared: Arc<Shared>) -> Result<(), SinkError> {
    let query = Query {
        session: shared.session.clone(),
        aggregator: Some(shared.aggregator.name.clone()),
        narrow: String::new(),
    };
    let mut expression =
        "SELECT accountId, awsRegion, resourceId, resourceName, configurationItemCaptureTime, \
         configuration.complianceType WHERE resourceType = 'AWS::Config::ConformancePackCompliance'"
            .to_owned();
    for (column, wanted) in [("accountId", &shared.options.accounts), ("awsRegion", &shared.options.regions)]
    {
        if !wanted.is_empty() {
            let _ = write!(expression, " AND {column} IN ({})", quoted(wanted));
        }
    }
    let page = |token: Option<String>| {
        let (query, expression) = (&query, expression.as_str());
        async move {
            let (lines, next) = query.page(expression, token).await?;
            let mut page = Page::default();
            for line in lines {
                let line: Value = serde_json::from_str(&line).map_err(|_| query.malformed())?;
                let text = |name: &str| line[name].as_str().filter(|text| !text.is_empty());
                let account: Arc<str> = text("accountId").ok_or_else(|| query.malformed())?.into();
                let name =
                    text("resourceName").or_else(|| text("resourceId")).ok_or_else(|| query.malformed())?;
                let compliance = line.pointer("/configuration/complianceType").and_then(Value::as_str);
                page.verdicts.push(LiveVerdict {
                    service: NativeService::AwsConfig,
                    rule: format!("conformance-pack:{name}").into(),
                    rule_name: name.into(),
                    resource: account.clone(),
                    vendor_type: Arc::default(),
                    account,
                    region: place(text("awsRegion").unwrap_or_default()),
                    verdict: word(compliance.unwrap_or_default()),
                    remark: Arc::default(),
                    exemption: None,
                    evaluated: text("configurationItemCaptureTime").and_then(|t| t.parse().ok()),
                });
            }
            Ok((page, next))
        }
    };
    let unit = unit(&shared.session.account, &shared.aggregator.home, "verdicts/conformance-packs");
    shared.session.puller.unit(unit, page, || UnitEnd::Complete).await?;
    Ok(())
}

/// Rules that have nothing to say: no item of the query stands for them, and silence must not look like success.
pub(super) async fn without_data(shared: Arc<Shared>) -> Result<(), SinkError> {
    let page = |token: Option<String>| {
        let shared = &shared;
        async move {
            let answer = shared.session.ask(RULES, |client| {
                client
                    .describe_aggregate_compliance_by_config_rules()
                    .configuration_aggregator_name(&*shared.aggregator.name)
                    .filters(
                        ConfigRuleComplianceFilters::builder()
                            .compliance_type(ComplianceType::InsufficientData)
                            .build(),
                    )
                    .limit(100)
                    .set_next_token(token.clone())
                    .send()
            });
            let answer = answer.await?;
            let found = answer.aggregate_compliance_by_config_rules();
            shared.session.puller.ledger.note(RULES, |row| {
                row.pages += 1;
                row.items += found.len() as u64;
            });
            let wanted = |list: &[String], value: &str| list.is_empty() || list.iter().any(|v| v == value);
            let verdicts = found.iter().filter_map(|rule| {
                let (name, account, region) =
                    (rule.config_rule_name()?, rule.account_id()?, rule.aws_region()?);
                let asked =
                    wanted(&shared.options.accounts, account) && wanted(&shared.options.regions, region);
                asked.then(|| LiveVerdict {
                    service: NativeService::AwsConfig,
                    rule: shared.rules.identify(name),
                    rule_name: name.into(),
                    resource: account.into(),
                    vendor_type: Arc::default(),
                    account: account.into(),
                    region: region.into(),
                    verdict: VerdictWord::Unknown,
                    remark: "the rule has no data".into(),
                    exemption: None,
                    evaluated: None,
                })
            });
            let page = Page { resources: Vec::new(), verdicts: verdicts.collect() };
            Ok((page, answer.next_token.clone().filter(|next| !next.is_empty())))
        }
    };
    let unit = unit(&shared.session.account, &shared.aggregator.home, "verdicts/config-rules-without-data");
    shared.session.puller.unit(unit, page, || UnitEnd::Complete).await?;
    Ok(())
}
