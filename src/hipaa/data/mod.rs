//! The tables of the catalog, one file per family of safeguards and per theme of objectives.

pub(super) mod administrative;
pub(super) mod documentation;
pub(super) mod horizon;
pub(super) mod organizational;
pub(super) mod physical;
pub(super) mod technical;

pub(super) mod objectives;
