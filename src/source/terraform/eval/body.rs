//! Bodies: arguments, nested blocks and `dynamic` blocks, as the provider would receive them.

use std::sync::Arc;

use crate::native::{Node, Object, Value};
use crate::table::IndexMap;

use super::super::syntax::{Block, Body};
use super::expression::iterate;
use super::value;
use super::{Binding, Evaluator, Fault, Scope};

/// Nested blocks of one kind, under construction.
#[derive(Default)]
struct Blocks {
    items: Vec<Node>,
    /// Set when a `dynamic` block's `for_each` is unknown: then so is the whole list.
    unknown: Option<Node>,
}

impl<'a> Evaluator<'a> {
    /// The evaluated body, without arguments that are null and those named in `skip`.
    pub(super) fn body(&self, body: &Body, scope: Scope<'_, 'a>, skip: &[&str]) -> Object {
        let mut object = Object::with_capacity_and_hasher(
            body.attributes.len() + body.blocks.len().min(8),
            <_>::default(),
        );
        for attribute in &body.attributes {
            if skip.contains(&&*attribute.name) {
                continue;
            }
            let mut node = match self.eval(&attribute.value, scope).and_then(|node| self.bounded(node)) {
                Ok(node) => node,
                Err(fault) => self.faulty(&fault, attribute.value.span),
            };
            if node.is_null() {
                continue;
            }
            node.site = Some(attribute.span);
            object.insert(attribute.name.clone(), node);
        }
        if body.blocks.is_empty() {
            return object;
        }
        let mut kinds: IndexMap<Arc<str>, Blocks> = IndexMap::default();
        for block in &body.blocks {
            let kind =
                if &*block.kind == "dynamic" { block.label(0).unwrap_or(&block.kind) } else { &block.kind };
            let blocks = kinds.entry(kind.clone()).or_default();
            if &*block.kind == "dynamic" {
                if let Err(fault) = self.dynamic(block, kind, scope, blocks) {
                    let mut node = self.faulty(&fault, block.span);
                    node.site = Some(block.span);
                    blocks.unknown.get_or_insert(node);
                }
            } else {
                blocks.items.push(self.nested(block, scope));
            }
        }
        for (kind, blocks) in kinds {
            let node = match blocks.unknown {
                Some(unknown) => unknown,
                None if blocks.items.is_empty() => continue,
                None => {
                    let first = blocks.items.first().and_then(|node| node.site);
                    let mut node = Node::new(Value::List(Arc::new(blocks.items)));
                    node.origin = first;
                    node.site = first;
                    node
                }
            };
            object.insert(kind, node);
        }
        object
    }

    fn nested(&self, block: &Block, scope: Scope<'_, 'a>) -> Node {
        // Labelled nested blocks do not occur in the three providers; the body alone counts.
        Node::at(Value::Object(Arc::new(self.body(&block.body, scope, &[]))), block.span)
    }

    fn dynamic(
        &self,
        block: &Block,
        kind: &str,
        scope: Scope<'_, 'a>,
        out: &mut Blocks,
    ) -> Result<(), Fault> {
        let Some(for_each) = block.body.attribute("for_each") else {
            return Err(Fault::new("the dynamic block has no for_each").at(block.span));
        };
        let collection = self.eval(&for_each.value, scope)?;
        if let Value::Unknown(unknown) = &collection.value {
            let mut node = value::unknown_from(unknown, [&collection]);
            node.origin = collection.origin;
            node.site = Some(for_each.span);
            out.unknown.get_or_insert(node);
            return Ok(());
        }
        let entries = iterate(&collection).ok_or_else(|| {
            Fault::new("the for_each of a dynamic block takes a list, set or map").at(for_each.value.span)
        })?;
        let limit = self.options.limits.instances_per_block;
        if entries.len() > limit {
            let message = format!("for_each has {} elements, over the bound of {limit}", entries.len());
            return Err(Fault::limit("instances_per_block", message).at(for_each.value.span));
        }
        let iterator =
            block.body.attribute("iterator").and_then(|attribute| attribute.value.traversal_text());
        let name = iterator.as_deref().unwrap_or(kind);
        let Some(content) = block.body.blocks_of("content").next() else {
            return Err(Fault::new("the dynamic block has no content block").at(block.span));
        };
        for (key, value) in entries {
            self.meter.step(1)?;
            let each: Object = [("key".into(), key), ("value".into(), value)].into_iter().collect();
            let binding =
                Binding { name, value: Node::new(Value::Object(Arc::new(each))), next: scope.bindings };
            let node = self.deeper(|| Ok(self.nested(content, scope.with(&binding))))?;
            out.items.push(node);
        }
        Ok(())
    }

    /// Refuses a value that is small in memory only because its parts are shared, but endless to walk.
    fn bounded(&self, node: Node) -> Result<Node, Fault> {
        let limit = self.options.limits.collection_entries;
        if matches!(node.value, Value::List(_) | Value::Set(_) | Value::Object(_))
            && value::size(&node, limit) >= limit
        {
            return Err(Fault::limit(
                "collection_entries",
                format!("an argument of more than {limit} values"),
            ));
        }
        Ok(node)
    }
}
