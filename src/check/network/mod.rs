//! Checks on networks and edges: firewalls, subnets, balancers, content delivery, APIs, names, certificates.

mod api_endpoint;
mod content_delivery;
mod firewall;
mod listener;
mod load_balancer;
mod names;
mod ports;
mod segment;
mod traffic;
mod web_firewall;

#[cfg(test)]
mod tests;

use super::Check;

/// Tables of the family, one per kind.
pub(super) static CHECKS: &[&[Check]] = &[
    firewall::CHECKS,
    ports::CHECKS,
    segment::CHECKS,
    load_balancer::CHECKS,
    listener::CHECKS,
    content_delivery::CHECKS,
    api_endpoint::CHECKS,
    web_firewall::CHECKS,
    names::CHECKS,
];
