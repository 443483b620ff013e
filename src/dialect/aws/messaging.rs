//! Queues, topics, streams and brokers.

use super::policy;
use crate::dialect::combine::{both, collected, either, switched, text_is};
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_sqs_queue", Kind::Queue, queue),
    Type::resource("aws_sqs_queue_policy", Kind::Policy, access_policy),
    Type::resource("aws_sns_topic", Kind::Topic, topic),
    Type::resource("aws_sns_topic_policy", Kind::Policy, access_policy),
    Type::resource("aws_kinesis_stream", Kind::Stream, stream),
    Type::resource("aws_kinesis_firehose_delivery_stream", Kind::Stream, delivery_stream),
    Type::resource("aws_kinesis_video_stream", Kind::Stream, video_stream),
    Type::resource("aws_msk_cluster", Kind::Broker, kafka),
    Type::resource("aws_msk_serverless_cluster", Kind::Broker, kafka_serverless),
    Type::resource("aws_mq_broker", Kind::Broker, broker),
    Type::resource("aws_mq_configuration", Kind::Broker, broker_configuration),
];

fn queue(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_master_key_id"));
    to.set(
        Key::EncryptedAtRest,
        switched(either([
            from.bool("sqs_managed_sse_enabled", Datum::Absent),
            from.presence("kms_master_key_id"),
        ])),
    );
    to.set(Key::DeadLetterQueue, from.presence("redrive_policy"));
    access_policy(from, to);
}

fn access_policy(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AccessPolicy, policy::statements(from, "policy"));
}

fn topic(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_master_key_id"));
    to.set(
        Key::EncryptedAtRest,
        switched(either([
            from.presence("kms_master_key_id"),
            // what a cloud says of a topic encrypted with whatever key
            from.bool("server_side_encryption_enabled", Datum::Absent),
        ])),
    );
    access_policy(from, to);
}

fn stream(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, text_is(from, "encryption_type", "NONE", &["KMS"]));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
    to.set(Key::RetentionHours, from.int("retention_period", 24));
}

fn delivery_stream(from: &Reader<'_>, to: &mut Resource) {
    if from.has("kinesis_source_configuration") {
        // a stream that reads from another is encrypted where its records come from
        return;
    }
    let enabled = || from.bool("server_side_encryption.enabled", false);
    to.set(Key::EncryptedAtRest, enabled());
    to.set(
        Key::CustomerKey,
        both([
            enabled(),
            text_is(from, "server_side_encryption.key_type", "AWS_OWNED_CMK", &["CUSTOMER_MANAGED_CMK"]),
            from.presence("server_side_encryption.key_arn"),
        ]),
    );
}

fn video_stream(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("kms_key_id"));
}

fn kafka(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_info.encryption_at_rest_kms_key_arn"));
    to.set(
        Key::EncryptedInTransit,
        text_is(from, "encryption_info.encryption_in_transit.client_broker", "TLS", &["TLS"]),
    );
    to.set(Key::EncryptedBetweenNodes, from.bool("encryption_info.encryption_in_transit.in_cluster", true));
    to.set(Key::EncryptionDeclared, from.block("encryption_info"));
    to.set(
        Key::AccessLogging,
        either(
            ["cloudwatch_logs", "firehose", "s3"]
                .map(|sink| from.bool(&format!("logging_info.broker_logs.{sink}.enabled"), false)),
        ),
    );
    to.set(
        Key::PublicAccess,
        text_is(
            from,
            "broker_node_group_info.connectivity_info.public_access.type",
            "DISABLED",
            &["SERVICE_PROVIDED_EIPS"],
        ),
    );
    to.set(Key::Version, from.text("kafka_version", Datum::Absent));
    to.set(Key::LocalAuthentication, from.bool("client_authentication.unauthenticated", false));
    to.set(
        Key::EnhancedMonitoring,
        text_is(
            from,
            "enhanced_monitoring",
            "DEFAULT",
            &["PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"],
        ),
    );
}

fn kafka_serverless(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::EncryptedInTransit, Setting::default(true));
    to.set(Key::IdentityAuthentication, from.bool("client_authentication.sasl.iam.enabled", false));
}

fn broker(from: &Reader<'_>, to: &mut Resource) {
    engine(from, to);
    to.set(Key::EncryptedAtRest, Setting::default(true));
    to.set(Key::CustomerKey, from.presence("encryption_options.kms_key_id"));
    to.set(Key::GeneralLogging, from.bool("logs.general", false));
    to.set(Key::AuditLogging, from.bool("logs.audit", false));
    to.set(Key::PublicAccess, from.bool("publicly_accessible", false));
    to.set(Key::MinorUpgrades, from.bool("auto_minor_version_upgrade", false));
    to.set(
        Key::MultiZone,
        text_is(from, "deployment_mode", "SINGLE_INSTANCE", &["ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"]),
    );
    to.set(Key::AdministratorName, collected(from, "user", |user| user.text("username", Datum::Absent)));
}

fn broker_configuration(from: &Reader<'_>, to: &mut Resource) {
    engine(from, to);
}

fn engine(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::Engine, from.text("engine_type", Datum::Absent));
    to.set(Key::Version, from.text("engine_version", Datum::Absent));
}
