//! Load balancers, content delivery, APIs, web firewalls, names and certificates.

use crate::check::Verdict::{Fail, Pass, Unknown};
use crate::testing::{Case, case, verdict};

#[test]
fn listeners_decide_for_their_balancer() {
    let text = r#"
        resource "aws_lb" "plain" {}
        resource "aws_lb" "redirected" {}
        resource "aws_lb" "unused" {}
        resource "aws_lb" "unclear" {}
        resource "aws_lb_listener" "plain" {
          load_balancer_arn = aws_lb.plain.arn
          port              = 80
          protocol          = "HTTP"
          default_action {
            type             = "forward"
            target_group_arn = aws_lb_target_group.plain.arn
          }
        }
        resource "aws_lb_listener" "secure" {
          load_balancer_arn = aws_lb.plain.arn
          port              = 443
          protocol          = "HTTPS"
          default_action {
            type             = "forward"
            target_group_arn = aws_lb_target_group.behind.arn
          }
        }
        resource "aws_lb_listener" "redirected" {
          load_balancer_arn = aws_lb.redirected.arn
          port              = 80
          protocol          = "HTTP"
          default_action {
            type = "redirect"
            redirect {
              protocol    = "HTTPS"
              status_code = "HTTP_301"
            }
          }
        }
        resource "aws_lb_listener" "unclear" {
          load_balancer_arn = aws_lb.unclear.arn
          port              = 80
          protocol          = "HTTP"
          default_action {
            type = "redirect"
            redirect {
              protocol    = var.unset
              status_code = "HTTP_301"
            }
          }
        }
        resource "aws_lb_target_group" "plain" {
          protocol = "HTTP"
        }
        resource "aws_lb_target_group" "behind" {
          protocol = "HTTP"
        }
        "#;
    for (name, expected) in [("plain", Fail), ("redirected", Pass), ("unused", Pass), ("unclear", Unknown)] {
        let got = verdict(text, "load-balancer-redirects-to-https", &format!("aws_lb.{name}"));
        assert_eq!(got, Some(expected), "{name}");
    }
    let target = |name: &str| verdict(text, "target-group-encrypted", &format!("aws_lb_target_group.{name}"));
    assert_eq!([target("plain"), target("behind")], [Some(Fail), Some(Pass)]);
}

#[test]
fn web_firewalls_are_associated_from_outside() {
    let text = r#"
        resource "aws_lb" "guarded" {}
        resource "aws_lb" "bare" {}
        resource "aws_lb" "internal" {
          internal = true
        }
        resource "aws_lb" "unclear" {
          internal = var.unset
        }
        resource "aws_lb" "packets" {
          load_balancer_type = "network"
        }
        resource "aws_lb" "either" {
          load_balancer_type = var.unset
        }
        resource "aws_wafv2_web_acl_association" "a" {
          resource_arn = aws_lb.guarded.arn
        }
        resource "aws_appsync_graphql_api" "guarded" {}
        resource "aws_appsync_graphql_api" "bare" {}
        resource "aws_wafv2_web_acl_association" "g" {
          resource_arn = aws_appsync_graphql_api.guarded.arn
        }
        resource "aws_api_gateway_rest_api" "private" {
          endpoint_configuration {
            types = ["PRIVATE"]
          }
        }
        resource "aws_api_gateway_rest_api" "public" {}
        resource "aws_api_gateway_stage" "private" {
          rest_api_id = aws_api_gateway_rest_api.private.id
          stage_name  = "live"
        }
        resource "aws_api_gateway_stage" "public" {
          rest_api_id = aws_api_gateway_rest_api.public.id
          stage_name  = "live"
        }
        "#;
    for (name, expected) in [
        ("guarded", Pass),
        ("bare", Fail),
        ("internal", Pass),
        ("unclear", Unknown),
        ("packets", Pass),
        ("either", Unknown),
    ] {
        let got = verdict(text, "load-balancer-web-firewall", &format!("aws_lb.{name}"));
        assert_eq!(got, Some(expected), "{name}");
    }
    let graph =
        |name: &str| verdict(text, "graphql-web-firewall", &format!("aws_appsync_graphql_api.{name}"));
    assert_eq!([graph("guarded"), graph("bare")], [Some(Pass), Some(Fail)]);
    let stage = |name: &str| verdict(text, "api-web-firewall", &format!("aws_api_gateway_stage.{name}"));
    assert_eq!([stage("private"), stage("public")], [Some(Pass), Some(Fail)]);
}

