//! Checks on what runs software: machines, functions, applications, containers, and what builds them.

mod automation;
mod azure_machine;
mod build;
mod cluster;
mod cluster_access;
mod cluster_network;
mod container;
mod function;
mod google_machine;
mod instance_group;
mod machine;
mod node_pool;
mod notebook;
mod registry;
mod service;
mod task;
mod web_app;
mod web_app_access;
mod web_app_operations;

#[cfg(test)]
mod tests;

use super::Check;

/// Tables of the family, one per kind.
pub(super) static CHECKS: &[&[Check]] = &[
    machine::CHECKS,
    google_machine::CHECKS,
    azure_machine::CHECKS,
    instance_group::CHECKS,
    function::CHECKS,
    web_app::CHECKS,
    web_app_access::CHECKS,
    web_app_operations::CHECKS,
    container::CHECKS,
    task::CHECKS,
    cluster::CHECKS,
    cluster_network::CHECKS,
    cluster_access::CHECKS,
    node_pool::CHECKS,
    registry::CHECKS,
    build::CHECKS,
    notebook::CHECKS,
    automation::CHECKS,
    service::CHECKS,
];
