//! What other tools call a check on resources of Azure, where it depends on how they are declared: on ARM templates and
//! Bicep it is not always what it is on Terraform.
//!
//! Aliases are written by the Terraform type. Some ids of Checkov ask for more on a template, or only agree where a
//! setting is written: they fail where it is left out and the service's default is safe, or pass where it is not. KICS
//! has ids of its own.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Alias, Check, Tool};
use crate::resource::{Key, Resource, Setting, Side};

/// Ids of Checkov with the types of templates they are for, in lower case.
static CHECKOV: LazyLock<HashSet<(&'static str, String)>> = LazyLock::new(|| {
    let rows = include_str!("reference/checkov_arm.tsv").lines().filter_map(|l| l.split_once('\t'));
    let more = ON_THE_PART.iter().copied();
    rows.chain(more).map(|(id, vendor)| (id, vendor.to_ascii_lowercase())).collect()
});

/// Ids that stand on another resource here than there: on the whole for what a part of it says, on a child for what is
/// asked of it.
const ON_THE_PART: &[(&str, &str)] = &[
    ("CKV_AZURE_11", "Microsoft.Sql/servers/firewallRules"),
    ("CKV_AZURE_13", "Microsoft.Web/sites"),
    ("CKV_AZURE_23", "Microsoft.Sql/servers/auditingSettings"),
    ("CKV_AZURE_23", "Microsoft.Sql/servers/extendedAuditingSettings"),
    ("CKV_AZURE_24", "Microsoft.Sql/servers/auditingSettings"),
    ("CKV_AZURE_25", "Microsoft.Sql/servers/securityAlertPolicies"),
    ("CKV_AZURE_25", "Microsoft.Sql/servers/databases/securityAlertPolicies"),
    ("CKV_AZURE_63", "Microsoft.Web/sites"),
    ("CKV_AZURE_65", "Microsoft.Web/sites"),
    ("CKV_AZURE_66", "Microsoft.Web/sites"),
    ("CKV_AZURE_80", "Microsoft.Web/sites"),
];

/// Ids that test something else on a template than on Terraform.
const OTHER: &[&str] = &[
    // asks for a user name of the server itself
    "CKV2_AZURE_27",
    // asks for a property that the service does not have
    "CKV_AZURE_157",
    // fails for a password that no state keeps: a secure parameter is not recorded
    "CKV_AZURE_239",
    // fails for the managed network that it should ask for
    "CKV_AZURE_58",
    // fails for the plan that it should ask for
    "CKV_AZURE_79",
    // asks for a yes where the service takes `Enabled`
    "CKV_AZURE_94",
    // passes whatever is not written in several regions
    "CKV_AZURE_99",
];

/// Ids that test something else in Bicep than in JSON: the tool does not see the name or the parent there.
const OTHER_IN_BICEP: &[&str] =
    &["CKV_AZURE_11", "CKV_AZURE_173", "CKV_AZURE_30", "CKV_AZURE_31", "CKV_AZURE_32"];

/// Whether an id means the same test for a resource.
type Holds = fn(&Resource) -> bool;

/// Ids that mean the same test for some resources only: mostly, they ask that a setting is written whose default is
/// what it should be, or pass where it is not.
const WHERE: &[(&str, Holds)] = &[
    ("CKV2_AZURE_48", |r| written(r, Key::ServiceTier)),
    ("CKV_AZURE_15", |r| written(r, Key::MinimumTls)),
    ("CKV_AZURE_2", |r| written(r, Key::EncryptedAtRest)),
    ("CKV_AZURE_233", |r| written(r, Key::MultiZone)),
    ("CKV_AZURE_36", |r| {
        // in Bicep, every exemption will do
        let admitted = text(r, Key::TrustedServices) == "true" || !r.in_bicep;
        text(r, Key::DefaultAction) == "Allow" && written(r, Key::DefaultAction)
            || written(r, Key::TrustedServices) && admitted
    }),
    ("CKV_AZURE_42", |r| written(r, Key::SoftDelete) || text(r, Key::PurgeProtection) != "true"),
    ("CKV_AZURE_59", |r| written(r, Key::PublicAccess)),
    ("CKV_AZURE_8", |r| written(r, Key::Dashboard)),
];

