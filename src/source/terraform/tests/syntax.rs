//! Forms of the native syntax that parsers tend to stumble over.

use super::one;

fn value(expression: &str) -> String {
    let estate = one(&format!(
        "variable \"l\" {{\n  default = [{{ id = 1, t = {{ k = \"v\" }} }}]\n}}\nvariable \"m\" {{\n  default = {{ a = {{ b = [5, 6] }} }}\n}}\nresource \"x_y\" \"z\" {{\n  v = {expression}\n}}\n"
    ));
    assert!(estate.report.failed.is_empty(), "{expression}\n{:#?}", estate.report.failed);
    estate.show("x_y.z", "v")
}

#[test]
fn expressions_over_several_lines() {
    for (expression, expected) in [
        ("[\n    true\n    ? 1\n    : 2,\n    3,\n  ]", "[1, 3]"),
        ("(\n    true &&\n    false ||\n    true\n  )", "true"),
        ("(true\n    && true)", "true"),
        ("max(\n    1, # one\n    2, // two\n    /* three */ 3,\n  )", "3"),
        ("merge(\n    { a = 1 },\n    [{ b = 2 }]...\n  )", "{a = 1, b = 2}"),
        (
            "{\n    a = 1 # c\n    b : 2, c = 3\n    \"d.e/f\" = 4\n    (\"g\") = 5\n    \"${\"h\"}\" = 6\n  }",
            "{a = 1, b = 2, c = 3, d.e/f = 4, g = 5, h = 6}",
        ),
        ("{ for k, v in { a = 1 } :\n    k =>\n    v\n    if v > 0\n  }", "{a = 1}"),
        ("[for k in [1, 2] :\n    k\n    if k > 1\n    && k < 3]", "[2]"),
        (
            "[\n    for k in [1, 2] : {\n      n = k\n      m = k > 1 ? \"big\" : \"small\"\n    }\n  ]",
            "[{n = 1, m = \"small\"}, {n = 2, m = \"big\"}]",
        ),
        (
            "flatten([\n    for a in [1] : [\n      for b in [2] : {\n        a = a\n        b = b\n      }\n      if a != b\n    ]\n  ])",
            "[{a = 1, b = 2}]",
        ),
        ("\"${\n    join(\"-\", [\n      \"a\",\n      \"b\",\n    ])\n  }\"", "\"a-b\""),
        ("join(\"\", [<<-A\n      one\n      A\n    , <<-B\n      two\n      B\n  ])", "\"one\\ntwo\\n\""),
        ("jsondecode(<<EOT\n{\"a\": 1}\nEOT\n  )", "{a = 1}"),
    ] {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn small_forms() {
    for (expression, expected) in [
        ("var.l[*].t[\"k\"]", "[\"v\"]"),
        ("var.l.*.id", "[1]"),
        ("var.l.0.t.k", "\"v\""),
        ("var.m[\"a\"].b[1]", "6"),
        ("var.m[\"a\"][\"b\"][0]", "5"),
        ("(var.m).a.b[0]", "5"),
        ("-var.m.a.b[0]", "-5"),
        ("!(1 == 2)", "true"),
        ("1e3", "1000"),
        ("\"100% of $5 $ % $$ %%\"", "\"100% of $5 $ % $$ %%\""),
        ("\"a\\\\b\"", "\"a\\\\b\""),
        ("\"$${a} %%{b}\"", "\"${a} %{b}\""),
        ("/* x */ 1", "1"),
        ("[]", "[]"),
        ("{}", "{}"),
        ("[1, 2,]", "[1, 2]"),
        ("true ? false ? 1 : 2 : 3", "2"),
        ("1 == 1 && 2 > 1 || false", "true"),
    ] {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn blocks_in_every_form() {
    let text = "# comment\n// another\n/* and\n   another */\nresource x_y \"bare\" { a = 1 }\nresource \"x_y\" \"empty\" {}\nresource \"x_y\" \"crlf\" {\r\n  a = 1 # c\r\n\r\n  b {\r\n    c = [\r\n      1,\r\n    ]\r\n  }\r\n  d = <<EOT\r\nx\r\nEOT\r\n}\r\nresource \"x_y\" \"ünïcode-name\" {\n  schlüssel = 1\n  dash-ed = 2\n}\nresource \"x_y\" \"last\" { }";
    let estate = one(text);
    assert!(estate.report.failed.is_empty(), "{:#?}", estate.report.failed);
    assert_eq!(estate.resources.len(), 5);
    assert_eq!(estate.show("x_y.crlf", "b"), "[{c = [1]}]");
    assert_eq!(estate.node("x_y.crlf", "d").site.unwrap().line, 15);
}

#[test]
fn a_heredoc_keeps_what_looks_like_its_end() {
    let estate = one(
        "resource \"x_y\" \"z\" {\n  a = <<EOF\nEOFX\n not EOF\n  EOF\n  b = <<-EOF\n\n    two\n\n      four\n    EOF\n  c = <<EOF\nEOF\n}\n",
    );
    assert!(estate.report.failed.is_empty(), "{:#?}", estate.report.failed);
    assert_eq!(estate.show("x_y.z", "a"), "\"EOFX\\n not EOF\\n\"");
    assert_eq!(estate.show("x_y.z", "b"), "\"\\ntwo\\n\\n  four\\n\"");
    assert_eq!(estate.show("x_y.z", "c"), "\"\"");
}
