//! Any configuration of any live resource that has a shape, through the shapes, the dialects, the checks and posture.
//!
//! The bytes are decisions: which shapes, which of their paths are there, and what stands at each.
#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use steth::dialect::live::{Field, Shape, Take, shapes};
use steth::native::{LiveResource, Provider};
use steth::scan::{Live, Request, assess_all};

/// Texts that checks and dialects ask about, beside those the fuzzer finds.
const WORDS: &[&str] = &[
    "",
    "*",
    "Enabled",
    "Disabled",
    "true",
    "0.0.0.0/0",
    "::/0",
    "TLS1_2",
    "443",
    "arn:aws:kms:us-east-1:111122223333:key/k",
    "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\"}]}",
    "allUsers",
    "P30D",
    "7776000s",
];

/// Objects and lists stand in each other this deep.
const DEPTH: u32 = 4;

fuzz_target!(|bytes: &[u8]| {
    let mut tape = Unstructured::new(bytes);
    let shapes = shapes();
    let mut resources = Vec::new();
    while !tape.is_empty() && resources.len() < 4 {
        match resource(&mut tape, &shapes, resources.len()) {
            Ok(resource) => resources.push(resource),
            Err(_) => break,
        }
    }
    let live = Live { resources, ..Live::default() };
    assess_all(None, live, &Request::default(), Timestamp::UNIX_EPOCH, &mut |_| {});
});

fn resource(tape: &mut Unstructured<'_>, shapes: &[&Shape], number: usize) -> Result<LiveResource> {
    let shape = tape.choose(shapes)?;
    let mut configuration = Value::Object(Map::new());
    fill(tape, shape.fields, &mut configuration)?;
    for companion in shape.companions {
        fill(tape, companion.fields, &mut configuration)?;
    }
    // what fields do not name, for the parts of shapes that are code
    for _ in 0..tape.int_in_range(0..=3)? {
        let key = text(tape)?;
        let value = value(tape, DEPTH)?;
        put(&mut configuration, &[&key], value);
    }
    Ok(LiveResource {
        provider: Provider::of_terraform_type(shape.native),
        vendor_type: shape.vendor.into(),
        id: format!("id-{number}").into(),
        name: text(tape)?.into(),
        account: "111122223333".into(),
        region: "us-east-1".into(),
        tags: vec![(text(tape)?.into(), text(tape)?.into())],
        recorded: None,
        configuration,
    })
}

/// Writes some of the fields where the vendor's configuration has them.
fn fill(tape: &mut Unstructured<'_>, fields: &[Field], object: &mut Value) -> Result<()> {
    for field in fields {
        if !tape.arbitrary()? {
            continue;
        }
        let value = match field.take {
            Take::Block(fields) | Take::Blocks(fields) if tape.ratio(7, 8)? => {
                let mut inner = Value::Object(Map::new());
                fill(tape, fields, &mut inner)?;
                if tape.arbitrary()? { Value::Array(vec![inner]) } else { inner }
            }
            _ => value(tape, DEPTH)?,
        };
        let path: Vec<&str> = field.from.split('.').filter(|part| !part.is_empty()).collect();
        put(object, &path, value);
    }
    Ok(())
}

fn put(place: &mut Value, path: &[&str], value: Value) {
    let Some((part, rest)) = path.split_first() else {
        *place = value;
        return;
    };
    if part.parse::<usize>().is_ok() {
        let mut item = Value::Null;
        put(&mut item, rest, value);
        *place = Value::Array(vec![item]);
        return;
    }
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    if let Value::Object(object) = place {
        put(object.entry(*part).or_insert(Value::Null), rest, value);
    }
}

fn text(tape: &mut Unstructured<'_>) -> Result<String> {
    Ok(if tape.arbitrary()? { (*tape.choose(WORDS)?).to_owned() } else { tape.arbitrary()? })
}

fn value(tape: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    let most = if depth == 0 { 4 } else { 6 };
    Ok(match tape.int_in_range(0..=most)? {
        0 => Value::Null,
        1 => Value::Bool(tape.arbitrary()?),
        2 => tape.arbitrary::<i64>()?.into(),
        3 => tape.arbitrary::<f64>()?.into(),
        4 => text(tape)?.into(),
        5 => {
            let mut items = Vec::new();
            for _ in 0..tape.int_in_range(0..=3)? {
                items.push(value(tape, depth - 1)?);
            }
            Value::Array(items)
        }
        _ => {
            let mut object = Map::new();
            for _ in 0..tape.int_in_range(0..=3)? {
                object.insert(text(tape)?, value(tape, depth - 1)?);
            }
            Value::Object(object)
        }
    })
}
