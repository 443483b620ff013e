//! What is read: through an aggregator, account by account, by queries and by discovery.

use super::*;
use crate::fixture_cloud::Recorder;
use crate::source::aws::OPERATIONS;

/// What every way must bring of the estate's own account.
fn holds_own_account(pulled: &Pulled, volumes: usize) {
    let resources = pulled.resources();
    let own = |kind: &str| resources.iter().filter(|r| &*r.account == OWN && &*r.vendor_type == kind).count();
    assert_eq!((own("AWS::EC2::Volume"), own("AWS::S3::Bucket"), own("AWS::IAM::Role")), (volumes, 1, 1));
    let bucket = resources.iter().find(|r| &*r.vendor_type == "AWS::S3::Bucket").unwrap();
    let at = |pointer: &str| bucket.configuration.pointer(pointer).cloned();
    assert_eq!(at("/name"), Some(json!("records")));
    assert_eq!(
        at("/supplementaryConfiguration/PublicAccessBlockConfiguration/blockPublicAcls"),
        Some(json!(true))
    );
    assert_eq!(at("/supplementaryConfiguration/BucketPolicy/policyText/Version"), Some(json!("2012-10-17")));
    assert_eq!(bucket.recorded, Some("2026-11-01T10:00:00Z".parse().unwrap()));

    let failing = pulled.verdict("ENCRYPTED_VOLUMES", &volume(OWN, REGION, 1).id);
    assert_eq!((failing.verdict, &*failing.remark), (VerdictWord::Fail, "it is not encrypted"));
    assert_eq!(failing.evaluated, Some("2026-11-02T10:00:00Z".parse().unwrap()));
    assert_eq!(&*failing.rule_name, "OrgConfigRule-encrypted-volumes-a1b2c3d4");
    assert_eq!(pulled.verdict("ENCRYPTED_VOLUMES", &volume(OWN, REGION, 0).id).verdict, VerdictWord::Pass);
    let bucket = format!("arn:aws:s3:::records-{OWN}");
    assert_eq!(pulled.verdict("S3_BUCKET_SSL_REQUESTS_ONLY", &bucket).verdict, VerdictWord::Fail);
    // a custom rule keeps its name, and the role's ARN with its path is found by Config's id
    let role = format!("arn:aws:iam::{OWN}:role/team/app");
    assert_eq!(pulled.verdict("our-own-rule", &role).verdict, VerdictWord::Pass);
    let account = pulled.verdict("IAM_PASSWORD_POLICY", OWN);
    assert_eq!((account.verdict, &*account.vendor_type), (VerdictWord::Fail, ""));
    // a rule without data is unknown, not silent
    let silent = pulled.verdict("RDS_STORAGE_ENCRYPTED", OWN);
    assert_eq!((silent.verdict, &*silent.remark), (VerdictWord::Unknown, "the rule has no data"));
    let found =
        pulled.verdicts().into_iter().find(|v| v.service == NativeService::SecurityHub && &*v.account == OWN);
    let found = found.unwrap();
    assert_eq!(
        (&*found.rule, &*found.rule_name, &*found.resource),
        ("S3_BUCKET_SSL_REQUESTS_ONLY", "S3.5", bucket.as_str(),)
    );
    assert_eq!(
        &*found.vendor_type,
        if crate::dialect::live::shape("AWS::S3::Bucket").is_some() {
            "AWS::S3::Bucket"
        } else {
            "AwsS3Bucket"
        }
    );
}

#[tokio::test]
async fn an_aggregator_tells_a_whole_organisation() {
    let server = serve(with_aggregator(estate(250)));
    let pulled = run(&options(&server)).await;
    assert_eq!(pulled.troubles, []);
    holds_own_account(&pulled, 250);
    for account in [OWN, OTHER] {
        let (page, end) = pulled.unit(account, "inventory/config");
        assert_eq!((page.resources.len(), end), (252, UnitEnd::Complete));
        let (page, end) = pulled.unit(account, "verdicts/config-rules");
        assert_eq!((page.verdicts.len(), end), (253, UnitEnd::Complete));
    }
    let (packs, _) = pulled.unit(OWN, "verdicts/conformance-packs");
    let pack = packs.verdicts.iter().find(|v| &*v.account == OTHER).unwrap();
    assert_eq!((&*pack.rule, pack.verdict), ("conformance-pack:hipaa", VerdictWord::Fail));
    let rows = pulled.puller.ledger.rows();
    let select = rows["config:SelectAggregateResourceConfig"];
    // accounts and recorders, one page of packs, three pages of inventory and of verdicts for each account
    assert_eq!(select.pages, 2 + 1 + 2 * (3 + 3));
    assert_eq!(select.calls, select.pages);
    assert!(!rows.contains_key("sts:AssumeRole"));
}

