//! One module's configuration: the blocks of its files put together, override files merged over the others.

use std::sync::Arc;

use crate::native::{Lifecycle, Mode, Node, Span};
use crate::table::IndexMap;

use super::syntax::{Attribute, Block, Body, Expr, ExprKind, Key};
use super::types::Type;

/// A directory of configuration.
#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) directory: String,
    pub(super) variables: IndexMap<Arc<str>, Variable>,
    pub(super) locals: IndexMap<Arc<str>, Attribute>,
    pub(super) outputs: IndexMap<Arc<str>, Output>,
    pub(super) resources: IndexMap<ResourceKey, ResourceBlock>,
    pub(super) calls: IndexMap<Arc<str>, ModuleCall>,
    pub(super) providers: IndexMap<Arc<str>, Body>,
}

/// Mode, type and name: unique in a sound module.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ResourceKey {
    pub(super) mode: Mode,
    pub(super) native_type: Arc<str>,
    pub(super) name: Arc<str>,
    /// Counts the definitions of one address: every one after the first is an error to Terraform, yet still shown.
    pub(super) ordinal: u32,
}

#[derive(Debug)]
pub(super) struct Variable {
    pub(super) ty: Type,
    pub(super) default: Option<Expr>,
    pub(super) nullable: bool,
    pub(super) sensitive: bool,
}

#[derive(Debug)]
pub(super) struct Output {
    pub(super) value: Option<Expr>,
    pub(super) sensitive: bool,
}

#[derive(Debug)]
pub(super) struct ResourceBlock {
    pub(super) body: Body,
    pub(super) count: Option<Expr>,
    pub(super) for_each: Option<Expr>,
    /// `aws.west` as written in `provider`, else the local name by the type's prefix.
    pub(super) provider: Arc<str>,
    pub(super) lifecycle: Lifecycle,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) struct ModuleCall {
    pub(super) name: Arc<str>,
    /// A literal source; `None` when it is missing or computed.
    pub(super) source: Option<Arc<str>>,
    pub(super) inputs: Vec<Attribute>,
    pub(super) count: Option<Expr>,
    pub(super) for_each: Option<Expr>,
    /// Provider configurations handed down: name inside, name outside.
    pub(super) providers: Vec<(Arc<str>, Arc<str>)>,
    pub(super) span: Span,
}

/// Evaluates an expression that may use nothing but literals and functions.
pub(super) type Constant<'c> = &'c dyn Fn(&Expr) -> Option<Node>;

impl Module {
    /// Puts the files of a directory together: `files` first, then `overrides`, each in the order of their names.
    pub(super) fn assemble(
        directory: String,
        files: Vec<Body>,
        overrides: Vec<Body>,
        constant: Constant<'_>,
    ) -> Self {
        let mut top = Body::default();
        for body in files {
            top.blocks.extend(body.blocks);
        }
        for body in overrides {
            for block in body.blocks {
                merge_override(&mut top.blocks, block);
            }
        }
        let mut module = Self { directory, ..Self::default() };
        for block in top.blocks {
            module.add(block, constant);
        }
        module
    }

    fn add(&mut self, block: Block, constant: Constant<'_>) {
        let first = block.label(0).cloned();
        match (&*block.kind, first) {
            ("locals", _) => {
                for attribute in block.body.attributes {
                    self.locals.insert(attribute.name.clone(), attribute);
                }
            }
            ("variable", Some(name)) => {
                self.variables.insert(name, variable(block.body, constant));
            }
            ("output", Some(name)) => {
                let mut body = block.body;
                let sensitive = flag(&body, "sensitive").unwrap_or(false);
                self.outputs.insert(name, Output { value: take(&mut body, "value"), sensitive });
            }
            ("provider", Some(name)) => {
                let alias = block.body.attribute("alias").and_then(|a| a.value.literal_text().cloned());
                let key = alias.map_or(name.clone(), |alias| format!("{name}.{alias}").into());
                self.providers.insert(key, block.body);
            }
            ("module", Some(name)) => {
                self.calls.insert(name.clone(), module_call(name, block));
            }
            ("resource", Some(native_type)) => self.add_resource(Mode::Managed, native_type, block),
            ("data", Some(native_type)) => self.add_resource(Mode::Data, native_type, block),
            // A check block may hold a data source of its own, which nothing outside can read.
            _ => {}
        }
    }

    fn add_resource(&mut self, mode: Mode, native_type: Arc<str>, block: Block) {
        let Some(name) = block.label(1).cloned() else { return };
        let mut body = block.body;
        let count = take(&mut body, "count");
        let for_each = take(&mut body, "for_each");
        let provider = take(&mut body, "provider")
            .and_then(|expr| expr.traversal_text())
            .unwrap_or_else(|| native_type.split('_').next().unwrap_or_default().to_owned());
        body.attributes.retain(|attribute| &*attribute.name != "depends_on");
        let lifecycle = lifecycle(&body);
        body.blocks.retain(|block| !matches!(&*block.kind, "lifecycle" | "provisioner" | "connection"));
        let resource =
            ResourceBlock { body, count, for_each, provider: provider.into(), lifecycle, span: block.span };
        let mut key = ResourceKey { mode, native_type, name, ordinal: 0 };
        while self.resources.contains_key(&key) {
            key.ordinal += 1;
        }
        self.resources.insert(key, resource);
    }
}

