//! What each scanner's report becomes, and what is refused.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn one(report: &Value) -> Report {
    let reports = read(report.to_string().as_bytes()).unwrap();
    let [report] = &reports[..] else { panic!("{} reports", reports.len()) };
    report.clone()
}

fn refused(text: &str) -> Refusal {
    read(text.as_bytes()).unwrap_err()
}

fn spot_of(found: &Reported) -> (&str, u32, u32) {
    let spot = found.spot.as_ref().unwrap();
    (&spot.path, spot.line, spot.end_line)
}

#[test]
fn sarif_takes_rules_of_extensions_levels_scores_and_suppressions() {
    let reports = read(
        json!({
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {
                        "driver": {
                            "name": "Semgrep OSS",
                            "semanticVersion": "1.90.0",
                            "rules": [{
                                "id": "ward.cleartext",
                                "properties": { "tags": ["CWE-319: Cleartext Transmission", "OWASP-A02"] },
                                "defaultConfiguration": { "level": "error" }
                            }]
                        },
                        "extensions": [{ "name": "own", "rules": [{ "id": "X1", "properties": { "security-severity": "9.1" } }] }]
                    },
                    "invocations": [{ "executionSuccessful": true, "endTimeUtc": "2026-11-20T10:00:00Z" }],
                    "originalUriBaseIds": {
                        "REPO": { "uri": "file:///home/ci/clinic/" },
                        "SUB": { "uri": "infra%20main/", "uriBaseId": "REPO" }
                    },
                    "results": [
                        {
                            "ruleId": "ward.cleartext/2",
                            "message": { "text": "sends {0}", "arguments": ["charts"] },
                            "locations": [{ "physicalLocation": {
                                "artifactLocation": { "uri": "net/tls%23.tf", "uriBaseId": "SUB" },
                                "region": { "startLine": 4, "endLine": 9 }
                            } }],
                            "suppressions": [{ "kind": "inSource", "justification": "legacy pump" }]
                        },
                        {
                            "rule": { "index": 0, "toolComponent": { "index": 0 } },
                            "message": { "text": "y" },
                            "locations": [{ "logicalLocations": [{ "fullyQualifiedName": "aws_s3_bucket.charts" }] }],
                            "suppressions": [{ "kind": "external", "status": "rejected" }]
                        },
                        { "ruleId": "ward.cleartext", "kind": "pass", "message": { "text": "z" } },
                        { "ruleId": "ward.cleartext", "kind": "informational", "message": { "text": "z" } },
                        { "ruleId": "ward.cleartext", "baselineState": "absent", "message": { "text": "z" } },
                        { "message": { "text": "of no rule" } }
                    ]
                },
                { "tool": { "driver": { "name": "Checkov", "version": "3.2" } }, "results": [] }
            ]
        })
        .to_string()
        .as_bytes(),
    )
    .unwrap();
    assert_eq!(reports.len(), 2);
    let first = &reports[0];
    assert_eq!((first.scanner, &*first.version), (Scanner::Semgrep, "1.90.0"));
    assert_eq!(first.made.unwrap().to_string(), "2026-11-20T10:00:00Z");
    let [cleartext, extension, passed] = &first.findings[..] else { panic!("{:?}", first.findings) };
    assert_eq!(
        (&*cleartext.rule, cleartext.severity, &cleartext.cwes[..]),
        ("ward.cleartext", Severity::High, &[319][..])
    );
    assert_eq!(spot_of(cleartext), ("/home/ci/clinic/infra main/net/tls#.tf", 4, 9));
    assert_eq!(&*cleartext.remark, "sends charts");
    assert_eq!(&*cleartext.exemption.as_ref().unwrap().reason, "legacy pump");
    assert_eq!((&*extension.rule, extension.severity), ("X1", Severity::Critical));
    assert!(extension.exemption.is_none(), "a rejected suppression suppresses nothing");
    assert_eq!(&*extension.subject.id, "aws_s3_bucket.charts");
    assert_eq!(passed.verdict, VerdictWord::Pass);
    assert_eq!(first.left_out.iter().map(|(_, n)| n).sum::<usize>(), 3);
    assert!(reports[1].findings.is_empty());
}

#[test]
fn a_run_that_ended_badly_is_not_a_whole_one() {
    let report = one(&json!({ "version": "2.1.0", "runs": [{
        "tool": { "driver": { "name": "KICS" } },
        "invocations": [{ "executionSuccessful": false, "toolExecutionNotifications": [
            { "level": "error", "message": { "text": "out of memory" } },
            { "level": "note", "message": { "text": "slow" } }
        ] }],
        "results": []
    }] }));
    assert_eq!(report.blind.len(), 2);
}

