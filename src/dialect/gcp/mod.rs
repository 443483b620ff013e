//! The Google Cloud dialect: one file per service family.

mod analytics;
mod data_services;
mod iam;
mod kms;
mod organization;
mod sql;
mod artifacts;
mod compute;
mod kubernetes;
mod serverless;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] =
    &[analytics::TYPES, data_services::TYPES, iam::TYPES, kms::TYPES, organization::TYPES, sql::TYPES];
pub(super) static TYPES: &[&[Type]] = &[analytics::TYPES, data_services::TYPES, sql::TYPES];
pub(super) static TYPES: &[&[Type]] =
    &[artifacts::TYPES, compute::TYPES, kubernetes::TYPES, serverless::TYPES];
