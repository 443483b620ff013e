//! Terraform's JSON syntax to our syntax. There is no provider schema here, so whether a property of a resource is an
//! argument or a nested block is decided by its value and, for maps, by the names providers use for them.

use std::ops::Range;
use std::sync::Arc;

use crate::native::{FileId, Span, Value};

use super::lines::Lines;
use super::options::Limits;
use super::parse::{self, SyntaxError};
use super::syntax::{Attribute, Block, Body, Entry, Expr, ExprKind, Key};
use crate::native::json::{self, Json, JsonKind};

/// Arguments of the three providers that are maps though their JSON looks like a nested block.
const MAPS: &[&str] = &[
    "annotations",
    "app_settings",
    "connection_properties",
    "default_arguments",
    "default_labels",
    "effective_labels",
    "env",
    "environment_variables",
    "guest_accelerators",
    "keepers",
    "labels",
    "metadata",
    "node_labels",
    "options",
    "parameters",
    "properties",
    "resource_labels",
    "resource_manager_tags",
    "secrets",
    "stage_variables",
    "tags",
    "tags_all",
    "triggers",
    "user_labels",
    "variables",
];

/// Parses a `.tf.json` file.
pub(super) fn parse_body(file: FileId, text: &str, limits: &Limits) -> Result<Body, SyntaxError> {
    let lines = Lines::new(file, text);
    let json = read(text, &lines, limits)?;
    let lowering = Lowering { lines };
    let mut body = Body::default();
    for object in lowering.objects(&json)? {
        for (name, key, value) in object {
            lowering.top_level(name, key, value, &mut body)?;
        }
    }
    Ok(body)
}

/// Parses a `.tfvars.json` file; its strings are not templates.
pub(super) fn parse_values(file: FileId, text: &str, limits: &Limits) -> Result<Body, SyntaxError> {
    let lines = Lines::new(file, text);
    let json = read(text, &lines, limits)?;
    let lowering = Lowering { lines };
    let mut body = Body::default();
    for object in lowering.objects(&json)? {
        for (name, key, value) in object {
            body.attributes.push(lowering.attribute(name, key, value, false)?);
        }
    }
    Ok(body)
}

fn read(text: &str, lines: &Lines<'_>, limits: &Limits) -> Result<Json, SyntaxError> {
    json::parse(text, limits.nesting_depth).map_err(|error| {
        let (line, column) = lines.position(error.offset);
        SyntaxError {
            line,
            column,
            message: error.message.to_owned(),
            hint: None,
            limit: error.too_deep.then_some("nesting_depth"),
        }
    })
}

type Members = [(String, Range<usize>, Json)];

struct Lowering<'t> {
    lines: Lines<'t>,
}

