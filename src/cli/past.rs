//! History for the dashboard, from the store of pulls.

use crate::config::Config;
use crate::posture::State;
use crate::store::Store;
use crate::tui::{Past, Point, Since};

/// The pulls of an estate.
#[derive(Debug)]
pub(super) struct Kept {
    store: Store,
    scope: String,
}

impl Kept {
    /// The store of the configuration; nothing where there is none yet, or it cannot be read.
    pub(super) fn of(config: &Config) -> Option<Self> {
        let directory = crate::config::store_directory(config)?;
        let store = Store::open_existing(&directory).ok()??;
        Some(Self { store, scope: crate::pull::scope(config) })
    }
}

impl Past for Kept {
    fn trend(&self) -> Result<Vec<Point>, String> {
        let history = self.store.history().map_err(|e| e.to_string())?;
        let of_scope = history.into_iter().rev().filter(|e| *e.info.scope == *self.scope);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let points = of_scope.filter_map(|entry| {
            let rollup = entry.rollup?;
            let (met, unknown, total) = rollup.score;
            let failing = count(rollup.in_state(State::Failing));
            Some(Point { at: entry.info.started, met, unknown, failing, total, causes: rollup.causes })
        });
        Ok(points.collect())
    }

    fn since(&self, address: &str) -> Result<Option<Since>, String> {
        let told = |e: crate::store::StoreError| e.to_string();
        let Some(seen) = self.store.seen(address).map_err(told)? else { return Ok(None) };
        let failing = self.store.failing_since(&self.scope, address).map_err(told)?;
        let oldest = self.trend()?.first().map(|p| p.at);
        Ok(Some(Since { first: seen.first, changed: seen.changed, failing, oldest }))
    }
}
