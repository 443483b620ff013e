//! The AWS source: AWS Config's inventory and verdicts, and Security Hub's findings.

mod operations;

pub use operations::OPERATIONS;
