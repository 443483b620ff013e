//! A resource of a stack as native resources in the dialect's words.

use std::sync::Arc;

use super::condition::Known;
use super::evaluate::Stack;
use super::model::object_at;
use super::stack::Frame;
use crate::dialect::cloudformation::shape;
use crate::dialect::live;
use crate::native::{
    Lifecycle, Mode, NativeResource, Node, Object, Provider, ProviderConfig, Shape, Silence, Unknown, Value,
    Why,
};

/// Whether a resource is there.
pub(super) enum Existence {
    Always,
    Never,
    Perhaps(Arc<Unknown>),
}

/// Types that are no thing of a cloud.
const NO_THINGS: &[&str] = &[
    "AWS::CDK::Metadata",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::CloudFormation::WaitCondition",
    "AWS::Serverless::Application",
];

/// Properties that hold tags, as a list of keys and values or as a map.
const TAGS: &[&str] = &[
    "Tags",
    "FileSystemTags",
    "AccessPointTags",
    "HostedZoneTags",
    "UserPoolTags",
    "BackupVaultTags",
    "BackupPlanTags",
];

/// The condition of a resource.
pub(super) fn existence(stack: &Stack<'_>, node: &Node) -> Existence {
    let Some(condition) = node.as_object().and_then(|o| o.get("Condition")) else { return Existence::Always };
    let Some(name) = condition.as_text() else { return Existence::Always };
    match stack.condition(&name, condition, 0) {
        Known::True => Existence::Always,
        Known::False => Existence::Never,
        Known::Unknown(why) => {
            Existence::Perhaps(Arc::new(Unknown { why, refs: Vec::new(), shape: Shape::Opaque }))
        }
    }
}

/// The address of a resource: its logical id within its stacks, or the path of its construct where CDK tells it.
pub(super) fn address(frame: &Frame<'_>, name: &str, node: &Node) -> Arc<str> {
    let construct =
        node.as_object().and_then(|o| o.get("Metadata")?.as_object()?.get("aws:cdk:path")?.as_text());
    match construct {
        Some(path) if frame.address.is_empty() => path,
        _ if frame.address.is_empty() => name.into(),
        _ => format!("{}.{name}", frame.address).into(),
    }
}

/// What a resource is, with what code keeps in resources of their own.
pub(super) fn natives(
    stack: &Stack<'_>,
    frame: &Frame<'_>,
    name: &Arc<str>,
    node: &Node,
    natives: &mut Vec<NativeResource>,
) {
    let (Some(members), Some(vendor)) = (node.as_object(), stack.types.get(name)) else { return };
    if NO_THINGS.contains(&&**vendor) {
        return;
    }
    let Some(span) = node.site.or(node.origin) else { return };
    let existence = match existence(stack, node) {
        Existence::Never => return,
        Existence::Always => frame.existence.clone(),
        Existence::Perhaps(why) => Some(why),
    };
    let root = properties(stack, node, members);
    let shape = shape(vendor);
    let provider = if vendor.starts_with("AWS::") { Provider::Aws } else { Provider::Other };
    let base = NativeResource {
        address: stack.addresses.get(name).cloned().unwrap_or_else(|| name.clone()),
        module: frame.address.clone(),
        mode: Mode::Managed,
        provider,
        native_type: shape.map_or_else(|| vendor.clone(), |s| s.native.into()),
        vendor_type: Some(vendor.clone()),
        silence: Silence::Default,
        name: name.clone(),
        root: frame.root.clone(),
        body: Object::default(),
        span,
        calls: frame.calls.clone(),
        provider_config: Arc::new(ProviderConfig {
            region: stack.parameters.get("AWS::Region").cloned(),
            account: stack.parameters.get("AWS::AccountId").cloned(),
            ..ProviderConfig::default()
        }),
        lifecycle: Lifecycle {
            prevent_destroy: members
                .get("DeletionPolicy")
                .and_then(Node::as_text)
                .is_some_and(|p| p.starts_with("Retain")),
            ..Lifecycle::default()
        },
        existence,
    };
    match shape {
        Some(shape) => natives.extend(live::declared(shape, &base, &root, tags(&root))),
        None => natives.push(NativeResource { body: root.as_object().cloned().unwrap_or_default(), ..base }),
    }
}

/// The evaluated properties, with the attributes of the resource that shapes read: they begin with a dollar sign.
fn properties(stack: &Stack<'_>, node: &Node, members: &Object) -> Node {
    let written = members.get("Properties");
    let evaluated = written.and_then(|p| stack.value(p));
    let root = match evaluated {
        Some(node) if node.as_unknown().is_some() => return node,
        Some(node) if node.as_object().is_some() => node,
        Some(node) if !node.is_null() => stack.error(&node, "Properties must be a map"),
        _ => object_at(node, []),
    };
    let mut object = root.as_object().cloned().unwrap_or_default();
    for attribute in ["DeletionPolicy", "UpdateReplacePolicy"] {
        if let Some(value) = members.get(attribute).and_then(|v| stack.value(v)) {
            object.insert(format!("${attribute}").into(), value);
        }
    }
    if root.as_unknown().is_some() {
        return root;
    }
    Node { value: Value::Object(Arc::new(object)), ..root }
}

/// Tags as one map.
fn tags(root: &Node) -> Option<Node> {
    if root.as_unknown().is_some() {
        return Some(root.clone());
    }
    let object = root.as_object()?;
    let node = TAGS.iter().find_map(|name| object.get(*name))?;
    let Some(items) = node.items() else {
        // a map, or not known
        return Some(node.clone());
    };
    let mut tags = Object::default();
    for item in items {
        if let Some(unknown) = item.as_unknown() {
            return Some(Node { value: Value::Unknown(unknown.clone()), ..node.clone() });
        }
        let Some(tag) = item.as_object() else { continue };
        match (tag.get("Key").and_then(Node::as_text), tag.get("Value")) {
            (Some(key), Some(value)) => {
                tags.insert(key, value.clone());
            }
            (Some(key), None) => {
                tags.insert(key, Node { value: Value::String("".into()), ..item.clone() });
            }
            (None, _) => {
                let why = tag.get("Key").and_then(Node::as_unknown).map(|u| u.why.clone());
                let why = why.unwrap_or_else(|| Why::Invalid("a tag has no Key".into()));
                return Some(Node { value: Node::unknown(why).value, ..node.clone() });
            }
        }
    }
    Some(Node { value: Value::Object(Arc::new(tags)), ..node.clone() })
}
