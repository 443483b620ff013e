//! `steth pull` and what stands around it, as a process against the fixture cloud.
#![cfg(feature = "gcp")]
#![expect(clippy::unwrap_used, reason = "a failed assumption in a test should stop it")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;
use steth::fixture_cloud::{GcpCloud, Server};
use steth::native::{LiveResource, Provider};

fn bucket(name: &str, project: &str) -> LiveResource {
    LiveResource {
        provider: Provider::Gcp,
        vendor_type: "storage.googleapis.com/Bucket".into(),
        id: format!("//storage.googleapis.com/{name}").into(),
        name: name.into(),
        account: project.into(),
        region: "us-east4".into(),
        tags: Vec::new(),
        recorded: None,
        configuration: json!({
            "name": name,
            "location": "US-EAST4",
            "versioning": {"enabled": true},
            "iamConfiguration": {"publicAccessPrevention": "enforced", "uniformBucketLevelAccess": {"enabled": true}}
        }).into(),
    }
}

fn steth(arguments: &[&str], home: &Path, endpoint: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_steth"))
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        .env("STETH_STORE_PATH", home.join("store"))
        .env("STETH_GCP_ENDPOINT", endpoint)
        .env("STETH_GCP_PARENTS", "organizations/4711")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_pull_is_kept_told_and_found_again() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let cloud = GcpCloud::new("4711")
        .project("ward-7", "1234567")
        .resources([bucket("ward-images", "ward-7"), bucket("ward-letters", "ward-7")]);
    let server = Server::start(runtime.handle(), cloud).unwrap();
    let home = tempfile::tempdir().unwrap();

    let unread = steth(&["scan", "--live"], home.path(), &server.url());
    assert_eq!(unread.status.code(), Some(2));
    assert!(text(&unread.stderr).contains("steth pull"), "{}", text(&unread.stderr));

    let none = steth(&["history"], home.path(), &server.url());
    assert!(text(&none.stdout).contains("No snapshots yet"), "{}", text(&none.stderr));

    let pulled = steth(&["pull", "gcp"], home.path(), &server.url());
    let said = text(&pulled.stdout);
    assert!(said.contains("snapshot 1 finished"), "{said}\n{}", text(&pulled.stderr));
    assert!(said.contains("GCP:") && said.contains("cloudasset"), "{said}");
    assert!(said.contains("GCP: 3 resources, 0 native verdicts (organizations/4711)"), "{said}");
    // the other clouds are not in use here, and nothing is said of them
    assert!(!said.contains("AWS:") && !said.contains("Azure:"), "{said}");
    // the code says that one bucket is as it is, and that the other keeps no versions
    let code = |name: &str, versions: bool| {
        format!(
            "resource \"google_storage_bucket\" \"{0}\" {{\n  name = \"{name}\"\n  location = \"us-east4\"\n  \
             project = \"ward-7\"\n  versioning {{\n    enabled = {versions}\n  }}\n}}\n",
            name.replace('-', "_")
        )
    };
    let text_of_code = code("ward-images", true) + &code("ward-letters", false);
    std::fs::write(home.path().join("main.tf"), text_of_code).unwrap();
    let drift = steth(&["drift", "--format", "json", "--fail-on", "any"], home.path(), &server.url());
    let drift: serde_json::Value = serde_json::from_slice(&drift.stdout).unwrap();
    assert_eq!(drift["compared"]["resources"], 2, "{drift:#}");
    let versions: Vec<_> = drift["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|i| {
            i["setting"]["name"] == "integrity.versioning" || i["setting"]["name"] == "recovery.versioning"
        })
        .map(|i| (i["declared"].as_str().unwrap(), i["direction"].as_str().unwrap()))
        .collect();
    assert_eq!(versions, [("google_storage_bucket.ward_letters", "stronger")], "{drift:#}");

    // a scan judges the code alone unless it is asked for both
    let alone = steth(&["scan", "--format", "json"], home.path(), &server.url());
    let alone: serde_json::Value = serde_json::from_slice(&alone.stdout).unwrap();
    assert!(alone["drift"].is_null());
    let both = steth(&["scan", "--live", "--format", "json"], home.path(), &server.url());
    let both: serde_json::Value = serde_json::from_slice(&both.stdout).unwrap();
    assert_eq!(both["drift"]["items"], drift["items"]);
    let sides = |report: &serde_json::Value, side: &str| {
        report["findings"].as_array().unwrap().iter().filter(|f| f["resource"]["side"] == side).count()
    };
    assert_eq!((sides(&alone, "live"), sides(&alone, "declared")), (0, sides(&both, "declared")));
    assert!(sides(&both, "live") > 0);

    let again = steth(&["pull", "gcp"], home.path(), &server.url());
    assert!(text(&again.stdout).contains("snapshot 2 finished"), "{}", text(&again.stdout));
    let compared = steth(&["diff", "previous", "latest"], home.path(), &server.url());
    assert_eq!(compared.status.code(), Some(0), "{}", text(&compared.stderr));
    let history = steth(&["history"], home.path(), &server.url());
    assert_eq!(history.status.code(), Some(0), "{}", text(&history.stderr));
    assert!(text(&history.stdout).lines().count() >= 2, "{}", text(&history.stdout));
}

#[test]
fn a_cloud_that_nobody_uses_here_is_not_asked() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_steth"))
        .arg("pull")
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("STETH_STORE_PATH", home.path().join("store"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("has credentials here"), "{}", text(&output.stderr));
}

#[test]
fn the_configuration_says_where_a_value_is_from() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("steth.toml"), "[aws]\nregions = [\"us-east-1\"]\n").unwrap();
    let shown = steth(&["config"], home.path(), "http://127.0.0.1:1");
    let shown = text(&shown.stdout);
    let line = |key: &str| shown.lines().find(|l| l.starts_with(key)).unwrap_or_default().to_owned();
    assert!(line("aws.regions").ends_with("steth.toml:2"), "{shown}");
    assert!(line("gcp.endpoint").ends_with("environment STETH_GCP_ENDPOINT"), "{shown}");
    assert!(line("aws.role").ends_with("default"), "{shown}");
    std::fs::write(home.path().join("steth.toml"), "[aws]\nregoins = []\n").unwrap();
    let wrong = steth(&["config"], home.path(), "http://127.0.0.1:1");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        text(&wrong.stderr).contains("steth.toml:2: there is no setting aws.regoins"),
        "{}",
        text(&wrong.stderr)
    );
}

#[test]
fn a_cloud_without_anything_to_read_is_not_a_pass() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = Server::start(runtime.handle(), GcpCloud::new("4711")).unwrap();
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_steth"))
        .args(["pull", "gcp"])
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .env("STETH_STORE_PATH", home.path().join("store"))
        .env("STETH_GCP_ENDPOINT", server.url())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("not read: GCP"), "{}", text(&output.stdout));
}
