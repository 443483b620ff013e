//! Terraform state, format 4: what Terraform applied last, and the ids the cloud gave. Sensitive values are dropped while
//! reading.

use std::sync::Arc;

use serde_json::Value as Json;

use super::configuration::{list, text};
use super::{BOUNDS, lines};
use crate::native::{
    FileId, Lifecycle, Mode, NativeResource, Node, Object, Provider, ProviderConfig, Silence, Span, Value,
    json_document,
};
use crate::secrets::scrub;

/// The state file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// It is not JSON, or not of the shape of a state file.
    #[error("it is not a Terraform state file: line {0}, column {1}")]
    NotState(usize, usize),
    /// It is of another version of the format.
    #[error("it has format version {0}; only version 4 (Terraform 0.12 and later, OpenTofu) is read")]
    Version(u64),
    /// OpenTofu encrypted it.
    #[error("the state is encrypted; only OpenTofu with its key can read it")]
    Encrypted,
}

/// What a state file holds.
#[derive(Debug, Default)]
pub struct StateFile {
    /// Managed resources as they were applied last, in the order of the file.
    pub natives: Vec<NativeResource>,
    /// The ids of each of them, the most telling first.
    pub ids: Vec<(Arc<str>, Vec<Arc<str>>)>,
    /// Lines that must not be shown.
    pub hidden: Vec<Span>,
}

/// Reads a state file.
pub fn parse(content: &str, file: FileId) -> Result<StateFile, StateError> {
    let mut read = json_document(content, file, &BOUNDS);
    let Some(document) = read.documents.pop() else {
        let (line, column) = read.faults.first().map_or((1, 1), |f| (f.line as usize, f.column as usize));
        return Err(StateError::NotState(line, column));
    };
    let Some(state) = document.as_object() else { return Err(StateError::NotState(1, 1)) };
    if state.contains_key("encrypted_data") {
        return Err(StateError::Encrypted);
    }
    // the version first: another one may have another shape
    match state.get("version").and_then(Node::as_number) {
        Some(4.0) => {}
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "only shown")]
        Some(other) => return Err(StateError::Version(other as u64)),
        None => return Err(StateError::NotState(1, 1)),
    }
    let mut out = StateFile::default();
    let mut shown: Vec<Span> = Vec::new();
    for block in list(state, "resources") {
        resources(block, file, &mut out, &mut shown)?;
    }
    hide_the_rest(file, state, &shown, &mut out.hidden);
    Ok(out)
}

fn resources(
    block: &Node,
    file: FileId,
    out: &mut StateFile,
    shown: &mut Vec<Span>,
) -> Result<(), StateError> {
    let wrong = |node: &Node| {
        let place = node.origin.map_or((1, 1), |o| (o.line as usize, o.column as usize));
        StateError::NotState(place.0, place.1)
    };
    let object = block.as_object().ok_or_else(|| wrong(block))?;
    let (Some(mode), Some(native_type), Some(name)) =
        (text(object, "mode"), text(object, "type"), text(object, "name"))
    else {
        return Err(wrong(block));
    };
    if &*mode != "managed" {
        return Ok(());
    }
    let module = text(object, "module").unwrap_or_default();
    for instance in list(object, "instances") {
        let entries = instance.as_object().ok_or_else(|| wrong(instance))?;
        // one that is being replaced is on its way out
        if text(entries, "deposed").is_some_and(|d| !d.is_empty()) {
            continue;
        }
        let address = address(&module, &native_type, &name, entries.get("index_key"));
        let mut attributes = entries.get("attributes").cloned().unwrap_or_else(|| Node::new(Value::Null));
        let whole = attributes.site.or(attributes.origin);
        for path in list(entries, "sensitive_attributes") {
            remove(&mut attributes, path.items().unwrap_or_default(), &mut out.hidden);
        }
        let mut plain = json_of(&attributes);
        if scrub(&mut plain) > 0 {
            take_over(&mut attributes, &plain, &mut out.hidden);
        }
        shown.extend(whole);
        out.ids.push((address.clone(), ids_of(&attributes)));
        let body = match attributes.value {
            Value::Object(object) => Arc::unwrap_or_clone(object),
            _ => Object::default(),
        };
        let here = Span { file, line: 1, end_line: 1, column: 1 };
        out.natives.push(NativeResource {
            address,
            module: module.clone(),
            mode: Mode::Managed,
            provider: Provider::of_terraform_type(&native_type),
            native_type: native_type.clone(),
            vendor_type: None,
            // what was dropped as sensitive may have held anything
            silence: Silence::NotCollected,
            name: name.clone(),
            root: "".into(),
            body,
            span: instance.origin.unwrap_or(here),
            calls: Arc::new([]),
            provider_config: Arc::new(ProviderConfig::default()),
            lifecycle: Lifecycle::default(),
            existence: None,
        });
    }
    Ok(())
}

