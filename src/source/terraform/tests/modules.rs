//! Which directories are roots, and how module calls are followed.

use super::super::Options;
use super::{estate, one, place, with_options};

#[test]
fn a_called_directory_is_not_a_root_of_its_own() {
    let estate = estate(&[
        ("env/prod/main.tf", "module \"m\" {\n  source = \"../../modules/bucket\"\n  name = \"prod\"\n}\n"),
        (
            "modules/bucket/main.tf",
            "variable \"name\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = var.name\n}\nmodule \"inner\" {\n  source = \"./inner\"\n}\n",
        ),
        (
            "modules/bucket/inner/main.tf",
            "resource \"x_y\" \"z\" {\n  path = path.module\n  root = path.root\n}\n",
        ),
        ("alone/main.tf", "resource \"x_y\" \"alone\" {}\n"),
    ]);
    assert_eq!(estate.addresses(), ["x_y.alone", "module.m.aws_s3_bucket.b", "module.m.module.inner.x_y.z"]);
    assert_eq!(estate.report.roots.iter().map(|r| &**r).collect::<Vec<_>>(), ["alone", "env/prod"]);
    assert_eq!(&*estate.at("x_y.alone").root, "alone");
    let bucket = estate.node("module.m.aws_s3_bucket.b", "bucket");
    assert_eq!(place(&estate.files, bucket.origin), "env/prod/main.tf:3");
    assert_eq!(place(&estate.files, bucket.site), "modules/bucket/main.tf:3");
    assert_eq!(estate.show("module.m.module.inner.x_y.z", "path"), "\"../../modules/bucket/inner\"");
    assert_eq!(estate.show("module.m.module.inner.x_y.z", "root"), "\".\"");
    let calls = &estate.at("module.m.module.inner.x_y.z").calls;
    assert_eq!(
        calls.iter().map(|c| place(&estate.files, Some(*c))).collect::<Vec<_>>(),
        ["env/prod/main.tf:1", "modules/bucket/main.tf:5"]
    );
    assert_eq!(estate.report.module_calls, 2);
}

#[test]
fn the_scanned_directory_itself_is_always_a_root() {
    let estate = estate(&[
        ("main.tf", "variable \"v\" {}\nresource \"x_y\" \"z\" {\n  v = var.v\n}\n"),
        ("examples/a/main.tf", "module \"m\" {\n  source = \"../../\"\n  v = 1\n}\n"),
    ]);
    assert_eq!(estate.addresses(), ["x_y.z", "module.m.x_y.z"]);
}

#[test]
fn directories_that_only_call_each_other_are_still_read() {
    let estate = estate(&[
        ("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\nresource \"x_y\" \"a\" {}\n"),
        ("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\nresource \"x_y\" \"b\" {}\n"),
    ]);
    assert!(estate.addresses().contains(&"x_y.a"));
    assert!(
        estate.report.invalid.iter().any(|p| p.message == "the module calls itself"),
        "{:?}",
        estate.report
    );
}