#[test]
fn uris_are_undone_and_bases_that_stand_on_each_other_end() {
    let bases = json!({ "A": { "uri": "a/", "uriBaseId": "B" }, "B": { "uri": "b/", "uriBaseId": "A" } });
    let path = sarif::path_for_tests("x.tf", Some("A"), Some(&bases));
    assert!(path.ends_with("b/a/x.tf"), "{path}");
    assert_eq!(sarif::path_for_tests("file:///a%20b/%C3%BC.tf", None, None), "/a b/ü.tf");
    assert_eq!(sarif::path_for_tests("a%2", None, None), "a%2");
}

#[test]
fn trivy_gives_misconfigurations_vulnerabilities_and_secrets() {
    let report = one(&json!({
        "SchemaVersion": 2, "CreatedAt": "2026-11-20T08:00:00.123+01:00", "ArtifactName": ".", "ArtifactType": "filesystem",
        "Trivy": { "Version": "0.60.0" },
        "Results": [
            { "Target": "infra/main.tf", "Class": "config", "Type": "terraform", "Misconfigurations": [
                { "ID": "AVD-AWS-0088", "AVDID": "AVD-AWS-0088", "Title": "Unencrypted bucket", "Message": "m", "Severity": "HIGH",
                  "Status": "FAIL", "CauseMetadata": { "Resource": "aws_s3_bucket.charts", "StartLine": 3, "EndLine": 7 } },
                { "ID": "AWS-0086", "Severity": "LOW", "Status": "PASS", "CauseMetadata": {} },
                { "ID": "AWS-0087", "Severity": "LOW", "Status": "EXCEPTION", "CauseMetadata": {} }
            ] },
            { "Target": "package-lock.json", "Class": "lang-pkgs", "Vulnerabilities": [
                { "VulnerabilityID": "CVE-2026-1111", "PkgName": "left", "InstalledVersion": "1.0", "FixedVersion": "1.1",
                  "Severity": "CRITICAL", "CweIDs": ["CWE-79"] }
            ], "ExperimentalModifiedFindings": [{ "Type": "vulnerability", "Status": "not_affected", "Statement": "never called",
                "Finding": { "VulnerabilityID": "CVE-2026-2222", "PkgName": "right", "Severity": "LOW" } }] },
            { "Target": "deploy.env", "Class": "secret", "Secrets": [
                { "RuleID": "aws-access-key-id", "Title": "AWS Access Key", "Severity": "CRITICAL", "StartLine": 2, "EndLine": 2,
                  "Match": "KEY=rounds-at-seven", "Code": { "Lines": [{ "Content": "rounds-at-seven" }] } }
            ] }
        ]
    }));
    assert_eq!((report.scanner, &*report.version), (Scanner::Trivy, "0.60.0"));
    let [fail, pass, exception, vulnerability, set_aside, secret] = &report.findings[..] else {
        panic!("{:?}", report.findings)
    };
    assert_eq!(
        (&*fail.rule, &*fail.subject.id, spot_of(fail)),
        ("AVD-AWS-0088", "aws_s3_bucket.charts", ("infra/main.tf", 3, 7))
    );
    assert_eq!((pass.verdict, &*pass.rule), (VerdictWord::Pass, "AWS-0086"));
    assert!(exception.exemption.is_some());
    assert_eq!(
        (vulnerability.class, &*vulnerability.remark),
        (Class::Vulnerability, "left 1.0: fixed in 1.1")
    );
    assert_eq!(&*set_aside.exemption.as_ref().unwrap().reason, "never called");
    assert_eq!(secret.class, Class::Secret);
    assert!(!format!("{report:?}").contains("rounds-at-seven"), "a secret is not kept");
    assert!(
        refused(r#"{"SchemaVersion": 7, "ArtifactName": "x", "Results": []}"#)
            .message
            .contains("schema version 7")
    );
}

#[test]
fn trivy_of_a_cluster_speaks_of_objects() {
    let report = one(
        &json!({ "ClusterName": "ward", "Resources": [{ "Namespace": "clinic", "Kind": "Deployment", "Name": "intake",
        "Results": [{ "Target": "Deployment/intake", "Misconfigurations": [{ "ID": "KSV012", "AVDID": "AVD-KSV-0012", "Severity": "MEDIUM", "Status": "FAIL" }] }] }] }),
    );
    assert_eq!(report.findings[0].subject.provider, Some(Provider::Kubernetes));
    assert_eq!(&*report.findings[0].rule, "AVD-KSV-0012");
}

#[test]
fn grype_gives_matches_and_what_it_ignores() {
    let artifact = json!({ "name": "openssl", "version": "3.0", "locations": [{ "path": "/lib/x" }] });
    let report = one(&json!({
        "matches": [{ "vulnerability": { "id": "CVE-2026-3333", "severity": "High", "fix": { "versions": ["3.1"], "state": "fixed" } }, "artifact": artifact }],
        "ignoredMatches": [{ "vulnerability": { "id": "CVE-2026-4444", "severity": "Negligible" }, "artifact": artifact,
            "appliedIgnoreRules": [{ "vulnerability": "CVE-2026-4444", "reason": "no route to it" }] }],
        "source": { "type": "image", "target": { "userInput": "registry.example/intake:1" } },
        "descriptor": { "name": "grype", "version": "0.90.0", "timestamp": "2026-11-19T00:00:00Z" }
    }));
    let [open, ignored] = &report.findings[..] else { panic!() };
    assert_eq!(
        (&*open.subject.id, &*open.remark),
        ("registry.example/intake:1", "openssl 3.0: fixed in 3.1")
    );
    assert_eq!(open.severity, Severity::High);
    assert_eq!(&*ignored.exemption.as_ref().unwrap().reason, "no route to it");
}

fn checkov_run(kind: &str, results: &Value) -> Value {
    json!({ "check_type": kind, "results": results, "summary": { "checkov_version": "3.3.0" } })
}

#[test]
fn checkov_gives_all_verdicts_of_one_run_or_several() {
    let check = |id: &str, more: &Value| {
        let mut check = json!({ "check_id": id, "check_name": "n", "file_path": "/main.tf", "repo_file_path": "/infra/main.tf",
            "file_abs_path": "/home/ci/infra/main.tf", "file_line_range": [1, 3], "resource": "aws_s3_bucket.charts", "severity": null });
        for (key, value) in more.as_object().unwrap() {
            check[key] = value.clone();
        }
        check
    };
    let terraform = checkov_run(
        "terraform",
        &json!({
            "passed_checks": [check("CKV_AWS_18", &json!({}))],
            "failed_checks": [check("CKV_AWS_19", &json!({ "resource_address": "module.m.aws_s3_bucket.charts" }))],
            "skipped_checks": [check("CKV_AWS_20", &json!({ "check_result": { "result": "SKIPPED", "suppress_comment": "a public site" } }))],
            "parsing_errors": ["/broken.tf"]
        }),
    );
    let secrets = checkov_run(
        "secrets",
        &json!({ "failed_checks": [check("CKV_SECRET_2", &json!({ "resource": "d32bd8966e6f", "code_block": [[1, "rounds-at-seven"]] }))] }),
    );
    let report = one(&json!([terraform, secrets]));
    let [failed, passed, skipped, secret] = &{
        let mut all = report.findings.clone();
        all.sort_by(|a, b| a.rule.cmp(&b.rule));
        vec![all[1].clone(), all[0].clone(), all[2].clone(), all[3].clone()]
    }[..] else {
        panic!()
    };
    assert_eq!((failed.verdict, &*failed.subject.id), (VerdictWord::Fail, "module.m.aws_s3_bucket.charts"));
    assert_eq!(
        (&*failed.subject.type_name, failed.path_there.as_deref()),
        ("aws_s3_bucket", Some("/home/ci/infra/main.tf"))
    );
    assert_eq!(passed.verdict, VerdictWord::Pass);
    assert_eq!(&*skipped.exemption.as_ref().unwrap().reason, "a public site");
    assert_eq!((secret.class, &*secret.subject.id), (Class::Secret, ""));
    assert_eq!(report.blind.len(), 1);
    assert!(!format!("{report:?}").contains("rounds-at-seven"));
    assert_eq!(one(&terraform).findings.len(), 3);
    let nothing = json!({ "passed": 0, "failed": 0, "skipped": 0, "parsing_errors": 0, "resource_count": 0, "checkov_version": "3.3.0" });
    assert!(one(&nothing).findings.is_empty());
}

#[test]
fn prowler_in_both_forms() {
    let event = |code: &str, status: &str, suppressed: &str| {
        json!({ "class_uid": 2004, "metadata": { "event_code": code, "product": { "name": "Prowler", "version": "5.0.0" } },
            "severity": "High", "status": suppressed, "status_code": status, "status_detail": "d", "time": 1_795_000_000,
            "finding_info": { "title": "t" }, "cloud": { "provider": "aws", "account": { "uid": "111122223333" }, "region": "us-east-1" },
            "resources": [{ "uid": "arn:aws:s3:::charts", "name": "charts", "type": "AwsS3Bucket", "region": "us-east-1" }] })
    };
    let report = one(&json!([
        event("s3_bucket_default_encryption", "PASS", "New"),
        event("s3_bucket_public_access", "FAIL", "Suppressed"),
        event("iam_manual", "MANUAL", "New"),
        { "class_uid": 3002, "metadata": {} }
    ]));
    let verdicts: Vec<_> = report.findings.iter().map(|f| (f.verdict, f.exemption.is_some())).collect();
    assert_eq!(
        verdicts,
        [(VerdictWord::Pass, false), (VerdictWord::Fail, true), (VerdictWord::Unknown, false)]
    );
    assert_eq!(
        (&*report.findings[0].subject.id, &*report.findings[0].subject.account),
        ("arn:aws:s3:::charts", "111122223333")
    );
    assert_eq!(report.made.unwrap().as_second(), 1_795_000_000);
    assert_eq!(report.left_out.len(), 1);
    let native = one(
        &json!([{ "CheckID": "ec2_ebs_default_encryption", "Status": "FAIL", "Severity": "medium", "Provider": "aws",
        "ResourceArn": "arn:aws:ec2:us-east-1:111122223333:volume/vol-1", "ResourceId": "vol-1", "AccountId": "111122223333", "Region": "us-east-1",
        "AssessmentStartTime": "2026-11-20T09:10:11.123456" }]),
    );
    assert_eq!((native.scanner, native.findings[0].verdict), (Scanner::Prowler, VerdictWord::Fail));
    assert!(native.made.is_some(), "a time without a zone is read as UTC");
    assert!(refused(r#"[{"class_uid": 3002, "metadata": {}}]"#).message.contains("none is a finding"));
}

#[test]
fn security_hub_gives_findings_with_the_rule_behind_them() {
    let finding = |id: &str, more: &Value| {
        let mut finding = json!({ "SchemaVersion": "2018-10-08", "Id": id, "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/securityhub",
            "ProductName": "Security Hub", "GeneratorId": "security-control/EC2.7", "AwsAccountId": "111122223333", "Region": "us-east-1",
            "Title": "t", "Severity": { "Label": "MEDIUM" }, "UpdatedAt": "2026-11-20T00:00:00Z",
            "Compliance": { "Status": "FAILED", "SecurityControlId": "EC2.7" },
            "ProductFields": { "RelatedAWSResources:0/name": "securityhub-encrypted-volumes-1a2b3c4d" },
            "Resources": [{ "Type": "AwsEc2Volume", "Id": "arn:aws:ec2:us-east-1:111122223333:volume/vol-1" }] });
        for (key, value) in more.as_object().unwrap() {
            finding[key] = value.clone();
        }
        finding
    };
    let findings = json!([
        finding("1", &json!({})),
        finding("2", &json!({ "Workflow": { "Status": "SUPPRESSED" }, "Note": { "Text": "lab" } })),
        finding("3", &json!({ "RecordState": "ARCHIVED" })),
        finding("4", &json!({ "Compliance": { "Status": "NOT_AVAILABLE" } }))
    ]);
    for report in [one(&findings), one(&json!({ "Findings": findings }))] {
        assert_eq!(report.findings[0].config_rule.as_deref(), Some("ENCRYPTED_VOLUMES"));
        assert_eq!(&*report.findings[1].exemption.as_ref().unwrap().reason, "lab");
        assert_eq!(report.findings[2].verdict, VerdictWord::Unknown);
        assert_eq!(report.findings.len(), 3);
    }
    assert!(one(&json!({ "Findings": [] })).findings.is_empty());
    assert!(
        refused(&json!([finding("1", &json!({ "SchemaVersion": "2030-01-01" }))]).to_string())
            .message
            .contains("2030-01-01")
    );
}

#[test]
fn the_other_forms_of_their_own() {
    let kube = one(
        &json!({ "Checks": [], "Reports": [{ "Check": "run-as-non-root", "Diagnostic": { "Message": "m" },
        "Object": { "Metadata": { "FilePath": "k8s/pod.yaml" }, "K8sObject": { "Namespace": "clinic", "Name": "intake",
        "GroupVersionKind": { "Kind": "Deployment" } } } }], "Summary": { "KubeLinterVersion": "0.6" } }),
    );
    assert_eq!(
        (&*kube.findings[0].subject.id, &*kube.findings[0].rule),
        ("clinic/Deployment/intake", "run-as-non-root")
    );
    let kics = one(
        &json!({ "kics_version": "2.1", "queries_total": 1, "end": "2026-11-20T00:00:00Z", "queries": [{ "query_id": "u", "query_name": "q",
        "severity": "HIGH", "category": "Encryption", "cwe": "311", "files": [{ "file_name": "../../main.tf", "line": 4, "resource_type": "aws_s3_bucket",
        "resource_name": "c", "search_key": "aws_s3_bucket[charts].acl" }] }] }),
    );
    let found = &kics.findings[0];
    assert_eq!(
        (&found.cwes[..], &*found.topic, &*found.subject.id),
        (&[311][..], "Encryption", "aws_s3_bucket.charts")
    );
    let tfsec = one(
        &json!({ "results": [{ "rule_id": "AVD-AWS-0088", "long_id": "aws-s3-enable-bucket-encryption", "severity": "HIGH", "status": 0,
        "resource": "aws_s3_bucket.charts", "location": { "filename": "/src/main.tf", "start_line": 1, "end_line": 2 } },
        { "rule_id": "AVD-AWS-0089", "severity": "LOW", "status": 1, "location": {} }] }),
    );
    assert_eq!(spot_of(&tfsec.findings[0]), ("/src/main.tf", 1, 2));
    assert_eq!(tfsec.findings[1].verdict, VerdictWord::Pass);
    assert!(one(&json!({ "results": null })).findings.is_empty());
    let semgrep = one(
        &json!({ "version": "1.1", "errors": [], "results": [{ "check_id": "c", "path": "a.py", "start": { "line": 2 }, "end": { "line": 3 },
        "extra": { "severity": "ERROR", "message": "m", "metadata": { "cwe": ["CWE-798: x"] } } }] }),
    );
    assert_eq!((semgrep.findings[0].class, &*semgrep.findings[0].remark), (Class::Secret, ""));
    let leaks = one(
        &json!([{ "RuleID": "generic", "Description": "d", "File": "a.env", "StartLine": 1, "EndLine": 1, "Secret": "rounds-at-seven", "Match": "x=rounds-at-seven" }]),
    );
    assert!(!format!("{leaks:?}").contains("rounds-at-seven"));
}

#[test]
fn what_is_broken_is_refused_with_its_line() {
    let cut = refused("{\"version\": \"2.1.0\",\n\"runs\": [");
    assert_eq!((cut.line, &*cut.message), (2, "the report is cut off"));
    assert!(refused("").message.contains("empty"));
    assert!(refused("[]").message.contains("empty list"));
    assert!(refused("Running tfsec…").message.starts_with("not JSON"));
    assert!(refused("{\"a\": 1}").message.contains("not the report of a scanner"));
    assert!(refused(r#"{"version": "1.0.0", "runs": []}"#).message.contains("1.0.0"));
    assert!(refused(&"[".repeat(5_000)).message.contains("nested too deep"));
    assert_eq!(read(b"{\n\"a\": \"\xff\"}").unwrap_err().line, 2);
}

#[test]
fn an_encoding_that_a_shell_makes_is_read() {
    let text = json!({ "results": null }).to_string();
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&wide).unwrap()[0].scanner, Scanner::Tfsec);
    assert_eq!(read(format!("\u{feff}{text}").as_bytes()).unwrap()[0].scanner, Scanner::Tfsec);
}

#[test]
fn texts_are_cut_and_cleaned() {
    let long = "x".repeat(10_000);
    let report =
        one(&json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "a\u{1b}[31m" } },
        "results": [{ "ruleId": "r", "message": { "text": format!("{long}\npassword=rounds-at-seven") } },
            { "ruleId": "s", "message": { "text": "db password=rounds-at-seven here" } }] }] }));
    assert_eq!(&*report.tool, "a [31m");
    assert!(report.findings[0].remark.chars().count() <= 601);
    assert!(!report.findings[1].remark.contains("rounds-at-seven"), "{}", report.findings[1].remark);
}

/// Values under the names that the readers look for.
fn any_report() -> impl Strategy<Value = Value> {
    let names = "runs|tool|driver|name|rules|id|results|ruleId|ruleIndex|locations|physicalLocation|artifactLocation|uri|uriBaseId|version|\
        SchemaVersion|Results|ArtifactName|Misconfigurations|AVDID|ID|CauseMetadata|matches|descriptor|vulnerability|check_type|failed_checks|check_id|\
        file_line_range|class_uid|metadata|event_code|resources|Findings|ProductArn|Reports|Checks|queries|kics_version|files|rule_id|location|status";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(Value::from("2.1.0")),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names, inner), 0..6).prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_report_breaks_the_reader(value in any_report()) {
        let _ = read(value.to_string().as_bytes());
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }
}
