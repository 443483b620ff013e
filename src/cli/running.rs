//! What runs beside the dashboard: how far it is, told a few times a second while it runs, and how it is stopped.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::source::Gauge;
use crate::tui::{Cancel, Event, Progress};

/// How often the dashboard hears how far a scan is.
const BEAT: Duration = Duration::from_millis(100);

/// Stops what runs: a scan at the next file, a pull at the next answer. What was read until then is shown, and the
/// rest is told as not read.
#[derive(Debug, Clone, Default)]
pub(super) struct Running {
    gauge: Arc<Gauge>,
    pull: Arc<Mutex<CancellationToken>>,
    is_leaving: Arc<AtomicBool>,
}

impl Running {
    pub(super) fn new(gauge: Arc<Gauge>) -> Self {
        Self { gauge, ..Self::default() }
    }

    /// The token of the pull that runs, or of the next.
    pub(super) fn token(&self) -> CancellationToken {
        self.pull.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops what runs.
    pub(super) fn stop(&self) {
        self.gauge.stop();
        self.token().cancel();
    }

    /// Stops what runs; nobody will see what comes of it.
    pub(super) fn leave(&self) {
        self.is_leaving.store(true, Ordering::Relaxed);
        self.stop();
    }

    pub(super) fn is_leaving(&self) -> bool {
        self.is_leaving.load(Ordering::Relaxed)
    }

    /// What the dashboard calls to stop it.
    pub(super) fn cancel(&self) -> Cancel {
        let running = self.clone();
        Cancel(Arc::new(move || running.stop()))
    }

    /// Does some work that reads a tree while the dashboard hears how far it is. `checked` is told the resources.
    pub(super) fn told<T>(&self, sender: &Sender<Event>, work: impl FnOnce(&AtomicU64) -> T) -> T {
        let resources = AtomicU64::new(0);
        if !self.is_leaving() {
            self.gauge.reset();
        }
        let (done, is_done) = channel::<()>();
        std::thread::scope(|scope| {
            let resources = &resources;
            scope.spawn(move || {
                let mut before = None;
                loop {
                    let found = resources.load(Ordering::Relaxed);
                    let now = Progress {
                        files: self.gauge.files(),
                        bytes: self.gauge.bytes(),
                        resources: found,
                        what: if found > 0 { "checking" } else { "reading" }.to_owned(),
                        ..Progress::default()
                    };
                    if before.as_ref() != Some(&now) {
                        // the dashboard may be gone already; the scan then ends unheard
                        let _ = sender.send(Event::Progress(now.clone()));
                        before = Some(now);
                    }
                    if is_done.recv_timeout(BEAT) != Err(RecvTimeoutError::Timeout) {
                        return;
                    }
                }
            });
            let result = work(resources);
            drop(done);
            result
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_told_and_its_result_comes_back() {
        let (sender, feed) = channel();
        let running = Running::default();
        let result = running.told(&sender, |resources| {
            resources.store(7, Ordering::Relaxed);
            std::thread::sleep(BEAT * 2);
            "done"
        });
        assert_eq!(result, "done");
        drop(sender);
        let told: Vec<u64> = feed
            .iter()
            .map(|e| match e {
                Event::Progress(p) => p.resources,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(told.last(), Some(&7), "{told:?}");
        assert!(told.len() <= 2, "only what changed is told: {told:?}");
    }

    #[test]
    fn stopping_reaches_the_tree_and_the_pull() {
        let tree = crate::source::Tree::memory([("a.tf", "")]);
        let running = Running::new(tree.gauge().clone());
        let token = running.token();
        (running.cancel().0)();
        assert!(tree.gauge().is_stopped() && token.is_cancelled() && !running.is_leaving());
        running.leave();
        assert!(running.is_leaving());
    }
}
