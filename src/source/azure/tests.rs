//! Drives the real client against the fixture cloud.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::arm::Arm;
use super::credential::{Tokens, Way};
use super::pull::pull_with;
use super::{AzureOptions, AzureToken, pull};
use crate::fixture_cloud::{AzureEstate, Fault, FaultKind, Request, Response, Server, azure_error};
use crate::native::{Exemption, LiveResource, LiveVerdict, NativeService, Provider, VerdictWord};
use crate::source::live::{Backoff, MemorySink, Page, Puller, PullerOptions, Trouble, TroubleKind, UnitEnd};

const ONE: &str = "00000000-0000-0000-0000-000000000001";
const TWO: &str = "00000000-0000-0000-0000-000000000002";

fn resource(subscription: &str, kind: &str, name: &str, configuration: Value) -> LiveResource {
    LiveResource {
        provider: Provider::Azure,
        vendor_type: kind.into(),
        id: format!("/subscriptions/{subscription}/resourcegroups/g/providers/{kind}/{name}").into(),
        name: name.into(),
        account: subscription.into(),
        region: "eastus".into(),
        tags: vec![("env".into(), "prod".into())],
        recorded: None,
        configuration: configuration.into(),
    }
}

fn verdict(service: NativeService, rule: &str, resource: &LiveResource, verdict: VerdictWord) -> LiveVerdict {
    let is_policy = service == NativeService::AzurePolicy;
    LiveVerdict {
        service,
        rule: rule.into(),
        rule_name: "hipaa/reference".into(),
        resource: resource.id.clone(),
        vendor_type: resource.vendor_type.clone(),
        account: resource.account.clone(),
        region: if is_policy { resource.region.clone() } else { "".into() },
        verdict,
        remark: if is_policy { "hipaa-0809".into() } else { "".into() },
        exemption: None,
        evaluated: "2026-11-20T10:00:00Z".parse().ok(),
    }
}

/// Seven disks, a storage account with parts, a vault that logs, and verdicts on the disks.
fn estate() -> AzureEstate {
    let disk = |i: usize| {
        let configuration = json!({"properties": {"publicNetworkAccess": "Disabled", "diskSizeGB": i}});
        resource(ONE, "microsoft.compute/disks", &format!("d{i}"), configuration)
    };
    let disks: Vec<_> = (0..7).map(disk).collect();
    let mut verdicts: Vec<_> =
        disks.iter().map(|d| verdict(NativeService::AzurePolicy, "rule-a", d, VerdictWord::Fail)).collect();
    verdicts.push(verdict(NativeService::Defender, "assessment-a", &disks[0], VerdictWord::Pass));
    let waived = LiveVerdict {
        verdict: VerdictWord::Unknown,
        remark: "exempt: not evaluated".into(),
        exemption: Some(Exemption {
            name: "legacy".into(),
            reason: "Waiver: gone in spring".into(),
            expires: "2027-03-01T00:00:00Z".parse().ok(),
        }),
        ..verdict(NativeService::AzurePolicy, "rule-b", &disks[1], VerdictWord::Fail)
    };
    verdicts.push(waived);
    let account = resource(
        ONE,
        "microsoft.storage/storageaccounts",
        "a",
        json!({"properties": {}, "details": {
            "blobServices": {"isVersioningEnabled": true}, "fileServices": {},
        }}),
    );
    let vault = resource(ONE, "microsoft.keyvault/vaults", "v", json!({"properties": {}}));
    let setting = resource(
        ONE,
        "microsoft.insights/diagnosticsettings",
        "s",
        json!({"target": &*vault.id, "properties": {"logs": []}}),
    );
    let mut resources = disks;
    resources.extend([account, vault, setting]);
    AzureEstate { subscriptions: vec![ONE.into()], resources, verdicts, page: Some(3) }
}

struct Bench {
    server: Server,
    sink: Arc<MemorySink>,
    options: AzureOptions,
}

impl Bench {
    fn new(estate: AzureEstate) -> Self {
        let server = Server::start(&Handle::current(), estate.handler()).unwrap();
        let options = AzureOptions {
            endpoint: Some(server.url()),
            token: Some(AzureToken::new("token-1")),
            ..AzureOptions::default()
        };
        Self { server, sink: Arc::new(MemorySink::default()), options }
    }

