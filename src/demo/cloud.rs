//! The live side of the sample estate: the fixture clouds on the loopback interface, read by the same clients that read
//! the real ones. What stands in them has moved away from the code, as clouds do.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::runtime::{Handle, Runtime};

use crate::config::{Config, Layer};
use crate::fixture_cloud::Server;
use crate::native::{Exemption, LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use crate::posture::{Notice, SourceKind, SourceStatus};
use crate::pull::evidence;
use crate::scan::Live;
use crate::source::live::{
    Backoff, LedgerRow, MemorySink, Page, Puller, PullerOptions, SinkError, Trouble, Unit, UnitEnd,
};
use crate::store::{Loaded, LoadedUnit, SnapshotId, SnapshotInfo, UnitState};

/// What the estate's `steth.toml` would say.
const CONFIGURATION: &str = "[aws.accounts.444455556666]\nenvironment = \"staging\"\n";

/// What stands in a cloud, as its file says it.
#[derive(Debug, Default, Deserialize)]
struct Stand {
    resources: Vec<Thing>,
    verdicts: Vec<Said>,
}

#[derive(Debug, Deserialize)]
struct Thing {
    #[serde(rename = "type")]
    vendor_type: Arc<str>,
    id: Arc<str>,
    account: Arc<str>,
    region: Arc<str>,
    #[serde(default)]
    tags: BTreeMap<Arc<str>, Arc<str>>,
    configuration: serde_json::Value,
}

#[derive(Debug, Deserialize)]
struct Said {
    service: NativeService,
    rule: Arc<str>,
    rule_name: Arc<str>,
    /// A resource's id, or an account.
    resource: Arc<str>,
    verdict: VerdictWord,
    hours_ago: i64,
    #[serde(default)]
    remark: Arc<str>,
    exemption: Option<Exempt>,
}

#[derive(Debug, Deserialize)]
struct Exempt {
    name: Arc<str>,
    reason: Arc<str>,
    expires: Option<Timestamp>,
}

/// A cloud's resources and verdicts, at a time.
fn stand(provider: Provider, text: &str, now: Timestamp) -> (Vec<LiveResource>, Vec<LiveVerdict>) {
    // the file is embedded, and a test reads it
    let stand: Stand = serde_json::from_str(text).unwrap_or_default();
    let resources: Vec<LiveResource> = stand
        .resources
        .into_iter()
        .map(|thing| LiveResource {
            provider,
            vendor_type: thing.vendor_type,
            name: thing.id.rsplit(['/', ':']).next().unwrap_or_default().into(),
            id: thing.id,
            account: thing.account,
            region: thing.region,
            tags: thing.tags.into_iter().collect(),
            recorded: now.checked_sub(SignedDuration::from_hours(1)).ok(),
            configuration: thing.configuration.into(),
        })
        .collect();
    let verdict = |said: Said| {
        let on = resources.iter().find(|resource| resource.id == said.resource);
        LiveVerdict {
            service: said.service,
            rule: said.rule,
            rule_name: said.rule_name,
            vendor_type: on.map(|on| on.vendor_type.clone()).unwrap_or_default(),
            account: on.map_or_else(|| said.resource.clone(), |on| on.account.clone()),
            region: on.map(|on| on.region.clone()).unwrap_or_default(),
            resource: said.resource,
            verdict: said.verdict,
            remark: said.remark,
            exemption: said.exemption.map(|e| Exemption {
                name: e.name,
                reason: e.reason,
                expires: e.expires,
            }),
            evaluated: now.checked_sub(SignedDuration::from_hours(said.hours_ago)).ok(),
        }
    };
    let verdicts = stand.verdicts.into_iter().map(verdict).collect();
    (resources, verdicts)
}

/// What one cloud gave.
struct Read {
    provider: Provider,
    units: Vec<(Unit, Page, Option<UnitEnd>)>,
    ledger: BTreeMap<Arc<str>, LedgerRow>,
    troubles: Vec<Trouble>,
}

/// Reads the clouds of the sample estate as they stand now. What cannot be read is said with its source.
pub fn live(now: Timestamp) -> Live {
    match read(now) {
        Ok(loaded) => {
            let layers = Layer::file("the sample estate", CONFIGURATION);
            evidence(loaded, &Config::of(layers), now)
        }
        Err(error) => Live { sources: unread(&error), ..Live::default() },
    }
}

fn unread(error: &str) -> Vec<SourceStatus> {
    let kinds = crate::pull::CLOUDS.iter().filter_map(|cloud| SourceKind::of_cloud(*cloud));
    kinds
        .map(|kind| {
            let mut source = SourceStatus::new(kind, "the sample estate");
            source.failed.push(Notice {
                subject: "the sample estate".into(),
                line: 0,
                message: error.to_owned(),
                hint: "the demo serves its clouds on 127.0.0.1: allow it to listen there".to_owned(),
            });
            source
        })
        .collect()
}

fn read(now: Timestamp) -> Result<Loaded, String> {
    let runtime: Runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|e| format!("the threads of the demo cannot be started: {e}"))?;
    let read = runtime.block_on(every_cloud(now));
    runtime.shutdown_timeout(Duration::from_millis(200));
    Ok(loaded(read?, now))
}

