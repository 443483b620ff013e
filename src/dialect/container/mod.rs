//! The dialect of containers: what a build puts into an image, and how a Compose service runs one.

mod command;
mod compose;
mod dockerfile;
mod reference;
mod secret;

use super::Type;

/// Tables of every part.
pub(super) static TYPES: &[&[Type]] = &[dockerfile::TYPES, compose::TYPES];
