//! Databases: instances, clusters and servers of every engine.

mod capacity;
mod continuity;
mod encryption;
mod exposure;
mod flags;
mod identity;
mod logging;
mod patching;
mod placement;
mod recovery;
mod transit;

pub(super) use capacity::CHECKS as CAPACITY;
pub(super) use continuity::CHECKS as CONTINUITY;
pub(super) use encryption::CHECKS as ENCRYPTION;
pub(super) use exposure::CHECKS as EXPOSURE;
pub(super) use flags::CHECKS as FLAGS;
pub(super) use identity::CHECKS as IDENTITY;
pub(super) use logging::CHECKS as LOGGING;
pub(super) use patching::CHECKS as PATCHING;
pub(super) use placement::CHECKS as PLACEMENT;
pub(super) use recovery::CHECKS as RECOVERY;
pub(super) use transit::CHECKS as TRANSIT;

/// Cloud SQL instances.
const CLOUD_SQL: &[&str] = &["google_sql_database_instance"];
