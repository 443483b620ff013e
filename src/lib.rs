//! `steth`: a stethoscope for a HIPAA estate.
//!
//! The modules stand in the order of the data's path:
//!
//! ```text
//! source ──▶ dialect ──▶ check ──▶ posture ──▶ tui | report | gate
//! (I/O)      (pure)      (pure)    (pure)
//!
//! bytes ─▶ native resources ─▶ canonical resources ─▶ findings ─▶ posture ─▶ people
//! ```

pub mod check;
pub mod cli;
pub mod config;
pub mod demo;
pub mod dialect;
pub mod doctor;
pub mod drift;
pub mod error;
pub mod fixture_cloud;
pub mod hipaa;
pub mod native;
pub mod posture;
pub mod pull;
pub mod remedy;
pub mod report;
pub mod resource;
pub mod scan;
pub mod secrets;
pub mod source;
pub mod store;
pub mod suppress;
mod table;
#[cfg(test)]
mod testing;
pub mod tui;
pub mod visible;
