//! One pull of the configured clouds into the store, and what the store holds made ready for the matrix.

#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "azure")]
mod azure;
mod evidence;
#[cfg(feature = "gcp")]
mod gcp;

pub use evidence::evidence;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::config::{Config, Origin};
use crate::native::Provider;
use crate::posture::Posture;
use crate::resource::Expectations;
use crate::scan::{Request, assess_all};
use crate::source::live::{
    Backoff, Examination, Puller, PullerOptions, Rates, SinkError, Tick, Trouble, TroubleKind,
};
use crate::store::{Asked, Clock, Ending, Retention, Snapshot, SnapshotId, Store, StoreError};

/// What a pull is asked for, beside the configuration.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The clouds; empty for all that the configuration enables.
    pub clouds: Vec<Provider>,
    /// Clouds of which only a part is asked for: what is not come to is kept as it was, and is stale.
    pub narrowed: Vec<Provider>,
}

/// How a pull came out.
#[derive(Debug, Clone)]
pub struct Pulled {
    /// Its snapshot.
    pub snapshot: SnapshotId,
    /// Whether the snapshot is finished; one that was cancelled goes on with the next pull.
    pub finished: bool,
    /// What went wrong before any unit existed, by cloud.
    pub troubles: Vec<(Provider, Trouble)>,
}

/// The clouds that this build can read.
pub const CLOUDS: &[Provider] = &[
    #[cfg(feature = "aws")]
    Provider::Aws,
    #[cfg(feature = "azure")]
    Provider::Azure,
    #[cfg(feature = "gcp")]
    Provider::Gcp,
];

/// The name under which the store keeps pulls of a configuration.
pub fn scope(config: &Config) -> String {
    config.text("pull.estate").unwrap_or("default").to_owned()
}

/// The clouds that are asked for.
pub fn clouds(config: &Config, ask: &Ask) -> Vec<Provider> {
    let asked = |p: &Provider| ask.clouds.is_empty() || ask.clouds.contains(p);
    CLOUDS.iter().copied().filter(asked).filter(|p| config.is(&format!("{}.enabled", p.id()))).collect()
}

/// The enabled clouds whose credentials are in one of the usual places, or that the configuration says more of than
/// the defaults. Nothing is asked of a cloud that nobody here uses.
pub fn with_credentials(config: &Config, environment: &[(String, String)]) -> Vec<Provider> {
    let set = |names: &[&str]| {
        environment.iter().any(|(name, value)| !value.is_empty() && names.contains(&name.as_str()))
    };
    let home = directories::BaseDirs::new().map(|d| d.home_dir().to_owned());
    let file = |path: &str| home.as_ref().is_some_and(|home| home.join(path).exists());
    let configured = |provider: Provider| {
        let prefix = format!("{}.", provider.id());
        config.values().any(|(key, _, origin)| key.starts_with(&prefix) && *origin != Origin::Default)
    };
    let found = |provider: Provider| match provider {
        Provider::Aws => {
            set(&[
                "AWS_ACCESS_KEY_ID",
                "AWS_PROFILE",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_SHARED_CREDENTIALS_FILE",
                "AWS_CONFIG_FILE",
            ]) || file(".aws/credentials")
                || file(".aws/config")
        }
        Provider::Azure => {
            set(&["AZURE_CLIENT_ID", "AZURE_FEDERATED_TOKEN_FILE", "IDENTITY_ENDPOINT", "MSI_ENDPOINT"])
                || file(".azure/azureProfile.json")
        }
        Provider::Gcp => {
            set(&["GOOGLE_APPLICATION_CREDENTIALS", "CLOUDSDK_CONFIG"])
                || file(".config/gcloud/application_default_credentials.json")
        }
        Provider::Kubernetes | Provider::Container | Provider::Other => false,
    };
    clouds(config, &Ask::default()).into_iter().filter(|p| found(*p) || configured(*p)).collect()
}

