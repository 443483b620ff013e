//! Queues, topics, streams and brokers.

use crate::dialect::live::{Field, Shape, Take, put};
use crate::native::Value;

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "AWS::SNS::Topic",
        "aws_sns_topic",
        &[
            Field::same("name", "TopicName"),
            Field::key("kms_master_key_id", "KmsMasterKeyId").or_unset_in("TopicArn"),
            // encrypted with whatever key, the one of AWS included
            Field::of("server_side_encryption_enabled", "KmsMasterKeyId", Take::Present)
                .or_unset_in("TopicArn"),
            Field::of("policy", "Policy", Take::Document),
        ],
    ),
    Shape::new(
        "AWS::SQS::Queue",
        "aws_sqs_queue",
        &[
            Field::same("name", "QueueName"),
            Field::key("kms_master_key_id", "KmsMasterKeyId").or_unset_in("QueueArn"),
            Field::same("sqs_managed_sse_enabled", "SqsManagedSseEnabled"),
            Field::same("redrive_policy", "RedrivePolicy"),
            Field::of("policy", "Policy", Take::Document),
        ],
    )
    // encrypted with whatever key, the one of AWS included
    .more(|source, body| {
        if source.at("KmsMasterKeyId").is_some() {
            put(body, "sqs_managed_sse_enabled", source.node(Value::Bool(true)));
        }
    }),
    Shape::new(
        "AWS::Kinesis::Stream",
        "aws_kinesis_stream",
        &[
            Field::same("name", "Name"),
            Field::same("encryption_type", "StreamEncryption.EncryptionType").or_unset_in("Name"),
            Field::key("kms_key_id", "StreamEncryption.KeyId").or_unset_in("Name"),
            Field::same("retention_period", "RetentionPeriodHours"),
        ],
    ),
    Shape::new(
        "AWS::KinesisFirehose::DeliveryStream",
        "aws_kinesis_firehose_delivery_stream",
        &[
            Field::same("name", "DeliveryStreamName"),
            Field::same("kinesis_source_configuration", "KinesisStreamSourceConfiguration")
                .or_unset_in("DeliveryStreamName"),
            Field::of(
                "server_side_encryption.enabled",
                "DeliveryStreamEncryptionConfigurationInput",
                Take::Present,
            )
            .or_unset_in("DeliveryStreamName"),
            Field::same(
                "server_side_encryption.key_type",
                "DeliveryStreamEncryptionConfigurationInput.KeyType",
            )
            .or_unset_in("DeliveryStreamName"),
            Field::key("server_side_encryption.key_arn", "DeliveryStreamEncryptionConfigurationInput.KeyARN")
                .or_unset_in("DeliveryStreamName"),
        ],
    ),
    Shape::new(
        "AWS::KinesisVideo::Stream",
        "aws_kinesis_video_stream",
        &[Field::same("name", "Name"), Field::key("kms_key_id", "KmsKeyId").or_unset_in("Name")],
    ),
    Shape::new("AWS::MSK::Cluster", "aws_msk_cluster", KAFKA),
    Shape::new("AWS::AmazonMQ::Broker", "aws_mq_broker", BROKER),
];

const KAFKA: &[Field] = &[
    Field::same("cluster_name", "ClusterName"),
    Field::same("kafka_version", "KafkaVersion"),
    Field::key(
        "encryption_info.encryption_at_rest_kms_key_arn",
        "EncryptionInfo.EncryptionAtRest.DataVolumeKMSKeyId",
    )
    .or_unset_in("EncryptionInfo"),
    Field::same(
        "encryption_info.encryption_in_transit.client_broker",
        "EncryptionInfo.EncryptionInTransit.ClientBroker",
    ),
    Field::same(
        "encryption_info.encryption_in_transit.in_cluster",
        "EncryptionInfo.EncryptionInTransit.InCluster",
    ),
    Field::same(
        "logging_info.broker_logs.cloudwatch_logs.enabled",
        "LoggingInfo.BrokerLogs.CloudWatchLogs.Enabled",
    )
    .or_unset_in("ClusterName"),
    Field::same("logging_info.broker_logs.firehose.enabled", "LoggingInfo.BrokerLogs.Firehose.Enabled")
        .or_unset_in("ClusterName"),
    Field::same("logging_info.broker_logs.s3.enabled", "LoggingInfo.BrokerLogs.S3.Enabled")
        .or_unset_in("ClusterName"),
    Field::same(
        "broker_node_group_info.connectivity_info.public_access.type",
        "BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type",
    ),
    // without any other way to log in everybody may
    Field::same("client_authentication.unauthenticated", "ClientAuthentication.Unauthenticated.Enabled"),
    Field::same("enhanced_monitoring", "EnhancedMonitoring"),
];

const BROKER: &[Field] = &[
    Field::same("broker_name", "BrokerName"),
    Field::same("engine_type", "EngineType"),
    Field::same("engine_version", "EngineVersion"),
    Field::key("encryption_options.kms_key_id", "EncryptionOptions.KmsKeyId")
        .or_unset_in("EncryptionOptions"),
    Field::same("logs.general", "Logs.General"),
    Field::same("logs.audit", "Logs.Audit"),
    Field::same("publicly_accessible", "PubliclyAccessible"),
    Field::same("auto_minor_version_upgrade", "AutoMinorVersionUpgrade"),
    Field::same("deployment_mode", "DeploymentMode"),
    Field::of("user", "Users", Take::Blocks(&[Field::same("username", "Username")])),
];
