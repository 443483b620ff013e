//! Any text as an expression, among variables, locals and resources that it may name, so that the evaluator and its
//! functions are reached without first having to guess a configuration around them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|expression: &str| {
    let text = format!(
        "variable \"u\" {{}}\nvariable \"s\" {{ default = \"text\" }}\n\
         locals {{\n  l = [1, var.u, \"c\"]\n  m = {{ a = 1, b = var.u }}\n}}\n\
         resource \"a_b\" \"c\" {{\n  name = var.s\n}}\n\
         resource \"x_y\" \"z\" {{\n  v = {expression}\n}}\n"
    );
    steth::source::terraform::parse_and_evaluate(text.as_bytes());
});