#[test]
fn method_settings_belong_to_the_stage_of_their_api() {
    let text = r#"
        resource "aws_api_gateway_rest_api" "one" {}
        resource "aws_api_gateway_rest_api" "two" {}
        resource "aws_api_gateway_stage" "one" {
          rest_api_id = aws_api_gateway_rest_api.one.id
          stage_name  = "live"
        }
        resource "aws_api_gateway_stage" "two" {
          rest_api_id = aws_api_gateway_rest_api.two.id
          stage_name  = "live"
        }
        resource "aws_api_gateway_stage" "three" {
          rest_api_id = aws_api_gateway_rest_api.two.id
          stage_name  = "test"
        }
        resource "aws_api_gateway_method_settings" "by_name" {
          rest_api_id = aws_api_gateway_rest_api.one.id
          stage_name  = "live"
          method_path = "*/*"
          settings {
            logging_level   = "INFO"
            metrics_enabled = true
          }
        }
        resource "aws_api_gateway_method_settings" "unclear" {
          rest_api_id = aws_api_gateway_rest_api.two.id
          stage_name  = aws_api_gateway_stage.three.stage_name
          method_path = "*/*"
          settings {
            logging_level = var.unset
          }
        }
        "#;
    for check in ["api-execution-logging", "api-execution-logging-and-metrics"] {
        let stage = |name: &str| verdict(text, check, &format!("aws_api_gateway_stage.{name}"));
        assert_eq!([stage("one"), stage("two")], [Some(Pass), Some(Fail)], "{check}");
    }
    assert_eq!(verdict(text, "api-execution-logging", "aws_api_gateway_stage.three"), Some(Unknown));
}

#[test]
fn what_is_replaced_is_created_first() {
    let text = r#"
        resource "aws_acm_certificate" "first" {
          lifecycle {
            create_before_destroy = true
          }
        }
        resource "aws_acm_certificate" "after" {}
        resource "aws_api_gateway_deployment" "first" {
          lifecycle {
            create_before_destroy = true
          }
        }
        resource "aws_api_gateway_deployment" "after" {}
        "#;
    for (check, native) in [
        ("certificate-replaced-before-destroyed", "aws_acm_certificate"),
        ("api-replaced-before-destroyed", "aws_api_gateway_deployment"),
    ] {
        assert_eq!(verdict(text, check, &format!("{native}.first")), Some(Pass));
        assert_eq!(verdict(text, check, &format!("{native}.after")), Some(Fail));
    }
}

#[test]
fn zones_are_signed_and_logged_from_outside() {
    let text = r#"
        resource "aws_route53_zone" "bare" {}
        resource "aws_route53_zone" "kept" {}
        resource "aws_route53_zone" "private" {
          vpc {
            vpc_id = "vpc-1"
          }
        }
        resource "aws_route53_zone" "unclear" {
          dynamic "vpc" {
            for_each = var.unset
            content {
              vpc_id = vpc.value
            }
          }
        }
        resource "aws_route53_key_signing_key" "k" {
          hosted_zone_id = aws_route53_zone.kept.id
        }
        resource "aws_route53_query_log" "l" {
          zone_id = aws_route53_zone.kept.zone_id
        }
        resource "aws_wafv2_web_acl" "logged" {}
        resource "aws_wafv2_web_acl" "silent" {}
        resource "aws_wafv2_web_acl_logging_configuration" "l" {
          resource_arn = aws_wafv2_web_acl.logged.arn
        }
        "#;
    for check in ["dns-zone-signed", "dns-zone-query-logging"] {
        for (name, expected) in [("bare", Fail), ("kept", Pass), ("private", Pass), ("unclear", Unknown)] {
            assert_eq!(
                verdict(text, check, &format!("aws_route53_zone.{name}")),
                Some(expected),
                "{check} {name}"
            );
        }
    }
    assert_eq!(verdict(text, "web-firewall-logging", "aws_wafv2_web_acl.logged"), Some(Pass));
    assert_eq!(verdict(text, "web-firewall-logging", "aws_wafv2_web_acl.silent"), Some(Fail));
}

#[test]
fn a_gateway_is_as_safe_as_the_policy_it_names() {
    let text = r#"
        resource "azurerm_web_application_firewall_policy" "on" {}
        resource "azurerm_web_application_firewall_policy" "off" {
          policy_settings {
            enabled = false
          }
        }
        resource "azurerm_application_gateway" "on" {
          firewall_policy_id = azurerm_web_application_firewall_policy.on.id
        }
        resource "azurerm_application_gateway" "off" {
          firewall_policy_id = azurerm_web_application_firewall_policy.off.id
        }
        "#;
    let gateway =
        |name: &str| verdict(text, "gateway-web-firewall", &format!("azurerm_application_gateway.{name}"));
    assert_eq!([gateway("on"), gateway("off")], [Some(Pass), Some(Fail)]);
}

