//! How Kubernetes and Service Fabric clusters are run: logs, versions, upgrades, protection.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Truth};

const EKS: &[&str] = &["aws_eks_cluster"];
const AKS: &[&str] = &["azurerm_kubernetes_cluster"];
const GKE: &[&str] = &["google_container_cluster"];
/// The oldest minor version of Kubernetes that EKS still runs with fixes.
const OLDEST_MINOR: u32 = 29;
/// All logs of the control plane of EKS.
const CONTROL_PLANE_LOGS: &[&str] = &["api", "audit", "authenticator", "controllerManager", "scheduler"];

fn every_log(s: &Subject<'_>) -> Outcome {
    CONTROL_PLANE_LOGS
        .iter()
        .map(|log| s.any_text(Key::LogTypes, |t| t == *log))
        .fold(Outcome::pass(), Outcome::and)
}

fn supported(s: &Subject<'_>) -> Outcome {
    s.ask(Key::Version, |d| match d {
        Datum::Text(version) => {
            let mut parts = version.split('.');
            let major = parts.next().and_then(|p| p.parse::<u32>().ok());
            let minor = parts.next().and_then(|p| p.parse::<u32>().ok());
            (major == Some(1) && minor.is_some_and(|m| m >= OLDEST_MINOR)).into()
        }
        // not pinned: the platform chooses the newest
        _ => Truth::True,
    })
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "cluster-control-plane-logs",
        objective: "workload-logging",
        title: "Control plane exports all of its logs",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "The control plane knows who started, changed or entered a workload. Only with audit, API and \
                    authenticator logs kept can access to records in the cluster be examined.",
        reads: &[Key::LogTypes],
        test: every_log,
        aliases: &[
            Alias::checkov("CKV_AWS_37", EKS), Alias::trivy("AVD-AWS-0038", EKS),
            Alias::prowler("eks_control_plane_logging_all_types_enabled", EKS),
        ],
        remedies: &[Remedy {
            types: EKS,
            steps: "Enable all five log types.",
            terraform: &[Edit::Set(
                "enabled_cluster_log_types",
                "[\"api\", \"audit\", \"authenticator\", \"controllerManager\", \"scheduler\"]",
            )],
            command: "aws eks describe-cluster --name {name} --query cluster.logging --region {region}",
            risk: "Logs are charged by volume.",
        }],
    },
    Check {
        id: "cluster-logging",
        objective: "workload-logging",
        title: "Cluster sends its logs away",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Logs inside a cluster vanish with its pods. In a store outside they remain for alerts, and \
                    for examining who reached records.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[
            Alias::checkov("CKV_AZURE_4", AKS),
            Alias::checkov("CKV_GCP_1", GKE),
            Alias::trivy("AVD-AZU-0040", AKS),
            Alias::gcp("CLUSTER_LOGGING_DISABLED", GKE),
        ],
        remedies: &[
            Remedy {
                types: AKS,
                steps: "Add the monitoring agent with a Log Analytics workspace.",
                terraform: &[Edit::Set(
                    "oms_agent.log_analytics_workspace_id",
                    "azurerm_log_analytics_workspace.{name}.id",
                )],
                command: "az aks enable-addons --addons monitoring --name {name} --resource-group <group>",
                risk: "Logs are charged by volume.",
            },
            Remedy {
                types: GKE,
                steps: "Remove logging_service, or set it to the service of Google Cloud.",
                terraform: &[Edit::Set("logging_service", "\"logging.googleapis.com/kubernetes\"")],
                command: "gcloud container clusters describe {name} --format='value(loggingService)'",
                risk: "Logs are charged by volume.",
            },
        ],
    },
    Check {
        id: "cluster-monitoring",
        objective: "health-monitoring",
        title: "Cluster is monitored",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Without metrics nobody sees nodes fill up or workloads restart. Alarms on systems that serve \
                    patients start here.",
        reads: &[Key::MonitoringEnabled],
        test: |s| s.is(Key::MonitoringEnabled),
        aliases: &[
            Alias::checkov("CKV_GCP_8", GKE),
            Alias::gcp("CLUSTER_MONITORING_DISABLED", GKE),
        ],
        remedies: &[Remedy::edit(
            GKE,
            "Remove monitoring_service, or set it to the service of Google Cloud.",
            &[Edit::Set("monitoring_service", "\"monitoring.googleapis.com/kubernetes\"")],
        )],
    },
    Check {
        id: "cluster-supported-version",
        objective: "supported-versions",
        title: "Cluster runs a supported version of Kubernetes",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: EKS,
        rationale: "Versions out of support get no more fixes, and known ways out of containers stay open. The \
                    platform then upgrades at a moment of its own choosing.",
        reads: &[Key::Version],
        test: supported,
        aliases: &[Alias::checkov("CKV_AWS_339", EKS)],
        remedies: &[Remedy {
            types: EKS,
            steps: "Upgrade one minor version at a time, add-ons and nodes after the control plane.",
            terraform: &[Edit::Set("version", "\"1.33\"")],
            command: "aws eks describe-cluster --name {name} --query cluster.version --region {region}",
            risk: "Workloads that use removed APIs fail; test them first.",
        }],
    },
    Check {
        id: "cluster-automatic-upgrades",
        objective: "managed-patching",
        title: "Cluster is upgraded automatically",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Kubernetes closes holes every month. A cluster on an upgrade channel gets the fixes without \
                    waiting for a project to find the time.",
        reads: &[Key::AutomaticUpdates],
        test: |s| s.is(Key::AutomaticUpdates),
        aliases: &[
            Alias::checkov("CKV_AZURE_171", AKS), Alias::checkov("CKV_GCP_70", GKE),
            Alias::gcp("RELEASE_CHANNEL_DISABLED", GKE),
            Alias::prowler("aks_cluster_auto_upgrade_enabled", AKS),
        ],
        remedies: &[
            Remedy::edit(
                AKS,
                "Choose an upgrade channel; the argument is automatic_upgrade_channel from version 4 of the provider.",
                &[Edit::Set("automatic_upgrade_channel", "\"stable\"")],
            )
            .command("az aks update --name {name} --resource-group <group> --auto-upgrade-channel stable")
            .risk("Nodes are replaced during upgrades; set a maintenance window."),
            Remedy::edit(
                GKE,
                "Join a release channel.",
                &[Edit::Set("release_channel.channel", "\"REGULAR\"")],
            )
            .risk("Nodes are replaced during upgrades; set a maintenance window."),
        ],
    },
    Check {
        id: "cluster-shielded-nodes",
        objective: "workload-hardening",
        title: "Cluster uses shielded nodes",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "A shielded node proves its identity when it joins. Without that, a stolen bootstrap \
                    credential lets a foreign machine join and receive workloads with their secrets.",
        reads: &[Key::ShieldedMachine],
        test: |s| s.is(Key::ShieldedMachine),
        aliases: &[
            Alias::checkov("CKV_GCP_71", GKE),
            Alias::trivy("AVD-GCP-0055", GKE),
            Alias::gcp("CLUSTER_SHIELDED_NODES_DISABLED", GKE),
        ],
        remedies: &[Remedy::edit(
            GKE,
            "Remove enable_shielded_nodes, or set it to true.",
            &[Edit::Set("enable_shielded_nodes", "true")],
        )
        .risk("Nodes are recreated.")],
    },
    Check {
        id: "cluster-no-alpha-features",
        objective: "supported-versions",
        title: "Cluster has no alpha features",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "An alpha cluster gets no fixes, cannot be upgraded and is deleted after a month. Nothing with \
                    records may depend on one.",
        reads: &[Key::AlphaFeatures],
        test: |s| s.is_not(Key::AlphaFeatures),
        aliases: &[Alias::checkov("CKV2_GCP_19", GKE), Alias::gcp("ALPHA_CLUSTER_ENABLED", GKE)],
        remedies: &[Remedy::edit(
            GKE,
            "Remove enable_kubernetes_alpha.",
            &[Edit::Remove("enable_kubernetes_alpha")],
        )
        .risk("The cluster is replaced.")],
    },
    Check {
        id: "cluster-labels",
        objective: "resource-tagging",
        title: "Cluster is labelled",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: GKE,
        rationale: "Labels tell which clusters hold health information and who answers for them. An inventory \
                    without them cannot be assessed.",
        reads: &[Key::Tags],
        test: |s| s.is_set(Key::Tags),
        aliases: &[Alias::checkov("CKV_GCP_21", GKE), Alias::kics("65c1bc7a-4835-4ac4-a2b6-13d310b0648d", GKE), Alias::trivy("AVD-GCP-0051", GKE)],
        remedies: &[Remedy::edit(
            GKE,
            "Add resource_labels.",
            &[Edit::Set("resource_labels", "{ data = \"phi\", owner = \"platform\" }")],
        )],
    },
    Check {
        id: "cluster-service-level",
        objective: "high-availability",
        title: "Control plane of the cluster has a service level",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: AKS,
        rationale: "The free tier promises nothing about the control plane's uptime. Clusters that run clinical \
                    workloads need one that does.",
        reads: &[Key::PaidTier],
        test: |s| s.is(Key::PaidTier),
        aliases: &[Alias::checkov("CKV_AZURE_170", AKS)],
        remedies: &[Remedy::edit(AKS, "Use the Standard tier.", &[Edit::Set("sku_tier", "\"Standard\"")])
            .risk("The tier is charged by the hour.")],
    },
    Check {
        id: "cluster-threat-detection",
        objective: "threat-detection",
        title: "Cluster is watched by Defender",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: AKS,
        rationale: "Attacks inside a cluster look like ordinary processes to the network. A sensor on the nodes \
                    notices them and raises an alert.",
        reads: &[Key::ThreatDetection],
        test: |s| s.is(Key::ThreatDetection),
        aliases: &[],
        remedies: &[Remedy::edit(
            AKS,
            "Add microsoft_defender with a Log Analytics workspace.",
            &[Edit::Set(
                "microsoft_defender.log_analytics_workspace_id",
                "azurerm_log_analytics_workspace.{name}.id",
            )],
        )
        .risk("Defender for Containers is charged by core.")],
    },
    Check {
        id: "cluster-deletion-protection",
        objective: "deletion-protection",
        title: "Cluster is protected against deletion",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Deleting a cluster takes every workload on it down, and volumes with it. Protection makes it \
                    a deliberate step.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[Alias::prowler("eks_cluster_deletion_protection_enabled", EKS)],
        remedies: &[
            Remedy::edit(EKS, "Set deletion_protection.", &[Edit::Set("deletion_protection", "true")]),
            Remedy::edit(
                GKE,
                "Remove deletion_protection, or set it to true.",
                &[Edit::Set("deletion_protection", "true")],
            ),
        ],
    },
    Check {
        id: "cluster-system-nodes-reserved",
        objective: "high-availability",
        title: "System nodes run only system workloads",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: &[],
        rationale: "A workload that exhausts a system node takes name resolution and metrics down with it, and so \
                    every service of the cluster. Nodes of their own keep the cluster's heart apart.",
        reads: &[Key::SystemNodesReserved],
        test: |s| s.is(Key::SystemNodesReserved),
        aliases: &[Alias::checkov("CKV_AZURE_232", AKS)],
        remedies: &[Remedy::edit(
            AKS,
            "Reserve the default node pool, and add a pool for workloads.",
            &[Edit::Set("default_node_pool.only_critical_addons_enabled", "true")],
        )
        .risk("The node pool is replaced; workloads need a pool of their own.")],
    },
];
