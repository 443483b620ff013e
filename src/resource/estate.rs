//! All resources of a run, with the indexes that links between them need.

use std::sync::{Arc, OnceLock};

use super::{Expectations, Kind, Resource, ResourceId};
use crate::native::Reference;
use crate::table::HashMap;

/// An account (or root module) and the address within it.
type Address = (Arc<str>, Arc<str>);

/// Every canonical resource of a run. Immutable once the dialects are done.
#[derive(Debug, Default)]
pub struct Estate {
    resources: Vec<Resource>,
    /// Made when first asked for, as the other one: many estates never are.
    by_address: OnceLock<HashMap<Address, ResourceId>>,
    by_kind: OnceLock<HashMap<Kind, Vec<ResourceId>>>,
    expectations: Expectations,
}

impl Estate {
    /// Indexes resources. Addresses are unique within an account (root module).
    pub fn new(resources: Vec<Resource>) -> Self {
        Self { resources, ..Self::default() }
    }

    /// The same estate, judged by what its organization expects.
    pub fn expecting(mut self, expectations: Expectations) -> Self {
        self.expectations = expectations;
        self
    }

    /// What the organization expects.
    pub const fn expectations(&self) -> &Expectations {
        &self.expectations
    }

    /// All resources in order.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The resources, to build another estate from.
    pub fn into_resources(self) -> Vec<Resource> {
        self.resources
    }

    /// A resource by id.
    pub fn get(&self, id: ResourceId) -> Option<&Resource> {
        self.resources.get(id.0 as usize)
    }

    /// The resource a reference of `from` means, where it is in the estate.
    pub fn follow(&self, from: &Resource, reference: &Reference) -> Option<&Resource> {
        self.get(self.at_address(&from.scope.account, &reference.address)?)
    }

    /// The resource at an address within an account (root module).
    pub fn at_address(&self, account: &Arc<str>, address: &Arc<str>) -> Option<ResourceId> {
        let index = self.by_address.get_or_init(|| {
            self.resources
                .iter()
                .zip(0u32..)
                .map(|(r, i)| ((r.scope.account.clone(), r.address.clone()), ResourceId(i)))
                .collect()
        });
        index.get(&(account.clone(), address.clone())).copied()
    }

    /// All resources of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Resource> {
        let index = self.by_kind.get_or_init(|| {
            let mut by_kind: HashMap<Kind, Vec<ResourceId>> = HashMap::default();
            for (r, i) in self.resources.iter().zip(0u32..) {
                by_kind.entry(r.kind).or_default().push(ResourceId(i));
            }
            by_kind
        });
        index.get(&kind).into_iter().flatten().filter_map(|id| self.get(*id))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.resources.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }
}
