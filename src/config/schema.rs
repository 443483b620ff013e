//! The JSON Schema of a configuration file, for editors.

use serde_json::{Map, Value, json};

use super::{SETTINGS, SettingKind, SettingRow};

/// The schema, made from the table of settings.
pub fn schema() -> Value {
    let mut root = object();
    root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("$id".to_owned(), json!("urn:steth:config:1"));
    root.insert("title".to_owned(), json!("steth configuration"));
    for row in SETTINGS {
        put(&mut root, &row.key.split('.').collect::<Vec<_>>(), row);
    }
    Value::Object(root)
}

fn object() -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("type".to_owned(), json!("object"));
    map.insert("additionalProperties".to_owned(), json!(false));
    map
}

fn put(at: &mut Map<String, Value>, path: &[&str], row: &SettingRow) {
    let Some((first, rest)) = path.split_first() else { return };
    let made = || if rest.is_empty() { leaf(row) } else { Value::Object(object()) };
    let slot = if first.starts_with('<') {
        // any name
        let slot = at.entry("additionalProperties").or_insert(Value::Null);
        if !slot.is_object() {
            *slot = made();
        }
        slot
    } else {
        let properties = at.entry("properties").or_insert_with(|| json!({}));
        let Value::Object(properties) = properties else { return };
        properties.entry((*first).to_owned()).or_insert_with(made)
    };
    if let (Value::Object(inner), false) = (slot, rest.is_empty()) {
        put(inner, rest, row);
    }
}

fn leaf(row: &SettingRow) -> Value {
    let mut schema = match row.kind {
        SettingKind::Bool => json!({"type": "boolean"}),
        SettingKind::Int => json!({"type": "integer", "minimum": 0}),
        SettingKind::Number => json!({"type": "number", "exclusiveMinimum": 0}),
        SettingKind::Text => json!({"type": "string"}),
        SettingKind::OneOf(texts) => json!({"enum": texts}),
        SettingKind::List => json!({"type": "array", "items": {"type": "string"}}),
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(row.about));
        if let Ok(Some(default)) = serde_json::from_str::<Option<Value>>(row.default) {
            schema.insert("default".to_owned(), default);
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_takes_what_the_reader_takes() {
        let validator = jsonschema::validator_for(&schema()).unwrap();
        let good = json!({
            "aws": {"regions": ["us-east-1"], "accounts": {"1": {"environment": "production"}}},
            "pull": {"concurrency": 4, "budget": {"config:*": 2.5}},
            "azure": {"cloud": "government"}
        });
        assert!(validator.is_valid(&good), "{:?}", validator.validate(&good));
        for bad in [
            json!({"aws": {"regoins": []}}),
            json!({"aws": {"regions": "us-east-1"}}),
            json!({"pull": {"budget": {"x": 0}}}),
            json!({"aws": {"accounts": {"1": {"colour": "red"}}}}),
            json!({"azure": {"cloud": "germany"}}),
            json!({"elsewhere": {}}),
        ] {
            assert!(!validator.is_valid(&bad), "{bad}");
        }
    }
}
