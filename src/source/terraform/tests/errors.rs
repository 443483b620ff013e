//! Broken files: what is said of them, and that the rest is still read.

use super::super::Options;
use super::{estate, with_options};

#[test]
fn a_broken_file_is_named_with_line_column_and_hint_and_the_rest_is_read() {
    let estate = estate(&[
        ("bad.tf", "resource \"x_y\" \"bad\" {\n  a = [1, 2\n  b = 3\n}\n"),
        ("stray.tf", "resource \"x_y\" \"s\" {\n}\n}\n"),
        ("merge.tf", "<<<<<<< HEAD\nlocals {}\n=======\n>>>>>>> x\n"),
        ("good.tf", "resource \"x_y\" \"good\" {}\n"),
        ("bad.tf.json", "{\n  \"resource\": {,}\n}"),
    ]);
    assert_eq!(estate.addresses(), ["x_y.good"]);
    let problems: Vec<String> = estate.report.failed.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 4);
    assert!(problems[0].starts_with("bad.tf:3:3: failed to parse: "), "{}", problems[0]);
    assert!(
        problems[0].ends_with("(the `[` opened at line 2, column 7 is never closed)")
            || problems[0].contains("opened at line"),
        "{}",
        problems[0]
    );
    assert_eq!(problems[1], "bad.tf.json:2:16: failed to parse: expected a property name in double quotes");
    assert!(
        problems[2].starts_with("merge.tf:1:1: ") && problems[2].contains("conflict markers"),
        "{}",
        problems[2]
    );
    assert!(
        problems[3].starts_with("stray.tf:3:1: ") && problems[3].contains("closes nothing"),
        "{}",
        problems[3]
    );
    assert!(estate.report.is_incomplete());
}

#[test]
fn sound_blocks_of_a_broken_file_are_read() {
    let estate = estate(&[
        (
            "a.tf",
            "variable \"v\" {\n  default = 1\n}\n\nresource \"x_y\" \"bad\" {\n  a = [1,\n}\n\nresource \"x_y\" \"good\" {\n  b = var.v\n}\n",
        ),
        ("b.tf", "resource \"x_y\" \"other\" {\n  b = x_y.good.b\n}\n"),
    ]);
    assert_eq!(estate.addresses(), ["x_y.good", "x_y.other"]);
    assert_eq!(estate.show("x_y.other", "b"), "1");
    assert_eq!(super::place(&estate.files, estate.node("x_y.good", "b").site), "a.tf:10");
    assert_eq!((estate.at("x_y.good").span.line, estate.at("x_y.good").span.end_line), (9, 11));
    assert_eq!(estate.report.failed.len(), 1);
    assert!(estate.report.invalid.is_empty());
}

#[test]
fn bytes_that_are_not_text_are_named() {
    let tree = crate::source::Tree::memory([("a.tf", b"# ok\nlocals {\n a = \"\xff\"\n}\n".to_vec())]);
    let estate = super::read(&tree, &Options::default());
    assert_eq!(
        estate.report.failed[0].to_string(),
        "a.tf:3: not UTF-8 text (save the file as UTF-8; Terraform reads nothing else)"
    );
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_taken() {
    let estate = with_options(
        &[(
            "a.tf",
            "\u{feff}resource \"x_y\" \"z\" {\r\n  a = 1\r\n  b = <<-EOT\r\n    x\r\n    EOT\r\n}\r\n",
        )],
        &Options::default(),
    );
    assert_eq!(estate.show("x_y.z", "a"), "1", "{:?}", estate.report);
    assert_eq!(estate.node("x_y.z", "a").site.unwrap().line, 2);
}

#[test]
fn an_error_in_one_argument_leaves_the_others() {
    let estate = estate(&[(
        "main.tf",
        "resource \"x_y\" \"z\" {\n  a = [1, 2][7]\n  b = {}.x\n  c = nosuch(1)\n  d = \"fine\"\n  e {\n    f = 1 + \"x\"\n    g = 1\n  }\n}\n",
    )]);
    let problems: Vec<String> = estate.report.invalid.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "main.tf:2:14: index 7 of a list of 2",
            "main.tf:3:7: the object has no attribute \"x\"",
            "main.tf:7:13: a number is required",
        ]
    );
    assert_eq!(estate.show("x_y.z", "d"), "\"fine\"");
    assert_eq!(estate.show("x_y.z", "e.0.g"), "1");
    assert!(!estate.report.is_incomplete());
}

#[test]
fn files_that_contradict_each_other_are_read_one_by_one() {
    let estate = estate(&[
        (
            "t/negative.tf",
            "provider \"aws\" {\n  region = \"a\"\n}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = var.name\n}\nresource \"x_y\" \"r\" {\n  on = aws_s3_bucket.b.bucket\n}\n",
        ),
        (
            "t/positive.tf",
            "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"other\"\n}\nresource \"x_y\" \"r\" {\n  on = aws_s3_bucket.b.bucket\n}\n",
        ),
        ("t/variables.tf", "variable \"name\" {\n  default = \"n\"\n}\nresource \"x_y\" \"shared\" {}\n"),
    ]);
    let found: Vec<(&str, &str)> = estate.resources.iter().map(|r| (&*r.root, &*r.address)).collect();
    assert_eq!(
        found,
        [
            ("t/negative.tf", "aws_s3_bucket.b"),
            ("t/negative.tf", "x_y.r"),
            ("t/negative.tf", "x_y.shared"),
            ("t/positive.tf", "aws_s3_bucket.b"),
            ("t/positive.tf", "x_y.r"),
        ]
    );
    let on: Vec<String> =
        [1, 4].iter().map(|i| super::show(estate.resources[*i].get("on").unwrap())).collect();
    assert_eq!(on, ["\"n\"", "\"other\""]);
    assert_eq!(
        estate.report.invalid[0].to_string(),
        "t/positive.tf: aws_s3_bucket.b is defined here and in t/negative.tf (Terraform refuses this directory; each of the files is read by itself)"
    );
    let twice = super::one("resource \"x_y\" \"z\" {\n  a = 1\n}\nresource \"x_y\" \"z\" {\n  a = 2\n}\n");
    assert_eq!(twice.addresses(), ["x_y.z", "x_y.z"]);
}

#[test]
fn a_name_that_is_not_declared_leaves_the_rest_of_the_value_known() {
    let estate = estate(&[(
        "a.tf",
        "resource \"x_y\" \"z\" {\n  a = [local.none, 2]\n  b = { c = var.none, d = true }\n}\n",
    )]);
    let (a, b) = (estate.node("x_y.z", "a"), estate.node("x_y.z", "b"));
    let list = a.items().unwrap();
    assert!(list[0].as_unknown().is_some());
    assert_eq!(list[1].as_number(), Some(2.0));
    let object = b.as_object().unwrap();
    assert_eq!(object["d"].as_bool(), Some(true));
    assert_eq!(estate.report.invalid.len(), 2, "both names are on record: {:?}", estate.report);
}
