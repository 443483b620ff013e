//! The `configuration` part of a plan: which expressions arguments were written with, and what those refer to.

use std::sync::Arc;

use crate::native::{Node, Object, ProviderConfig, Reference};
use crate::table::{HashMap, HashSet};

/// References through variables and outputs that are followed.
const STEPS: usize = 32;

/// A module of the configuration, found by the names of the calls that lead to it.
struct Module<'p> {
    node: &'p Object,
    /// Expressions of the call.
    call: Option<&'p Object>,
}

/// A resource block, with what it repeats over.
#[derive(Clone, Copy)]
pub(super) struct Block<'p> {
    node: &'p Object,
}

/// Which resource instance a reference is followed for.
#[derive(Clone, Copy)]
pub(super) struct From<'p> {
    /// `module.a["k"]`, empty for the root module.
    pub(super) module: &'p str,
    /// The instance's own key with its brackets, empty where there is none.
    pub(super) key: &'p str,
    pub(super) block: Option<Block<'p>>,
}

pub(super) struct Configuration<'p> {
    modules: HashMap<String, Module<'p>>,
    blocks: HashMap<(String, String), Block<'p>>,
    providers: Option<&'p Object>,
    variables: Option<&'p Object>,
    /// Addresses of instances, to tell which one a reference with a key means.
    instances: HashSet<Arc<str>>,
}

impl<'p> Configuration<'p> {
    pub(super) fn of(plan: &'p Object, instances: HashSet<Arc<str>>) -> Self {
        let mut configuration = Self {
            modules: HashMap::default(),
            blocks: HashMap::default(),
            providers: object(plan, "configuration").and_then(|c| object(c, "provider_config")),
            variables: object(plan, "variables"),
            instances,
        };
        if let Some(root) = object(plan, "configuration").and_then(|c| object(c, "root_module")) {
            configuration.add(String::new(), root, None, 0);
        }
        configuration
    }

    fn add(&mut self, path: String, node: &'p Object, call: Option<&'p Object>, depth: usize) {
        for resource in items(node, "resources").filter_map(Node::as_object) {
            if let Some(address) = text(resource, "address") {
                self.blocks.insert((path.clone(), address.to_string()), Block { node: resource });
            }
        }
        if depth < STEPS
            && let Some(calls) = object(node, "module_calls")
        {
            for (name, call) in calls {
                let Some(call) = call.as_object() else { continue };
                let Some(module) = object(call, "module") else { continue };
                let inner = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
                self.add(inner, module, object(call, "expressions"), depth + 1);
            }
        }
        self.modules.insert(path, Module { node, call });
    }

    /// Addresses of every managed block, without keys.
    pub(super) fn declared(&self) -> impl Iterator<Item = String> {
        self.blocks.iter().filter(|((_, address), _)| !address.starts_with("data.")).map(
            |((path, address), _)| {
                let modules: String =
                    path.split('.').filter(|p| !p.is_empty()).flat_map(|p| ["module.", p, "."]).collect();
                modules + address
            },
        )
    }

