//! What AWS Config records: a type that is not recorded is not absent, it is unknown.

use std::collections::HashSet;

use aws_sdk_config::types::{ConfigurationRecorder, RecordingStrategyType};
use serde_json::Value;

use super::session::Session;
use crate::source::live::{Trouble, TroubleKind};

const API: &str = "config:DescribeConfigurationRecorders";
const STATUS: &str = "config:DescribeConfigurationRecorderStatus";

/// Types that have no region: one recorder of the account's is enough.
const GLOBAL: &[&str] = &["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"];

/// What is recorded in an account and region.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Recording {
    /// That could not be read.
    Untold(Trouble),
    /// Nothing, and why.
    Nothing(&'static str),
    /// These.
    On(Recorded),
}

/// The types that a recorder records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Recorded {
    /// All that Config knows, but for these; those without a region only where that is said.
    AllBut { except: HashSet<String>, globals: bool },
    /// These alone.
    Only(HashSet<String>),
}

impl Recorded {
    fn has(&self, vendor_type: &str) -> bool {
        match self {
            Self::AllBut { except, globals } => {
                !except.contains(vendor_type) && (*globals || !GLOBAL.contains(&vendor_type))
            }
            Self::Only(only) => only.contains(vendor_type),
        }
    }

    fn of(recorder: &ConfigurationRecorder) -> Self {
        let names = |types: &[aws_sdk_config::types::ResourceType]| {
            types.iter().map(|t| t.as_str().to_owned()).collect::<HashSet<_>>()
        };
        let Some(group) = recorder.recording_group() else {
            // without a group a recorder records every type that has a region
            return Self::AllBut { except: HashSet::new(), globals: false };
        };
        let except =
            group.exclusion_by_resource_types().map(|e| names(e.resource_types())).unwrap_or_default();
        match group.recording_strategy().and_then(|s| s.use_only()) {
            Some(RecordingStrategyType::ExclusionByResourceTypes) => Self::AllBut { except, globals: true },
            Some(RecordingStrategyType::InclusionByResourceTypes) => {
                Self::Only(names(group.resource_types()))
            }
            _ if group.all_supported() => {
                Self::AllBut { except: HashSet::new(), globals: group.include_global_resource_types() }
            }
            _ => Self::Only(names(group.resource_types())),
        }
    }

    /// Of a recorder's own configuration item, which is written as CloudFormation would.
    fn of_item(configuration: &Value) -> Self {
        let group = configuration.get("RecordingGroup").cloned().unwrap_or_default();
        let names = |list: Option<&Value>| -> HashSet<String> {
            let list = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            list.iter().filter_map(|t| t.as_str().map(str::to_owned)).collect()
        };
        let is = |name: &str| group.get(name).and_then(Value::as_bool).unwrap_or_default();
        match group.pointer("/RecordingStrategy/UseOnly").and_then(Value::as_str) {
            Some("EXCLUSION_BY_RESOURCE_TYPES") => Self::AllBut {
                except: names(group.pointer("/ExclusionByResourceTypes/ResourceTypes")),
                globals: true,
            },
            Some("INCLUSION_BY_RESOURCE_TYPES") => Self::Only(names(group.get("ResourceTypes"))),
            _ if is("AllSupported") => {
                Self::AllBut { except: HashSet::new(), globals: is("IncludeGlobalResourceTypes") }
            }
            _ => Self::Only(names(group.get("ResourceTypes"))),
        }
    }
}

impl Recording {
    /// Asks the recorders of a session's account and region.
    pub(super) async fn ask(session: &Session) -> Self {
        match Self::try_ask(session).await {
            Ok(recording) => recording,
            Err(trouble) if trouble.kind == TroubleKind::NotEnabled => Self::Nothing("there is no recorder"),
            Err(trouble) => Self::Untold(trouble),
        }
    }

    async fn try_ask(session: &Session) -> Result<Self, Trouble> {
        let recorders = session.ask(API, |client| client.describe_configuration_recorders().send()).await?;
        let Some(recorder) = recorders.configuration_recorders().first() else {
            return Ok(Self::Nothing("there is no recorder"));
        };
        let status =
            session.ask(STATUS, |client| client.describe_configuration_recorder_status().send()).await?;
        let running = status
            .configuration_recorders_status()
            .iter()
            .any(|s| s.name() == recorder.name() && s.recording());
        Ok(if running { Self::On(Recorded::of(recorder)) } else { Self::Nothing("the recorder is stopped") })
    }

