//! References between resources, to data sources and to whole resources; provider configurations.

use crate::native::Mode;

use super::{estate, one, place, show};

#[test]
fn an_attribute_that_is_written_is_known_and_linked() {
    let estate = one(r#"
resource "aws_kms_key" "k" {
  description = "d"
}
resource "aws_s3_bucket" "b" {
  bucket = "name"
  tags   = { a = { deep = 1 } }
  rule {
    apply {
      kms = aws_kms_key.k.arn
    }
  }
}
resource "x_y" "z" {
  name     = aws_s3_bucket.b.bucket
  id       = aws_s3_bucket.b.id
  kms      = aws_s3_bucket.b.rule[0].apply[0].kms
  computed = aws_s3_bucket.b.website[0].endpoint
  deep     = aws_s3_bucket.b.tags.a.deep
  arn_text = "${aws_s3_bucket.b.arn}/*"
  upper    = upper(aws_s3_bucket.b.bucket)
  chosen   = true ? aws_kms_key.k.arn : null
  tried    = try(aws_kms_key.k.arn, "x")
  list     = [aws_kms_key.k.arn, "plain"]
}
"#);
    let refs = |name: &str| {
        let node = estate.node("x_y.z", name);
        node.references().iter().map(|r| format!("{} {}", r.address, r.attribute)).collect::<Vec<_>>()
    };
    assert_eq!(estate.show("x_y.z", "name"), "\"name\"");
    assert_eq!(refs("name"), ["aws_s3_bucket.b bucket"]);
    assert_eq!(place(&estate.files, estate.node("x_y.z", "name").origin), "main.tf:6");
    assert_eq!(estate.show("x_y.z", "id"), "?(aws_s3_bucket.b.id is known only after apply)");
    assert_eq!(refs("id"), ["aws_s3_bucket.b id"]);
    assert_eq!(refs("kms"), ["aws_s3_bucket.b rule[0].apply[0].kms", "aws_kms_key.k arn"]);
    assert_eq!(
        estate.show("x_y.z", "computed"),
        "?(aws_s3_bucket.b.website[0].endpoint is known only after apply)"
    );
    assert_eq!(estate.show("x_y.z", "deep"), "1");
    assert_eq!(refs("arn_text"), ["aws_s3_bucket.b arn"]);
    assert_eq!(estate.show("x_y.z", "upper"), "\"NAME\"");
    assert_eq!(refs("upper"), ["aws_s3_bucket.b bucket"]);
    assert_eq!(refs("chosen"), ["aws_kms_key.k arn"]);
    assert_eq!(refs("tried"), ["aws_kms_key.k arn"]);
    assert_eq!(show(&estate.node("x_y.z", "list.1")), "\"plain\"");
}

#[test]
fn data_sources_are_emitted_and_unknown() {
    let estate = one(
        "data \"aws_kms_key\" \"k\" {\n  key_id = \"alias/x\"\n}\nresource \"x_y\" \"z\" {\n  arn = data.aws_kms_key.k.arn\n  id = data.aws_kms_key.k.key_id\n}\n",
    );
    assert_eq!(estate.at("data.aws_kms_key.k").mode, Mode::Data);
    assert_eq!(estate.show("x_y.z", "arn"), "?(data.aws_kms_key.k.arn is read at plan time)");
    assert_eq!(estate.show("x_y.z", "id"), "\"alias/x\"");
}

#[test]
fn a_whole_resource_can_be_passed_to_a_module() {
    let estate = estate(&[
        (
            "main.tf",
            "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"n\"\n}\nmodule \"m\" {\n  source = \"./m\"\n  bucket = aws_s3_bucket.b\n  typed = aws_s3_bucket.b\n}\n",
        ),
        (
            "m/main.tf",
            "variable \"bucket\" {}\nvariable \"typed\" {\n  type = object({ bucket = string, arn = string })\n}\nresource \"x_y\" \"z\" {\n  arn = var.bucket.arn\n  name = var.bucket.bucket\n  typed_arn = var.typed.arn\n}\n",
        ),
    ]);
    assert_eq!(estate.show("module.m.x_y.z", "arn"), "?(aws_s3_bucket.b.arn is known only after apply)");
    assert_eq!(estate.show("module.m.x_y.z", "name"), "\"n\"");
    assert_eq!(
        estate.show("module.m.x_y.z", "typed_arn"),
        "?(aws_s3_bucket.b.arn is known only after apply)"
    );
    let name = estate.node("module.m.x_y.z", "name");
    assert_eq!(&*name.references()[0].address, "aws_s3_bucket.b");
}

#[test]
fn references_inside_a_module_carry_its_address() {
    let estate = estate(&[
        (
            "main.tf",
            "module \"m\" {\n  for_each = toset([\"a\"])\n  source = \"./m\"\n}\nresource \"x_y\" \"z\" {\n  key = module.m[\"a\"].key\n  all = [for m in module.m : m.key]\n}\n",
        ),
        (
            "m/main.tf",
            "resource \"aws_kms_key\" \"k\" {}\noutput \"key\" {\n  value = aws_kms_key.k.arn\n}\n",
        ),
    ]);
    let key = estate.node("x_y.z", "key");
    assert_eq!(&*key.references()[0].address, "module.m[\"a\"].aws_kms_key.k");
    assert_eq!(
        estate.show("x_y.z", "all"),
        "[?(module.m[\"a\"].aws_kms_key.k.arn is known only after apply)]"
    );
}

#[test]
fn a_reference_to_nothing_is_an_error_with_its_place() {
    let estate = one(
        "resource \"x_y\" \"z\" {\n  a = aws_kms_key.gone.arn\n  b = var.gone\n  c = local.gone\n  d = bareword\n  e = module.gone.out\n}\n",
    );
    let problems: Vec<String> = estate.report.invalid.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "main.tf:2:7: there is no aws_kms_key.gone in this module",
            "main.tf:3:7: there is no variable \"gone\"",
            "main.tf:4:7: there is no local value \"gone\"",
            "main.tf:5:7: \"bareword\" is not a value; is a quote missing?",
            "main.tf:6:7: there is no module \"gone\"",
        ]
    );
}

