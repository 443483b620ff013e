//! Configuration items as live resources: the JSON in their texts unpacked, secrets taken out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_config::types::BaseConfigurationItem;
use serde_json::{Map, Value};

use super::endpoint::Partition;
use crate::native::{LiveResource, Provider};

/// Texts within texts that are unpacked.
const DEPTH: usize = 8;

/// The resource type of a verdict on an account as such.
const ACCOUNT: &str = "AWS::::Account";

/// A live resource of one line of a query's answer; nothing where the line is not a configuration item.
pub(super) fn of_query(line: &str, partition: Partition) -> Option<(String, LiveResource)> {
    let Value::Object(mut item) = serde_json::from_str(line).ok()? else { return None };
    let mut take = |name: &str| item.remove(name).unwrap_or_default();
    let text = |value: Value| match value {
        Value::String(text) => text,
        _ => String::new(),
    };
    let recorded = text(take("configurationItemCaptureTime")).parse().ok();
    let tags = take("tags");
    let parts = Parts {
        vendor_type: text(take("resourceType")),
        id: text(take("resourceId")),
        name: text(take("resourceName")),
        arn: text(take("arn")),
        account: text(take("accountId")),
        region: text(take("awsRegion")),
        recorded,
        configuration: take("configuration"),
        supplementary: take("supplementaryConfiguration"),
        relationships: take("relationships"),
    };
    (!parts.vendor_type.is_empty() && !parts.id.is_empty()).then(|| parts.live(&tags, partition))
}

/// A live resource of an item that was asked for by its key.
pub(super) fn of_base(item: BaseConfigurationItem, partition: Partition) -> (String, LiveResource) {
    let supplementary: Map<String, Value> = item
        .supplementary_configuration
        .unwrap_or_default()
        .into_iter()
        .map(|(name, text)| (name, Value::String(text)))
        .collect();
    let recorded =
        item.configuration_item_capture_time.and_then(|t| jiff::Timestamp::from_second(t.secs()).ok());
    let parts = Parts {
        vendor_type: item.resource_type.map(|t| t.as_str().to_owned()).unwrap_or_default(),
        id: item.resource_id.unwrap_or_default(),
        name: item.resource_name.unwrap_or_default(),
        arn: item.arn.unwrap_or_default(),
        account: item.account_id.unwrap_or_default(),
        region: item.aws_region.unwrap_or_default(),
        recorded,
        configuration: item.configuration.map(Value::String).unwrap_or_default(),
        supplementary: Value::Object(supplementary),
        relationships: Value::Null,
    };
    parts.live(&Value::Null, partition)
}

struct Parts {
    vendor_type: String,
    id: String,
    name: String,
    arn: String,
    account: String,
    region: String,
    recorded: Option<jiff::Timestamp>,
    configuration: Value,
    supplementary: Value,
    relationships: Value,
}

impl Parts {
    /// The live resource, and Config's own id of it.
    fn live(mut self, tags: &Value, partition: Partition) -> (String, LiveResource) {
        unpack(&mut self.configuration, DEPTH);
        unpack(&mut self.supplementary, DEPTH);
        let mut tags = tags_of(tags);
        if tags.is_empty() {
            tags = own_tags(&self.configuration, &self.supplementary);
        }
        let mut configuration = match self.configuration {
            Value::Object(object) => object,
            _ => Map::new(),
        };
        for (name, part) in
            [("supplementaryConfiguration", self.supplementary), ("relationships", self.relationships)]
        {
            let empty = match &part {
                Value::Object(object) => object.is_empty(),
                Value::Array(list) => list.is_empty(),
                _ => true,
            };
            if !empty {
                configuration.insert(name.to_owned(), part);
            }
        }
        let mut configuration = Value::Object(configuration);
        crate::secrets::scrub(&mut configuration);
        let id = if self.arn.is_empty() {
            id_of(&self.vendor_type, &self.id, &self.account, &self.region, partition)
        } else {
            self.arn.as_str().into()
        };
        let name = if self.name.is_empty() { self.id.as_str() } else { self.name.as_str() };
        let resource = LiveResource {
            provider: Provider::Aws,
            vendor_type: self.vendor_type.as_str().into(),
            id,
            name: name.into(),
            account: self.account.as_str().into(),
            region: place(&self.region),
            tags,
            recorded: self.recorded,
            configuration: configuration.into(),
        };
        (self.id, resource)
    }
}

