//! The Azure dialect: one file per service family.

use super::Type;

/// Tables of every service family.
pub(super) static TYPES: &[&[Type]] = &[];
