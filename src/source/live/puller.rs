//! Makes requests with manners: in turn, tried again where that helps, counted, and stopped when nobody waits.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_util::sync::CancellationToken;

use super::{
    Backoff, Budget, Ledger, Page, Rates, Resume, Sink, SinkError, Trouble, TroubleKind, Unit, UnitEnd,
};

/// How requests are made.
#[derive(Debug, Clone, Default)]
pub struct PullerOptions {
    /// Requests a second.
    pub rates: Rates,
    /// Waits between attempts.
    pub backoff: Backoff,
    /// Units at work at once; 0 for the default of 16.
    pub concurrency: usize,
}

/// How far a pull is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The unit that moved.
    pub unit: Unit,
    /// Resources and verdicts read of it so far in this run.
    pub items: u64,
    /// Set when it ended: nothing for complete, else what is wrong.
    pub ended: Option<Option<String>>,
}

/// One pull: what its tasks share.
#[derive(Clone)]
pub struct Puller {
    /// Where pages go.
    pub sink: Arc<dyn Sink>,
    /// Counts by API.
    pub ledger: Ledger,
    /// Ends the pull.
    pub cancel: CancellationToken,
    budget: Budget,
    backoff: Backoff,
    slots: Arc<tokio::sync::Semaphore>,
    seed: Arc<AtomicU64>,
    tell: Arc<dyn Fn(Tick) + Send + Sync>,
}

impl std::fmt::Debug for Puller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Puller").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

impl Puller {
    /// A pull into a sink. `seed` makes its jitter; `tell` hears how far it is.
    pub fn new(
        sink: Arc<dyn Sink>,
        options: &PullerOptions,
        seed: u64,
        tell: impl Fn(Tick) + Send + Sync + 'static,
    ) -> Self {
        let slots = if options.concurrency == 0 { 16 } else { options.concurrency };
        Self {
            sink,
            ledger: Ledger::default(),
            cancel: CancellationToken::new(),
            budget: Budget::new(options.rates.clone()),
            backoff: options.backoff,
            slots: Arc::new(tokio::sync::Semaphore::new(slots)),
            seed: Arc::new(AtomicU64::new(seed)),
            tell: Arc::new(tell),
        }
    }

