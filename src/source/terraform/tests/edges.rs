//! Patterns of public modules, where scanners often go wrong.

use super::{estate, one, show};

#[test]
fn the_idioms_of_public_modules() {
    let estate = one(r#"
variable "create" { default = true }
variable "logging" { default = {} }
variable "website" {
  type = object({
    index    = optional(string)
    redirect = optional(object({ host = string }))
  })
  default = {}
}
variable "versioning" {
  type    = map(string)
  default = { enabled = true, mfa = "off" }
}
variable "grants" {
  type    = any
  default = [{ type = "Group", permission = "READ" }, { id = "x", permission = "WRITE" }]
}
variable "nested" {
  type    = map(object({ on = optional(bool, true), ports = optional(list(number), []) }))
  default = { a = {}, b = { on = false, ports = ["22", 443] } }
}
locals {
  create  = var.create && true
  enabled = { for k, v in var.nested : k => v if v.on }
  pairs   = flatten([for k, v in var.nested : [for p in v.ports : { key = "${k}-${p}", port = p }]])
}
resource "aws_s3_bucket" "this" {
  count  = local.create ? 1 : 0
  bucket = "b"
}
resource "aws_s3_bucket_versioning" "this" {
  count  = local.create && length(keys(var.versioning)) > 0 ? 1 : 0
  bucket = aws_s3_bucket.this[0].id
  mfa    = try(var.versioning["mfa_delete"], null)
  versioning_configuration {
    status = try(var.versioning["enabled"] ? "Enabled" : "Suspended", tobool(var.versioning["status"]) ? "Enabled" : "Suspended", "none")
  }
}
resource "aws_s3_bucket_logging" "this" {
  count         = length(keys(var.logging)) > 0 ? 1 : 0
  target_bucket = var.logging["target_bucket"]
}
resource "aws_s3_bucket_website_configuration" "this" {
  dynamic "index" {
    for_each = var.website.index[*]
    content {
      suffix = index.value
    }
  }
  dynamic "redirect" {
    for_each = var.website.redirect == null ? [] : [var.website.redirect]
    content {
      host = redirect.value.host
    }
  }
}
resource "aws_s3_bucket_acl" "this" {
  dynamic "grant" {
    for_each = try(jsondecode(var.grants), var.grants)
    content {
      permission = grant.value.permission
      id         = try(grant.value.id, null)
      type       = lookup(grant.value, "type", "CanonicalUser")
    }
  }
}
resource "x_y" "each" {
  for_each = local.enabled
  on       = each.value.on
}
resource "x_y" "flat" {
  for_each = { for p in local.pairs : p.key => p }
  port     = each.value.port
}
output "id" {
  value = try(aws_s3_bucket.this[0].id, "")
}
"#);
    assert!(estate.report.invalid.is_empty(), "{:#?}", estate.report.invalid);
    assert_eq!(
        estate.addresses(),
        [
            "aws_s3_bucket.this[0]",
            "aws_s3_bucket_acl.this",
            "aws_s3_bucket_versioning.this[0]",
            "aws_s3_bucket_website_configuration.this",
            "x_y.each[\"a\"]",
            "x_y.flat[\"b-22\"]",
            "x_y.flat[\"b-443\"]",
        ]
    );
    assert_eq!(
        estate.show("aws_s3_bucket_versioning.this[0]", "versioning_configuration"),
        "[{status = \"Enabled\"}]"
    );
    assert_eq!(
        estate.show("aws_s3_bucket_acl.this", "grant"),
        "[{permission = \"READ\", type = \"Group\"}, {permission = \"WRITE\", id = \"x\", type = \"CanonicalUser\"}]"
    );
    assert!(estate.at("aws_s3_bucket_website_configuration.this").body.is_empty());
    assert_eq!(estate.show("x_y.flat[\"b-22\"]", "port"), "22");
}

#[test]
fn a_template_that_encodes_json_points_at_its_call() {
    let estate = estate(&[
        ("main.tf", "resource \"x_y\" \"z\" {\n  policy = templatefile(\"p.tpl\", { arn = \"a\" })\n}\n"),
        ("p.tpl", "${jsonencode({ Statement = [{ Resource = arn, Effect = \"Allow\" }] })}"),
    ]);
    let node = estate.node("x_y.z", "policy");
    assert_eq!(
        show(&node),
        "\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Resource\\\":\\\"a\\\"}]}\""
    );
    let structure = node.json.unwrap();
    let statement = &structure.as_object().unwrap()["Statement"].items().unwrap()[0];
    assert_eq!(super::place(&estate.files, statement.as_object().unwrap()["Effect"].origin), "main.tf:2");
}

#[test]
fn tags_are_merged_over_modules_and_keep_their_lines() {
    let estate = estate(&[
        (
            "main.tf",
            "locals {\n  common = {\n    Owner = \"team\"\n  }\n}\nmodule \"m\" {\n  source = \"./m\"\n  tags = merge(local.common, { Env = \"prod\" })\n}\n",
        ),
        (
            "m/main.tf",
            "variable \"tags\" {\n  type = map(string)\n}\nresource \"aws_x\" \"z\" {\n  tags = merge({ Name = \"n\" }, var.tags)\n}\n",
        ),
    ]);
    assert_eq!(estate.show("module.m.aws_x.z", "tags"), "{Name = \"n\", Owner = \"team\", Env = \"prod\"}");
    assert_eq!(
        super::place(&estate.files, estate.node("module.m.aws_x.z", "tags.Owner").origin),
        "main.tf:3"
    );
    assert_eq!(super::place(&estate.files, estate.node("module.m.aws_x.z", "tags").site), "m/main.tf:5");
}

#[test]
fn legacy_forms_are_understood() {
    let estate = one(r#"
variable "list" {
  type    = "list"
  default = ["a", "b"]
}
variable "on" {
  type    = "string"
  default = "1"
}
resource "x_y" "z" {
  count  = "${var.on ? 1 : 0}"
  first  = "${element(var.list, count.index)}"
  joined = "${join(",", var.list)}"
  map    = "${map("a", "1")}"
  dotted = var.list.0
}
"#);
    assert_eq!(estate.show("x_y.z[0]", "first"), "\"a\"");
    assert_eq!(estate.show("x_y.z[0]", "joined"), "\"a,b\"");
    assert_eq!(estate.show("x_y.z[0]", "map"), "{a = \"1\"}");
    assert_eq!(estate.show("x_y.z[0]", "dotted"), "\"a\"");
}
