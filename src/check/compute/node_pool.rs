//! Nodes of Kubernetes clusters: in the cluster's own pool, and in pools of their own.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const AKS: &[&str] = &["azurerm_kubernetes_cluster"];
const GKE: &[&str] = &["google_container_cluster"];
const EKS_NODES: &[&str] = &["aws_eks_node_group"];
const AKS_NODES: &[&str] = &["azurerm_kubernetes_cluster_node_pool"];
const GKE_NODES: &[&str] = &["google_container_node_pool"];

const HOST: Check = Check {
    id: "cluster-node-host-encryption",
    objective: "encryption-at-rest",
    title: "Hosts of the cluster's nodes encrypt caches and temporary disks",
    severity: Severity::Medium,
    kind: Kind::Cluster,
    types: &[],
    rationale: "Container layers, caches and temporary volumes live on the node's host, outside the encryption of \
                managed disks. Encryption at the host covers what workloads leave there.",
    reads: &[Key::HostEncryption],
    test: |s| s.is(Key::HostEncryption),
    aliases: &[Alias::checkov("CKV_AZURE_227", AKS)],
    remedies: &[Remedy::edit(
        AKS,
        "Enable host encryption of the default node pool; its name is host_encryption_enabled from version 4 of \
         the provider.",
        &[Edit::Set("default_node_pool.host_encryption_enabled", "true")],
    )
    .risk("The node pool is replaced, and the machine size must support it.")],
};

const NODE_ADDRESS: Check = Check {
    id: "cluster-node-public-address",
    objective: "public-address",
    title: "Nodes of the cluster have no public addresses",
    severity: Severity::High,
    kind: Kind::Cluster,
    types: &[],
    rationale: "A node with a public address can be attacked past the cluster's ingress. All workloads on it, and \
                the records they hold, are then one flaw away.",
    reads: &[Key::PublicAddress],
    test: |s| s.is_not(Key::PublicAddress),
    aliases: &[Alias::checkov("CKV_AZURE_143", AKS)],
    remedies: &[Remedy::edit(
        AKS,
        "Remove the argument that gives nodes public addresses, or set it to false.",
        &[Edit::Set("default_node_pool.node_public_ip_enabled", "false")],
    )
    .risk("The node pool is replaced.")],
};

const SECURE_BOOT: Check = Check {
    id: "cluster-node-secure-boot",
    objective: "workload-hardening",
    title: "Nodes of the cluster use secure boot",
    severity: Severity::Medium,
    kind: Kind::Cluster,
    types: &[],
    rationale: "Secure boot runs only signed boot loaders and kernels. It keeps malicious software from settling \
                below the containers of every workload on the node.",
    reads: &[Key::SecureBoot],
    test: |s| s.is(Key::SecureBoot),
    aliases: &[Alias::checkov("CKV_GCP_68", GKE)],
    remedies: &[Remedy::edit(
        GKE,
        "Switch secure boot on for the nodes.",
        &[Edit::Set("node_config.shielded_instance_config.enable_secure_boot", "true")],
    )
    .risk("Nodes are replaced; unsigned kernel modules do not load.")],
};

const INTEGRITY: Check = Check {
    id: "cluster-node-integrity-monitoring",
    objective: "workload-hardening",
    title: "Boot integrity of the cluster's nodes is monitored",
    severity: Severity::Medium,
    kind: Kind::Cluster,
    types: &[],
    rationale: "Integrity monitoring compares each boot with the one before and reports a change. Without it a \
                tampered node keeps running workloads with records.",
    reads: &[Key::IntegrityMonitoring],
    test: |s| s.is(Key::IntegrityMonitoring),
    aliases: &[Alias::checkov("CKV_GCP_72", GKE)],
    remedies: &[Remedy::edit(
        GKE,
        "Switch integrity monitoring on for the nodes.",
        &[Edit::Set("node_config.shielded_instance_config.enable_integrity_monitoring", "true")],
    )],
};

