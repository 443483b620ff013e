//! Checks on what holds files and disks.

mod block_volume;

use super::Check;

/// Tables of the family, one per kind.
pub(super) static CHECKS: &[&[Check]] = &[block_volume::CHECKS];
