//! A sink that keeps everything in memory: for tests, the demo, and a pull that nobody wants stored.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{Page, Resume, Sink, SinkError, Unit, UnitEnd};

/// What is kept of a unit.
#[derive(Debug, Clone, Default)]
struct Kept {
    page: Page,
    next: Option<String>,
    end: Option<UnitEnd>,
}

/// Pages by unit.
#[derive(Debug, Default)]
pub struct MemorySink {
    units: Mutex<BTreeMap<Unit, Kept>>,
}

impl MemorySink {
    fn with<T>(&self, unit: &Unit, act: impl FnOnce(&mut Kept) -> T) -> T {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        act(units.entry(unit.clone()).or_default())
    }

    /// Everything that was kept, unit by unit, with how each ended; nothing for one that is still open.
    pub fn units(&self) -> Vec<(Unit, Page, Option<UnitEnd>)> {
        let units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        units.iter().map(|(unit, kept)| (unit.clone(), kept.page.clone(), kept.end.clone())).collect()
    }
}

impl Sink for MemorySink {
    fn begin(&self, unit: &Unit) -> Result<Resume, SinkError> {
        Ok(self.with(unit, |kept| match (&kept.end, &kept.next) {
            (Some(UnitEnd::Complete | UnitEnd::Partial(_)), _) => Resume::Done,
            (_, Some(token)) => Resume::From(token.clone()),
            (_, None) => {
                *kept = Kept::default();
                Resume::Fresh
            }
        }))
    }

    fn put(&self, unit: &Unit, page: Page, next: Option<&str>) -> Result<(), SinkError> {
        self.with(unit, |kept| {
            kept.page.resources.extend(page.resources);
            kept.page.verdicts.extend(page.verdicts);
            kept.next = next.map(str::to_owned);
        });
        Ok(())
    }

    fn restart(&self, unit: &Unit) -> Result<(), SinkError> {
        self.with(unit, |kept| *kept = Kept::default());
        Ok(())
    }

    fn end(&self, unit: &Unit, end: UnitEnd) -> Result<(), SinkError> {
        self.with(unit, |kept| kept.end = Some(end));
        Ok(())
    }
}
