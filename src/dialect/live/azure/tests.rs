//! What the shapes make of rows in their documented form. Values are invented.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::SHAPES;
use crate::check::{Verdict, assess, registry};
use crate::dialect::live::Shape;
use crate::native::LiveResource;
use crate::resource::{Datum, Estate, Key, Setting};
use crate::testing::{live, live_estate, live_resource};

fn samples() -> Vec<(String, Value)> {
    serde_json::from_str(include_str!("samples.json")).unwrap()
}

/// Shapes of what an inventory gives, and not only a template.
fn inventoried() -> impl Iterator<Item = &'static Shape> {
    let only = |shape: &Shape| super::children::SHAPES.iter().any(|s| s.vendor == shape.vendor);
    SHAPES.iter().flat_map(|service| service.iter()).filter(move |shape| !only(shape))
}

fn setting(setting: &Setting) -> String {
    match setting {
        Setting::Unknown { .. } => "unknown".to_owned(),
        Setting::Default(datum) => format!("{datum:?} (unset)"),
        Setting::Known { datum, .. } => format!("{datum:?}"),
    }
}

fn told(estate: &Estate) -> String {
    let mut text = String::new();
    for resource in estate.resources() {
        let _ = writeln!(text, "  {}", resource.native_type);
        let mut lines: Vec<_> = resource
            .settings()
            .filter(|(key, _)| !matches!(key, Key::Tags | Key::Region | Key::Rules | Key::Permissions))
            .map(|(key, value)| format!("    {key:?}: {}", setting(value)))
            .collect();
        lines.sort();
        text.extend(lines.into_iter().map(|line| line + "\n"));
    }
    text
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
    // what stands only for a link, tested as one, and what differs from a sampled type in nothing but the name
    let linked = [
        "Microsoft.Compute/virtualMachines/extensions",
        "Microsoft.Network/privateEndpoints",
        "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
        "Microsoft.DataProtection/backupVaults/backupInstances",
        "Microsoft.DBforMySQL/servers",
        "Microsoft.DBforMariaDB/servers",
        "Microsoft.Web/sites/slots",
    ];
    for shape in inventoried() {
        assert!(sampled.contains(shape.vendor) || linked.contains(&shape.vendor), "{}", shape.vendor);
    }
}

#[test]
fn a_row_that_tells_nothing_passes_nothing_but_what_the_platform_always_does() {
    let always = |check: &str| check.ends_with("-encryption") || check == "warehouse-password-in-state";
    for shape in inventoried() {
        let estate = live(shape.vendor, json!({}));
        for finding in assess(&estate).iter().filter(|f| f.verdict == Verdict::Pass) {
            let check = registry().get(finding.check).id;
            assert!(always(check), "{} passes {check} without a word", shape.vendor);
        }
    }
}

const GROUP: &str = "/subscriptions/s/resourcegroups/g/providers";

fn named(vendor: &str, id: &str, configuration: Value) -> LiveResource {
    LiveResource { id: format!("{GROUP}/{id}").to_lowercase().into(), ..live_resource(vendor, configuration) }
}

fn of(live: &[LiveResource], key: Key) -> Option<Datum> {
    let estate = live_estate(live);
    let first = estate.resources().iter().find(|r| r.address == live[0].id).unwrap();
    first.get(key).and_then(Setting::datum).cloned()
}

const VM: &str = "microsoft.compute/virtualmachines/m";

fn machine() -> LiveResource {
    let system = json!({"properties": {"storageProfile": {"osDisk": {"osType": "Windows"}}}});
    named("Microsoft.Compute/virtualMachines", VM, system)
}

#[test]
fn a_machine_is_backed_up_while_its_item_is_protected() {
    let item = |state: &str| {
        let configuration = json!({"properties": {
            "workloadType": "VM", "protectionState": state,
            "sourceResourceId": format!("{GROUP}/Microsoft.Compute/virtualMachines/M"),
        }});
        let vendor = "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems";
        named(vendor, "microsoft.recoveryservices/vaults/v/x/i", configuration)
    };
    assert_eq!(of(&[machine(), item("Protected")], Key::BackupEnabled), Some(true.into()));
    // whether another vault protects it is not told
    assert_eq!(of(&[machine(), item("ProtectionStopped")], Key::BackupEnabled), None);
    assert_eq!(of(&[machine()], Key::BackupEnabled), None);
}

