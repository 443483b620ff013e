//! The AWS dialect: one file per service family.

mod ebs;

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[ebs::TYPES];
