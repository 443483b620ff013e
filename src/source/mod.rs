//! The only readers of the world, one folder each: bytes and API pages in, native resources out.

mod tree;
mod walk;

pub mod live;
pub mod terraform;

pub use tree::{ReadError, Tree};
pub use walk::{Walked, walk};