    /// Of a recorder's own configuration item, which is how an aggregator tells.
    pub(super) fn of_item(configuration: &Value) -> Self {
        match configuration.get("Recording").and_then(Value::as_bool) {
            Some(false) => Self::Nothing("the recorder is stopped"),
            _ => Self::On(Recorded::of_item(configuration)),
        }
    }

    /// Whether a type is recorded, as far as that is known.
    pub(super) fn has(&self, vendor_type: &str) -> bool {
        match self {
            Self::Untold(_) => true,
            Self::Nothing(_) => false,
            Self::On(recorded) => recorded.has(vendor_type),
        }
    }

    /// What an inventory of a place lacks. `elsewhere` says whether another region of the account records a type;
    /// that counts for types without a region. Each trouble of a single type has a remark that begins with the type.
    pub(super) fn lacks(&self, scope: &str, elsewhere: impl Fn(&str) -> bool) -> Vec<Trouble> {
        let trouble = |remark: &str| Trouble::new(TroubleKind::NotCollected, API, scope).remark(remark);
        match self {
            Self::Untold(trouble) => vec![trouble.clone()],
            Self::Nothing(why) => vec![trouble(why)],
            Self::On(recorded) => known_types()
                .filter(|kind| !(recorded.has(kind) || GLOBAL.contains(kind) && elsewhere(kind)))
                .map(|kind| trouble(&format!("{kind} is not recorded")))
                .collect(),
        }
    }
}

/// The types that have a shape, which are those that checks read.
pub(super) fn known_types() -> impl Iterator<Item = &'static str> {
    crate::dialect::live::shapes()
        .into_iter()
        .map(|shape| shape.vendor)
        .filter(|kind| kind.starts_with("AWS::"))
}

#[cfg(test)]
mod tests {
    use aws_sdk_config::types::{ExclusionByResourceTypes, RecordingGroup, RecordingStrategy, ResourceType};
    use serde_json::json;

    use super::*;

    fn recorder(group: RecordingGroup) -> Recording {
        Recording::On(Recorded::of(
            &ConfigurationRecorder::builder().name("default").recording_group(group).build(),
        ))
    }

    #[test]
    fn everything_records_iam_only_where_that_is_said() {
        let all = recorder(RecordingGroup::builder().all_supported(true).build());
        assert!(all.has("AWS::EC2::Volume") && !all.has("AWS::IAM::User"));
        let globals =
            RecordingGroup::builder().all_supported(true).include_global_resource_types(true).build();
        assert!(recorder(globals).has("AWS::IAM::User"));
    }

    #[test]
    fn inclusion_and_exclusion_are_told_apart() {
        let only = RecordingGroup::builder().resource_types(ResourceType::Bucket).build();
        assert!(recorder(only.clone()).has("AWS::S3::Bucket") && !recorder(only).has("AWS::EC2::Volume"));
        let strategy =
            RecordingStrategy::builder().use_only(RecordingStrategyType::ExclusionByResourceTypes).build();
        let excluded = ExclusionByResourceTypes::builder().resource_types(ResourceType::Volume).build();
        let but = RecordingGroup::builder()
            .recording_strategy(strategy)
            .exclusion_by_resource_types(excluded)
            .build();
        assert!(recorder(but.clone()).has("AWS::S3::Bucket") && !recorder(but).has("AWS::EC2::Volume"));
    }

    #[test]
    fn what_is_not_recorded_is_told_by_type() {
        let buckets = recorder(RecordingGroup::builder().resource_types(ResourceType::Bucket).build());
        let lacks = buckets.lacks("1 eu-west-1", |_| false);
        assert!(lacks.iter().any(|t| t.remark.starts_with("AWS::EC2::Volume ")));
        assert!(!lacks.iter().any(|t| t.remark.starts_with("AWS::S3::Bucket ")));
        assert!(lacks.iter().all(|t| t.kind == TroubleKind::NotCollected));
        assert_eq!(Recording::Nothing("the recorder is stopped").lacks("1", |_| true).len(), 1);
    }

    #[test]
    fn the_item_of_a_recorder_says_the_same() {
        let item = json!({"Recording": true, "RecordingGroup": {
            "RecordingStrategy": {"UseOnly": "EXCLUSION_BY_RESOURCE_TYPES"},
            "ExclusionByResourceTypes": {"ResourceTypes": ["AWS::EC2::Volume"]}
        }});
        let recording = Recording::of_item(&item);
        assert!(recording.has("AWS::S3::Bucket") && !recording.has("AWS::EC2::Volume"));
        assert!(!Recording::of_item(&json!({"Recording": false})).has("AWS::S3::Bucket"));
    }
}
