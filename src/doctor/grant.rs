//! The least to ask for, made from the operations that the program can make: what is not on that list cannot be called,
//! and what is on it stands here.

use serde_json::{Value, json};

use crate::config::Config;
use crate::native::Provider;
use crate::source::live::{Examination, Operation, Purpose, operations};

/// Something to grant, ready to hand over.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// What it is and whom it is for.
    pub title: String,
    /// How it is put in place.
    pub how: String,
    /// The policy or role.
    pub document: Value,
}

/// What of the configuration and of the examination shapes a grant.
#[derive(Debug, Clone, Default)]
pub(super) struct Setting {
    /// AWS: the role to enter other accounts by.
    pub(super) role: Option<String>,
    /// AWS: the partition of the identity.
    pub(super) partition: Option<String>,
    /// Azure: the management group that is read as a whole.
    pub(super) management_group: Option<String>,
    /// What is reached.
    pub(super) scopes: Vec<String>,
    /// GCP: the service account that is acted as.
    pub(super) impersonate: Option<String>,
    /// GCP: the project whose quota pays.
    pub(super) quota_project: Option<String>,
    /// GCP: the organizations, folders and projects that are configured.
    pub(super) parents: Vec<String>,
}

impl Setting {
    pub(super) fn of(config: &Config, found: Option<&Examination>) -> Self {
        let text = |key| config.text(key).map(str::to_owned);
        // arn:aws-us-gov:iam::…
        let arn = found.and_then(|f| f.caller.as_ref().ok()).map(|caller| caller.name.as_str());
        let partition = arn.and_then(|arn| arn.strip_prefix("arn:")?.split(':').next().map(str::to_owned));
        Self {
            role: text("aws.role"),
            partition,
            management_group: text("azure.management_group"),
            scopes: found.map(|f| f.scopes.clone()).unwrap_or_default(),
            impersonate: text("gcp.impersonate"),
            quota_project: text("gcp.quota_project"),
            parents: config.list("gcp.parents").to_vec(),
        }
    }
}

/// Permissions of a cloud's operations for a purpose, each once, in order; what another one includes is left out.
fn permissions(cloud: Provider, purpose: Purpose) -> Vec<&'static str> {
    let fits = |o: &&Operation| o.cloud == cloud && o.purpose == purpose && !o.permission.is_empty();
    let mut all: Vec<&str> = operations().filter(fits).map(|o| o.permission).collect();
    all.sort_unstable();
    all.dedup();
    let wide = all.clone();
    all.retain(|one| !wide.iter().any(|other| other != one && includes(other, one)));
    all
}

/// Whether a permission with an asterisk at its start includes another one.
fn includes(wide: &str, one: &str) -> bool {
    wide.strip_prefix('*').is_some_and(|end| one.ends_with(end))
}

/// What to grant for a cloud.
pub(super) fn grants(cloud: Provider, setting: &Setting) -> Vec<Grant> {
    match cloud {
        Provider::Aws => aws(setting),
        Provider::Azure => azure(setting),
        Provider::Gcp => gcp(setting),
        Provider::Kubernetes | Provider::Container | Provider::Other => Vec::new(),
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
fn aws(setting: &Setting) -> Vec<Grant> {
    let mut statements = vec![json!({
        "Sid": "StethReads",
        "Effect": "Allow",
        "Action": permissions(Provider::Aws, Purpose::Read),
        "Resource": "*",
    })];
    let partition = setting.partition.as_deref().unwrap_or("aws");
    if let Some(role) = &setting.role {
        statements.push(json!({
            "Sid": "StethEntersOtherAccounts",
            "Effect": "Allow",
            "Action": permissions(Provider::Aws, Purpose::SignIn),
            "Resource": format!("arn:{partition}:iam::*:role/{}", role.trim_start_matches('/')),
        }));
    }
    let whom = match &setting.role {
        Some(role) => {
            format!("policy of the identity; the role {role} of each account needs its first statement")
        }
        None => "policy of the identity".to_owned(),
    };
    vec![Grant {
        title: format!("AWS IAM {whom}"),
        how: "aws iam create-policy --policy-name steth-reads --policy-document file://steth-reads.json; the managed \
              policy SecurityAudit holds all of its reads and more"
            .to_owned(),
        document: json!({"Version": "2012-10-17", "Statement": statements}),
    }]
}

/// <https://learn.microsoft.com/azure/role-based-access-control/custom-roles>
fn azure(setting: &Setting) -> Vec<Grant> {
    let actions = permissions(Provider::Azure, Purpose::Read);
    let group = |name: &str| format!("/providers/Microsoft.Management/managementGroups/{name}");
    let scopes: Vec<String> = match &setting.management_group {
        Some(name) => vec![group(name)],
        None if setting.scopes.is_empty() => vec!["/subscriptions/SUBSCRIPTION".to_owned()],
        None => setting.scopes.iter().map(|id| format!("/subscriptions/{id}")).collect(),
    };
    // Resource Graph shows of a resource what its reader may read, so that a narrower role would see less and not say so
    let reader = if actions == ["*/read"] { "; the built-in role Reader is the same" } else { "" };
    vec![Grant {
        title: "Azure role, at the management group or the subscriptions to read".to_owned(),
        how: format!("az role definition create --role-definition @steth-reader.json{reader}"),
        document: json!({
            "Name": "steth reader",
            "IsCustom": true,
            "Description": "Reads what steth needs, and changes nothing.",
            "Actions": actions,
            "NotActions": [],
            "DataActions": [],
            "NotDataActions": [],
            "AssignableScopes": scopes,
        }),
    }]
}

/// <https://cloud.google.com/iam/docs/creating-custom-roles>
fn gcp(setting: &Setting) -> Vec<Grant> {
    let mut included = permissions(Provider::Gcp, Purpose::Read);
    if setting.quota_project.is_some() {
        included.push("serviceusage.services.use");
    }
    let level = setting.parents.iter().find_map(|parent| {
        let (level, id) = parent.split_once('/')?;
        match level {
            "organizations" => Some(format!("--organization={id}")),
            "projects" => Some(format!("--project={id}")),
            _ => None,
        }
    });
    let level = level.unwrap_or_else(|| "--organization=ORGANIZATION".to_owned());
    let role = |title: &str, included: &[&str]| {
        json!({
            "title": title,
            "description": "Reads what steth needs, and changes nothing.",
            "stage": "GA",
            "includedPermissions": included,
        })
    };
    let mut all = vec![Grant {
        title: "Google Cloud role, at the organization, folder or project to read".to_owned(),
        how: format!(
            "gcloud iam roles create stethReader {level} --file=steth-reader.json; the roles cloudasset.viewer, \
             securitycenter.findingsViewer and securitycentermanagement.viewer hold its permissions and more"
        ),
        document: role("steth reader", &included),
    }];
    if let Some(account) = &setting.impersonate {
        all.push(Grant {
            title: format!("Google Cloud role of whoever acts as {account}, on that service account"),
            how: "the role iam.serviceAccountTokenCreator holds it and more".to_owned(),
            document: role("steth impersonation", &permissions(Provider::Gcp, Purpose::SignIn)),
        });
    }
    all
}
