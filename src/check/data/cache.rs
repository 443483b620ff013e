//! Caches.

use super::engine;
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Verdict};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "cache-encryption",
        objective: "encryption-at-rest",
        title: "Cache is encrypted at rest",
        severity: Severity::High,
        kind: Kind::Cache,
        types: &[],
        rationale: "Snapshots and overflow of a cache hold sessions and records in clear unless it \
                    encrypts them.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_29", &["aws_elasticache_replication_group"]),
            Alias::kics("76976de7-c7b1-4f64-a94f-90c1345914c2", &["aws_elasticache_replication_group"]),
            Alias::trivy("AVD-AWS-0045", &["aws_elasticache_replication_group"]),
            Alias::checkov("CKV_AWS_47", &["aws_dax_cluster"]),
            Alias::kics("f11aec39-858f-4b6f-b946-0a1bf46c0c87", &["aws_dax_cluster"]),
            Alias::prowler("dynamodb_accelerator_cluster_encryption_enabled", &["aws_dax_cluster"]),
            Alias::prowler(
                "elasticache_redis_cluster_rest_encryption_enabled",
                &["aws_elasticache_replication_group"],
            ),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_elasticache_replication_group"],
                "Encrypt at rest.",
                &[Edit::Set("at_rest_encryption_enabled", "true")],
            )
            .risk("The group is replaced."),
            Remedy::edit(
                &["aws_dax_cluster"],
                "Encrypt at rest.",
                &[Edit::Block("server_side_encryption {\n  enabled = true\n}")],
            )
            .risk("The cluster is replaced."),
        ],
    },
    Check {
        id: "cache-transit-encryption",
        objective: "encryption-in-transit",
        title: "Cache speaks TLS only",
        severity: Severity::High,
        kind: Kind::Cache,
        types: &[],
        rationale: "A cache answers whoever reaches its port. In clear text its sessions and records are \
                    open to every machine on the path.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[
            Alias::checkov("CKV_AWS_30", &["aws_elasticache_replication_group"]),
            Alias::kics("1afbb3fa-cf6c-4a3d-b730-95e9f4df343e", &["aws_elasticache_replication_group"]),
            Alias::trivy("AVD-AWS-0051", &["aws_elasticache_replication_group"]),
            Alias::checkov("CKV_AWS_239", &["aws_dax_cluster"]),
            Alias::checkov("CKV_AWS_202", &["aws_memorydb_cluster"]),
            Alias::checkov("CKV_AZURE_91", &["azurerm_redis_cache"]),
            Alias::kics("e29a75e6-aba3-4896-b42d-b87818c16b58", &["azurerm_redis_cache"]),
            Alias::checkov("CKV_GCP_97", &["google_redis_instance"]),
            Alias::azure_policy("22bee202-a82f-4305-9a2a-6d7f44d4dedb", &["azurerm_redis_cache"]),
            Alias::prowler(
                "dynamodb_accelerator_cluster_in_transit_encryption_enabled",
                &["aws_dax_cluster"],
            ),
            Alias::prowler(
                "elasticache_redis_cluster_in_transit_encryption_enabled",
                &["aws_elasticache_replication_group"],
            ),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_elasticache_replication_group"],
                "Encrypt in transit.",
                &[Edit::Set("transit_encryption_enabled", "true")],
            )
            .risk("Clients without TLS are refused; older versions replace the group."),
            Remedy::edit(
                &["aws_dax_cluster"],
                "Use a TLS endpoint.",
                &[Edit::Set("cluster_endpoint_encryption_type", "\"TLS\"")],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(&["aws_memorydb_cluster"], "Leave TLS on.", &[Edit::Set("tls_enabled", "true")]),
            Remedy::edit(
                &["azurerm_redis_cache"],
                "Close the port without TLS.",
                &[Edit::Set("non_ssl_port_enabled", "false")],
            )
            .command("az redis update --name {name} --resource-group GROUP --set enableNonSslPort=false")
            .risk("Clients without TLS are refused."),
            Remedy::edit(
                &["azurerm_redis_enterprise_database"],
                "Use the encrypted protocol.",
                &[Edit::Set("client_protocol", "\"Encrypted\"")],
            ),
            Remedy::edit(
                &["google_redis_instance"],
                "Encrypt in transit.",
                &[Edit::Set("transit_encryption_mode", "\"SERVER_AUTHENTICATION\"")],
            )
            .risk("The instance is replaced."),
            Remedy::edit(
                &["google_redis_cluster"],
                "Encrypt in transit.",
                &[Edit::Set("transit_encryption_mode", "\"TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION\"")],
            ),
        ],
    },
    Check {
        id: "cache-customer-key",
        objective: "customer-managed-keys",
        title: "Cache is encrypted with a customer-managed key",
        severity: Severity::Low,
        kind: Kind::Cache,
        types: &[],
        rationale: "A key of your own decides who may restore a copy of the cache, and can be destroyed \
                    with it.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_191", &["aws_elasticache_replication_group"]),
            Alias::checkov("CKV_AWS_201", &["aws_memorydb_cluster"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_elasticache_replication_group", "aws_elasticache_serverless_cache"],
                "Name a key of your own.",
                &[Edit::Set("kms_key_id", "aws_kms_key.cache.arn")],
            )
            .risk("The cache is replaced."),
            Remedy::edit(
                &["aws_memorydb_cluster"],
                "Name a key of your own.",
                &[Edit::Set("kms_key_arn", "aws_kms_key.cache.arn")],
            )
            .risk("The cluster is replaced."),
            Remedy::edit(
                &["google_redis_instance"],
                "Name a key of your own.",
                &[Edit::Set("customer_managed_key", "google_kms_crypto_key.cache.id")],
            )
            .risk("The instance is replaced."),
            Remedy::edit(
                &["google_redis_cluster"],
                "Name a key of your own.",
                &[Edit::Set("kms_key", "google_kms_crypto_key.cache.id")],
            ),
        ],
    },
    Check {
        id: "cache-authenticated-tls",
        objective: "encryption-in-transit",
        title: "Replication group demands TLS and a token",
        severity: Severity::High,
        kind: Kind::Cache,
        types: &["aws_elasticache_replication_group"],
        rationale: "TLS hides what is said; only a token or user group decides who may say it. Without \
                    both, any machine in the network reads the cache.",
        reads: &[Key::EncryptedInTransit, Key::AccessToken],
        test: |s| s.is(Key::EncryptedInTransit).and(s.is_set(Key::AccessToken)),
        aliases: &[Alias::checkov("CKV_AWS_31", &["aws_elasticache_replication_group"])],
        remedies: &[Remedy::edit(
            &["aws_elasticache_replication_group"],
            "Demand TLS and a token or user group.",
            &[
                Edit::Set("transit_encryption_enabled", "true"),
                Edit::Set("user_group_ids", "[aws_elasticache_user_group.cache.id]"),
            ],
        )
        .risk("Clients without credentials are refused.")],
    },
    Check {
        id: "cache-authentication",
        objective: "local-accounts",
        title: "Cache asks who is there",
        severity: Severity::Medium,
        kind: Kind::Cache,
        types: &[
            "google_redis_instance",
            "google_redis_cluster",
            "azurerm_redis_cache",
            "aws_memorydb_cluster",
        ],
        rationale: "A cache without authentication gives sessions and records to any machine that \
                    reaches its port.",
        reads: &[Key::AccessToken],
        test: |s| s.is_set(Key::AccessToken),
        aliases: &[Alias::checkov("CKV_GCP_95", &["google_redis_instance"])],
        remedies: &[
            Remedy::edit(
                &["google_redis_instance"],
                "Switch authentication on.",
                &[Edit::Set("auth_enabled", "true")],
            )
            .command("gcloud redis instances update {name} --region={region} --enable-auth")
            .risk("Clients without the token are refused."),
            Remedy::edit(
                &["azurerm_redis_cache"],
                "Leave authentication on.",
                &[Edit::Set("redis_configuration.authentication_enabled", "true")],
            ),
            Remedy::edit(
                &["aws_memorydb_cluster"],
                "Use an access list of your own.",
                &[Edit::Set("acl_name", "aws_memorydb_acl.cache.name")],
            ),
            Remedy::edit(
                &["google_redis_cluster"],
                "Sign in with IAM.",
                &[Edit::Set("authorization_mode", "\"AUTH_MODE_IAM_AUTH\"")],
            ),
        ],
    },
    Check {
        id: "cache-failover",
        objective: "high-availability",
        title: "Cache fails over by itself",
        severity: Severity::Medium,
        kind: Kind::Cache,
        types: &["aws_elasticache_replication_group"],
        rationale: "When its only node fails, sessions are lost and every request falls on the database \
                    at once.",
        reads: &[Key::AutomaticFailover],
        test: |s| s.is(Key::AutomaticFailover),
        aliases: &[
            Alias::checkov("CKV2_AWS_50", &["aws_elasticache_replication_group"]),
            Alias::prowler(
                "elasticache_redis_cluster_automatic_failover_enabled",
                &["aws_elasticache_replication_group"],
            ),
        ],
        remedies: &[Remedy::edit(
            &["aws_elasticache_replication_group"],
            "Keep a replica and fail over automatically.",
            &[Edit::Set("automatic_failover_enabled", "true"), Edit::Set("num_cache_clusters", "2")],
        )
        .risk("Costs a second node.")],
    },
    Check {
        id: "cache-multi-zone",
        objective: "high-availability",
        title: "Cache spans zones",
        severity: Severity::Low,
        kind: Kind::Cache,
        types: &["aws_elasticache_replication_group", "google_redis_instance", "azurerm_redis_cache"],
        rationale: "When a zone fails, a cache in one zone is gone with it, and care waits for the \
                    database.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[Alias::prowler(
            "elasticache_redis_cluster_multi_az_enabled",
            &["aws_elasticache_replication_group"],
        )],
        remedies: &[
            Remedy::edit(
                &["aws_elasticache_replication_group"],
                "Spread replicas over zones.",
                &[Edit::Set("multi_az_enabled", "true"), Edit::Set("automatic_failover_enabled", "true")],
            ),
            Remedy::edit(
                &["google_redis_instance"],
                "Use the tier with a replica.",
                &[Edit::Set("tier", "\"STANDARD_HA\"")],
            ),
            Remedy::edit(&["azurerm_redis_cache"], "Name zones.", &[Edit::Set("zones", "[\"1\", \"2\"]")]),
        ],
    },
    Check {
        id: "cache-replicated-tier",
        objective: "high-availability",
        title: "Cache uses a tier with replication",
        severity: Severity::Low,
        kind: Kind::Cache,
        types: &["azurerm_redis_cache"],
        rationale: "The basic tier is one machine without a replica and without a promise: each restart \
                    empties it.",
        reads: &[Key::ServiceTier],
        test: |s| s.one_of(Key::ServiceTier, &["Standard", "Premium"]),
        aliases: &[Alias::checkov("CKV_AZURE_230", &["azurerm_redis_cache"])],
        remedies: &[Remedy::edit(
            &["azurerm_redis_cache"],
            "Use Standard or Premium.",
            &[Edit::Set("sku_name", "\"Standard\"")],
        )
        .risk("Costs more; tiers cannot be lowered again.")],
    },
    Check {
        id: "cache-backups",
        objective: "backup",
        title: "Cache is backed up",
        severity: Severity::Low,
        kind: Kind::Cache,
        types: &[],
        rationale: "Where a cache holds the only copy of sessions, queues or drafts, a node that fails \
                    takes them with it.",
        reads: &[Key::Engine, Key::BackupRetentionDays],
        test: |s| match engine(s, &["memcached"]).verdict {
            Verdict::Pass => Outcome::not_applicable("this engine cannot be backed up"),
            _ if s.resource.has(Key::ReplicaOf) => s
                .is_unset(Key::ReplicaOf)
                .when_holds("its replication group is backed up", || s.at_least(Key::BackupRetentionDays, 1)),
            _ => s.at_least(Key::BackupRetentionDays, 1),
        },
        aliases: &[
            Alias::checkov("CKV_AWS_134", &["aws_elasticache_cluster"]),
            Alias::aws_config(
                "ELASTICACHE_REDIS_CLUSTER_AUTOMATIC_BACKUP_CHECK",
                &["aws_elasticache_replication_group"],
            ),
        ],
        remedies: &[Remedy::edit(
            &[
                "aws_elasticache_cluster",
                "aws_elasticache_replication_group",
                "aws_memorydb_cluster",
                "aws_elasticache_serverless_cache",
            ],
            "Keep daily snapshots.",
            &[Edit::Set("snapshot_retention_limit", "7")],
        )
        .risk("Snapshots are charged.")],
    },
    Check {
        id: "cache-minor-upgrades",
        objective: "managed-patching",
        title: "Cache takes minor upgrades by itself",
        severity: Severity::Medium,
        kind: Kind::Cache,
        types: &[],
        rationale: "Minor versions carry the fixes of known holes, and caches have had several that ran \
                    code for strangers.",
        reads: &[Key::MinorUpgrades, Key::Engine],
        test: |s| match engine(s, &["memcached"]).verdict {
            Verdict::Pass => Outcome::not_applicable("upgrades of this engine are not automatic"),
            _ => s.is(Key::MinorUpgrades),
        },
        aliases: &[Alias::checkov("CKV_AWS_322", &["aws_elasticache_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_elasticache_cluster", "aws_elasticache_replication_group", "aws_memorydb_cluster"],
            "Let minor upgrades happen in the maintenance window.",
            &[Edit::Set("auto_minor_version_upgrade", "true")],
        )],
    },
    Check {
        id: "cache-private-network",
        objective: "network-segmentation",
        title: "Cache stands in a subnet group of its own",
        severity: Severity::Medium,
        kind: Kind::Cache,
        types: &[
            "aws_elasticache_cluster",
            "aws_elasticache_replication_group",
            "aws_memorydb_cluster",
            "aws_dax_cluster",
        ],
        rationale: "The default subnet group lies in the default network, whose subnets reach the \
                    internet. A cache has no other wall than its network.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is_set(Key::NetworkAttached),
        aliases: &[Alias::checkov("CKV_AWS_323", &["aws_elasticache_cluster"])],
        remedies: &[Remedy::edit(
            &[
                "aws_elasticache_cluster",
                "aws_elasticache_replication_group",
                "aws_memorydb_cluster",
                "aws_dax_cluster",
            ],
            "Name a subnet group made of private subnets.",
            &[Edit::Set("subnet_group_name", "aws_elasticache_subnet_group.private.name")],
        )
        .risk("The cache is replaced.")],
    },
    Check {
        id: "cache-public-access",
        objective: "public-database",
        title: "Cache is not reachable from public networks",
        severity: Severity::High,
        kind: Kind::Cache,
        types: &["azurerm_redis_cache"],
        rationale: "A cache holds sessions that open records without a password. It has no business \
                    answering the internet.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_89", &["azurerm_redis_cache"])],
        remedies: &[Remedy::edit(
            &["azurerm_redis_cache"],
            "Switch public network access off and add a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .command("az redis update --name {name} --resource-group GROUP --set publicNetworkAccess=Disabled")
        .risk("Clients without a private path lose their connection.")],
    },
    Check {
        id: "cache-minimum-tls",
        objective: "tls-policy",
        title: "Cache pins TLS 1.2 as the least version",
        severity: Severity::Medium,
        kind: Kind::Cache,
        types: &["azurerm_redis_cache"],
        rationale: "Older versions of TLS can be broken by known attacks, and what the cache accepts \
                    when nothing is written has changed over time.",
        reads: &[Key::MinimumTls],
        test: |s| s.one_of(Key::MinimumTls, &["1.2"]),
        aliases: &[Alias::checkov("CKV_AZURE_148", &["azurerm_redis_cache"])],
        remedies: &[Remedy::edit(
            &["azurerm_redis_cache"],
            "Write TLS 1.2 as the least version.",
            &[Edit::Set("minimum_tls_version", "\"1.2\"")],
        )
        .command("az redis update --name {name} --resource-group GROUP --set minimumTlsVersion=1.2")
        .risk("Clients that cannot speak TLS 1.2 are refused.")],
    },
];
