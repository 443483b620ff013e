//! Event streams.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "stream-encryption",
        objective: "encryption-at-rest",
        title: "Stream is encrypted",
        severity: Severity::High,
        kind: Kind::Stream,
        types: &[],
        rationale: "A stream keeps every record for a day or longer. Unencrypted, it is a copy of the \
                    data that nobody guards.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_43", &["aws_kinesis_stream"]),
            Alias::checkov("CKV_AWS_240", &["aws_kinesis_firehose_delivery_stream"]),
            Alias::aws_config("KINESIS_STREAM_ENCRYPTED", &["aws_kinesis_stream"]),
            Alias::prowler("kinesis_stream_encrypted_at_rest", &["aws_kinesis_stream"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_kinesis_stream"],
                "Encrypt with KMS.",
                &[Edit::Set("encryption_type", "\"KMS\""), Edit::Set("kms_key_id", "aws_kms_key.stream.arn")],
            )
            .command(
                "aws kinesis start-stream-encryption --stream-name {name} --encryption-type KMS --key-id \
             alias/aws/kinesis --region {region}",
            )
            .risk("Producers and consumers need permission for the key."),
            Remedy::edit(
                &["aws_kinesis_firehose_delivery_stream"],
                "Switch server-side encryption on.",
                &[Edit::Set("server_side_encryption.enabled", "true")],
            ),
        ],
    },
    Check {
        id: "stream-customer-key",
        objective: "customer-managed-keys",
        title: "Stream is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Stream,
        types: &[],
        rationale: "A key of your own decides who may read records beside who may read the stream, and \
                    shows each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_185", &["aws_kinesis_stream"]),
            Alias::checkov("CKV_AWS_241", &["aws_kinesis_firehose_delivery_stream"]),
            Alias::checkov("CKV_AWS_177", &["aws_kinesis_video_stream"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_kinesis_stream", "aws_kinesis_video_stream"],
                "Name a key of your own.",
                &[Edit::Set("kms_key_id", "aws_kms_key.stream.arn")],
            )
            .risk("Producers and consumers need permission for the key."),
            Remedy::edit(
                &["aws_kinesis_firehose_delivery_stream"],
                "Name a key of your own.",
                &[
                    Edit::Set("server_side_encryption.enabled", "true"),
                    Edit::Set("server_side_encryption.key_type", "\"CUSTOMER_MANAGED_CMK\""),
                    Edit::Set("server_side_encryption.key_arn", "aws_kms_key.stream.arn"),
                ],
            ),
        ],
    },
    Check {
        id: "stream-minimum-tls",
        objective: "tls-policy",
        title: "Event Hubs accepts TLS 1.2 or later",
        severity: Severity::Medium,
        kind: Kind::Stream,
        types: &["azurerm_eventhub_namespace"],
        rationale: "Older versions of TLS can be broken by known attacks, and records travel over every \
                    network on the way.",
        reads: &[Key::MinimumTls],
        test: |s| s.one_of(Key::MinimumTls, &["1.2"]),
        aliases: &[Alias::checkov("CKV_AZURE_223", &["azurerm_eventhub_namespace"])],
        remedies: &[Remedy::edit(
            &["azurerm_eventhub_namespace"],
            "Write TLS 1.2 as the least version.",
            &[Edit::Set("minimum_tls_version", "\"1.2\"")],
        )],
    },
    Check {
        id: "stream-public-access",
        objective: "private-connectivity",
        title: "Event Hubs is not reachable from public networks",
        severity: Severity::Medium,
        kind: Kind::Stream,
        types: &["azurerm_eventhub_namespace"],
        rationale: "A leaked connection string is all a stranger needs to read records as long as the \
                    namespace answers everybody.",
        reads: &[Key::PublicAccess, Key::NetworkRestricted],
        test: |s| s.is_not(Key::PublicAccess).or(s.is(Key::NetworkRestricted)),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_eventhub_namespace"],
            "Switch public network access off, or admit named networks only.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .risk("Clients without a private path lose their connection.")],
    },
    Check {
        id: "stream-local-authentication",
        objective: "local-accounts",
        title: "Event Hubs accepts directory sign-in only",
        severity: Severity::Medium,
        kind: Kind::Stream,
        types: &["azurerm_eventhub_namespace"],
        rationale: "Shared keys name nobody in the log and do not end when a person leaves.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["azurerm_eventhub_namespace"],
            "Switch shared keys off.",
            &[Edit::Set("local_authentication_enabled", "false")],
        )
        .risk("Clients that use keys are refused.")],
    },
];
