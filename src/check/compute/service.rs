//! Function callers, transfer servers, model endpoints and other managed services.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const PERMISSION: &[&str] = &["aws_lambda_permission"];
const URL: &[&str] = &["aws_lambda_function_url"];
const TRANSFER: &[&str] = &["aws_transfer_server"];
const ENDPOINT: &[&str] = &["aws_sagemaker_endpoint_configuration"];
const MODEL: &[&str] = &["aws_sagemaker_model"];
const WEBHOOK: &[&str] = &["azurerm_container_registry_webhook"];
const PORTAL: &[&str] = &["azurerm_spring_cloud_api_portal"];
const STATIC: &[&str] = &["azurerm_static_site", "azurerm_static_web_app"];
const APP_FIREWALL: &[&str] = &["google_app_engine_firewall_rule"];
const APP_DOMAIN: &[&str] = &["google_app_engine_domain_mapping"];
const CALLERS: &[&str] = &[
    "google_cloudfunctions_function_iam_member",
    "google_cloudfunctions_function_iam_binding",
    "google_cloudfunctions2_function_iam_member",
    "google_cloudfunctions2_function_iam_binding",
];
const RUN_CALLERS: &[&str] = &["google_cloud_run_service_iam_member", "google_cloud_run_service_iam_binding"];
const READERS: &[&str] =
    &["google_artifact_registry_repository_iam_member", "google_artifact_registry_repository_iam_binding"];
