//! Who reaches web applications and function apps, and as whom they act.
//!
//! Both are one platform with the same settings, so the same tests stand once for each kind.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const MODERN: &[&str] = &["azurerm_linux_web_app", "azurerm_windows_web_app"];
const APPS: &[&str] = &["azurerm_app_service", "azurerm_linux_web_app", "azurerm_windows_web_app"];
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

const ORIGINS: Check = Check {
    id: "web-app-origins",
    objective: "workload-hardening",
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
    objective: "certificate-lifecycle",
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
        Alias::prowler("app_client_certificates_on", MODERN),
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
    aliases: &[
        Alias::checkov("CKV_AZURE_13", APPS),
        Alias::trivy("AVD-AZU-0003", &["azurerm_app_service"]),
        Alias::prowler("app_ensure_auth_is_set_up", MODERN),
    ],
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
    aliases: &[
        Alias::checkov("CKV_AZURE_16", APPS),
        Alias::checkov("CKV_AZURE_71", APPS),
        Alias::kics("b61cce4b-0cc4-472b-8096-15617a6d769b", &["azurerm_app_service"]),
        Alias::trivy("AVD-AZU-0002", &["azurerm_app_service"]),
        Alias::prowler("app_register_with_identity", MODERN),
    ],
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
        aliases: &[Alias::prowler(
            "app_function_identity_is_configured",
            &["azurerm_linux_function_app", "azurerm_windows_function_app"],
        )],
        remedies: &[Remedy::edit(
            AZURE_FUNCTIONS,
            "Add an identity and grant it roles in place of stored passwords.",
            &[Edit::Set("identity.type", "\"SystemAssigned\"")],
        )],
        ..IDENTITY
    },
    NETWORK,
    Check {
        id: "function-app-private-network",
        title: "Function app reaches its data over a private network",
        kind: Kind::Function,
        types: MODERN_FUNCTIONS,
        aliases: &[Alias::prowler(
            "app_function_vnet_integration_enabled",
            &["azurerm_linux_function_app", "azurerm_windows_function_app"],
        )],
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
];
