//! What the shapes make of assets in their documented form. Values are invented.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::SHAPES;
use crate::check::Verdict;
use crate::native::LiveResource;
use crate::resource::{Estate, Key, Resource, Setting};
use crate::testing::{live, live_estate, live_resource, live_verdict};

fn samples() -> Vec<(String, Value)> {
    serde_json::from_str(include_str!("samples.json")).unwrap()
}

fn setting(setting: &Setting) -> String {
    match setting {
        Setting::Unknown { .. } => "unknown".to_owned(),
        Setting::Default(datum) => format!("{datum:?} (unset)"),
        Setting::Known { datum, .. } => format!("{datum:?}"),
    }
}

fn described(resource: &Resource) -> String {
    let mut lines: Vec<_> = resource
        .settings()
        .filter(|(key, _)| !matches!(key, Key::Tags | Key::Region))
        .map(|(key, value)| format!("    {key:?}: {}", setting(value)))
        .collect();
    lines.sort();
    format!("  {} {}\n{}\n", resource.native_type, resource.name, lines.join("\n"))
}

fn told(estate: &Estate) -> String {
    estate.resources().iter().map(described).collect()
}

#[test]
fn samples_become_settings() {
    let mut text = String::new();
    for (vendor, configuration) in samples() {
        let _ = write!(text, "{vendor}\n{}", told(&live(&vendor, configuration)));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn every_shape_has_a_sample() {
    let sampled: HashSet<_> = samples().into_iter().map(|(vendor, _)| vendor).collect();
    // shapes that differ from a sampled one in nothing but the name
    let alike = |vendor: &str| {
        ["/IamBinding", "/AuditConfig", "/folder", "/organization"].iter().any(|end| vendor.ends_with(end))
            || vendor.starts_with("compute.googleapis.com/")
            || vendor.starts_with("aiplatform.googleapis.com/")
            || matches!(
                vendor,
                "bigtableadmin.googleapis.com/Instance" | "iam.googleapis.com/WorkloadIdentityPool"
            )
    };
    for shape in SHAPES.iter().flat_map(|service| service.iter()) {
        assert!(sampled.contains(shape.vendor) || alike(shape.vendor), "{} has no sample", shape.vendor);
    }
}

/// A resource with an id and an account, so that others find it.
fn named(vendor: &str, id: &str, configuration: Value) -> LiveResource {
    LiveResource { id: id.into(), account: "p".into(), ..live_resource(vendor, configuration) }
}

fn setting_of(estate: &Estate, address: &str, key: Key) -> String {
    let resource = estate.resources().iter().find(|r| &*r.address == address).unwrap();
    setting(resource.get(key).unwrap())
}

#[test]
fn a_binding_opens_the_bucket_it_stands_on() {
    let id = "//storage.googleapis.com/records";
    let bucket = |listed| {
        let configuration = if listed {
            json!({"name": "records", "iamPolicyListed": true})
        } else {
            json!({"name": "records"})
        };
        named("storage.googleapis.com/Bucket", id, configuration)
    };
    let binding = |member: &str| {
        named(
            "storage.googleapis.com/Bucket/IamBinding",
            "b",
            json!({"resource": id, "role": "roles/storage.objectViewer", "members": [member]}),
        )
    };
    let public = |resources: &[LiveResource]| setting_of(&live_estate(resources), id, Key::PublicRead);
    assert_eq!(public(&[bucket(true), binding("allUsers")]), "Bool(true)");
    assert_eq!(public(&[bucket(true), binding("user:a@example.com")]), "Bool(false) (unset)");
    // what was not listed may be open
    assert_eq!(public(&[bucket(false)]), "unknown");
    assert_eq!(public(&[bucket(false), binding("user:a@example.com")]), "unknown");
    assert_eq!(public(&[bucket(false), binding("allUsers")]), "Bool(true)");
}

#[test]
fn a_key_is_nobodys_only_when_policies_were_listed() {
    let key = |configuration| {
        live_verdict("cloudkms.googleapis.com/CryptoKey", configuration, "key-not-granted-to-public")
    };
    assert_eq!(key(json!({"iamPolicyListed": true})), Some(Verdict::Pass));
    assert_eq!(key(json!({})), Some(Verdict::Unknown));
    let id = "//cloudkms.googleapis.com/projects/p/locations/us/keyRings/r/cryptoKeys/k";
    let estate = live_estate(&[
        named("cloudkms.googleapis.com/CryptoKey", id, json!({"iamPolicyListed": true})),
        named(
            "cloudkms.googleapis.com/CryptoKey/IamBinding",
            "b",
            json!({"resource": id, "role": "r", "members": ["allUsers"]}),
        ),
    ]);
    assert!(setting_of(&estate, id, Key::GrantedTo).contains("allUsers"));
}

#[test]
fn audit_configuration_reaches_its_project() {
    let id = "//cloudresourcemanager.googleapis.com/projects/p";
    let project = || {
        named(
            "cloudresourcemanager.googleapis.com/Project",
            id,
            json!({"projectId": "p", "iamPolicyListed": true}),
        )
    };
    let audit = named(
        "cloudresourcemanager.googleapis.com/Project/AuditConfig",
        "a",
        json!({"resource": id, "service": "allServices", "auditLogConfigs": [{"logType": "DATA_READ"}]}),
    );
    assert_eq!(setting_of(&live_estate(&[project()]), id, Key::AuditLogging), "Bool(false) (unset)");
    assert_eq!(setting_of(&live_estate(&[project(), audit]), id, Key::AuditLogging), "Bool(true)");
}

#[test]
fn a_rule_reaches_its_network_and_a_proxy_its_policy() {
    let id = "//compute.googleapis.com/projects/p/global/networks/n";
    let estate = live_estate(&[
        named("compute.googleapis.com/Network", id, json!({"name": "n"})),
        named(
            "compute.googleapis.com/Firewall",
            "f",
            json!({"network": "https://www.googleapis.com/compute/v1/projects/p/global/networks/n"}),
        ),
    ]);
    assert_eq!(setting_of(&estate, id, Key::FirewallAttached), "Bool(true)");
}

#[test]
fn verdicts_follow_the_asset() {
    let cases = [
        (
            "storage.googleapis.com/Bucket",
            "object-store-public-access-prevention",
            json!({"iamConfiguration": {"publicAccessPrevention": "enforced"}}),
            Verdict::Pass,
        ),
        (
            "storage.googleapis.com/Bucket",
            "object-store-public-access-prevention",
            json!({"iamConfiguration": {}}),
            Verdict::Fail,
        ),
        (
            "sqladmin.googleapis.com/Instance",
            "database-public-address",
            json!({"settings": {"ipConfiguration": {"ipv4Enabled": false}}}),
            Verdict::Pass,
        ),
        (
            "sqladmin.googleapis.com/Instance",
            "database-public-address",
            json!({"settings": {"ipConfiguration": {"ipv4Enabled": true}}}),
            Verdict::Fail,
        ),
        (
            "sqladmin.googleapis.com/Instance",
            "database-public-address",
            json!({"settings": {}}),
            Verdict::Unknown,
        ),
        (
            "compute.googleapis.com/Subnetwork",
            "subnet-flow-logs",
            json!({"logConfig": {"enable": false}}),
            Verdict::Fail,
        ),
        (
            "compute.googleapis.com/Subnetwork",
            "subnet-flow-logs",
            json!({"logConfig": {"enable": true}}),
            Verdict::Pass,
        ),
        ("compute.googleapis.com/Network", "network-subnets-designed", json!({}), Verdict::Unknown),
        (
            "container.googleapis.com/Cluster",
            "cluster-private-control-plane",
            json!({"privateClusterConfig": {"enablePrivateNodes": true}}),
            Verdict::Fail,
        ),
        (
            "iam.googleapis.com/ServiceAccountKey",
            "service-account-key-not-uploaded",
            json!({"keyOrigin": "USER_PROVIDED"}),
            Verdict::Fail,
        ),
        (
            "iam.googleapis.com/ServiceAccountKey",
            "service-account-key-not-uploaded",
            json!({}),
            Verdict::Unknown,
        ),
        (
            "orgpolicy.googleapis.com/Policy",
            "organization-constraint-enforced",
            json!({"name": "projects/1/policies/iam.disableServiceAccountKeyCreation", "spec": {"rules": [{"enforce": true}]}}),
            Verdict::Pass,
        ),
        (
            "compute.googleapis.com/Project",
            "project-os-login",
            json!({"commonInstanceMetadata": {}}),
            Verdict::Fail,
        ),
    ];
    for (vendor, check, configuration, verdict) in cases {
        assert_eq!(
            live_verdict(vendor, configuration.clone(), check),
            Some(verdict),
            "{check} of {vendor} {configuration}"
        );
    }
}
