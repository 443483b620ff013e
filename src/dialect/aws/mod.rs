//! The AWS dialect: one file per service family.

pub(crate) mod policy;

mod analytics;
mod api_gateway;
mod application;
mod backup;
pub(super) mod backup_selection;
mod cloudfront;
mod cloudtrail;
mod cloudwatch;
mod code;
mod connect;
mod detection;
mod directory;
mod documentdb;
mod dynamodb;
mod ebs;
mod ec2;
mod ecr;
mod ecs;
mod efs;
mod eks;
mod elasticache;
mod elb;
mod governance;
mod iam;
mod kms;
mod lambda;
pub(super) mod launch;
mod messaging;
mod opensearch;
mod rds;
mod redshift;
mod route53;
mod s3;
mod sagemaker;
mod secrets;
mod security_group;
mod ses;
mod ssm;
mod transfer;
mod vpc;
mod waf;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    // one on each line, in the order of names
    analytics::TYPES,
    api_gateway::TYPES,
    application::TYPES,
    backup::TYPES,
    cloudfront::TYPES,
    cloudtrail::TYPES,
    cloudwatch::TYPES,
    code::TYPES,
    connect::TYPES,
    detection::TYPES,
    directory::TYPES,
    documentdb::TYPES,
    dynamodb::TYPES,
    ebs::TYPES,
    ec2::TYPES,
    ecr::TYPES,
    ecs::TYPES,
    efs::TYPES,
    eks::TYPES,
    elasticache::TYPES,
    elb::TYPES,
    governance::TYPES,
    iam::TYPES,
    kms::TYPES,
    lambda::TYPES,
    messaging::TYPES,
    opensearch::TYPES,
    rds::TYPES,
    redshift::TYPES,
    route53::TYPES,
    s3::TYPES,
    sagemaker::TYPES,
    secrets::TYPES,
    security_group::TYPES,
    ses::TYPES,
    ssm::TYPES,
    transfer::TYPES,
    vpc::TYPES,
    waf::TYPES,
];
