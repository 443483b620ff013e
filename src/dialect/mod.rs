//! Dialects: native names in, canonical settings out. Pure; shared by every source of the same cloud.
//!
//! A provider's types stand in tables of [`Type`]. A type builds a canonical resource, or contributes settings to
//! the resources it is linked to (a bucket and its separate versioning resource are one object store), or both.

mod combine;
mod common;
mod json;
mod link;
mod reader;
mod rule;

pub mod aws;
pub mod azure;
pub mod cloudformation;
pub mod container;
pub mod gcp;
pub mod kubernetes;
pub mod live;

pub use json::{Document, document};
pub use reader::{Blocks, Reader};

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;

use crate::native::{Mode, NativeResource, Object, Silence};
use crate::resource::{Estate, Kind, Resource, Side};
use crate::table::HashMap;

/// Fills a resource from its native form.
pub type Build = fn(&Reader<'_>, &mut Resource);

/// How one native type is understood.
#[derive(Debug)]
pub struct Type {
    /// `aws_s3_bucket`.
    pub native: &'static str,
    /// The canonical resource it becomes, if it becomes one.
    pub resource: Option<(Kind, Build)>,
    /// What it contributes to other resources.
    pub links: &'static [Link],
    /// Whether the type is a `resource` or a `data` block.
    pub mode: Mode,
}

/// A contribution of one native resource to another.
#[derive(Debug)]
pub struct Link {
    /// Arguments of the companion that name the target, by path; lists are followed element by element.
    pub by: &'static [&'static str],
    /// Native types it can mean.
    pub to: &'static [&'static str],
    /// Arguments of the target whose literal value may equal the companion's, when there is no reference.
    pub named: &'static [&'static str],
    /// Writes the companion's settings on the target. The reader reads the companion.
    pub apply: Build,
}

impl Type {
    /// A type that is a resource of its own.
    pub const fn resource(native: &'static str, kind: Kind, build: Build) -> Self {
        Self { native, resource: Some((kind, build)), links: &[], mode: Mode::Managed }
    }

    /// A data source that is judged as a resource because people write policy in it.
    pub const fn data(native: &'static str, kind: Kind, build: Build) -> Self {
        Self { native, resource: Some((kind, build)), links: &[], mode: Mode::Data }
    }

    /// A type that only contributes to others.
    pub const fn companion(native: &'static str, links: &'static [Link]) -> Self {
        Self { native, resource: None, links, mode: Mode::Managed }
    }

    /// The same type with contributions to others.
    pub const fn with_links(mut self, links: &'static [Link]) -> Self {
        self.links = links;
        self
    }
}

/// Every type of every provider, by native name: `resource` blocks, then `data` blocks.
static TYPES: LazyLock<[HashMap<&'static str, &'static Type>; 2]> = LazyLock::new(|| {
    [Mode::Managed, Mode::Data].map(|mode| {
        [aws::TYPES, azure::TYPES, container::TYPES, gcp::TYPES, kubernetes::TYPES]
            .into_iter()
            .flatten()
            .flat_map(|service| service.iter())
            .filter(|t| t.mode == mode)
            .map(|t| (t.native, t))
            .collect()
    })
});

/// The dialect of a native type; of its `data` block only where there is none of its `resource` block.
pub fn find(native_type: &str) -> Option<&'static Type> {
    TYPES.iter().find_map(|types| types.get(native_type).copied())
}

/// The dialect of a native resource.
fn of(native: &NativeResource) -> Option<&'static Type> {
    let [managed, data] = &*TYPES;
    match native.mode {
        Mode::Managed => managed,
        Mode::Data => data,
    }
    .get(&*native.native_type)
    .copied()
}

/// Every native type that is understood, sorted.
pub fn all() -> Vec<&'static Type> {
    let mut types: Vec<_> = TYPES.iter().flat_map(|types| types.values().copied()).collect();
    types.sort_by_key(|t| t.native);
    types
}

/// A companion whose target could not be told.
#[derive(Debug, Clone)]
pub struct Unlinked {
    /// The companion's address.
    pub address: Arc<str>,
    /// The type that was looked for.
    pub wanted: &'static str,
}

/// What came of native resources.
#[derive(Debug, Default)]
pub struct Translation {
    /// Canonical resources.
    pub estate: Estate,
    /// Native types without a dialect, with how often each stands.
    pub not_understood: BTreeMap<Arc<str>, usize>,
    /// Companions without a target.
    pub unlinked: Vec<Unlinked>,
}

/// Translates native resources into an estate, in the order given.
pub fn translate(natives: &[NativeResource], side: Side) -> Translation {
    let reshaped: Vec<NativeResource>;
    let natives = if natives.iter().any(kubernetes::is_terraform) {
        let shape =
            |n: &NativeResource| if kubernetes::is_terraform(n) { kubernetes::reshape(n) } else { n.clone() };
        reshaped = natives.par_iter().map(shape).collect();
        &reshaped
    } else {
        natives
    };
    let mut not_understood = BTreeMap::new();
    let strange = natives.par_iter().filter(|n| n.mode == Mode::Managed && of(n).is_none());
    for native_type in strange.map(|n| n.native_type.clone()).collect::<Vec<_>>() {
        *not_understood.entry(native_type).or_insert(0) += 1;
    }
    let scopes = common::Scopes::new(side);
    let mut built: Vec<(usize, Resource)> = natives
        .par_iter()
        .enumerate()
        .filter_map(|(i, native)| {
            let (kind, build) = of(native)?.resource?;
            let reader = Reader::new(native);
            let common = common::Common::of(&reader);
            let mut resource = Resource::of(native, kind, scopes.of(&reader, &common));
            common::name(&reader, &mut resource);
            if native.silence != Silence::Elsewhere {
                common.set(&reader, &mut resource);
            }
            build(&reader, &mut resource);
            if native.silence == Silence::Elsewhere {
                let bare = NativeResource { body: Object::default(), ..native.clone() };
                let mut other = Resource::of(&bare, kind, resource.scope.clone());
                build(&Reader::new(&bare), &mut other);
                resource.keep_beyond(&other);
            }
            Some((i, resource))
        })
        .collect();
    let mut unlinked = link::apply(natives, &mut built);
    aws::backup_selection::apply(natives, &mut built, &mut unlinked);
    aws::launch::apply(natives, &mut built);
    if side == Side::Live {
        // they are kept as long as the dashboard is open
        built.par_iter_mut().for_each(|(_, resource)| resource.shrink());
    }
    Translation { estate: Estate::new(built.into_iter().map(|(_, r)| r).collect()), not_understood, unlinked }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_native_type_stands_once() {
        let mut seen = HashSet::new();
        let tables = [aws::TYPES, azure::TYPES, container::TYPES, gcp::TYPES, kubernetes::TYPES];
        for t in tables.into_iter().flatten().flat_map(|service| service.iter()) {
            assert!(seen.insert((t.native, t.mode == Mode::Data)), "{} stands twice", t.native);
        }
    }
}
