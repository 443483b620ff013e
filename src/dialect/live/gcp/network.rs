//! Networks, subnetworks, firewall rules, NAT, VPN tunnels and DNS zones.
//!
//! Source: the REST API references of Compute Engine and Cloud DNS.

use super::NAME;
use super::compute::LOG_CONFIG;
use super::take::{FULL_NAME, LOWER};
use crate::dialect::live::{Field, Shape, Take};

/// What a rule does with the traffic it names.
const ACTION: &[Field] = &[Field::same("protocol", "IPProtocol"), Field::same("ports", "ports").or_unset()];

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "compute.googleapis.com/Network",
        "google_compute_network",
        &[NAME, Field::same("auto_create_subnetworks", "autoCreateSubnetworks")],
    ),
    Shape::new(
        "compute.googleapis.com/Subnetwork",
        "google_compute_subnetwork",
        &[
            NAME,
            LOG_CONFIG,
            Field::of("region", "region", Take::Last),
            Field::same("purpose", "purpose").or_unset(),
            Field::same("private_ip_google_access", "privateIpGoogleAccess").or_unset(),
            Field::same("stack_type", "stackType").or_unset(),
            Field::same("private_ipv6_google_access", "privateIpv6GoogleAccess").or_unset(),
        ],
    ),
    Shape::new(
        "compute.googleapis.com/Firewall",
        "google_compute_firewall",
        &[
            NAME,
            LOG_CONFIG,
            Field::of("network", "network", FULL_NAME),
            Field::same("description", "description").or_unset(),
            Field::same("disabled", "disabled").or_unset(),
            Field::same("direction", "direction"),
            Field::same("source_ranges", "sourceRanges").or_unset(),
            Field::same("source_tags", "sourceTags").or_unset(),
            Field::same("source_service_accounts", "sourceServiceAccounts").or_unset(),
            Field::same("destination_ranges", "destinationRanges").or_unset(),
            Field::of("allow", "allowed", Take::Blocks(ACTION)).or_unset(),
            Field::of("deny", "denied", Take::Blocks(ACTION)).or_unset(),
        ],
    ),
    // one for each gateway of a router
    Shape::new(
        "compute.googleapis.com/Router/Nat",
        "google_compute_router_nat",
        &[NAME, Field::same("log_config.enable", "logConfig.enable").or_unset()],
    ),
    Shape::new(
        "compute.googleapis.com/VpnTunnel",
        "google_compute_vpn_tunnel",
        &[NAME, Field::same("ike_version", "ikeVersion")],
    ),
    Shape::new(
        "dns.googleapis.com/ManagedZone",
        "google_dns_managed_zone",
        &[
            NAME,
            Field::of("visibility", "visibility", LOWER),
            Field::same("cloud_logging_config.enable_logging", "cloudLoggingConfig.enableLogging").or_unset(),
            Field::of("dnssec_config.state", "dnssecConfig.state", LOWER).or_unset(),
            Field::of(
                "dnssec_config.default_key_specs",
                "dnssecConfig.defaultKeySpecs",
                Take::Blocks(&[Field::of("algorithm", "algorithm", LOWER)]),
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "dns.googleapis.com/Policy",
        "google_dns_policy",
        &[NAME, Field::same("enable_logging", "enableLogging").or_unset()],
    ),
];
