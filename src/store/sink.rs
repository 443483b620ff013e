//! The sink of a pull: pages go through a bounded channel to the thread that writes.

use std::fmt;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::encode::Rows;
use super::error::{StoreError, StoreErrorKind};
use super::words::{DigestKey, KeepError};
use super::write::Writer;
use crate::source::live::{Page, Resume, Sink, SinkError, Unit, UnitEnd};

/// Gives the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Pages that wait for the writer; then the pull waits.
const WAITING: usize = 16;

/// Jobs in one transaction at most.
const TOGETHER: usize = 64;

type Reply<T> = SyncSender<Result<T, StoreError>>;

/// Work for the writer on its connection.
type Work = Box<dyn FnOnce(&mut Writer) -> Result<(), KeepError> + Send>;

pub(super) enum Job {
    Begin(Unit, Reply<Resume>),
    Put(Unit, Rows, Option<String>),
    Restart(Unit, Reply<()>),
    End(Unit, UnitEnd, Timestamp),
    /// Something else, after everything before it; the writer ends with it where so said.
    Run {
        work: Work,
        last: bool,
        reply: Reply<()>,
    },
}

/// Why the writer stopped, told to everybody who comes later.
type Fault = Arc<Mutex<Option<StoreError>>>;

/// Hands pages to the writer.
#[derive(Clone)]
pub struct SnapshotSink {
    jobs: SyncSender<Job>,
    fault: Fault,
    key: DigestKey,
    clock: Clock,
    file: PathBuf,
}

impl fmt::Debug for SnapshotSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnapshotSink").field("file", &self.file).finish_non_exhaustive()
    }
}

impl SnapshotSink {
    /// A sink and the loop that serves it, to be run on a thread of its own.
    pub(super) fn new(
        writer: Writer,
        key: DigestKey,
        clock: Clock,
    ) -> (Self, impl FnOnce() + Send + 'static) {
        let (jobs, waiting) = sync_channel(WAITING);
        let fault = Fault::default();
        let sink = Self { jobs, fault: fault.clone(), key, clock, file: writer.file.clone() };
        (sink, move || serve(writer, &waiting, &fault))
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        self.healthy()?;
        self.jobs.send(job).map_err(|_| self.stopped())
    }

    fn healthy(&self) -> Result<(), StoreError> {
        match &*self.fault.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    fn stopped(&self) -> StoreError {
        self.healthy().err().unwrap_or_else(|| {
            StoreError::new(
                StoreErrorKind::Other,
                format!("failed to write {}: the snapshot has ended", self.file.display()),
            )
        })
    }

    fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, StoreError> {
        let (reply, answer) = sync_channel(1);
        self.send(job(reply))?;
        answer.recv().map_err(|_| self.stopped())?
    }

    /// Runs something on the writer's connection after all that was handed in before, in a transaction.
    pub(super) fn run(
        &self,
        last: bool,
        work: impl FnOnce(&mut Writer) -> Result<(), KeepError> + Send + 'static,
    ) -> Result<(), StoreError> {
        self.ask(|reply| Job::Run { work: Box::new(work), last, reply })
    }
}

impl Sink for SnapshotSink {
    fn begin(&self, unit: &Unit) -> Result<Resume, SinkError> {
        Ok(self.ask(|reply| Job::Begin(unit.clone(), reply))?)
    }

    fn put(&self, unit: &Unit, page: Page, next: Option<&str>) -> Result<(), SinkError> {
        let rows = Rows::of(page, unit.provider, &self.key).map_err(|e| SinkError(e.to_string()))?;
        Ok(self.send(Job::Put(unit.clone(), rows, next.map(str::to_owned)))?)
    }

    fn restart(&self, unit: &Unit) -> Result<(), SinkError> {
        Ok(self.ask(|reply| Job::Restart(unit.clone(), reply))?)
    }

    fn end(&self, unit: &Unit, end: UnitEnd) -> Result<(), SinkError> {
        Ok(self.send(Job::End(unit.clone(), end, (self.clock)()))?)
    }
}

/// Serves jobs until the last one, or until nobody is left to send any. Jobs that wait are written together; who asked
/// is answered once it is on disk.
fn serve(mut writer: Writer, jobs: &Receiver<Job>, fault: &Fault) {
    while let Ok(first) = jobs.recv() {
        let mut answers = Vec::new();
        let mut last = false;
        let done = together(&mut writer, first, jobs, &mut answers, &mut last);
        let error = done.err().map(|e| e.told(&writer.file));
        fault.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&error);
        for answer in answers {
            answer(error.clone());
        }
        // what is in memory no longer fits what is on disk
        if last || error.is_some() {
            return;
        }
    }
}

/// Tells somebody that it is on disk, or why not.
type Answer = Box<dyn FnOnce(Option<StoreError>)>;

fn together(
    writer: &mut Writer,
    first: Job,
    jobs: &Receiver<Job>,
    answers: &mut Vec<Answer>,
    last: &mut bool,
) -> Result<(), KeepError> {
    writer.connection.execute_batch("BEGIN IMMEDIATE")?;
    let mut next = Some(first);
    let mut count = 0;
    while let Some(job) = next {
        if let Err(error) = one(writer, job, answers, last) {
            // the first error is the one to tell
            let _ = writer.connection.execute_batch("ROLLBACK");
            return Err(error);
        }
        count += 1;
        next = if *last || count >= TOGETHER { None } else { jobs.try_recv().ok() };
    }
    writer.connection.execute_batch("COMMIT")?;
    Ok(())
}

fn one(writer: &mut Writer, job: Job, answers: &mut Vec<Answer>, last: &mut bool) -> Result<(), KeepError> {
    match job {
        Job::Begin(unit, reply) => {
            let done = writer.begin(&unit);
            let resume = done.as_ref().ok().cloned();
            answers.push(Box::new(move |error| {
                if let Some(answer) = error.map(Err).or(resume.map(Ok)) {
                    let _ = reply.send(answer);
                }
            }));
            done.map(drop)
        }
        Job::Put(unit, rows, next) => writer.put(&unit, &rows, next.as_deref()),
        Job::Restart(unit, reply) => {
            answers.push(plain(reply));
            writer.restart(&unit)
        }
        Job::End(unit, end, at) => writer.end(&unit, &end, at),
        Job::Run { work, last: ends, reply } => {
            *last = ends;
            answers.push(plain(reply));
            work(writer)
        }
    }
}

fn plain(reply: Reply<()>) -> Answer {
    Box::new(move |error| {
        let _ = reply.send(error.map_or(Ok(()), Err));
    })
}
