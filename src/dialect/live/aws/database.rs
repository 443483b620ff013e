//! Databases: RDS with the engines that share its API, DynamoDB, Redshift, caches and search.

use std::sync::Arc;

use super::{list, within};
use crate::dialect::live::{Companion, Field, Shape, Take};
use crate::native::{Node, Object, Value};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::RDS::DBInstance", "aws_db_instance", INSTANCE).variant(|source| {
        match source.text("engine")?.as_ref() {
            "docdb" => Some("aws_docdb_cluster_instance"),
            "neptune" => Some("aws_neptune_cluster_instance"),
            engine if engine.starts_with("aurora") => Some("aws_rds_cluster_instance"),
            _ => None,
        }
    }),
    Shape::new("AWS::RDS::DBCluster", "aws_rds_cluster", CLUSTER).variant(|source| {
        match source.text("engine")?.as_ref() {
            "docdb" => Some("aws_docdb_cluster"),
            "neptune" => Some("aws_neptune_cluster"),
            _ => None,
        }
    }),
    Shape::new(
        "AWS::RDS::DBSnapshot",
        "aws_db_snapshot",
        &[
            Field::of(
                "db_instance_identifier",
                "dBInstanceIdentifier",
                Take::Arn("arn:{partition}:rds:{region}:{account}:db:{}"),
            ),
            Field::same("encrypted", "encrypted"),
            Field::of(
                "shared_accounts",
                "supplementaryConfiguration.DBSnapshotAttributes",
                Take::With(shared_with),
            ),
        ],
    ),
    Shape::new(
        "AWS::RDS::DBClusterSnapshot",
        "aws_db_cluster_snapshot",
        &[
            Field::of(
                "db_cluster_identifier",
                "dbclusterIdentifier",
                Take::Arn("arn:{partition}:rds:{region}:{account}:cluster:{}"),
            ),
            Field::same("storage_encrypted", "storageEncrypted"),
            Field::key("kms_key_id", "kmsKeyId"),
            Field::of(
                "shared_accounts",
                "supplementaryConfiguration.DBClusterSnapshotAttributes",
                Take::With(shared_with),
            ),
        ],
    )
    .variant(|source| match source.text("engine")?.as_ref() {
        "docdb" => Some("aws_docdb_cluster_snapshot"),
        "neptune" => Some("aws_neptune_cluster_snapshot"),
        _ => None,
    }),
    Shape::new("AWS::RDS::DBSecurityGroup", "aws_db_security_group", &[]),
    Shape::new(
        "AWS::RDS::GlobalCluster",
        "aws_rds_global_cluster",
        &[
            Field::same("engine", "Engine"),
            Field::same("engine_version", "EngineVersion"),
            Field::same("storage_encrypted", "StorageEncrypted"),
            Field::same("deletion_protection", "DeletionProtection"),
            Field::reference("source_db_cluster_identifier", "SourceDBClusterIdentifier"),
        ],
    ),
    Shape::new(
        "AWS::RDS::EventSubscription",
        "aws_db_event_subscription",
        &[Field::reference("sns_topic", "snsTopicArn").or_unset_in("custSubscriptionId")],
    ),
    Shape::new("AWS::DynamoDB::Table", "aws_dynamodb_table", TABLE),
    Shape::new("AWS::Redshift::Cluster", "aws_redshift_cluster", WAREHOUSE).companions(LOGGING),
    Shape::new("AWS::OpenSearch::Domain", "aws_opensearch_domain", SEARCH).unset(&["elasticsearch_version"]),
    Shape::new("AWS::Elasticsearch::Domain", "aws_elasticsearch_domain", SEARCH).unset(&["engine_version"]),
];

static LOGGING: &[Companion] = &[Companion::new(
    "aws_redshift_logging",
    "supplementaryConfiguration.LoggingStatus",
    &[Field::itself("cluster_identifier")],
)
.when(|source| source.flag("supplementaryConfiguration.LoggingStatus.loggingEnabled") == Some(true))];

