//! Provider configurations: which one a resource is made through, and what it says about region, account and tags.

use std::rc::Rc;
use std::sync::Arc;

use crate::native::{Node, ProviderConfig, Value};

use super::super::syntax::Body;
use super::expand::Repetition;
use super::module::child;
use super::{Evaluator, Frame};

impl<'a> Evaluator<'a> {
    /// The configuration named `aws` or `aws.west` as a module sees it.
    pub(super) fn provider_config(&self, frame: &Rc<Frame<'a>>, name: &str) -> Arc<ProviderConfig> {
        if let Some(config) = frame.providers.borrow().get(name) {
            return config.clone();
        }
        let config = self.find_provider(frame, name);
        frame.providers.borrow_mut().insert(name.into(), config.clone());
        config
    }

    fn find_provider(&self, frame: &Rc<Frame<'a>>, name: &str) -> Arc<ProviderConfig> {
        if let Some(body) = frame.module.providers.get(name) {
            return Arc::new(self.read_provider(frame, name, body));
        }
        let alias = || -> Arc<str> { name.split_once('.').map_or("", |(_, alias)| alias).into() };
        let Some(parent) = &frame.parent else {
            return Arc::new(ProviderConfig { alias: alias(), ..ProviderConfig::default() });
        };
        match parent.call.providers.iter().find(|(inside, _)| &**inside == name) {
            Some((_, outside)) => self.provider_config(&parent.frame, outside),
            // Only default configurations are inherited.
            None if !name.contains('.') => self.provider_config(&parent.frame, name),
            None => Arc::new(ProviderConfig { alias: alias(), ..ProviderConfig::default() }),
        }
    }

    fn read_provider(&self, frame: &Rc<Frame<'a>>, name: &str, body: &Body) -> ProviderConfig {
        let (provider, alias) = name.split_once('.').unwrap_or((name, ""));
        let wanted = |name: &str| {
            matches!(
                name,
                "region"
                    | "default_tags"
                    | "default_labels"
                    | "allowed_account_ids"
                    | "subscription_id"
                    | "project"
            )
        };
        let skip: Vec<&str> =
            body.attributes.iter().map(|attribute| &*attribute.name).filter(|name| !wanted(name)).collect();
        let body = self.body(body, frame.scope(Repetition::none()), &skip);
        let account = match provider {
            "azurerm" | "azapi" => body.get("subscription_id").cloned(),
            "google" | "google-beta" => body.get("project").cloned(),
            _ => body.get("allowed_account_ids").and_then(only),
        };
        let default_tags = match body.get("default_tags") {
            Some(Node { value: Value::List(blocks), .. }) => {
                blocks.first().and_then(|block| child(block, "tags"))
            }
            // Not known whether there are any.
            Some(node @ Node { value: Value::Unknown(_), .. }) => Some(node.clone()),
            _ => body.get("default_labels").cloned(),
        };
        ProviderConfig {
            alias: alias.into(),
            region: body.get("region").cloned(),
            account,
            default_tags,
            environment: None,
        }
    }
}

/// The element of a collection of one.
fn only(node: &Node) -> Option<Node> {
    match node.items() {
        Some([single]) => Some(single.clone()),
        _ => None,
    }
}
