//! Assets of Cloud Asset Inventory as live resources.
//!
//! Source: `google.cloud.asset.v1.Asset`. What one asset holds many of, or several Terraform types stand for, is cut
//! up here; see `dialect::live::gcp`.

use std::sync::Arc;

use google_cloud_asset_v1::model::Asset;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::names::{Projects, labels, region, short};
use crate::native::{LiveResource, Provider};
use crate::secrets::scrub;

/// The asset type that tells a project's number and id.
pub(super) const PROJECT: &str = "cloudresourcemanager.googleapis.com/Project";
/// Organization policies: those of the older form are read as `ORG_POLICY` content instead.
const ORGANIZATION_POLICY: &str = "orgpolicy.googleapis.com/Policy";

/// What became of an asset.
#[derive(Debug)]
pub(super) enum Made {
    /// Live resources, the asset's own first.
    Resources(Vec<LiveResource>),
    /// Nothing, for it is read elsewhere or is none of the customer's.
    Elsewhere,
    /// It came without its configuration: nothing of it is known but that it is there.
    Bare,
}

/// The resources of an asset. `policies_listed` when the IAM policies of the whole scope are read.
pub(super) fn resources(asset: Asset, projects: &Projects, policies_listed: bool) -> Made {
    let recorded = asset.update_time.as_ref().and_then(|t| timestamp(t.seconds(), t.nanos()));
    let Some(resource) = asset.resource else { return Made::Bare };
    let Some(mut data) = resource.data.filter(|data| !data.is_empty()) else { return Made::Bare };
    if asset.asset_type == PROJECT {
        projects.learn(&data);
    }
    projects.learn_from(&asset.ancestors, &asset.name);
    if asset.name.is_empty() || is_read_elsewhere(&asset.asset_type, &data) {
        return Made::Elsewhere;
    }
    let id = projects.full_name(&asset.name);
    if policies_listed {
        data.insert("iamPolicyListed".to_owned(), Value::Bool(true));
    }
    let mut base = LiveResource {
        provider: Provider::Gcp,
        vendor_type: vendor_type(&asset.asset_type, &id),
        name: short(&asset.asset_type, &data, &id),
        account: projects.account(&asset.ancestors, &id),
        region: region(&resource.location),
        tags: labels(&data),
        recorded,
        configuration: Value::Null.into(),
        id,
    };
    let mut configuration = Value::Object(data);
    scrub(&mut configuration);
    let parts = parts(&base, &configuration);
    base.configuration = configuration.into();
    let mut all = vec![base];
    all.extend(parts);
    Made::Resources(all)
}

/// Keys that Google makes and rotates for itself, and policies that the other content holds.
fn is_read_elsewhere(asset_type: &str, data: &Map<String, Value>) -> bool {
    let text = |key: &str| data.get(key).and_then(Value::as_str).unwrap_or_default();
    match asset_type {
        "iam.googleapis.com/ServiceAccountKey" => text("keyType") == "SYSTEM_MANAGED",
        ORGANIZATION_POLICY => !is_newer_constraint(text("name").rsplit('/').next().unwrap_or_default()),
        _ => false,
    }
}

/// Constraints that the older form of policies, which the inventory gives as `ORG_POLICY`, cannot say.
pub(super) fn is_newer_constraint(constraint: &str) -> bool {
    constraint.starts_with("custom.") || constraint.contains(".managed.")
}

/// The inventory's type, with the level where Terraform has a type for each.
fn vendor_type(asset_type: &str, id: &str) -> Arc<str> {
    let leveled = matches!(asset_type, "logging.googleapis.com/LogSink" | "logging.googleapis.com/LogBucket");
    for level in ["folder", "organization"] {
        if leveled && id.contains(&format!("/{level}s/")) {
            return format!("{asset_type}/{level}").into();
        }
    }
    asset_type.into()
}

/// Parts that are resources of their own in code.
fn parts(whole: &LiveResource, configuration: &Value) -> Vec<LiveResource> {
    if &*whole.vendor_type != "compute.googleapis.com/Router" {
        return Vec::new();
    }
    let gateways = configuration.get("nats").and_then(Value::as_array);
    gateways
        .into_iter()
        .flatten()
        .filter_map(|gateway| {
            let name = gateway.get("name")?.as_str()?;
            Some(LiveResource {
                vendor_type: "compute.googleapis.com/Router/Nat".into(),
                id: format!("{}/nats/{name}", whole.id).into(),
                name: name.into(),
                tags: Vec::new(),
                configuration: gateway.clone().into(),
                ..whole.clone()
            })
        })
        .collect()
}

/// A moment of Google's messages.
pub(super) fn timestamp(seconds: i64, nanos: i32) -> Option<Timestamp> {
    Timestamp::new(seconds, nanos).ok()
}
