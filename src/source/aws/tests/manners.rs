//! What goes wrong: throttled, denied, broken and slow answers, credentials that end, pulls that stop and go on.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, future};

use super::*;
use crate::fixture_cloud::{Fault, FaultKind, Response};

fn error(status: u16, code: &str) -> FaultKind {
    FaultKind::Answer(Response::json(status, &json!({"__type": code, "message": "secret account data"})))
}

#[tokio::test]
async fn throttling_is_waited_out_and_counted() {
    let server = serve(with_aggregator(estate(250)));
    let select = || is_operation("SelectAggregateResourceConfig");
    server.fault(Fault::on(error(400, "ThrottlingException"), select()).after(3).times(2));
    server.fault(Fault::on(FaultKind::retry_after(429, 0), select()).after(6).times(1));
    server.fault(Fault::on(FaultKind::retry_after(503, 0), |r| r.path == "/findings").times(1));
    let pulled = run(&options(&server)).await;
    assert_eq!(failures(&pulled), BTreeMap::new());
    assert_eq!(pulled.resources().len(), 2 * 252);
    let rows = pulled.puller.ledger.rows();
    assert_eq!(rows["config:SelectAggregateResourceConfig"].throttled, 3);
    assert_eq!(rows["securityhub:GetFindings"].throttled, 1);
}

#[tokio::test]
async fn throttling_without_end_ends_the_unit_and_keeps_what_was_read() {
    let server = serve(estate(250));
    let select = is_operation("SelectResourceConfig");
    // the first is the probe, then a page of a hundred
    server.fault(Fault::on(error(400, "TooManyRequestsException"), select).after(2));
    let pulled = run(&options(&server)).await;
    let (page, end) = pulled.unit(OWN, "inventory/config");
    assert_eq!(page.resources.len(), 100);
    let UnitEnd::Failed(trouble) = end else { panic!("{end:?}") };
    assert_eq!(trouble.kind, TroubleKind::Throttled { wait: None });
    assert_eq!(pulled.unit(OWN, "verdicts/config-rules").1, UnitEnd::Complete);
}

#[tokio::test]
async fn a_denied_call_names_its_permission_and_nothing_of_the_answer() {
    let server = serve(estate(1));
    server.fault(Fault::on(error(400, "AccessDeniedException"), is_operation("DescribeConfigRules")));
    let pulled = run(&options(&server)).await;
    let UnitEnd::Failed(trouble) = pulled.unit(OWN, "verdicts/config-rules").1 else { panic!("not failed") };
    assert_eq!(trouble.kind, TroubleKind::Denied { permission: "config:DescribeConfigRules".to_owned() });
    assert!(!format!("{trouble:?} {trouble}").contains("secret"));
    assert_eq!(&*trouble.scope, format!("{OWN} {REGION}"));
    assert_eq!(pulled.unit(OWN, "inventory/config").1, UnitEnd::Complete);
    // denied once, asked once
    assert_eq!(pulled.puller.ledger.rows()["config:DescribeConfigRules"].calls, 1);
}

#[tokio::test]
async fn recorders_that_may_not_be_read_leave_the_inventory_partial() {
    let server = serve(estate(1));
    let recorders = is_operation("DescribeConfigurationRecorders");
    server.fault(Fault::on(error(400, "AccessDeniedException"), recorders));
    let pulled = run(&options(&server)).await;
    let (page, end) = pulled.unit(OWN, "inventory/config");
    assert_eq!(page.resources.len(), 3);
    let UnitEnd::Partial(troubles) = end else { panic!("{end:?}") };
    assert!(matches!(troubles[0].kind, TroubleKind::Denied { .. }));
}

#[tokio::test]
async fn reasons_that_may_not_be_read_leave_the_verdicts_standing() {
    let server = serve(with_aggregator(estate(4)));
    let details = is_operation("GetAggregateComplianceDetailsByConfigRule");
    server.fault(Fault::on(error(400, "AccessDeniedException"), details));
    let pulled = run(&options(&server)).await;
    let failing = pulled.verdict("ENCRYPTED_VOLUMES", &volume(OWN, REGION, 1).id);
    assert_eq!((failing.verdict, &*failing.remark), (VerdictWord::Fail, ""));
    assert!(matches!(pulled.unit(OWN, "verdicts/config-rules").1, UnitEnd::Partial(_)));
}

