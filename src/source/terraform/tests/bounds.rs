//! Hostile input: every bound is reached, named, and the rest goes on.

use std::fmt::Write as _;

use super::super::{Limits, Options};
use super::{estate, one, with_options};

fn limited(text: &str, limits: Limits) -> super::Estate {
    with_options(&[("main.tf", text)], &Options { limits, ..Options::default() })
}

fn names_bound(estate: &super::Estate, bound: &str) {
    let problems = &estate.report.limits;
    assert!(problems.iter().any(|problem| problem.message.contains(bound)), "{bound}: {:#?}", estate.report);
    assert!(estate.report.is_incomplete());
}

const GOOD: &str = "resource \"x_y\" \"good\" {\n  a = 1\n}\n";

#[test]
fn deep_brackets_do_not_overflow_the_stack() {
    for open in ["[", "{a=", "(", "!", "-", "\"${", "f(", "[for x in ", "true ? 1 : "] {
        let text = format!("locals {{\n  a = {}\n}}\n", open.repeat(50_000));
        let estate = estate(&[("a.tf", &text), ("b.tf", GOOD)]);
        assert_eq!(estate.addresses(), ["x_y.good"], "{open}");
        assert!(!estate.report.failed.is_empty(), "{open}");
    }
    let blocks = format!("{}{}", "a {\n".repeat(10_000), "}\n".repeat(10_000));
    names_bound(&one(&blocks), "nest");
    let json = format!("{{\"locals\": {{\"a\": {}1{}}}}}", "[".repeat(10_000), "]".repeat(10_000));
    let estate = estate(&[("a.tf.json", &json), ("b.tf", GOOD)]);
    names_bound(&estate, "nesting_depth");
    assert_eq!(estate.addresses(), ["x_y.good"]);
}

#[test]
fn a_long_chain_of_locals_is_bounded() {
    let mut text = String::from("locals {\n  l0 = 1\n");
    for i in 1..15_000 {
        let _ = writeln!(text, "  l{i} = local.l{} + 1", i - 1);
    }
    text.push_str("}\nresource \"x_y\" \"z\" {\n  v = local.l14999\n  w = local.l20\n}\n");
    let estate = one(&text);
    names_bound(&estate, "evaluation_depth");
    assert_eq!(estate.show("x_y.z", "w"), "21");
}

#[test]
fn huge_counts_are_bounded_and_unknown() {
    let estate = one(
        "resource \"x_y\" \"z\" {\n  count = 1000000\n}\nresource \"x_y\" \"w\" {\n  for_each = toset([for i in range(99999) : \"${i}\"])\n}\n",
    );
    names_bound(&estate, "instances_per_block");
    assert_eq!(estate.addresses(), ["x_y.w", "x_y.z"]);
    assert!(estate.at("x_y.z").existence.is_some());
    let limits = Limits { instances: 15, ..Limits::default() };
    let estate = limited(
        "resource \"x_y\" \"a\" {\n  count = 10\n}\nresource \"x_y\" \"b\" {\n  count = 10\n}\n",
        limits,
    );
    names_bound(&estate, "instances");
    assert_eq!(estate.resources.len(), 11);
}

#[test]
fn values_that_grow_without_end_are_bounded() {
    let mut doubling = String::from("locals {\n  s0 = \"xxxxxxxxxxxxxxxx\"\n  l0 = [1]\n");
    for i in 1..60 {
        let before = i - 1;
        let _ = writeln!(doubling, "  s{i} = \"${{local.s{before}}}${{local.s{before}}}\"");
        let _ = writeln!(doubling, "  l{i} = [local.l{before}, local.l{before}]");
    }
    doubling.push_str("}\n");
    for (expression, bound) in [
        ("local.s59", "string_bytes"),
        ("local.l59", "collection_entries"),
        ("flatten(local.l59)", "collection_entries"),
        ("jsonencode(local.l59)", "evaluation_steps"),
        ("range(1000000000)", "collection_entries"),
        ("setproduct(range(1000), range(1000), range(1000))", "collection_entries"),
        ("format(\"%999999999s\", 1)", "string_bytes"),
        ("replace(format(\"%4000000s\", 1), \" \", \"long text\")", "string_bytes"),
        ("indent(100000, join(\"\", [for i in range(99999) : \"\\n\"]))", "string_bytes"),
        ("[for a in range(9999) : [for b in range(9999) : a * b]]", "evaluation_steps"),
    ] {
        let text = format!("{doubling}resource \"x_y\" \"z\" {{\n  v = {expression}\n}}\n");
        let limits = Limits { evaluation_steps: 2_000_000, ..Limits::default() };
        let estate = limited(&text, limits);
        let value = estate.show("x_y.z", "v");
        assert!(value.starts_with("?(the expression is in error:"), "{expression}: {value}");
        names_bound(&estate, bound);
    }
}