/// Ids that stand for a check on templates alone: the check, the tool, the id, and the types of templates.
#[rustfmt::skip]
const OWN: &[(&str, Tool, &str, &[&str])] = &[
    ("cluster-role-based-access", Tool::Kics, "9307a2ed-35c2-413d-94de-a1a0682c2158", &["Microsoft.ContainerService/managedClusters"]),
    ("database-firewall-everybody", Tool::Kics, "6a3201a5-1630-494b-b294-3129d06b0eca", &["Microsoft.Sql/servers/firewallRules"]),
    ("database-transit-encryption", Tool::Kics, "90120147-f2e7-4fda-bb21-6fa9109afd63", &["Microsoft.DBforMySQL/servers"]),
    ("defender-plan-standard", Tool::Kics, "2081c7d6-2851-4cce-bda5-cb49d462da42", &["Microsoft.Security/pricings"]),
    ("function-app-https-only", Tool::Kics, "488847ff-6031-487c-bf42-98fd6ac5c9a0", SITE),
    ("machine-host-encryption", Tool::Checkov, "CKV_AZURE_151", MACHINE),
    ("machine-host-encryption", Tool::Checkov, "CKV_AZURE_97", MACHINE),
    ("object-store-public-read", Tool::Kics, "a0ab985d-660b-41f7-ac81-70957ee8e627", &["Microsoft.Storage/storageAccounts/blobServices/containers"]),
    ("secret-expiry", Tool::Kics, "cff9c3f7-e8f0-455f-9fb4-5f72326da96e", &["Microsoft.KeyVault/vaults/secrets"]),
    ("web-app-client-certificate", Tool::Kics, "92302b47-b0cc-46cb-a28f-5610ecda140b", SITE),
    ("web-app-http2", Tool::Kics, "70111098-7f85-48f0-b1b4-e4261cf5f61b", SITE),
    ("web-app-https-only", Tool::Kics, "488847ff-6031-487c-bf42-98fd6ac5c9a0", SITE),
];

const MACHINE: &[&str] = &["Microsoft.Compute/virtualMachines"];
const SITE: &[&str] = &["Microsoft.Web/sites"];

/// Ids that mean the same test for some resources only, wherever these are declared: the types, and when.
const EVERYWHERE: &[(&str, &[&str], Holds)] = &[
    ("CKV_AZURE_234", PLAN, |r| plan(r, "Arm")),
    ("CKV_AZURE_49", &["azurerm_linux_virtual_machine_scale_set"], |r| {
        written(r, Key::PasswordAuthentication)
    }),
    ("CKV_AZURE_55", PLAN, |r| plan(r, "VirtualMachines")),
    ("CKV_AZURE_61", PLAN, |r| plan(r, "AppServices")),
    ("CKV_AZURE_69", PLAN, |r| plan(r, "SqlServers")),
    ("CKV_AZURE_78", &["azurerm_linux_web_app", "azurerm_windows_web_app"], |r| {
        // of a template, the default is another
        r.vendor_type.is_some() || written(r, Key::PlainFtp)
    }),
    ("CKV_AZURE_79", PLAN, |r| plan(r, "SqlServerVirtualMachines")),
    ("CKV_AZURE_84", PLAN, |r| plan(r, "StorageAccounts")),
    ("CKV_AZURE_85", PLAN, |r| plan(r, "KubernetesService")),
    ("CKV_AZURE_86", PLAN, |r| plan(r, "ContainerRegistry")),
    ("CKV_AZURE_87", PLAN, |r| plan(r, "KeyVaults")),
];

const PLAN: &[&str] = &["azurerm_security_center_subscription_pricing"];

/// Whether a plan of Defender is the one for a type of resource. Checkov passes every other plan.
fn plan(resource: &Resource, of: &str) -> bool {
    let plan = resource.get(Key::DetectionPlan);
    plan.is_none_or(|s| s.datum().is_none()) || text(resource, Key::DetectionPlan).eq_ignore_ascii_case(of)
}

/// Whether an id means the same test for a resource.
pub(super) fn same_here(alias: &Alias, resource: &Resource) -> bool {
    let of_type = |types: &[&str]| types.contains(&&*resource.native_type);
    EVERYWHERE.iter().all(|(id, types, holds)| *id != alias.id || !of_type(types) || holds(resource))
}