    /// Makes a request until it succeeds, cannot succeed, or the attempts are used up. `request` is called once for
    /// each attempt and says what its trouble is.
    pub async fn call<T, F>(&self, api: &str, mut request: impl FnMut() -> F) -> Result<T, Trouble>
    where
        F: Future<Output = Result<T, Trouble>>,
    {
        let mut attempt = 0;
        loop {
            attempt += 1;
            self.unless_cancelled(api, self.budget.turn(api)).await?;
            self.ledger.note(api, |row| row.calls += 1);
            let trouble = match self.unless_cancelled(api, request()).await? {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            let mut asked = None;
            self.ledger.note(api, |row| match trouble.kind {
                TroubleKind::Denied { .. } => row.denied += 1,
                TroubleKind::Throttled { .. } => row.throttled += 1,
                _ => row.failed += 1,
            });
            if let TroubleKind::Throttled { wait } = trouble.kind {
                asked = wait;
                if let Some(wait) = wait {
                    self.budget.pause(api, wait);
                }
            }
            if !trouble.is_passing() || attempt >= self.backoff.attempts {
                return Err(trouble);
            }
            let wait = self.backoff.wait(attempt, asked, self.random());
            self.unless_cancelled(api, tokio::time::sleep(wait)).await?;
        }
    }

    /// Keeps everybody off an API for a while: the service said that its quota is used up.
    pub fn pause(&self, api: &str, wait: std::time::Duration) {
        self.budget.pause(api, wait);
    }

    /// Reads a unit page by page. `page` gets the token to go on from and gives a page and the next token; a token
    /// that the service no longer takes begins the unit again, once. `complete` says how a unit that was read to the
    /// end has ended. Trouble ends the unit and nothing else; only a sink that fails is an error.
    pub async fn unit<F>(
        &self,
        unit: Unit,
        mut page: impl FnMut(Option<String>) -> F,
        complete: impl FnOnce() -> UnitEnd,
    ) -> Result<UnitEnd, SinkError>
    where
        F: Future<Output = Result<(Page, Option<String>), Trouble>>,
    {
        let _slot = self.slots.acquire().await;
        let mut token = match self.sink.begin(&unit)? {
            Resume::Done => {
                (self.tell)(Tick { unit, items: 0, ended: Some(None) });
                return Ok(UnitEnd::Complete);
            }
            Resume::From(token) => Some(token),
            Resume::Fresh => None,
        };
        let mut restarted = false;
        let mut items = 0;
        let end = loop {
            match page(token.clone()).await {
                Ok((page, next)) => {
                    items += (page.resources.len() + page.verdicts.len()) as u64;
                    self.sink.put(&unit, page, next.as_deref())?;
                    (self.tell)(Tick { unit: unit.clone(), items, ended: None });
                    if next.is_some() && next == token {
                        // a service that gives the same token again would be asked for ever
                        break UnitEnd::Failed(
                            Trouble::new(TroubleKind::Malformed, unit.part.clone(), unit.scope.clone())
                                .remark("the next page is the same page"),
                        );
                    }
                    match next {
                        Some(next) => token = Some(next),
                        None => break complete(),
                    }
                }
                Err(Trouble { kind: TroubleKind::StaleToken, .. }) if !restarted && token.is_some() => {
                    restarted = true;
                    token = None;
                    items = 0;
                    self.sink.restart(&unit)?;
                }
                Err(trouble) => break UnitEnd::Failed(trouble),
            }
        };
        self.sink.end(&unit, end.clone())?;
        let ended = match &end {
            UnitEnd::Complete => None,
            UnitEnd::Partial(troubles) => troubles.first().map(ToString::to_string),
            UnitEnd::Failed(trouble) => Some(trouble.to_string()),
        };
        (self.tell)(Tick { unit, items, ended: Some(ended) });
        Ok(end)
    }

    async fn unless_cancelled<T>(&self, api: &str, work: impl Future<Output = T>) -> Result<T, Trouble> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(Trouble::new(TroubleKind::Cancelled, api, "")),
            done = work => Ok(done),
        }
    }

    /// From 0 to 1, by `SplitMix64`.
    fn random(&self) -> f64 {
        let mut z = self.seed.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use super::*;
    use crate::native::Provider;
    use crate::source::live::MemorySink;

    fn unit() -> Unit {
        Unit { provider: Provider::Aws, scope: "1".into(), region: "r".into(), part: "inventory/x".into() }
    }

    fn puller(sink: Arc<dyn Sink>) -> Puller {
        let backoff =
            Backoff { first: Duration::from_millis(1), most: Duration::from_millis(4), attempts: 5 };
        Puller::new(sink, &PullerOptions { backoff, ..PullerOptions::default() }, 7, |_| {})
    }

    fn trouble(kind: TroubleKind) -> Trouble {
        Trouble::new(kind, "api", "scope")
    }

    #[tokio::test]
    async fn what_passes_is_tried_again_and_counted() {
        let puller = puller(Arc::new(MemorySink::default()));
        let answers = Mutex::new(vec![
            Ok(5),
            Err(trouble(TroubleKind::Service)),
            Err(trouble(TroubleKind::Throttled { wait: Some(Duration::from_millis(60)) })),
        ]);
        let start = tokio::time::Instant::now();
        let got = puller.call("api", || async { answers.lock().unwrap().pop().unwrap() }).await;
        assert_eq!(got, Ok(5));
        assert!(start.elapsed() >= Duration::from_millis(60));
        let row = puller.ledger.rows()["api"];
        assert_eq!((row.calls, row.throttled, row.failed), (3, 1, 1));
    }

    #[tokio::test]
    async fn a_denial_is_final_and_attempts_are_bounded() {
        let puller = puller(Arc::new(MemorySink::default()));
        let denied = trouble(TroubleKind::Denied { permission: "p".into() });
        let got: Result<(), _> = puller.call("a", || async { Err(denied.clone()) }).await;
        assert_eq!(got, Err(denied));
        assert_eq!(puller.ledger.rows()["a"].calls, 1);
        let got: Result<(), _> = puller.call("b", || async { Err(trouble(TroubleKind::Network)) }).await;
        assert_eq!(got.unwrap_err().kind, TroubleKind::Network);
        assert_eq!(puller.ledger.rows()["b"].calls, 5);
    }

    #[tokio::test]
    async fn a_unit_goes_on_where_it_stopped() {
        let sink = Arc::new(MemorySink::default());
        let puller = puller(sink.clone());
        let stop = |token: Option<String>| async move {
            match token.as_deref() {
                None => Ok((Page::default(), Some("2".to_owned()))),
                _ => Err(trouble(TroubleKind::Credentials)),
            }
        };
        let end = puller.unit(unit(), stop, || UnitEnd::Complete).await.unwrap();
        assert!(matches!(end, UnitEnd::Failed(_)));
        let seen = Mutex::new(Vec::new());
        let go_on = |token: Option<String>| {
            seen.lock().unwrap().push(token);
            async { Ok((Page::default(), None)) }
        };
        assert_eq!(puller.unit(unit(), go_on, || UnitEnd::Complete).await.unwrap(), UnitEnd::Complete);
        assert_eq!(*seen.lock().unwrap(), [Some("2".to_owned())]);
    }

    #[tokio::test]
    async fn a_token_that_is_not_taken_begins_the_unit_again_once() {
        let sink = Arc::new(MemorySink::default());
        sink.begin(&unit()).unwrap();
        sink.put(&unit(), Page::default(), Some("old")).unwrap();
        let puller = puller(sink);
        let seen = Mutex::new(Vec::new());
        let page = |token: Option<String>| {
            seen.lock().unwrap().push(token.clone());
            async move {
                match token {
                    None => Ok((Page::default(), None)),
                    Some(_) => Err(trouble(TroubleKind::StaleToken)),
                }
            }
        };
        assert_eq!(puller.unit(unit(), page, || UnitEnd::Complete).await.unwrap(), UnitEnd::Complete);
        assert_eq!(*seen.lock().unwrap(), [Some("old".to_owned()), None]);
    }

    #[tokio::test]
    async fn a_service_that_repeats_its_token_is_not_asked_for_ever() {
        let puller = puller(Arc::new(MemorySink::default()));
        let page = |_| async { Ok((Page::default(), Some("same".to_owned()))) };
        let end = puller.unit(unit(), page, || UnitEnd::Complete).await.unwrap();
        assert!(matches!(end, UnitEnd::Failed(Trouble { kind: TroubleKind::Malformed, .. })));
    }

    #[tokio::test]
    async fn a_cancelled_pull_ends_its_calls() {
        let puller = puller(Arc::new(MemorySink::default()));
        puller.cancel.cancel();
        let got = puller.call("a", std::future::pending::<Result<(), Trouble>>).await;
        assert_eq!(got.unwrap_err().kind, TroubleKind::Cancelled);
    }
}
