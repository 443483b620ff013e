//! Plans and states through the whole reading of a tree.

use serde_json::json;

use super::Action;
use crate::check::{Verdict, assess, registry};
use crate::dialect::translate;
use crate::native::{NativeResource, Node, Value, Why};
use crate::posture::SourceKind;
use crate::resource::Side;
use crate::scan::{Request, scan};
use crate::source::Tree;
use crate::source::code::{Code, Options, read};

fn read_files(files: &[(&str, &str)]) -> Code {
    read(&Tree::memory(files.iter().map(|(p, t)| (*p, *t))), &Options::default())
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn change(address: &str, actions: &[&str], after: &serde_json::Value) -> serde_json::Value {
    json!({"address": address, "mode": "managed", "change": {"actions": actions, "after": after,
           "after_unknown": {"arn": true}, "after_sensitive": {}}})
}

/// A hospital's bucket with its versioning in another resource, in a module, and a database that goes.
fn plan() -> serde_json::Value {
    let bucket = "module.imaging[\"mri\"].aws_s3_bucket.scans";
    let versioning = "module.imaging[\"mri\"].aws_s3_bucket_versioning.scans";
    json!({
        "format_version": "1.2",
        "terraform_version": "1.9.5",
        "variables": {"region": {"value": "eu-central-1"}, "door": {"value": "open-sesame-4711"}},
        "planned_values": {"root_module": {
            "resources": [
                {"address": "aws_db_instance.records", "mode": "managed", "type": "aws_db_instance", "name": "records",
                 "values": {"identifier": "records", "password": "hunter2-and-more", "storage_encrypted": false},
                 "sensitive_values": {"password": true}}
            ],
            "child_modules": [{"address": "module.imaging[\"mri\"]", "resources": [
                {"address": bucket, "mode": "managed", "type": "aws_s3_bucket", "name": "scans",
                 "values": {"bucket": null, "tags": null, "tags_all": {"owner": "radiology"}}},
                {"address": versioning, "mode": "managed", "type": "aws_s3_bucket_versioning", "name": "scans",
                 "values": {"versioning_configuration": [{"status": "Enabled"}]}}
            ]}]
        }},
        "resource_changes": [
            {"address": bucket, "mode": "managed", "change": {"actions": ["create"], "after": {"bucket": null},
             "after_unknown": {"id": true, "acl": true, "server_side_encryption_configuration": true}}},
            {"address": versioning, "mode": "managed", "change": {"actions": ["delete", "create"],
             "after": {"versioning_configuration": [{"status": "Enabled"}]},
             "after_unknown": {"bucket": true, "id": true, "versioning_configuration": [{"mfa_delete": true}]}}},
            change("aws_db_instance.records", &["no-op"], &json!({})),
            change("aws_db_instance.old", &["delete"], &json!(null)),
        ],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "expressions": {"region": {"references": ["var.region"]}}}},
            "root_module": {
                "resources": [{"address": "aws_db_instance.records", "mode": "managed", "provider_config_key": "aws",
                    "expressions": {"identifier": {"constant_value": "records"}, "password": {"references": ["var.door"]},
                                    "storage_encrypted": {"constant_value": false}}}],
                "module_calls": {"imaging": {"expressions": {}, "module": {
                    "resources": [
                        {"address": "aws_s3_bucket.scans", "mode": "managed", "provider_config_key": "module.imaging:aws",
                         "expressions": {}},
                        {"address": "aws_s3_bucket_versioning.scans", "mode": "managed",
                         "expressions": {
                            "bucket": {"references": ["aws_s3_bucket.scans.id", "aws_s3_bucket.scans"]},
                            "versioning_configuration": [{"status": {"constant_value": "Enabled"}}]}}
                    ]
                }}}
            }
        }
    })
}

fn by_address<'a>(natives: &'a [NativeResource], address: &str) -> &'a NativeResource {
    natives.iter().find(|n| &*n.address == address).unwrap_or_else(|| panic!("no {address}"))
}

