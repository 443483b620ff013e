//! Web applications and functions of App Service, and the application platforms of AWS and Google Cloud.
//!
//! Web applications and functions of App Service are one platform with the same settings, so the same tests stand
//! once for each kind.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Truth};

const CLASSIC: &[&str] = &["azurerm_app_service"];
const MODERN: &[&str] = &["azurerm_linux_web_app", "azurerm_windows_web_app"];
const APPS: &[&str] = &["azurerm_app_service", "azurerm_linux_web_app", "azurerm_windows_web_app"];
const SLOTS: &[&str] =
    &["azurerm_app_service_slot", "azurerm_linux_web_app_slot", "azurerm_windows_web_app_slot"];
const MODERN_SLOTS: &[&str] = &["azurerm_linux_web_app_slot", "azurerm_windows_web_app_slot"];
const CLASSIC_ALL: &[&str] = &["azurerm_app_service", "azurerm_app_service_slot"];
const MODERN_ALL: &[&str] = &[
    "azurerm_linux_web_app",
    "azurerm_windows_web_app",
    "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app_slot",
];
const ALL: &[&str] = &[
    "azurerm_app_service",
    "azurerm_app_service_slot",
    "azurerm_linux_web_app",
    "azurerm_windows_web_app",
    "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app_slot",
];
const CLASSIC_FUNCTIONS: &[&str] = &["azurerm_function_app", "azurerm_function_app_slot"];
const MODERN_FUNCTIONS: &[&str] = &[
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app_slot",
];
const FUNCTIONS: &[&str] = &[
    "azurerm_function_app",
    "azurerm_function_app_slot",
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app_slot",
];
const AZURE_FUNCTIONS: &[&str] = &[
    "azurerm_function_app",
    "azurerm_function_app_slot",
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app_slot",
    "azurerm_logic_app_standard",
];
const APP_ENGINE: &[&str] =
    &["google_app_engine_standard_app_version", "google_app_engine_flexible_app_version"];

const HTTPS: Check = Check {
    id: "web-app-https-only",
    objective: "encryption-in-transit",
    title: "Web application answers over HTTPS only",
    severity: Severity::High,
    kind: Kind::WebApp,
    types: &[],
    rationale: "An application that also answers plain HTTP sends logins and records in the clear to anyone on \
                the path. Redirecting every request to HTTPS is what transmission security asks for.",
    reads: &[Key::HttpsOnly],
    test: |s| s.is(Key::HttpsOnly),
    aliases: &[
        Alias::checkov("CKV_AZURE_14", APPS),
        Alias::checkov("CKV_AZURE_153", SLOTS),
        Alias::azure_policy("a4af4a39-4135-47fb-b175-47fbdf85311d", ALL),
        Alias::prowler("app_ensure_http_is_redirected_to_https", APPS),
    ],
    remedies: &[
        Remedy {
            types: ALL,
            steps: "Set https_only.",
            terraform: &[Edit::Set("https_only", "true")],
            command: "az webapp update --name {name} --resource-group <group> --https-only true",
            risk: "Clients that speak plain HTTP are redirected; old devices may not follow.",
        },
        Remedy::edit(&["azurerm_spring_cloud_app"], "Set https_only.", &[Edit::Set("https_only", "true")]),
        Remedy::edit(
            APP_ENGINE,
            "Set the security level of every handler to SECURE_ALWAYS.",
            &[Edit::Set("handlers.security_level", "\"SECURE_ALWAYS\"")],
        ),
    ],
};