const METADATA: Check = Check {
    id: "cluster-node-metadata",
    objective: "instance-metadata",
    title: "Workloads do not see the node's metadata",
    severity: Severity::High,
    kind: Kind::Cluster,
    types: &[],
    rationale: "The metadata of a node holds credentials of its service account. The GKE metadata server gives \
                each workload only its own identity, so one taken container does not become the node.",
    reads: &[Key::MetadataConcealed],
    test: |s| s.is(Key::MetadataConcealed),
    aliases: &[Alias::checkov("CKV_GCP_69", GKE)],
    remedies: &[Remedy::edit(
        GKE,
        "Set the workload metadata mode to GKE_METADATA, with Workload Identity on the cluster.",
        &[Edit::Set("node_config.workload_metadata_config.mode", "\"GKE_METADATA\"")],
    )
    .risk("Workloads that use the node's account lose it.")],
};

const DEFAULT_ACCOUNT: Check = Check {
    id: "cluster-node-service-account",
    objective: "least-privilege",
    title: "Nodes of the cluster have a service account of their own",
    severity: Severity::Medium,
    kind: Kind::Cluster,
    types: &[],
    rationale: "Nodes without an account of their own run as the project's default account, whose rights reach \
                far beyond what a node needs. A taken node then reads stores of records it never served.",
    reads: &[Key::DefaultIdentity],
    test: |s| s.is_not(Key::DefaultIdentity),
    aliases: &[],
    remedies: &[Remedy::edit(
        GKE,
        "Name a service account with the minimal roles for nodes.",
        &[Edit::Set("node_config.service_account", "google_service_account.{name}.email")],
    )
    .risk("Nodes are replaced.")],
};

