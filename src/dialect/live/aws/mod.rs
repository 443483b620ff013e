//! Configuration items of AWS Config, by service.
//!
//! A live resource's configuration is the item's `configuration`, with its `supplementaryConfiguration` as a member of
//! that name. Older types are in the SDK's camel case (`kmsKeyId`), newer ones in `CloudFormation`'s words
//! (`KmsKeyId`); the lookup does not tell them apart. Field names are those of `awslabs/aws-config-resource-schema`.

mod analytics;
mod balancing;
mod compute;
mod database;
mod ec2;
mod edge;
mod identity;
mod key;
mod logging;
mod messaging;
mod network;
mod s3;
mod storage;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{Shape, Source};
use crate::native::{Node, Value};

/// Every shape of AWS, by service.
// One service on each line, so that services land without conflicts.
#[rustfmt::skip]
pub(super) static SHAPES: &[&[Shape]] = &[
    analytics::SHAPES,
    balancing::SHAPES,
    compute::SHAPES,
    database::SHAPES,
    ec2::SHAPES,
    edge::SHAPES,
    identity::SHAPES,
    key::SHAPES,
    logging::SHAPES,
    messaging::SHAPES,
    network::SHAPES,
    s3::SHAPES,
    storage::SHAPES,
];

/// Where an item keeps what its main description does not hold.
const SUPPLEMENTARY: &str = "supplementaryConfiguration";

/// What stands at a path of a node; nothing for null.
fn within<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    Source::within(node, path).filter(|n| !n.is_null())
}

/// A text standing where `at` stands.
fn text_node(text: &str, at: &Node) -> Node {
    Node { value: Value::String(text.into()), ..at.clone() }
}

/// A list standing where `at` stands.
fn list(items: Vec<Node>, at: &Node) -> Node {
    Node { value: Value::List(Arc::new(items)), ..at.clone() }
}

/// The texts at a path of every element of a list, as a list; elements without it are left out.
fn each_text(node: &Node, path: &str) -> Option<Node> {
    let texts = node.items()?.iter().filter_map(|item| within(item, path).cloned()).collect();
    Some(list(texts, node))
}
