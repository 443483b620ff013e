//! `count` and `for_each`: how many instances a block has, and their addresses.

use std::rc::Rc;
use std::sync::Arc;

use crate::native::{Node, Object, Unknown, Value, format_number};
use crate::table::HashMap;

use super::super::config::ResourceKey;
use super::super::syntax::Expr;
use super::expression::iterate;
use super::reference::local_name;
use super::value;
use super::{Evaluator, Fault, Frame, Scope};

/// `each` and `count` as an expression sees them.
#[derive(Debug, Clone, Default)]
pub(in crate::source::terraform) struct Repetition {
    pub(super) each: Option<(Node, Node)>,
    pub(super) index: Option<Node>,
}

impl Repetition {
    /// Outside every repetition.
    pub(super) fn none() -> &'static Self {
        static NONE: Repetition = Repetition { each: None, index: None };
        &NONE
    }
}

/// The key of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::source::terraform) enum Key {
    None,
    Index(usize),
    Name(Arc<str>),
}

impl Key {
    /// The key as part of an address.
    pub(super) fn suffix(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Index(index) => format!("[{index}]"),
            Self::Name(name) => {
                let mut text = String::with_capacity(name.len() + 4);
                text.push_str("[\"");
                let mut characters = name.chars().peekable();
                while let Some(c) = characters.next() {
                    match c {
                        '"' => text.push_str("\\\""),
                        '\\' => text.push_str("\\\\"),
                        '\n' => text.push_str("\\n"),
                        '\r' => text.push_str("\\r"),
                        '\t' => text.push_str("\\t"),
                        '$' | '%' if characters.peek() == Some(&'{') => {
                            text.push(c);
                            text.push(c);
                        }
                        c => text.push(c),
                    }
                }
                text.push_str("\"]");
                text
            }
        }
    }
}

/// How a block is repeated.
#[derive(Debug)]
pub(in crate::source::terraform) enum Kind {
    Single,
    Count,
    Each,
    /// It is not known how many instances there are; one stands for all of them.
    Uncertain(Arc<Unknown>),
}

/// The instances of a resource.
#[derive(Debug)]
pub(in crate::source::terraform) struct Expansion {
    pub(super) kind: Kind,
    pub(super) instances: Vec<Instance>,
    names: HashMap<Arc<str>, usize>,
}

#[derive(Debug)]
pub(super) struct Instance {
    pub(super) key: Key,
    pub(super) address: Arc<str>,
    pub(super) body: Arc<Object>,
}

impl Expansion {
    pub(super) fn find(&self, key: &Node) -> Option<&Instance> {
        match self.kind {
            Kind::Count => {
                let number = key.as_number()?;
                self.instances
                    .iter()
                    .find(|i| matches!(i.key, Key::Index(n) if (n as f64 - number).abs() < 0.5))
            }
            Kind::Each => self.instances.get(*self.names.get(&key.as_text()?)?),
            _ => None,
        }
    }
}

/// Each instance's key and what `each` and `count` are in it.
pub(super) type Plan = (Kind, Vec<(Key, Repetition)>);

impl<'a> Evaluator<'a> {
    /// Reads `count` and `for_each`. An error in them makes the number of instances unknown.
    pub(super) fn plan(&self, count: Option<&Expr>, for_each: Option<&Expr>, scope: Scope<'_, 'a>) -> Plan {
        let (expr, planned) = match (count, for_each) {
            (Some(count), _) => (count, self.plan_count(count, scope)),
            (None, Some(for_each)) => (for_each, self.plan_each(for_each, scope)),
            (None, None) => return (Kind::Single, vec![(Key::None, Repetition::default())]),
        };
        match planned {
            Ok(plan) => plan,
            Err(fault) => uncertain(&self.faulty(&fault, expr.span), count.is_some()),
        }
    }

