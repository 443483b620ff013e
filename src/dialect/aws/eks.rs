//! Elastic Kubernetes Service: clusters and node groups.

use std::sync::Arc;

use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_eks_cluster", Kind::Cluster, cluster),
    Type::resource("aws_eks_node_group", Kind::NodePool, nodes),
];

fn cluster(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::LogTypes, from.list("enabled_cluster_log_types", Datum::List(Arc::new([]))));
    let public = from.bool("vpc_config.endpoint_public_access", true);
    let closed = public.clone().negate();
    to.set(Key::PublicAccess, public);
    let everywhere = Datum::List(Arc::new([Maybe::Known("0.0.0.0/0".into())]));
    let networks = match from.list("vpc_config.public_access_cidrs", everywhere.clone()) {
        // an empty list means the default, every network
        Setting::Known { datum: Datum::List(list), .. } if list.is_empty() => Setting::Default(everywhere),
        networks => networks,
    };
    // without a public endpoint the list of networks has no effect
    to.set(
        Key::AllowedNetworks,
        if closed.truth() == crate::resource::Truth::True { closed } else { networks },
    );
    to.set(Key::SecretsEncrypted, from.mentions("encryption_config.resources", &["secrets"], false));
    to.set(Key::Version, from.text("version", Datum::Absent));
    to.set(Key::DeletionProtection, from.bool("deletion_protection", false));
}

fn nodes(from: &Reader<'_>, to: &mut Resource) {
    let login = from.presence("remote_access.ec2_ssh_key").map(|d| Datum::Bool(d != Datum::Absent));
    let limited = from.block("remote_access.source_security_group_ids");
    to.set(Key::RemoteAccessOpen, login.and(|| limited.negate()));
}
