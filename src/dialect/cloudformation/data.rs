//! Databases, warehouses, caches, search, and what prepares and asks their data.

use super::convert::parameters;
use super::macros::{block, fields, list, shape};
use crate::dialect::live::{Field, Otherwise, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    shape!("AWS::RDS::DBInstance" as "aws_db_instance" {
        "identifier" = "DBInstanceIdentifier",
        "engine" = "Engine",
        "engine_version" = "EngineVersion",
        "instance_class" = "DBInstanceClass",
        "storage_encrypted" = "StorageEncrypted",
        "kms_key_id" = "KmsKeyId",
        "publicly_accessible" = "PubliclyAccessible",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
        "monitoring_interval" = "MonitoringInterval",
        "performance_insights_enabled" = "EnablePerformanceInsights",
        "performance_insights_kms_key_id" = "PerformanceInsightsKMSKeyId",
        "backup_retention_period" = "BackupRetentionPeriod",
        "copy_tags_to_snapshot" = "CopyTagsToSnapshot",
        "multi_az" = "MultiAZ",
        "deletion_protection" = "DeletionProtection",
        "iam_database_authentication_enabled" = "EnableIAMDatabaseAuthentication",
        "enabled_cloudwatch_logs_exports" = "EnableCloudwatchLogsExports",
        "ca_cert_identifier" = "CACertificateIdentifier",
        "parameter_group_name" = "DBParameterGroupName",
        "replicate_source_db" = "SourceDBInstanceIdentifier",
        "snapshot_identifier" = "DBSnapshotIdentifier",
        "db_subnet_group_name" = "DBSubnetGroupName",
        "cluster_identifier" = "DBClusterIdentifier",
        "username" = "MasterUsername",
        "password" = "MasterUserPassword",
        "skip_final_snapshot" = "$DeletionPolicy" => Take::Is("Delete"),
    })
    // the service keeps backups for a day unless told otherwise
    .defaults(&[("backup_retention_period", Otherwise::Int(1))])
    .variant(database_instance),
    shape!("AWS::RDS::DBCluster" as "aws_rds_cluster" {
        "cluster_identifier" = "DBClusterIdentifier",
        "engine" = "Engine",
        "engine_version" = "EngineVersion",
        "engine_mode" = "EngineMode",
        "storage_encrypted" = "StorageEncrypted",
        "kms_key_id" = "KmsKeyId",
        "backup_retention_period" = "BackupRetentionPeriod",
        "backtrack_window" = "BacktrackWindow",
        "copy_tags_to_snapshot" = "CopyTagsToSnapshot",
        "deletion_protection" = "DeletionProtection",
        "iam_database_authentication_enabled" = "EnableIAMDatabaseAuthentication",
        "enabled_cloudwatch_logs_exports" = "EnableCloudwatchLogsExports",
        "db_cluster_parameter_group_name" = "DBClusterParameterGroupName",
        "replication_source_identifier" = "ReplicationSourceIdentifier",
        "snapshot_identifier" = "SnapshotIdentifier",
        "db_subnet_group_name" = "DBSubnetGroupName",
        "master_username" = "MasterUsername",
        "master_password" = "MasterUserPassword",
        "skip_final_snapshot" = "$DeletionPolicy" => Take::Is("Delete"),
    }),
    shape!("AWS::RDS::GlobalCluster" as "aws_rds_global_cluster" {
        "global_cluster_identifier" = "GlobalClusterIdentifier",
        "engine" = "Engine",
        "engine_version" = "EngineVersion",
        "source_db_cluster_identifier" = "SourceDBClusterIdentifier",
        "storage_encrypted" = "StorageEncrypted",
        "deletion_protection" = "DeletionProtection",
    }),
    shape!("AWS::RDS::DBParameterGroup" as "aws_db_parameter_group" {
        "family" = "Family",
        "parameter" = "Parameters" => Take::With(parameters),
    }),
    shape!("AWS::RDS::DBClusterParameterGroup" as "aws_rds_cluster_parameter_group" {
        "family" = "Family",
        "parameter" = "Parameters" => Take::With(parameters),
    }),
    shape!("AWS::RDS::DBSecurityGroup" as "aws_db_security_group" { "description" = "GroupDescription" }),
    shape!("AWS::RDS::DBProxy" as "aws_db_proxy" { "name" = "DBProxyName", "require_tls" = "RequireTLS" }),
    shape!("AWS::RDS::EventSubscription" as "aws_db_event_subscription" { "sns_topic" = "SnsTopicArn" }),
    shape!("AWS::DocDB::DBCluster" as "aws_docdb_cluster" {
        "cluster_identifier" = "DBClusterIdentifier",
        "engine_version" = "EngineVersion",
        "storage_encrypted" = "StorageEncrypted",
        "kms_key_id" = "KmsKeyId",
        "backup_retention_period" = "BackupRetentionPeriod",
        "deletion_protection" = "DeletionProtection",
        "enabled_cloudwatch_logs_exports" = "EnableCloudwatchLogsExports",
        "db_cluster_parameter_group_name" = "DBClusterParameterGroupName",
        "master_password" = "MasterUserPassword",
        "skip_final_snapshot" = "$DeletionPolicy" => Take::Is("Delete"),
    })
    .defaults(DELETED),
    shape!("AWS::DocDB::DBInstance" as "aws_docdb_cluster_instance" {
        "identifier" = "DBInstanceIdentifier",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
        "ca_cert_identifier" = "CACertificateIdentifier",
        "enable_performance_insights" = "EnablePerformanceInsights",
    }),
    shape!("AWS::DocDB::DBClusterParameterGroup" as "aws_docdb_cluster_parameter_group" {
        "name" = "Name",
        "family" = "Family",
        "parameter" = "Parameters" => Take::With(parameters),
    }),
    shape!("AWS::DocDB::GlobalCluster" as "aws_docdb_global_cluster" {
        "engine" = "Engine",
        "source_db_cluster_identifier" = "SourceDBClusterIdentifier",
        "storage_encrypted" = "StorageEncrypted",
        "deletion_protection" = "DeletionProtection",
    }),
    shape!("AWS::Neptune::DBCluster" as "aws_neptune_cluster" {
        "cluster_identifier" = "DBClusterIdentifier",
        "engine_version" = "EngineVersion",
        "storage_encrypted" = "StorageEncrypted",
        "kms_key_arn" = "KmsKeyId",
        "backup_retention_period" = "BackupRetentionPeriod",
        "deletion_protection" = "DeletionProtection",
        "enable_cloudwatch_logs_exports" = "EnableCloudwatchLogsExports",
        "copy_tags_to_snapshot" = "CopyTagsToSnapshot",
        "iam_database_authentication_enabled" = "IamAuthEnabled",
        "neptune_cluster_parameter_group_name" = "DBClusterParameterGroupName",
        "skip_final_snapshot" = "$DeletionPolicy" => Take::Is("Delete"),
    })
    .defaults(DELETED),
    shape!("AWS::Neptune::DBInstance" as "aws_neptune_cluster_instance" {
        "identifier" = "DBInstanceIdentifier",
        "publicly_accessible" = "PubliclyAccessible",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
    }),
    shape!("AWS::Neptune::DBClusterParameterGroup" as "aws_neptune_cluster_parameter_group" {
        "name" = "Name",
        "family" = "Family",
        "parameter" = "Parameters" => Take::With(parameters),
    }),
    shape!("AWS::Redshift::Cluster" as "aws_redshift_cluster" {
        "cluster_identifier" = "ClusterIdentifier",
        "encrypted" = "Encrypted",
        "kms_key_id" = "KmsKeyId",
        "publicly_accessible" = "PubliclyAccessible",
        "allow_version_upgrade" = "AllowVersionUpgrade",
        "automated_snapshot_retention_period" = "AutomatedSnapshotRetentionPeriod",
        "enhanced_vpc_routing" = "EnhancedVpcRouting",
        "cluster_subnet_group_name" = "ClusterSubnetGroupName",
        "database_name" = "DBName",
        "master_username" = "MasterUsername",
        "master_password" = "MasterUserPassword",
        "multi_az" = "MultiAZ",
        "cluster_parameter_group_name" = "ClusterParameterGroupName",
        "snapshot_copy" = "DestinationRegion" => Take::Present,
        "logging.enable" = "LoggingProperties" => Take::Present,
        "logging.bucket_name" = "LoggingProperties.BucketName",
        "skip_final_snapshot" = "$DeletionPolicy" => Take::Is("Delete"),
    })
    .defaults(WAREHOUSE),
    shape!("AWS::Redshift::ClusterParameterGroup" as "aws_redshift_parameter_group" {
        "family" = "ParameterGroupFamily",
        "parameter" = "Parameters" => list! { "name" = "ParameterName", "value" = "ParameterValue" },
    }),
    shape!("AWS::RedshiftServerless::Namespace" as "aws_redshiftserverless_namespace" {
        "namespace_name" = "NamespaceName",
        "kms_key_id" = "KmsKeyId",
        "log_exports" = "LogExports",
        "admin_user_password" = "AdminUserPassword",
    }),
    shape!("AWS::RedshiftServerless::Workgroup" as "aws_redshiftserverless_workgroup" {
        "workgroup_name" = "WorkgroupName",
        "publicly_accessible" = "PubliclyAccessible",
        "enhanced_vpc_routing" = "EnhancedVpcRouting",
    }),
    shape!("AWS::DynamoDB::Table" as "aws_dynamodb_table" {
        "name" = "TableName",
        "server_side_encryption.enabled" = "SSESpecification.SSEEnabled",
        "server_side_encryption.kms_key_arn" = "SSESpecification.KMSMasterKeyId",
        "point_in_time_recovery.enabled" = "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
        "deletion_protection_enabled" = "DeletionProtectionEnabled",
        "billing_mode" = "BillingMode",
    }),
    shape!("AWS::Serverless::SimpleTable" as "aws_dynamodb_table" {
        "name" = "TableName",
        "server_side_encryption.enabled" = "SSESpecification.SSEEnabled",
        "server_side_encryption.kms_key_arn" = "SSESpecification.KMSMasterKeyId",
        "point_in_time_recovery.enabled" = "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
        "billing_mode" = "ProvisionedThroughput" => Take::With(|n| Some(super::convert::text(n, "PROVISIONED"))),
    })
    .defaults(&[("billing_mode", Otherwise::Text("PAY_PER_REQUEST"))]),
    shape!("AWS::DynamoDB::GlobalTable" as "aws_dynamodb_table" {
        "name" = "TableName",
        "server_side_encryption.enabled" = "SSESpecification.SSEEnabled",
        "server_side_encryption.kms_key_arn" = "Replicas.SSESpecification.KMSMasterKeyId",
        "point_in_time_recovery.enabled" = "Replicas.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
        "deletion_protection_enabled" = "Replicas.DeletionProtectionEnabled",
        "billing_mode" = "BillingMode",
        "replica" = "Replicas" => list! { "region_name" = "Region", "kms_key_arn" = "SSESpecification.KMSMasterKeyId" },
    }),
    shape!("AWS::ApplicationAutoScaling::ScalableTarget" as "aws_appautoscaling_target" {
        "resource_id" = "ResourceId",
        "service_namespace" = "ServiceNamespace",
    }),
    shape!("AWS::DAX::Cluster" as "aws_dax_cluster" {
        "cluster_name" = "ClusterName",
        "server_side_encryption.enabled" = "SSESpecification.SSEEnabled",
        "cluster_endpoint_encryption_type" = "ClusterEndpointEncryptionType",
        "replication_factor" = "ReplicationFactor",
        "subnet_group_name" = "SubnetGroupName",
    }),
    shape!("AWS::Cassandra::Table" as "aws_keyspaces_table" {
        "table_name" = "TableName",
        "encryption_specification.type" = "EncryptionSpecification.EncryptionType",
        "encryption_specification.kms_key_identifier" = "EncryptionSpecification.KmsKeyIdentifier",
        "point_in_time_recovery.status" = "PointInTimeRecoveryEnabled" => Take::With(enabled_word),
    }),
    shape!("AWS::QLDB::Ledger" as "aws_qldb_ledger" {
        "name" = "Name",
        "deletion_protection" = "DeletionProtection",
        "permissions_mode" = "PermissionsMode",
        "kms_key" = "KmsKey",
    }),
    shape!("AWS::Timestream::Database" as "aws_timestreamwrite_database" {
        "database_name" = "DatabaseName",
        "kms_key_id" = "KmsKeyId",
    }),
    shape!("AWS::Timestream::InfluxDBInstance" as "aws_timestreaminfluxdb_db_instance" {
        "name" = "Name",
        "publicly_accessible" = "PubliclyAccessible",
        "deployment_type" = "DeploymentType",
        "password" = "Password",
    }),
    shape!("AWS::ElastiCache::ReplicationGroup" as "aws_elasticache_replication_group" {
        "replication_group_id" = "ReplicationGroupId",
        "engine" = "Engine",
        "engine_version" = "EngineVersion",
        "at_rest_encryption_enabled" = "AtRestEncryptionEnabled",
        "transit_encryption_enabled" = "TransitEncryptionEnabled",
        "kms_key_id" = "KmsKeyId",
        "auth_token" = "AuthToken",
        "user_group_ids" = "UserGroupIds",
        "automatic_failover_enabled" = "AutomaticFailoverEnabled",
        "multi_az_enabled" = "MultiAZEnabled",
        "snapshot_retention_limit" = "SnapshotRetentionLimit",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
        "subnet_group_name" = "CacheSubnetGroupName",
    }),
    shape!("AWS::ElastiCache::CacheCluster" as "aws_elasticache_cluster" {
        "cluster_id" = "ClusterName",
        "engine" = "Engine",
        "engine_version" = "EngineVersion",
        "snapshot_retention_limit" = "SnapshotRetentionLimit",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
        "subnet_group_name" = "CacheSubnetGroupName",
    }),
    shape!("AWS::ElastiCache::ServerlessCache" as "aws_elasticache_serverless_cache" {
        "name" = "ServerlessCacheName",
        "engine" = "Engine",
        "kms_key_id" = "KmsKeyId",
        "snapshot_retention_limit" = "SnapshotRetentionLimit",
    }),
    shape!("AWS::ElastiCache::SecurityGroup" as "aws_elasticache_security_group" { "description" = "Description" }),
    shape!("AWS::MemoryDB::Cluster" as "aws_memorydb_cluster" {
        "name" = "ClusterName",
        "engine" = "Engine",
        "tls_enabled" = "TLSEnabled",
        "kms_key_arn" = "KmsKeyId",
        "snapshot_retention_limit" = "SnapshotRetentionLimit",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
        "subnet_group_name" = "SubnetGroupName",
        "acl_name" = "ACLName",
    }),
    shape!("AWS::OpenSearchService::Domain" as "aws_opensearch_domain" {
        "domain_name" = "DomainName",
        "engine_version" = "EngineVersion",
        "encrypt_at_rest.enabled" = "EncryptionAtRestOptions.Enabled",
        "encrypt_at_rest.kms_key_id" = "EncryptionAtRestOptions.KmsKeyId",
        "node_to_node_encryption.enabled" = "NodeToNodeEncryptionOptions.Enabled",
        "cluster_config.instance_count" = "ClusterConfig.InstanceCount",
        "cluster_config.dedicated_master_enabled" = "ClusterConfig.DedicatedMasterEnabled",
        "cluster_config.dedicated_master_count" = "ClusterConfig.DedicatedMasterCount",
        "cluster_config.zone_awareness_enabled" = "ClusterConfig.ZoneAwarenessEnabled",
        "domain_endpoint_options.enforce_https" = "DomainEndpointOptions.EnforceHTTPS",
        "domain_endpoint_options.tls_security_policy" = "DomainEndpointOptions.TLSSecurityPolicy",
        "vpc_options" = "VPCOptions" => Take::Block(NETWORK),
        "advanced_security_options.enabled" = "AdvancedSecurityOptions.Enabled",
        "advanced_security_options.internal_user_database_enabled"
            = "AdvancedSecurityOptions.InternalUserDatabaseEnabled",
        "log_publishing_options" = "LogPublishingOptions" => Take::Entries("log_type", LOGS),
    })
    // plain HTTP is answered unless it is refused
    .defaults(&[("domain_endpoint_options.enforce_https", Otherwise::Bool(false))]),
    shape!("AWS::Elasticsearch::Domain" as "aws_elasticsearch_domain" {
        "domain_name" = "DomainName",
        "elasticsearch_version" = "ElasticsearchVersion",
        "encrypt_at_rest.enabled" = "EncryptionAtRestOptions.Enabled",
        "encrypt_at_rest.kms_key_id" = "EncryptionAtRestOptions.KmsKeyId",
        "node_to_node_encryption.enabled" = "NodeToNodeEncryptionOptions.Enabled",
        "cluster_config.instance_count" = "ElasticsearchClusterConfig.InstanceCount",
        "cluster_config.dedicated_master_enabled" = "ElasticsearchClusterConfig.DedicatedMasterEnabled",
        "cluster_config.dedicated_master_count" = "ElasticsearchClusterConfig.DedicatedMasterCount",
        "cluster_config.zone_awareness_enabled" = "ElasticsearchClusterConfig.ZoneAwarenessEnabled",
        "domain_endpoint_options.enforce_https" = "DomainEndpointOptions.EnforceHTTPS",
        "domain_endpoint_options.tls_security_policy" = "DomainEndpointOptions.TLSSecurityPolicy",
        "vpc_options" = "VPCOptions" => Take::Block(NETWORK),
        "advanced_security_options.enabled" = "AdvancedSecurityOptions.Enabled",
        "advanced_security_options.internal_user_database_enabled"
            = "AdvancedSecurityOptions.InternalUserDatabaseEnabled",
        "log_publishing_options" = "LogPublishingOptions" => Take::Entries("log_type", LOGS),
    })
    .defaults(&[("domain_endpoint_options.enforce_https", Otherwise::Bool(false))]),
    shape!("AWS::OpenSearchServerless::Collection" as "aws_opensearchserverless_collection" { "name" = "Name" }),
    shape!("AWS::Kendra::Index" as "aws_kendra_index" {
        "name" = "Name",
        "server_side_encryption_configuration.kms_key_id" = "ServerSideEncryptionConfiguration.KmsKeyId",
    }),
    shape!("AWS::Glue::DataCatalogEncryptionSettings" as "aws_glue_data_catalog_encryption_settings" {
        "data_catalog_encryption_settings.encryption_at_rest.catalog_encryption_mode"
            = "DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode",
        "data_catalog_encryption_settings.encryption_at_rest.sse_aws_kms_key_id"
            = "DataCatalogEncryptionSettings.EncryptionAtRest.SseAwsKmsKeyId",
        "data_catalog_encryption_settings.connection_password_encryption.return_connection_password_encrypted"
            = "DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted",
        "data_catalog_encryption_settings.connection_password_encryption.aws_kms_key_id"
            = "DataCatalogEncryptionSettings.ConnectionPasswordEncryption.KmsKeyId",
    }),
    shape!("AWS::Glue::SecurityConfiguration" as "aws_glue_security_configuration" {
        "name" = "Name",
        "encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode"
            = "EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode",
        "encryption_configuration.cloudwatch_encryption.kms_key_arn"
            = "EncryptionConfiguration.CloudWatchEncryption.KmsKeyArn",
        "encryption_configuration.job_bookmarks_encryption.job_bookmarks_encryption_mode"
            = "EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode",
        "encryption_configuration.job_bookmarks_encryption.kms_key_arn"
            = "EncryptionConfiguration.JobBookmarksEncryption.KmsKeyArn",
        "encryption_configuration.s3_encryption.s3_encryption_mode"
            = "EncryptionConfiguration.S3Encryptions.S3EncryptionMode",
        "encryption_configuration.s3_encryption.kms_key_arn"
            = "EncryptionConfiguration.S3Encryptions.KmsKeyArn",
    }),
    shape!("AWS::Glue::Crawler" as "aws_glue_crawler" {
        "name" = "Name",
        "security_configuration" = "CrawlerSecurityConfiguration",
    }),
    shape!("AWS::Glue::DevEndpoint" as "aws_glue_dev_endpoint" {
        "name" = "EndpointName",
        "security_configuration" = "SecurityConfiguration",
    }),
    shape!("AWS::Glue::Job" as "aws_glue_job" {
        "name" = "Name",
        "security_configuration" = "SecurityConfiguration",
    }),
    shape!("AWS::Athena::WorkGroup" as "aws_athena_workgroup" {
        "name" = "Name",
        "configuration.result_configuration.encryption_configuration.encryption_option"
            = "WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption",
        "configuration.enforce_workgroup_configuration" = "WorkGroupConfiguration.EnforceWorkGroupConfiguration",
    })
    .defaults(&[(
        "configuration.enforce_workgroup_configuration",
        Otherwise::Unknown("whether a work group enforces its configuration where no template says so"),
    )]),
    shape!("AWS::MWAA::Environment" as "aws_mwaa_environment" {
        "name" = "Name",
        "kms_key" = "KmsKey",
        "webserver_access_mode" = "WebserverAccessMode",
        "logging_configuration.scheduler_logs.enabled" = "LoggingConfiguration.SchedulerLogs.Enabled",
        "logging_configuration.worker_logs.enabled" = "LoggingConfiguration.WorkerLogs.Enabled",
        "logging_configuration.webserver_logs.enabled" = "LoggingConfiguration.WebserverLogs.Enabled",
        "airflow_version" = "AirflowVersion",
    }),
    shape!("AWS::EMR::Cluster" as "aws_emr_cluster" {
        "name" = "Name",
        "security_configuration" = "SecurityConfiguration",
        "kerberos_attributes" = "KerberosAttributes" => block! {
            "realm" = "Realm",
            "kdc_admin_password" = "KdcAdminPassword",
        },
        "ec2_attributes.subnet_id" = "Instances.Ec2SubnetId",
        "log_uri" = "LogUri",
        "termination_protection" = "Instances.TerminationProtected",
    }),
    shape!("AWS::EMR::SecurityConfiguration" as "aws_emr_security_configuration" {
        "name" = "Name",
        "configuration" = "SecurityConfiguration" => Take::Document,
    }),
];

