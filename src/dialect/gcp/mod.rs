//! The Google Cloud dialect: one file per service family.

mod analytics;
mod artifacts;
mod compute;
mod data_services;
mod iam;
mod kms;
mod kubernetes;
mod organization;
mod serverless;
mod sql;
mod disk;
mod file_share;
mod sql;
mod storage;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    analytics::TYPES,
    artifacts::TYPES,
    compute::TYPES,
    data_services::TYPES,
    iam::TYPES,
    kms::TYPES,
    kubernetes::TYPES,
    organization::TYPES,
    serverless::TYPES,
    sql::TYPES,
];
pub(super) static TYPES: &[&[Type]] =
    &[analytics::TYPES, data_services::TYPES, iam::TYPES, kms::TYPES, organization::TYPES, sql::TYPES];
pub(super) static TYPES: &[&[Type]] = &[analytics::TYPES, data_services::TYPES, sql::TYPES];
pub(super) static TYPES: &[&[Type]] = &[disk::TYPES, file_share::TYPES, storage::TYPES];
pub(super) static TYPES: &[&[Type]] = &[
    // one on each line, in the order of names
    analytics::TYPES,
    data_services::TYPES,
    disk::TYPES,
    file_share::TYPES,
    sql::TYPES,
    storage::TYPES,
];
