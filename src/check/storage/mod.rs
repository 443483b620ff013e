//! Checks on what holds files and disks.

mod access_block;
mod archive;
mod backup_plan;
mod backup_vault;
mod block_volume;
mod copy;
mod file_share;
mod object_store_access;
mod object_store_encryption;
mod object_store_exposure;
mod object_store_logging;
mod object_store_recovery;
mod policy;
mod setting;
mod sharing;
mod stored_object;

#[cfg(test)]
mod tests;

use super::Check;

/// Tables of the family, one per kind or concern.
pub(super) static CHECKS: &[&[Check]] = &[
    object_store_encryption::CHECKS,
    object_store_exposure::CHECKS,
    object_store_access::CHECKS,
    object_store_logging::CHECKS,
    object_store_recovery::CHECKS,
    stored_object::CHECKS,
    block_volume::CHECKS,
    copy::CHECKS,
    file_share::CHECKS,
    backup_vault::CHECKS,
    backup_plan::CHECKS,
    archive::CHECKS,
    policy::CHECKS,
    access_block::CHECKS,
    sharing::CHECKS,
    setting::CHECKS,
];
