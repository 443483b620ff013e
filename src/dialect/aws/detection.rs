//! Services that record configuration and look for threats: Config, GuardDuty, Security Hub, Inspector, Macie,
//! Access Analyzer and Detective.

use crate::dialect::combine::{either, refers_to, switched, text_is};
use crate::dialect::{Link, Reader, Type};
use crate::native::Node;
use crate::resource::{Datum, Key, Kind, Resource, Setting};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_config_configuration_recorder", Kind::ConfigurationRecorder, recorder),
    Type::resource("aws_config_configuration_recorder_status", Kind::ConfigurationRecorder, recorder_status)
        .with_links(RECORDER_STATUS),
    Type::resource("aws_config_configuration_aggregator", Kind::ConfigurationRecorder, aggregator),
    Type::resource("aws_config_delivery_channel", Kind::ConfigurationRecorder, delivery_channel),
    Type::resource("aws_guardduty_detector", Kind::ThreatDetector, guardduty),
    Type::resource("aws_guardduty_organization_configuration", Kind::ThreatDetector, guardduty_organization)
        .with_links(GUARDDUTY_ORGANIZATION),
    Type::resource("aws_guardduty_detector_feature", Kind::ThreatDetector, guardduty_feature)
        .with_links(GUARDDUTY_FEATURE),
    Type::resource(
        "aws_guardduty_organization_configuration_feature",
        Kind::ThreatDetector,
        organization_feature,
    ),
    Type::resource("aws_guardduty_publishing_destination", Kind::LogExport, publishing_destination),
    Type::resource("aws_securityhub_account", Kind::ThreatDetector, security_hub),
    Type::resource(
        "aws_securityhub_organization_configuration",
        Kind::ThreatDetector,
        security_hub_organization,
    ),
    Type::resource("aws_inspector2_enabler", Kind::ThreatDetector, inspector),
    Type::resource("aws_inspector2_organization_configuration", Kind::ThreatDetector, inspector_organization),
    Type::resource("aws_macie2_account", Kind::ThreatDetector, macie),
    Type::resource("aws_macie2_organization_admin_account", Kind::ThreatDetector, delegated),
    Type::resource("aws_accessanalyzer_analyzer", Kind::ThreatDetector, access_analyzer),
    Type::resource("aws_detective_graph", Kind::ThreatDetector, detective),
    Type::resource("aws_detective_organization_configuration", Kind::ThreatDetector, detective_organization),
];

static RECORDER_STATUS: &[Link] =
    &[Link { by: &["name"], to: &["aws_config_configuration_recorder"], named: &["name"], apply: runs }];
static GUARDDUTY_ORGANIZATION: &[Link] =
    &[Link { by: &["detector_id"], to: &["aws_guardduty_detector"], named: &[], apply: enrols }];
static GUARDDUTY_FEATURE: &[Link] =
    &[Link { by: &["detector_id"], to: &["aws_guardduty_detector"], named: &[], apply: feature }];

fn recorder(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::AllResources, from.bool("recording_group.all_supported", true));
    to.set(Key::GlobalResources, from.bool("recording_group.include_global_resource_types", false));
    // a recorder that nothing starts does not record
    to.set(Key::RecorderRunning, from.without("aws_config_configuration_recorder_status", false));
}

fn runs(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RecorderRunning, from.bool("is_enabled", Datum::Absent));
}

fn recorder_status(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::RecorderRunning, from.bool("is_enabled", Datum::Absent));
    to.set(Key::SourceResource, refers_to(from, "name"));
}

fn aggregator(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::AllRegions,
        either([
            from.bool("account_aggregation_source.all_regions", false),
            from.bool("organization_aggregation_source.all_regions", false),
        ]),
    );
}

fn delivery_channel(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("s3_kms_key_arn"));
    to.set(Key::Notifications, from.presence("sns_topic_arn"));
    to.set(Key::LogDestination, refers_to(from, "s3_bucket_name"));
}

fn guardduty(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, from.bool("enable", true));
    to.set(Key::NewAccounts, from.without("aws_guardduty_organization_configuration", false));
    to.set(Key::StorageProtection, from.bool("datasources.s3_logs.enable", true));
    to.set(Key::ClusterProtection, from.bool("datasources.kubernetes.audit_logs.enable", true));
    to.set(
        Key::MalwareProtection,
        from.bool("datasources.malware_protection.scan_ec2_instance_with_findings.ebs_volumes.enable", true),
    );
}

fn enrolment(from: &Reader<'_>) -> Setting {
    either([
        from.bool("auto_enable", false),
        text_is(from, "auto_enable_organization_members", "NONE", &["ALL", "NEW"]),
    ])
}

fn guardduty_organization(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NewAccounts, enrolment(from));
}

fn enrols(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NewAccounts, enrolment(from));
}

fn guardduty_feature(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DetectionFeature, from.text("name", Datum::Absent));
    to.set(Key::ThreatDetection, text_is(from, "status", "", &["ENABLED"]));
}

fn feature(from: &Reader<'_>, to: &mut Resource) {
    let key = match from.node("name").and_then(Node::as_text).as_deref() {
        Some("S3_DATA_EVENTS") => Key::StorageProtection,
        Some("EKS_AUDIT_LOGS") => Key::ClusterProtection,
        Some("EBS_MALWARE_PROTECTION") => Key::MalwareProtection,
        _ => return,
    };
    to.set(key, text_is(from, "status", "", &["ENABLED"]));
}

fn organization_feature(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::DetectionFeature, from.text("name", Datum::Absent));
    to.set(Key::NewAccounts, text_is(from, "auto_enable", "NONE", &["ALL", "NEW"]));
}

fn publishing_destination(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::CustomerKey, from.presence("kms_key_arn"));
    to.set(Key::LogDestination, refers_to(from, "destination_arn"));
}

fn security_hub(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, Setting::default(true));
    to.set(Key::DefaultStandards, from.bool("enable_default_standards", true));
}

fn security_hub_organization(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NewAccounts, from.bool("auto_enable", false));
}

fn inspector(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ScanTargets, from.list("resource_types", Datum::List([].into())));
}

fn inspector_organization(from: &Reader<'_>, to: &mut Resource) {
    to.set(
        Key::NewAccounts,
        switched(either(["ec2", "ecr", "lambda"].map(|t| from.bool(&format!("auto_enable.{t}"), false)))),
    );
}

fn macie(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, text_is(from, "status", "ENABLED", &["ENABLED"]));
}

fn delegated(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::GrantedTo, from.name("admin_account_id"));
}

fn access_analyzer(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, Setting::default(true));
}

fn detective(_: &Reader<'_>, to: &mut Resource) {
    to.set(Key::ThreatDetection, Setting::default(true));
}

fn detective_organization(from: &Reader<'_>, to: &mut Resource) {
    to.set(Key::NewAccounts, from.bool("auto_enable", false));
}
