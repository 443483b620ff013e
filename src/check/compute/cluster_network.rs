//! Who reaches a cluster, and what reaches what within it.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Truth};

const EKS: &[&str] = &["aws_eks_cluster"];
const AKS: &[&str] = &["azurerm_kubernetes_cluster"];
const GKE: &[&str] = &["google_container_cluster"];
const FABRIC: &[&str] = &["azurerm_service_fabric_cluster"];

fn not_from_everywhere(s: &Subject<'_>) -> Outcome {
    s.ask(Key::AllowedNetworks, |d| match d {
        Datum::List(list) => Truth::any(list.iter(), |n| n.test(|n| &**n == "0.0.0.0/0")).negate(),
        // yes: there is no public endpoint; absent: no network is admitted by a list
        _ => Truth::True,
    })
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "cluster-private-endpoint",
        objective: "admin-access",
        title: "Control plane has no public endpoint",
        severity: Severity::High,
        kind: Kind::Cluster,
        types: &["aws_eks_cluster", "azurerm_kubernetes_cluster"],
        rationale: "Whoever reaches the control plane with a leaked token owns every workload and secret in the \
                    cluster. A private endpoint keeps the internet from even trying.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AWS_39", EKS),
            Alias::checkov("CKV_AZURE_115", AKS),
            Alias::kics("599318f2-6653-4569-9e21-041d06c63a89", AKS),
            Alias::trivy("AVD-AWS-0040", EKS),
        ],
        remedies: &[
            Remedy {
                types: EKS,
                steps: "Enable the private endpoint and disable the public one.",
                terraform: &[
                    Edit::Set("vpc_config.endpoint_private_access", "true"),
                    Edit::Set("vpc_config.endpoint_public_access", "false"),
                ],
                command: "aws eks describe-cluster --name {name} --query cluster.resourcesVpcConfig --region {region}",
                risk: "Operators and pipelines need a path into the network.",
            },
            Remedy::edit(AKS, "Make the cluster private.", &[Edit::Set("private_cluster_enabled", "true")])
                .risk("The cluster is replaced; operators and pipelines need a path into the network."),
        ],
    },
    Check {
        id: "cluster-private-control-plane",
        objective: "public-address",
        title: "Control plane of the cluster is reached over a private address only",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: GKE,
        rationale: "Whoever reaches the control plane with a leaked token owns every workload and secret in the \
                    cluster. A private endpoint keeps the internet from even trying.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[],
        remedies: &[Remedy::edit(
            GKE,
            "Enable the private endpoint.",
            &[Edit::Set("private_cluster_config.enable_private_endpoint", "true")],
        )
        .risk("Operators and pipelines need a path into the network.")],
    },
    Check {
        id: "cluster-private-nodes",
        objective: "public-address",
        title: "Cluster is private",
        severity: Severity::High,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Nodes with public addresses can be attacked past the cluster's ingress. A private cluster \
                    gives them internal addresses, and leaves one guarded way to records.",
        reads: &[Key::PrivateNodes],
        test: |s| s.is(Key::PrivateNodes),
        aliases: &[
            Alias::checkov("CKV_GCP_25", GKE),
            Alias::checkov("CKV_GCP_64", GKE),
            Alias::gcp("PRIVATE_CLUSTER_DISABLED", GKE),
        ],
        remedies: &[Remedy::edit(
            GKE,
            "Add private_cluster_config with private nodes.",
            &[
                Edit::Set("private_cluster_config.enable_private_nodes", "true"),
                Edit::Set("private_cluster_config.master_ipv4_cidr_block", "\"172.16.0.0/28\""),
            ],
        )
        .risk("The cluster is replaced; outgoing traffic needs Cloud NAT.")],
    },
    Check {
        id: "cluster-endpoint-networks",
        objective: "restricted-ingress",
        title: "Control plane is not open to every network",
        severity: Severity::High,
        kind: Kind::Cluster,
        types: &[],
        rationale: "A control plane that answers every address is scanned and tried all day. Admitting only known \
                    networks leaves a stolen token useless elsewhere.",
        reads: &[Key::AllowedNetworks],
        test: not_from_everywhere,
        aliases: &[
            Alias::checkov("CKV_AWS_38", EKS),
            Alias::checkov("CKV_GCP_18", GKE),
            Alias::prowler("eks_cluster_not_publicly_accessible", EKS),
        ],
        remedies: &[
            Remedy {
                types: EKS,
                steps: "List your own networks in public_access_cidrs.",
                terraform: &[Edit::Set("vpc_config.public_access_cidrs", "[\"203.0.113.0/24\"]")],
                command: "aws eks describe-cluster --name {name} --query cluster.resourcesVpcConfig.publicAccessCidrs --region {region}",
                risk: "Operators elsewhere are locked out.",
            },
            Remedy::edit(
                GKE,
                "Replace 0.0.0.0/0 by your own networks.",
                &[Edit::Set(
                    "master_authorized_networks_config.cidr_blocks.cidr_block",
                    "\"203.0.113.0/24\"",
                )],
            )
            .risk("Operators elsewhere are locked out."),
        ],
    },
    Check {
        id: "cluster-endpoint-allow-list",
        objective: "admin-access",
        title: "Control plane admits only listed networks",
        severity: Severity::High,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Without a list, every address on the internet may try the control plane. A short list of own \
                    networks keeps strangers from the door behind which all workloads stand.",
        reads: &[Key::AllowList],
        test: |s| s.is(Key::AllowList),
        aliases: &[
            Alias::checkov("CKV_AZURE_6", AKS),
            Alias::checkov("CKV_GCP_20", GKE),
            Alias::trivy("AVD-GCP-0061", GKE),
            Alias::gcp("MASTER_AUTHORIZED_NETWORKS_DISABLED", GKE),
        ],
        remedies: &[
            Remedy {
                types: AKS,
                steps: "List your own networks, or make the cluster private.",
                terraform: &[Edit::Set(
                    "api_server_access_profile.authorized_ip_ranges",
                    "[\"203.0.113.0/24\"]",
                )],
                command: "az aks show --name {name} --resource-group <group> --query apiServerAccessProfile",
                risk: "Operators elsewhere are locked out.",
            },
            Remedy::edit(
                GKE,
                "Add master_authorized_networks_config with your own networks.",
                &[Edit::Set(
                    "master_authorized_networks_config.cidr_blocks.cidr_block",
                    "\"203.0.113.0/24\"",
                )],
            )
            .risk("Operators elsewhere are locked out."),
        ],
    },
    Check {
        id: "cluster-network-policies",
        objective: "network-segmentation",
        title: "Cluster enforces network policies between workloads",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "By default every pod reaches every other. Policies keep a compromised front end from talking \
                    to the database of records beside it.",
        reads: &[Key::NetworkPolicies],
        test: |s| s.is(Key::NetworkPolicies),
        aliases: &[
            Alias::checkov("CKV_AZURE_7", AKS),
            Alias::checkov("CKV_GCP_12", GKE),
            Alias::trivy("AVD-AZU-0043", AKS),
            Alias::trivy("AVD-GCP-0056", GKE),
            Alias::gcp("NETWORK_POLICY_DISABLED", GKE),
            Alias::prowler("aks_network_policy_enabled", AKS),
        ],
        remedies: &[
            Remedy::edit(
                AKS,
                "Choose a network policy engine.",
                &[Edit::Set("network_profile.network_policy", "\"calico\"")],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(GKE, "Enable network policies.", &[Edit::Set("network_policy.enabled", "true")])
                .command("gcloud container clusters update {name} --enable-network-policy")
                .risk("Nodes are recreated."),
        ],
    },
    Check {
        id: "cluster-native-networking",
        objective: "network-segmentation",
        title: "Workloads have addresses of the network",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: &[],
        rationale: "With addresses of its own, each workload can be named in the network's rules and seen in its \
                    flow logs. Behind the node's address they all look alike.",
        reads: &[Key::NativeNetworking],
        test: |s| s.is(Key::NativeNetworking),
        aliases: &[
            Alias::checkov("CKV2_AZURE_29", AKS),
            Alias::checkov("CKV_GCP_23", GKE),
            Alias::trivy("AVD-GCP-0049", GKE),
            Alias::gcp("IP_ALIAS_DISABLED", GKE),
        ],
        remedies: &[
            Remedy::edit(
                AKS,
                "Use the Azure network plug-in.",
                &[Edit::Set("network_profile.network_plugin", "\"azure\"")],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(
                GKE,
                "Add ip_allocation_policy with secondary ranges.",
                &[Edit::Block("ip_allocation_policy {\n}")],
            )
            .risk("The cluster is replaced."),
        ],
    },
    Check {
        id: "cluster-intranode-visibility",
        objective: "network-flow-logging",
        title: "Traffic within a node is visible to the network",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Traffic between pods of one node never leaves it, so rules and flow logs of the network miss \
                    it. Made visible, movement between workloads can be examined.",
        reads: &[Key::IntranodeVisibility],
        test: |s| s.is(Key::IntranodeVisibility),
        aliases: &[Alias::checkov("CKV_GCP_61", GKE), Alias::gcp("INTRANODE_VISIBILITY_DISABLED", GKE)],
        remedies: &[Remedy::edit(
            GKE,
            "Set enable_intranode_visibility.",
            &[Edit::Set("enable_intranode_visibility", "true")],
        )
        .risk("Nodes are recreated.")],
    },
    Check {
        id: "cluster-dashboard-off",
        objective: "admin-access",
        title: "Web dashboard of the cluster is off",
        severity: Severity::High,
        kind: Kind::Cluster,
        types: &[],
        rationale: "The old dashboard runs with broad rights and has been a favourite way in. Consoles with \
                    directory login do the same work without a standing open door.",
        reads: &[Key::Dashboard],
        test: |s| s.is_not(Key::Dashboard),
        aliases: &[
            Alias::checkov("CKV_AZURE_8", AKS),
            Alias::kics("61c3cb8b-0715-47e4-b788-86dde40dd2db", AKS),
        ],
        remedies: &[Remedy::edit(
            AKS,
            "Disable kube_dashboard.",
            &[Edit::Set("addon_profile.kube_dashboard.enabled", "false")],
        )],
    },
    Check {
        id: "cluster-http-routing-off",
        objective: "restricted-ingress",
        title: "HTTP application routing of the cluster is off",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "The add-on publishes workloads on the internet over plain HTTP as soon as they ask for it. A \
                    managed ingress with TLS keeps that a decision.",
        reads: &[Key::HttpRouting],
        test: |s| s.is_not(Key::HttpRouting),
        aliases: &[Alias::checkov("CKV_AZURE_246", AKS)],
        remedies: &[Remedy::edit(
            AKS,
            "Remove http_application_routing_enabled, or set it to false.",
            &[Edit::Set("http_application_routing_enabled", "false")],
        )
        .risk("Workloads published through it lose their address.")],
    },
    Check {
        id: "cluster-fabric-protection",
        objective: "encryption-in-transit",
        title: "Traffic between the cluster's nodes is signed and encrypted",
        severity: Severity::High,
        kind: Kind::Cluster,
        types: FABRIC,
        rationale: "Nodes replicate application state, records included, between each other. Only EncryptAndSign \
                    keeps it from being read or changed on the way.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[],
        remedies: &[Remedy::edit(
            FABRIC,
            "Set ClusterProtectionLevel to EncryptAndSign in the Security settings.",
            &[Edit::Block(
                "fabric_settings {\n  name = \"Security\"\n  parameters = {\n    ClusterProtectionLevel = \
                 \"EncryptAndSign\"\n  }\n}",
            )],
        )],
    },
];
