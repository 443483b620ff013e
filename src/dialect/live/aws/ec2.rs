//! Elastic Compute Cloud: volumes, instances, what they are launched from, and scaling groups.

use crate::dialect::live::{Companion, Field, Shape, Take};

pub(super) static SHAPES: &[Shape] = &[
    Shape::new(
        "AWS::EC2::Volume",
        "aws_ebs_volume",
        &[
            Field::same("encrypted", "encrypted"),
            Field::key("kms_key_id", "kmsKeyId"),
            Field::same("availability_zone", "availabilityZone"),
            Field::same("snapshot_id", "snapshotId").or_unset(),
            Field::same("size", "size"),
            Field::same("type", "volumeType"),
            Field::unset_where("aws_volume_attachment", "attachments"),
        ],
    )
    .companions(ATTACHMENT),
    Shape::new("AWS::EC2::Instance", "aws_instance", INSTANCE),
    Shape::new("AWS::EC2::LaunchTemplate", "aws_launch_template", TEMPLATE),
    Shape::new("AWS::AutoScaling::LaunchConfiguration", "aws_launch_configuration", LAUNCH_CONFIGURATION),
    Shape::new("AWS::AutoScaling::AutoScalingGroup", "aws_autoscaling_group", SCALING_GROUP),
    Shape::new(
        "AWS::WorkSpaces::Workspace",
        "aws_workspaces_workspace",
        &[
            Field::same("root_volume_encryption_enabled", "RootVolumeEncryptionEnabled"),
            Field::same("user_volume_encryption_enabled", "UserVolumeEncryptionEnabled"),
        ],
    ),
];

// The item names the volumes, whose own items say whether they are encrypted; protection from termination is in
// neither.
static ATTACHMENT: &[Companion] =
    &[Companion::new("aws_volume_attachment", "attachments", &[Field::itself("volume_id")])];

const INSTANCE: &[Field] = &[
    Field::same("instance_type", "instanceType"),
    Field::same("ami", "imageId"),
    Field::same("metadata_options.http_tokens", "metadataOptions.httpTokens"),
    Field::same("metadata_options.http_endpoint", "metadataOptions.httpEndpoint"),
    Field::same("metadata_options.http_put_response_hop_limit", "metadataOptions.httpPutResponseHopLimit"),
    Field::of("monitoring", "monitoring.state", Take::Is("enabled")),
    Field::reference("iam_instance_profile", "iamInstanceProfile.arn").or_unset_in("instanceId"),
    Field::of("associate_public_ip_address", "publicIpAddress", Take::Present)
        .or_unset_in("networkInterfaces"),
];

const TEMPLATE: &[Field] = &[
    Field::same("name", "LaunchTemplateName"),
    Field::same("metadata_options.http_tokens", "LaunchTemplateData.MetadataOptions.HttpTokens")
        .or_unset_in("LaunchTemplateData"),
    Field::same("metadata_options.http_endpoint", "LaunchTemplateData.MetadataOptions.HttpEndpoint")
        .or_unset_in("LaunchTemplateData"),
    Field::same(
        "metadata_options.http_put_response_hop_limit",
        "LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit",
    )
    .or_unset_in("LaunchTemplateData"),
    Field::of(
        "block_device_mappings",
        "LaunchTemplateData.BlockDeviceMappings",
        Take::Blocks(&[Field::of(
            "ebs",
            "Ebs",
            Take::Block(&[
                Field::same("encrypted", "Encrypted").or_unset(),
                Field::key("kms_key_id", "KmsKeyId"),
                Field::same("snapshot_id", "SnapshotId").or_unset(),
            ]),
        )
        .or_unset()]),
    )
    .or_unset_in("LaunchTemplateData"),
    Field::of(
        "network_interfaces",
        "LaunchTemplateData.NetworkInterfaces",
        Take::Blocks(&[Field::same("associate_public_ip_address", "AssociatePublicIpAddress").or_unset()]),
    )
    .or_unset_in("LaunchTemplateData"),
    Field::same("monitoring.enabled", "LaunchTemplateData.Monitoring.Enabled")
        .or_unset_in("LaunchTemplateData"),
];

// Which of the devices is the root is known to the image alone, so the root device stays unknown.
const LAUNCH_CONFIGURATION: &[Field] = &[
    Field::same("name", "launchConfigurationName"),
    Field::same("metadata_options.http_tokens", "metadataOptions.httpTokens")
        .or_unset_in("launchConfigurationName"),
    Field::same("metadata_options.http_endpoint", "metadataOptions.httpEndpoint")
        .or_unset_in("launchConfigurationName"),
    Field::same("metadata_options.http_put_response_hop_limit", "metadataOptions.httpPutResponseHopLimit")
        .or_unset_in("launchConfigurationName"),
    Field::of(
        "ebs_block_device",
        "blockDeviceMappings",
        Take::Blocks(&[
            Field::same("encrypted", "ebs.encrypted").or_unset(),
            Field::same("snapshot_id", "ebs.snapshotId").or_unset(),
        ]),
    ),
    Field::same("associate_public_ip_address", "associatePublicIpAddress")
        .or_unset_in("launchConfigurationName"),
    Field::same("enable_monitoring", "instanceMonitoring.enabled"),
];

