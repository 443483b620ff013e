//! Queries of Azure Resource Graph, page by page.
//!
//! Source: the REST reference of `Microsoft.ResourceGraph/resources`, version 2022-10-01, and its page on large
//! result sets: a skip token is given only where every row has its id and the rows are ordered.

use std::sync::Arc;

use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::arm::{Arm, Ask};
use super::operations::RESOURCE_GRAPH;
use crate::source::live::{Trouble, TroubleKind};

const VERSION: &str = "2022-10-01";

/// The most rows a page may have.
pub(super) const PAGE: u32 = 1000;

/// What a query reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// Every subscription of the tenant that the identity can read.
    Tenant,
    /// The subscriptions of a management group.
    ManagementGroup(Arc<str>),
    /// One subscription.
    Subscription(Arc<str>),
}

impl Reach {
    /// Its name in units and troubles.
    pub(super) fn name(&self) -> Arc<str> {
        match self {
            Self::Tenant => "tenant".into(),
            Self::ManagementGroup(name) => format!("managementGroups/{name}").into(),
            Self::Subscription(id) => id.clone(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Query<'a> {
    #[serde(rename = "query")]
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscriptions: Option<[&'a str; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    management_groups: Option<[&'a str; 1]>,
    options: Options<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Options<'a> {
    result_format: &'static str,
    #[serde(rename = "$top")]
    top: u32,
    #[serde(rename = "$skipToken", skip_serializing_if = "Option::is_none")]
    skip_token: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound = "T: DeserializeOwned")]
struct Rows<T> {
    data: Vec<T>,
    #[serde(rename = "$skipToken")]
    skip_token: Option<String>,
    /// `"true"` and `"false"`, as text.
    result_truncated: Option<String>,
}

/// A page of rows.
#[derive(Debug)]
pub(super) struct GraphPage<T> {
    pub(super) rows: Vec<T>,
    pub(super) next: Option<String>,
    /// What the answer says is missing from it.
    pub(super) lacks: Option<Trouble>,
}

/// One page of a query.
pub(super) async fn page<T: DeserializeOwned>(
    arm: &Arm,
    reach: &Reach,
    query: &str,
    top: u32,
    token: Option<&str>,
) -> Result<GraphPage<T>, Trouble> {
    let body = Query {
        text: query,
        subscriptions: match reach {
            Reach::Subscription(id) => Some([id]),
            _ => None,
        },
        management_groups: match reach {
            Reach::ManagementGroup(name) => Some([name]),
            _ => None,
        },
        options: Options { result_format: "objectArray", top, skip_token: token },
    };
    let mut ask = Ask {
        operation: &RESOURCE_GRAPH,
        scope: reach.name(),
        url: arm.url("/providers/Microsoft.ResourceGraph/resources", VERSION),
        body: None,
        resumes: token.is_some(),
    };
    ask.body = Some(serde_json::to_vec(&body).map_err(|e| ask.malformed(&e))?.into());
    let (rows, headers): (Rows<T>, _) = arm.json(&ask).await?;
    arm.puller.ledger.note(RESOURCE_GRAPH.api, |row| {
        row.pages += 1;
        row.items += rows.data.len() as u64;
    });
    let cut = rows.skip_token.is_none()
        && rows.result_truncated.as_deref().is_some_and(|t| t.eq_ignore_ascii_case("true"));
    let lacks = if limit_hit(&headers) {
        Some("more subscriptions than a query can reach: narrow the scope")
    } else if cut {
        Some("the service cut the result without a way to go on")
    } else {
        None
    };
    Ok(GraphPage {
        rows: rows.data,
        next: rows.skip_token.filter(|t| !t.is_empty()),
        lacks: lacks.map(|remark| ask.trouble(TroubleKind::NotCollected).remark(remark)),
    })
}

/// All rows of a query that is small: scopes, exemptions.
pub(super) async fn all<T: DeserializeOwned>(
    arm: &Arm,
    reach: &Reach,
    query: &str,
) -> Result<(Vec<T>, Option<Trouble>), Trouble> {
    let (mut rows, mut lacks, mut token) = (Vec::new(), None, None::<String>);
    loop {
        let page: GraphPage<T> = page(arm, reach, query, PAGE, token.as_deref()).await?;
        rows.extend(page.rows);
        lacks = lacks.or(page.lacks);
        if page.next.is_some() && page.next == token {
            let trouble = Trouble::new(TroubleKind::Malformed, RESOURCE_GRAPH.api, reach.name());
            return Err(trouble.remark("the next page is the same page"));
        }
        match page.next {
            Some(next) => token = Some(next),
            None => return Ok((rows, lacks)),
        }
    }
}

/// Whether the tenant has more subscriptions than a query can reach.
fn limit_hit(headers: &HeaderMap) -> bool {
    headers
        .get("x-ms-tenant-subscription-limit-hit")
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.eq_ignore_ascii_case("true"))
}
