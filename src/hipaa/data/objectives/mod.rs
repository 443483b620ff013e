//! The control objectives, one file per theme.

pub(in crate::hipaa) mod at_rest;
pub(in crate::hipaa) mod audit;
pub(in crate::hipaa) mod availability;
pub(in crate::hipaa) mod exposure;
pub(in crate::hipaa) mod identity;
pub(in crate::hipaa) mod integrity;
pub(in crate::hipaa) mod keys;
pub(in crate::hipaa) mod monitoring;
pub(in crate::hipaa) mod patching;
pub(in crate::hipaa) mod residency;
pub(in crate::hipaa) mod secrets;
pub(in crate::hipaa) mod transit;
