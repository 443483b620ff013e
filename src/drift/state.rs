//! Terraform state, format 4: what Terraform applied last, and the ids the cloud gave. Sensitive values are dropped while
//! reading.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::dialect::translate;
use crate::native::{
    FileId, Lifecycle, Mode, NativeResource, Provider, ProviderConfig, Silence, Span, Value, node_of_json,
};
use crate::resource::{Estate, Side};
use crate::secrets::scrub;
use crate::table::HashMap;

/// The state file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// It is not JSON, or not of the shape of a state file.
    #[error("it is not a Terraform state file: line {0}, column {1}")]
    NotState(usize, usize),
    /// It is of another version of the format.
    #[error("it has format version {0}; only version 4 (Terraform 0.12 and later, OpenTofu) is read")]
    Version(u64),
}

#[derive(Deserialize)]
struct File {
    version: u64,
    #[serde(default)]
    resources: Vec<Block>,
}

#[derive(Deserialize)]
struct Block {
    #[serde(default)]
    module: String,
    mode: String,
    #[serde(rename = "type")]
    native_type: Arc<str>,
    name: Arc<str>,
    #[serde(default)]
    instances: Vec<Instance>,
}

#[derive(Deserialize)]
struct Instance {
    #[serde(default)]
    index_key: Json,
    #[serde(default)]
    attributes: Json,
    #[serde(default)]
    sensitive_attributes: Vec<Json>,
    /// Set for an instance that is being replaced: it is on its way out.
    #[serde(default)]
    deposed: String,
}

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
        // the version first: another one may have another shape
        let not_state = |e: &serde_json::Error| StateError::NotState(e.line(), e.column());
        let json: Json = serde_json::from_str(text).map_err(|e| not_state(&e))?;
        match json.get("version").and_then(Json::as_u64) {
            Some(4) => {}
            Some(other) => return Err(StateError::Version(other)),
            None => return Err(StateError::NotState(1, 1)),
        }
        let file: File = serde_json::from_value(json).map_err(|e| not_state(&e))?;
        debug_assert_eq!(file.version, 4);
        let mut natives = Vec::new();
        let mut ids = HashMap::default();
        for block in file.resources.into_iter().filter(|b| b.mode == "managed") {
            let Block { module, native_type, name, instances, .. } = block;
            for instance in instances.into_iter().filter(|i| i.deposed.is_empty()) {
                let address = address(&module, &native_type, &name, &instance.index_key);
                let Instance { mut attributes, sensitive_attributes, .. } = instance;
                for path in &sensitive_attributes {
                    remove(&mut attributes, path.as_array().map_or(&[], Vec::as_slice));
                }
                scrub(&mut attributes);
                ids.insert(address.clone(), ids_of(&attributes));
                natives.push(native(&address, &module, &native_type, &name, &attributes));
            }
        }
        Ok(Self { estate: translate(&natives, Side::Declared).estate, ids })
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

fn address(module: &str, native_type: &str, name: &str, key: &Json) -> Arc<str> {
    let mut address = String::new();
    if !module.is_empty() {
        address.push_str(module);
        address.push('.');
    }
    address.push_str(native_type);
    address.push('.');
    address.push_str(name);
    match key {
        Json::Number(_) | Json::String(_) => address.extend(["[", &key.to_string(), "]"]),
        _ => {}
    }
    address.into()
}

fn ids_of(attributes: &Json) -> Vec<Arc<str>> {
    let mut ids: Vec<Arc<str>> = Vec::new();
    for name in ["arn", "self_link", "id"] {
        if let Some(id) = attributes.get(name).and_then(Json::as_str).filter(|id| !id.is_empty())
            && !ids.iter().any(|known| **known == *id)
        {
            ids.push(id.into());
        }
    }
    ids
}

/// Takes out what stands at a path of steps, `[{"type": "get_attr", "value": "password"}]`. A step that is not
/// understood takes out everything below it: better too much than a secret.
fn remove(value: &mut Json, path: &[Json]) {
    let Some((step, rest)) = path.split_first() else { return };
    let step = step.get("value");
    let key = step.and_then(|v| v.as_str().or_else(|| v.get("value").and_then(Json::as_str)));
    let index = step.and_then(|v| v.as_u64().or_else(|| v.get("value").and_then(Json::as_u64)));
    match value {
        Json::Object(entries) => match key {
            Some(key) if rest.is_empty() => {
                entries.shift_remove(key);
            }
            Some(key) => {
                if let Some(inner) = entries.get_mut(key) {
                    remove(inner, rest);
                }
            }
            None => entries.clear(),
        },
        Json::Array(items) => match index.and_then(|i| usize::try_from(i).ok()) {
            Some(index) if rest.is_empty() => {
                if let Some(item) = items.get_mut(index) {
                    *item = Json::Null;
                }
            }
            Some(index) => {
                if let Some(item) = items.get_mut(index) {
                    remove(item, rest);
                }
            }
            None => items.clear(),
        },
        _ => {}
    }
}

fn native(
    address: &Arc<str>,
    module: &str,
    native_type: &Arc<str>,
    name: &Arc<str>,
    attributes: &Json,
) -> NativeResource {
    let (root, _) = node_of_json(attributes, FileId(u32::MAX), 1);
    let body = match root.value {
        Value::Object(object) => Arc::unwrap_or_clone(object),
        _ => crate::native::Object::default(),
    };
    NativeResource {
        address: address.clone(),
        module: module.into(),
        mode: Mode::Managed,
        provider: Provider::of_terraform_type(native_type),
        native_type: native_type.clone(),
        vendor_type: None,
        // what was dropped as sensitive may have held anything
        silence: Silence::NotCollected,
        name: name.clone(),
        root: "".into(),
        body,
        span: Span { file: FileId(u32::MAX), line: 1, end_line: 1, column: 1 },
        calls: Arc::new([]),
        provider_config: Arc::new(ProviderConfig::default()),
        lifecycle: Lifecycle::default(),
        existence: None,
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
        let mut value = json!({"a": [{"b": "s", "c": 1}], "d": "s"});
        remove(
            &mut value,
            &[
                json!({"type": "get_attr", "value": "a"}),
                json!({"type": "index", "value": {"value": 0, "type": "number"}}),
                json!({"type": "get_attr", "value": "b"}),
            ],
        );
        remove(&mut value, &[json!({"type": "what"})]);
        assert_eq!(value, json!({}));
    }

    #[test]
    fn what_is_no_state_is_told() {
        assert_eq!(State::parse("{").unwrap_err(), StateError::NotState(1, 1));
        assert_eq!(State::parse("{}").unwrap_err(), StateError::NotState(1, 1));
        assert_eq!(State::parse("{\"version\": 3}").unwrap_err(), StateError::Version(3));
    }
}
