//! The real client against the fixture cloud.

mod manners;
mod reads;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::runtime::Handle;

use super::{AwsOptions, pull};
use crate::fixture_cloud::{AwsEstate, Request, Server};
use crate::native::{LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use crate::source::live::{
    Backoff, MemorySink, Page, Puller, PullerOptions, Trouble, TroubleKind, Unit, UnitEnd,
};

const OWN: &str = "111122223333";
const OTHER: &str = "444455556666";
const REGION: &str = "eu-west-1";

fn resource(
    account: &str,
    region: &str,
    kind: &str,
    arn: &str,
    configuration: serde_json::Value,
) -> LiveResource {
    LiveResource {
        provider: Provider::Aws,
        vendor_type: kind.into(),
        id: arn.into(),
        name: arn.rsplit(['/', ':']).next().unwrap_or_default().into(),
        account: account.into(),
        region: region.into(),
        tags: vec![("env".into(), "prod".into())],
        recorded: Some("2026-11-01T10:00:00Z".parse().unwrap()),
        configuration: configuration.into(),
    }
}

fn volume(account: &str, region: &str, number: usize) -> LiveResource {
    let arn = format!("arn:aws:ec2:{region}:{account}:volume/vol-{number:05}");
    resource(account, region, "AWS::EC2::Volume", &arn, json!({"encrypted": number.is_multiple_of(2)}))
}

fn verdict(resource: &LiveResource, rule: &str, rule_name: &str, word: VerdictWord) -> LiveVerdict {
    LiveVerdict {
        service: NativeService::AwsConfig,
        rule: rule.into(),
        rule_name: rule_name.into(),
        resource: resource.id.clone(),
        vendor_type: resource.vendor_type.clone(),
        account: resource.account.clone(),
        region: resource.region.clone(),
        verdict: word,
        remark: if word == VerdictWord::Fail { "it is not encrypted" } else { "" }.into(),
        exemption: None,
        evaluated: Some("2026-11-02T10:00:00Z".parse().unwrap()),
    }
}

fn on_account(account: &str, region: &str, rule: &str, word: VerdictWord) -> LiveVerdict {
    LiveVerdict {
        resource: account.into(),
        vendor_type: Arc::default(),
        ..verdict(&volume(account, region, 0), rule, &rule.to_ascii_lowercase().replace('_', "-"), word)
    }
}

/// Two accounts in an organisation: volumes, a bucket and a role, rules on them, a pack, findings.
fn estate(volumes: usize) -> AwsEstate {
    let mut resources = Vec::new();
    let mut verdicts = Vec::new();
    for account in [OWN, OTHER] {
        for number in 0..volumes {
            let volume = volume(account, REGION, number);
            let word = if number.is_multiple_of(2) { VerdictWord::Pass } else { VerdictWord::Fail };
            verdicts.push(verdict(
                &volume,
                "ENCRYPTED_VOLUMES",
                "OrgConfigRule-encrypted-volumes-a1b2c3d4",
                word,
            ));
            resources.push(volume);
        }
        let bucket = resource(
            account,
            REGION,
            "AWS::S3::Bucket",
            &format!("arn:aws:s3:::records-{account}"),
            json!({
                "name": "records",
                "supplementaryConfiguration": {
                    "PublicAccessBlockConfiguration": {"blockPublicAcls": true},
                    "BucketPolicy": {"policyText": "{\"Version\":\"2012-10-17\"}"},
                },
            }),
        );
        let pack_rule = "s3-bucket-ssl-requests-only-conformance-pack-k3j2h1g0f";
        verdicts.push(verdict(&bucket, "S3_BUCKET_SSL_REQUESTS_ONLY", pack_rule, VerdictWord::Fail));
        verdicts.push(LiveVerdict {
            service: NativeService::SecurityHub,
            ..verdict(&bucket, "S3_BUCKET_SSL_REQUESTS_ONLY", "S3.5", VerdictWord::Fail)
        });
        resources.push(bucket);
        let role = resource(
            account,
            "",
            "AWS::IAM::Role",
            &format!("arn:aws:iam::{account}:role/team/app"),
            json!({}),
        );
        verdicts.push(verdict(&role, "our-own-rule", "our-own-rule", VerdictWord::Pass));
        resources.push(role);
        verdicts.push(on_account(account, REGION, "IAM_PASSWORD_POLICY", VerdictWord::Fail));
        verdicts.push(on_account(account, REGION, "RDS_STORAGE_ENCRYPTED", VerdictWord::Unknown));
    }
    let pack = vec!["s3-bucket-ssl-requests-only-conformance-pack-k3j2h1g0f".to_owned()];
    AwsEstate {
        account: OWN.to_owned(),
        organisation: vec![OWN.to_owned(), OTHER.to_owned()],
        resources,
        verdicts,
        packs: BTreeMap::from([("hipaa".to_owned(), pack)]),
        security_hub: BTreeSet::from([REGION.to_owned()]),
        ..AwsEstate::default()
    }
}

fn with_aggregator(estate: AwsEstate) -> AwsEstate {
    AwsEstate { aggregator: Some("whole".to_owned()), ..estate }
}

fn serve(estate: AwsEstate) -> Server {
    estate.serve(&Handle::current()).unwrap()
}

fn options(server: &Server) -> AwsOptions {
    AwsOptions::for_emulator(server.url(), REGION)
}

fn puller(sink: &Arc<MemorySink>) -> Puller {
    let backoff = Backoff { first: Duration::from_millis(1), most: Duration::from_millis(4), attempts: 4 };
    Puller::new(sink.clone(), &PullerOptions { backoff, ..PullerOptions::default() }, 7, |_| {})
}

/// What a pull brought.
struct Pulled {
    sink: Arc<MemorySink>,
    troubles: Vec<Trouble>,
    puller: Puller,
}

async fn run_into(sink: Arc<MemorySink>, options: &AwsOptions) -> Pulled {
    let puller = puller(&sink);
    let troubles = pull(options, &[], &puller).await.unwrap();
    Pulled { sink, troubles, puller }
}

async fn run(options: &AwsOptions) -> Pulled {
    run_into(Arc::default(), options).await
}

impl Pulled {
    fn unit(&self, scope: &str, part: &str) -> (Page, UnitEnd) {
        let units = self.sink.units();
        let found = units.iter().find(|(unit, ..)| &*unit.scope == scope && &*unit.part == part);
        let (_, page, end) = found.unwrap_or_else(|| {
            let all: Vec<String> = units.iter().map(|(unit, ..)| unit.to_string()).collect();
            panic!("no unit {part} of {scope} in {all:?}; troubles {:?}", self.troubles)
        });
        (page.clone(), end.clone().unwrap())
    }

    fn resources(&self) -> Vec<LiveResource> {
        self.sink.units().into_iter().flat_map(|(_, page, _)| page.resources).collect()
    }

    fn verdicts(&self) -> Vec<LiveVerdict> {
        self.sink.units().into_iter().flat_map(|(_, page, _)| page.verdicts).collect()
    }

    fn verdict(&self, rule: &str, resource: &str) -> LiveVerdict {
        let found: Vec<_> = self
            .verdicts()
            .into_iter()
            .filter(|v| v.service == NativeService::AwsConfig && &*v.rule == rule && &*v.resource == resource)
            .collect();
        assert_eq!(found.len(), 1, "{rule} on {resource}: {found:?}");
        found[0].clone()
    }

    fn ends(&self) -> Vec<(Unit, UnitEnd)> {
        self.sink.units().into_iter().map(|(unit, _, end)| (unit, end.unwrap())).collect()
    }
}

fn is_operation(operation: &str) -> impl Fn(&Request) -> bool + Send + Sync + 'static {
    let target = format!(".{operation}");
    move |request| request.header("x-amz-target").is_some_and(|t| t.ends_with(&target))
}

/// The failing units, as kinds of trouble by part.
fn failures(pulled: &Pulled) -> BTreeMap<String, TroubleKind> {
    let failed = pulled.ends().into_iter().filter_map(|(unit, end)| match end {
        UnitEnd::Failed(trouble) => Some((unit.part.to_string(), trouble.kind)),
        _ => None,
    });
    failed.collect()
}
