//! Elastic Compute Cloud: instances, launch templates and scaling groups.

use std::sync::Arc;

use crate::dialect::reader::maybe_text;
use crate::dialect::{Reader, Type};
use crate::resource::{Datum, Key, Kind, Maybe, Resource, Setting, Truth};

pub(super) static TYPES: &[Type] = &[
    Type::resource("aws_instance", Kind::ComputeInstance, instance),
    Type::resource("aws_spot_instance_request", Kind::ComputeInstance, instance),
    Type::resource("aws_launch_template", Kind::InstanceTemplate, template),
    Type::resource("aws_launch_configuration", Kind::InstanceTemplate, configuration),
    Type::resource("aws_autoscaling_group", Kind::InstanceGroup, group),
];

/// Tokens are required, or the service is off.
fn tokens(from: &Reader<'_>, to: &mut Resource) {
    let required = from.says("metadata_options.http_tokens", &["required"], false);
    let off = from.says("metadata_options.http_endpoint", &["disabled"], false);
    to.set(Key::MetadataTokens, required.or(|| off));
    to.set(Key::MetadataHopLimit, from.int("metadata_options.http_put_response_hop_limit", 1));
}

/// A block device is encrypted, or made from a snapshot whose encryption it takes over.
fn encrypted(device: &Reader<'_>) -> Truth {
    let encrypted = device.bool("encrypted", Datum::Absent);
    match encrypted.datum() {
        Some(Datum::Absent) if device.has("snapshot_id") => {
            device.text("snapshot_id", Datum::Absent).why().cloned().map_or_else(
                || {
                    Truth::Unknown(
                        crate::native::Why::NotCollected("whether the snapshot is encrypted".into()).into(),
                    )
                },
                |why| Truth::Unknown(why.into()),
            )
        }
        _ => encrypted.truth(),
    }
}

fn volumes(from: &Reader<'_>) -> Setting {
    from.every_block("root_block_device", false, encrypted)
        .and(|| from.every_block("ebs_block_device", true, encrypted))
}

fn instance(from: &Reader<'_>, to: &mut Resource) {
    tokens(from, to);
    to.set(Key::EncryptedAtRest, volumes(from));
    to.set(Key::PublicAddress, from.bool("associate_public_ip_address", Datum::Absent));
    to.set(Key::EnhancedMonitoring, from.bool("monitoring", false));
    to.set(Key::WorkloadIdentity, from.presence("iam_instance_profile"));
    to.set(Key::DeletionProtection, from.bool("disable_api_termination", false));
}

fn template(from: &Reader<'_>, to: &mut Resource) {
    tokens(from, to);
    to.set(
        Key::EncryptedAtRest,
        from.every_block("block_device_mappings", false, |mapping| {
            // an ephemeral or suppressed device has no volume
            mapping.every_block("ebs", true, encrypted).truth()
        }),
    );
    to.set(
        Key::PublicAddress,
        from.any_block("network_interfaces", |interface| {
            interface.bool("associate_public_ip_address", false).truth()
        }),
    );
    to.set(Key::EnhancedMonitoring, from.bool("monitoring.enabled", false));
}

fn configuration(from: &Reader<'_>, to: &mut Resource) {
    tokens(from, to);
    to.set(Key::EncryptedAtRest, volumes(from));
    to.set(Key::PublicAddress, from.bool("associate_public_ip_address", Datum::Absent));
    to.set(Key::EnhancedMonitoring, from.bool("enable_monitoring", true));
}

/// Tags of a group are blocks of their own, or a list of maps in old configurations.
fn group_tags(from: &Reader<'_>) -> Setting {
    let blocks = from.blocks(if from.has("tag") { "tag" } else { "tags" });
    if let Some((unknown, at)) = blocks.unknown {
        return Setting::Unknown { why: Arc::new(unknown.why.clone()), at };
    }
    let Some(first) = blocks.first() else { return Setting::default(Datum::Map(Arc::new([]))) };
    let text = |block: &Reader<'_>, name: &str| block.node(name).map(maybe_text);
    let entries: Vec<_> = blocks
        .known
        .iter()
        .filter_map(|block| match text(block, "key") {
            Some(Maybe::Known(key)) => Some((key, text(block, "value")?)),
            _ => None,
        })
        .collect();
    Setting::Known { datum: Datum::Map(entries.into()), at: first.place(), sensitive: false }
}

fn group(from: &Reader<'_>, to: &mut Resource) {
    if from.in_code() {
        to.set(Key::Tags, group_tags(from));
    }
    to.set(
        Key::SupportedRelease,
        from.block("launch_template").or(|| from.block("mixed_instances_policy.launch_template")),
    );
    to.set(
        Key::LoadBalanced,
        from.block("load_balancers")
            .or(|| from.block("target_group_arns"))
            .or(|| from.block("traffic_source")),
    );
    to.set(Key::HealthProbe, from.says("health_check_type", &["ELB", "VPC_LATTICE"], false));
}