const RUN_OR_REGISTRY: &[&str] = &[
    "google_cloud_run_service_iam_member",
    "google_cloud_run_service_iam_binding",
    "google_cloud_run_v2_service_iam_member",
    "google_cloud_run_v2_service_iam_binding",
    "google_artifact_registry_repository_iam_member",
    "google_artifact_registry_repository_iam_binding",
];
/// Security policies of Transfer that still admit weak algorithms.
const WEAK_TRANSFER_POLICIES: &[&str] = &[
    "TransferSecurityPolicy-2018-11",
    "TransferSecurityPolicy-2020-06",
    "TransferSecurityPolicy-FIPS-2020-06",
];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "function-permission-not-public",
        objective: "resource-policy",
        title: "Function cannot be called by everybody",
        severity: Severity::Critical,
        kind: Kind::Endpoint,
        types: PERMISSION,
        rationale: "A permission for every principal lets any AWS account call the function, with its rights over \
                    records. Only known services and accounts belong in it.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[
            Alias::checkov("CKV_AWS_301", PERMISSION),
            Alias::aws_config("LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED", PERMISSION),
            Alias::prowler("awslambda_function_not_publicly_accessible", PERMISSION),
        ],
        remedies: &[Remedy {
            types: PERMISSION,
            steps: "Name the service or account that calls the function.",
            terraform: &[Edit::Set("principal", "\"apigateway.amazonaws.com\"")],
            command: "aws lambda get-policy --function-name <function> --region {region}",
            risk: "Other callers are refused.",
        }],
    },
    Check {
        id: "function-permission-source",
        objective: "resource-policy",
        title: "Permission of a service names its source",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: PERMISSION,
        rationale: "A grant to a service alone admits that service on behalf of any customer. With a source, only \
                    your own bucket, rule or gateway can make it call the function.",
        reads: &[Key::ServicePrincipal, Key::SourceScoped],
        test: |s| {
            s.is(Key::ServicePrincipal)
                .when_holds("the principal is not a service", || s.is(Key::SourceScoped))
        },
        aliases: &[Alias::checkov("CKV_AWS_364", PERMISSION)],
        remedies: &[Remedy::edit(
            PERMISSION,
            "Name the resource that calls, or its account.",
            &[Edit::Set("source_arn", "aws_api_gateway_rest_api.{name}.execution_arn")],
        )],
    },
    Check {
        id: "function-url-authentication",
        objective: "public-address",
        title: "Function's address requires authentication",
        severity: Severity::Critical,
        kind: Kind::Endpoint,
        types: URL,
        rationale: "An address without authentication lets the whole internet run the function, with its rights \
                    over records. IAM authentication ties each call to an identity.",
        reads: &[Key::AuthenticationRequired],
        test: |s| s.is(Key::AuthenticationRequired),
        aliases: &[Alias::checkov("CKV_AWS_258", URL), Alias::prowler("awslambda_function_url_public", URL)],
        remedies: &[Remedy {
            types: URL,
            steps: "Use AWS_IAM as the authorization type.",
            terraform: &[Edit::Set("authorization_type", "\"AWS_IAM\"")],
            command: "aws lambda get-function-url-config --function-name <function> --region {region}",
            risk: "Anonymous callers are refused.",
        }],
    },
    Check {
        id: "transfer-server-private",
        objective: "public-address",
        title: "Transfer server is not public",
        severity: Severity::High,
        kind: Kind::Endpoint,
        types: TRANSFER,
        rationale: "A server that takes files from partners holds records until they are fetched. Inside a \
                    network, only addresses you list can even try a password.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AWS_164", TRANSFER)],
        remedies: &[Remedy::edit(
            TRANSFER,
            "Use a VPC endpoint with security groups.",
            &[Edit::Set("endpoint_type", "\"VPC\"")],
        )
        .risk("Partners need an address you publish to them.")],
    },
    Check {
        id: "transfer-server-protocols",
        objective: "encryption-in-transit",
        title: "Transfer server offers no plain FTP",
        severity: Severity::High,
        kind: Kind::Endpoint,
        types: &[],
        rationale: "Plain FTP sends passwords and files in the clear. Records handed over that way are readable \
                    to everyone on the path.",
        reads: &[Key::PlainFtp],
        test: |s| s.is_not(Key::PlainFtp),
        aliases: &[Alias::checkov("CKV_AWS_357", TRANSFER)],
        remedies: &[Remedy::edit(TRANSFER, "Offer SFTP or FTPS.", &[Edit::Set("protocols", "[\"SFTP\"]")])
            .risk("Partners that know only FTP must change.")],
    },
    Check {
        id: "transfer-server-policy",
        objective: "tls-policy",
        title: "Transfer server uses a strong security policy",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: TRANSFER,
        rationale: "Older security policies still admit algorithms that can be broken. Files with records should \
                    travel only under strong ones.",
        reads: &[Key::TlsPolicy],
        test: |s| s.text(Key::TlsPolicy, |p| !WEAK_TRANSFER_POLICIES.contains(&p)),
        aliases: &[],
        remedies: &[Remedy::edit(
            TRANSFER,
            "Choose a recent security policy.",
            &[Edit::Set("security_policy_name", "\"TransferSecurityPolicy-2024-01\"")],
        )
        .risk("Old clients of partners may not connect.")],
    },
    Check {
        id: "transfer-server-logging",
        objective: "workload-logging",
        title: "Transfer server logs what it does",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: TRANSFER,
        rationale: "Who fetched which file is the core of an audit of disclosures. Without a log role or \
                    destination the server keeps no trace of it.",
        reads: &[Key::AuditLogging],
        test: |s| s.is(Key::AuditLogging),
        aliases: &[],
        remedies: &[Remedy::edit(
            TRANSFER,
            "Name a log destination.",
            &[Edit::Set("structured_log_destinations", "[\"${aws_cloudwatch_log_group.{name}.arn}:*\"]")],
        )],
    },
    Check {
        id: "model-endpoint-customer-key",
        objective: "customer-managed-keys",
        title: "Service keeps its data under a key of your own",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: ENDPOINT,
        rationale: "Requests, recordings and captured data may be records in themselves. A key of your own lets \
                    you cut off access to what is kept, and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[
            Alias::checkov("CKV_AWS_98", ENDPOINT),
            Alias::kics("58b35504-0287-4154-bf69-02c0573deab8", ENDPOINT),
            Alias::aws_config("SAGEMAKER_ENDPOINT_CONFIGURATION_KMS_KEY_CONFIGURED", ENDPOINT),
            Alias::prowler("sagemaker_endpoint_config_kms_encryption_enabled", ENDPOINT),
        ],
        remedies: &[Remedy::edit(
            ENDPOINT,
            "Name a KMS key.",
            &[Edit::Set("kms_key_arn", "aws_kms_key.{name}.arn")],
        )
        .risk("The configuration is replaced and the endpoint updated.")],
    },
    Check {
        id: "model-network-isolation",
        objective: "restricted-egress",
        title: "Model runs without network access",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: &[],
        rationale: "A model container from elsewhere can send what it is asked to strangers. Without a network it \
                    cannot carry records out.",
        reads: &[Key::IsolatedNetwork],
        test: |s| s.is(Key::IsolatedNetwork),
        aliases: &[
            Alias::checkov("CKV_AWS_370", MODEL),
            Alias::prowler("sagemaker_models_network_isolation_enabled", MODEL),
        ],
        remedies: &[Remedy::edit(
            MODEL,
            "Enable network isolation.",
            &[Edit::Set("enable_network_isolation", "true")],
        )
        .risk("The model is replaced, and cannot fetch anything at run time.")],
    },
    Check {
        id: "service-https-only",
        objective: "encryption-in-transit",
        title: "Service is called over HTTPS only",
        severity: Severity::High,
        kind: Kind::Endpoint,
        types: &["azurerm_container_registry_webhook", "azurerm_spring_cloud_api_portal"],
        rationale: "Calls over plain HTTP can be read and changed on the way, tokens in their headers included. \
                    HTTPS is what transmission security asks for.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[Alias::checkov("CKV2_AZURE_30", WEBHOOK), Alias::checkov("CKV_AZURE_161", PORTAL)],
        remedies: &[
            Remedy::edit(
                WEBHOOK,
                "Use an https address.",
                &[Edit::Set("service_uri", "\"https://hooks.example.org/registry\"")],
            ),
            Remedy::edit(PORTAL, "Set https_only_enabled.", &[Edit::Set("https_only_enabled", "true")]),
        ],
    },
    Check {
        id: "service-private-access",
        objective: "public-address",
        title: "Service is not reachable from the internet",
        severity: Severity::Medium,
        kind: Kind::Endpoint,
        types: &[
            "azurerm_spring_cloud_api_portal",
            "azurerm_static_site",
            "azurerm_static_web_app",
            "google_app_engine_firewall_rule",
        ],
        rationale: "A portal that only staff and partners use needs no door to the whole internet. Closed to it, \
                    flaws in the portal are out of strangers' reach.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_162", PORTAL)],
        remedies: &[
            Remedy::edit(
                PORTAL,
                "Switch public network access off.",
                &[Edit::Set("public_network_access_enabled", "false")],
            ),
            Remedy::edit(
                STATIC,
                "Switch public network access off, and add a private endpoint.",
                &[Edit::Set("public_network_access_enabled", "false")],
            ),
            Remedy::edit(
                APP_FIREWALL,
                "Allow only the networks of your users.",
                &[Edit::Set("source_range", "\"203.0.113.0/24\"")],
            ),
        ],
    },
    Check {
        id: "application-domain-certificate",
        objective: "encryption-in-transit",
        title: "Domain of the application has a certificate",
        severity: Severity::High,
        kind: Kind::Endpoint,
        types: APP_DOMAIN,
        rationale: "A custom domain without a certificate is served over plain HTTP. Logins and records typed \
                    there travel in the clear.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[],
        remedies: &[Remedy::edit(
            APP_DOMAIN,
            "Let the platform manage a certificate.",
            &[Edit::Set("ssl_settings.ssl_management_type", "\"AUTOMATIC\"")],
        )],
    },
    Check {
        id: "function-caller-not-everybody",
        objective: "resource-policy",
        title: "Function cannot be called by everybody",
        severity: Severity::Critical,
        kind: Kind::RoleBinding,
        types: CALLERS,
        rationale: "A grant to all users lets the whole internet run the function, with its rights over records. \
                    Only known accounts belong in it.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_GCP_107", CALLERS)],
        remedies: &[Remedy::edit(
            CALLERS,
            "Name the service accounts that call the function in place of allUsers.",
            &[],
        )
        .risk("Anonymous callers are refused.")],
    },
    Check {
        id: "service-grant-not-everybody",
        objective: "resource-policy",
        title: "Service or repository is not open to everybody",
        severity: Severity::Critical,
        kind: Kind::RoleBinding,
        types: RUN_OR_REGISTRY,
        rationale: "A grant to all users, or to all who have any Google account, opens a service or its images to \
                    strangers. Only known accounts and groups belong in it.",
        reads: &[Key::PublicAccess, Key::AnyAccountAccess],
        test: |s| s.is_not(Key::PublicAccess).and(s.is_not(Key::AnyAccountAccess)),
        aliases: &[Alias::checkov("CKV_GCP_102", RUN_CALLERS), Alias::checkov("CKV_GCP_101", READERS)],
        remedies: &[Remedy::edit(
            RUN_OR_REGISTRY,
            "Name known accounts in place of allUsers and allAuthenticatedUsers.",
            &[],
        )
        .risk("Anonymous callers are refused.")],
    },
];
