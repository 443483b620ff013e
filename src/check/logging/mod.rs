//! Checks on the record of activity: trails, log stores, exports, alarms and the services that watch.

mod alarm;
mod assistant;
mod audit_config;
mod audit_trail;
mod configuration_recorder;
mod contact;
mod defender_plan;
mod log_export;
mod log_store;
mod mail;
mod organization;
mod project_alerts;
mod threat_detector;
mod trail_alarms;

use super::Check;

/// Tables of the family, one per kind.
pub(super) static CHECKS: &[&[Check]] = &[
    alarm::CHECKS,
    assistant::CHECKS,
    audit_config::CHECKS,
    audit_trail::CHECKS,
    configuration_recorder::CHECKS,
    contact::CHECKS,
    defender_plan::CHECKS,
    log_export::CHECKS,
    log_store::CHECKS,
    mail::CHECKS,
    organization::CHECKS,
    project_alerts::CHECKS,
    threat_detector::CHECKS,
    trail_alarms::CHECKS,
];

#[cfg(test)]
mod tests;
