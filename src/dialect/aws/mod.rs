//! The AWS dialect: one file per service family.

mod analytics;
mod application;
mod code;
mod backup;
mod directory;
mod documentdb;
mod dynamodb;
mod ebs;
mod ec2;
mod ecr;
mod ecs;
mod eks;
mod efs;
mod elasticache;
mod iam;
mod kms;
mod lambda;
mod messaging;
mod opensearch;
pub(crate) mod policy;
mod rds;
mod redshift;
mod sagemaker;
mod s3;
mod secrets;
mod ssm;
mod transfer;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    analytics::TYPES,
    application::TYPES,
    code::TYPES,
    backup::TYPES,
    directory::TYPES,
    documentdb::TYPES,
    dynamodb::TYPES,
    ebs::TYPES,
    ec2::TYPES,
    ecr::TYPES,
    ecs::TYPES,
    eks::TYPES,
    efs::TYPES,
    elasticache::TYPES,
    iam::TYPES,
    kms::TYPES,
    lambda::TYPES,
    messaging::TYPES,
    opensearch::TYPES,
    rds::TYPES,
    redshift::TYPES,
    sagemaker::TYPES,
    s3::TYPES,
    secrets::TYPES,
    ssm::TYPES,
    transfer::TYPES,
];
