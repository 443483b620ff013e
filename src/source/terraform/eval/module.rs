//! Module calls: their instances, their outputs, and the resources they lead to.

use std::rc::Rc;
use std::sync::Arc;

use crate::native::{Mode, NativeResource, Node, Object, Provider, Shape, Unknown, Value, Why};
use crate::table::HashMap;

use super::super::config::ModuleCall;
use super::super::load::Target;
use super::super::syntax::Step;
use super::expand::{Key, Kind, Repetition};
use super::expression::attribute;
use super::reference::is_index;
use super::{Evaluator, Fault, Frame, Parent, Scope};

/// The instances of a module call.
pub(super) struct CallExpansion<'a> {
    kind: Kind,
    instances: Vec<(Key, Rc<Frame<'a>>)>,
    /// Set when the module's source is not here.
    unavailable: Option<Arc<Unknown>>,
}

impl<'a> Evaluator<'a> {
    fn call_expansion(&self, frame: &Rc<Frame<'a>>, name: &str) -> Result<Rc<CallExpansion<'a>>, Fault> {
        let module = frame.module;
        let Some((key, call)) = module.calls.get_key_value(name) else {
            return Err(Fault::new(format!("there is no module {name:?}")));
        };
        let what = || frame.address_of(&format!("module.{name}")).to_string();
        self.once(&frame.modules, &**key, what, || self.expand_call(frame, call).map(Rc::new))
    }

    fn expand_call(&self, frame: &Rc<Frame<'a>>, call: &'a ModuleCall) -> Result<CallExpansion<'a>, Fault> {
        let mut names = frame.names.clone();
        names.push(call.name.clone());
        self.module_calls.set(self.module_calls.get() + 1);
        let base = frame.address_of(&format!("module.{}", call.name));
        let directory = match self.library.resolve(self.root, &frame.module.directory, &names, call) {
            Target::Directory(directory) => directory,
            Target::Unavailable { why, hint } => {
                let source = call.source.as_deref().unwrap_or("a computed source");
                let message = format!("{base} ({source}): {why}");
                self.problems.borrow_mut().unavailable.insert((Some(call.span), message, hint.to_owned()));
                let unknown = Unknown {
                    why: Why::Module(format!("{base} ({source})").into()),
                    refs: Vec::new(),
                    shape: Shape::Opaque,
                };
                return Ok(CallExpansion {
                    kind: Kind::Single,
                    instances: Vec::new(),
                    unavailable: Some(Arc::new(unknown)),
                });
            }
        };
        if names.len() > self.options.limits.module_depth {
            let limit = self.options.limits.module_depth;
            return Err(Fault::limit(
                "module_depth",
                format!("more than {limit} module calls within each other"),
            )
            .at(call.span));
        }
        let mut ancestor = Some(frame);
        while let Some(above) = ancestor {
            if above.module.directory == directory {
                return Err(Fault::new("the module calls itself").at(call.span));
            }
            ancestor = above.parent.as_ref().map(|parent| &parent.frame);
        }
        let Some(module) = self.library.module(directory) else {
            return Err(
                Fault::new(format!("there are no configuration files in {directory:?}")).at(call.span)
            );
        };
        let scope = frame.scope(Repetition::none());
        let (kind, planned) = self.plan(call.count.as_ref(), call.for_each.as_ref(), scope);
        if matches!(kind, Kind::Single) {
            self.count_instances(1).map_err(|fault| fault.at(call.span))?;
        }
        let existence = match &kind {
            Kind::Uncertain(unknown) => Some(unknown.clone()),
            _ => frame.existence.clone(),
        };
        let calls: Arc<[_]> = frame.calls.iter().copied().chain([call.span]).collect();
        let instances = planned.into_iter().map(|(key, repetition)| {
            let address = format!("{base}{}", key.suffix()).into();
            let parent = Parent { frame: frame.clone(), call, repetition };
            let child = Frame::new(
                module,
                address,
                names.clone(),
                Some(parent),
                calls.clone(),
                existence.clone(),
                HashMap::default(),
            );
            (key, Rc::new(child))
        });
        let instances = instances.collect();
        Ok(CallExpansion { kind, instances, unavailable: None })
    }

