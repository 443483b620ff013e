//! Synapse: networks, exports, passwords and alerts of workspaces and their pools.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "warehouse-managed-network",
        objective: "network-segmentation",
        title: "Synapse workspace runs in a managed network",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &["azurerm_synapse_workspace"],
        rationale: "Outside a managed network, pipelines and Spark reach records over public routes and \
                    share machines' networks with others.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is(Key::NetworkAttached),
        aliases: &[Alias::checkov("CKV_AZURE_58", &["azurerm_synapse_workspace"])],
        remedies: &[Remedy::edit(
            &["azurerm_synapse_workspace"],
            "Run the workspace in a managed network.",
            &[Edit::Set("managed_virtual_network_enabled", "true")],
        )
        .risk("The workspace is replaced.")],
    },
    Check {
        id: "warehouse-exfiltration-protection",
        objective: "restricted-egress",
        title: "Synapse workspace stops exports to other tenants",
        severity: Severity::High,
        kind: Kind::Warehouse,
        types: &["azurerm_synapse_workspace"],
        rationale: "Without it a notebook or pipeline can write all records into the storage of another \
                    organisation, and nothing stops it.",
        reads: &[Key::ExfiltrationProtection],
        test: |s| s.is(Key::ExfiltrationProtection),
        aliases: &[Alias::checkov("CKV_AZURE_157", &["azurerm_synapse_workspace"])],
        remedies: &[Remedy::edit(
            &["azurerm_synapse_workspace"],
            "Switch exfiltration protection on.",
            &[
                Edit::Set("data_exfiltration_protection_enabled", "true"),
                Edit::Set("managed_virtual_network_enabled", "true"),
            ],
        )
        .risk("The workspace is replaced; packages from the internet cannot be installed.")],
    },
    Check {
        id: "warehouse-password-in-state",
        objective: "secret-management",
        title: "Synapse administrator has no password in Terraform",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &["azurerm_synapse_workspace"],
        rationale: "A password that passes through Terraform lies readable in its state, for everybody \
                    who may plan.",
        reads: &[Key::SecretInState],
        test: |s| s.is_unset(Key::SecretInState),
        aliases: &[Alias::checkov("CKV_AZURE_239", &["azurerm_synapse_workspace"])],
        remedies: &[Remedy::edit(
            &["azurerm_synapse_workspace"],
            "Use directory administrators instead of a password.",
            &[
                Edit::Remove("sql_administrator_login_password"),
                Edit::Set("azuread_authentication_only", "true"),
            ],
        )],
    },
    Check {
        id: "warehouse-firewall-rules",
        objective: "private-connectivity",
        title: "Synapse workspace admits no public address ranges",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &["azurerm_synapse_workspace"],
        rationale: "Each address rule is a door beside the private endpoint, and rules made for one \
                    afternoon stay for years.",
        reads: &[Key::FirewallRulesAttached],
        test: |s| s.is_not(Key::FirewallRulesAttached),
        aliases: &[Alias::checkov("CKV2_AZURE_19", &["azurerm_synapse_workspace"])],
        remedies: &[Remedy::edit(
            &["azurerm_synapse_workspace"],
            "Delete the firewall rules and use private endpoints.",
            &[],
        )
        .risk("Clients outside the network lose their connection.")],
    },
    Check {
        id: "warehouse-threat-detection",
        objective: "threat-detection",
        title: "SQL pool reports unusual activity",
        severity: Severity::Medium,
        kind: Kind::Warehouse,
        types: &["azurerm_synapse_sql_pool"],
        rationale: "Detection notices injected statements and mass exports while they happen, when \
                    records can still be kept from leaving.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[Alias::checkov("CKV2_AZURE_51", &["azurerm_synapse_sql_pool"])],
        remedies: &[Remedy::edit(
            &["azurerm_synapse_sql_pool"],
            "Add a security alert policy that is enabled.",
            &[Edit::Companion(
                "resource \"azurerm_synapse_sql_pool_security_alert_policy\" \"{name}\" {\n  \
                     sql_pool_id  = {address}.id\n  \
                     policy_state = \"Enabled\"\n\
                     }",
            )],
        )],
    },
];