    fn plan_count(&self, expr: &Expr, scope: Scope<'_, 'a>) -> Result<Plan, Fault> {
        let node = self.eval(expr, scope)?;
        if node.as_unknown().is_some() {
            return Ok(uncertain(&node, true));
        }
        let number = node
            .as_number()
            .filter(|n| n.fract() == 0.0 && *n >= 0.0)
            .ok_or_else(|| Fault::new("count must be a whole number, zero or more").at(expr.span))?;
        let limit = self.options.limits.instances_per_block;
        if number > limit as f64 {
            return Err(over(&format!("count is {}", format_number(number)), limit).at(expr.span));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between zero and the bound"
        )]
        let number = number as usize;
        self.count_instances(number)?;
        let repetition = |index| Repetition {
            index: Some(Node { sensitive: node.sensitive, ..Node::new(Value::Number(index as f64)) }),
            each: None,
        };
        Ok((Kind::Count, (0..number).map(|index| (Key::Index(index), repetition(index))).collect()))
    }

    fn plan_each(&self, expr: &Expr, scope: Scope<'_, 'a>) -> Result<Plan, Fault> {
        let node = self.eval(expr, scope)?;
        match &node.value {
            Value::Unknown(_) => return Ok(uncertain(&node, false)),
            Value::Object(_) => {}
            Value::Set(items) => {
                if let Some(item) = items.iter().find(|item| item.as_unknown().is_some()) {
                    return Ok(uncertain(item, false));
                }
                if !items.iter().all(|item| matches!(item.value, Value::String(_))) {
                    return Err(Fault::new("for_each takes a set of strings or a map").at(expr.span));
                }
            }
            Value::List(_) => {
                return Err(Fault::new(
                    "for_each takes a map or a set of strings, not a list; toset() makes one",
                )
                .at(expr.span));
            }
            _ => return Err(Fault::new("for_each takes a map or a set of strings").at(expr.span)),
        }
        let entries = iterate(&node).unwrap_or_default();
        let limit = self.options.limits.instances_per_block;
        if entries.len() > limit {
            return Err(over(&format!("for_each has {} elements", entries.len()), limit).at(expr.span));
        }
        self.count_instances(entries.len())?;
        let instances = entries.into_iter().filter_map(|(key, value)| {
            let name = key.as_text()?;
            Some((Key::Name(name), Repetition { each: Some((key, value)), index: None }))
        });
        Ok((Kind::Each, instances.collect()))
    }

    pub(super) fn count_instances(&self, more: usize) -> Result<(), Fault> {
        let total = self.instances.get() + more;
        self.instances.set(total);
        let limit = self.options.limits.instances;
        if total > limit {
            return Err(Fault::limit(
                "instances",
                format!("more than {limit} instances in this root module"),
            ));
        }
        Ok(())
    }

    /// Every instance of a resource with its evaluated body.
    pub(super) fn expand_resource(
        &self,
        frame: &Rc<Frame<'a>>,
        key: &'a ResourceKey,
    ) -> Result<Expansion, Fault> {
        let Some(block) = frame.module.resources.get(key) else {
            return Err(Fault::new("the resource does not exist"));
        };
        let (kind, planned) =
            self.plan(block.count.as_ref(), block.for_each.as_ref(), frame.scope(Repetition::none()));
        if matches!(kind, Kind::Single) {
            self.count_instances(1)?;
        }
        let base = frame.address_of(&local_name(key));
        let mut instances = Vec::with_capacity(planned.len());
        let mut names = HashMap::default();
        for (instance_key, repetition) in planned {
            let mut body = self.body(&block.body, frame.scope(&repetition), &[]);
            self.complete(key, &mut body);
            let address = match &instance_key {
                Key::None => base.clone(),
                key => format!("{base}{}", key.suffix()).into(),
            };
            if let Key::Name(name) = &instance_key {
                names.insert(name.clone(), instances.len());
            }
            instances.push(Instance { key: instance_key, address, body: Arc::new(body) });
        }
        Ok(Expansion { kind, instances, names })
    }
}

fn over(what: &str, limit: usize) -> Fault {
    Fault::limit("instances_per_block", format!("{what}, over the bound of {limit}"))
}

/// One instance that stands for an unknown number of them.
fn uncertain(node: &Node, counted: bool) -> Plan {
    let Value::Unknown(unknown) = &node.value else { return (Kind::Single, Vec::new()) };
    let stand_in = value::unknown_from(unknown, [node]);
    let repetition = if counted {
        Repetition { index: Some(stand_in), each: None }
    } else {
        Repetition { each: Some((stand_in.clone(), stand_in)), index: None }
    };
    (Kind::Uncertain(unknown.clone()), vec![(Key::None, repetition)])
}
