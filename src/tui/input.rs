//! The keyboard: a thread of its own reads it in batches, each after the one before has been dealt with.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crossterm::event::{self, Event as Input};

use super::run::Incoming;
use super::update::Message;

/// Most events taken at once: a flood must not keep the screen from being drawn.
const BATCH: usize = 64;

/// Starts to read. With `asked` the answers to [`super::ground::QUESTION`] are listened for first.
pub(super) fn read(sender: Sender<Incoming>, asked: bool) -> io::Result<Sender<()>> {
    let (done, dealt_with) = channel::<()>();
    std::thread::Builder::new().name("input".to_owned()).spawn(move || {
        #[cfg(unix)]
        if asked && listen(&sender, &dealt_with).is_none() {
            return;
        }
        #[cfg(not(unix))]
        let _ = asked;
        loop {
            let Ok(first) = event::read() else {
                let _ = sender.send(Incoming::Message(Message::Terminate));
                return;
            };
            let mut batch = vec![first];
            while batch.len() < BATCH && event::poll(Duration::ZERO).unwrap_or(false) {
                match event::read() {
                    Ok(input) => batch.push(input),
                    Err(_) => break,
                }
            }
            if give(&sender, &dealt_with, batch).is_none() {
                return;
            }
        }
    })?;
    Ok(done)
}

/// Hands a batch over and waits until it has been dealt with; nothing when the program is leaving.
fn give(sender: &Sender<Incoming>, dealt_with: &Receiver<()>, batch: Vec<Input>) -> Option<()> {
    sender.send(Incoming::Input(batch)).ok()?;
    dealt_with.recv().ok()
}

/// Listens for the terminal's answers, for as long as they may take over a slow line. Nothing when the program is
/// leaving or the terminal is gone.
#[cfg(unix)]
fn listen(sender: &Sender<Incoming>, dealt_with: &Receiver<()>) -> Option<()> {
    use super::ground::{Heard, hear};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::time::Instant;

    /// Longest wait for the answers: a terminal that has not said what it is by then never will.
    const PATIENCE: Duration = Duration::from_secs(2);
    /// Longest wait for the rest of something that was begun.
    const PAUSE: Duration = Duration::from_millis(50);

    let keyboard = rustix::stdio::stdin();
    let end = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let wait = if bytes.is_empty() { left } else { left.min(PAUSE) };
        let wait =
            Timespec { tv_sec: i64::try_from(wait.as_secs()).ok()?, tv_nsec: wait.subsec_nanos().into() };
        let mut ready = [PollFd::new(&keyboard, PollFlags::IN)];
        let came = match poll(&mut ready, Some(&wait)) {
            Ok(n) => n > 0,
            Err(rustix::io::Errno::INTR) => continue,
            Err(_) => return Some(()),
        };
        if came {
            let mut buffer = [0; 1024];
            match rustix::io::read(keyboard, &mut buffer) {
                Ok(0) => {
                    let _ = sender.send(Incoming::Message(Message::Terminate));
                    return None;
                }
                Ok(n) => bytes.extend_from_slice(&buffer[..n]),
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return Some(()),
            }
        }
        let mut keys = Vec::new();
        let mut is_over = Instant::now() >= end;
        for heard in hear(&mut bytes, !came) {
            match heard {
                Heard::Key(key) => keys.push(Input::Key(key)),
                Heard::Ground(light) => {
                    sender.send(Incoming::Message(Message::Ground(light))).ok()?;
                }
                Heard::End => is_over = true,
            }
        }
        if !keys.is_empty() {
            give(sender, dealt_with, keys)?;
        }
        if is_over {
            // the size may have changed while nobody looked
            if let Ok((columns, rows)) = crossterm::terminal::size() {
                give(sender, dealt_with, vec![Input::Resize(columns, rows)])?;
            }
            return Some(());
        }
    }
}