    /// `module.name` with the steps that choose an instance and an output, and how many steps those are. Only the
    /// output that is asked for is evaluated.
    pub(super) fn module_reference(
        &self,
        frame: &Rc<Frame<'a>>,
        name: &str,
        steps: &[Step],
        scope: Scope<'_, 'a>,
    ) -> Result<(Node, usize), Fault> {
        let expansion = self.call_expansion(frame, name)?;
        if let Some(unknown) = &expansion.unavailable {
            return Ok((Node::new(Value::Unknown(unknown.clone())), 0));
        }
        let output = |step: Option<&Step>| match step {
            Some(Step::Attribute(name)) => Some(name.clone()),
            _ => None,
        };
        match &expansion.kind {
            Kind::Uncertain(unknown) => Ok((Node::new(Value::Unknown(unknown.clone())), 0)),
            Kind::Single => match (expansion.instances.first(), output(steps.first())) {
                (Some((_, child)), Some(name)) => Ok((self.output(child, &name)?, 1)),
                (Some((_, child)), None) => Ok((self.outputs(child)?, 0)),
                (None, _) => Ok((Node::new(Value::Null), 0)),
            },
            Kind::Count | Kind::Each if is_index(steps.first()) => {
                let Some(Step::Index(expr)) = steps.first() else {
                    return Err(Fault::new("an index is required"));
                };
                let key = self.eval(expr, scope)?;
                if let Value::Unknown(unknown) = &key.value {
                    return Ok((super::value::unknown_from(unknown, [&key]), steps.len()));
                }
                let wanted = key.as_text().unwrap_or_default();
                let found = expansion.instances.iter().find(|(key, _)| match key {
                    Key::Index(index) => index.to_string() == *wanted,
                    Key::Name(name) => *name == wanted,
                    Key::None => false,
                });
                let Some((_, child)) = found else {
                    return Err(Fault::new(format!("module.{name} has no instance {wanted:?}")).at(expr.span));
                };
                match output(steps.get(1)) {
                    Some(name) => Ok((self.output(child, &name)?, 2)),
                    None => Ok((self.outputs(child)?, 1)),
                }
            }
            kind => {
                // A splat over instances reads one output of each.
                let splat = matches!(steps.first(), Some(Step::FullSplat | Step::AttributeSplat));
                let wanted = if splat { output(steps.get(1)) } else { None };
                let read = |child: &Rc<Frame<'a>>| match &wanted {
                    Some(name) => self.output(child, name),
                    None => self.outputs(child),
                };
                if matches!(kind, Kind::Count) {
                    let mut items = Vec::with_capacity(expansion.instances.len());
                    for (_, child) in &expansion.instances {
                        items.push(read(child)?);
                    }
                    let list = Node::new(Value::List(Arc::new(items)));
                    let Some(_) = wanted else { return Ok((list, 0)) };
                    // The splat goes on over what follows the output.
                    let rest = steps.get(2..).unwrap_or_default();
                    let run = match steps.first() {
                        Some(Step::FullSplat) => {
                            rest.iter().take_while(|s| !matches!(s, Step::AttributeSplat)).count()
                        }
                        _ => rest.iter().take_while(|s| matches!(s, Step::Attribute(_))).count(),
                    };
                    let items = list.items().unwrap_or_default();
                    let items: Result<Vec<_>, _> =
                        items.iter().map(|item| self.walk(item.clone(), &rest[..run], scope)).collect();
                    return Ok((Node::new(Value::List(Arc::new(items?))), 2 + run));
                }
                let mut object = Object::default();
                for (key, child) in &expansion.instances {
                    if let Key::Name(name) = key {
                        object.insert(name.clone(), self.outputs(child)?);
                    }
                }
                Ok((Node::new(Value::Object(Arc::new(object))), 0))
            }
        }
    }

    fn output(&self, frame: &Rc<Frame<'a>>, name: &str) -> Result<Node, Fault> {
        let module = frame.module;
        let Some((key, output)) = module.outputs.get_key_value(name) else {
            return Err(Fault::new(format!("{} has no output {name:?}", frame.address)));
        };
        self.once(
            &frame.outputs,
            &**key,
            || frame.address_of(&format!("output.{name}")).to_string(),
            || {
                let Some(value) = &output.value else { return Ok(Node::new(Value::Null)) };
                let mut node = self.eval(value, frame.scope(Repetition::none()))?;
                if output.sensitive {
                    node.sensitive = true;
                    self.marks.set(true);
                }
                Ok(node)
            },
        )
    }

    fn outputs(&self, frame: &Rc<Frame<'a>>) -> Result<Node, Fault> {
        let mut object = Object::default();
        for name in frame.module.outputs.keys() {
            let node = match self.output(frame, name) {
                Ok(node) => node,
                Err(fault) if fault.is_limit() => return Err(fault),
                Err(fault) => {
                    let invalid = || Why::Invalid(fault.0.message.as_str().into());
                    Node::unknown(fault.0.missing.clone().unwrap_or_else(invalid))
                }
            };
            object.insert(name.clone(), node);
        }
        Ok(Node::new(Value::Object(Arc::new(object))))
    }

    /// Every resource of a module instance and of the modules it calls. Everything is evaluated first, so that the
    /// bodies can then be moved out of the memos instead of being copied.
    pub(super) fn collect(&self, frame: &Rc<Frame<'a>>, resources: &mut Vec<NativeResource>) {
        self.evaluate_all(frame);
        self.move_out(frame, resources);
    }

    fn evaluate_all(&self, frame: &Rc<Frame<'a>>) {
        for (key, block) in &frame.module.resources {
            if let Err(fault) = self.expansion(frame, key) {
                self.faulty(&fault, block.span);
            }
            self.provider_config(frame, &block.provider);
        }
        for (name, call) in &frame.module.calls {
            match self.call_expansion(frame, name) {
                Ok(expansion) => {
                    for (_, child) in &expansion.instances {
                        self.evaluate_all(child);
                    }
                }
                Err(fault) => {
                    self.faulty(&fault, call.span);
                }
            }
        }
    }

    fn move_out(&self, frame: &Rc<Frame<'a>>, resources: &mut Vec<NativeResource>) {
        let mut expansions = frame.resources.take();
        let root: Arc<str> = if self.root.is_empty() { ".".into() } else { self.root.into() };
        for (key, block) in &frame.module.resources {
            let Some(Some(Ok(expansion))) = expansions.remove(key) else { continue };
            let existence = match &expansion.kind {
                Kind::Uncertain(unknown) => Some(unknown.clone()),
                _ => frame.existence.clone(),
            };
            let provider = Provider::of_terraform_type(&key.native_type);
            let provider_config = self.provider_config(frame, &block.provider);
            let instances: Vec<_> = match Rc::try_unwrap(expansion) {
                Ok(expansion) => expansion.instances.into_iter().map(|i| (i.address, i.body)).collect(),
                Err(shared) => shared.instances.iter().map(|i| (i.address.clone(), i.body.clone())).collect(),
            };
            for (address, body) in instances {
                resources.push(NativeResource {
                    address,
                    module: frame.address.clone(),
                    mode: key.mode,
                    provider,
                    native_type: key.native_type.clone(),
                    vendor_type: None,
                    silence: crate::native::Silence::Default,
                    name: key.name.clone(),
                    root: root.clone(),
                    body: Arc::unwrap_or_clone(body),
                    span: block.span,
                    calls: frame.calls.clone(),
                    provider_config: provider_config.clone(),
                    lifecycle: block.lifecycle.clone(),
                    existence: existence.clone(),
                });
            }
        }
        for name in frame.module.calls.keys() {
            if let Ok(expansion) = self.call_expansion(frame, name) {
                for (_, child) in &expansion.instances {
                    self.move_out(child, resources);
                }
            }
        }
    }

    /// Adds what a data source computes from its own arguments.
    pub(super) fn complete(&self, key: &super::super::config::ResourceKey, body: &mut Object) {
        if key.mode != Mode::Data {
            return;
        }
        let computed = match &*key.native_type {
            "aws_iam_policy_document" => self.aws_policy(body).map(|json| ("json", json)),
            "google_iam_policy" => self.google_policy(body).map(|json| ("policy_data", json)),
            _ => return,
        };
        match computed {
            Ok((name, node)) => {
                body.insert(name.into(), node);
            }
            Err(fault) => {
                let span = body.values().find_map(|node| node.site);
                if let Some(span) = span {
                    self.faulty(&fault, span);
                }
            }
        }
    }
}

/// An attribute of a whole value, for the provider and policy readers.
pub(super) fn child(node: &Node, name: &str) -> Option<Node> {
    attribute(node, name).ok().filter(|node| !node.is_null())
}
