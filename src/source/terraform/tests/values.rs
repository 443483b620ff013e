//! Variables, locals, expressions, templates, and where values come from.

use super::super::{Assignment, Options};
use super::{estate, one, place, show, value_of, with_options};

#[test]
fn the_precedence_of_variable_values_is_terraforms() {
    let files = [
        ("main.tf", "variable \"v\" { default = \"default\" }\nresource \"x_y\" \"z\" {\n  v = var.v\n}\n"),
        ("terraform.tfvars", "v = \"tfvars\"\n"),
        ("terraform.tfvars.json", "{\"v\": \"json\"}"),
        ("b.auto.tfvars", "v = \"auto b\"\n"),
        ("a.auto.tfvars", "v = \"auto a\"\n"),
        ("other.tfvars", "v = \"file\"\n"),
    ];
    let value = |n: usize, options: &Options| with_options(&files[..n], options).show("x_y.z", "v");
    let mut options = Options::default();
    assert_eq!(value(1, &options), "\"default\"");
    options.environment.push(("v".into(), "environment".into()));
    assert_eq!(value(1, &options), "\"environment\"");
    assert_eq!(value(2, &options), "\"tfvars\"");
    assert_eq!(value(3, &options), "\"json\"");
    assert_eq!(value(5, &options), "\"auto b\"");
    options.assignments.push(Assignment::File("other.tfvars".into()));
    assert_eq!(value(6, &options), "\"file\"");
    options.assignments.push(Assignment::Variable("v".into(), "flag".into()));
    assert_eq!(value(6, &options), "\"flag\"");
}

#[test]
fn a_value_remembers_the_line_that_a_person_edits() {
    let estate = estate(&[
        (
            "main.tf",
            "variable \"a\" {\n  default = true\n}\nvariable \"b\" {}\nlocals {\n  c = false\n}\nresource \"x_y\" \"z\" {\n  a = var.a\n  b = var.b\n  c = local.c\n  d = 1\n}\n",
        ),
        ("terraform.tfvars", "\nb = false\n"),
    ]);
    let origin = |name| place(&estate.files, estate.node("x_y.z", name).origin);
    let site = |name| place(&estate.files, estate.node("x_y.z", name).site);
    assert_eq!([origin("a"), site("a")], ["main.tf:2", "main.tf:9"]);
    assert_eq!([origin("b"), site("b")], ["terraform.tfvars:2", "main.tf:10"]);
    assert_eq!([origin("c"), site("c")], ["main.tf:6", "main.tf:11"]);
    assert_eq!([origin("d"), site("d")], ["main.tf:12", "main.tf:12"]);
    assert_eq!((estate.at("x_y.z").span.line, estate.at("x_y.z").span.end_line), (8, 13));
}

