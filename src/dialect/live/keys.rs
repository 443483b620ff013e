//! Whose encryption keys are: a resource names a key by id, and only the key itself says who manages it.

use std::collections::HashMap;
use std::sync::Arc;

use super::Source;
use super::field::reference;
use crate::native::{LiveResource, Node, Provider, Shape, Unknown, Value, Why};

/// Who manages a key of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manager {
    /// The customer, who decides on its policy and its end.
    Customer,
    /// A service of AWS, for everybody who names no key.
    Aws,
}

/// The encryption keys of AWS that an inventory holds, by ARN, with aliases.
#[derive(Debug, Default)]
pub struct Keys {
    managers: HashMap<Arc<str>, Manager>,
    aliases: HashMap<Arc<str>, Arc<str>>,
}

impl Keys {
    /// The keys among live resources.
    pub fn of(live: &[LiveResource]) -> Self {
        let mut keys = Self::default();
        for resource in live.iter().filter(|r| r.provider == Provider::Aws) {
            let text = |name: &str| member(&resource.configuration, name).and_then(serde_json::Value::as_str);
            match &*resource.vendor_type {
                "AWS::KMS::Key" => {
                    let manager = match text("keyManager") {
                        Some("AWS") => Manager::Aws,
                        Some("CUSTOMER") => Manager::Customer,
                        _ => continue,
                    };
                    keys.managers.insert(resource.id.clone(), manager);
                }
                "AWS::KMS::Alias" => {
                    if let Some(target) = text("targetKeyId") {
                        let prefix = resource.id.split(":alias/").next().unwrap_or_default();
                        keys.aliases.insert(resource.id.clone(), format!("{prefix}:key/{target}").into());
                    }
                }
                _ => {}
            }
        }
        keys
    }

    /// The customer's key that a value names, by ARN, id or alias.
    pub(super) fn customer(&self, source: &Source<'_>, node: &Node) -> Option<Node> {
        const KEY: &str = "arn:{partition}:kms:{region}:{account}:key/{}";
        const ALIAS: &str = "arn:{partition}:kms:{region}:{account}:{}";
        let text = node.as_text()?;
        let of_service = || Some(Node { value: Value::Null, ..node.clone() });
        if text.is_empty() || text.contains("alias/aws/") || text.starts_with("AWS_OWNED") {
            return of_service();
        }
        let mut id = source.arn(if text.starts_with("alias/") { ALIAS } else { KEY }, &text);
        if let Some(target) = self.aliases.get(&id) {
            id = target.clone();
        }
        // a key of AWS works in its own account only, and has no alias of one's own
        let elsewhere = id.split(':').nth(4).is_some_and(|account| *account != *source.resource.account);
        match self.managers.get(&id) {
            Some(Manager::Aws) => of_service(),
            Some(Manager::Customer) => Some(reference(id, node)),
            None if elsewhere || id.contains(":alias/") => Some(reference(id, node)),
            None => Some(unmanaged(&id, node)),
        }
    }
}

/// There is a key, but whether the customer manages it is not told.
fn unmanaged(id: &str, node: &Node) -> Node {
    let why = Why::NotCollected(format!("who manages {id}").into());
    let unknown = Unknown { why, refs: Vec::new(), shape: Shape::Opaque };
    Node { value: Value::Unknown(Arc::new(unknown)), ..node.clone() }
}

/// A member of a JSON object, whatever the case of its name.
fn member<'j>(json: &'j serde_json::Value, name: &str) -> Option<&'j serde_json::Value> {
    json.as_object()?.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}
