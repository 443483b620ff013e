//! The Google Cloud dialect: one file per service family.

mod analytics;
mod artifacts;
mod compute;
mod data_services;
mod disk;
mod file_share;
mod iam;
mod kms;
mod kubernetes;
mod logging;
mod organization;
mod serverless;
mod sql;
mod storage;
mod firewall;
mod load_balancing;
mod network;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    // one on each line, in the order of names
    analytics::TYPES,
    artifacts::TYPES,
    compute::TYPES,
    data_services::TYPES,
    disk::TYPES,
    file_share::TYPES,
    iam::TYPES,
    kms::TYPES,
    kubernetes::TYPES,
    logging::TYPES,
    organization::TYPES,
    serverless::TYPES,
    sql::TYPES,
    storage::TYPES,
];
pub(super) static TYPES: &[&[Type]] = &[analytics::TYPES, data_services::TYPES, sql::TYPES];
pub(super) static TYPES: &[&[Type]] = &[firewall::TYPES, load_balancing::TYPES, network::TYPES];
