//! Exceptions: who excused what, why, until when.

use jiff::civil::Date;
use serde::Serialize;

use crate::native::Span;

/// Dense index of a waiver in its posture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WaiverId(pub u32);

/// Where an exception was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaiverOrigin {
    /// A comment in the code: its form (`steth`, `checkov`, `trivy`, `tfsec`, `kics`) and its place.
    Comment {
        /// Whose form.
        form: &'static str,
        /// The comment.
        span: Span,
    },
}

/// Whether an exception holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WaiverStatus {
    /// In force.
    InForce,
    /// Its day has passed: void.
    Expired,
    /// Matches nothing: shown so that it can be removed.
    Unused,
}

/// An exception for one or more findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Where it was written.
    pub origin: WaiverOrigin,
    /// Ids as written: ours or another tool's.
    pub ids: Vec<String>,
    /// The reason given; empty when there is none, which is itself reported.
    pub reason: String,
    /// Last day of force.
    pub expires: Option<Date>,
    /// Whether it holds.
    pub status: WaiverStatus,
}
