//! Checks on networks and edges: firewalls, subnets, balancers, content delivery, APIs, names, certificates.

mod api_gateway;
mod api_management;
mod application_gateway;
mod connection;
mod content_delivery;
mod firewall;
mod graphql;
mod listener;
mod load_balancer;
mod managed_firewall;
mod names;
mod ports;
mod route;
mod subnet;
mod traffic;
mod virtual_network;
mod web_firewall;

#[cfg(test)]
mod tests;

use super::Check;

/// Tables of the family, one per topic.
pub(super) static CHECKS: &[&[Check]] = &[
    firewall::CHECKS,
    ports::CHECKS,
    managed_firewall::CHECKS,
    virtual_network::CHECKS,
    subnet::CHECKS,
    route::CHECKS,
    connection::CHECKS,
    load_balancer::CHECKS,
    application_gateway::CHECKS,
    listener::CHECKS,
    content_delivery::CHECKS,
    api_gateway::CHECKS,
    graphql::CHECKS,
    api_management::CHECKS,
    web_firewall::CHECKS,
    names::CHECKS,
];
