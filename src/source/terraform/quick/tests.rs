//! Both readers must say the same: `parse_body` holds one against the other on every text that a test parses, here
//! and in all other tests.

use proptest::prelude::*;

use super::super::lines::Lines;
use super::super::options::Limits;
use super::super::parse::parse_body;
use super::read;
use crate::native::FileId;

/// Whether the quick reader takes a text; where it does, it agrees with the full parser.
fn takes(text: &str) -> bool {
    parse_body(FileId(0), text, &Limits::default());
    read(text, &Lines::new(FileId(0), text)).is_some()
}

#[test]
fn the_common_forms_are_taken() {
    for text in [
        "",
        "# only a comment",
        "a = 1\nb = -2.5e3 # why\n\n/* c */ c = null\n",
        "resource \"aws_s3_bucket\" logs {\n  bucket = \"logs-${var.name}-$${x}\"\n  tags = { Name = \"x\", \"a b\" = 1 }\n}\n",
        "x {}\ny { a = 1 }\nz { # why\n  b = true\n}\n",
        "a = var.x[0].y[*].z.*.w[\"k\"].0\n",
        "a = f(1, g(\n  2,\n), list...)\n",
        "a = b == c && !d || e ? -f + 1 * 2 % 3 : (\n  g\n)\n",
        "a = [for k, v in x : \"${k}=${v}\" if v != null]\nb = { for k, v in x : k => v... if k > 1 }\n",
        "a = {\n  # one\n  b = 1 // two\n  (c) : [\n    1,\n    2,\n  ]\n  \"${d}-e\" = \"\\\"\\n\\t\\\\\",\n}\n",
        "a = <<-EOT\n    one ${two}\n  three\n  EOT\nb = 2\n",
        "a = f(<<EOT\n{\"x\": \"${y}\"}\nEOT\n)\n",
        "a = \"${x}\"\nb = \"\u{e4} \u{1f600}\" # \u{e4}\nc = 1\n",
        "a = 12345678901234567890123\n",
    ] {
        assert!(takes(text), "{text}");
    }
}

#[test]
fn what_is_rare_or_wrong_is_left_to_the_full_parser() {
    for text in [
        "a = 1\r\nb = 2\r\n",
        "a = \"%{ if x }y%{ endif }\"\n",
        "a = \"${~ x ~}\"\n",
        "a = \"\\u00e4\"\n",
        "a = provider::aws::arn(x)\n",
        "\u{e4} = 1\n",
        "a = 1\na = 2\n",
        "a = { b = 1, b = 2 }\n",
        "a = { (b) = 1, (b) = 2 }\n",
        "a = -0\n",
        "a = <<EOT\nEOT\n",
        "a = [1\n",
        "a = \"x\n",
        "a {",
        "a = 1 b = 2\n",
        "a = 1e\n",
    ] {
        assert!(!takes(text), "{text}");
    }
    let deep = format!("a = {}1{}\n", "[".repeat(61), "]".repeat(61));
    assert!(!takes(&deep));
    let long = format!("a = 1{}\n", " + 1".repeat(101));
    assert!(!takes(&long));
}

/// Expressions as people could write them, with odd spacing.
fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z][a-z0-9_-]{0,4}",
        "[0-9]{1,3}(\\.[0-9]{1,2})?(e-?[0-9])?",
        Just("null".to_owned()),
        Just("true".to_owned()),
        "\"[ a-z$%{\\\\n-]{0,5}\"",
        "\"[a-z]{0,2}\\$\\{ ?[a-z]{1,3} ?\\}[a-z]{0,2}\"",
    ];
    let space = || prop_oneof![4 => Just(""), 4 => Just(" "), 1 => Just("\n"), 1 => Just(" /* c */ "), 1 => Just(" # c\n")];
    let operator = prop_oneof![
        Just("+"),
        Just("-"),
        Just("*"),
        Just("/"),
        Just("%"),
        Just("=="),
        Just("!="),
        Just("<"),
        Just("<="),
        Just(">"),
        Just(">="),
        Just("&&"),
        Just("||"),
    ];
    leaf.prop_recursive(5, 24, 4, move |inner| {
        let pair = (inner.clone(), inner.clone(), space());
        prop_oneof![
            (inner.clone(), operator.clone(), inner.clone(), space(), space())
                .prop_map(|(a, op, b, s, t)| format!("{a}{s}{op}{t}{b}")),
            (inner.clone(), inner.clone(), inner.clone(), space())
                .prop_map(|(a, b, c, s)| format!("{a} ?{s}{b}{s}: {c}")),
            (inner.clone(), space()).prop_map(|(a, s)| format!("({s}{a}{s})")),
            (inner.clone(), prop_oneof![Just("!"), Just("-"), Just("- ")])
                .prop_map(|(a, sign)| format!("{sign}{a}")),
            pair.clone().prop_map(|(a, b, s)| format!("{a}[{s}{b}{s}]")),
            (inner.clone(), "\\.([a-z]{1,3}|\\*|[0-9]{1,2})", space())
                .prop_map(|(a, step, s)| format!("{a}{s}{step}")),
            (inner.clone(), space()).prop_map(|(a, s)| format!("{a}[*]{s}.x")),
            pair.clone().prop_map(|(a, b, s)| format!("f({a},{s}{b}{s})")),
            pair.clone().prop_map(|(a, b, s)| format!("f({a}, {b}{s}...)")),
            pair.clone().prop_map(|(a, b, s)| format!("[{s}{a},{b}{s},]")),
            (inner.clone(), inner.clone(), inner.clone(), space())
                .prop_map(|(a, b, c, s)| format!("{{{s}{a} = {b}\n k : {c}{s}}}")),
            pair.clone().prop_map(|(a, b, s)| format!("[{s}for x in {a} :{s}{b}{s}]")),
            (inner.clone(), inner.clone(), inner.clone(), space())
                .prop_map(|(a, b, c, s)| format!("{{for k, v in {a} : {b} =>{s}{c} if {b}}}")),
            inner.prop_map(|a| format!("\"p${{{a}}}q\"")),
        ]
    })
}

proptest! {
    #[test]
    fn expressions_read_alike(a in expression(), b in expression()) {
        takes(&format!("x = {a}\nblock \"l\" {{\n  y = {b} # c\n}}\n"));
    }

    #[test]
    fn soup_reads_alike(parts in prop::collection::vec(
        prop::sample::select(vec![
            "a", "b-c", "1", "0", ".", "..", "...", "\"", "\"x\"", "${", "}", "{", "[", "]", "(", ")", "=", "==", "=>",
            ":", "?", ",", "\n", " ", "#", "//", "/*", "*/", "<<E\n", "\nE\n", "-", "!", "*", "for", "in", "if", "\\", "~",
            "\u{e4}", "\t", "$", "%{",
        ]),
        0..24,
    )) {
        takes(&parts.concat());
        takes(&format!("a = {}\n", parts.concat()));
        takes(&format!("b {{\n  a = [{}]\n}}\n", parts.concat()));
    }
}