#[tokio::test]
async fn accounts_and_regions_narrow_an_aggregator() {
    let server = serve(with_aggregator(estate(3)));
    let mut options = options(&server);
    options.accounts = vec![OTHER.to_owned(), "999900001111".to_owned()];
    let pulled = run(&options).await;
    assert!(pulled.resources().iter().all(|r| &*r.account == OTHER));
    assert_eq!(pulled.resources().len(), 5);
    assert_eq!(pulled.troubles.len(), 1);
    assert_eq!(
        (&*pulled.troubles[0].scope, &pulled.troubles[0].kind),
        ("999900001111", &TroubleKind::NotCollected)
    );
}

#[tokio::test]
async fn an_account_that_the_aggregator_does_not_hold_is_told() {
    let mut estate = with_aggregator(estate(1));
    estate.organisation.push("777788889999".to_owned());
    let server = serve(estate);
    let pulled = run(&options(&server)).await;
    assert_eq!(pulled.troubles.len(), 1);
    assert_eq!(&*pulled.troubles[0].scope, "777788889999");
}

#[tokio::test]
async fn without_an_aggregator_the_own_account_is_asked() {
    let server = serve(estate(250));
    let pulled = run(&options(&server)).await;
    assert_eq!(pulled.troubles, []);
    holds_own_account(&pulled, 250);
    assert!(pulled.resources().iter().all(|r| &*r.account == OWN));
    assert!(pulled.verdicts().iter().all(|v| &*v.account == OWN));
    assert_eq!(pulled.unit(OWN, "inventory/config").1, UnitEnd::Complete);
    // the pack's rules are read with the pack, not twice
    let rows = pulled.puller.ledger.rows();
    assert_eq!(rows["config:GetConformancePackComplianceDetails"].items, 1);
    assert_eq!(rows["config:GetComplianceDetailsByConfigRule"].items, 250 + 2);
}

#[tokio::test]
async fn a_role_opens_the_accounts_of_the_organisation() {
    let server = serve(estate(2));
    let mut options = options(&server);
    options.role = Some("audit/steth".to_owned());
    let pulled = run(&options).await;
    assert_eq!(pulled.troubles, []);
    for account in [OWN, OTHER] {
        assert_eq!(pulled.unit(account, "inventory/config").0.resources.len(), 4, "{account}");
        assert_eq!(pulled.unit(account, "verdicts/security-hub").0.verdicts.len(), 1, "{account}");
    }
    // taken on once, for all that is asked there
    assert_eq!(pulled.puller.ledger.rows()["sts:AssumeRole"].calls, 1);
    let asked =
        server.log().into_iter().find(|r| r.field("Action").as_deref() == Some("AssumeRole")).unwrap();
    assert_eq!(asked.field("RoleArn").unwrap(), format!("arn:aws:iam::{OTHER}:role/audit/steth"));
}

#[tokio::test]
async fn an_account_that_cannot_be_entered_leaves_the_others_alone() {
    let server = serve(AwsEstate { organisation: vec![OWN.to_owned()], ..estate(2) });
    let mut options = options(&server);
    options.role = Some("steth".to_owned());
    options.accounts = vec![OWN.to_owned(), OTHER.to_owned()];
    let pulled = run(&options).await;
    assert_eq!(pulled.unit(OWN, "inventory/config").1, UnitEnd::Complete);
    let denied = TroubleKind::Denied { permission: "sts:AssumeRole".to_owned() };
    for part in ["inventory/config", "verdicts/config-rules"] {
        let (page, end) = pulled.unit(OTHER, part);
        let UnitEnd::Failed(trouble) = end else { panic!("{part} ended {end:?}") };
        assert_eq!((page, trouble.kind), (Page::default(), denied.clone()));
    }
}

