//! API management services, their backends and APIs.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const MANAGEMENT: &[&str] = &["azurerm_api_management"];
const BACKEND: &[&str] = &["azurerm_api_management_backend"];
const MANAGED_API: &[&str] = &["azurerm_api_management_api"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "api-management-network",
        objective: "private-connectivity",
        title: "API management is attached to a virtual network",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: MANAGEMENT,
        rationale: "Inside a network the gateway reaches backends without crossing the internet, and its own \
                    management can be kept from it. Interfaces with health information belong there.",
        reads: &[Key::NetworkAttached],
        test: |s| s.is_set(Key::NetworkAttached),
        aliases: &[
            Alias::checkov("CKV_AZURE_107", MANAGEMENT),
            Alias::azure_policy("ef619a2c-cc4d-4d03-b2ba-8c94a834d85b", MANAGEMENT),
        ],
        remedies: &[Remedy::edit(
            MANAGEMENT,
            "Attach the service to a subnet; it needs the Developer or Premium tier.",
            &[
                Edit::Set("virtual_network_type", "\"Internal\""),
                Edit::Set("virtual_network_configuration.subnet_id", "azurerm_subnet.api.id"),
            ],
        )
        .command("az apim show --name {name} --query virtualNetworkType")
        .risk("The change takes up to an hour and may change the address.")],
    },
    Check {
        id: "api-management-no-public-access",
        objective: "private-connectivity",
        title: "API management is not reachable from public networks",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: MANAGEMENT,
        rationale: "A gateway that answers on public networks is probed by everyone. Private endpoints let only \
                    known networks reach the interfaces with health information.",
        reads: &[Key::PublicAccess],
        test: |s| s.is_not(Key::PublicAccess),
        aliases: &[Alias::checkov("CKV_AZURE_174", MANAGEMENT)],
        remedies: &[Remedy::edit(
            MANAGEMENT,
            "Switch public network access off and add a private endpoint.",
            &[Edit::Set("public_network_access_enabled", "false")],
        )
        .command("az apim show --name {name} --query publicNetworkAccess")
        .risk("Callers outside the network are cut off.")],
    },
    Check {
        id: "api-management-client-certificates",
        objective: "encryption-in-transit",
        title: "API management asks clients for certificates",
        severity: Severity::Low,
        kind: Kind::ApiEndpoint,
        types: MANAGEMENT,
        rationale: "A client certificate proves which system is calling before any password is sent. Between \
                    organisations that exchange health information it is the stronger proof.",
        reads: &[Key::ClientCertificate],
        test: |s| s.is(Key::ClientCertificate),
        aliases: &[Alias::checkov("CKV_AZURE_152", MANAGEMENT)],
        remedies: &[Remedy::edit(
            MANAGEMENT,
            "Ask clients of the gateway for certificates.",
            &[Edit::Set("client_certificate_enabled", "true")],
        )
        .command("az apim show --name {name} --query enableClientCertificate")
        .risk("Clients without a certificate are refused.")],
    },
    Check {
        id: "api-management-minimum-tls",
        objective: "tls-policy",
        title: "API management offers no protocol before TLS 1.2",
        severity: Severity::High,
        kind: Kind::ApiEndpoint,
        types: MANAGEMENT,
        rationale: "SSL 3 and the first TLS versions are broken and withdrawn. A gateway that brings them back lets \
                    whoever sits on the way talk connections down and read records.",
        reads: &[Key::Protocols],
        test: |s| s.is_unset(Key::Protocols),
        aliases: &[Alias::checkov("CKV_AZURE_173", MANAGEMENT)],
        remedies: &[Remedy::edit(
            MANAGEMENT,
            "Remove the switches for old protocols.",
            &[
                Edit::Remove("security.frontend_tls10_enabled"),
                Edit::Remove("security.backend_tls10_enabled"),
            ],
        )
        .command("az apim show --name {name} --query customProperties")
        .risk("Very old clients and backends cannot connect.")],
    },
    Check {
        id: "api-backend-https",
        objective: "encryption-in-transit",
        title: "API backend is reached over HTTPS",
        severity: Severity::High,
        kind: Kind::ApiEndpoint,
        types: BACKEND,
        rationale: "HTTPS up to the gateway is worth little when the gateway passes records on in clear text.",
        reads: &[Key::OriginEncrypted],
        test: |s| s.is(Key::OriginEncrypted),
        aliases: &[Alias::checkov("CKV_AZURE_215", BACKEND)],
        remedies: &[Remedy::edit(
            BACKEND,
            "Use an address that begins with https.",
            &[Edit::Set("url", "\"https://backend.internal/api\"")],
        )
        .command("az rest --method get --url {name}/backends?api-version=2022-08-01")],
    },
    Check {
        id: "managed-api-https-only",
        objective: "encryption-in-transit",
        title: "Managed API is offered over HTTPS only",
        severity: Severity::High,
        kind: Kind::ApiEndpoint,
        types: MANAGED_API,
        rationale: "An API that also answers plain HTTP carries keys and records readable by everyone on the way.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[],
        remedies: &[Remedy::edit(MANAGED_API, "Offer HTTPS only.", &[Edit::Set("protocols", "[\"https\"]")])
            .command("az apim api show --api-id {name} --query protocols")
            .risk("Clients that only speak plain HTTP stop working.")],
    },
    Check {
        id: "managed-api-subscription",
        objective: "resource-policy",
        title: "Managed API asks for a subscription",
        severity: Severity::Medium,
        kind: Kind::ApiEndpoint,
        types: MANAGED_API,
        rationale: "Without a subscription key the gateway does not know which system is calling, so misuse of \
                    health information cannot be traced or stopped for one caller.",
        reads: &[Key::AuthenticationRequired],
        test: |s| s.is(Key::AuthenticationRequired),
        aliases: &[],
        remedies: &[Remedy::edit(
            MANAGED_API,
            "Require a subscription.",
            &[Edit::Set("subscription_required", "true")],
        )
        .command("az apim api show --api-id {name} --query subscriptionRequired")
        .risk("Callers without a key are refused.")],
    },
];
