//! The store on 100,000 resources with 300,000 native verdicts, and on a snapshot with a million findings: `cargo bench
//! --bench store`. Compare `write` and `load` with `parse_json`, which is what reading the same pages costs at least.

#![expect(clippy::print_stdout, reason = "sizes are told beside the times")]

use std::hint::black_box;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use divan::Bencher;
use jiff::Timestamp;
use serde_json::json;
use steth::check::assess;
use steth::dialect::{live, translate};
use steth::native::{Files, LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use steth::posture::{Parts, Posture};
use steth::resource::Side;
use steth::source::live::{Page, Sink, Unit, UnitEnd};
use steth::store::{Asked, Ending, Store, catalog_digest};
use tempfile::TempDir;

const PAGES: usize = 100;
const RESOURCES: usize = 1_000;
const VERDICTS: usize = 3;
const FINDINGS: usize = 1_000_000;

static ESTATE: LazyLock<Vec<Page>> = LazyLock::new(|| (0..PAGES).map(|n| page(n, 0)).collect());

/// The pages as an API might send them.
static JSON: LazyLock<Vec<String>> = LazyLock::new(|| {
    ESTATE.iter().filter_map(|page| serde_json::to_string(&(&page.resources, &page.verdicts)).ok()).collect()
});

static STORED: LazyLock<TempDir> = LazyLock::new(|| {
    let place = directory();
    pull(place.path(), ESTATE.clone());
    place
});

/// A snapshot that was assessed, with a million findings.
static ASSESSED: LazyLock<TempDir> = LazyLock::new(|| {
    let place = directory();
    let store = pull(place.path(), Vec::new());
    let posture = posture();
    println!("findings: {}", posture.findings.len());
    if let Some(last) = store.history().unwrap_or_default().first() {
        store.put_posture(last.info.id, &posture).unwrap_or_else(|e| panic!("{e}"));
    }
    place
});

fn main() {
    divan::main();
}

fn directory() -> TempDir {
    tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"))
}

fn page(number: usize, form: usize) -> Page {
    let ids = (0..RESOURCES).map(|i| format!("arn:aws:s3:::records-of-the-practice-{number:03}-{i:04}"));
    let resources = ids.clone().map(|id| resource(&id, form)).collect();
    let verdicts = ids.flat_map(|id| (0..VERDICTS).map(move |rule| verdict(&id, rule))).collect();
    Page { resources, verdicts }
}

fn resource(id: &str, form: usize) -> LiveResource {
    LiveResource {
        provider: Provider::Aws,
        vendor_type: "AWS::S3::Bucket".into(),
        id: id.into(),
        name: id.rsplit(':').next().unwrap_or_default().into(),
        account: "111122223333".into(),
        region: "eu-west-1".into(),
        tags: vec![("team".into(), "records".into()), ("environment".into(), "production".into())],
        recorded: Some(Timestamp::UNIX_EPOCH),
        configuration: json!({
            "name": id, "creationDate": "2026-01-02T03:04:05.000Z", "form": form,
            "owner": {"displayName": null, "id": "0123456789abcdef0123456789abcdef0123456789abcdef"},
            "supplementaryConfiguration": {
                "AccessControlList": {"grantSet": null, "isRequesterPaysEnabled": false, "grantList": [
                    {"grantee": {"id": "0123456789abcdef", "displayName": null}, "permission": "FullControl"},
                ]},
                "BucketLoggingConfiguration": {"destinationBucketName": "logs", "logFilePrefix": "s3/"},
                "BucketPolicy": {"policyText": {"Version": "2012-10-17", "Statement": [{
                    "Sid": "tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [id],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }]}},
                "BucketVersioningConfiguration": {"status": "Enabled", "isMfaDeleteEnabled": null},
                "PublicAccessBlockConfiguration": {
                    "blockPublicAcls": true, "ignorePublicAcls": true, "blockPublicPolicy": true,
                    "restrictPublicBuckets": true,
                },
                "ServerSideEncryptionConfiguration": {"rules": [{
                    "applyServerSideEncryptionByDefault": {
                        "sseAlgorithm": "aws:kms",
                        "kmsMasterKeyID": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                    },
                    "bucketKeyEnabled": true,
                }]},
            },
        }).into(),
    }
}

fn verdict(id: &str, rule: usize) -> LiveVerdict {
    const RULES: [&str; VERDICTS] =
        ["S3_BUCKET_VERSIONING_ENABLED", "S3_BUCKET_SSL_REQUESTS_ONLY", "S3_DEFAULT_ENCRYPTION_KMS"];
    LiveVerdict {
        service: NativeService::AwsConfig,
        rule: RULES[rule].into(),
        rule_name: format!("{}-conformance-pack-abcdef", RULES[rule].to_lowercase()).into(),
        resource: id.into(),
        vendor_type: "AWS::S3::Bucket".into(),
        account: "111122223333".into(),
        region: "eu-west-1".into(),
        verdict: if id.len() + rule == 7 { VerdictWord::Fail } else { VerdictWord::Pass },
        remark: Arc::default(),
        exemption: None,
        evaluated: Some(Timestamp::UNIX_EPOCH),
    }
}

/// A whole pull of one unit.
fn pull(place: &Path, pages: Vec<Page>) -> Store {
    let asked = Asked {
        scope: "all".into(),
        steth: "bench".into(),
        catalog: catalog_digest().into(),
        resume_within: Duration::ZERO,
    };
    let unit = Unit {
        provider: Provider::Aws,
        scope: "111122223333".into(),
        region: "eu-west-1".into(),
        part: "all".into(),
    };
    let run = || -> Result<Store, Box<dyn std::error::Error>> {
        let store = Store::open(place)?;
        let snapshot = store.begin_or_resume(&asked, Arc::new(|| Timestamp::UNIX_EPOCH))?;
        let sink = snapshot.sink();
        sink.begin(&unit)?;
        let last = pages.len();
        for (page, n) in pages.into_iter().zip(1..) {
            sink.put(&unit, page, (n < last).then_some("next"))?;
        }
        sink.end(&unit, UnitEnd::Complete)?;
        snapshot.finish(&Ending::default(), Timestamp::UNIX_EPOCH)?;
        Ok(store)
    };
    run().unwrap_or_else(|e| panic!("{e}"))
}

fn posture() -> Posture {
    let made = |count: usize| {
        let volumes: Vec<_> = (0..count)
            .map(|i| LiveResource {
                vendor_type: "AWS::EC2::Volume".into(),
                account: format!("{:012}", i % 40).into(),
                configuration: json!({"encrypted": i % 7 != 0, "size": 8}).into(),
                ..resource(&format!("arn:aws:ec2:eu-west-1:111122223333:volume/vol-{i:017x}"), 0)
            })
            .collect();
        let estate = translate(
            &live::natives(&volumes, &mut Files::default(), &live::Environments::default()),
            Side::Live,
        )
        .estate;
        let findings = assess(&estate);
        (estate, findings)
    };
    let each = made(100).1.len().div_ceil(100).max(1);
    let (estate, findings) = made(FINDINGS.div_ceil(each));
    Posture::new(Timestamp::UNIX_EPOCH, Parts { estate, findings, ..Parts::default() })
}

#[divan::bench(sample_count = 5)]
fn parse_json(bencher: Bencher) {
    let pages = &*JSON;
    println!("JSON: {} MB", pages.iter().map(String::len).sum::<usize>() / 1_000_000);
    bencher.bench_local(|| {
        for page in pages {
            let _ = black_box(serde_json::from_str::<(Vec<LiveResource>, Vec<LiveVerdict>)>(page));
        }
    });
}

#[divan::bench(sample_count = 3)]
fn write(bencher: Bencher) {
    bencher
        .with_inputs(|| (directory(), ESTATE.clone()))
        .bench_local_values(|(place, pages)| (pull(place.path(), pages).size().ok(), place));
}

#[divan::bench(sample_count = 3)]
fn write_again_unchanged(bencher: Bencher) {
    bencher.with_inputs(|| ESTATE.clone()).bench_local_values(|pages| pull(STORED.path(), pages).size().ok());
}

#[divan::bench(sample_count = 3)]
fn load(bencher: Bencher) {
    let store = Store::open(STORED.path()).unwrap_or_else(|e| panic!("{e}"));
    println!("store: {} MB", store.size().unwrap_or(0) / 1_000_000);
    bencher.bench_local(|| store.latest("all").ok().flatten().map(|l| l.resources.len() + l.verdicts.len()));
}

#[divan::bench(sample_count = 20)]
fn open_and_show_a_million_findings(bencher: Bencher) {
    let place = ASSESSED.path();
    bencher.bench_local(|| {
        let store = Store::open_existing(place).ok().flatten()?;
        let last = store.resolve("latest", None).ok()?;
        store.rollup(last).ok().flatten().map(|rollup| rollup.objectives.len())
    });
}

#[divan::bench(sample_count = 2)]
fn keep_a_million_findings(bencher: Bencher) {
    bencher.with_inputs(|| (directory(), posture())).bench_local_values(|(place, posture)| {
        let store = pull(place.path(), Vec::new());
        let last = store.resolve("latest", None).unwrap_or_else(|e| panic!("{e}"));
        store.put_posture(last, &posture).unwrap_or_else(|e| panic!("{e}"));
        (store.size().ok(), place)
    });
}