#[tokio::test]
async fn broken_answers_are_asked_for_again_or_told() {
    let server = serve(estate(150));
    let select = || is_operation("SelectResourceConfig");
    server.fault(Fault::on(FaultKind::Truncated, select()).after(1).times(1));
    server.fault(Fault::on(FaultKind::Reset, select()).after(2).times(1));
    server.fault(Fault::on(FaultKind::Malformed, is_operation("DescribeConfigRules")).times(1));
    server.fault(Fault::on(FaultKind::Malformed, |r| r.path == "/findings").times(1));
    let pulled = run(&options(&server)).await;
    assert_eq!(pulled.unit(OWN, "inventory/config").0.resources.len(), 152);
    assert_eq!(pulled.puller.ledger.rows()["config:SelectResourceConfig"].failed, 2);
    let failed = failures(&pulled);
    assert_eq!(failed["verdicts/config-rules"], TroubleKind::Malformed);
    assert_eq!(failed["verdicts/security-hub"], TroubleKind::Malformed);
}

#[tokio::test]
async fn lines_that_are_no_items_are_malformed() {
    let server = serve(estate(1));
    let broken = Response::json(200, &json!({"Results": ["{\"resourceType\":\"AWS::S3::Bucket\"}"]}));
    let select = is_operation("SelectResourceConfig");
    server.fault(Fault::on(FaultKind::Answer(broken), select).after(1).times(1));
    let pulled = run(&options(&server)).await;
    assert_eq!(failures(&pulled)["inventory/config"], TroubleKind::Malformed);
}

#[tokio::test]
async fn a_slow_answer_is_waited_for() {
    let server = serve(estate(1));
    let slow = FaultKind::Delay(Duration::from_millis(300));
    server.fault(Fault::on(slow, is_operation("SelectResourceConfig")).times(2));
    let start = std::time::Instant::now();
    let pulled = run(&options(&server)).await;
    assert_eq!(failures(&pulled), BTreeMap::new());
    assert!(start.elapsed() >= Duration::from_millis(600));
}

#[tokio::test]
async fn a_service_that_is_down_is_told_and_the_next_pull_goes_on() {
    let server = serve(estate(250));
    let select = is_operation("SelectResourceConfig");
    server.fault(Fault::on(error(500, "InternalFailure"), select).after(2).times(4));
    let pulled = run(&options(&server)).await;
    assert_eq!(failures(&pulled)["inventory/config"], TroubleKind::Service);
    let seen = server.log().len();
    let pulled = run_into(pulled.sink, &options(&server)).await;
    let (page, end) = pulled.unit(OWN, "inventory/config");
    assert_eq!((page.resources.len(), end), (252, UnitEnd::Complete));
    // no item twice, and the first page was not asked for again
    let ids: BTreeSet<_> = page.resources.iter().map(|r| r.id.clone()).collect();
    assert_eq!(ids.len(), 252);
    let whole = server.log()[seen..]
        .iter()
        .filter(|r| {
            let body = r.json();
            let expression = body["Expression"].as_str().unwrap_or_default();
            expression.contains("supplementaryConfiguration") && body["NextToken"].is_null()
        })
        .count();
    assert_eq!(whole, 0);
}

#[tokio::test]
async fn a_token_that_is_no_longer_taken_begins_the_unit_again() {
    let server = serve(estate(250));
    let select = is_operation("SelectResourceConfig");
    server.fault(Fault::on(error(400, "InvalidNextTokenException"), select).after(2).times(1));
    let pulled = run(&options(&server)).await;
    let (page, end) = pulled.unit(OWN, "inventory/config");
    assert_eq!((page.resources.len(), end), (252, UnitEnd::Complete));
}

/// Gives other keys each time it is asked, the last ones for ever.
#[derive(Debug)]
struct Renewing {
    keys: &'static [&'static str],
    asked: Arc<AtomicUsize>,
}

