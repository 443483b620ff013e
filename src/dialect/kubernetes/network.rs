//! What reaches pods: network policies, services and ingresses.

use std::sync::Arc;

use super::pod::any;
use super::{namespaced, placed, types};
use crate::dialect::{Reader, Type};
use crate::native::{Node, Value};
use crate::resource::{At, Datum, Key, Kind, Maybe, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = types! {
    "kubernetes_network_policy" "kubernetes_network_policy_v1" Kind::NetworkPolicy, network_policy;
    "kubernetes_service" "kubernetes_service_v1" Kind::ClusterService, service;
    "kubernetes_ingress" "kubernetes_ingress_v1" Kind::Ingress, ingress;
};

fn network_policy(from: &Reader<'_>, to: &mut Resource) {
    namespaced(from, to);
    to.take(Key::InDefaultNamespace);
    to.set(Key::PolicySelector, from.map("spec.podSelector.matchLabels", Datum::Map(Arc::new([]))));
    let by_labels = from.block_filled("spec.podSelector.matchLabels");
    let by_terms = from.block_filled("spec.podSelector.matchExpressions");
    to.set(Key::PolicyForAll, by_labels.or(|| by_terms).negate());
    let ingress = governs(from, "Ingress", true);
    let egress = governs(from, "Egress", from.has("spec.egress"));
    to.set(Key::PolicyOpenIngress, ingress.clone().and(|| open(from, "spec.ingress", "from")));
    to.set(Key::PolicyOpenEgress, egress.clone().and(|| open(from, "spec.egress", "to")));
    to.set(Key::PolicyIngress, ingress);
    to.set(Key::PolicyEgress, egress);
}

/// Whether a direction is governed: by the types listed, else by what is written.
fn governs(from: &Reader<'_>, direction: &str, otherwise: bool) -> Setting {
    if from.has("spec.policyTypes") {
        return from.mentions("spec.policyTypes", &[direction], false);
    }
    Setting::Known { datum: Datum::Bool(otherwise), at: from.place(), sensitive: false }
}

/// Whether a rule lets everybody through: it names no peer, or every address, or every pod of every namespace.
fn open(from: &Reader<'_>, rules: &str, peers: &str) -> Setting {
    let everybody = |peer: &Reader<'_>| {
        peer.text("ipBlock.cidr", Datum::Absent).map(|d| match d {
            Datum::Text(cidr) => Datum::Bool(cidr.ends_with("/0")),
            _ => Datum::Bool(false),
        })
    };
    // a rule that is empty is written as `{}`
    let node = from.node(rules);
    let is_list = node.and_then(Node::items).is_some();
    if !is_list && node.is_none_or(|n| n.as_object().is_none() && n.as_unknown().is_none()) {
        return Setting::Default(Datum::Bool(false));
    }
    any(&from.blocks(rules), |rule| match rule.node(peers) {
        None => placed(Setting::Default(Datum::Bool(true)), rule),
        Some(node) if node.items().is_some_and(<[Node]>::is_empty) => {
            placed(Setting::Default(Datum::Bool(true)), rule)
        }
        Some(_) => any(&rule.blocks(peers), everybody),
    })
}

fn service(from: &Reader<'_>, to: &mut Resource) {
    namespaced(from, to);
    if &*to.name == "kubernetes" {
        // Kubernetes makes this one itself
        to.take(Key::InDefaultNamespace);
    }
    to.set(Key::ServiceType, from.text("spec.type", "ClusterIP"));
    let external = from.list("spec.externalIPs", Datum::List(Arc::new([])));
    to.set(Key::ExternalAddresses, external);
    let is_balancer = from.says("spec.type", &["LoadBalancer"], false);
    if is_balancer.truth() == Truth::True {
        to.set(Key::PublicAccess, public(from, is_balancer.at()));
    }
    let tiller = |text: &str| text.to_lowercase().contains("tiller");
    let named = Setting::concluded(tiller(&to.name).into(), from.place());
    to.set(
        Key::Tiller,
        named.or(|| holds(from, "metadata.labels", tiller)).or(|| holds(from, "spec.selector", tiller)),
    );
}

/// Whether a load balancer answers the internet: it is not made internal, and no range limits who reaches it.
fn public(from: &Reader<'_>, at: At) -> Setting {
    const INTERNAL: &[(&str, &[&str])] = &[
        ("service.beta.kubernetes.io/aws-load-balancer-internal", &["true", "0.0.0.0/0"]),
        ("service.beta.kubernetes.io/aws-load-balancer-scheme", &["internal"]),
        ("service.beta.kubernetes.io/azure-load-balancer-internal", &["true"]),
        ("networking.gke.io/load-balancer-type", &["Internal", "internal"]),
        ("cloud.google.com/load-balancer-type", &["Internal", "internal"]),
        ("service.beta.kubernetes.io/oci-load-balancer-internal", &["true"]),
        ("service.beta.kubernetes.io/openstack-internal-load-balancer", &["true"]),
    ];
    let annotations = from.blocks("metadata.annotations");
    if let Some((unknown, at)) = annotations.unknown {
        return Setting::Unknown { why: Arc::new(unknown.why.clone()), at };
    }
    for (name, values) in INTERNAL {
        let Some(node) = annotations.first().and_then(|a| a.object().get(*name)) else { continue };
        if let Value::Unknown(unknown) = &node.value {
            return Setting::Unknown { why: Arc::new(unknown.why.clone()), at };
        }
        if node.as_text().is_some_and(|t| values.contains(&&*t)) {
            return Setting::concluded(Truth::False, At { origin: node.origin, site: node.site });
        }
    }
    let ranges = from.list("spec.loadBalancerSourceRanges", Datum::List(Arc::new([])));
    match ranges.datum() {
        None => ranges,
        Some(Datum::List(items)) if !items.is_empty() => {
            let open = Truth::any(items.iter(), |i| i.test(|cidr| cidr.trim().ends_with("/0")));
            Setting::concluded(open, ranges.at())
        }
        _ => Setting::concluded(Truth::True, at),
    }
}

