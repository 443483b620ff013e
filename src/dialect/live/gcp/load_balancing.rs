//! Load balancing: policies, proxies, forwarding rules, backends, Cloud Armor.
//!
//! Source: the Compute Engine REST API reference.

use super::NAME;
use super::take::FULL_NAME;
use crate::dialect::live::{Field, Shape, Take};

const SSL_POLICY: &[Field] = &[
    NAME,
    Field::same("profile", "profile"),
    Field::same("min_tls_version", "minTlsVersion"),
    Field::same("custom_features", "customFeatures").or_unset(),
];

const PROXY: &[Field] = &[NAME, Field::of("ssl_policy", "sslPolicy", FULL_NAME).or_unset()];

const FORWARDING: &[Field] = &[
    NAME,
    Field::same("load_balancing_scheme", "loadBalancingScheme"),
    Field::of("target", "target", FULL_NAME).or_unset(),
];

const BACKEND: &[Field] = &[
    NAME,
    Field::same("protocol", "protocol"),
    Field::same("load_balancing_scheme", "loadBalancingScheme"),
    Field::same("log_config.enable", "logConfig.enable").or_unset(),
    Field::of("security_policy", "securityPolicy", FULL_NAME).or_unset(),
];

const ARMOR_RULE: &[Field] = &[
    Field::same("action", "action"),
    Field::same("preview", "preview").or_unset(),
    Field::same("match.expr.expression", "match.expr.expression").or_unset(),
];

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("compute.googleapis.com/SslPolicy", "google_compute_ssl_policy", SSL_POLICY),
    Shape::new("compute.googleapis.com/RegionSslPolicy", "google_compute_region_ssl_policy", SSL_POLICY),
    Shape::new("compute.googleapis.com/TargetHttpsProxy", "google_compute_target_https_proxy", PROXY),
    Shape::new(
        "compute.googleapis.com/RegionTargetHttpsProxy",
        "google_compute_region_target_https_proxy",
        PROXY,
    ),
    Shape::new("compute.googleapis.com/TargetSslProxy", "google_compute_target_ssl_proxy", PROXY),
    Shape::new("compute.googleapis.com/ForwardingRule", "google_compute_forwarding_rule", FORWARDING),
    Shape::new(
        "compute.googleapis.com/GlobalForwardingRule",
        "google_compute_global_forwarding_rule",
        FORWARDING,
    ),
    Shape::new("compute.googleapis.com/BackendService", "google_compute_backend_service", BACKEND),
    Shape::new(
        "compute.googleapis.com/RegionBackendService",
        "google_compute_region_backend_service",
        BACKEND,
    ),
    Shape::new(
        "compute.googleapis.com/SecurityPolicy",
        "google_compute_security_policy",
        &[NAME, Field::of("rule", "rules", Take::Blocks(ARMOR_RULE)).or_unset()],
    ),
];
