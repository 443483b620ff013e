//! Which subscriptions there are, and in how many pieces they are read.

use std::sync::Arc;

use serde::Deserialize;

use super::AzureOptions;
use super::arm::Arm;
use super::graph::{self, Reach};
use super::operations::RESOURCE_GRAPH;
use crate::source::live::{Trouble, TroubleKind};

/// Above this many subscriptions they are read in one go: Resource Graph grants few queries, but long ones.
const SINGLY: usize = 20;

const SUBSCRIPTIONS: &str = "resourcecontainers \
     | where type =~ 'microsoft.resources/subscriptions' \
     | project id, subscriptionId, name, tenantId, state = tostring(properties.state) \
     | order by id asc";

/// A subscription.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Subscription {
    pub(super) subscription_id: Arc<str>,
}

/// What is read, and how.
#[derive(Debug)]
pub(super) struct Scopes {
    /// Pieces of the inventory and of what Resource Graph says of it.
    pub(super) reaches: Vec<Reach>,
    /// Scopes of policy states: Policy Insights knows management groups and subscriptions, but no tenant.
    pub(super) policy: Vec<Reach>,
    /// What could not be reached.
    pub(super) troubles: Vec<Trouble>,
}

/// Asks which subscriptions the identity can read. Resource Graph says nothing of one that it cannot: a subscription
/// that was asked for and is not there is trouble, not an empty subscription.
pub(super) async fn discover(arm: &Arm, options: &AzureOptions) -> Result<Scopes, Trouble> {
    let whole = match &options.management_group {
        Some(name) => Reach::ManagementGroup(name.as_str().into()),
        None => Reach::Tenant,
    };
    let (found, lacks): (Vec<Subscription>, _) = graph::all(arm, &whole, SUBSCRIPTIONS).await?;
    let mut ids: Vec<Arc<str>> = found.iter().map(|s| s.subscription_id.to_lowercase().into()).collect();
    ids.sort();
    ids.dedup();
    let mut troubles: Vec<Trouble> = lacks.into_iter().collect();
    let permission = "Microsoft.Resources/subscriptions/read";
    let denied = |scope: Arc<str>| {
        Trouble::new(TroubleKind::Denied { permission: permission.into() }, RESOURCE_GRAPH.api, scope)
    };
    let wanted: Vec<Arc<str>> = options.subscriptions.iter().map(|id| id.to_lowercase().into()).collect();
    troubles.extend(wanted.iter().filter(|id| !ids.contains(id)).map(|id| denied(id.clone())));
    if !wanted.is_empty() {
        ids.retain(|id| wanted.contains(id));
    } else if ids.is_empty() {
        return Err(denied(whole.name()));
    }
    let singly = |ids: Vec<Arc<str>>| ids.into_iter().map(Reach::Subscription).collect::<Vec<_>>();
    let (reaches, policy) = match (&whole, wanted.is_empty()) {
        (Reach::ManagementGroup(_), true) => (vec![whole.clone()], vec![whole]),
        (_, true) if ids.len() > SINGLY => (vec![whole], singly(ids)),
        _ => (singly(ids.clone()), singly(ids)),
    };
    Ok(Scopes { reaches, policy, troubles })
}
