//! Analytics and machine learning workspaces: who reaches them, and what they may reach.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "analytics-public-access",
        objective: "private-connectivity",
        title: "Analytics workspace is not reachable from public networks",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "A workspace reaches every source it analyses. As long as it answers everybody, one \
                    stolen token opens all of them.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_144", &["azurerm_machine_learning_workspace"]),
            Alias::checkov("CKV_AZURE_158", &["azurerm_databricks_workspace"]),
            Alias::checkov("CKV_AZURE_134", &["azurerm_cognitive_account"]),
            Alias::checkov("CKV2_GCP_34", &["google_vertex_ai_index_endpoint"]),
            Alias::prowler(
                "databricks_workspace_public_network_access_disabled",
                &["azurerm_databricks_workspace"],
            ),
        ],
        remedies: &[
            Remedy::edit(
                &[
                    "azurerm_machine_learning_workspace",
                    "azurerm_databricks_workspace",
                    "azurerm_cognitive_account",
                    "azurerm_kusto_cluster",
                ],
                "Switch public network access off and add a private endpoint.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .risk("People and jobs without a private path lose their connection."),
            Remedy::edit(
                &["google_vertex_ai_index_endpoint"],
                "Switch the public endpoint off.",
                &[Edit::Set("public_endpoint_enabled", "false")],
            ),
        ],
    },
    Check {
        id: "analytics-private-endpoint",
        objective: "network-segmentation",
        title: "Prediction endpoint stands in a private network",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["google_vertex_ai_endpoint"],
        rationale: "Predictions are asked with features of patients. A private endpoint keeps questions \
                    and answers off public networks.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is(Key::NetworkAttached),
        aliases: &[Alias::checkov("CKV2_GCP_33", &["google_vertex_ai_endpoint"])],
        remedies: &[Remedy::edit(
            &["google_vertex_ai_endpoint"],
            "Name a network.",
            &[Edit::Set("network", "\"projects/PROJECT/global/networks/NETWORK\"")],
        )
        .risk("The endpoint is replaced.")],
    },
    Check {
        id: "analytics-local-authentication",
        objective: "local-accounts",
        title: "Workspace accepts directory sign-in only",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "Shared keys and local accounts name nobody in the log and do not end when a person \
                    leaves.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[Alias::checkov("CKV_AZURE_236", &["azurerm_cognitive_account"])],
        remedies: &[Remedy::edit(
            &["azurerm_cognitive_account"],
            "Switch local sign-in off.",
            &[Edit::Set("local_auth_enabled", "false")],
        )
        .risk("Clients that use keys are refused.")],
    },
    Check {
        id: "analytics-workload-identity",
        objective: "workload-identity",
        title: "Workspace has an identity of its own",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "With an identity it reaches its sources without keys in connection strings.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[
            Alias::checkov("CKV_AZURE_181", &["azurerm_kusto_cluster"]),
            Alias::checkov("CKV_AZURE_238", &["azurerm_cognitive_account"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_kusto_cluster", "azurerm_cognitive_account", "azurerm_machine_learning_workspace"],
            "Give it an identity.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "analytics-outbound",
        objective: "restricted-egress",
        title: "Language model account sends data to named places only",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_cognitive_account"],
        rationale: "A prompt can make a service fetch or post to any address. Restricted and listed \
                    destinations stop records from leaving that way.",
        reads: &[Key::Engine, Key::OutboundRestricted, Key::AllowedNetworks],
        test: |s| {
            s.is_unset(Key::Engine)
                .or(s.text(Key::Engine, |kind| !kind.eq_ignore_ascii_case("openai")))
                .note("only language model accounts are meant")
                .or(s.is(Key::OutboundRestricted).and(s.is_set(Key::AllowedNetworks)))
        },
        aliases: &[Alias::checkov("CKV_AZURE_247", &["azurerm_cognitive_account"])],
        remedies: &[Remedy::edit(
            &["azurerm_cognitive_account"],
            "Restrict outbound access and list what is needed.",
            &[
                Edit::Set("outbound_network_access_restricted", "true"),
                Edit::Set("fqdns", "[\"records.example.org\"]"),
            ],
        )],
    },
    Check {
        id: "analytics-compute-isolation",
        objective: "workload-hardening",
        title: "Spark pool runs on hosts of its own",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_synapse_spark_pool"],
        rationale: "On shared hosts another customer is one flaw of the hypervisor away from the memory \
                    in which records are processed.",
        reads: &[Key::ComputeIsolation],
        test: |s| s.is(Key::ComputeIsolation),
        aliases: &[Alias::checkov("CKV_AZURE_242", &["azurerm_synapse_spark_pool"])],
        remedies: &[Remedy::edit(
            &["azurerm_synapse_spark_pool"],
            "Use isolated compute.",
            &[Edit::Set("compute_isolation_enabled", "true")],
        )
        .risk("Needs the largest node size.")],
    },
    Check {
        id: "analytics-service-tier",
        objective: "high-availability",
        title: "Data Explorer uses a tier with a promise of availability",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &["azurerm_kusto_cluster"],
        rationale: "The development tier is one machine without a promise; what depends on it stops with \
                    it.",
        reads: &[Key::ServiceTier],
        test: |s| s.text(Key::ServiceTier, |tier| !tier.starts_with("Dev(No SLA)")),
        aliases: &[Alias::checkov("CKV_AZURE_180", &["azurerm_kusto_cluster"])],
        remedies: &[Remedy::edit(
            &["azurerm_kusto_cluster"],
            "Use a standard tier.",
            &[Edit::Set("sku.name", "\"Standard_E2ads_v5\"")],
        )],
    },
];
