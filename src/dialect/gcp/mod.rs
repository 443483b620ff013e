//! The Google Cloud dialect: one file per service family.

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[];
