//! Checks of containers: builds of images, and services that Compose runs.

mod base;
mod files;
mod packages;
mod service;
mod transport;

use super::Check;

/// Tables of every part.
pub(super) static CHECKS: &[&[Check]] =
    &[base::CHECKS, files::CHECKS, packages::CHECKS, transport::CHECKS, service::CHECKS];

#[cfg(test)]
mod tests;
