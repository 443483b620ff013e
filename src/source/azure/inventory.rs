//! Rows of Resource Graph as live resources.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::native::{LiveResource, Provider};

/// A row as the service gives it: an ARM resource with its subscription.
pub(super) type Row = Map<String, Value>;

/// Resources that Resource Graph gives only inside of another one.
struct Embedded {
    /// The type that holds them.
    within: &'static str,
    /// The list they stand in.
    list: &'static str,
    /// Their own type.
    kind: &'static str,
    /// How many of the first are part of the other one in code too: a cluster's first pool of nodes.
    part_of_it: usize,
}

const EMBEDDED: &[Embedded] = &[
    Embedded {
        within: "microsoft.network/virtualnetworks",
        list: "subnets",
        kind: "microsoft.network/virtualnetworks/subnets",
        part_of_it: 0,
    },
    Embedded {
        within: "microsoft.containerservice/managedclusters",
        list: "agentPoolProfiles",
        kind: "microsoft.containerservice/managedclusters/agentpools",
        part_of_it: 1,
    },
];

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
        configuration: configuration.into(),
    })
}

/// The service's own database on every SQL server, which nobody can configure.
fn is_system(resource: &LiveResource) -> bool {
    &*resource.vendor_type == "microsoft.sql/servers/databases"
        && resource.name.eq_ignore_ascii_case("master")
}

/// A row and what is embedded in it.
pub(super) fn rows(row: Row) -> Vec<LiveResource> {
    let Some(resource) = live(row).filter(|r| !is_system(r)) else { return Vec::new() };
    let mut all = Vec::new();
    for embedded in EMBEDDED.iter().filter(|e| e.within == &*resource.vendor_type) {
        let Embedded { list, kind, part_of_it, .. } = embedded;
        let children = resource.configuration.pointer(&format!("/properties/{list}"));
        for child in children.and_then(Value::as_array).into_iter().flatten().skip(*part_of_it) {
            let Value::Object(child) = child else { continue };
            let mut child = child.clone();
            if !child.contains_key("id") {
                // some lists leave it out, but ARM knows the child by it
                let last = kind.rsplit('/').next().unwrap_or_default();
                let id = format!("{}/{last}/{}", resource.id, text(&child, "name").unwrap_or_default());
                child.insert("id".into(), Value::String(id));
            }
            child.insert("type".into(), Value::String((*kind).to_owned()));
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
    fn pools_after_the_first_stand_on_their_own() {
        let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/k";
        let all = rows(row(json!({
            "id": id, "name": "k", "type": "microsoft.containerservice/managedclusters", "location": "eastus",
            "properties": {"agentPoolProfiles": [{"name": "system"}, {"name": "Work"}]},
        })));
        let ids: Vec<_> = all.iter().map(|r| r.id.rsplit('/').next().unwrap()).collect();
        assert_eq!(ids, ["work", "k"]);
        assert_eq!(&*all[0].id, format!("{}/agentpools/work", id.to_lowercase()));
    }

    #[test]
    fn the_system_database_is_left_out() {
        let database = |name: &str| {
            let id = format!(
                "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/q/databases/{name}"
            );
            rows(row(json!({"id": id, "name": name, "type": "microsoft.sql/servers/databases"}))).len()
        };
        assert_eq!((database("master"), database("records")), (0, 1));
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
