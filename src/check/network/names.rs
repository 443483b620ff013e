//! DNS zones, domains, certificates and certificate authorities.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity};
use crate::resource::{Key, Kind};

const ZONE: &[&str] = &["aws_route53_zone"];
const DOMAIN: &[&str] = &["aws_route53domains_registered_domain"];
const GOOGLE_ZONE: &[&str] = &["google_dns_managed_zone"];
const CERTIFICATE: &[&str] = &["aws_acm_certificate"];
const AUTHORITY: &[&str] = &["aws_acmpca_certificate_authority"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "dns-zone-signed",
        objective: "encryption-in-transit",
        title: "Signing is set up for the public DNS zone",
        severity: Severity::Medium,
        kind: Kind::DnsZone,
        types: ZONE,
        rationale: "Unsigned answers can be forged on the way, so patients land on a copy of the portal and type \
                    their password there. Signing lets resolvers refuse forged answers.",
        reads: &[Key::PublicAccess, Key::Dnssec],
        test: |s| s.is_not(Key::PublicAccess).or(s.is(Key::Dnssec)),
        aliases: &[Alias::checkov("CKV2_AWS_38", ZONE)],
        remedies: &[Remedy::edit(
            ZONE,
            "Add a key-signing key and enable signing, then publish the record at the parent.",
            &[Edit::Companion(
                "resource \"aws_route53_key_signing_key\" \"{name}\" {\n  hosted_zone_id             = {address}.zone_id\n  key_management_service_arn = aws_kms_key.dns.arn\n  name                       = \"{name}\"\n}\n\nresource \"aws_route53_hosted_zone_dnssec\" \"{name}\" {\n  hosted_zone_id = aws_route53_key_signing_key.{name}.hosted_zone_id\n}",
            )],
        )
        .command("aws route53 get-dnssec --hosted-zone-id {name}")
        .risk("A wrong record at the parent makes the domain unreachable; follow the order of the documentation.")],
    },
    Check {
        id: "managed-zone-signed",
        objective: "encryption-in-transit",
        title: "Public managed zone is signed",
        severity: Severity::Medium,
        kind: Kind::DnsZone,
        types: GOOGLE_ZONE,
        rationale: "Unsigned answers can be forged on the way, so patients land on a copy of the portal and type \
                    their password there. Signing lets resolvers refuse forged answers.",
        reads: &[Key::Dnssec],
        test: |s| s.is(Key::Dnssec),
        aliases: &[
            Alias::checkov("CKV_GCP_16", GOOGLE_ZONE),
            Alias::trivy("AVD-GCP-0013", GOOGLE_ZONE),
            Alias::prowler("dns_dnssec_disabled", GOOGLE_ZONE),
            Alias::gcp("DNSSEC_DISABLED", GOOGLE_ZONE),
        ],
        remedies: &[Remedy::edit(
            GOOGLE_ZONE,
            "Switch signing on, then publish the record at the registrar.",
            &[Edit::Set("dnssec_config.state", "\"on\"")],
        )
        .command("gcloud dns managed-zones describe {name} --format='value(dnssecConfig.state)'")
        .risk("A wrong record at the registrar makes the domain unreachable.")],
    },
    Check {
        id: "managed-zone-strong-algorithms",
        objective: "encryption-in-transit",
        title: "Managed zone is not signed with RSASHA1",
        severity: Severity::Medium,
        kind: Kind::DnsZone,
        types: GOOGLE_ZONE,
        rationale: "Signatures over SHA-1 can be forged with enough computing power. A zone signed that way only \
                    looks protected against being impersonated.",
        reads: &[Key::DnssecAlgorithms],
        test: |s| s.all_texts(Key::DnssecAlgorithms, |a| !a.eq_ignore_ascii_case("rsasha1")),
        aliases: &[
            Alias::checkov("CKV_GCP_17", GOOGLE_ZONE), Alias::kics("ccc3100c-0fdd-4a5e-9908-c10107291860", GOOGLE_ZONE),
            Alias::trivy("AVD-GCP-0012", GOOGLE_ZONE),
            Alias::gcp("RSASHA1_FOR_SIGNING", GOOGLE_ZONE),
        ],
        remedies: &[Remedy::edit(
            GOOGLE_ZONE,
            "Use a current algorithm for both kinds of keys.",
            &[Edit::Set("dnssec_config.default_key_specs.algorithm", "\"ecdsap256sha256\"")],
        )
        .command("gcloud dns managed-zones describe {name} --format='value(dnssecConfig.defaultKeySpecs)'")
        .risk("Signing has to be switched off and on again to change the algorithm.")],
    },
    Check {
        id: "dns-zone-query-logging",
        objective: "network-flow-logging",
        title: "Public DNS zone logs queries",
        severity: Severity::Low,
        kind: Kind::DnsZone,
        types: ZONE,
        rationale: "Query logs show who looked up which names. They reveal probing of portals, and data that is \
                    smuggled out in names.",
        reads: &[Key::PublicAccess, Key::QueryLogging],
        test: |s| s.is_not(Key::PublicAccess).or(s.is(Key::QueryLogging)),
        aliases: &[
            Alias::checkov("CKV2_AWS_39", ZONE),
            Alias::prowler("route53_public_hosted_zones_cloudwatch_logging_enabled", ZONE),
        ],
        remedies: &[Remedy::edit(
            ZONE,
            "Add a query log for the zone; its log group lives in us-east-1.",
            &[Edit::Companion(
                "resource \"aws_route53_query_log\" \"{name}\" {\n  zone_id                  = {address}.zone_id\n  cloudwatch_log_group_arn = aws_cloudwatch_log_group.dns.arn\n}",
            )],
        )
        .command("aws route53 list-query-logging-configs")],
    },
    Check {
        id: "dns-query-logging",
        objective: "network-flow-logging",
        title: "DNS queries are logged",
        severity: Severity::Low,
        kind: Kind::DnsZone,
        types: &["google_dns_managed_zone", "google_dns_policy"],
        rationale: "Query logs show who looked up which names. They reveal malware that calls home, and data that \
                    is smuggled out in names.",
        reads: &[Key::QueryLogging],
        test: |s| s.is(Key::QueryLogging),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                GOOGLE_ZONE,
                "Switch query logging on for the zone.",
                &[Edit::Set("cloud_logging_config.enable_logging", "true")],
            )
            .command("gcloud dns managed-zones describe {name} --format='value(cloudLoggingConfig)'"),
            Remedy::edit(
                &["google_dns_policy"],
                "Switch query logging on for the networks of the policy.",
                &[Edit::Set("enable_logging", "true")],
            )
            .command("gcloud dns policies describe {name}"),
        ],
    },
    Check {
        id: "domain-transfer-lock",
        objective: "deletion-protection",
        title: "Domain is locked against transfer",
        severity: Severity::Medium,
        kind: Kind::DnsZone,
        types: DOMAIN,
        rationale: "Whoever moves the domain to another registrar owns its mail and its portal. The lock makes \
                    taking it away a step that somebody notices.",
        reads: &[Key::TransferLock],
        test: |s| s.is(Key::TransferLock),
        aliases: &[
            Alias::checkov("CKV_AWS_377", DOMAIN),
            Alias::prowler("route53_domains_transferlock_enabled", DOMAIN),
        ],
        remedies: &[Remedy::edit(DOMAIN, "Switch the lock on.", &[Edit::Set("transfer_lock", "true")])
            .command("aws route53domains get-domain-detail --domain-name {name} --region us-east-1")],
    },
    Check {
        id: "certificate-replaced-before-destroyed",
        objective: "certificate-lifecycle",
        title: "Certificate is replaced before the old one is removed",
        severity: Severity::Low,
        kind: Kind::Certificate,
        types: CERTIFICATE,
        rationale: "If the old certificate goes before the new one is in use, portals fail in between. Creating \
                    first keeps encrypted access to records through a renewal.",
        reads: &[Key::WildcardNames],
        test: |s| {
            let first = s.resource.lifecycle.create_before_destroy;
            if first { Outcome::pass() } else { Outcome::fail() }.by(Key::WildcardNames)
        },
        aliases: &[Alias::checkov("CKV_AWS_233", CERTIFICATE)],
        remedies: &[Remedy::edit(
            CERTIFICATE,
            "Create the replacement first.",
            &[Edit::Set("lifecycle.create_before_destroy", "true")],
        )],
    },
    Check {
        id: "certificate-transparency-logging",
        objective: "certificate-lifecycle",
        title: "Certificate is recorded in transparency logs",
        severity: Severity::Low,
        kind: Kind::Certificate,
        types: CERTIFICATE,
        rationale: "Public logs show every certificate issued for a domain, so a forged one for the portal is \
                    noticed. Opting out hides the honest one and makes browsers distrust it.",
        reads: &[Key::TransparencyLogging],
        test: |s| s.one_of(Key::TransparencyLogging, &["ENABLED"]),
        aliases: &[
            Alias::checkov("CKV_AWS_234", CERTIFICATE),
            Alias::prowler("acm_certificates_transparency_logs_enabled", CERTIFICATE),
        ],
        remedies: &[Remedy::edit(
            CERTIFICATE,
            "Leave transparency logging on.",
            &[Edit::Set("options.certificate_transparency_logging_preference", "\"ENABLED\"")],
        )
        .command("aws acm list-certificates --region {region}")
        .risk("The names in the certificate become public.")],
    },
    Check {
        id: "certificate-no-wildcard",
        objective: "certificate-lifecycle",
        title: "Certificate names its hosts, without wildcards",
        severity: Severity::Low,
        kind: Kind::Certificate,
        types: CERTIFICATE,
        rationale: "With a wildcard, whoever breaks into the least important host can impersonate all of them, the \
                    portal with health information included.",
        reads: &[Key::WildcardNames],
        test: |s| s.all_texts(Key::WildcardNames, |name| !name.contains('*')),
        aliases: &[Alias::checkov("CKV2_AWS_71", CERTIFICATE)],
        remedies: &[Remedy::edit(
            CERTIFICATE,
            "Name each host of the certificate.",
            &[Edit::Set("domain_name", "\"portal.example.org\"")],
        )
        .command("aws acm list-certificates --region {region}")
        .risk("Hosts that are not named need certificates of their own.")],
    },
    Check {
        id: "certificate-authority-revocation",
        objective: "certificate-lifecycle",
        title: "Private authority publishes revocations",
        severity: Severity::Medium,
        kind: Kind::Certificate,
        types: AUTHORITY,
        rationale: "When a device with a certificate is lost, only a published revocation makes others refuse it. \
                    Without a list the lost device keeps its access to health information.",
        reads: &[Key::RevocationList],
        test: |s| s.is(Key::RevocationList),
        aliases: &[],
        remedies: &[Remedy::edit(
            AUTHORITY,
            "Publish a revocation list to a bucket.",
            &[
                Edit::Set("revocation_configuration.crl_configuration.enabled", "true"),
                Edit::Set("revocation_configuration.crl_configuration.expiration_in_days", "7"),
                Edit::Set("revocation_configuration.crl_configuration.s3_bucket_name", "aws_s3_bucket.revocations.id"),
            ],
        )
        .command("aws acm-pca list-certificate-authorities --region {region}")],
    },
];
