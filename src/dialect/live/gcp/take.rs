//! Conversions that several services need.

use std::sync::Arc;

use crate::dialect::live::{Source, Take};
use crate::native::{Node, Object, Reference, Value};

/// The address of another thing: the same text as its [`id`](crate::native::LiveResource::id).
pub(super) const FULL_NAME: Take = Take::With(full_name);

/// A bucket by its short name, leading to the bucket.
pub(super) const BUCKET: Take = Take::With(|node| {
    let name = node.as_text()?;
    let address = format!("//storage.googleapis.com/{name}").into();
    referring(node, name, address)
});

/// A log destination (`storage.googleapis.com/bucket`), leading to what it names.
pub(super) const DESTINATION: Take = Take::With(|node| {
    let name = node.as_text()?;
    let address = format!("//{name}").into();
    referring(node, name, address)
});

/// A thing by its full name: shown by the last part of it, leading to the whole.
pub(super) const THING: Take = Take::With(|node| {
    let address = node.as_text()?;
    let name = address.rsplit('/').next().unwrap_or_default().into();
    referring(node, name, address)
});

/// Text in lower case: some inventories shout.
pub(super) const LOWER: Take =
    Take::With(|node| with(node, Value::String(node.as_text()?.to_lowercase().into())));

/// Metadata of machines: a list of `{key, value}` as an object. It is told as a whole, so a switch that is not in it is
/// not set.
pub(super) const METADATA: Take = Take::With(|node| {
    let null = Node { value: Value::Null, ..node.clone() };
    let mut body: Object = ["block-project-ssh-keys", "enable-oslogin", "serial-port-enable"]
        .into_iter()
        .map(|switch| (switch.into(), null.clone()))
        .collect();
    for item in Source::within(node, "items").and_then(Node::items).unwrap_or_default() {
        let key = Source::within(item, "key")?.as_text()?;
        body.insert(key, Source::within(item, "value").unwrap_or(&null).clone());
    }
    with(node, Value::Object(Arc::new(body)))
});

/// A block that counts as written only when its own `enable` or `enabled` says so.
pub(super) const SWITCHED_BLOCK: Take = Take::With(|node| {
    let on = ["enable", "enabled"].iter().find_map(|name| Source::within(node, name)?.as_bool());
    if on == Some(true) { Some(node.clone()) } else { with(node, Value::Null) }
});

/// Yes for whatever is there.
pub(super) const PRESENT: Take = Take::With(|node| with(node, Value::Bool(true)));

/// The value in the place of a node.
pub(super) fn with(node: &Node, value: Value) -> Option<Node> {
    Some(Node { value, ..node.clone() })
}

/// A self link of Compute Engine or a path without a host as a full resource name.
fn full_name(node: &Node) -> Option<Node> {
    let link = node.as_text()?;
    let path = link.split_once("/compute/").map(|(_, rest)| {
        // the version of the API is no part of the name
        rest.split_once('/').map_or(rest, |(_, path)| path)
    });
    let name: Arc<str> = match path {
        Some(path) => format!("//compute.googleapis.com/{path}").into(),
        None if link.starts_with("projects/") => format!("//compute.googleapis.com/{link}").into(),
        None => link,
    };
    referring(node, name.clone(), name)
}

fn referring(node: &Node, text: Arc<str>, address: Arc<str>) -> Option<Node> {
    let reference = Reference { address, attribute: Arc::default() };
    Some(Node { value: Value::String(text), refs: Some(Arc::new([reference])), ..node.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::{FileId, Span};

    fn node(text: &str) -> Node {
        Node::at(Value::String(text.into()), Span { file: FileId(0), line: 1, end_line: 1, column: 1 })
    }

    #[test]
    fn a_self_link_is_the_name_the_inventory_gives() {
        let name = "//compute.googleapis.com/projects/p/global/networks/n";
        for link in [
            "https://www.googleapis.com/compute/v1/projects/p/global/networks/n",
            "https://compute.googleapis.com/compute/beta/projects/p/global/networks/n",
            "projects/p/global/networks/n",
            name,
        ] {
            let made = full_name(&node(link)).unwrap();
            assert_eq!(made.as_text().as_deref(), Some(name), "{link}");
            assert_eq!(&*made.references()[0].address, name);
        }
    }
}
