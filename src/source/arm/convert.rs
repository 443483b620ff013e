//! Resources of a deployment as native ones, by the shapes of live Azure resources. What the inventory fetches with a
//! resource stands beside it in a template, and is put back into it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::deploy::Made;
use super::unknown::{shown, unknown};
use crate::dialect::live;
use crate::native::{
    Lifecycle, Mode, NativeResource, Node, Object, Provider, ProviderConfig, Reference, Silence, Value, Why,
};

/// Children that are parts of their parents: their types, and the part they are; a config goes by its name.
const PARTS: &[(&str, &str)] = &[
    ("microsoft.storage/storageaccounts/blobservices", "blobServices"),
    ("microsoft.storage/storageaccounts/fileservices", "fileServices"),
    ("microsoft.storage/storageaccounts/queueservices", "queueServices"),
    ("microsoft.storage/storageaccounts/tableservices", "tableServices"),
    ("microsoft.storage/storageaccounts/managementpolicies", "managementPolicies"),
    ("microsoft.web/sites/config", ""),
    ("microsoft.web/sites/slots/config", ""),
    ("microsoft.sql/servers/securityalertpolicies", "securityAlertPolicies"),
    ("microsoft.sql/servers/extendedauditingsettings", "extendedAuditingSettings"),
    ("microsoft.sql/servers/auditingsettings", "extendedAuditingSettings"),
    ("microsoft.sql/servers/encryptionprotector", "encryptionProtector"),
    ("microsoft.sql/servers/administrators", "administrators"),
    ("microsoft.sql/servers/azureadonlyauthentications", "azureADOnlyAuthentications"),
    ("microsoft.sql/servers/vulnerabilityassessments", "vulnerabilityAssessments"),
    ("microsoft.sql/servers/databases/transparentdataencryption", "transparentDataEncryption"),
    ("microsoft.sql/servers/databases/backupshorttermretentionpolicies", "backupShortTermRetentionPolicies"),
    ("microsoft.sql/servers/databases/backuplongtermretentionpolicies", "backupLongTermRetentionPolicies"),
    ("microsoft.sql/servers/databases/securityalertpolicies", "securityAlertPolicies"),
    ("microsoft.sql/servers/databases/auditingsettings", "auditingSettings"),
];

/// The part of its parent that a child is.
fn part(made: &Made) -> Option<Arc<str>> {
    let kind = made.kind.to_ascii_lowercase();
    let (_, part) = PARTS.iter().find(|(child, _)| *child == kind)?;
    if part.is_empty() { made.identity.names.last().cloned() } else { Some((*part).into()) }
}

/// The resources of one deployment. `root` tells it from others.
pub(super) fn natives(mut all: Vec<Made>, root: &Arc<str>) -> Vec<NativeResource> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut parts: HashMap<String, Object> = HashMap::new();
    let addresses: HashSet<String> = all.iter().map(|m| m.identity.address.to_ascii_lowercase()).collect();
    all.retain(|made| {
        let Some(part) = part(made) else { return true };
        let parent = made.identity.parent().map(|p| p.to_ascii_lowercase());
        let Some(parent) = parent.filter(|p| addresses.contains(p)) else { return true };
        let properties = match &made.existence {
            Some(why) => Some(Node::at(Value::Unknown(why.clone()), made.span)),
            None => properties(&made.body).cloned(),
        };
        let empty = || Node::at(Value::Object(Arc::default()), made.span);
        let mut node = properties.unwrap_or_else(empty);
        node.site = node.site.or(Some(made.span));
        parts.entry(parent).or_default().insert(part, node);
        false
    });
    let mut out = Vec::with_capacity(all.len());
    for mut made in all {
        let times = seen.entry(made.identity.address.to_ascii_lowercase()).or_default();
        *times += 1;
        let details = parts.get(&made.identity.address.to_ascii_lowercase()).cloned().unwrap_or_default();
        if *times > 1 {
            made.identity.address = format!("{}#{times}", made.identity.address).into();
        }
        out.extend(native(made, details, root));
    }
    out
}

fn properties(body: &Node) -> Option<&Node> {
    let object = body.as_object()?;
    object
        .get("properties")
        .or_else(|| object.iter().find(|(k, _)| k.eq_ignore_ascii_case("properties")).map(|(_, v)| v))
}

fn native(made: Made, mut details: Object, root: &Arc<str>) -> Vec<NativeResource> {
    let Made { kind, identity, target, body, span, module, calls, existence } = made;
    let shape = live::shape(&kind);
    let base = NativeResource {
        address: identity.address.clone(),
        module,
        mode: Mode::Managed,
        provider: Provider::Azure,
        native_type: kind.clone(),
        vendor_type: Some(shape.map_or(kind, |s| s.vendor.into())),
        silence: Silence::NotCollected,
        name: shown(&identity.name),
        root: root.clone(),
        body: Object::default(),
        span,
        calls,
        provider_config: Arc::new(ProviderConfig::default()),
        lifecycle: Lifecycle::default(),
        existence,
    };
    let mut members = body.as_object().cloned().unwrap_or_default();
    let get = |name: &str| {
        members
            .get(name)
            .or_else(|| members.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v))
            .cloned()
    };
    let (tags, location) = (get("tags"), get("location"));
    let Some(shape) = shape else {
        let body = members;
        return vec![NativeResource { body, ..base }];
    };
    // what a site is given with its body is a part of its own in the inventory
    if let Some(config) = properties(&body).and_then(|p| live::Source::within(p, "siteConfig")) {
        let web = details.entry("web".into()).or_insert_with(|| config.clone());
        if let (Value::Object(own), Some(more)) = (&mut web.value, config.as_object()) {
            for (name, node) in more {
                Arc::make_mut(own).entry(name.clone()).or_insert_with(|| node.clone());
            }
        }
    }
    let here = |value: Value| Node::at(value, span);
    let ancestors = identity.ancestors();
    if !ancestors.is_empty() {
        let refs = ancestors.into_iter().map(|a| Reference { address: a, attribute: "id".into() }).collect();
        members
            .insert("id".into(), unknown(Why::Apply(format!("{}.id", identity.address).into()), refs, span));
    }
    if let Some(target) = target {
        members.insert("target".into(), target);
    }
    let name = Node { refs: None, ..identity.name };
    members.insert("name".into(), name.clone());
    members.insert("details".into(), here(Value::Object(Arc::new(details))));
    let root_node = here(Value::Object(Arc::new(members)));
    // no tags written are no tags
    let tags = tags.unwrap_or_else(|| here(Value::Null));
    let mut natives = live::declared(shape, &base, &root_node, Some(tags));
    if let Some(own) = natives.first_mut() {
        own.body.entry("name".into()).or_insert(name);
        if let Some(location) = location {
            own.body.insert("location".into(), location);
        }
    }
    natives
}
