//! The functions of templates. What is asked of something unknown is unknown; its parts that are known are kept.

use std::sync::Arc;

use base64::Engine as _;
use ipnet::IpNet;

use super::condition::Known;
use super::evaluate::{Became, Stack, unknown};
use super::model::placed;
use crate::native::{Fragment, Node, Reference, Shape, Unknown, Value, Why, format_number};

/// Addresses that one `Fn::Cidr` may give, as CloudFormation has it.
const MOST_BLOCKS: u64 = 256;
/// Length of a text that is put together, in bytes.
const TEXT_BYTES: usize = 4 << 20;

impl Stack<'_> {
    /// Calls a function by its long name.
    pub(super) fn call(&self, name: &str, argument: &Node, at: &Node, depth: usize) -> Became {
        Became::Value(match name {
            "Ref" => {
                return match argument.as_text() {
                    Some(name) => self.reference(&name, at),
                    None => Became::Value(self.error(at, "Ref must name a parameter or a resource")),
                };
            }
            "Fn::If" => return self.choice(argument, at, depth),
            "Fn::GetAtt" => self.get_attribute(argument, at, depth),
            "Fn::Sub" => self.substitute(argument, at, depth),
            "Fn::Join" => self.join(argument, at, depth),
            "Fn::Select" => return self.select(argument, at, depth),
            "Fn::Split" => self.split(argument, at, depth),
            "Fn::FindInMap" => return self.find_in_map(argument, at, depth),
            "Fn::Base64" => self.base64(argument, at, depth),
            "Fn::Cidr" => self.cidr(argument, at, depth),
            "Fn::Length" => self.length(argument, at, depth),
            "Fn::ToJsonString" => self.json_text(argument, at, depth),
            "Fn::GetAZs" => unknown(at, Why::Runtime("the list of zones of the region (Fn::GetAZs)".into())),
            "Fn::ImportValue" => self.import(argument, at, depth),
            "Fn::Transform" => unknown(at, Why::Runtime("Fn::Transform".into())),
            "Fn::And" | "Fn::Or" | "Fn::Not" | "Fn::Equals" => match self.holds(at, depth + 1) {
                Known::Unknown(why) => unknown(at, why),
                known => placed(at, Value::Bool(known == Known::True)),
            },
            other => unknown(at, Why::Function(other.into())),
        })
    }

    /// The arguments of a function, evaluated; unknown as a whole when the list is.
    fn arguments(&self, argument: &Node, depth: usize) -> Result<Vec<Node>, Node> {
        let Some(value) = self.value_at(argument, depth + 1) else { return Ok(Vec::new()) };
        if value.as_unknown().is_some() {
            return Err(value);
        }
        Ok(match value.items() {
            Some(items) => items.to_vec(),
            None => vec![value],
        })
    }

    fn choice(&self, argument: &Node, at: &Node, depth: usize) -> Became {
        let Some([condition, yes, no]) = argument.items() else {
            return Became::Value(self.error(at, "Fn::If needs a condition and two values"));
        };
        let known = match condition.as_text() {
            Some(name) => self.condition(&name, condition, depth + 1),
            None => self.holds(condition, depth + 1),
        };
        let pick = |node: &Node| self.value_at(node, depth + 1).map_or(Became::Gone, Became::Value);
        match known {
            Known::True => pick(yes),
            Known::False => pick(no),
            Known::Unknown(why) => match (self.value_at(yes, depth + 1), self.value_at(no, depth + 1)) {
                (None, None) => Became::Gone,
                (Some(a), Some(b)) if same(&a, &b) => Became::Value(a),
                _ => Became::Value(unknown(at, why)),
            },
        }
    }

    fn get_attribute(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let parts: Option<Vec<Arc<str>>> = match argument.items() {
            Some(items) => items.iter().map(|i| self.value_at(i, depth + 1)?.as_text()).collect(),
            None => argument
                .as_text()
                .and_then(|text| text.split_once('.').map(|(a, b)| vec![Arc::from(a), Arc::from(b)])),
        };
        match parts.as_deref() {
            Some([resource, attribute @ ..]) if !attribute.is_empty() => {
                self.attribute(resource, &attribute.join("."), at)
            }
            _ => self.error(at, "Fn::GetAtt needs a resource and an attribute"),
        }
    }

    fn substitute(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let (text, map) = match argument.items() {
            Some([text, map]) => (text, map.as_object()),
            Some(_) => return self.error(at, "Fn::Sub needs a text, or a text and a map"),
            None => (argument, None),
        };
        let Some(template) = text.as_text() else {
            // a macro may give the text
            return match self.value_at(text, depth + 1) {
                Some(value) if value.as_unknown().is_some() => value,
                _ => self.error(at, "Fn::Sub needs a text"),
            };
        };
        let mut parts = Vec::new();
        let mut rest = &*template;
        while let Some(open) = rest.find("${") {
            let (before, behind) = rest.split_at(open);
            parts.push(placed(text, Value::String(before.into())));
            let Some(close) = behind.find('}') else {
                rest = behind;
                break;
            };
            let name = behind.get(2..close).unwrap_or_default().trim();
            rest = behind.get(close + 1..).unwrap_or_default();
            parts.push(if let Some(literal) = name.strip_prefix('!') {
                placed(text, Value::String(format!("${{{literal}}}").into()))
            } else if let Some(given) = map.and_then(|m| m.get(name)) {
                self.value_at(given, depth + 1).unwrap_or_else(|| placed(text, Value::String("".into())))
            } else if let Some((resource, attribute)) =
                name.split_once('.').filter(|_| !self.parameters.contains_key(name))
            {
                self.attribute(resource, attribute, text)
            } else {
                match self.reference(name, text) {
                    Became::Value(value) => value,
                    Became::Same | Became::Gone => placed(text, Value::String("".into())),
                }
            });
        }
        parts.push(placed(text, Value::String(rest.into())));
        self.concatenate(text, &parts, "")
    }

    fn join(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let Some([delimiter, list]) = argument.items() else {
            return self.error(at, "Fn::Join needs a delimiter and a list");
        };
        let delimiter = delimiter.as_text().unwrap_or_default();
        match self.arguments(list, depth) {
            Ok(items) => self.concatenate(at, &items, &delimiter),
            Err(unknown) => Node { origin: at.origin, site: at.site, ..unknown },
        }
    }

    /// Parts as one text; where some are not known, what is known of it is kept.
    fn concatenate(&self, at: &Node, parts: &[Node], delimiter: &str) -> Node {
        let mut fragments: Vec<Fragment> = Vec::new();
        let mut text = String::new();
        let (mut first, mut why, mut refs, mut sensitive) =
            (true, None, Vec::<Reference>::new(), at.sensitive);
        for part in parts {
            if !first {
                text.push_str(delimiter);
            }
            first = false;
            sensitive |= part.sensitive;
            match (&part.value, part.as_text()) {
                (_, Some(more)) => text.push_str(&more),
                (Value::Null, _) => {}
                (Value::Unknown(unknown), _) => {
                    if !text.is_empty() {
                        fragments.push(Fragment::Text(std::mem::take(&mut text).into()));
                    }
                    why.get_or_insert_with(|| unknown.why.clone());
                    refs.extend(unknown.refs.iter().cloned());
                    match &unknown.shape {
                        Shape::Template(inner) => fragments.extend(inner.iter().cloned()),
                        _ => fragments.push(Fragment::Unknown(unknown.clone())),
                    }
                }
                _ => return self.error(part, "only texts can be joined"),
            }
            if text.len() > TEXT_BYTES {
                return self.error(at, "the text is too long (bound string_bytes)");
            }
        }
        let value = match why {
            None => Value::String(text.into()),
            Some(why) => {
                if !text.is_empty() {
                    fragments.push(Fragment::Text(text.into()));
                }
                // a text that is nothing but one attribute is that attribute
                let shape = if fragments.len() == 1 { Shape::Opaque } else { Shape::Template(fragments) };
                Value::Unknown(Arc::new(Unknown { why, refs, shape }))
            }
        };
        Node { sensitive, ..placed(at, value) }
    }

    fn select(&self, argument: &Node, at: &Node, depth: usize) -> Became {
        let Some([index, list]) = argument.items() else {
            return Became::Value(self.error(at, "Fn::Select needs an index and a list"));
        };
        let index = self.value_at(index, depth + 1);
        let items = match self.arguments(list, depth) {
            Ok(items) => items,
            Err(list) => return Became::Value(Node { origin: at.origin, site: at.site, ..list }),
        };
        let Some(index) = index else { return Became::Gone };
        if let Some(why) = index.as_unknown() {
            return Became::Value(unknown(at, why.why.clone()));
        }
        let found = index.as_text().and_then(|t| t.trim().parse::<usize>().ok()).and_then(|i| items.get(i));
        Became::Value(match found {
            Some(item) => item.clone(),
            None => self.error(at, "Fn::Select asks for an element that the list does not have"),
        })
    }

    fn split(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let Some([delimiter, text]) = argument.items() else {
            return self.error(at, "Fn::Split needs a delimiter and a text");
        };
        let delimiter = delimiter.as_text().unwrap_or_default();
        let Some(text) = self.value_at(text, depth + 1) else {
            return placed(at, Value::List(Arc::default()));
        };
        if let Some(why) = text.as_unknown() {
            return unknown(at, why.why.clone());
        }
        let Some(text) = text.as_text().filter(|_| !delimiter.is_empty()) else {
            return self.error(at, "Fn::Split needs a delimiter and a text");
        };
        let parts = text.split(&*delimiter).map(|part| placed(at, Value::String(part.into())));
        placed(at, Value::List(Arc::new(parts.collect())))
    }

    fn find_in_map(&self, argument: &Node, at: &Node, depth: usize) -> Became {
        let Some([map, top, second, rest @ ..]) = argument.items() else {
            return Became::Value(self.error(at, "Fn::FindInMap needs a map and two keys"));
        };
        let default = rest.first().and_then(|o| o.as_object()?.get("DefaultValue"));
        let mut names = Vec::with_capacity(3);
        for key in [map, top, second] {
            let Some(value) = self.value_at(key, depth + 1) else { return Became::Gone };
            match (value.as_unknown(), value.as_text()) {
                (Some(why), _) => return Became::Value(unknown(at, why.why.clone())),
                (None, Some(text)) => names.push(text),
                (None, None) => {
                    return Became::Value(self.error(at, "the keys of Fn::FindInMap must be texts"));
                }
            }
        }
        let [map, top, second] = names.as_slice() else { return Became::Gone };
        let found =
            self.template.mappings.get(map).and_then(|m| m.as_object()?.get(top)?.as_object()?.get(second));
        match (found, default) {
            (Some(value), _) => Became::Value(Node { site: at.site, ..value.clone() }),
            (None, Some(default)) => self.value_at(default, depth + 1).map_or(Became::Gone, Became::Value),
            // a macro or an included snippet may hold the map
            (None, None) if self.template.has_macro => {
                Became::Value(unknown(at, Why::Runtime(format!("the mapping {map}").into())))
            }
            (None, None) => {
                Became::Value(self.error(at, &format!("the mapping {map} has no {second} of {top}")))
            }
        }
    }

    fn base64(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let Some(value) = self.value_at(argument, depth + 1) else { return placed(at, Value::Null) };
        match value.as_text() {
            Some(text) => {
                let encoded = base64::engine::general_purpose::STANDARD.encode(text.as_bytes());
                Node { value: Value::String(encoded.into()), ..value }
            }
            None => value,
        }
    }

    fn cidr(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let arguments = match self.arguments(argument, depth) {
            Ok(arguments) => arguments,
            Err(unknown) => return unknown,
        };
        if let Some(why) = arguments.iter().find_map(Node::as_unknown) {
            return unknown(at, why.why.clone());
        }
        let [block, count, rest @ ..] = arguments.as_slice() else {
            return self.error(at, "Fn::Cidr needs a block and a count");
        };
        let block: Option<IpNet> = block.as_text().and_then(|t| t.parse().ok());
        let number = |n: &Node| n.as_text().and_then(|t| t.trim().parse::<u64>().ok());
        let bits = rest.first().map_or(Some(8), number);
        let (Some(block), Some(count), Some(bits)) = (block, number(count), bits) else {
            return self.error(at, "Fn::Cidr needs a block and numbers");
        };
        let prefix = u64::from(block.max_prefix_len()).checked_sub(bits).and_then(|p| u8::try_from(p).ok());
        let subnets = prefix.and_then(|prefix| block.trunc().subnets(prefix).ok());
        let Some(subnets) = subnets.filter(|_| count <= MOST_BLOCKS) else {
            return self.error(at, "Fn::Cidr asks for more than the block holds");
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let list: Vec<Node> =
            subnets.take(count).map(|net| placed(at, Value::String(net.to_string().into()))).collect();
        if list.len() < count {
            return self.error(at, "Fn::Cidr asks for more than the block holds");
        }
        placed(at, Value::List(Arc::new(list)))
    }

    fn length(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        match self.arguments(argument, depth) {
            Ok(items) => {
                #[expect(clippy::cast_precision_loss, reason = "a list is far shorter than 2^53")]
                let length = items.len() as f64;
                placed(at, Value::Number(length))
            }
            Err(value) => value,
        }
    }

    fn json_text(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let Some(value) = self.value_at(argument, depth + 1) else { return placed(at, Value::Null) };
        if let Some(text) = json(&value) {
            return Node {
                json: Some(Arc::new(value)),
                ..placed(at, Value::String(text.to_string().into()))
            };
        }
        let why = first_unknown(&value).unwrap_or_else(|| Why::Function("Fn::ToJsonString".into()));
        let shape = Shape::Json(Box::new(value));
        placed(at, Value::Unknown(Arc::new(Unknown { why, refs: Vec::new(), shape })))
    }

    /// The export of another stack: there is a value, and another deployment holds it.
    fn import(&self, argument: &Node, at: &Node, depth: usize) -> Node {
        let name = self.value_at(argument, depth + 1).and_then(|n| n.as_text());
        let name: Arc<str> = match name {
            Some(name) => format!("the export {name} of another stack").into(),
            None => "an export of another stack".into(),
        };
        let refs = vec![Reference { address: "Fn::ImportValue".into(), attribute: name.clone() }];
        placed(at, Value::Unknown(Arc::new(Unknown { why: Why::Data(name), refs, shape: Shape::Opaque })))
    }
}

/// Whether two values are certainly the same.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(v, w)))
        }
        _ => a.as_text().is_some() && a.as_text() == b.as_text(),
    }
}

fn first_unknown(node: &Node) -> Option<Why> {
    match &node.value {
        Value::Unknown(unknown) => Some(unknown.why.clone()),
        Value::Object(members) => members.values().find_map(first_unknown),
        _ => node.items()?.iter().find_map(first_unknown),
    }
}

/// The JSON of a value that is known in full.
fn json(node: &Node) -> Option<serde_json::Value> {
    use serde_json::Value as Json;
    Some(match &node.value {
        Value::Null => Json::Null,
        Value::Bool(b) => Json::Bool(*b),
        Value::Number(n) => serde_json::from_str(&format_number(*n)).ok()?,
        Value::String(s) => Json::String(s.to_string()),
        Value::List(items) | Value::Set(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Value::Object(o) => {
            Json::Object(o.iter().map(|(k, v)| Some((k.to_string(), json(v)?))).collect::<Option<_>>()?)
        }
        Value::Unknown(_) => return None,
    })
}
