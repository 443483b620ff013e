//! Rows of Resource Graph as live resources.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::native::{LiveResource, Provider};

/// A row as the service gives it: an ARM resource with its subscription.
pub(super) type Row = Map<String, Value>;

/// Resources that Resource Graph gives only inside of another one: the type, the list that holds them, their type.
const EMBEDDED: &[(&str, &str, &str)] =
    &[("microsoft.network/virtualnetworks", "subnets", "microsoft.network/virtualnetworks/subnets")];

fn text<'a>(row: &'a Row, name: &str) -> Option<&'a str> {
    row.get(name).and_then(Value::as_str)
}

/// `East US 2` and `eastus2` are one; what is everywhere has no region.
fn region(location: &str) -> Arc<str> {
    let region = location.to_lowercase().replace(' ', "");
    if region == "global" { Arc::default() } else { region.into() }
}

/// The subscription in an id; empty for an id outside of any.
pub(super) fn subscription(id: &str) -> &str {
    let rest = id.strip_prefix("/subscriptions/").unwrap_or_default();
    rest.split('/').next().unwrap_or_default()
}

/// The resource of a row; nothing for a row without an id or a type.
pub(super) fn live(mut row: Row) -> Option<LiveResource> {
    let id: Arc<str> = text(&row, "id")?.to_lowercase().into();
    let vendor_type: Arc<str> = text(&row, "type")?.to_lowercase().into();
    let account: Arc<str> = match text(&row, "subscriptionId") {
        Some(id) if !id.is_empty() => id.to_lowercase().into(),
        _ => subscription(&id).into(),
    };
    row.remove("subscriptionId");
    let name = text(&row, "name").unwrap_or_default().into();
    let region = region(text(&row, "location").unwrap_or_default());
    let tags = match row.get("tags") {
        Some(Value::Object(tags)) => {
            tags.iter().filter_map(|(k, v)| Some((k.as_str().into(), v.as_str()?.into()))).collect()
        }
        _ => Vec::new(),
    };
    let mut configuration = Value::Object(row);
    crate::secrets::scrub(&mut configuration);
    let recorded = None;
    Some(LiveResource {
        provider: Provider::Azure,
        vendor_type,
        id,
        name,
        account,
        region,
        tags,
        recorded,
        configuration,
    })
}

/// A row and what is embedded in it.
pub(super) fn rows(row: Row) -> Vec<LiveResource> {
    let Some(resource) = live(row) else { return Vec::new() };
    let mut all = Vec::new();
    for (_, list, vendor_type) in EMBEDDED.iter().filter(|(t, ..)| **t == *resource.vendor_type) {
        let children = resource.configuration.pointer(&format!("/properties/{list}"));
        for child in children.and_then(Value::as_array).into_iter().flatten() {
            let Value::Object(child) = child else { continue };
            let mut child = child.clone();
            child.insert("type".into(), Value::String((*vendor_type).to_owned()));
            child.insert("location".into(), Value::String(resource.region.to_string()));
            all.extend(live(child));
        }
    }
    all.push(resource);
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(value: Value) -> Row {
        let Value::Object(row) = value else { panic!("not an object") };
        row
    }

    #[test]
    fn a_row_is_a_resource_under_its_lower_cased_id() {
        let resource = live(row(json!({
            "id": "/subscriptions/S1/resourceGroups/RG/providers/Microsoft.Compute/disks/D",
            "name": "D", "type": "Microsoft.Compute/disks", "location": "East US 2",
            "subscriptionId": "S1", "tags": {"env": "prod", "odd": 1}, "properties": {"diskSizeGB": 8},
        })))
        .unwrap();
        assert_eq!(&*resource.id, "/subscriptions/s1/resourcegroups/rg/providers/microsoft.compute/disks/d");
        assert_eq!((&*resource.account, &*resource.region, &*resource.name), ("s1", "eastus2", "D"));
        assert_eq!(resource.tags, [("env".into(), "prod".into())]);
        assert!(live(row(json!({"name": "x"}))).is_none());
    }

    #[test]
    fn subnets_stand_on_their_own() {
        let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";
        let all = rows(row(json!({
            "id": id, "name": "v", "type": "microsoft.network/virtualnetworks", "location": "eastus",
            "properties": {"subnets": [{"id": format!("{id}/subnets/a"), "name": "a", "properties": {}}]},
        })));
        let types: Vec<_> = all.iter().map(|r| (&*r.vendor_type, &*r.account, &*r.region)).collect();
        assert_eq!(
            types,
            [
                ("microsoft.network/virtualnetworks/subnets", "s", "eastus"),
                ("microsoft.network/virtualnetworks", "s", "eastus"),
            ]
        );
    }
}
