//! Checks that look at every kind of resource.

mod secrets;

use super::Check;

/// Tables of the family.
pub(super) static CHECKS: &[&[Check]] = &[secrets::CHECKS];