#[test]
fn downloaded_modules_are_found_by_their_manifest() {
    let files = [
        (
            "main.tf",
            "module \"vpc\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.0.0\"\n}\nmodule \"gone\" {\n  source = \"git::https://example.com/x.git\"\n}\nmodule \"stale\" {\n  source = \"a/b/c\"\n}\nresource \"x_y\" \"z\" {\n  id = module.vpc.id\n  gone = module.gone.id\n  deep = module.gone.a.b[0]\n}\n",
        ),
        (
            ".terraform/modules/modules.json",
            "{\"Modules\":[{\"Key\":\"\",\"Source\":\"\",\"Dir\":\".\"},{\"Key\":\"vpc\",\"Source\":\"registry.terraform.io/terraform-aws-modules/vpc/aws\",\"Version\":\"5.0.0\",\"Dir\":\".terraform/modules/vpc\"},{\"Key\":\"vpc.sub\",\"Source\":\"registry.terraform.io/x/sub/aws\",\"Dir\":\".terraform/modules/vpc.sub\"},{\"Key\":\"stale\",\"Source\":\"registry.terraform.io/other/b/c\",\"Dir\":\".terraform/modules/stale\"}]}",
        ),
        (
            ".terraform/modules/vpc/main.tf",
            "resource \"aws_vpc\" \"v\" {\n  name = \"n\"\n}\nmodule \"local\" {\n  source = \"./modules/l\"\n}\nmodule \"sub\" {\n  source = \"x/sub/aws\"\n}\noutput \"id\" {\n  value = aws_vpc.v.name\n}\n",
        ),
        (".terraform/modules/vpc/modules/l/main.tf", "resource \"x_y\" \"l\" {}\n"),
        (".terraform/modules/vpc.sub/main.tf", "resource \"x_y\" \"s\" {}\n"),
        (".terraform/modules/stale/main.tf", "resource \"x_y\" \"never\" {}\n"),
    ];
    let estate = estate(&files);
    assert_eq!(
        estate.addresses(),
        ["module.vpc.aws_vpc.v", "module.vpc.module.local.x_y.l", "module.vpc.module.sub.x_y.s", "x_y.z"]
    );
    assert_eq!(estate.show("x_y.z", "id"), "\"n\"");
    let gone = "?(module.gone (git::https://example.com/x.git) is not downloaded here)";
    assert_eq!(estate.show("x_y.z", "gone"), gone);
    assert_eq!(estate.show("x_y.z", "deep"), gone);
    let unavailable: Vec<String> = estate.report.unavailable.iter().map(ToString::to_string).collect();
    assert_eq!(
        unavailable,
        [
            "main.tf:5:1: module.gone (git::https://example.com/x.git): it is not downloaded (run `terraform init` so that the module is under .terraform/modules)",
            "main.tf:8:1: module.stale (a/b/c): what is downloaded came from registry.terraform.io/other/b/c (run `terraform init` so that the download matches the source)",
        ]
    );
}

#[test]
fn outputs_of_counted_modules() {
    let estate = estate(&[
        (
            "main.tf",
            "module \"m\" {\n  count = 2\n  source = \"./m\"\n  n = count.index\n}\nmodule \"off\" {\n  count = 0\n  source = \"./m\"\n  n = 9\n}\nresource \"x_y\" \"z\" {\n  all = module.m[*].n\n  old = module.m.*.n\n  deep = module.m[*].o.a\n  second = module.m[1].n\n  none = one(module.off[*].n)\n  tried = try(module.off[0].n, \"none\")\n  whole = [for m in module.m : m.n]\n  nothing = length(module.off)\n}\n",
        ),
        (
            "m/main.tf",
            "variable \"n\" {}\noutput \"n\" {\n  value = var.n\n}\noutput \"o\" {\n  value = { a = var.n }\n}\n",
        ),
    ]);
    for (name, value) in [
        ("all", "[0, 1]"),
        ("old", "[0, 1]"),
        ("deep", "[0, 1]"),
        ("second", "1"),
        ("tried", "\"none\""),
        ("whole", "[0, 1]"),
        ("nothing", "0"),
    ] {
        assert_eq!(estate.show("x_y.z", name), value, "{name}");
    }
    assert!(estate.at("x_y.z").get("none").is_none());
}

#[test]
fn outputs_and_inputs_of_two_modules_may_cross() {
    let estate = estate(&[
        (
            "main.tf",
            "module \"a\" {\n  source = \"./m\"\n  in = \"x\"\n  other = module.b.out\n}\nmodule \"b\" {\n  source = \"./m\"\n  in = module.a.out\n  other = null\n}\nresource \"x_y\" \"z\" {\n  v = module.a.second\n}\n",
        ),
        (
            "m/main.tf",
            "variable \"in\" {}\nvariable \"other\" {}\noutput \"out\" {\n  value = var.in\n}\noutput \"second\" {\n  value = var.other\n}\n",
        ),
    ]);
    assert_eq!(estate.show("x_y.z", "v"), "\"x\"", "{:?}", estate.report.invalid);
}

