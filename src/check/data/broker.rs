//! Message brokers and hubs.

use super::engine;
use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::resource::{Datum, Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "broker-customer-key",
        objective: "customer-managed-keys",
        title: "Broker is encrypted with a customer-managed key",
        severity: Severity::Medium,
        kind: Kind::Broker,
        types: &[],
        rationale: "A key of your own decides who may open the stored messages, shows each use, and can \
                    be destroyed when a copy escapes.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[Alias::checkov("CKV_AWS_209", &["aws_mq_broker"])],
        remedies: &[
            Remedy::edit(
                &["aws_mq_broker"],
                "Name a key of your own.",
                &[
                    Edit::Set("encryption_options.kms_key_id", "aws_kms_key.messages.arn"),
                    Edit::Set("encryption_options.use_aws_owned_key", "false"),
                ],
            )
            .risk("The broker is replaced."),
            Remedy::edit(
                &["aws_msk_cluster"],
                "Name a key of your own.",
                &[Edit::Set("encryption_info.encryption_at_rest_kms_key_arn", "aws_kms_key.messages.arn")],
            )
            .risk("The cluster is replaced."),
        ],
    },
    Check {
        id: "broker-declared-encryption",
        objective: "encryption-in-transit",
        title: "Kafka cluster states its encryption and keeps TLS everywhere",
        severity: Severity::High,
        kind: Kind::Broker,
        types: &["aws_msk_cluster"],
        rationale: "Clients and brokers can be allowed to speak in clear text. A cluster that says \
                    nothing about it leaves no evidence of what was decided for its records.",
        reads: &[Key::EncryptionDeclared, Key::EncryptedInTransit, Key::EncryptedBetweenNodes],
        test: |s| {
            s.is_set(Key::EncryptionDeclared)
                .and(s.is(Key::EncryptedInTransit))
                .and(s.is(Key::EncryptedBetweenNodes))
        },
        aliases: &[Alias::checkov("CKV_AWS_81", &["aws_msk_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_msk_cluster"],
            "Write the encryption of the cluster.",
            &[
                Edit::Set("encryption_info.encryption_in_transit.client_broker", "\"TLS\""),
                Edit::Set("encryption_info.encryption_in_transit.in_cluster", "true"),
            ],
        )
        .risk("Clients without TLS are refused.")],
    },
    Check {
        id: "broker-client-tls",
        objective: "encryption-in-transit",
        title: "Kafka clients speak TLS only",
        severity: Severity::High,
        kind: Kind::Broker,
        types: &["aws_msk_cluster"],
        rationale: "Messages with records in clear text are open to every machine on the path.",
        reads: &[Key::EncryptedInTransit, Key::EncryptedBetweenNodes],
        test: |s| s.is(Key::EncryptedInTransit).and(s.is(Key::EncryptedBetweenNodes)),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_msk_cluster"],
            "Allow TLS only.",
            &[Edit::Set("encryption_info.encryption_in_transit.client_broker", "\"TLS\"")],
        )
        .risk("Clients without TLS are refused.")],
    },
    Check {
        id: "broker-access-logging",
        objective: "workload-logging",
        title: "Kafka brokers write their logs somewhere",
        severity: Severity::Medium,
        kind: Kind::Broker,
        types: &["aws_msk_cluster"],
        rationale: "Logs that stay on brokers are lost with them; exported, they show who connected and \
                    what failed.",
        reads: &[Key::AccessLogging],
        test: |s| s.is(Key::AccessLogging),
        aliases: &[Alias::checkov("CKV_AWS_80", &["aws_msk_cluster"])],
        remedies: &[Remedy::edit(
            &["aws_msk_cluster"],
            "Send broker logs to CloudWatch.",
            &[
                Edit::Set("logging_info.broker_logs.cloudwatch_logs.enabled", "true"),
                Edit::Set(
                    "logging_info.broker_logs.cloudwatch_logs.log_group",
                    "aws_cloudwatch_log_group.kafka.name",
                ),
            ],
        )],
    },
    Check {
        id: "broker-public-access",
        objective: "public-address",
        title: "Broker is not reachable from the internet",
        severity: Severity::Critical,
        kind: Kind::Broker,
        types: &[],
        rationale: "A broker on the internet offers every message with records in it to whoever finds or \
                    guesses a credential.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AWS_69", &["aws_mq_broker"]),
            Alias::kics("4eb5f791-c861-4afd-9f94-f2a6a3fe49cb", &["aws_mq_broker"]),
            Alias::checkov("CKV_AWS_291", &["aws_msk_cluster"]),
            Alias::prowler("mq_broker_not_publicly_accessible", &["aws_mq_broker"]),
        ],
        remedies: &[
            Remedy::edit(
                &["aws_mq_broker"],
                "Take the public address away.",
                &[Edit::Set("publicly_accessible", "false")],
            )
            .risk("The broker is replaced."),
            Remedy::edit(
                &["aws_msk_cluster"],
                "Take the public addresses away.",
                &[Edit::Set("broker_node_group_info.connectivity_info.public_access.type", "\"DISABLED\"")],
            ),
            Remedy::edit(
                &["azurerm_iothub", "azurerm_signalr_service", "azurerm_web_pubsub"],
                "Switch public network access off and add a private endpoint.",
                &[Edit::Set("public_network_access_enabled", "false")],
            )
            .risk("Devices and clients without a private path lose their connection."),
        ],
    },
    Check {
        id: "broker-general-logging",
        objective: "workload-logging",
        title: "Broker writes its general log",
        severity: Severity::Low,
        kind: Kind::Broker,
        types: &["aws_mq_broker"],
        rationale: "The general log shows connections and failures; without it an outage or an intrusion \
                    leaves no trace.",
        reads: &[Key::GeneralLogging],
        test: |s| s.is(Key::GeneralLogging),
        aliases: &[Alias::checkov("CKV_AWS_48", &["aws_mq_broker"])],
        remedies: &[Remedy::edit(
            &["aws_mq_broker"],
            "Switch the general log on.",
            &[Edit::Set("logs.general", "true")],
        )],
    },
    Check {
        id: "broker-audit-logging",
        objective: "workload-logging",
        title: "ActiveMQ broker writes its audit log",
        severity: Severity::Medium,
        kind: Kind::Broker,
        types: &["aws_mq_broker"],
        rationale: "The audit log names who changed users, queues and permissions of the broker.",
        reads: &[Key::AuditLogging, Key::Engine],
        test: |s| {
            engine(s, &["RabbitMQ"])
                .negate()
                .when_holds("RabbitMQ has no audit log here", || s.is(Key::AuditLogging))
        },
        aliases: &[Alias::checkov("CKV_AWS_197", &["aws_mq_broker"])],
        remedies: &[Remedy::edit(
            &["aws_mq_broker"],
            "Switch the audit log on.",
            &[Edit::Set("logs.audit", "true")],
        )],
    },
    Check {
        id: "broker-minor-upgrades",
        objective: "managed-patching",
        title: "Broker takes minor upgrades by itself",
        severity: Severity::Medium,
        kind: Kind::Broker,
        types: &["aws_mq_broker"],
        rationale: "Minor versions carry the fixes of known holes; brokers have had several that ran \
                    code for strangers.",
        reads: &[Key::MinorUpgrades],
        test: |s| s.is(Key::MinorUpgrades),
        aliases: &[
            Alias::checkov("CKV_AWS_207", &["aws_mq_broker"]),
            Alias::prowler("mq_broker_auto_minor_version_upgrades", &["aws_mq_broker"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_mq_broker"],
            "Let minor upgrades happen in the maintenance window.",
            &[Edit::Set("auto_minor_version_upgrade", "true")],
        )],
    },
    Check {
        id: "broker-version",
        objective: "supported-versions",
        title: "Broker runs a version that is not known to be broken",
        severity: Severity::High,
        kind: Kind::Broker,
        types: &["aws_mq_broker", "aws_mq_configuration"],
        rationale: "Older versions of the engines let strangers run code on the broker, beside every \
                    message.",
        reads: &[Key::Engine, Key::Version],
        test: current_version,
        aliases: &[Alias::checkov("CKV_AWS_208", &["aws_mq_broker", "aws_mq_configuration"])],
        remedies: &[Remedy::edit(
            &["aws_mq_broker", "aws_mq_configuration"],
            "Name a current version.",
            &[Edit::Set("engine_version", "\"5.18\"")],
        )
        .risk("The broker restarts.")],
    },
    Check {
        id: "broker-multi-zone",
        objective: "high-availability",
        title: "Broker has a standby in another zone",
        severity: Severity::Low,
        kind: Kind::Broker,
        types: &["aws_mq_broker"],
        rationale: "Orders and results wait in the broker; with one machine they wait until it is \
                    repaired.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_mq_broker"],
            "Use a deployment over several zones.",
            &[Edit::Set("deployment_mode", "\"ACTIVE_STANDBY_MULTI_AZ\"")],
        )
        .risk("The broker is replaced; costs about double.")],
    },
    Check {
        id: "broker-unauthenticated",
        objective: "local-accounts",
        title: "Kafka cluster admits no client without a name",
        severity: Severity::High,
        kind: Kind::Broker,
        types: &["aws_msk_cluster"],
        rationale: "A client that need not say who it is can read every topic, and no log names it.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_msk_cluster"],
            "Refuse clients without authentication.",
            &[Edit::Set("client_authentication.unauthenticated", "false")],
        )
        .risk("Clients without credentials are refused.")],
    },
    Check {
        id: "broker-local-authentication",
        objective: "local-accounts",
        title: "Hub accepts directory sign-in only",
        severity: Severity::Low,
        kind: Kind::Broker,
        types: &["azurerm_signalr_service", "azurerm_web_pubsub", "azurerm_iothub"],
        rationale: "Shared keys name nobody in the log and do not end when a person leaves.",
        reads: &[Key::LocalAuthentication],
        test: |s| s.is_not(Key::LocalAuthentication),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                &["azurerm_signalr_service", "azurerm_web_pubsub"],
                "Switch keys off.",
                &[Edit::Set("local_auth_enabled", "false")],
            )
            .risk("Clients that use keys are refused."),
            Remedy::edit(
                &["azurerm_iothub"],
                "Switch keys off.",
                &[Edit::Set("local_authentication_enabled", "false")],
            )
            .risk("Clients that use keys are refused."),
        ],
    },
    Check {
        id: "broker-workload-identity",
        objective: "workload-identity",
        title: "Web PubSub has an identity of its own",
        severity: Severity::Low,
        kind: Kind::Broker,
        types: &["azurerm_web_pubsub", "azurerm_signalr_service"],
        rationale: "With an identity the service reaches its event handlers and vaults without stored \
                    keys.",
        reads: &[Key::WorkloadIdentity],
        test: |s| s.is_set(Key::WorkloadIdentity),
        aliases: &[Alias::checkov("CKV_AZURE_176", &["azurerm_web_pubsub"])],
        remedies: &[Remedy::edit(
            &["azurerm_web_pubsub", "azurerm_signalr_service"],
            "Give the service an identity.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
    },
    Check {
        id: "broker-service-tier",
        objective: "high-availability",
        title: "Hub uses a tier with a promise of availability",
        severity: Severity::Low,
        kind: Kind::Broker,
        types: &["azurerm_web_pubsub", "azurerm_signalr_service"],
        rationale: "The free tier stops at a few connections and promises nothing; clinical messages \
                    must not depend on it.",
        reads: &[Key::ServiceTier],
        test: |s| s.one_of(Key::ServiceTier, &["Free_F1"]).negate(),
        aliases: &[
            Alias::checkov("CKV_AZURE_175", &["azurerm_web_pubsub"]),
            Alias::checkov("CKV_AZURE_196", &["azurerm_signalr_service"]),
        ],
        remedies: &[
            Remedy::edit(&["azurerm_web_pubsub"], "Use a paid tier.", &[Edit::Set("sku", "\"Standard_S1\"")]),
            Remedy::edit(
                &["azurerm_signalr_service"],
                "Use a paid tier.",
                &[Edit::Set("sku.name", "\"Standard_S1\"")],
            ),
        ],
    },
];

/// The first version of each engine without the known flaws.
const FIRST_SOUND: &[(&str, (u32, u32))] = &[("ActiveMQ", (5, 17)), ("RabbitMQ", (3, 11))];

fn current_version(s: &Subject<'_>) -> Outcome {
    let engine = match s.resource.get(Key::Engine).and_then(|e| e.datum()) {
        Some(Datum::Text(engine)) => engine.to_string(),
        _ => return s.text(Key::Engine, |_| false),
    };
    let Some((_, sound)) = FIRST_SOUND.iter().find(|(name, _)| name.eq_ignore_ascii_case(&engine)) else {
        return Outcome::fail().by(Key::Engine);
    };
    s.text(Key::Version, |version| {
        let mut parts = version.split('.').map_while(|p| p.parse::<u32>().ok());
        matches!((parts.next(), parts.next()), (Some(major), Some(minor)) if (major, minor) >= *sound)
    })
}
