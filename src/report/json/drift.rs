//! Drift in the JSON contract: of the scan's report where both sides were read, and of `steth drift`.

use serde_json::{Map, Value, json};

use crate::drift::{DriftItem, DriftReport};
use crate::posture::Posture;
use crate::resource::ResourceId;

/// What drift says; nothing where only one side was read.
pub(crate) fn view(posture: &Posture) -> Option<Map<String, Value>> {
    let drift = posture.drift.as_ref()?;
    let blind_spots: Vec<Value> = drift
        .blind_spots
        .iter()
        .map(|spot| json!({"resource": address(posture, Some(spot.resource)), "ignored": spot.ignored}))
        .collect();
    let items: Vec<Value> = drift.items.iter().map(|item| one(posture, item)).collect();
    let DriftReport { compared, accounts, unmatched, .. } = drift;
    let view = json!({
        "compared": compared,
        "accounts": accounts,
        "items": items,
        "blind_spots": blind_spots,
        "not_read": unmatched.not_read,
        "no_inventory": unmatched.no_inventory,
    });
    match view {
        Value::Object(view) => Some(view),
        _ => None,
    }
}

fn address(posture: &Posture, id: Option<ResourceId>) -> Option<&str> {
    posture.estate.get(id?).map(|resource| &*resource.address)
}

fn one(posture: &Posture, item: &DriftItem) -> Value {
    let setting =
        item.setting.as_ref().map(|s| json!({"name": s.key.path(), "declared": s.declared, "live": s.live}));
    let place = item.declared.and_then(|id| posture.estate.get(id)).and_then(|resource| resource.span);
    let safeguards: Vec<&str> = item.safeguards.iter().map(|s| s.get().citation).collect();
    json!({
        "class": item.class,
        "direction": item.direction,
        "declared": address(posture, item.declared),
        "live": address(posture, item.live),
        "setting": setting,
        "location": place.map(|s| json!({"path": posture.files.path(s.file), "line": s.line})),
        "safeguards": safeguards,
        "reason": item.reason,
    })
}
