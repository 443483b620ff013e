//! Assets of Cloud Asset Inventory, by service.

mod compute;

use super::Shape;

/// Every shape of Google Cloud, by service.
// One service on each line, so that services land without conflicts.
#[rustfmt::skip]
pub(super) static SHAPES: &[&[Shape]] = &[
    compute::SHAPES,
];
