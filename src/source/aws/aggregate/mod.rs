//! A whole organisation through its aggregator: the same queries, asked in the aggregator's home region, account by
//! account so that accounts are read beside each other and fail by themselves.

mod packs;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use aws_sdk_config::types::{AccountAggregationSource, AggregatedSourceStatusType, ConfigurationAggregator};
use serde_json::Value;
use tokio::task::JoinSet;

use packs::{packs, without_data};
use verdicts::verdicts;

use super::inventory::Query;
use super::item::Ids;
use super::recorder::Recording;
use super::region::rules;
use super::rule::Rules;
use super::session::Session;
use super::{AwsOptions, finish, scope, security_hub, unit};
use crate::source::live::{SinkError, Trouble, TroubleKind, UnitEnd};

const FIND: &str = "config:DescribeConfigurationAggregators";
const STATUS: &str = "config:DescribeConfigurationAggregatorSourcesStatus";

/// An aggregator.
#[derive(Debug, Clone)]
pub(super) struct Aggregator {
    name: Arc<str>,
    home: Arc<str>,
    organisation: bool,
    /// None where it takes all.
    regions: Option<Vec<String>>,
}

impl Aggregator {
    fn of(found: &ConfigurationAggregator, home: &Arc<str>) -> Option<Self> {
        let name = found.configuration_aggregator_name()?.into();
        let (organisation, all, regions) = if let Some(source) = found.organization_aggregation_source() {
            (true, source.all_aws_regions(), source.aws_regions().to_vec())
        } else {
            let sources = found.account_aggregation_sources();
            let regions = sources.iter().flat_map(|s| s.aws_regions().iter().cloned());
            let regions: BTreeSet<String> = regions.collect();
            (
                false,
                sources.iter().any(AccountAggregationSource::all_aws_regions),
                regions.into_iter().collect(),
            )
        };
        Some(Self { name, home: home.clone(), organisation, regions: (!all).then_some(regions) })
    }
}

/// The aggregator to ask: the one that is named, else an organisation's, else any, in the first region that has one.
pub(super) async fn find(
    session: &Session,
    options: &AwsOptions,
    troubles: &mut Vec<Trouble>,
) -> Option<Aggregator> {
    let own = [session.region.to_string()];
    let regions = if options.regions.is_empty() { &own[..] } else { &options.regions };
    for region in regions {
        let session = session.in_region(region);
        let mut found = Vec::new();
        let mut token: Option<String> = None;
        loop {
            let answer = session
                .ask(FIND, |client| {
                    client.describe_configuration_aggregators().set_next_token(token.clone()).send()
                })
                .await;
            match answer {
                Ok(answer) => {
                    let aggregators = answer.configuration_aggregators();
                    found.extend(aggregators.iter().filter_map(|a| Aggregator::of(a, &session.region)));
                    let next = answer.next_token.filter(|next| !next.is_empty());
                    if next.is_none() || next == token {
                        break;
                    }
                    token = next;
                }
                Err(trouble) => {
                    troubles.push(trouble);
                    break;
                }
            }
        }
        found.sort_by(|a, b| (!a.organisation, &a.name).cmp(&(!b.organisation, &b.name)));
        let chosen = match &options.aggregator {
            Some(name) => found.into_iter().find(|a| *a.name == **name),
            None => found.into_iter().next(),
        };
        if chosen.is_some() {
            return chosen;
        }
    }
    if let Some(name) = &options.aggregator {
        troubles.push(
            Trouble::new(TroubleKind::Refused, FIND, session.scope())
                .remark(&format!("no aggregator {name}")),
        );
    }
    None
}

/// A list for a query.
fn quoted<'a>(values: impl IntoIterator<Item = &'a String>) -> String {
    // ids and regions hold none of these: what does is left out, not escaped
    let plain = |v: &&String| v.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let values: Vec<String> = values.into_iter().filter(plain).map(|v| format!("'{v}'")).collect();
    values.join(", ")
}

