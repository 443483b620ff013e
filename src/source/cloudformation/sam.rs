//! The Serverless Application Model: properties that all functions, APIs and tables share, and the resources that its
//! transform adds to a function.

use std::sync::Arc;

use super::model::{Template, object_at, placed};
use crate::native::{Node, Object, Value};

/// Sections of `Globals` and the types they hold for.
const GLOBALS: &[(&str, &str)] = &[
    ("Function", "AWS::Serverless::Function"),
    ("Api", "AWS::Serverless::Api"),
    ("HttpApi", "AWS::Serverless::HttpApi"),
    ("SimpleTable", "AWS::Serverless::SimpleTable"),
    ("StateMachine", "AWS::Serverless::StateMachine"),
    ("LayerVersion", "AWS::Serverless::LayerVersion"),
];

/// Resources with what they share, and those that the transform adds.
pub(super) fn expand(template: &Template, mut resources: Object) -> Object {
    if !template.is_sam {
        return resources;
    }
    let mut added = Object::default();
    for (name, node) in &mut resources {
        let Some(kind) = node.as_object().and_then(|o| o.get("Type")).and_then(Node::as_text) else {
            continue;
        };
        if let Some((section, _)) = GLOBALS.iter().find(|(_, t)| *t == &*kind)
            && let Some(shared) = template.globals.get(*section)
        {
            *node = with_shared(node, shared);
        }
        if &*kind == "AWS::Serverless::Function" {
            beside_function(name, node, &mut added);
        }
    }
    for (name, node) in added {
        resources.entry(name).or_insert(node);
    }
    resources
}

/// A resource whose properties lie over the shared ones: maps are joined, lists are put behind each other.
fn with_shared(node: &Node, shared: &Node) -> Node {
    let Some(members) = node.as_object() else { return node.clone() };
    let mut members = members.clone();
    let own = members.get("Properties").cloned().unwrap_or_else(|| object_at(node, []));
    let mut joined = over(&own, shared);
    joined.site = own.site;
    members.insert("Properties".into(), joined);
    Node { value: Value::Object(Arc::new(members)), ..node.clone() }
}

fn over(own: &Node, shared: &Node) -> Node {
    match (&own.value, &shared.value) {
        (Value::Object(own_members), Value::Object(shared_members)) => {
            let is_call = |o: &Object| o.keys().any(|k| &**k == "Ref" || k.starts_with("Fn::"));
            if is_call(own_members) || is_call(shared_members) {
                return own.clone();
            }
            let mut joined: Object = (**shared_members).clone();
            for (name, value) in own_members.iter() {
                let value = match shared_members.get(name) {
                    Some(shared) => over(value, shared),
                    None => value.clone(),
                };
                joined.insert(name.clone(), value);
            }
            Node { value: Value::Object(Arc::new(joined)), ..own.clone() }
        }
        (Value::List(own_items), Value::List(shared_items)) => {
            let items = shared_items.iter().chain(own_items.iter()).cloned().collect();
            Node { value: Value::List(Arc::new(items)), ..own.clone() }
        }
        _ => own.clone(),
    }
}

/// The role that a function without one gets, and its address.
fn beside_function(name: &str, node: &Node, added: &mut Object) {
    let Some(members) = node.as_object() else { return };
    let Some(properties) = members.get("Properties") else { return };
    let Some(object) = properties.as_object() else { return };
    if !object.contains_key("Role") && object.contains_key("Policies") {
        added.insert(format!("{name}Role").into(), role(node, members, object));
    }
    if let Some(url) = object.get("FunctionUrlConfig").and_then(Node::as_object) {
        let mut of_url = url.clone();
        let target =
            object_at(properties, [(Arc::from("Ref"), placed(properties, Value::String(name.into())))]);
        of_url.insert("TargetFunctionArn".into(), target);
        added.insert(format!("{name}Url").into(), resource(node, members, "AWS::Lambda::Url", of_url));
    }
}

/// Policies of a function: documents become policies of the role, names and ARNs are attached. The templates of SAM
/// name actions on one resource each and are known to be narrow.
fn role(node: &Node, function: &Object, properties: &Object) -> Node {
    let mut inline = Vec::new();
    let mut attached = Vec::new();
    if let Some(policies) = properties.get("Policies") {
        for policy in policies.items().unwrap_or(std::slice::from_ref(policies)) {
            match policy.as_object() {
                Some(document) if document.contains_key("Statement") => {
                    let name = placed(policy, Value::String(format!("policy{}", inline.len()).into()));
                    inline.push(object_at(
                        policy,
                        [(Arc::from("PolicyName"), name), (Arc::from("PolicyDocument"), policy.clone())],
                    ));
                }
                Some(call) if call.keys().any(|k| &**k == "Ref" || k.starts_with("Fn::")) => {
                    attached.push(policy.clone());
                }
                Some(_) => {}
                None => attached.push(policy.clone()),
            }
        }
    }
    let mut of_role = Object::default();
    let trust = serde_json::json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": {"Service": ["lambda.amazonaws.com"]}
    }]});
    of_role.insert("AssumeRolePolicyDocument".into(), placed(node, Value::String(trust.to_string().into())));
    let at = properties.get("Policies").unwrap_or(node);
    of_role.insert("Policies".into(), placed(at, Value::List(Arc::new(inline))));
    of_role.insert("ManagedPolicyArns".into(), placed(at, Value::List(Arc::new(attached))));
    if let Some(boundary) = properties.get("PermissionsBoundary") {
        of_role.insert("PermissionsBoundary".into(), boundary.clone());
    }
    resource(node, function, "AWS::IAM::Role", of_role)
}

/// A resource that stands where the function does, under the same condition.
fn resource(node: &Node, function: &Object, kind: &str, properties: Object) -> Node {
    let mut members = Object::default();
    members.insert("Type".into(), placed(node, Value::String(kind.into())));
    if let Some(condition) = function.get("Condition") {
        members.insert("Condition".into(), condition.clone());
    }
    members.insert("Properties".into(), placed(node, Value::Object(Arc::new(properties))));
    placed(node, Value::Object(Arc::new(members)))
}
