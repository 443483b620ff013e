//! Checks on people and workloads, what they may do, and the keys and secrets they hold.

mod account;
mod actions;
mod binding;
mod cloud_grants;
mod constraint;
mod credential;
mod federation;
mod key;
mod key_vault;
mod parameter;
mod password_policy;
mod policy;
mod role;
mod secret;
mod separation;
mod user_pool;

#[cfg(test)]
mod tests;

use super::Check;

/// Tables of the family, one per kind or topic.
pub(super) static CHECKS: &[&[Check]] = &[
    policy::CHECKS,
    constraint::CHECKS,
    role::CHECKS,
    binding::CHECKS,
    cloud_grants::CHECKS,
    credential::CHECKS,
    federation::CHECKS,
    password_policy::CHECKS,
    user_pool::CHECKS,
    key::CHECKS,
    key_vault::CHECKS,
    separation::CHECKS,
    secret::CHECKS,
    parameter::CHECKS,
    account::CHECKS,
];