#[test]
fn a_plan_gives_values_unknowns_references_and_changes() {
    let code = read_files(&[("plans/plan.json", &pretty(&plan()))]);
    assert!(code.parts[0].report.failed.is_empty(), "{:?}", code.parts[0].report.failed);
    let natives = &code.natives;
    assert_eq!(natives.len(), 3, "what is destroyed is left out");
    let versioning = by_address(natives, "module.imaging[\"mri\"].aws_s3_bucket_versioning.scans");
    let bucket = &versioning.body["bucket"];
    assert_eq!(&*bucket.references()[0].address, "module.imaging[\"mri\"].aws_s3_bucket.scans");
    assert!(matches!(&bucket.as_unknown().unwrap().why, Why::Apply(a) if a.ends_with("scans.id")));
    let block = versioning.body["versioning_configuration"].items().unwrap()[0].as_object().unwrap();
    assert!(!block.contains_key("mfa_delete"), "not written, so that the default holds");
    let scans = by_address(natives, "module.imaging[\"mri\"].aws_s3_bucket.scans");
    assert!(!scans.body.contains_key("server_side_encryption_configuration"));
    assert_eq!(
        scans.provider_config.region.as_ref().and_then(Node::as_text).as_deref(),
        Some("eu-central-1")
    );
    let records = by_address(natives, "aws_db_instance.records");
    assert!(records.body["password"].sensitive && !records.body["identifier"].sensitive);
    let line = records.body["storage_encrypted"].origin.unwrap().line as usize;
    let text = pretty(&plan());
    assert!(text.lines().nth(line - 1).unwrap().contains("storage_encrypted"));
    let action = |address: &str| code.changes.get(&("plans/plan.json".into(), address.into())).copied();
    assert_eq!(action("module.imaging[\"mri\"].aws_s3_bucket.scans"), Some(Action::Create));
    assert_eq!(action("module.imaging[\"mri\"].aws_s3_bucket_versioning.scans"), Some(Action::Replace));
    assert_eq!(action("aws_db_instance.records"), Some(Action::None));
    // the companion found its bucket
    let estate = translate(natives, Side::Declared).estate;
    let check = registry().find("object-store-versioning").unwrap();
    let verdict = assess(&estate).into_iter().find(|f| f.check == check).map(|f| f.verdict);
    assert_eq!(verdict, Some(Verdict::Pass));
}

#[test]
fn nothing_sensitive_is_shown() {
    let now = "2026-11-21T12:00:00Z".parse().unwrap();
    for text in [pretty(&plan()), plan().to_string()] {
        let tree = Tree::memory([("plan.json", text.as_str())]);
        let posture = scan(&tree, &Request::default(), now, &mut |_| {});
        let file = posture.files.iter().next().unwrap().1;
        assert!(!file.text.contains("hunter2") && !file.text.contains("sesame"), "{}", file.text);
        let settings: String = posture
            .estate
            .resources()
            .iter()
            .flat_map(|r| r.settings().map(|(_, s)| s.display()).collect::<Vec<_>>())
            .collect();
        assert!(!settings.contains("hunter2") && !settings.contains("sesame"));
        assert!(settings.contains("create"), "the change is shown");
    }
}

const MAIN: &str = "variable \"on\" {}\n\
                    resource \"aws_ebs_volume\" \"v\" {\n  count = 2\n  encrypted = var.on\n}\n\
                    resource \"aws_ebs_volume\" \"other\" {\n  encrypted = true\n}\n\
                    resource \"aws_ebs_volume\" \"none\" {\n  for_each = var.on\n}\n";

fn volumes() -> String {
    let volume = |i: usize, on: bool| {
        json!({"address": format!("aws_ebs_volume.v[{i}]"), "mode": "managed", "type": "aws_ebs_volume", "name": "v",
               "index": i, "values": {"encrypted": on, "iops": 3000}})
    };
    let declared = |name: &str| json!({"address": format!("aws_ebs_volume.{name}"), "mode": "managed", "expressions": {}});
    pretty(&json!({
        "format_version": "1.2", "resource_changes": [],
        "planned_values": {"root_module": {"resources": [volume(0, false), volume(1, true)]}},
        "configuration": {"root_module": {"resources": [declared("v"), declared("none")]}}
    }))
}

#[test]
fn beside_its_code_a_plan_stands_in_its_place_and_keeps_its_lines() {
    let code = read_files(&[("prod/main.tf", MAIN), ("prod/tfplan.json", &volumes())]);
    let addresses: Vec<&str> = code.natives.iter().map(|n| &*n.address).collect();
    // `other` is newer than the plan; `none` is declared and not made
    assert_eq!(addresses, ["aws_ebs_volume.other", "aws_ebs_volume.v[0]", "aws_ebs_volume.v[1]"]);
    let first = by_address(&code.natives, "aws_ebs_volume.v[0]");
    assert_eq!(&*first.root, "prod");
    assert_eq!((code.files.path(first.span.file), first.span.line), ("prod/main.tf", 2));
    let encrypted = &first.body["encrypted"];
    assert!(matches!(encrypted.value, Value::Bool(false)));
    assert_eq!(encrypted.site.unwrap().line, 4);
    assert_eq!(first.body["iops"].site, None, "the provider's own value stands nowhere");
    let counts: Vec<_> = code.parts.iter().map(|p| (p.kind, p.resources)).collect();
    assert_eq!(counts, [(SourceKind::Terraform, 1), (SourceKind::TerraformPlan, 2)]);
}

