//! GraphQL APIs and their caches.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const GRAPHQL: &[&str] = &["aws_appsync_graphql_api"];
const GRAPHQL_CACHE: &[&str] = &["aws_appsync_api_cache"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "graphql-web-firewall",
        objective: "web-application-firewall",
        title: "GraphQL API is behind a web application firewall",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: GRAPHQL,
        rationale: "One GraphQL endpoint answers for the whole data model, so one flaw opens all of it. A web \
                    application firewall limits floods and stops known exploits first.",
        reads: &[Key::WebFirewall],
        test: |s| s.is(Key::WebFirewall),
        aliases: &[Alias::checkov("CKV2_AWS_33", GRAPHQL)],
        remedies: &[Remedy::edit(
            GRAPHQL,
            "Associate a web access control list with the API.",
            &[Edit::Companion(
                "resource \"aws_wafv2_web_acl_association\" \"{name}\" {\n  resource_arn = {address}.arn\n  web_acl_arn  = aws_wafv2_web_acl.edge.arn\n}",
            )],
        )
        .command("aws wafv2 list-web-acls --scope REGIONAL --region {region}")
        .risk("A rule may match honest requests; start with rules that count.")],
    },
    Check {
        id: "graphql-logging",
        objective: "api-logging",
        title: "GraphQL API writes logs",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: GRAPHQL,
        rationale: "Each query can reach any record of the model. The log is the only account of who asked for \
                    which part of it.",
        reads: &[Key::AccessLogging],
        test: |s| s.is_set(Key::AccessLogging),
        aliases: &[Alias::checkov("CKV_AWS_193", GRAPHQL)],
        remedies: &[Remedy::edit(
            GRAPHQL,
            "Give the API a role to write logs with.",
            &[
                Edit::Set("log_config.cloudwatch_logs_role_arn", "aws_iam_role.appsync_logs.arn"),
                Edit::Set("log_config.field_log_level", "\"ERROR\""),
            ],
        )
        .command("aws appsync list-graphql-apis --region {region}")],
    },
    Check {
        id: "graphql-field-logging",
        objective: "api-logging",
        title: "GraphQL API logs at field level",
        severity: Severity::Low,
        kind: Kind::ApiEndpoint,
        types: GRAPHQL,
        rationale: "Which fields were read decides whether a query touched health information. Logs without fields \
                    cannot answer that.",
        reads: &[Key::LogLevel],
        test: |s| s.one_of(Key::LogLevel, &["ALL", "ERROR"]),
        aliases: &[
            Alias::checkov("CKV_AWS_194", GRAPHQL),
            Alias::prowler("appsync_field_level_logging_enabled", GRAPHQL),
        ],
        remedies: &[Remedy::edit(
            GRAPHQL,
            "Log fields, at least those that failed.",
            &[Edit::Set("log_config.field_log_level", "\"ERROR\"")],
        )
        .command("aws appsync list-graphql-apis --region {region}")
        .risk("The level ALL writes arguments to the log; make sure that no identifiers of patients are among them.")],
    },
    Check {
        id: "graphql-cache-encryption-at-rest",
        objective: "encryption-at-rest",
        title: "GraphQL cache is encrypted at rest",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: GRAPHQL_CACHE,
        rationale: "The cache keeps answers, records included, for minutes to hours. Unencrypted it is a second, \
                    weaker copy of the database.",
        reads: &[Key::EncryptedAtRest],
        test: |s| s.is(Key::EncryptedAtRest),
        aliases: &[Alias::checkov("CKV_AWS_214", GRAPHQL_CACHE)],
        remedies: &[Remedy::edit(
            GRAPHQL_CACHE,
            "Encrypt the cache at rest.",
            &[Edit::Set("at_rest_encryption_enabled", "true")],
        )
        .command("aws appsync get-api-cache --api-id {name} --region {region}")
        .risk("The cache is replaced and starts empty.")],
    },
    Check {
        id: "graphql-cache-encryption-in-transit",
        objective: "encryption-in-transit",
        title: "GraphQL cache is encrypted in transit",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: GRAPHQL_CACHE,
        rationale: "Answers travel between the API and its cache over the network. Without encryption the records \
                    in them can be read there.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[Alias::checkov("CKV_AWS_215", GRAPHQL_CACHE)],
        remedies: &[Remedy::edit(
            GRAPHQL_CACHE,
            "Encrypt the cache in transit.",
            &[Edit::Set("transit_encryption_enabled", "true")],
        )
        .command("aws appsync get-api-cache --api-id {name} --region {region}")
        .risk("The cache is replaced and starts empty.")],
    },
];
