//! `steth doctor` as a process.
#![cfg(all(feature = "aws", feature = "azure", feature = "gcp"))]
#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::path::Path;
use std::process::{Command, Output};

use steth::fixture_cloud::{AwsEstate, Fault, FaultKind, GcpCloud, Response, Server};

fn steth(arguments: &[&str], home: &Path, environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_steth"))
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        // no metadata service is waited for
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential")
        .env("GCE_METADATA_HOST", "127.0.0.1:1")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn clouds_without_a_login_say_how_to_log_in() {
    let home = tempfile::tempdir().unwrap();
    let output = steth(&["doctor"], home.path(), &[]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{said}{}", text(&output.stderr));
    for way in ["aws sso login", "az login", "gcloud auth application-default login", "No cloud can be read"]
    {
        assert!(said.contains(way), "{way}: {said}");
    }
    // nobody asked for a policy of a cloud that is not in use
    assert!(!said.contains("Statement"), "{said}");
    let policy = steth(&["doctor", "aws", "--policy"], home.path(), &[]);
    assert!(text(&policy.stdout).contains("config:SelectResourceConfig"), "{}", text(&policy.stdout));
}

#[test]
fn what_can_be_read_and_what_cannot_is_told_without_secrets() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let estate = AwsEstate {
        account: "111122223333".into(),
        security_hub: ["eu-west-1".to_owned()].into(),
        ..AwsEstate::default()
    };
    let aws = estate.serve(runtime.handle()).unwrap();
    let gcp = Server::start(runtime.handle(), GcpCloud::new("4711").project("ward-7", "1234567")).unwrap();
    let home = tempfile::tempdir().unwrap();
    let (aws_url, gcp_url) = (aws.url(), gcp.url());
    let environment = [
        ("AWS_ACCESS_KEY_ID", "AKIDFORTESTS"),
        ("AWS_SECRET_ACCESS_KEY", "hunter2-of-the-environment"),
        ("AWS_REGION", "eu-west-1"),
        ("STETH_AWS_ENDPOINT", &aws_url),
        ("STETH_GCP_ENDPOINT", &gcp_url),
        ("STETH_GCP_PARENTS", "organizations/4711"),
    ];
    let well = steth(&["doctor"], home.path(), &environment);
    let said = text(&well.stdout);
    assert_eq!(well.status.code(), Some(0), "{said}{}", text(&well.stderr));
    assert!(said.contains("AWS: arn:aws:iam::111122223333:user/auditor"), "{said}");
    assert!(said.contains("reads     config:SelectResourceConfig"), "{said}");
    assert!(said.contains("Next: steth pull"), "{said}");

    let body = r#"{"__type":"AccessDeniedException","message":"the key hunter2-of-the-service may not"}"#;
    let no = Response::new(400, "application/x-amz-json-1.1", body);
    let select = |r: &steth::fixture_cloud::Request| {
        r.header("x-amz-target").is_some_and(|t| t.ends_with(".SelectResourceConfig"))
    };
    aws.fault(Fault::on(FaultKind::Answer(no), select));
    let ill = steth(&["doctor", "aws", "gcp"], home.path(), &environment);
    let said = text(&ill.stdout);
    assert_eq!(ill.status.code(), Some(3), "{said}");
    assert!(
        said.contains("DENIED    config:SelectResourceConfig: config:SelectResourceConfig is missing"),
        "{said}"
    );
    assert!(said.contains("\"Version\": \"2012-10-17\""), "the policy to ask for: {said}");
    let json = steth(&["doctor", "aws", "--format", "json"], home.path(), &environment);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let denied: Vec<_> = report["clouds"][0]["operations"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|o| o["answer"] == "denied")
        .map(|o| o["missing_permission"].as_str().unwrap())
        .collect();
    assert_eq!(denied, ["config:SelectResourceConfig"]);
    assert_eq!(
        (&report["well"], &report["clouds"][0]["identity"]["details"]["account"]),
        (&false.into(), &"111122223333".into())
    );
    for output in [&well, &ill, &json] {
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(!all.contains("hunter2"), "{all}");
    }
}