/// A region as we write it: Config says `global` of what has none.
pub(super) fn place(region: &str) -> Arc<str> {
    if region == "global" { Arc::default() } else { region.into() }
}

/// The id of a resource whose ARN is not told: the ARN where it follows from Config's id, else a key that is as stable.
fn id_of(vendor_type: &str, id: &str, account: &str, region: &str, partition: Partition) -> Arc<str> {
    let partition = partition.id();
    if id.starts_with("arn:") {
        return id.into();
    }
    let ec2 = |kind: &str| format!("arn:{partition}:ec2:{region}:{account}:{kind}/{id}").into();
    match vendor_type {
        ACCOUNT => account.into(),
        "AWS::S3::Bucket" => format!("arn:{partition}:s3:::{id}").into(),
        "AWS::EC2::Instance" => ec2("instance"),
        "AWS::EC2::Volume" => ec2("volume"),
        "AWS::EC2::SecurityGroup" => ec2("security-group"),
        "AWS::EC2::VPC" => ec2("vpc"),
        "AWS::EC2::Subnet" => ec2("subnet"),
        "AWS::EC2::RouteTable" => ec2("route-table"),
        "AWS::EC2::NetworkAcl" => ec2("network-acl"),
        "AWS::EC2::NetworkInterface" => ec2("network-interface"),
        "AWS::EC2::InternetGateway" => ec2("internet-gateway"),
        "AWS::EC2::FlowLog" => ec2("vpc-flow-log"),
        _ => format!("{account}/{region}/{vendor_type}/{id}").into(),
    }
}

/// ARNs by the ids that verdicts use, of one account. Filled by its inventory.
#[derive(Debug, Default)]
pub(super) struct Ids(Mutex<HashMap<Key, Arc<str>>>);

/// Type, region and Config's id.
type Key = (Arc<str>, Arc<str>, String);

impl Ids {
    /// Keeps what an inventory told.
    pub(super) fn learn(&self, id: String, resource: &LiveResource) {
        let key = (resource.vendor_type.clone(), resource.region.clone(), id);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, resource.id.clone());
    }

    /// The id of [`LiveResource::id`] and the type, empty for the account itself.
    pub(super) fn of(
        &self,
        vendor_type: &str,
        id: &str,
        account: &str,
        region: &str,
        partition: Partition,
    ) -> (Arc<str>, Arc<str>) {
        if vendor_type == ACCOUNT || vendor_type.is_empty() {
            return (account.into(), Arc::default());
        }
        let ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let vendor_type: Arc<str> = vendor_type.into();
        // a rule of one region judges what has none, IAM's above all
        let found = [place(region), Arc::default()]
            .into_iter()
            .find_map(|region| ids.get(&(vendor_type.clone(), region, id.to_owned())).cloned());
        (found.unwrap_or_else(|| id_of(&vendor_type, id, account, region, partition)), vendor_type)
    }
}

