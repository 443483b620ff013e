//! Accounts, rights and secrets of clusters.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const EKS: &[&str] = &["aws_eks_cluster"];
const AKS: &[&str] = &["azurerm_kubernetes_cluster"];
const GKE: &[&str] = &["google_container_cluster"];
const FABRIC: &[&str] = &["azurerm_service_fabric_cluster"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "cluster-secrets-encryption",
        objective: "encryption-at-rest",
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
            Alias::kics("63ebcb19-2739-4d3f-aa5c-e8bbb9b85281", EKS),
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
                &[Edit::Set("key_management_service.key_vault_key_id", "azurerm_key_vault_key.{name}.id")],
            )
            .risk("Losing the key loses the secrets."),
        ],
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
            Alias::kics("86f92117-eed8-4614-9c6c-b26da20ff37f", AKS),
            Alias::checkov("CKV_GCP_7", GKE),
            Alias::kics("5baa92d2-d8ee-4c75-88a4-52d9d8bb8067", GKE),
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
                &[Edit::Set(
                    "authenticator_groups_config.security_group",
                    "\"gke-security-groups@example.org\"",
                )],
            ),
            Remedy::edit(
                AKS,
                "Connect the cluster to Entra ID, with administrator groups.",
                &[Edit::Set("azure_active_directory_role_based_access_control.azure_rbac_enabled", "true")],
            ),
            Remedy::edit(
                FABRIC,
                "Connect the cluster to Entra ID.",
                &[Edit::Set(
                    "azure_active_directory.tenant_id",
                    "data.azurerm_client_config.current.tenant_id",
                )],
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
        aliases: &[
            Alias::checkov("CKV_AZURE_141", AKS),
            Alias::prowler("aks_cluster_local_accounts_disabled", AKS),
        ],
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
        aliases: &[Alias::checkov("CKV_GCP_13", GKE)],
        remedies: &[Remedy::edit(
            GKE,
            "Set issue_client_certificate to false.",
            &[Edit::Set("master_auth.client_certificate_config.issue_client_certificate", "false")],
        )
        .risk("The cluster is replaced.")],
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
        remedies: &[Remedy::edit(
            AKS,
            "Set azure_policy_enabled.",
            &[Edit::Set("azure_policy_enabled", "true")],
        )
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
];