const TLS: Check = Check {
    id: "web-app-minimum-tls",
    objective: "tls-policy",
    title: "Web application refuses TLS older than 1.2",
    severity: Severity::High,
    kind: Kind::WebApp,
    types: &[],
    rationale: "TLS 1.0 and 1.1 fall to known attacks, and neither is accepted for protecting health information \
                in transit. Only a floor of 1.2 keeps old clients from lowering the protection.",
    reads: &[Key::MinimumTls],
    test: |s| s.one_of(Key::MinimumTls, &["1.2", "1.3"]),
    aliases: &[
        Alias::checkov("CKV_AZURE_15", APPS),
        Alias::checkov("CKV_AZURE_154", &["azurerm_app_service_slot"]),
        Alias::azure_policy("f0e6e85b-9b9f-4a4b-b67b-f730d42f1b0b", ALL),
        Alias::prowler("app_minimum_tls_version_12", APPS),
    ],
    remedies: &[
        Remedy::edit(
            CLASSIC_ALL,
            "Set the minimum TLS version to 1.2.",
            &[Edit::Set("site_config.min_tls_version", "\"1.2\"")],
        )
        .command("az webapp config set --name {name} --resource-group <group> --min-tls-version 1.2")
        .risk("Clients that know only older versions are refused."),
        Remedy::edit(
            MODERN_ALL,
            "Set the minimum TLS version to 1.2.",
            &[Edit::Set("site_config.minimum_tls_version", "\"1.2\"")],
        )
        .command("az webapp config set --name {name} --resource-group <group> --min-tls-version 1.2")
        .risk("Clients that know only older versions are refused."),
    ],
};

const FTP: Check = Check {
    id: "web-app-no-plain-ftp",
    objective: "encryption-in-transit",
    title: "Web application takes no unencrypted FTP",
    severity: Severity::High,
    kind: Kind::WebApp,
    types: &[],
    rationale: "Plain FTP sends the deployment password and the files in the clear. Whoever reads it can replace \
                the application that handles records.",
    reads: &[Key::PlainFtp],
    test: |s| s.is_not(Key::PlainFtp),
    aliases: &[
        Alias::checkov("CKV_AZURE_78", CLASSIC),
        Alias::prowler("app_ftp_deployment_disabled", CLASSIC),
    ],
    remedies: &[Remedy {
        types: ALL,
        steps: "Set ftps_state to Disabled, or to FtpsOnly where files must still be uploaded.",
        terraform: &[Edit::Set("site_config.ftps_state", "\"Disabled\"")],
        command: "az webapp config set --name {name} --resource-group <group> --ftps-state Disabled",
        risk: "Deployments over FTP stop.",
    }],
};

const DEBUGGING: Check = Check {
    id: "web-app-no-remote-debugging",
    objective: "workload-hardening",
    title: "Remote debugging of the web application is off",
    severity: Severity::High,
    kind: Kind::WebApp,
    types: &[],
    rationale: "A remote debugger can stop the application and read its memory, records and keys included. The \
                port it opens has no place in production.",
    reads: &[Key::RemoteDebugging],
    test: |s| s.is_not(Key::RemoteDebugging),
    aliases: &[
        Alias::checkov("CKV_AZURE_72", APPS),
        Alias::checkov("CKV_AZURE_72", MODERN_SLOTS),
        Alias::checkov("CKV_AZURE_155", &["azurerm_app_service_slot"]),
        Alias::azure_policy("cb510bfd-1cba-4d9f-a230-cb0976f4bb71", ALL),
    ],
    remedies: &[Remedy {
        types: ALL,
        steps: "Remove remote_debugging_enabled, or set it to false.",
        terraform: &[Edit::Set("site_config.remote_debugging_enabled", "false")],
        command: "az webapp config set --name {name} --resource-group <group> --remote-debugging-enabled false",
        risk: "",
    }],
};

const ORIGINS: Check = Check {
    id: "web-app-origins",
    objective: "restricted-ingress",
    title: "Web application does not admit every web origin",
    severity: Severity::Medium,
    kind: Kind::WebApp,
    types: &[],
    rationale: "When every origin is admitted, any page a person visits can call the application in that \
                person's name. Only origins of known applications belong in the list.",
    reads: &[Key::AnyOrigin],
    test: |s| s.is_not(Key::AnyOrigin),
    aliases: &[
        Alias::checkov("CKV_AZURE_57", APPS),
        Alias::azure_policy("5744710e-cc2f-4ee8-8809-3b11e89f4bc9", ALL),
    ],
    remedies: &[Remedy {
        types: ALL,
        steps: "List the origins that need to call the application.",
        terraform: &[Edit::Set("site_config.cors.allowed_origins", "[\"https://portal.example.org\"]")],
        command: "az webapp cors show --name {name} --resource-group <group>",
        risk: "Pages of other origins can no longer call the application.",
    }],
};

