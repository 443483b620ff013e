//! The Azure dialect: one file per service family.

mod analytics;
mod api_management;
mod app_service;
mod automation;
mod backup;
mod containers;
mod data_services;
mod defender;
mod directory;
mod disk;
mod edge;
mod file_share;
mod machine;
mod monitor;
mod network_security_group;
mod open_source_databases;
mod sql;
mod storage_account;
mod vault;
mod virtual_network;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    // one on each line, in the order of names
    analytics::TYPES,
    api_management::TYPES,
    app_service::TYPES,
    automation::TYPES,
    backup::TYPES,
    containers::TYPES,
    data_services::TYPES,
    defender::TYPES,
    directory::TYPES,
    disk::TYPES,
    edge::TYPES,
    file_share::TYPES,
    machine::TYPES,
    monitor::TYPES,
    network_security_group::TYPES,
    open_source_databases::TYPES,
    sql::TYPES,
    storage_account::TYPES,
    vault::TYPES,
    virtual_network::TYPES,
];
