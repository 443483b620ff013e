//! The real clients against the fixture clouds, whole and with one thing denied; and what is asked to be granted.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::runtime::Handle;

use super::grant::{Setting, grants};
use crate::fixture_cloud::{
    AwsEstate, AzureEstate, Fault, FaultKind, GcpCloud, Request, Response, Server, azure_error, gcp_error,
};
use crate::native::Provider;
use crate::source::live::{
    Answered, Backoff, Examination, MemorySink, Puller, PullerOptions, Purpose, TroubleKind, operations,
};
use crate::source::{aws, azure, gcp};

fn puller() -> Puller {
    let backoff = Backoff { first: Duration::from_millis(1), most: Duration::from_millis(2), attempts: 2 };
    let options = PullerOptions { backoff, ..PullerOptions::default() };
    Puller::new(Arc::new(MemorySink::default()), &options, 1, |_| {})
}

/// Operations of a cloud that read, and how each answered.
fn answers(found: &Examination, cloud: Provider) -> Vec<(&'static str, &Answered)> {
    let reads = operations().filter(|o| o.cloud == cloud && o.purpose == Purpose::Read);
    reads
        .map(|operation| {
            let probes: Vec<_> = found.probes.iter().filter(|p| p.operation == operation).collect();
            assert_eq!(probes.len(), 1, "{} is asked once", operation.api);
            (operation.api, &probes[0].answered)
        })
        .collect()
}

fn denied(found: &Examination) -> Vec<(&'static str, &str)> {
    let mut all = Vec::new();
    for probe in &found.probes {
        if let Answered::No(trouble) = &probe.answered
            && let TroubleKind::Denied { permission } = &trouble.kind
        {
            all.push((probe.operation.api, permission.as_str()));
        }
    }
    all
}

fn aws_estate() -> AwsEstate {
    AwsEstate {
        account: "111122223333".into(),
        organisation: vec!["111122223333".into(), "444455556666".into()],
        aggregator: Some("organisation".into()),
        security_hub: ["eu-west-1".to_owned()].into(),
        ..AwsEstate::default()
    }
}

async fn aws_of(server: &Server, role: Option<&str>) -> Examination {
    let options = aws::AwsOptions {
        aggregator: Some("organisation".into()),
        role: role.map(str::to_owned),
        ..aws::AwsOptions::for_emulator(server.url(), "eu-west-1")
    };
    aws::examine(&options, &[], &puller()).await
}

#[tokio::test]
async fn aws_is_asked_everything_once_and_enters_the_other_account() {
    let server = aws_estate().serve(&Handle::current()).unwrap();
    let found = aws_of(&server, Some("audit")).await;
    assert_eq!(found.caller.as_ref().unwrap().name, "arn:aws:iam::111122223333:user/auditor");
    assert_eq!(found.scopes, ["111122223333", "444455556666"]);
    for (api, answered) in answers(&found, Provider::Aws) {
        assert_eq!(*answered, Answered::Yes, "{api}");
    }
    let entered = found.probes.iter().find(|p| p.operation.api == "sts:AssumeRole").unwrap();
    assert_eq!((&*entered.scope, &entered.answered), ("444455556666", &Answered::Yes));
    // one request for each operation, and one for each of signing in
    assert!(server.log().len() <= found.probes.len() + 1, "{}", server.log().len());
}

#[tokio::test]
async fn what_aws_denies_names_the_permission_and_what_is_off_is_off() {
    let estate = AwsEstate { security_hub: std::collections::BTreeSet::new(), ..aws_estate() };
    let server = estate.serve(&Handle::current()).unwrap();
    let no = json!({"__type": "AccessDeniedException", "message": "user ada may not: token hunter2"});
    let no = Response::new(400, "application/x-amz-json-1.1", no.to_string());
    let of_rules = |r: &Request| r.header("x-amz-target").is_some_and(|t| t.ends_with("DescribeConfigRules"));
    server.fault(Fault::on(FaultKind::Answer(no), of_rules));
    let found = aws_of(&server, None).await;
    assert_eq!(denied(&found), [("config:DescribeConfigRules", "config:DescribeConfigRules")]);
    let hub = found.probes.iter().find(|p| p.operation.api == "securityhub:GetFindings").unwrap();
    assert!(matches!(&hub.answered, Answered::No(t) if t.kind == TroubleKind::NotEnabled));
    assert!(!hub.keeps_back());
    assert!(!format!("{found:?}").contains("hunter2"), "no message of a service is kept");
}

#[tokio::test]
async fn nobody_logged_in_to_aws_is_told() {
    let server = aws_estate().serve(&Handle::current()).unwrap();
    let no = Response::new(
        403,
        "text/xml",
        "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>AKIAX</Message></Error></ErrorResponse>",
    );
    server.fault(Fault::on(FaultKind::Answer(no), |_| true));
    let found = aws_of(&server, None).await;
    assert_eq!(found.caller.unwrap_err().kind, TroubleKind::Credentials);
    assert!(found.probes.is_empty());
}

async fn azure_of(server: &Server) -> Examination {
    let options = azure::AzureOptions {
        endpoint: Some(server.url()),
        token: Some(azure::AzureToken::new("opaque-hunter2")),
        ..azure::AzureOptions::default()
    };
    azure::examine(&options, &[], &puller()).await
}