/// How requests are made.
pub fn options(config: &Config) -> PullerOptions {
    let mut rates = Rates::default();
    #[cfg(feature = "azure")]
    for (api, rate) in crate::source::azure::RATES {
        rates = rates.with(*api, *rate);
    }
    #[cfg(feature = "gcp")]
    for (api, rate) in crate::source::gcp::RATES {
        rates = rates.with(*api, *rate);
    }
    for (api, rate) in config.budgets() {
        rates = rates.with(api, rate);
    }
    PullerOptions {
        rates,
        backoff: Backoff::default(),
        concurrency: usize::try_from(config.int("pull.concurrency")).unwrap_or(usize::MAX),
    }
}

/// What the store is told about a pull.
pub fn asked(config: &Config) -> Asked {
    Asked {
        scope: scope(config),
        steth: env!("CARGO_PKG_VERSION").to_owned(),
        catalog: crate::store::catalog_digest().to_owned(),
        resume_within: Duration::from_secs(config.int("pull.resume_within_hours").saturating_mul(3_600)),
    }
}

/// Pulls. Whatever was read is kept, also when it is cancelled or a cloud fails.
pub fn pull(
    store: &Store,
    config: &Config,
    ask: &Ask,
    environment: &[(String, String)],
    clock: &Clock,
    cancel: &CancellationToken,
    tell: impl Fn(Tick) + Send + Sync + 'static,
) -> Result<Pulled, PullError> {
    let left_out = left_out(store, config, ask, environment)?;
    let snapshot = store.begin_or_resume(&asked(config), clock.clone())?;
    let seed = clock().as_microsecond().unsigned_abs();
    let reached: Arc<Mutex<BTreeSet<Provider>>> = Arc::default();
    let noted = reached.clone();
    let note_and_tell = move |tick: Tick| {
        noted.lock().unwrap_or_else(PoisonError::into_inner).insert(tick.unit.provider);
        tell(tick);
    };
    let mut puller = Puller::new(snapshot.sink(), &options(config), seed, note_and_tell);
    puller.cancel = cancel.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| PullError::Runtime(e.to_string()))?;
    let troubles = runtime.block_on(every_cloud(&puller, config, ask, &left_out, environment));
    // a task that hangs in a library does not keep the program
    runtime.shutdown_timeout(Duration::from_secs(2));
    let mut troubles = troubles?;
    let reached = reached.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for provider in clouds(config, ask) {
        // a cloud in which there was nothing to read is not a cloud that was read
        if !reached.contains(&provider) && troubles.iter().all(|(p, _)| *p != provider) {
            let trouble = Trouble::new(TroubleKind::NotCollected, "pull", provider.title());
            troubles
                .push((provider, trouble.remark("no account, subscription or project was found to read")));
        }
    }
    end(snapshot, &puller, troubles, clock)
}

/// Clouds that this pull does not ask and that are in use all the same: credentials are here, or an earlier pull has
/// read them. Their last reading is kept, and said to be from then.
fn left_out(
    store: &Store,
    config: &Config,
    ask: &Ask,
    environment: &[(String, String)],
) -> Result<Vec<Provider>, StoreError> {
    let asked = clouds(config, ask);
    let others = clouds(config, &Ask::default()).into_iter().filter(|p| !asked.contains(p));
    let (mut used, unused): (Vec<_>, Vec<_>) = {
        let here = with_credentials(config, environment);
        others.partition(|p| here.contains(p))
    };
    if !unused.is_empty()
        && let Some(before) = store.latest(&scope(config))?
    {
        used.extend(unused.into_iter().filter(|p| before.units.iter().any(|u| u.unit.provider == *p)));
    }
    Ok(used)
}

/// Why a pull stopped as a whole.
#[derive(Debug, thiserror::Error)]
pub enum PullError {
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store stopped taking what was read.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The threads of the pull could not be started.
    #[error("failed to start the pull: {0}")]
    Runtime(String),
}

/// Judges what a pull has read and keeps the result with it, for history and trends; drops what is past its time.
/// What is declared in code is not part of it: it has a history of its own.
pub fn keep(store: &Store, pulled: &Pulled, config: &Config, now: Timestamp) -> Result<Posture, PullError> {
    let live = evidence(store.load(pulled.snapshot)?, config, now);
    let regions = config.list("expect.approved_regions").iter().map(String::as_str);
    let request = Request { expectations: Expectations::approving_regions(regions), ..Request::default() };
    let posture = assess_all(None, live, &request, now, &mut |_| {});
    if !pulled.finished {
        // it goes on with the next pull, and is judged as a whole then
        return Ok(posture);
    }
    store.put_posture(pulled.snapshot, &posture)?;
    let keep = Retention {
        older_than: Some(Duration::from_secs(config.int("store.keep_days").saturating_mul(86_400))),
        most_bytes: Some(config.int("store.max_megabytes").saturating_mul(1_000_000)),
    };
    store.retain(keep, now)?;
    Ok(posture)
}

