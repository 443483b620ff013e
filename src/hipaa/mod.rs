//! The catalog: safeguards, control objectives and the rules of native packs, embedded as data.
//!
//! It stands beside the way of the data: checks name an objective, objectives name the
//! safeguards they bear on, and posture rolls findings up along those edges.

mod citation;
mod crosswalk;
mod data;
mod horizon;
mod native;
mod nearest;
pub mod objective;
pub mod page;
pub mod safeguard;
mod weakness;

pub use citation::UnknownCitation;
pub use crosswalk::Crosswalk;
pub use horizon::{HORIZON_NOTICE, HorizonItem, horizon};
pub use native::{NativeRule, Pack, native_rule, native_rules};
pub use nearest::nearest;
pub use objective::{
    Edge, Objective, ObjectiveId, Strength, Theme, nearest_objective, objective, objectives,
};
pub use page::{Line, Page, Section, explain};
pub use safeguard::{
    Designation, Evidence, Family, Kind, Safeguard, SafeguardId, resolve, safeguard, safeguards,
};
pub use weakness::{of_topic, of_weakness};