fn azure_estate() -> AzureEstate {
    let account = crate::native::LiveResource {
        provider: Provider::Azure,
        vendor_type: "microsoft.storage/storageaccounts".into(),
        id: "/subscriptions/s-1/resourcegroups/g/providers/microsoft.storage/storageaccounts/a".into(),
        name: "a".into(),
        account: "s-1".into(),
        region: "eastus".into(),
        tags: Vec::new(),
        recorded: None,
        configuration: json!({"properties": {}, "details": {"blobServices": {}}}).into(),
    };
    AzureEstate { subscriptions: vec!["s-1".into()], resources: vec![account], ..AzureEstate::default() }
}

#[tokio::test]
async fn azure_is_asked_everything_once() {
    let server = Server::start(&Handle::current(), azure_estate().handler()).unwrap();
    let found = azure_of(&server).await;
    assert_eq!(found.scopes, ["s-1"]);
    for (api, answered) in answers(&found, Provider::Azure) {
        assert_eq!(*answered, Answered::Yes, "{api}");
    }
    assert!(!format!("{found:?}").contains("hunter2"));
}

#[tokio::test]
async fn what_azure_denies_names_the_action() {
    let server = Server::start(&Handle::current(), azure_estate().handler()).unwrap();
    let message = "The client 'ada' does not have authorization to perform action \
                   'Microsoft.PolicyInsights/policyStates/queryResults/read' over scope '/x'.";
    let no = azure_error(403, "AuthorizationFailed", message);
    server.fault(Fault::on(FaultKind::Answer(no), |r| r.path.ends_with("queryResults")));
    let found = azure_of(&server).await;
    assert_eq!(
        denied(&found),
        [("policyinsights:QueryPolicyStates", "Microsoft.PolicyInsights/policyStates/queryResults/read")]
    );
    // where no subscription can be seen, the one thing that was asked says so
    let server = Server::start(&Handle::current(), AzureEstate::default().handler()).unwrap();
    let found = azure_of(&server).await;
    assert_eq!(denied(&found), [("resourcegraph:Resources", "Microsoft.Resources/subscriptions/read")]);
    assert_eq!(answers(&found, Provider::Azure).len(), found.probes.len());
}

async fn gcp_of(server: &Server) -> Examination {
    let options = gcp::GcpOptions {
        endpoint: Some(server.url()),
        scopes: vec!["organizations/900".into()],
        ..gcp::GcpOptions::default()
    };
    gcp::examine(&options, &[], &puller()).await
}

#[tokio::test]
async fn google_is_asked_everything_once_for_one_item() {
    let cloud = GcpCloud::new("900").project("clinic", "77").project("lab", "78");
    let server = Server::start(&Handle::current(), cloud).unwrap();
    let found = gcp_of(&server).await;
    for (api, answered) in answers(&found, Provider::Gcp) {
        assert_eq!(*answered, Answered::Yes, "{api}");
    }
    let log = server.log();
    assert_eq!(log.len(), found.probes.len());
    assert!(log.iter().all(|r| r.query("pageSize").is_none_or(|size| size == "1")));
}

#[tokio::test]
async fn what_google_denies_names_the_permission() {
    let server = Server::start(&Handle::current(), GcpCloud::new("900").project("clinic", "77")).unwrap();
    let no = gcp_error(403, "PERMISSION_DENIED", &json!([]));
    server.fault(Fault::on(FaultKind::Answer(no), |r| r.query("contentType").as_deref() == Some("2")));
    let found = gcp_of(&server).await;
    assert_eq!(denied(&found), [("cloudasset:ListAssets/IAM_POLICY", "cloudasset.assets.listIamPolicy")]);
}

#[test]
fn a_grant_is_the_table_of_operations() {
    let permissions = |cloud, purpose| {
        let mut all: Vec<_> = operations()
            .filter(|o| o.cloud == cloud && o.purpose == purpose && !o.permission.is_empty())
            .map(|o| o.permission)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let setting = Setting {
        role: Some("audit/steth".into()),
        partition: Some("aws-us-gov".into()),
        impersonate: Some("auditor@p.iam.gserviceaccount.com".into()),
        parents: vec!["organizations/900".into()],
        ..Setting::default()
    };
    let [aws] = &grants(Provider::Aws, &setting)[..] else { panic!("one policy") };
    let statements = aws.document["Statement"].as_array().unwrap();
    assert_eq!(statements[0]["Action"], json!(permissions(Provider::Aws, Purpose::Read)));
    assert_eq!(statements[1]["Action"], json!(["sts:AssumeRole"]));
    assert_eq!(statements[1]["Resource"], "arn:aws-us-gov:iam::*:role/audit/steth");
    // without a role nothing but reads is asked for
    let bare = grants(Provider::Aws, &Setting::default());
    assert_eq!(bare[0].document["Statement"].as_array().unwrap().len(), 1);

    let azure = grants(Provider::Azure, &Setting { scopes: vec!["s-1".into()], ..Setting::default() });
    assert_eq!(azure[0].document["Actions"], json!(["*/read"]), "which includes every other one");
    assert_eq!(azure[0].document["AssignableScopes"], json!(["/subscriptions/s-1"]));
    assert!(azure[0].how.contains("Reader"));

    let gcp = grants(Provider::Gcp, &setting);
    assert_eq!(gcp[0].document["includedPermissions"], json!(permissions(Provider::Gcp, Purpose::Read)));
    assert!(gcp[0].how.contains("--organization=900"));
    assert_eq!(gcp[1].document["includedPermissions"], json!(["iam.serviceAccounts.getAccessToken"]));
}