/// What becomes of a cluster without a deletion policy: it goes, and no snapshot is left.
const DELETED: &[(&str, Otherwise)] = &[("skip_final_snapshot", Otherwise::Bool(true))];

/// New clusters are private unless the template says otherwise.
const WAREHOUSE: &[(&str, Otherwise)] =
    &[("skip_final_snapshot", Otherwise::Bool(true)), ("publicly_accessible", Otherwise::Bool(false))];

const NETWORK: &[Field] = fields! { "subnet_ids" = "SubnetIds", "security_group_ids" = "SecurityGroupIds" };

const LOGS: &[Field] =
    fields! { "enabled" = "Enabled", "cloudwatch_log_group_arn" = "CloudWatchLogsLogGroupArn" };

/// A member of an Aurora cluster is an instance of another kind: storage and backups are the cluster's.
fn database_instance(source: &crate::dialect::live::Source<'_>) -> Option<&'static str> {
    let aurora = source.text("Engine").is_some_and(|e| e.starts_with("aurora"));
    (aurora || source.at("DBClusterIdentifier").is_some()).then_some("aws_rds_cluster_instance")
}

fn enabled_word(node: &crate::native::Node) -> Option<crate::native::Node> {
    Some(super::convert::text(node, if node.as_bool()? { "ENABLED" } else { "DISABLED" }))
}