/// Whether a value of a map satisfies `test`.
fn holds(from: &Reader<'_>, map: &str, test: impl Fn(&str) -> bool) -> Setting {
    let setting = from.map(map, Datum::Map(Arc::new([])));
    let truth = match setting.datum() {
        Some(Datum::Map(entries)) => Truth::any(entries.iter(), |(_, v)| v.test(|v| test(v))),
        _ => return setting,
    };
    match setting {
        Setting::Default(_) => Setting::Default(Datum::Bool(truth == Truth::True)),
        other => Setting::concluded(truth, other.at()),
    }
}

fn ingress(from: &Reader<'_>, to: &mut Resource) {
    namespaced(from, to);
    to.set(Key::EncryptedInTransit, placed(tls(from), from));
    to.set(Key::CatchAllHost, catch_all(from));
    let snippets = |test: fn(&str) -> bool| {
        let annotations = from.blocks("metadata.annotations");
        if let Some((unknown, at)) = annotations.unknown {
            return Setting::Unknown { why: Arc::new(unknown.why.clone()), at };
        }
        let Some(block) = annotations.first() else { return Setting::Default(Datum::Bool(false)) };
        let mut unknown = None;
        for (_, node) in block.object().iter().filter(|(name, _)| name.contains("snippet")) {
            let at = At { origin: node.origin, site: node.site };
            match (&node.value, node.as_text()) {
                (Value::Unknown(u), _) => {
                    unknown = Some(Setting::Unknown { why: Arc::new(u.why.clone()), at });
                }
                (_, Some(text)) if test(&text) => return Setting::concluded(Truth::True, at),
                _ => {}
            }
        }
        unknown.unwrap_or(Setting::Default(Datum::Bool(false)))
    };
    to.set(Key::ConfigurationSnippets, snippets(|_| true));
    to.set(Key::LuaSnippets, snippets(is_lua));
    to.set(Key::AliasSnippets, snippets(|text| text.contains("alias")));
}

/// Whether a snippet runs Lua or reads what the controller's own account can read.
fn is_lua(text: &str) -> bool {
    text.contains("kubernetes.io")
        || text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word.starts_with("lua_") || word.ends_with("_lua") || word.contains("_lua_"))
}

/// Whether every host that a rule names is in the hosts of a TLS section.
fn tls(from: &Reader<'_>) -> Setting {
    let sections = from.blocks("spec.tls");
    if let Some((unknown, at)) = sections.unknown {
        return Setting::Unknown { why: Arc::new(unknown.why.clone()), at };
    }
    let Some(first) = sections.first() else { return Setting::Default(Datum::Bool(false)) };
    let mut hosts: Vec<Arc<str>> = Vec::new();
    for section in &sections.known {
        match section.list("hosts", Datum::List(Arc::new([]))) {
            Setting::Known { datum: Datum::List(items), at, .. } => {
                for item in items.iter() {
                    match item {
                        Maybe::Known(host) => hosts.push(host.clone()),
                        Maybe::Unknown(why) => return Setting::Unknown { why: why.clone(), at },
                    }
                }
            }
            // a section without hosts is for all of them
            Setting::Default(_) => return Setting::concluded(Truth::True, section.place()),
            other => return other,
        }
    }
    let covered = |host: &str| {
        hosts.iter().any(|h| {
            &**h == host
                || h.strip_prefix("*.")
                    .is_some_and(|tail| host.split_once('.').is_some_and(|(_, rest)| rest == tail))
        })
    };
    let bare = any(&from.blocks("spec.rules"), |rule| {
        rule.text("host", Datum::Absent).map(|d| match d {
            Datum::Text(host) => Datum::Bool(!covered(&host)),
            _ => Datum::Bool(false),
        })
    });
    match bare.truth() {
        Truth::False => Setting::concluded(Truth::True, first.place()),
        _ => bare.negate(),
    }
}

/// Whether a rule answers every host name.
fn catch_all(from: &Reader<'_>) -> Setting {
    any(&from.blocks("spec.rules"), |rule| {
        placed(
            rule.text("host", Datum::Absent).map(|d| match d {
                Datum::Text(host) => Datum::Bool(&*host == "*"),
                _ => Datum::Bool(true),
            }),
            rule,
        )
    })
}