    fn puller(&self) -> Puller {
        let backoff =
            Backoff { first: Duration::from_millis(1), most: Duration::from_millis(2), attempts: 3 };
        Puller::new(self.sink.clone(), &PullerOptions { backoff, ..PullerOptions::default() }, 1, |_| {})
    }

    async fn pull(&self) -> Vec<Trouble> {
        pull(&self.options, &[], &self.puller()).await.unwrap()
    }

    /// A unit of a part: what it brought and how it ended.
    fn unit(&self, part: &str) -> (Page, UnitEnd) {
        let (_, page, end) = self.sink.units().into_iter().find(|(u, ..)| &*u.part == part).unwrap();
        (page, end.unwrap())
    }

    fn ends(&self) -> Vec<(String, UnitEnd)> {
        self.sink.units().into_iter().map(|(u, _, end)| (u.part.to_string(), end.unwrap())).collect()
    }
}

fn is_graph(request: &Request, word: &str) -> bool {
    request.path.ends_with("/resources") && request.json()["query"].as_str().is_some_and(|q| q.contains(word))
}

/// The query of the plain inventory.
fn is_inventory(request: &Request) -> bool {
    is_graph(request, "type !in~")
}

fn failure(end: &UnitEnd) -> &TroubleKind {
    match end {
        UnitEnd::Failed(trouble) => &trouble.kind,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn everything_is_read_page_by_page() {
    let bench = Bench::new(estate());
    assert_eq!(bench.pull().await, []);
    let (page, end) = bench.unit("inventory/resources");
    assert_eq!((page.resources.len(), end), (7, UnitEnd::Complete));
    let wanted = estate();
    let mut disk = wanted.resources[0].clone();
    let given = &page.resources[0];
    // the row itself is what is kept of the configuration
    assert_eq!(given.configuration["properties"], disk.configuration["properties"]);
    disk.configuration = given.configuration.clone();
    assert_eq!(*given, disk);
    let (page, end) = bench.unit("verdicts/policy-states");
    assert_eq!(end, UnitEnd::Complete);
    assert_eq!(page.verdicts.len(), 8);
    for verdict in wanted.verdicts.iter().filter(|v| v.service == NativeService::AzurePolicy) {
        assert!(page.verdicts.contains(verdict), "{verdict:?} is not in {:?}", page.verdicts);
    }
    let (page, _) = bench.unit("verdicts/defender-assessments");
    let mut assessed = wanted.verdicts[7].clone();
    assessed.remark = "".into();
    assert_eq!(page.verdicts, [assessed]);
    // three pages of three rows, and only reads
    assert_eq!(bench.server.log().iter().filter(|r| is_inventory(r)).count(), 3);
    for request in bench.server.log() {
        let reads = request.method == "GET"
            || request.path.ends_with("/resources")
            || request.path.ends_with("/queryResults");
        assert!(reads, "{} {}", request.method, request.path);
    }
}

#[tokio::test]
async fn parts_are_fetched_and_what_is_missing_is_said() {
    let bench = Bench::new(estate());
    bench.pull().await;
    let (page, end) = bench.unit("inventory/microsoft.storage/storageaccounts");
    let details = &page.resources[0].configuration["details"];
    assert_eq!(details["blobServices"]["isVersioningEnabled"], true);
    // the service answers "not found" where no lifecycle policy was set
    assert_eq!(details["managementPolicies"], "none");
    assert_eq!(end, UnitEnd::Complete);
    let (page, _) = bench.unit("inventory/microsoft.keyvault/vaults");
    let kinds: Vec<_> = page.resources.iter().map(|r| &*r.vendor_type).collect();
    assert_eq!(kinds, ["microsoft.insights/diagnosticsettings", "microsoft.keyvault/vaults"]);
    assert_eq!(page.resources[0].configuration["target"], *page.resources[1].id);

    let bench = Bench::new(estate());
    bench.server.fault(Fault::on(FaultKind::Answer(azure_error(403, "AuthorizationFailed", "x")), |r| {
        r.path.to_lowercase().contains("/blobservices/")
    }));
    bench.pull().await;
    let (page, end) = bench.unit("inventory/microsoft.storage/storageaccounts");
    assert!(page.resources[0].configuration["details"].get("blobServices").is_none());
    assert!(
        matches!(&end, UnitEnd::Partial(t) if matches!(t[0].kind, TroubleKind::Denied { .. })),
        "{end:?}"
    );
}

#[tokio::test]
async fn only_so_many_resources_are_asked_for_parts() {
    let mut estate = estate();
    estate.resources.push(resource(ONE, "microsoft.storage/storageaccounts", "b", json!({"properties": {}})));
    let mut bench = Bench::new(estate);
    bench.options.details = Some(1);
    bench.pull().await;
    let (page, end) = bench.unit("inventory/microsoft.storage/storageaccounts");
    let asked: Vec<_> = page.resources.iter().map(|r| r.configuration.get("details").is_some()).collect();
    assert_eq!(asked, [true, false]);
    assert!(matches!(&end, UnitEnd::Partial(t) if t[0].kind == TroubleKind::NotCollected));
}

#[tokio::test]
async fn throttling_is_waited_for() {
    let bench = Bench::new(estate());
    let throttled = azure_error(429, "RateLimiting", "x").header("x-ms-user-quota-resets-after", "00:00:00");
    bench.server.fault(Fault::on(FaultKind::Answer(throttled), is_inventory).after(1).times(1));
    bench.server.fault(Fault::on(FaultKind::Reset, is_inventory).after(2).times(1));
    let puller = bench.puller();
    pull(&bench.options, &[], &puller).await.unwrap();
    let (page, end) = bench.unit("inventory/resources");
    assert_eq!((page.resources.len(), end), (7, UnitEnd::Complete));
    let row = puller.ledger.rows()["resourcegraph:Resources"];
    assert_eq!((row.throttled, row.failed), (1, 1));
}

#[tokio::test]
async fn a_used_up_quota_is_not_run_against() {
    let bench = Bench::new(AzureEstate { subscriptions: vec![ONE.into()], ..AzureEstate::default() });
    let empty = Response::json(200, &json!({"data": [{"id": "x", "subscriptionId": ONE}], "count": 1}))
        .header("x-ms-user-quota-remaining", "0")
        .header("x-ms-user-quota-resets-after", "00:00:01");
    bench.server.fault(Fault::on(FaultKind::Answer(empty), |r| is_graph(r, "resourcecontainers")));
    let start = std::time::Instant::now();
    bench.pull().await;
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(bench.server.log().iter().filter(|r| is_graph(r, "resourcecontainers")).count(), 1);
}

#[tokio::test]
async fn a_unit_that_fails_leaves_the_others_alone() {
    for (fault, kind) in [
        (
            FaultKind::Answer(azure_error(403, "AuthorizationFailed", "x")),
            TroubleKind::Denied { permission: "Microsoft.ResourceGraph/resources/read".into() },
        ),
        (FaultKind::Malformed, TroubleKind::Malformed),
        (FaultKind::Truncated, TroubleKind::Network),
        (FaultKind::Reset, TroubleKind::Network),
        (FaultKind::Answer(azure_error(500, "InternalServerError", "x")), TroubleKind::Service),
        (FaultKind::Answer(azure_error(401, "ExpiredAuthenticationToken", "x")), TroubleKind::Credentials),
    ] {
        let bench = Bench::new(estate());
        bench.server.fault(Fault::on(fault, is_inventory).after(1));
        bench.pull().await;
        let (page, end) = bench.unit("inventory/resources");
        assert_eq!(failure(&end), &kind);
        // what was read before is kept
        assert_eq!(page.resources.len(), 3, "{kind:?}");
        assert_eq!(bench.unit("verdicts/policy-states").1, UnitEnd::Complete);
    }
}

#[tokio::test]
async fn a_pull_whose_token_ended_goes_on_where_it_was() {
    let mut bench = Bench::new(estate());
    let is_old = |r: &Request| r.header("authorization") == Some("Bearer token-1");
    let expired = FaultKind::Answer(azure_error(401, "ExpiredAuthenticationToken", "x"));
    bench.server.fault(Fault::on(expired, move |r| is_inventory(r) && is_old(r)).after(2));
    bench.pull().await;
    assert_eq!(failure(&bench.unit("inventory/resources").1), &TroubleKind::Credentials);
    let before = bench.server.log().len();
    bench.options.token = Some(AzureToken::new("token-2"));
    bench.pull().await;
    let (page, end) = bench.unit("inventory/resources");
    assert_eq!((page.resources.len(), end), (7, UnitEnd::Complete));
    // one page was missing
    let again: Vec<_> = bench.server.log().split_off(before);
    assert_eq!(again.iter().filter(|r| is_inventory(r)).count(), 1);
}

#[derive(Debug)]
struct Renews(AtomicUsize);

#[async_trait::async_trait]
impl TokenCredential for Renews {
    async fn get_token(
        &self,
        _: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let token = format!("token-{}", self.0.fetch_add(1, Ordering::Relaxed) + 1);
        let later = azure_core::time::OffsetDateTime::now_utc() + azure_core::time::Duration::hours(1);
        Ok(AccessToken::new(token, later))
    }
}

#[tokio::test]
async fn a_token_that_ends_in_the_middle_is_renewed() {
    let bench = Bench::new(estate());
    let is_old = |r: &Request| r.header("authorization") == Some("Bearer token-1");
    let expired = FaultKind::Answer(azure_error(401, "ExpiredAuthenticationToken", "x"));
    bench.server.fault(Fault::on(expired, move |r| is_old(r)).after(4));
    let tokens = Tokens::of(vec![(Way::Cli, Arc::new(Renews(AtomicUsize::new(0))))]);
    let arm = Arm::new(&bench.options, &[], bench.puller()).unwrap().with_tokens(tokens);
    pull_with(&arm, &bench.options).await.unwrap();
    for (part, end) in bench.ends() {
        assert!(!matches!(end, UnitEnd::Failed(_)), "{part}: {end:?}");
    }
}

#[tokio::test]
async fn a_next_link_to_another_host_is_refused() {
    let elsewhere = Server::start(&Handle::current(), |_: &Request| Response::json(200, &json!({}))).unwrap();
    let bench = Bench::new(estate());
    let link = format!(
        "{}/subscriptions/s/providers/Microsoft.PolicyInsights/policyStates/latest/queryResults?x",
        elsewhere.url()
    );
    let page = Response::json(200, &json!({"@odata.nextLink": link, "value": []}));
    bench.server.fault(Fault::on(FaultKind::Answer(page), |r| r.path.ends_with("/queryResults")));
    bench.pull().await;
    assert_eq!(failure(&bench.unit("verdicts/policy-states").1), &TroubleKind::Refused);
    assert_eq!(elsewhere.log().len(), 0);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start(&Handle::current(), |_: &Request| Response::json(200, &json!({}))).unwrap();
    let bench = Bench::new(estate());
    let away = Response::json(307, &json!({})).header("location", elsewhere.url());
    bench.server.fault(Fault::on(FaultKind::Answer(away), is_inventory));
    bench.pull().await;
    assert_eq!(failure(&bench.unit("inventory/resources").1), &TroubleKind::Refused);
    assert_eq!(elsewhere.log().len(), 0);
}

#[tokio::test]
async fn policy_states_come_from_resource_graph_where_policy_insights_is_denied() {
    let bench = Bench::new(estate());
    let denied = azure_error(403, "AuthorizationFailed", "x");
    bench.server.fault(Fault::on(FaultKind::Answer(denied), |r| r.path.ends_with("/queryResults")));
    let row = json!({"id": "x", "properties": {
        "resourceId": format!("/subscriptions/{ONE}"), "policyDefinitionId": "/x/Rule-C",
        "policyAssignmentId": "/y/hipaa", "complianceState": "Compliant", "subscriptionId": ONE,
    }});
    let page = Response::json(200, &json!({"count": 1, "data": [row]}));
    bench.server.fault(Fault::on(FaultKind::Answer(page), |r| is_graph(r, "policystates")));
    bench.pull().await;
    let (page, end) = bench.unit("verdicts/policy-states");
    let said: Vec<_> = page.verdicts.iter().map(|v| (&*v.rule, &*v.resource, v.verdict)).collect();
    assert_eq!(said, [("rule-c", ONE, VerdictWord::Pass)]);
    assert_eq!(end, UnitEnd::Complete);
}

#[tokio::test]
async fn a_page_token_that_is_no_longer_taken_begins_the_unit_again() {
    let bench = Bench::new(estate());
    let reset = FaultKind::Answer(azure_error(500, "x", "x"));
    bench.server.fault(Fault::on(reset, is_inventory).after(1).times(3));
    bench.pull().await;
    assert_eq!(failure(&bench.unit("inventory/resources").1), &TroubleKind::Service);
    let stale = FaultKind::Answer(azure_error(400, "InvalidSkipToken", "x"));
    bench.server.fault(Fault::on(stale, is_inventory).times(1));
    bench.pull().await;
    let (page, end) = bench.unit("inventory/resources");
    assert_eq!((page.resources.len(), end), (7, UnitEnd::Complete));
}

#[tokio::test]
async fn a_cut_result_and_too_many_subscriptions_are_not_complete() {
    for (answer, says) in [
        (Response::json(200, &json!({"data": [], "resultTruncated": "true"})), "cut"),
        (
            Response::json(200, &json!({"data": []})).header("x-ms-tenant-subscription-limit-hit", "true"),
            "subscriptions",
        ),
    ] {
        let bench = Bench::new(estate());
        bench.server.fault(Fault::on(FaultKind::Answer(answer), is_inventory));
        bench.pull().await;
        let (_, end) = bench.unit("inventory/resources");
        assert!(matches!(&end, UnitEnd::Partial(t) if t[0].remark.contains(says)), "{end:?}");
    }
}

#[tokio::test]
async fn a_subscription_that_cannot_be_read_is_not_empty() {
    let mut bench = Bench::new(estate());
    bench.options.subscriptions = vec![ONE.into(), TWO.into()];
    let troubles = bench.pull().await;
    assert!(matches!(&troubles[..], [t] if &*t.scope == TWO && matches!(t.kind, TroubleKind::Denied { .. })));
    assert!(bench.sink.units().iter().all(|(unit, ..)| &*unit.scope == ONE));
    let nobody = Bench::new(AzureEstate::default());
    assert!(matches!(&nobody.pull().await[..], [t] if matches!(t.kind, TroubleKind::Denied { .. })));
}

#[tokio::test]
async fn defender_that_is_off_is_said() {
    let mut off = estate();
    off.verdicts.retain(|v| v.service == NativeService::AzurePolicy);
    let bench = Bench::new(off);
    bench.pull().await;
    for part in ["verdicts/defender-assessments", "verdicts/defender-regulatory"] {
        let (_, end) = bench.unit(part);
        assert!(matches!(&end, UnitEnd::Partial(t) if t[0].kind == TroubleKind::NotEnabled), "{end:?}");
    }
}

#[tokio::test]
async fn a_management_group_is_read_in_one_go() {
    let mut bench = Bench::new(estate());
    bench.options.management_group = Some("root".into());
    bench.pull().await;
    assert!(bench.sink.units().iter().all(|(unit, ..)| &*unit.scope == "managementGroups/root"));
    for request in bench.server.log().iter().filter(|r| r.path.ends_with("/resources")) {
        assert_eq!(request.json()["managementGroups"], json!(["root"]));
    }
    let (page, _) = bench.unit("inventory/resources");
    assert!(page.resources.iter().all(|r| &*r.account == ONE));
}

#[tokio::test]
async fn the_generated_client_never_sees_the_token() {
    let bench = Bench::new(estate());
    bench.pull().await;
    let parts: Vec<_> = bench.server.log().into_iter().filter(|r| r.method == "GET").collect();
    assert!(parts.iter().any(|r| r.path.ends_with("/blobServices/default")));
    for request in parts {
        assert_eq!(request.header("authorization"), Some("Bearer token-1"));
        assert_eq!(request.headers.get_all("authorization").iter().count(), 1);
    }
}
