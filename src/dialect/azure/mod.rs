//! The Azure dialect: one file per service family.

mod analytics;
mod data_services;
mod directory;
mod open_source_databases;
mod sql;
mod vault;

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
