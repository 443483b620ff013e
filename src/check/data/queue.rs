//! Queues.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Statement, Truth};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "queue-encryption",
        objective: "encryption-at-rest",
        title: "Queue says in code that messages are encrypted",
        severity: Severity::High,
        kind: Kind::Queue,
        types: &["aws_sqs_queue"],
        rationale: "Messages carry orders, results and names. Queues made before the platform encrypted \
                    by default keep them in clear unless the code says otherwise.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[Alias::checkov("CKV_AWS_27", &["aws_sqs_queue"])],
        remedies: &[Remedy::edit(
            &["aws_sqs_queue"],
            "Encrypt with a key of the service, or name one of your own.",
            &[Edit::Set("sqs_managed_sse_enabled", "true")],
        )
        .command(
            "aws sqs set-queue-attributes --queue-url URL --attributes SqsManagedSseEnabled=true \
             --region {region}",
        )],
    },
    Check {
        id: "queue-shared-key",
        objective: "customer-managed-keys",
        title: "Queue does not use the key all queues share",
        severity: Severity::Low,
        kind: Kind::Queue,
        types: &["aws_sqs_queue"],
        rationale: "The policy of the shared key cannot be changed: whoever may use one queue of the \
                    account may decrypt every other.",
        reads: &[Key::CustomerKey],
        test: |s| {
            s.is_unset(Key::CustomerKey)
                .or(s.ask(Key::CustomerKey, |d| Truth::from(*d != Datum::from("alias/aws/sqs"))))
        },
        aliases: &[Alias::checkov("CKV2_AWS_73", &["aws_sqs_queue"])],
        remedies: &[Remedy::edit(
            &["aws_sqs_queue"],
            "Name a key of your own.",
            &[Edit::Set("kms_master_key_id", "aws_kms_key.messages.arn")],
        )
        .risk("Senders and receivers need permission for the key.")],
    },
    Check {
        id: "queue-customer-key",
        objective: "customer-managed-keys",
        title: "Queue is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Queue,
        types: &[],
        rationale: "A key of your own decides who may read messages beside who may receive them, and \
                    shows each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AZURE_201", &["azurerm_servicebus_namespace"])],
        remedies: &[
            Remedy::edit(
                &["azurerm_servicebus_namespace"],
                "Name a Key Vault key.",
                &[Edit::Set("customer_managed_key.key_vault_key_id", "azurerm_key_vault_key.messages.id")],
            )
            .risk("Needs the premium tier and cannot be undone."),
            Remedy::edit(
                &["aws_sqs_queue"],
                "Name a key of your own.",
                &[Edit::Set("kms_master_key_id", "aws_kms_key.messages.arn")],
            )
            .risk("Senders and receivers need permission for the key."),
        ],
    },
    Check {
        id: "queue-double-encryption",
        objective: "encryption-at-rest",
        title: "Service Bus has a second layer of encryption",
        severity: Severity::Low,
        kind: Kind::Queue,
        types: &["azurerm_servicebus_namespace"],
        rationale: "A second layer with another key keeps messages closed even when the first one fails.",
        reads: &[Key::InfrastructureEncryption],
        test: |s| s.is(Key::InfrastructureEncryption),
        aliases: &[Alias::checkov("CKV_AZURE_199", &["azurerm_servicebus_namespace"])],
        remedies: &[Remedy::edit(
            &["azurerm_servicebus_namespace"],
            "Switch infrastructure encryption on.",
            &[Edit::Set("customer_managed_key.infrastructure_encryption_enabled", "true")],
        )
        .risk("The namespace is replaced.")],
    },
    Check {
        id: "queue-public-access",
        objective: "private-connectivity",
        title: "Service Bus is not reachable from public networks",
        severity: Severity::High,
        kind: Kind::Queue,
        types: &["azurerm_servicebus_namespace"],
        rationale: "A leaked connection string is all a stranger needs as long as the namespace answers \
                    everybody.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_204", &["azurerm_servicebus_namespace"])],
        remedies: &[Remedy::edit(
            &["azurerm_servicebus_namespace"],
            "Switch public network access off and add a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .risk("Clients without a private path lose their connection.")],
    },
    Check {
        id: "queue-local-authentication",
        objective: "local-accounts",
        title: "Service Bus accepts directory sign-in only",
        severity: Severity::Medium,
        kind: Kind::Queue,
        types: &["azurerm_servicebus_namespace"],
        rationale: "Shared keys name nobody in the log and do not end when a person leaves.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[Alias::checkov("CKV_AZURE_203", &["azurerm_servicebus_namespace"])],
        remedies: &[Remedy::edit(
            &["azurerm_servicebus_namespace"],
            "Switch shared keys off.",
            &[Edit::Set("local_auth_enabled", "false")],
        )
        .risk("Clients that use keys are refused.")],
    },
    Check {
        id: "queue-minimum-tls",
        objective: "tls-policy",
        title: "Service Bus pins TLS 1.2 as the least version",
        severity: Severity::Medium,
        kind: Kind::Queue,
        types: &["azurerm_servicebus_namespace"],
        rationale: "Older versions of TLS can be broken by known attacks, and what is accepted when \
                    nothing is written has changed over time.",
        reads: &[Key::MinimumTls],
        test: |s| s.one_of(Key::MinimumTls, &["1.2"]),
        aliases: &[Alias::checkov("CKV_AZURE_205", &["azurerm_servicebus_namespace"])],
        remedies: &[Remedy::edit(
            &["azurerm_servicebus_namespace"],
            "Write TLS 1.2 as the least version.",
            &[Edit::Set("minimum_tls_version", "\"1.2\"")],
        )],
    },
    Check {
        id: "queue-workload-identity",
        objective: "workload-identity",
        title: "Service Bus has an identity of its own",
        severity: Severity::Low,
        kind: Kind::Queue,
        types: &["azurerm_servicebus_namespace"],
        rationale: "With an identity the namespace reaches its key vault without a stored secret.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[Alias::checkov("CKV_AZURE_202", &["azurerm_servicebus_namespace"])],
        remedies: &[Remedy::edit(
            &["azurerm_servicebus_namespace"],
            "Give the namespace an identity.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "queue-inline-policy-public",
        objective: "resource-policy",
        title: "Policy written on the queue does not admit everybody",
        severity: Severity::High,
        kind: Kind::Queue,
        types: &["aws_sqs_queue"],
        rationale: "A policy for everybody lets any account read messages with records in them, or \
                    inject its own.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, Statement::is_public),
        aliases: &[Alias::checkov("CKV_AWS_168", &["aws_sqs_queue"])],
        remedies: &[Remedy::edit(
            &["aws_sqs_queue"],
            "Name principals, or add a condition on the source.",
            &[],
        )
        .risk("Callers that relied on the open policy are refused.")],
    },
    Check {
        id: "queue-push-https",
        objective: "encryption-in-transit",
        title: "Subscription pushes to HTTPS only",
        severity: Severity::High,
        kind: Kind::Queue,
        types: &["google_pubsub_subscription"],
        rationale: "A push to a plain address sends every message over the internet in clear text.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["google_pubsub_subscription"],
            "Push to an https address.",
            &[Edit::Set("push_config.push_endpoint", "\"https://receiver.example.org\"")],
        )],
    },
];
