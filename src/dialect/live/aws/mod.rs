//! Configuration items of AWS Config, by service.

mod ec2;

use super::Shape;

/// Every shape of AWS, by service.
// One service on each line, so that services land without conflicts.
#[rustfmt::skip]
pub(super) static SHAPES: &[&[Shape]] = &[
    ec2::SHAPES,
];