/// A cloud being read.
type Pulling<'a> = std::pin::Pin<Box<dyn Future<Output = Result<Read, String>> + 'a>>;

async fn every_cloud(now: Timestamp) -> Result<Vec<Read>, String> {
    let runtime = Handle::current();
    let clouds: Vec<Pulling<'_>> = vec![
        #[cfg(feature = "aws")]
        Box::pin(aws(&runtime, now)),
        #[cfg(feature = "azure")]
        Box::pin(azure(&runtime, now)),
        #[cfg(feature = "gcp")]
        Box::pin(gcp(&runtime, now)),
    ];
    futures::future::join_all(clouds).await.into_iter().collect()
}

/// A pull into memory, one for each cloud.
fn puller() -> (Arc<MemorySink>, Puller) {
    let sink = Arc::new(MemorySink::default());
    let backoff = Backoff { first: Duration::from_millis(5), most: Duration::from_millis(50), attempts: 3 };
    // nobody's quota is used up on one's own machine
    let options = PullerOptions { backoff, ..PullerOptions::default() };
    (sink.clone(), Puller::new(sink, &options, 1, |_| {}))
}

fn done(
    provider: Provider,
    sink: &MemorySink,
    puller: &Puller,
    troubles: Result<Vec<Trouble>, SinkError>,
) -> Result<Read, String> {
    let troubles = troubles.map_err(|e| e.to_string())?;
    Ok(Read { provider, units: sink.units(), ledger: puller.ledger.rows(), troubles })
}

fn served(server: std::io::Result<Server>) -> Result<Server, String> {
    server.map_err(|e| format!("the clouds of the demo cannot be served: {e}"))
}

/// The hospital group's AWS: an organisation with an aggregator, Security Hub in one region.
#[cfg(feature = "aws")]
async fn aws(runtime: &Handle, now: Timestamp) -> Result<Read, String> {
    const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];
    const REGION: &str = "us-east-1";
    let (resources, verdicts) = stand(Provider::Aws, include_str!("live/aws.json"), now);
    let estate = crate::fixture_cloud::AwsEstate {
        account: ACCOUNTS[0].to_owned(),
        organisation: ACCOUNTS.map(str::to_owned).into(),
        aggregator: Some("larkspur".to_owned()),
        security_hub: [REGION.to_owned()].into(),
        home: REGION.to_owned(),
        resources,
        verdicts,
        ..crate::fixture_cloud::AwsEstate::default()
    };
    let server = served(estate.serve(runtime))?;
    let options = crate::source::aws::AwsOptions::for_emulator(server.url(), REGION);
    let (sink, puller) = puller();
    let troubles = crate::source::aws::pull(&options, &[], &puller).await;
    done(Provider::Aws, &sink, &puller, troubles)
}

/// Imaging on Azure, whose auditor may not read where logs go.
#[cfg(feature = "azure")]
async fn azure(runtime: &Handle, now: Timestamp) -> Result<Read, String> {
    use crate::fixture_cloud::{AzureEstate, Fault, FaultKind, azure_error};
    use crate::source::azure::{AzureOptions, AzureToken};
    let (resources, verdicts) = stand(Provider::Azure, include_str!("live/azure.json"), now);
    let subscriptions: std::collections::BTreeSet<String> =
        resources.iter().map(|r| r.account.to_string()).collect();
    let estate = AzureEstate {
        subscriptions: subscriptions.into_iter().collect(),
        resources,
        verdicts,
        ..AzureEstate::default()
    };
    let server = served(Server::start(runtime, estate.handler()))?;
    let message = "The client does not have authorization to perform action \
                   'Microsoft.Insights/diagnosticSettings/read' over scope '/'.";
    let denied = FaultKind::Answer(azure_error(403, "AuthorizationFailed", message));
    server.fault(Fault::on(denied, |r| r.path.to_lowercase().ends_with("/diagnosticsettings")));
    let options = AzureOptions {
        endpoint: Some(server.url()),
        token: Some(AzureToken::new("of-the-demo")),
        ..AzureOptions::default()
    };
    let (sink, puller) = puller();
    let troubles = crate::source::azure::pull(&options, &[], &puller).await;
    done(Provider::Azure, &sink, &puller, troubles)
}

