//! Resource policies and bindings of queues, topics, tables and clusters.

use crate::check::{Alias, Check, Remedy, Severity};
use crate::resource::{Key, Kind, Principal, Statement};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "queue-policy-public",
        objective: "resource-policy",
        title: "Policy of queue or topic does not admit everybody",
        severity: Severity::High,
        kind: Kind::Policy,
        types: &["aws_sqs_queue_policy", "aws_sns_topic_policy"],
        rationale: "A policy for everybody lets any account read messages with records in them, or \
                    inject its own. A condition on account or source closes it.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, Statement::is_public),
        aliases: &[
            Alias::checkov("CKV_AWS_168", &["aws_sqs_queue_policy"]),
            Alias::checkov("CKV_AWS_169", &["aws_sns_topic_policy"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_sqs_queue_policy", "aws_sns_topic_policy"],
            "Name accounts or services as principals, or add a condition on the source.",
            &[],
        )
        .risk("Callers that relied on the open policy are refused.")],
    },
    Check {
        id: "queue-policy-every-action",
        objective: "least-privilege",
        title: "Queue policy does not allow every action",
        severity: Severity::Medium,
        kind: Kind::Policy,
        types: &["aws_sqs_queue_policy"],
        rationale: "Whoever may do everything with a queue may also empty it, change its policy or \
                    delete it.",
        reads: &[Key::AccessPolicy],
        test: |s| s.no_statement(Key::AccessPolicy, |st| st.allows().and(|| st.is_every_action())),
        aliases: &[Alias::checkov("CKV_AWS_72", &["aws_sqs_queue_policy"])],
        remedies: &[Remedy::edit(&["aws_sqs_queue_policy"], "List the actions needed.", &[])],
    },
    Check {
        id: "queue-policy-anyone-unconditionally",
        objective: "resource-policy",
        title: "Queue policy never admits everybody without a condition",
        severity: Severity::High,
        kind: Kind::Policy,
        types: &["aws_sqs_queue_policy"],
        rationale: "Everybody without any condition means every account there is: messages can be read, \
                    injected and deleted by strangers.",
        reads: &[Key::AccessPolicy],
        test: |s| {
            s.no_statement(Key::AccessPolicy, |st| {
                st.allows()
                    .and(|| st.for_anyone())
                    .and(|| st.any_action(|a| a == "*" || a.to_ascii_lowercase().starts_with("sqs:")))
                    .and(|| st.has_condition().negate())
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_387", &["aws_sqs_queue_policy"])],
        remedies: &[Remedy::edit(&["aws_sqs_queue_policy"], "Name principals, or add a condition.", &[])],
    },
    Check {
        id: "topic-policy-other-accounts",
        objective: "resource-policy",
        title: "Topic policy binds named principals to a condition",
        severity: Severity::Low,
        kind: Kind::Policy,
        types: &["aws_sns_topic_policy"],
        rationale: "A principal named by its identifier may belong to another organisation. A condition \
                    on the organisation keeps the door shut when an identifier was mistyped or the \
                    account sold.",
        reads: &[Key::AccessPolicy],
        test: |s| {
            s.no_statement(Key::AccessPolicy, |st| {
                st.allows()
                    .and(|| {
                        st.any_principal(
                            |p| matches!(p, Principal::Named(n) if n.starts_with("AWS:arn:aws:iam::")),
                        )
                    })
                    .and(|| st.has_condition().negate())
            })
        },
        aliases: &[Alias::checkov("CKV_AWS_385", &["aws_sns_topic_policy"])],
        remedies: &[Remedy::edit(
            &["aws_sns_topic_policy"],
            "Add a condition on the organisation or the source account.",
            &[],
        )],
    },
    Check {
        id: "data-binding-public",
        objective: "resource-policy",
        title: "Nobody unknown is granted a role on data",
        severity: Severity::Critical,
        kind: Kind::RoleBinding,
        types: &[
            "google_bigquery_table_iam_member",
            "google_bigquery_table_iam_binding",
            "google_bigquery_dataset_iam_member",
            "google_bigquery_dataset_iam_binding",
            "google_bigquery_dataset_access",
            "google_pubsub_topic_iam_member",
            "google_pubsub_topic_iam_binding",
            "google_pubsub_subscription_iam_member",
            "google_pubsub_subscription_iam_binding",
            "google_dataproc_cluster_iam_member",
            "google_dataproc_cluster_iam_binding",
            "google_spanner_database_iam_member",
            "google_spanner_database_iam_binding",
        ],
        rationale: "The groups for all users and all accounts are the internet. A role for them \
                    publishes tables, messages or whole clusters with records.",
        reads: &[Key::PublicMembers],
        test: |s| s.is_not(Key::PublicMembers),
        aliases: &[
            Alias::checkov(
                "CKV_GCP_100",
                &["google_bigquery_table_iam_member", "google_bigquery_table_iam_binding"],
            ),
            Alias::checkov(
                "CKV_GCP_99",
                &["google_pubsub_topic_iam_member", "google_pubsub_topic_iam_binding"],
            ),
            Alias::checkov(
                "CKV_GCP_98",
                &["google_dataproc_cluster_iam_member", "google_dataproc_cluster_iam_binding"],
            ),
        ],
        remedies: &[Remedy::edit(
            &[
                "google_bigquery_table_iam_member",
                "google_bigquery_table_iam_binding",
                "google_bigquery_dataset_iam_member",
                "google_bigquery_dataset_iam_binding",
                "google_bigquery_dataset_access",
                "google_pubsub_topic_iam_member",
                "google_pubsub_topic_iam_binding",
                "google_pubsub_subscription_iam_member",
                "google_pubsub_subscription_iam_binding",
                "google_dataproc_cluster_iam_member",
                "google_dataproc_cluster_iam_binding",
                "google_spanner_database_iam_member",
                "google_spanner_database_iam_binding",
            ],
            "Grant the role to named groups or service accounts.",
            &[],
        )
        .risk("Callers that relied on the open grant are refused.")],
    },
];
