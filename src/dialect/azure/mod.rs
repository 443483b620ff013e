//! The Azure dialect: one file per service family.

mod analytics;
mod app_service;
mod automation;
mod containers;
mod data_services;
mod directory;
mod machine;
mod open_source_databases;
mod sql;
mod vault;
mod backup;
mod data_services;
mod disk;
mod file_share;
mod open_source_databases;
mod sql;
mod storage_account;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    analytics::TYPES,
    app_service::TYPES,
    automation::TYPES,
    containers::TYPES,
    data_services::TYPES,
    directory::TYPES,
    machine::TYPES,
    open_source_databases::TYPES,
    sql::TYPES,
    vault::TYPES,
];
pub(super) static TYPES: &[&[Type]] =
    &[analytics::TYPES, data_services::TYPES, open_source_databases::TYPES, sql::TYPES];
    &[backup::TYPES, disk::TYPES, file_share::TYPES, storage_account::TYPES];
    // one on each line, in the order of names
    analytics::TYPES,
    backup::TYPES,
    data_services::TYPES,
    disk::TYPES,
    file_share::TYPES,
    open_source_databases::TYPES,
    sql::TYPES,
    storage_account::TYPES,
];
