//! The Azure dialect: one file per service family.

mod analytics;
mod data_services;
mod directory;
mod open_source_databases;
mod sql;
mod vault;
mod app_service;
mod automation;
mod containers;
mod machine;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    analytics::TYPES,
    data_services::TYPES,
    directory::TYPES,
    open_source_databases::TYPES,
    sql::TYPES,
    vault::TYPES,
];
pub(super) static TYPES: &[&[Type]] =
    &[analytics::TYPES, data_services::TYPES, open_source_databases::TYPES, sql::TYPES];
    &[app_service::TYPES, automation::TYPES, containers::TYPES, machine::TYPES];