fn end(
    snapshot: Snapshot,
    puller: &Puller,
    troubles: Vec<(Provider, Trouble)>,
    clock: &Clock,
) -> Result<Pulled, PullError> {
    let id = snapshot.info().id;
    let finished = !puller.cancel.is_cancelled();
    if finished {
        let ending = Ending { ledger: puller.ledger.clone(), troubles: troubles.clone() };
        snapshot.finish(&ending, clock())?;
    } else {
        snapshot.suspend(&puller.ledger)?;
    }
    Ok(Pulled { snapshot: id, finished, troubles })
}

async fn every_cloud(
    puller: &Puller,
    config: &Config,
    ask: &Ask,
    left_out: &[Provider],
    environment: &[(String, String)],
) -> Result<Vec<(Provider, Trouble)>, SinkError> {
    let asked = clouds(config, ask);
    let mut troubles: Vec<(Provider, Trouble)> = Vec::new();
    for provider in CLOUDS {
        // what this pull does not come to is kept, and said to be from an earlier one
        if left_out.contains(provider) || ask.narrowed.contains(provider) {
            let trouble = Trouble::new(TroubleKind::NotCollected, "pull", provider.title());
            troubles.push((*provider, trouble.remark("this pull was not asked for all of it")));
        }
    }
    let mut tasks = JoinSet::new();
    for provider in asked {
        let puller = puller.clone();
        let config = Arc::new(config.clone());
        let environment: Arc<[(String, String)]> = environment.into();
        tasks.spawn(async move { (provider, one_cloud(provider, &puller, &config, &environment).await) });
    }
    while let Some(done) = tasks.join_next().await {
        match done {
            Ok((provider, Ok(found))) => troubles.extend(found.into_iter().map(|t| (provider, t))),
            Ok((_, Err(sink))) => return Err(sink),
            Err(join) => return Err(SinkError(format!("a part of the pull ended abruptly: {join}"))),
        }
    }
    Ok(troubles)
}

#[cfg_attr(
    not(any(feature = "aws", feature = "azure", feature = "gcp")),
    expect(unused_variables, clippy::unused_async, reason = "no cloud is built in")
)]
async fn one_cloud(
    provider: Provider,
    puller: &Puller,
    config: &Config,
    environment: &[(String, String)],
) -> Result<Vec<Trouble>, SinkError> {
    match provider {
        #[cfg(feature = "aws")]
        Provider::Aws => crate::source::aws::pull(&aws::options(config), environment, puller).await,
        #[cfg(feature = "azure")]
        Provider::Azure => crate::source::azure::pull(&azure::options(config), environment, puller).await,
        #[cfg(feature = "gcp")]
        Provider::Gcp => crate::source::gcp::pull(&gcp::options(config), environment, puller).await,
        _ => Ok(Vec::new()),
    }
}

/// Who asks a cloud, and what that identity can and cannot read.
#[cfg_attr(
    not(any(feature = "aws", feature = "azure", feature = "gcp")),
    expect(clippy::unused_async, unused_variables, reason = "a build without clouds asks none")
)]
pub async fn examine(
    provider: Provider,
    config: &Config,
    environment: &[(String, String)],
    puller: &Puller,
) -> Examination {
    match provider {
        #[cfg(feature = "aws")]
        Provider::Aws => crate::source::aws::examine(&aws::options(config), environment, puller).await,
        #[cfg(feature = "azure")]
        Provider::Azure => crate::source::azure::examine(&azure::options(config), environment, puller).await,
        #[cfg(feature = "gcp")]
        Provider::Gcp => crate::source::gcp::examine(&gcp::options(config), environment, puller).await,
        _ => Examination::nobody(
            Trouble::new(TroubleKind::NotCollected, "doctor", provider.title())
                .remark("this build cannot read it"),
        ),
    }
}
