//! The row finder: one request runs, one waits, and a newer one replaces the waiting one and ends the running one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::model::Request;
use super::update::Message;

#[derive(Default)]
struct Slot {
    waiting: Mutex<(Option<Request>, bool)>,
    changed: Condvar,
    newest: AtomicU64,
}

/// A thread that finds rows.
pub(super) struct Worker {
    slot: Arc<Slot>,
}

impl Worker {
    /// Starts the thread; answers go to `messages`.
    pub(super) fn start(messages: Sender<Message>) -> std::io::Result<Self> {
        let slot = Arc::new(Slot::default());
        let shared = slot.clone();
        std::thread::Builder::new().name("rows".to_owned()).spawn(move || {
            while let Some(request) = shared.next() {
                let go_on = || shared.newest.load(Ordering::Relaxed) == request.generation;
                let tell = |answer| {
                    // the receiver is gone only when the program is leaving
                    let _ = messages.send(Message::Rows(answer));
                };
                if catch_unwind(AssertUnwindSafe(|| request.run(tell, go_on))).is_err() {
                    let _ = messages.send(Message::Broken("the filter broke down".to_owned()));
                }
            }
        })?;
        Ok(Self { slot })
    }

    /// Asks for rows, in place of whatever was asked before.
    pub(super) fn ask(&self, request: Request) {
        self.slot.newest.store(request.generation, Ordering::Relaxed);
        self.slot.waiting.lock().unwrap_or_else(PoisonError::into_inner).0 = Some(request);
        self.slot.changed.notify_one();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.slot.newest.store(u64::MAX, Ordering::Relaxed);
        self.slot.waiting.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.slot.changed.notify_one();
    }
}

impl Slot {
    /// The next request, or nothing when there will be none.
    fn next(&self) -> Option<Request> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if waiting.1 {
                return None;
            }
            if let Some(request) = waiting.0.take() {
                return Some(request);
            }
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