/// The blocks of a file that another file of the module must not define again.
pub(super) fn definitions(body: &Body) -> impl Iterator<Item = String> {
    body.blocks.iter().flat_map(|block| {
        let labels = block.labels.join(".");
        match &*block.kind {
            "locals" => block.body.attributes.iter().map(|local| format!("local.{}", local.name)).collect(),
            "resource" => vec![labels],
            "data" | "module" | "output" => vec![format!("{}.{labels}", block.kind)],
            "variable" => vec![format!("var.{labels}")],
            "provider" => {
                let alias =
                    block.body.attribute("alias").and_then(|alias| alias.value.literal_text().cloned());
                vec![format!("provider.{labels}.{}", alias.unwrap_or_default())]
            }
            _ => Vec::new(),
        }
    })
}

fn take(body: &mut Body, name: &str) -> Option<Expr> {
    let at = body.attributes.iter().position(|attribute| &*attribute.name == name)?;
    Some(body.attributes.remove(at).value)
}

fn flag(body: &Body, name: &str) -> Option<bool> {
    match &body.attribute(name)?.value.kind {
        ExprKind::Literal(value) => Node::new(value.clone()).as_bool(),
        _ => None,
    }
}

fn variable(mut body: Body, constant: Constant<'_>) -> Variable {
    Variable {
        ty: body.attribute("type").map_or(Type::Any, |attribute| Type::read(&attribute.value, constant)),
        nullable: flag(&body, "nullable").unwrap_or(true),
        sensitive: flag(&body, "sensitive").unwrap_or(false),
        default: take(&mut body, "default"),
    }
}

fn module_call(name: Arc<str>, block: Block) -> ModuleCall {
    let mut body = block.body;
    let source = take(&mut body, "source").and_then(|expr| expr.literal_text().cloned());
    let count = take(&mut body, "count");
    let for_each = take(&mut body, "for_each");
    let providers = match take(&mut body, "providers").map(|expr| expr.kind) {
        Some(ExprKind::Object(entries)) => entries
            .iter()
            .filter_map(|entry| {
                let inside = match &entry.key {
                    Key::Name(name) => name.to_string(),
                    Key::Computed(expr) => expr.traversal_text()?,
                };
                Some((inside.into(), entry.value.traversal_text()?.into()))
            })
            .collect(),
        _ => Vec::new(),
    };
    body.attributes.retain(|attribute| !matches!(&*attribute.name, "version" | "depends_on"));
    ModuleCall { name, source, inputs: body.attributes, count, for_each, providers, span: block.span }
}

fn lifecycle(body: &Body) -> Lifecycle {
    let mut lifecycle = Lifecycle::default();
    for block in body.blocks_of("lifecycle") {
        lifecycle.prevent_destroy |= flag(&block.body, "prevent_destroy").unwrap_or(false);
        lifecycle.create_before_destroy |= flag(&block.body, "create_before_destroy").unwrap_or(false);
        if let Some(ignored) = block.body.attribute("ignore_changes") {
            match &ignored.value.kind {
                ExprKind::Array(items) => lifecycle
                    .ignore_changes
                    .extend(items.iter().filter_map(Expr::traversal_text).map(Arc::from)),
                _ => lifecycle.ignore_changes.extend(ignored.value.traversal_text().map(Arc::from)),
            }
        }
    }
    lifecycle
}

/// Merges a block of an override file: arguments one by one, nested blocks by kind as a whole.
fn merge_override(blocks: &mut Vec<Block>, over: Block) {
    if &*over.kind == "locals" {
        let mut added = Vec::new();
        'attributes: for attribute in over.body.attributes {
            for block in blocks.iter_mut().filter(|block| &*block.kind == "locals") {
                if let Some(old) = block.body.attributes.iter_mut().find(|old| old.name == attribute.name) {
                    *old = attribute;
                    continue 'attributes;
                }
            }
            added.push(attribute);
        }
        let body = Body { attributes: added, blocks: Vec::new() };
        blocks.push(Block { body, ..over });
        return;
    }
    let alias = |block: &Block| {
        block.body.attribute("alias").and_then(|attribute| attribute.value.literal_text().cloned())
    };
    let same = |block: &&mut Block| {
        block.kind == over.kind
            && block.labels == over.labels
            && (&*over.kind != "provider" || alias(block) == alias(&over))
            && &*over.kind != "terraform"
    };
    match blocks.iter_mut().find(same) {
        Some(block) => merge_body(&mut block.body, over.body),
        None => blocks.push(over),
    }
}

fn merge_body(base: &mut Body, over: Body) {
    for attribute in over.attributes {
        match base.attributes.iter_mut().find(|old| old.name == attribute.name) {
            Some(old) => *old = attribute,
            None => base.attributes.push(attribute),
        }
    }
    let kind = |block: &Block| match &*block.kind {
        "dynamic" => block.label(0).cloned().unwrap_or_default(),
        _ => block.kind.clone(),
    };
    let mut replaced: Vec<Arc<str>> = Vec::new();
    for block in over.blocks {
        let name = kind(&block);
        if &*name == "lifecycle" {
            match base.blocks.iter_mut().find(|old| &*old.kind == "lifecycle") {
                Some(old) => merge_body(&mut old.body, block.body),
                None => base.blocks.push(block),
            }
            continue;
        }
        if !replaced.contains(&name) {
            base.blocks.retain(|old| kind(old) != name);
            replaced.push(name);
        }
        base.blocks.push(block);
    }
}
