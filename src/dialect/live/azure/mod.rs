//! Azure Resource Manager resources, as Resource Graph gives them, by service.

mod compute;

use super::Shape;

/// Every shape of Azure, by service.
// One service on each line, so that services land without conflicts.
#[rustfmt::skip]
pub(super) static SHAPES: &[&[Shape]] = &[
    compute::SHAPES,
];
