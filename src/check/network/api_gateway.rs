//! API gateways: stages, methods, routes and domains.

use std::sync::Arc;

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity, Subject};
use crate::native::Why;
use crate::resource::{Key, Kind};

const STAGE: &[&str] = &["aws_api_gateway_stage"];
const STAGE_V2: &[&str] = &["aws_apigatewayv2_stage"];
const STAGES: &[&str] = &["aws_api_gateway_stage", "aws_apigatewayv2_stage"];
const METHOD: &[&str] = &["aws_api_gateway_method"];
const ROUTE: &[&str] = &["aws_apigatewayv2_route"];
const SETTINGS: &[&str] = &["aws_api_gateway_method_settings"];
const DOMAIN: &[&str] = &["aws_api_gateway_domain_name"];
const DOMAINS: &[&str] = &["aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name"];
const GRAPHQL: &[&str] = &["aws_appsync_graphql_api"];

/// Security policies that start at TLS 1.2.
const TLS_1_2_POLICIES: &[&str] = &[
    "TLS_1_2",
    "SecurityPolicy_TLS12_2018_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS13_1_2_2021_06",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_2025_EDGE",
];

/// A web firewall, unless the API is private.
fn protected(subject: &Subject<'_>) -> Outcome {
    let firewall = subject.is(Key::WebFirewall);
    if let Some(api) = subject.follow(Key::Parent) {
        let facing = Subject { resource: api, estate: subject.estate }.is_not(Key::InternetFacing);
        Outcome { by: firewall.by.clone(), ..firewall.or(facing) }
    } else {
        // a private API needs none, and this one is declared elsewhere
        let elsewhere = Why::NotCollected("whether the API of this stage is private".into());
        firewall.or(Outcome::unknown(Arc::new(elsewhere)).by(Key::Parent))
    }
}

