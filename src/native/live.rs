//! What a cloud's own services say: inventory items and verdicts, as read, before any dialect has looked at them.

use std::cell::RefCell;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::table::HashSet;

use super::{Configuration, FileId, Node, Object, Provider, Span, Value};

/// A thing as a cloud's inventory describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LiveResource {
    /// Whose cloud.
    pub provider: Provider,
    /// The inventory's type: `AWS::S3::Bucket`, `microsoft.storage/storageaccounts`, `storage.googleapis.com/Bucket`.
    pub vendor_type: Arc<str>,
    /// Stable and unique in its cloud: an ARN, a lower-cased ARM id, a full resource name with the project's id.
    pub id: Arc<str>,
    /// The name people know it by.
    pub name: Arc<str>,
    /// Account, subscription or project id.
    pub account: Arc<str>,
    /// Region or location; empty where the service has none.
    pub region: Arc<str>,
    /// Tags or labels.
    pub tags: Vec<(Arc<str>, Arc<str>)>,
    /// When the cloud recorded this configuration, where it says so.
    pub recorded: Option<Timestamp>,
    /// The configuration as the inventory gives it, JSON held in strings unpacked, secrets taken out.
    pub configuration: Configuration,
}

/// A service of a cloud that judges configurations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NativeService {
    /// Rules and conformance packs of AWS Config.
    AwsConfig,
    /// Findings of AWS Security Hub.
    SecurityHub,
    /// Policy states of Azure Policy.
    AzurePolicy,
    /// Assessments and regulatory compliance of Microsoft Defender for Cloud.
    Defender,
    /// Findings of Security Command Center.
    SecurityCommandCenter,
}

impl NativeService {
    /// The name people know.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AwsConfig => "AWS Config",
            Self::SecurityHub => "Security Hub",
            Self::AzurePolicy => "Azure Policy",
            Self::Defender => "Defender for Cloud",
            Self::SecurityCommandCenter => "Security Command Center",
        }
    }

    /// The word of the JSON contract.
    pub const fn id(self) -> &'static str {
        match self {
            Self::AwsConfig => "aws_config",
            Self::SecurityHub => "security_hub",
            Self::AzurePolicy => "azure_policy",
            Self::Defender => "defender",
            Self::SecurityCommandCenter => "security_command_center",
        }
    }
}

/// What a service says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictWord {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// The service has no data, has not evaluated, or failed to.
    Unknown,
    /// The rule has no meaning for the resource.
    NotApplicable,
}

/// An exception that a cloud itself keeps: a policy exemption, a suppressed finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Its name or id.
    pub name: Arc<str>,
    /// Why, as its author wrote it; empty where nothing is said.
    pub reason: Arc<str>,
    /// When it ends; nothing for never.
    pub expires: Option<Timestamp>,
}

/// A verdict of a cloud's own service on a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveVerdict {
    /// Who says so.
    pub service: NativeService,
    /// The rule by the id that packs know it by: a managed rule identifier, a policy definition id, a finding category.
    pub rule: Arc<str>,
    /// The rule's name in the account.
    pub rule_name: Arc<str>,
    /// The resource by the id of [`LiveResource::id`]; the account's own id for a verdict on the account.
    pub resource: Arc<str>,
    /// The resource's type, as the inventory has it; empty for a verdict on the account.
    pub vendor_type: Arc<str>,
    /// Account, subscription or project id.
    pub account: Arc<str>,
    /// Region or location; empty where there is none.
    pub region: Arc<str>,
    /// What it says.
    pub verdict: VerdictWord,
    /// Its own remark; of an unknown, the reason.
    pub remark: Arc<str>,
    /// The exception it stands under.
    pub exemption: Option<Exemption>,
    /// When the service evaluated.
    pub evaluated: Option<Timestamp>,
}

/// Names that are kept for the next resource: those of one type have the same.
const NAMES: usize = 8192;

thread_local! {
    static KNOWN: RefCell<HashSet<Arc<str>>> = RefCell::default();
}

/// A name of a member, shared with those that read alike.
fn name(text: &str) -> Arc<str> {
    KNOWN.with_borrow_mut(|known| {
        if let Some(name) = known.get(text) {
            return name.clone();
        }
        let name: Arc<str> = text.into();
        if text.len() <= 64 {
            if known.len() >= NAMES {
                known.clear();
            }
            known.insert(name.clone());
        }
        name
    })
}

/// A JSON value as a [`Node`] tree whose places are the lines of `serde_json`'s pretty form of it. Gives the number of
/// the last line used.
pub fn node_of_json(value: &serde_json::Value, file: FileId, line: u32) -> (Node, u32) {
    use serde_json::Value as Json;
    let mut last = line;
    let value = match value {
        Json::Null => Value::Null,
        Json::Bool(b) => Value::Bool(*b),
        Json::Number(n) => n.as_f64().map_or(Value::Null, Value::Number),
        Json::String(s) => Value::String(s.as_str().into()),
        Json::Array(items) => {
            let mut nodes = Vec::with_capacity(items.len());
            for item in items {
                let (node, end) = node_of_json(item, file, last + 1);
                nodes.push(node);
                last = end;
            }
            // an empty list is written on one line
            last += u32::from(!items.is_empty());
            Value::List(Arc::new(nodes))
        }
        Json::Object(entries) => {
            let mut object =
                Object::with_capacity_and_hasher(entries.len(), foldhash::fast::RandomState::default());
            for (key, entry) in entries {
                let (node, end) = node_of_json(entry, file, last + 1);
                object.insert(name(key), node);
                last = end;
            }
            last += u32::from(!entries.is_empty());
            Value::Object(Arc::new(object))
        }
    };
    (Node::at(value, Span { file, line, end_line: last, column: 1 }), last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_the_lines_of_the_pretty_text() {
        let value = json!({"a": 1, "empty": {}, "none": [], "list": [true, {"b": "x"}], "last": null});
        let text = serde_json::to_string_pretty(&value).unwrap();
        let lines: Vec<_> = text.lines().collect();
        let (node, last) = node_of_json(&value, FileId(0), 1);
        assert_eq!(last as usize, lines.len());
        let object = node.as_object().unwrap();
        for (key, node) in object {
            let line = lines[node.origin.unwrap().line as usize - 1];
            assert!(line.trim_start().starts_with(&format!("\"{key}\"")), "{key}: {line}");
        }
        let inner = &object["list"].items().unwrap()[1].as_object().unwrap()["b"];
        assert_eq!(lines[inner.origin.unwrap().line as usize - 1].trim(), "\"b\": \"x\"");
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i32>().prop_map(serde_json::Value::from),
            ".{0,12}".prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
                prop::collection::vec(("[a-z]{1,6}", inner), 0..5)
                    .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_last_line_is_the_last_line_of_the_pretty_text(value in any_json()) {
            let text = serde_json::to_string_pretty(&value).unwrap();
            let (_, last) = node_of_json(&value, FileId(0), 1);
            prop_assert_eq!(last as usize, text.split('\n').count());
        }
    }
}
