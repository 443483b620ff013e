//! Types of CloudFormation and SAM in the AWS dialect's words: how a property of a template is written as an argument
//! of the Terraform type of the same thing, so that every check reads both alike.
//!
//! Names of properties are exact, because remedies are written with them. A property that is not written means what it
//! means to Terraform, but for the `defaults` of a shape, which are CloudFormation's own.

mod compute;
mod convert;
mod data;
mod identity;
mod logging;
mod macros;
mod network;
mod property;
mod storage;
#[cfg(test)]
mod tests;

pub(crate) use property::{property, property_of};

use std::collections::HashMap;
use std::sync::LazyLock;

use super::live::Shape;

/// Every shape, by service family.
// One on each line, in the order of names.
#[rustfmt::skip]
static FAMILIES: &[&[Shape]] = &[
    compute::SHAPES,
    data::SHAPES,
    identity::SHAPES,
    logging::SHAPES,
    network::SHAPES,
    storage::SHAPES,
];

static SHAPES: LazyLock<HashMap<&'static str, &'static Shape>> =
    LazyLock::new(|| FAMILIES.iter().copied().flatten().map(|shape| (shape.vendor, shape)).collect());

/// The shape of a type of templates.
pub(crate) fn shape(vendor: &str) -> Option<&'static Shape> {
    SHAPES.get(vendor).copied()
}