#[test]
fn values_are_converted_to_their_type() {
    let estate = one(r#"
variable "n" {
  type    = number
  default = "42"
}
variable "flag" {
  type    = bool
  default = "false"
}
variable "set" {
  type    = set(string)
  default = ["b", "a", "b", 1]
}
variable "rule" {
  type = object({
    port    = optional(number, 443)
    cidrs   = optional(list(string), ["10.0.0.0/8"])
    note    = optional(string)
    nested  = optional(object({ deep = optional(bool, true) }), {})
    name    = string
  })
  default = { name = "x", extra = 1, port = null }
}
variable "not_null" {
  nullable = false
  default  = "kept"
}
variable "map" {
  type    = map(string)
  default = { a = true, b = 2 }
}
resource "x_y" "z" {
  n    = var.n
  flag = var.flag
  set  = var.set
  rule = var.rule
  map  = var.map
}
"#);
    assert_eq!(estate.show("x_y.z", "n"), "42");
    assert_eq!(estate.show("x_y.z", "flag"), "false");
    assert_eq!(estate.show("x_y.z", "set"), "{\"1\", \"a\", \"b\"}");
    assert_eq!(
        estate.show("x_y.z", "rule"),
        "{port = 443, cidrs = [\"10.0.0.0/8\"], note = null, nested = {deep = true}, name = \"x\"}"
    );
    assert_eq!(estate.show("x_y.z", "map"), "{a = \"true\", b = \"2\"}");
}

#[test]
fn a_flag_is_read_by_the_type_of_its_variable() {
    let options = Options {
        assignments: vec![
            Assignment::Variable("list".into(), "[\"a\", \"b\"]".into()),
            Assignment::Variable("on".into(), "true".into()),
            Assignment::Variable("mispelt".into(), "1".into()),
        ],
        ..Options::default()
    };
    let estate = with_options(
        &[(
            "main.tf",
            "variable \"list\" { type = list(string) }\nvariable \"on\" { type = bool }\nresource \"x_y\" \"z\" {\n  list = var.list\n  on = var.on\n}\n",
        )],
        &options,
    );
    assert_eq!(estate.show("x_y.z", "list"), "[\"a\", \"b\"]");
    assert_eq!(estate.show("x_y.z", "on"), "true");
    assert_eq!(estate.report.skipped[0].to_string(), "--var mispelt: no root module declares this variable");
}

#[test]
fn a_variable_without_a_value_is_unknown_and_carries_on() {
    let estate = one(r#"
variable "key" {
  type = string
}
variable "conf" {
  type = object({ on = bool })
}
resource "x_y" "z" {
  key   = var.key
  on    = var.conf.on
  name  = "prefix-${var.key}"
  same  = var.key == "x" ? true : true
  other = var.key == "x" ? "a" : "b"
  and   = var.conf.on && false
  or    = true || var.conf.on
}
"#);
    assert_eq!(estate.show("x_y.z", "key"), "?(variable var.key has no value)");
    assert_eq!(estate.show("x_y.z", "on"), "?(variable var.conf has no value)");
    assert_eq!(estate.show("x_y.z", "same"), "true");
    assert_eq!(estate.show("x_y.z", "other"), "?(variable var.key has no value)");
    assert_eq!(estate.show("x_y.z", "and"), "false");
    assert_eq!(estate.show("x_y.z", "or"), "true");
    let name = estate.node("x_y.z", "name");
    let crate::native::Shape::Template(fragments) = &name.as_unknown().unwrap().shape else { panic!() };
    assert!(matches!(&fragments[0], crate::native::Fragment::Text(text) if &**text == "prefix-"));
    assert!(matches!(&fragments[1], crate::native::Fragment::Unknown(_)));
}

#[test]
fn null_is_the_same_as_not_written() {
    let estate =
        one("variable \"k\" { default = null }\nresource \"x_y\" \"z\" {\n  k = var.k\n  l = 1\n}\n");
    assert!(estate.at("x_y.z").get("k").is_none());
    assert!(estate.report.invalid.is_empty());
}

#[test]
fn sensitive_values_stay_marked() {
    let estate = one(r#"
variable "p" {
  sensitive = true
  default   = "hunter2"
}
locals {
  m = { a = var.p, b = "open" }
}
resource "x_y" "z" {
  whole   = "x-${var.p}"
  upper   = upper(var.p)
  a       = local.m.a
  b       = local.m.b
  opened  = nonsensitive(var.p)
  encoded = jsonencode(local.m)
  marked  = sensitive("x")
  merged  = merge(local.m, { c = 1 }).b
  test    = var.p == "x" ? 1 : 2
}
"#);
    for (name, sensitive) in [
        ("whole", true),
        ("upper", true),
        ("a", true),
        ("b", false),
        ("opened", false),
        ("encoded", true),
        ("marked", true),
        ("merged", false),
        ("test", true),
    ] {
        assert_eq!(estate.node("x_y.z", name).sensitive, sensitive, "{name}");
    }
}

#[test]
fn operators_convert_and_order_as_terraform_does() {
    for (expression, value) in [
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("\"5\" + 1", "6"),
        ("7 % 3", "1"),
        ("-(3)", "-3"),
        ("!true || 2 >= 2 && 1 != 2", "true"),
        ("\"1\" == 1", "false"),
        ("{ a = 1 } == { a = 1 }", "true"),
        ("null == null", "true"),
        ("\"${1 + 1}\"", "2"),
        ("\"a${1}b${true}\"", "\"a1btrue\""),
        ("[1, 2, 3][1]", "2"),
        ("{ a = { b = [10] } }.a[\"b\"].0", "10"),
        ("1 / 0 == 0", "?(the expression is in error: a division by zero)"),
    ] {
        assert_eq!(value_of(expression), value, "{expression}");
    }
}

#[test]
fn for_expressions_and_splats() {
    for (expression, value) in [
        ("[for x in [1, 2, 3] : x * 2 if x != 2]", "[2, 6]"),
        ("[for i, x in [\"a\", \"b\"] : \"${i}${x}\"]", "[\"0a\", \"1b\"]"),
        ("[for k, v in { b = 1, a = 2 } : k]", "[\"a\", \"b\"]"),
        ("{ for k, v in { b = 1, a = 2 } : upper(k) => v }", "{A = 2, B = 1}"),
        (
            "{ for x in [\"aa\", \"ab\", \"b\"] : substr(x, 0, 1) => x... }",
            "{a = [\"aa\", \"ab\"], b = [\"b\"]}",
        ),
        ("[{ a = 1 }, { a = 2 }][*].a", "[1, 2]"),
        ("[{ a = [1] }, { a = [2] }].*.a[0]", "[1]"),
        ("[{ a = [1] }, { a = [2] }][*].a[0]", "[1, 2]"),
        ("null[*]", "[]"),
        ("\"x\"[*]", "[\"x\"]"),
        ("[for s in toset([\"b\", \"a\"]) : s]", "[\"a\", \"b\"]"),
        ("{ (\"a${1}\") = 1, \"b-c\" : 2 }", "{a1 = 1, b-c = 2}"),
    ] {
        assert_eq!(value_of(expression), value, "{expression}");
    }
}

#[test]
fn line_breaks_in_a_for_expression_do_not_matter() {
    let estate = one(
        "locals {\n  m = { for k, v in { a = 1, b = 2 } : k => v > 1 # big\n    ? \"big\"\n    : \"small\"\n  }\n}\nresource \"x_y\" \"z\" {\n  m = local.m\n}\n",
    );
    assert_eq!(estate.show("x_y.z", "m"), "{a = \"small\", b = \"big\"}", "{:?}", estate.report);
    assert_eq!(estate.at("x_y.z").span.line, 7);
}

#[test]
fn templates_heredocs_and_escapes() {
    let estate = one(r#"
locals {
  names = ["a", "b"]
}
resource "x_y" "z" {
  plain    = "tab\tquote\"unicode\u00e9 $${kept} %%{kept}"
  heredoc  = <<-EOT
    first
      second ${local.names[0]}
    %{for n in local.names~}
    item ${n}
    %{endfor~}
    %{if length(local.names) > 5}many%{else}few%{endif}
  EOT
  raw      = <<EOT
  kept
EOT
  inline   = "%{ if true ~}  yes  %{~ endif }"
}
"#);
    assert_eq!(estate.show("x_y.z", "plain"), "\"tab\\tquote\\\"unicodeé ${kept} %{kept}\"");
    assert_eq!(estate.show("x_y.z", "heredoc"), "\"first\\n  second a\\nitem a\\nitem b\\nfew\\n\"");
    assert_eq!(estate.show("x_y.z", "raw"), "\"  kept\\n\"");
    assert_eq!(estate.show("x_y.z", "inline"), "\"yes\"");
}

#[test]
fn a_cycle_is_named_and_does_not_hang() {
    let estate = one(
        "locals {\n  a = local.b\n  b = \"${local.a}\"\n}\nresource \"x_y\" \"z\" {\n  v = local.a\n  w = 1\n}\n",
    );
    assert_eq!(
        estate.show("x_y.z", "v"),
        "?(the expression is in error: it depends on itself: local.a → local.b → local.a)"
    );
    assert_eq!(estate.show("x_y.z", "w"), "1");
    assert_eq!(estate.report.invalid.len(), 1);
}

#[test]
fn the_workspace_is_unknown_until_it_is_said() {
    let text = "resource \"x_y\" \"z\" {\n  w = terraform.workspace\n}\n";
    assert_eq!(one(text).show("x_y.z", "w"), "?(terraform.workspace is settled at run time)");
    let options = Options { workspace: Some("prod".into()), ..Options::default() };
    assert_eq!(with_options(&[("main.tf", text)], &options).show("x_y.z", "w"), "\"prod\"");
    let selected = estate(&[("main.tf", text), (".terraform/environment", "staging\n")]);
    assert_eq!(selected.show("x_y.z", "w"), "\"staging\"");
}

#[test]
fn an_override_file_replaces_arguments_and_whole_kinds_of_blocks() {
    let estate = estate(&[
        (
            "main.tf",
            "locals {\n  a = 1\n}\nresource \"x_y\" \"z\" {\n  keep = local.a\n  change = 1\n  rule {\n    n = 1\n  }\n  rule {\n    n = 2\n  }\n  other {\n    o = 1\n  }\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n",
        ),
        (
            "x_override.tf",
            "locals {\n  a = 2\n}\nresource \"x_y\" \"z\" {\n  change = 2\n  rule {\n    n = 3\n  }\n  lifecycle {\n    ignore_changes = [tags, tags[\"a\"]]\n  }\n}\n",
        ),
    ]);
    assert_eq!(estate.show("x_y.z", "keep"), "2");
    assert_eq!(estate.show("x_y.z", "change"), "2");
    assert_eq!(estate.show("x_y.z", "rule"), "[{n = 3}]");
    assert_eq!(estate.show("x_y.z", "other"), "[{o = 1}]");
    let lifecycle = &estate.at("x_y.z").lifecycle;
    assert!(lifecycle.prevent_destroy);
    assert_eq!(lifecycle.ignore_changes.iter().map(|c| &**c).collect::<Vec<_>>(), ["tags", "tags[\"a\"]"]);
    assert_eq!(place(&estate.files, estate.node("x_y.z", "change").site), "x_override.tf:5");
}

#[test]
fn what_a_structure_is_encoded_from_keeps_its_places() {
    let estate = one(
        "variable \"b\" {}\nresource \"x_y\" \"z\" {\n  known = jsonencode({\n    a = [1]\n    b = \"<x>\"\n  })\n  partly = jsonencode({\n    a = var.b\n    c = 3\n  })\n  back = jsondecode(jsonencode({ a = var.b, c = 3 })).c\n}\n",
    );
    assert_eq!(estate.show("x_y.z", "known"), "\"{\\\"a\\\":[1],\\\"b\\\":\\\"\\\\u003cx\\\\u003e\\\"}\"");
    let structure = estate.node("x_y.z", "known").json.unwrap();
    assert_eq!(place(&estate.files, structure.as_object().unwrap()["b"].origin), "main.tf:5");
    let partly = estate.node("x_y.z", "partly");
    let crate::native::Shape::Json(structure) = &partly.as_unknown().unwrap().shape else { panic!() };
    assert_eq!(show(&structure.as_object().unwrap()["c"]), "3");
    assert_eq!(estate.show("x_y.z", "back"), "3");
}