#[test]
fn a_plan_elsewhere_is_told_by_the_flag_or_stands_alone() {
    let files = [("prod/main.tf", MAIN), ("out/plan.json", &*volumes())];
    let alone = read_files(&files);
    assert!(alone.natives.iter().any(|n| &*n.root == "out/plan.json"));
    let options =
        Options { plan_roots: vec![("out/plan.json".to_owned(), "prod/".to_owned())], ..Options::default() };
    let told = read(&Tree::memory(files), &options);
    assert!(told.natives.iter().all(|n| &*n.root == "prod"));
    // two plans of one directory are two deployments
    let two = read_files(&[("p/main.tf", MAIN), ("p/a.json", &volumes()), ("p/b.json", &volumes())]);
    let roots: Vec<&str> = two.natives.iter().map(|n| &*n.root).collect();
    assert_eq!(roots, ["p", "p/a.json", "p/a.json", "p/b.json", "p/b.json"]);
    assert_eq!(two.natives[1].span.line, 2, "with the places of the code");
}

#[test]
fn of_a_state_only_what_is_declared_no_more_counts() {
    let instance = |attributes: &serde_json::Value| json!({"attributes": attributes});
    let block = |name: &str, encrypted: bool| {
        json!({"mode": "managed", "type": "aws_ebs_volume", "name": name,
               "instances": [instance(&json!({"id": name, "encrypted": encrypted}))]})
    };
    let state = pretty(&json!({"version": 4, "terraform_version": "1.9.5", "serial": 3, "lineage": "x",
        "resources": [block("other", true), block("forgotten", false)]}));
    let code = read_files(&[("p/main.tf", MAIN), ("p/terraform.tfstate", &state)]);
    let of_state: Vec<&str> =
        code.natives.iter().filter(|n| n.span.file.0 == 1).map(|n| &*n.address).collect();
    assert_eq!(of_state, ["aws_ebs_volume.forgotten"]);
    let alone = read_files(&[("states/prod.json", &state)]);
    assert_eq!((alone.natives.len(), alone.parts[0].kind), (2, SourceKind::TerraformState));
    let workspace =
        read_files(&[("p/main.tf", MAIN), ("p/terraform.tfstate.d/dev/terraform.tfstate", &state)]);
    assert!(workspace.natives.iter().any(|n| &*n.root == "p" && &*n.address == "aws_ebs_volume.forgotten"));
}

#[test]
fn what_is_no_plan_is_told_with_the_way_out() {
    let plan = plan().to_string();
    let said = |name: &str, text: &str| {
        let code = read_files(&[(name, text)]);
        let mut all: Vec<String> =
            code.parts.iter().flat_map(|p| &p.report.failed).map(ToString::to_string).collect();
        all.extend(code.stray.failed.iter().chain(&code.stray.skipped).map(ToString::to_string));
        all.join("\n")
    };
    let leading = said("plan.json", &format!("Running plan in the remote backend...\nWaiting\n\n{plan}"));
    assert!(leading.contains("plan.json:1:1") && leading.contains("terraform show -json"), "{leading}");
    let log = "{\"@level\":\"info\",\"@module\":\"terraform.ui\",\"type\":\"planned_change\"}\n";
    assert!(said("plan.json", log).contains("the log of"));
    let future = plan.replacen("\"1.2\"", "\"2.0\"", 1);
    assert!(said("plan.json", &future).contains("\"2.0\""));
    let cut = &plan[..plan.len() - 20];
    assert!(said("plan.json", cut).contains("broken off"));
    let wrapped = format!("{{\"plan\": {plan}}}");
    assert!(said("plan.json", &wrapped).contains("\"plan\""));
    let binary = [b"PK\x03\x04".as_slice(), &[0; 26], b"tfplan"].concat();
    let code =
        read(&Tree::memory([("main.tf", b"".to_vec()), ("tfplan", binary.clone())]), &Options::default());
    assert!(code.stray.skipped[0].to_string().contains("terraform show -json"));
    let asked = Tree::memory([("tfplan", binary)]).scanning(["tfplan"]);
    assert_eq!(read(&asked, &Options::default()).stray.failed.len(), 1);
    let errored = plan.replacen('{', "{\"errored\": true, ", 1);
    assert!(said("plan.json", &errored).contains("ended in an error"));
}

proptest::proptest! {
    #[test]
    fn any_plan_is_survived(
        cut in 0usize..4000,
        noise in "[\\[\\]{}:,\"a-z0-9 ]{0,12}",
    ) {
        let text = plan().to_string();
        let at = (0..=cut.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let text = format!("{}{noise}{}", &text[..at], &text[at..]);
        let code = read_files(&[("plan.json", text.as_str()), ("main.tf", MAIN)]);
        proptest::prop_assert!(code.natives.len() < 100);
    }
}
