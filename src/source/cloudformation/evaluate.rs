//! Values of a template: what is written, with every function that can be computed in its place.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::condition::Known;
use super::model::{Template, placed};
use crate::native::{Node, Object, Reference, Shape, Unknown, Value, Why};
use crate::table::HashMap;

/// Functions within functions and values within values.
const DEPTH: usize = 150;
/// Values evaluated for one stack.
const STEPS: u64 = 20_000_000;

/// A stack: a template with its parameters.
pub(super) struct Stack<'a> {
    pub(super) template: &'a Template,
    /// Evaluated parameters and pseudo-parameters.
    pub(super) parameters: HashMap<Arc<str>, Node>,
    /// Addresses of the resources by their logical ids.
    pub(super) addresses: HashMap<Arc<str>, Arc<str>>,
    /// The types of the resources.
    pub(super) types: HashMap<Arc<str>, Arc<str>>,
    /// Outputs of nested stacks that were read, by logical id.
    pub(super) outputs: HashMap<Arc<str>, Arc<Object>>,
    /// Conditions that were asked for; nothing while one is being found out.
    pub(super) conditions: RefCell<HashMap<Arc<str>, Option<Known>>>,
    /// What is in error: the line and the message.
    pub(super) invalid: RefCell<Vec<(u32, u32, String)>>,
    pub(super) steps: Cell<u64>,
    pub(super) out_of_steps: Cell<bool>,
}

/// What became of a value.
pub(super) enum Became {
    /// It holds no function.
    Same,
    /// Another value.
    Value(Node),
    /// `AWS::NoValue`: as if it were not written.
    Gone,
}

impl<'a> Stack<'a> {
    pub(super) fn new(template: &'a Template, parameters: HashMap<Arc<str>, Node>) -> Self {
        Self {
            template,
            parameters,
            addresses: HashMap::default(),
            types: HashMap::default(),
            outputs: HashMap::default(),
            conditions: RefCell::default(),
            invalid: RefCell::default(),
            steps: Cell::new(0),
            out_of_steps: Cell::new(false),
        }
    }

    /// The value of a node; nothing for `AWS::NoValue`.
    pub(super) fn value(&self, node: &Node) -> Option<Node> {
        self.value_at(node, 0)
    }

    pub(super) fn value_at(&self, node: &Node, depth: usize) -> Option<Node> {
        match self.evaluate(node, depth) {
            Became::Same => Some(node.clone()),
            Became::Value(value) => Some(value),
            Became::Gone => None,
        }
    }

    /// Evaluates a node and everything in it.
    pub(super) fn evaluate(&self, node: &Node, depth: usize) -> Became {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        if steps > STEPS {
            self.out_of_steps.set(true);
        }
        if depth > DEPTH || steps > STEPS {
            return Became::Value(
                self.error(node, "evaluation goes too deep or takes too long (bound evaluation)"),
            );
        }
        match &node.value {
            Value::String(text) if text.contains("{{resolve:") => Became::Value(resolved_later(node, text)),
            Value::Object(members) => self.object(node, members, depth),
            Value::List(items) | Value::Set(items) => self.list(node, items, depth),
            _ => Became::Same,
        }
    }

    fn list(&self, node: &Node, items: &[Node], depth: usize) -> Became {
        let mut made: Option<Vec<Node>> = None;
        for (i, item) in items.iter().enumerate() {
            match self.evaluate(item, depth + 1) {
                Became::Same => {
                    if let Some(made) = &mut made {
                        made.push(item.clone());
                    }
                }
                became => {
                    let made = made.get_or_insert_with(|| items.get(..i).unwrap_or_default().to_vec());
                    if let Became::Value(value) = became {
                        made.push(value);
                    }
                }
            }
        }
        made.map_or(Became::Same, |items| {
            Became::Value(Node { value: Value::List(Arc::new(items)), ..node.clone() })
        })
    }

    fn object(&self, node: &Node, members: &Object, depth: usize) -> Became {
        if let Some((name, argument)) = members.first() {
            if members.len() == 1 && (&**name == "Ref" || name.starts_with("Fn::")) {
                if name.starts_with("Fn::ForEach") {
                    return self.repeated(node, members, depth);
                }
                return self.call(name, argument, node, depth + 1);
            }
            if members.keys().any(|k| k.starts_with("Fn::ForEach")) {
                return self.repeated(node, members, depth);
            }
            if members.contains_key("Fn::Transform") {
                return Became::Value(unknown(node, Why::Runtime("Fn::Transform".into())));
            }
        }
        let mut made: Option<Object> = None;
        for (i, (name, member)) in members.iter().enumerate() {
            match self.evaluate(member, depth + 1) {
                Became::Same => {
                    if let Some(made) = &mut made {
                        made.insert(name.clone(), member.clone());
                    }
                }
                became => {
                    let made = made.get_or_insert_with(|| {
                        members.iter().take(i).map(|(k, v)| (k.clone(), v.clone())).collect()
                    });
                    if let Became::Value(mut value) = became {
                        // the argument stands here, wherever its value was written
                        value.site = member.site.or(value.site);
                        made.insert(name.clone(), value);
                    }
                }
            }
        }
        made.map_or(Became::Same, |o| {
            Became::Value(Node { value: Value::Object(Arc::new(o)), ..node.clone() })
        })
    }

