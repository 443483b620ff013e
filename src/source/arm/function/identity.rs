//! Functions that name resources and places of deployment.

use std::sync::Arc;

use super::text::beginning;
use super::{Given, because, references, shown, unknown};
use crate::native::{Node, Reference, Value, Why};
use crate::source::arm::identity::{address, id};

/// Whether only a deployment settles what a function gives.
pub(super) fn is_settled_later(lower: &str) -> bool {
    matches!(
        lower,
        "uniquestring"
            | "guid"
            | "newguid"
            | "utcnow"
            | "resourcegroup"
            | "subscription"
            | "managementgroup"
            | "tenant"
            | "deployment"
            | "deployer"
            | "environment"
            | "providers"
            | "pickzones"
            | "tological"
            | "tologicalzone"
            | "tologicalzones"
            | "tophysicalzone"
            | "tophysicalzones"
            | "readenvironmentvariable"
            | "externalinput"
    )
}

/// The ids that `resourceId` and its kin build; nothing for another function.
pub(super) fn call(lower: &str, given: &Given<'_>) -> Option<Node> {
    let kin = [
        "resourceid",
        "subscriptionresourceid",
        "tenantresourceid",
        "managementgroupresourceid",
        "extensionresourceid",
    ];
    if !kin.contains(&lower) {
        return None;
    }
    let is_type = |n: &Node| {
        let text = n.as_text().or_else(|| beginning(n));
        text.is_some_and(|t| {
            let service = t.split('/').next().unwrap_or_default();
            t.contains('/') && service.contains('.') && !t.starts_with('/')
        })
    };
    let Some(at) = given.all.iter().position(is_type) else {
        let cause = given.all.iter().find(|n| n.as_unknown().is_some());
        return Some(cause.map_or_else(
            || unknown(Why::Invalid("an id without a type".into()), Vec::new(), given.span),
            |cause| because(cause, given.all, given.span),
        ));
    };
    let kind = shown(given.node(at)?);
    let parts = given.all.get(at + 1..).unwrap_or_default();
    let names: Vec<Arc<str>> =
        parts.iter().flat_map(|n| shown(n).split('/').map(Into::into).collect::<Vec<Arc<str>>>()).collect();
    let own = address(&kind, &names);
    let vague = given.node(at).is_some_and(|n| n.as_unknown().is_some())
        || parts.iter().any(|n| n.as_unknown().is_some());
    let mut made = match lower {
        "subscriptionresourceid" | "tenantresourceid" | "managementgroupresourceid" if !vague => {
            let scope = if lower == "subscriptionresourceid" { "/subscriptions/[subscription]" } else { "" };
            given.at(Value::String(format!("{scope}/providers/{own}").into()))
        }
        _ => id(&kind, &names, &own, vague, given.span),
    };
    if let Value::String(_) = made.value {
        let mut refs = vec![Reference { address: own, attribute: "id".into() }];
        refs.extend(references(given.all));
        made.refs = Some(refs.into());
    }
    Some(made)
}