const INSTANCE: &[Field] = &[
    Field::same("identifier", "dBInstanceIdentifier"),
    Field::same("engine", "engine"),
    Field::same("engine_version", "engineVersion"),
    Field::same("instance_class", "dBInstanceClass"),
    Field::same("publicly_accessible", "publiclyAccessible"),
    Field::same("auto_minor_version_upgrade", "autoMinorVersionUpgrade"),
    Field::same("monitoring_interval", "monitoringInterval"),
    Field::same("performance_insights_enabled", "performanceInsightsEnabled"),
    // the same of DocumentDB
    Field::same("enable_performance_insights", "performanceInsightsEnabled"),
    Field::key("performance_insights_kms_key_id", "performanceInsightsKMSKeyId"),
    Field::same("storage_encrypted", "storageEncrypted"),
    Field::key("kms_key_id", "kmsKeyId"),
    Field::same("backup_retention_period", "backupRetentionPeriod"),
    Field::same("copy_tags_to_snapshot", "copyTagsToSnapshot"),
    Field::same("multi_az", "multiAZ"),
    Field::same("deletion_protection", "deletionProtection"),
    Field::same("iam_database_authentication_enabled", "iAMDatabaseAuthenticationEnabled"),
    Field::same("enabled_cloudwatch_logs_exports", "enabledCloudwatchLogsExports")
        .or_unset_in("dBInstanceIdentifier"),
    Field::same("ca_cert_identifier", "cACertificateIdentifier"),
    Field::same("parameter_group_name", "dBParameterGroups.dBParameterGroupName"),
    Field::of(
        "replicate_source_db",
        "readReplicaSourceDBInstanceIdentifier",
        Take::Arn("arn:{partition}:rds:{region}:{account}:db:{}"),
    )
    .or_unset_in("dBInstanceIdentifier"),
    Field::same("db_subnet_group_name", "dBSubnetGroup.dBSubnetGroupName")
        .or_unset_in("dBInstanceIdentifier"),
    Field::same("username", "masterUsername"),
];

const CLUSTER: &[Field] = &[
    Field::same("cluster_identifier", "dbclusterIdentifier"),
    Field::same("engine", "engine"),
    Field::same("engine_version", "engineVersion"),
    Field::same("engine_mode", "engineMode"),
    Field::same("storage_encrypted", "storageEncrypted"),
    Field::key("kms_key_id", "kmsKeyId"),
    Field::same("backup_retention_period", "backupRetentionPeriod"),
    Field::same("backtrack_window", "backtrackWindow").or_unset_in("dbclusterIdentifier"),
    Field::same("copy_tags_to_snapshot", "copyTagsToSnapshot"),
    Field::same("deletion_protection", "deletionProtection"),
    Field::same("iam_database_authentication_enabled", "iamdatabaseAuthenticationEnabled"),
    Field::same("enabled_cloudwatch_logs_exports", "enabledCloudwatchLogsExports")
        .or_unset_in("dbclusterIdentifier"),
    Field::same("db_cluster_parameter_group_name", "dbclusterParameterGroup"),
    Field::reference("replication_source_identifier", "replicationSourceIdentifier")
        .or_unset_in("dbclusterIdentifier"),
    Field::same("db_subnet_group_name", "dbsubnetGroup"),
    Field::same("master_username", "masterUsername"),
    // Neptune's names of the same
    Field::key("kms_key_arn", "kmsKeyId"),
    Field::same("enable_cloudwatch_logs_exports", "enabledCloudwatchLogsExports")
        .or_unset_in("dbclusterIdentifier"),
    Field::same("neptune_cluster_parameter_group_name", "dbclusterParameterGroup"),
];

/// Who may restore a snapshot, of its attributes.
fn shared_with(attributes: &Node) -> Option<Node> {
    let restore = attributes.items()?.iter().find(|attribute| {
        within(attribute, "attributeName").and_then(Node::as_text).as_deref() == Some("restore")
    });
    let accounts = restore.and_then(|attribute| within(attribute, "attributeValues")).and_then(Node::items);
    Some(list(accounts.unwrap_or_default().to_vec(), attributes))
}

