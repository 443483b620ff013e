//! Compute Engine: instances, their templates, disks, snapshots and images.
//!
//! Source: the Compute Engine REST API reference.

use std::sync::Arc;

use super::take::{METADATA, SWITCHED_BLOCK, with};
use super::{NAME, key, listed_apart, never};
use crate::dialect::live::{Field, Shape, Source, Take};
use crate::native::{Node, Object, Value};

const ZONE: Field = Field::of("zone", "zone", Take::Last).or_unset();

/// The arguments of a key block; a key that the customer brought is known by its fingerprint only.
const KEY: &[Field] = &[
    key("kms_key_self_link", "kmsKeyName"),
    Field::same("raw_key", "sha256").or_unset(),
    never("kms_key_name"),
    never("rsa_encrypted_key"),
];

const SHIELDED: &[Field] = &[
    Field::same("enable_secure_boot", "enableSecureBoot"),
    Field::same("enable_vtpm", "enableVtpm"),
    Field::same("enable_integrity_monitoring", "enableIntegrityMonitoring"),
];

const INTERFACE: &[Field] = &[
    Field::same("access_config", "accessConfigs").or_unset(),
    Field::same("ipv6_access_config", "ipv6AccessConfigs").or_unset(),
];

const ACCOUNT: &[Field] = &[Field::same("email", "email"), Field::same("scopes", "scopes").or_unset()];

pub(super) static SHAPES: &[Shape] = &[
    Shape::new("compute.googleapis.com/Disk", "google_compute_disk", DISK),
    Shape::new("compute.googleapis.com/RegionDisk", "google_compute_region_disk", DISK),
    Shape::new(
        "compute.googleapis.com/Snapshot",
        "google_compute_snapshot",
        &[NAME, Field::of("snapshot_encryption_key", "snapshotEncryptionKey", Take::Block(KEY)).or_unset()],
    ),
    Shape::new(
        "compute.googleapis.com/Image",
        "google_compute_image",
        &[
            NAME,
            listed_apart("google_compute_image_iam_member"),
            Field::of("image_encryption_key", "imageEncryptionKey", Take::Block(KEY)).or_unset(),
        ],
    ),
    Shape::new(
        "compute.googleapis.com/MachineImage",
        "google_compute_machine_image",
        &[
            NAME,
            Field::of("machine_image_encryption_key", "machineImageEncryptionKey", Take::Block(KEY))
                .or_unset(),
        ],
    ),
    Shape::new(
        "compute.googleapis.com/ResourcePolicy",
        "google_compute_resource_policy",
        &[
            NAME,
            Field::of(
                "snapshot_schedule_policy",
                "snapshotSchedulePolicy",
                Take::Block(&[
                    Field::same("retention_policy.max_retention_days", "retentionPolicy.maxRetentionDays")
                        .or_unset(),
                    Field::same(
                        "schedule.hourly_schedule.hours_in_cycle",
                        "schedule.hourlySchedule.hoursInCycle",
                    )
                    .or_unset(),
                    Field::same(
                        "schedule.daily_schedule.days_in_cycle",
                        "schedule.dailySchedule.daysInCycle",
                    )
                    .or_unset(),
                ]),
            )
            .or_unset(),
        ],
    ),
    Shape::new(
        "compute.googleapis.com/Instance",
        "google_compute_instance",
        &[
            NAME,
            ZONE,
            Field::same("can_ip_forward", "canIpForward").or_unset(),
            Field::of("metadata", "metadata", METADATA),
            Field::of("network_interface", "networkInterfaces", Take::Blocks(INTERFACE)),
            Field::of("shielded_instance_config", "shieldedInstanceConfig", Take::Block(SHIELDED)).or_unset(),
            Field::of("service_account", "serviceAccounts", Take::Blocks(ACCOUNT)).or_unset(),
            Field::of("boot_disk", "disks", Take::With(boot_disk)),
            Field::same("deletion_protection", "deletionProtection").or_unset(),
        ],
    )
    .unset(&["source_instance_template"]),
    Shape::new(
        "compute.googleapis.com/InstanceTemplate",
        "google_compute_instance_template",
        &[
            NAME,
            Field::same("can_ip_forward", "properties.canIpForward").or_unset(),
            Field::of("metadata", "properties.metadata", METADATA),
            Field::of("network_interface", "properties.networkInterfaces", Take::Blocks(INTERFACE)),
            Field::of("shielded_instance_config", "properties.shieldedInstanceConfig", Take::Block(SHIELDED))
                .or_unset(),
            Field::of("service_account", "properties.serviceAccounts", Take::Blocks(ACCOUNT)).or_unset(),
            Field::of(
                "disk",
                "properties.disks",
                Take::Blocks(&[
                    Field::of("disk_encryption_key", "diskEncryptionKey", Take::Block(KEY)).or_unset()
                ]),
            ),
        ],
    )
    .unset(&["source_instance_template"]),
    Shape::new("compute.googleapis.com/InstanceGroupManager", "google_compute_instance_group_manager", GROUP),
    Shape::new(
        "compute.googleapis.com/RegionInstanceGroupManager",
        "google_compute_region_instance_group_manager",
        GROUP,
    ),
    Shape::new(
        "compute.googleapis.com/Project",
        "google_compute_project_metadata",
        &[NAME, Field::of("metadata", "commonInstanceMetadata", METADATA)],
    ),
    Shape::new(
        "tpu.googleapis.com/Node",
        "google_tpu_v2_vm",
        &[NAME, Field::of("network_config.enable_external_ips", "networkConfig", Take::With(external))],
    ),
];

const GROUP: &[Field] = &[NAME, Field::same("auto_healing_policies", "autoHealingPolicies").or_unset()];

const DISK: &[Field] = &[
    NAME,
    ZONE,
    Field::of("disk_encryption_key", "diskEncryptionKey", Take::Block(KEY)).or_unset(),
    Field::same("resource_policies", "resourcePolicies").or_unset(),
];

/// The disk an instance starts from, with its key.
fn boot_disk(disks: &Node) -> Option<Node> {
    let boots = |disk: &&Node| Source::within(disk, "boot").and_then(Node::as_bool) == Some(true);
    let disk = disks.items()?.iter().find(boots)?;
    let mut body = Object::default();
    for (name, path) in [
        ("kms_key_self_link", "diskEncryptionKey.kmsKeyName"),
        ("disk_encryption_key_raw", "diskEncryptionKey.sha256"),
    ] {
        let value = Source::within(disk, path).cloned();
        body.insert(name.into(), value.or_else(|| with(disk, Value::Null))?);
    }
    with(disk, Value::Object(Arc::new(body)))
}

/// A message that leaves out its switch has it off.
fn external(config: &Node) -> Option<Node> {
    config.as_object()?;
    let on = Source::within(config, "enableExternalIps").and_then(Node::as_bool).unwrap_or(false);
    with(config, Value::Bool(on))
}

/// `logConfig` of networks and rules: there when its switch is on.
pub(super) const LOG_CONFIG: Field = Field::of("log_config", "logConfig", SWITCHED_BLOCK).or_unset();