/// What the tasks of one aggregator share.
struct Shared {
    session: Session,
    aggregator: Aggregator,
    options: Arc<AwsOptions>,
    recordings: BTreeMap<(String, String), Recording>,
    stale: Vec<Trouble>,
    rules: Rules,
}

/// Reads everything that an aggregator holds.
pub(super) async fn pull(
    session: &Session,
    aggregator: &Aggregator,
    options: &Arc<AwsOptions>,
    troubles: &mut Vec<Trouble>,
) -> Result<(), SinkError> {
    let session = session.in_region(&aggregator.home);
    let query =
        Query { session: session.clone(), aggregator: Some(aggregator.name.clone()), narrow: String::new() };
    let accounts = match accounts(&query, options, aggregator, troubles).await {
        Ok(accounts) => accounts,
        Err(trouble) => {
            troubles.push(trouble);
            return Ok(());
        }
    };
    let stale = stale_sources(&session, aggregator).await.unwrap_or_else(|trouble| vec![trouble]);
    let recordings = match recordings(&query).await {
        Ok(recordings) => recordings,
        Err(trouble) => {
            troubles.push(trouble);
            BTreeMap::new()
        }
    };
    let mut known = Rules::default();
    match rules(&session).await {
        Ok(own) => own.iter().for_each(|rule| known.learn(rule)),
        Err(trouble) => troubles.push(trouble),
    }
    let shared = Arc::new(Shared {
        session: session.clone(),
        aggregator: aggregator.clone(),
        options: options.clone(),
        recordings,
        stale,
        rules: known,
    });
    let mut tasks = JoinSet::new();
    for account in accounts {
        tasks.spawn(pull_account(shared.clone(), account));
    }
    tasks.spawn(packs(shared.clone()));
    tasks.spawn(without_data(shared.clone()));
    if !options.no_security_hub {
        let regions = match (&options.regions[..], &aggregator.regions) {
            ([], Some(regions)) => regions.clone(),
            ([], None) => vec![session.region.to_string()],
            (regions, _) => regions.to_vec(),
        };
        for region in regions {
            let session = session.in_region(&region);
            tasks.spawn(async move { security_hub::pull(&session, false).await });
        }
    }
    finish(tasks).await
}

/// The accounts to read: those asked for, else those that the aggregator holds anything of. Accounts of the
/// organisation that it holds nothing of are told.
async fn accounts(
    query: &Query,
    options: &AwsOptions,
    aggregator: &Aggregator,
    troubles: &mut Vec<Trouble>,
) -> Result<Vec<String>, Trouble> {
    let mut held = BTreeSet::new();
    for line in query.all("SELECT accountId, COUNT(*) GROUP BY accountId").await? {
        let line: Value = serde_json::from_str(&line).map_err(|_| query.malformed())?;
        held.insert(line["accountId"].as_str().ok_or_else(|| query.malformed())?.to_owned());
    }
    let asked = if !options.accounts.is_empty() {
        options.accounts.clone()
    } else if aggregator.organisation {
        scope::list(&query.session).await.unwrap_or_else(|trouble| {
            troubles.push(trouble);
            Vec::new()
        })
    } else {
        Vec::new()
    };
    for account in asked.iter().filter(|account| !held.contains(*account)) {
        troubles.push(
            Trouble::new(TroubleKind::NotCollected, query.api(), account.as_str())
                .remark(&format!("the aggregator {} holds nothing of this account", aggregator.name)),
        );
    }
    if !options.accounts.is_empty() {
        held.retain(|account| options.accounts.contains(account));
    }
    Ok(held.into_iter().collect())
}

