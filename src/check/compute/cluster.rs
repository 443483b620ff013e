//! Kubernetes and Service Fabric clusters, and their nodes.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind, Truth};

const EKS: &[&str] = &["aws_eks_cluster"];
const AKS: &[&str] = &["azurerm_kubernetes_cluster"];
const GKE: &[&str] = &["google_container_cluster"];
const EKS_NODES: &[&str] = &["aws_eks_node_group"];
const AKS_NODES: &[&str] = &["azurerm_kubernetes_cluster_node_pool"];
const GKE_NODES: &[&str] = &["google_container_node_pool"];
const FABRIC: &[&str] = &["azurerm_service_fabric_cluster"];

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

fn not_from_everywhere(s: &Subject<'_>) -> Outcome {
    s.ask(Key::AllowedNetworks, |d| match d {
        Datum::List(list) => Truth::any(list.iter(), |n| n.test(|n| &**n == "0.0.0.0/0")).negate(),
        // yes: there is no public endpoint; absent: no network is admitted by a list
        _ => Truth::True,
    })
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
        aliases: &[Alias::checkov("CKV_AWS_37", EKS), Alias::trivy("AVD-AWS-0038", EKS)],
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
            Alias::trivy("AVD-GCP-0060", GKE),
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
            Alias::trivy("AVD-GCP-0052", GKE),
            Alias::gcp("CLUSTER_MONITORING_DISABLED", GKE),
        ],
        remedies: &[Remedy::edit(
            GKE,
            "Remove monitoring_service, or set it to the service of Google Cloud.",
            &[Edit::Set("monitoring_service", "\"monitoring.googleapis.com/kubernetes\"")],
        )],
    },
    Check {
        id: "cluster-private-endpoint",
        objective: "public-address",
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
            Alias::trivy("AVD-AWS-0040", EKS),
            Alias::prowler("aks_clusters_public_access_disabled", AKS),
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
            Remedy::edit(
                AKS,
                "Make the cluster private.",
                &[Edit::Set("private_cluster_enabled", "true")],
            )
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
        objective: "network-segmentation",
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
            Alias::trivy("AVD-AWS-0041", EKS),
            Alias::trivy("AVD-GCP-0053", GKE),
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
        objective: "restricted-ingress",
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
                terraform: &[Edit::Set("api_server_access_profile.authorized_ip_ranges", "[\"203.0.113.0/24\"]")],
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
        id: "cluster-secrets-encryption",
        objective: "key-protection",
        title: "Secrets of the cluster are encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Kubernetes keeps secrets readable to whoever reads its store or a backup of it. Envelope \
                    encryption under a key of yours makes a copy of the store worthless.",
        reads: &[Key::SecretsEncrypted],
        test: |s| s.is(Key::SecretsEncrypted),
        aliases: &[
            Alias::checkov("CKV_AWS_58", EKS),
            Alias::trivy("AVD-AWS-0039", EKS),
            Alias::prowler("eks_cluster_kms_cmk_encryption_in_secrets_enabled", EKS),
            Alias::gcp("CLUSTER_SECRETS_ENCRYPTION_DISABLED", GKE),
        ],
        remedies: &[
            Remedy {
                types: EKS,
                steps: "Add encryption_config for secrets with a KMS key.",
                terraform: &[
                    Edit::Set("encryption_config.resources", "[\"secrets\"]"),
                    Edit::Set("encryption_config.provider.key_arn", "aws_kms_key.{name}.arn"),
                ],
                command: "aws eks describe-cluster --name {name} --query cluster.encryptionConfig --region {region}",
                risk: "It cannot be switched off again; losing the key loses the secrets.",
            },
            Remedy::edit(
                GKE,
                "Add database_encryption with a Cloud KMS key.",
                &[
                    Edit::Set("database_encryption.state", "\"ENCRYPTED\""),
                    Edit::Set("database_encryption.key_name", "google_kms_crypto_key.{name}.id"),
                ],
            )
            .risk("Losing the key loses the secrets."),
            Remedy::edit(
                AKS,
                "Add key_management_service with a Key Vault key.",
                &[Edit::Set(
                    "key_management_service.key_vault_key_id",
                    "azurerm_key_vault_key.{name}.id",
                )],
            )
            .risk("Losing the key loses the secrets."),
        ],
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
        id: "cluster-role-based-access",
        objective: "least-privilege",
        title: "Cluster grants access by roles",
        severity: Severity::High,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Without role-based access every account in the cluster may do everything, secrets of all \
                    workloads included. Roles are how the minimum necessary is granted.",
        reads: &[Key::RoleBasedAccess],
        test: |s| s.is(Key::RoleBasedAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_5", AKS),
            Alias::checkov("CKV_GCP_7", GKE),
            Alias::trivy("AVD-AZU-0042", AKS),
            Alias::trivy("AVD-GCP-0062", GKE),
            Alias::azure_policy("ac4a19c2-fa67-49b4-8ae5-0b2e78c49457", AKS),
            Alias::prowler("aks_cluster_rbac_enabled", AKS),
            Alias::gcp("LEGACY_AUTHORIZATION_ENABLED", GKE),
        ],
        remedies: &[
            Remedy::edit(
                AKS,
                "Remove role_based_access_control_enabled, or set it to true.",
                &[Edit::Set("role_based_access_control_enabled", "true")],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(
                GKE,
                "Remove enable_legacy_abac, or set it to false.",
                &[Edit::Set("enable_legacy_abac", "false")],
            )
            .command("gcloud container clusters update {name} --no-enable-legacy-authorization")
            .risk("Accounts without a role lose access."),
        ],
    },
    Check {
        id: "cluster-directory-groups",
        objective: "least-privilege",
        title: "Access to the cluster follows directory groups",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Rights tied to groups of the directory end when a person leaves or changes roles. Lists kept \
                    in the cluster itself are forgotten.",
        reads: &[Key::GroupBasedAccess],
        test: |s| s.is(Key::GroupBasedAccess),
        aliases: &[Alias::checkov("CKV_GCP_65", GKE), Alias::checkov("CKV_AZURE_126", FABRIC)],
        remedies: &[
            Remedy::edit(
                GKE,
                "Name the security group of Google Groups for RBAC.",
                &[Edit::Set("authenticator_groups_config.security_group", "\"gke-security-groups@example.org\"")],
            ),
            Remedy::edit(
                AKS,
                "Connect the cluster to Entra ID, with administrator groups.",
                &[Edit::Set("azure_active_directory_role_based_access_control.azure_rbac_enabled", "true")],
            ),
            Remedy::edit(
                FABRIC,
                "Connect the cluster to Entra ID.",
                &[Edit::Set("azure_active_directory.tenant_id", "data.azurerm_client_config.current.tenant_id")],
            ),
        ],
    },
    Check {
        id: "cluster-local-accounts",
        objective: "local-accounts",
        title: "Cluster has no local accounts",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Local administrator credentials of a cluster are shared, outlive people and leave no name in \
                    the log. Directory logins make every action attributable.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[Alias::checkov("CKV_AZURE_141", AKS)],
        remedies: &[
            Remedy::edit(
                AKS,
                "Disable local accounts, with Entra ID connected.",
                &[Edit::Set("local_account_disabled", "true")],
            )
            .command("az aks update --name {name} --resource-group <group> --disable-local-accounts")
            .risk("Pipelines with the administrator's credentials stop."),
            Remedy::edit(
                GKE,
                "Remove the user name and the password from master_auth.",
                &[Edit::Remove("master_auth.username"), Edit::Remove("master_auth.password")],
            ),
        ],
    },
    Check {
        id: "cluster-client-certificates",
        objective: "local-accounts",
        title: "Cluster issues no client certificates",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: GKE,
        rationale: "A client certificate of the cluster cannot be revoked and names no person. Directory logins \
                    can be withdrawn, and show in the log who acted.",
        reads: &[Key::ClientCertificate],
        test: |s| s.is_not(Key::ClientCertificate),
        aliases: &[],
        remedies: &[Remedy::edit(
            GKE,
            "Set issue_client_certificate to false.",
            &[Edit::Set("master_auth.client_certificate_config.issue_client_certificate", "false")],
        )
        .risk("The cluster is replaced.")],
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
        aliases: &[Alias::checkov("CKV2_AZURE_29", AKS), Alias::checkov("CKV_GCP_23", GKE)],
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
        id: "cluster-attested-images",
        objective: "image-integrity",
        title: "Cluster runs only attested images",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: &[],
        rationale: "Binary Authorization admits only images that the release process attested. A replaced image \
                    then never runs beside workloads with records.",
        reads: &[Key::SignedImages],
        test: |s| s.is(Key::SignedImages),
        aliases: &[Alias::checkov("CKV_GCP_66", GKE), Alias::gcp("BINARY_AUTHORIZATION_DISABLED", GKE)],
        remedies: &[Remedy::edit(
            GKE,
            "Enforce the project's Binary Authorization policy.",
            &[Edit::Set("binary_authorization.evaluation_mode", "\"PROJECT_SINGLETON_POLICY_ENFORCE\"")],
        )
        .risk("Images without attestation are refused.")],
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
        aliases: &[Alias::checkov("CKV_AZURE_171", AKS), Alias::checkov("CKV_GCP_70", GKE)],
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
        aliases: &[Alias::checkov("CKV_GCP_21", GKE), Alias::trivy("AVD-GCP-0051", GKE)],
        remedies: &[Remedy::edit(
            GKE,
            "Add resource_labels.",
            &[Edit::Set("resource_labels", "{ data = \"phi\", owner = \"platform\" }")],
        )],
    },
    Check {
        id: "cluster-policy-addon",
        objective: "configuration-recording",
        title: "Cluster is governed by Azure Policy",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: &[],
        rationale: "The add-on refuses workloads that break the organisation's rules and reports those that do. \
                    Without it, nobody evaluates what runs beside records.",
        reads: &[Key::PolicyAddon],
        test: |s| s.is(Key::PolicyAddon),
        aliases: &[Alias::checkov("CKV_AZURE_116", AKS)],
        remedies: &[Remedy::edit(AKS, "Set azure_policy_enabled.", &[Edit::Set("azure_policy_enabled", "true")])
            .command("az aks enable-addons --addons azure-policy --name {name} --resource-group <group>")],
    },
    Check {
        id: "cluster-disk-customer-key",
        objective: "customer-managed-keys",
        title: "Disks of the cluster are encrypted under a key of your own",
        severity: Severity::Medium,
        kind: Kind::Cluster,
        types: AKS,
        rationale: "Volumes of the cluster hold what its databases write. A disk encryption set puts them under a \
                    key you can withdraw, and whose use you see.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AZURE_117", AKS)],
        remedies: &[Remedy::edit(
            AKS,
            "Name a disk encryption set.",
            &[Edit::Set("disk_encryption_set_id", "azurerm_disk_encryption_set.{name}.id")],
        )
        .risk("The cluster is replaced.")],
    },
    Check {
        id: "cluster-secret-rotation",
        objective: "key-rotation",
        title: "Mounted secrets follow their rotation",
        severity: Severity::Low,
        kind: Kind::Cluster,
        types: AKS,
        rationale: "A secret that is renewed in the vault stays old in running pods. With rotation mounted \
                    secrets follow, so that withdrawing a leaked one takes effect.",
        reads: &[Key::MountedSecretRotation],
        test: |s| s.is(Key::MountedSecretRotation),
        aliases: &[Alias::checkov("CKV_AZURE_172", AKS)],
        remedies: &[Remedy::edit(
            AKS,
            "Enable rotation in key_vault_secrets_provider.",
            &[Edit::Set("key_vault_secrets_provider.secret_rotation_enabled", "true")],
        )],
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
        aliases: &[Alias::checkov("CKV_AZURE_8", AKS)],
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
        aliases: &[],
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
        aliases: &[Alias::checkov("CKV_GCP_68", GKE_NODES), Alias::gcp("CLUSTER_SECURE_BOOT_DISABLED", GKE_NODES)],
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
        aliases: &[Alias::checkov("CKV_GCP_69", GKE_NODES), Alias::trivy("AVD-GCP-0057", GKE_NODES)],
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
        objective: "high-availability",
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
        remedies: &[Remedy::edit(GKE_NODES, "Enable automatic repair.", &[Edit::Set("management.auto_repair", "true")])],
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
