//! Content delivery: distributions, Front Door, endpoints and their domains.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Datum, Key, Kind, Truth};

const DISTRIBUTION: &[&str] = &["aws_cloudfront_distribution"];
const HEADERS: &[&str] = &["aws_cloudfront_response_headers_policy"];
const FRONT_DOOR: &[&str] = &["azurerm_frontdoor"];
const ROUTE: &[&str] = &["azurerm_cdn_frontdoor_route"];
const CDN_ENDPOINT: &[&str] = &["azurerm_cdn_endpoint"];
const CDN_DOMAIN: &[&str] = &["azurerm_cdn_endpoint_custom_domain"];
const FRONT_DOOR_DOMAIN: &[&str] = &["azurerm_cdn_frontdoor_custom_domain"];

/// Versions from 1.2 on, with or without the year of a policy.
fn from_tls_1_2(version: &str) -> bool {
    version.starts_with("TLSv1.2") || version.starts_with("TLSv1.3")
}

const DESCRIBE: &str =
    "aws cloudfront list-distributions --query \"DistributionList.Items[].[Id,DomainName]\"";

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "content-delivery-https-only",
        objective: "encryption-in-transit",
        title: "Viewers are served over HTTPS only",
        severity: Severity::High,
        kind: Kind::ContentDelivery,
        types: &[],
        rationale: "Pages and cookies served over plain HTTP are readable and changeable by everyone on the way. \
                    Portals with health information must refuse it or send the browser to HTTPS.",
        reads: &[Key::HttpsOnly],
        test: |s| s.is(Key::HttpsOnly),
        aliases: &[
            Alias::checkov("CKV_AWS_34", DISTRIBUTION),
            Alias::checkov("CKV_AZURE_197", CDN_ENDPOINT),
            Alias::trivy("AVD-AWS-0012", DISTRIBUTION),
            Alias::aws_config("CLOUDFRONT_VIEWER_POLICY_HTTPS", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_https_enabled", DISTRIBUTION),
        ],
        remedies: &[
            Remedy::edit(
                DISTRIBUTION,
                "In every cache behaviour, redirect to HTTPS or allow HTTPS only.",
                &[Edit::Set("default_cache_behavior.viewer_protocol_policy", "\"redirect-to-https\"")],
            )
            .command(DESCRIBE),
            Remedy::edit(CDN_ENDPOINT, "Refuse plain HTTP.", &[Edit::Set("is_http_allowed", "false")])
                .command("az cdn endpoint show --name {name} --query isHttpAllowed")
                .risk("Links that begin with http stop working; add a redirect rule instead where they matter."),
            Remedy::edit(ROUTE, "Redirect to HTTPS.", &[Edit::Set("https_redirect_enabled", "true")])
                .command("az afd route list --query \"[].httpsRedirect\""),
        ],
    },
    Check {
        id: "content-delivery-https-offered",
        objective: "encryption-in-transit",
        title: "Endpoint offers HTTPS",
        severity: Severity::High,
        kind: Kind::ContentDelivery,
        types: CDN_ENDPOINT,
        rationale: "An endpoint without HTTPS forces every viewer to plain HTTP, readable by everyone on the way. \
                    Nothing that touches health information may be served like that.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[Alias::checkov("CKV_AZURE_198", CDN_ENDPOINT)],
        remedies: &[Remedy::edit(CDN_ENDPOINT, "Offer HTTPS.", &[Edit::Set("is_https_allowed", "true")])
            .command("az cdn endpoint show --name {name} --query isHttpsAllowed")],
    },
    Check {
        id: "content-delivery-minimum-tls",
        objective: "tls-policy",
        title: "Viewers connect with TLS 1.2 or later",
        severity: Severity::High,
        kind: Kind::ContentDelivery,
        types: &[],
        rationale: "TLS 1.0 and 1.1 are broken and withdrawn. An edge that still takes them can be talked down by \
                    whoever sits on the way, and the records it carries with it.",
        reads: &[Key::MinimumTls],
        test: |s| s.text(Key::MinimumTls, from_tls_1_2),
        aliases: &[
            Alias::checkov("CKV_AWS_174", DISTRIBUTION),
            Alias::checkov("CKV_AZURE_200", CDN_DOMAIN),
        ],
        remedies: &[
            Remedy::edit(
                DISTRIBUTION,
                "Use a certificate of your own with the current policy; the default certificate is fixed to TLS 1.0.",
                &[
                    Edit::Remove("viewer_certificate.cloudfront_default_certificate"),
                    Edit::Set("viewer_certificate.acm_certificate_arn", "aws_acm_certificate.portal.arn"),
                    Edit::Set("viewer_certificate.ssl_support_method", "\"sni-only\""),
                    Edit::Set("viewer_certificate.minimum_protocol_version", "\"TLSv1.2_2021\""),
                ],
            )
            .command(DESCRIBE)
            .risk("Very old browsers cannot connect."),
            Remedy::edit(CDN_DOMAIN, "Start at TLS 1.2.", &[Edit::Set("cdn_managed_https.tls_version", "\"TLS12\"")])
                .command("az cdn custom-domain list --query \"[].customHttpsParameters.minimumTlsVersion\""),
            Remedy::edit(FRONT_DOOR_DOMAIN, "Start at TLS 1.2.", &[Edit::Set("tls.minimum_tls_version", "\"TLS12\"")])
                .command("az afd custom-domain list --query \"[].tlsSettings\""),
        ],
    },
    Check {
        id: "content-delivery-own-certificate",
        objective: "certificate-lifecycle",
        title: "Distribution uses a certificate of its own",
        severity: Severity::Low,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "The shared default certificate binds the service to the provider's domain and to old protocol \
                    versions. A certificate of one's own shows patients whom they talk to.",
        reads: &[Key::CertificateSource],
        test: |s| s.is_set(Key::CertificateSource),
        aliases: &[
            Alias::checkov("CKV2_AWS_42", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_custom_ssl_certificate", DISTRIBUTION),
        ],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Name a certificate for your domain.",
            &[
                Edit::Remove("viewer_certificate.cloudfront_default_certificate"),
                Edit::Set("viewer_certificate.acm_certificate_arn", "aws_acm_certificate.portal.arn"),
                Edit::Set("viewer_certificate.ssl_support_method", "\"sni-only\""),
            ],
        )
        .command(DESCRIBE)],
    },
    Check {
        id: "content-delivery-access-logging",
        objective: "load-balancer-logging",
        title: "Distribution writes access logs",
        severity: Severity::Medium,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "Requests answered by the edge never reach the application's own log. Without the edge's log \
                    nobody can tell who asked for what.",
        reads: &[Key::AccessLogging],
        test: |s| s.is_set(Key::AccessLogging),
        aliases: &[
            Alias::checkov("CKV_AWS_86", DISTRIBUTION), Alias::kics("94690d79-b3b0-43de-b656-84ebef5753e5", DISTRIBUTION),
            Alias::trivy("AVD-AWS-0010", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_logging_enabled", DISTRIBUTION),
        ],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Write access logs to a bucket.",
            &[Edit::Set("logging_config.bucket", "aws_s3_bucket.logs.bucket_domain_name")],
        )
        .command(DESCRIBE)
        .risk("Log storage costs grow with traffic.")],
    },
    Check {
        id: "content-delivery-web-firewall",
        objective: "web-application-firewall",
        title: "Public edge is behind a web application firewall",
        severity: Severity::Medium,
        kind: Kind::ContentDelivery,
        types: &[],
        rationale: "A web application firewall stops injections and known exploits before they reach the \
                    application. For portals with health information it buys the time until a flaw is patched.",
        reads: &[Key::WebFirewall],
        test: |s| s.is_set(Key::WebFirewall),
        aliases: &[
            Alias::checkov("CKV_AWS_68", DISTRIBUTION), Alias::kics("1419b4c6-6d5c-4534-9cf6-6a5266085333", DISTRIBUTION),
            Alias::checkov("CKV_AZURE_121", FRONT_DOOR),
            Alias::trivy("AVD-AWS-0011", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_using_waf", DISTRIBUTION),
        ],
        remedies: &[
            Remedy::edit(
                DISTRIBUTION,
                "Name a web access control list of scope CLOUDFRONT.",
                &[Edit::Set("web_acl_id", "aws_wafv2_web_acl.edge.arn")],
            )
            .command("aws wafv2 list-web-acls --scope CLOUDFRONT --region us-east-1")
            .risk("A rule may match honest requests; start with rules that count."),
            Remedy::edit(
                FRONT_DOOR,
                "Name a firewall policy on every frontend endpoint.",
                &[Edit::Set(
                    "frontend_endpoint.web_application_firewall_policy_link_id",
                    "azurerm_frontdoor_firewall_policy.edge.id",
                )],
            )
            .command("az network front-door frontend-endpoint list --front-door-name {name}")
            .risk("A rule may match honest requests; start in detection mode."),
        ],
    },
    Check {
        id: "content-delivery-origin-access",
        objective: "public-storage",
        title: "Bucket behind the distribution is reachable only through it",
        severity: Severity::High,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "If the bucket answers to everyone, all that the edge enforces can be walked around: encryption, \
                    the firewall and the log. Origin access control makes the edge the only way in.",
        reads: &[Key::OriginAccess],
        test: |s| s.is_set(Key::OriginAccess),
        aliases: &[
            Alias::checkov("CKV2_AWS_46", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_s3_origin_access_control", DISTRIBUTION),
        ],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Use origin access control and let only the distribution read the bucket.",
            &[Edit::Set("origin.origin_access_control_id", "aws_cloudfront_origin_access_control.site.id")],
        )
        .command("aws cloudfront list-origin-access-controls")
        .risk("Direct links to the bucket stop working.")],
    },
    Check {
        id: "content-delivery-origin-encrypted",
        objective: "encryption-in-transit",
        title: "Traffic from the edge to its origins is encrypted",
        severity: Severity::High,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "HTTPS at the edge is worth little when the edge fetches records from the origin in clear text, \
                    across the same internet.",
        reads: &[Key::OriginEncrypted],
        test: |s| s.is(Key::OriginEncrypted),
        aliases: &[Alias::prowler("cloudfront_distributions_origin_traffic_encrypted", DISTRIBUTION)],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Speak only HTTPS to the origin.",
            &[Edit::Set("origin.custom_origin_config.origin_protocol_policy", "\"https-only\"")],
        )
        .command(DESCRIBE)
        .risk("The origin needs a valid certificate.")],
    },
    Check {
        id: "content-delivery-origin-protocols",
        objective: "tls-policy",
        title: "Edge does not speak SSL 3 to its origins",
        severity: Severity::High,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "SSL 3 is broken: whoever sits between edge and origin can read what passes. No origin of a \
                    system with health information still needs it.",
        reads: &[Key::OriginProtocols],
        test: |s| s.all_texts(Key::OriginProtocols, |p| p != "SSLv3"),
        aliases: &[
            Alias::checkov("CKV2_AWS_54", DISTRIBUTION),
        ],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Keep TLS 1.2 only.",
            &[Edit::Set("origin.custom_origin_config.origin_ssl_protocols", "[\"TLSv1.2\"]")],
        )
        .command(DESCRIBE)],
    },
    Check {
        id: "content-delivery-origin-failover",
        objective: "high-availability",
        title: "Distribution has an origin to fall back to",
        severity: Severity::Low,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "When the only origin is down the edge has nothing to serve. A second origin keeps portals and \
                    records reachable in an emergency.",
        reads: &[Key::OriginFailover],
        test: |s| s.is(Key::OriginFailover),
        aliases: &[
            Alias::checkov("CKV_AWS_310", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_multiple_origin_failover_configured", DISTRIBUTION),
        ],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Group two origins with criteria for failing over.",
            &[Edit::Block(
                "origin_group {\n  origin_id = \"portal\"\n\n  failover_criteria {\n    status_codes = [500, 502, 503, 504]\n  }\n\n  member {\n    origin_id = \"primary\"\n  }\n\n  member {\n    origin_id = \"secondary\"\n  }\n}",
            )],
        )
        .command(DESCRIBE)],
    },
    Check {
        id: "content-delivery-default-root-object",
        objective: "public-storage",
        title: "Distribution has a default root object",
        severity: Severity::Low,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "Without a default object, a request for the root may list what the bucket holds. File names \
                    alone can give away who is a patient.",
        reads: &[Key::DefaultRootObject],
        test: |s| s.is_set(Key::DefaultRootObject),
        aliases: &[
            Alias::checkov("CKV_AWS_305", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_default_root_object", DISTRIBUTION),
        ],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Name the object for the root.",
            &[Edit::Set("default_root_object", "\"index.html\"")],
        )
        .command(DESCRIBE)],
    },
    Check {
        id: "content-delivery-geo-restriction",
        objective: "restricted-ingress",
        title: "Distribution is limited to the countries it serves",
        severity: Severity::Low,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "A regional provider has no patients on other continents, but many of its attackers are there. \
                    Limiting countries takes away much of the noise around health information.",
        reads: &[Key::GeoRestriction],
        test: |s| {
            s.ask(Key::GeoRestriction, |d| match d {
                Datum::Text(kind) => (&**kind != "none").into(),
                _ => Truth::True,
            })
        },
        aliases: &[
            Alias::checkov("CKV_AWS_374", DISTRIBUTION),
            Alias::prowler("cloudfront_distributions_geo_restrictions_enabled", DISTRIBUTION),
        ],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Allow the countries that you serve.",
            &[
                Edit::Set("restrictions.geo_restriction.restriction_type", "\"whitelist\""),
                Edit::Set("restrictions.geo_restriction.locations", "[\"US\"]"),
            ],
        )
        .command(DESCRIBE)
        .risk("Patients and staff who travel are shut out.")],
    },
    Check {
        id: "content-delivery-response-headers",
        objective: "encryption-in-transit",
        title: "Distribution adds security headers to its answers",
        severity: Severity::Low,
        kind: Kind::ContentDelivery,
        types: DISTRIBUTION,
        rationale: "Headers tell browsers to insist on HTTPS, not to be framed and not to guess types. They protect \
                    the session of a patient in a way that the application may have forgotten.",
        reads: &[Key::ResponseHeaders],
        test: |s| s.is_set(Key::ResponseHeaders),
        aliases: &[Alias::checkov("CKV2_AWS_32", DISTRIBUTION)],
        remedies: &[Remedy::edit(
            DISTRIBUTION,
            "Name a response headers policy in the cache behaviours.",
            &[Edit::Set(
                "default_cache_behavior.response_headers_policy_id",
                "aws_cloudfront_response_headers_policy.strict.id",
            )],
        )
        .command("aws cloudfront list-response-headers-policies")],
    },
    Check {
        id: "response-headers-strict-transport",
        objective: "encryption-in-transit",
        title: "Headers policy enforces strict transport security",
        severity: Severity::Medium,
        kind: Kind::ContentDelivery,
        types: HEADERS,
        rationale: "With strict transport security a browser refuses plain HTTP for a year, so nobody on the way \
                    can talk it down. It counts only with subdomains, preload and override.",
        reads: &[Key::StrictTransportSecurity],
        test: |s| s.is(Key::StrictTransportSecurity),
        aliases: &[Alias::checkov("CKV_AWS_259", HEADERS)],
        remedies: &[Remedy::edit(
            HEADERS,
            "Set strict transport security for a year, with subdomains, preload and override.",
            &[
                Edit::Set(
                    "security_headers_config.strict_transport_security.access_control_max_age_sec",
                    "31536000",
                ),
                Edit::Set("security_headers_config.strict_transport_security.include_subdomains", "true"),
                Edit::Set("security_headers_config.strict_transport_security.preload", "true"),
                Edit::Set("security_headers_config.strict_transport_security.override", "true"),
            ],
        )
        .command("aws cloudfront list-response-headers-policies --type custom")
        .risk("Subdomains without HTTPS become unreachable for browsers that have seen the header.")],
    },
];