const CLIENT_CERTIFICATE: Check = Check {
    id: "web-app-client-certificate",
    objective: "least-privilege",
    title: "Web application asks callers for a certificate",
    severity: Severity::Low,
    kind: Kind::WebApp,
    types: ALL,
    rationale: "For interfaces between systems, a certificate proves which system calls. It keeps those without \
                one away from records even when a token leaks.",
    reads: &[Key::ClientCertificate],
    test: |s| s.is(Key::ClientCertificate),
    aliases: &[
        Alias::checkov("CKV_AZURE_17", APPS),
        Alias::azure_policy("19dd1db6-f442-49cf-a838-b0786b4401ef", ALL),
    ],
    remedies: &[
        Remedy::edit(CLASSIC_ALL, "Set client_cert_enabled.", &[Edit::Set("client_cert_enabled", "true")])
            .risk("Callers without a certificate are refused."),
        Remedy::edit(
            MODERN_ALL,
            "Set client_certificate_enabled.",
            &[Edit::Set("client_certificate_enabled", "true")],
        )
        .risk("Callers without a certificate are refused."),
    ],
};

const AUTHENTICATION: Check = Check {
    id: "web-app-authentication",
    objective: "least-privilege",
    title: "Platform authenticates users of the web application",
    severity: Severity::Medium,
    kind: Kind::WebApp,
    types: &[],
    rationale: "Authentication by the platform stands in front of the application's own code, so a forgotten \
                route is not an open one. It ties each request to a person the directory knows.",
    reads: &[Key::AuthenticationRequired],
    test: |s| s.is(Key::AuthenticationRequired),
    aliases: &[Alias::checkov("CKV_AZURE_13", APPS)],
    remedies: &[
        Remedy::edit(
            CLASSIC_ALL,
            "Enable auth_settings with an identity provider.",
            &[Edit::Set("auth_settings.enabled", "true")],
        )
        .risk("Anonymous requests are refused or sent to the login page."),
        Remedy::edit(
            MODERN_ALL,
            "Enable auth_settings_v2 with an identity provider and a login block.",
            &[Edit::Set("auth_settings_v2.auth_enabled", "true")],
        )
        .risk("Anonymous requests are refused or sent to the login page."),
    ],
};

