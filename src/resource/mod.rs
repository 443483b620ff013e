//! The canonical model: one resource, in the words every cloud shares.
//!
//! Dialects fill it, checks read it. A setting is known, the platform's default, or unknown with its reason;
//! a setting that a resource does not have at all is absent, and checks that read it do not apply.

mod datum;
mod estate;
mod expectations;
mod key;
mod kind;
mod scope;
mod setting;
mod statement;
mod truth;

pub use datum::{
    Condition, Datum, Direction, Entry, Maybe, Peer, PortRange, Principal, Protocol, Rule, Statement,
};
pub use estate::Estate;
pub use expectations::Expectations;
pub use key::Key;
pub use kind::Kind;
pub use scope::{Scope, Side};
pub use setting::{At, Setting};
pub use statement::wildcard_match;
pub use truth::Truth;

use std::sync::Arc;

use crate::native::{Lifecycle, NativeResource, Span, Why};

/// Dense index of a resource in its [`Estate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub u32);

/// One thing, declared or live, in canonical words.
#[derive(Debug, Clone)]
pub struct Resource {
    /// What it is.
    pub kind: Kind,
    /// The dialect's word for its type: `aws_s3_bucket`. Checks, aliases and remedies are written by it.
    pub native_type: Arc<str>,
    /// The source's own word where that is another: `AWS::S3::Bucket`.
    pub vendor_type: Option<Arc<str>>,
    /// The full address; identity within its scope.
    pub address: Arc<str>,
    /// The name people know it by: the configured name where known, else the block's label.
    pub name: Arc<str>,
    /// Module part of the address, empty in the root module.
    pub module: Arc<str>,
    /// Provider, account, region, environment, and whether declared or live.
    pub scope: Arc<Scope>,
    /// The block that declares it.
    pub span: Option<Span>,
    /// Module call sites from the outside in.
    pub calls: Arc<[Span]>,
    /// Blocks of companion resources that contributed settings: address and span.
    pub companions: Vec<(Arc<str>, Span)>,
    /// `lifecycle`.
    pub lifecycle: Lifecycle,
    /// Whether Bicep declares it: some tools test other things there than in JSON.
    pub in_bicep: bool,
    /// Set when it may not exist: `count` or `for_each` could not be resolved.
    pub existence: Option<Arc<str>>,
    /// The settings' names, apart from their values: they are searched far more often than a value is read.
    keys: Vec<Key>,
    values: Vec<Setting>,
}

impl Resource {
    /// A resource without settings, placed as its native block is.
    pub fn of(native: &NativeResource, kind: Kind, scope: Arc<Scope>) -> Self {
        Self {
            kind,
            native_type: native.native_type.clone(),
            vendor_type: native.vendor_type.clone(),
            address: native.address.clone(),
            name: native.name.clone(),
            module: native.module.clone(),
            scope,
            span: Some(native.span),
            calls: native.calls.clone(),
            companions: Vec::new(),
            lifecycle: native.lifecycle.clone(),
            in_bicep: native.root.ends_with(".bicep"),
            existence: native.existence.as_ref().map(|u| u.why.describe().into()),
            keys: Vec::with_capacity(32),
            values: Vec::with_capacity(16),
        }
    }

    /// The type in the words of the source it was read from.
    pub fn type_name(&self) -> &Arc<str> {
        self.vendor_type.as_ref().unwrap_or(&self.native_type)
    }

    /// The address as its code names it: a part of a declared resource that is judged apart, such as the access block of
    /// a bucket, is named by the whole.
    pub fn own_address(&self) -> &str {
        let declared = self.vendor_type.is_some() && self.scope.side == Side::Declared;
        let whole = self.address.split_once('#').filter(|_| declared);
        whole.map_or(&*self.address, |(address, _)| address)
    }

    /// Gives back the room that settings to come were kept for.
    pub fn shrink(&mut self) {
        self.keys.shrink_to_fit();
        self.values.shrink_to_fit();
        self.companions.shrink_to_fit();
    }

    /// Sets a setting, replacing an earlier one.
    pub fn set(&mut self, key: Key, setting: Setting) -> &mut Self {
        if let Some(slot) = self.position(key).and_then(|i| self.values.get_mut(i)) {
            *slot = setting;
        } else {
            self.keys.push(key);
            self.values.push(setting);
        }
        self
    }

    /// A setting; `None` when this kind of resource does not have it.
    pub fn get(&self, key: Key) -> Option<&Setting> {
        self.values.get(self.position(key)?)
    }

    fn position(&self, key: Key) -> Option<usize> {
        self.keys.iter().position(|k| *k == key)
    }

    /// Whether the setting exists on this resource at all.
    pub fn has(&self, key: Key) -> bool {
        self.keys.contains(&key)
    }

    /// Removes a setting, when a companion takes it over as a whole.
    pub fn take(&mut self, key: Key) -> Option<Setting> {
        let i = self.position(key)?;
        self.keys.remove(i);
        Some(self.values.remove(i))
    }

    /// Keeps the settings that a part tells of a whole that is declared elsewhere: not what was not collected, and not
    /// what would hold without it, as it does in `bare`.
    pub fn keep_beyond(&mut self, bare: &Self) {
        let told = |key: Key, setting: &Setting| match setting {
            Setting::Known { .. } => true,
            Setting::Default(_) => !matches!(bare.get(key), Some(Setting::Default(_))),
            Setting::Unknown { why, .. } => !matches!(**why, Why::NotCollected(_)),
        };
        let keys = std::mem::take(&mut self.keys);
        let settings = keys.into_iter().zip(std::mem::take(&mut self.values));
        (self.keys, self.values) = settings.filter(|(key, setting)| told(*key, setting)).unzip();
    }

    /// All settings in the order the dialect set them.
    pub fn settings(&self) -> impl Iterator<Item = (Key, &Setting)> {
        self.keys.iter().copied().zip(&self.values)
    }
}
