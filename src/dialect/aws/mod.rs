//! The AWS dialect: one file per service family.

pub(crate) mod policy;

mod analytics;
mod application;
mod backup;
mod cloudtrail;
mod cloudwatch;
mod code;
mod detection;
mod directory;
mod api_gateway;
mod cloudfront;
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
mod iam;
mod kms;
mod lambda;
mod messaging;
mod opensearch;
mod rds;
mod redshift;
mod s3;
mod sagemaker;
mod secrets;
mod ses;
mod ssm;
mod route53;
mod security_group;
mod transfer;
mod vpc;
mod waf;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[
    // one on each line, in the order of names
    analytics::TYPES,
    application::TYPES,
    backup::TYPES,
    cloudtrail::TYPES,
    cloudwatch::TYPES,
    code::TYPES,
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
    iam::TYPES,
    kms::TYPES,
    lambda::TYPES,
    messaging::TYPES,
    opensearch::TYPES,
    rds::TYPES,
    redshift::TYPES,
    s3::TYPES,
    sagemaker::TYPES,
    secrets::TYPES,
    ses::TYPES,
    ssm::TYPES,
    transfer::TYPES,
    api_gateway::TYPES,
    cloudfront::TYPES,
    elb::TYPES,
    route53::TYPES,
    security_group::TYPES,
    vpc::TYPES,
    waf::TYPES,
];
