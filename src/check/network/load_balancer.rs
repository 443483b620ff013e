//! Load balancers.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

const BALANCERS: &[&str] = &["aws_lb", "aws_alb"];
const CLASSIC: &[&str] = &["aws_elb"];
const AWS: &[&str] = &["aws_lb", "aws_alb", "aws_elb"];
const BACKEND: &[&str] = &["google_compute_backend_service", "google_compute_region_backend_service"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "load-balancer-access-logging",
        objective: "load-balancer-logging",
        title: "Load balancer writes access logs",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: &[],
        rationale: "Access logs tell who asked for which page or record and what was answered. They are the first \
                    evidence of misuse at the edge, and cannot be made afterwards.",
        reads: &[Key::AccessLogging],
        test: |s| s.is(Key::AccessLogging),
        aliases: &[
            Alias::checkov("CKV_AWS_91", BALANCERS),
            Alias::checkov("CKV_AWS_92", CLASSIC),
            Alias::aws_config("ELB_LOGGING_ENABLED", AWS),
            Alias::prowler("elbv2_logging_enabled", BALANCERS),
            Alias::prowler("elb_logging_enabled", CLASSIC),
            Alias::prowler("compute_loadbalancer_logging_enabled", &["google_compute_backend_service"]),
        ],
        remedies: &[
            Remedy::edit(
                AWS,
                "Write access logs to a bucket that allows the service to deliver them.",
                &[Edit::Set("access_logs.bucket", "aws_s3_bucket.logs.id"), Edit::Set("access_logs.enabled", "true")],
            )
            .command("aws elbv2 describe-load-balancers --names {name} --region {region}")
            .risk("Log storage costs grow with traffic."),
            Remedy::edit(
                BACKEND,
                "Switch logging on for the backend service.",
                &[Edit::Set("log_config.enable", "true"), Edit::Set("log_config.sample_rate", "1.0")],
            )
            .command("gcloud compute backend-services describe {name} --global --format='value(logConfig)'"),
        ],
    },
    Check {
        id: "load-balancer-deletion-protection",
        objective: "deletion-protection",
        title: "Load balancer is protected from deletion",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: BALANCERS,
        rationale: "Deleting the balancer takes a service off the air at once, and its address does not come back. \
                    Protection keeps a slip from cutting clinicians off from records.",
        reads: &[Key::DeletionProtection],
        test: |s| s.is(Key::DeletionProtection),
        aliases: &[
            Alias::checkov("CKV_AWS_150", BALANCERS), Alias::kics("afecd1f1-6378-4f7e-bb3b-60c35801fdd4", &["aws_lb"]),
            Alias::aws_config("ELB_DELETION_PROTECTION_ENABLED", BALANCERS),
            Alias::prowler("elbv2_deletion_protection", BALANCERS),
        ],
        remedies: &[Remedy::edit(
            BALANCERS,
            "Switch deletion protection on.",
            &[Edit::Set("enable_deletion_protection", "true")],
        )
        .command("aws elbv2 describe-load-balancers --names {name} --region {region}")
        .risk("Terraform cannot destroy the balancer until protection is off again.")],
    },
    Check {
        id: "load-balancer-drops-invalid-headers",
        objective: "web-application-firewall",
        title: "Load balancer drops invalid headers",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: BALANCERS,
        rationale: "Malformed headers are how requests are smuggled past filters to the application. Dropping them \
                    at the edge takes the tool away before it reaches health information.",
        reads: &[Key::InvalidHeadersDropped],
        test: |s| s.is(Key::InvalidHeadersDropped),
        aliases: &[
            Alias::checkov("CKV_AWS_131", BALANCERS), Alias::kics("6e3fd2ed-5c83-4c68-9679-7700d224d379", BALANCERS),
            Alias::trivy("AVD-AWS-0052", BALANCERS),
            Alias::aws_config("ALB_HTTP_DROP_INVALID_HEADER_ENABLED", BALANCERS),
            Alias::prowler("elbv2_alb_drop_invalid_header_fields_enabled", BALANCERS),
        ],
        remedies: &[Remedy::edit(
            BALANCERS,
            "Drop invalid header fields.",
            &[Edit::Set("drop_invalid_header_fields", "true")],
        )
        .command("aws elbv2 describe-load-balancers --names {name} --region {region}")
        .risk("Clients that send header names outside the standard lose those headers.")],
    },
    Check {
        id: "load-balancer-desync-protection",
        objective: "web-application-firewall",
        title: "Load balancer guards against request smuggling",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: AWS,
        rationale: "When balancer and application read a request differently, one user's request can be answered \
                    to another. The monitor mode only counts such requests; records may be shown to the wrong person.",
        reads: &[Key::DesyncMitigation],
        test: |s| s.text(Key::DesyncMitigation, |mode| mode != "monitor"),
        aliases: &[Alias::checkov("CKV_AWS_328", AWS), ],
        remedies: &[Remedy::edit(
            AWS,
            "Use the defensive or the strictest mode.",
            &[Edit::Set("desync_mitigation_mode", "\"defensive\"")],
        )
        .command("aws elbv2 describe-load-balancers --names {name} --region {region}")],
    },
    Check {
        id: "load-balancer-cross-zone",
        objective: "high-availability",
        title: "Load balancer spreads over zones",
        severity: Severity::Low,
        kind: Kind::LoadBalancer,
        types: AWS,
        rationale: "Without it, the loss of targets in one zone leaves clients of that zone without answers while \
                    others idle. Access to records has to survive the loss of a zone.",
        reads: &[Key::CrossZone],
        test: |s| s.is(Key::CrossZone),
        aliases: &[
            Alias::checkov("CKV_AWS_138", CLASSIC),
            Alias::checkov("CKV_AWS_152", BALANCERS),
            Alias::aws_config("ELB_CROSS_ZONE_LOAD_BALANCING_ENABLED", CLASSIC),
            Alias::prowler("elb_cross_zone_load_balancing_enabled", CLASSIC),
        ],
        remedies: &[
            Remedy::edit(
                BALANCERS,
                "Switch cross-zone balancing on.",
                &[Edit::Set("enable_cross_zone_load_balancing", "true")],
            )
            .command("aws elbv2 describe-load-balancers --names {name} --region {region}")
            .risk("Traffic between zones is charged for network balancers."),
            Remedy::edit(CLASSIC, "Switch cross-zone balancing on.", &[Edit::Set("cross_zone_load_balancing", "true")])
                .command("aws elb describe-load-balancer-attributes --load-balancer-name {name} --region {region}"),
        ],
    },
    Check {
        id: "load-balancer-redirects-to-https",
        objective: "encryption-in-transit",
        title: "Load balancer sends plain HTTP to HTTPS",
        severity: Severity::High,
        kind: Kind::LoadBalancer,
        types: BALANCERS,
        rationale: "A listener that answers plain HTTP carries sessions and records readable by everyone on the \
                    way. All it may do is send the browser to the encrypted port.",
        reads: &[Key::HttpsRedirect],
        test: |s| s.is(Key::HttpsRedirect),
        aliases: &[
            Alias::checkov("CKV2_AWS_20", BALANCERS),
            Alias::aws_config("ALB_HTTP_TO_HTTPS_REDIRECTION_CHECK", BALANCERS),
        ],
        remedies: &[Remedy::edit(
            BALANCERS,
            "On the listener for port 80, replace the default action by a redirect to HTTPS.",
            &[],
        )
        .command("aws elbv2 describe-listeners --region {region}")
        .risk("Clients that cannot follow redirects or speak TLS stop working.")],
    },
    Check {
        id: "load-balancer-web-firewall",
        objective: "web-application-firewall",
        title: "Public load balancer is behind a web application firewall",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: BALANCERS,
        rationale: "A web application firewall stops injections and known exploits before they reach the \
                    application. For portals with health information it buys the time until a flaw is patched.",
        reads: &[Key::WebFirewall, Key::InternetFacing],
        test: |s| s.is(Key::WebFirewall).or(s.is_not(Key::InternetFacing)),
        aliases: &[
            Alias::checkov("CKV2_AWS_28", BALANCERS),
            Alias::aws_config("ALB_WAF_ENABLED", BALANCERS),
            Alias::prowler("elbv2_waf_acl_attached", BALANCERS),
        ],
        remedies: &[Remedy::edit(
            BALANCERS,
            "Associate a web access control list with the balancer.",
            &[Edit::Companion(
                "resource \"aws_wafv2_web_acl_association\" \"{name}\" {\n  resource_arn = {address}.arn\n  web_acl_arn  = aws_wafv2_web_acl.edge.arn\n}",
            )],
        )
        .command("aws wafv2 list-web-acls --scope REGIONAL --region {region}")
        .risk("A rule may match honest requests; start with rules that count.")],
    },
    Check {
        id: "backend-web-firewall",
        objective: "web-application-firewall",
        title: "Public backend has a security policy",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: BACKEND,
        rationale: "A security policy at the edge stops injections, known exploits and floods before they reach \
                    the application. For portals with health information it buys the time until a flaw is patched.",
        reads: &[Key::WebFirewall, Key::InternetFacing],
        test: |s| s.is_set(Key::WebFirewall).or(s.is_not(Key::InternetFacing)),
        aliases: &[],
        remedies: &[Remedy::edit(
            BACKEND,
            "Name a security policy on the backend service.",
            &[Edit::Set("security_policy", "google_compute_security_policy.edge.id")],
        )
        .command("gcloud compute backend-services describe {name} --global --format='value(securityPolicy)'")
        .risk("A rule may match honest requests; start in preview.")],
    },
    Check {
        id: "backend-encrypted",
        objective: "encryption-in-transit",
        title: "Traffic from load balancer to backend is encrypted",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: BACKEND,
        rationale: "Encryption that ends at the balancer leaves health information readable on the way to the \
                    application. Speaking TLS to the backend closes the gap.",
        reads: &[Key::OriginEncrypted],
        test: |s| s.is(Key::OriginEncrypted),
        aliases: &[],
        remedies: &[Remedy::edit(
            BACKEND,
            "Use HTTPS or HTTP/2 to the backend.",
            &[Edit::Set("protocol", "\"HTTPS\"")],
        )
        .command("gcloud compute backend-services describe {name} --global --format='value(protocol)'")
        .risk("The backends need a certificate; it may be self-signed.")],
    },
    Check {
        id: "classic-balancer-managed-certificate",
        objective: "certificate-lifecycle",
        title: "Every listener of the classic balancer has a certificate",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: CLASSIC,
        rationale: "A listener without a certificate takes connections in clear text. A managed certificate also \
                    renews itself, so the portal does not go dark on the day it expires.",
        reads: &[Key::CertificateSource],
        test: |s| s.is(Key::CertificateSource),
        aliases: &[
            Alias::checkov("CKV_AWS_127", CLASSIC),
            Alias::aws_config("ELB_ACM_CERTIFICATE_REQUIRED", CLASSIC),
        ],
        remedies: &[Remedy::edit(
            CLASSIC,
            "Give each listener a certificate of the certificate manager.",
            &[Edit::Set("listener.ssl_certificate_id", "aws_acm_certificate.portal.arn")],
        )
        .command("aws elb describe-load-balancers --load-balancer-names {name} --region {region}")],
    },
    Check {
        id: "classic-balancer-encrypted-listeners",
        objective: "encryption-in-transit",
        title: "Classic balancer listens only with TLS",
        severity: Severity::High,
        kind: Kind::LoadBalancer,
        types: CLASSIC,
        rationale: "Listeners over HTTP or plain TCP carry sessions and records readable by everyone on the way. \
                    Only HTTPS and SSL listeners keep them private.",
        reads: &[Key::EncryptedInTransit],
        test: |s| s.is(Key::EncryptedInTransit),
        aliases: &[
            Alias::aws_config("ELB_TLS_HTTPS_LISTENERS_ONLY", CLASSIC),
            Alias::prowler("elb_ssl_listeners", CLASSIC),
        ],
        remedies: &[Remedy::edit(
            CLASSIC,
            "Let every listener speak HTTPS or SSL.",
            &[Edit::Set("listener.lb_protocol", "\"https\""), Edit::Set("listener.lb_port", "443")],
        )
        .command("aws elb describe-load-balancers --load-balancer-names {name} --region {region}")
        .risk("Clients that only speak plain HTTP stop working.")],
    },
    Check {
        id: "classic-balancer-encrypted-backends",
        objective: "encryption-in-transit",
        title: "Classic balancer speaks TLS to its instances",
        severity: Severity::Medium,
        kind: Kind::LoadBalancer,
        types: CLASSIC,
        rationale: "Encryption that ends at the balancer leaves health information readable on the way to the \
                    instances. TLS to the instances closes the gap.",
        reads: &[Key::OriginEncrypted],
        test: |s| s.is(Key::OriginEncrypted),
        aliases: &[Alias::checkov("CKV_AWS_376", CLASSIC)],
        remedies: &[Remedy::edit(
            CLASSIC,
            "Let every listener speak HTTPS or SSL to the instances, with a certificate.",
            &[Edit::Set("listener.instance_protocol", "\"https\"")],
        )
        .command("aws elb describe-load-balancers --load-balancer-names {name} --region {region}")
        .risk("The instances need a certificate.")],
    },
    Check {
        id: "accelerator-flow-logs",
        objective: "load-balancer-logging",
        title: "Accelerator writes flow logs",
        severity: Severity::Low,
        kind: Kind::LoadBalancer,
        types: &["aws_globalaccelerator_accelerator"],
        rationale: "The accelerator is the first hop of the service. Its flow logs tell where connections to health \
                    information came from, before addresses are translated.",
        reads: &[Key::FlowLogging],
        test: |s| s.is(Key::FlowLogging),
        aliases: &[Alias::checkov("CKV_AWS_75", &["aws_globalaccelerator_accelerator"]), Alias::kics("96e8183b-e985-457b-90cd-61c0503a3369", &["aws_globalaccelerator_accelerator"])],
        remedies: &[Remedy::edit(
            &["aws_globalaccelerator_accelerator"],
            "Write flow logs to a bucket.",
            &[
                Edit::Set("attributes.flow_logs_enabled", "true"),
                Edit::Set("attributes.flow_logs_s3_bucket", "aws_s3_bucket.logs.id"),
            ],
        )
        .command("aws globalaccelerator list-accelerators --region us-west-2")],
    },
];
