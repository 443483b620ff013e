//! One account and region, asked itself: where no aggregator sees it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use aws_sdk_config::types::{ComplianceType, ConfigRule, EvaluationResultIdentifier};
use futures::future::join_all;
use tokio::task::JoinSet;

use super::inventory::{self, Query};
use super::item::{Ids, place};
use super::recorder::Recording;
use super::rule::Rules;
use super::session::Session;
use super::{AwsOptions, finish, security_hub, unit};
use crate::native::{LiveVerdict, NativeService, VerdictWord};
use crate::source::live::{Page, SinkError, Trouble, TroubleKind, Unit, UnitEnd};

const RULES: &str = "config:DescribeConfigRules";
const COMPLIANCE: &str = "config:DescribeComplianceByConfigRule";
const DETAILS: &str = "config:GetComplianceDetailsByConfigRule";
const PACKS: &str = "config:DescribeConformancePacks";
const PACK_DETAILS: &str = "config:GetConformancePackComplianceDetails";

/// The service that makes the rules of conformance packs.
const PACK_MAKER: &str = "config-conforms.amazonaws.com";

/// Rules whose details are asked for at once.
const AT_ONCE: usize = 8;

/// Reads an account in every region.
pub(super) async fn pull_account(
    session: Session,
    regions: Vec<String>,
    options: Arc<AwsOptions>,
) -> Result<(), SinkError> {
    if let Err(trouble) = session.ready().await {
        for region in &regions {
            for part in ["inventory/config", "verdicts/config-rules"] {
                fail(&session, unit(&session.account, region, part), &trouble).await?;
            }
        }
        return Ok(());
    }
    // What has no region is recorded once in an account: all recorders are known before any inventory is judged.
    let mut places = Vec::with_capacity(regions.len());
    for region in &regions {
        let session = session.in_region(region);
        let recording = Recording::ask(&session).await;
        places.push((session, recording));
    }
    let recordings: Arc<[Recording]> = places.iter().map(|(_, recording)| recording.clone()).collect();
    let mut tasks = JoinSet::new();
    for (at, (session, recording)) in places.into_iter().enumerate() {
        tasks.spawn(pull(session, recording, recordings.clone(), at, options.clone()));
    }
    finish(tasks).await
}

/// Ends a unit that could not even begin.
async fn fail(session: &Session, unit: Unit, trouble: &Trouble) -> Result<(), SinkError> {
    session.puller.unit(unit, |_| std::future::ready(Err(trouble.clone())), || UnitEnd::Complete).await?;
    Ok(())
}

async fn pull(
    session: Session,
    recording: Recording,
    all: Arc<[Recording]>,
    at: usize,
    options: Arc<AwsOptions>,
) -> Result<(), SinkError> {
    let ids = Ids::default();
    let query = Query { session: session.clone(), aggregator: None, narrow: String::new() };
    let elsewhere = |kind: &str| {
        all.iter().enumerate().any(|(i, r)| i != at && matches!(r, Recording::On(_)) && r.has(kind))
    };
    let lacks = recording.lacks(&session.scope(), elsewhere);
    // asked first, because a unit that may never succeed would be unknown for ever
    let queries = query.all("SELECT resourceType, COUNT(*) GROUP BY resourceType").await;
    let can_query = !matches!(
        queries,
        Err(Trouble { kind: TroubleKind::Denied { .. } | TroubleKind::Refused | TroubleKind::Malformed, .. })
    ) && !queries
        .is_ok_and(|lines| lines.is_empty() && matches!(recording, Recording::On(_)));
    let end = if lacks.is_empty() { UnitEnd::Complete } else { UnitEnd::Partial(lacks) };
    if can_query {
        let unit = unit(&session.account, &session.region, "inventory/config");
        query.inventory(unit, &ids, || end).await?;
    } else {
        inventory::discovered(&session, &recording, &ids).await?;
        if matches!(end, UnitEnd::Partial(_)) {
            // what is not recorded has no unit of its own above
            let unit = unit(&session.account, &session.region, "inventory/config");
            let nothing = |_| async { Ok((Page::default(), None)) };
            session.puller.unit(unit, nothing, || end).await?;
        }
    }
    verdicts(&session, &ids).await?;
    if !options.no_security_hub {
        security_hub::pull(&session, true).await?;
    }
    Ok(())
}

/// The rules of an account and region.
pub(super) async fn rules(session: &Session) -> Result<Vec<ConfigRule>, Trouble> {
    let mut rules: Vec<ConfigRule> = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let answer =
            session.ask(RULES, |client| client.describe_config_rules().set_next_token(token.clone()).send());
        let answer = answer.await?;
        let found = answer.config_rules.unwrap_or_default();
        session.puller.ledger.note(RULES, |row| {
            row.pages += 1;
            row.items += found.len() as u64;
        });
        rules.extend(found);
        let next = answer.next_token.filter(|next| !next.is_empty());
        if next.is_none() || next == token {
            return Ok(rules);
        }
        token = next;
    }
}