/// Accounts and regions whose data did not reach the aggregator, or only old data.
async fn stale_sources(session: &Session, aggregator: &Aggregator) -> Result<Vec<Trouble>, Trouble> {
    let mut troubles = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let answer = session.ask(STATUS, |client| {
            client
                .describe_configuration_aggregator_sources_status()
                .configuration_aggregator_name(&*aggregator.name)
                .update_status(AggregatedSourceStatusType::Failed)
                .update_status(AggregatedSourceStatusType::Outdated)
                .limit(100)
                .set_next_token(token.clone())
                .send()
        });
        let answer = answer.await?;
        let sources = answer.aggregated_source_status_list();
        session.puller.ledger.note(STATUS, |row| {
            row.pages += 1;
            row.items += sources.len() as u64;
        });
        troubles.extend(sources.iter().map(|source| {
            let scope = format!(
                "{} {}",
                source.source_id().unwrap_or_default(),
                source.aws_region().unwrap_or_default()
            );
            let status = source.last_update_status().map_or("", AggregatedSourceStatusType::as_str);
            let code = source.last_error_code().unwrap_or_default();
            let remark = format!("the aggregator's copy: {status} {code}");
            Trouble::new(TroubleKind::NotCollected, STATUS, scope).remark(remark.trim_end())
        }));
        let next = answer.next_token.clone().filter(|next| !next.is_empty());
        if next.is_none() || next == token {
            return Ok(troubles);
        }
        token = next;
    }
}

/// What is recorded where, as the recorders' own items tell.
async fn recordings(query: &Query) -> Result<BTreeMap<(String, String), Recording>, Trouble> {
    let lines = query.all(
        "SELECT accountId, awsRegion, configuration WHERE resourceType = 'AWS::Config::ConfigurationRecorder'",
    );
    let mut recordings = BTreeMap::new();
    for line in lines.await? {
        let line: Value = serde_json::from_str(&line).map_err(|_| query.malformed())?;
        let text = |name: &str| line[name].as_str().map(str::to_owned).ok_or_else(|| query.malformed());
        let mut configuration = line["configuration"].clone();
        if let Some(inner) = configuration.as_str().and_then(|text| serde_json::from_str(text).ok()) {
            configuration = inner;
        }
        recordings.insert((text("accountId")?, text("awsRegion")?), Recording::of_item(&configuration));
    }
    Ok(recordings)
}

impl Shared {
    /// What the inventory of an account lacks.
    fn lacks(&self, account: &str) -> Vec<Trouble> {
        let own: Vec<_> = self.recordings.iter().filter(|((a, _), _)| a == account).collect();
        let mut troubles: Vec<Trouble> = self
            .stale
            .iter()
            // a source of a whole organisation is every account's, and so is not knowing
            .filter(|t| {
                t.kind != TroubleKind::NotCollected
                    || t.scope.starts_with(account)
                    || t.scope.starts_with("o-")
            })
            .cloned()
            .collect();
        for (at, ((_, region), recording)) in own.iter().enumerate() {
            let elsewhere = |kind: &str| own.iter().enumerate().any(|(i, (_, r))| i != at && r.has(kind));
            troubles.extend(recording.lacks(&format!("{account} {region}"), elsewhere));
        }
        let wanted = if self.options.regions.is_empty() {
            self.aggregator.regions.clone().unwrap_or_default()
        } else {
            self.options.regions.clone()
        };
        let untold = |scope: String| {
            Trouble::new(TroubleKind::NotCollected, "config:SelectAggregateResourceConfig", scope)
                .remark("the aggregator does not tell what the recorder records")
        };
        for region in wanted.iter().filter(|region| !own.iter().any(|((_, r), _)| r == *region)) {
            troubles.push(untold(format!("{account} {region}")));
        }
        if own.is_empty() && wanted.is_empty() {
            troubles.push(untold(account.to_owned()));
        }
        troubles
    }
}

async fn pull_account(shared: Arc<Shared>, account: String) -> Result<(), SinkError> {
    let mut narrow = format!(" AND accountId = '{account}'");
    if !shared.options.regions.is_empty() {
        let _ = write!(narrow, " AND awsRegion IN ('global', {})", quoted(&shared.options.regions));
    }
    let query =
        Query { session: shared.session.clone(), aggregator: Some(shared.aggregator.name.clone()), narrow };
    let ids = Ids::default();
    let complete = || match shared.lacks(&account) {
        lacks if lacks.is_empty() => UnitEnd::Complete,
        lacks => UnitEnd::Partial(lacks),
    };
    query.inventory(unit(&account, "", "inventory/config"), &ids, complete).await?;
    verdicts(&shared, &query, &account, &ids).await
}
