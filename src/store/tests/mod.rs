//! The store as a whole: pulls in, pictures out, and everything that can go wrong on the way.

mod crash;
mod findings;
mod history;
mod migrate;
mod model;
mod place;
mod pulls;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use super::{Asked, Clock, Ending, Loaded, Snapshot, Store};
use crate::native::{LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use crate::source::live::{Page, Sink, Trouble, TroubleKind, Unit, UnitEnd};

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

pub(crate) fn clock(seconds: i64) -> Clock {
    Arc::new(move || at(seconds))
}

pub(crate) fn asked() -> Asked {
    asked_of("all")
}

pub(crate) fn asked_of(scope: &str) -> Asked {
    Asked {
        scope: scope.into(),
        steth: "0.1.0".into(),
        catalog: "c1".into(),
        resume_within: Duration::from_secs(3600),
    }
}

pub(crate) fn unit(part: &str) -> Unit {
    Unit {
        provider: Provider::Aws,
        scope: "111122223333".into(),
        region: "eu-west-1".into(),
        part: part.into(),
    }
}

pub(crate) fn resource(id: &str, form: i64) -> LiveResource {
    LiveResource {
        provider: Provider::Aws,
        vendor_type: "AWS::S3::Bucket".into(),
        id: id.into(),
        name: id.into(),
        account: "111122223333".into(),
        region: "eu-west-1".into(),
        tags: vec![("team".into(), "records".into())],
        recorded: Some(at(form)),
        configuration: json!({"form": form, "versioning": {"status": "Enabled"}}).into(),
    }
}

pub(crate) fn verdict(id: &str, rule: &str, verdict: VerdictWord) -> LiveVerdict {
    LiveVerdict {
        service: NativeService::AwsConfig,
        rule: rule.into(),
        rule_name: format!("{rule}-conformance-pack-x").into(),
        resource: id.into(),
        vendor_type: "AWS::S3::Bucket".into(),
        account: "111122223333".into(),
        region: "eu-west-1".into(),
        verdict,
        remark: Arc::default(),
        exemption: None,
        evaluated: Some(at(0)),
    }
}

pub(crate) fn page(resources: Vec<LiveResource>) -> Page {
    Page { resources, verdicts: Vec::new() }
}

pub(crate) fn trouble() -> Trouble {
    Trouble::new(TroubleKind::Credentials, "config:Select", "111122223333")
}

pub(crate) fn begin(store: &Store, seconds: i64) -> Snapshot {
    store.begin_or_resume(&asked(), clock(seconds)).unwrap()
}

pub(crate) fn finish(snapshot: Snapshot, seconds: i64) {
    snapshot.finish(&Ending::default(), at(seconds)).unwrap();
}

/// A whole pull of one unit.
pub(crate) fn pull(store: &Store, seconds: i64, part: &str, resources: Vec<LiveResource>, end: UnitEnd) {
    let snapshot = begin(store, seconds);
    let sink = snapshot.sink();
    sink.begin(&unit(part)).unwrap();
    sink.put(&unit(part), page(resources), None).unwrap();
    sink.end(&unit(part), end).unwrap();
    finish(snapshot, seconds + 10);
}

pub(crate) fn latest(directory: &Path) -> Loaded {
    Store::open(directory).unwrap().latest("all").unwrap().unwrap()
}

pub(crate) fn ids(resources: &[LiveResource]) -> Vec<&str> {
    resources.iter().map(|r| &*r.id).collect()
}

/// Rows whose configuration is kept, in all snapshots together.
pub(crate) fn rows(store: &Store) -> usize {
    store
        .with(|c| {
            let mut statement = c.prepare("SELECT start, heads FROM runs WHERE kind = 0")?;
            let mut runs = statement.query([])?;
            let mut rows = 0;
            while let Some(run) = runs.next()? {
                super::runs::resources(run.get(0)?, run.get_ref(1)?.as_blob()?, |head| {
                    rows += usize::from(head.body > 0);
                })
                .unwrap();
            }
            Ok(rows)
        })
        .unwrap()
}
