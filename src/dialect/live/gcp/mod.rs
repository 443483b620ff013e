//! Assets of Cloud Asset Inventory, by service.
//!
//! Google's APIs leave out what is false, zero or empty where a field is a plain one of protocol buffers, so absence
//! there means unset. Where absence could mean anything, a field stays unknown.
//!
//! What several Terraform types stand for, or one asset holds many of, is cut up by the source before it gets here
//! (`source::gcp::assets`, `source::gcp::policies`): the NAT gateways of a router, the bindings of an IAM policy.

mod analytics;
mod backup;
mod compute;
mod data_services;
mod grant;
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
mod take;
#[cfg(test)]
mod tests;

use super::{Field, Shape, Take};

/// Every shape of Google Cloud, by service.
// One service on each line, so that services land without conflicts.
#[rustfmt::skip]
pub(super) static SHAPES: &[&[Shape]] = &[
    analytics::SHAPES,
    backup::SHAPES,
    compute::SHAPES,
    data_services::SHAPES,
    grant::SHAPES,
    iam::SHAPES,
    kms::SHAPES,
    kubernetes::SHAPES,
    load_balancing::SHAPES,
    logging::SHAPES,
    network::SHAPES,
    organization::SHAPES,
    serverless::SHAPES,
    sql::SHAPES,
    storage::SHAPES,
];

/// The short name of a thing whose API gives the whole path.
const NAME: Field = Field::of("name", "name", Take::Last);

/// A Cloud KMS key, left out where Google's own keys are used.
const fn key(to: &'static str, from: &'static str) -> Field {
    Field::reference(to, from)
}

/// Grants of this type stand apart. Where the source has listed the IAM policies of the scope, those that are not there
/// are not granted.
const fn listed_apart(companion: &'static str) -> Field {
    Field::unset_where(companion, "iamPolicyListed")
}

/// An argument that only code can have.
const fn never(to: &'static str) -> Field {
    Field::unset_where(to, "")
}