const TABLE: &[Field] = &[
    Field::same("name", "tableName"),
    // no description means a key of the service; one without an ARN cannot be
    Field::of("server_side_encryption.enabled", "ssedescription.status", Take::Is("ENABLED"))
        .or_unset_in("tableName"),
    Field::key("server_side_encryption.kms_key_arn", "ssedescription.kmsmasterKeyArn")
        .or_unset_in("tableName"),
    Field::of(
        "point_in_time_recovery.enabled",
        "supplementaryConfiguration.ContinuousBackupsDescription.pointInTimeRecoveryDescription.pointInTimeRecoveryStatus",
        Take::Is("ENABLED"),
    ),
    Field::same("deletion_protection_enabled", "deletionProtectionEnabled"),
    // a table that was never switched to on-demand has no summary
    Field::same("billing_mode", "billingModeSummary.billingMode").or_unset_in("tableName"),
    Field::of("replica", "replicas", Take::Blocks(&[Field::same("region_name", "regionName")]))
        .or_unset_in("tableName"),
];

const WAREHOUSE: &[Field] = &[
    Field::same("cluster_identifier", "clusterIdentifier"),
    Field::same("encrypted", "encrypted"),
    Field::key("kms_key_id", "kmsKeyId"),
    Field::same("publicly_accessible", "publiclyAccessible"),
    Field::same("logging.enable", "supplementaryConfiguration.LoggingStatus.loggingEnabled"),
    Field::same("allow_version_upgrade", "allowVersionUpgrade"),
    Field::same("automated_snapshot_retention_period", "automatedSnapshotRetentionPeriod"),
    Field::same("enhanced_vpc_routing", "enhancedVpcRouting"),
    Field::same("cluster_subnet_group_name", "clusterSubnetGroupName").or_unset_in("clusterIdentifier"),
    Field::same("database_name", "dBName"),
    Field::same("master_username", "masterUsername"),
    Field::of("multi_az", "multiAZ", Take::Is("Enabled")),
    Field::same("cluster_parameter_group_name", "clusterParameterGroups.parameterGroupName"),
    Field::same("snapshot_copy", "clusterSnapshotCopyStatus").or_unset_in("clusterIdentifier"),
];

/// Domains of both generations: the newer in `CloudFormation`'s words, the older in the SDK's.
const SEARCH: &[Field] = &[
    Field::same("domain_name", "DomainName"),
    Field::same("engine_version", "EngineVersion"),
    Field::same("elasticsearch_version", "elasticsearchVersion"),
    Field::same("encrypt_at_rest.enabled", "EncryptionAtRestOptions.Enabled"),
    Field::key("encrypt_at_rest.kms_key_id", "EncryptionAtRestOptions.KmsKeyId")
        .or_unset_in("EncryptionAtRestOptions"),
    Field::same("node_to_node_encryption.enabled", "NodeToNodeEncryptionOptions.Enabled"),
    Field::same("cluster_config.instance_count", "ClusterConfig.InstanceCount"),
    Field::same("cluster_config.dedicated_master_enabled", "ClusterConfig.DedicatedMasterEnabled"),
    Field::same("cluster_config.dedicated_master_count", "ClusterConfig.DedicatedMasterCount"),
    Field::same("cluster_config.zone_awareness_enabled", "ClusterConfig.ZoneAwarenessEnabled"),
    Field::same("cluster_config.instance_count", "elasticsearchClusterConfig.instanceCount"),
    Field::same(
        "cluster_config.dedicated_master_enabled",
        "elasticsearchClusterConfig.dedicatedMasterEnabled",
    ),
    Field::same("cluster_config.dedicated_master_count", "elasticsearchClusterConfig.dedicatedMasterCount"),
    Field::same("cluster_config.zone_awareness_enabled", "elasticsearchClusterConfig.zoneAwarenessEnabled"),
    Field::same("domain_endpoint_options.enforce_https", "DomainEndpointOptions.EnforceHTTPS"),
    Field::same("domain_endpoint_options.tls_security_policy", "DomainEndpointOptions.TLSSecurityPolicy"),
    Field::of("vpc_options", "VPCOptions", Take::With(attached)).or_unset_in("DomainName"),
    Field::same("advanced_security_options.enabled", "AdvancedSecurityOptions.Enabled"),
    Field::same(
        "advanced_security_options.internal_user_database_enabled",
        "AdvancedSecurityOptions.InternalUserDatabaseEnabled",
    ),
    Field::of(
        "log_publishing_options",
        "LogPublishingOptions",
        Take::Entries("log_type", &[Field::same("enabled", "Enabled")]),
    )
    .or_unset_in("DomainName"),
];

