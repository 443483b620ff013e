//! IAM policies and organization policies of assets as live resources.
//!
//! Source: `google.iam.v1.Policy` and `google.cloud.orgpolicy.v1.Policy` as Cloud Asset Inventory gives them. A policy
//! becomes one resource for each role it binds, as `google_*_iam_binding` does in code, and one for each service it
//! audits.

use google_cloud_asset_v1::model::Asset;
use serde_json::{Value, json};

use super::assets::{is_newer_constraint, timestamp};
use super::names::Projects;
use crate::dialect::live::shape;
use crate::native::{LiveResource, Provider};

/// The bindings and audit configurations of an asset's IAM policy, for the kinds of things whose grants are judged.
pub(super) fn grants(asset: &Asset, projects: &Projects) -> Vec<LiveResource> {
    let Some(policy) = &asset.iam_policy else { return Vec::new() };
    let make = maker(asset, projects);
    let mut all = Vec::new();
    let binding_type = format!("{}/IamBinding", asset.asset_type);
    if shape(&binding_type).is_some() {
        for binding in &policy.bindings {
            let mut configuration = json!({"role": binding.role, "members": binding.members});
            // a role may be bound once for each condition
            let mut key = binding.role.clone();
            if let Some(condition) = &binding.condition {
                configuration["condition"] = json!({
                    "title": condition.title,
                    "description": condition.description,
                    "expression": condition.expression,
                });
                key = format!("{key}/{}", condition.title);
            }
            all.push(make(&binding_type, &format!("iamBindings/{key}"), &binding.role, configuration));
        }
    }
    let audit_type = format!("{}/AuditConfig", asset.asset_type);
    if shape(&audit_type).is_some() {
        for audit in &policy.audit_configs {
            let logs: Vec<_> = audit
                .audit_log_configs
                .iter()
                .map(|log| json!({"logType": log.log_type.name(), "exemptedMembers": log.exempted_members}))
                .collect();
            let configuration = json!({"service": audit.service, "auditLogConfigs": logs});
            let key = format!("auditConfigs/{}", audit.service);
            all.push(make(&audit_type, &key, &audit.service, configuration));
        }
    }
    all
}

/// The organization policies set on an asset, in the present form of their API.
pub(super) fn constraints(asset: &Asset, projects: &Projects) -> Vec<LiveResource> {
    let make = maker(asset, projects);
    let id = projects.full_name(&asset.name);
    let parent = id.strip_prefix("//cloudresourcemanager.googleapis.com/").unwrap_or(&id);
    let policies = asset.org_policy.iter().filter_map(|policy| {
        let constraint = policy.constraint.trim_start_matches("constraints/");
        if constraint.is_empty() || is_newer_constraint(constraint) {
            return None;
        }
        let spec = if let Some(rule) = policy.boolean_policy() {
            json!({"rules": [{"enforce": rule.enforced}]})
        } else if policy.restore_default().is_some() {
            json!({"reset": true})
        } else {
            let list = policy.list_policy()?;
            json!({"rules": [{"values": {"allowedValues": list.allowed_values, "deniedValues": list.denied_values}}]})
        };
        let name = format!("{parent}/policies/{constraint}");
        let configuration = json!({"name": name, "spec": spec});
        let mut resource = make("orgpolicy.googleapis.com/Policy", "", constraint, configuration);
        resource.id = format!("//orgpolicy.googleapis.com/{name}").into();
        Some(resource)
    });
    policies.collect()
}

/// Makes resources that stand on an asset: a type, what follows its name, their own name, their configuration.
fn maker(asset: &Asset, projects: &Projects) -> impl Fn(&str, &str, &str, Value) -> LiveResource {
    let id = projects.full_name(&asset.name);
    let account = projects.account(&asset.ancestors, &id);
    let recorded = asset.update_time.as_ref().and_then(|t| timestamp(t.seconds(), t.nanos()));
    move |vendor_type, key, name, mut configuration| {
        if !key.is_empty() {
            configuration["resource"] = Value::from(&*id);
        }
        LiveResource {
            provider: Provider::Gcp,
            vendor_type: vendor_type.into(),
            id: format!("{id}/{key}").into(),
            name: name.into(),
            account: account.clone(),
            region: std::sync::Arc::default(),
            tags: Vec::new(),
            recorded,
            configuration: configuration.into(),
        }
    }
}