impl Lowering<'_> {
    fn error(&self, at: &Range<usize>, message: impl Into<String>) -> SyntaxError {
        let (line, column) = self.lines.position(at.start);
        SyntaxError { line, column, message: message.into(), hint: None, limit: None }
    }

    fn span(&self, key: &Range<usize>, value: &Json) -> Span {
        self.lines.span(&(key.start..value.range.end))
    }

    /// An object, or a list of objects, as the objects.
    fn objects<'j>(&self, json: &'j Json) -> Result<Vec<&'j Members>, SyntaxError> {
        match &json.kind {
            JsonKind::Object(members) => Ok(vec![members]),
            JsonKind::Null => Ok(Vec::new()),
            JsonKind::Array(items) => {
                let mut objects = Vec::new();
                for item in items {
                    objects.extend(self.objects(item)?);
                }
                Ok(objects)
            }
            _ => Err(self.error(&json.range, "expected an object or a list of objects")),
        }
    }

    fn top_level(
        &self,
        name: &str,
        key: &Range<usize>,
        value: &Json,
        body: &mut Body,
    ) -> Result<(), SyntaxError> {
        let labels = match name {
            "//" | "$schema" => return Ok(()),
            "resource" | "data" | "ephemeral" => 2,
            "module" | "variable" | "output" | "provider" | "check" => 1,
            _ => 0,
        };
        self.labelled(name, labels, &mut Vec::new(), key, value, body)
    }

    fn labelled(
        &self,
        kind: &str,
        remaining: usize,
        labels: &mut Vec<Arc<str>>,
        key: &Range<usize>,
        value: &Json,
        body: &mut Body,
    ) -> Result<(), SyntaxError> {
        if remaining == 0 {
            // A list of bodies is several blocks, each with its own place.
            if let JsonKind::Array(items) = &value.kind {
                for item in items {
                    self.labelled(kind, 0, labels, &item.range, item, body)?;
                }
                return Ok(());
            }
            for members in self.objects(value)? {
                body.blocks.push(Block {
                    kind: kind.into(),
                    labels: labels.clone(),
                    body: self.members(kind, members)?,
                    span: self.span(key, value),
                });
            }
            return Ok(());
        }
        for members in self.objects(value)? {
            for (name, key, inner) in members {
                if name != "//" {
                    labels.push(name.as_str().into());
                    self.labelled(kind, remaining - 1, labels, key, inner, body)?;
                    labels.pop();
                }
            }
        }
        Ok(())
    }

    fn members(&self, kind: &str, members: &Members) -> Result<Body, SyntaxError> {
        let mut body = Body::default();
        for (name, key, value) in members {
            match (kind, name.as_str()) {
                (_, "//") => {}
                ("variable", "type") | ("module", "providers") => {
                    body.attributes.push(self.attribute(name, key, value, false)?);
                    if let (Some(last), JsonKind::String(text)) = (body.attributes.last_mut(), &value.kind)
                        && name == "type"
                    {
                        last.value = parse::parse_expression(text, last.span)
                            .map_err(|error| self.error(&value.range, error.message))?;
                    }
                }
                ("variable", "default" | "description") => {
                    body.attributes.push(self.attribute(name, key, value, false)?);
                }
                ("module" | "variable" | "output" | "locals", _) => {
                    body.attributes.push(self.attribute(name, key, value, true)?);
                }
                (_, "dynamic") => self.labelled("dynamic", 1, &mut Vec::new(), key, value, &mut body)?,
                (_, "lifecycle" | "provisioner" | "connection") => {
                    self.labelled(
                        name,
                        usize::from(name == "provisioner"),
                        &mut Vec::new(),
                        key,
                        value,
                        &mut body,
                    )?;
                }
                ("dynamic", "content") => {
                    self.labelled("content", 0, &mut Vec::new(), key, value, &mut body)?;
                }
                _ if is_block(kind, name, value) => {
                    self.labelled(name, 0, &mut Vec::new(), key, value, &mut body)?;
                }
                _ => body.attributes.push(self.attribute(name, key, value, kind != "lifecycle")?),
            }
        }
        Ok(body)
    }

    fn attribute(
        &self,
        name: &str,
        key: &Range<usize>,
        value: &Json,
        templates: bool,
    ) -> Result<Attribute, SyntaxError> {
        let span = self.span(key, value);
        let mut value = self.expression(value, templates)?;
        value.span = span;
        Ok(Attribute { name: name.into(), value, span })
    }

    fn expression(&self, json: &Json, templates: bool) -> Result<Expr, SyntaxError> {
        let span = self.lines.span(&json.range);
        let kind = match &json.kind {
            JsonKind::Null => ExprKind::Literal(Value::Null),
            JsonKind::Bool(value) => ExprKind::Literal(Value::Bool(*value)),
            JsonKind::Number(value) => ExprKind::Literal(Value::Number(*value)),
            JsonKind::String(text) if templates => {
                return parse::parse_template(text, span)
                    .map_err(|error| self.error(&json.range, format!("in the template: {}", error.message)));
            }
            JsonKind::String(text) => ExprKind::Literal(Value::String(text.as_str().into())),
            JsonKind::Array(items) => ExprKind::Array(
                items.iter().map(|item| self.expression(item, templates)).collect::<Result<_, _>>()?,
            ),
            JsonKind::Object(members) => {
                let mut entries = Vec::with_capacity(members.len());
                for (name, range, value) in members {
                    if name == "//" {
                        continue;
                    }
                    let span = self.span(range, value);
                    let key = if templates && name.contains("${") {
                        Key::Computed(parse::parse_template(name, span).map_err(|error| {
                            self.error(range, format!("in the template: {}", error.message))
                        })?)
                    } else {
                        Key::Name(name.as_str().into())
                    };
                    let mut value = self.expression(value, templates)?;
                    value.span = span;
                    entries.push(Entry { key, value });
                }
                ExprKind::Object(entries)
            }
        };
        Ok(Expr { kind, span })
    }
}

/// Whether a property of a resource, data source or provider is a nested block.
fn is_block(parent: &str, name: &str, value: &Json) -> bool {
    if MAPS.contains(&name) && !(parent == "environment" && name != "variables") {
        return false;
    }
    match &value.kind {
        JsonKind::Object(_) => true,
        JsonKind::Array(items) => {
            !items.is_empty() && items.iter().all(|item| matches!(item.kind, JsonKind::Object(_)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_labels_maps_and_places() {
        let text = r#"{
  "//": "a note",
  "resource": {
    "aws_s3_bucket": {
      "logs": {
        "bucket": "x-${var.env}",
        "tags": {"a": "b"},
        "versioning": [{"enabled": true}],
        "dynamic": {"rule": {"for_each": "${var.rules}", "content": {"id": "${rule.key}"}}}
      }
    }
  }
}"#;
        let body = parse_body(FileId(3), text, &Limits::default()).unwrap();
        let block = &body.blocks[0];
        assert_eq!(
            (&*block.kind, &*block.labels[1], block.span.line, block.span.end_line),
            ("resource", "logs", 5, 10)
        );
        assert!(matches!(block.body.attribute("bucket").unwrap().value.kind, ExprKind::Template(_)));
        assert_eq!(block.body.attribute("bucket").unwrap().span.line, 6);
        assert!(block.body.attribute("tags").is_some());
        assert_eq!(block.body.blocks_of("versioning").count(), 1);
        let dynamic = block.body.blocks_of("dynamic").next().unwrap();
        assert_eq!(&*dynamic.labels[0], "rule");
        assert!(dynamic.body.blocks_of("content").next().is_some());
    }

    #[test]
    fn an_error_names_line_and_column() {
        let error = parse_body(FileId(0), "{\n  \"resource\": {,}\n}", &Limits::default()).unwrap_err();
        assert_eq!((error.line, error.column), (2, 16));
    }
}
