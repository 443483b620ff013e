//! Checks on what runs software: machines, functions, applications, containers, and what builds them.

mod azure_machine;
mod build;
mod cluster;
mod container;
mod function;
mod machine;
mod notebook;
mod registry;
mod service;
mod web_app;

use super::Check;

/// Tables of the family, one per kind.
pub(super) static CHECKS: &[&[Check]] = &[
    machine::CHECKS,
    azure_machine::CHECKS,
    function::CHECKS,
    web_app::CHECKS,
    container::CHECKS,
    cluster::CHECKS,
    registry::CHECKS,
    build::CHECKS,
    notebook::CHECKS,
    service::CHECKS,
];
