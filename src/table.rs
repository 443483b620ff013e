//! Hash tables keyed by short names and places, which a scan asks millions of times: their hash is fast, and seeded anew
//! in every run, so that names in untrusted files cannot be made to collide.

use foldhash::fast::RandomState;

/// A table without an order.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set without an order.
pub(crate) type HashSet<T> = std::collections::HashSet<T, RandomState>;

/// A table in the order of insertion.
pub(crate) type IndexMap<K, V> = indexmap::IndexMap<K, V, RandomState>;
