//! The only readers of the world, one folder each: bytes and API pages in, native resources out.

mod gauge;
pub(crate) mod tree;
mod walk;

pub(crate) mod arm;
#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "azure")]
pub mod azure;
pub(crate) mod bicep;
pub mod cloudformation;
pub mod code;
pub mod container;
#[cfg(feature = "gcp")]
pub mod gcp;
pub mod import;
mod kubernetes;
pub mod live;
pub mod terraform;
pub mod terraform_plan;

pub use gauge::Gauge;
pub use tree::{GlobError, ReadError, Tree};
pub use walk::{Walked, walk};
