//! What a Terraform state tells drift: what was applied last, and the ids the cloud gave.

use std::sync::Arc;

use crate::dialect::translate;
use crate::native::FileId;
use crate::resource::{Estate, Side};
pub use crate::source::terraform_plan::StateError;
use crate::source::terraform_plan::parse_state;
use crate::table::HashMap;

/// What the state says of one declared resource.
#[derive(Debug, Clone, Copy)]
pub(super) enum Applied<T> {
    /// There is no state of its root module.
    NoState,
    /// The state does not hold it.
    NotHeld,
    /// The state holds it.
    Held(T),
}

impl<T> Applied<T> {
    /// Whether it was applied; nothing where there is no state to tell.
    pub(super) fn told(&self) -> Option<bool> {
        match self {
            Self::NoState => None,
            Self::NotHeld => Some(false),
            Self::Held(_) => Some(true),
        }
    }
}

/// What one state file holds.
#[derive(Debug, Default)]
pub struct State {
    /// Managed resources as they were applied last, in canonical words.
    pub(super) estate: Estate,
    ids: HashMap<Arc<str>, Vec<Arc<str>>>,
}

impl State {
    /// Reads a state file.
    pub fn parse(text: &str) -> Result<Self, StateError> {
        // places in a state are nobody's to edit
        let read = parse_state(text, FileId(u32::MAX))?;
        let ids = read.ids.into_iter().collect();
        Ok(Self { estate: translate(&read.natives, Side::Declared).estate, ids })
    }

    /// The ids of an address, the most telling first; nothing when the state does not hold it.
    pub(super) fn ids(&self, address: &str) -> Option<&[Arc<str>]> {
        self.ids.get(address).map(Vec::as_slice)
    }

    /// How many addresses it holds.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::{Datum, Key};

    fn state() -> String {
        json!({
            "version": 4, "serial": 7,
            "resources": [
                {"mode": "managed", "type": "aws_ebs_volume", "name": "v", "module": "module.m[\"x\"]",
                 "instances": [
                    {"index_key": "a", "attributes": {"id": "vol-1", "arn": "arn:aws:ec2:us-east-1:1:volume/vol-1", "encrypted": true}},
                    {"index_key": "a", "deposed": "00", "attributes": {"id": "vol-0"}}
                 ]},
                {"mode": "managed", "type": "aws_db_instance", "name": "d", "instances": [
                    {"attributes": {"id": "db", "password": "hunter2-and-more", "username": "admin"},
                     "sensitive_attributes": [
                        [{"type": "get_attr", "value": "password"}],
                        [{"type": "get_attr", "value": "username"}]
                     ]}
                ]},
                {"mode": "data", "type": "aws_caller_identity", "name": "me", "instances": [{"attributes": {"id": "1"}}]}
            ]
        })
        .to_string()
    }

    #[test]
    fn addresses_ids_and_settings_are_read() {
        let state = State::parse(&state()).unwrap();
        assert_eq!(state.len(), 2);
        let address = "module.m[\"x\"].aws_ebs_volume.v[\"a\"]";
        let ids: Vec<&str> = state.ids(address).unwrap().iter().map(|i| &**i).collect();
        assert_eq!(ids, ["arn:aws:ec2:us-east-1:1:volume/vol-1", "vol-1"]);
        assert!(state.ids("data.aws_caller_identity.me").is_none());
        let volume = state.estate.resources().iter().find(|r| &*r.address == address).unwrap();
        assert_eq!(volume.get(Key::EncryptedAtRest).and_then(|s| s.datum()), Some(&Datum::Bool(true)));
    }

    #[test]
    fn sensitive_values_are_never_kept() {
        let state = State::parse(&state()).unwrap();
        let kept = format!("{state:?}");
        assert!(!kept.contains("hunter2") && !kept.contains("\"admin\""), "{kept}");
    }
}
