//! Code that says what the cloud says does not drift, type by type: what an inventory gives is written down as code, and
//! held against itself.

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::dialect::live;
use crate::native::{Files, LiveResource, NativeResource, Silence};
use crate::table::HashMap;
use crate::testing::live_resource;

/// Things of every type that the samples of the dialects and of the demo hold.
fn samples() -> Vec<LiveResource> {
    let mut all = Vec::new();
    for text in [
        include_str!("../../dialect/live/azure/samples.json"),
        include_str!("../../dialect/live/gcp/samples.json"),
    ] {
        let samples: Vec<(String, Value)> = serde_json::from_str(text).unwrap();
        for (vendor, configuration) in samples {
            let n = all.len();
            let mut resource = live_resource(&vendor, configuration);
            let vendor = vendor.to_lowercase();
            resource.name = format!("thing-{n}").into();
            resource.id = if resource.provider == Provider::Azure {
                format!("/subscriptions/s/resourcegroups/g/providers/{vendor}/thing-{n}").into()
            } else {
                format!("//{}/projects/p/things/thing-{n}", vendor.split('/').next().unwrap()).into()
            };
            all.push(resource);
        }
    }
    let aws: Value = serde_json::from_str(include_str!("../../demo/live/aws.json")).unwrap();
    for thing in aws["resources"].as_array().unwrap() {
        let text = |name: &str| thing[name].as_str().unwrap();
        let mut resource = live_resource(text("type"), thing["configuration"].clone());
        resource.id = text("id").into();
        resource.name = text("id").rsplit(['/', ':']).next().unwrap().into();
        resource.account = text("account").into();
        resource.region = text("region").into();
        all.push(resource);
    }
    all
}

/// What a live thing is in code: the same arguments, in a root module, with nothing withheld.
fn as_code(live: &[NativeResource]) -> Vec<NativeResource> {
    let written = |native: &NativeResource| NativeResource {
        silence: Silence::Default,
        vendor_type: None,
        root: "code".into(),
        ..native.clone()
    };
    live.iter().map(written).collect()
}

#[test]
fn a_thing_does_not_drift_from_itself() {
    let mut alike = BTreeSet::new();
    let mut apart = Vec::new();
    for sample in samples() {
        let mut files = Files::default();
        let natives =
            live::natives(std::slice::from_ref(&sample), &mut files, &live::Environments::default());
        let code = as_code(&natives);
        let declared = translate(&code, Side::Declared).estate.into_resources();
        let inventory = translate(&natives, Side::Live).estate.into_resources();
        let (Some(ours), Some(theirs)) = (declared.first().cloned(), inventory.first().cloned()) else {
            continue;
        };
        let estate = Estate::new(vec![ours, theirs]);
        let facts = Facts::of(&code);
        let key = DigestKey::new(None, "test");
        let mut items = Vec::new();
        let mut sum = Compared::default();
        let pair = Pair { declared: ResourceId(0), live: ResourceId(1), matched: Matched::Name };
        let counterparts = [Some(ResourceId(1)), None];
        let states = HashMap::default();
        Pairs { estate: &estate, facts: &facts, states: &states, counterparts: &counterparts, key: &key }
            .compare(pair, &mut items, &mut sum);
        for item in items.iter().filter(|i| i.class != Class::CannotBeTold) {
            apart.push(format!("{}: {:?}", sample.vendor_type, item.setting));
        }
        if sum.settings > 0 {
            alike.insert(sample.vendor_type.to_lowercase());
        }
    }
    assert!(apart.is_empty(), "{apart:#?}");
    // a sample that lost its type, or a type that lost its settings, would be silence here
    assert!(alike.len() >= LEAST, "only {} types were compared: {alike:#?}", alike.len());
}

/// Types that have something to compare in the samples.
const LEAST: usize = 120;
