//! One plan: its resources with values, unknowns, sensitive marks and references.

use std::sync::Arc;

use super::configuration::{Block, Configuration, From, list, object, text};
use super::fill::Filling;
use super::{Action, BOUNDS, HOW, Trouble, lines};
use crate::native::{
    FileId, Lifecycle, Mode, NativeResource, Node, Object, Provider, ProviderConfig, Silence, Span,
    json_document,
};
use crate::table::{HashMap, HashSet};

/// Modules within modules that are entered.
const MODULE_DEPTH: usize = 64;

/// What a plan says.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) natives: Vec<NativeResource>,
    pub(super) changes: Vec<(Arc<str>, Action)>,
    /// Addresses of the blocks of its configuration, without keys.
    pub(super) declared: HashSet<String>,
    /// Lines that hold values that are not shown.
    pub(super) hidden: Vec<Span>,
    pub(super) problems: Vec<Trouble>,
}

/// What the plan says of the change of one resource.
struct Change<'p> {
    action: Option<Action>,
    after: Option<&'p Node>,
    unknown: Option<&'p Node>,
    sensitive: Option<&'p Node>,
}

pub(super) fn parse(content: &str, file: FileId, root: &Arc<str>) -> Result<Plan, Trouble> {
    refuse_what_is_no_plan(content)?;
    let mut read = json_document(content, file, &BOUNDS);
    let Some(document) = read.documents.pop() else {
        let fault = read.faults.into_iter().next();
        let (line, column, message) =
            fault.map_or((1, 1, "it is not JSON".to_owned()), |f| (f.line, f.column, f.message));
        return Err(Trouble {
            line,
            column,
            message: format!("the plan is broken off or damaged: {message}"),
            hint: HOW,
        });
    };
    let Some(plan) = document.as_object() else {
        return Err(Trouble::new("it is not a plan: an object was expected", HOW));
    };
    if plan.len() == 1
        && let Some((name, inner)) = plan.first()
        && inner.as_object().is_some_and(|o| o.contains_key("format_version"))
    {
        return Err(Trouble::new(
            format!("the plan stands within the member {name:?} of something else"),
            "write that member alone to a file",
        ));
    }
    let version = text(plan, "format_version").unwrap_or_default();
    if !version.starts_with("1.") && !version.starts_with("0.") && &*version != "1" {
        return Err(Trouble::new(
            format!("the plan has format version {version:?}; only version 1 is read"),
            HOW,
        ));
    }
    Ok(Reader::new(plan, file, root).run())
}

/// Texts that people take for plans, each with the way out.
fn refuse_what_is_no_plan(content: &str) -> Result<(), Trouble> {
    let start = content.trim_start();
    if start.starts_with("{\"@level\"") || start.starts_with("{\"@message\"") {
        return Err(Trouble::new("it is the log of `terraform plan -json`, not the plan", HOW));
    }
    if !start.starts_with('{') {
        let before = content.split("\n{").next().unwrap_or_default().lines().count();
        return Err(Trouble {
            line: 1,
            column: 1,
            message: format!("{before} lines of other output stand before the plan's JSON"),
            hint: "remove them; write the file without 2>&1 and without a wrapper's messages: terraform show -json PLANFILE > plan.json",
        });
    }
    Ok(())
}

struct Reader<'p> {
    plan: &'p Object,
    file: FileId,
    root: &'p Arc<str>,
    changes: HashMap<Arc<str>, Change<'p>>,
    configuration: Configuration<'p>,
    providers: HashMap<(Arc<str>, Arc<str>), Arc<ProviderConfig>>,
    out: Plan,
}

impl<'p> Reader<'p> {
    fn new(plan: &'p Object, file: FileId, root: &'p Arc<str>) -> Self {
        let mut changes = HashMap::default();
        for entry in list(plan, "resource_changes").iter().filter_map(Node::as_object) {
            let (Some(address), Some(change)) = (text(entry, "address"), object(entry, "change")) else {
                continue;
            };
            if entry.get("deposed").is_some_and(|d| !d.is_null()) {
                continue;
            }
            let told = Change {
                action: action(list(change, "actions")),
                after: change.get("after"),
                unknown: change.get("after_unknown"),
                sensitive: change.get("after_sensitive"),
            };
            changes.insert(address, told);
        }
        let instances = changes.keys().cloned().collect();
        let configuration = Configuration::of(plan, instances);
        Self { plan, file, root, changes, configuration, providers: HashMap::default(), out: Plan::default() }
    }

    fn run(mut self) -> Plan {
        let planned = object(self.plan, "planned_values").and_then(|p| object(p, "root_module"));
        if let Some(planned) = planned {
            self.module(planned, "", MODULE_DEPTH);
        } else {
            self.changed();
        }
        let prior = object(self.plan, "prior_state").and_then(|s| object(s, "values"));
        if let Some(prior) = prior.and_then(|v| object(v, "root_module")) {
            self.data(prior, "", MODULE_DEPTH);
        }
        if self.plan.get("errored").and_then(Node::as_bool) == Some(true) {
            self.out.problems.push(Trouble::new(
                "the plan ended in an error: what it would change is not all here",
                "mend the error and plan again",
            ));
        }
        if self.plan.get("complete").and_then(Node::as_bool) == Some(false) {
            self.out.problems.push(Trouble::new(
                "the plan is not complete: some changes were put off to a later plan",
                "apply it and plan again",
            ));
        }
        self.out.declared = self.configuration.declared().collect();
        self.hide();
        self.out.natives.sort_by_cached_key(|native| native.address.clone());
        self.out
    }

