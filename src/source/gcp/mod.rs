//! Google Cloud: inventory and policies of Cloud Asset Inventory, findings of Security Command Center.
//!
//! ```text
//! scope ──▶ projects (numbers to ids) ──▶ IAM policies ──▶ resources
//!                                    ├──▶ organization policies
//!                                    └──▶ findings
//! ```
//!
//! Resources come after the IAM policies of their scope, because only who has read all grants may say that there is
//! none. An asset is known by its full resource name with the project's id, never its number.

mod assets;
mod client;
mod credentials;
mod detectors;
mod findings;
mod names;
mod options;
mod policies;
mod probe;
mod scope;
#[cfg(test)]
mod tests;
mod trouble;

pub use credentials::{Identity, identity};
pub use options::GcpOptions;
pub use probe::examine;

use std::sync::Arc;

use google_cloud_asset_v1::model::ContentType;
use tokio::task::JoinSet;

use self::client::{Clients, Content, GET_SERVICE, LIST_ASSETS, LIST_FINDINGS, LIST_SOURCES};
use self::scope::Scope;
use crate::native::Provider;
use crate::source::live::{Operation, Puller, SinkError, Trouble, TroubleKind};

/// Requests a second that Google allows: 100 assets listings a minute for a project that pays, 1,000 reads a minute of
/// Security Command Center.
pub const RATES: &[(&str, f64)] =
    &[(LIST_ASSETS, 100.0 / 60.0), ("securitycenter:*", 1000.0 / 60.0), (GET_SERVICE, 10.0)];

/// Every operation that a pull can make. One listing gives three contents, each with a permission of its own.
pub const OPERATIONS: &[Operation] = &[
    Operation::read(GCP, LIST_ASSETS, "GET", RESOURCES.permission),
    Operation::read(GCP, "cloudasset:ListAssets/IAM_POLICY", "GET", IAM_POLICIES.permission),
    Operation::read(GCP, "cloudasset:ListAssets/ORG_POLICY", "GET", ORGANIZATION_POLICIES.permission),
    Operation::read(GCP, LIST_FINDINGS, "GET", client::MAY_LIST_FINDINGS),
    Operation::read(GCP, LIST_SOURCES, "GET", client::MAY_LIST_SOURCES),
    Operation::read(GCP, GET_SERVICE, "GET", client::MAY_GET_SERVICE),
    Operation::sign_in(GCP, "oauth2:Token", "POST", ""),
    Operation::sign_in(GCP, "sts.googleapis.com:Token", "POST", ""),
    Operation::sign_in(
        GCP,
        "iamcredentials:GenerateAccessToken",
        "POST",
        "iam.serviceAccounts.getAccessToken",
    ),
];

const GCP: Provider = Provider::Gcp;

const RESOURCES: Content =
    Content { kind: ContentType::Resource, permission: "cloudasset.assets.listResource", types: &[] };
const IAM_POLICIES: Content =
    Content { kind: ContentType::IamPolicy, permission: "cloudasset.assets.listIamPolicy", types: &[] };
const ORGANIZATION_POLICIES: Content =
    Content { kind: ContentType::OrgPolicy, permission: "cloudasset.assets.listOrgPolicy", types: &[] };
const PROJECTS: Content = Content { types: &[assets::PROJECT], ..RESOURCES };

/// Reads every scope into the puller's sink. What went wrong before a unit existed is given back; the rest stands with
/// its unit.
pub async fn pull(
    options: &GcpOptions,
    environment: &[(String, String)],
    puller: &Puller,
) -> Result<Vec<Trouble>, SinkError> {
    let who = match identity(options, environment) {
        Ok(who) => who,
        Err(trouble) => return Ok(vec![trouble]),
    };
    let (scopes, mut troubles) = scopes(options, environment, &who);
    if scopes.is_empty() {
        return Ok(troubles);
    }
    let clients = match Clients::new(options, environment, &who).await {
        Ok(clients) => Arc::new(clients),
        Err(trouble) => {
            troubles.push(trouble);
            return Ok(troubles);
        }
    };
    let mut tasks = JoinSet::new();
    for name in scopes {
        let scope = Scope::new(name, clients.clone(), puller.clone());
        let findings = !options.without_findings;
        tasks.spawn(async move { scope.pull(findings).await });
    }
    let mut failed = None;
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(error)) => failed = failed.or(Some(error)),
            Err(error) => failed = failed.or(Some(SinkError(format!("a task ended early: {error}")))),
        }
    }
    failed.map_or(Ok(troubles), Err)
}

/// The scopes to read, and what is wrong with those that are not scopes.
fn scopes(
    options: &GcpOptions,
    environment: &[(String, String)],
    who: &Identity,
) -> (Vec<String>, Vec<Trouble>) {
    let mut troubles = Vec::new();
    let mut scopes = Vec::new();
    for given in &options.scopes {
        match written(given) {
            Some(scope) if !scopes.contains(&scope) => scopes.push(scope),
            Some(_) => {}
            None => troubles.push(
                Trouble::new(TroubleKind::Refused, LIST_ASSETS, given.as_str())
                    .remark("a scope is organizations/number, folders/number or projects/id"),
            ),
        }
    }
    if options.scopes.is_empty() {
        let names = ["GOOGLE_CLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT", "GCLOUD_PROJECT"];
        let project =
            options::variable(environment, &names).map(str::to_owned).or_else(|| who.project.clone());
        match project.and_then(|project| written(&project)) {
            Some(project) => scopes.push(project),
            None => troubles.push(
                Trouble::new(TroubleKind::Refused, LIST_ASSETS, "")
                    .remark("no organization, folder or project is named, and the credentials name none"),
            ),
        }
    }
    (scopes, troubles)
}

/// A scope as the APIs write it; a bare word is a project.
fn written(scope: &str) -> Option<String> {
    let plain = |id: &str| {
        !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':' | b'_'))
    };
    match scope.trim().trim_matches('/').split_once('/') {
        Some((level @ ("organizations" | "folders"), id)) => {
            (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{level}/{id}"))
        }
        Some(("projects", id)) => plain(id).then(|| format!("projects/{id}")),
        Some(_) => None,
        None => plain(scope.trim()).then(|| format!("projects/{}", scope.trim())),
    }
}
