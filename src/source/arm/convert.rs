//! Resources of a deployment as native ones, by the shapes of live Azure resources. What the inventory fetches with a
//! resource stands beside it in a template, and is put back into it.

use std::collections::HashMap;
use std::sync::Arc;

use super::deploy::{Made, Place};
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
pub(super) fn natives(all: &[Made], root: &Arc<str>) -> Vec<NativeResource> {
    let mut places: HashMap<Place, usize> = HashMap::new();
    let mut addresses: HashMap<String, usize> = HashMap::new();
    for (i, made) in all.iter().enumerate() {
        places.entry(made.place.clone()).or_insert(i);
        addresses.entry(made.identity.address.to_ascii_lowercase()).or_insert(i);
    }
    let whole_of = |made: &Made| {
        let by_place = made.above.as_ref().and_then(|place| places.get(place));
        let by_name = || addresses.get(&made.identity.parent()?.to_ascii_lowercase());
        by_place.or_else(by_name).copied()
    };
    let mut parts: HashMap<usize, Object> = HashMap::new();
    let mut whole: Vec<(usize, Made)> = Vec::with_capacity(all.len());
    let mut alone: Vec<(Made, Arc<str>, Node)> = Vec::new();
    for (i, made) in all.iter().enumerate() {
        let Some(part) = part(made) else {
            whole.push((i, made.clone()));
            continue;
        };
        let node = settings_of(made);
        match whole_of(made) {
            Some(parent) => {
                parts.entry(parent).or_default().insert(part, node);
            }
            None => alone.push((made.clone(), part, node)),
        }
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut address = |made: &mut Made| {
        let times = seen.entry(made.identity.address.to_ascii_lowercase()).or_default();
        *times += 1;
        if *times > 1 {
            made.identity.address = format!("{}#{times}", made.identity.address).into();
        }
    };
    let mut out = Vec::with_capacity(all.len());
    for (i, mut made) in whole {
        address(&mut made);
        out.extend(native(made, parts.remove(&i).unwrap_or_default(), root));
    }
    for (mut made, part, node) in alone {
        address(&mut made);
        out.extend(part_alone(&made, &part, node, root));
    }
    out
}

/// What a part says: unknown where it may not be there.
fn settings_of(made: &Made) -> Node {
    let mut node = if let Some(why) = &made.existence {
        Node::at(Value::Unknown(why.clone()), made.span)
    } else {
        let empty = || Node::at(Value::Object(Arc::default()), made.span);
        properties(&made.body).cloned().unwrap_or_else(empty)
    };
    node.site = node.site.or(Some(made.span));
    node
}

/// A part of something that is declared elsewhere: what it says itself is judged, and nothing else.
fn part_alone(made: &Made, part: &Arc<str>, node: Node, root: &Arc<str>) -> Vec<NativeResource> {
    let own_kind = made.kind.clone();
    let Some((kind, _)) = made.kind.rsplit_once('/').filter(|(kind, _)| live::shape(kind).is_some()) else {
        return Vec::new();
    };
    let elsewhere = || {
        let why = Why::NotCollected("it is declared elsewhere".into());
        unknown(why, Vec::new(), made.span)
    };
    let mut members = Object::default();
    for name in ["properties", "sku", "identity"] {
        members.insert(name.into(), elsewhere());
    }
    let body = Node::at(Value::Object(Arc::new(members)), made.span);
    let of = |made: Made, details: Object| {
        native(Made { kind: kind.into(), body: body.clone(), ..made }, details, root)
    };
    let without = of(made.clone(), Object::default());
    let with = of(made.clone(), [(part.clone(), node)].into_iter().collect());
    let mut out = Vec::new();
    for mut native in with {
        let before =
            without.iter().find(|n| n.address == native.address && n.native_type == native.native_type);
        if let Some(before) = before {
            native.body = only_new(&native.body, &before.body);
        }
        native.vendor_type = Some(own_kind.clone());
        native.silence = Silence::Elsewhere;
        out.push(native);
    }
    out
}

/// What an object holds that another does not.
fn only_new(object: &Object, before: &Object) -> Object {
    let mut new = Object::default();
    for (name, node) in object {
        let kept = match (&node.value, before.get(name)) {
            (_, None) => Some(node.clone()),
            (Value::Object(own), Some(Node { value: Value::Object(old), .. })) => {
                let inner = only_new(own, old);
                (!inner.is_empty()).then(|| Node { value: Value::Object(Arc::new(inner)), ..node.clone() })
            }
            // what is left out stands where the whole does, in both
            (_, Some(old)) => (format!("{node:?}") != format!("{old:?}")).then(|| node.clone()),
        };
        if let Some(kept) = kept {
            new.insert(name.clone(), kept);
        }
    }
    new
}

fn properties(body: &Node) -> Option<&Node> {
    let object = body.as_object()?;
    object
        .get("properties")
        .or_else(|| object.iter().find(|(k, _)| k.eq_ignore_ascii_case("properties")).map(|(_, v)| v))
}

fn native(made: Made, mut details: Object, root: &Arc<str>) -> Vec<NativeResource> {
    let Made { kind, identity, target, body, span, module, calls, existence, .. } = made;
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
