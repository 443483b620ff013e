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

pub mod native;
pub mod resource;
pub mod source;
pub mod dialect;
pub mod secrets;
pub mod hipaa;
pub mod check;
pub mod suppress;
pub mod posture;
pub mod remedy;
pub mod scan;
pub mod report;
pub mod demo;
pub mod visible;
pub mod cli;
pub mod error;
