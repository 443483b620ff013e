//! The Google Cloud dialect: one file per service family.

mod analytics;
mod data_services;
mod sql;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[analytics::TYPES, data_services::TYPES, sql::TYPES];
