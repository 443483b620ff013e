//! Services that record what exists and how it is set.

use crate::check::{Alias, Check, Edit, Outcome, Remedy, Severity};
use crate::resource::{Key, Kind, Setting, Truth};

const RECORDER: &[&str] = &["aws_config_configuration_recorder"];
const STATUS: &[&str] = &["aws_config_configuration_recorder_status"];
const AGGREGATOR: &[&str] = &["aws_config_configuration_aggregator"];
const CHANNEL: &[&str] = &["aws_config_delivery_channel"];
const PROVISIONING: &[&str] = &["azurerm_security_center_auto_provisioning"];

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "configuration-recorder-running",
        objective: "configuration-recording",
        title: "Configuration recorder runs",
        severity: Severity::Medium,
        kind: Kind::ConfigurationRecorder,
        types: &["aws_config_configuration_recorder", "azurerm_security_center_auto_provisioning"],
        rationale: "A risk analysis is thorough only about what is known to exist. A recorder that is not started \
                    knows nothing of the systems that came to hold health information since.",
        reads: &[Key::RecorderRunning],
        test: |s| s.is(Key::RecorderRunning),
        aliases: &[],
        remedies: &[
            Remedy::edit(
                RECORDER,
                "Start the recorder.",
                &[Edit::Companion(
                    "resource \"aws_config_configuration_recorder_status\" \"{name}\" {\n  name       = {address}.name\n  \
                     is_enabled = true\n}",
                )],
            )
            .command("aws configservice start-configuration-recorder --configuration-recorder-name {name} --region {region}")
            .risk("Each recorded change is charged."),
            Remedy::edit(
                PROVISIONING,
                "Install the agent on new machines by itself.",
                &[Edit::Set("auto_provision", "\"On\"")],
            )
            .command("az security auto-provisioning-setting update --name default --auto-provision On"),
        ],
    },
    Check {
        id: "configuration-recorder-status",
        objective: "configuration-recording",
        title: "Recorder is started and records all supported resources",
        severity: Severity::Medium,
        kind: Kind::ConfigurationRecorder,
        types: STATUS,
        rationale: "A recorder that is stopped, or records chosen types only, leaves gaps in the inventory that \
                    the risk analysis rests on. New services that hold health information fall into them.",
        reads: &[Key::RecorderRunning, Key::SourceResource],
        test: |s| {
            let complete = match s.follow(Key::SourceResource).and_then(|r| r.get(Key::AllResources)) {
                Some(setting) => Outcome::of(setting.truth(), Key::SourceResource),
                None => match s.resource.get(Key::SourceResource) {
                    Some(Setting::Unknown { why, .. }) => {
                        Outcome::of(Truth::Unknown(why.clone()), Key::SourceResource)
                    }
                    _ => Outcome::fail().by(Key::SourceResource).note("no recorder of this name is declared"),
                },
            };
            s.is(Key::RecorderRunning).and(complete)
        },
        aliases: &[
            Alias::checkov("CKV2_AWS_45", STATUS),
            Alias::prowler("config_recorder_all_regions_enabled", STATUS),
        ],
        remedies: &[Remedy::edit(STATUS, "Start the recorder.", &[Edit::Set("is_enabled", "true")])
            .command("aws configservice start-configuration-recorder --configuration-recorder-name {name} --region {region}")
            .risk("Each recorded change is charged.")],
    },
    Check {
        id: "configuration-recorder-all-resources",
        objective: "configuration-recording",
        title: "Recorder covers all supported types of resources",
        severity: Severity::Medium,
        kind: Kind::ConfigurationRecorder,
        types: RECORDER,
        rationale: "A list of types is out of date as soon as somebody uses another service. Recording them all \
                    keeps the inventory complete without anybody's attention.",
        reads: &[Key::AllResources],
        test: |s| s.is(Key::AllResources),
        aliases: &[],
        remedies: &[Remedy::edit(
            RECORDER,
            "Record all supported types.",
            &[Edit::Set("recording_group.all_supported", "true"), Edit::Remove("recording_group.resource_types")],
        )
        .risk("Each recorded change is charged.")],
    },
    Check {
        id: "configuration-recorder-global",
        objective: "configuration-recording",
        title: "Recorder covers global resources",
        severity: Severity::Low,
        kind: Kind::ConfigurationRecorder,
        types: RECORDER,
        rationale: "Users, roles and policies are global resources. Without them the recorder does not show how \
                    access to health information was granted.",
        reads: &[Key::GlobalResources],
        test: |s| s.is(Key::GlobalResources),
        aliases: &[Alias::checkov("CKV2_AWS_48", RECORDER)],
        remedies: &[Remedy::edit(
            RECORDER,
            "Record global types, in one region of the account at least.",
            &[
                Edit::Set("recording_group.all_supported", "true"),
                Edit::Set("recording_group.include_global_resource_types", "true"),
            ],
        )
        .risk("In more than one region, each change is recorded and charged more than once.")],
    },
    Check {
        id: "configuration-aggregator-all-regions",
        objective: "configuration-recording",
        title: "Aggregator collects from all regions",
        severity: Severity::Low,
        kind: Kind::ConfigurationRecorder,
        types: AGGREGATOR,
        rationale: "A reviewer who sees some regions believes to have seen all. Systems with health information in \
                    the others are never assessed.",
        reads: &[Key::AllRegions],
        test: |s| s.is(Key::AllRegions),
        aliases: &[Alias::checkov("CKV_AWS_121", AGGREGATOR), Alias::kics("ac5a0bc0-a54c-45aa-90c3-15f7703b9132", AGGREGATOR), Alias::trivy("AVD-AWS-0019", AGGREGATOR)],
        remedies: &[Remedy::edit(
            AGGREGATOR,
            "Collect from all regions, and remove the list of regions.",
            &[Edit::Set("account_aggregation_source.all_regions", "true")],
        )],
    },
    Check {
        id: "configuration-history-key",
        objective: "log-encryption",
        title: "Configuration history is encrypted with a customer-managed key",
        severity: Severity::Low,
        kind: Kind::ConfigurationRecorder,
        types: CHANNEL,
        rationale: "The history is a map of every system with its weaknesses. A key of your own limits who can read \
                    it.",
        reads: &[Key::CustomerKey],
        test: |s| s.is_set(Key::CustomerKey),
        aliases: &[],
        remedies: &[Remedy::edit(
            CHANNEL,
            "Name a key that AWS Config may use.",
            &[Edit::Set("s3_kms_key_arn", "aws_kms_key.logs.arn")],
        )
        .risk("If the key policy does not admit AWS Config, delivery stops.")],
    },
];
