//! The real clients against the fixture cloud.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::{GcpOptions, pull};
use crate::fixture_cloud::{Fault, FaultKind, GcpCloud, Request, Response, Server, gcp_error};
use crate::native::{Exemption, LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use crate::source::live::{
    Backoff, MemorySink, Page, Puller, PullerOptions, Tick, Trouble, TroubleKind, Unit, UnitEnd,
};

const ORGANIZATION: &str = "organizations/900";

fn resource(vendor_type: &str, id: &str, configuration: Value) -> LiveResource {
    LiveResource {
        provider: Provider::Gcp,
        vendor_type: vendor_type.into(),
        id: id.into(),
        name: id.rsplit('/').next().unwrap().into(),
        account: "clinic".into(),
        region: "us-east1".into(),
        tags: Vec::new(),
        recorded: "2026-03-04T05:06:07Z".parse().ok(),
        configuration: configuration.into(),
    }
}

fn bucket(n: usize) -> LiveResource {
    let name = format!("records-{n}");
    let data = json!({"name": name, "location": "US-EAST1", "labels": {"env": "production"}});
    resource("storage.googleapis.com/Bucket", &format!("//storage.googleapis.com/{name}"), data)
}

fn finding(category: &str, muted: bool) -> LiveVerdict {
    LiveVerdict {
        service: NativeService::SecurityCommandCenter,
        rule: category.into(),
        rule_name: category.into(),
        resource: "//storage.googleapis.com/records-0".into(),
        vendor_type: "storage.googleapis.com/Bucket".into(),
        account: "clinic".into(),
        region: "us-east1".into(),
        verdict: VerdictWord::Fail,
        remark: "A sentence.".into(),
        exemption: muted.then(|| Exemption {
            name: "muted".into(),
            reason: "a@example.com".into(),
            expires: None,
        }),
        evaluated: "2026-03-04T05:06:07Z".parse().ok(),
    }
}

fn cloud() -> GcpCloud {
    GcpCloud::new("900").project("clinic", "77").project("lab", "78")
}

/// A server, what was pulled from it so far, and the waits of its pulls.
struct Rig {
    server: Server,
    sink: Arc<MemorySink>,
    ticks: Arc<Mutex<Vec<Tick>>>,
}

impl Rig {
    fn new(cloud: GcpCloud) -> Self {
        let server = Server::start(&Handle::current(), cloud).unwrap();
        Self { server, sink: Arc::default(), ticks: Arc::default() }
    }

    fn puller(&self) -> Puller {
        let backoff =
            Backoff { first: Duration::from_millis(1), most: Duration::from_millis(2), attempts: 3 };
        let ticks = self.ticks.clone();
        Puller::new(
            self.sink.clone(),
            &PullerOptions { backoff, ..PullerOptions::default() },
            1,
            move |tick| {
                ticks.lock().unwrap().push(tick);
            },
        )
    }

    async fn pull(&self, scope: &str) -> Puller {
        let options = GcpOptions {
            scopes: vec![scope.to_owned()],
            endpoint: Some(self.server.url()),
            ..GcpOptions::default()
        };
        let puller = self.puller();
        assert_eq!(pull(&options, &[], &puller).await.unwrap(), []);
        puller
    }

    fn part(&self, part: &str) -> (Unit, Page, Option<UnitEnd>) {
        self.sink.units().into_iter().find(|(unit, ..)| &*unit.part == part).unwrap()
    }

    fn resources(&self) -> (Vec<LiveResource>, Option<UnitEnd>) {
        let (_, page, end) = self.part("inventory/resources");
        (page.resources, end)
    }

    fn requests(&self, picks: impl Fn(&Request) -> bool) -> usize {
        self.server.log().iter().filter(|r| picks(r)).count()
    }
}

fn content(request: &Request, number: &str) -> bool {
    request.path.ends_with("/assets")
        && request.query("contentType").as_deref() == Some(number)
        && request.query("assetTypes").is_none()
}

fn lists_resources(request: &Request) -> bool {
    content(request, "1")
}

fn trouble(end: Option<UnitEnd>) -> Trouble {
    match end {
        Some(UnitEnd::Failed(trouble)) => trouble,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn everything_is_read_once_and_named_by_project_id() {
    let secret = "//secretmanager.googleapis.com/projects/clinic/secrets/s";
    let project = "//cloudresourcemanager.googleapis.com/projects/clinic";
    let constraint =
        "//orgpolicy.googleapis.com/projects/clinic/policies/iam.disableServiceAccountKeyCreation";
    let rig = Rig::new(cloud().resources([
        bucket(0),
        resource("secretmanager.googleapis.com/Secret", secret, json!({"replication": {"automatic": {}}})),
        resource(
            "storage.googleapis.com/Bucket/IamBinding",
            "",
            json!({"resource": "//storage.googleapis.com/records-0", "role": "roles/storage.objectViewer",
                "members": ["allUsers"], "condition": {"title": "office", "expression": "true"}}),
        ),
        resource(
            "cloudresourcemanager.googleapis.com/Project/AuditConfig",
            "",
            json!({"resource": project, "service": "allServices",
                "auditLogConfigs": [{"logType": "DATA_READ", "exemptedMembers": ["user:a@example.com"]}]}),
        ),
        resource(
            "orgpolicy.googleapis.com/Policy",
            constraint,
            json!({"spec": {"rules": [{"enforce": true}]}}),
        ),
    ]));
    let puller = rig.pull(ORGANIZATION).await;

    let (resources, end) = rig.resources();
    assert_eq!(end, Some(UnitEnd::Complete));
    let ids: Vec<_> = resources.iter().map(|r| (&*r.id, &*r.account)).collect();
    let lab = "//cloudresourcemanager.googleapis.com/projects/lab";
    let expected = [
        (project, "clinic"),
        (lab, "lab"),
        ("//storage.googleapis.com/records-0", "clinic"),
        (secret, "clinic"),
    ];
    assert_eq!(ids, expected);
    let first = &resources[2];
    assert_eq!((&*first.region, &*first.name), ("us-east1", "records-0"));
    assert_eq!(first.tags, [("env".into(), "production".into())]);
    assert_eq!(first.recorded, "2026-03-04T05:06:07Z".parse().ok());
    assert_eq!(first.configuration["iamPolicyListed"], true);

    let (_, grants, end) = rig.part("inventory/iam-policies");
    assert_eq!(end, Some(UnitEnd::Complete));
    let audit = grants.resources.iter().find(|r| r.vendor_type.ends_with("/AuditConfig")).unwrap();
    assert_eq!(&*audit.id, format!("{project}/auditConfigs/allServices"));
    assert_eq!(audit.configuration["auditLogConfigs"][0]["logType"], "DATA_READ");
    let binding = grants.resources.iter().find(|r| r.vendor_type.ends_with("/IamBinding")).unwrap();
    assert_eq!(
        &*binding.id,
        "//storage.googleapis.com/records-0/iamBindings/roles/storage.objectViewer/office"
    );
    assert_eq!(binding.configuration["members"], json!(["allUsers"]));
    assert_eq!((&*binding.account, grants.resources.len()), ("clinic", 2));

    let (_, constraints, _) = rig.part("inventory/organization-policies");
    assert_eq!(&*constraints.resources[0].id, constraint);
    assert_eq!(constraints.resources[0].configuration["spec"]["rules"][0]["enforce"], true);

    let row = puller.ledger.rows()["cloudasset:ListAssets"];
    // projects, IAM policies, organization policies, resources
    assert_eq!((row.calls, row.pages, row.items, row.failed), (4, 4, 2 + 2 + 1 + 4, 0));
    assert!(rig.server.log().iter().all(|r| r.method == "GET"));
}

#[tokio::test]
async fn a_project_is_read_alone() {
    let mut other = bucket(1);
    other.account = "lab".into();
    let rig = Rig::new(cloud().resources([bucket(0), other]));
    rig.pull("projects/lab").await;
    let (resources, _) = rig.resources();
    let names: Vec<_> = resources.iter().map(|r| &*r.name).collect();
    assert_eq!(names, ["lab", "records-1"]);
}

#[tokio::test]
async fn pages_of_a_thousand_follow_each_other() {
    let rig = Rig::new(cloud().resources((0..2500).map(bucket)));
    rig.pull(ORGANIZATION).await;
    let (resources, end) = rig.resources();
    assert_eq!((resources.len(), end), (2502, Some(UnitEnd::Complete)));
    assert_eq!(rig.requests(lists_resources), 3);
    let sizes: Vec<_> = rig.server.log().iter().filter_map(|r| r.query("pageSize")).collect();
    assert!(sizes.iter().all(|size| size == "1000"));
}

#[tokio::test]
async fn an_empty_page_with_a_token_is_not_the_end() {
    let rig = Rig::new(cloud().resources((0..3).map(bucket)));
    let empty = Response::json(200, &json!({"assets": [], "nextPageToken": "page-0"}));
    rig.server.fault(Fault::on(FaultKind::Answer(empty), lists_resources).times(1));
    rig.pull(ORGANIZATION).await;
    assert_eq!(rig.resources().0.len(), 5);
}

#[tokio::test]
async fn throttling_is_waited_out() {
    let rig = Rig::new(cloud().resources([bucket(0)]));
    let details = json!([{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.08s"}]);
    let throttled = gcp_error(429, "RESOURCE_EXHAUSTED", &details);
    rig.server.fault(Fault::on(FaultKind::Answer(throttled), lists_resources).times(1));
    rig.server.fault(
        Fault::on(FaultKind::Answer(gcp_error(503, "UNAVAILABLE", &json!([]))), lists_resources).times(1),
    );
    let start = std::time::Instant::now();
    let puller = rig.pull(ORGANIZATION).await;
    assert_eq!(rig.resources().1, Some(UnitEnd::Complete));
    assert!(start.elapsed() >= Duration::from_millis(80));
    let row = puller.ledger.rows()["cloudasset:ListAssets"];
    assert_eq!((row.throttled, row.failed), (1, 1));
    // the SDK retries nothing by itself
    assert_eq!(rig.requests(lists_resources), 3);
}

#[tokio::test]
async fn a_denial_names_the_permission_and_leaves_the_rest() {
    let rig = Rig::new(cloud().resources([bucket(0)]).verdicts([finding("BUCKET_LOGGING_DISABLED", false)]));
    let details = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "IAM_PERMISSION_DENIED",
        "domain": "cloudasset.googleapis.com", "metadata": {"permission": "cloudasset.assets.listIamPolicy"}}]);
    let denied = FaultKind::Answer(gcp_error(403, "PERMISSION_DENIED", &details));
    rig.server.fault(Fault::on(denied, |r| content(r, "2")));
    rig.pull(ORGANIZATION).await;
    let permission = "cloudasset.assets.listIamPolicy".to_owned();
    assert_eq!(trouble(rig.part("inventory/iam-policies").2).kind, TroubleKind::Denied { permission });
    // resources are read, and do not claim that nobody was granted anything
    let (resources, end) = rig.resources();
    assert_eq!(end, Some(UnitEnd::Complete));
    assert!(resources.iter().all(|r| r.configuration.get("iamPolicyListed").is_none()));
    assert_eq!(rig.part("verdicts/security-command-center").1.verdicts.len(), 1);
}

#[tokio::test]
async fn a_service_that_is_off_is_not_enabled() {
    let rig = Rig::new(cloud());
    let details = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com", "metadata": {"service": "securitycenter.googleapis.com"}}]);
    let off = FaultKind::Answer(gcp_error(403, "PERMISSION_DENIED", &details));
    rig.server.fault(Fault::on(off, |r| r.path.ends_with("/findings")));
    rig.pull(ORGANIZATION).await;
    assert_eq!(trouble(rig.part("verdicts/security-command-center").2).kind, TroubleKind::NotEnabled);
}

#[tokio::test]
async fn broken_answers_are_tried_again_or_told() {
    // cut connections pass
    for kind in [FaultKind::Truncated, FaultKind::Reset] {
        let rig = Rig::new(cloud().resources([bucket(0)]));
        rig.server.fault(Fault::on(kind.clone(), lists_resources).times(1));
        rig.pull(ORGANIZATION).await;
        assert_eq!(rig.resources().1, Some(UnitEnd::Complete), "{kind:?}");
        assert_eq!(rig.requests(lists_resources), 2, "{kind:?}");
    }
    // an answer that is not of the form will not be another time
    let rig = Rig::new(cloud().resources([bucket(0)]));
    rig.server.fault(Fault::on(FaultKind::Malformed, lists_resources));
    rig.pull(ORGANIZATION).await;
    assert_eq!(trouble(rig.resources().1).kind, TroubleKind::Malformed);
    // a proxy's page
    let rig = Rig::new(cloud());
    let page = Response::new(502, "text/html", "<html>bad gateway</html>");
    rig.server.fault(Fault::on(FaultKind::Answer(page), lists_resources));
    rig.pull(ORGANIZATION).await;
    let trouble = trouble(rig.resources().1);
    assert_eq!(trouble.kind, TroubleKind::Service);
    assert!(!trouble.to_string().contains("html"));
}

#[tokio::test]
async fn a_token_that_expires_in_the_middle_loses_nothing() {
    let rig = Rig::new(cloud().resources((0..2500).map(bucket)));
    let expired = FaultKind::Answer(gcp_error(401, "UNAUTHENTICATED", &json!([])));
    rig.server.fault(Fault::on(expired, lists_resources).after(1).times(1));
    rig.pull(ORGANIZATION).await;
    let (kept, end) = rig.resources();
    assert_eq!((kept.len(), trouble(end).kind), (1000, TroubleKind::Credentials));
    // the next pull goes on at the second page
    rig.pull(ORGANIZATION).await;
    let (resources, end) = rig.resources();
    assert_eq!((resources.len(), end), (2502, Some(UnitEnd::Complete)));
    assert_eq!(rig.requests(|r| lists_resources(r) && r.query("pageToken").is_none_or(|t| t.is_empty())), 1);
    // what was done is not read again
    assert_eq!(rig.requests(|r| content(r, "2")), 1);
}

#[tokio::test]
async fn a_page_token_that_is_no_longer_taken_begins_again() {
    let rig = Rig::new(cloud().resources((0..1500).map(bucket)));
    let stale = FaultKind::Answer(gcp_error(400, "INVALID_ARGUMENT", &json!([])));
    rig.server.fault(
        Fault::on(stale, |r| lists_resources(r) && r.query("pageToken").is_some_and(|t| !t.is_empty()))
            .times(1),
    );
    rig.pull(ORGANIZATION).await;
    let (resources, end) = rig.resources();
    assert_eq!((resources.len(), end), (1502, Some(UnitEnd::Complete)));
}

#[tokio::test]
async fn findings_fail_and_muted_ones_are_excepted() {
    let rig = Rig::new(
        cloud()
            .resources([bucket(0)])
            .verdicts([finding("PUBLIC_BUCKET_ACL", false), finding("BUCKET_LOGGING_DISABLED", true)]),
    );
    rig.pull(ORGANIZATION).await;
    let (_, page, end) = rig.part("verdicts/security-command-center");
    assert_eq!(end, Some(UnitEnd::Complete));
    assert_eq!(
        page.verdicts,
        [finding("PUBLIC_BUCKET_ACL", false), finding("BUCKET_LOGGING_DISABLED", true)]
    );
    let asked = rig.server.log().iter().find_map(|r| r.query("filter"));
    assert_eq!(asked.as_deref(), Some("state=\"ACTIVE\""));
}

#[tokio::test]
async fn what_is_not_assessed_is_unknown() {
    let off = |rule: &str| LiveVerdict { verdict: VerdictWord::Unknown, ..finding(rule, false) };
    let rig = Rig::new(cloud().verdicts([off("PUBLIC_BUCKET_ACL")]));
    rig.pull("projects/clinic").await;
    let (_, page, end) = rig.part("verdicts/security-command-center");
    let told: Vec<_> = page.verdicts.iter().map(|v| (&*v.rule, &*v.resource, v.verdict)).collect();
    assert_eq!(told, [("PUBLIC_BUCKET_ACL", "clinic", VerdictWord::Unknown)]);
    assert!(matches!(end, Some(UnitEnd::Partial(t)) if t[0].kind == TroubleKind::NotCollected));

    let all = crate::hipaa::native_rules().iter().filter(|r| r.pack == crate::hipaa::Pack::GcpScc).count();
    let rig = Rig::new(cloud().without_analytics());
    rig.pull(ORGANIZATION).await;
    assert_eq!(rig.part("verdicts/security-command-center").1.verdicts.len(), all);

    // who may not ask how the service is set up learns from its sources that it never reported
    let denied = || FaultKind::Answer(gcp_error(403, "PERMISSION_DENIED", &json!([])));
    let rig = Rig::new(cloud().without_analytics());
    rig.server.fault(Fault::on(denied(), |r| r.path.contains("securityCenterServices")));
    rig.pull(ORGANIZATION).await;
    let (_, page, end) = rig.part("verdicts/security-command-center");
    assert_eq!(page.verdicts.len(), all);
    assert!(matches!(end, Some(UnitEnd::Partial(t)) if t[0].kind == TroubleKind::NotCollected));

    // and where it reports, what runs is unknown all the same
    let rig = Rig::new(cloud());
    rig.server.fault(Fault::on(denied(), |r| r.path.contains("securityCenterServices")));
    rig.pull(ORGANIZATION).await;
    let (_, page, end) = rig.part("verdicts/security-command-center");
    assert!(page.verdicts.iter().all(|v| v.verdict == VerdictWord::Unknown));
    assert!(matches!(end, Some(UnitEnd::Partial(t)) if matches!(t[0].kind, TroubleKind::Denied { .. })));
}

#[tokio::test]
async fn assets_without_a_configuration_are_counted_not_guessed() {
    let mut bare = bucket(0);
    bare.configuration = json!({}).into();
    let rig = Rig::new(cloud().resources([bare]));
    rig.pull(ORGANIZATION).await;
    let (resources, end) = rig.resources();
    assert_eq!(resources.len(), 2);
    assert!(matches!(end, Some(UnitEnd::Partial(t)) if t[0].remark.starts_with("1 assets")));
}

#[tokio::test]
async fn what_projects_are_called_may_not_be_told() {
    let rig = Rig::new(cloud().resources([bucket(0)]));
    let denied = FaultKind::Answer(gcp_error(403, "PERMISSION_DENIED", &json!([])));
    rig.server.fault(Fault::on(denied, |r| r.query("assetTypes").is_some()));
    rig.pull(ORGANIZATION).await;
    let (_, _, end) = rig.part("inventory/organization-policies");
    assert!(matches!(end, Some(UnitEnd::Partial(_))), "{end:?}");
}

#[tokio::test]
async fn secrets_system_keys_and_parts_of_assets() {
    let rig = Rig::new(cloud().resources([
        resource(
            "iam.googleapis.com/ServiceAccountKey",
            "//iam.googleapis.com/projects/clinic/serviceAccounts/1/keys/1",
            json!({"keyType": "SYSTEM_MANAGED"}),
        ),
        resource(
            "compute.googleapis.com/Router",
            "//compute.googleapis.com/projects/clinic/regions/us-east1/routers/r",
            json!({"name": "r", "nats": [{"name": "n1"}, {"name": "n2"}]}),
        ),
        resource(
            "compute.googleapis.com/Instance",
            "//compute.googleapis.com/projects/clinic/zones/us-east1-b/instances/i",
            json!({"metadata": {"items": [{"key": "startup-script", "value": "export TOKEN=x"},
                {"key": "enable-oslogin", "value": "TRUE"}]}}),
        ),
        resource(
            "logging.googleapis.com/LogSink/organization",
            "//logging.googleapis.com/organizations/900/sinks/all",
            json!({"name": "all"}),
        ),
    ]));
    rig.pull(ORGANIZATION).await;
    let (resources, _) = rig.resources();
    let types: Vec<_> = resources.iter().skip(2).map(|r| &*r.vendor_type).collect();
    let expected = [
        "compute.googleapis.com/Router",
        "compute.googleapis.com/Router/Nat",
        "compute.googleapis.com/Router/Nat",
        "compute.googleapis.com/Instance",
        "logging.googleapis.com/LogSink/organization",
    ];
    assert_eq!(types, expected);
    let items = &resources[5].configuration["metadata"]["items"];
    assert_eq!(items[0]["value"], crate::secrets::WITHHELD);
    assert_eq!(items[1]["value"], "TRUE");
}

#[tokio::test]
async fn a_cancelled_pull_stops() {
    let rig = Rig::new(cloud().resources([bucket(0)]));
    let options = GcpOptions {
        scopes: vec![ORGANIZATION.to_owned()],
        endpoint: Some(rig.server.url()),
        ..GcpOptions::default()
    };
    let puller = rig.puller();
    puller.cancel.cancel();
    pull(&options, &[], &puller).await.unwrap();
    assert_eq!(rig.server.log().len(), 0);
    assert_eq!(trouble(rig.resources().1).kind, TroubleKind::Cancelled);
}

#[tokio::test]
async fn a_scope_that_is_none_and_no_scope_at_all_are_told() {
    let rig = Rig::new(cloud());
    let endpoint = Some(rig.server.url());
    let options = |scopes: &[&str]| GcpOptions {
        scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
        endpoint: endpoint.clone(),
        ..GcpOptions::default()
    };
    let puller = rig.puller();
    let told = pull(&options(&["organizations/example.com", "a/b"]), &[], &puller).await.unwrap();
    assert_eq!(
        told.iter().map(|t| &t.kind).collect::<Vec<_>>(),
        [&TroubleKind::Refused, &TroubleKind::Refused]
    );
    assert_eq!(pull(&options(&[]), &[], &puller).await.unwrap().len(), 1);
    assert!(rig.server.log().is_empty());
    // the project of the environment
    let environment = [("GOOGLE_CLOUD_PROJECT".to_owned(), "clinic".to_owned())];
    assert_eq!(pull(&options(&[]), &environment, &puller).await.unwrap(), []);
    assert!(rig.server.log().iter().all(|r| r.path.contains("/projects/clinic/")));
}
