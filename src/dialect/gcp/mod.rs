//! The Google Cloud dialect: one file per service family.

mod analytics;
mod artifacts;
mod assistants;
mod compute;
mod data_services;
mod disk;
mod file_share;
mod firewall;
mod iam;
mod kms;
mod kubernetes;
mod load_balancing;
mod logging;
mod network;
mod organization;
mod serverless;
mod sql;
mod storage;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    // one on each line, in the order of names
    analytics::TYPES,
    artifacts::TYPES,
    assistants::TYPES,
    compute::TYPES,
    data_services::TYPES,
    disk::TYPES,
    file_share::TYPES,
    firewall::TYPES,
    iam::TYPES,
    kms::TYPES,
    kubernetes::TYPES,
    load_balancing::TYPES,
    logging::TYPES,
    network::TYPES,
    organization::TYPES,
    serverless::TYPES,
    sql::TYPES,
    storage::TYPES,
];
