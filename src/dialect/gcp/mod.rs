//! The Google Cloud dialect: one file per service family.

mod analytics;
mod data_services;
mod iam;
mod kms;
mod organization;
mod sql;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] =
    &[analytics::TYPES, data_services::TYPES, iam::TYPES, kms::TYPES, organization::TYPES, sql::TYPES];
