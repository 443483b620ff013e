//! What web applications and function apps of App Service speak: HTTPS, TLS, FTP, debugging.
//!
//! Both are one platform with the same settings, so the same tests stand once for each kind.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const CLASSIC: &[&str] = &["azurerm_app_service"];
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
        Alias::kics("11e9a948-c6c3-4a0f-8dcf-b5cf1763cdbe", &["azurerm_app_service"]),
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
        Alias::trivy("AVD-AZU-0006", &["azurerm_app_service"]),
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
    aliases: &[Alias::checkov("CKV_AZURE_78", APPS), Alias::prowler("app_ftp_deployment_disabled", CLASSIC)],
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

const HTTP2: Check = Check {
    id: "web-app-http2",
    objective: "workload-hardening",
    title: "Web application speaks HTTP/2",
    severity: Severity::Low,
    kind: Kind::WebApp,
    types: &[],
    rationale: "HTTP/2 rules out the weakest ciphers and renegotiation. It is a small gain for what travels \
                between portals and people.",
    reads: &[Key::Http2],
    test: |s| s.is(Key::Http2),
    aliases: &[
        Alias::checkov("CKV_AZURE_18", APPS),
        Alias::kics("525b53be-62ed-4244-b4df-41aecfcb4071", &["azurerm_app_service"]),
        Alias::trivy("AVD-AZU-0005", &["azurerm_app_service"]),
        Alias::prowler("app_ensure_using_http20", APPS),
    ],
    remedies: &[Remedy::edit(ALL, "Set http2_enabled.", &[Edit::Set("site_config.http2_enabled", "true")])],
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
            Alias::trivy("AVD-AZU-0004", &["azurerm_function_app"]),
            Alias::azure_policy("6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab", FUNCTIONS),
            Alias::prowler(
                "app_function_ensure_http_is_redirected_to_https",
                &["azurerm_linux_function_app", "azurerm_windows_function_app"],
            ),
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
];