#[test]
fn provider_configurations_follow_aliases_into_modules() {
    let estate = estate(&[
        (
            "main.tf",
            r#"
variable "region" { default = "eu-west-1" }
provider "aws" {
  region = var.region
  default_tags {
    tags = { owner = "team" }
  }
}
provider "aws" {
  alias               = "west"
  region              = "us-west-2"
  allowed_account_ids = ["111122223333"]
}
provider "google" {
  project = "p"
  region  = "europe-west1"
  default_labels = { a = "b" }
}
provider "azurerm" {
  features {}
  subscription_id = "s"
}
resource "aws_s3_bucket" "default" {}
resource "aws_s3_bucket" "west" {
  provider = aws.west
}
resource "google_storage_bucket" "g" {}
resource "azurerm_storage_account" "a" {}
module "m" {
  source    = "./m"
  providers = { aws = aws.west, aws.other = aws }
}
module "plain" {
  source = "./m"
}
"#,
        ),
        (
            "m/main.tf",
            "resource \"aws_s3_bucket\" \"inner\" {}\nresource \"aws_s3_bucket\" \"other\" {\n  provider = aws.other\n}\n",
        ),
    ]);
    let region = |address: &str| {
        estate.at(address).provider_config.region.as_ref().map_or_else(|| "none".to_owned(), show)
    };
    assert_eq!(region("aws_s3_bucket.default"), "\"eu-west-1\"");
    assert_eq!(region("aws_s3_bucket.west"), "\"us-west-2\"");
    assert_eq!(region("module.m.aws_s3_bucket.inner"), "\"us-west-2\"");
    assert_eq!(region("module.m.aws_s3_bucket.other"), "\"eu-west-1\"");
    assert_eq!(region("module.plain.aws_s3_bucket.inner"), "\"eu-west-1\"");
    assert_eq!(region("module.plain.aws_s3_bucket.other"), "none");
    let config = &estate.at("aws_s3_bucket.default").provider_config;
    assert_eq!(show(config.default_tags.as_ref().unwrap()), "{owner = \"team\"}");
    assert_eq!(
        show(estate.at("aws_s3_bucket.west").provider_config.account.as_ref().unwrap()),
        "\"111122223333\""
    );
    assert_eq!(show(estate.at("google_storage_bucket.g").provider_config.account.as_ref().unwrap()), "\"p\"");
    assert_eq!(
        show(estate.at("azurerm_storage_account.a").provider_config.account.as_ref().unwrap()),
        "\"s\""
    );
    assert!(estate.at("aws_s3_bucket.west").get("provider").is_none());
}

#[test]
fn the_name_of_a_resource_is_never_null_though_it_is_unknown() {
    let estate = one(r#"
resource "aws_kms_key" "k" {}
resource "x_y" "z" {
  algorithm = aws_kms_key.k.arn != null ? "aws:kms" : "AES256"
  empty     = "${aws_kms_key.k.arn}/x" == ""
  first     = coalesce(aws_kms_key.k.arn, "other")
  policy    = aws_kms_key.k.policy == null
  flat      = length(flatten([[aws_kms_key.k.arn], "b"]))
}
"#);
    assert_eq!(estate.show("x_y.z", "algorithm"), "\"aws:kms\"");
    assert_eq!(estate.show("x_y.z", "empty"), "false");
    assert_eq!(&*estate.node("x_y.z", "first").references()[0].attribute, "arn");
    assert_eq!(estate.show("x_y.z", "policy"), "?(aws_kms_key.k.policy is known only after apply)");
    assert_eq!(estate.show("x_y.z", "flat"), "2");
}

#[test]
fn a_resource_that_is_not_declared_is_still_named_by_its_reference() {
    let estate = one(
        "resource \"x_y\" \"z\" {\n  key = aws_kms_key.gone.arn\n  text = \"${aws_s3_bucket.gone[0].arn}/*\"\n  set = aws_kms_key.gone.arn != null\n}\n",
    );
    let key = estate.node("x_y.z", "key");
    assert_eq!(
        super::show(&key),
        "?(the expression is in error: there is no aws_kms_key.gone in this module)"
    );
    assert_eq!((&*key.references()[0].address, &*key.references()[0].attribute), ("aws_kms_key.gone", "arn"));
    let text = estate.node("x_y.z", "text");
    assert!(matches!(text.as_unknown().unwrap().shape, crate::native::Shape::Template(_)));
    assert_eq!(estate.show("x_y.z", "set"), "true");
    assert_eq!(estate.report.invalid.len(), 3);
}
