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
mod application;
mod code;
mod ebs;
mod ec2;
mod ecr;
mod ecs;
mod eks;
mod iam;
mod lambda;
pub(crate) mod policy;
mod sagemaker;
mod ssm;

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
    ebs::TYPES,
    iam::TYPES,
    application::TYPES,
    code::TYPES,
    ec2::TYPES,
    ecr::TYPES,
    ecs::TYPES,
    eks::TYPES,
    lambda::TYPES,
    sagemaker::TYPES,
    ssm::TYPES,
];
