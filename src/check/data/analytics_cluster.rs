//! Clusters that compute: addresses, sign-in and what passes between their machines.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "analytics-public-address",
        objective: "public-address",
        title: "Machines of the cluster have private addresses only",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &[],
        rationale: "Cluster machines hold records while they work; a public address exposes every one of \
                    them to scans.",
        reads: &[Key::PublicAddress],
        test: |s| s.is_not(Key::PublicAddress),
        aliases: &[
            Alias::checkov("CKV_GCP_103", &["google_dataproc_cluster"]),
            Alias::prowler("databricks_workspace_no_public_ip_enabled", &["azurerm_databricks_workspace"]),
        ],
        remedies: &[
            Remedy::edit(
                &["google_dataproc_cluster"],
                "Use private addresses.",
                &[Edit::Set("cluster_config.gce_cluster_config.internal_ip_only", "true")],
            )
            .risk("The subnet needs private access to the platform; the cluster is replaced."),
            Remedy::edit(
                &["azurerm_databricks_workspace"],
                "Give machines no public address.",
                &[Edit::Set("custom_parameters.no_public_ip", "true")],
            )
            .risk("The workspace is replaced."),
        ],
    },
    Check {
        id: "analytics-security-configuration",
        objective: "encryption-at-rest",
        title: "EMR cluster has a security configuration",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_cluster"],
        rationale: "Without one the cluster encrypts neither its disks nor the traffic between its \
                    machines.",
        reads: &[Key::SecurityConfiguration],
        test: |s| s.is_set(Key::SecurityConfiguration),
        aliases: &[Alias::checkov("CKV2_AWS_55", &["aws_emr_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_emr_cluster"],
            "Name a security configuration.",
            &[Edit::Set("security_configuration", "aws_emr_security_configuration.records.name")],
        )
        .risk("The cluster is replaced.")],
    },
    Check {
        id: "analytics-kerberos-realm",
        objective: "local-accounts",
        title: "EMR cluster with Kerberos names its realm",
        severity: Severity::Low,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_cluster"],
        rationale: "Without the realm sign-in falls back to whatever the machines believe, and the trust \
                    it was meant to give is missing.",
        reads: &[Key::Kerberos, Key::KerberosRealm],
        test: |s| {
            s.is(Key::Kerberos)
                .when_holds("the cluster does not use Kerberos", || s.is_set(Key::KerberosRealm))
        },
        aliases: &[Alias::checkov("CKV_AWS_114", &["aws_emr_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_emr_cluster"],
            "Name the realm.",
            &[Edit::Set("kerberos_attributes.realm", "\"EC2.INTERNAL\"")],
        )],
    },
    Check {
        id: "analytics-kerberos",
        objective: "local-accounts",
        title: "Cluster signs people and services in with Kerberos",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_cluster", "google_dataproc_cluster"],
        rationale: "Without it everybody who reaches the cluster is whoever he says he is, and logs name \
                    the wrong person.",
        reads: &[Key::Kerberos],
        test: |s| s.is(Key::Kerberos),
        aliases: &[Alias::aws_config("EMR_KERBEROS_ENABLED", &["aws_emr_cluster"])],
        remedies: &[
            Remedy::edit(
                &["aws_emr_cluster"],
                "Add Kerberos.",
                &[Edit::Block(
                    "kerberos_attributes {\n  \
                     realm              = \"EC2.INTERNAL\"\n  \
                     kdc_admin_password = var.kdc_admin_password\n\
                     }",
                )],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(
                &["google_dataproc_cluster"],
                "Switch Kerberos on.",
                &[Edit::Set("cluster_config.security_config.kerberos_config.enable_kerberos", "true")],
            )
            .risk("The cluster is replaced."),
        ],
    },
    Check {
        id: "analytics-cluster-transit",
        objective: "encryption-in-transit",
        title: "EMR security configuration encrypts traffic",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "Machines of a cluster exchange records with every step of a job. In clear text each \
                    of them is open in the network.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[Alias::checkov("CKV_AWS_351", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_emr_security_configuration"],
            "Enable encryption in transit with a certificate.",
            &[],
        )
        .risk("Certificates are needed; clusters pick it up when they are made anew.")],
    },
    Check {
        id: "analytics-cluster-local-disks",
        objective: "encryption-at-rest",
        title: "EMR security configuration encrypts local disks",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "Jobs spill records to the disks of each machine. Unencrypted they stay readable on \
                    reused hardware and copied volumes.",
        reads: &[Key::LocalDiskEncryption],
        test: |s| s.is(Key::LocalDiskEncryption),
        aliases: &[Alias::checkov("CKV_AWS_349", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_emr_security_configuration"],
            "Enable encryption of local disks with a key.",
            &[],
        )],
    },
    Check {
        id: "analytics-cluster-volumes",
        objective: "encryption-at-rest",
        title: "EMR security configuration encrypts attached volumes",
        severity: Severity::High,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "The encryption of local disks leaves attached volumes out unless it says so; \
                    shuffled records lie there, too.",
        reads: &[Key::VolumeEncryption],
        test: |s| s.is(Key::VolumeEncryption),
        aliases: &[Alias::checkov("CKV_AWS_350", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_emr_security_configuration"],
            "Enable encryption of attached volumes.",
            &[],
        )],
    },
    Check {
        id: "analytics-cluster-key-mode",
        objective: "customer-managed-keys",
        title: "EMR security configuration encrypts files with KMS",
        severity: Severity::Medium,
        kind: Kind::AnalyticsWorkspace,
        types: &["aws_emr_security_configuration"],
        rationale: "With keys of KMS each reading of a file is permitted and recorded by key, not only \
                    by bucket.",
        reads: &[Key::EncryptionAlgorithm],
        test: |s| s.one_of(Key::EncryptionAlgorithm, &["SSE-KMS"]),
        aliases: &[Alias::checkov("CKV_AWS_171", &["aws_emr_security_configuration"])],
        remedies: &[Remedy::edit(&["aws_emr_security_configuration"], "Use SSE-KMS as the mode.", &[])],
    },
    Check {
        id: "analytics-public-block",
        objective: "public-address",
        title: "EMR refuses clusters that are open to the internet",
        severity: Severity::High,
        kind: Kind::AccountSetting,
        types: &["aws_emr_block_public_access_configuration"],
        rationale: "One open rule on one cluster is enough; this setting refuses to start such a cluster \
                    at all.",
        reads: &[Key::PublicAccessBlocked],
        test: |s| s.is(Key::PublicAccessBlocked),
        aliases: &[
            Alias::checkov("CKV_AWS_390", &["aws_emr_block_public_access_configuration"]),
            Alias::prowler(
                "emr_cluster_account_public_block_enabled",
                &["aws_emr_block_public_access_configuration"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["aws_emr_block_public_access_configuration"],
            "Block public rules.",
            &[Edit::Set("block_public_security_group_rules", "true")],
        )
        .command(
            "aws emr put-block-public-access-configuration --block-public-access-configuration \
             BlockPublicSecurityGroupRules=true,PermittedPublicSecurityGroupRuleRanges=[] --region \
             {region}",
        )],
    },
];
