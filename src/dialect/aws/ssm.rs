//! Systems Manager documents and patching.

use std::sync::Arc;

use crate::dialect::{Document, Reader, Type};
use crate::native::{Node, Object, Value};
use crate::resource::{At, Datum, Key, Kind, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_ssm_document", Kind::AutomationJob, document),
    Type::resource("aws_ssm_patch_baseline", Kind::AutomationJob, baseline),
];

/// A member of the session preferences is set (a text) or switched on.
fn preference(inputs: &Node, name: &str) -> Truth {
    match inputs.as_object().and_then(|o| o.get(name)).map(|n| &n.value) {
        None | Some(Value::Null) => Truth::False,
        Some(Value::Unknown(u)) => Truth::Unknown(u.why.clone().into()),
        Some(Value::Bool(b)) => (*b).into(),
        Some(Value::String(s)) => (!s.is_empty() && !s.eq_ignore_ascii_case("false")).into(),
        Some(_) => Truth::True,
    }
}

fn document(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PublicAccess, from.mentions("permissions.account_ids", &["All", "all"], false));
    if from.says("document_type", &["Session"], false).truth() != Truth::True {
        return;
    }
    // only the preferences document of Session Manager
    let at = At { origin: Some(from.native().span), site: None };
    let (encrypted, logged) = match content(from) {
        Document::Absent => return,
        Document::Unknown(why, at) => {
            let unknown = || Setting::Unknown { why: why.clone(), at };
            (unknown(), unknown())
        }
        Document::Known(node) => {
            let Some(inputs) = node.as_object().and_then(|o| o.get("inputs")) else { return };
            let place = At { origin: inputs.origin.or(at.origin), site: inputs.site };
            let store = |name, encryption| preference(inputs, name).and(|| preference(inputs, encryption));
            let logged = store("s3BucketName", "s3EncryptionEnabled")
                .or(|| store("cloudWatchLogGroupName", "cloudWatchEncryptionEnabled"));
            (Setting::concluded(preference(inputs, "kmsKeyId"), place), Setting::concluded(logged, place))
        }
    };
    to.set(Key::SessionEncrypted, encrypted);
    to.set(Key::SessionLogging, logged);
}

/// The document's content, in either of the languages it can be written in.
fn content(from: &Reader<'_>) -> Document {
    if from.says("document_format", &["YAML"], false).truth() == Truth::True
        && let Some(node) = from.node("content")
        && let Value::String(text) = &node.value
    {
        let value =
            Value::Object(Arc::new(Object::from_iter([("inputs".into(), inputs_of_yaml(text, node))])));
        return Document::Known(Node { value, ..node.clone() });
    }
    from.document("content")
}

/// The scalars below `inputs:`, which is as deep as session preferences go.
fn inputs_of_yaml(text: &str, from: &Node) -> Node {
    let mut inputs = Object::default();
    let mut inside = false;
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#')) {
        if !line.starts_with([' ', '\t']) {
            inside = line.trim_end() == "inputs:";
            continue;
        }
        let Some((name, value)) = line.trim().split_once(':').filter(|_| inside) else { continue };
        let value = value.trim();
        let bare = value.trim_matches(['\'', '"']);
        let value = match value {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::String(bare.into()),
        };
        inputs.insert(name.trim().into(), Node { value, ..from.clone() });
    }
    Node { value: Value::Object(Arc::new(inputs)), ..from.clone() }
}

fn baseline(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::PatchDelayDays, from.int("approval_rule.approve_after_days", Datum::Absent));
}
