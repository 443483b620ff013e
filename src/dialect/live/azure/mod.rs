//! Azure Resource Manager resources, as Resource Graph gives them, by service.
//!
//! Rows hold the resource provider's own `properties`; what a provider leaves out is unknown unless its REST reference
//! says what holds then. Terraform's defaults are not Azure's: where they differ, Azure's is written out. Parts that
//! were fetched on their own stand under `details`. Field names are those of `azure-rest-api-specs`.

mod analytics;
mod app;
mod backup;
mod children;
mod compute;
mod containers;
mod data_services;
mod databases;
mod declared;
mod directory;
mod edge;
mod monitor;
mod network;
mod operations;
mod storage;
mod vault;

#[cfg(test)]
mod tests;

pub(super) use declared::SEPARATE;

use std::sync::Arc;

use super::field::{put, reference};
use super::{Companion, Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

/// Every shape of Azure, by service.
// One service on each line, so that services land without conflicts.
#[rustfmt::skip]
pub(super) static SHAPES: &[&[Shape]] = &[
    analytics::SHAPES,
    app::SHAPES,
    backup::SHAPES,
    children::SHAPES,
    compute::SHAPES,
    containers::SHAPES,
    data_services::SHAPES,
    databases::SHAPES,
    directory::SHAPES,
    edge::SHAPES,
    monitor::SHAPES,
    network::SHAPES,
    operations::SHAPES,
    storage::SHAPES,
    vault::SHAPES,
];

/// Whether the service answers from the Internet, where it always says.
const PUBLIC: Field =
    Field::of("public_network_access_enabled", "properties.publicNetworkAccess", Take::Is("Enabled"));

/// The same where its reference says that silence means yes, as the dialect has it.
const PUBLIC_BY_DEFAULT: Field = PUBLIC.or_unset_in("properties");

/// The kind of managed identity; every row leaves out an identity that is not there.
const IDENTITY: Field = Field::of("identity.type", "identity.type", Take::With(identity)).or_unset();

/// Whether keys and passwords of the service itself sign in.
const LOCAL_AUTH: Field = Field::of("local_auth_enabled", "properties.disableLocalAuth", Take::Not);

/// The same under the dialect's newer name.
const LOCAL_AUTHENTICATION: Field =
    Field::of("local_authentication_enabled", "properties.disableLocalAuth", Take::Not);

/// A service that lists its private endpoints has none where the list is empty.
const PRIVATE: Field = Field::unset_where("azurerm_private_endpoint", CONNECTIONS);

/// Its approved private endpoints.
const PRIVATE_ENDPOINT: Companion = Companion::new(
    "azurerm_private_endpoint",
    CONNECTIONS,
    &[Field::itself("private_service_connection.private_connection_resource_id")],
)
.when(|source| source.at(CONNECTIONS).and_then(Node::items).is_some_and(|all| all.iter().any(is_approved)));

const CONNECTIONS: &str = "properties.privateEndpointConnections";

/// A connection that its owner has approved.
fn is_approved(connection: &Node) -> bool {
    let status = Source::within(connection, "properties.privateLinkServiceConnectionState.status");
    status.and_then(Node::as_text).is_some_and(|s| s.eq_ignore_ascii_case("approved"))
}

/// The ARM id of another resource. Ids are compared in lower case.
const fn arm(to: &'static str, from: &'static str) -> Field {
    Field::of(to, from, Take::With(arm_id)).or_unset()
}

fn arm_id(node: &Node) -> Option<Node> {
    // a template says itself which of its resources is meant
    if node.refs.is_some() {
        return Some(node.clone());
    }
    Some(reference(node.as_text()?.to_lowercase().into(), node))
}

/// The resource that an id hangs on: without the last type and name.
const fn parent(to: &'static str) -> Field {
    Field::of(to, "id", Take::With(parent_id))
}

fn parent_id(node: &Node) -> Option<Node> {
    let id = node.as_text()?.to_lowercase();
    let (rest, _) = id.rsplit_once('/')?;
    let (rest, _) = rest.rsplit_once('/')?;
    Some(reference(rest.into(), node))
}

fn identity(node: &Node) -> Option<Node> {
    let text = node.as_text()?;
    let value = if text.eq_ignore_ascii_case("none") { Value::Null } else { Value::String(text) };
    Some(Node { value, ..node.clone() })
}

/// An object that says itself whether it is switched on: kept when it is, nothing when it is not.
fn enabled(node: &Node) -> Option<Node> {
    let on = Source::within(node, "enabled").and_then(Node::as_bool)?;
    Some(if on { node.clone() } else { null(node) })
}

fn null(at: &Node) -> Node {
    Node { value: Value::Null, ..at.clone() }
}

fn text(text: &str, at: &Node) -> Node {
    Node { value: Value::String(text.into()), ..at.clone() }
}

fn list(items: Vec<Node>, at: &Node) -> Node {
    Node { value: Value::List(Arc::new(items)), ..at.clone() }
}

/// A text with parts, as a list.
fn parts(node: &Node, by: char) -> Option<Node> {
    let text = node.as_text()?;
    let parts = text.split(by).map(str::trim).filter(|p| !p.is_empty());
    Some(list(parts.map(|p| self::text(p, node)).collect(), node))
}

/// The texts at a path of every element of a list.
fn each(node: &Node, path: &str) -> Option<Node> {
    let texts = node.items()?.iter().filter_map(|item| Source::within(item, path).cloned()).collect();
    Some(list(texts, node))
}

/// A list without its empty texts, which some services keep in place of nothing.
fn filled(node: &Node) -> Option<Node> {
    let items = node.items()?.iter().filter(|i| i.as_text().is_none_or(|t| !t.is_empty())).cloned();
    Some(list(items.collect(), node))
}

/// Writes what Azure documents to hold where a setting is left out, where the dialect's own default is another.
fn otherwise(source: &Source<'_>, body: &mut Object, from: &str, to: &str, value: Value) {
    if source.at(from).is_none() {
        put(body, to, source.node(value));
    }
}
