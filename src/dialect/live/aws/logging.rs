//! What records and warns: trails, alarms, detectors and the recorder itself.

use crate::dialect::live::{Companion, Field, Shape, Take};
use crate::native::Value;

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("AWS::CloudTrail::Trail", "aws_cloudtrail", TRAIL).more(|source, body| {
        // a trail without selectors of its own records no data events; the item does not hold the selectors
        if source.flag("hasCustomEventSelectors") == Some(false) {
            for name in ["event_selector", "advanced_event_selector"] {
                body.insert(name.into(), source.node(Value::Null));
            }
        }
    }),
    Shape::new(
        "AWS::CloudWatch::Alarm",
        "aws_cloudwatch_metric_alarm",
        &[
            Field::same("alarm_name", "alarmName"),
            Field::same("actions_enabled", "actionsEnabled"),
            Field::same("alarm_actions", "alarmActions"),
            Field::same("metric_name", "metricName").or_unset_in("alarmName"),
            Field::same("metric_query.metric.metric_name", "metrics.metricStat.metric.metricName"),
        ],
    ),
    Shape::new(
        "AWS::GuardDuty::Detector",
        "aws_guardduty_detector",
        &[
            Field::same("enable", "Enable"),
            Field::same("datasources.s3_logs.enable", "DataSources.S3Logs.Enable"),
            Field::same(
                "datasources.kubernetes.audit_logs.enable",
                "DataSources.Kubernetes.AuditLogs.Enable",
            ),
            Field::same(
                "datasources.malware_protection.scan_ec2_instance_with_findings.ebs_volumes.enable",
                "DataSources.MalwareProtection.ScanEc2InstanceWithFindings.EbsVolumes",
            ),
        ],
    )
    .companions(DETECTOR_FEATURES),
    Shape::new(
        "AWS::Config::ConfigurationRecorder",
        "aws_config_configuration_recorder",
        &[
            Field::same("name", "Name"),
            Field::same("recording_group.all_supported", "RecordingGroup.AllSupported"),
            Field::same(
                "recording_group.include_global_resource_types",
                "RecordingGroup.IncludeGlobalResourceTypes",
            ),
        ],
    )
    .companions(RECORDER_STATUS),
    Shape::new("AWS::Detective::Graph", "aws_detective_graph", &[]),
    Shape::new(
        "AWS::AccessAnalyzer::Analyzer",
        "aws_accessanalyzer_analyzer",
        &[Field::same("analyzer_name", "AnalyzerName"), Field::same("type", "Type")],
    ),
];

static DETECTOR_FEATURES: &[Companion] = &[Companion::each(
    "aws_guardduty_detector_feature",
    "Features",
    &[Field::itself("detector_id"), Field::same("name", "Name"), Field::same("status", "Status")],
)];

static RECORDER_STATUS: &[Companion] = &[Companion::new(
    "aws_config_configuration_recorder_status",
    "Recording",
    &[Field::itself("name"), Field::same("is_enabled", "Recording")],
)];

// Whether a trail is recording at this moment is no part of its configuration.
const TRAIL: &[Field] = &[
    Field::same("name", "name"),
    Field::key("kms_key_id", "kmsKeyId").or_unset_in("name"),
    Field::same("enable_log_file_validation", "logFileValidationEnabled"),
    Field::same("is_multi_region_trail", "isMultiRegionTrail"),
    Field::same("include_global_service_events", "includeGlobalServiceEvents"),
    Field::reference("sns_topic_name", "snsTopicARN").or_unset_in("name"),
    Field::reference("cloud_watch_logs_group_arn", "cloudWatchLogsLogGroupArn").or_unset_in("name"),
    Field::of("s3_bucket_name", "s3BucketName", Take::Arn("arn:{partition}:s3:::{}")),
];
