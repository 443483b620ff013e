//! A pull of 100,000 resources and 300,000 native verdicts from the fixture cloud into the store, assessed and kept, held
//! against the bare transfer and JSON parsing of the same pages in the same run: `cargo bench --bench pull`.
//!
//! Prints each part's time, the ratio, and the memory of a finding.

use std::error::Error;
use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use serde_json::json;
use steth::config::Config;
use steth::fixture_cloud::{AzureEstate, Request, Server};
use steth::native::{LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use steth::pull::evidence;
use steth::scan::assess_all;
use steth::source::azure::{AzureOptions, AzureToken, pull};
use steth::source::live::{Puller, PullerOptions};
use steth::store::{Asked, Clock, Ending, Store, catalog_digest};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RESOURCES: usize = 100_000;
const SUBSCRIPTIONS: usize = 8;
/// Policies of the initiative that judge a disk.
const RULES: [&str; 3] = [
    "404c3081-a854-4457-ae30-26a93ef643f9",
    "34c877ad-507e-4c82-993e-3452a6e0ad3c",
    "ca91455f-eace-4f96-be59-e6e2c35b4816",
];
/// Requests of the bare transfer at once, as many as a pull has.
const AT_ONCE: usize = 16;

fn subscription(n: usize) -> String {
    format!("00000000-0000-4000-8000-{:012}", n % SUBSCRIPTIONS)
}

fn disk(n: usize) -> LiveResource {
    let account = subscription(n);
    LiveResource {
        provider: Provider::Azure,
        vendor_type: "microsoft.compute/disks".into(),
        id: format!(
            "/subscriptions/{account}/resourcegroups/wards/providers/microsoft.compute/disks/d{n:06}"
        )
        .into(),
        name: format!("d{n:06}").into(),
        account: account.into(),
        region: "eastus2".into(),
        tags: vec![("environment".into(), "production".into()), ("owner".into(), "imaging".into())],
        recorded: None,
        configuration: json!({
            "sku": {"name": "Premium_LRS", "tier": "Premium"},
            "properties": {
                "diskSizeGB": 128, "diskIOPSReadWrite": 500, "diskMBpsReadWrite": 100, "diskState": "Attached",
                "publicNetworkAccess": if n.is_multiple_of(9) { "Enabled" } else { "Disabled" },
                "networkAccessPolicy": "DenyAll", "osType": "Linux", "provisioningState": "Succeeded",
                "encryption": {"type": "EncryptionAtRestWithPlatformKey"},
                "creationData": {"createOption": "FromImage"}, "timeCreated": "2026-03-04T05:06:07Z",
            },
        }).into(),
    }
}

fn verdict(disk: &LiveResource, rule: usize) -> LiveVerdict {
    LiveVerdict {
        service: NativeService::AzurePolicy,
        rule: RULES[rule].into(),
        rule_name: format!("hipaa/reference-{rule}").into(),
        resource: disk.id.clone(),
        vendor_type: disk.vendor_type.clone(),
        account: disk.account.clone(),
        region: disk.region.clone(),
        verdict: if disk.id.ends_with('7') { VerdictWord::Fail } else { VerdictWord::Pass },
        remark: "0809.01n2Organizational.1234-01.n".into(),
        exemption: None,
        evaluated: "2026-11-20T10:00:00Z".parse().ok(),
    }
}

fn estate() -> AzureEstate {
    let resources: Vec<LiveResource> = (0..RESOURCES).map(disk).collect();
    let verdicts =
        resources.iter().flat_map(|d| (0..RULES.len()).map(move |rule| verdict(d, rule))).collect();
    AzureEstate {
        subscriptions: (0..SUBSCRIPTIONS).map(subscription).collect(),
        resources,
        verdicts,
        page: None,
    }
}

/// Resident memory in bytes, where the system says it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// Fetches the pages that a pull has asked for once more and parses them, with nothing else done.
async fn bare(server: &Server, log: Vec<Arc<Request>>) -> Result<(Duration, u64), Box<dyn Error>> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let start = Instant::now();
    let pages = futures::stream::iter(log).map(|request| {
        let url = format!("{}{}?{}", server.url(), request.path, request.query);
        let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes()).unwrap_or_default();
        let http = http.clone();
        tokio::spawn(async move {
            let asked = http
                .request(method, url)
                .header("authorization", "Bearer of-the-bench")
                .header("content-type", "application/json")
                .body(request.body.clone());
            let body = asked.send().await?.bytes().await?;
            // what was parsed is dropped here as well: nothing else is made of it
            let parsed = serde_json::from_slice::<serde_json::Value>(&body).is_ok();
            Ok::<_, reqwest::Error>((body.len() as u64, parsed))
        })
    });
    let mut bytes = 0;
    let mut pages = pages.buffer_unordered(AT_ONCE);
    while let Some(page) = pages.next().await {
        let (size, parsed) = page??;
        if !parsed {
            return Err("a page is not JSON".into());
        }
        bytes += size;
    }
    Ok((start.elapsed(), bytes))
}

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` only asks whether it starts
    if std::env::args().any(|a| a == "--test") {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let server = Server::start(runtime.handle(), estate().handler())?;
    let place = tempfile::tempdir()?;
    let store = Store::open(place.path())?;
    let clock: Clock = Arc::new(jiff::Timestamp::now);
    let options = AzureOptions {
        endpoint: Some(server.url()),
        token: Some(AzureToken::new("of-the-bench")),
        ..AzureOptions::default()
    };
    let asked = Asked {
        scope: "bench".into(),
        steth: "bench".into(),
        catalog: catalog_digest().into(),
        resume_within: Duration::ZERO,
    };

    let start = Instant::now();
    let snapshot = store.begin_or_resume(&asked, clock.clone())?;
    let id = snapshot.info().id;
    let puller = Puller::new(snapshot.sink(), &PullerOptions::default(), 1, |_| {});
    let troubles = runtime.block_on(pull(&options, &[], &puller))?;
    snapshot.finish(&Ending { ledger: puller.ledger.clone(), troubles: Vec::new() }, clock())?;
    let read_in = start.elapsed();
    if let Some(trouble) = troubles.first() {
        return Err(trouble.to_string().into());
    }

    let before = resident();
    let start = Instant::now();
    let live = evidence(store.load(id)?, &Config::default(), clock());
    let (resources, verdicts) = (live.resources.len(), live.verdicts.len());
    let loaded = start.elapsed();
    let start = Instant::now();
    let posture = assess_all(None, live, &steth::scan::Request::default(), clock(), &mut |_| {});
    let assessed = start.elapsed();
    let after = resident();
    let start = Instant::now();
    store.put_posture(id, &posture)?;
    let kept = start.elapsed();
    let ours = read_in + loaded + assessed + kept;

    let (transfer, bytes) = runtime.block_on(bare(&server, server.log()))?;
    let findings = posture.findings.len() + posture.natives.len();
    let mut out = stdout().lock();
    writeln!(out, "{resources} resources, {verdicts} verdicts, {} MB of pages", bytes / 1_000_000)?;
    writeln!(
        out,
        "pull into the store {read_in:.2?}, load {loaded:.2?}, assess {assessed:.2?}, keep {kept:.2?}: {ours:.2?}"
    )?;
    writeln!(
        out,
        "bare transfer and parsing of the same pages {transfer:.2?}; pull {:.2}x, all {:.2}x",
        read_in.as_secs_f64() / transfer.as_secs_f64(),
        ours.as_secs_f64() / transfer.as_secs_f64()
    )?;
    if let (Some(before), Some(after)) = (before, after) {
        writeln!(
            out,
            "{} findings and native verdicts; {} MB for all of the posture, {} bytes each",
            findings,
            after.saturating_sub(before) / 1_000_000,
            after.saturating_sub(before) / u64::try_from(findings.max(1))?
        )?;
    }
    writeln!(out, "store {} MB", store.size()? / 1_000_000)?;
    Ok(())
}