fn address(module: &str, native_type: &str, name: &str, key: Option<&Node>) -> Arc<str> {
    let mut address = String::new();
    if !module.is_empty() {
        address.push_str(module);
        address.push('.');
    }
    address.push_str(native_type);
    address.push('.');
    address.push_str(name);
    match key.map(|k| &k.value) {
        Some(Value::Number(n)) => address.extend(["[", &crate::native::format_number(*n), "]"]),
        Some(Value::String(s)) => address.extend(["[", &Json::from(&**s).to_string(), "]"]),
        _ => {}
    }
    address.into()
}

fn ids_of(attributes: &Node) -> Vec<Arc<str>> {
    let mut ids: Vec<Arc<str>> = Vec::new();
    let Some(attributes) = attributes.as_object() else { return ids };
    for name in ["arn", "self_link", "id"] {
        if let Some(Node { value: Value::String(id), .. }) = attributes.get(name)
            && !id.is_empty()
            && !ids.contains(id)
        {
            ids.push(id.clone());
        }
    }
    ids
}

/// Takes out what stands at a path of steps, `[{"type": "get_attr", "value": "password"}]`. A step that is not
/// understood takes out everything below it: better too much than a secret.
fn remove(node: &mut Node, path: &[Node], hidden: &mut Vec<Span>) {
    let Some((step, rest)) = path.split_first() else { return };
    let step = step.as_object().and_then(|s| s.get("value"));
    let step = step.map(|v| v.as_object().and_then(|inner| inner.get("value")).unwrap_or(v));
    let place = node.site.or(node.origin);
    match &mut node.value {
        Value::Object(entries) => {
            let entries = Arc::make_mut(entries);
            match step.map(|s| &s.value) {
                Some(Value::String(key)) if rest.is_empty() => {
                    hidden.extend(entries.shift_remove(key).and_then(|gone| gone.site.or(gone.origin)));
                }
                Some(Value::String(key)) => {
                    if let Some(inner) = entries.get_mut(key) {
                        remove(inner, rest, hidden);
                    }
                }
                _ => {
                    entries.clear();
                    hidden.extend(place);
                }
            }
        }
        Value::List(items) | Value::Set(items) => {
            let items = Arc::make_mut(items);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index is small")]
            let index = match step.map(|s| &s.value) {
                Some(Value::Number(n)) if *n >= 0.0 => Some(*n as usize),
                _ => None,
            };
            match index {
                Some(index) if rest.is_empty() => {
                    if let Some(item) = items.get_mut(index) {
                        hidden.extend(item.origin);
                        item.value = Value::Null;
                    }
                }
                Some(index) => {
                    if let Some(item) = items.get_mut(index) {
                        remove(item, rest, hidden);
                    }
                }
                None => {
                    items.clear();
                    hidden.extend(place);
                }
            }
        }
        _ => {}
    }
}

fn json_of(node: &Node) -> Json {
    match &node.value {
        Value::Bool(b) => Json::Bool(*b),
        Value::Number(n) => Json::from(*n),
        Value::String(s) => Json::String(s.to_string()),
        Value::List(items) | Value::Set(items) => Json::Array(items.iter().map(json_of).collect()),
        Value::Object(object) => {
            Json::Object(object.iter().map(|(name, node)| (name.to_string(), json_of(node))).collect())
        }
        Value::Null | Value::Unknown(_) => Json::Null,
    }
}

/// Puts the texts without secrets in place of those with.
fn take_over(node: &mut Node, scrubbed: &Json, hidden: &mut Vec<Span>) {
    match (&mut node.value, scrubbed) {
        (Value::String(own), Json::String(text)) if **own != **text => {
            hidden.extend(node.site.or(node.origin));
            *own = text.as_str().into();
        }
        (Value::List(own) | Value::Set(own), Json::Array(items)) => {
            for (node, item) in Arc::make_mut(own).iter_mut().zip(items) {
                take_over(node, item, hidden);
            }
        }
        (Value::Object(own), Json::Object(entries)) => {
            for (name, node) in Arc::make_mut(own) {
                if let Some(entry) = entries.get(&**name) {
                    take_over(node, entry, hidden);
                }
            }
        }
        // a whole was withheld
        (value @ (Value::List(_) | Value::Set(_) | Value::Object(_)), Json::String(text)) => {
            hidden.extend(node.site.or(node.origin));
            *value = Value::String(text.as_str().into());
        }
        _ => {}
    }
}