/// The network of a domain; nothing where the options name no subnet.
fn attached(options: &Node) -> Option<Node> {
    let subnets = within(options, "SubnetIds").and_then(Node::items).unwrap_or_default();
    if subnets.is_empty() {
        return Some(Node { value: Value::Null, ..options.clone() });
    }
    let arguments = [("subnet_ids", "SubnetIds"), ("security_group_ids", "SecurityGroupIds")];
    let body: Object = arguments
        .iter()
        .filter_map(|(to, from)| Some(((*to).into(), within(options, from)?.clone())))
        .collect();
    Some(Node { value: Value::Object(Arc::new(body)), ..options.clone() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use serde_json::Value as Json;

    use crate::check::Verdict;
    use crate::testing::{live, live_cases, live_verdict};

    fn instance() -> Json {
        json!({
            "dBInstanceIdentifier": "charts", "dBInstanceClass": "db.m7g.large", "engine": "postgres",
            "engineVersion": "16.4", "masterUsername": "keeper", "allocatedStorage": 100, "storageEncrypted": true,
            "kmsKeyId": "arn:aws:kms:eu-west-1:444455556666:key/0a1b", "backupRetentionPeriod": 14, "multiAZ": true,
            "publiclyAccessible": false, "autoMinorVersionUpgrade": true, "copyTagsToSnapshot": true,
            "monitoringInterval": 60, "performanceInsightsEnabled": true,
            "performanceInsightsKMSKeyId": "arn:aws:kms:eu-west-1:444455556666:key/0a1b",
            "iAMDatabaseAuthenticationEnabled": true, "deletionProtection": true,
            "enabledCloudwatchLogsExports": ["postgresql", "upgrade"], "cACertificateIdentifier": "rds-ca-rsa2048-g1",
            "dBParameterGroups": [{"dBParameterGroupName": "charts-16", "parameterApplyStatus": "in-sync"}],
            "dBSubnetGroup": {"dBSubnetGroupName": "private", "vpcId": "vpc-0a"},
            "readReplicaSourceDBInstanceIdentifier": null
        })
    }

    #[test]
    fn every_setting_of_an_instance_is_read() {
        let (on, off) = (json!(true), json!(false));
        let case = |check, path: &str, pass: Json, fail: Json| (check, path.to_owned(), pass, fail);
        live_cases(
            "AWS::RDS::DBInstance",
            &instance(),
            "",
            &[
                case("database-encryption", "storageEncrypted", on.clone(), off.clone()),
                case("database-public-access", "publiclyAccessible", off.clone(), on.clone()),
                case("database-multi-zone", "multiAZ", on.clone(), off.clone()),
                case("database-backups", "backupRetentionPeriod", json!(14), json!(0)),
                case("database-deletion-protection", "deletionProtection", on.clone(), off.clone()),
                case("database-copy-tags", "copyTagsToSnapshot", on.clone(), off.clone()),
                case("database-minor-upgrades", "autoMinorVersionUpgrade", on.clone(), off.clone()),
                case("database-enhanced-monitoring", "monitoringInterval", json!(60), json!(0)),
                case("database-identity-authentication", "iAMDatabaseAuthenticationEnabled", on, off),
                case(
                    "database-not-default-administrator",
                    "masterUsername",
                    json!("keeper"),
                    json!("postgres"),
                ),
            ],
        );
        live_cases(
            "AWS::RDS::DBInstance",
            &instance(),
            "dBInstanceIdentifier",
            &[case(
                "database-log-exports",
                "enabledCloudwatchLogsExports",
                json!(["postgresql"]),
                json!(null),
            )],
        );
        assert_eq!(
            live_verdict("AWS::RDS::DBInstance", instance(), "database-backup-plan"),
            Some(Verdict::Unknown)
        );
    }

    #[test]
    fn the_engine_decides_what_an_item_is() {
        for (vendor, engine, native) in [
            ("AWS::RDS::DBInstance", "mysql", "aws_db_instance"),
            ("AWS::RDS::DBInstance", "aurora-postgresql", "aws_rds_cluster_instance"),
            ("AWS::RDS::DBInstance", "docdb", "aws_docdb_cluster_instance"),
            ("AWS::RDS::DBInstance", "neptune", "aws_neptune_cluster_instance"),
            ("AWS::RDS::DBCluster", "aurora-mysql", "aws_rds_cluster"),
            ("AWS::RDS::DBCluster", "docdb", "aws_docdb_cluster"),
            ("AWS::RDS::DBCluster", "neptune", "aws_neptune_cluster"),
            ("AWS::RDS::DBClusterSnapshot", "docdb", "aws_docdb_cluster_snapshot"),
            ("AWS::RDS::DBClusterSnapshot", "neptune", "aws_neptune_cluster_snapshot"),
            ("AWS::RDS::DBClusterSnapshot", "aurora", "aws_db_cluster_snapshot"),
        ] {
            let estate = live(vendor, json!({"engine": engine}));
            assert_eq!(&*estate.resources()[0].native_type, native, "{vendor} {engine}");
        }
    }

    #[test]
    fn clusters_of_every_engine() {
        for engine in ["aurora-postgresql", "docdb", "neptune"] {
            let cluster = json!({
                "dbclusterIdentifier": "charts", "engine": engine, "engineVersion": "1", "engineMode": "provisioned",
                "storageEncrypted": true, "kmsKeyId": "arn:aws:kms:eu-west-1:444455556666:key/0a1b",
                "backupRetentionPeriod": 14, "deletionProtection": true, "copyTagsToSnapshot": true,
                "iamdatabaseAuthenticationEnabled": true, "enabledCloudwatchLogsExports": ["audit"],
                "dbclusterParameterGroup": "charts", "dbsubnetGroup": "private", "masterUsername": "keeper"
            });
            live_cases(
                "AWS::RDS::DBCluster",
                &cluster,
                "",
                &[
                    ("database-encryption", "storageEncrypted".into(), json!(true), json!(false)),
                    ("database-deletion-protection", "deletionProtection".into(), json!(true), json!(false)),
                    ("database-backup-retention", "backupRetentionPeriod".into(), json!(14), json!(1)),
                ],
            );
        }
    }

    #[test]
    fn snapshots_say_who_may_restore_them() {
        let shared = |with: Json| json!([{"attributeName": "restore", "attributeValues": with}]);
        let snapshot = json!({
            "dBSnapshotIdentifier": "charts-1", "dBInstanceIdentifier": "charts", "engine": "postgres", "encrypted": true,
            "supplementaryConfiguration": {"DBSnapshotAttributes": shared(json!([]))}
        });
        live_cases(
            "AWS::RDS::DBSnapshot",
            &snapshot,
            "",
            &[(
                "database-snapshot-private",
                "supplementaryConfiguration.DBSnapshotAttributes".into(),
                shared(json!([])),
                shared(json!(["all"])),
            )],
        );
        let cluster = json!({
            "dbclusterSnapshotIdentifier": "charts-1", "dbclusterIdentifier": "charts", "engine": "aurora-mysql",
            "storageEncrypted": true, "supplementaryConfiguration": {"DBClusterSnapshotAttributes": shared(json!([]))}
        });
        live_cases(
            "AWS::RDS::DBClusterSnapshot",
            &cluster,
            "",
            &[
                (
                    "database-snapshot-private",
                    "supplementaryConfiguration.DBClusterSnapshotAttributes".into(),
                    shared(json!([])),
                    shared(json!(["all"])),
                ),
                ("database-snapshot-encryption", "storageEncrypted".into(), json!(true), json!(false)),
            ],
        );
    }

    #[test]
    fn tables_warehouses_and_search() {
        const RECOVERY: &str = "supplementaryConfiguration.ContinuousBackupsDescription.pointInTimeRecoveryDescription.pointInTimeRecoveryStatus";
        let table = json!({
            "tableName": "visits", "billingModeSummary": {"billingMode": "PAY_PER_REQUEST"}, "deletionProtectionEnabled": true,
            "ssedescription": {"status": "ENABLED", "ssetype": "KMS",
                "kmsmasterKeyArn": "arn:aws:kms:eu-west-1:444455556666:key/0a1b"},
            "replicas": [{"regionName": "eu-central-1", "replicaStatus": "ACTIVE"}],
            "supplementaryConfiguration": {"ContinuousBackupsDescription": {
                "continuousBackupsStatus": "ENABLED", "pointInTimeRecoveryDescription": {"pointInTimeRecoveryStatus": "ENABLED"}
            }}
        });
        live_cases(
            "AWS::DynamoDB::Table",
            &table,
            "",
            &[
                ("key-value-point-in-time", RECOVERY.into(), json!("ENABLED"), json!("DISABLED")),
                (
                    "key-value-deletion-protection",
                    "deletionProtectionEnabled".into(),
                    json!(true),
                    json!(false),
                ),
            ],
        );
        live_cases(
            "AWS::DynamoDB::Table",
            &table,
            "tableName",
            &[
                (
                    "key-value-customer-key",
                    "ssedescription".into(),
                    table["ssedescription"].clone(),
                    json!(null),
                ),
                ("key-value-cross-region", "replicas".into(), table["replicas"].clone(), json!(null)),
            ],
        );
        // nothing tells whether something scales a provisioned table
        let mut provisioned = table;
        provisioned["billingModeSummary"] = json!(null);
        let scaling = live_verdict("AWS::DynamoDB::Table", provisioned, "key-value-auto-scaling");
        assert_eq!(scaling, Some(Verdict::Unknown));

        let warehouse = json!({
            "clusterIdentifier": "claims", "encrypted": true, "publiclyAccessible": false, "enhancedVpcRouting": true,
            "allowVersionUpgrade": true, "automatedSnapshotRetentionPeriod": 14, "clusterSubnetGroupName": "private",
            "dBName": "claims", "masterUsername": "keeper", "clusterSnapshotCopyStatus": null,
            "clusterParameterGroups": [{"parameterGroupName": "claims"}],
            "supplementaryConfiguration": {"LoggingStatus": {"loggingEnabled": true, "bucketName": "access-logs"}}
        });
        live_cases(
            "AWS::Redshift::Cluster",
            &warehouse,
            "",
            &[
                ("warehouse-encryption", "encrypted".into(), json!(true), json!(false)),
                ("warehouse-public-access", "publiclyAccessible".into(), json!(false), json!(true)),
                ("warehouse-enhanced-routing", "enhancedVpcRouting".into(), json!(true), json!(false)),
                (
                    "warehouse-audit-logging",
                    "supplementaryConfiguration.LoggingStatus.loggingEnabled".into(),
                    json!(true),
                    json!(false),
                ),
            ],
        );
    }

    #[test]
    fn search_domains_of_both_generations() {
        let search = json!({
            "DomainName": "notes", "EngineVersion": "OpenSearch_2.13",
            "EncryptionAtRestOptions": {"Enabled": true, "KmsKeyId": "arn:aws:kms:eu-west-1:444455556666:key/0a1b"},
            "NodeToNodeEncryptionOptions": {"Enabled": true},
            "ClusterConfig": {"InstanceCount": 3, "DedicatedMasterEnabled": true, "DedicatedMasterCount": 3, "ZoneAwarenessEnabled": true},
            "DomainEndpointOptions": {"EnforceHTTPS": true, "TLSSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"},
            "VPCOptions": {"SubnetIds": ["subnet-0a"], "SecurityGroupIds": ["sg-0a"]},
            "AdvancedSecurityOptions": {"Enabled": true, "InternalUserDatabaseEnabled": false},
            "LogPublishingOptions": {"AUDIT_LOGS": {"Enabled": true, "CloudWatchLogsLogGroupArn": "arn:aws:logs:x"}}
        });
        let cases = || {
            [
                (
                    "search-encryption",
                    "EncryptionAtRestOptions.Enabled".to_owned(),
                    json!(true),
                    json!(false),
                ),
                (
                    "search-node-encryption",
                    "NodeToNodeEncryptionOptions.Enabled".to_owned(),
                    json!(true),
                    json!(false),
                ),
                ("search-https", "DomainEndpointOptions.EnforceHTTPS".to_owned(), json!(true), json!(false)),
                (
                    "search-audit-logging",
                    "LogPublishingOptions.AUDIT_LOGS.Enabled".to_owned(),
                    json!(true),
                    json!(false),
                ),
            ]
        };
        live_cases("AWS::OpenSearch::Domain", &search, "", &cases());
        live_cases("AWS::Elasticsearch::Domain", &search, "", &cases());
        live_cases(
            "AWS::OpenSearch::Domain",
            &search,
            "DomainName",
            &[(
                "search-private-network",
                "VPCOptions".into(),
                json!({"SubnetIds": ["subnet-0a"]}),
                json!(null),
            )],
        );
    }
}
