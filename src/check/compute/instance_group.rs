//! Scaling groups and managed instance groups.

use crate::check::{Alias, Check, Edit, Remedy, Severity};
use crate::resource::{Key, Kind};

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "scaling-group-launch-template",
        objective: "managed-patching",
        title: "Scaling group uses a launch template",
        severity: Severity::Low,
        kind: Kind::InstanceGroup,
        types: &[],
        rationale: "Launch configurations cannot be changed and know none of the newer protections. A group on a \
                    template can roll out patched images and stricter settings as new versions.",
        reads: &[Key::SupportedRelease],
        test: |s| s.is(Key::SupportedRelease),
        aliases: &[
            Alias::checkov("CKV_AWS_315", &["aws_autoscaling_group"]),
            Alias::prowler("autoscaling_group_using_ec2_launch_template", &["aws_autoscaling_group"]),
        ],
        remedies: &[Remedy::edit(
            &["aws_autoscaling_group"],
            "Move the settings into an aws_launch_template and refer to it.",
            &[
                Edit::Set("launch_template.id", "aws_launch_template.{name}.id"),
                Edit::Set("launch_template.version", "\"$Latest\""),
                Edit::Remove("launch_configuration"),
            ],
        )],
    },
    Check {
        id: "scaling-group-load-balancer-health",
        objective: "health-monitoring",
        title: "Scaling group behind a load balancer uses its health checks",
        severity: Severity::Medium,
        kind: Kind::InstanceGroup,
        types: &["aws_autoscaling_group"],
        rationale: "The instance check sees only that the machine runs. A portal whose application died stays in \
                    service until the group listens to the load balancer's own probes.",
        reads: &[Key::LoadBalanced, Key::HealthProbe],
        test: |s| {
            s.is(Key::LoadBalanced)
                .when_holds("the group is not behind a load balancer", || s.is(Key::HealthProbe))
        },
        aliases: &[Alias::aws_config(
            "AUTOSCALING_GROUP_ELB_HEALTHCHECK_REQUIRED",
            &["aws_autoscaling_group"],
        )],
        remedies: &[Remedy {
            types: &["aws_autoscaling_group"],
            steps: "Set the health check type to ELB, with a grace period that covers the start.",
            terraform: &[Edit::Set("health_check_type", "\"ELB\"")],
            command: "aws autoscaling update-auto-scaling-group --auto-scaling-group-name {name} --health-check-type ELB --region {region}",
            risk: "Instances that fail the probe are replaced; check the probe first.",
        }],
    },
    Check {
        id: "managed-group-health-check",
        objective: "health-monitoring",
        title: "Instance group heals itself",
        severity: Severity::Low,
        kind: Kind::InstanceGroup,
        types: &["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"],
        rationale: "Without a health check the group keeps a machine whose application hangs. Healing restores \
                    service to clinical systems without waiting for a person.",
        reads: &[Key::HealthProbe],
        test: |s| s.is(Key::HealthProbe),
        aliases: &[Alias::prowler(
            "compute_instance_group_autohealing_enabled",
            &["google_compute_instance_group_manager"],
        )],
        remedies: &[Remedy::edit(
            &["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"],
            "Add auto_healing_policies with a health check of the application.",
            &[
                Edit::Set("auto_healing_policies.health_check", "google_compute_health_check.{name}.id"),
                Edit::Set("auto_healing_policies.initial_delay_sec", "300"),
            ],
        )
        .risk("A probe that is too strict recreates healthy machines.")],
    },
    Check {
        id: "managed-group-several-zones",
        objective: "high-availability",
        title: "Instance group spreads over several zones",
        severity: Severity::Low,
        kind: Kind::InstanceGroup,
        types: &["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"],
        rationale: "A group in one zone goes down with it. A regional group keeps the service up while a zone \
                    fails, which contingency planning for clinical systems has to expect.",
        reads: &[Key::MultiZone],
        test: |s| s.is(Key::MultiZone),
        aliases: &[],
        remedies: &[Remedy::edit(
            &["google_compute_instance_group_manager"],
            "Use google_compute_region_instance_group_manager in place of the zonal group.",
            &[],
        )
        .risk("The group is replaced; its machines move zone by zone.")],
    },
    Check {
        id: "scaling-group-tags",
        objective: "resource-tagging",
        title: "Scaling group tags its instances",
        severity: Severity::Low,
        kind: Kind::InstanceGroup,
        types: &["aws_autoscaling_group"],
        rationale: "Instances of a group come and go, and only their tags tell whose data they hold. An inventory \
                    of systems with health information needs them on every instance.",
        reads: &[Key::Tags],
        test: |s| s.is_set(Key::Tags),
        aliases: &[Alias::checkov("CKV_AWS_153", &["aws_autoscaling_group"])],
        remedies: &[Remedy::edit(
            &["aws_autoscaling_group"],
            "Add tag blocks that propagate at launch.",
            &[Edit::Block(
                "tag {\n  key                 = \"owner\"\n  value               = \"platform\"\n  \
                 propagate_at_launch = true\n}",
            )],
        )],
    },
];
