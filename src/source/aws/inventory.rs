//! Inventory: one query for everything of a scope, or, where queries are not to be had, what Config has discovered,
//! type by type.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_sdk_config::types::{ResourceKey, ResourceType};

use super::item::{Ids, of_base, of_query};
use super::recorder::{Recording, known_types};
use super::session::Session;
use super::unit;
use crate::source::live::{Page, SinkError, Trouble, TroubleKind, Unit, UnitEnd};

const SELECT: &str = "config:SelectResourceConfig";
const SELECT_AGGREGATE: &str = "config:SelectAggregateResourceConfig";

/// The most that a page of any of these may hold.
const PAGE: i32 = 100;

/// How often keys that were not processed are asked for before the page is given up.
const ROUNDS: u32 = 6;

/// What is asked of every resource. Verdicts of Config stand among the resources and are read by themselves.
pub(super) const EVERYTHING: &str = "SELECT accountId, awsRegion, arn, resourceId, resourceName, resourceType, \
    configurationItemCaptureTime, tags, relationships, configuration, supplementaryConfiguration \
    WHERE resourceType NOT IN ('AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance')";

/// What joins verdicts to resources.
const IDS: &str = "SELECT accountId, awsRegion, arn, resourceId, resourceName, resourceType \
    WHERE resourceType NOT IN ('AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance')";

/// Where a query is asked.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// Who asks.
    pub(super) session: Session,
    /// The aggregator; none for the session's own account and region.
    pub(super) aggregator: Option<Arc<str>>,
    /// What narrows it: ` AND accountId = '…'`.
    pub(super) narrow: String,
}

impl Query {
    /// The operation it uses.
    pub(super) fn api(&self) -> &'static str {
        if self.aggregator.is_some() { SELECT_AGGREGATE } else { SELECT }
    }

    /// One page of lines, and the token of the next.
    pub(super) async fn page(
        &self,
        expression: &str,
        token: Option<String>,
    ) -> Result<(Vec<String>, Option<String>), Trouble> {
        let (lines, next) = if let Some(name) = &self.aggregator {
            let answer = self.session.ask(SELECT_AGGREGATE, |client| {
                client
                    .select_aggregate_resource_config()
                    .configuration_aggregator_name(&**name)
                    .expression(expression)
                    .limit(PAGE)
                    .max_results(PAGE)
                    .set_next_token(token.clone())
                    .send()
            });
            let answer = answer.await?;
            (answer.results.unwrap_or_default(), answer.next_token)
        } else {
            let answer = self.session.ask(SELECT, |client| {
                client
                    .select_resource_config()
                    .expression(expression)
                    .limit(PAGE)
                    .set_next_token(token.clone())
                    .send()
            });
            let answer = answer.await?;
            (answer.results.unwrap_or_default(), answer.next_token)
        };
        self.session.puller.ledger.note(self.api(), |row| {
            row.pages += 1;
            row.items += lines.len() as u64;
        });
        Ok((lines, next.filter(|token| !token.is_empty())))
    }

    /// Every line of a query that has few.
    pub(super) async fn all(&self, expression: &str) -> Result<Vec<String>, Trouble> {
        let mut all = Vec::new();
        let mut token = None;
        loop {
            let (lines, next) = self.page(expression, token.clone()).await?;
            all.extend(lines);
            if next.is_none() || next == token {
                return Ok(all);
            }
            token = next;
        }
    }

    /// Trouble with a line that is not what was asked for.
    pub(super) fn malformed(&self) -> Trouble {
        Trouble::new(TroubleKind::Malformed, self.api(), self.session.scope())
    }

    /// Reads everything of the scope as one unit, and keeps the ids that verdicts need.
    pub(super) async fn inventory(
        &self,
        unit: Unit,
        ids: &Ids,
        complete: impl FnOnce() -> UnitEnd,
    ) -> Result<UnitEnd, SinkError> {
        let expression = format!("{EVERYTHING}{}", self.narrow);
        let whole = AtomicBool::new(false);
        let partition = self.session.partition();
        let page = |token: Option<String>| {
            let expression = expression.as_str();
            let whole = &whole;
            async move {
                if token.is_none() {
                    whole.store(true, Ordering::Relaxed);
                }
                let (lines, next) = self.page(expression, token).await?;
                let mut page = Page::default();
                for line in lines {
                    let (id, resource) = of_query(&line, partition).ok_or_else(|| self.malformed())?;
                    ids.learn(id, &resource);
                    page.resources.push(resource);
                }
                Ok((page, next))
            }
        };
        let end = self.session.puller.unit(unit, page, complete).await?;
        if !whole.load(Ordering::Relaxed) {
            // a pull that goes on did not see the pages before: their ids are asked for again, the rest is kept.
            // Without them verdicts stand under a key of their own, which loses nothing.
            if let Ok(lines) = self.all(&format!("{IDS}{}", self.narrow)).await {
                for (id, resource) in lines.iter().filter_map(|line| of_query(line, partition)) {
                    ids.learn(id, &resource);
                }
            }
        }
        Ok(end)
    }
}