#[test]
fn try_does_not_swallow_a_bound() {
    let limits = Limits { collection_entries: 10, ..Limits::default() };
    let estate = limited("resource \"x_y\" \"z\" {\n  v = try(range(100), 1)\n}\n", limits);
    names_bound(&estate, "collection_entries");
    assert!(estate.node("x_y.z", "v").as_unknown().is_some());
}

#[test]
fn modules_within_modules_are_bounded() {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut path = String::new();
    for _ in 0..60 {
        files.push((format!("{path}main.tf"), "module \"m\" {\n  source = \"./m\"\n}\n".into()));
        path.push_str("m/");
    }
    files.push((format!("{path}main.tf"), GOOD.into()));
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    names_bound(&estate(&borrowed), "module_depth");
}

#[test]
fn modules_that_multiply_are_bounded() {
    // Ten levels that each call the next ten times would be ten thousand million.
    let mut files: Vec<(String, String)> = Vec::new();
    let mut path = String::new();
    for _ in 0..10 {
        files
            .push((format!("{path}main.tf"), "module \"m\" {\n  count = 10\n  source = \"./m\"\n}\n".into()));
        path.push_str("m/");
    }
    files.push((format!("{path}main.tf"), GOOD.into()));
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let limits = Limits { instances: 20_000, ..Limits::default() };
    names_bound(&with_options(&borrowed, &Options { limits, ..Options::default() }), "instances");
}

#[test]
fn modules_that_double_are_bounded() {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut path = String::new();
    for _ in 0..25 {
        let twice = "module \"a\" {\n  source = \"./m\"\n}\nmodule \"b\" {\n  source = \"./m\"\n}\n";
        files.push((format!("{path}main.tf"), twice.into()));
        path.push_str("m/");
    }
    files.push((format!("{path}main.tf"), GOOD.into()));
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let limits = Limits { instances: 20_000, ..Limits::default() };
    names_bound(&with_options(&borrowed, &Options { limits, ..Options::default() }), "instances");
}

#[test]
fn giant_files_and_literals_are_bounded() {
    let big = format!("# {}\n", "x".repeat(2_000));
    let limits = Limits { file_bytes: 1_000, ..Limits::default() };
    let estate = with_options(&[("a.tf", &big), ("b.tf", GOOD)], &Options { limits, ..Options::default() });
    names_bound(&estate, "file_bytes");
    assert_eq!(estate.addresses(), ["x_y.good"]);
    let mut map = String::from("locals {\n  m = {\n");
    for i in 0..30_000 {
        let _ = writeln!(map, "    k{i} = {i}");
    }
    map.push_str("  }\n}\n");
    names_bound(&one(&map), "literal_entries");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_it_panic(text in "(locals \\{|resource \"a\" \"b\" \\{|x = |for|[\\[\\]{}()\"$%.*?:,=<>!&|+/\\\\ \n-]|EOT|<<|local\\.x|a\\.b|each\\.key|var\\.x|count|1|\\PC){0,60}") {
        let expression = format!("resource \"a\" \"b\" {{\n  x = {text}\n}}\n");
        estate(&[("a.tf", &text), ("b.tf", &expression), ("c.tf.json", &text)]);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        super::super::parse_and_evaluate(&bytes);
        super::read(&crate::source::Tree::memory([("a.tf", bytes.clone()), ("b.tf.json", bytes.clone()), ("terraform.tfvars", bytes)]), &Options::default());
    }
}
