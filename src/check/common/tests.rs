//! Places and labels, judged by what the organization expects.

use crate::check::{Verdict, assess, registry};
use crate::dialect::translate;
use crate::resource::{Estate, Expectations, Side};
use crate::source::Tree;
use crate::source::terraform::{Options, read};
use crate::testing::{case, hold};

/// The verdict of a check on a resource, with `us-east-1` and `eastus` approved or nothing stated.
fn verdict(text: &str, check: &str, address: &str, approved: &[&str]) -> Option<Verdict> {
    let text = format!("variable \"unset\" {{}}\n{text}");
    let native = read(&Tree::memory([("main.tf", text.as_str())]), &Options::default());
    let resources = translate(&native.resources, Side::Declared).estate.into_resources();
    let expected = Expectations::approving_regions(approved.iter().copied());
    let estate = Estate::new(resources).expecting(expected);
    let id = registry().find(check)?;
    assess(&estate)
        .iter()
        .find(|f| f.check == id && estate.get(f.resource).is_some_and(|r| &*r.address == address))
        .map(|f| f.verdict)
}

const APPROVED: &[&str] = &["us-east-1", "eastus", "us"];

#[test]
fn a_resource_lies_where_it_was_approved() {
    let aws = |region: &str, approved: &[&str]| {
        let text = format!("provider \"aws\" {{\n{region}\n}}\nresource \"aws_s3_bucket\" \"b\" {{}}");
        verdict(&text, "approved-region", "aws_s3_bucket.b", approved)
    };
    assert_eq!(aws("region = \"us-east-1\"", APPROVED), Some(Verdict::Pass));
    assert_eq!(aws("region = \"eu-west-1\"", APPROVED), Some(Verdict::Fail));
    assert_eq!(aws("region = var.unset", APPROVED), Some(Verdict::Unknown));
    assert_eq!(aws("", APPROVED), Some(Verdict::Unknown), "a region from the environment is not known");
    assert_eq!(aws("region = \"eu-west-1\"", &[]), Some(Verdict::NotApplicable));
    let azure = "resource \"azurerm_storage_account\" \"a\" {\n location = \"East US\"\n}";
    assert_eq!(verdict(azure, "approved-region", "azurerm_storage_account.a", APPROVED), Some(Verdict::Pass));
}

#[test]
fn replicas_and_messages_stay_where_it_was_approved() {
    let table = |region: &str| {
        let text = format!(
            "resource \"aws_dynamodb_table\" \"t\" {{\n replica {{\n region_name = {region}\n }}\n}}"
        );
        verdict(&text, "approved-replica-regions", "aws_dynamodb_table.t", APPROVED)
    };
    assert_eq!(table("\"us-east-1\""), Some(Verdict::Pass));
    assert_eq!(table("\"eu-west-1\""), Some(Verdict::Fail));
    assert_eq!(table("var.unset"), Some(Verdict::Unknown));
    let plan = "resource \"aws_backup_plan\" \"p\" {\n rule {\n copy_action {\n destination_vault_arn = \
                \"arn:aws:backup:ap-south-1:1:backup-vault:v\"\n }\n }\n}";
    assert_eq!(verdict(plan, "approved-replica-regions", "aws_backup_plan.p", APPROVED), Some(Verdict::Fail));
    let topic = |policy: &str| {
        let text = format!("resource \"google_pubsub_topic\" \"t\" {{\n name = \"t\"\n{policy}\n}}");
        verdict(&text, "approved-storage-policy", "google_pubsub_topic.t", APPROVED)
    };
    let list = |regions: &str| {
        topic(&format!("message_storage_policy {{\n allowed_persistence_regions = [{regions}]\n }}"))
    };
    assert_eq!(list("\"us\""), Some(Verdict::Pass));
    assert_eq!(list("\"us\", \"europe-west1\""), Some(Verdict::Fail));
    assert_eq!(list("var.unset"), Some(Verdict::Unknown));
    assert_eq!(topic(""), Some(Verdict::Fail), "anywhere is not an approved region");
}

#[test]
fn resources_say_what_they_hold_and_whose_they_are() {
    hold(&[
        case(
            "data-classification-tag",
            "aws_s3_bucket",
            "tags = { DataClassification = \"phi\" }",
            "tags = { Name = \"a\" }",
            "tags = var.unset",
        ),
        case(
            "owner-tag",
            "azurerm_storage_account",
            "tags = { owner = \"radiology\" }",
            "tags = { owner = \"\" }",
            "tags = var.unset",
        ),
        case(
            "environment-tag",
            "google_storage_bucket",
            "labels = { env = \"prod\" }",
            "name = \"b\"",
            "labels = var.unset",
        ),
        case(
            "environment-tag",
            "google_sql_database_instance",
            "settings {\n tier = \"t\"\n user_labels = { environment = \"prod\" }\n }",
            "name = \"a\"",
            "",
        ),
        case(
            "owner-tag",
            "google_compute_instance",
            "labels = { team = \"a\" }\n tags = [\"web\"]",
            "tags = [\"web\"]",
            "",
        ),
    ]);
}

#[test]
fn tags_of_the_provider_count() {
    let text = "provider \"aws\" {\n region = \"us-east-1\"\n default_tags {\n tags = {\n Owner = \"it\"\n }\n }\n}\n\
                resource \"aws_sqs_queue\" \"q\" {}";
    assert_eq!(verdict(text, "owner-tag", "aws_sqs_queue.q", &[]), Some(Verdict::Pass));
    assert_eq!(verdict(text, "environment-tag", "aws_sqs_queue.q", &[]), Some(Verdict::Fail));
}

#[test]
fn a_secret_has_a_remedy_wherever_it_stands() {
    let check =
        crate::check::registry().checks().map(|(_, c)| c).find(|c| c.id == "no-secret-in-code").unwrap();
    for of in ["aws_db_instance", "azurerm_linux_web_app", "Secret"] {
        assert!(check.remedy_for(of).is_some_and(|r| r.steps.contains("rotate it")), "{of}");
    }
    assert!(!check.platforms().is_empty());
}
