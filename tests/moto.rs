//! The AWS source against moto, an emulator that is not ours: `tests/support/moto.sh cargo test --test moto`.
//!
//! Without `STETH_MOTO_URL` there is no emulator and nothing to test; `.ci/run` starts one. What moto 5.2 does not
//! implement (compliance, conformance packs, queries) answers 500 or nothing, and must end as trouble, not as silence.
#![cfg(feature = "aws")]
#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use steth::native::VerdictWord;
use steth::source::aws::{AwsOptions, pull};
use steth::source::live::{Backoff, MemorySink, Puller, PullerOptions, TroubleKind, UnitEnd};

const REGION: &str = "us-east-1";
const OWN: &str = "123456789012";

struct Moto {
    url: String,
    client: reqwest::Client,
}

impl Moto {
    /// A request that moto assigns to a service by its signature, which it does not verify.
    async fn ask(
        &self,
        method: reqwest::Method,
        path: &str,
        service: &str,
        target: &str,
        body: String,
    ) -> String {
        let credential = format!("seed/20260101/{REGION}/{service}/aws4_request");
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.url))
            .header(
                "authorization",
                format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=00"),
            )
            .body(body);
        if !target.is_empty() {
            request =
                request.header("x-amz-target", target).header("content-type", "application/x-amz-json-1.1");
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{service} {target}{path}: {status} {text}");
        text
    }

    async fn config(&self, operation: &str, body: Value) {
        let target = format!("StarlingDoveService.{operation}");
        self.ask(reqwest::Method::POST, "/", "config", &target, body.to_string()).await;
    }

    async fn organizations(&self, operation: &str, body: Value) {
        let target = format!("AWSOrganizationsV20161128.{operation}");
        self.ask(reqwest::Method::POST, "/", "organizations", &target, body.to_string()).await;
    }

    /// 130 buckets, a role, 30 rules, a running recorder, an organisation of two accounts, and a finding.
    async fn seed(&self) {
        for number in 0..130 {
            let path = format!("/records-{number:03}");
            self.ask(reqwest::Method::PUT, &path, "s3", "", String::new()).await;
        }
        let trust = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D";
        let form =
            format!("Action=CreateRole&Version=2010-05-08&RoleName=app&AssumeRolePolicyDocument={trust}");
        self.ask(reqwest::Method::POST, "/", "iam", "", form).await;
        let group = json!({"allSupported": true, "includeGlobalResourceTypes": true});
        let recorder = json!({"name": "default", "roleARN": "arn:aws:iam::123456789012:role/config", "recordingGroup": group});
        self.config("PutConfigurationRecorder", json!({"ConfigurationRecorder": recorder})).await;
        let channel = json!({"DeliveryChannel": {"name": "default", "s3BucketName": "records-000"}});
        self.config("PutDeliveryChannel", channel).await;
        self.config("StartConfigurationRecorder", json!({"ConfigurationRecorderName": "default"})).await;
        for number in 0..30 {
            let source = json!({"Owner": "AWS", "SourceIdentifier": "ENCRYPTED_VOLUMES"});
            let rule = json!({"ConfigRuleName": format!("rule-{number:02}"), "Source": source});
            self.config("PutConfigRule", json!({"ConfigRule": rule})).await;
        }
        self.organizations("CreateOrganization", json!({"FeatureSet": "ALL"})).await;
        self.organizations("CreateAccount", json!({"AccountName": "clinic", "Email": "clinic@example.com"}))
            .await;
        let finding = json!({
            "SchemaVersion": "2018-10-08", "Id": "finding-1", "GeneratorId": "security-control/S3.5",
            "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/securityhub", "AwsAccountId": OWN,
            "Types": ["Software and Configuration Checks"], "CreatedAt": "2026-01-01T00:00:00Z",
            "UpdatedAt": "2026-01-01T00:00:00Z", "Severity": {"Label": "HIGH"}, "Title": "A bucket",
            "Description": "Without TLS", "ProductName": "Security Hub", "RecordState": "ACTIVE", "Region": REGION,
            "Compliance": {"Status": "FAILED", "SecurityControlId": "S3.5"},
            "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::records-001"}],
        });
        let findings = json!({"Findings": [finding]}).to_string();
        self.ask(reqwest::Method::POST, "/findings/import", "securityhub", "", findings).await;
    }
}

#[tokio::test]
async fn moto_is_read() {
    let Ok(url) = std::env::var("STETH_MOTO_URL") else { return };
    let moto = Moto { url: url.clone(), client: reqwest::Client::builder().no_proxy().build().unwrap() };
    moto.seed().await;

    let sink = Arc::<MemorySink>::default();
    let backoff = Backoff { first: Duration::from_millis(1), most: Duration::from_millis(5), attempts: 2 };
    let options = PullerOptions { backoff, ..PullerOptions::default() };
    let puller = Puller::new(sink.clone(), &options, 7, |_| {});
    let mut options = AwsOptions::for_emulator(url, REGION);
    options.role = Some("steth".to_owned());
    let troubles = pull(&options, &[], &puller).await.unwrap();
    assert_eq!(troubles, []);

    let units = sink.units();
    let accounts: std::collections::BTreeSet<_> = units.iter().map(|(unit, ..)| unit.scope.clone()).collect();
    assert_eq!(accounts.len(), 2, "{accounts:?}");
    let unit = |part: &str| {
        let found = units.iter().find(|(unit, ..)| &*unit.scope == OWN && &*unit.part == part);
        found.unwrap_or_else(|| {
            panic!("no {part} in {:?}", units.iter().map(|u| u.0.to_string()).collect::<Vec<_>>())
        })
    };

    // Inventory: moto's queries find nothing although its recorder runs, so what it has discovered is read.
    let (_, buckets, end) = unit("inventory/AWS::S3::Bucket");
    assert_eq!((buckets.resources.len(), end), (130, &Some(UnitEnd::Complete)));
    let bucket = buckets.resources.iter().find(|r| &*r.name == "records-001").unwrap();
    assert_eq!((&*bucket.id, &*bucket.account), ("arn:aws:s3:::records-001", OWN));
    assert!(bucket.recorded.is_some());
    assert!(bucket.configuration.is_object());
    assert!(bucket.configuration["supplementaryConfiguration"].is_object(), "{}", bucket.configuration);

    // Rules are listed over two pages; compliance is not implemented, which is trouble and not success.
    let rows = puller.ledger.rows();
    let rules = rows["config:DescribeConfigRules"];
    assert_eq!((rules.items, rules.pages), (30, 3));
    let (_, verdicts, end) = unit("verdicts/config-rules");
    let Some(UnitEnd::Failed(trouble)) = end else { panic!("{end:?}") };
    assert_eq!((verdicts.verdicts.len(), &trouble.kind), (0, &TroubleKind::Service));

    let (_, findings, end) = unit("verdicts/security-hub");
    assert_eq!(end, &Some(UnitEnd::Complete));
    let [finding] = &findings.verdicts[..] else { panic!("{:?}", findings.verdicts) };
    assert_eq!((&*finding.resource, finding.verdict), ("arn:aws:s3:::records-001", VerdictWord::Fail));

    assert_eq!(rows["sts:AssumeRole"].calls, 1);
    assert_eq!(rows["organizations:ListAccounts"].items, 2);
}
