//! Any text as an expression of an ARM template, with parameters, variables and a loop that it may name.
#![no_main]

use libfuzzer_sys::fuzz_target;
use steth::source::Tree;
use steth::source::code::{Options, read};

fuzz_target!(|expression: &str| {
    let text = format!(
        "{{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\
         \"parameters\": {{\"u\": {{\"type\": \"string\"}}, \"s\": {{\"type\": \"string\", \"defaultValue\": \"text\"}}}},\
         \"variables\": {{\"l\": [1, \"[parameters('u')]\"]}},\
         \"resources\": [{{\"type\": \"A.B/c\", \"name\": {0}, \"copy\": {{\"name\": \"c\", \"count\": 2}}, \"p\": {0}}}]}}",
        serde_json::Value::String(format!("[{expression}]"))
    );
    let tree = Tree::memory([("t.json".to_owned(), text.into_bytes())]);
    let _ = read(&tree, &Options::default());
});