fn replaced_first(subject: &Subject<'_>) -> Outcome {
    if subject.resource.lifecycle.create_before_destroy { Outcome::pass() } else { Outcome::fail() }
        .by(Key::Region)
}

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "api-access-logging",
        objective: "api-logging",
        title: "API stage writes access logs",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: STAGES,
        rationale: "The access log tells who called the API, from where and with which result. It is the record of \
                    activity around health information that leaves by interface instead of by screen.",
        reads: &[Key::AccessLogging],
        test: |s| s.is_set(Key::AccessLogging),
        aliases: &[
            Alias::checkov("CKV_AWS_76", STAGES),
            Alias::trivy("AVD-AWS-0001", STAGES),
            Alias::prowler("apigatewayv2_api_access_logging_enabled", STAGE_V2),
        ],
        remedies: &[Remedy::edit(
            STAGES,
            "Send access logs to a log group.",
            &[
                Edit::Set("access_log_settings.destination_arn", "aws_cloudwatch_log_group.api.arn"),
                Edit::Set("access_log_settings.format", "jsonencode({ requestId = \"$context.requestId\", ip = \"$context.identity.sourceIp\", status = \"$context.status\" })"),
            ],
        )
        .command("aws apigateway get-stages --rest-api-id {name} --region {region}")
        .risk("Keep request bodies and identifiers of patients out of the log format.")],
    },
    Check {
        id: "api-execution-logging",
        objective: "api-logging",
        title: "API stage logs executions",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: STAGE,
        rationale: "Execution logs show why a call was refused or failed. Without them, probing of an interface with \
                    health information goes unseen.",
        reads: &[Key::LogLevel],
        test: |s| s.one_of(Key::LogLevel, &["ERROR", "INFO"]),
        aliases: &[
            Alias::aws_config("API_GW_EXECUTION_LOGGING_ENABLED", STAGE),
            Alias::prowler("apigateway_restapi_logging_enabled", STAGE),
        ],
        remedies: &[Remedy::edit(
            STAGE,
            "Add method settings with a log level for the stage.",
            &[Edit::Companion(
                "resource \"aws_api_gateway_method_settings\" \"{name}\" {\n  rest_api_id = {address}.rest_api_id\n  stage_name  = {address}.stage_name\n  method_path = \"*/*\"\n\n  settings {\n    logging_level   = \"ERROR\"\n    metrics_enabled = true\n  }\n}",
            )],
        )
        .command("aws apigateway get-stages --rest-api-id {name} --region {region}")],
    },
    Check {
        id: "api-execution-logging-and-metrics",
        objective: "health-monitoring",
        title: "API stage logs executions and reports metrics",
        severity: Severity::Low,
        kind: Kind::ApiEndpoint,
        types: STAGE,
        rationale: "Logs tell what happened to a call, metrics that calls begin to fail or to swell. Together they \
                    show an outage or an attack on an interface with health information while it happens.",
        reads: &[Key::LogLevel, Key::MetricsEnabled],
        test: |s| s.one_of(Key::LogLevel, &["ERROR", "INFO"]).and(s.is(Key::MetricsEnabled)),
        aliases: &[Alias::checkov("CKV2_AWS_4", STAGE)],
        remedies: &[Remedy::edit(
            STAGE,
            "Add method settings with a log level and metrics for the stage.",
            &[Edit::Companion(
                "resource \"aws_api_gateway_method_settings\" \"{name}\" {\n  rest_api_id = {address}.rest_api_id\n  stage_name  = {address}.stage_name\n  method_path = \"*/*\"\n\n  settings {\n    logging_level   = \"ERROR\"\n    metrics_enabled = true\n  }\n}",
            )],
        )
        .command("aws apigateway get-stages --rest-api-id {name} --region {region}")],
    },
    Check {
        id: "api-tracing",
        objective: "workload-logging",
        title: "API stage traces requests",
        severity: Severity::Low,
        kind: Kind::ApiEndpoint,
        types: &["aws_api_gateway_stage", "aws_appsync_graphql_api"],
        rationale: "A trace follows one request through every service it touched. It shows which of them handled \
                    health information, and where a call went wrong.",
        reads: &[Key::Tracing],
        test: |s| s.is(Key::Tracing),
        aliases: &[
            Alias::checkov("CKV_AWS_73", STAGE), Alias::kics("5813ef56-fa94-406a-b35d-977d4a56ff2b", STAGE),
            Alias::trivy("AVD-AWS-0003", STAGE),
            Alias::prowler("apigateway_restapi_tracing_enabled", STAGE),
        ],
        remedies: &[
            Remedy::edit(STAGE, "Switch tracing on.", &[Edit::Set("xray_tracing_enabled", "true")])
                .command("aws apigateway get-stages --rest-api-id {name} --region {region}"),
            Remedy::edit(GRAPHQL, "Switch tracing on.", &[Edit::Set("xray_enabled", "true")])
                .command("aws appsync list-graphql-apis --region {region}"),
        ],
    },
    Check {
        id: "api-web-firewall",
        objective: "web-application-firewall",
        title: "Public API stage is behind a web application firewall",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: STAGE,
        rationale: "A web application firewall stops injections, floods and known exploits before they reach the \
                    code that reads records. For open interfaces it buys the time until a flaw is patched.",
        reads: &[Key::WebFirewall, Key::Parent],
        test: protected,
        aliases: &[
            Alias::checkov("CKV2_AWS_29", STAGE),
            Alias::aws_config("API_GW_ASSOCIATED_WITH_WAF", STAGE),
            Alias::prowler("apigateway_restapi_waf_acl_attached", STAGE),
        ],
        remedies: &[Remedy::edit(
            STAGE,
            "Associate a web access control list with the stage.",
            &[Edit::Companion(
                "resource \"aws_wafv2_web_acl_association\" \"{name}\" {\n  resource_arn = {address}.arn\n  web_acl_arn  = aws_wafv2_web_acl.edge.arn\n}",
            )],
        )
        .command("aws wafv2 list-web-acls --scope REGIONAL --region {region}")
        .risk("A rule may match honest requests; start with rules that count.")],
    },
    Check {
        id: "api-method-authentication",
        objective: "resource-policy",
        title: "API method asks who is calling",
        severity: Severity::High,
        kind: Kind::ApiEndpoint,
        types: METHOD,
        rationale: "A method without authorisation or key answers everyone. If it reads or writes health \
                    information, that is an unlocked door with nobody's name in the log.",
        reads: &[Key::AuthenticationRequired],
        test: |s| s.is(Key::AuthenticationRequired),
        aliases: &[Alias::checkov("CKV_AWS_59", METHOD)],
        remedies: &[Remedy::edit(
            METHOD,
            "Require IAM, a user pool or an authoriser.",
            &[Edit::Set("authorization", "\"AWS_IAM\"")],
        )
        .command("aws apigateway get-resources --rest-api-id {name} --embed methods --region {region}")
        .risk("Callers without credentials are refused.")],
    },
    Check {
        id: "api-route-authentication",
        objective: "resource-policy",
        title: "API route asks who is calling",
        severity: Severity::High,
        kind: Kind::ApiEndpoint,
        types: ROUTE,
        rationale: "A route without authorisation answers everyone. If it reads or writes health information, that \
                    is an unlocked door with nobody's name in the log.",
        reads: &[Key::AuthenticationRequired],
        test: |s| s.is(Key::AuthenticationRequired),
        aliases: &[Alias::checkov("CKV_AWS_309", ROUTE)],
        remedies: &[Remedy::edit(
            ROUTE,
            "Name an authoriser for the route.",
            &[
                Edit::Set("authorization_type", "\"JWT\""),
                Edit::Set("authorizer_id", "aws_apigatewayv2_authorizer.staff.id"),
            ],
        )
        .command("aws apigatewayv2 get-routes --api-id {name} --region {region}")
        .risk("Callers without credentials are refused.")],
    },
    Check {
        id: "api-request-validation",
        objective: "web-application-firewall",
        title: "API method validates requests",
        severity: Severity::Low,
        kind: Kind::ApiEndpoint,
        types: METHOD,
        rationale: "Requests that do not fit the model are refused before the code behind sees them. That keeps \
                    malformed input away from what writes health information.",
        reads: &[Key::RequestValidation],
        test: |s| s.is_set(Key::RequestValidation),
        aliases: &[Alias::checkov("CKV2_AWS_53", METHOD)],
        remedies: &[Remedy::edit(
            METHOD,
            "Name a validator for the method.",
            &[Edit::Set("request_validator_id", "aws_api_gateway_request_validator.strict.id")],
        )
        .command("aws apigateway get-request-validators --rest-api-id {name} --region {region}")
        .risk("Callers that send requests outside the model are refused.")],
    },
    Check {
        id: "api-client-certificate",
        objective: "encryption-in-transit",
        title: "API stage proves itself to its backend by certificate",
        severity: Severity::Low,
        kind: Kind::ApiEndpoint,
        types: STAGE,
        rationale: "A backend that knows the stage by its certificate refuses everyone who walks around the API, \
                    and with it around authorisation and log.",
        reads: &[Key::ClientCertificate],
        test: |s| s.is_set(Key::ClientCertificate),
        aliases: &[
            Alias::checkov("CKV2_AWS_51", STAGE), Alias::kics("0b4869fc-a842-4597-aa00-1294df425440", STAGE),
            Alias::aws_config("API_GW_SSL_ENABLED", STAGE),
            Alias::prowler("apigateway_restapi_client_certificate_enabled", STAGE),
        ],
        remedies: &[Remedy::edit(
            STAGE,
            "Give the stage a client certificate and check it in the backend.",
            &[Edit::Set("client_certificate_id", "aws_api_gateway_client_certificate.backend.id")],
        )
        .command("aws apigateway get-client-certificates --region {region}")],
    },
    Check {
        id: "api-no-data-trace",
        objective: "api-logging",
        title: "API does not log whole requests and answers",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: SETTINGS,
        rationale: "Data tracing writes bodies to the log: records, passwords and tokens become readable by everyone \
                    who may read logs. It is for debugging only.",
        reads: &[Key::DataTrace],
        test: |s| s.is_not(Key::DataTrace),
        aliases: &[Alias::checkov("CKV_AWS_276", SETTINGS)],
        remedies: &[Remedy::edit(
            SETTINGS,
            "Switch data tracing off.",
            &[Edit::Set("settings.data_trace_enabled", "false")],
        )
        .command("aws apigateway get-stages --rest-api-id {name} --region {region}")],
    },
    Check {
        id: "api-cache-encryption",
        objective: "encryption-at-rest",
        title: "API cache is encrypted",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: SETTINGS,
        rationale: "The cache keeps answers, records included. Unencrypted it is a second, weaker copy of what the \
                    API serves.",
        reads: &[Key::CacheEncrypted],
        test: |s| s.is(Key::CacheEncrypted),
        aliases: &[
            Alias::checkov("CKV_AWS_308", SETTINGS), Alias::kics("b7c9a40c-23e4-4a2d-8d39-a3352f10f288", SETTINGS),
            Alias::trivy("AVD-AWS-0002", SETTINGS),
            Alias::prowler("apigateway_restapi_cache_encrypted", SETTINGS),
        ],
        remedies: &[Remedy::edit(
            SETTINGS,
            "Encrypt cached answers.",
            &[Edit::Set("settings.cache_data_encrypted", "true")],
        )
        .command("aws apigateway get-stages --rest-api-id {name} --region {region}")],
    },
    Check {
        id: "api-domain-minimum-tls",
        objective: "tls-policy",
        title: "API domain takes TLS 1.2 or later only",
        severity: Severity::High,
        kind: Kind::ApiEndpoint,
        types: DOMAINS,
        rationale: "TLS 1.0 is broken and withdrawn. A domain that still takes it can be talked down by whoever \
                    sits on the way, and the records it carries with it.",
        reads: &[Key::MinimumTls],
        test: |s| s.one_of(Key::MinimumTls, TLS_1_2_POLICIES),
        aliases: &[Alias::checkov("CKV_AWS_206", DOMAIN), Alias::trivy("AVD-AWS-0005", DOMAINS)],
        remedies: &[
            Remedy::edit(DOMAIN, "Start at TLS 1.2.", &[Edit::Set("security_policy", "\"TLS_1_2\"")])
                .command("aws apigateway get-domain-name --domain-name {name} --region {region}")
                .risk("Very old clients cannot connect."),
            Remedy::edit(
                &["aws_apigatewayv2_domain_name"],
                "Start at TLS 1.2.",
                &[Edit::Set("domain_name_configuration.security_policy", "\"TLS_1_2\"")],
            )
            .command("aws apigatewayv2 get-domain-name --domain-name {name} --region {region}"),
        ],
    },
    Check {
        id: "api-replaced-before-destroyed",
        objective: "high-availability",
        title: "API is replaced before the old one is removed",
        severity: Severity::Low,
        kind: Kind::ApiEndpoint,
        types: &["aws_api_gateway_rest_api", "aws_api_gateway_deployment"],
        rationale: "If the old interface goes before the new one stands, partners and applications get errors in \
                    between. Creating first keeps access to records through a release.",
        reads: &[Key::Region],
        test: replaced_first,
        aliases: &[
            Alias::checkov("CKV_AWS_217", &["aws_api_gateway_deployment"]),
            Alias::checkov("CKV_AWS_237", &["aws_api_gateway_rest_api"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_api_gateway_rest_api", "aws_api_gateway_deployment"],
            "Create the replacement first.",
            &[Edit::Set("lifecycle.create_before_destroy", "true")],
        )],
    },
];
