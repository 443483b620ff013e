//! What was asked of each API, and what came of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// Counts of one API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LedgerRow {
    /// Requests made, retries included.
    pub calls: u64,
    /// Answers that were pages.
    pub pages: u64,
    /// Items in them.
    pub items: u64,
    /// Requests denied.
    pub denied: u64,
    /// Requests throttled.
    pub throttled: u64,
    /// Requests that failed otherwise.
    pub failed: u64,
}

/// Counts by API, shared by every task of a pull.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    rows: Arc<Mutex<BTreeMap<Arc<str>, LedgerRow>>>,
}

impl Ledger {
    /// Changes the row of an API.
    pub fn note(&self, api: &str, change: impl FnOnce(&mut LedgerRow)) {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        match rows.get_mut(api) {
            Some(row) => change(row),
            None => change(rows.entry(api.into()).or_default()),
        }
    }

    /// All rows, by the API's name.
    pub fn rows(&self) -> BTreeMap<Arc<str>, LedgerRow> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