const IDENTITY: Check = Check {
    id: "web-app-workload-identity",
    objective: "workload-identity",
    title: "Web application has a managed identity",
    severity: Severity::Medium,
    kind: Kind::WebApp,
    types: &[],
    rationale: "Without an identity of its own, the application keeps passwords for databases and vaults in its \
                settings. A managed identity needs none, and its access can be traced and withdrawn.",
    reads: &[Key::WorkloadIdentity],
    test: |s| s.is_set(Key::WorkloadIdentity),
    aliases: &[Alias::checkov("CKV_AZURE_16", APPS), Alias::checkov("CKV_AZURE_71", APPS)],
    remedies: &[
        Remedy {
            types: ALL,
            steps: "Add an identity and grant it roles in place of stored passwords.",
            terraform: &[Edit::Set("identity.type", "\"SystemAssigned\"")],
            command: "az webapp identity assign --name {name} --resource-group <group>",
            risk: "",
        },
        Remedy::edit(
            &["azurerm_spring_cloud_app"],
            "Add an identity and grant it roles in place of stored passwords.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        ),
    ],
};

const HTTP2: Check = Check {
    id: "web-app-http2",
    objective: "encryption-in-transit",
    title: "Web application speaks HTTP/2",
    severity: Severity::Low,
    kind: Kind::WebApp,
    types: &[],
    rationale: "HTTP/2 rules out the weakest ciphers and renegotiation. It is a small gain for what travels \
                between portals and people.",
    reads: &[Key::Http2],
    test: |s| s.is(Key::Http2),
    aliases: &[Alias::checkov("CKV_AZURE_18", APPS), Alias::prowler("app_ensure_using_http20", APPS)],
    remedies: &[Remedy::edit(ALL, "Set http2_enabled.", &[Edit::Set("site_config.http2_enabled", "true")])],
};

const NETWORK: Check = Check {
    id: "web-app-private-network",
    objective: "private-connectivity",
    title: "Web application reaches its data over a private network",
    severity: Severity::Medium,
    kind: Kind::WebApp,
    types: MODERN_ALL,
    rationale: "An application outside a virtual network talks to its database over public endpoints that must \
                stay open for it. Integrated with a subnet, it leaves them closed to everybody else.",
    reads: &[Key::NetworkAttached],
    test: |s| s.is_set(Key::NetworkAttached),
    aliases: &[Alias::azure_policy("2d21331d-a4c2-4def-a9ad-ee4e1e023beb", MODERN)],
    remedies: &[Remedy::edit(
        MODERN_ALL,
        "Delegate a subnet to App Service and name it.",
        &[Edit::Set("virtual_network_subnet_id", "azurerm_subnet.{name}.id")],
    )
    .risk("Outgoing traffic takes the routes and rules of the network.")],
};

const PUBLIC: Check = Check {
    id: "web-app-private-access",
    objective: "public-address",
    title: "Web application is not reachable from the internet",
    severity: Severity::Medium,
    kind: Kind::WebApp,
    types: &[],
    rationale: "An application that only staff and other systems use needs no door to the internet. Private \
                endpoints keep it out of reach of everyone who is not in the network.",
    reads: &[Key::PublicAccess],
    test: |s| s.is_not(Key::PublicAccess),
    aliases: &[Alias::checkov("CKV_AZURE_222", MODERN)],
    remedies: &[
        Remedy::edit(
            MODERN_ALL,
            "Switch public network access off, and add a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .risk("The application is no longer reachable from outside; deployment needs a path inside."),
        Remedy::edit(
            &["aws_apprunner_service"],
            "Make ingress private, and add a VPC ingress connection.",
            &[Edit::Set("network_configuration.ingress_configuration.is_publicly_accessible", "false")],
        ),
    ],
};

pub(super) static CHECKS: &[Check] = &[
    HTTPS,
    Check {
        id: "function-app-https-only",
        title: "Function app answers over HTTPS only",
        kind: Kind::Function,
        types: AZURE_FUNCTIONS,
        aliases: &[
            Alias::checkov("CKV_AZURE_70", FUNCTIONS),
            Alias::trivy("AVD-AZU-0004", FUNCTIONS),
            Alias::azure_policy("6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab", FUNCTIONS),
        ],
        remedies: &[Remedy {
            types: AZURE_FUNCTIONS,
            steps: "Set https_only, and leave require_https on where auth_settings_v2 is used.",
            terraform: &[Edit::Set("https_only", "true")],
            command: "az functionapp update --name {name} --resource-group <group> --set httpsOnly=true",
            risk: "Callers that speak plain HTTP are redirected.",
        }],
        ..HTTPS
    },
    TLS,
    Check {
        id: "function-app-minimum-tls",
        title: "Function app refuses TLS older than 1.2",
        kind: Kind::Function,
        aliases: &[
            Alias::checkov("CKV_AZURE_145", FUNCTIONS),
            Alias::azure_policy("f9d614c5-c173-4d56-95a7-b4437057d193", FUNCTIONS),
        ],
        remedies: &[
            Remedy::edit(
                CLASSIC_FUNCTIONS,
                "Set the minimum TLS version to 1.2.",
                &[Edit::Set("site_config.min_tls_version", "\"1.2\"")],
            ),
            Remedy::edit(
                MODERN_FUNCTIONS,
                "Set the minimum TLS version to 1.2.",
                &[Edit::Set("site_config.minimum_tls_version", "\"1.2\"")],
            ),
            Remedy::edit(
                &["azurerm_logic_app_standard"],
                "Set the minimum TLS version to 1.2.",
                &[Edit::Set("site_config.min_tls_version", "\"1.2\"")],
            ),
        ],
        ..TLS
    },
    FTP,
    Check {
        id: "function-app-no-plain-ftp",
        title: "Function app takes no unencrypted FTP",
        kind: Kind::Function,
        aliases: &[],
        remedies: &[Remedy::edit(
            AZURE_FUNCTIONS,
            "Set ftps_state to Disabled, or to FtpsOnly where files must still be uploaded.",
            &[Edit::Set("site_config.ftps_state", "\"Disabled\"")],
        )
        .risk("Deployments over FTP stop.")],
        ..FTP
    },
    DEBUGGING,
    Check {
        id: "function-app-no-remote-debugging",
        title: "Remote debugging of the function app is off",
        kind: Kind::Function,
        aliases: &[
            Alias::checkov("CKV_AZURE_72", MODERN_FUNCTIONS),
            Alias::azure_policy("0e60b895-3786-45da-8377-9c6b4b6ac5f9", FUNCTIONS),
        ],
        remedies: &[Remedy::edit(
            AZURE_FUNCTIONS,
            "Remove remote_debugging_enabled, or set it to false.",
            &[Edit::Set("site_config.remote_debugging_enabled", "false")],
        )],
        ..DEBUGGING
    },
    ORIGINS,
    Check {
        id: "function-app-origins",
        title: "Function app does not admit every web origin",
        kind: Kind::Function,
        types: AZURE_FUNCTIONS,
        aliases: &[
            Alias::checkov("CKV_AZURE_62", &["azurerm_function_app"]),
            Alias::azure_policy("0820b7b9-23aa-4725-a1ce-ae4558f718e5", FUNCTIONS),
        ],
        remedies: &[Remedy::edit(
            AZURE_FUNCTIONS,
            "List the origins that need to call the function app.",
            &[Edit::Set("site_config.cors.allowed_origins", "[\"https://portal.example.org\"]")],
        )],
        ..ORIGINS
    },
    CLIENT_CERTIFICATE,
    AUTHENTICATION,
    Check {
        id: "function-app-authentication",
        title: "Platform authenticates callers of the function app",
        kind: Kind::Function,
        aliases: &[Alias::checkov("CKV_AZURE_56", &["azurerm_function_app"])],
        remedies: &[
            Remedy::edit(
                CLASSIC_FUNCTIONS,
                "Enable auth_settings with an identity provider.",
                &[Edit::Set("auth_settings.enabled", "true")],
            ),
            Remedy::edit(
                MODERN_FUNCTIONS,
                "Enable auth_settings_v2 with an identity provider and a login block.",
                &[Edit::Set("auth_settings_v2.auth_enabled", "true")],
            ),
        ],
        ..AUTHENTICATION
    },
    IDENTITY,
    Check {
        id: "function-app-workload-identity",
        title: "Function app has a managed identity",
        kind: Kind::Function,
        aliases: &[],
        remedies: &[Remedy::edit(
            AZURE_FUNCTIONS,
            "Add an identity and grant it roles in place of stored passwords.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
        ..IDENTITY
    },
    HTTP2,
    Check {
        id: "function-app-http2",
        title: "Function app speaks HTTP/2",
        kind: Kind::Function,
        aliases: &[Alias::checkov("CKV_AZURE_67", CLASSIC_FUNCTIONS)],
        remedies: &[Remedy::edit(
            AZURE_FUNCTIONS,
            "Set http2_enabled.",
            &[Edit::Set("site_config.http2_enabled", "true")],
        )],
        ..HTTP2
    },
    NETWORK,
    Check {
        id: "function-app-private-network",
        title: "Function app reaches its data over a private network",
        kind: Kind::Function,
        types: MODERN_FUNCTIONS,
        aliases: &[],
        remedies: &[Remedy::edit(
            MODERN_FUNCTIONS,
            "Delegate a subnet to App Service and name it.",
            &[Edit::Set("virtual_network_subnet_id", "azurerm_subnet.{name}.id")],
        )],
        ..NETWORK
    },
    PUBLIC,
    Check {
        id: "function-app-private-access",
        title: "Function app is not reachable from the internet",
        kind: Kind::Function,
        types: MODERN_FUNCTIONS,
        aliases: &[
            Alias::checkov("CKV_AZURE_221", MODERN_FUNCTIONS),
            Alias::prowler("app_function_not_publicly_accessible", MODERN_FUNCTIONS),
        ],
        remedies: &[Remedy::edit(
            MODERN_FUNCTIONS,
            "Switch public network access off, and add a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .risk("Callers outside the network are refused.")],
        ..PUBLIC
    },
    Check {
        id: "web-app-request-logging",
        objective: "workload-logging",
        title: "Web application logs its requests",
        severity: Severity::Medium,
        kind: Kind::WebApp,
        types: &[],
        rationale: "Access to records through an application shows first in its request log. Without it nobody \
                    can say who asked for what when an incident is examined.",
        reads: &[Key::RequestLogging],
        test: |s| s.is(Key::RequestLogging),
        aliases: &[Alias::checkov("CKV_AZURE_63", APPS), Alias::prowler("app_http_logs_enabled", APPS)],
        remedies: &[Remedy {
            types: ALL,
            steps: "Add http_logs with a store and a retention.",
            terraform: &[
                Edit::Set("logs.http_logs.file_system.retention_in_days", "90"),
                Edit::Set("logs.http_logs.file_system.retention_in_mb", "100"),
            ],
            command: "az webapp log config --name {name} --resource-group <group> --web-server-logging filesystem",
            risk: "",
        }],
    },
    Check {
        id: "function-app-builtin-logging",
        objective: "workload-logging",
        title: "Function app keeps its built-in logging",
        severity: Severity::Low,
        kind: Kind::Function,
        types: FUNCTIONS,
        rationale: "The built-in log records each run and its failure. Switched off, a function that mishandles \
                    records leaves no trace.",
        reads: &[Key::RequestLogging],
        test: |s| s.is(Key::RequestLogging),
        aliases: &[Alias::checkov("CKV_AZURE_159", CLASSIC_FUNCTIONS)],
        remedies: &[
            Remedy::edit(
                CLASSIC_FUNCTIONS,
                "Remove enable_builtin_logging, or set it to true.",
                &[Edit::Set("enable_builtin_logging", "true")],
            ),
            Remedy::edit(
                MODERN_FUNCTIONS,
                "Remove builtin_logging_enabled, or set it to true.",
                &[Edit::Set("builtin_logging_enabled", "true")],
            ),
        ],
    },
    Check {
        id: "web-app-detailed-errors",
        objective: "workload-logging",
        title: "Web application keeps detailed error pages in its log",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: &[],
        rationale: "The detail of failed requests tells a broken client from a probing attacker. It is kept in \
                    the log, not shown to callers.",
        reads: &[Key::DetailedErrors],
        test: |s| s.is(Key::DetailedErrors),
        aliases: &[Alias::checkov("CKV_AZURE_65", APPS)],
        remedies: &[
            Remedy::edit(
                CLASSIC_ALL,
                "Switch detailed error messages on in logs.",
                &[Edit::Set("logs.detailed_error_messages_enabled", "true")],
            ),
            Remedy::edit(
                MODERN_ALL,
                "Switch detailed error messages on in logs.",
                &[Edit::Set("logs.detailed_error_messages", "true")],
            ),
        ],
    },
    Check {
        id: "web-app-failed-request-tracing",
        objective: "workload-logging",
        title: "Web application traces failed requests",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: &[],
        rationale: "Traces of failed requests show where and why access was refused. Runs of them are often the \
                    first sign that somebody tries doors.",
        reads: &[Key::FailedRequestTracing],
        test: |s| s.is(Key::FailedRequestTracing),
        aliases: &[Alias::checkov("CKV_AZURE_66", APPS)],
        remedies: &[
            Remedy::edit(
                CLASSIC_ALL,
                "Switch failed request tracing on in logs.",
                &[Edit::Set("logs.failed_request_tracing_enabled", "true")],
            ),
            Remedy::edit(
                MODERN_ALL,
                "Switch failed request tracing on in logs.",
                &[Edit::Set("logs.failed_request_tracing", "true")],
            ),
        ],
    },
    Check {
        id: "web-app-health-check",
        objective: "health-monitoring",
        title: "Web application is probed for its health",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: ALL,
        rationale: "With a probe the platform takes a failing instance out of service and replaces it. Portals \
                    that patients and staff depend on recover without waiting for a person.",
        reads: &[Key::HealthProbe],
        test: |s| s.is_set(Key::HealthProbe),
        aliases: &[Alias::checkov("CKV_AZURE_213", APPS)],
        remedies: &[Remedy::edit(
            ALL,
            "Name a path that tells whether the application works.",
            &[Edit::Set("site_config.health_check_path", "\"/health\"")],
        )
        .risk("A path that fails for other reasons takes healthy instances out.")],
    },
    Check {
        id: "web-app-always-on",
        objective: "high-availability",
        title: "Web application is kept running",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: MODERN_ALL,
        rationale: "An application that is unloaded when idle answers the next request late, or not at all. \
                    Emergency access to records cannot wait for a cold start.",
        reads: &[Key::AlwaysOn],
        test: |s| s.is(Key::AlwaysOn),
        aliases: &[Alias::checkov("CKV_AZURE_214", MODERN)],
        remedies: &[Remedy::edit(
            MODERN_ALL,
            "Remove always_on, or set it to true.",
            &[Edit::Set("site_config.always_on", "true")],
        )
        .risk("Free and shared plans do not offer it.")],
    },
    Check {
        id: "web-app-supported-runtime",
        objective: "supported-versions",
        title: "Web application runs on a supported .NET",
        severity: Severity::Medium,
        kind: Kind::WebApp,
        types: ALL,
        rationale: "A framework version that is out of support collects holes that are never closed. Code that \
                    reads records should run on one that is still fixed.",
        reads: &[Key::Version],
        test: |s| {
            s.ask(Key::Version, |d| match d {
                Datum::Text(v) => ["v8.0", "v9.0", "v10.0"].contains(&&**v).into(),
                _ => Truth::False,
            })
        },
        aliases: &[Alias::checkov("CKV_AZURE_80", &["azurerm_app_service", "azurerm_windows_web_app"])],
        remedies: &[
            Remedy::edit(
                &["azurerm_windows_web_app", "azurerm_windows_web_app_slot"],
                "Move the application to a supported version.",
                &[Edit::Set("site_config.application_stack.dotnet_version", "\"v9.0\"")],
            ),
            Remedy::edit(
                CLASSIC_ALL,
                "Move the application to a supported version.",
                &[Edit::Set("site_config.dotnet_framework_version", "\"v9.0\"")],
            ),
        ],
    },
    Check {
        id: "application-platform-managed-updates",
        objective: "managed-patching",
        title: "Platform of the application is updated automatically",
        severity: Severity::Medium,
        kind: Kind::WebApp,
        types: &[],
        rationale: "The platform's operating system and servers carry the application's data. Managed updates \
                    close published holes within days instead of whenever somebody remembers.",
        reads: &[Key::AutomaticUpdates],
        test: |s| s.is(Key::AutomaticUpdates),
        aliases: &[
            Alias::checkov("CKV_AWS_340", BEANSTALK),
            Alias::aws_config("ELASTIC_BEANSTALK_MANAGED_UPDATES_ENABLED", BEANSTALK),
        ],
        remedies: &[Remedy {
            types: BEANSTALK,
            steps: "Enable managed actions with a start time and an update level.",
            terraform: &[Edit::Block(
                "setting {\n  namespace = \"aws:elasticbeanstalk:managedactions\"\n  \
                 name      = \"ManagedActionsEnabled\"\n  value     = \"true\"\n}",
            )],
            command: "aws elasticbeanstalk describe-environment-managed-actions --environment-name {name} --region {region}",
            risk: "Instances are replaced during the maintenance window.",
        }],
    },
    Check {
        id: "application-platform-enhanced-health",
        objective: "health-monitoring",
        title: "Platform reports the application's health in detail",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: BEANSTALK,
        rationale: "Enhanced reports show failing instances, error rates and deployments as they happen. They \
                    feed the alarms that keep clinical applications available.",
        reads: &[Key::HealthProbe],
        test: |s| s.is(Key::HealthProbe),
        aliases: &[Alias::checkov("CKV_AWS_312", BEANSTALK)],
        remedies: &[Remedy::edit(
            BEANSTALK,
            "Stream the environment's health to CloudWatch Logs.",
            &[Edit::Block(
                "setting {\n  namespace = \"aws:elasticbeanstalk:healthreporting:system\"\n  \
                 name      = \"HealthStreamingEnabled\"\n  value     = \"true\"\n}",
            )],
        )],
    },
    Check {
        id: "application-customer-key",
        objective: "customer-managed-keys",
        title: "Application's image and logs are encrypted under a key of your own",
        severity: Severity::Low,
        kind: Kind::WebApp,
        types: &["aws_apprunner_service"],
        rationale: "The copy of the image and the logs may hold what the application handles. A key of your own \
                    lets you withdraw them and see each use.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["aws_apprunner_service"],
            "Name a key in encryption_configuration.",
            &[Edit::Set("encryption_configuration.kms_key", "aws_kms_key.{name}.arn")],
        )
        .risk("The service is replaced.")],
    },
];

const BEANSTALK: &[&str] = &["aws_elastic_beanstalk_environment"];
