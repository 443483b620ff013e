//! The JSON syntax.

use super::{estate, place};

#[test]
fn json_and_native_syntax_mean_the_same() {
    let estate = estate(&[
        (
            "main.tf.json",
            r#"{
  "variable": {"env": {"type": "string", "default": "prod ${kept}"}, "list": {"type": "list(string)", "default": ["a", 1]}},
  "locals": {"name": "x-${var.list[0]}"},
  "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "w", "region": "us-west-2"}]},
  "resource": {
    "aws_s3_bucket": {
      "logs": {
        "provider": "aws.w",
        "for_each": "${toset(var.list)}",
        "bucket": "${local.name}-${each.key}",
        "tags": {"env": "${var.env}", "${each.key}": "k"},
        "versioning": {"enabled": true},
        "lifecycle": {"prevent_destroy": true, "ignore_changes": ["tags"]},
        "dynamic": {"rule": {"for_each": "${var.list}", "content": {"id": "${rule.value}"}}}
      }
    }
  },
  "module": {"m": {"source": "./m", "in": {"a": ["${var.list[1]}"]}, "providers": {"aws": "aws.w"}}},
  "output": {"o": {"value": "${local.name}"}}
}"#,
        ),
        (
            "m/main.tf",
            "variable \"in\" {}\nresource \"x_y\" \"z\" {\n  v = var.in.a\n}\nresource \"aws_x\" \"p\" {}\n",
        ),
        ("terraform.tfvars.json", "{\n  \"env\": \"from ${file}\"\n}"),
    ]);
    assert!(estate.report.failed.is_empty() && estate.report.invalid.is_empty(), "{:#?}", estate.report);
    let address = "aws_s3_bucket.logs[\"a\"]";
    assert_eq!(estate.show(address, "bucket"), "\"x-a-a\"");
    assert_eq!(estate.show(address, "tags"), "{env = \"from ${file}\", a = \"k\"}");
    assert_eq!(estate.show(address, "versioning"), "[{enabled = true}]");
    assert_eq!(estate.show(address, "rule"), "[{id = \"a\"}, {id = \"1\"}]");
    assert!(estate.at(address).lifecycle.prevent_destroy);
    assert_eq!(&*estate.at(address).lifecycle.ignore_changes[0], "tags");
    assert_eq!(super::show(estate.at(address).provider_config.region.as_ref().unwrap()), "\"us-west-2\"");
    assert_eq!(
        super::show(estate.at("module.m.aws_x.p").provider_config.region.as_ref().unwrap()),
        "\"us-west-2\""
    );
    assert_eq!(place(&estate.files, estate.node(address, "bucket").site), "main.tf.json:10");
    assert_eq!(place(&estate.files, estate.node(address, "tags.env").origin), "terraform.tfvars.json:2");
    assert_eq!(estate.show("module.m.x_y.z", "v"), "[\"1\"]");
}