pub(super) static CHECKS: &[Check] = &[
    HOST,
    Check {
        id: "node-pool-host-encryption",
        title: "Hosts of the node pool encrypt caches and temporary disks",
        kind: Kind::NodePool,
        aliases: &[Alias::checkov("CKV_AZURE_227", AKS_NODES)],
        remedies: &[Remedy::edit(
            AKS_NODES,
            "Enable host encryption; its name is host_encryption_enabled from version 4 of the provider.",
            &[Edit::Set("host_encryption_enabled", "true")],
        )
        .risk("The node pool is replaced.")],
        ..HOST
    },
    NODE_ADDRESS,
    Check {
        id: "node-pool-public-address",
        title: "Nodes of the pool have no public addresses",
        kind: Kind::NodePool,
        aliases: &[],
        remedies: &[Remedy::edit(
            AKS_NODES,
            "Remove the argument that gives nodes public addresses, or set it to false.",
            &[Edit::Set("node_public_ip_enabled", "false")],
        )
        .risk("The node pool is replaced.")],
        ..NODE_ADDRESS
    },
    SECURE_BOOT,
    Check {
        id: "node-pool-secure-boot",
        title: "Nodes of the pool use secure boot",
        kind: Kind::NodePool,
        aliases: &[
            Alias::checkov("CKV_GCP_68", GKE_NODES),
            Alias::gcp("NODEPOOL_SECURE_BOOT_DISABLED", GKE_NODES),
        ],
        remedies: &[Remedy::edit(
            GKE_NODES,
            "Switch secure boot on for the nodes.",
            &[Edit::Set("node_config.shielded_instance_config.enable_secure_boot", "true")],
        )
        .risk("Nodes are replaced.")],
        ..SECURE_BOOT
    },
    INTEGRITY,
    Check {
        id: "node-pool-integrity-monitoring",
        title: "Boot integrity of the pool's nodes is monitored",
        kind: Kind::NodePool,
        aliases: &[
            Alias::checkov("CKV_GCP_72", GKE_NODES),
            Alias::gcp("INTEGRITY_MONITORING_DISABLED", GKE_NODES),
        ],
        remedies: &[Remedy::edit(
            GKE_NODES,
            "Switch integrity monitoring on for the nodes.",
            &[Edit::Set("node_config.shielded_instance_config.enable_integrity_monitoring", "true")],
        )],
        ..INTEGRITY
    },
    METADATA,
    Check {
        id: "node-pool-metadata",
        title: "Workloads of the pool do not see the node's metadata",
        kind: Kind::NodePool,
        aliases: &[Alias::checkov("CKV_GCP_69", GKE_NODES)],
        remedies: &[Remedy::edit(
            GKE_NODES,
            "Set the workload metadata mode to GKE_METADATA.",
            &[Edit::Set("node_config.workload_metadata_config.mode", "\"GKE_METADATA\"")],
        )
        .risk("Workloads that use the node's account lose it.")],
        ..METADATA
    },
    DEFAULT_ACCOUNT,
    Check {
        id: "node-pool-service-account",
        title: "Nodes of the pool have a service account of their own",
        kind: Kind::NodePool,
        aliases: &[],
        remedies: &[Remedy::edit(
            GKE_NODES,
            "Name a service account with the minimal roles for nodes.",
            &[Edit::Set("node_config.service_account", "google_service_account.{name}.email")],
        )
        .risk("Nodes are replaced.")],
        ..DEFAULT_ACCOUNT
    },
    Check {
        id: "node-pool-remote-login",
        objective: "admin-access",
        title: "Remote login to nodes is limited to named groups",
        severity: Severity::High,
        kind: Kind::NodePool,
        types: &[],
        rationale: "A key for SSH without source groups opens port 22 of every node to the internet. Root on a \
                    node is access to the records of all its workloads.",
        reads: &[Key::RemoteAccessOpen],
        test: |s| s.is_not(Key::RemoteAccessOpen),
        aliases: &[Alias::checkov("CKV_AWS_100", EKS_NODES)],
        remedies: &[Remedy {
            types: EKS_NODES,
            steps: "Name the security groups that may log in, or remove remote_access and use Session Manager.",
            terraform: &[Edit::Set(
                "remote_access.source_security_group_ids",
                "[aws_security_group.{name}.id]",
            )],
            command: "aws eks describe-nodegroup --cluster-name <cluster> --nodegroup-name {name} --query nodegroup.remoteAccess --region {region}",
            risk: "The node group is replaced.",
        }],
    },
    Check {
        id: "node-pool-automatic-repair",
        objective: "health-monitoring",
        title: "Nodes of the pool are repaired automatically",
        severity: Severity::Low,
        kind: Kind::NodePool,
        types: &[],
        rationale: "A node that stops reporting takes its workloads with it until somebody notices. Automatic \
                    repair brings clinical services back without waiting.",
        reads: &[Key::AutomaticRepair],
        test: |s| s.is(Key::AutomaticRepair),
        aliases: &[
            Alias::checkov("CKV_GCP_9", GKE_NODES),
            Alias::trivy("AVD-GCP-0063", GKE_NODES),
            Alias::gcp("AUTO_REPAIR_DISABLED", GKE_NODES),
        ],
        remedies: &[Remedy::edit(
            GKE_NODES,
            "Enable automatic repair.",
            &[Edit::Set("management.auto_repair", "true")],
        )],
    },
    Check {
        id: "node-pool-automatic-upgrades",
        objective: "managed-patching",
        title: "Nodes of the pool are upgraded automatically",
        severity: Severity::Medium,
        kind: Kind::NodePool,
        types: &[],
        rationale: "Node images carry the kernel that separates workloads. Automatic upgrades close known ways \
                    out of containers without waiting for a project.",
        reads: &[Key::AutomaticUpdates],
        test: |s| s.is(Key::AutomaticUpdates),
        aliases: &[
            Alias::checkov("CKV_GCP_10", GKE_NODES),
            Alias::kics("b139213e-7d24-49c2-8025-c18faa21ecaa", &["google_container_node_pool"]),
            Alias::trivy("AVD-GCP-0058", GKE_NODES),
            Alias::gcp("AUTO_UPGRADE_DISABLED", GKE_NODES),
        ],
        remedies: &[Remedy::edit(
            GKE_NODES,
            "Enable automatic upgrades.",
            &[Edit::Set("management.auto_upgrade", "true")],
        )
        .risk("Nodes are replaced during upgrades; set a maintenance window.")],
    },
    Check {
        id: "node-pool-private-nodes",
        objective: "network-segmentation",
        title: "Node pool does not give its nodes public addresses",
        severity: Severity::High,
        kind: Kind::NodePool,
        types: &[],
        rationale: "A pool may override the cluster and give its nodes public addresses. That reopens the way \
                    past the ingress that a private cluster closes.",
        reads: &[Key::PrivateNodes],
        test: |s| s.is(Key::PrivateNodes),
        aliases: &[],
        remedies: &[Remedy::edit(
            GKE_NODES,
            "Set enable_private_nodes in network_config.",
            &[Edit::Set("network_config.enable_private_nodes", "true")],
        )],
    },
];