#[tokio::test]
async fn where_queries_are_denied_what_was_discovered_is_read() {
    let server = serve(AwsEstate { no_queries: true, unprocessed: 7, ..estate(250) });
    let pulled = run(&options(&server)).await;
    let (page, end) = pulled.unit(OWN, "inventory/AWS::EC2::Volume");
    assert_eq!((page.resources.len(), end), (250, UnitEnd::Complete));
    let rows = pulled.puller.ledger.rows();
    assert_eq!(rows["config:BatchGetResourceConfig"].items, rows["config:ListDiscoveredResources"].items);
    // three pages of keys, each with a second round for what was not processed
    assert!(rows["config:BatchGetResourceConfig"].calls >= 6);
    assert_eq!(pulled.verdict("ENCRYPTED_VOLUMES", &volume(OWN, REGION, 1).id).verdict, VerdictWord::Fail);
    for request in server.log().iter().filter(|r| is_operation("BatchGetResourceConfig")(r)) {
        assert!(request.json()["resourceKeys"].as_array().unwrap().len() <= 100);
    }
}

#[tokio::test]
async fn empty_pages_with_tokens_are_gone_through() {
    for estate in [with_aggregator(estate(120)), estate(120), AwsEstate { no_queries: true, ..estate(120) }] {
        let server = serve(AwsEstate { empty_pages: true, ..estate });
        let pulled = run(&options(&server)).await;
        assert_eq!(pulled.troubles, []);
        let volumes = pulled
            .resources()
            .into_iter()
            .filter(|r| &*r.vendor_type == "AWS::EC2::Volume" && &*r.account == OWN);
        assert_eq!(volumes.count(), 120);
        assert_eq!(
            pulled.verdict("ENCRYPTED_VOLUMES", &volume(OWN, REGION, 1).id).verdict,
            VerdictWord::Fail
        );
    }
}

#[tokio::test]
async fn what_is_not_recorded_is_unknown_with_its_type() {
    for estate in [with_aggregator(estate(1)), estate(1)] {
        let unrecorded = vec!["AWS::EC2::Volume".to_owned()];
        let server = serve(AwsEstate { unrecorded, ..estate });
        let pulled = run(&options(&server)).await;
        let UnitEnd::Partial(lacks) = pulled.unit(OWN, "inventory/config").1 else { panic!("not partial") };
        assert_eq!(lacks.len(), 1, "{lacks:?}");
        assert_eq!(lacks[0].kind, TroubleKind::NotCollected);
        assert!(lacks[0].remark.starts_with("AWS::EC2::Volume "));
    }
}

#[tokio::test]
async fn a_region_without_a_running_recorder_is_unknown() {
    for (recorder, why) in
        [(Recorder::Absent, "there is no recorder"), (Recorder::Stopped, "the recorder is stopped")]
    {
        let recorders_off = BTreeMap::from([(REGION.to_owned(), recorder)]);
        let server = serve(AwsEstate { recorders_off, ..estate(1) });
        let pulled = run(&options(&server)).await;
        let UnitEnd::Partial(lacks) = pulled.unit(OWN, "inventory/config").1 else { panic!("not partial") };
        assert_eq!((lacks.len(), lacks[0].remark.as_str()), (1, why));
    }
    let recorders_off = BTreeMap::from([(REGION.to_owned(), Recorder::Absent)]);
    let server = serve(with_aggregator(AwsEstate { recorders_off, ..estate(1) }));
    let pulled = run(&options(&server)).await;
    let UnitEnd::Partial(lacks) = pulled.unit(OWN, "inventory/config").1 else { panic!("not partial") };
    assert!(lacks[0].remark.contains("does not tell what the recorder records"));
}

#[tokio::test]
async fn security_hub_that_is_off_is_not_enabled() {
    let server = serve(AwsEstate { security_hub: BTreeSet::new(), ..estate(1) });
    let pulled = run(&options(&server)).await;
    assert_eq!(
        failures(&pulled),
        BTreeMap::from([("verdicts/security-hub".to_owned(), TroubleKind::NotEnabled,)])
    );
}

#[tokio::test]
async fn every_request_is_an_operation_of_the_list() {
    for estate in [with_aggregator(estate(1)), estate(1), AwsEstate { no_queries: true, ..estate(1) }] {
        let server = serve(estate);
        let mut options = options(&server);
        options.role = Some("steth".to_owned());
        let pulled = run(&options).await;
        for api in pulled.puller.ledger.rows().keys() {
            assert!(OPERATIONS.iter().any(|operation| operation.api == &**api), "{api}");
        }
        for request in server.log() {
            let operation = match request.header("x-amz-target") {
                Some(target) => target.rsplit('.').next().unwrap().to_owned(),
                None if request.path == "/findings" => "GetFindings".to_owned(),
                None => request.field("Action").unwrap(),
            };
            let listed = OPERATIONS.iter().find(|o| o.api.ends_with(&format!(":{operation}")));
            assert_eq!(listed.map(|o| o.method), Some(request.method.as_str()), "{operation}");
        }
    }
}