    /// Members that a loop makes, among the others.
    fn repeated(&self, node: &Node, members: &Object, depth: usize) -> Became {
        match self.unroll(members, depth) {
            Ok(unrolled) => {
                let whole = Node { value: Value::Object(Arc::new(unrolled)), ..node.clone() };
                match self.evaluate(&whole, depth + 1) {
                    Became::Same => Became::Value(whole),
                    other => other,
                }
            }
            Err(why) => Became::Value(unknown(node, why)),
        }
    }

    /// A value in error, which is told once.
    pub(super) fn error(&self, at: &Node, message: &str) -> Node {
        let (line, column) = at.origin.or(at.site).map_or((0, 0), |s| (s.line, s.column));
        let mut invalid = self.invalid.borrow_mut();
        if invalid.len() < 1_000
            && !invalid.iter().any(|(l, c, m)| (*l, *c) == (line, column) && m == message)
        {
            invalid.push((line, column, message.to_owned()));
        }
        unknown(at, Why::Invalid(message.into()))
    }

    /// The value of a parameter, a pseudo-parameter, or a reference to a resource.
    pub(super) fn reference(&self, name: &str, at: &Node) -> Became {
        if name == "AWS::NoValue" {
            return Became::Gone;
        }
        if let Some(value) = self.parameters.get(name) {
            return Became::Value(Node { site: at.site.or(value.site), ..value.clone() });
        }
        if let Some(address) = self.addresses.get(name) {
            // what a route leads to decides, and only the type tells
            let attribute = match self.types.get(name).map(|t| &**t) {
                Some("AWS::EC2::InternetGateway") => "InternetGatewayId",
                _ => "",
            };
            return Became::Value(attribute_of(at, address, attribute));
        }
        if name.starts_with("AWS::") {
            return Became::Value(unknown(at, Why::Variable(name.into())));
        }
        if let Some(maker) = self.maker(name) {
            return Became::Value(unknown(at, Why::Runtime(format!("{name}, which {maker} adds,").into())));
        }
        // something is named, whatever it was meant to be
        let mut node = self.error(at, &format!("{name} is neither a parameter nor a resource"));
        if let Value::Unknown(unknown) = &node.value {
            let refs = vec![Reference { address: name.into(), attribute: Arc::default() }];
            node.value = Value::Unknown(Arc::new(Unknown { refs, ..(**unknown).clone() }));
        }
        Became::Value(node)
    }

    /// What may add a resource of this name that the template does not show.
    pub(super) fn maker(&self, name: &str) -> Option<&'static str> {
        if self.template.has_macro || self.template.is_sam {
            return Some("a macro");
        }
        // resources of a module are called by its name and their own
        let of_module = |(module, vendor): (&Arc<str>, &Arc<str>)| {
            vendor.ends_with("::MODULE")
                && name.strip_prefix(&**module).is_some_and(|own| !own.trim_start_matches('.').is_empty())
        };
        self.types.iter().any(of_module).then_some("a module")
    }

    /// An attribute of a resource, or an output of a nested stack.
    pub(super) fn attribute(&self, resource: &str, attribute: &str, at: &Node) -> Node {
        if let Some(outputs) = self.outputs.get(resource)
            && let Some(output) = attribute.strip_prefix("Outputs.")
        {
            return match outputs.get(output) {
                Some(value) => Node { site: at.site.or(value.site), ..value.clone() },
                None => self.error(at, &format!("the stack {resource} has no output {output}")),
            };
        }
        if let Some(address) = self.addresses.get(resource) {
            if attribute.starts_with("Outputs.") {
                let call = format!("the template of {resource}");
                return Node {
                    value: Value::Unknown(Arc::new(Unknown {
                        why: Why::Module(call.into()),
                        refs: vec![Reference { address: address.clone(), attribute: attribute.into() }],
                        shape: Shape::Opaque,
                    })),
                    ..placed(at, Value::Null)
                };
            }
            return attribute_of(at, address, attribute);
        }
        if let Some(maker) = self.maker(resource) {
            let what = format!("{resource}.{attribute}, which {maker} adds,");
            return unknown(at, Why::Runtime(what.into()));
        }
        self.error(at, &format!("{resource} is not a resource of this template"))
    }
}

/// An attribute that is known once the stack is there.
fn attribute_of(at: &Node, address: &Arc<str>, attribute: &str) -> Node {
    let name: Arc<str> =
        if attribute.is_empty() { address.clone() } else { format!("{address}.{attribute}").into() };
    let reference = Reference { address: address.clone(), attribute: attribute.into() };
    let value = Value::Unknown(Arc::new(Unknown {
        why: Why::Apply(name),
        refs: vec![reference],
        shape: Shape::Opaque,
    }));
    placed(at, value)
}

/// A value that is not known, standing where `at` stands.
pub(super) fn unknown(at: &Node, why: Why) -> Node {
    placed(at, Value::Unknown(Arc::new(Unknown { why, refs: Vec::new(), shape: Shape::Opaque })))
}

/// A text with a dynamic reference in it: no secret stands there.
fn resolved_later(node: &Node, text: &str) -> Node {
    let inner = text.split("{{resolve:").nth(1).and_then(|rest| rest.split("}}").next()).unwrap_or_default();
    let name = format!("{{{{resolve:{inner}}}}}");
    Node { sensitive: true, ..unknown(node, Why::Runtime(name.into())) }
}