#[test]
fn an_extension_belongs_to_the_machine_of_its_id() {
    let id = format!("{VM}/extensions/am");
    let configuration = json!({
        "id": format!("{GROUP}/{id}"),
        "properties": {
            "type": "IaaSAntimalware", "publisher": "Microsoft.Azure.Security", "autoUpgradeMinorVersion": true,
        },
    });
    let extension = named("Microsoft.Compute/virtualMachines/extensions", &id, configuration);
    assert_eq!(of(&[machine(), extension], Key::Antimalware), Some(true.into()));
    assert_eq!(of(&[machine()], Key::Antimalware), None);
}

#[test]
fn a_private_endpoint_counts_once_it_is_approved() {
    let vault =
        || named("Microsoft.KeyVault/vaults", "microsoft.keyvault/vaults/v", json!({"properties": {}}));
    let endpoint = |status: &str| {
        let configuration = json!({"properties": {"privateLinkServiceConnections": [{"properties": {
            "privateLinkServiceId": format!("{GROUP}/Microsoft.KeyVault/vaults/V"),
            "privateLinkServiceConnectionState": {"status": status},
        }}]}});
        named("Microsoft.Network/privateEndpoints", "microsoft.network/privateendpoints/p", configuration)
    };
    assert_eq!(of(&[vault(), endpoint("Approved")], Key::PrivateConnectivity), Some(true.into()));
    assert_eq!(of(&[vault(), endpoint("Pending")], Key::PrivateConnectivity), None);
}

#[test]
fn a_vault_logs_where_its_diagnostic_settings_were_read() {
    let vault = |details: Value| {
        let configuration = json!({"properties": {}, "details": details});
        named("Microsoft.KeyVault/vaults", "microsoft.keyvault/vaults/v", configuration)
    };
    let logs = json!({
        "target": format!("{GROUP}/Microsoft.KeyVault/vaults/V"),
        "properties": {"workspaceId": "/w", "logs": [{"category": "AuditEvent", "enabled": true}]},
    });
    let logs = named("Microsoft.Insights/diagnosticSettings", "x/diagnosticsettings/d", logs);
    let read = || vault(json!({"diagnosticSettings": 1}));
    assert_eq!(of(&[read(), logs], Key::AuditLogging), Some(true.into()));
    assert_eq!(of(&[vault(json!({"diagnosticSettings": 0}))], Key::AuditLogging), Some(false.into()));
    assert_eq!(of(&[vault(json!({}))], Key::AuditLogging), None);
}

#[test]
fn a_disk_is_in_a_backup_plan_by_its_instance() {
    let disk = || named("Microsoft.Compute/disks", "microsoft.compute/disks/d", json!({"properties": {}}));
    let configuration = json!({"properties": {
        "protectionStatus": {"status": "ProtectionConfigured"},
        "dataSourceInfo": {
            "datasourceType": "Microsoft.Compute/disks",
            "resourceID": format!("{GROUP}/Microsoft.Compute/disks/D"),
        },
    }});
    let vendor = "Microsoft.DataProtection/backupVaults/backupInstances";
    let instance = named(vendor, "microsoft.dataprotection/backupvaults/v/backupinstances/i", configuration);
    assert_eq!(of(&[disk(), instance], Key::InBackupPlan), Some(true.into()));
    assert_eq!(of(&[disk()], Key::InBackupPlan), None);
}

#[test]
fn rules_of_a_security_group_open_what_they_say() {
    let group = samples().into_iter().find(|(v, _)| v == "Microsoft.Network/networkSecurityGroups").unwrap();
    let verdict = crate::testing::live_verdict(&group.0, group.1, "firewall-no-open-ssh");
    assert_eq!(verdict, Some(Verdict::Fail));
}