    /// The block that an instance comes from.
    pub(super) fn block(&self, module: &str, address: &str) -> Option<Block<'p>> {
        self.blocks.get(&(names(module), address.to_owned())).copied()
    }

    /// What an expression's `references` mean for an instance.
    pub(super) fn resolve(&self, references: &[Node], from: From<'_>) -> Vec<Reference> {
        let mut found = Vec::new();
        self.follow(references, from, STEPS, &mut found);
        found
    }

    fn follow(&self, references: &[Node], from: From<'_>, steps: usize, found: &mut Vec<Reference>) {
        if steps == 0 {
            return;
        }
        let texts: Vec<Arc<str>> = references.iter().filter_map(Node::as_text).collect();
        let keyed = texts.iter().any(|t| matches!(&**t, "each.key" | "each.value" | "count.index"))
            || texts.iter().any(|t| t.starts_with("each.value."));
        for reference in &texts {
            // `a.b.c` comes with `a.b`, which says less
            let longer = |other: &Arc<str>| {
                other.len() > reference.len()
                    && other.strip_prefix(&**reference).is_some_and(|r| r.starts_with(['.', '[']))
            };
            if texts.iter().any(longer) {
                continue;
            }
            self.one(reference, keyed, from, steps - 1, found);
        }
    }

    fn one(&self, reference: &str, keyed: bool, from: From<'_>, steps: usize, found: &mut Vec<Reference>) {
        let parts = parts(reference);
        let Some(first) = parts.first() else { return };
        match (plain(first), parts.get(1)) {
            ("var", Some(name)) => {
                let Some(call) = self.modules.get(&names(from.module)).and_then(|m| m.call) else { return };
                let Some(expression) = object(call, plain(name)) else { return };
                let (parent, key) = parent(from.module);
                let from = From { module: parent, key, block: None };
                self.follow(list(expression, "references"), from, steps, found);
            }
            ("module", Some(call)) => {
                let module = join(from.module, &format!("module.{call}"));
                let Some(output) = parts.get(2) else { return };
                let node = self.modules.get(&names(&module)).map(|m| m.node);
                let expression = node
                    .and_then(|node| object(node, "outputs"))
                    .and_then(|outputs| object(outputs, plain(output)))
                    .and_then(|output| object(output, "expression"));
                let Some(expression) = expression else { return };
                let from = From { module: &module, key: "", block: None };
                self.follow(list(expression, "references"), from, steps, found);
            }
            ("each", Some(&"value")) => {
                let Some(block) = from.block else { return };
                let Some(repeated) = object(block.node, "for_each_expression") else { return };
                let before = found.len();
                self.follow(list(repeated, "references"), From { block: None, ..from }, steps, found);
                for reference in found.iter_mut().skip(before) {
                    if reference.attribute.is_empty() {
                        reference.attribute = parts.get(2..).unwrap_or_default().join(".").into();
                        self.refine(reference, from.key);
                    }
                }
            }
            ("local" | "path" | "terraform" | "each" | "count" | "self", _) => {}
            ("data", Some(_)) if parts.len() >= 3 => {
                let address = join(from.module, &parts[..3].join("."));
                self.push(&address, parts.get(3..), keyed.then_some(from.key), found);
            }
            (_, Some(name)) => {
                let address = join(from.module, &format!("{first}.{name}"));
                self.push(&address, parts.get(2..), keyed.then_some(from.key), found);
            }
            _ => {}
        }
    }

    fn push(&self, address: &str, rest: Option<&[&str]>, key: Option<&str>, found: &mut Vec<Reference>) {
        let attribute = rest.unwrap_or_default().join(".").into();
        let mut reference = Reference { address: address.into(), attribute };
        if let Some(key) = key {
            self.refine(&mut reference, key);
        }
        if !found.contains(&reference) {
            found.push(reference);
        }
    }

    /// The instance with the same key, where there is one.
    fn refine(&self, reference: &mut Reference, key: &str) {
        if key.is_empty() || reference.address.ends_with(']') {
            return;
        }
        if let Some(instance) = self.instances.get(&*format!("{}{key}", reference.address)) {
            reference.address = instance.clone();
        }
    }

    /// What the provider block of a resource says.
    pub(super) fn provider(&self, block: Block<'p>) -> ProviderConfig {
        let Some(key) = text(block.node, "provider_config_key") else { return ProviderConfig::default() };
        // a module inherits the provider of the same name
        let inherited = key.rsplit(':').next().unwrap_or(&key);
        let Some(providers) = self.providers else { return ProviderConfig::default() };
        let Some(provider) = object(providers, &key).or_else(|| object(providers, inherited)) else {
            return ProviderConfig::default();
        };
        let argument = |name: &str| {
            object(provider, "expressions").and_then(|e| e.get(name)).and_then(|e| self.constant(e))
        };
        ProviderConfig {
            alias: text(provider, "alias").unwrap_or_default(),
            region: argument("region"),
            account: argument("project").or_else(|| argument("subscription_id")),
            default_tags: object(provider, "expressions")
                .and_then(|e| e.get("default_tags")?.items()?.first()?.as_object()?.get("tags"))
                .and_then(|tags| self.constant(tags)),
            environment: None,
        }
    }

    /// The value of an expression that is a constant or a root variable.
    fn constant(&self, expression: &Node) -> Option<Node> {
        let expression = expression.as_object()?;
        if let Some(constant) = expression.get("constant_value") {
            return Some(constant.clone());
        }
        let name = list(expression, "references").first()?.as_text()?;
        let name = name.strip_prefix("var.")?.split('.').next()?.to_owned();
        object(self.variables?, &name)?.get("value").cloned()
    }
}

impl<'p> Block<'p> {
    /// The expression of an argument.
    pub(super) fn expression(self, name: &str) -> Option<&'p Node> {
        object(self.node, "expressions")?.get(name)
    }
}

pub(super) fn object<'n>(object: &'n Object, name: &str) -> Option<&'n Object> {
    object.get(name)?.as_object()
}

pub(super) fn text(object: &Object, name: &str) -> Option<Arc<str>> {
    object.get(name)?.as_text()
}

pub(super) fn list<'n>(object: &'n Object, name: &str) -> &'n [Node] {
    object.get(name).and_then(Node::items).unwrap_or_default()
}

fn items<'n>(object: &'n Object, name: &str) -> impl Iterator<Item = &'n Node> {
    list(object, name).iter()
}

/// Parts of an address, points within brackets and quotes left alone: `module`, `a["x.y"]`, `id`.
pub(super) fn parts(address: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth, mut quoted, mut escaped) = (Vec::new(), 0, 0usize, false, false);
    for (at, c) in address.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth = depth.saturating_sub(1),
            '.' if !quoted && depth == 0 => {
                found.push(&address[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&address[start..]);
    found
}

/// A part without its instance key.
pub(super) fn plain(part: &str) -> &str {
    part.split('[').next().unwrap_or(part)
}

/// The names of the calls that lead to a module: `module.a["k"].module.b` is `a.b`.
fn names(module: &str) -> String {
    let parts = parts(module);
    let calls = parts.chunks(2).filter(|pair| pair.first() == Some(&"module")).filter_map(|pair| pair.get(1));
    calls.map(|name| plain(name)).collect::<Vec<_>>().join(".")
}

/// The module around a module, and the key of the inner one's call.
fn parent(module: &str) -> (&str, &str) {
    let Some(last) = parts(module).last().copied() else { return ("", "") };
    let key = &last[plain(last).len()..];
    let whole = module.len().saturating_sub("module.".len() + last.len());
    (module.get(..whole.saturating_sub(1)).unwrap_or_default(), key)
}

fn join(module: &str, address: &str) -> String {
    if module.is_empty() { address.to_owned() } else { format!("{module}.{address}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_apart() {
        assert_eq!(parts(r#"module.a["x.y"].b.c[0]"#), ["module", r#"a["x.y"]"#, "b", "c[0]"]);
        assert_eq!(names(r#"module.a["x.y"].module.b"#), "a.b");
        assert_eq!(parent(r#"module.a["x.y"].module.b[1]"#), (r#"module.a["x.y"]"#, "[1]"));
        assert_eq!(parent("module.a"), ("", ""));
        assert_eq!((names(""), parent("")), (String::new(), ("", "")));
    }
}
