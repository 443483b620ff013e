//! The Azure dialect: one file per service family.

mod analytics;
mod app_service;
mod automation;
mod backup;
mod containers;
mod data_services;
mod defender;
mod directory;
mod disk;
mod file_share;
mod machine;
mod monitor;
mod open_source_databases;
mod sql;
mod storage_account;
mod vault;
mod api_management;
mod edge;
mod network_security_group;
mod virtual_network;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    // one on each line, in the order of names
    analytics::TYPES,
    app_service::TYPES,
    automation::TYPES,
    backup::TYPES,
    containers::TYPES,
    data_services::TYPES,
    defender::TYPES,
    directory::TYPES,
    disk::TYPES,
    file_share::TYPES,
    machine::TYPES,
    monitor::TYPES,
    open_source_databases::TYPES,
    sql::TYPES,
    storage_account::TYPES,
    vault::TYPES,
];
pub(super) static TYPES: &[&[Type]] =
    &[analytics::TYPES, data_services::TYPES, open_source_databases::TYPES, sql::TYPES];
    &[api_management::TYPES, edge::TYPES, network_security_group::TYPES, virtual_network::TYPES];