/// Research on Google Cloud.
#[cfg(feature = "gcp")]
async fn gcp(runtime: &Handle, now: Timestamp) -> Result<Read, String> {
    const ORGANIZATION: &str = "880011223344";
    let (resources, verdicts) = stand(Provider::Gcp, include_str!("live/gcp.json"), now);
    let cloud = crate::fixture_cloud::GcpCloud::new(ORGANIZATION)
        .project("larkspur-research", "734501928364")
        .resources(resources)
        .verdicts(verdicts);
    let server = served(Server::start(runtime, cloud))?;
    let options = crate::source::gcp::GcpOptions {
        scopes: vec![format!("organizations/{ORGANIZATION}")],
        endpoint: Some(server.url()),
        ..crate::source::gcp::GcpOptions::default()
    };
    let (sink, puller) = puller();
    let troubles = crate::source::gcp::pull(&options, &[], &puller).await;
    done(Provider::Gcp, &sink, &puller, troubles)
}

/// What was read, as the store would give it.
fn loaded(read: Vec<Read>, now: Timestamp) -> Loaded {
    let snapshot = SnapshotInfo {
        id: SnapshotId(1),
        scope: "demo".into(),
        started: now,
        finished: Some(now),
        steth: env!("CARGO_PKG_VERSION").into(),
        catalog: crate::store::catalog_digest().into(),
        troubles: Vec::new(),
        resources: 0,
        verdicts: 0,
    };
    let mut loaded = Loaded {
        snapshot,
        resources: Vec::new(),
        verdicts: Vec::new(),
        units: Vec::new(),
        ledger: BTreeMap::new(),
        as_of: now,
    };
    for cloud in read {
        loaded.ledger.extend(cloud.ledger);
        loaded.snapshot.troubles.extend(cloud.troubles.into_iter().map(|t| (cloud.provider, t)));
        for (unit, page, end) in cloud.units {
            let resources = appended(&mut loaded.resources, page.resources);
            let verdicts = appended(&mut loaded.verdicts, page.verdicts);
            let (state, troubles) = match end {
                Some(UnitEnd::Complete) => (UnitState::Complete, Vec::new()),
                Some(UnitEnd::Partial(troubles)) => (UnitState::Partial, troubles),
                Some(UnitEnd::Failed(trouble)) => (UnitState::Failed, vec![trouble]),
                None => (UnitState::Open, Vec::new()),
            };
            loaded.units.push(LoadedUnit {
                unit,
                state,
                troubles,
                ended: Some(now),
                complete: (state == UnitState::Complete).then_some(now),
                resources,
                stale_resources: 0..0,
                verdicts,
                stale_verdicts: 0..0,
            });
        }
    }
    loaded.snapshot.resources = loaded.resources.len() as u64;
    loaded.snapshot.verdicts = loaded.verdicts.len() as u64;
    loaded
}

fn appended<T>(all: &mut Vec<T>, more: Vec<T>) -> Range<usize> {
    let from = all.len();
    all.extend(more);
    from..all.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_say_what_can_be_read() {
        for text in
            [include_str!("live/aws.json"), include_str!("live/azure.json"), include_str!("live/gcp.json")]
        {
            let stand: Stand = serde_json::from_str(text).unwrap();
            assert!(!stand.resources.is_empty() && !stand.verdicts.is_empty());
        }
    }

    #[cfg(all(feature = "aws", feature = "azure", feature = "gcp"))]
    #[test]
    fn the_estate_has_drift_disagreements_and_something_that_is_not_told() {
        use crate::drift::{Class, Direction};
        let now: Timestamp = "2026-11-21T04:00:00Z".parse().unwrap();
        let posture = crate::demo::posture(now, &mut |_| {});
        let sides: Vec<_> = posture.scopes.iter().map(|s| (s.provider, s.side)).collect();
        for provider in [Provider::Aws, Provider::Azure, Provider::Gcp] {
            for side in [crate::resource::Side::Declared, crate::resource::Side::Live] {
                assert!(sides.contains(&(provider, side)), "{provider:?} {side:?}: {sides:?}");
            }
        }
        let drift = posture.drift.as_ref().unwrap();
        let has = |class: Class, direction: Direction| {
            drift.items.iter().any(|i| i.class == class && i.direction == direction)
        };
        assert!(has(Class::Differs, Direction::Weaker));
        assert!(has(Class::Differs, Direction::Stronger));
        assert!(has(Class::Unmanaged, Direction::Neutral));
        assert!(drift.items.iter().any(|i| i.class == Class::MissingLive), "{:#?}", drift.items);
        assert!(!posture.disagreements.is_empty());
        let azure = posture.sources.iter().find(|s| s.kind == SourceKind::Azure).unwrap();
        assert!(
            azure
                .unavailable
                .iter()
                .any(|n| n.message.contains("Microsoft.Insights/diagnosticSettings/read")),
            "{:?}",
            azure.unavailable
        );
        for kind in [SourceKind::Aws, SourceKind::Gcp] {
            let source = posture.sources.iter().find(|s| s.kind == kind).unwrap();
            assert!(source.failed.is_empty() && source.unavailable.is_empty(), "{source:?}");
        }
        // the same twice, so that pictures of it can be held against it
        let again = crate::demo::posture(now, &mut |_| {});
        assert_eq!(posture.findings.len(), again.findings.len());
        assert_eq!(drift.items, again.drift.as_ref().unwrap().items);
    }
}
