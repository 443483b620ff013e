//! How far reading is, for those who wait for it, and whether it shall go on.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counts what is read of a tree; asked from other threads while it is.
#[derive(Debug, Default)]
pub struct Gauge {
    files: AtomicU64,
    bytes: AtomicU64,
    stopped: AtomicBool,
}

impl Gauge {
    pub(super) fn read(&self, bytes: usize) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Files read so far.
    pub fn files(&self) -> u64 {
        self.files.load(Ordering::Relaxed)
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Stops reading: every file from here on cannot be read, and is told so.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Begins anew.
    pub fn reset(&self) {
        self.files.store(0, Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
        self.stopped.store(false, Ordering::Relaxed);
    }

    /// Whether reading was stopped.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}