    fn module(&mut self, module: &'p Object, address: &str, depth: usize) {
        for resource in list(module, "resources") {
            self.resource(resource, address);
        }
        if depth == 0 {
            self.out.problems.push(Trouble::new("modules within modules are too deep (module_depth)", ""));
            return;
        }
        for child in list(module, "child_modules").iter().filter_map(Node::as_object) {
            let address = text(child, "address").unwrap_or_default();
            self.module(child, &address, depth - 1);
        }
    }

    /// A plan without planned values still says what it changes.
    fn changed(&mut self) {
        for entry in list(self.plan, "resource_changes") {
            let Some(resource) = entry.as_object() else { continue };
            let gone = resource.get("deposed").is_some_and(|d| !d.is_null());
            let deleted = text(resource, "address").and_then(|a| self.changes.get(&a)?.action).is_none();
            if !gone && !deleted {
                let module = text(resource, "module_address").unwrap_or_default();
                self.resource(entry, &module);
            }
        }
    }

    /// Data sources that were read for the plan.
    fn data(&mut self, module: &'p Object, address: &str, depth: usize) {
        for resource in list(module, "resources") {
            let is_data = resource.as_object().and_then(|r| text(r, "mode")).as_deref() == Some("data");
            if is_data {
                self.resource(resource, address);
            }
        }
        if depth > 0 {
            for child in list(module, "child_modules").iter().filter_map(Node::as_object) {
                let address = text(child, "address").unwrap_or_default();
                self.data(child, &address, depth - 1);
            }
        }
    }

    fn resource(&mut self, node: &'p Node, module: &str) {
        let Some(resource) = node.as_object() else { return };
        let (Some(address), Some(native_type), Some(name)) =
            (text(resource, "address"), text(resource, "type"), text(resource, "name"))
        else {
            self.out.problems.push(Trouble {
                line: node.origin.map_or(0, |o| o.line),
                ..Trouble::new("a resource of the plan has no address, type or name", "")
            });
            return;
        };
        let is_data = text(resource, "mode").as_deref() == Some("data");
        let mode = if is_data { Mode::Data } else { Mode::Managed };
        let own =
            if is_data { format!("data.{native_type}.{name}") } else { format!("{native_type}.{name}") };
        let key = address.rsplit_once(&own).map(|(_, key)| key.to_owned()).unwrap_or_default();
        let block = self.configuration.block(module, &own);
        let change = self.changes.get(&address);
        if !is_data && let Some(action) = change.and_then(|c| c.action) {
            self.out.changes.push((address.clone(), action));
        }
        let values = resource.get("values").or_else(|| change.and_then(|c| c.after));
        let sensitive = [change.and_then(|c| c.sensitive), resource.get("sensitive_values")];
        let unknown = change.and_then(|c| c.unknown);
        let mut filling = Filling {
            configuration: &self.configuration,
            from: From { module, key: &key, block },
            address: &address,
            hidden: Vec::new(),
        };
        let body = filling.body(values, unknown, sensitive);
        self.out.hidden.append(&mut filling.hidden);
        let provider_config = self.provider(block, &body);
        let here = Span { file: self.file, line: 1, end_line: 1, column: 1 };
        self.out.natives.push(NativeResource {
            module: module.into(),
            mode,
            provider: Provider::of_terraform_type(&native_type),
            native_type,
            vendor_type: None,
            silence: Silence::Default,
            name,
            root: self.root.clone(),
            body,
            span: node.origin.unwrap_or(here),
            calls: Arc::new([]),
            provider_config,
            lifecycle: Lifecycle::default(),
            existence: None,
            address,
        });
    }

    fn provider(&mut self, block: Option<Block<'p>>, body: &Object) -> Arc<ProviderConfig> {
        let Some(block) = block else { return Arc::default() };
        let mut config = self.configuration.provider(block);
        if config.default_tags.is_none() {
            // every tag, those of the provider included
            config.default_tags = body.get("tags_all").filter(|t| t.as_object().is_some()).cloned();
            return Arc::new(config);
        }
        let region = config.region.as_ref().and_then(Node::as_text).unwrap_or_default();
        self.providers.entry((config.alias.clone(), region)).or_insert_with(|| Arc::new(config)).clone()
    }

    /// Everything but what is planned is kept from view: variables, outputs and what was before hold secrets that
    /// nothing marks.
    fn hide(&mut self) {
        let whole = self.plan.get("planned_values").and_then(|p| p.site.or(p.origin));
        let spans = match whole {
            Some(shown) => [
                lines(self.file, 1, shown.line.saturating_sub(1)),
                lines(self.file, shown.end_line + 1, self.last_line()),
            ],
            None => [lines(self.file, 1, self.last_line()), None],
        };
        self.out.hidden.extend(spans.into_iter().flatten());
        if whole.is_some_and(|s| s.line == 1 || s.line == s.end_line) {
            // all of it stands on one line
            self.out.hidden.extend(lines(self.file, 1, 1));
        }
    }

    fn last_line(&self) -> u32 {
        self.plan.values().filter_map(|n| n.site.or(n.origin)).map(|s| s.end_line).max().unwrap_or(1)
    }
}

/// What the actions of a change come to; nothing when the resource is gone afterwards.
fn action(actions: &[Node]) -> Option<Action> {
    let has = |word: &str| actions.iter().any(|a| a.as_text().as_deref() == Some(word));
    match () {
        () if has("create") && (has("delete") || has("forget")) => Some(Action::Replace),
        () if has("create") => Some(Action::Create),
        () if has("update") => Some(Action::Update),
        () if has("read") => Some(Action::Read),
        () if has("no-op") => Some(Action::None),
        () => None,
    }
}