const CUSTOM_ORIGIN: &str = "origin {\n origin_id = \"o\"\n domain_name = \"x.example.org\"\n custom_origin_config {\n origin_protocol_policy = \"http-only\"\n origin_ssl_protocols = [\"SSLv3\"]\n }\n}";
const SAFE_ORIGIN: &str = "origin {\n origin_id = \"o\"\n domain_name = \"x.example.org\"\n custom_origin_config {\n origin_protocol_policy = \"https-only\"\n origin_ssl_protocols = [\"TLSv1.2\"]\n }\n}";
const UNCLEAR_ORIGIN: &str = "origin {\n origin_id = \"o\"\n domain_name = \"x.example.org\"\n custom_origin_config {\n origin_protocol_policy = var.unset\n origin_ssl_protocols = [var.unset]\n }\n}";

pub(super) const CASES: &[Case] = &[
    case(
        "load-balancer-access-logging",
        "aws_lb",
        "access_logs {\n enabled = \"true\"\n}",
        "access_logs {\n bucket = \"b\"\n}",
        "access_logs {\n enabled = var.unset\n}",
    ),
    case(
        "load-balancer-access-logging",
        "aws_elb",
        "access_logs {\n bucket = \"b\"\n}",
        "name = \"e\"",
        "access_logs {\n enabled = var.unset\n}",
    ),
    case(
        "load-balancer-access-logging",
        "google_compute_backend_service",
        "log_config {\n enable = true\n}",
        "name = \"b\"",
        "log_config {\n enable = var.unset\n}",
    ),
    case(
        "load-balancer-deletion-protection",
        "aws_alb",
        "enable_deletion_protection = true",
        "name = \"a\"",
        "enable_deletion_protection = var.unset",
    ),
    case(
        "load-balancer-drops-invalid-headers",
        "aws_lb",
        "drop_invalid_header_fields = true",
        "drop_invalid_header_fields = false",
        "drop_invalid_header_fields = var.unset",
    ),
    case(
        "load-balancer-desync-protection",
        "aws_lb",
        "name = \"a\"",
        "desync_mitigation_mode = \"monitor\"",
        "desync_mitigation_mode = var.unset",
    ),
    case(
        "load-balancer-cross-zone",
        "aws_lb",
        "load_balancer_type = \"network\"\n enable_cross_zone_load_balancing = true",
        "load_balancer_type = \"network\"",
        "load_balancer_type = \"network\"\n enable_cross_zone_load_balancing = var.unset",
    ),
    case(
        "load-balancer-cross-zone",
        "aws_elb",
        "name = \"e\"",
        "cross_zone_load_balancing = false",
        "cross_zone_load_balancing = var.unset",
    ),
    case("load-balancer-redirects-to-https", "aws_lb", "name = \"a\"", "", ""),
    case(
        "load-balancer-web-firewall",
        "aws_lb",
        "internal = true",
        "internal = false",
        "internal = var.unset",
    ),
    case(
        "backend-web-firewall",
        "google_compute_backend_service",
        "security_policy = \"projects/p/global/securityPolicies/s\"",
        "name = \"b\"",
        "security_policy = var.unset",
    ),
    case(
        "backend-encrypted",
        "google_compute_backend_service",
        "protocol = \"HTTPS\"",
        "protocol = \"HTTP\"",
        "protocol = var.unset",
    ),
    case(
        "classic-balancer-managed-certificate",
        "aws_elb",
        "listener {\n lb_protocol = \"https\"\n ssl_certificate_id = \"arn\"\n}",
        "listener {\n lb_protocol = \"http\"\n}",
        "dynamic \"listener\" {\n for_each = var.unset\n content {\n lb_protocol = \"https\"\n }\n}",
    ),
    case(
        "classic-balancer-encrypted-listeners",
        "aws_elb",
        "listener {\n lb_protocol = \"SSL\"\n}",
        "listener {\n lb_protocol = \"tcp\"\n}",
        "dynamic \"listener\" {\n for_each = var.unset\n content {\n lb_protocol = \"https\"\n }\n}",
    ),
    case(
        "classic-balancer-encrypted-backends",
        "aws_elb",
        "listener {\n instance_protocol = \"https\"\n ssl_certificate_id = \"arn\"\n}",
        "listener {\n instance_protocol = \"http\"\n ssl_certificate_id = \"arn\"\n}",
        "dynamic \"listener\" {\n for_each = var.unset\n content {\n instance_protocol = \"https\"\n }\n}",
    ),
    case(
        "accelerator-flow-logs",
        "aws_globalaccelerator_accelerator",
        "attributes {\n flow_logs_enabled = true\n}",
        "name = \"a\"",
        "attributes {\n flow_logs_enabled = var.unset\n}",
    ),
    case(
        "gateway-web-firewall",
        "azurerm_application_gateway",
        "waf_configuration {\n enabled = true\n}",
        "name = \"g\"",
        "waf_configuration {\n enabled = var.unset\n}",
    ),
    case(
        "gateway-https-only",
        "azurerm_application_gateway",
        "http_listener {\n name = \"plain\"\n protocol = \"Http\"\n}\nhttp_listener {\n name = \"s\"\n protocol = \"Https\"\n}\nrequest_routing_rule {\n http_listener_name = \"plain\"\n redirect_configuration_name = \"r\"\n}",
        "http_listener {\n name = \"plain\"\n protocol = \"Http\"\n}",
        "http_listener {\n name = \"plain\"\n protocol = var.unset\n}",
    ),
    case(
        "gateway-tls-policy",
        "azurerm_application_gateway",
        "ssl_policy {\n policy_type = \"CustomV2\"\n min_protocol_version = \"TLSv1_3\"\n}",
        "ssl_policy {\n policy_type = \"Custom\"\n min_protocol_version = \"TLSv1_2\"\n cipher_suites = [\"TLS_RSA_WITH_AES_128_CBC_SHA\"]\n}",
        "ssl_policy {\n policy_type = \"Predefined\"\n policy_name = var.unset\n}",
    ),
    case(
        "listener-not-plain-http",
        "aws_lb_listener",
        "port = 443\n protocol = \"HTTPS\"",
        "port = 80",
        "port = 80\n protocol = var.unset",
    ),
    case(
        "listener-certificate",
        "aws_lb_listener",
        "port = 443\n protocol = \"HTTPS\"\n certificate_arn = \"arn\"",
        "port = 443\n protocol = \"TLS\"",
        "port = 443\n protocol = \"TLS\"\n certificate_arn = var.unset",
    ),
    case(
        "listener-minimum-tls",
        "aws_lb_listener",
        "port = 443\n protocol = \"HTTPS\"\n ssl_policy = \"ELBSecurityPolicy-TLS13-1-2-2021-06\"",
        "port = 443\n protocol = \"HTTPS\"\n ssl_policy = \"ELBSecurityPolicy-TLS13-1-0-2021-06\"",
        "port = 443\n protocol = \"HTTPS\"\n ssl_policy = var.unset",
    ),
    case(
        "listener-no-weak-policy",
        "aws_alb_listener",
        "port = 53\n protocol = \"UDP\"",
        "port = 443\n protocol = \"HTTPS\"",
        "port = 443\n protocol = \"TLS\"\n ssl_policy = var.unset",
    ),
    case(
        "target-group-encrypted",
        "aws_lb_target_group",
        "protocol = \"HTTPS\"",
        "protocol = \"HTTP\"",
        "protocol = var.unset",
    ),
    case(
        "target-group-health-check",
        "aws_lb_target_group",
        "protocol = \"HTTP\"\n health_check {\n path = \"/live\"\n}",
        "protocol = \"HTTP\"",
        "protocol = \"HTTP\"\n health_check {\n path = var.unset\n}",
    ),
    case(
        "classic-policy-secure-protocols",
        "aws_load_balancer_policy",
        "policy_attribute {\n name = \"Protocol-TLSv1\"\n value = \"false\"\n}",
        "policy_attribute {\n name = \"Reference-Security-Policy\"\n value = \"ELBSecurityPolicy-2016-08\"\n}",
        "dynamic \"policy_attribute\" {\n for_each = var.unset\n content {\n name = policy_attribute.key\n }\n}",
    ),
    case(
        "ssl-policy-strong-profile",
        "google_compute_ssl_policy",
        "profile = \"MODERN\"\n min_tls_version = \"TLS_1_2\"",
        "profile = \"MODERN\"",
        "profile = var.unset",
    ),
    case(
        "ssl-policy-minimum-tls",
        "google_compute_ssl_policy",
        "min_tls_version = \"TLS_1_2\"",
        "profile = \"RESTRICTED\"",
        "min_tls_version = var.unset",
    ),
    case(
        "proxy-tls-policy",
        "google_compute_target_https_proxy",
        "ssl_policy = \"projects/p/global/sslPolicies/s\"",
        "name = \"p\"",
        "ssl_policy = var.unset",
    ),
    case(
        "forwarding-rule-not-plain-http",
        "google_compute_global_forwarding_rule",
        "load_balancing_scheme = \"INTERNAL_MANAGED\"\n target = \"projects/p/global/targetHttpProxies/x\"",
        "target = \"projects/p/global/targetHttpProxies/x\"",
        "target = var.unset",
    ),
    case(
        "content-delivery-https-only",
        "aws_cloudfront_distribution",
        "default_cache_behavior {\n viewer_protocol_policy = \"https-only\"\n}",
        "default_cache_behavior {\n viewer_protocol_policy = \"https-only\"\n}\nordered_cache_behavior {\n viewer_protocol_policy = \"allow-all\"\n}",
        "default_cache_behavior {\n viewer_protocol_policy = var.unset\n}",
    ),
    case(
        "content-delivery-https-only",
        "azurerm_cdn_endpoint",
        "is_http_allowed = false",
        "name = \"e\"",
        "is_http_allowed = var.unset",
    ),
    case(
        "content-delivery-https-only",
        "azurerm_cdn_frontdoor_route",
        "name = \"r\"",
        "https_redirect_enabled = false",
        "https_redirect_enabled = var.unset",
    ),
    case(
        "content-delivery-https-offered",
        "azurerm_cdn_endpoint",
        "name = \"e\"",
        "is_https_allowed = false",
        "is_https_allowed = var.unset",
    ),
    case(
        "content-delivery-minimum-tls",
        "aws_cloudfront_distribution",
        "viewer_certificate {\n minimum_protocol_version = \"TLSv1.2_2019\"\n}",
        "viewer_certificate {\n cloudfront_default_certificate = true\n minimum_protocol_version = \"TLSv1.2_2019\"\n}",
        "viewer_certificate {\n minimum_protocol_version = var.unset\n}",
    ),
    case(
        "content-delivery-minimum-tls",
        "azurerm_cdn_endpoint_custom_domain",
        "name = \"d\"",
        "user_managed_https {\n tls_version = \"TLS10\"\n}",
        "user_managed_https {\n tls_version = var.unset\n}",
    ),
    case(
        "content-delivery-minimum-tls",
        "azurerm_cdn_frontdoor_custom_domain",
        "tls {\n minimum_tls_version = \"TLS12\"\n}",
        "tls {\n minimum_tls_version = \"TLS10\"\n}",
        "tls {\n minimum_tls_version = var.unset\n}",
    ),
    case(
        "content-delivery-own-certificate",
        "aws_cloudfront_distribution",
        "viewer_certificate {\n iam_certificate_id = \"i\"\n}",
        "viewer_certificate {\n cloudfront_default_certificate = true\n}",
        "viewer_certificate {\n acm_certificate_arn = var.unset\n}",
    ),
    case(
        "content-delivery-access-logging",
        "aws_cloudfront_distribution",
        "logging_config {\n bucket = \"b.s3.amazonaws.com\"\n}",
        "enabled = true",
        "logging_config {\n bucket = var.unset\n}",
    ),
    case(
        "content-delivery-web-firewall",
        "aws_cloudfront_distribution",
        "web_acl_id = \"arn\"",
        "web_acl_id = \"\"",
        "web_acl_id = var.unset",
    ),
    case(
        "content-delivery-web-firewall",
        "azurerm_frontdoor",
        "frontend_endpoint {\n web_application_firewall_policy_link_id = \"/subscriptions/s/p\"\n}",
        "frontend_endpoint {\n web_application_firewall_policy_link_id = \"/subscriptions/s/p\"\n}\nfrontend_endpoint {\n name = \"e\"\n}",
        "frontend_endpoint {\n web_application_firewall_policy_link_id = var.unset\n}",
    ),
    case(
        "content-delivery-origin-access",
        "aws_cloudfront_distribution",
        "origin {\n domain_name = \"b.s3.amazonaws.com\"\n origin_access_control_id = \"o\"\n}",
        "origin {\n domain_name = \"b.s3.us-east-1.amazonaws.com\"\n}",
        "origin {\n domain_name = \"b.s3.amazonaws.com\"\n origin_access_control_id = var.unset\n}",
    ),
    case(
        "content-delivery-origin-encrypted",
        "aws_cloudfront_distribution",
        SAFE_ORIGIN,
        CUSTOM_ORIGIN,
        UNCLEAR_ORIGIN,
    ),
    case(
        "content-delivery-origin-protocols",
        "aws_cloudfront_distribution",
        SAFE_ORIGIN,
        CUSTOM_ORIGIN,
        UNCLEAR_ORIGIN,
    ),
    case(
        "content-delivery-origin-failover",
        "aws_cloudfront_distribution",
        "origin_group {\n failover_criteria {\n status_codes = [500]\n }\n member {\n origin_id = \"a\"\n }\n member {\n origin_id = \"b\"\n }\n}",
        "origin_group {\n failover_criteria {\n status_codes = [500]\n }\n member {\n origin_id = \"a\"\n }\n}",
        "dynamic \"origin_group\" {\n for_each = var.unset\n content {\n origin_id = \"g\"\n }\n}",
    ),
    case(
        "content-delivery-default-root-object",
        "aws_cloudfront_distribution",
        "default_root_object = \"index.html\"",
        "enabled = true",
        "default_root_object = var.unset",
    ),
    case(
        "content-delivery-geo-restriction",
        "aws_cloudfront_distribution",
        "restrictions {\n geo_restriction {\n restriction_type = \"whitelist\"\n }\n}",
        "restrictions {\n geo_restriction {\n restriction_type = \"none\"\n }\n}",
        "restrictions {\n geo_restriction {\n restriction_type = var.unset\n }\n}",
    ),
    case(
        "content-delivery-response-headers",
        "aws_cloudfront_distribution",
        "default_cache_behavior {\n response_headers_policy_id = \"p\"\n}",
        "default_cache_behavior {\n viewer_protocol_policy = \"https-only\"\n}",
        "default_cache_behavior {\n response_headers_policy_id = var.unset\n}",
    ),
    case(
        "response-headers-strict-transport",
        "aws_cloudfront_response_headers_policy",
        "security_headers_config {\n strict_transport_security {\n access_control_max_age_sec = 63072000\n include_subdomains = true\n preload = true\n override = true\n }\n}",
        "security_headers_config {\n strict_transport_security {\n access_control_max_age_sec = 63072000\n include_subdomains = true\n override = true\n }\n}",
        "security_headers_config {\n strict_transport_security {\n access_control_max_age_sec = var.unset\n include_subdomains = true\n preload = true\n override = true\n }\n}",
    ),
    case(
        "api-access-logging",
        "aws_api_gateway_stage",
        "access_log_settings {\n destination_arn = \"arn\"\n}",
        "stage_name = \"s\"",
        "access_log_settings {\n destination_arn = var.unset\n}",
    ),
    case(
        "api-access-logging",
        "aws_apigatewayv2_stage",
        "access_log_settings {\n destination_arn = \"arn\"\n}",
        "name = \"s\"",
        "access_log_settings {\n destination_arn = var.unset\n}",
    ),
    case(
        "api-tracing",
        "aws_api_gateway_stage",
        "xray_tracing_enabled = true",
        "stage_name = \"s\"",
        "xray_tracing_enabled = var.unset",
    ),
    case(
        "api-tracing",
        "aws_appsync_graphql_api",
        "xray_enabled = true",
        "name = \"g\"",
        "xray_enabled = var.unset",
    ),
    case("api-web-firewall", "aws_api_gateway_stage", "", "", "rest_api_id = \"r\""),
    case(
        "graphql-logging",
        "aws_appsync_graphql_api",
        "log_config {\n cloudwatch_logs_role_arn = \"arn\"\n}",
        "name = \"g\"",
        "log_config {\n cloudwatch_logs_role_arn = var.unset\n}",
    ),
    case(
        "graphql-field-logging",
        "aws_appsync_graphql_api",
        "log_config {\n field_log_level = \"ALL\"\n}",
        "log_config {\n field_log_level = \"NONE\"\n}",
        "log_config {\n field_log_level = var.unset\n}",
    ),
    case(
        "graphql-cache-encryption-at-rest",
        "aws_appsync_api_cache",
        "at_rest_encryption_enabled = true",
        "ttl = 60",
        "at_rest_encryption_enabled = var.unset",
    ),
    case(
        "graphql-cache-encryption-in-transit",
        "aws_appsync_api_cache",
        "transit_encryption_enabled = true",
        "ttl = 60",
        "transit_encryption_enabled = var.unset",
    ),
    case(
        "api-method-authentication",
        "aws_api_gateway_method",
        "http_method = \"GET\"\n authorization = \"NONE\"\n api_key_required = true",
        "http_method = \"GET\"\n authorization = \"NONE\"",
        "http_method = \"GET\"\n authorization = var.unset",
    ),
    case(
        "api-method-authentication",
        "aws_api_gateway_method",
        "http_method = \"OPTIONS\"\n authorization = \"NONE\"",
        "http_method = \"DELETE\"",
        "",
    ),
    case(
        "api-route-authentication",
        "aws_apigatewayv2_route",
        "authorization_type = \"JWT\"",
        "route_key = \"GET /\"",
        "authorization_type = var.unset",
    ),
    case(
        "api-request-validation",
        "aws_api_gateway_method",
        "request_validator_id = \"v\"",
        "http_method = \"GET\"",
        "request_validator_id = var.unset",
    ),
    case(
        "api-client-certificate",
        "aws_api_gateway_stage",
        "client_certificate_id = \"c\"",
        "stage_name = \"s\"",
        "client_certificate_id = var.unset",
    ),
    case(
        "api-no-data-trace",
        "aws_api_gateway_method_settings",
        "settings {\n logging_level = \"INFO\"\n}",
        "settings {\n data_trace_enabled = true\n}",
        "settings {\n data_trace_enabled = var.unset\n}",
    ),
    case(
        "api-cache-encryption",
        "aws_api_gateway_method_settings",
        "settings {\n caching_enabled = false\n}",
        "settings {\n caching_enabled = true\n}",
        "settings {\n caching_enabled = true\n cache_data_encrypted = var.unset\n}",
    ),
    case(
        "api-domain-minimum-tls",
        "aws_api_gateway_domain_name",
        "security_policy = \"TLS_1_2\"",
        "security_policy = \"TLS_1_0\"",
        "security_policy = var.unset",
    ),
    case(
        "api-domain-minimum-tls",
        "aws_apigatewayv2_domain_name",
        "domain_name_configuration {\n security_policy = \"TLS_1_2\"\n}",
        "domain_name = \"d\"",
        "domain_name_configuration {\n security_policy = var.unset\n}",
    ),
    case(
        "api-management-network",
        "azurerm_api_management",
        "virtual_network_configuration {\n subnet_id = \"/subscriptions/s/n\"\n}",
        "name = \"a\"",
        "virtual_network_configuration {\n subnet_id = var.unset\n}",
    ),
    case(
        "api-management-no-public-access",
        "azurerm_api_management",
        "public_network_access_enabled = false",
        "name = \"a\"",
        "public_network_access_enabled = var.unset",
    ),
    case(
        "api-management-client-certificates",
        "azurerm_api_management",
        "sku_name = \"Consumption_0\"\n client_certificate_enabled = true",
        "sku_name = \"Consumption_0\"",
        "sku_name = \"Consumption_0\"\n client_certificate_enabled = var.unset",
    ),
    case(
        "api-management-minimum-tls",
        "azurerm_api_management",
        "security {\n backend_tls10_enabled = false\n}",
        "security {\n enable_frontend_tls11 = true\n}",
        "",
    ),
    case(
        "api-backend-https",
        "azurerm_api_management_backend",
        "url = \"https://b\"",
        "url = \"http://b\"",
        "url = var.unset",
    ),
    case(
        "managed-api-https-only",
        "azurerm_api_management_api",
        "protocols = [\"https\"]",
        "protocols = [\"http\", \"https\"]",
        "protocols = var.unset",
    ),
    case(
        "managed-api-subscription",
        "azurerm_api_management_api",
        "name = \"a\"",
        "subscription_required = false",
        "subscription_required = var.unset",
    ),
    case(
        "web-firewall-has-rules",
        "aws_wafv2_web_acl",
        "rule {\n name = \"r\"\n}",
        "name = \"w\"",
        "dynamic \"rule\" {\n for_each = var.unset\n content {\n name = rule.value\n }\n}",
    ),
    case(
        "web-firewall-rules-act",
        "aws_wafregional_rule_group",
        "activated_rule {\n action {\n type = \"BLOCK\"\n }\n}",
        "activated_rule {\n priority = 1\n}",
        "dynamic \"activated_rule\" {\n for_each = var.unset\n content {\n priority = 1\n }\n}",
    ),
    case(
        "classic-web-firewall-logging",
        "aws_waf_web_acl",
        "logging_configuration {\n log_destination = \"arn\"\n}",
        "name = \"w\"",
        "logging_configuration {\n log_destination = var.unset\n}",
    ),
    case(
        "web-firewall-stops-log4j-exploits",
        "aws_wafv2_web_acl",
        "rule {\n override_action {\n none {}\n }\n statement {\n managed_rule_group_statement {\n name = \"AWSManagedRulesKnownBadInputsRuleSet\"\n }\n }\n}",
        "rule {\n override_action {\n none {}\n }\n statement {\n managed_rule_group_statement {\n name = \"AWSManagedRulesKnownBadInputsRuleSet\"\n rule_action_override {\n name = \"Log4JRCE\"\n action_to_use {\n count {}\n }\n }\n }\n }\n}",
        "dynamic \"rule\" {\n for_each = var.unset\n content {\n name = rule.value\n }\n}",
    ),
    case(
        "web-firewall-stops-log4j-exploits",
        "azurerm_web_application_firewall_policy",
        "managed_rules {\n managed_rule_set {\n version = \"3.2\"\n }\n}",
        "managed_rules {\n managed_rule_set {\n version = \"3.2\"\n rule_group_override {\n rule_group_name = \"REQUEST-944-APPLICATION-ATTACK-JAVA\"\n rule {\n id = \"944240\"\n enabled = false\n }\n }\n }\n}",
        "managed_rules {\n dynamic \"managed_rule_set\" {\n for_each = var.unset\n content {\n version = managed_rule_set.value\n }\n }\n}",
    ),
    case(
        "web-firewall-stops-log4j-exploits",
        "azurerm_frontdoor_firewall_policy",
        "managed_rule {\n type = \"DefaultRuleSet\"\n}",
        "managed_rule {\n type = \"BotProtection\"\n}",
        "dynamic \"managed_rule\" {\n for_each = var.unset\n content {\n type = managed_rule.value\n }\n}",
    ),
    case(
        "web-firewall-stops-log4j-exploits",
        "google_compute_security_policy",
        "rule {\n action = \"deny(403)\"\n match {\n expr {\n expression = \"evaluatePreconfiguredWaf('cve-canary')\"\n }\n }\n}",
        "rule {\n action = \"allow\"\n match {\n expr {\n expression = \"evaluatePreconfiguredWaf('cve-canary')\"\n }\n }\n}",
        "dynamic \"rule\" {\n for_each = var.unset\n content {\n action = rule.value\n }\n}",
    ),
    case(
        "web-firewall-enabled",
        "azurerm_cdn_frontdoor_firewall_policy",
        "mode = \"Prevention\"",
        "enabled = false",
        "enabled = var.unset",
    ),
    case(
        "web-firewall-prevents",
        "azurerm_web_application_firewall_policy",
        "name = \"p\"",
        "policy_settings {\n mode = \"Detection\"\n}",
        "policy_settings {\n mode = var.unset\n}",
    ),
    case(
        "managed-zone-signed",
        "google_dns_managed_zone",
        "dnssec_config {\n state = \"on\"\n}",
        "name = \"z\"",
        "dnssec_config {\n state = var.unset\n}",
    ),
    case(
        "managed-zone-strong-algorithms",
        "google_dns_managed_zone",
        "name = \"z\"",
        "dnssec_config {\n default_key_specs {\n algorithm = \"rsasha1\"\n }\n}",
        "dnssec_config {\n default_key_specs {\n algorithm = var.unset\n }\n}",
    ),
    case(
        "dns-query-logging",
        "google_dns_policy",
        "enable_logging = true",
        "name = \"p\"",
        "enable_logging = var.unset",
    ),
    case(
        "dns-query-logging",
        "google_dns_managed_zone",
        "cloud_logging_config {\n enable_logging = true\n}",
        "name = \"z\"",
        "cloud_logging_config {\n enable_logging = var.unset\n}",
    ),
    case(
        "domain-transfer-lock",
        "aws_route53domains_registered_domain",
        "domain_name = \"d\"",
        "transfer_lock = false",
        "transfer_lock = var.unset",
    ),
    case(
        "certificate-transparency-logging",
        "aws_acm_certificate",
        "domain_name = \"d\"",
        "options {\n certificate_transparency_logging_preference = \"DISABLED\"\n}",
        "options {\n certificate_transparency_logging_preference = var.unset\n}",
    ),
    case(
        "certificate-no-wildcard",
        "aws_acm_certificate",
        "domain_name = \"d\"",
        "domain_name = \"d\"\n subject_alternative_names = [\"*.d\"]",
        "domain_name = var.unset",
    ),
    case(
        "certificate-authority-revocation",
        "aws_acmpca_certificate_authority",
        "revocation_configuration {\n crl_configuration {\n enabled = true\n }\n}",
        "type = \"ROOT\"",
        "revocation_configuration {\n crl_configuration {\n enabled = var.unset\n }\n}",
    ),
];