/// Reads what Config has discovered, each type a unit of its own.
pub(super) async fn discovered(session: &Session, recording: &Recording, ids: &Ids) -> Result<(), SinkError> {
    for kind in known_types().filter(|kind| recording.has(kind)) {
        let unit = unit(&session.account, &session.region, &format!("inventory/{kind}"));
        let page = |token| discovered_page(session, kind, ids, token);
        let complete = || match recording {
            Recording::Untold(trouble) => UnitEnd::Partial(vec![trouble.clone()]),
            _ => UnitEnd::Complete,
        };
        session.puller.unit(unit, page, complete).await?;
    }
    Ok(())
}

async fn discovered_page(
    session: &Session,
    kind: &str,
    ids: &Ids,
    token: Option<String>,
) -> Result<(Page, Option<String>), Trouble> {
    const LIST: &str = "config:ListDiscoveredResources";
    const BATCH: &str = "config:BatchGetResourceConfig";
    let kind = ResourceType::from(kind);
    let listed = session.ask(LIST, |client| {
        client
            .list_discovered_resources()
            .resource_type(kind.clone())
            .limit(PAGE)
            .set_next_token(token.clone())
            .send()
    });
    let listed = listed.await?;
    let mut keys: Vec<ResourceKey> = listed
        .resource_identifiers()
        .iter()
        .filter_map(|found| {
            let id = found.resource_id()?;
            ResourceKey::builder().resource_type(kind.clone()).resource_id(id).build().ok()
        })
        .collect();
    session.puller.ledger.note(LIST, |row| {
        row.pages += 1;
        row.items += keys.len() as u64;
    });
    let mut page = Page::default();
    let mut round = 0;
    while !keys.is_empty() {
        round += 1;
        if round > ROUNDS {
            return Err(Trouble::new(TroubleKind::Service, BATCH, session.scope())
                .remark(&format!("{} keys were not processed", keys.len())));
        }
        // what comes back unprocessed is asked for again, at the pace of the budget and after a breath
        tokio::time::sleep(std::time::Duration::from_millis(100) * (round - 1)).await;
        let answer = session.ask(BATCH, |client| {
            client.batch_get_resource_config().set_resource_keys(Some(keys.clone())).send()
        });
        let answer = answer.await?;
        let items = answer.base_configuration_items.unwrap_or_default();
        session.puller.ledger.note(BATCH, |row| {
            row.pages += 1;
            row.items += items.len() as u64;
        });
        for item in items {
            let (id, resource) = of_base(item, session.partition());
            ids.learn(id, &resource);
            page.resources.push(resource);
        }
        keys = answer.unprocessed_resource_keys.unwrap_or_default();
    }
    Ok((page, listed.next_token.filter(|token| !token.is_empty())))
}
