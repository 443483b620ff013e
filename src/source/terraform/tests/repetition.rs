//! `count`, `for_each` and `dynamic`.

use super::{estate, one};

#[test]
fn addresses_are_terraforms_own() {
    let estate = estate(&[
        (
            "main.tf",
            r#"
module "a" {
  for_each = { "k" = 1, "q\"uo${"te"}" = 2 }
  source   = "./m"
  n        = each.value
}
module "c" {
  count  = 1
  source = "./m"
  n      = count.index
}
"#,
        ),
        (
            "m/main.tf",
            "variable \"n\" {}\nresource \"aws_s3_bucket\" \"logs\" {\n  count = 2\n  bucket = \"b-${var.n}-${count.index}\"\n}\ndata \"aws_region\" \"r\" {}\n",
        ),
    ]);
    assert_eq!(
        estate.addresses(),
        [
            "module.a[\"k\"].aws_s3_bucket.logs[0]",
            "module.a[\"k\"].aws_s3_bucket.logs[1]",
            "module.a[\"k\"].data.aws_region.r",
            "module.a[\"q\\\"uote\"].aws_s3_bucket.logs[0]",
            "module.a[\"q\\\"uote\"].aws_s3_bucket.logs[1]",
            "module.a[\"q\\\"uote\"].data.aws_region.r",
            "module.c[0].aws_s3_bucket.logs[0]",
            "module.c[0].aws_s3_bucket.logs[1]",
            "module.c[0].data.aws_region.r",
        ]
    );
    assert_eq!(estate.show("module.a[\"k\"].aws_s3_bucket.logs[1]", "bucket"), "\"b-1-1\"");
    assert_eq!(&*estate.at("module.a[\"k\"].aws_s3_bucket.logs[1]").module, "module.a[\"k\"]");
    assert_eq!(estate.at("module.a[\"k\"].aws_s3_bucket.logs[1]").calls[0].line, 2);
}

#[test]
fn nothing_is_made_where_the_count_is_zero() {
    let estate = estate(&[
        (
            "main.tf",
            "variable \"on\" { default = false }\nresource \"x_y\" \"z\" {\n  count = var.on ? 1 : 0\n}\nresource \"x_y\" \"reader\" {\n  all = x_y.z[*].id\n  first = one(x_y.z[*].id)\n  tried = try(x_y.z[0].id, \"none\")\n  joined = join(\"\", x_y.z.*.id)\n}\nmodule \"m\" {\n  count = 0\n  source = \"./m\"\n}\nresource \"x_y\" \"empty\" {\n  for_each = {}\n}\n",
        ),
        ("m/main.tf", "resource \"x_y\" \"inner\" {}\n"),
    ]);
    assert_eq!(estate.addresses(), ["x_y.reader"]);
    assert_eq!(estate.show("x_y.reader", "all"), "[]");
    assert!(estate.at("x_y.reader").get("first").is_none());
    assert_eq!(estate.show("x_y.reader", "tried"), "\"none\"");
    assert_eq!(estate.show("x_y.reader", "joined"), "\"\"");
    assert!(estate.report.invalid.is_empty(), "{:?}", estate.report.invalid);
}

#[test]
fn an_unknown_number_of_instances_is_one_that_may_not_exist() {
    let estate = one(r#"
variable "n" {}
variable "set" { type = set(string) }
resource "x_y" "counted" {
  count = var.n
  index = count.index
  known = 1
}
resource "x_y" "each" {
  for_each = var.set
  key      = each.key
}
resource "x_y" "derived" {
  for_each = toset([x_y.counted[0].id])
}
resource "x_y" "reader" {
  first = x_y.counted[0].arn
  all   = x_y.counted[*].arn
}
"#);
    assert_eq!(estate.addresses(), ["x_y.counted", "x_y.derived", "x_y.each", "x_y.reader"]);
    for address in ["x_y.counted", "x_y.each", "x_y.derived"] {
        assert!(estate.at(address).existence.is_some(), "{address}");
    }
    assert!(estate.at("x_y.reader").existence.is_none());
    assert_eq!(estate.show("x_y.counted", "known"), "1");
    assert_eq!(estate.show("x_y.counted", "index"), "?(variable var.n has no value)");
    let first = estate.node("x_y.reader", "first");
    assert_eq!(&*first.references()[0].address, "x_y.counted");
}

#[test]
fn for_each_over_another_resource_follows_its_keys() {
    let estate = one(r#"
resource "aws_s3_bucket" "b" {
  for_each = toset(["logs", "data"])
  bucket   = "x-${each.value}"
}
resource "aws_s3_bucket_versioning" "v" {
  for_each = aws_s3_bucket.b
  bucket   = each.value.id
  name     = each.value.bucket
  versioning_configuration {
    status = "Enabled"
  }
}
"#);
    assert_eq!(
        estate.addresses(),
        [
            "aws_s3_bucket.b[\"data\"]",
            "aws_s3_bucket.b[\"logs\"]",
            "aws_s3_bucket_versioning.v[\"data\"]",
            "aws_s3_bucket_versioning.v[\"logs\"]"
        ]
    );
    let bucket = estate.node("aws_s3_bucket_versioning.v[\"logs\"]", "bucket");
    assert_eq!(&*bucket.references()[0].address, "aws_s3_bucket.b[\"logs\"]");
    assert_eq!(&*bucket.references()[0].attribute, "id");
    let name = estate.node("aws_s3_bucket_versioning.v[\"logs\"]", "name");
    assert_eq!(super::show(&name), "\"x-logs\"");
    assert_eq!(&*name.references()[0].address, "aws_s3_bucket.b[\"logs\"]");
}

#[test]
fn dynamic_blocks_become_the_blocks_they_make() {
    let estate = one(r#"
variable "unknown" {}
locals {
  rules = [{ port = 22, cidrs = ["10.0.0.0/8"] }, { port = 443, cidrs = [] }]
}
resource "aws_security_group" "g" {
  ingress {
    from_port = 1
  }
  dynamic "ingress" {
    for_each = local.rules
    iterator = rule
    content {
      from_port = rule.value.port
      index     = rule.key
      dynamic "nested" {
        for_each = rule.value.cidrs
        content {
          cidr = nested.value
          port = rule.value.port
        }
      }
    }
  }
  dynamic "egress" {
    for_each = var.unknown
    content {
      from_port = egress.value
    }
  }
  dynamic "gone" {
    for_each = []
    content {}
  }
}
"#);
    assert_eq!(
        estate.show("aws_security_group.g", "ingress"),
        "[{from_port = 1}, {from_port = 22, index = 0, nested = [{cidr = \"10.0.0.0/8\", port = 22}]}, {from_port = 443, index = 1}]"
    );
    assert_eq!(estate.show("aws_security_group.g", "egress"), "?(variable var.unknown has no value)");
    assert!(estate.at("aws_security_group.g").get("gone").is_none());
}

#[test]
fn for_each_over_a_list_is_an_error_with_a_hint() {
    let estate = one("resource \"x_y\" \"z\" {\n  for_each = [\"a\"]\n}\n");
    let problem = estate.report.invalid[0].to_string();
    assert!(
        problem.starts_with("main.tf:2:14: for_each takes a map or a set of strings, not a list"),
        "{problem}"
    );
    assert!(estate.at("x_y.z").existence.is_some());
}