/// Puts values in the place of texts that hold them: JSON as such, and JSON escaped as in an address, which is how IAM
/// gives policies.
fn unpack(value: &mut Value, depth: usize) {
    if depth == 0 {
        return;
    }
    match value {
        Value::Object(object) => object.values_mut().for_each(|v| unpack(v, depth)),
        Value::Array(list) => list.iter_mut().for_each(|v| unpack(v, depth)),
        Value::String(text) => {
            let inner = match text.trim_start().as_bytes() {
                [b'{' | b'[', ..] => serde_json::from_str(text).ok(),
                [b'%', b'7', b'B' | b'b', ..] => {
                    unescape(text).and_then(|text| serde_json::from_str(&text).ok())
                }
                _ => None,
            };
            if let Some(inner) = inner {
                *value = inner;
                unpack(value, depth - 1);
            }
        }
        _ => {}
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            out.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// Tags as Config and the services write them: a list of keys with values, or an object.
fn tags_of(value: &Value) -> Vec<(Arc<str>, Arc<str>)> {
    match value {
        Value::Array(list) => list
            .iter()
            .filter_map(|tag| {
                let get = |names: [&str; 2]| names.iter().find_map(|n| tag.get(*n)?.as_str());
                Some((get(["key", "Key"])?.into(), get(["value", "Value"]).unwrap_or_default().into()))
            })
            .collect(),
        Value::Object(object) => {
            object.iter().filter_map(|(k, v)| Some((k.as_str().into(), v.as_str()?.into()))).collect()
        }
        _ => Vec::new(),
    }
}

/// Tags where an item without tags of its own keeps them.
fn own_tags(configuration: &Value, supplementary: &Value) -> Vec<(Arc<str>, Arc<str>)> {
    let places = [
        configuration.get("tags"),
        configuration.get("Tags"),
        configuration.get("tagSet"),
        supplementary.get("Tags"),
        supplementary.get("tags"),
        supplementary.pointer("/BucketTaggingConfiguration/tagSets/0/tags"),
    ];
    places.into_iter().flatten().map(tags_of).find(|tags| !tags.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(item: &Value) -> (String, LiveResource) {
        of_query(&item.to_string(), Partition::Aws).unwrap()
    }

    #[test]
    fn texts_that_hold_json_are_unpacked_and_parts_stand_together() {
        let (id, bucket) = read(&json!({
            "resourceType": "AWS::S3::Bucket", "resourceId": "records", "accountId": "111122223333",
            "awsRegion": "eu-west-1", "arn": "arn:aws:s3:::records",
            "configurationItemCaptureTime": "2026-11-01T10:00:00.000Z",
            "tags": [{"tag": "env=prod", "key": "env", "value": "prod"}],
            "configuration": {"name": "records"},
            "supplementaryConfiguration": {
                "BucketPolicy": {"policyText": "{\"Version\":\"2012-10-17\"}"},
                "PublicAccessBlockConfiguration": "{\"blockPublicAcls\":true}"
            },
            "relationships": [{"resourceType": "AWS::KMS::Key", "resourceId": "k"}]
        }));
        assert_eq!((id.as_str(), &*bucket.id, &*bucket.name), ("records", "arn:aws:s3:::records", "records"));
        assert_eq!(bucket.tags, [("env".into(), "prod".into())]);
        assert!(bucket.recorded.is_some());
        let at = |pointer: &str| bucket.configuration.pointer(pointer).cloned();
        assert_eq!(at("/name"), Some(json!("records")));
        assert_eq!(
            at("/supplementaryConfiguration/BucketPolicy/policyText/Version"),
            Some(json!("2012-10-17"))
        );
        assert_eq!(
            at("/supplementaryConfiguration/PublicAccessBlockConfiguration/blockPublicAcls"),
            Some(json!(true))
        );
        assert_eq!(at("/relationships/0/resourceId"), Some(json!("k")));
    }

    #[test]
    fn policies_escaped_as_addresses_are_unpacked_and_secrets_go() {
        let (_, role) = read(&json!({
            "resourceType": "AWS::IAM::Role", "resourceId": "AROA1", "accountId": "1", "awsRegion": "global",
            "arn": "arn:aws:iam::1:role/app",
            "configuration": "{\"assumeRolePolicyDocument\":\"%7B%22Version%22%3A%222012-10-17%22%7D\",\
                              \"password\":\"hunter2hunter2\"}",
            "supplementaryConfiguration": {}
        }));
        assert_eq!(&*role.region, "");
        assert_eq!(role.configuration["assumeRolePolicyDocument"]["Version"], "2012-10-17");
        assert!(!role.configuration.to_string().contains("hunter2"));
        assert!(role.configuration.get("supplementaryConfiguration").is_none());
    }

    #[test]
    fn what_is_not_an_item_is_not_read() {
        assert!(of_query("{\"COUNT(*)\": 4}", Partition::Aws).is_none());
        assert!(of_query("[]", Partition::Aws).is_none());
        assert!(of_query("{", Partition::Aws).is_none());
    }

    #[test]
    fn verdicts_find_the_resource_by_the_id_of_config() {
        let ids = Ids::default();
        let (id, role) = read(&json!({
            "resourceType": "AWS::IAM::Role", "resourceId": "AROA1", "accountId": "1", "awsRegion": "global",
            "arn": "arn:aws:iam::1:role/app", "configuration": {}
        }));
        ids.learn(id, &role);
        let of = |kind: &str, id: &str| ids.of(kind, id, "1", "eu-west-1", Partition::Gov);
        assert_eq!(of("AWS::IAM::Role", "AROA1").0, role.id);
        assert_eq!(&*of("AWS::IAM::Role", "AROA2").0, "1/eu-west-1/AWS::IAM::Role/AROA2");
        assert_eq!(&*of("AWS::S3::Bucket", "b").0, "arn:aws-us-gov:s3:::b");
        assert_eq!(&*of("AWS::EC2::Volume", "vol-1").0, "arn:aws-us-gov:ec2:eu-west-1:1:volume/vol-1");
        assert_eq!(of("AWS::::Account", "1"), ("1".into(), "".into()));
    }
}
