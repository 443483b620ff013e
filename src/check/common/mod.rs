//! Checks that look at every kind of resource.

mod holdings;
mod regions;
mod secrets;
mod tagging;

use super::Check;

/// Tables of the family.
pub(super) static CHECKS: &[&[Check]] = &[secrets::CHECKS, regions::CHECKS, tagging::CHECKS];

#[cfg(test)]
mod tests;