/// The word of a compliance type.
pub(super) fn word(compliance: &str) -> VerdictWord {
    match compliance {
        "COMPLIANT" => VerdictWord::Pass,
        "NON_COMPLIANT" => VerdictWord::Fail,
        "NOT_APPLICABLE" => VerdictWord::NotApplicable,
        _ => VerdictWord::Unknown,
    }
}

/// What makes verdicts of an account and region.
struct Judge<'a> {
    session: &'a Session,
    ids: &'a Ids,
    rules: Rules,
}

impl Judge<'_> {
    /// A verdict on the account as such.
    fn on_account(&self, rule_name: &str, compliance: &str) -> LiveVerdict {
        let remark = if compliance == "INSUFFICIENT_DATA" { "the rule has no data" } else { "" };
        LiveVerdict {
            service: NativeService::AwsConfig,
            rule: self.rules.identify(rule_name),
            rule_name: rule_name.into(),
            resource: self.session.account.clone(),
            vendor_type: Arc::default(),
            account: self.session.account.clone(),
            region: self.session.region.clone(),
            verdict: word(compliance),
            remark: remark.into(),
            exemption: None,
            evaluated: None,
        }
    }

    fn on_resource(
        &self,
        target: Option<&EvaluationResultIdentifier>,
        compliance: Option<&str>,
        annotation: Option<&str>,
        recorded: Option<i64>,
    ) -> Option<LiveVerdict> {
        let target = target?.evaluation_result_qualifier()?;
        let rule_name = target.config_rule_name()?;
        let (resource, vendor_type) = self.ids.of(
            target.resource_type().unwrap_or_default(),
            target.resource_id().unwrap_or_default(),
            &self.session.account,
            &self.session.region,
            self.session.partition(),
        );
        Some(LiveVerdict {
            resource,
            vendor_type,
            region: place(&self.session.region),
            remark: annotation.unwrap_or_default().into(),
            evaluated: recorded.and_then(|s| jiff::Timestamp::from_second(s).ok()),
            ..self.on_account(rule_name, compliance.unwrap_or_default())
        })
    }
}

async fn verdicts(session: &Session, ids: &Ids) -> Result<(), SinkError> {
    let own = unit(&session.account, &session.region, "verdicts/config-rules");
    let packs = unit(&session.account, &session.region, "verdicts/conformance-packs");
    let rules = match rules(session).await {
        Ok(rules) => rules,
        Err(trouble) => {
            for unit in [own, packs] {
                fail(session, unit, &trouble).await?;
            }
            return Ok(());
        }
    };
    let mut judge = Judge { session, ids, rules: Rules::default() };
    let mut by_pack: BTreeMap<String, bool> = BTreeMap::new();
    for rule in &rules {
        judge.rules.learn(rule);
        if let Some(name) = rule.config_rule_name() {
            by_pack.insert(name.to_owned(), rule.created_by() == Some(PACK_MAKER));
        }
    }
    let compliance = tokio::sync::OnceCell::new();
    let page = |token: Option<String>| rule_page(&judge, &by_pack, &compliance, token);
    session.puller.unit(own, page, || UnitEnd::Complete).await?;
    let names = tokio::sync::OnceCell::new();
    let page = |token: Option<String>| pack_page(&judge, &names, token);
    session.puller.unit(packs, page, || UnitEnd::Complete).await?;
    Ok(())
}

/// What each rule says as a whole.
async fn compliance_by_rule(session: &Session) -> Result<HashMap<String, ComplianceType>, Trouble> {
    let mut all = HashMap::new();
    let mut token: Option<String> = None;
    loop {
        let answer = session.ask(COMPLIANCE, |client| {
            client.describe_compliance_by_config_rule().set_next_token(token.clone()).send()
        });
        let answer = answer.await?;
        let found = answer.compliance_by_config_rules.unwrap_or_default();
        session.puller.ledger.note(COMPLIANCE, |row| {
            row.pages += 1;
            row.items += found.len() as u64;
        });
        all.extend(
            found
                .into_iter()
                .filter_map(|rule| Some((rule.config_rule_name?, rule.compliance?.compliance_type?))),
        );
        let next = answer.next_token.filter(|next| !next.is_empty());
        if next.is_none() || next == token {
            return Ok(all);
        }
        token = next;
    }
}

