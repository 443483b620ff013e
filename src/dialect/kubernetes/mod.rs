//! The Kubernetes dialect: objects in Kubernetes' own form in, canonical settings out. Manifests, rendered charts and
//! Terraform's `kubernetes_*` resources share it.
//!
//! A type without a version (`kubernetes_deployment`) is an object of a manifest, one with a version
//! (`kubernetes_deployment_v1`) is Terraform's, whatever of its spellings was written.

mod access;
mod cluster;
mod container;
mod flags;
mod network;
mod pod;
mod terraform;

pub(super) use terraform::{is_terraform, reshape};

use super::{Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Resource, Setting};

/// Tables of every group of types.
pub(super) static TYPES: &[&[Type]] = &[pod::TYPES, access::TYPES, network::TYPES, cluster::TYPES];

/// A type under both of its names.
macro_rules! types {
    ($($native:literal $versioned:literal $kind:expr, $build:expr;)*) => {
        &[$(
            $crate::dialect::Type::resource($native, $kind, $build),
            $crate::dialect::Type::resource($versioned, $kind, $build),
        )*]
    };
}
use types;

/// The namespace of an object, and whether it is the default one.
fn namespaced(from: &Reader<'_>, to: &mut Resource) {
    let namespace = from.text("metadata.namespace", "default").map(|d| match d {
        Datum::Absent => Datum::from("default"),
        other => other,
    });
    let is_default = match &namespace {
        Setting::Default(_) => {
            let place = from.blocks("metadata").first().map_or(from.place(), |m| m.place());
            Setting::Known { datum: Datum::Bool(true), at: place, sensitive: false }
        }
        other => other.clone().map(|d| Datum::Bool(d == Datum::from("default"))),
    };
    to.set(Key::Namespace, namespace);
    to.set(Key::InDefaultNamespace, is_default);
}

/// Text of an annotation or label whose name holds dots.
fn entry<'a>(block: &Reader<'a>, map: &str, name: &str) -> Option<&'a Node> {
    let map = block.blocks(map).first()?;
    map.object().get(name)
}

/// A default that decides stands at `place`, so that there is a line to edit.
fn placed(setting: Setting, place: &Reader<'_>) -> Setting {
    match setting {
        Setting::Default(datum) => Setting::Known { datum, at: place.place(), sensitive: false },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Kind;

    #[test]
    fn every_type_stands_under_both_names() {
        for t in TYPES.iter().flat_map(|t| t.iter()) {
            assert!(
                t.native.starts_with("kubernetes_") || t.native.starts_with("helm_values"),
                "{}",
                t.native
            );
        }
        assert!(
            TYPES
                .iter()
                .flat_map(|t| t.iter())
                .any(|t| t.resource.is_some_and(|(k, _)| k == Kind::PodPolicy))
        );
    }
}
