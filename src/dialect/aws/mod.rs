//! The AWS dialect: one file per service family.

mod ebs;
mod iam;
pub(crate) mod policy;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[ebs::TYPES, iam::TYPES];