/// The verdicts of the next rules in the order of their names; the token is the name of the rule to go on with.
async fn rule_page(
    judge: &Judge<'_>,
    by_pack: &BTreeMap<String, bool>,
    compliance: &tokio::sync::OnceCell<HashMap<String, ComplianceType>>,
    token: Option<String>,
) -> Result<(Page, Option<String>), Trouble> {
    let compliance = compliance.get_or_try_init(|| compliance_by_rule(judge.session)).await?;
    let mut rest = by_pack.range(token.unwrap_or_default()..);
    let mut page = Page::default();
    let mut details = Vec::with_capacity(AT_ONCE);
    let mut next = None;
    for (name, of_pack) in &mut rest {
        if details.len() == AT_ONCE {
            next = Some(name.clone());
            break;
        }
        match compliance.get(name) {
            Some(ComplianceType::Compliant | ComplianceType::NonCompliant) if *of_pack => {}
            Some(ComplianceType::Compliant | ComplianceType::NonCompliant) => {
                details.push(rule_details(judge, name));
            }
            Some(word) => page.verdicts.push(judge.on_account(name, word.as_str())),
            // a rule that has not been evaluated says nothing yet
            None => page.verdicts.push(judge.on_account(name, "INSUFFICIENT_DATA")),
        }
    }
    for verdicts in join_all(details).await {
        page.verdicts.extend(verdicts?);
    }
    Ok((page, next))
}

async fn rule_details(judge: &Judge<'_>, name: &str) -> Result<Vec<LiveVerdict>, Trouble> {
    let mut verdicts = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let answer = judge.session.ask(DETAILS, |client| {
            client
                .get_compliance_details_by_config_rule()
                .config_rule_name(name)
                .limit(100)
                .set_next_token(token.clone())
                .send()
        });
        let answer = match answer.await {
            // the rule was deleted since it was listed
            Err(trouble) if trouble.remark == "NoSuchConfigRuleException" => return Ok(verdicts),
            answer => answer?,
        };
        let results = answer.evaluation_results();
        judge.session.puller.ledger.note(DETAILS, |row| {
            row.pages += 1;
            row.items += results.len() as u64;
        });
        verdicts.extend(results.iter().filter_map(|result| {
            judge.on_resource(
                result.evaluation_result_identifier(),
                result.compliance_type().map(ComplianceType::as_str),
                result.annotation(),
                result.result_recorded_time().map(aws_smithy_types::DateTime::secs),
            )
        }));
        let next = answer.next_token.clone().filter(|next| !next.is_empty());
        if next.is_none() || next == token {
            return Ok(verdicts);
        }
        token = next;
    }
}

async fn pack_names(session: &Session) -> Result<Vec<String>, Trouble> {
    let mut names = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let answer = session.ask(PACKS, |client| {
            client.describe_conformance_packs().limit(20).set_next_token(token.clone()).send()
        });
        let answer = answer.await?;
        let found = answer.conformance_pack_details.unwrap_or_default();
        session.puller.ledger.note(PACKS, |row| {
            row.pages += 1;
            row.items += found.len() as u64;
        });
        names.extend(found.into_iter().map(|pack| pack.conformance_pack_name));
        let next = answer.next_token.filter(|next| !next.is_empty());
        if next.is_none() || next == token {
            names.sort_unstable();
            return Ok(names);
        }
        token = next;
    }
}

/// One page of a pack's verdicts; the token is the pack's name and, on a line of its own, the service's token.
async fn pack_page(
    judge: &Judge<'_>,
    names: &tokio::sync::OnceCell<Vec<String>>,
    token: Option<String>,
) -> Result<(Page, Option<String>), Trouble> {
    let names = names.get_or_try_init(|| pack_names(judge.session)).await?;
    let token = token.unwrap_or_default();
    let (from, inner) = token.split_once('\n').unwrap_or((token.as_str(), ""));
    let Some(at) = names.iter().position(|name| name.as_str() >= from) else {
        return Ok((Page::default(), None));
    };
    let name = &names[at];
    let inner = (!inner.is_empty() && name == from).then(|| inner.to_owned());
    let answer = judge.session.ask(PACK_DETAILS, |client| {
        client
            .get_conformance_pack_compliance_details()
            .conformance_pack_name(name)
            .limit(100)
            .set_next_token(inner.clone())
            .send()
    });
    let after = || names.get(at + 1).cloned();
    let answer = match answer.await {
        Err(trouble) if trouble.remark.starts_with("NoSuchConformancePack") => {
            return Ok((Page::default(), after()));
        }
        answer => answer?,
    };
    let results = answer.conformance_pack_rule_evaluation_results();
    judge.session.puller.ledger.note(PACK_DETAILS, |row| {
        row.pages += 1;
        row.items += results.len() as u64;
    });
    let verdicts = results
        .iter()
        .filter_map(|result| {
            judge.on_resource(
                result.evaluation_result_identifier(),
                Some(result.compliance_type().as_str()),
                result.annotation(),
                Some(result.result_recorded_time().secs()),
            )
        })
        .collect();
    let next = match answer.next_token.as_deref().filter(|next| !next.is_empty()) {
        Some(next) => Some(format!("{name}\n{next}")),
        None => after(),
    };
    Ok((Page { resources: Vec::new(), verdicts }, next))
}