impl ProvideCredentials for Renewing {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        let at = self.asked.fetch_add(1, Ordering::Relaxed).min(self.keys.len() - 1);
        future::ProvideCredentials::ready(Ok(Credentials::new(self.keys[at], "secret", None, None, "test")))
    }
}

fn renewing(keys: &'static [&'static str]) -> (Renewing, Arc<AtomicUsize>) {
    let asked = Arc::<AtomicUsize>::default();
    (Renewing { keys, asked: asked.clone() }, asked)
}

fn expired(key: &'static str) -> impl Fn(&Request) -> bool + Send + Sync + 'static {
    move |request| request.header("authorization").is_some_and(|a| a.contains(&format!("={key}/")))
}

#[tokio::test]
async fn credentials_that_end_are_renewed_once() {
    let server = serve(estate(250));
    server.fault(Fault::on(error(400, "ExpiredTokenException"), expired("OLD")).after(6));
    let (provider, asked) = renewing(&["OLD", "NEW"]);
    let pulled = run(&options(&server).with_provider(provider)).await;
    assert_eq!(failures(&pulled), BTreeMap::new());
    assert_eq!(pulled.resources().len(), 252);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn credentials_that_stay_expired_stop_the_pull_and_a_login_goes_on() {
    let server = serve(estate(250));
    // identity, aggregators, recorders, status, probe, and a page of a hundred
    server.fault(Fault::on(error(400, "ExpiredTokenException"), expired("OLD")).after(6));
    let (provider, _) = renewing(&["OLD"]);
    let pulled = run(&options(&server).with_provider(provider)).await;
    let (page, end) = pulled.unit(OWN, "inventory/config");
    let UnitEnd::Failed(trouble) = end else { panic!("{end:?}") };
    assert_eq!((page.resources.len(), trouble.kind), (100, TroubleKind::Credentials));
    let (provider, _) = renewing(&["NEW"]);
    let pulled = run_into(pulled.sink, &options(&server).with_provider(provider)).await;
    let (page, end) = pulled.unit(OWN, "inventory/config");
    assert_eq!((page.resources.len(), end), (252, UnitEnd::Complete));
    // verdicts still find the resources of the page that was read before the login
    assert_eq!(
        pulled.verdict("our-own-rule", &format!("arn:aws:iam::{OWN}:role/team/app")).verdict,
        VerdictWord::Pass
    );
}

#[tokio::test]
async fn no_credentials_are_one_trouble() {
    let server = serve(estate(1));
    let denied = "<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>";
    let denied = FaultKind::Answer(Response::new(403, "text/xml", denied));
    server.fault(Fault::on(denied, |r| r.field("Action").is_some()));
    let pulled = run(&options(&server)).await;
    assert_eq!(pulled.troubles.len(), 1);
    assert_eq!(pulled.troubles[0].kind, TroubleKind::Credentials);
    assert_eq!(&*pulled.troubles[0].api, "sts:GetCallerIdentity");
    assert_eq!(pulled.ends(), []);
}

#[tokio::test]
async fn a_cloud_that_does_not_answer_is_one_trouble() {
    let server = serve(estate(1));
    let options = options(&server);
    drop(server);
    tokio::time::sleep(Duration::from_millis(20)).await;
    let pulled = run(&options).await;
    assert_eq!(pulled.troubles.len(), 1);
    assert_eq!(pulled.troubles[0].kind, TroubleKind::Network);
}

#[tokio::test]
async fn a_cancelled_pull_keeps_what_it_read() {
    let server = serve(estate(250));
    let select = is_operation("SelectResourceConfig");
    server.fault(Fault::on(FaultKind::Delay(Duration::from_secs(30)), select).after(2));
    let sink = Arc::<MemorySink>::default();
    let puller = puller(&sink);
    let cancel = puller.cancel.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(1500)).await;
        cancel.cancel();
    });
    pull(&options(&server), &[], &puller).await.unwrap();
    let after = Pulled { sink, troubles: Vec::new(), puller };
    let (page, end) = after.unit(OWN, "inventory/config");
    let UnitEnd::Failed(trouble) = end else { panic!("{end:?}") };
    assert_eq!((page.resources.len(), trouble.kind), (100, TroubleKind::Cancelled));
}
