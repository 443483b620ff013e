//! A template as it is written: its sections, and what the caller gives for its parameters.

use std::sync::Arc;

use crate::native::{Node, Object, Span, Value};

/// Values given for the parameters of root templates; the last of a name holds. Pseudo-parameters (`AWS::Region`) may
/// be given too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters {
    /// Name and value.
    pub values: Vec<(String, String)>,
}

impl Parameters {
    /// The value given for a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Adds `NAME=VALUE`, or the AWS CLI's `ParameterKey=NAME,ParameterValue=VALUE`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn assign(&mut self, text: &str) -> Result<(), String> {
        let pair = match text.strip_prefix("ParameterKey=") {
            Some(rest) => rest.split_once(",ParameterValue="),
            None => text.split_once('='),
        };
        match pair {
            Some((name, value)) if !name.trim().is_empty() => {
                self.values.push((name.trim().to_owned(), value.to_owned()));
                Ok(())
            }
            _ => Err(format!("{text:?} is not NAME=VALUE")),
        }
    }

    /// Adds the values of a parameter file: the AWS CLI's list of `ParameterKey` and `ParameterValue`, its list of
    /// `NAME=VALUE`, CodePipeline's object with `Parameters`, or a plain object of names and values.
    ///
    /// # Errors
    /// When the text has none of these forms.
    pub fn read(&mut self, text: &str) -> Result<(), String> {
        use serde_json::Value as Json;
        let json: Json =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| e.to_string())?;
        let plain = |value: &Json| match value {
            Json::String(text) => Some(text.clone()),
            Json::Bool(_) | Json::Number(_) => Some(value.to_string()),
            Json::Array(items) => items
                .iter()
                .map(|i| i.as_str().map_or_else(|| i.to_string(), str::to_owned))
                .reduce(|all, next| format!("{all},{next}")),
            _ => None,
        };
        let unexpected =
            || "expected a list of ParameterKey and ParameterValue, or an object with Parameters".to_owned();
        match &json {
            Json::Array(items) => {
                for item in items {
                    if let Some(text) = item.as_str() {
                        self.assign(text)?;
                        continue;
                    }
                    let name = item.get("ParameterKey").and_then(Json::as_str).ok_or_else(unexpected)?;
                    // a previous value that is used again is not told
                    if let Some(value) = item.get("ParameterValue").and_then(plain) {
                        self.values.push((name.to_owned(), value));
                    }
                }
                Ok(())
            }
            Json::Object(members) => {
                let members = match members.get("Parameters") {
                    Some(Json::Object(inner)) => inner,
                    Some(_) => return Err(unexpected()),
                    None => members,
                };
                for (name, value) in members {
                    self.values.push((name.clone(), plain(value).ok_or_else(unexpected)?));
                }
                Ok(())
            }
            _ => Err(unexpected()),
        }
    }
}

/// A template.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) parameters: Arc<Object>,
    pub(super) mappings: Arc<Object>,
    pub(super) conditions: Arc<Object>,
    pub(super) resources: Arc<Object>,
    pub(super) outputs: Arc<Object>,
    pub(super) globals: Arc<Object>,
    /// Whether a macro of the template's own may add or change anything; those of AWS are known.
    pub(super) has_macro: bool,
    pub(super) is_sam: bool,
}

impl Template {
    /// The sections of a document.
    pub(super) fn of(document: &Node) -> Result<Self, (Option<Span>, String)> {
        let at = document.origin;
        let Value::Object(sections) = &document.value else {
            return Err((at, "a template must be a map".to_owned()));
        };
        let section = |name: &str| match sections.get(name) {
            None => Ok(Arc::default()),
            Some(Node { value: Value::Object(object), .. }) => Ok(object.clone()),
            Some(node) if node.is_null() => Ok(Arc::default()),
            Some(node) => Err((node.site.or(node.origin), format!("{name} must be a map"))),
        };
        let transforms: Vec<Arc<str>> = sections
            .get("Transform")
            .map(|t| match t.items() {
                Some(items) => items.iter().map(name_of_transform).collect(),
                None => vec![name_of_transform(t)],
            })
            .unwrap_or_default();
        let known = |name: &Arc<str>| {
            matches!(
                &**name,
                "AWS::Serverless-2016-10-31"
                    | "AWS::LanguageExtensions"
                    | "AWS::SecretsManager-2020-07-23"
                    | "AWS::SecretsManager-2024-09-16"
                    | "AWS::CodeDeployBlueGreen"
            )
        };
        let resources = section("Resources")?;
        Ok(Self {
            parameters: section("Parameters")?,
            mappings: section("Mappings")?,
            conditions: section("Conditions")?,
            outputs: section("Outputs").unwrap_or_default(),
            globals: section("Globals").unwrap_or_default(),
            has_macro: transforms.iter().any(|t| !known(t)),
            is_sam: transforms.iter().any(|t| t.starts_with("AWS::Serverless")),
            resources,
        })
    }
}

fn name_of_transform(node: &Node) -> Arc<str> {
    let named = node.as_object().and_then(|o| o.get("Name"));
    named.unwrap_or(node).as_text().unwrap_or_default()
}

/// An object standing where `at` stands.
pub(super) fn object_at(at: &Node, members: impl IntoIterator<Item = (Arc<str>, Node)>) -> Node {
    Node { value: Value::Object(Arc::new(members.into_iter().collect())), ..bare(at) }
}

/// The places of a node, with no value of its own.
pub(super) fn bare(at: &Node) -> Node {
    Node {
        value: Value::Null,
        origin: at.origin,
        site: at.site,
        refs: None,
        sensitive: at.sensitive,
        json: None,
    }
}

/// Another value in the place of a node.
pub(super) fn placed(at: &Node, value: Value) -> Node {
    Node { value, ..bare(at) }
}
