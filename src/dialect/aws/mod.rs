//! The AWS dialect: one file per service family.

mod analytics;
mod directory;
mod documentdb;
mod dynamodb;
mod ebs;
mod elasticache;
mod iam;
mod kms;
mod messaging;
mod opensearch;
pub(crate) mod policy;
mod rds;
mod redshift;
mod secrets;
mod transfer;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    analytics::TYPES,
    directory::TYPES,
    documentdb::TYPES,
    dynamodb::TYPES,
    ebs::TYPES,
    elasticache::TYPES,
    iam::TYPES,
    kms::TYPES,
    messaging::TYPES,
    opensearch::TYPES,
    rds::TYPES,
    redshift::TYPES,
    secrets::TYPES,
    transfer::TYPES,
];