/// Only attributes are shown: outputs, private data and checks hold secrets that nothing marks.
fn hide_the_rest(file: FileId, state: &Object, shown: &[Span], hidden: &mut Vec<Span>) {
    let last = state.values().filter_map(|n| n.site.or(n.origin)).map(|s| s.end_line).max().unwrap_or(1);
    let mut next = 1;
    for span in shown {
        // a line that holds more than one thing is not shown
        hidden.extend(lines(file, next, span.line.saturating_sub(1)));
        if span.line == span.end_line {
            hidden.extend(lines(file, span.line, span.line));
        }
        next = next.max(span.end_line + 1);
    }
    hidden.extend(lines(file, next, last.saturating_add(1)));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn state() -> String {
        serde_json::to_string_pretty(&json!({
            "version": 4, "serial": 7,
            "outputs": {"door": {"value": "code-4711", "sensitive": true}},
            "resources": [
                {"mode": "managed", "type": "aws_ebs_volume", "name": "v", "module": "module.m[\"x\"]",
                 "instances": [
                    {"index_key": "a", "attributes": {"id": "vol-1", "arn": "arn:aws:ec2:us-east-1:1:volume/vol-1", "encrypted": true}},
                    {"index_key": "a", "deposed": "00", "attributes": {"id": "vol-0"}}
                 ]},
                {"mode": "managed", "type": "aws_db_instance", "name": "d", "instances": [
                    {"index_key": 3,
                     "attributes": {"id": "db", "password": "hunter2-and-more", "username": "admin"},
                     "sensitive_attributes": [
                        [{"type": "get_attr", "value": "password"}],
                        [{"type": "get_attr", "value": "username"}]
                     ]}
                ]},
                {"mode": "data", "type": "aws_caller_identity", "name": "me", "instances": [{"attributes": {"id": "1"}}]}
            ]
        }))
        .unwrap()
    }

    #[test]
    fn addresses_ids_and_values_are_read() {
        let read = parse(&state(), FileId(0)).unwrap();
        let addresses: Vec<&str> = read.natives.iter().map(|n| &*n.address).collect();
        assert_eq!(addresses, ["module.m[\"x\"].aws_ebs_volume.v[\"a\"]", "aws_db_instance.d[3]"]);
        let ids: Vec<&str> = read.ids[0].1.iter().map(|i| &**i).collect();
        assert_eq!(ids, ["arn:aws:ec2:us-east-1:1:volume/vol-1", "vol-1"]);
        assert_eq!(read.natives[0].get("encrypted").and_then(Node::as_bool), Some(true));
    }

    #[test]
    fn sensitive_values_are_neither_kept_nor_shown() {
        let text = state();
        let read = parse(&text, FileId(0)).unwrap();
        let kept = format!("{:?}", read.natives);
        assert!(!kept.contains("hunter2") && !kept.contains("\"admin\""), "{kept}");
        let mut files = crate::native::Files::default();
        let id = files.add("terraform.tfstate", text);
        assert_eq!(id, FileId(0));
        crate::secrets::hide(&mut files, &read.hidden);
        let shown = &files.get(id).unwrap().text;
        assert!(!shown.contains("hunter2") && !shown.contains("admin") && !shown.contains("4711"), "{shown}");
        assert!(shown.contains("\"encrypted\": true"), "{shown}");
    }

    #[test]
    fn a_step_that_is_not_understood_takes_everything_below() {
        let mut read = json_document(r#"{"a": [{"b": "s", "c": 1}], "d": "s"}"#, FileId(0), &BOUNDS);
        let mut node = read.documents.remove(0);
        let path = |text: &str| {
            json_document(text, FileId(0), &BOUNDS).documents.remove(0).items().unwrap().to_vec()
        };
        let inner = r#"[{"type": "get_attr", "value": "a"}, {"type": "index", "value": {"value": 0, "type": "number"}},
                        {"type": "get_attr", "value": "b"}]"#;
        remove(&mut node, &path(inner), &mut Vec::new());
        assert_eq!(json_of(&node), json!({"a": [{"c": 1.0}], "d": "s"}));
        remove(&mut node, &path(r#"[{"type": "what"}]"#), &mut Vec::new());
        assert_eq!(json_of(&node), json!({}));
    }

    #[test]
    fn what_is_no_state_is_told() {
        assert_eq!(parse("{", FileId(0)).unwrap_err(), StateError::NotState(1, 2));
        assert_eq!(parse("{}", FileId(0)).unwrap_err(), StateError::NotState(1, 1));
        assert_eq!(parse("{\"version\": 3}", FileId(0)).unwrap_err(), StateError::Version(3));
        assert_eq!(parse("{\"encrypted_data\": \"x\"}", FileId(0)).unwrap_err(), StateError::Encrypted);
        let odd = parse("{\"version\": 4, \"resources\": [\n1]}", FileId(0)).unwrap_err();
        assert_eq!(odd, StateError::NotState(2, 1));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,40}|\\{\"version\": 4, \"resources\": \\[[\\[\\]{}:,\"a0-9]{0,30}\\]\\}") {
            let _ = parse(&text, FileId(0));
        }
    }
}
