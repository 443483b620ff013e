//! The Azure source: inventory from Resource Graph, verdicts of Azure Policy and Defender for Cloud.
//!
//! ```text
//! scopes ─▶ units (table × scope) ─▶ arm: one host, reads only ─▶ Resource Graph | Policy Insights | ARM
//!                                     └ bridge: the generated client, over the same transport
//! ```

mod arm;
mod bridge;
mod cloud;
mod credential;
mod defender;
mod details;
mod graph;
mod inventory;
mod operations;
mod options;
mod policy;
mod probe;
mod pull;
mod scope;
#[cfg(test)]
mod tests;

pub use cloud::AzureCloud;
pub use operations::{OPERATIONS, RATES};
pub use options::{AzureOptions, AzureToken};
pub use probe::examine;
pub use pull::pull;