fn written(resource: &Resource, key: Key) -> bool {
    resource.get(key).is_some_and(|s| !matches!(s, Setting::Default(_)) && s.at().origin.is_some())
}

fn text(resource: &Resource, key: Key) -> String {
    resource.get(key).and_then(Setting::datum).map(ToString::to_string).unwrap_or_default()
}

/// The template's word for the type of a resource that was read from one.
pub(super) fn template_type(resource: &Resource) -> Option<&str> {
    let declared = resource.scope.side == Side::Declared;
    resource.vendor_type.as_deref().filter(|vendor| declared && vendor.starts_with("Microsoft."))
}

/// The ids of a check on a resource of a template.
pub(super) fn ids(check: &Check, resource: &Resource, vendor: &str) -> Vec<(Tool, &'static str)> {
    let of_type = check.aliases.iter().filter(|a| a.types.contains(&&*resource.native_type));
    let same = of_type.filter(|a| match a.tool {
        Tool::Checkov => {
            CHECKOV.contains(&(a.id, vendor.to_ascii_lowercase()))
                && !OTHER.contains(&a.id)
                && !(resource.in_bicep && OTHER_IN_BICEP.contains(&a.id))
                && same_here(a, resource)
                && WHERE.iter().all(|(id, holds)| *id != a.id || holds(resource))
        }
        Tool::Kics => false,
        _ => true,
    });
    let mut ids: Vec<_> = same.map(|a| (a.tool, a.id)).collect();
    let is = |types: &[&str]| types.iter().any(|t| t.eq_ignore_ascii_case(vendor));
    let own = OWN.iter().filter(|(name, _, _, types)| *name == check.id && is(types));
    ids.extend(own.map(|(_, tool, id, _)| (*tool, *id)));
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Checks that a tool's id stands for on templates alone.
pub(super) fn checks_of(id: &str) -> impl Iterator<Item = &'static str> {
    OWN.iter().filter(move |(.., own, _)| own.eq_ignore_ascii_case(id)).map(|(check, ..)| *check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::registry;

    #[test]
    fn every_row_names_a_check_and_a_type_that_is_read() {
        for (check, _, id, types) in OWN {
            assert!(registry().find(check).is_some(), "no check {check}");
            assert!(!types.is_empty(), "{id} is for no type");
        }
        for id in OTHER.iter().chain(OTHER_IN_BICEP).chain(WHERE.iter().map(|(id, _)| id)) {
            assert!(!registry().by_alias(id).is_empty(), "no check has {id}");
        }
    }

    #[test]
    fn ids_of_a_template_are_those_the_tool_has_for_its_type_and_settings() {
        let ids_of = |check: &str, kind: &str, properties: &str| {
            let text = format!(
                "resource a '{kind}@2023-01-01' = {{\n  name: 'mercy'\n  properties: {{ {properties} }}\n}}\n"
            );
            let tree = crate::source::Tree::memory([("main.bicep", text.as_str())]);
            let code = crate::source::code::read(&tree, &crate::source::code::Options::default());
            let estate = crate::dialect::translate(&code.natives, Side::Declared).estate;
            let check = registry().get(registry().find(check).unwrap());
            let ids = check.aliases_for(&estate.resources()[0]);
            ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        };
        let vault = |properties| ids_of("key-vault-recoverable", "Microsoft.KeyVault/vaults", properties);
        assert!(!vault("enablePurgeProtection: true").contains(&"CKV_AZURE_42"));
        assert!(vault("enablePurgeProtection: true, enableSoftDelete: true").contains(&"CKV_AZURE_42"));
        assert!(vault("enablePurgeProtection: false").contains(&"CKV_AZURE_42"));
        let cluster = ids_of("cluster-role-based-access", "Microsoft.ContainerService/managedClusters", "");
        assert!(cluster.contains(&"9307a2ed-35c2-413d-94de-a1a0682c2158"), "{cluster:?}");
        assert!(
            !cluster.contains(&"86f92117-eed8-4614-9c6c-b26da20ff37f"),
            "an id of Terraform: {cluster:?}"
        );
    }
}
