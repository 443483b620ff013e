//! Trails, logs, alarms, recorders and detectors; queues, topics, streams and brokers.

use super::macros::{fields, list, shape};
use crate::dialect::live::{Companion, Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    shape!("AWS::CloudTrail::Trail" as "aws_cloudtrail" {
        "name" = "TrailName",
        "kms_key_id" = "KMSKeyId",
        "enable_log_file_validation" = "EnableLogFileValidation",
        "enable_logging" = "IsLogging",
        "is_multi_region_trail" = "IsMultiRegionTrail",
        "include_global_service_events" = "IncludeGlobalServiceEvents",
        "sns_topic_name" = "SnsTopicName",
        "cloud_watch_logs_group_arn" = "CloudWatchLogsLogGroupArn",
        "s3_bucket_name" = "S3BucketName",
        "event_selector" = "EventSelectors" => list! {
            "data_resource" = "DataResources" => list! { "type" = "Type" },
        },
        "advanced_event_selector" = "AdvancedEventSelectors" => list! {
            "field_selector" = "FieldSelectors" => list! { "field" = "Field", "equals" = "Equals" },
        },
    }),
    shape!("AWS::CloudTrail::EventDataStore" as "aws_cloudtrail_event_data_store" {
        "name" = "Name",
        "kms_key_id" = "KmsKeyId",
        "multi_region_enabled" = "MultiRegionEnabled",
        "retention_period" = "RetentionPeriod",
        "termination_protection_enabled" = "TerminationProtectionEnabled",
    }),
    shape!("AWS::Logs::LogGroup" as "aws_cloudwatch_log_group" {
        "name" = "LogGroupName",
        "kms_key_id" = "KmsKeyId",
        "retention_in_days" = "RetentionInDays",
    }),
    shape!("AWS::Logs::MetricFilter" as "aws_cloudwatch_log_metric_filter" {
        "name" = "FilterName",
        "pattern" = "FilterPattern",
        "log_group_name" = "LogGroupName",
        "metric_transformation" = "MetricTransformations" => list! { "name" = "MetricName" },
    }),
    shape!("AWS::Logs::ResourcePolicy" as "aws_cloudwatch_log_resource_policy" {
        "policy_document" = "PolicyDocument" => Take::Document,
    }),
    shape!("AWS::Logs::SubscriptionFilter" as "aws_cloudwatch_log_subscription_filter" {
        "destination_arn" = "DestinationArn",
        "log_group_name" = "LogGroupName",
    }),
    shape!("AWS::CloudWatch::Alarm" as "aws_cloudwatch_metric_alarm" {
        "alarm_name" = "AlarmName",
        "actions_enabled" = "ActionsEnabled",
        "alarm_actions" = "AlarmActions",
        "metric_name" = "MetricName",
        "metric_query.metric.metric_name" = "Metrics.MetricStat.Metric.MetricName",
    }),
    shape!("AWS::CloudWatch::CompositeAlarm" as "aws_cloudwatch_composite_alarm" {
        "alarm_name" = "AlarmName",
        "actions_enabled" = "ActionsEnabled",
        "alarm_actions" = "AlarmActions",
    }),
    shape!("AWS::APS::Workspace" as "aws_prometheus_workspace" {
        "kms_key_arn" = "KmsKeyArn",
        "logging_configuration.log_group_arn" = "LoggingConfiguration.LogGroupArn",
    }),
    shape!("AWS::Config::ConfigurationRecorder" as "aws_config_configuration_recorder" {
        "name" = "Name",
        "recording_group.all_supported" = "RecordingGroup.AllSupported",
        "recording_group.include_global_resource_types" = "RecordingGroup.IncludeGlobalResourceTypes",
    })
    // the deployment starts the recorder
    .companions(&[Companion::new(
        "aws_config_configuration_recorder_status",
        "",
        &[Field::itself("name"), Field::of("is_enabled", "RoleARN", Take::Present)],
    )]),
    shape!("AWS::Config::DeliveryChannel" as "aws_config_delivery_channel" {
        "name" = "Name",
        "s3_kms_key_arn" = "S3KmsKeyArn",
        "sns_topic_arn" = "SnsTopicARN",
        "s3_bucket_name" = "S3BucketName",
    }),
    shape!("AWS::Config::ConfigurationAggregator" as "aws_config_configuration_aggregator" {
        "account_aggregation_source.all_regions" = "AccountAggregationSources.AllAwsRegions",
        "organization_aggregation_source.all_regions" = "OrganizationAggregationSource.AllAwsRegions",
    }),
    shape!("AWS::GuardDuty::Detector" as "aws_guardduty_detector" {
        "enable" = "Enable",
        "datasources.s3_logs.enable" = "DataSources.S3Logs.Enable",
        "datasources.kubernetes.audit_logs.enable" = "DataSources.Kubernetes.AuditLogs.Enable",
        "datasources.malware_protection.scan_ec2_instance_with_findings.ebs_volumes.enable"
            = "DataSources.MalwareProtection.ScanEc2InstanceWithFindings.EbsVolumes",
    })
    .companions(&[Companion::each(
        "aws_guardduty_detector_feature",
        "Features",
        &[Field::itself("detector_id"), Field::same("name", "Name"), Field::same("status", "Status")],
    )]),
    shape!("AWS::SecurityHub::Hub" as "aws_securityhub_account" {
        "enable_default_standards" = "EnableDefaultStandards",
    }),
    shape!("AWS::Macie::Session" as "aws_macie2_account" { "status" = "Status" }),
    shape!("AWS::AccessAnalyzer::Analyzer" as "aws_accessanalyzer_analyzer" { "type" = "Type" }),
    shape!("AWS::Detective::Graph" as "aws_detective_graph" {}),
    shape!("AWS::SNS::Topic" as "aws_sns_topic" {
        "name" = "TopicName",
        "kms_master_key_id" = "KmsMasterKeyId",
    }),
    shape!("AWS::SNS::TopicPolicy" as "aws_sns_topic_policy" {
        "arn" = "Topics",
        "policy" = "PolicyDocument" => Take::Document,
    }),
    shape!("AWS::SQS::Queue" as "aws_sqs_queue" {
        "name" = "QueueName",
        "kms_master_key_id" = "KmsMasterKeyId",
        "sqs_managed_sse_enabled" = "SqsManagedSseEnabled",
        "redrive_policy" = "RedrivePolicy" => Take::Document,
    }),
    shape!("AWS::SQS::QueuePolicy" as "aws_sqs_queue_policy" {
        "queue_url" = "Queues",
        "policy" = "PolicyDocument" => Take::Document,
    }),
    shape!("AWS::Kinesis::Stream" as "aws_kinesis_stream" {
        "name" = "Name",
        "encryption_type" = "StreamEncryption.EncryptionType",
        "kms_key_id" = "StreamEncryption.KeyId",
        "retention_period" = "RetentionPeriodHours",
    }),
    shape!("AWS::KinesisFirehose::DeliveryStream" as "aws_kinesis_firehose_delivery_stream" {
        "name" = "DeliveryStreamName",
        "kinesis_source_configuration" = "KinesisStreamSourceConfiguration",
        "server_side_encryption.enabled" = "DeliveryStreamEncryptionConfigurationInput" => Take::Present,
        "server_side_encryption.key_type" = "DeliveryStreamEncryptionConfigurationInput.KeyType",
        "server_side_encryption.key_arn" = "DeliveryStreamEncryptionConfigurationInput.KeyARN",
    }),
    shape!("AWS::KinesisVideo::Stream" as "aws_kinesis_video_stream" { "name" = "Name", "kms_key_id" = "KmsKeyId" }),
    shape!("AWS::MSK::Cluster" as "aws_msk_cluster" {
        "cluster_name" = "ClusterName",
        "kafka_version" = "KafkaVersion",
        "encryption_info" = "EncryptionInfo" => Take::Block(KAFKA),
        "logging_info.broker_logs.cloudwatch_logs.enabled" = "LoggingInfo.BrokerLogs.CloudWatchLogs.Enabled",
        "logging_info.broker_logs.firehose.enabled" = "LoggingInfo.BrokerLogs.Firehose.Enabled",
        "logging_info.broker_logs.s3.enabled" = "LoggingInfo.BrokerLogs.S3.Enabled",
        "broker_node_group_info.connectivity_info.public_access.type"
            = "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type",
        "client_authentication.unauthenticated" = "ClientAuthentication.Unauthenticated.Enabled",
        "enhanced_monitoring" = "EnhancedMonitoring",
    }),
    shape!("AWS::MSK::ServerlessCluster" as "aws_msk_serverless_cluster" {
        "cluster_name" = "ClusterName",
        "client_authentication.sasl.iam.enabled" = "ClientAuthentication.Sasl.Iam.Enabled",
    }),
    shape!("AWS::AmazonMQ::Broker" as "aws_mq_broker" {
        "broker_name" = "BrokerName",
        "engine_type" = "EngineType",
        "engine_version" = "EngineVersion",
        "encryption_options.kms_key_id" = "EncryptionOptions.KmsKeyId",
        "logs.general" = "Logs.General",
        "logs.audit" = "Logs.Audit",
        "publicly_accessible" = "PubliclyAccessible",
        "auto_minor_version_upgrade" = "AutoMinorVersionUpgrade",
        "deployment_mode" = "DeploymentMode",
        "user" = "Users" => list! { "username" = "Username", "password" = "Password" },
    }),
    shape!("AWS::AmazonMQ::Configuration" as "aws_mq_configuration" {
        "name" = "Name",
        "engine_type" = "EngineType",
        "engine_version" = "EngineVersion",
    }),
    shape!("AWS::SES::ConfigurationSet" as "aws_sesv2_configuration_set" {
        "name" = "Name",
        "delivery_options.tls_policy" = "DeliveryOptions.TlsPolicy",
    }),
];

const KAFKA: &[Field] = fields! {
    "encryption_at_rest_kms_key_arn" = "EncryptionAtRest.DataVolumeKMSKeyId",
    "encryption_in_transit.client_broker" = "EncryptionInTransit.ClientBroker",
    "encryption_in_transit.in_cluster" = "EncryptionInTransit.InCluster",
};
