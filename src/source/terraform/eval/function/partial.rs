//! Functions whose result is known in part when an argument is.

use std::sync::Arc;

use crate::native::{Fragment, Node, Object, Shape, Value};

use super::super::policy::decoded;
use super::super::value::{self, References};
use super::super::{Evaluator, Fault};
use super::{Arguments, format, string};

impl Evaluator<'_> {
    /// `join`, whose result is a partly known text when an element is unknown.
    pub(super) fn join(&self, arguments: &Arguments<'_>) -> Result<Node, Fault> {
        let mut out = super::super::template::Text::default();
        let nodes = arguments.nodes;
        if let Some(unknown) = nodes.iter().find_map(Node::as_unknown) {
            return Ok(value::unknown_from(unknown, nodes));
        }
        let separator = arguments.text(0).map_err(|message| Fault::new(format!("join: {message}")))?;
        let mut first = true;
        for (i, node) in nodes.iter().enumerate().skip(1) {
            let items = arguments.items(i).map_err(|message| Fault::new(format!("join: {message}")))?;
            out.mark(node);
            for item in items {
                if !std::mem::take(&mut first) {
                    out.push_text(&separator);
                }
                out.push(item)?;
                self.check_text_so_far(&out)?;
            }
        }
        Ok(out.finish())
    }

    /// `format`, whose result is a partly known text when an argument is unknown.
    pub(super) fn format(
        &self,
        arguments: &Arguments<'_>,
        named: impl Fn(String) -> Fault,
    ) -> Result<Node, Fault> {
        let nodes = arguments.nodes;
        let template = arguments.node(0).map_err(&named)?;
        if let Some(unknown) = template.as_unknown() {
            return Ok(value::unknown_from(unknown, nodes));
        }
        let template = arguments.text(0).map_err(&named)?;
        let fragments = format::format(&template, &nodes[1..], arguments).map_err(&named)?;
        let mut references = References::default();
        for node in nodes {
            references.add_with_parts(node);
        }
        let cause = fragments.iter().find_map(|fragment| match fragment {
            Fragment::Unknown(unknown) => Some(unknown.clone()),
            Fragment::Text(_) => None,
        });
        if let Some(cause) = cause {
            return Ok(value::unknown_like(&cause, references, Shape::Template(fragments)));
        }
        let mut text = String::new();
        for fragment in &fragments {
            if let Fragment::Text(piece) = fragment {
                text.push_str(piece);
            }
        }
        self.check_text(text.len())?;
        Ok(Node::new(Value::String(text.into())))
    }

    /// `replace`, which is worked through the structure behind an encoded text, so that it outlives the replacement
    /// of a placeholder by something that is not known yet.
    pub(super) fn replace(
        &self,
        arguments: &Arguments<'_>,
        named: impl Fn(String) -> Fault,
    ) -> Result<Node, Fault> {
        let nodes = arguments.nodes;
        let node = arguments.node(0).map_err(&named)?;
        let search = arguments.node(1).map_err(&named)?;
        let with = arguments.node(2).map_err(&named)?;
        let literal = search
            .as_text()
            .filter(|s| !(s.is_empty() || s.len() > 1 && s.starts_with('/') && s.ends_with('/')));
        let structured = node.json.is_some()
            || matches!(node.as_unknown().map(|unknown| &unknown.shape), Some(Shape::Json(_)));
        if let (true, Some(search), Some(structure)) = (structured, &literal, decoded(node)) {
            let replaced = self.replace_within(&structure, search, with)?;
            let mut encoded = self.encoded(replaced, value::write_json)?;
            encoded.sensitive |= node.sensitive | with.sensitive;
            return Ok(encoded);
        }
        match (node.as_text(), &literal, with.as_unknown()) {
            (Some(_), Some(search), Some(_)) => self.replace_within(node, search, with),
            _ => match nodes.iter().find_map(Node::as_unknown) {
                Some(unknown) => Ok(value::unknown_from(unknown, nodes)),
                None => string::replace(arguments).map_err(named),
            },
        }
    }

    fn replace_within(&self, node: &Node, search: &str, with: &Node) -> Result<Node, Fault> {
        self.meter.step(1)?;
        let value = match &node.value {
            Value::String(text) if text.contains(search) => {
                let mut out = super::super::template::Text::default();
                out.mark(node);
                for (i, piece) in text.split(search).enumerate() {
                    if i > 0 {
                        out.push(with)?;
                    }
                    out.push_text(piece);
                    self.check_text_so_far(&out)?;
                }
                let made = out.finish();
                return Ok(Node { origin: node.origin, site: node.site, ..made });
            }
            Value::List(items) => Value::List(Arc::new(
                items.iter().map(|item| self.replace_within(item, search, with)).collect::<Result<_, _>>()?,
            )),
            Value::Set(items) => Value::List(Arc::new(
                items.iter().map(|item| self.replace_within(item, search, with)).collect::<Result<_, _>>()?,
            )),
            Value::Object(object) => {
                let entries = object
                    .iter()
                    .map(|(key, value)| {
                        let key = match with.as_text() {
                            Some(with) if key.contains(search) => key.replace(search, &with).into(),
                            _ => key.clone(),
                        };
                        Ok((key, self.replace_within(value, search, with)?))
                    })
                    .collect::<Result<Object, Fault>>()?;
                Value::Object(Arc::new(entries))
            }
            _ => return Ok(node.clone()),
        };
        Ok(Node { value, json: None, ..node.clone() })
    }
}
