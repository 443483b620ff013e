//! Topics and event routing.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Statement, Truth};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "topic-encryption",
        objective: "encryption-at-rest",
        title: "Topic is encrypted with a key",
        severity: Severity::High,
        kind: Kind::Topic,
        types: &["aws_sns_topic"],
        rationale: "Notifications carry names, results and alarms. Without a key they lie in clear text \
                    on the way to each subscriber.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[
            Alias::checkov("CKV_AWS_26", &["aws_sns_topic"]),
            Alias::kics("28545147-2fc6-42d5-a1f9-cf226658e591", &["aws_sns_topic"]),
            Alias::aws_config("SNS_ENCRYPTED_KMS", &["aws_sns_topic"]),
            Alias::prowler("sns_topics_kms_encryption_at_rest_enabled", &["aws_sns_topic"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_sns_topic"],
            "Name a key of your own.",
            &[Edit::Set("kms_master_key_id", "aws_kms_key.messages.id")],
        )
        .command(
            "aws sns set-topic-attributes --topic-arn ARN --attribute-name KmsMasterKeyId \
             --attribute-value KEY --region {region}",
        )
        .risk("Publishers, also services, need permission for the key.")],
    },
    Check {
        id: "topic-shared-key",
        objective: "customer-managed-keys",
        title: "Topic does not use the key all topics share",
        severity: Severity::Low,
        kind: Kind::Topic,
        types: &["aws_sns_topic"],
        rationale: "The policy of the shared key cannot be changed: whoever may use one topic of the \
                    account may decrypt every other, and services cannot publish at all.",
        reads: &[Key::CustomerKey],
        test: |s| {
            s.is_unset(Key::CustomerKey)
                .or(s.ask(Key::CustomerKey, |d| Truth::from(*d != Datum::from("alias/aws/sns"))))
        },
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_sns_topic"],
            "Name a key of your own.",
            &[Edit::Set("kms_master_key_id", "aws_kms_key.messages.id")],
        )],
    },
    Check {
        id: "topic-customer-key",
        objective: "customer-managed-keys",
        title: "Topic is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Topic,
        types: &[],
        rationale: "A key of your own decides who may read messages beside who may subscribe, and shows \
                    each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_GCP_83", &["google_pubsub_topic"]),
            Alias::gcp("PUBSUB_CMEK_DISABLED", &["google_pubsub_topic"]),
        ],
        remedies: &[
            Remedy::edit(
                &["google_pubsub_topic"],
                "Name a Cloud KMS key.",
                &[Edit::Set("kms_key_name", "google_kms_crypto_key.messages.id")],
            )
            .command("gcloud pubsub topics update {name} --topic-encryption-key=KEY"),
            Remedy::edit(
                &["aws_sns_topic"],
                "Name a key of your own.",
                &[Edit::Set("kms_master_key_id", "aws_kms_key.messages.id")],
            ),
        ],
    },
    Check {
        id: "topic-public-access",
        objective: "private-connectivity",
        title: "Event Grid is not reachable from public networks",
        severity: Severity::Medium,
        kind: Kind::Topic,
        types: &[],
        rationale: "A leaked key is all a stranger needs to send false events as long as the topic \
                    answers everybody.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AZURE_193", &["azurerm_eventgrid_topic"]),
            Alias::checkov("CKV_AZURE_106", &["azurerm_eventgrid_domain"]),
        ],
        remedies: &[
            Remedy::edit(
                &["azurerm_eventgrid_topic", "azurerm_eventgrid_domain"],
                "Switch public network access off and add a private endpoint.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .risk("Publishers without a private path are refused."),
            Remedy::edit(
                &["azurerm_eventgrid_namespace"],
                "Switch public network access off.",
                &[Edit::Set("public_network_access", "\"Disabled\"")],
            ),
        ],
    },
    Check {
        id: "topic-local-authentication",
        objective: "local-accounts",
        title: "Event Grid accepts directory sign-in only",
        severity: Severity::Medium,
        kind: Kind::Topic,
        types: &[],
        rationale: "Shared keys name nobody in the log and do not end when a person leaves.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[
            Alias::checkov("CKV_AZURE_192", &["azurerm_eventgrid_topic"]),
            Alias::checkov("CKV_AZURE_195", &["azurerm_eventgrid_domain"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_eventgrid_topic", "azurerm_eventgrid_domain"],
            "Switch shared keys off.",
            &[Edit::Set("local_auth_enabled", "false")],
        )
        .risk("Publishers that use keys are refused.")],
    },
    Check {
        id: "topic-workload-identity",
        objective: "workload-identity",
        title: "Event Grid has an identity of its own",
        severity: Severity::Low,
        kind: Kind::Topic,
        types: &[],
        rationale: "With an identity events are delivered to queues and storage without stored keys.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[
            Alias::checkov("CKV_AZURE_191", &["azurerm_eventgrid_topic"]),
            Alias::checkov("CKV_AZURE_194", &["azurerm_eventgrid_domain"]),
        ],
        remedies: &[Remedy::edit(
            &["azurerm_eventgrid_topic", "azurerm_eventgrid_domain", "azurerm_eventgrid_namespace"],
            "Give it an identity.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "topic-inline-policy-public",
        objective: "resource-policy",
        title: "Policy written on the topic does not admit everybody",
        severity: Severity::High,
        kind: Kind::Topic,
        types: &["aws_sns_topic"],
        rationale: "A policy for everybody lets any account subscribe to messages with records in them, \
                    or publish its own.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, Statement::is_public),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_sns_topic"],
            "Name principals, or add a condition on the source.",
            &[],
        )
        .risk("Callers that relied on the open policy are refused.")],
    },
];