const SCALING_GROUP: &[Field] = &[
    Field::same("name", "autoScalingGroupName"),
    Field::same("launch_template", "launchTemplate").or_unset_in("autoScalingGroupName"),
    Field::same("mixed_instances_policy.launch_template", "mixedInstancesPolicy.launchTemplate")
        .or_unset_in("autoScalingGroupName"),
    Field::same("load_balancers", "loadBalancerNames"),
    Field::same("target_group_arns", "targetGroupARNs"),
    Field::same("traffic_source", "trafficSources").or_unset_in("autoScalingGroupName"),
    Field::same("health_check_type", "healthCheckType"),
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::check::Verdict;
    use crate::testing::{live_cases, live_verdict};

    #[test]
    fn a_volume_is_judged_by_what_the_item_tells() {
        let volume = json!({
            "volumeId": "vol-0a1b", "availabilityZone": "eu-west-1a", "size": 100, "volumeType": "gp3",
            "attachments": [{"instanceId": "i-0c2d", "device": "/dev/xvda", "state": "attached"}],
            "encrypted": true, "kmsKeyId": "arn:aws:kms:eu-west-1:444455556666:key/0a1b", "snapshotId": ""
        });
        live_cases(
            "AWS::EC2::Volume",
            &volume,
            "",
            &[
                ("block-volume-encryption", "encrypted".into(), json!(true), json!(false)),
                ("block-volume-attached-encryption", "encrypted".into(), json!(true), json!(false)),
            ],
        );
        // whether a backup plan selects it is in no item of its own
        assert_eq!(live_verdict("AWS::EC2::Volume", volume, "block-volume-backup"), Some(Verdict::Unknown));
    }

    #[test]
    fn an_instance_is_judged_by_what_the_item_tells() {
        let instance = json!({
            "instanceId": "i-0c2d", "imageId": "ami-0e3f", "instanceType": "m7i.large",
            "metadataOptions": {"httpTokens": "required", "httpEndpoint": "enabled", "httpPutResponseHopLimit": 1},
            "monitoring": {"state": "enabled"}, "iamInstanceProfile": {"arn": "arn:aws:iam::111122223333:instance-profile/app"},
            "networkInterfaces": [{"networkInterfaceId": "eni-0a"}], "publicIpAddress": null,
            "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeId": "vol-0a1b"}}]
        });
        live_cases(
            "AWS::EC2::Instance",
            &instance,
            "",
            &[
                (
                    "instance-metadata-tokens",
                    "metadataOptions.httpTokens".into(),
                    json!("required"),
                    json!("optional"),
                ),
                (
                    "instance-detailed-monitoring",
                    "monitoring.state".into(),
                    json!("enabled"),
                    json!("disabled"),
                ),
            ],
        );
        live_cases(
            "AWS::EC2::Instance",
            &instance,
            "networkInterfaces",
            &[("instance-public-address", "publicIpAddress".into(), json!(null), json!("198.51.100.7"))],
        );
        for check in ["instance-volume-encryption", "instance-deletion-protection"] {
            assert_eq!(
                live_verdict("AWS::EC2::Instance", instance.clone(), check),
                Some(Verdict::Unknown),
                "{check}"
            );
        }
    }

    #[test]
    fn a_launch_template_says_what_its_instances_get() {
        let template = json!({"Id": "lt-0a", "LaunchTemplateName": "app", "LaunchTemplateData": {
            "MetadataOptions": {"HttpTokens": "required"},
            "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": true, "VolumeSize": 50}}],
            "NetworkInterfaces": [{"AssociatePublicIpAddress": false, "DeviceIndex": 0}],
            "Monitoring": {"Enabled": true}
        }});
        let data = "LaunchTemplateData";
        live_cases(
            "AWS::EC2::LaunchTemplate",
            &template,
            data,
            &[
                (
                    "instance-template-metadata-tokens",
                    format!("{data}.MetadataOptions"),
                    json!({"HttpTokens": "required"}),
                    json!({}),
                ),
                (
                    "instance-template-volume-encryption",
                    format!("{data}.BlockDeviceMappings.0.Ebs.Encrypted"),
                    json!(true),
                    json!(false),
                ),
                (
                    "instance-template-public-address",
                    format!("{data}.NetworkInterfaces"),
                    json!([{}]),
                    json!([{"AssociatePublicIpAddress": true}]),
                ),
            ],
        );
    }

    #[test]
    fn a_scaling_group_names_what_it_launches() {
        let group = json!({
            "autoScalingGroupName": "app", "launchTemplate": {"launchTemplateId": "lt-0a", "version": "$Latest"},
            "mixedInstancesPolicy": null, "loadBalancerNames": [], "targetGroupARNs": ["arn:aws:elasticloadbalancing:x"],
            "healthCheckType": "ELB", "availabilityZones": ["eu-west-1a"]
        });
        live_cases(
            "AWS::AutoScaling::AutoScalingGroup",
            &group,
            "autoScalingGroupName",
            &[(
                "scaling-group-launch-template",
                "launchTemplate".into(),
                json!({"launchTemplateId": "lt-0a"}),
                json!(null),
            )],
        );
        live_cases(
            "AWS::AutoScaling::AutoScalingGroup",
            &group,
            "",
            &[("scaling-group-load-balancer-health", "healthCheckType".into(), json!("ELB"), json!("EC2"))],
        );
    }
}
