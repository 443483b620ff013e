//! Policy documents made by data sources.

use crate::native::{Shape, Value};

use super::{one, place, show};

const DOCUMENT: &str = r#"
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Base"
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}
locals {
  principals = { AWS = ["arn:aws:iam::1:root"], Service = ["ec2.amazonaws.com", "ssm.amazonaws.com"] }
}
data "aws_iam_policy_document" "doc" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  override_policy_documents = [
    jsonencode({ Statement = [{ Sid = "Base", Effect = "Deny", Action = "s3:*", Resource = "*" }] }),
  ]
  policy_id = "id"
  statement {
    effect  = "Deny"
    actions = ["s3:Get*", "s3:Put*"]
    resources = [
      "arn:aws:s3:::b/$${x}/&{aws:username}",
    ]
    dynamic "principals" {
      for_each = local.principals
      content {
        type        = principals.key
        identifiers = principals.value
      }
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  statement {
    not_actions = ["iam:*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
resource "aws_s3_bucket_policy" "p" {
  policy = data.aws_iam_policy_document.doc.json
}
"#;

#[test]
fn a_known_document_is_the_providers_json() {
    let estate = one(DOCUMENT);
    let policy = estate.node("aws_s3_bucket_policy.p", "policy");
    let Value::String(text) = &policy.value else { panic!("{}", show(&policy)) };
    let expected = r#"{
  "Version": "2012-10-17",
  "Id": "id",
  "Statement": [
    {
      "Action": "s3:*",
      "Effect": "Deny",
      "Resource": "*",
      "Sid": "Base"
    },
    {
      "Effect": "Deny",
      "Action": [
        "s3:Put*",
        "s3:Get*"
      ],
      "Resource": "arn:aws:s3:::b/${x}/${aws:username}",
      "Principal": {
        "AWS": "arn:aws:iam::1:root",
        "Service": [
          "ssm.amazonaws.com",
          "ec2.amazonaws.com"
        ]
      },
      "Condition": {
        "Bool": {
          "aws:SecureTransport": "false"
        }
      }
    },
    {
      "Effect": "Allow",
      "NotAction": "iam:*",
      "Principal": "*"
    }
  ]
}"#;
    let ours: serde_json::Value = serde_json::from_str(text).unwrap();
    let theirs: serde_json::Value = serde_json::from_str(expected).unwrap();
    assert_eq!(ours, theirs);
    assert!(text.starts_with("{\n  \"Version\": \"2012-10-17\",\n  \"Id\": \"id\","));
    assert_eq!(&*policy.references()[0].address, "data.aws_iam_policy_document.doc");
    assert_eq!(&*policy.references()[0].attribute, "json");
    let structure = policy.json.unwrap();
    let statements = structure.as_object().unwrap()["Statement"].items().unwrap().to_vec();
    let action = &statements[1].as_object().unwrap()["Action"].items().unwrap()[0];
    assert_eq!(place(&estate.files, action.origin), "main.tf:20");
    assert_eq!(place(&estate.files, statements[1].origin), "main.tf:18");
}

#[test]
fn a_partly_unknown_document_keeps_its_structure() {
    let estate = one(r#"
variable "extra" {}
resource "aws_s3_bucket" "b" {}
data "aws_iam_policy_document" "doc" {
  statement {
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]
  }
}
data "aws_iam_policy_document" "open" {
  source_policy_documents = [var.extra]
  dynamic "statement" {
    for_each = var.extra
    content {
      actions = ["*"]
    }
  }
}
resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = data.aws_iam_policy_document.doc.json
  open   = data.aws_iam_policy_document.open.json
}
"#);
    let policy = estate.node("aws_s3_bucket_policy.p", "policy");
    let unknown = policy.as_unknown().unwrap().clone();
    let Shape::Json(structure) = &unknown.shape else { panic!() };
    let statement = structure.as_object().unwrap()["Statement"].items().unwrap()[0].clone();
    assert_eq!(show(&statement.as_object().unwrap()["Action"]), "\"s3:*\"");
    assert_eq!(show(&statement.as_object().unwrap()["Effect"]), "\"Allow\"");
    assert!(unknown.refs.iter().any(|r| &*r.address == "aws_s3_bucket.b"), "{:?}", unknown.refs);
    let open = estate.node("aws_s3_bucket_policy.p", "open");
    let Shape::Json(structure) = &open.as_unknown().unwrap().shape else { panic!() };
    let statements = structure.as_object().unwrap()["Statement"].items().unwrap();
    assert!(statements.iter().all(|s| s.as_unknown().is_some()) && statements.len() == 2);
}

#[test]
fn a_document_in_a_file_is_pointed_into() {
    let estate = super::estate(&[
        (
            "env/main.tf",
            "module \"m\" {\n  source = \"../m\"\n}\nresource \"aws_s3_bucket_policy\" \"own\" {\n  policy = file(\"own.json\")\n}\n",
        ),
        ("env/own.json", "{\n  \"Statement\": [\n    {\"Effect\": \"Deny\"}\n  ]\n}\n"),
        (
            "m/main.tf",
            "locals {\n  p = file(\"${path.module}/p/x.json\")\n}\nresource \"aws_s3_bucket_policy\" \"p\" {\n  policy = local.p\n  parsed = jsondecode(local.p).Statement\n}\n",
        ),
        ("m/p/x.json", "{\n  \"Statement\": {\n    \"Effect\": \"Allow\"\n  }\n}\n"),
    ]);
    let own = estate.node("aws_s3_bucket_policy.own", "policy").json.unwrap();
    let statement = &own.as_object().unwrap()["Statement"].items().unwrap()[0];
    assert_eq!(place(&estate.files, statement.as_object().unwrap()["Effect"].origin), "env/own.json:3");
    let policy = estate.node("module.m.aws_s3_bucket_policy.p", "policy");
    assert_eq!(place(&estate.files, policy.site), "m/main.tf:5");
    assert_eq!(place(&estate.files, policy.origin), "m/p/x.json:1");
    let effect = estate.node("module.m.aws_s3_bucket_policy.p", "parsed.Effect");
    assert_eq!(place(&estate.files, effect.origin), "m/p/x.json:3");
}

#[test]
fn a_google_policy_is_rendered_too() {
    let estate = one(r#"
data "google_iam_policy" "p" {
  binding {
    role    = "roles/storage.objectViewer"
    members = ["allUsers"]
    condition {
      title      = "t"
      expression = "true"
    }
  }
  audit_config {
    service = "allServices"
    audit_log_configs {
      log_type = "DATA_READ"
    }
  }
}
resource "google_storage_bucket_iam_policy" "x" {
  policy_data = data.google_iam_policy.p.policy_data
}
"#);
    let data = estate.node("google_storage_bucket_iam_policy.x", "policy_data");
    let Value::String(text) = &data.value else { panic!("{}", show(&data)) };
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(json["bindings"][0]["members"][0], "allUsers");
    assert_eq!(json["bindings"][0]["condition"]["expression"], "true");
    assert_eq!(json["auditConfigs"][0]["auditLogConfigs"][0]["logType"], "DATA_READ");
}

#[test]
fn structure_outlives_placeholders_conditions_and_compact() {
    let estate = one(r#"
variable "extra" { default = null }
resource "aws_s3_bucket" "b" {
  count = 1
}
data "aws_iam_policy_document" "tls" {
  count = 1
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = ["_ARN_", "_ARN_/*"]
  }
}
data "aws_iam_policy_document" "all" {
  source_policy_documents = compact([
    true ? data.aws_iam_policy_document.tls[0].json : "",
    var.extra != null ? var.extra : "",
    replace(jsonencode({ Statement = [{ Sid = "X", Resource = "_ARN_" }] }), "_ARN_", aws_s3_bucket.b[0].arn),
  ])
}
resource "aws_s3_bucket_policy" "p" {
  policy = replace(data.aws_iam_policy_document.all.json, "_ARN_", aws_s3_bucket.b[0].arn)
  known  = replace(data.aws_iam_policy_document.tls[0].json, "_ARN_", "arn:aws:s3:::x")
}
"#);
    let policy = estate.node("aws_s3_bucket_policy.p", "policy");
    let unknown = policy.as_unknown().unwrap().clone();
    let Shape::Json(structure) = &unknown.shape else { panic!("{unknown:?}") };
    let statements = structure.as_object().unwrap()["Statement"].items().unwrap();
    assert_eq!(show(&statements[0].as_object().unwrap()["Effect"]), "\"Deny\"");
    assert_eq!(place(&estate.files, statements[0].as_object().unwrap()["Action"].origin), "main.tf:10");
    assert_eq!(statements.len(), 2);
    let known = estate.node("aws_s3_bucket_policy.p", "known");
    assert!(show(&known).contains("arn:aws:s3:::x/*"), "{}", show(&known));
    assert!(known.json.is_some());
}