#[test]
fn a_module_of_unknown_count_makes_resources_that_may_not_exist() {
    let estate = estate(&[
        ("main.tf", "variable \"n\" {}\nmodule \"m\" {\n  count = var.n\n  source = \"./m\"\n}\n"),
        ("m/main.tf", "resource \"x_y\" \"z\" {\n  v = 1\n}\n"),
    ]);
    assert!(estate.at("module.m.x_y.z").existence.is_some());
    assert_eq!(estate.show("module.m.x_y.z", "v"), "1");
}

#[test]
fn a_missing_required_input_is_named() {
    let estate = estate(&[
        ("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"),
        ("m/main.tf", "variable \"need\" {}\nresource \"x_y\" \"z\" {\n  v = var.need\n}\n"),
    ]);
    assert_eq!(estate.show("module.m.x_y.z", "v"), "?(variable module.m.var.need has no value)");
}

#[test]
fn a_source_that_leaves_the_tree_is_followed_only_when_allowed() {
    let directory = tempfile::tempdir().unwrap();
    let base = directory.path();
    for (path, text) in [
        (
            "in/main.tf",
            "module \"m\" {\n  source = \"../out\"\n}\nresource \"x_y\" \"z\" {\n  f = file(\"../out/secret.txt\")\n  v = module.m.v\n}\n",
        ),
        ("out/main.tf", "output \"v\" {\n  value = 1\n}\n"),
        ("out/secret.txt", "secret"),
    ] {
        std::fs::create_dir_all(base.join(path).parent().unwrap()).unwrap();
        std::fs::write(base.join(path), text).unwrap();
    }
    let tree = crate::source::Tree::disk(base, &["in".into()]);
    let closed = super::read(&tree, &Options::default());
    assert_eq!(closed.show("x_y.z", "v"), "?(module.m (../out) is not downloaded here)");
    assert_eq!(
        closed.show("x_y.z", "f"),
        "?(out/secret.txt, which lies outside the scanned tree, is settled at run time)"
    );
    assert_eq!(
        closed.report.skipped[0].to_string(),
        "in/main.tf:1:1: module \"m\" leaves the scanned tree: out (scan the directory above both, or allow sources outside the scanned tree)"
    );
    let open = super::read(&tree, &Options { follow_outside: true, ..Options::default() });
    assert_eq!(open.show("x_y.z", "v"), "1");
    assert_eq!(open.show("x_y.z", "f"), "\"secret\"");
}

#[test]
fn blocks_without_resources_are_read_without_complaint() {
    let estate = one(r#"
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
  backend "s3" {}
}
moved {
  from = aws_s3_bucket.a
  to   = aws_s3_bucket.b
}
import {
  to = aws_s3_bucket.b
  id = "b"
}
removed {
  from = aws_s3_bucket.c
  lifecycle { destroy = false }
}
check "health" {
  data "http" "x" {
    url = "https://example.com"
  }
  assert {
    condition     = data.http.x.status_code == 200
    error_message = "down"
  }
}
variable "v" {
  default = 1
  validation {
    condition     = var.v > 0
    error_message = "no"
  }
}
resource "aws_s3_bucket" "b" {
  depends_on = [aws_iam_role.none]
  provisioner "local-exec" {
    command = "echo ${self.id}"
  }
  lifecycle {
    precondition {
      condition     = self.bucket != ""
      error_message = "x"
    }
  }
}
"#);
    assert_eq!(estate.addresses(), ["aws_s3_bucket.b"]);
    assert!(estate.at("aws_s3_bucket.b").body.is_empty());
    assert!(estate.report.invalid.is_empty() && estate.report.failed.is_empty());
}

#[test]
fn tofu_files_stand_in_for_their_terraform_namesakes() {
    let options = Options::default();
    let estate = with_options(
        &[
            ("a.tf", "resource \"x_y\" \"terraform\" {}\n"),
            ("a.tofu", "resource \"x_y\" \"tofu\" {}\n"),
            ("b.tf", "resource \"x_y\" \"both\" {}\n"),
        ],
        &options,
    );
    assert_eq!(estate.addresses(), ["x_y.both", "x_y.tofu"]);
}
